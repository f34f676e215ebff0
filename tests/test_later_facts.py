"""What became known after June 2024 is in the data as it was collected, and no plan outlives its release."""

from typing import NamedTuple

import pytest
import yaml

from portal.model import Catalog
from tests.conftest import TESTS


class Row(NamedTuple):
    """What a change is known to be, or its step at that version in `stage`, and who says so."""

    id: str
    version: str
    status: str
    sources: list[str]
    stage: str | None = None


# The day on which it was collected: what happens to an entry later is no matter of this list.
COLLECTED = "2026-11-29"
ROWS = tuple(Row(**row) for row in yaml.safe_load((TESTS / "facts" / "later.yml").read_text("utf-8")))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join((row.id, row.stage or "")).strip())
def test_the_data_says_it(catalog: Catalog, row: Row) -> None:
    change = catalog.change_by_id[row.id]
    then = [step for step in change.steps if step.event.date.text <= COLLECTED][-1]
    stages = {str(stage.version): stage.status or then.status for stage in change.stages}
    status = stages[row.stage] if row.stage else then.status
    assert (row.stage or str(then.version), status) == (row.version, row.status)
    assert set(row.sources) - set(change.cited) == set()


def test_each_is_listed_once() -> None:
    assert len({(row.id, row.stage) for row in ROWS}) == len(ROWS)


def test_no_plan_of_june_2024_is_left_for_a_release_that_is_out(catalog: Catalog, june: Catalog) -> None:
    """Each says what became of it: it came, moved, was withdrawn, or no source says so."""
    planned = [catalog.change_by_id[change.id] for change in june.changes if change.status == "planned"]
    assert planned
    out = {release.version for release in catalog.releases if release.status == "released"}
    majors = {version.major for version in out}
    left = [
        change.id
        for change in planned
        if change.status == "planned"
        and (change.version.major in majors if change.version.is_major_only else change.version in out)
    ]
    assert left == []


def test_what_was_planned_in_june_2024_is_listed(june: Catalog) -> None:
    assert {change.id for change in june.changes if change.status == "planned"} <= {row.id for row in ROWS}
