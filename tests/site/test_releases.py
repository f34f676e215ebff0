"""Calls about releases: what is out, what is ahead, and what was due and may have come or not."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from macros.after.entries import RELEASE_SHELL, entry_pages
from macros.calls import CALLS
from macros.calls.changes import change_explorer
from macros.calls.releases import (
    at_a_glance,
    component_table,
    current_and_next,
    release_schedule,
    schedule_rows,
)
from macros.calls.tools import upgrade_planner
from macros.view import View
from portal.model import Catalog
from portal.model.versions import Version
from portal.words import CONSEQUENCE_SHORT
from tests.dated import dated, in_state


def without(catalog: Catalog, status: str) -> Catalog:
    return replace(
        catalog, releases=tuple(release for release in catalog.releases if release.status != status)
    )


def text_of(markup: str) -> str:
    return " ".join(html.fromstring(f"<div>{markup}</div>").text_content().split())


def periods(catalog: Catalog) -> list[str]:
    glance = html.fromstring(at_a_glance(View(Path(), catalog)))
    return [" ".join(section.text_content().split()) for section in glance.iter("section")]


def outlooks(catalog: Catalog) -> list[str]:
    return [
        f"{row.release.version} {row.slot.track} {row.outlook}"
        for row in schedule_rows(catalog)
        if row.slot.date and row.slot.date.text >= "2024-06"
    ]


def page_of(catalog: Catalog, version: str) -> str:
    pages = entry_pages(View(Path(), catalog))
    (body,) = (
        page.body for page in pages if (page.shell, page.path) == (RELEASE_SHELL, f"releases/{version}/")
    )
    return text_of(body)


def test_in_june_2024_all_of_the_schedule_is_ahead(june: Catalog) -> None:
    assert outlooks(june) == [
        "9.80 lts-2020 ahead",
        "11.11 active ahead",
        "10.12 lts-2022 ahead",
        "11.11 lts-2024 ahead",
        "12.0 active ahead",
        "13.0 active ahead",
    ]
    now, soon, later = periods(june)
    assert "AXIS OS 11.10 is the latest known release, as of about June 2024. It came in April 2024." in now
    assert "Breaking changes: 15 in AXIS OS 11." in now
    assert "AXIS OS 12.0, upcoming Active track" in soon
    assert "Breaking changes: 31 in AXIS OS 12." in soon
    assert later == "Later September 2026AXIS OS 13.0, Active track Breaking changes: 4 in AXIS OS 13."
    assert "July 2024 (preliminary)" in page_of(june, "11.11")
    said = text_of(current_and_next(View(Path(), june)))
    assert "What AXIS OS 11.11 is to bring, scheduled for July 2024" in said


def test_what_is_out_or_past_is_no_next(june: Catalog) -> None:
    later = dated(june, "2024-10", out="11.11 12.0")
    assert outlooks(later) == [
        "9.80 lts-2020 due",
        "11.11 active out",
        "10.12 lts-2022 due",
        "11.11 lts-2024 due",  # the data does not say yet that the track has begun
        "12.0 active out",
        "13.0 active ahead",
    ]
    now, soon, last = periods(later)
    assert "AXIS OS 12.0 is the latest known release, as of October 2024. It came in September 2024." in now
    assert "Breaking changes: 15 in AXIS OS 11, 31 in AXIS OS 12." in now
    assert "was due" not in now
    assert soon == "Next September 2026AXIS OS 13.0, Active track Breaking changes: 4 in AXIS OS 13."
    assert last == "Later No later release is known."
    assert "What AXIS OS 13.0 is to bring" in text_of(current_and_next(View(Path(), later)))
    assert "(preliminary)" not in page_of(later, "11.11")
    rows = html.fromstring(release_schedule(View(Path(), later))).xpath(".//tbody/tr")
    assert [" ".join(row.text_content().split()).partition(" whether")[0] for row in rows] == [
        "9.80 LTS 2020 was due by June 2024; not known",
        "10.12 LTS 2022 was due by August 2024; not known",
        "11.11 Upcoming LTS 2024 was due by September 2024; not known",
        "13.0 Active track September 2026",
    ]
    assert "OpenSSL 3.0.14 11.11, Active track, July 2024" in text_of(component_table(View(Path(), later)))


def test_a_track_that_has_begun_is_no_next(june: Catalog) -> None:
    later = dated(june, "2024-10", out="11.11")
    releases = tuple(
        replace(one, schedule=tuple(in_state(row, "released") for row in one.schedule))
        if str(one.version) == "11.11"
        else one
        for one in later.releases
    )
    begun = replace(later, releases=releases)
    assert "11.11 lts-2024 out" in outlooks(begun)
    assert "LTS 2024 August–September 2024 · stated by the vendor More" in page_of(begun, "11.11")


def test_what_was_due_is_told_so_where_the_facts_do_not_say_whether_it_came(june: Catalog) -> None:
    later = dated(june, "2026-11", out="11.11")
    sentence = "was due by September 2024; not known whether it came"
    now, soon, last = periods(later)
    assert "was due" not in now
    assert soon.startswith(f"Next AXIS OS 12.0 {sentence}.")
    assert "AXIS OS 13.0 was due by September 2026; not known" in soon
    assert soon.endswith("Breaking changes: 31 in AXIS OS 12, 4 in AXIS OS 13.")
    assert last == "Later No later release is known."
    said = text_of(current_and_next(View(Path(), later)))
    assert "the latest known, as of November 2026" in said
    assert "Next release None is known" in said
    assert f"Due, not confirmed AXIS OS 12.0 {sentence}." in said
    # That is our word; how sure the date is stands beside the date.
    page = page_of(later, "12.0")
    assert page.startswith("Due, not confirmed")
    assert not page.startswith("Due, not confirmed · stated")
    assert page_of(later, "12.0").count(sentence) == 1
    assert "12.0 Due, not confirmed September 2024" in text_of(CALLS["release_list"](View(Path(), later)))
    assert "AXIS OS 12.0, was due by September 2024" in text_of(change_explorer(View(Path(), later)))
    assert "12.0, was due by September 2024" in text_of(upgrade_planner(View(Path(), later)))


@pytest.mark.parametrize("as_of", ["2024-09-30", "2024-09", "2024-08/2024-09", "2024-35"])
def test_a_release_is_due_only_when_its_whole_date_is_past(june: Catalog, as_of: str) -> None:
    later = dated(june, as_of)
    assert later.outlook(later.release_by_version[Version.parse("12.0")]) == "ahead"
    later = dated(june, "2024-10-01")
    assert later.outlook(later.release_by_version[Version.parse("12.0")]) == "due"


def test_nothing_scheduled_is_said(june: Catalog) -> None:
    bare = without(june, "scheduled")
    out = tuple(replace(one, schedule=one.schedule[:1]) for one in bare.releases)
    bare = replace(bare, releases=out)
    _, soon, later = periods(bare)
    assert soon.startswith("Next Nothing is known to come next.")
    assert later.startswith("Later No later release is known.")
    view = View(Path(), bare)
    assert "Next release None is known" in text_of(current_and_next(view))
    assert "No scheduled release is known to be still ahead, as of" in text_of(release_schedule(view))


def test_nothing_released_is_said(june: Catalog) -> None:
    now, soon, _ = periods(without(june, "released"))
    assert "No release is known to be out, as of about June 2024." in now
    assert "12.0" in soon
    said = text_of(current_and_next(View(Path(), without(june, "released"))))
    assert "Latest release None is known, as of about June 2024" in said


def test_no_release_at_all_is_said(june: Catalog) -> None:
    bare = replace(june, releases=())
    assert len(periods(bare)) == 3
    assert "None is known" in text_of(current_and_next(View(Path(), bare)))


def test_a_date_that_only_a_third_party_names_is_not_told_as_the_vendor_s(june: Catalog) -> None:
    others = tuple(replace(source, publisher="third-party") for source in june.sources)
    view = View(Path(), replace(june, sources=others))
    for called in (at_a_glance, current_and_next, release_schedule):
        said = " · reported by a third party"
        assert said not in text_of(called(View(Path(), june)))
        assert said in text_of(called(view))
        assert said in called(view.in_markdown())


def test_changes_of_a_release_begin_with_what_breaks_and_say_it(catalog: Catalog) -> None:
    order = list(CONSEQUENCE_SHORT.values())
    for page in entry_pages(View(Path(), catalog)):
        if page.shell == RELEASE_SHELL:
            items = html.fromstring(page.body).xpath("//h2[@id='changes']/following-sibling::ul[1]/li")
            told = [item.find_class("consequence")[0].text_content() for item in items]
            assert told == sorted(told, key=order.index), page.path
