"""Versions of AXIS OS: read, compare and print them as the vendor writes them."""

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Self

# The third and the fourth number can be long: 13.0.0.12110022
_PRINTED = re.compile(r"(?:0|[1-9][0-9]{0,4})(?:\.(?:0|[1-9][0-9]{0,4})(?:\.(?:0|[1-9][0-9]{0,9})){0,2})?")


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A version of one to four numbers: `12`, `11.10`, `10.12.228`, `13.0.0.12110022`.

    Numbers compare as numbers, so `11.10` comes after `11.9`. One number alone says that only the major
    version is known; it comes before every release of that major version.
    """

    numbers: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a printed version. Raises `ValueError` for anything else."""
        if not _PRINTED.fullmatch(text):
            raise ValueError(f"{text!r} is not a version such as 11.10 or 12.0")
        return cls(tuple(int(part) for part in text.split(".")))

    @property
    def major(self) -> int:
        """The first number."""
        return self.numbers[0]

    @property
    def release(self) -> "Version":
        """The release that the version belongs to: its first two numbers."""
        return Version(self.numbers[:2])

    @property
    def is_major_only(self) -> bool:
        """Whether only the major version is known."""
        return len(self.numbers) == 1

    def __lt__(self, other: "Version") -> bool:
        return self.numbers < other.numbers

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers))
