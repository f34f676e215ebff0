"""Changes and releases as tables: CSV (RFC 4180) in UTF-8, a row an item.

A cell has the text of the JSON field of its column. Null and absent are an empty cell.

A text that a spreadsheet would take for a formula has an apostrophe before it: people do open such files in
one, where a formula can send data elsewhere (OWASP, "CSV Injection"), and where a list that begins with a
hyphen is an error. Nothing is lost: whoever takes one apostrophe from before `=`, `+`, `-`, `@`, the same
four in full width, a tab, a carriage return, or further apostrophes and one of these, has the text again.
"""

import csv
import io
import re
from collections.abc import Sequence

from portal.fields import Fields
from portal.model import Portal

MEDIA_TYPE = "text/csv"
CHANGE_COLUMNS = (
    "id", "title", "summary", "area", "kind", "status", "version", "major", "tentative", "applies_to", "why",
    "impact", "action", "products", "recorded", "updated", "url", "data_as_of",
    "age", "sources", "sureness", "consequence", "audience",
)  # fmt: skip
RELEASE_COLUMNS = (
    "version", "major", "status", "date", "date_start", "date_end", "date_precision", "date_approximate",
    "summary", "changes", "url", "data_as_of", "age", "sources", "sureness",
)  # fmt: skip
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")


def render_changes(portal: Portal, items: Sequence[Fields]) -> str:
    """Return the table of changes; `recorded` and `updated` are the days of the first and the last event.

    A table has no place for the facts' date but its rows (EDTF), so each has it. `sureness` is that of what a
    reader decides by: that it came, or else its version.
    """
    rows = [
        {
            **item,
            "recorded": item["history"][0]["date"],
            "updated": item["history"][-1]["date"],
            "sureness": item["sureness"].get("came") or item["sureness"]["version"],
            **_dates(portal, item),
        }
        for item in items
    ]
    return _table(CHANGE_COLUMNS, rows)


def render_releases(portal: Portal, items: Sequence[Fields]) -> str:
    """Return the table of releases. `date` is EDTF; the columns after it say what it can mean.

    `sureness` is that of the date.
    """
    rows = [
        {**item, **_flat_date(item["date"]), "sureness": item["sureness"]["date"], **_dates(portal, item)}
        for item in items
    ]
    return _table(RELEASE_COLUMNS, rows)


def _dates(portal: Portal, item: Fields) -> Fields:
    """Return as of when all facts hold, and the age of those of an item, in EDTF."""
    return {"data_as_of": portal.data_as_of.text, "age": item["age"]["value"]}


def _flat_date(date: Fields | None) -> Fields:
    known = date or {}
    parts = ("start", "end", "precision", "approximate")
    return {"date": known.get("value"), **{f"date_{part}": known.get(part) for part in parts}}


def _table(columns: Sequence[str], rows: Sequence[Fields]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, list):
        text = " ".join(value)  # ids have no spaces
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
