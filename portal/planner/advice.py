"""Advice: which texts of the source belong to which plan. One row a text; the conditions are data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from portal.planner.asked import End
from portal.planner.facts import Advice, Change, Facts

ACTIVE = "active"


@dataclass(frozen=True)
class Row:
    """A text by where it stands, and when it applies: every condition given must hold.

    `start` and `target` are the id or the kind of a track, or `lts-unknown` for an LTS track that may have
    ended.
    """

    source: Literal["question", "rule", "default-changes", "product-specific"]
    id: str
    start: str = ""
    target: str = ""
    patch: bool = False
    default_of: int = 0


ADVICE = (
    Row("rule", "latest-on-your-track"),
    Row("question", "stay-on-lts-2020", start="lts-2020", target=ACTIVE),
    Row("question", "lts-2020-to-new-lts", start="lts-2020", target="lts"),
    Row("question", "no-lts-track-yet", start=ACTIVE, target=ACTIVE),
    Row("question", "full-support-period", target="lts"),
    Row("question", "vms-names-one-lts-version", start="lts", patch=True),
    Row("question", "vms-names-one-lts-version", target="lts", patch=True),
    Row("product-specific", "product-specific-support", start="lts-unknown"),
    # The policy speaks of defaults that change during AXIS OS 11.
    Row("default-changes", "changed-defaults", default_of=11),
)


def fitting(facts: Facts, start: End, target: End, hit: Sequence[Change]) -> tuple[Advice, ...]:
    """Give the advice for a plan, each text once, in the order of the table, without its conditions."""
    found: dict[str, Advice] = {}
    for advice in facts.advice:
        if _fits(facts, advice, start, target, hit):
            plain = replace(advice, start=(), target=(), patch=False, default_of=0)
            found.setdefault(advice.id, plain)
    return tuple(found.values())


def _fits(facts: Facts, advice: Advice, start: End, target: End, hit: Sequence[Change]) -> bool:
    ends = ((advice.start, start), (advice.target, target))
    if any(tracks and track_id(facts, end) not in tracks for tracks, end in ends):
        return False
    named = [end for tracks, end in ends if tracks]
    if advice.patch and not any(len(end.full.numbers) > 2 for end in named):
        return False
    defaults = {change.version.major for change in hit if change.applies_to == "factory-default"}
    return not advice.default_of or advice.default_of in defaults


def track_id(facts: Facts, end: End) -> str:
    """The track that an end of the way is on: an LTS track, or else the active one."""
    track = facts.lts(end.version)
    return track.id if track else ACTIVE
