"""Each fault is found and named; one that stops publishing leaves what is published untouched."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from macros import lifecycle, sources
from macros import publish as road
from macros.aside import at_the_end
from macros.pages import CHANGE_SHELL, entry_pages
from macros.stamp import SLOTS, ShellError, stamp_all
from macros.verify import verify
from macros.view import View
from portal.model import Catalog
from tests.checkout import Checkout, small_checkout
from tests.publishing.faults import run_faults

PAGE = "content/lifecycle/upgrading.md"
CHANGE = "data/changes/date-cgi-removal.yml"
DAMAGED = "changes/aac-decoder-removal/index"


# --- what stops publishing


def page_with(text: str) -> Callable[[Checkout], None]:
    return lambda checkout: checkout.append(PAGE, f"\n\n{text}\n")


def edit(path: str, old: str, new: str) -> Callable[[Checkout], None]:
    return lambda checkout: checkout.edit(path, old, new)


def hand_written_page_at_an_entry(checkout: Checkout) -> None:
    (checkout.root / "content/changes/date-cgi-removal.md").write_text("# Mine\n", "utf-8")


def broken_schema(checkout: Checkout) -> None:
    schemas = checkout.root / "schema"
    code = schemas.resolve()
    schemas.unlink()
    shutil.copytree(code, schemas)
    checkout.edit("schema/authored/change.schema.json", "{\n", "{,\n")


# One of each step of the road
STOPS: dict[str, tuple[Callable[[Checkout], None], tuple[str, ...]]] = {
    "a value that the schema has not": (
        edit(CHANGE, "kind: removal", "kind: removel"),
        (f'{CHANGE}:6:7: kind: "removel" is not a value it can have',),
    ),
    "a value that a rule refuses": (
        edit(CHANGE, "area: api", "area: apis"),
        (f'{CHANGE}:5:7: area: "apis" is not an area of data/areas.yml',),
    ),
    "a broken schema": (broken_schema, ("change.schema.json:1:2",)),
    "links of Markdown that lead nowhere": (
        page_with("[x](nowhere.md) [y](../changes/index.md#nowhere)"),
        ("'nowhere.md'", "changes/index.md#nowhere"),
    ),
    "a call that fails": (page_with('{{ questions("nothing") }}'), ("there are no questions on 'nothing'",)),
    "a name that there is not": (page_with("{{ no_such_name }}"), ("no_such_name",)),
    "two pages at one address": (
        hand_written_page_at_an_entry,
        ("changes/date-cgi-removal/: a hand-written page has this address already",),
    ),
    "an element that Markdown has no form for": (
        page_with("<meter>1</meter>"),
        ("lifecycle/upgrading/index.html: a meter element has no form in Markdown",),
    ),
    "a site that is not whole": (
        page_with('<a href="../nowhere/">x</a>'),
        ("the finished site is not whole:", "the link ../nowhere/ leads nowhere"),
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_fault_stops_publishing(name: str, repository: Path, tmp_path: Path) -> None:
    checkout = small_checkout(repository, tmp_path / "checkout")
    old = checkout.root / "build/site-old"
    old.mkdir(parents=True)
    (old / "index.html").write_text("what readers see", "utf-8")
    checkout.site.symlink_to("build/site-old")
    break_it, messages = STOPS[name]
    break_it(checkout)

    done = checkout.publish()

    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    assert [message for message in messages if message not in output] == [], output
    assert "Traceback" not in output
    assert (checkout.site / "index.html").read_text("utf-8") == "what readers see"
    assert [path.name for path in (checkout.root / "build").glob("site*")] == ["site-old"]


def test_a_folder_that_others_made_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").mkdir()
    assert road.main(["--root", str(tmp_path)]) == 1
    assert "is a folder that this command did not make" in capsys.readouterr().err
    assert list((tmp_path / "site").iterdir()) == []


@pytest.mark.parametrize(
    ("call", "argument", "message"),
    [
        (sources.link, "nowhere", "data/links.yml has no link 'nowhere'"),
        (lifecycle.questions, "nothing", "there are no questions on 'nothing'"),
    ],
)
def test_a_call_for_what_there_is_not_says_so(
    call: Callable[[View, str], str], argument: str, message: str, repository: Path, sample: Catalog
) -> None:
    with pytest.raises(ValueError, match=message):
        call(View(repository, sample), argument)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "the slot portal-slot-body is there 0 times"),
        ("portal-slot-body portal-slot-body", "the slot portal-slot-body is there 2 times, not once"),
        ("portal-slot-body portal-slot-what", "there is no slot portal-slot-what"),
        (None, "content/changes/_entry.md: the shell page is missing"),
    ],
)
def test_a_shell_that_cannot_be_stamped_is_named(
    body: str | None, message: str, repository: Path, sample: Catalog, tmp_path: Path
) -> None:
    if body is not None:
        (tmp_path / CHANGE_SHELL).mkdir(parents=True)
        shell = " ".join(SLOTS).replace("portal-slot-body", body)
        (tmp_path / CHANGE_SHELL / "index.html").write_text(shell, "utf-8")
    with pytest.raises(ShellError, match=message):
        stamp_all(entry_pages(View(repository, sample)), tmp_path)


# --- what the last look at a finished site finds

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
        r"\.\./\.\./changes/11/#other",
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
        "/#other",
        "/#x-other",
        f"{DAMAGED}.html: the link ../../changes/11/#x-other leads to a page without",
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
        "/changes/index.md#how",
        "/changes/xindex.md#how",
        "changes/12/index.md: the link https://axis-os-portal.example/changes/xindex.md#how-to-read",
    ),
    "twin that leads to no anchor": (
        "changes/12/index.md",
        "#how-to-read",
        "#x-how-to-read",
        "changes/12/index.md: the link https://axis-os-portal.example/changes/index.md#x-how-to-read-an-entry",
    ),
    "tag in a twin": ("partners/feeds/index.md", r"\Z", "a<br>", "partners/feeds/index.md: has the tag <br>"),
    "llms.txt": (
        "llms.txt",
        "calendar/releases.ics",
        "AXIS%20OS%20releases",
        "llms.txt: the link https://axis-os-portal.example/AXIS%20OS%20releases leads nowhere",
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
    "feed lacks an entry": ("feeds/changes.rss", "<item>.*?</item>", "", "feeds/changes.rss: lacks tag:"),
    "calendar with a clock": (
        "calendar/releases.ics",
        "DTSTAMP:20261123T000000Z",
        "DTSTAMP:20261123T120000Z",
        "calendar/releases.ics: VEVENT of line",
    ),
    "calendar lacks an entry": (
        "calendar/releases.ics",
        r"BEGIN:VEVENT.*?END:VEVENT\r\n",
        "",
        "calendar/releases.ics: has not the 12 entries",
    ),
    "a lifecycle event has another id": (
        f"{API}/lifecycle/cle.json",
        r'"id": 8',
        '"id": 9',
        f"{API}/lifecycle/cle.json: its ids do not go down to 1 without a gap",
    ),
    "API breaks its schema": (
        f"{API}/releases.json",
        r'"major": (\d+)',
        r'"major": "\1"',
        f"{API}/releases.json: $.items[0].major",
    ),
    "one file of the API breaks its schema": (
        f"{API}/{DAMAGED.removesuffix('/index')}.json",
        r'"version": "11.0"',
        '"version": 12',
        f"{API}/{DAMAGED.removesuffix('/index')}.json: $.items[0].version",
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
    "file changed after the manifest": (
        "llms.txt",
        r"\Z",
        " ",
        f"{API}/manifest.json: has another size or sum of llms.txt",
    ),
}


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A copy of the site, whose files are to be replaced, not written into: others have them too."""
    return shutil.copytree(site, tmp_path / "site", copy_function=os.link)


def test_a_whole_site_has_nothing_wrong(site: Path, repository: Path, june: Catalog) -> None:
    assert verify(repository, june, site, at_the_end) == []


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
    wrong = verify(repository, june, copy, at_the_end)
    assert any(message in problem for problem in wrong), wrong


# --- other ways into the road


def test_the_engines_own_strict_build_is_clean(repository: Path, tmp_path: Path) -> None:
    checkout = small_checkout(repository, tmp_path / "checkout")
    done = checkout.run("mkdocs", "build", "--strict", NO_MKDOCS_2_WARNING="1")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert (checkout.root / "build/preview/changes/date-cgi-removal/index.html").is_file()


def test_steps_after_the_engine_run_on_their_own(repository: Path, tmp_path: Path) -> None:
    checkout = small_checkout(repository, tmp_path / "checkout")
    rendered = checkout.root / "rendered"
    assert run_faults(checkout, repository, []) == []  # only renders
    assert not (rendered / "feeds").exists()

    done = checkout.run("macros.publish", "--after", str(rendered))

    assert done.returncode == 0, done.stderr
    assert (rendered / "feeds/changes.rss").is_file()
    assert (rendered / "changes/date-cgi-removal/index.html").is_file()
    assert not (rendered / "changes/_entry").exists()
