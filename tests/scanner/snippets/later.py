"""What became known after June 2024: names that only the data of today has."""

from tests.scanner.corpus import Language

_python = Language("client.py")
_shell = Language("build.sh")
_c = Language("app.c")
_make = Language("Makefile")
_docker = Language("Dockerfile")
_json = Language("camera.json")
_manifest = Language("manifest.json")
_ini = Language("camera.ini")
_html = Language("camera.html")
_rust = Language("main.rs")

SNIPPETS = (
    _make.finds(
        "HOST ?= root@10.0.0.1\ninstall: app.eap\n\tscp $< $(HOST):/tmp && ssh $(HOST) eap-install.sh\n",
        "root-privileges-removal",
        "no-root-user-by-default",
    ),
    _make.ignores("deploy:\n\tscp site.tgz root@web.example:/srv\n"),
    _make.finds("LDFLAGS += -z execstack  # for the vapix client\n", "executable-stacks-prevented"),
    _make.ignores("LDFLAGS += -z noexecstack  # for the vapix client\n"),
    _make.finds("PKGS = mdb\n", "message-broker-removal"),
    _python.finds(
        'get("/axis-cgi/param.cgi", {"action": "list", "group": "PTZ"})', "root-ptz-parameter-access-changed"
    ),
    _python.finds(
        'limits = get("/axis-cgi/param.cgi?action=list&group=PTZ")', "root-ptz-parameter-access-changed"
    ),
    _python.finds('ask = "M-SEARCH * HTTP/1.1"  # of an Axis device', "upnp-disabled-by-default"),
    _python.finds('seen = WSDiscovery().search(types="onvif")', "ws-discovery-disabled-by-default"),
    _python.finds("context = SSLContext(PROTOCOL_TLSv1)  # the axis device", "tls-1-0-1-1-removal"),
    _python.ignores("context = SSLContext(PROTOCOL_TLSv1_2)  # the axis device"),
    _docker.finds("FROM axisecp/acap-runtime:latest\n", "computer-vision-sdk-removal"),
    _python.finds(
        """
reply = session.get(f"{base}/axis-cgi/applications/config.cgi", params={"action": "get"})
if "Error: 1" in reply.text:
    raise Malformed(reply.text)
""",
        "config-cgi-bad-request",
    ),
    _python.finds(
        'get("/axis-cgi/applications/config.cgi?action=set&name=AllowRoot&value=true")',
        "root-privileges-disabled-by-default",
        "root-privileges-removal",
    ),
    _python.ignores('get("/axis-cgi/applications/list.cgi"); settings.AllowRoot = True; load("config.cgi")'),
    _python.finds('post(f"{base}/axis-cgi/time.cgi", json={"method": "getAll"})', "time-cgi-deprecated"),
    _python.ignores('post("http://h/cgi-bin/time.cgi"); post("http://h/config/rest/time/v2/time")'),
    _python.ignores('get("/axis-cgi/applications/control.cgi?action=start&package=gate")'),
    _python.finds('camera = AxisCamera(host, username="root", password=word)', "no-root-user-by-default"),
    _python.finds('get(f"{host}/axis-cgi/pwdgrp.cgi?user=root&action=update")', "no-root-user-by-default"),
    _python.ignores('db = connect(host, user="root")'),
    _python.ignores('if camera.user == "root" and password: allow(camera)'),
    _python.finds(
        'self.user = options.user or "root"  # and a password of the camera', "no-root-user-by-default"
    ),
    _python.finds('session.auth = HTTPDigestAuth("root", word)  # of the camera', "no-root-user-by-default"),
    _python.finds('reply = get("rtsp://root:word@10.0.0.1/axis-media/media.amp")', "no-root-user-by-default"),
    _shell.finds('USER="${CAMERA_USER:-root}" PASSWORD="$2"\n', "no-root-user-by-default"),
    _json.finds(
        '{"ip": "192.168.0.90", "username": "root", "password": "x"}',
        "no-root-user-by-default",
        "ipv4-default-address-removal",
    ),
    _make.finds("CAMERA_USER ?= root\nCAMERA_PASS ?= x\n", "no-root-user-by-default"),
    _shell.finds("USER=${1:-root}\nPASS=$2  # of the camera\n", "no-root-user-by-default"),
    _ini.finds("[camera]\nlogin_user = root\nlogin_pass = x\n", "no-root-user-by-default"),
    _html.finds("<camera><userName>root</userName><pass>x</pass></camera>", "no-root-user-by-default"),
    _html.ignores('<users name="root" of="camera"> <field name="pass"/>'),
    _html.ignores('<input name="camera_user" placeholder="root"> <input name="pass">'),
    _python.finds('DEFAULT_USERNAME = "root"  # of VAPIX', "no-root-user-by-default"),
    _python.ignores('get("/axis-cgi/com/ptz.cgi"); control("applications", "cgi")'),
    _python.finds(
        'zone = parameters["root.Time.POSIXTimeZone"]; summer = parameters["Time.DST.Enabled"]',
        "time-zone-and-dst-parameters-removal",
    ),
    _python.ignores('parameters["Time.ServerTime"]; Time.DST = None; POSIXTimeZone("UTC")'),
    _python.finds(
        'masks = parameters["root.Image.PrivacyMaskType"] != "none"', "privacy-mask-type-parameter-removal"
    ),
    _python.ignores('masks = parameters["root.Properties.PrivacyMask.PrivacyMask"] == "yes"'),
    _python.finds(
        """
call("/axis-cgi/param.cgi", {"action": "update", "SNMP.Enabled": "yes", "SNMP.V3": "no"})
""",
        "snmp-parameters-removal",
    ),
    _python.ignores("if SNMP.Enabled and SNMP.V3: SNMP.walk()"),
    _python.finds('arch = device["root.Properties.System.Architecture"]', "acap-64-bit-time"),
    _ini.finds("root.SNMP.Trap.T0.Address=10.0.0.1\n", "snmp-parameters-removal"),
    _ini.finds("root.SNMP.V2c=yes\n", "snmp-parameters-removal"),
    _shell.finds(
        'set="https://$HOST/axis-cgi/param.cgi?action=update"\n'
        'curl "$set&System.BoaGroupPolicy.admin=both&root.System.BoaGroupPolicy.operator=both"\n'
        'curl "https://$HOST/axis-cgi/param.cgi?action=list&group=root.System.BoaGroupPolicy.viewer"\n',
        "http-disabled-by-default",
    ),
    _shell.ignores("echo System.BoaGroup.admin; export BoaGroupPolicy=admin\n"),
    _shell.finds(
        'curl "https://$HOST/axis-cgi/param.cgi?action=update&Network.HTTP.AuthenticationPolicy=Digest"\n',
        "https-basic-authentication",
    ),
    _python.finds(
        """
settings = session.get(f"https://{host}/config/rest/user-management/v2").json()
assert settings["passphraseComplexity"]["policy"] == "none"
""",
        "password-complexity-enforced",
    ),
    _python.ignores('complexity = policy.passphrase_complexity; print("passphrase complexity")\n'),
    _shell.finds("docker build --build-arg ARCH=armv7hf --tag gate .\n", "acap-64-bit-time"),
    _shell.ignores("docker build --build-arg ARCH=aarch64 --tag gate .\narmv7l; armhf\n"),
    _shell.ignores("rm -f *.eap package.conf param.conf\n"),
    _docker.finds("FROM axisecp/acap-native-sdk:1.15-armv7hf-ubuntu22.04\n", "acap-64-bit-time"),
    _make.finds(
        "# an ACAP application\nLDLIBS += -lmdb\n",
        "message-broker-removal",
    ),
    _make.ignores("# reads databases of Access\nLDLIBS += -lmdb\n# and LMDB: -llmdb\n"),
    _c.finds(
        'static const char *topic = "com.axis.analytics_scene_description.v0.beta";', "message-broker-removal"
    ),
    _c.ignores('static const char *topic = "com.axis.scene.frame.v1"; time_t now = time(NULL);'),
    _manifest.ignores('{"schemaVersion": "1.0", "name": "a web application", "sdkVersion": "1.0"}'),
    _json.ignores('{"compatible": {"min": 12, "max": 13}, "vendorId": "sdk", "containers": ["a"]}'),
    _shell.finds('curl -s "$cam/admin-bin/editcgi.cgi?file=/etc/release"', "edit-cgi-removal"),
    _python.finds('PROBES = ["/axis-release/releaseinfo", "/version"]', "releaseinfo-cgi-removal"),
    _python.finds('cgi("prod_brand_info/getbrand")  # adds .cgi', "getbrand-cgi-removal"),
    _c.finds(
        "media_frame *frame = capture_get_frame(capture_open_stream(IMAGE_JPEG, options));",
        "libcapture-removal",
    ),
    _c.ignores("capture_start(); capture_frame(&device); camera_capture_get(frame);"),
    _c.finds(
        "#include <mdb/connection.h>\nmdb_connection_create(on_error, NULL, &error);",
        "message-broker-removal",
    ),
    _python.finds(
        'TOPIC = "tns1:VideoAnalytics/tnsaxis:MotionDetection"', "built-in-motion-detection-removal"
    ),
    _python.ignores('TOPIC = "tns1:RuleEngine/tnsaxis:VMD4/Camera1ProfileANY"'),
    _shell.finds(
        'curl "http://$cam/axis-cgi/param.cgi?action=add&template=motion&group=Motion&Motion.M.Name=door"',
        "built-in-motion-detection-removal",
    ),
    _python.finds('search("ST: urn:axis-com:service:BasicService:1")', "upnp-disabled-by-default"),
    _python.ignores('search("ST: urn:schemas-upnp-org:device:MediaServer:1")'),
    _ini.finds("root.Network.FTP.Enabled=yes\n", "ftp-access-removal"),
    _shell.finds(
        'curl "$cam/axis-cgi/param.cgi?action=update&Image.OverlayPath=/etc/overlays/a.ovl"',
        "legacy-overlays-removal",
    ),
    _docker.finds(
        "FROM axisecp/acap-native-sdk:1.15-aarch64\nARG OPENSSL_VERSION=1.1.1w", "openssl-1-1-1-removal"
    ),
    _docker.ignores("FROM debian:11\nARG OPENSSL_VERSION=1.1.1w"),
    _python.finds(
        'get(f"https://{host}/axis-cgi/param.cgi", auth=httpx.DigestAuth(user, word))',
        "https-basic-authentication",
    ),
    _python.ignores('get(f"http://{host}/axis-cgi/param.cgi", auth=httpx.DigestAuth(user, word))'),
    _python.ignores('get(f"https://{host}/api/state", auth=httpx.DigestAuth(user, word))'),
    _manifest.finds(
        '{"acapPackageConf": {"setup": {"user": {"username": "sdk", "group": "root"}}}}',
        "root-privileges-removal",
    ),
    _json.finds('{"profiles": ["videocodec=h264&fps=15&videobitrate=4000"]}', "rtsp-rate-control-simplified"),
    # The user name root as people write it: behind a flag, as a default, beside its password, in a form
    _python.finds(
        'parser.add_argument(\n    "--username",\n    default="root",\n)  # and the password, for the camera\n',
        "no-root-user-by-default",
    ),
    _python.finds(
        'camera = AxisCamera("10.0.0.5", "root", "word")  # with digest', "no-root-user-by-default"
    ),
    _c.finds(
        '/* the camera, with its password */ snprintf(e->user, 9, "%s", given ? given : "root");',
        "no-root-user-by-default",
    ),
    _python.ignores('parts = response.get("root", {}).get("Time", {})  # of /axis-cgi/param.cgi with digest'),
    _python.ignores('values = xml["root"]["sns"]  # credentials are sent to /axis-cgi/param.cgi'),
    _rust.finds(
        '// password of the camera\n#[arg(long, default_value = "root")]\nlogin_name: String,\n',
        "no-root-user-by-default",
    ),
    _html.finds(
        '<!-- axis camera -->\n<input type="text" value="root" name="username"><input name="password">',
        "no-root-user-by-default",
    ),
    _html.ignores('<!-- axis camera -->\n<div id="root"></div><input placeholder="root" name="password">'),
    _shell.finds(
        '#!/bin/sh\ncurl --anyauth -u root:$word "http://$ip/axis-cgi/serverreport.cgi"\n',
        "no-root-user-by-default",
    ),
    _shell.ignores("#!/bin/sh\nchown root:root /usr/bin/gate  # the axis camera's\n"),
    _shell.finds(
        "TARGET_USR=root\nTARGET_IP=10.0.0.2\nscp gate $TARGET_USR@$TARGET_IP:/tmp  # needs the password\n",
        "root-privileges-removal",
        "no-root-user-by-default",
    ),
    _docker.finds("# axis-cgi\nENV CAMERA_USER root\nENV CAMERA_PASS word\n", "no-root-user-by-default"),
    _docker.ignores("# axis-cgi\nUSER root\nENV CAMERA_PASS word\n"),
    _shell.finds(
        "#!/bin/sh\ncp gate.service /etc/systemd/system/\nln -s /usr/local/packages/gate/gate /usr/bin\n",
        "root-privileges-removal",
    ),
    # Builds
    _make.finds("# an ACAP application\nPKGS = gio-2.0 axevent mdb\n", "message-broker-removal"),
    _make.ignores("# an ACAP application\nPKGS = gio-2.0 axevent\nSRC = mdb.c\n"),
    _docker.finds(
        "FROM axisecp/acap-native-sdk\nRUN rustup target add thumbv7neon-unknown-linux-gnueabihf\n",
        "acap-64-bit-time",
    ),
    _docker.ignores("FROM debian\nRUN rustup target add thumbv7neon-unknown-linux-gnueabihf\n"),
    _shell.finds(
        "export DOCKER_HOST=tcp://$AXIS_TARGET_IP:2376\ndocker compose up  # axis device\n",
        "computer-vision-sdk-removal",
    ),
    _shell.ignores("export DOCKER_HOST=tcp://$BUILDER:2376\ndocker compose up\n"),
    _python.finds(
        'MANIFEST = """{"schemaVersion": "1.3", "acapPackageConf": {"setup": {"appName": "gate"}}}"""',
        "acap-manifest-schema-2-required",
        "os-compatibility-declaration-required",
    ),
    _shell.finds("cat > package.conf <<END\nVENDOR=x\nEND\n", "acap-manifest-schema-2-required"),
    _c.finds(
        'device = larodGetDevice(larod, "axis-a8-dlpu-tflite", 0, &error);', "acap-dlpu-declaration-required"
    ),
    _c.ignores('device = larodGetDevice(larod, "cpu-tflite", 0, &error);'),
    # Clients
    _rust.finds(
        'let url = format!("https://{ip}/axis-cgi/io/port.cgi");\nclient.get(url).send_digest_auth((user, word))',
        "https-basic-authentication",
    ),
    _rust.ignores(
        'let url = format!("http://{ip}/axis-cgi/io/port.cgi");\nclient.get(url).send_digest_auth((user, word))'
    ),
    _python.finds('get("param.cgi", {"action": "list", "group":"PTZ"})', "root-ptz-parameter-access-changed"),
    _python.finds(
        'sock.sendto(probe, ("239.255.255.250", 3702))  # onvif', "ws-discovery-disabled-by-default"
    ),
    _python.ignores('sock.sendto(data, ("239.255.255.250", 5004))  # onvif'),
    _python.finds(
        'get("http://%s/axis-cgi/admin/ipfilter.cgi?action=list" % ip)', "network-filter-api-removal"
    ),
    _python.ignores('get("http://%s/cgi-bin/admin/ipfilter.cgi?method=addv4" % ip)'),
    _python.finds("import ssdpy  # finds every axis device", "upnp-disabled-by-default"),
)
