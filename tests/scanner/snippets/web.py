"""JavaScript and TypeScript: fetch, axios, template strings, objects."""

from tests.scanner.corpus import Language

_script = Language("camera.js")
_typed = Language("camera.ts")
finds, ignores = _script.finds, _script.ignores

SNIPPETS = (
    finds(
        "const brand = await fetch(`http://${host}/axis-cgi/prod_brand_info/getbrand.cgi`);",
        "getbrand-cgi-removal",
    ),
    finds(
        "request({url: this.buildURL('axis-cgi/date.cgi', {action: 'get'}), strictSSL: false}, done)",
        "date-cgi-removal",
    ),
    finds("var url = 'http://' + host + '/axis-cgi/' + 'overlay_list' + '.cgi';", "overlay-cgi-removal"),
    finds(
        "await axios.get('/axis-cgi/param.cgi', {params: {action: 'update', 'Network.UPnP.Enabled': 'no'}});",
        "upnp-disabled-by-default",
    ),
    finds(
        "const query = `action=update&root.Image.I${channel}.RateControl.TargetBitrate=${kbit}`;",
        "rtsp-rate-control-simplified",
    ),
    finds(
        """
const body = {
  apiVersion: '1.0',
  method: 'addImage',
  params: {
    camera: 1,
    source: 1,
    sensor: 0,
    overlayPath: '/etc/overlays/logo.ovl',
  },
};
await client.post('/axis-cgi/dynamicoverlay/dynamicoverlay.cgi', body);
""",
        "dynamicoverlay-cgi-source-sensor-removal",
        "dynamicoverlay-cgi-path-restricted",
    ),
    finds(
        "const rtsp = `rtsp://${host}/axis-media/media.amp?videocodec=h264&videobitrate=${rate}`;",
        "rtsp-rate-control-simplified",
    ),
    finds('{"path": "\\/axis-cgi\\/certmgmt.cgi"}', "unofficial-certificate-api-removal"),
    finds("// getbrand.cgi is gone, see the release notes", "getbrand-cgi-removal"),
    ignores("const { source, sensor } = props; const player = new Player({ source: url });"),
    ignores("encoder.configure({ videoBitrate: 2_000_000, videobitrate: 1 });"),
    ignores("import { getBrand } from './brands'; export const getBrandCgi = () => getBrand();"),
    ignores("app.get('/date.cgi', (req, res) => res.send(new Date())); app.get('/edit.cgi', edit);"),
    ignores("app.get('/cgi-bin/date.cgi', (req, res) => res.send(new Date()));"),
    ignores(
        "const allowUnsigned = process.env.ALLOW_UNSIGNED === '1'; signer.AllowUnsigned = allowUnsigned;"
    ),
    _typed.finds(
        """
export async function allowUnsigned(host: string, value: boolean): Promise<void> {
  const url = new URL(`https://${host}/axis-cgi/applications/config.cgi`);
  url.searchParams.set("action", "set");
  url.searchParams.set("name", "AllowUnsigned");
  url.searchParams.set("value", String(value));
}
""",
        "unsigned-acap-disallowed-by-default",
        "unsigned-acap-option-removal",
    ),
    _typed.finds(
        'const uri = "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true";',
        "unsigned-acap-disallowed-by-default",
        "unsigned-acap-option-removal",
    ),
    _typed.finds(
        """
interface OverlayParams { camera: number; source?: number }
export const DISCOVERY: Record<string, string> = { "WebService.DiscoveryMode.Discoverable": "no" };
""",
        "ws-discovery-disabled-by-default",
    ),
    _typed.finds(
        "if ('root.Properties.API.MetaData.PTZ.GenericPanTiltPosition' in params) { useNewMetadata(); }",
        "ptz-metadata-tilt-corrected",
    ),
    _typed.ignores("type Filter = Network.FilterOptions; const enabled = Network.Filters.Enabled;"),
    _typed.ignores("const image = new Image(); image.src = '/assets/bitmap/images.bmp';"),
)
