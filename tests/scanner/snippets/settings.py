"""YAML, JSON, INI and Markdown: what is configured and what is written about it."""

from tests.scanner.corpus import Language

_yaml = Language("camera.yml")
_json = Language("camera.json")
_ini = Language("camera.ini")
_package = Language("package.conf")
_manifest = Language("manifest.json")
_markdown = Language("README.md")

SNIPPETS = (
    _yaml.finds("parameters:\n  root.Network.UPnP.Enabled: 'no'\n", "upnp-disabled-by-default"),
    _yaml.finds(
        "- name: time\n  uri: 'http://{{ host }}/axis-cgi/date.cgi?action=get'\n", "date-cgi-removal"
    ),
    _yaml.finds("# address of a new Axis camera\nhost: 192.168.0.90\n", "ipv4-default-address-removal"),
    _yaml.finds(
        "overlay:\n  path: axis-cgi/dynamicoverlay/dynamicoverlay.cgi\n  source: 1\n",
        "dynamicoverlay-cgi-source-sensor-removal",
    ),
    _yaml.finds("image: axisecp/acap-computer-vision-sdk:latest\n", "computer-vision-sdk-removal"),
    _yaml.ignores("network:\n  filter:\n    enabled: true\nsource: rtsp\nsensor: temperature\n"),
    _yaml.ignores(
        "# another maker; Axis devices have /axis-cgi/time.cgi\nurl: http://h/cgi-bin/date.cgi\n"
        "encoded: http%3A%2F%2Fh%2Fcgi-bin%2Fdate.cgi\n"
    ),
    _yaml.ignores("site.Network.UPnP.Enabled: 1\nmyNetwork.Filter.Enabled: 1\nX-HTTPS.AllowTLS1: 1\n"),
    _yaml.ignores("vpn:\n  type: wireguard\n  fallback: ipsec\ndate: 2024-06-01\n"),
    _json.finds('{"Network.Filter.Enabled": "no", "Time.NTP.Server": "a"}', "network-filter-api-removal"),
    _json.finds(
        '{"url": "http:\\/\\/cam\\/axis-cgi\\/prod_brand_info\\/getbrand.cgi"}', "getbrand-cgi-removal"
    ),
    _json.finds('{"url": "http:\\/\\/cam\\/axis-cgi\\/bitmap\\/image.bmp"}', "bmp-image-removal"),
    _json.finds(
        r'{"script": "get(\"/axis-cgi/prod_brand_info/getbrand\" + \".cgi\")"}', "getbrand-cgi-removal"
    ),
    _json.finds('{"Image.I0.RateControl.TargetBitrate": 2000}', "rtsp-rate-control-simplified"),
    _json.finds('{"motionDetector": "VMD1", "sensitivity": 50}', "built-in-motion-detection-removal"),
    _json.ignores('{"disk": "VMD1", "size": 50}'),
    _json.finds('{"application": "Axis Basic Object Counter"}', "basic-analytics-acap-removal"),
    _json.ignores('{"detector": "VMD4", "profile": "VMD10", "source": 1, "sensor": 2}'),
    _json.ignores('{"class": "Candidate", "format": "BMP", "protocol": "FTP", "mode": "HTTPS-only"}'),
    _json.misses('{"Network": {"UPnP": {"Enabled": "no"}}}', "upnp-disabled-by-default"),
    _ini.finds("[camera]\nroot.HTTPS.AllowTLS1=yes\n", "tls-1-0-1-1-removal"),
    _ini.finds("; WebService.DiscoveryMode.Discoverable=yes\n", "ws-discovery-disabled-by-default"),
    _ini.finds("[axis]\nproxy = socks5://proxy.example:1080\n", "socks-proxy-removal"),
    _ini.ignores("[proxy]\nurl = socks5://proxy.example:1080\n"),
    _ini.finds("Image.I1.Overlay.MaskWindows.M0.PtPolygon=0,0\n", "privacymask-cgi-unused-options-removal"),
    _ini.ignores("[network]\nfilter.enabled=yes\nAllowTLS12=yes\nAllowTLS13=yes\n"),
    _ini.ignores("Image.I1.Overlay.MaskWindows.M0.Enabled=yes\nImage.I0.TextSize=12\n"),
    _package.finds(
        'APPTYPE="aarch64"\nAPPNAME="gate"\nAPPUSR="root"\nAPPGRP="root"\n', "root-privileges-removal"
    ),
    _package.finds(
        'APPGRP="sdk"\nAPPUSR="sdk"\nPOSTINSTALLSCRIPT="postinstall.sh"\n',
        "acap-install-aborts-on-script-error",
    ),
    _package.ignores('APPNAME="gate"\nAPPGRP="sdk"\nAPPUSR="sdk"\nPOSTINSTALLSCRIPT=""\n'),
    _package.ignores('PACKAGE=sed\nPOSTINSTALLSCRIPT="ln -s a b"\n'),
    _package.ignores("APPUSR=root\nGITDIR=/srv/git\n"),
    _manifest.finds(
        """
{"acapPackageConf": {"setup": {
  "appName": "gate",
  "user": {"group": "root", "username": "root"},
  "runMode": "respawn"
}}}
""",
        "root-privileges-removal",
    ),
    _manifest.finds(
        '{"acapPackageConf": {"installation": {"postInstallScript": "install.sh"}}}',
        "acap-install-aborts-on-script-error",
    ),
    _manifest.ignores('{"installer": {"postInstallScript": "install.sh"}, "database": {"username": "root"}}'),
    _markdown.finds("We read the model with `getBrand.cgi`.", "getbrand-cgi-removal"),
    _markdown.finds("Set `Network.UPnP.Enabled` to `yes`.", "upnp-disabled-by-default"),
    _markdown.finds("`basicdeviceinfo.cgi` has the same facts.", "basic-device-info-can-be-disabled"),
    _markdown.finds(
        "If `Properties.Image.RateControl.Version` is 2.0, leave it.", "rtsp-rate-control-simplified"
    ),
    _markdown.ignores(
        "The date, the source and the sensor are in the edit mask; FTP, SSH and TLS 1.1 are off."
    ),
    _markdown.ignores(
        "UPnP and WS-Discovery find devices. Digest authentication stays. Root privileges do not."
    ),
    _markdown.ignores("Open the old web interface, install the H.264 decoder and format the card to vFAT."),
    _markdown.ignores("The Add-On applications of Axis Basic and the parameter CGI are described elsewhere."),
)
