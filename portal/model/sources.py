"""Sources: the documents that say what the portal says, how sure a word of theirs is, and how old."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from portal.model.dates import When

Publisher = Literal["vendor", "vendor-documentation", "third-party"]
# How sure a statement is: as sure as the best source that makes it, or concluded from what sources say
Sureness = Literal["vendor", "vendor-documentation", "third-party", "inferred"]
SURENESS: tuple[Sureness, ...] = ("vendor", "vendor-documentation", "third-party", "inferred")


@dataclass(frozen=True)
class Source:
    """A document, as it was read: `date` is the time that it speaks of, `seen` the day of reading.

    By the `fingerprint` of its address the weekly job knows it again. It is no fact, and not published.
    """

    id: str
    title: str
    publisher: Publisher
    date: When
    seen: When
    read: Literal["whole", "excerpt"]
    url: str | None = None
    edition: str | None = None
    fingerprint: str | None = None
    note: str | None = None

    @property
    def origin(self) -> str:
        """Who is behind it, as its address tells: the host and what follows, on a host of many an account."""
        return "/".join(self.url.split("/")[2:4]) if self.url else self.id


@dataclass(frozen=True)
class Claim:
    """What one of several sources says that do not agree."""

    source: str
    says: str


@dataclass(frozen=True)
class Ages:
    """How old facts are: the oldest and the newest date among those of their sources."""

    oldest: When
    newest: When

    @property
    def words(self) -> str:
        """Say it: "June 2024", or "June 2024 to October 2026"."""
        return self.oldest.words if self.oldest == self.newest else f"{self.oldest} to {self.newest}"

    @property
    def text(self) -> str:
        """Write it as one date (EDTF): from where the oldest begins to where the newest ends."""
        if self.oldest == self.newest:
            return self.oldest.text
        return f"{self.oldest.text.partition('/')[0]}/{self.newest.text.rpartition('/')[2]}"


def ages_of(dates: Iterable[When]) -> Ages | None:
    """Return the range of some dates, None without any.

    A date counts by its first day, so that one that is not exact makes nothing look fresher.
    """
    known = sorted(dates)
    return Ages(known[0], known[-1]) if known else None
