"""Advice: which texts of the source belong to which plan. One row a text; the conditions are data.

A plan is looked at as a line such as `;lts-2022>active;+lts-2022;11;`: the tracks of the start and the
target; each of them again behind a `+` if that end names more than a release, as 10.12.228 does; the major
versions of which a changed default comes on the way. A text belongs to the plan if the line has one of the
parts that `when` lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from portal.planner.asked import End
from portal.planner.plan_facts import ACTIVE, Advice, Facts, Hit


@dataclass(frozen=True)
class Row:
    """A text by where it stands, and when it applies; every line has a `;`.

    In `when`, `LTS` stands for each LTS track, and `ENDED` for each that may have ended.
    """

    source: Literal["question", "rule", "default-changes", "product-specific"]
    id: str
    when: str = ";"


ADVICE = (
    Row("rule", "latest-on-your-track"),
    Row("question", "stay-on-lts-2020", ";lts-2020>active;"),
    Row("question", "lts-2020-to-new-lts", ";lts-2020>LTS;"),
    Row("question", "no-lts-track-yet", ";active>active;"),
    Row("question", "full-support-period", ">LTS;"),
    Row("question", "vms-names-one-lts-version", ";+LTS;"),
    Row("product-specific", "product-specific-support", ";ENDED>"),
    # The policy speaks of defaults that change during AXIS OS 11.
    Row("default-changes", "changed-defaults", ";11;"),
)


def fitting(facts: Facts, start: End, target: End, hits: Sequence[Hit]) -> tuple[Advice, ...]:
    """Return the advice for a plan, in the order of the table, without its conditions."""
    ends = [(_track(facts, end), end) for end in (start, target)]
    exact = [f"+{track}" for track, end in ends if len(end.full.numbers) > 2]
    defaults = [str(hit.version.major) for hit in hits if hit.applies_to == "factory-default"]
    line = f";{';'.join(['>'.join(track for track, _ in ends), *exact, *defaults])};"
    return tuple(
        replace(advice, when=()) for advice in facts.advice if any(part in line for part in advice.when)
    )


def _track(facts: Facts, end: End) -> str:
    """The track that an end of the way is on: an LTS track, or else the active one."""
    stop = facts.stop(end.version)
    return stop.track_id if stop else ACTIVE
