"""Python: requests, aiohttp, f-strings, dictionaries of parameters."""

from tests.scanner.corpus import Language

_python = Language("client.py")
finds, ignores, misses, mistakes = _python.finds, _python.ignores, _python.misses, _python.mistakes

SNIPPETS = (
    finds(
        """
import requests
from requests.auth import HTTPDigestAuth

def model(host, user, password):
    url = f"http://{host}/axis-cgi/prod_brand_info/getbrand.cgi"
    return requests.get(url, auth=HTTPDigestAuth(user, password), timeout=5).text
""",
        "getbrand-cgi-removal",
    ),
    finds('GETBRAND = "/axis-cgi/" + "prod_brand_info/" + "getbrand" + ".cgi"', "getbrand-cgi-removal"),
    finds('BRAND_URL = ("axis-cgi/prod_brand_info/" "getBrand.cgi")', "getbrand-cgi-removal"),
    finds(
        'redirect = "https://vms.example/proxy?path=%2Faxis-cgi%2Fprod_brand_info%2Fgetbrand.cgi"',
        "getbrand-cgi-removal",
    ),
    finds('quoted = "path=%2Faxis%2Dcgi%2Fdate%2Ecgi&via=axis-cgi"', "date-cgi-removal"),
    finds(
        """
async def firmware(session: aiohttp.ClientSession, host: str) -> str:
    async with session.get(f"http://{host}/axis-release/releaseinfo.cgi") as response:
        return dict(line.split(":", 1) for line in (await response.text()).splitlines())["version"]
""",
        "releaseinfo-cgi-removal",
    ),
    finds("resp = self._get('http://' + self.cam_ip + '/axis-cgi/date.cgi?action=get')", "date-cgi-removal"),
    finds(
        """
BASE = "http://{}/axis-cgi/"

def camera_time(host):
    return requests.get(BASE.format(host) + "date.cgi", params={"action": "get"}).text
""",
        "date-cgi-removal",
    ),
    finds(
        """
requests.get(
    f"http://{host}/axis-cgi/param.cgi",
    params={"action": "update", "root.Network.UPnP.Enabled": "no"},
    auth=auth,
)
""",
        "upnp-disabled-by-default",
    ),
    finds('params = {"action": "update", "Network.UPnP.Enabled": "yes"}', "upnp-disabled-by-default"),
    finds(
        'upnp = values["root." + "Network.UPnP" + ".Enabled"]  # from /axis-cgi/param.cgi',
        "upnp-disabled-by-default",
    ),
    finds(
        """
ALLOW_LIST = "Network.Filter.Input.AcceptAddresses"
body = {"Network.Filter.Enabled": "yes", ALLOW_LIST: " ".join(addresses)}
""",
        "network-filter-api-removal",
    ),
    finds('groups = ",".join(["Network.Filter", "Network.Bonjour"])', "network-filter-api-removal"),
    finds(
        """
payload = {"apiVersion": "1.0", "method": "addText", "params": {"camera": 1, "source": 1, "text": text}}
requests.post(f"http://{ip}/axis-cgi/dynamicoverlay/dynamicoverlay.cgi", json=payload, auth=auth)
""",
        "dynamicoverlay-cgi-source-sensor-removal",
    ),
    finds(
        """
url = f"http://{ip}/axis-cgi/privacymask.cgi"
requests.get(url, params={"preview_on": mask, "camera": 1}, auth=auth)
""",
        "privacymask-cgi-unused-options-removal",
    ),
    finds("url = self.baseurl + 'privacymask.cgi?query=list'", "privacymask-cgi-unused-options-removal"),
    finds(
        'for line in reply.text.splitlines(): assert line != "root.HTTPS.AllowTLS1=yes"',
        "tls-1-0-1-1-removal",
    ),
    finds(
        'for i in range(views):\n    update[f"Image.I{i}.RateControl.TargetBitrate"] = 0',
        "rtsp-rate-control-simplified",
    ),
    finds(
        'name = "root.Image.I" + str(channel) + ".RateControl.TargetBitrate"', "rtsp-rate-control-simplified"
    ),
    finds('proxies = {"http": "socks4://10.0.0.1:1080"}  # to the Axis devices', "socks-proxy-removal"),
    ignores('proxies = {"http": "socks4://10.0.0.1:1080"}'),
    finds('AXIS_DEFAULT_ADDRESS = "192.168.0.90"', "ipv4-default-address-removal"),
    ignores('PRINTER = "192.168.0.90"'),
    finds(
        """
def set_text(host, text):
    query = {"action": "update", "Image.I0.Text.TextEnabled": "yes", "Image.I0.Text.String": text}
    requests.get(f"http://{host}/axis-cgi/param.cgi", params=query)
""",
        "legacy-overlays-removal",
    ),
    finds(
        'requests.get(f"http://{host}/axis-cgi/disks/format.cgi", params={"diskid": "SD_DISK", '
        '"filesystem": "vfat"})',
        "vfat-formatting-removal",
    ),
    finds(
        'candidate = shape.find("tt:Class/tt:ClassCandidate", NAMESPACES)', "onvif-class-candidate-removal"
    ),
    ignores("class ClassCandidate(Candidate): ...  # of a class in the schedule"),
    finds('snapshot = f"http://{host}/axis-cgi/bitmap/image.bmp?resolution=640x480"', "bmp-image-removal"),
    finds(
        """
# Until 12.0 this asked /axis-cgi/vaconfig.cgi?action=get&name=VMD
""",
        "vaconfig-cgi-removal",
    ),
    finds(
        'fixture = "root.Network.Bonjour.Enabled=yes\\nroot.Network.UPnP.Enabled=no"',
        "upnp-disabled-by-default",
    ),
    finds('ftp = urlopen("ftp://root:pass@axis-7.example/etc/conf.d/")', "ftp-access-removal"),
    ignores('ftp = urlopen("ftp://root:pass@receiver.example/etc/")'),
    ignores('overlay = {"source": frame, "sensor": 3}'),
    ignores("update = cursor.execute('select date, cgi from access_log where path = ?', [path])"),
    ignores('return f"https://wiki.example/cgi-bin/edit.cgi?page={page}"'),
    ignores('subprocess.run(["date"]); from datetime import date'),
    ignores('requests.get(f"http://{host}/axis-cgi/time.cgi", auth=auth)'),
    ignores('plan = "Basic authentication, digest authentication and TLS 1.0 are everyday words"'),
    ignores('ADDRESSES = ["192.168.0.9", "192.168.0.901", "10.192.168.0.90"]'),
    ignores('page = ftp.urlopen("ftp://ftp.example/pub/firmware.bin")'),
    finds('values["root.Network.UPnP.FriendlyName"]', "upnp-disabled-by-default"),
    ignores('masks = fetch(f"http://{host}/axis-cgi/privacymask.cgi?query=listpxjson")'),
    ignores('requests.get(f"http://{host}/axis-cgi/mediaclip.cgi", params={"action": "play", "clip": 3})'),
    ignores(
        """
OVERLAY = "/axis-cgi/overlayimage/upload.cgi"
source = load(path)
sensor: Sensor = Sensor()
"""
    ),
    misses(
        """
CGI = "getbrand"
url = f"http://{host}/axis-cgi/prod_brand_info/{CGI}.cgi"
""",
        "getbrand-cgi-removal",
    ),
    misses(
        """
OVERLAY = "/axis-cgi/dynamicoverlay/dynamicOverlay" + SUFFIX
client.post(OVERLAY, {"source": 1})
""",
        "dynamicoverlay-cgi-source-sensor-removal",
    ),
    mistakes(
        """
client.post("/axis-cgi/dynamicoverlay/dynamicoverlay.cgi", json={"overlayPath": path})
video.configure(source="rtsp://recorder.example/1")
""",
        "dynamicoverlay-cgi-source-sensor-removal",
        uses="dynamicoverlay-cgi-path-restricted",
    ),
)
