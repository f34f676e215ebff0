"""Major versions: one more release file in the data, and everything that lists them has another one."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from macros.after.entries import MAJOR_SHELL, entry_pages
from macros.view import View
from portal.model import Catalog, Reported
from portal.model.versions import Version
from tests.checkout import Checkout
from tests.dated import release
from tests.pages import article_of, read_page

RELEASE = """\
version: "{major}.0"
schedule:
  - track: active
    dates:
      - id: "{number}"
        recorded: "2026-11-23"
        state: scheduled
        date: "2099"
        sources: [portal-2024-06]
"""
CHANGE = """\
id: something-new-removal
title: Something new removed
summary: Something new is removed.
area: api
kind: removal
status: planned
version: "{major}.0"
applies_to: upgrade
why: To have something to test with.
impact: What uses it does not work any longer.
action: Use something else.
history:
  - date: "2026-11-23"
    event: recorded
    version: "{major}.0"
    status: planned
    sources: [portal-2024-06]
"""


def test_a_new_major_version_is_one_release_file(checkout: Checkout) -> None:
    empty, major = 14, 15
    data = checkout.root / "data"
    for number in (empty, major):
        (data / f"releases/{number}.0.yml").write_text(
            RELEASE.format(major=number, number=900 + number), "utf-8"
        )
    (data / "changes/something-new-removal.yml").write_text(CHANGE.format(major=major), "utf-8")

    done = checkout.publish()

    assert done.returncode == 0, done.stderr
    site = checkout.site
    page = read_page(site / f"changes/{major}/index.html")
    assert page.xpath("//h1/text()") == [f"Changes in AXIS OS {major}"]
    assert page.xpath("//article//h3/a/@href") == ["../../changes/something-new-removal/"]
    none = article_of(read_page(site / f"changes/{empty}/index.html")).text_content()
    assert f"No breaking change of AXIS OS {empty} is recorded here. That does not mean" in none

    majors = [15, 14, 13, 12, 11]
    for path in ("index.html", "releases/index.html", f"changes/{major}/index.html"):
        menu = read_page(site / path).find_class("md-sidebar--primary")[0]
        links = [(link.text_content().strip(), link.get("href", "")) for link in menu.iter("a")]
        named = [(text, href) for text, href in links if re.fullmatch(r"AXIS OS \d+", text)]
        assert [text for text, _ in named] == [f"AXIS OS {number}" for number in majors]
        folders = [((site / path).parent / href).resolve() for _, href in named]
        assert folders == [site.resolve() / f"changes/{number}" for number in majors]
    for path in ("changes/index.html", "plan/index.html"):
        links = article_of(read_page(site / path)).xpath(".//a/@href")
        assert {f"changes/{number}/" for number in majors} <= {
            ((site / path).parent / link).resolve().relative_to(site.resolve()).as_posix() + "/"
            for link in links
            if re.search(r"\d/$", link)
        }
    versions = read_page(site / "changes/index.html").xpath("//select[@name='from']/option/@value")
    assert versions[1] == f"{major}.0"
    for path in ("llms.txt", "sitemap.xml"):
        text = (site / path).read_text("utf-8")
        assert all(f"/changes/{number}/" in text for number in majors), path
    assert json.loads((site / "api/v1/plan.json").read_bytes())["majors"][-1] == major


def test_the_navigation_marks_the_major_version_that_is_read(site: Path) -> None:
    page = read_page(site / "changes/12/index.html")
    (active,) = page.xpath("//*[contains(@class, 'md-sidebar--primary')]//a[@aria-current='page']")
    assert active.text_content().strip() == "AXIS OS 12"
    assert "md-nav__link--active" in active.get("class")


@pytest.mark.parametrize(
    ("path", "of"), [("releases/12.0", "Schedule"), ("changes/date-cgi-removal", "All changes")]
)
def test_the_navigation_marks_the_list_that_a_page_is_of(site: Path, path: str, of: str) -> None:
    page = read_page(site / path / "index.html")
    (active,) = page.xpath("//*[contains(@class, 'md-sidebar--primary')]//a[@aria-current]")
    assert (active.text_content().strip(), active.get("aria-current")) == (of, "true")


@pytest.mark.parametrize(
    ("releases", "changes", "introductions", "wanted"),
    [
        (["9.80", "11.0", "12.0", "13.0"], True, True, [13, 12, 11]),
        (["9.80", "11.0", "12.0", "13.0"], False, True, [13, 12, 11]),
        (["9.80", "11.0", "14.0"], True, False, [14, 12, 11]),
        (["9.80", "11.0"], False, False, [11, 9]),
        ([], False, False, []),
    ],
)
def test_major_versions_are_listed_from_the_first_documented_one_on(
    sample: Catalog, releases: list[str], changes: bool, introductions: bool, wanted: list[int]
) -> None:
    known = replace(
        sample,
        releases=tuple(release(text, None, "released") for text in reversed(releases)),
        changes=sample.changes if changes else (),
        policy=sample.policy if introductions else replace(sample.policy, majors=()),
    )
    assert list(known.listed_majors) == wanted
    pages = [page for page in entry_pages(View(Path(), known)) if page.shell == MAJOR_SHELL]
    assert [page.path for page in pages] == [f"changes/{major}/" for major in wanted]


def test_a_major_version_says_how_its_changes_stand(sample: Catalog) -> None:
    (page,) = (page for page in entry_pages(View(Path(), sample)) if page.path == "changes/12/")
    text = " ".join(html.fromstring(f"<div>{page.body}</div>").text_content().split())
    assert text.startswith("3 breaking changes of AXIS OS 12 are recorded here: 2 planned, 1 withdrawn.")
    assert "Most of these changes come at the start of the new active track." in text


def test_what_is_also_reported_of_a_major_version_is_a_line_with_who_says_it(sample: Catalog) -> None:
    reported = (Reported("`old.cgi` goes.", ("portal-2024-06",)),)
    policy = sample.policy
    majors = tuple(
        replace(one, also_reported=reported) if one.major == Version((12,)) else one for one in policy.majors
    )
    known = replace(sample, policy=replace(policy, majors=majors))
    pages = {page.path: page for page in entry_pages(View(Path(), known))}

    (line,) = html.fromstring(f"<div>{pages['changes/12/'].body}</div>").xpath(
        "//h2[@id='also-reported']/following-sibling::ul/li"
    )

    source = known.source_by_id["portal-2024-06"]
    said = " ".join(line.text_content().split())
    assert said == f"old.cgi goes. ({source.title}; stated by the vendor)"
    assert line.xpath("a/@href") == [source.url]
    assert "also-reported" not in pages["changes/11/"].body


def test_the_page_of_a_major_version_offers_its_feeds_and_so_does_its_twin(
    real_site: Path, june: Catalog
) -> None:
    offered = [
        f"../../feeds/majors/12{name}.{end}" for name in ("", "/upgrade") for end in ("json", "rss", "atom")
    ]
    page = real_site / "changes/12/index.html"
    assert article_of(read_page(page)).xpath(".//a[contains(@href, '/feeds/')]/@href") == offered
    twin = page.with_name("index.md").read_text("utf-8")
    assert [address in twin for address in (one.removeprefix("../../") for one in offered)] == [True] * 6
