"""The edition of June 2024: nothing that the source says is lost. What is expected stands here in full.

The edition holds all that is data: changes with their names, samples and tables, releases and their schedule,
products, tracks with their comparison and tags, support, policy, questions and named links. What the source
says of versions, downloads and open source libraries in general is prose: a test reads it in `content/`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from portal.model.versions import Version
from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / "data" / "editions" / "2024-06"


def items(name: str, within: str = "items") -> list[dict[str, Any]]:
    """Return what a file of the edition has."""
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_bytes())[within]
    return found


CHANGES = {change["id"]: change for change in items("changes")}
RELEASES = {release["version"]: release for release in items("releases")}
PRODUCTS = {product["id"]: product["name"] for product in items("products")}
TRACKS = {track["id"]: track for track in items("tracks")}
(POLICY,) = items("policy")


def texts(value: object) -> Iterator[str]:
    """Return every text that a value has."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str):
        yield value


def facts_of(item: dict[str, Any]) -> str:
    """Return all that an item says, but for its notes on the source."""
    return "\n".join(texts({name: item[name] for name in item if name != "notes"}))


def rows(text: str) -> dict[str, str]:
    """Return what stands behind each name: a name a line, and an indented line belongs to the one above."""
    lines = re.sub(r"\n +", " ", text).splitlines()
    return {name: said for name, _, said in (line.partition(": ") for line in lines)}


def names(products: list[str] | None) -> list[str]:
    return [PRODUCTS[product] for product in products or ()]


# --- changes

# id -> the exact names that the source prints for it
IDENTIFIERS = rows("""\
old-web-interface-removal: AXIS OS web version B
http-port-80-redirects-disabled: HTTP | HTTPS | port 80
https-basic-authentication: digest authentication | basic authentication | HTTPS | HTTP
tls-1-0-1-1-removal: root.HTTPS.AllowTLS1 | root.HTTPS.AllowTLS11 | TLS 1.0 | TLS 1.1 | TLS 1.2/1.3
openssl-1-1-1-removal: OpenSSL 1.1.1 | OpenSSL 3.0 | 11.6
ipv4-default-address-removal: 192.168.0.90/24 | 169.254.x.x/16 | DHCP | IPv4 | link-local
upnp-disabled-by-default: root.Network.UPnP.Enabled | UPnP | Bonjour
ws-discovery-disabled-by-default: WebService.DiscoveryMode.Discoverable | WS-Discovery | ONVIF
basic-device-info-can-be-disabled: Basic Device Information VAPIX API | Basic Device Info VAPIX API
releaseinfo-cgi-removal: axis-release/releaseinfo.cgi | releaseinfo.cgi | part=6975649029 | version:11.2.53
getbrand-cgi-removal: axis-cgi/prod_brand_info/getbrand.cgi | getBrand.cgi | Brand.Brand |
    Brand.ProdFullName | Brand.ProdNbr | Brand.ProdShortName | Brand.ProdType | Brand.ProdVariant |
    Brand.WebURL | Brand.Brand=AXIS | Brand.ProdFullName=AXIS P3265-LV Dome Camera | Brand.ProdNbr=P3265-LV
    | Brand.ProdShortName=AXIS P3265-LV | Brand.ProdType=Dome Camera | Brand.WebURL=http://www.axis.com
network-filter-api-removal: Network.Filter.Enabled | Network.Filter.Input.AcceptAddresses |
    Network.Filter.Input.Policy | Network.Filter.Log.Enabled | IP-filtering VAPIX API | 11.8
smb-1-0-2-0-removal: SMB 1.0 | SMB 2.0
vfat-formatting-removal: vFAT | Ext 4 | SD cards
root-privileges-removal: root-privileges | root user | VPN | Tailscale | ZeroTier | IPsec | OpenVPN |
    WireGuard
unsigned-acap-disallowed-by-default:
    /axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true |
    /axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=false | AllowUnsigned | ACAP
    Developer Mode
acap-install-aborts-on-script-error: post-install script
basic-analytics-acap-removal: Axis Basic Enter-Exit | Axis Basic Object Counter | Axis Basic Object Removed
add-on-applications-removal: Add-On applications | ACAP application format
libcapture-removal: libcapture | Video capture API
vaconfig-cgi-removal: vaconfig.cgi
computer-vision-sdk-removal: ACAP Computer Vision SDK | 1 GB
rtsp-rate-control-simplified: param.cgi | Properties.Image.RateControl.Version | videobitrate |
    Image.I#.RateControl.TargetBitrate | Rate Control API | Average Bitrate (ABR)
ptz-metadata-tilt-corrected: root.Properties.API.MetaData.PTZ.GenericPanTiltPosition | Generic Pan/Tilt
    Position Space | VAPIX Metadata
legacy-overlays-removal: parameter CGI | dynamicoverlay CGI
dynamicoverlay-cgi-path-restricted: dynamicoverlay.cgi | /etc/overlays/ | Dynamic Overlay
dynamicoverlay-cgi-source-sensor-removal: dynamicoverlay.cgi | `source` | `sensor` | Dynamic Overlay
privacymask-cgi-unused-options-removal: privacymask.cgi | preview_on | preview_off | query list | query
    position | ptpolygon | imagerotation | imageresolution | zoomlowlimit | param.cgi |
    Image.l[source].Overlay.MaskWindows.PtPolygon
onvif-class-candidate-removal: tt:ClassDescriptor/tt:ClassCandidate | tt:ClassDescriptor/tt:Type |
    ClassCandidate | metadatastream.xsd | Vehical
lightcontrol-web-service-removal: lightcontrol web service API | ws/wsd/impl/ali | lightcontrol-cgi JSON API
t6101-t6112-support-removal: AXIS T6101 | AXIS T6112
unsigned-acap-option-removal: /axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true |
    /axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=false | AllowUnsigned
unofficial-certificate-api-removal: /axis-cgi/certappmgmt.cgi | /axis-cgi/certmgmt.cgi
password-complexity-enforced: password strength indicator | 14 characters | 64 characters
http-disabled-by-default: HTTP | HTTPS | HTTPS-only
ftp-access-removal: FTP
socks-proxy-removal: SOCKS version 4 | SOCKS version 5
no-root-user-by-default: root | O3C
root-privileges-disabled-by-default: root | SSH | VAPIX | ACAP Privileges
ptz-api-version-2: PTZ VAPIX API version 2
date-cgi-removal: date.cgi | time.cgi
bmp-image-removal: BMP
mediaclip-recording-removal: Mediaclip API
root-ptz-parameter-access-changed: root.PTZ
edit-cgi-removal: edit.cgi
libvidcap-removal: libvidcap | Video capture API
overlay-cgi-removal: overlay-cgi | call_overlay_upload.cgi | call_overlay_del.cgi | call_overlay_set.cgi |
    create_overlay.cgi | overlay_list.cgi | overlay_image_formats.cgi | overlayimage-cgi
built-in-motion-detection-removal: VMD1
aac-decoder-removal: AAC
h264-decoder-removal: H.264
""")


def test_there_are_these_fifty_changes() -> None:
    assert len(CHANGES) == 50
    assert CHANGES.keys() == IDENTIFIERS.keys()


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_a_change_has_every_name_that_the_source_prints(name: str) -> None:
    text = facts_of(CHANGES[name])
    assert [
        word
        for word in IDENTIFIERS[name].split(" | ")
        if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    ] == []
    assert CHANGES[name]["surface"], "what code would name"


# Changes with many names: all that code could use, in the source's order
SURFACES = rows("""\
tls-1-0-1-1-removal: TLS 1.0, TLS 1.1, root.HTTPS.AllowTLS1, root.HTTPS.AllowTLS11
getbrand-cgi-removal: axis-cgi/prod_brand_info/getbrand.cgi, Brand.Brand, Brand.ProdFullName, Brand.ProdNbr,
    Brand.ProdShortName, Brand.ProdType, Brand.ProdVariant, Brand.WebURL
network-filter-api-removal: IP-filtering VAPIX API, Network.Filter.Enabled,
    Network.Filter.Input.AcceptAddresses, Network.Filter.Input.Policy, Network.Filter.Log.Enabled
root-privileges-removal: root-privileges, root user, Tailscale, ZeroTier, IPsec, OpenVPN, WireGuard
rtsp-rate-control-simplified: videobitrate, Image.I#.RateControl.TargetBitrate,
    Properties.Image.RateControl.Version
privacymask-cgi-unused-options-removal: privacymask.cgi, preview_on, preview_off, query list, query
    position, ptpolygon, imagerotation, imageresolution, zoomlowlimit,
    Image.l[source].Overlay.MaskWindows.PtPolygon
dynamicoverlay-cgi-source-sensor-removal: dynamicoverlay.cgi, source, sensor
unofficial-certificate-api-removal: /axis-cgi/certappmgmt.cgi, /axis-cgi/certmgmt.cgi
overlay-cgi-removal: overlay-cgi, call_overlay_upload.cgi, call_overlay_del.cgi, call_overlay_set.cgi,
    create_overlay.cgi, overlay_list.cgi, overlay_image_formats.cgi
""")


@pytest.mark.parametrize("name", SURFACES)
def test_surface_has_every_name(name: str) -> None:
    assert ", ".join(item["name"] for item in CHANGES[name]["surface"]) == SURFACES[name]


# Names that code spells otherwise than the source prints them: reviewed one by one.
OTHER_SPELLINGS = rows("""\
post-install script: POSTINSTALLSCRIPT, postInstallScript
Basic Device Information VAPIX API: basicdeviceinfo.cgi
VMD1: motion/motiondata.cgi
ACAP Computer Vision SDK: acap-computer-vision-sdk
Legacy Overlays: Image.I#.Text., Image.I#.Overlay.Enabled
Mediaclip API: action=record
IP-filtering VAPIX API: Network.Filter.
OpenSSL 1.1.1: libssl.so.1.1, libcrypto.so.1.1
query list: query=list
query position: query=position
Image.l[source].Overlay.MaskWindows.PtPolygon: Image.I#.Overlay.MaskWindows.PtPolygon,
    Image.I#.Overlay.MaskWindows.M#.PtPolygon
root-privileges: APPUSR=root, APPGRP=root, username=root
root.PTZ: PTZ.Limit.L#., PTZ.Preset.P#., PTZ.Various.V#.
SOCKS version 4: socks4://, socks4a://
SOCKS version 5: socks5://, socks5h://
WS-Discovery: schemas.xmlsoap.org/ws/2005/04/discovery
""")


def surface() -> Iterator[dict[str, Any]]:
    for change in CHANGES.values():
        yield from change["surface"]


def test_what_the_scanner_looks_for_belongs_to_the_name() -> None:
    other = {
        item["name"]: ", ".join(one for one in item.get("match", ()) if not belongs(one, item["name"]))
        for item in surface()
    }
    assert {name: spellings for name, spellings in other.items() if spellings} == OTHER_SPELLINGS


def belongs(spelling: str, name: str) -> bool:
    return spelling.lower() in name.lower() or name.lower() in spelling.lower()


def test_a_common_word_is_looked_for_only_near_something_else() -> None:
    for item in surface():
        if "argument" in (item["kind"], item.get("match_as")):
            assert item["near"], item["name"]


def test_prose_is_not_looked_for() -> None:
    assert len(list(surface())) == 110
    unmatched = {item["name"] for item in surface() if "match" not in item}
    assert unmatched >= {"HTTP", "UPnP", "TLS 1.0", "SMB 1.0", "WireGuard", "Tailscale", "root", "port 80"}


# id -> version, status, area and kind
ENTRIES = rows("""\
http-disabled-by-default: 13.0 planned security default
password-complexity-enforced: 13.0 planned security restriction
unsigned-acap-option-removal: 13.0 planned acap removal
unofficial-certificate-api-removal: 13.0 planned api removal
https-basic-authentication: 12.0 planned security default
http-port-80-redirects-disabled: 12.0 planned security behavior
openssl-1-1-1-removal: 12.0 planned security removal
tls-1-0-1-1-removal: 12.0 planned security removal
basic-device-info-can-be-disabled: 12.0 planned network-discovery addition
getbrand-cgi-removal: 12.0 planned network-discovery removal
network-filter-api-removal: 12.0 planned network-discovery removal
releaseinfo-cgi-removal: 12.0 planned network-discovery removal
upnp-disabled-by-default: 12.0 planned network-discovery default
computer-vision-sdk-removal: 12.0 planned acap removal
libcapture-removal: 12.0 planned acap removal
root-privileges-removal: 12.0 planned acap removal
add-on-applications-removal: 12.0 planned acap removal
unsigned-acap-disallowed-by-default: 12.0 planned acap default
vaconfig-cgi-removal: 12.0 planned acap removal
onvif-class-candidate-removal: 12.0 planned api removal
legacy-overlays-removal: 12.0 planned api removal
lightcontrol-web-service-removal: 12.0 planned api removal
dynamicoverlay-cgi-source-sensor-removal: 12.0 planned api removal
dynamicoverlay-cgi-path-restricted: 12.0 planned api restriction
privacymask-cgi-unused-options-removal: 12.0 planned api removal
t6101-t6112-support-removal: 12.0 planned product removal
old-web-interface-removal: 12 planned general removal
ipv4-default-address-removal: 12 planned network-discovery default
ws-discovery-disabled-by-default: 12 planned network-discovery default
vfat-formatting-removal: 12 planned edge-storage removal
smb-1-0-2-0-removal: 12 planned edge-storage removal
acap-install-aborts-on-script-error: 12 planned acap behavior
basic-analytics-acap-removal: 12 planned acap removal
ptz-metadata-tilt-corrected: 12 planned api behavior
rtsp-rate-control-simplified: 12 planned api deprecation
overlay-cgi-removal: 11.10 applied api removal
root-privileges-disabled-by-default: 11.8 applied security default
no-root-user-by-default: 11.5 applied security default
built-in-motion-detection-removal: 11.2 applied other removal
ftp-access-removal: 11.1 applied security removal
edit-cgi-removal: 11.1 applied api removal
libvidcap-removal: 11.1 applied api removal
socks-proxy-removal: 11.0 applied security removal
root-ptz-parameter-access-changed: 11.0 applied api behavior
bmp-image-removal: 11.0 applied api removal
date-cgi-removal: 11.0 applied api removal
mediaclip-recording-removal: 11.0 applied api removal
ptz-api-version-2: 11.0 applied api addition
aac-decoder-removal: 11.0 applied other removal
h264-decoder-removal: 11.0 applied other removal
""")


def test_every_change_has_its_section_area_and_kind() -> None:
    assert {
        id_: (change["version"], change["status"], change["area"], change["kind"])
        for id_, change in CHANGES.items()
    } == {id_: tuple(row.split()) for id_, row in ENTRIES.items()}
    assert all(change["major"] == int(change["version"].partition(".")[0]) for change in CHANGES.values())


# id -> what the source names instead of what goes or changes
REPLACED_BY = rows("""\
old-web-interface-removal: new web interface
http-port-80-redirects-disabled: 443
https-basic-authentication: basic authentication
tls-1-0-1-1-removal: TLS 1.2, 1.3
openssl-1-1-1-removal: OpenSSL 3.0, cryptographic library
ipv4-default-address-removal: DHCP, static, 169.254.x.x/16
upnp-disabled-by-default: Bonjour
ws-discovery-disabled-by-default: WS-Discovery
releaseinfo-cgi-removal: Basic Device Information VAPIX API
getbrand-cgi-removal: Basic Device Information VAPIX API
network-filter-api-removal: host-based firewall, JSON REST API, 11.8
smb-1-0-2-0-removal: 2.1, 3.0, 3.02, 3.1.1
vfat-formatting-removal: Ext 4, outside
root-privileges-removal: LTS 2024
unsigned-acap-disallowed-by-default: sign, ACAP Developer Mode
add-on-applications-removal: ACAP application
libcapture-removal: Video capture API
rtsp-rate-control-simplified: Rate Control API, 2.0
ptz-metadata-tilt-corrected: root.Properties.API.MetaData.PTZ.GenericPanTiltPosition
legacy-overlays-removal: dynamicoverlay
dynamicoverlay-cgi-path-restricted: /etc/overlays/
privacymask-cgi-unused-options-removal: privacymask.cgi
onvif-class-candidate-removal: tt:ClassDescriptor/tt:Type
lightcontrol-web-service-removal: lightcontrol-cgi JSON API
t6101-t6112-support-removal: LTS 2024
unsigned-acap-option-removal: sign
unofficial-certificate-api-removal: certificate management, enrollment
http-disabled-by-default: HTTPS
ftp-access-removal: SSH
no-root-user-by-default: root
root-privileges-disabled-by-default: LTS 2024
ptz-api-version-2: version 2
date-cgi-removal: time.cgi
libvidcap-removal: Video capture API
overlay-cgi-removal: overlayimage-cgi
""")


@pytest.mark.parametrize("name", REPLACED_BY)
def test_what_replaces_it_is_named(name: str) -> None:
    change = CHANGES[name]
    said = " ".join(texts([change["summary"], change["action"], change.get("details"), change["surface"]]))
    assert [word for word in REPLACED_BY[name].split(", ") if word.lower() not in said.lower()] == []


def test_every_change_says_why_its_impact_and_what_to_do_or_why_not() -> None:
    unknown = {
        (id_, name)
        for id_, change in CHANGES.items()
        for name in ("why", "impact", "action")
        if change[name] is None
    }
    assert unknown == {
        ("ptz-api-version-2", "why"), ("ptz-api-version-2", "impact"),
        ("aac-decoder-removal", "why"), ("aac-decoder-removal", "impact"), ("aac-decoder-removal", "action"),
        ("h264-decoder-removal", "why"), ("h264-decoder-removal", "impact"),
        ("h264-decoder-removal", "action"), ("password-complexity-enforced", "impact"),
    }  # fmt: skip
    for id_, change in CHANGES.items():
        for name in ("why", "impact", "action"):
            assert len((change[name] or change["unknown"][name]).split()) >= 4, id_


def test_whom_a_change_hits() -> None:
    reach = {
        id_: change["applies_to"] for id_, change in CHANGES.items() if change["applies_to"] != "upgrade"
    }
    assert reach == {
        "https-basic-authentication": None,
        "ipv4-default-address-removal": None,
        "password-complexity-enforced": None,
        "http-disabled-by-default": "factory-default",
        "no-root-user-by-default": "factory-default",
        "root-privileges-disabled-by-default": "factory-default",
        "unsigned-acap-disallowed-by-default": "factory-default",
        "upnp-disabled-by-default": "factory-default",
        "ws-discovery-disabled-by-default": "factory-default",
    }


def test_what_is_not_decided_is_tentative() -> None:
    assert {id_ for id_, change in CHANGES.items() if change["tentative"]} == {
        "http-disabled-by-default",
        "password-complexity-enforced",
    }


def test_products_that_a_change_is_limited_to() -> None:
    assert {id_: names(change["products"]) for id_, change in CHANGES.items() if "products" in change} == {
        "computer-vision-sdk-removal": [
            "AXIS D2210-VE", "AXIS M3215-LVE", "AXIS M3216-LVE", "AXIS M5526-E", "AXIS P1465-LE",
            "AXIS P1465-LE-3", "AXIS P3265-LV", "AXIS P3265-LVE", "AXIS P3265-V", "AXIS P3265-LVE-3",
        ],
        "t6101-t6112-support-removal": ["AXIS T6101", "AXIS T6112"],
    }  # fmt: skip


def test_steps_of_changes_that_come_in_steps() -> None:
    stages = {
        id_: [
            (stage["version"], stage.get("track"), stage.get("date", {}).get("value"))
            for stage in change["stages"]
        ]
        for id_, change in CHANGES.items()
        if "stages" in change
    }
    assert stages == {
        "openssl-1-1-1-removal": [
            ("11.6", None, "2023-08"), ("11.11", "lts-2024", None), ("12.0", None, None),
        ],
        "network-filter-api-removal": [("11.8", None, "2024-01"), ("12.0", None, None)],
        "root-privileges-disabled-by-default": [
            ("11.5", None, "2023-06"), ("11.6", None, "2023-09"), ("11.8", None, "2024-01"),
            ("11", None, "2024-35"), ("11.11", "lts-2024", "2024-41"),
        ],
        "no-root-user-by-default": [
            ("11.5", None, "2023-06"), ("11.11", "lts-2024", None), ("12.0", None, None),
        ],
    }  # fmt: skip


def test_the_table_of_brute_force_times() -> None:
    (table,) = CHANGES["password-complexity-enforced"]["tables"]
    assert table["caption"] == (
        "Total Brute Force time in an online password attack without delay protection - 720 requests/sec*"
    )
    assert table["columns"] == [
        "Number of characters",
        "Only lower-case letters",
        "Upper- and lower-case letters, and 0 to 9",
    ]
    assert table["rows"] == [
        ["4", "~11 minutes", "~ 6 hours"],
        ["5", "~ 5 hours", "~ 14 days"],
        ["8", "", "~ 9615 years"],
        ["10", "", "~ 6.3 million years"],
        ["14", "", "~ 546.191 billion years"],
    ]
    assert table["footnote"] == "*Actual rate may vary and is depending on product performance."


def test_the_table_of_root_privileges() -> None:
    (table,) = CHANGES["root-privileges-disabled-by-default"]["tables"]
    assert table["columns"] == ["AXIS OS", "Timeline", "Changes"]
    assert [tuple(row[:2]) for row in table["rows"]] == [
        ("11.5", "June 2023"),
        ("11.6", "September 2023"),
        ("11.8", "January 2024"),
        ("11.x", "Q3 2024"),
        ("LTS 2024", "H2 2024"),
        ("", ""),
    ]
    for row, words in zip(
        table["rows"],
        (
            "ordinary administrator",
            "Root user access can be disabled",
            "disabled by default but can be enabled",
            "only accept installation of signed ACAP applications",
            "2024–2029",
            "Root user access is disabled by default",
        ),
        strict=True,
    ):
        assert words in row[2]


# --- samples

SAMPLES = {
    "getbrand-cgi-removal": [("output", "text")],
    "onvif-class-candidate-removal": [("before", "xml"), ("after", "xml")],
    "releaseinfo-cgi-removal": [("output", "text")],
    "unsigned-acap-disallowed-by-default": [("call", "text"), ("call", "text")],
    "unsigned-acap-option-removal": [("call", "text"), ("call", "text")],
}


def test_samples() -> None:
    found = {
        id_: [(example["role"], example["language"]) for example in change["examples"]]
        for id_, change in CHANGES.items()
        if "examples" in change
    }
    assert found == SAMPLES


def shape(element: ElementTree.Element) -> tuple[object, ...]:
    """Return an element without the blanks between elements."""
    text = (element.text or "").strip()
    return (element.tag, tuple(sorted(element.attrib.items())), text, tuple(map(shape, element)))


def test_xml_samples_differ_only_in_the_element_that_goes() -> None:
    before, after = (
        ElementTree.fromstring(f'<root xmlns:tt="http://www.onvif.org/ver10/schema">{text}</root>')  # noqa: S314
        for text in (example["text"] for example in CHANGES["onvif-class-candidate-removal"]["examples"])
    )
    tt = "{http://www.onvif.org/ver10/schema}"
    (holder,) = before.iter(f"{tt}Class")
    (candidate,) = holder.findall(f"{tt}ClassCandidate")
    assert [(child.tag, child.text) for child in candidate] == [
        (f"{tt}Type", "Vehical"),
        (f"{tt}Likelihood", "0.75"),
    ]
    assert shape(before) != shape(after)
    holder.remove(candidate)
    assert shape(before) == shape(after)
    assert [point.attrib for point in after.iter(f"{tt}Point")] == [
        {"x": "-0.6", "y": "0.6"},
        {"x": "-0.6", "y": "0.2"},
        {"x": "-0.2", "y": "0.2"},
        {"x": "-0.2", "y": "0.6"},
    ]


def test_output_samples_are_as_printed() -> None:
    (example,) = CHANGES["releaseinfo-cgi-removal"]["examples"]
    assert example["text"].split() == ["part=6975649029", "version:11.2.53"]
    (example,) = CHANGES["getbrand-cgi-removal"]["examples"]
    assert [line for line in example["text"].splitlines() if line] == [
        "Brand.Brand=AXIS", "Brand.ProdFullName=AXIS P3265-LV Dome Camera", "Brand.ProdNbr=P3265-LV",
        "Brand.ProdShortName=AXIS P3265-LV", "Brand.ProdType=Dome Camera", "Brand.ProdVariant=",
        "Brand.WebURL=http://www.axis.com",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["unsigned-acap-disallowed-by-default", "unsigned-acap-option-removal"])
def test_calls_are_as_printed(name: str) -> None:
    call = "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value="
    found = [re.findall(r"/axis-cgi/\S+", example["text"]) for example in CHANGES[name]["examples"]]
    assert sorted(found) == [[f"{call}false"], [f"{call}true"]]


# --- releases


def components(item: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((component["name"], component["version"]) for component in item.get("components", ()))


def test_the_release_schedule() -> None:
    slots = {
        (
            version,
            TRACKS[slot["track"]]["name"],
            slot["upcoming"],
            slot["date"]["value"],
            components(slot),
            tuple(slot.get("plans", ())),
        )
        for version, release in RELEASES.items()
        for slot in release.get("schedule", ())
    }
    assert slots == {
        (
            "11.11", "Active track", False, "2024-07", (("Apache", "2.4.59"), ("OpenSSL", "3.0.14")),
            ("Last version of active track 11",),
        ),
        ("10.12", "LTS 2022", False, "2024-08", (("OpenSSL", "1.1.1y"), ("Libssh2", "1.0.11")), ()),
        ("9.80", "LTS 2020", False, "2024-06", (("Libssh2", "1.0.11"),), ()),
        ("11.11", "LTS 2024", True, "2024-08/2024-09", (), ("More information is to come",)),
        ("12.0", "Active track", True, "2024-09", (), ("Breaking changes: see the changes in AXIS OS 12",)),
    }  # fmt: skip


def test_which_releases_are_still_to_come() -> None:
    assert [version for version in RELEASES if RELEASES[version]["status"] == "scheduled"] == [
        "13.0",
        "12.0",
        "11.11",
    ]
    dates = [RELEASES[version]["date"]["value"] for version in ("13.0", "12.0", "11.11", "11.10")]
    assert dates == ["2026-09", "2024-09", "2024-07", "2024-04"]


def test_highlights_of_the_next_release() -> None:
    groups = RELEASES["11.11"]["highlights"]
    assert [(group["heading"], len(group["items"])) for group in groups] == [
        ("Features for all products", 3),
        ("Cybersecurity", 1),
        ("API changes", 4),
        ("Analytics", 3),
        ("Product specific features", 3),
    ]
    text = "\n".join(texts(groups))
    for name in (
        "NTP", "Swagger UI", "PoE", "Apache", "2.4.59", "virtual input", "systemlog.cgi", "accesslog.cgi",
        "text=SearchString", "remote object", "AWS S3", "Azure Blob Storage", "OAuth 2.0 OpenID Connect",
        "Digest", "IAM", "ADFS", "IDP", "host-based firewall", "opticscontrol API", "adar signal tampering",
    ):  # fmt: skip
        assert name in text
    assert [names(item["products"]) for item in groups[-1]["items"]] == [
        ["AXIS S3008", "AXIS S3008 Mk II", "AXIS S3016"],
        ["Products based on Artpec-8 with focus and zoom support"],
        ["AXIS D2110-VE", "AXIS D2210-VE", "AXIS Q1656-DLE", "AXIS Q1686-DLE"],
    ]
    assert not any("products" in item for group in groups[:-1] for item in group["items"])
    assert "June 2024" in " ".join(texts(RELEASES["11.11"]["notes"])), "the source has two dates"


def test_highlights_of_the_current_release() -> None:
    current = RELEASES["11.10"]
    assert [(group["heading"], len(group["items"])) for group in current["highlights"]] == [
        ("General", 3),
        ("Cybersecurity", 2),
        ("VAPIX", 1),
    ]
    (vapix,) = current["highlights"][2]["items"]
    assert vapix["change"] == "overlay-cgi-removal"
    assert re.findall(r"`([a-z_]+\.cgi)`", vapix["details"]) == [
        "call_overlay_upload.cgi", "call_overlay_del.cgi", "call_overlay_set.cgi", "create_overlay.cgi",
        "overlay_list.cgi", "overlay_image_formats.cgi",
    ]  # fmt: skip
    pinned = current["highlights"][0]["items"][2]
    assert names(pinned["products"]) == ["AXIS F9114 Main Unit", "AXIS F9114-B Main Unit"]
    text = "\n".join(texts(current["highlights"]))
    for name in ("without root privileges", "containers", "fire detection", "pinned view", "four sensors"):
        assert name in text
    assert components(current) == (("OpenSSL", "1.1.1x"), ("OpenSSL", "3.0.13"))


def test_every_version_that_the_source_names_has_a_release() -> None:
    named = (
        "8.40 9.60 9.80 10.5 10.6 10.7 10.8 10.9 10.10 10.12 "
        "11.0 11.1 11.2 11.3 11.4 11.5 11.6 11.8 11.9 11.10 11.11 12.0 13.0"
    )
    assert sorted(map(Version.parse, named.split())) == sorted(map(Version.parse, RELEASES))


# --- tracks, support and policy


def test_comparison_of_the_tracks() -> None:
    found = [
        (row["aspect"], row["active"], row["lts"], row["pss"]) for row in items("track-kinds", "comparison")
    ]
    assert found == [
        ("Pace", "6 major releases/year", "Differs between LTS", "Differs between products"),
        ("Supported", "Latest version", "Latest version in each track", "Latest version"),
        ("Focus on", "Feature growth", "Compatibility", "Compatibility"),
        ("Vulnerability patches", "yes", "yes", "yes"),
        ("New security features", "yes", "no", "no"),
        ("New features", "yes", "no", "no"),
        ("New product launch", "yes", "no", "no"),
        ("Product discontinue", "no", "yes", "yes"),
        (
            "Example releases", "11.1.70, 11.2.53, 11.3.71, 11.4.5", "8.40.x, 9.80.x, 10.12.x",
            "6.50.5.16, 7.10.3026, 8.45.4.3",
        ),
    ]  # fmt: skip


KINDS = {
    "active": ("Active", "new products, 2–3 months, latest version"),
    "lts": ("LTS", "two years, 5 years, bug fixes, cybersecurity, fixed"),
    "pss": ("PSS", "rare, bug fixes, cybersecurity, not connected"),
}


def test_kinds_of_track() -> None:
    found = {kind["id"]: kind for kind in items("track-kinds")}
    assert [(id_, kind["short"]) for id_, kind in found.items()] == [(id_, KINDS[id_][0]) for id_ in KINDS]
    for id_, (_, said) in KINDS.items():
        text = "\n".join(texts(found[id_])).lower()
        assert [words for words in said.split(", ") if words not in text] == []


def test_tracks() -> None:
    tracks = [
        (track["name"], track.get("line"), track["status"], (track.get("support") or {}).get("value"))
        for track in TRACKS.values()
    ]
    assert tracks == [
        ("Active track", None, "current", None),
        ("LTS 2018", "8.40", None, None),
        ("LTS 2020", "9.80", "current", None),
        ("LTS 2022", "10.12", "current", None),
        ("LTS 2024", "11.11", "upcoming", "2024/2029"),
        ("LTS 2028", None, "upcoming", "2028/2033"),
    ]


def test_tags_of_downloads() -> None:
    assert [(tag["kind"], tag["examples"]) for tag in items("track-kinds", "tags")] == [
        ("active", ["11.10.61 - AXIS OS"]),
        ("lts", ["10.12.228 - AXIS OS LTS 2022", "9.80.66 - AXIS OS LTS 2020"]),
        ("pss", ["8.43.48 - PSS", "6.50.5.10", "5.51.4.7"]),
    ]


def test_upgrade_rules() -> None:
    rules = {
        rule["id"]: (rule["strength"], " ".join(rule.get("example", ())), " ".join(rule.get("avoid", ())))
        for rule in POLICY["upgrade_rules"]
    }
    assert rules == {
        "every-lts-track": ("required", "9.60 9.80 10.6", ""),
        "no-long-gaps": ("recommended", "10.5 10.6 10.7 10.8 10.9", "10.5 10.9"),
        "latest-on-your-track": ("recommended", "", ""),
    }


def test_policy() -> None:
    assert [major["major"] for major in POLICY["majors"]] == ["13", "12", "11"]
    assert len(POLICY["reasons"]) == 2
    assert len(POLICY["commitments"]) == 6
    assert len(POLICY["rollback"]["steps"]) == 3
    text = "\n".join(texts(POLICY))
    for name in ("September 2026", "factory reset", "server report", "backward compatibility", "in advance"):
        assert name in text


QUESTIONS = {
    "upgrade": (4, "9.80.3.2, LTS 2020 (9.80), every two years, VMS, replacement cycle"),
    "support": (7, "hardware, end of support, latest supported LTS version, memory"),
    "sbom": (10, "CycloneDX, NTIA, Third party software licenses, 11.2, vulnerability scanner, ACAP"),
}


def test_questions() -> None:
    found = items("questions")
    assert Counter(question["topic"] for question in found) == {
        topic: count for topic, (count, _) in QUESTIONS.items()
    }
    for topic, (_, said) in QUESTIONS.items():
        text = "\n".join(texts([question for question in found if question["topic"] == topic])).lower()
        assert [words for words in said.split(", ") if words.lower() not in text] == []


def test_the_example_of_support() -> None:
    (product,) = (product for product in items("products") if "support" in product)
    assert (product["id"], product["name"]) == ("q1656-le", "AXIS Q1656-LE Box Camera")
    phases = [
        (phase.get("from", {}).get("value"), phase["until"]["value"], phase["track"], *phase["gets"])
        for phase in product["support"]
    ]
    assert phases == [
        (None, "2028", "active", "new features", "higher cybersecurity", "improvements", "security patches"),
        ("2028", "2033", "lts-2028", "some improvements", "all security patches"),
    ]
    assert [phase.get("focus") for phase in product["support"]] == [None, "compatibility"]


NAMED_LINKS = """\
AXIS OS Release Notes | AXIS OS Knowledge base | AXIS OS Security Advisories | AXIS OS Hardening Guide |
AXIS OS YouTube playlist | Download device software | Product firmware feed | Rollback guidelines | AXIS OS
12 Technical Update - Breaking Changes | New interface | Custom cryptographic library | IPv4 addressing
change | VAPIX Library | Full guide on root privileges | Additional security in AXIS OS and ACAP
applications | ACAP SDK Documentation | ACAP developer guide | Rate Control announcement | Legacy overlays
announcement | param.cgi | Dynamic Overlay | metadatastream.xsd | Compatible products | SSH access |
Developer Community | End of life of OpenSSL 1.1.1 | ACAP SDK release notes | ACAP SDK examples on GitHub |
Product support page | Advantages of CycloneDX | National Telecommunications and Information Administration
| Framing Software Component Transparency: Establishing a Common Software Bill of Material (SBOM) | Software
Bill of Material FAQ | AXIS OS Vulnerability Scanner Guide | www.axis.com | AXIS OS lifecycle video | Axis
Technical Support | Axis Technical Support Helpdesk | Axis Technical Services
"""


def test_what_the_source_refers_to_by_name() -> None:
    assert {link["name"] for link in items("links")} == set(" ".join(NAMED_LINKS.split()).split(" | "))


def test_the_date_of_the_data() -> None:
    for file in FOLDER.glob("*.json"):
        assert json.loads(file.read_bytes())["data_as_of"]["value"] == "2024-06~"


# --- what is prose, and not in the edition

PROSE = rows("""\
lifecycle/versioning.md: major, minor and patch, 11.10.61, two years, six times a year, 10.10, year and
    type, 9.80.3.2, 6.50.5.16, 8.45.4.3, 6.50.5.10, 5.51.4.7, 7.10.3026
lifecycle/downloads.md: supported versions, older unsupported versions, vulnerabilities
lifecycle/upgrading.md: stable, technical limit, newer LTS track, in your environment
components/sbom.md: inventory of all components, third-party or open source
components/open-source.md: end of life, upstream, September 2023, 11.6.89, OpenSSL 3.0, OpenSSL 1.1.1,
    support contract, 4.14, Native ACAP SDK
""")


@pytest.mark.parametrize("page", PROSE)
def test_prose_of_the_source_is_on_a_page(page: str, repository: Path) -> None:
    text = " ".join((repository / "content" / page).read_text("utf-8").split()).lower()
    assert [words for words in PROSE[page].split(", ") if words.lower() not in text] == []


# --- what the dump of the source damaged does not come back

DAMAGE = (
    "truelimitations", "\\checkmark", "\\bigcirc", "⊘", "Ø", "AllowDeny", "①", "1.1.1yLibssh2", "11.Apache",
    "2.4.59OpenSSL", "monitor the in", "overlay list.cgi",
)  # fmt: skip


def test_damage_of_the_source_is_found_in_notes_only(repository: Path) -> None:
    for name in ("changes", "releases", "questions", "products", "areas"):
        for item in items(name):
            shown = facts_of(item)
            assert [damage for damage in DAMAGE if damage in shown] == []
    for page in sorted((repository / "content").rglob("*.md")):
        text = page.read_text("utf-8")
        assert [damage for damage in DAMAGE if damage in text] == [], page
