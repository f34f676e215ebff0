"""Kept editions: what was published of a time, which stays as it was while the facts go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from portal.model.dates import When
from portal.model.notes import Statement


@dataclass(frozen=True)
class KeptChange:
    """A breaking change as an edition has it.

    `facts` has each fact by the name of its field, as the text of its published JSON; `history` each event as
    names and values.
    """

    id: str
    why: Statement
    impact: Statement
    action: Statement
    facts: tuple[tuple[str, str], ...]
    history: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class KeptEdition:
    """An edition: its id, the time that it is of, its changes, and the published file that has these."""

    id: str
    date: When
    changes: tuple[KeptChange, ...]
    text: str

    @cached_property
    def change_by_id(self) -> Mapping[str, KeptChange]:
        """Its changes by id."""
        return MappingProxyType({change.id: change for change in self.changes})
