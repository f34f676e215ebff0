"""The log of dates."""

from dataclasses import dataclass
from typing import Literal

from portal.model.dates import When
from portal.model.versions import Version


@dataclass(frozen=True)
class Milestone:
    """A date of a release or of an end of support, as it was recorded on a day. No date: it was canceled.

    `released`: the release is known to be out from this entry on, on the active track.
    """

    recorded: When
    about: Literal["release", "support-end"]
    track: str
    version: Version | None = None
    update: str | None = None
    date: When | None = None
    canceled: bool = False
    released: bool = False
    because: str | None = None
