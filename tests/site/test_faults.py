"""Each fault of a finished site is found by the last look at it, and named."""

import os
import re
import shutil
from pathlib import Path

import pytest

from macros.after.verify import verify
from portal.model import Catalog
from portal.reading.structure import published_schemas

DAMAGED = "changes/aac-decoder-removal/index"
API = "api/v1"
SCRIPT = '<script src="https://elsewhere.example/x.js"></script>'
IN_A_PAGE = "</article>"
# What is wrong -> the file, what is replaced in it the first time and by what (None: there is no file), and
# what is said of it
FAULTS: dict[str, tuple[str, str, str | None, str]] = {
    "link": (
        f"{DAMAGED}.html",
        IN_A_PAGE,
        '<a href="../nowhere/">x</a>',
        f"{DAMAGED}.html: the link ../nowhere/ leads nowhere",
    ),
    "link from the root": (
        f"{DAMAGED}.html",
        r"\.\./\.\./changes/11/#aac-decoder-removal",
        "../../nowhere/11/",
        f"{DAMAGED}.html: the link ../../nowhere/11/ leads nowhere",
    ),
    "anchor": (
        f"{DAMAGED}.html",
        IN_A_PAGE,
        '<a href="#nowhere">x</a>',
        f"{DAMAGED}.html: the link #nowhere leads to a page without the anchor #nowhere",
    ),
    "anchor of another page": (
        f"{DAMAGED}.html",
        "/#aac-decoder-removal",
        "/#x-aac",
        f"{DAMAGED}.html: the link ../../changes/11/#x-aac leads to a page without",
    ),
    "foreign script": (
        f"{DAMAGED}.html",
        IN_A_PAGE,
        SCRIPT,
        f"{DAMAGED}.html: a browser would fetch https://elsewhere.example/x.js from another host",
    ),
    "change without a page": (f"{DAMAGED}.html", "", None, "changes/aac-decoder-removal/: the entry has no"),
    "release without a page": ("releases/11.11/index.html", "", None, "releases/11.11/: the entry has no"),
    "major version without a page": ("changes/12/index.html", "", None, "changes/12/: the entry has no page"),
    "change not listed": (
        "changes/13/index.html",
        r"\.\./http-disabled-by-default/|\.\./\.\./changes/http-disabled-by-default/",
        "#kind",
        "changes/13/index.html: does not list http-disabled-by-default",
    ),
    "page without its twin": (f"{DAMAGED}.md", "", None, f"{DAMAGED}.html: has no index.md beside it"),
    "twin that leads nowhere": (
        "changes/12/index.md",
        "/lifecycle/going-back/index.md",
        "/lifecycle/xgoing-back/index.md",
        "changes/12/index.md: the link ../../lifecycle/xgoing-back/index.md",
    ),
    "twin that leads to no anchor": (
        "changes/tls-1-0-1-1-removal/index.md",
        "#root.https",
        "#x-root.https",
        "changes/tls-1-0-1-1-removal/index.md: the link ../../surface/index.md#x-root.https.allowtls1",
    ),
    "llms.txt": (
        "llms.txt",
        "calendar/releases.ics",
        "AXIS%20OS%20releases",
        "llms.txt: the link ./AXIS%20OS%20releases leads nowhere",
    ),
    "list of schemas": (
        "schema/v1/catalog.json",
        "areas.schema.json",
        "areasx.schema.json",
        "catalog.json: the schema https://axis-os-portal.example/schema/v1/areasx.schema.json is not there",
    ),
    "feed breaks its schema": (
        "feeds/changes.json",
        r'"major": 12',
        '"major": "12"',
        "feeds/changes.json: $.items[0]['_axis_os'].major",
    ),
    "feed lacks an entry": ("feeds/changes.rss", "<item>.*?</item>", "", "feeds/changes.rss: has not the 50"),
    "feed has an entry of another name": (
        "feeds/history.atom",
        "<entry>(.*?)<id>tag:",
        r"<entry>\1<id>tag:x",
        "feeds/history.atom: has not the ",
    ),
    "feed is cut off": ("feeds/releases.atom", "</feed>", "", "feeds/releases.atom: cannot be read: "),
    "feed is missing": ("feeds/releases.json", "", None, "feeds/releases.json: cannot be read: "),
    "calendar has an entry of another name": (
        "calendar/releases.ics",
        "(BEGIN:VEVENT.*?UID:)[0-9a-f]{8}",
        r"\g<1>00000000",
        "calendar/releases.ics: has not the ",
    ),
    "calendar is cut off": (
        "calendar/releases.ics",
        "END:VCALENDAR\r\n",
        "",
        "calendar/releases.ics: cannot be read: ",
    ),
    "calendar lacks an entry": (
        "calendar/releases.ics",
        r"BEGIN:VEVENT.*?END:VEVENT\r\n",
        "",
        "calendar/releases.ics: has not the ",
    ),
    "a lifecycle event breaks its schema": (
        f"{API}/lifecycle/cle.json",
        r'"id": 1,',
        '"id": "1",',
        f"{API}/lifecycle/cle.json: $.events[",
    ),
    "API breaks its schema": (
        f"{API}/releases.json",
        r'"major": (\d+)',
        r'"major": "\1"',
        f"{API}/releases.json: $.items[0].major",
    ),
    "file of an entry says something else": (
        f"{API}/{DAMAGED.removesuffix('/index')}.json",
        r'"version": "11.0"',
        '"version": "11.1"',
        f"{API}/{DAMAGED.removesuffix('/index')}.json: says something else than changes.json",
    ),
    "facts for planning break their schema": (
        f"{API}/plan.json",
        '"as_of":"[^"]*"',
        '"as_of":""',
        f"{API}/plan.json: $.as_of",
    ),
    "API lacks an entry": (
        f"{API}/changes.json",
        r"  \{\n   .*?\n  \},\n",
        "",
        f"{API}/changes.json: has not the 50 entries",
    ),
    "API counts wrong": (f"{API}/changes.json", '"count": 50', '"count": 49', "says that it has 49 entries"),
    "table lacks an entry": (
        f"{API}/releases.csv",
        r"\n.*?\n",
        "\n",
        f"{API}/releases.csv: has not the 23 entries",
    ),
    "API lacks the file of an entry": (
        f"{API}/releases/11.11.json",
        "",
        None,
        f"{API}/releases/: has not the 23 entries",
    ),
    "file of the API missing": (f"{API}/areas.json", "", None, f"{API}/areas.json: is not there"),
    "manifest missing": (f"{API}/manifest.json", "", None, f"{API}/manifest.json: is not there"),
    "file that the manifest does not list": (
        f"{API}/x.json",
        "",
        "1",
        f"{API}/manifest.json: does not list {API}/x.json",
    ),
    "file that the manifest lists is not there": (
        "schema/v1/areas.schema.json",
        "",
        None,
        f"{API}/manifest.json: lists schema/v1/areas.schema.json, which is not there",
    ),
    "file of the same size changed after the manifest": (
        "llms.txt",
        r"\n\Z",
        " ",
        f"{API}/manifest.json: has another size or sum of llms.txt",
    ),
}


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A copy of the site, whose files are to be replaced, not written into: others have them too."""
    return shutil.copytree(site, tmp_path / "site", copy_function=os.link)


def test_a_whole_site_has_nothing_wrong(site: Path, repository: Path, june: Catalog) -> None:
    assert verify(june, published_schemas(repository), site) == []


@pytest.mark.parametrize("name", FAULTS)
def test_fault_of_a_finished_site_is_found(name: str, copy: Path, repository: Path, june: Catalog) -> None:
    path, old, new, message = FAULTS[name]
    file = copy / path
    text = file.read_bytes().decode("utf-8") if file.exists() else ""
    file.unlink(missing_ok=True)
    if new is not None:
        damaged = re.sub(old, new, text, count=1, flags=re.DOTALL)
        assert damaged != text
        file.write_bytes(damaged.encode("utf-8"))
    wrong = verify(june, published_schemas(repository), copy)
    assert any(message in problem for problem in wrong), wrong
