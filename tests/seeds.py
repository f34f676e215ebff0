"""Edits to the sample, one a row: those that break the contract, and those that break nothing."""

from typing import Any

from portal.reading.structure import PUBLISHED
from tests.edited import Edit, add, copy, delete, put, rename, schema, write_date

DATE, FILTER = "changes/date-cgi-removal.yml", "changes/network-filter-removal.yml"
RULE, SMB = "changes/password-rule.yml", "changes/smb1-removal.yml"
EVENT = '  - date: "2027-03-01"\n    sources: [portal-2024-06]\n    event: '
MOVED = f'{EVENT}moved\n    from: "12.0"\n    to: "13.0"\n    because: Not ready.\n'
APPLIED = '  - date: "2026-12-01"\n    event: applied\n    sources: [portal-2024-06]\n'
LAST = (
    '  - date: "2027-01-15"\n    event: corrected\n    sources: [portal-2024-06]\n'
    "    because: The entry named another replacement.\n"
)
GONE = {"removed-id", "removed-entry", "removed-address"}
TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"], "minLength": 1}


def change(fields: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = fields["$defs"]["change"]
    return found


# What is edited -> the rules that it breaks, and for the first the file or address and what in it
BREAKS: dict[str, tuple[list[Edit], set[str], tuple[str, str]]] = {
    "change deleted": ([delete(RULE)], GONE, ("api/v1/changes.json", "password-rule")),
    "change renamed": (
        [
            rename(RULE, "changes/password-policy.yml"),
            put("changes/password-policy.yml", "password-rule", "password-policy"),
        ],
        GONE,
        ("api/v1/changes.json", "password-rule"),
    ),
    "release deleted": (
        [delete("releases/11.0.yml")],
        {*GONE, "rewritten-event"},
        ("api/v1/releases.json", "11.0"),
    ),
    "product renamed": (
        [put("products.yml", "t6101", "t6102")],
        {"removed-id"},
        ("api/v1/products.json", "t6101"),
    ),
    "link renamed": (
        [
            put(file, "vapix-library", "library")
            for file in ("links.yml", DATE, "releases/11.11.yml", "releases/12.0.yml")
        ],
        {"removed-id"},
        ("api/v1/links.json", "vapix-library"),
    ),
    "area renamed": (
        [put(file, "edge-storage", "storage") for file in ("areas.yml", SMB)],
        {"removed-id", "removed-address"},
        ("api/v1/areas.json", "edge-storage"),
    ),
    "track renamed": (
        [
            put(file, "lts-2024", "lts-24")
            for file in ("tracks.yml", "products.yml", SMB, "releases/11.11.yml")
        ],
        {"removed-id", "removed-address", "removed-entry", "rewritten-event", "silent-date"},
        ("api/v1/tracks.json", "lts-2024"),
    ),
    "name of the surface respelled": (
        [put(SMB, "name: SMB 1.0", "name: SMB v1")],
        {"removed-id"},
        ("api/v1/surface.json", "smb-1.0"),
    ),
    "authority of ids": (
        [put("portal.yml", "portal.example,2026", "portal.example,2027")],
        {"removed-id", "removed-entry"},
        ("api/v1/changes.json", "password-rule"),
    ),
    "event reworded": (
        [put(FILTER, "was not ready", "was late")],
        {"rewritten-event"},
        (f"data/{FILTER}", "history[2]"),
    ),
    "event redated": (
        [put(FILTER, "2026-11-25", "2026-11-26")],
        {"rewritten-event"},
        (f"data/{FILTER}", "history[1]"),
    ),
    "last event deleted": (
        [put(DATE, LAST, "")],
        {"rewritten-event", "removed-entry"},
        ("feeds/history.json", "tag:portal.example,2026:changes/date-cgi-removal/history/3"),
    ),
    "event put between": (
        [
            put(
                DATE,
                APPLIED,
                f'  - {{date: "2026-11-30", event: announced, sources: [forum-2024]}}\n{APPLIED}',
            )
        ],
        {"rewritten-event"},
        (f"data/{DATE}", "history[1]"),
    ),
    "version recorded first rewritten": (
        [put(SMB, 'version: "12"', 'version: "12.0"')],
        {"rewritten-event", "silent-change"},
        (f"data/{SMB}", "history[0]"),
    ),
    "version without an event": (
        [put(FILTER, '\nversion: "12.0"', '\nversion: "13.0"')],
        {"silent-change"},
        (f"data/{FILTER}", "version"),
    ),
    "version with an event of another kind": (
        [put(FILTER, '\nversion: "12.0"', '\nversion: "13.0"'), add(FILTER, f"{EVENT}announced\n")],
        {"silent-change"},
        (f"data/{FILTER}", "version"),
    ),
    "applied without an event": (
        [put(SMB, "\nstatus: planned", "\nstatus: applied")],
        {"silent-change"},
        (f"data/{SMB}", "status"),
    ),
    "status with an event of another kind": (
        [
            put(FILTER, "\nstatus: planned", "\nstatus: applied"),
            put(FILTER, '\nversion: "12.0"', '\nversion: "13.0"'),
            add(FILTER, MOVED),
        ],
        {"silent-change"},
        (f"data/{FILTER}", "status"),
    ),
    "date rewritten": (
        [put("releases/11.11.yml", '"2024-07"', '"2024-08"')],
        {"rewritten-event", "silent-date"},
        ("data/releases/11.11.yml", "dates[0] on active"),
    ),
    "date put first": (
        [
            put(
                "releases/12.0.yml",
                'dates:\n      - id: "3"',
                'dates:\n      - {id: "2", recorded: "2026-11-23", state: scheduled, date: "2024-10", '
                'sources: [portal-2024-06]}\n      - id: "3"',
            )
        ],
        {"rewritten-event"},
        ("data/releases/12.0.yml", "dates[0] on active"),
    ),
    "date of another number": (
        [put("releases/12.0.yml", 'id: "3"', 'id: "7"')],
        {"rewritten-event"},
        ("data/releases/12.0.yml", "dates[0] on active"),
    ),
    "release out, and no new entry says so": (
        [put("releases/12.0.yml", "scheduled", "released")],
        {"rewritten-event"},
        ("data/releases/12.0.yml", "dates[0] on active"),
    ),
    "row of the schedule moved, and no new entry says so": (
        [put("releases/11.11.yml", "2024-08/2024-09", "2024-09/2024-10")],
        {"rewritten-event", "silent-date"},
        ("data/releases/11.11.yml", "dates[0] on lts-2024"),
    ),
    "date taken out": (
        [put("releases/12.0.yml", '        date: "2024-09"\n', "")],
        {"rewritten-event", "silent-date", "removed-entry"},
        ("feeds/history.json", "tag:portal.example,2026:dates/release/12.0/active/history/1"),
    ),
    "end of support moved, and no new entry says so": (
        [put("tracks.yml", '"2029"', '"2030"')],
        {"rewritten-event", "silent-date"},
        ("data/tracks.yml", "support_end[0] of lts-2024"),
    ),
    "source of an event taken out": (
        [put(SMB, "sources: [portal-2024-06]\n    version", "sources: [forum-2024]\n    version")],
        {"rewritten-event"},
        (f"data/{SMB}", "history[0]"),
    ),
    "source renamed": (
        [put("sources.yml", "id: library-2024", "id: library-7")],
        {"removed-id"},
        ("api/v1/sources.json", "library-2024"),
    ),
    "field of a schema gone": (
        [schema("values.schema.json", lambda value: change(value)["properties"].pop("details"))],
        {"removed-field"},
        ("schema/v1/changes-feed.schema.json", "items[]._axis_os.details"),
    ),
    "field of a schema optional": (
        [schema("areas.schema.json", lambda value: value["$defs"]["area"]["required"].remove("description"))],
        {"optional-field"},
        ("schema/v1/areas.schema.json", "items[].description"),
    ),
    "field of a schema null": (
        [
            schema(
                "areas.schema.json",
                lambda value: value["$defs"]["area"]["properties"].update(name=TEXT_OR_NULL),
            )
        ],
        {"wider-type"},
        ("schema/v1/areas.schema.json", "items[].name"),
    ),
    "field of a schema of another type": (
        [
            schema(
                "index.schema.json",
                lambda value: value["$defs"]["file"]["properties"]["count"].update(type="string"),
            )
        ],
        {"wider-type"},
        ("schema/v1/index.schema.json", "items[].count"),
    ),
    "closed enum of a schema grown": (
        [schema("values.schema.json", lambda value: value["$defs"]["effect"]["enum"].append("moved"))],
        {"wider-values"},
        ("schema/v1/changes-feed.schema.json", "items[]._axis_os.surface[].effect"),
    ),
    "required field in a schema": (
        [
            schema("links.schema.json", lambda value: value["$defs"]["link"]["properties"].update(by=TEXT)),
            schema("links.schema.json", lambda value: value["$defs"]["link"]["required"].append("by")),
        ],
        {"required-field"},
        ("schema/v1/links.schema.json", "items[].by"),
    ),
    "mark of an open enum gone": (
        [schema("values.schema.json", lambda value: value["$defs"]["surface-kind"].pop("x-open-enum"))],
        {"closed-values"},
        ("schema/v1/changes-feed.schema.json", "items[]._axis_os.surface[].kind"),
    ),
    "pattern of a schema": (
        [schema("values.schema.json", lambda value: value["$defs"]["uri"].pop("pattern"))],
        {"looser-limit"},
        ("schema/v1/changes-feed.schema.json", "items[]._axis_os.uri"),
    ),
    "schema gone": (
        [lambda root: (root / PUBLISHED / "links.schema.json").unlink()],
        {"removed-address"},
        ("schema/v1/links.schema.json", ""),
    ),
    "promised address gone": (
        [schema("addresses.json", lambda value: value["addresses"].remove("calendar/{track}.ics"))],
        {"removed-address"},
        ("calendar/{track}.ics", ""),
    ),
}
NEW_CHANGE = [
    copy(RULE, "changes/pin-rule.yml"),
    put("changes/pin-rule.yml", "password-rule", "pin-rule"),
    put("changes/pin-rule.yml", "Password complexity", "PIN complexity"),
]
# What is edited -> the differences: what, kind, id, and what is said of it
HARMLESS: dict[str, tuple[list[Edit], list[tuple[object, ...]]]] = {
    "nothing": ([], []),
    "texts": (
        [
            put(FILTER, "title: Network filter API removed", "title: The filter API is gone"),
            put(FILTER, "Move your", "Move all your"),
        ],
        [("reworded", "change", "network-filter-removal", ("title", "action"))],
    ),
    "a note": (
        [
            put(
                FILTER,
                "related:",
                "notes:\n  - kind: gap\n    text: Open.\n    sources: [portal-2024-06]\nrelated:",
            )
        ],
        [("reworded", "change", "network-filter-removal", ("notes",))],
    ),
    "announced": (
        [add(SMB, f"{EVENT}announced\n")],
        [("event", "change", "smb1-removal", "announced", "2027-03-01")],
    ),
    "corrected": (
        [
            put(SMB, "are not secure.", "are old."),
            add(SMB, f"{EVENT}corrected\n    because: Better words.\n"),
        ],
        [
            ("event", "change", "smb1-removal", "corrected", "2027-03-01"),
            ("reworded", "change", "smb1-removal", ("why",)),
        ],
    ),
    "moved": (
        [put(FILTER, '\nversion: "12.0"', '\nversion: "13.0"'), add(FILTER, MOVED)],
        [
            ("moved", "change", "network-filter-removal", "version", "12.0", "13.0"),
            ("event", "change", "network-filter-removal", "moved", "2027-03-01"),
        ],
    ),
    "applied": (
        [put(FILTER, "\nstatus: planned", "\nstatus: applied"), add(FILTER, f"{EVENT}applied\n")],
        [
            ("status", "change", "network-filter-removal", "planned", "applied"),
            ("event", "change", "network-filter-removal", "applied", "2027-03-01"),
        ],
    ),
    "withdrawn": (
        [
            put(FILTER, "\nstatus: planned", "\nstatus: withdrawn"),
            add(FILTER, f"{EVENT}withdrawn\n    because: It stays.\n"),
        ],
        [
            ("status", "change", "network-filter-removal", "planned", "withdrawn"),
            ("event", "change", "network-filter-removal", "withdrawn", "2027-03-01"),
        ],
    ),
    "new change": (NEW_CHANGE, [("added", "change", "pin-rule")]),
    "new release": (
        [
            copy("releases/11.0.yml", "releases/11.1.yml"),
            put("releases/11.1.yml", "11.0", "11.1"),
            put("releases/11.1.yml", 'id: "5"', 'id: "6"'),
        ],
        [("added", "release", "11.1")],
    ),
    "new area, product and link": (
        [
            add("areas.yml", "  - {id: audio, name: Audio, description: Sound.}\n"),
            add("products.yml", "  - {id: c1310, name: AXIS C1310, kind: device}\n"),
            add("links.yml", "  - {id: forum, name: Forum, about: People., kind: contact}\n"),
        ],
        [("added", "product", "c1310"), ("added", "area", "audio"), ("added", "link", "forum")],
    ),
    "names of product, area and link": (
        [
            put("products.yml", "AXIS S3008", "AXIS S3008 II"),
            put("areas.yml", "name: API", "name: APIs"),
            put("links.yml", "name: VAPIX Library", "name: Library"),
        ],
        [
            ("reworded", "product", "s3008", ("name",)),
            ("reworded", "area", "api", ("name",)),
            ("reworded", "link", "vapix-library", ("name",)),
        ],
    ),
    "date moved": (
        [write_date("releases/12.0.yml", "2024-09", "scheduled", "2024-10")],
        [
            ("moved", "release", "12.0", "date", "2024-09", "2024-10"),
            ("moved", "release", "12.0", "schedule on active", "2024-09", "2024-10"),
        ],
    ),
    "date canceled": (
        [write_date("releases/12.0.yml", "2024-09", "canceled")],
        [
            ("moved", "release", "12.0", "date", "2024-09", None),
            ("moved", "release", "12.0", "schedule on active", "2024-09", None),
            ("status", "release", "12.0", "scheduled", "canceled"),
            ("reworded", "release", "12.0", ("schedule",)),
        ],
    ),
    "row of the schedule moved": (
        [write_date("releases/11.11.yml", "2024-08/2024-09", "scheduled", "2024-09")],
        [("moved", "release", "11.11", "schedule on lts-2024", "2024-08/2024-09", "2024-09")],
    ),
    "plans of a row": (
        [put("releases/11.11.yml", "More information is to come", "A first release")],
        [("reworded", "release", "11.11", ("schedule",))],
    ),
    "released": (
        [write_date("releases/12.0.yml", "2024-09", "released", "2024-09")],
        [
            ("status", "release", "12.0", "scheduled", "released"),
            ("reworded", "release", "12.0", ("schedule",)),
        ],
    ),
    "track begins": (
        [
            put("tracks.yml", "status: upcoming", "status: current"),
            put("tracks.yml", '"2024-08/2024-09"', '"2024-09"'),
        ],
        [
            ("moved", "track", "lts-2024", "begins", "2024-08/2024-09", "2024-09"),
            ("status", "track", "lts-2024", "upcoming", "current"),
        ],
    ),
    "end of support moved": (
        [write_date("tracks.yml", "2029", "scheduled", "2030")],
        [("moved", "track", "lts-2024", "support_ends", "2029", "2030")],
    ),
    "a second source of an event": (
        [
            put(
                SMB,
                "sources: [portal-2024-06]\n    version",
                "sources: [portal-2024-06, forum-2024]\n    version",
            )
        ],
        [("reworded", "change", "smb1-removal", ("sources",))],
    ),
    "new source": (
        [
            add(
                "sources.yml",
                '  - {id: notes-2026, title: Notes, publisher: vendor, date: "2026-10", seen: "2026-11-29", '
                "read: whole}\n",
            )
        ],
        [("added", "source", "notes-2026")],
    ),
    "source read again": (
        [put("sources.yml", 'edition: "7"', 'edition: "8"')],
        [("reworded", "source", "library-2024", ("edition",))],
    ),
    "area of a change corrected": (
        [put(SMB, "area: edge-storage", "area: security")],
        [("reworded", "change", "smb1-removal", ("area",))],
    ),
    "devices of a change corrected": (
        [put(SMB, "applies_to: upgrade", "applies_to: factory-default")],
        [("reworded", "change", "smb1-removal", ("applies_to",))],
    ),
    "kind of a name corrected": (
        [put(SMB, "kind: protocol\n    name: SMB 1.0", "kind: format\n    name: SMB 1.0")],
        [("reworded", "change", "smb1-removal", ("surface",))],
    ),
    "another address of the site": (
        [put("portal.yml", "https://portal.example/", "https://axis.example/os/")],
        [],
    ),
    "hub": ([add("portal.yml", "hub: https://hub.example/\n")], []),
    "new optional field in a schema": (
        [schema("values.schema.json", lambda value: change(value)["properties"].update(by=TEXT))],
        [],
    ),
    "open enum of a schema grown": (
        [schema("values.schema.json", lambda value: value["$defs"]["surface-kind"]["enum"].append("port"))],
        [],
    ),
    "words of a schema": (
        [schema("areas.schema.json", lambda value: value.update(title="Parts", description="Parts."))],
        [],
    ),
    "new schema": (
        [lambda root: (root / PUBLISHED / "more.schema.json").write_text('{"type": "object"}')],
        [],
    ),
    "new promised address": (
        [schema("addresses.json", lambda value: value["addresses"].append("feeds/tracks/{id}.rss"))],
        [],
    ),
}

# As `moved`, with the release that it moves to
MOVED_TO_13: list[Edit] = [
    copy("releases/11.0.yml", "releases/13.0.yml"),
    put("releases/13.0.yml", "11.0", "13.0"),
    put("releases/13.0.yml", 'id: "5"', 'id: "6"'),
    put("releases/13.0.yml", "released", "scheduled"),
    *HARMLESS["moved"][0],
]
