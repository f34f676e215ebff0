"""Facts that became known after June 2024: each can be written, and every output says it as it is.

A row has the fact, what is written, and what each output then says: a text that is in it, or is not, with `!`
before it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.checkout import JUNE
from tests.conftest import copy_sample
from tests.later import Edit, Said, add, also, comes, ends, event, has, new, release, write_later


class Fact(NamedTuple):
    """A fact of the list, what is written, and what each output says then."""

    number: int
    said: str
    edits: Sequence[Edit]
    says: Mapping[str, Sequence[str]]


OUT = comes("12.0", "released", "../2024-10-21")
OUT_1 = comes("12.1", "released", "2024-11")
LAST = comes("12.11", "released", "2026-07-10")
LTS_2026 = add(
    "tracks",
    id="lts-2026",
    name="LTS 2026",
    kind="lts",
    line="12.11",
    status="current",
    sources=["manual"],
    begin={"date": "2026-07/2026-10", "sources": ["manual"]},
)
CHIPS = (
    add("products", id="artpec-7", name="ARTPEC-7", kind="group", members=["p1465-le"]),
    add("products", id="artpec-9", name="ARTPEC-9", kind="group", members=["q1656-le"]),
)
UPNP, SNMP = "upnp-disabled-by-default", "snmp-v1-removal"

FACTS = (
    Fact(
        1,
        "12.0 was there by 21 October 2024",
        [OUT],
        {
            "page 12.0": ["by 21 October 2024"],
            "api releases/12.0": ["status: released;", "date.value: ../2024-10-21;", "date.start: null;"],
            "calendar releases": ["by 21 October 2024", "Source: The manual (July 2026)"],
            "cle": ['"effective": "2024-10-21T23:59:59Z"'],
            "feed releases 12.0": ["date.end: 2024-10-21;"],
            "call release_list": ["by 21 October 2024"],
        },
    ),
    Fact(
        2,
        "builds 12.0.93 and 11.11.248",
        [
            comes(
                "12.0",
                "released",
                "../2024-10-21",
                builds=[{"version": "12.0.93", "track": "active", "sources": ["manual"]}],
            ),
            release("11.11", builds=[{"version": "11.11.248", "track": "lts-2024", "sources": ["manual"]}]),
        ],
        {
            "page 12.0": ["12.0.93"],
            "page 11.11": ["11.11.248"],
            "api releases/12.0": ["builds.0.version: 12.0.93;", "builds.0.sources.0: manual;"],
            "feed releases 11.11": ["builds.0.track: lts-2024;"],
        },
    ),
    Fact(
        3,
        "a build with more digits, 13.0.0.12110022",
        [
            LAST,
            release(
                "13.0",
                previews=[{"name": "13.0 Preview", "version": "13.0.0.12110022", "sources": ["manual"]}],
            ),
        ],
        {
            "page 13.0": ["13.0.0.12110022"],
            "plan 12.11 13.0.0.12110022": ["13.0", "!is not a version"],
        },
    ),
    Fact(
        4,
        "LTS 2026 is 12.11, begins between July and October 2026 and ends in December 2031",
        [LAST, LTS_2026, ends("lts-2026", "scheduled", "2031-12")],
        {
            "call support_check": ["December 2031", "July–October 2026"],
            "api tracks": ["begins.value: 2026-07/2026-10;", "support_ends.value: 2031-12;"],
            "openeox lts-2026": ["2031-12-31T23:59:59Z"],
            "calendar lts-2026": ["December 2031"],
            "plan 11.11 13.0 web": ["12.11"],
        },
    ),
    Fact(
        5,
        "LTS 2018 ended in February or March 2024",
        [also("tracks", "lts-2018", status="ended"), ends("lts-2018", "ended", "2024-02/2024-03")],
        {
            "call support_check": ["February–March 2024"],
            "api tracks": ["support_ends.value: 2024-02/2024-03;"],
            "openeox lts-2018": ['"end_of_life": "2024-03-31T23:59:59Z"', "!general_availability"],
            "cle": ["2024-03-31T23:59:59Z"],
        },
    ),
    Fact(
        6,
        "service releases on a long-term track, with their builds",
        [
            comes("11.11", "released", "2024-06-26/2024-07-04"),
            comes("11.11", "released", "2024-10", track="lts-2024"),
            comes(
                "11.11",
                "released",
                "2026-10-29",
                track="lts-2024",
                update="2",
                builds=[
                    {"version": "11.11.109", "track": "lts-2024", "date": "2024-10", "sources": ["vendor"]},
                    {
                        "version": "11.11.248",
                        "track": "lts-2024",
                        "date": "2026-10-29",
                        "sources": ["manual"],
                    },
                ],
            ),
        ],
        {
            "page 11.11": ["11.11.109", "11.11.248", "29 October 2026", "!29 October 2026 (preliminary)"],
            "api releases/11.11": ["schedule.2.state: released;", "builds.1.date.value: 2026-10-29;"],
            "calendar lts-2024": ["29 October 2026", "!Planned: AXIS OS 11.11"],
        },
    ),
    Fact(
        7,
        "UPnP came with 12.1 instead of 12.0",
        [
            OUT_1,
            event(
                UPNP,
                "moved",
                "vendor",
                from_="12.0",
                to="12.1",
                because="It came later.",
                fields={"version": "12.1"},
            ),
            event(UPNP, "applied", "vendor", fields={"status": "applied"}),
        ],
        {
            f"page {UPNP}": ["Moved from 12.0 to 12.1", "Applied in 12.1"],
            f"api changes/{UPNP}": ["status: applied;", "version: 12.1;", "sureness.came: vendor;"],
            f"csv changes {UPNP}": ["12.1", "applied"],
            "plan 12.0 12.1": ["UPnP"],
            "feed history": ["UPnP"],
        },
    ),
    Fact(
        8,
        "planned for 12, came with 12.1: made exact, not moved",
        [
            OUT_1,
            event(
                "smb-1-0-2-0-removal",
                "specified",
                "vendor",
                from_="12",
                to="12.1",
                because="The notes name it.",
                fields={"version": "12.1"},
            ),
            event("smb-1-0-2-0-removal", "applied", "vendor", fields={"status": "applied"}),
        ],
        {
            "page smb-1-0-2-0-removal": ["Made exact", "!Moved"],
            "api changes/smb-1-0-2-0-removal": ["history.1.event: specified;", "history.1.to: 12.1;"],
            "feed history": ["!Moved"],
        },
    ),
    Fact(
        9,
        "exit code 77 aborts the installation from 12.0 on, any code from 13.0 on",
        [
            OUT,
            has(
                "acap-install-aborts-on-script-error",
                stages=[
                    {"version": "12.0", "text": "Exit code 77.", "status": "applied", "sources": ["manual"]},
                    {"version": "13.0", "text": "Any exit code.", "sources": ["manual"]},
                ],
                version="13.0",
            ),
            event(
                "acap-install-aborts-on-script-error",
                "specified",
                "manual",
                from_="12",
                to="13.0",
                because="Its steps are known.",
            ),
            event("acap-install-aborts-on-script-error", "applied", "manual", stage="12.0"),
        ],
        {
            "page acap-install-aborts-on-script-error": ["AXIS OS 12.0 · applied", "AXIS OS 13.0 · planned"],
            "api changes/acap-install-aborts-on-script-error": [
                "status: planned;",
                "stages.0.status: applied;",
                "stages.0.sources.0: manual;",
            ],
            "plan 11.11 12.0": ["Exit code 77", "!Any exit code"],
            "plan 12.0 13.0": ["13.0; planned; stage 2 of 2", "!Exit code 77"],
        },
    ),
    Fact(
        10,
        "signing is optional from 12.10 on and enforced with 13.0",
        [
            comes("12.10", "released", "2026-05"),
            new(
                "compatible-versions-required",
                "13.0",
                "planned",
                "manual",
                kind="restriction",
                area="acap",
                stages=[
                    {
                        "version": "12.10",
                        "text": "The field is optional.",
                        "status": "applied",
                        "sources": ["manual"],
                    },
                    {"version": "13.0", "text": "The field is mandatory.", "sources": ["manual"]},
                ],
            ),
            event("compatible-versions-required", "applied", "manual", stage="12.10"),
        ],
        {
            "api changes/compatible-versions-required": ["status: planned;", "stages.0.status: applied;"],
            "plan 12.10 13.0": ["The field is mandatory", "planned"],
            "page compatible-versions-required": ["The field is optional", "The field is mandatory"],
        },
    ),
    Fact(
        11,
        "time.cgi is deprecated in 12.4 and removed in 14.0",
        [
            comes("12.4", "released", "2025-05"),
            comes("14.0", "scheduled", "2028-09"),
            new(
                "time-cgi-deprecation",
                "12.4",
                "applied",
                "manual",
                kind="deprecation",
                surface=[
                    {"kind": "endpoint", "name": "time.cgi", "effect": "deprecated", "match": ["time.cgi"]}
                ],
            ),
            new(
                "time-cgi-removal",
                "14.0",
                "planned",
                "manual",
                related=["time-cgi-deprecation"],
                surface=[
                    {"kind": "endpoint", "name": "time.cgi", "effect": "removed", "match": ["time.cgi"]}
                ],
            ),
        ],
        {
            "api surface": ["time-cgi-deprecation", "time-cgi-removal"],
            "page 14.0": ["September 2028"],
            "scan 12.0 14.0 get('/axis-cgi/time.cgi')": [
                "applied: time-cgi-deprecation",
                "planned: time-cgi-removal",
            ],
        },
    ),
    Fact(
        12,
        "moved from 13 to 14, which comes in September 2028",
        [
            comes("14.0", "scheduled", "2028-09"),
            event(
                "password-complexity-enforced",
                "moved",
                "vendor",
                from_="13.0",
                to="14.0",
                because="Its list has it there.",
                fields={"version": "14.0"},
            ),
        ],
        {
            "api changes/password-complexity-enforced": [
                "version: 14.0;",
                "major: 14;",
                "sureness.version: vendor;",
            ],
            "plan 12.0 13.0": ["!Password"],
            "feed history": ["14.0"],
        },
    ),
    Fact(
        13,
        "no source after June 2024 says whether it came",
        [OUT, LAST],
        {
            "page tls-1-0-1-1-removal": ["not confirmed", "!· planned"],
            "api changes/tls-1-0-1-1-removal": [
                "status: unconfirmed;",
                "sureness.version: vendor;",
                "!sureness.came",
            ],
            "csv changes tls-1-0-1-1-removal": ["unconfirmed"],
            "feed changes tls-1-0-1-1-removal": ["status: unconfirmed;", "ot confirmed"],
            "plan 11.11 12.11": [
                "TLS 1.0 and 1.1 removed for HTTPS connections Removal, 12.0; may have come"
            ],
            "plan 11.11 13.0": ["TLS 1.0"],
            "plan 9.80 10.12": ["!TLS 1.0"],
            "scan 11.11 12.11 root.HTTPS.AllowTLS1=yes": ["unconfirmed: tls-1-0-1-1-removal"],
            "feed history": ["Was due with 12.0, not confirmed: TLS 1.0"],
        },
    ),
    Fact(
        14,
        "rate control came, in some release of AXIS OS 12",
        [OUT, event("rtsp-rate-control-simplified", "applied", "manual", fields={"status": "applied"})],
        {
            "page rtsp-rate-control-simplified": ["Applied", "release not stated"],
            "api changes/rtsp-rate-control-simplified": [
                "status: applied;",
                "version: 12;",
                "sureness.came: vendor-documentation;",
                "sureness.version: vendor;",
            ],
        },
    ),
    Fact(
        15,
        "the vendor says yes, a third party says no",
        [
            has(
                UPNP,
                notes=[
                    {
                        "kind": "contradiction",
                        "claims": [
                            {"source": "manual", "says": "The default is no."},
                            {"source": "ruleset", "says": "The default is yes."},
                        ],
                        "text": "We go by the manual.",
                    }
                ],
            )
        ],
        {
            f"page {UPNP}": [
                "The manual: The default is no.",
                "The ruleset: The default is yes.",
                "We go by the manual",
                "!contradicts itself",
            ],
            f"api changes/{UPNP}": [
                "notes.0.claims.1.source: ruleset;",
                "notes.0.text: We go by the manual.;",
            ],
        },
    ),
    Fact(
        16,
        "deprecated says the vendor, removed says a third party",
        [
            OUT_1,
            new(
                SNMP,
                "12.1",
                "applied",
                "ruleset",
                kind="deprecation",
                notes=[
                    {
                        "kind": "contradiction",
                        "claims": [
                            {"source": "manual", "says": "It is deprecated."},
                            {"source": "ruleset", "says": "It is removed."},
                        ],
                        "text": "We read: deprecated.",
                    }
                ],
            ),
        ],
        {
            f"api changes/{SNMP}": [
                "sureness.exists: third-party;",
                "sources.0: ruleset;",
                "sources.1: manual;",
            ],
            f"page {SNMP}": ["It is deprecated", "It is removed"],
        },
    ),
    Fact(
        17,
        "which document says a fact",
        [event(UPNP, "announced", "manual", because="A page repeats it.")],
        {
            f"page {UPNP}": ["AXIS OS Portal, June 2024", "The manual"],
            f"api changes/{UPNP}": [
                "sources.0: portal-2024-06;",
                "sources.1: manual;",
                "age.value: 2026-07;",
            ],
            f"feed changes {UPNP}": ["history.1.sources.0: manual;", "age.value: 2026-07;"],
            f"csv changes {UPNP}": ["manual"],
            "api sources": [
                "title: The manual;",
                "publisher: vendor-documentation;",
                "seen: 2026-11-29;",
                "edition: T1_2510;",
            ],
            "call source_list": ["T1_2510, October 2025", "part of it"],
        },
    ),
    Fact(
        18,
        "a third party alone says it",
        [OUT_1, new(SNMP, "12.1", "applied", "ruleset")],
        {
            f"page {SNMP}": ["reported by a third party"],
            f"api changes/{SNMP}": ["sureness.exists: third-party;", "sureness.came: third-party;"],
            f"csv changes {SNMP}": ["third-party"],
            "plan 12.0 12.1": ["reported by a third party", "Not certain (a third party's word alone"],
            "call sureness": ["| Reported by a third party | 1 | 1 | 1 |"],
        },
    ),
    Fact(
        19,
        "it hits some models only, which have other names too",
        [
            OUT,
            add(
                "products", id="q9307", name="AXIS Q9307-LV", kind="device", aliases=["Q9307-LV Dome Camera"]
            ),
            new("dome-only-removal", "12.0", "applied", "manual", products=["q9307"]),
        ],
        {
            "plan 11.11 12.0 Q9307-LV Dome Camera": ["Dome only removal"],
            "plan 11.11 12.0 AXIS S3008": ["!Dome only removal"],
            "api products": ["aliases.0: Q9307-LV Dome Camera;"],
            "page dome-only-removal": ["AXIS Q9307-LV"],
        },
    ),
    Fact(
        20,
        "it hits 32-bit chips only",
        [OUT, *CHIPS, new("time-of-32-bits", "12.0", "applied", "manual", platforms={"only": ["artpec-7"]})],
        {
            "page time-of-32-bits": ["ARTPEC-7 (1 product): AXIS P1465-LE", "!names no limit"],
            "api changes/time-of-32-bits": ["platforms.only.0: artpec-7;"],
            "plan 11.11 12.0 p1465-le": ["Time of 32 bits"],
            "plan 11.11 12.0 q1656-le": ["!Time of 32 bits"],
        },
    ),
    Fact(
        21,
        "a parameter goes from yes to no",
        [
            has(
                UPNP,
                surface=[
                    {
                        "kind": "parameter",
                        "name": "root.Network.UPnP.Enabled",
                        "effect": "default-changed",
                        "from": "yes",
                        "to": "no",
                        "sources": ["manual"],
                        "match": ["Network.UPnP.Enabled"],
                    }
                ],
            )
        ],
        {
            f"page {UPNP}": ["`yes` → `no`"],
            f"api changes/{UPNP}": [
                "surface.0.from: yes;",
                "surface.0.to: no;",
                "surface.0.sources.0: manual;",
            ],
            "api surface": ["from: yes;", "to: no;"],
        },
    ),
    Fact(
        22,
        "an unsigned application makes the upgrade roll back",
        [LAST, has("unsigned-acap-option-removal", consequence="upgrade-fails")],
        {
            "page unsigned-acap-option-removal": ["the upgrade fails"],
            "api changes/unsigned-acap-option-removal": ["consequence: upgrade-fails;"],
            "csv changes unsigned-acap-option-removal": ["upgrade-fails"],
            "plan 12.11 13.0": [
                "1 may stop the upgrade",
                "May stop the upgrade: [ ] Option to allow",
            ],
        },
    ),
    Fact(
        23,
        "who is hit: developers of applications",
        [
            has(
                "libcapture-removal",
                audience=["app-developers"],
                consequence="app-breaks",
                inferred={"audience": "The source names a library."},
            )
        ],
        {
            "page libcapture-removal": ["app developers", "The source names a library"],
            "api changes/libcapture-removal": [
                "audience.0: app-developers;",
                "inferred.audience: The source names a library.;",
            ],
            "csv changes libcapture-removal": ["app-developers"],
            "plan 11.11 12.0": ["app developers"],
        },
    ),
    Fact(
        24,
        "which development kit came with which release, with which manifest schemas",
        [
            comes(
                "12.4",
                "released",
                "2025-05",
                kits=[
                    {
                        "name": "ACAP Native SDK",
                        "version": "12.4.0",
                        "manifest_schemas": ["1.7.4"],
                        "date": "2025-05-06",
                        "sources": ["manual"],
                    }
                ],
            )
        ],
        {
            "page 12.4": ["ACAP Native SDK 12.4.0", "1.7.4"],
            "api releases/12.4": ["kits.0.version: 12.4.0;", "kits.0.manifest_schemas.0: 1.7.4;"],
        },
    ),
    Fact(
        25,
        "SDK 12.11.0 needs 12.11.72",
        [
            comes(
                "12.11",
                "released",
                "2026-07-10",
                kits=[
                    {
                        "name": "ACAP Native SDK",
                        "version": "12.11.0",
                        "requires": "12.11.72",
                        "sources": ["manual"],
                    }
                ],
            )
        ],
        {"page 12.11": ["12.11.72"], "api releases/12.11": ["kits.0.requires: 12.11.72;"]},
    ),
    Fact(
        26,
        "13.0 can be tried as preview and as alpha",
        [
            release(
                "13.0",
                previews=[
                    {"name": "13.0 Preview", "date": "2026-05-21", "sources": ["manual"]},
                    {"name": "13.0 Alpha", "version": "13.0.33", "date": "2026-07-30", "sources": ["manual"]},
                ],
            )
        ],
        {
            "page 13.0": ["13.0 Alpha", "21 May 2026"],
            "api releases/13.0": ["status: preview;", "previews.1.version: 13.0.33;"],
            "cle": ["!13.0.33"],
        },
    ),
    Fact(
        27,
        "13.0 was due in September 2026, and it is not known whether it is out",
        [],
        {
            "page 13.0": ["was due by September 2026"],
            "api releases/13.0": ["status: scheduled;"],
            "feed releases 13.0": ["not known to be out"],
            "cle": ["!2026-09-30"],
            "calendar releases": ["Was due: AXIS OS 13.0"],
        },
    ),
    Fact(
        28,
        "a chip leaves the active track with 12.0",
        [
            OUT,
            add(
                "products",
                id="imx-6ull",
                name="i.MX 6ULL",
                kind="group",
                members=["s3008"],
                last=[{"track": "active", "version": "11.11", "sources": ["manual"]}],
            ),
        ],
        {
            "plan 11.10 12.0 i.MX 6ULL": ["11.11 is its last release on Active track, so it cannot get 12.0"],
            "plan 11.10 11.11 i.MX 6ULL": ["Install 11.11"],
            "api products": ["last.0.version: 11.11;"],
        },
    ),
    Fact(
        29,
        "only the newest of a track is offered",
        [
            *(comes(f"12.{minor}", "released", "2025", offered="false") for minor in range(1, 4)),
            comes("12.4", "released", "2025-05"),
        ],
        {
            "plan 11.11 12.4 web": ["Install 12.4", "!Install 12.2"],
            "api releases/12.2": ["offered: false;"],
            "page 12.2": ["offer"],
        },
    ),
    Fact(
        30,
        "what was said in June 2024 was not so",
        [
            event(
                "unsigned-acap-option-removal",
                "corrected",
                "manual",
                because="The device rolls back.",
                fields={"impact": "The device rolls back."},
            )
        ],
        {
            "page unsigned-acap-option-removal": ["Corrected", "The device rolls back."],
            "feed history": ["orrected"],
            "api changes/unsigned-acap-option-removal": [
                "history.1.event: corrected;",
                "history.1.sources.0: manual;",
            ],
        },
    ),
    Fact(
        31,
        "a fault is mended in a build",
        [
            comes(
                "12.9",
                "released",
                "2026-03",
                builds=[{"version": "12.9.33", "track": "active", "sources": ["ruleset"]}],
                highlights=[
                    {"heading": "Cybersecurity", "items": [{"text": "CVE-2026-0802 is mended in 12.9.33."}]}
                ],
            )
        ],
        {"page 12.9": ["CVE-2026-0802", "12.9.33"], "api releases/12.9": ["CVE-2026-0802"]},
    ),
    Fact(
        32,
        "best snapshot is now object snapshot",
        [
            OUT_1,
            new(
                "best-snapshot-renamed",
                "12.1",
                "applied",
                "manual",
                surface=[
                    {
                        "kind": "format",
                        "name": "best-snapshot",
                        "effect": "removed",
                        "replaced_by": "object-snapshot",
                        "match": ["best-snapshot"],
                    }
                ],
            ),
        ],
        {
            "page best-snapshot-renamed": ["object-snapshot"],
            "api surface": ["replaced_by: object-snapshot;"],
            "scan 12.0 12.1 topic = 'best-snapshot'": ["applied: best-snapshot-renamed"],
        },
    ),
    Fact(
        33,
        "when the vendor did it is another day than that of writing",
        [
            OUT_1,
            event(
                UPNP,
                "moved",
                "vendor",
                from_="12.0",
                to="12.1",
                happened="2024-11",
                because="It came later.",
                fields={"version": "12.1"},
            ),
            event(UPNP, "applied", "vendor", happened="2024-11-25", fields={"status": "applied"}),
        ],
        {
            f"page {UPNP}": ["25 November 2024"],
            f"api changes/{UPNP}": ["history.2.date: 2026-12-01;", "history.2.happened.value: 2024-11-25;"],
            f"feed changes {UPNP}": ["history.2.happened.value: 2024-11-25;", "date_modified: 2026-12-01T"],
        },
    ),
)


def test_each_fact_has_its_row() -> None:
    assert [fact.number for fact in FACTS] == list(range(1, 34))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.number}")
def test_a_fact_can_be_said(fact: Fact, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "later", JUNE)
    said = Said(root, write_later(root, fact.edits))
    wrong = [
        f"{asked}: {text}\n    {' '.join(said.by(asked).split())[:1500]}"
        for asked, texts in fact.says.items()
        for text in texts
        if (text.removeprefix("!") in said.by(asked)) == text.startswith("!")
    ]
    assert not wrong, f"{fact.said}\n" + "\n".join(wrong)
