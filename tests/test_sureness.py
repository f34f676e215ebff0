"""How sure a statement is: as sure as the best of those who make it, and nobody else counts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from portal.model import Catalog, Event, sureness
from portal.model.dates import When
from portal.model.versions import Version

SOURCES = {"vendor": "portal-2024-06", "vendor-documentation": "library-2024", "third-party": "forum-2024"}
OLD, NEW = Version.parse("11.11"), Version.parse("12.0")


def said(event: Any, by: str, **fields: Any) -> Event:
    return Event(When.parse("2026-11-23"), event, sources=(SOURCES[by],), **fields)


def judged(sample: Catalog, status: Any, history: Sequence[Event]) -> tuple[str, str, str | None, str]:
    """Return how sure it is that the change exists, in which version, that it came, and what readers see."""
    change = replace(sample.changes[0], status=status, version=NEW, history=tuple(history))
    found = (sureness.existence, sureness.version, sureness.came, sureness.standing)
    exists, version, came, standing = (ask(sample, change) for ask in found)
    assert exists
    assert version
    assert standing
    return exists, version, came, standing


PLANNED = said("recorded", "vendor", version=NEW, status="planned")
REPORTED = said("applied", "third-party")


@pytest.mark.parametrize(
    ("status", "history", "expected"),
    [
        ("planned", [PLANNED], ("vendor", "vendor", None, "vendor")),
        (
            "planned",
            [replace(PLANNED, version=OLD), said("moved", "third-party", from_=OLD, to=NEW)],
            ("vendor", "third-party", None, "third-party"),
        ),
        ("applied", [PLANNED, REPORTED], ("vendor", "vendor", "third-party", "third-party")),
        (
            "applied",
            [PLANNED, REPORTED, said("applied", "vendor-documentation")],
            ("vendor", "vendor", "vendor-documentation", "vendor-documentation"),
        ),
        (
            "applied",
            [said("recorded", "third-party", version=NEW, status="applied")],
            ("third-party", "third-party", "third-party", "third-party"),
        ),
        # What is concluded is our inference, however good the sources are from which it is.
        (
            "applied",
            [PLANNED, said("applied", "vendor", inferred=True)],
            ("vendor", "vendor", "inferred", "inferred"),
        ),
        # That it was announced says nothing of whether it came, nor does what came of a step.
        (
            "applied",
            [PLANNED, REPORTED, said("announced", "vendor")],
            ("vendor", "vendor", "third-party", "third-party"),
        ),
        (
            "applied",
            [PLANNED, REPORTED, said("applied", "vendor", stage=OLD)],
            ("vendor", "vendor", "third-party", "third-party"),
        ),
        (
            "withdrawn",
            [PLANNED, said("withdrawn", "third-party", because="It stays.")],
            ("vendor", "vendor", None, "third-party"),
        ),
        (
            "unconfirmed",
            [
                replace(PLANNED, version=OLD),
                said("moved", "vendor-documentation", from_=OLD, to=NEW),
                said("unconfirmed", "third-party", because="Nobody says."),
            ],
            ("vendor", "vendor-documentation", None, "vendor-documentation"),
        ),
        (
            "planned",
            [said("recorded", "third-party", version=NEW, status="planned"), said("corrected", "vendor")],
            ("third-party", "third-party", None, "third-party"),
        ),
    ],
)
def test_a_statement_is_as_sure_as_the_best_who_make_it(
    sample: Catalog, status: str, history: Sequence[Event], expected: tuple[str, str, str | None, str]
) -> None:
    assert judged(sample, status, history) == expected
