"""The figures: every mark is where the catalog says, nothing else is drawn, and no two labels meet."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import pytest
from lxml import html

from macros.figures import release_timeline, specimens, upgrade_path, version_anatomy
from macros.figures.canvas import (
    NARROWEST,
    Axis,
    Box,
    Span,
    beside,
    em,
    fitting,
    short,
    ways_to_say,
)
from macros.figures.timeline import DatedRelease, lay_out_releases
from macros.figures.tracks import Bar, find_lives, lay_out_tracks
from macros.figures.upgrade_path import example_paths, lay_out_branches
from macros.view import View
from portal.model import Catalog, Tag, Track
from portal.model.dates import When
from portal.model.policy import Begin
from portal.model.versions import Version
from tests.dated import SOURCES, entry, release, slot

LAYOUTS = (lay_out_releases, lay_out_tracks, lay_out_branches)


@pytest.fixture(scope="module")
def crowded(june: Catalog) -> Catalog:
    """A catalog with a release a month on the active track, and as many LTS updates."""
    months = [When.parse(f"{year}-{month:02}") for year in (2023, 2024) for month in range(1, 13)]
    releases = [
        release(f"14.{number}", when, "scheduled", slot("lts-2022", when))
        for number, when in enumerate(months)
    ]
    return replace(june, releases=tuple(sorted(releases, key=lambda item: item.version, reverse=True)))


@pytest.fixture(scope="module")
def grown(june: Catalog) -> Catalog:
    """A catalog two years later: releases with exact days and ranges in turn, and more major versions."""
    dates = [
        When.parse(text)
        for text in (
            *("2024-09/2024-10", "2024-11-05", "2025-01-14~/2025-03-28~", "2025-02-18", "2025-04-01/2025-09"),
            *("2025-06-10", "2025-09-02/2025-12-16", "2025-11-11~", "2026-01-20/2026-02", "2026-03-03"),
            *("2026-05-18/2026-07-15", "2026-05-18~/2026-12-31~"),
        )
    ]
    row = slot("lts-2024", "2026-04-30~/2026-08-31~")
    releases = [
        release(f"12.{number}", when, "released" if number < 9 else "scheduled", row)
        for number, when in enumerate(dates)
    ]
    releases += [release(f"{major}.0", dates[-1]) for major in range(13, 22)]
    tracks = [
        replace(track, **begin_and_end("2024-09-17~", "2029-12-31~")) if track.id == "lts-2024" else track
        for track in june.tracks.tracks
    ]
    return replace(
        june,
        releases=tuple(reversed([*sorted(june.releases, key=lambda item: item.version)[:-2], *releases])),
        tracks=replace(june.tracks, tracks=tuple(tracks)),
        portal=replace(june.portal, data_as_of=When.parse("2026-11-29~")),
    )


@pytest.fixture(params=["catalog", "sample", "crowded", "grown"])
def any_catalog(request: pytest.FixtureRequest) -> Catalog:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Catalog)
    return found


def version(text: str) -> Version:
    return Version.parse(text)


def begin_and_end(begins: str | None, ends: str | None) -> dict[str, Any]:
    """The fields of a track that say when it begins and ends."""
    return {
        "begin": Begin(When.parse(begins), SOURCES) if begins else None,
        "support_end": (entry(ends),) if ends else (),
    }


def with_track(catalog: Catalog, **fields: object) -> Catalog:
    """The catalog with one LTS track only, of which nothing is known but what is given, and no releases."""
    track = replace(Track("x", "LTS X", "lts", "upcoming"), **fields)  # type: ignore[arg-type]
    return replace(catalog, tracks=replace(catalog.tracks, tracks=(track,)), releases=())


def only_bar(catalog: Catalog) -> tuple[Bar, Axis]:
    figure = lay_out_tracks(catalog)
    (bar,) = figure.bars
    first = next(int(tick.label.name) for tick in figure.years if tick.label)
    before = sum(tick.x < next(t.x for t in figure.years if t.label) for tick in figure.years)
    first -= before
    return bar, Axis(first, first + len(figure.years) - 1)


# --- room


@pytest.mark.parametrize("lay_out", LAYOUTS)
def test_no_two_labels_meet_and_all_are_inside(any_catalog: Catalog, lay_out: object) -> None:
    assert callable(lay_out)
    figure = lay_out(any_catalog)
    assert figure.texts
    for one, other in combinations(figure.texts, 2):
        assert not one.box.meets(other.box), f"{one} and {other}"
    for text in figure.texts:
        assert text.box.left >= -0.01, text
        assert text.box.right <= NARROWEST + 0.01, text
        assert text.box.top >= 0
        assert text.box.bottom <= figure.height, text


def test_no_label_meets_a_mark(any_catalog: Catalog) -> None:
    figure = lay_out_releases(any_catalog)
    marks = [mark for group in figure.groups for mark in group.marks]
    assert marks
    rooms = [Box(em(mark.span.x), mark.y, em(mark.span.end), mark.y + 1.1) for mark in marks]
    for one, other in combinations(rooms, 2):
        assert not one.meets(other)
    for room in rooms:
        assert not [text for text in figure.texts if text.box.meets(room)]
        assert room.bottom <= figure.height


def test_bars_lie_between_the_labels(any_catalog: Catalog) -> None:
    figure = lay_out_tracks(any_catalog)
    for bar in figure.bars:
        room = Box(0, bar.y, NARROWEST, bar.y + 0.8)
        assert not [text for text in figure.texts if text.box.meets(room)]
        assert room.bottom <= figure.height


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Box(0, 0, 2, 2), Box(1, 1, 3, 3), True),
        (Box(0, 0, 2, 2), Box(2, 0, 4, 2), False),
        (Box(0, 0, 2, 2), Box(0, 2, 2, 4), False),
        (Box(0, 0, 9, 9), Box(4, 4, 5, 5), True),
    ],
)
def test_boxes_meet(one: Box, other: Box, meet: bool) -> None:
    assert one.meets(other) is other.meets(one) is meet


@pytest.mark.parametrize(("span", "anchor", "x"), [(Span(0, 10), "start", 10), (Span(80, 10), "end", 80)])
def test_a_label_goes_where_it_fits(span: Span, anchor: str, x: float) -> None:
    label = beside("11.11", "Aug–Sep 2024", span, 1)
    assert label
    assert (label.anchor, label.x) == (anchor, x)


def test_a_label_that_fits_on_no_side_of_its_mark_stands_above_it(grown: Catalog) -> None:
    figure = lay_out_releases(grown)
    marks = {str(mark.event.release.version): mark for mark in figure.groups[0].marks}
    assert beside("12.11", "18 May 2026 – 31 Dec 2026", marks["12.11"].span, 1) is None
    label = marks["12.11"].label
    assert (label.name, label.words) == ("12.11", "18 May 2026 – 31 Dec 2026")
    assert label.box.bottom <= marks["12.11"].y


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024", "2024"),
        ("2024~/2029~", "about 2024 – about 2029"),
        ("2024~/2029-12-31~", "2024 – 31 Dec 2029"),
        ("2024-09-17~/2029-12~", "17 Sep 2024 – Dec 2029"),
        ("2024-09-17/2029-12-31", "2024–2029"),
        ("2024-12-17~/2024-12-31~", "2024"),
        ("2024-09-17~/..", "from about 17 Sep 2024"),
        ("../2024-10-21", "by 21 Oct 2024"),
    ],
)
def test_a_label_too_long_for_the_drawing_says_less(text: str, words: str) -> None:
    assert fitting("LTS 2024", ways_to_say(When.parse(text))) == words


# --- time


@pytest.mark.parametrize(
    ("day", "x"),
    [
        (date(2023, 1, 1), 0),
        (date(2024, 1, 1), 100 * 365 / 731),
        (date(2024, 12, 31), 100 * 730 / 731),
        (date(2022, 6, 1), 0),
        (date(2030, 1, 1), 100),
    ],
)
def test_days_on_the_axis(day: date, x: float) -> None:
    assert Axis(2023, 2024).x(day) == pytest.approx(x)


def test_an_axis_can_be_as_long_as_dates_go() -> None:
    axis = Axis(1, 9999)
    assert axis.span(date(1, 1, 1), date(9999, 12, 31)).width == pytest.approx(100)
    assert len(axis.years(1)) < 20


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-06~", "about Jun 2024"),
        ("2024-08/2024-09", "Aug–Sep 2024"),
        ("2024-05", "May 2024"),
        ("2024/2029", "2024–2029"),
        ("2024-35", "Q3 2024"),
    ],
)
def test_dates_in_labels_are_short(text: str, words: str) -> None:
    assert short(When.parse(text)) == words


# --- releases


def test_every_date_is_drawn_as_long_as_it_is_inexact(june: Catalog) -> None:
    figure = lay_out_releases(june)
    axis = Axis(figure.first, figure.last)
    for group in figure.groups:
        for mark in group.marks:
            assert mark.span.x == pytest.approx(axis.x(mark.event.date.known[0]))
            assert mark.span.end == pytest.approx(axis.x(mark.event.date.known[1], after=1))
            assert mark.label.name == str(mark.event.release.version)
    drawn = {(event.track, str(event.release.version), str(event.date)) for event in figure.events}
    assert ("Active track", "11.6", "August–September 2023") in drawn
    assert ("LTS 2024", "11.11", "August–September 2024") in drawn


def test_what_is_drawn_is_what_is_dated(june: Catalog) -> None:
    figure = lay_out_releases(june)
    active = {one.version for one in june.releases if one.date}
    lts = {
        (june.track_by_id[slot.track].name, one.version, slot.date)
        for one in june.releases
        for slot in one.schedule
        if slot.track != "active"
    }
    events = (*figure.events, *figure.outside)
    assert {event.release.version for event in events if event.track == "Active track"} == active
    assert {(e.track, e.release.version, e.date) for e in events if e.track != "Active track"} == lts
    assert len(events) == len(active) + len(lts)
    assert [str(event.release.version) for event in figure.outside] == ["13.0"]
    assert {one.version for one in figure.undated} == {one.version for one in june.releases if not one.date}
    planned = {str(event.release.version) for event in events if event.planned}
    assert planned == {"9.80", "10.12", "11.11", "12.0", "13.0"}


def test_the_last_date_that_was_written_down_is_drawn(june: Catalog) -> None:
    moved = release("12.0", "2024-10")
    (row,) = moved.schedule
    moved = replace(moved, schedule=(replace(row, dates=(*row.dates, entry("2024-09"))),))
    figure = lay_out_releases(replace(june, releases=(moved,)))
    assert [event.date.text for event in figure.events] == ["2024-09"]


def test_about_is_marked(june: Catalog) -> None:
    releases = (release("11.12", "2024-08~"), release("11.11", "2024-07"))
    figure = lay_out_releases(replace(june, releases=releases))
    assert figure.as_of_about
    assert figure.as_of_label.words == "as of about Jun 2024"
    marks = {str(m.event.release.version): m for group in figure.groups for m in group.marks}
    assert {name: mark.about for name, mark in marks.items()} == {"11.12": True, "11.11": False}
    assert marks["11.12"].label.words == "about Aug 2024"


def test_the_data_has_its_date_not_today(june: Catalog) -> None:
    figure = lay_out_releases(june)
    axis = Axis(figure.first, figure.last)
    assert figure.as_of == axis.span(*june.portal.data_as_of.known)
    later = replace(june, portal=replace(june.portal, data_as_of=When.parse("2026-01")))
    assert lay_out_releases(later).first == 2025


@pytest.mark.parametrize(
    ("text", "known", "fades"),
    [
        ("../2024-10-21", "2024-10-21", (True, False)),
        ("../2024-10", "2024-10", (True, False)),
        ("2024-10/..", "2024-10", (False, True)),
        ("2024-10", "2024-10", (False, False)),
    ],
)
def test_a_mark_fades_where_no_begin_or_end_is_known(
    june: Catalog, text: str, known: str, fades: tuple[bool, bool]
) -> None:
    figure = lay_out_releases(replace(june, releases=(release("12.0", text),)))
    (mark,) = (mark for group in figure.groups for mark in group.marks)
    axis = Axis(figure.first, figure.last)
    assert mark.span == axis.span(*When.parse(known).known)
    assert (bool(mark.fade_in), bool(mark.fade_out)) == fades
    if mark.fade_in:
        assert mark.fade_in.end == pytest.approx(mark.span.x)
    if mark.fade_out:
        assert mark.fade_out.x == pytest.approx(mark.span.end)
    assert all(fade is None or 2 < fade.width < 10 for fade in (mark.fade_in, mark.fade_out))
    drawn = Box(em((mark.fade_in or mark.span).x), 0, em((mark.fade_out or mark.span).end), 99)
    assert not mark.label.box.meets(drawn)


@pytest.mark.parametrize(
    ("status", "fades"), [("scheduled", ["figure-fade figure-planned"]), ("released", ["figure-fade"])]
)
def test_a_plan_fades_less_than_a_release(
    june: Catalog, status: Literal["scheduled", "released"], fades: list[str]
) -> None:
    one = release("12.0", "../2024-10-21", status)
    view = View(Path(), replace(june, releases=(one,)), "../")
    drawn = html.fromstring(f"<div>{release_timeline(view)}</div>")
    assert drawn.xpath("//rect[contains(@fill, '#figure-releases-in')]/@class") == fades
    assert len(drawn.xpath("//*[@id='figure-releases-in']")) == 1
    assert "by 21 October 2024" in drawn.xpath("string(//table)")


# --- tracks


def test_tracks_fade_where_their_begin_or_end_is_not_known(june: Catalog) -> None:
    seen = {
        bar.life.name: (bool(bar.fade_in), bool(bar.sure), len(bar.ranges), bool(bar.fade_out))
        for bar in lay_out_tracks(june).bars
    }
    assert seen == {
        "AXIS OS 11": (True, True, 1, False),
        "AXIS OS 12": (False, True, 2, False),
        "AXIS OS 13": (False, False, 1, True),
        "LTS 2018": (False, False, 0, False),
        "LTS 2020": (True, True, 0, True),
        "LTS 2022": (True, True, 0, True),
        "LTS 2024": (False, True, 2, False),
        "LTS 2028": (False, True, 2, False),
    }
    assert [bar.life.name for bar in lay_out_tracks(june).bars if bar.unknown] == ["LTS 2018"]


def test_majors_follow_one_another(june: Catalog) -> None:
    lives = {life.name: life for life in find_lives(june)}
    assert lives["AXIS OS 11"].begins is None  # 11.0 has no date
    assert str(lives["AXIS OS 11"].ends) == str(lives["AXIS OS 12"].begins) == "September 2024"
    assert str(lives["AXIS OS 12"].ends) == str(lives["AXIS OS 13"].begins) == "September 2026"
    assert lives["AXIS OS 13"].ends is None
    assert [lives[f"AXIS OS {major}"].status for major in (11, 12, 13)] == [
        "latest known",
        "upcoming",
        "upcoming",
    ]


# begins, ends, status -> sure from and to, ranges, fades in and out
BARS = {
    ("2024-08/2024-09", "2029", "upcoming"): (
        ("2024-10-01", "2028-12-31"), ("2024-08/2024-09", "2029"), False, False,
    ),
    ("2028", "2033", "upcoming"): (("2029-01-01", "2032-12-31"), ("2028", "2033"), False, False),
    (None, "2028", "upcoming"): (None, ("2028",), True, False),
    ("2023-03", None, "current"): (("2023-04-01", "2024-06-30"), ("2023-03",), False, True),
    ("2025-03", None, "upcoming"): (None, ("2025-03",), False, True),
    ("../2024-10-21", None, "upcoming"): (None, ("../2024-10-21",), True, True),
    ("../2024-10", "2029", "upcoming"): (
        ("2024-11-01", "2028-12-31"), ("../2024-10", "2029"), True, False,
    ),
    (None, "../2029", "upcoming"): (None, ("2029",), True, False),
    (None, None, "current"): (("2024-06-01", "2024-06-30"), (), True, True),
    (None, None, "upcoming"): (None, (), False, False),
    (None, None, "unknown"): (None, (), False, False),
}  # fmt: skip


@pytest.mark.parametrize("given", BARS)
def test_bars(june: Catalog, given: tuple[str | None, str | None, str]) -> None:
    begins, ends, status = given
    changed = with_track(june, **begin_and_end(begins, ends), status=status)
    sure, ranges, fade_in, fade_out = BARS[given]
    bar, axis = only_bar(changed)
    if sure:
        wanted = axis.span(date.fromisoformat(sure[0]), date.fromisoformat(sure[1]))
        assert bar.sure
        assert bar.sure.x == pytest.approx(wanted.x)
        assert bar.sure.end == pytest.approx(wanted.end)
    else:
        assert bar.sure is None
    assert [part.span for part in bar.ranges] == [axis.span(*When.parse(text).known) for text in ranges]
    assert (bool(bar.fade_in), bool(bar.fade_out)) == (fade_in, fade_out)
    for fade in (bar.fade_in, bar.fade_out):
        assert fade is None or fade.width > 5
    assert bar.unknown is (not sure and not ranges)


def test_a_bar_says_about(june: Catalog) -> None:
    bar, _ = only_bar(with_track(june, **begin_and_end("2028", "2033~")))
    assert [part.about for part in bar.ranges] == [False, True]
    assert bar.label.words == "2028 – about 2033"


def test_what_ends_by_a_day_can_do_so_from_when_it_was_last_there(june: Catalog) -> None:
    dates = {"11.11": "2024-05", "12.0": "../2024-10", "13.0": "2026"}
    releases = tuple(
        release(name, text, "released" if name == "11.11" else "scheduled") for name, text in dates.items()
    )
    figure = lay_out_tracks(replace(june, releases=releases))
    bars = {bar.life.name: bar for bar in figure.bars}
    assert {name: bar.label.words for name, bar in bars.items() if name.startswith("AXIS")} == {
        "AXIS OS 11": "ends by Oct 2024",
        "AXIS OS 12": "by Oct 2024 – 2026",
        "AXIS OS 13": "from 2026",
    }
    old, new = bars["AXIS OS 11"], bars["AXIS OS 12"]
    (end,) = old.ranges
    assert old.sure
    assert end.span.x == pytest.approx(old.sure.end)
    assert end.span.end == pytest.approx(new.ranges[0].span.end)
    assert not old.fade_out
    assert new.fade_in
    assert new.fade_in.end == pytest.approx(new.ranges[0].span.x)


# --- upgrades


def test_branches_leave_at_their_release_and_steps_skip_none(june: Catalog) -> None:
    figure = lay_out_branches(june)
    nodes = {str(node.version): node for node in figure.nodes}
    assert list(nodes) == ["8.40", "9.80", "10.12", "11.11", "12.0", "13.0"]
    assert [name for name, node in nodes.items() if node.planned] == ["11.11", "12.0", "13.0"]
    assert [nodes[name].x for name in nodes] == sorted(node.x for node in figure.nodes)
    for branch in figure.branches:
        assert branch.track.line == branch.line
        assert branch.x == nodes[str(branch.line)].x
    steps = [(step.older.track.name, step.newer.track.name) for step in reversed(figure.steps)]
    assert steps == [("LTS 2018", "LTS 2020"), ("LTS 2020", "LTS 2022"), ("LTS 2022", "LTS 2024")]
    for step in figure.steps:
        assert step.older.y > step.newer.y
    assert [track.name for track in figure.missing] == ["LTS 2028"]


@pytest.mark.parametrize("count", [0, 1, 2, 5, 7])
def test_names_of_branches_fit_however_many(june: Catalog, count: int) -> None:
    tracks = tuple(
        Track(f"x{n}", f"LTS {2010 + n}", "lts", "current", Version((n, 10))) for n in range(count)
    )
    figure = lay_out_branches(replace(june, tracks=replace(june.tracks, tracks=tracks), releases=()))
    assert len(figure.branches) == len(figure.nodes) == count
    assert len(figure.steps) == max(count - 1, 0)
    for one, other in combinations(figure.texts, 2):
        assert not one.box.meets(other.box)
    assert all(text.box.right <= NARROWEST + 0.01 for text in figure.texts)


def test_lines_of_branches_miss_labels(june: Catalog) -> None:
    figure = lay_out_branches(june)
    uprights = [Box(em(b.x) - 0.1, figure.active_y, em(b.x) + 0.1, b.y) for b in figure.branches]
    uprights += [Box(em(s.x) - 0.2, s.newer.y, em(s.x) + 0.2, s.older.y) for s in figure.steps]
    levels = [Box(em(b.x), b.y - 0.1, NARROWEST, b.y + 0.1) for b in figure.branches]
    for room in (*uprights, *levels):
        assert not [text for text in figure.texts if text.box.meets(room)]


def test_paths_are_the_examples_of_the_rules(june: Catalog) -> None:
    paths = example_paths(june)
    said = [(path.rule.id, path.avoid, " ".join(str(stop.version) for stop in path.stops)) for path in paths]
    assert said == [
        ("every-lts-track", False, "9.60 9.80 10.6"),
        ("no-long-gaps", False, "10.5 10.6 10.7 10.8 10.9"),
        ("no-long-gaps", True, "10.5 10.9"),
    ]
    assert [stop.track.name if stop.track else None for stop in paths[0].stops] == [None, "LTS 2020", None]


# --- versions


def test_the_versions_come_from_the_tags(june: Catalog) -> None:
    three, four = specimens(june)
    assert (str(three.version), three.tag) == ("11.10.61", "11.10.61 - AXIS OS")
    assert four
    assert str(four.version) == "6.50.5.10"


@pytest.mark.parametrize(
    ("tags", "four"), [(("odd", "1.2", "10.12.228 - LTS"), None), (("10.12.228", "1.2.3.4"), "1.2.3.4")]
)
def test_tags_that_are_no_versions_are_passed_over(
    june: Catalog, tags: tuple[str, ...], four: str | None
) -> None:
    changed = replace(june, tracks=replace(june.tracks, tags=(Tag("lts", tags, "x"),)))
    found = specimens(changed)
    assert str(found[0].version) == "10.12.228"
    assert (found[1] and str(found[1].version)) == four
    shown = html.fromstring(version_anatomy(View(Path(), changed)))
    assert len(shown.find_class("figure-older")) == (1 if four else 0)


def test_without_a_version_of_three_numbers_there_is_no_figure(june: Catalog) -> None:
    changed = replace(june, tracks=replace(june.tracks, tags=(Tag("pss", ("1.2.3.4",), "x"),)))
    with pytest.raises(ValueError, match="no tag with a version of three numbers"):
        specimens(changed)


# --- as written down


def drawn(view: View) -> html.HtmlElement:
    return html.fromstring(f"<div>{release_timeline(view)}{upgrade_path(view)}{version_anatomy(view)}</div>")


def said(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def test_every_text_of_the_layout_is_text_of_the_drawing(any_catalog: Catalog) -> None:
    page = drawn(View(Path(), any_catalog))
    shown = [
        said(element) for drawing in page.find_class("figure-drawing") for element in drawing.iter("text")
    ]
    texts = [text for lay_out in LAYOUTS for text in lay_out(any_catalog).texts]
    assert sorted(shown) == sorted(f"{text.name} {text.words}".strip() for text in texts)


def test_every_drawing_has_a_name_a_description_and_no_style(june: Catalog) -> None:
    page = drawn(View(Path(), june))
    drawings = page.find_class("figure-drawing")
    assert len(drawings) == 3
    for drawing in drawings:
        assert drawing.get("role") == "img"
        for attribute, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
            named = page.get_element_by_id(drawing.attrib[attribute])
            assert named.tag == tag
            assert len(said(named)) > 20
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(name.startswith("figure-") for name in ids)
    assert not page.xpath("//@style")
    used = {str(value)[5:-1] for value in page.xpath("//@fill | //@marker-end")}
    assert used <= set(ids)


def test_tables_say_what_the_drawings_show(june: Catalog) -> None:
    releases, tracks = (
        [[said(cell) for cell in row] for row in table.xpath("tbody/tr")]
        for table in html.fromstring(f"<div>{release_timeline(View(Path(), june))}</div>").iter("table")
    )
    figure = lay_out_releases(june)
    assert releases == [_row(event) for event in figure.events]
    assert tracks == [
        ["AXIS OS 11, active track", "latest known", "not known", "September 2024"],
        ["AXIS OS 12, active track", "upcoming", "September 2024", "September 2026"],
        ["AXIS OS 13, active track", "upcoming", "September 2026", "not known"],
        ["LTS 2018", "not known", "not known", "not known"],
        ["LTS 2020", "current", "not known", "not known"],
        ["LTS 2022", "current", "not known", "not known"],
        ["LTS 2024", "upcoming", "August–September 2024", "2029"],
        ["LTS 2028", "upcoming", "2028", "2033"],
    ]


def _row(event: DatedRelease) -> list[str]:
    status = "Scheduled" if event.planned else "Released"
    return [str(event.release.version), event.track, str(event.date), status]


def test_what_is_not_drawn_is_said(june: Catalog) -> None:
    text = said(drawn(View(Path(), june)))
    assert "Outside this time: 13.0 (Active track, September 2026)." in text
    assert "No release date is known for 11.9, 11.4," in text
    assert "Not drawn, because the release that it stays on is not known: LTS 2028." in text
    assert text.count("data as of about June 2024") == 3


def test_names_from_the_data_stay_text(june: Catalog) -> None:
    name = "</text><script>alert(1)</script>"
    tracks = tuple(replace(track, name=name) for track in june.tracks.tracks)
    page = drawn(View(Path(), replace(june, tracks=replace(june.tracks, tracks=tracks))))
    assert not list(page.iter("script"))
    assert name in said(page)


def test_one_part_can_be_had_alone(june: Catalog) -> None:
    view = View(Path(), june)
    parts = [release_timeline(view, part) for part in ("releases", "tracks")]
    assert [part.count("<figure") for part in (*parts, release_timeline(view))] == [1, 1, 2]
    with pytest.raises(ValueError, match="there is no part 'nothing'; the parts are releases, tracks"):
        release_timeline(view, "nothing")
