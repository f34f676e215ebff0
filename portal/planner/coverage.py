"""Coverage: which releases the data knows, as of when, and what a plan cannot say."""

from collections.abc import Iterator, Sequence

from portal.planner.asked import End, near
from portal.planner.facts import Facts
from portal.planner.path import Stop
from portal.planner.upgrade import Warned
from portal.planner.wording import listed, say


def coverage(facts: Facts) -> tuple[str, ...]:
    """Give what the data knows and what it does not, a sentence each."""
    versions = [str(version) for version in facts.versions]
    first, last = versions[0], versions[-1]
    out = facts.latest_out
    return (
        say("knows", count=str(len(versions)), first=first, last=last, date=facts.data_as_of),
        *([say("knows-out", version=str(out))] if out else []),
        say("knows-majors", majors=listed(facts.majors)),
        say("knows-end", last=last),
        say("knows-stops"),
    )


def doubts(facts: Facts, start: End, target: End, way: Sequence[Stop]) -> tuple[Warned, ...]:
    """Give where the way leaves what the data knows. That nothing is recorded there means nothing."""
    return tuple(_doubts(facts, start, target, way))


def _doubts(facts: Facts, start: End, target: End, way: Sequence[Stop]) -> Iterator[Warned]:
    for end in (start, target):
        if facts.release(end.version) is None:
            known = listed([version for version in near(facts, end.version) if version])
            text = say("beyond", version=str(end.version), date=facts.data_as_of, near=known)
            yield Warned("beyond", text)
    known_stops = [stop for stop in way if facts.release(stop.version)]
    silent = sorted({stop.version.major for stop in known_stops} - set(facts.majors))
    if silent:
        yield Warned("not-documented", say("not-documented", majors=listed(silent)))
