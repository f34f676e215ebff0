"""Badges, and AXIS OS as a product of endoflife.date: no more than is known, and as of when."""

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from portal.model import Catalog
from portal.model.dates import When
from portal.outputs.badges import Badge, badges, render_endpoint, render_svg
from portal.outputs.standards import endoflife_product

SVG = "{http://www.w3.org/2000/svg}"


def badge(catalog: Catalog, name: str) -> Badge:
    return next(one for one in badges(catalog) if one.name == name)


def cycles(catalog: Catalog) -> dict[str, dict[str, Any]]:
    return {cycle["name"]: cycle for cycle in endoflife_product(catalog)["result"]["releases"]}


def at(catalog: Catalog, day: str) -> Catalog:
    """Return a catalog whose facts hold as of another day."""
    return replace(catalog, portal=replace(catalog.portal, data_as_of=When.parse(day)))


@pytest.mark.parametrize("facts", ["catalog", "sample", "june"])
def test_every_badge_says_when_and_that_it_is_unofficial(request: pytest.FixtureRequest, facts: str) -> None:
    catalog: Catalog = request.getfixturevalue(facts)
    found = list(badges(catalog))
    names = [track.id for track in catalog.tracks.tracks] + [str(one.version) for one in catalog.releases]
    assert [one.name for one in found] == names
    for one in found:
        assert f"as of {catalog.portal.data_as_of.text[:7]}" in one.message
        assert one.message.endswith("unofficial")
        assert json.loads(render_endpoint(one)).keys() >= {"schemaVersion", "label", "message", "color"}
        drawn = ElementTree.fromstring(render_svg(one))  # noqa: S314 - our own
        assert drawn.findtext(f"{SVG}title") == f"{one.label}: {one.message}"
        assert "green" not in one.color


@pytest.mark.parametrize(
    ("name", "says", "color"),
    [
        ("lts-2024", "still to come ", "lightgrey"),
        ("11.10", "supported until the next release ", "blue"),
        ("lts-2028", "still to come ", "lightgrey"),
        ("lts-2020", "support not known ", "lightgrey"),
        ("11.9", "support not known ", "lightgrey"),
        ("12.0", "scheduled for ", "lightgrey"),
    ],
)
def test_a_badge_says_what_is_known(june: Catalog, name: str, says: str, color: str) -> None:
    found = badge(june, name)
    assert (found.message.startswith(says), found.color) == (True, color), found


def test_what_has_ended_is_red_and_what_is_not_known_is_left_out(june: Catalog) -> None:
    tracks = tuple(replace(track, status="current") for track in june.tracks.tracks)
    begun = replace(june, tracks=replace(june.tracks, tracks=tracks))
    assert badge(at(begun, "2025-01-01"), "lts-2024").message.startswith("supported until 2029 ")
    ended = badge(at(begun, "2030-01-01"), "lts-2024")
    assert (ended.message[:22], ended.color) == ("support ended in 2029 ", "red")
    assert "9.80" not in cycles(june)  # it is not known whether LTS 2020 is supported
    assert "12.0" not in cycles(june)  # it is not out


def test_a_cycle_has_dates_as_far_as_they_are_known(catalog: Catalog) -> None:
    for name, cycle in cycles(catalog).items():
        track = next((one for one in catalog.tracks.tracks if str(one.line) == name), None)
        assert cycle["isLts"] == bool(track)
        assert cycle["custom"]["asOf"] == str(catalog.portal.data_as_of)
        ends = track.support_ends if track else None
        if ends and not ends.is_approximate and ends.end:
            assert cycle["eolFrom"] == ends.end.isoformat()


def test_text_is_escaped_in_a_picture() -> None:
    drawn = render_svg(Badge("x", '<a> & "b"', "</svg>", "blue"))
    assert ElementTree.fromstring(drawn).findtext(f"{SVG}title") == '<a> & "b": </svg>'  # noqa: S314
