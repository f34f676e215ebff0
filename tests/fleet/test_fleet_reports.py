"""The report on a fleet as text, JSON and HTML: whatever devices and facts say, it is only text."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.fields import to_fields
from portal.fleet.fleet_html import render_fleet_html
from portal.fleet.fleet_text import render_fleet_text
from portal.fleet.judging import FleetReport, report_of
from portal.model import Catalog
from portal.planner import facts_of
from portal.reading.structure import published_schemas
from tests.conftest import REPOSITORY
from tests.fleet.judged import SETTINGS, TODAY, a_device, facts_with, judge_with, report_on

HOSTILE = (
    "<script>fetch('https://elsewhere.example/')</script>",
    '"><img src=https://elsewhere.example/x onerror=alert(1)>',
    "' style='background:url(https://elsewhere.example/)",
    "</style></title><!--",
    "\x1b[31mred\u202e\n::error::forged",
)


@pytest.fixture(scope="module")
def report(june: Catalog) -> FleetReport:
    """A report with something of everything, and devices that mean no good."""
    odd = [a_device("A.Fails", model=text, label=text, own=(("name", text),)) for text in HOSTILE]
    usual = [
        a_device(*SETTINGS),
        a_device(),
        a_device(version=""),
        a_device(version="99.1"),
        a_device(model="Q9", chip="X1"),
    ]
    return report_on(facts_with(facts_of(june)), [*odd, *usual], unread=2, names=True)


def test_text_stays_text_within_its_width(report: FleetReport) -> None:
    text = render_fleet_text(report, 80, devices=True)
    assert [line for line in text.splitlines() if len(line) > 80 and " " in line.strip(" -")] == []
    assert all(char.isprintable() or char == "\n" for char in text)
    assert not any(line.startswith("::") for line in text.splitlines())
    head, results, *groups = text.split("\n\n")
    assert head.startswith("10 devices on the way to AXIS OS 12.0\nMade on 30 June 2024. Data as of ")
    assert results.splitlines()[:2] == ["Results", "  Blocked: 6"]
    assert groups[0].startswith("Blocked: 1 device, ")


def test_each_device_is_listed_where_it_is_asked_for(report: FleetReport) -> None:
    text = render_fleet_text(report, 80, devices=True)
    *_, last = (
        part for part in text.split("\n\n") if part.startswith("Nothing to do: 1 device, P1, 11.11.1")
    )
    assert last.endswith("  - Devices\n    device 1")
    assert "- Devices" not in render_fleet_text(report, 80, devices=False)


def test_what_was_not_seen_and_what_is_only_a_hint_is_said_of_as_many_as_it_is(june: Catalog) -> None:
    blind = a_device("A.Silent", holds=frozenset({"identity", "settings"}))
    report = report_on(facts_with(facts_of(june)), [a_device("A.Silent", "A.Hint"), blind])
    text = " ".join(render_fleet_text(report, 80, devices=False).split())
    assert "Not known: 2 devices, P1, 11.11.1" in text
    assert "could not be looked for: the files of 1 device do not show enough of the applications." in text
    assert "- Not known, have a look: The change hint comes in 12.0 1 of 2: A.Hint=yes" in text
    assert "- Not known: The change silent comes in 12.0 2 of 2: A.Silent=yes" in text


def test_a_device_that_does_not_get_the_version_has_nothing_to_do_first(june: Catalog) -> None:
    facts = facts_with(facts_of(june), last="11.11")
    assert "Do first: " not in render_fleet_text(report_on(facts, [a_device("A.Breaks")]), 80, devices=False)
    other = report_on(facts, [a_device("A.Breaks", model="Q9")])
    assert "Do first: Do breaks first." in render_fleet_text(other, 80, devices=False)


def test_each_stage_of_a_change_is_said_with_what_shows_it(june: Catalog) -> None:
    """What came stands before what is planned, however many devices meet each."""
    judge = judge_with(facts_with(facts_of(june)))
    met = judge.judge(a_device("A.Hint")).met[0]
    planned = replace(met.change, status="planned", when="comes later")
    later = [replace(met, change=planned, said=said) for said in ("A.More", "A.Most")]
    one = judge.judge(a_device("A.Hint"))
    groups = [replace(one, met=(later[0], met, later[1])), replace(one, met=tuple(later))]
    text = render_fleet_text(report_of(judge, groups, TODAY), 80, devices=False)
    said = " ".join(text.partition("- Not known")[2].split())
    assert "The change hint comes in 12.0 1 of 2: A.Hint=yes" in said
    assert "The change hint comes later 2 of 2: A.More 2 of 2: A.Most" in said
    assert said.index("comes in 12.0") < said.index("comes later")


def test_json_has_the_published_shape(report: FleetReport) -> None:
    value = json.loads(json.dumps({"schema_version": "1.0", "exit_code": 1, **to_fields(report)}))
    assert list(published_schemas(REPOSITORY).broken("fleet", value)) == []


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.links += [value or "" for name, value in attributes if name == "href"]


def test_nothing_that_is_said_is_html(report: FleetReport) -> None:
    text = render_fleet_html(report)
    assert all(char.isprintable() or char == "\n" for char in text)
    page = _Tags(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object"}
    assert page.attributes <= {
        "lang", "charset", "name", "content", "http-equiv", "class",
        "href",
    }  # fmt: skip
    assert page.links
    assert all(
        link.startswith(("https://axis-os-portal.example/", "https://portal.example/")) for link in page.links
    )


def test_only_a_web_address_is_a_link(june: Catalog) -> None:
    report = report_on(facts_with(facts_of(june)), [a_device("A.Fails")])
    (group,) = report.groups
    (met,) = group.met
    for address in ("javascript:alert(1)", "https://elsewhere.example/ x", "//elsewhere.example/"):
        bad = replace(met, change=replace(met.change, url=address))
        forged = replace(report, groups=(replace(group, met=(bad,)),))
        assert address not in _Tags(render_fleet_html(forged)).links


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_asks_for_nothing_and_fits(
    report: FleetReport, browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_fleet_html(report), "utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("heading", level=1).inner_text() == "10 devices on the way to AXIS OS 12.0"
    assert page.get_by_text(re.compile(r"^device 1")).count() == 5
    context.close()
