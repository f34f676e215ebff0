"""How sure a statement is: as sure as the best of the sources that make it. Never typed by hand."""

from collections.abc import Iterable, Iterator, Sequence

from portal.model.change import Change, Event, Step
from portal.model.knowledge import Catalog
from portal.model.policy import Track
from portal.model.sources import SURENESS, Sureness

_NEVER_SAID = ("corrected", "unconfirmed")


def sureness_of(catalog: Catalog, sources: Iterable[str]) -> Sureness:
    """Return how sure a statement of these sources is."""
    publishers: list[Sureness] = [catalog.source_by_id[name].publisher for name in sources]
    return min(publishers, key=SURENESS.index, default="inferred")  # facts that are refused may name none


def existence(catalog: Catalog, change: Change) -> Sureness:
    """Return how sure it is that there is such a change."""
    return _best(catalog, (step.event for step in _saying(change)))


def version(catalog: Catalog, change: Change) -> Sureness:
    """Return how sure the version is in which it takes effect."""
    return _best(catalog, (step.event for step in _of_all(change) if step.version == change.version))


def came(catalog: Catalog, change: Change) -> Sureness | None:
    """Return how sure it is that it came; None where it is not said to have come."""
    return _ended(catalog, change) if change.status == "applied" else None


def standing(catalog: Catalog, change: Change) -> Sureness:
    """Return how sure what readers decide by is: that it came, or that it will not, or else its version."""
    is_over = change.status in ("applied", "withdrawn")
    return _ended(catalog, change) if is_over else version(catalog, change)


def _ended(catalog: Catalog, change: Change) -> Sureness:
    """Return how sure it is that it came, or that it will not: what is told besides says nothing of that."""
    telling = ("recorded", change.status)
    steps = (step for step in _of_all(change) if step.event.event in telling)
    return _best(catalog, (step.event for step in steps if step.status == change.status))


def _of_all(change: Change) -> Iterator[Step]:
    """Return the events that say something of the whole change, and not of a step of it."""
    return (step for step in _saying(change) if not step.event.stage)


def _saying(change: Change) -> Iterator[Step]:
    """Return the events that say something of the change itself: a correction says something of the entry."""
    return (step for step in change.steps if step.event.event not in _NEVER_SAID)


def event_sureness(catalog: Catalog, event: Event) -> Sureness:
    """Return how sure an event is. One that is inferred is as sure as that."""
    return "inferred" if event.inferred else sureness_of(catalog, event.sources)


def track_sureness(catalog: Catalog, track: Track, what: str, sources: Sequence[str]) -> Sureness:
    """Return how sure a statement on a track, or on a release on it, is: as its sources say, or inferred."""
    return "inferred" if what in track.inferred else sureness_of(catalog, sources)


def _best(catalog: Catalog, events: Iterable[Event]) -> Sureness:
    """Return the surest of what some events say. What none says is our inference."""
    return min((event_sureness(catalog, event) for event in events), key=SURENESS.index, default="inferred")
