"""What the source says, does not say, or says twice."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Statement:
    """What the source says on one point, in Markdown, or that it says nothing: then `text` is None."""

    text: str | None
    note: str | None = None

    @property
    def known(self) -> bool:
        """Whether the source says anything."""
        return self.text is not None


@dataclass(frozen=True)
class Note:
    """What a reader should know about the source."""

    kind: Literal["contradiction", "gap", "garbled", "context"]
    text: str
