"""Every sentence of an answer on support that the facts do not hold, published for the page too."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.words import NOT_KNOWN

# `{name}` is filled in. A browser does the same, so a template has no more to it than that.
SUPPORT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        # How far a track, or what was asked for, is on a day
        "supported": "supported",
        "by-rule": "supported by a rule",
        "ended": "ended",
        "superseded": "not the latest version, so not supported",
        "upcoming": "still to come",
        "unknown": NOT_KNOWN.lower(),
        "latest-only": "its latest version only",
        # What the newest word on it says
        "stands-current": "counted as supported",
        "stands-upcoming": "still to come",
        "stands-ended": "counted as ended",
        # The answer in a sentence
        "say-supported": "{name} is on {track}, which is supported until {until}.",
        "say-by-rule": "{name} is on {track}, which is supported until {until}. No exact date is known.",
        "say-ended": (
            "{name} is on {track}, whose support has ended ({until}). A product can have "
            "product-specific support (PSS) of its own after that."
        ),
        "say-upcoming": "{name} is on {track}, which is still to come.",
        "say-unknown": "{name} is on {track}. Whether that is still supported is not known for certain.",
        "say-superseded": (
            "{name} is not supported: only the latest version of a track is, and {latest} is newer on "
            "{track}."
        ),
        "is-latest": "No newer version on the track is known.",
        "and-supported": "{track} itself is supported until {until}.",
        "and-by-rule": "{track} itself is supported until {until}. No exact date is known.",
        "and-unknown": "Whether {track} itself is still supported is not known for certain.",
        "say-reported": (
            "Whether {name} is supported is not known for certain: a third party names {latest}, which is "
            "newer, and only the latest version of a track is supported."
        ),
        "say-passed": (
            "{name} is not supported: only the latest version on the active track is, and {latest} came "
            "after it."
        ),
        "say-passed-maybe": (
            "{name} is on the active track, and {latest} came after it. Whether it is still supported is not "
            "known."
        ),
        "say-latest": (
            "{name} is the latest release on the active track, which is supported until the next one comes."
        ),
        "say-latest-known": (
            "{name} is the latest release on the active track as of {date}. Whether a later one has come "
            "since then, so that it is not supported any more, is not known."
        ),
        "say-not-out": "{name} is {scheduled}. Whether it is supported is not known.",
        "say-beyond": "{name} is later than every release on record. Whether it is supported is not known.",
        "say-no-release": "The release that {track} stays on is not known.",
        "say-product": (
            "{name} looks like a version of a product-specific support (PSS) track. Whether it is still "
            "supported depends on the product, and is not known here."
        ),
        # Why the latest version on the active track is not known
        "moved-on": (
            "Its latest version is not known: {track} stays on {version}, the latest release that is "
            "known to be out."
        ),
        # What is known of its track
        "track": "Track",
        "from": "From",
        "until": "Until",
        "status": "Latest word",
        "latest": "Latest known version",
        "openssl": "OpenSSL",
        "next": "What comes next",
        "rule": "Rule",
        "note": "Good to know",
    }
)
