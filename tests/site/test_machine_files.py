"""Feeds, calendars and lifecycle files as they are published: the strict checkers find nothing in them."""

import json
from pathlib import Path

import pytest

from portal.model import Catalog
from portal.outputs.calendar import calendars
from portal.outputs.standards import papers
from tests.oracles.calendars import calendar_problems
from tests.oracles.feeds import check_feeds
from tests.oracles.lifecycle import CHECKS

# The fixture of the facts -> that of their site
SITES = {"june": "site", "catalog": "real_site"}


@pytest.fixture(params=SITES)
def published(request: pytest.FixtureRequest) -> tuple[Path, Catalog]:
    """A finished site with its facts."""
    return request.getfixturevalue(SITES[request.param]), request.getfixturevalue(request.param)


def test_every_feed_is_sound(published: tuple[Path, Catalog]) -> None:
    site, facts = published
    paths = (site / "feeds").rglob("*.*")
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}
    assert list(check_feeds(facts, files, files.__getitem__)) == []


def test_every_calendar_is_sound(published: tuple[Path, Catalog]) -> None:
    site, facts = published
    for calendar in calendars(facts):
        assert list(calendar_problems((site / calendar.path).read_bytes())) == []


def test_every_lifecycle_file_is_sound(published: tuple[Path, Catalog]) -> None:
    site, facts = published
    for paper in papers(facts):
        value = json.loads((site / paper.path).read_bytes())
        assert list(CHECKS[paper.standard](value)) == []
