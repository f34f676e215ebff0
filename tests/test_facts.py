"""The facts themselves: nothing that the source says is lost. What is expected stands here in full."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from portal.model import Catalog, Change, Release
from portal.versions import Version


def text_of(value: object) -> str:
    """Give everything that a record says, as one text."""
    if isinstance(value, tuple):
        return "\n".join(map(text_of, value))
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, Version):
        return "\n".join(text_of(getattr(value, name)) for name in value.__dataclass_fields__)
    return "" if value is None else str(value)


def facts_of(record: object) -> str:
    """Give all that a record says, but for its notes on the source."""
    fields: dict[str, object] = vars(record)
    return "\n".join(text_of(value) for name, value in fields.items() if name != "notes")


def release(catalog: Catalog, version: str) -> Release:
    return catalog.release_by_version[Version.parse(version)]


# --- changes

# id -> the exact names that the source prints for it
IDENTIFIERS = {
    "old-web-interface-removal": ["AXIS OS web version B"],
    "http-port-80-redirects-disabled": ["HTTP", "HTTPS", "port 80"],
    "https-basic-authentication": ["digest authentication", "basic authentication", "HTTPS", "HTTP"],
    "tls-1-0-1-1-removal": [
        "root.HTTPS.AllowTLS1", "root.HTTPS.AllowTLS11", "TLS 1.0", "TLS 1.1",
        "TLS 1.2/1.3",
    ],
    "openssl-1-1-1-removal": ["OpenSSL 1.1.1", "OpenSSL 3.0", "11.6"],
    "ipv4-default-address-removal": ["192.168.0.90/24", "169.254.x.x/16", "DHCP", "IPv4", "link-local"],
    "upnp-disabled-by-default": ["root.Network.UPnP.Enabled", "UPnP", "Bonjour"],
    "ws-discovery-disabled-by-default": ["WebService.DiscoveryMode.Discoverable", "WS-Discovery", "ONVIF"],
    "basic-device-info-can-be-disabled": [
        "Basic Device Information VAPIX API",
        "Basic Device Info VAPIX API",
    ],
    "releaseinfo-cgi-removal": [
        "axis-release/releaseinfo.cgi",
        "releaseinfo.cgi",
        "part=6975649029",
        "version:11.2.53",
    ],
    "getbrand-cgi-removal": [
        "axis-cgi/prod_brand_info/getbrand.cgi",
        "getBrand.cgi",
        "Brand.Brand",
        "Brand.ProdFullName",
        "Brand.ProdNbr",
        "Brand.ProdShortName",
        "Brand.ProdType",
        "Brand.ProdVariant",
        "Brand.WebURL",
        "Brand.Brand=AXIS",
        "Brand.ProdFullName=AXIS P3265-LV Dome Camera",
        "Brand.ProdNbr=P3265-LV",
        "Brand.ProdShortName=AXIS P3265-LV",
        "Brand.ProdType=Dome Camera",
        "Brand.WebURL=http://www.axis.com",
    ],
    "network-filter-api-removal": [
        "Network.Filter.Enabled",
        "Network.Filter.Input.AcceptAddresses",
        "Network.Filter.Input.Policy",
        "Network.Filter.Log.Enabled",
        "IP-filtering VAPIX API",
        "11.8",
    ],
    "smb-1-0-2-0-removal": ["SMB 1.0", "SMB 2.0"],
    "vfat-formatting-removal": ["vFAT", "Ext 4", "SD cards"],
    "root-privileges-removal": [
        "root-privileges", "root user", "VPN", "Tailscale", "ZeroTier", "IPsec", "OpenVPN", "WireGuard",
    ],
    "unsigned-acap-disallowed-by-default": [
        "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true",
        "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=false",
        "AllowUnsigned",
        "ACAP Developer Mode",
    ],
    "acap-install-aborts-on-script-error": ["post-install script"],
    "basic-analytics-acap-removal": [
        "Axis Basic Enter-Exit",
        "Axis Basic Object Counter",
        "Axis Basic Object Removed",
    ],
    "add-on-applications-removal": ["Add-On applications", "ACAP application format"],
    "libcapture-removal": ["libcapture", "Video capture API"],
    "vaconfig-cgi-removal": ["vaconfig.cgi"],
    "computer-vision-sdk-removal": ["ACAP Computer Vision SDK", "1 GB"],
    "rtsp-rate-control-simplified": [
        "param.cgi",
        "Properties.Image.RateControl.Version",
        "videobitrate",
        "Image.I#.RateControl.TargetBitrate",
        "Rate Control API",
        "Average Bitrate (ABR)",
    ],
    "ptz-metadata-tilt-corrected": [
        "root.Properties.API.MetaData.PTZ.GenericPanTiltPosition",
        "Generic Pan/Tilt Position Space",
        "VAPIX Metadata",
    ],
    "legacy-overlays-removal": ["parameter CGI", "dynamicoverlay CGI"],
    "dynamicoverlay-cgi-path-restricted": ["dynamicoverlay.cgi", "/etc/overlays/", "Dynamic Overlay"],
    "dynamicoverlay-cgi-source-sensor-removal": [
        "dynamicoverlay.cgi",
        "`source`",
        "`sensor`",
        "Dynamic Overlay",
    ],
    "privacymask-cgi-unused-options-removal": [
        "privacymask.cgi", "preview_on", "preview_off", "query list", "query position", "ptpolygon",
        "imagerotation", "imageresolution", "zoomlowlimit", "param.cgi",
        "Image.l[source].Overlay.MaskWindows.PtPolygon",
    ],
    "onvif-class-candidate-removal": [
        "tt:ClassDescriptor/tt:ClassCandidate",
        "tt:ClassDescriptor/tt:Type",
        "ClassCandidate",
        "metadatastream.xsd",
        "Vehical",
    ],
    "lightcontrol-web-service-removal": [
        "lightcontrol web service API",
        "ws/wsd/impl/ali",
        "lightcontrol-cgi JSON API",
    ],
    "t6101-t6112-support-removal": ["AXIS T6101", "AXIS T6112"],
    "unsigned-acap-option-removal": [
        "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=true",
        "/axis-cgi/applications/config.cgi?action=set&name=AllowUnsigned&value=false",
        "AllowUnsigned",
    ],
    "unofficial-certificate-api-removal": ["/axis-cgi/certappmgmt.cgi", "/axis-cgi/certmgmt.cgi"],
    "password-complexity-enforced": ["password strength indicator", "14 characters", "64 characters"],
    "http-disabled-by-default": ["HTTP", "HTTPS", "HTTPS-only"],
    "ftp-access-removal": ["FTP"],
    "socks-proxy-removal": ["SOCKS version 4", "SOCKS version 5"],
    "no-root-user-by-default": ["root", "O3C"],
    "root-privileges-disabled-by-default": ["root", "SSH", "VAPIX", "ACAP Privileges"],
    "ptz-api-version-2": ["PTZ VAPIX API version 2"],
    "date-cgi-removal": ["date.cgi", "time.cgi"],
    "bmp-image-removal": ["BMP"],
    "mediaclip-recording-removal": ["Mediaclip API"],
    "root-ptz-parameter-access-changed": ["root.PTZ"],
    "edit-cgi-removal": ["edit.cgi"],
    "libvidcap-removal": ["libvidcap", "Video capture API"],
    "overlay-cgi-removal": [
        "overlay-cgi", "call_overlay_upload.cgi", "call_overlay_del.cgi", "call_overlay_set.cgi",
        "create_overlay.cgi", "overlay_list.cgi", "overlay_image_formats.cgi", "overlayimage-cgi",
    ],
    "built-in-motion-detection-removal": ["VMD1"],
    "aac-decoder-removal": ["AAC"],
    "h264-decoder-removal": ["H.264"],
}  # fmt: skip


def test_there_are_these_fifty_changes(catalog: Catalog) -> None:
    assert len(catalog.changes) == 50
    assert catalog.change_by_id.keys() == IDENTIFIERS.keys()


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_a_change_has_every_name_that_the_source_prints(name: str, catalog: Catalog) -> None:
    change = catalog.change_by_id[name]
    text = facts_of(change)
    assert [
        word for word in IDENTIFIERS[name] if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    ] == []
    assert change.surface, "what code would name"


# Changes with many names: all that code could use, in the source's order
SURFACES = {
    "tls-1-0-1-1-removal": "TLS 1.0, TLS 1.1, root.HTTPS.AllowTLS1, root.HTTPS.AllowTLS11",
    "getbrand-cgi-removal": (
        "axis-cgi/prod_brand_info/getbrand.cgi, Brand.Brand, Brand.ProdFullName, Brand.ProdNbr, "
        "Brand.ProdShortName, Brand.ProdType, Brand.ProdVariant, Brand.WebURL"
    ),
    "network-filter-api-removal": (
        "IP-filtering VAPIX API, Network.Filter.Enabled, Network.Filter.Input.AcceptAddresses, "
        "Network.Filter.Input.Policy, Network.Filter.Log.Enabled"
    ),
    "root-privileges-removal": ("root-privileges, root user, Tailscale, ZeroTier, IPsec, OpenVPN, WireGuard"),
    "rtsp-rate-control-simplified": (
        "videobitrate, Image.I#.RateControl.TargetBitrate, Properties.Image.RateControl.Version"
    ),
    "privacymask-cgi-unused-options-removal": (
        "privacymask.cgi, preview_on, preview_off, query list, query position, ptpolygon, imagerotation, "
        "imageresolution, zoomlowlimit, Image.l[source].Overlay.MaskWindows.PtPolygon"
    ),
    "dynamicoverlay-cgi-source-sensor-removal": "dynamicoverlay.cgi, source, sensor",
    "unofficial-certificate-api-removal": "/axis-cgi/certappmgmt.cgi, /axis-cgi/certmgmt.cgi",
    "overlay-cgi-removal": (
        "overlay-cgi, call_overlay_upload.cgi, call_overlay_del.cgi, call_overlay_set.cgi, "
        "create_overlay.cgi, overlay_list.cgi, overlay_image_formats.cgi"
    ),
}


@pytest.mark.parametrize("name", SURFACES)
def test_surface_has_every_name(name: str, catalog: Catalog) -> None:
    surface = catalog.change_by_id[name].surface
    assert ", ".join(item.name for item in surface) == SURFACES[name]


# Names that code spells otherwise than the source prints them: reviewed one by one.
OTHER_SPELLINGS = {
    "post-install script": "POSTINSTALLSCRIPT, postInstallScript",
    "Basic Device Information VAPIX API": "basicdeviceinfo.cgi",
    "VMD1": "motion/motiondata.cgi",
    "ACAP Computer Vision SDK": "acap-computer-vision-sdk",
    "Legacy Overlays": "Image.I#.Text., Image.I#.Overlay.Enabled",
    "Mediaclip API": "action=record",
    "IP-filtering VAPIX API": "Network.Filter.",
    "OpenSSL 1.1.1": "libssl.so.1.1, libcrypto.so.1.1",
    "query list": "query=list",
    "query position": "query=position",
    "Image.l[source].Overlay.MaskWindows.PtPolygon": (
        "Image.I#.Overlay.MaskWindows.PtPolygon, Image.I#.Overlay.MaskWindows.M#.PtPolygon"
    ),
    "root-privileges": "APPUSR=root, APPGRP=root, username=root",
    "root.PTZ": "PTZ.Limit.L#., PTZ.Preset.P#., PTZ.Various.V#.",
    "SOCKS version 4": "socks4://, socks4a://",
    "SOCKS version 5": "socks5://, socks5h://",
    "WS-Discovery": "schemas.xmlsoap.org/ws/2005/04/discovery",
}


def test_what_the_scanner_looks_for_belongs_to_the_name(catalog: Catalog) -> None:
    other = {
        item.name: ", ".join(spelling for spelling in item.match if not belongs(spelling, item.name))
        for change in catalog.changes
        for item in change.surface
    }
    assert {name: spellings for name, spellings in other.items() if spellings} == OTHER_SPELLINGS


def belongs(spelling: str, name: str) -> bool:
    return spelling.lower() in name.lower() or name.lower() in spelling.lower()


def test_a_common_word_is_looked_for_only_near_something_else(catalog: Catalog) -> None:
    for change in catalog.changes:
        for item in change.surface:
            if item.kind == "argument" or item.match_as == "argument":
                assert item.near, f"{change.id}: {item.name}"


def test_prose_is_not_looked_for(catalog: Catalog) -> None:
    unmatched = {item.name for change in catalog.changes for item in change.surface if not item.match}
    assert len([item for change in catalog.changes for item in change.surface]) == 110
    assert unmatched >= {"HTTP", "UPnP", "TLS 1.0", "SMB 1.0", "WireGuard", "Tailscale", "root", "port 80"}


def test_changes_by_major_version_and_area(catalog: Catalog) -> None:
    assert Counter((change.major, change.area) for change in catalog.changes) == {
        (13, "security"): 2,
        (13, "acap"): 1,
        (13, "api"): 1,
        (12, "general"): 1,
        (12, "security"): 4,
        (12, "network-discovery"): 7,
        (12, "edge-storage"): 2,
        (12, "acap"): 8,
        (12, "api"): 8,
        (12, "product"): 1,
        (11, "security"): 4,
        (11, "api"): 8,
        (11, "other"): 3,
    }


def test_changes_by_status(catalog: Catalog) -> None:
    assert Counter((change.major, change.status) for change in catalog.changes) == {
        (13, "planned"): 4,
        (12, "planned"): 31,
        (11, "applied"): 15,
    }


VERSIONS = {
    "13.0": 4, "12.0": 22, "12": 9, "11.10": 1, "11.8": 1, "11.5": 1, "11.2": 1, "11.1": 3, "11.0": 8,
}  # fmt: skip


def test_changes_by_version(catalog: Catalog) -> None:
    assert Counter(str(change.version) for change in catalog.changes) == VERSIONS


def test_every_change_says_why_its_impact_and_what_to_do_or_why_not(catalog: Catalog) -> None:
    unknown = {
        (change.id, name)
        for change in catalog.changes
        for name in ("why", "impact", "action")
        if not getattr(change, name).known
    }
    assert {(name, what) for name, what in unknown if what != "action"} == {
        ("ptz-api-version-2", "why"),
        ("ptz-api-version-2", "impact"),
        ("aac-decoder-removal", "why"),
        ("aac-decoder-removal", "impact"),
        ("h264-decoder-removal", "why"),
        ("h264-decoder-removal", "impact"),
        ("password-complexity-enforced", "impact"),
    }
    assert {name for name, what in unknown if what == "action"} == {
        "aac-decoder-removal",
        "h264-decoder-removal",
    }
    for change in catalog.changes:
        for statement in (change.why, change.impact, change.action):
            assert len((statement.text or statement.note or "").split()) >= 4


def test_whom_a_change_hits(catalog: Catalog) -> None:
    def reach(whom: str) -> set[str]:
        return {change.id for change in catalog.changes if change.applies_to == whom}

    assert reach("unknown") == {
        "https-basic-authentication",
        "ipv4-default-address-removal",
        "password-complexity-enforced",
    }
    assert reach("factory-default") == {
        "http-disabled-by-default",
        "no-root-user-by-default",
        "root-privileges-disabled-by-default",
        "unsigned-acap-disallowed-by-default",
        "upnp-disabled-by-default",
        "ws-discovery-disabled-by-default",
    }
    assert len(reach("upgrade")) == 41


def test_what_is_not_decided_is_tentative(catalog: Catalog) -> None:
    assert {change.id for change in catalog.changes if change.tentative} == {
        "http-disabled-by-default",
        "password-complexity-enforced",
    }


def test_every_change_is_recorded_on_the_day_the_portal_began(catalog: Catalog) -> None:
    assert {change.recorded.text for change in catalog.changes} == {"2026-11-23"}


def test_products_that_a_change_is_limited_to(catalog: Catalog) -> None:
    names = {
        change.id: [catalog.product_by_id[product].name for product in change.products]
        for change in catalog.changes
        if change.products
    }
    assert names == {
        "computer-vision-sdk-removal": [
            "AXIS D2210-VE",
            "AXIS M3215-LVE",
            "AXIS M3216-LVE",
            "AXIS M5526-E",
            "AXIS P1465-LE",
            "AXIS P1465-LE-3",
            "AXIS P3265-LV",
            "AXIS P3265-LVE",
            "AXIS P3265-V",
            "AXIS P3265-LVE-3",
        ],
        "t6101-t6112-support-removal": ["AXIS T6101", "AXIS T6112"],
    }


def stages(change: Change) -> list[tuple[str, str | None, str | None]]:
    return [
        (str(stage.version), stage.track, stage.date.text if stage.date else None) for stage in change.stages
    ]


def test_steps_of_changes_that_come_in_steps(catalog: Catalog) -> None:
    assert {change.id: stages(change) for change in catalog.changes if change.stages} == {
        "openssl-1-1-1-removal": [
            ("11.6", None, "2023-08"),
            ("11.11", "lts-2024", None),
            ("12.0", None, None),
        ],
        "network-filter-api-removal": [("11.8", None, "2024-01"), ("12.0", None, None)],
        "root-privileges-disabled-by-default": [
            ("11.5", None, "2023-06"),
            ("11.6", None, "2023-09"),
            ("11.8", None, "2024-01"),
            ("11", None, "2024-35"),
            ("11.11", "lts-2024", "2024-41"),
        ],
        "no-root-user-by-default": [
            ("11.5", None, "2023-06"),
            ("11.11", "lts-2024", None),
            ("12.0", None, None),
        ],
    }


def test_the_table_of_brute_force_times(catalog: Catalog) -> None:
    (table,) = catalog.change_by_id["password-complexity-enforced"].tables
    assert table.caption == (
        "Total Brute Force time in an online password attack without delay protection - 720 requests/sec*"
    )
    assert table.columns == (
        "Number of characters",
        "Only lower-case letters",
        "Upper- and lower-case letters, and 0 to 9",
    )
    assert table.rows == (
        ("4", "~11 minutes", "~ 6 hours"),
        ("5", "~ 5 hours", "~ 14 days"),
        ("8", "", "~ 9615 years"),
        ("10", "", "~ 6.3 million years"),
        ("14", "", "~ 546.191 billion years"),
    )
    assert table.footnote == "*Actual rate may vary and is depending on product performance."


def test_the_table_of_root_privileges(catalog: Catalog) -> None:
    (table,) = catalog.change_by_id["root-privileges-disabled-by-default"].tables
    assert table.columns == ("AXIS OS", "Timeline", "Changes")
    assert [row[:2] for row in table.rows] == [
        ("11.5", "June 2023"),
        ("11.6", "September 2023"),
        ("11.8", "January 2024"),
        ("11.x", "Q3 2024"),
        ("LTS 2024", "H2 2024"),
        ("", ""),
    ]
    for row, words in zip(
        table.rows,
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


def test_samples(catalog: Catalog) -> None:
    found = {
        change.id: [(example.role, example.language) for example in change.examples]
        for change in catalog.changes
        if change.examples
    }
    assert found == SAMPLES


def shape(element: ElementTree.Element) -> tuple[object, ...]:
    """Give an element without the blanks between elements."""
    text = (element.text or "").strip()
    return (element.tag, tuple(sorted(element.attrib.items())), text, tuple(map(shape, element)))


def test_xml_samples_differ_only_in_the_element_that_goes(catalog: Catalog) -> None:
    before, after = (
        ElementTree.fromstring(f'<root xmlns:tt="http://www.onvif.org/ver10/schema">{example.text}</root>')  # noqa: S314
        for example in catalog.change_by_id["onvif-class-candidate-removal"].examples
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


def test_output_samples_are_as_printed(catalog: Catalog) -> None:
    (example,) = catalog.change_by_id["releaseinfo-cgi-removal"].examples
    assert example.text.split() == ["part=6975649029", "version:11.2.53"]
    (example,) = catalog.change_by_id["getbrand-cgi-removal"].examples
    assert [line for line in example.text.splitlines() if line] == [
        "Brand.Brand=AXIS",
        "Brand.ProdFullName=AXIS P3265-LV Dome Camera",
        "Brand.ProdNbr=P3265-LV",
        "Brand.ProdShortName=AXIS P3265-LV",
        "Brand.ProdType=Dome Camera",
        "Brand.ProdVariant=",
        "Brand.WebURL=http://www.axis.com",
    ]


# --- releases


def test_the_release_schedule(catalog: Catalog) -> None:
    rows = {
        (
            str(release.version),
            catalog.track_by_id[slot.track].name,
            slot.upcoming,
            slot.date.text,
            tuple((component.name, component.version) for component in slot.components),
            slot.plans,
        )
        for release in catalog.releases
        for slot in release.schedule
    }
    assert rows == {
        (
            "11.11",
            "Active track",
            False,
            "2024-07",
            (("Apache", "2.4.59"), ("OpenSSL", "3.0.14")),
            ("Last version of active track 11",),
        ),
        ("10.12", "LTS 2022", False, "2024-08", (("OpenSSL", "1.1.1y"), ("Libssh2", "1.0.11")), ()),
        ("9.80", "LTS 2020", False, "2024-06", (("Libssh2", "1.0.11"),), ()),
        ("11.11", "LTS 2024", True, "2024-08/2024-09", (), ("More information is to come",)),
        (
            "12.0",
            "Active track",
            True,
            "2024-09",
            (),
            ("Breaking changes: see the changes in AXIS OS 12",),
        ),
    }


def test_which_releases_are_still_to_come(catalog: Catalog) -> None:
    assert [str(release.version) for release in catalog.releases if release.status == "scheduled"] == [
        "13.0",
        "12.0",
        "11.11",
    ]
    dates = {str(release.version): release.date.text for release in catalog.releases if release.date}
    assert [dates[version] for version in ("13.0", "12.0", "11.11", "11.10")] == [
        "2026-09",
        "2024-09",
        "2024-07",
        "2024-04",
    ]


def products(catalog: Catalog, names: tuple[str, ...]) -> list[str]:
    return [catalog.product_by_id[name].name for name in names]


def test_highlights_of_the_next_release(catalog: Catalog) -> None:
    groups = release(catalog, "11.11").highlights
    assert [(group.heading, len(group.items)) for group in groups] == [
        ("Features for all products", 3),
        ("Cybersecurity", 1),
        ("API changes", 4),
        ("Analytics", 3),
        ("Product specific features", 3),
    ]
    text = text_of(groups)
    for name in (
        "NTP", "Swagger UI", "PoE", "Apache", "2.4.59", "virtual input", "systemlog.cgi", "accesslog.cgi",
        "text=SearchString", "remote object", "AWS S3", "Azure Blob Storage", "OAuth 2.0 OpenID Connect",
        "Digest", "IAM", "ADFS", "IDP", "host-based firewall", "opticscontrol API", "adar signal tampering",
    ):  # fmt: skip
        assert name in text
    assert [products(catalog, item.products) for item in groups[-1].items] == [
        ["AXIS S3008", "AXIS S3008 Mk II", "AXIS S3016"],
        ["Products based on Artpec-8 with focus and zoom support"],
        ["AXIS D2110-VE", "AXIS D2210-VE", "AXIS Q1656-DLE", "AXIS Q1686-DLE"],
    ]
    assert not any(item.products for group in groups[:-1] for item in group.items)


def test_highlights_of_the_current_release(catalog: Catalog) -> None:
    current = release(catalog, "11.10")
    assert [(group.heading, len(group.items)) for group in current.highlights] == [
        ("General", 3),
        ("Cybersecurity", 2),
        ("VAPIX", 1),
    ]
    (vapix,) = current.highlights[2].items
    assert vapix.change == "overlay-cgi-removal"
    assert re.findall(r"`([a-z_]+\.cgi)`", vapix.details or "") == [
        "call_overlay_upload.cgi",
        "call_overlay_del.cgi",
        "call_overlay_set.cgi",
        "create_overlay.cgi",
        "overlay_list.cgi",
        "overlay_image_formats.cgi",
    ]
    assert products(catalog, current.highlights[0].items[2].products) == [
        "AXIS F9114 Main Unit",
        "AXIS F9114-B Main Unit",
    ]
    assert [(component.name, component.version) for component in current.components] == [
        ("OpenSSL", "1.1.1x"),
        ("OpenSSL", "3.0.13"),
    ]


def test_every_version_that_the_source_names_has_a_release(catalog: Catalog) -> None:
    named = (
        "8.40 9.60 9.80 10.5 10.6 10.7 10.8 10.9 10.10 10.12 "
        "11.0 11.1 11.2 11.3 11.4 11.5 11.6 11.8 11.9 11.10 11.11 12.0 13.0"
    )
    assert sorted(map(Version.parse, named.split())) == sorted(catalog.release_by_version)


# --- tracks, support and policy


def test_comparison_of_the_tracks(catalog: Catalog) -> None:
    assert [(row.aspect, row.active, row.lts, row.pss) for row in catalog.tracks.comparison] == [
        ("Pace", "6 major releases/year", "Differs between LTS", "Differs between products"),
        ("Supported", "Latest version", "Latest version in each track", "Latest version"),
        ("Focus on", "Feature growth", "Compatibility", "Compatibility"),
        ("Vulnerability patches", "yes", "yes", "yes"),
        ("New security features", "yes", "no", "no"),
        ("New features", "yes", "no", "no"),
        ("New product launch", "yes", "no", "no"),
        ("Product discontinue", "no", "yes", "yes"),
        (
            "Example releases",
            "11.1.70, 11.2.53, 11.3.71, 11.4.5",
            "8.40.x, 9.80.x, 10.12.x",
            "6.50.5.16, 7.10.3026, 8.45.4.3",
        ),
    ]


def test_tracks(catalog: Catalog) -> None:
    assert [(kind.id, kind.short) for kind in catalog.tracks.kinds] == [
        ("active", "Active"),
        ("lts", "LTS"),
        ("pss", "PSS"),
    ]
    tracks = [
        (track.name, track.line and str(track.line), track.status, track.support and track.support.text)
        for track in catalog.tracks.tracks
    ]
    assert tracks == [
        ("Active track", None, "current", None),
        ("LTS 2018", "8.40", "unknown", None),
        ("LTS 2020", "9.80", "current", None),
        ("LTS 2022", "10.12", "current", None),
        ("LTS 2024", "11.11", "upcoming", "2024/2029"),
        ("LTS 2028", None, "upcoming", "2028/2033"),
    ]


def test_tags_of_downloads(catalog: Catalog) -> None:
    assert [(tag.kind, tag.examples) for tag in catalog.tracks.tags] == [
        ("active", ("11.10.61 - AXIS OS",)),
        ("lts", ("10.12.228 - AXIS OS LTS 2022", "9.80.66 - AXIS OS LTS 2020")),
        ("pss", ("8.43.48 - PSS", "6.50.5.10", "5.51.4.7")),
    ]


def test_upgrade_rules(catalog: Catalog) -> None:
    rules = {
        rule.id: (rule.strength, " ".join(map(str, rule.example)), " ".join(map(str, rule.avoid)))
        for rule in catalog.policy.upgrade_rules
    }
    assert rules == {
        "every-lts-track": ("required", "9.60 9.80 10.6", ""),
        "no-long-gaps": ("recommended", "10.5 10.6 10.7 10.8 10.9", "10.5 10.9"),
        "latest-on-your-track": ("recommended", "", ""),
    }


def test_policy(catalog: Catalog) -> None:
    policy = catalog.policy
    assert [str(major.major) for major in policy.majors] == ["13", "12", "11"]
    assert {int(str(major.major)) for major in policy.majors} == set(catalog.majors)
    assert len(policy.reasons) == 2
    assert len(policy.commitments) == 6
    assert len(policy.rollback.steps) == 3


def test_questions(catalog: Catalog) -> None:
    assert Counter(question.topic for question in catalog.questions) == {
        "upgrade": 4,
        "support": 7,
        "sbom": 10,
    }
    text = text_of(catalog.questions)
    for name in ("9.80.3.2", "CycloneDX", "NTIA", "Third party software licenses", "11.2", "LTS 2020 (9.80)"):
        assert name in text


def test_the_example_of_support(catalog: Catalog) -> None:
    product = catalog.product_by_id["q1656-le"]
    assert product.name == "AXIS Q1656-LE Box Camera"
    phases = [
        (phase.from_ and phase.from_.text, phase.until.text, phase.track, phase.gets, phase.focus)
        for phase in product.support
    ]
    assert phases == [
        (
            None,
            "2028",
            "active",
            ("new features", "higher cybersecurity", "improvements", "security patches"),
            None,
        ),
        ("2028", "2033", "lts-2028", ("some improvements", "all security patches"), "compatibility"),
    ]


def test_the_datas_date(catalog: Catalog) -> None:
    assert catalog.portal.data_as_of.text == "2024-06~"


# --- what the dump of the source damaged does not come back

DAMAGE = (
    "truelimitations", "\\checkmark", "\\bigcirc", "⊘", "Ø", "AllowDeny", "①", "1.1.1yLibssh2", "11.Apache",
    "2.4.59OpenSSL", "monitor the in", "overlay list.cgi",
)  # fmt: skip


def test_damage_of_the_source_is_found_in_notes_only(catalog: Catalog, repository: Path) -> None:
    for record in (
        *catalog.changes,
        *catalog.releases,
        *catalog.questions,
        *catalog.products,
        *catalog.areas,
    ):
        shown = facts_of(record)
        assert [damage for damage in DAMAGE if damage in shown] == []
    for page in sorted((repository / "content").rglob("*.md")):
        text = page.read_text("utf-8")
        assert [damage for damage in DAMAGE if damage in text] == [], page
