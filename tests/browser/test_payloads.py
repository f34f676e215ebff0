"""Data is text, never code: whatever an editor types is shown as typed, in everything that is published.

One site is made of payloads: each text of its data is one, and each payload has a change made of it.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from portal.cli import main
from portal.model import Catalog
from portal.planner.plan_facts import CLASSES
from portal.prose import TAGS
from portal.reading.catalog import load_catalog
from tests.checkout import Checkout, june_checkout
from tests.hostile import PAYLOADS, poison
from tests.pages import article_of, read_page
from tests.payloads import ELSEWHERE, HARMLESS, LITERAL
from tests.serving import serve
from tests.workers import made_once

TEMPLATE = "tests/good/change/everything.yml"
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
FIELDS = ("why", "action", "details")
# A reader of Markdown that lets all HTML through
READER = MarkdownIt("commonmark").enable("table")
READ_TAGS = TAGS | {"div", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
READ_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ICS_NAMES = {
    *(
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "NAME", "X-WR-CALNAME", "DESCRIPTION",
        "SOURCE",
    ),
    *(
        "X-WR-CALDESC", "URL", "LAST-MODIFIED", "REFRESH-INTERVAL", "DTSTAMP", "CREATED", "SEQUENCE",
        "DTSTART",
    ),
    *("DTEND", "STATUS", "SUMMARY", "CATEGORIES", "TRANSP"),
}  # fmt: skip


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Checkout:
    def make(root: Path) -> None:
        checkout = june_checkout(repository, root)
        poison(root, repository / TEMPLATE)
        done = checkout.publish()
        assert done.returncode == 0, done.stdout + done.stderr

    return Checkout(made_once(tmp_path_factory, "hostile", make))


@pytest.fixture(scope="module")
def facts(hostile: Checkout) -> Catalog:
    return load_catalog(hostile.root)


@pytest.fixture(scope="module")
def hostile_address(hostile: Checkout) -> Iterator[str]:
    with serve(hostile.site) as root:
        yield root


def words(text: object) -> str:
    return " ".join(str(text).split())


# --- pages and their twins


@pytest.mark.parametrize("payload", [payload for payload in (*LITERAL, *ELSEWHERE) if payload in PAYLOADS])
def test_payload_is_shown_as_typed(payload: str, hostile: Checkout) -> None:
    path = f"changes/payload-{PAYLOADS.index(payload)}"
    article = article_of(read_page(hostile.site / path / "index.html"))
    twin = READER.render((hostile.site / path / "index.md").read_text("utf-8"))
    shown, said = words(article.text_content()), words(html.fromstring(twin).text_content())
    assert shown.count(words(payload)) >= (len(FIELDS) + 1 if payload in LITERAL else 1)
    assert said.count(words(payload)) >= 1


@pytest.mark.parametrize("payload", [payload for payload in HARMLESS if payload in PAYLOADS])
def test_markdown_is_on_the_page_as_it_is_cleaned(payload: str, hostile: Checkout) -> None:
    page = (hostile.site / f"changes/payload-{PAYLOADS.index(payload)}/index.html").read_text("utf-8")
    assert page.count(HARMLESS[payload]) >= len(FIELDS)


def wrong_element(element: html.HtmlElement) -> str | None:
    """Say what of an element can have come from data only."""
    if element.tag in {"iframe", "object", "embed", "base", "style", "video", "math"}:
        return f"<{element.tag}>"
    for name, value in ((str(name), str(value)) for name, value in element.attrib.items()):
        if name.startswith("on") or name in {"style", "srcdoc", "action", "formaction"}:
            return f"<{element.tag!s} {name}={value}>"
        if name in {"href", "src"} and re.match(r"[\s\0]*(?!https?:)[a-z]+:", value, re.IGNORECASE):
            return f"<{element.tag!s} {name}={value}>"
    return None


def test_no_payload_becomes_part_of_a_page(hostile: Checkout) -> None:
    found = []
    for file in sorted(hostile.site.rglob("*.html")):
        text = file.read_text("utf-8")
        page = html.document_fromstring(text)
        found += [
            (file.name, wrong) for element in page.iter(etree.Element) if (wrong := wrong_element(element))
        ]
        found += [
            (file.name, code) for code in page.xpath("//script[not(@src or contains(@type, 'json'))]/text()")
        ]
        assert not re.search(
            "//", " ".join(page.xpath("//script/@src | //img/@src | //link[@rel='stylesheet']/@href"))
        )
        assert len(page.xpath("//body")) == len(page.xpath("//title[not(ancestor::svg)]")) == 1
        for data in page.xpath("//script[contains(@type, 'ld+json')]/text()"):
            assert "<" not in data
            assert json.loads(data)["@type"] == "TechArticle"
        assert "1337" not in page.text_content()
    assert found == []


def test_no_payload_comes_alive_in_markdown(hostile: Checkout) -> None:
    files = [*hostile.site.rglob("*.md"), hostile.site / "llms.txt"]
    assert len(files) > len(PAYLOADS)
    for file in files:
        assert_dead_markdown(file.read_text("utf-8"))


def assert_dead_markdown(text: str) -> None:
    root = html.fragment_fromstring(READER.render(text), create_parent="div")
    assert {str(element.tag) for element in root.iter()} <= READ_TAGS
    for element in root.iter():
        assert set(element.attrib) <= {"href", "title", "class", "start"}
        assert re.match("https?://|#", element.get("href", "#"))
    assert "1337" not in text


# --- files for machines


def test_no_payload_becomes_part_of_a_feed(hostile: Checkout, facts: Catalog) -> None:
    titles = {change.title for change in facts.changes}
    files = [*hostile.site.glob("feeds/**/*.rss"), *hostile.site.glob("feeds/**/*.atom")]
    for file in files:
        etree.fromstring(file.read_bytes())
        feed = feedparser.parse(file.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
        assert not feed.bozo
        for entry in feed.entries:
            assert_clean_html(entry.content[0].value if "content" in entry else entry.description)
        if file.parent.name == "changes":
            assert {entry.title for entry in feed.entries} <= titles
    for file in hostile.site.glob("feeds/**/*.json"):
        for item in json.loads(file.read_bytes())["items"]:
            assert_clean_html(item["content_html"])


def assert_clean_html(text: str) -> None:
    for element in html.fragment_fromstring(text, create_parent="div").iter():
        assert element.tag in TAGS | {"div"}
        assert set(element.attrib) <= {"href", "title", "start"}
        assert re.match("https?://", element.get("href", "http://"))


def test_no_cell_is_a_formula_and_none_is_lost(hostile: Checkout) -> None:
    for name in ("changes", "releases"):
        text = (hostile.site / f"api/v1/{name}.csv").read_bytes().decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        items = json.loads((hostile.site / f"api/v1/{name}.json").read_bytes())["items"]
        assert len(rows) == len(items)
        for row, item in zip(rows, items, strict=True):
            assert not [cell for cell in row.values() if FORMULA.match(cell)]
            assert re.sub(r"^'('*[=+\-@＝＋－＠])", r"\1", row["summary"]) == (item["summary"] or "")


def test_no_payload_becomes_a_property_of_a_calendar(hostile: Checkout) -> None:
    reasons = 0
    for file in hostile.site.glob("calendar/*.ics"):
        lines = file.read_bytes().decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
        assert {re.split("[:;]", line)[0] for line in lines} <= ICS_NAMES
        kinds = Counter(line for line in lines if re.match("BEGIN|END", line))
        assert kinds["BEGIN:VCALENDAR"] == kinds["END:VCALENDAR"] == 1
        assert (
            kinds["BEGIN:VEVENT"] == kinds["END:VEVENT"] == sum(line.startswith("UID:") for line in lines) - 1
        )
        reasons += "\n".join(lines).count("as recorded on")
    assert reasons > len(PAYLOADS)


# --- commands


def output(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    main(command)
    out, err = capsys.readouterr()
    assert err == ""
    assert all(char.isprintable() or char in "\n\t\u200b" or char.isspace() for char in out)
    return out


def test_no_payload_becomes_part_of_a_plan(hostile: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    command = (
        "plan",
        "10.5",
        "13.0",
        "--web",
        "--catalog",
        str(hostile.site / "api/v1/plan.json"),
        "--format",
    )
    told = json.loads(output(capsys, *command, "json"))
    assert {f"payload-{number}" for number in range(len(PAYLOADS))} <= {
        hit["id"] for step in told["steps"] for place in CLASSES for hit in step.get(place, ())
    }
    assert_dead_markdown(output(capsys, *command, "markdown"))
    assert "<script>alert(1)</script>" in output(capsys, *command, "text")


def test_no_payload_becomes_part_of_a_scan(
    hostile: Checkout, facts: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {spelling for change in facts.changes for item in change.surface for spelling in item.match}
    (tmp_path / "<img src=x onerror=alert(1)>,::error::x.py").write_text("\n".join(sorted(names)), "utf-8")
    bundle = str(hostile.site / "api/v1/scan.json")
    command = ("scan", str(tmp_path), "--jobs", "1", "--catalog", bundle, "--format")
    count = len(
        [
            found
            for group in json.loads(output(capsys, *command, "json"))["changes"]
            for found in group["findings"]
        ]
    )
    assert count > 50  # as many payloads can be a spelling
    assert_dead_markdown(output(capsys, *command, "markdown"))
    annotations = [line for line in output(capsys, *command, "github").splitlines() if line.startswith("::")]
    assert len(annotations) == count
    place = r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,endColumn=\d+,title=[^,:]+::.+"
    assert all(re.fullmatch(place, line) for line in annotations)
    (run,) = json.loads(output(capsys, *command, "sarif"))["runs"]
    assert len(run["results"]) == count
    for rule in run["tool"]["driver"]["rules"]:
        assert_dead_markdown(rule["help"]["markdown"])
        assert rule["helpUri"].startswith("https://")


def test_no_payload_becomes_part_of_a_comparison(
    hostile: Checkout, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("diff", str(repository), "--root", str(hostile.root), "--format")
    told = json.loads(output(capsys, *command, "json"))
    assert len(told["entries"]) > len(PAYLOADS)
    text = output(capsys, *command, "markdown")
    assert "payload-" in text
    assert_dead_markdown(text.partition("\n")[2])  # the first line is the mark of the comment
    assert "<script>" in output(capsys, *command, "text")


# --- in a browser, under the policy: the context fails the test on a console error or a foreign request


@pytest.fixture
def watched(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page that fails the test when a script of a payload runs."""
    ran: list[str] = []
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    yield page
    assert ran == []


PAGES = ("", "changes/", "changes/11/", "surface/", "releases/", "releases/11.11/", "links/", "lifecycle/")


def test_nothing_runs_on_a_page(watched: Page, hostile_address: str, facts: Catalog) -> None:
    for path in (*PAGES, *(f"changes/payload-{number}/" for number in range(0, len(PAYLOADS), 8))):
        watched.goto(hostile_address + path)
        assert watched.locator("h1").count() == 1


def test_nothing_runs_in_the_planner(watched: Page, hostile_address: str, facts: Catalog) -> None:
    watched.goto(f"{hostile_address}plan/?start=10.5&target=13.0&web=1")
    expect(watched.locator(".plan__step")).not_to_have_count(0)
    found = watched.locator("[data-plan] a").evaluate_all("links => links.map((link) => link.href)")
    assert all(re.match("https?://", link) for link in found)
    made = "script, img, iframe, svg:not(.shape), object, style"
    assert watched.locator(f"[data-plan] :is({made})").count() == 0


def test_nothing_runs_in_search_results(watched: Page, hostile_address: str) -> None:
    watched.goto(hostile_address)
    watched.get_by_role("button", name="Search").click()
    for text in ("alert", "script", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "__proto__"):
        watched.get_by_role("dialog").get_by_role("textbox").fill(text)
        expect(watched.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
        assert watched.get_by_role("dialog").locator("script, iframe, li img").count() == 0


MISSING = [payload for payload in PAYLOADS if "\n" not in payload and not payload.startswith((".", "/"))]


def test_nothing_runs_where_an_address_is_missing(watched: Page, hostile_address: str) -> None:
    for payload in MISSING[::10]:
        path = quote(f"{payload}/no/such/page/", safe="/")
        watched.goto(hostile_address + path)
        expect(watched.locator("[data-missing-address]")).not_to_be_empty()


def test_nothing_runs_for_what_an_address_asks(watched: Page, hostile_address: str) -> None:
    for payload in ("<img src=x onerror=alert(1)>", "__proto__", "constructor", "javascript:alert(1)"):
        asked = quote(payload, safe="")
        names = ("start", "target", "areas", "products", "uses")
        watched.goto(f"{hostile_address}plan/?" + "&".join(f"{name}={asked}" for name in names))
        expect(watched.get_by_role("status").first).not_to_be_empty()
        watched.goto(
            f"{hostile_address}plan/?start=11.0&target=12.0&areas={asked}&products={asked}&uses={asked}"
        )
        expect(watched.get_by_role("status").first).not_to_be_empty()
        facets = ("q", "text", "version", "area", "status", "kind", "applies", "applies_to", "product")
        watched.goto(
            f"{hostile_address}changes/?" + "&".join(f"{name}={asked}" for name in facets) + f"#{asked}"
        )
        expect(watched.locator("h1")).to_be_visible()


@pytest.mark.parametrize("path", ["plan/?start=10.5&target=13.0&web=1&detail=full", "changes/?detail=full"])
def test_no_payload_becomes_part_of_what_is_copied(watched: Page, hostile_address: str, path: str) -> None:
    watched.goto(hostile_address + path)
    expect(watched.locator("[data-list]").get_by_text("Impact", exact=True)).not_to_have_count(0)
    script = """async () => {
      const { toMarkdown } = await import("./../assets/markdown.js");
      return toMarkdown([document.querySelector("[data-list]")]);
    }"""
    copied = watched.evaluate(script)
    assert copied.count("- [ ] ") > len(PAYLOADS)
    assert_dead_markdown(copied)
