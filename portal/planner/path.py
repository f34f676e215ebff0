"""The stops of an upgrade: what the rules require, what they recommend, and the target."""

from dataclasses import dataclass

from portal.planner.asked import End
from portal.planner.facts import Facts
from portal.planner.upgrade import Reason
from portal.planner.wording import say
from portal.versions import Version

EVERY_LTS_TRACK = "every-lts-track"
NO_LONG_GAPS = "no-long-gaps"


@dataclass(frozen=True)
class Stop:
    """A release on the way, and why it is one; `rules` are ids."""

    version: Version
    reason: Reason
    reason_text: str
    rules: tuple[str, ...]


def stops(facts: Facts, start: End, target: End, *, web: bool) -> tuple[Stop, ...]:
    """Give every stop after the start, the target last. By web interface, LTS tracks between are required."""
    between = [version for version in facts.versions if start.version < version < target.version]
    on_the_way = [way_stop(facts, version, web=web) for version in between]
    return (*on_the_way, Stop(target.version, "target", say("your-target"), ()))


def way_stop(facts: Facts, version: Version, *, web: bool) -> Stop:
    """Give a known release as a stop between the ends."""
    if not facts.lts(version):
        return Stop(version, "recommended", say("between"), (NO_LONG_GAPS,))
    if web:
        return Stop(version, "required", say("lts-by-web"), (EVERY_LTS_TRACK,))
    return Stop(version, "recommended", say("lts-otherwise"), (EVERY_LTS_TRACK, NO_LONG_GAPS))
