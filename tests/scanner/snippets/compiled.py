"""C, C++, C#, Java, Go and Rust: applications on the device and clients of it."""

from tests.scanner.corpus import Language

_c = Language("main.c")
_cpp = Language("capture.cpp")
_make = Language("Makefile")
_csharp = Language("Client.cs")
_java = Language("Client.java")
_go = Language("client.go")
_rust = Language("client.rs")

SNIPPETS = (
    _make.finds("LDFLAGS += -lcapture -lparam -lnet_http -Wl,-Bstatic,-Bdynamic", "libcapture-removal"),
    _make.finds("include $(AXIS_TOP_DIR)/rules.mak\nLDLIBS = -lvidcap -lm", "libvidcap-removal"),
    _make.ignores("LDLIBS = -lvidcap -lcapture -lm"),
    _make.ignores("LDFLAGS += -lcapturehost -lCapture -lvdostream"),
    _make.ignores("PKGS = glib-2.0 gio-2.0 vdostream axparameter"),
    _c.finds("#include <libcapture/capture.h> /* of the ACAP SDK */", "libcapture-removal"),
    _c.finds('void *handle = dlopen("libvidcap.so.1", RTLD_NOW); /* VAPIX */', "libvidcap-removal"),
    _c.finds(
        """
static const char* endpoint = "/axis-cgi/dynamicoverlay/dynamicoverlay.cgi";
static const char* request =
    "{"
    "  \\"apiVersion\\": \\"1.0\\","
    "  \\"method\\": \\"addText\\","
    "  \\"params\\": {"
    "    \\"camera\\": 1,"
    "    \\"sensor\\": 0,"
    "    \\"text\\": \\"Gate\\""
    "  }"
    "}";
""",
        "dynamicoverlay-cgi-source-sensor-removal",
    ),
    _c.finds(
        'snprintf(url, sizeof url, "http://127.0.0.1/axis-cgi/param.cgi?action=update&" '
        '"root.HTTPS.AllowTLS11=%s", value);',
        "tls-1-0-1-1-removal",
    ),
    _c.finds(
        'snprintf(name, sizeof name, "Image.I%d.RateControl.TargetBitrate", channel);',
        "rtsp-rate-control-simplified",
    ),
    _c.finds("#include <axhttp.h>\n/* replaces libcapture */", "libcapture-removal"),
    _c.ignores("int capture_open(const char *device); /* capture library of our own */"),
    _c.ignores("struct sensor { int source; }; s->source = 1; s->sensor = 0;"),
    _c.ignores('#include "capture.h"'),
    _cpp.finds(
        'QUrl url("http://" + host + "/axis-cgi/" "edit.cgi?file=/etc/conf.d/x");', "edit-cgi-removal"
    ),
    _cpp.finds(
        '// ACAP applications have no OpenSSL of their own\nauto ssl = dlopen("libssl.so.1.1", RTLD_LAZY);',
        "openssl-1-1-1-removal",
    ),
    _cpp.ignores('auto ssl = dlopen("libssl.so.1.1", RTLD_LAZY); // on the server'),
    _cpp.ignores('auto ssl = dlopen("libssl.so.3", RTLD_LAZY); // not OpenSSL 1.1.1 any more'),
    _cpp.ignores("namespace Network { struct Filter { bool Enabled; }; }"),
    _cpp.ignores('ui->setWindowTitle(tr("PTZ.")); PTZ.move(1, 2); root.PTZPanel.show();'),
    _csharp.finds(
        'var brand = await client.GetStringAsync($"http://{host}/axis-cgi/prod_brand_info/getbrand.cgi");',
        "getbrand-cgi-removal",
    ),
    _csharp.finds(
        """
var overlay = new { apiVersion = "1.0", method = "addText", @params = new { source = 1, text } };
await http.PostAsJsonAsync("axis-cgi/dynamicoverlay/dynamicoverlay.cgi", overlay);
""",
        "dynamicoverlay-cgi-source-sensor-removal",
    ),
    _csharp.finds(
        """
var query = new Dictionary<string, string>
{
    ["action"] = "update",
    ["Network.Filter.Input.Policy"] = "deny",
};
""",
        "network-filter-api-removal",
    ),
    _csharp.finds(
        """
query.Add("query", "position");
var reply = Get("/axis-cgi/privacymask.cgi", query);
""",
        "privacymask-cgi-unused-options-removal",
    ),
    _csharp.finds('var ali = new Uri(device, "/ws/wsd/impl/ali");', "lightcontrol-web-service-removal"),
    _csharp.ignores('var light = new Uri(device, "/axis-cgi/lightcontrol.cgi"); // not ws/wsd/impl/alias'),
    _csharp.finds('if (model.Contains("AXIS T6112")) Warn();', "t6101-t6112-support-removal"),
    _csharp.ignores("public string ClassName => Candidate; policy.AllowUnsigned = true;"),
    _csharp.ignores('Log.Info("Rooms T6101 and T6112 are closed");'),
    _java.finds(
        'con = camC.sendCommand("axis-cgi/motion/motiondata.cgi?" + "group=" + motionId);',
        "built-in-motion-detection-removal",
    ),
    _java.finds('public static final String TEXT = "Image.I0.Text.String";', "legacy-overlays-removal"),
    _java.finds(
        'String name = "root.PTZ.Various.V" + view + ".Locked";', "root-ptz-parameter-access-changed"
    ),
    _java.finds(
        'URI probe = URI.create("http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe"); // onvif',
        "ws-discovery-disabled-by-default",
    ),
    _java.ignores('Printer.find("http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe");'),
    _java.ignores("import com.example.network.filter.Enabled; Date cgi = new Date();"),
    _go.finds(
        """
q := url.Values{}
q.Set("action", "record")
q.Set("media", "audio")
resp, err := client.Get("http://" + host + "/axis-cgi/mediaclip.cgi?" + q.Encode())
""",
        "mediaclip-recording-removal",
    ),
    _go.finds("#cgo LDFLAGS: -L/opt/acap/lib -lvidcap", "libvidcap-removal"),
    _go.finds(
        """
// path: /axis-cgi/dynamicoverlay/dynamicoverlay.cgi
type overlayParams struct {
	Camera int `json:"camera"`
	Source int `json:"source,omitempty"`
}
""",
        "dynamicoverlay-cgi-source-sensor-removal",
    ),
    _go.finds('const certs = "/axis-cgi/certappmgmt.cgi"', "unofficial-certificate-api-removal"),
    _go.ignores('type Config struct { Source string `json:"source"`; Sensor string `yaml:"sensor"` }'),
    _go.ignores('mux.HandleFunc("/date", date); cgi.Serve(mux)'),
    _rust.finds('// for acap\nprintln!("cargo:rustc-link-lib=capture");', "libcapture-removal"),
    _rust.finds('// for acap\n#[link(name = "vidcap")] extern "C" {}', "libvidcap-removal"),
    _rust.finds(
        'client.get(url).query(&[("action", "update"), ("Network.UPnP.Enabled", "no")]).send()?;',
        "upnp-disabled-by-default",
    ),
    _rust.finds(
        """
let body = json!({"apiVersion": "1.0", "method": "addText", "params": {"camera": 1, "sensor": 0}});
client.post_json("/axis-cgi/dynamicoverlay/dynamicoverlay.cgi", &body)
""",
        "dynamicoverlay-cgi-source-sensor-removal",
    ),
    _rust.ignores("fn capture(source: &Source) -> Sensor { Sensor { source } }"),
)
