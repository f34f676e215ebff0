"""Badges: until when a track or a version is supported, as a picture and for shields.io.

A file knows no day. So a badge says dates and as of when it holds, and none is green: what holds today only
its reader can tell.
"""

from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType
from typing import NamedTuple

from portal.fields import json_text
from portal.model import Catalog
from portal.planner import SUPPORT_WORDS, state_of, support, support_of
from portal.planner.support_facts import Stated, SupportTrack
from portal.planner.supported import SupportState
from portal.words import SURENESS, dated, release_state

_LETTER, _MARGIN = 6.1, 12  # px: about what a letter of 11 px is wide, and the space at its sides in all
# By their names at shields.io
_COLORS = {"blue": "#1a5f9e", "red": "#b02a1e", "lightgrey": "#5f6670"}
_COLOR: Mapping[SupportState, str] = MappingProxyType(
    {
        "supported": "blue",
        "by-rule": "blue",
        "ended": "red",
        "superseded": "red",
        "upcoming": "lightgrey",
        "unknown": "lightgrey",
    }
)
# Seconds for which shields.io need not ask again
_CACHE = 86400
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{text}">
<title>{text}</title>
<clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#3b424c"/>\
<rect x="{left}" width="{right}" height="20" fill="{color}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">\
<text x="{label_at}" y="14" textLength="{label_width}">{label}</text>\
<text x="{message_at}" y="14" textLength="{message_width}">{message}</text></g>
</svg>
"""


class Badge(NamedTuple):
    """A badge: its name in its address, what it says, and the color by its name at shields.io."""

    name: str
    label: str
    message: str
    color: str

    @property
    def path(self) -> str:
        """The path of its picture, from the site's root."""
        return f"badges/{self.name}.svg"

    @property
    def text(self) -> str:
        """All that it says."""
        return f"{self.label}: {self.message}"


def badges(catalog: Catalog) -> Iterator[Badge]:
    """Return the badge of each track, then that of each release, as of the date of the facts."""
    facts = support_of(catalog)
    day = facts.data_as_of.known[1]
    for track in facts.tracks:
        if track.kind == "active":
            state: SupportState = "supported"
            said = f"supported: {SUPPORT_WORDS['latest-only']}"
        else:
            state = state_of(track, day)
            said = _said(state, track)
        yield _badge(catalog, track.id, track.name, said, state)
    for release in catalog.releases:
        answer = support(facts, str(release.version), day)
        said = (
            _said(answer.state, facts.track(answer.track))
            if release.is_out
            else release_state(catalog, release)
        )
        yield _badge(catalog, str(release.version), str(release.version), said, answer.state)


def render_svg(badge: Badge) -> str:
    """Return the picture of a badge. Its texts have the width that their letters take, in whatever font."""
    label, message = (round(len(text) * _LETTER) for text in (badge.label, badge.message))
    left, right = label + _MARGIN, message + _MARGIN
    return _SVG.format(
        width=left + right,
        left=left,
        right=right,
        color=_COLORS[badge.color],
        label_at=left / 2,
        label_width=label,
        message_at=left + right / 2,
        message_width=message,
        text=escape(badge.text),
        label=escape(badge.label),
        message=escape(badge.message),
    )


def render_endpoint(badge: Badge) -> str:
    """Return a badge as shields.io reads it from an address (its endpoint badge, schema version 1)."""
    shown = {"label": badge.label, "message": badge.message, "color": badge.color}
    return json_text({"schemaVersion": 1, **shown, "cacheSeconds": _CACHE})


def _said(state: SupportState, track: SupportTrack | None) -> str:
    """Say how far the support of a track, or of a release on it, is, with the date that is known."""
    ends = (track.ends or track.ends_by_rule) if track else None
    match state:
        case "supported" | "by-rule":
            return f"supported {_dated('until', ends) or 'until the next release'}"
        case "ended":
            return f"support ended {_dated('in', ends)}".rstrip()
        case "unknown":
            return "support not known"
    return SUPPORT_WORDS[state]


def _dated(preposition: str, ends: Stated | None) -> str:
    """Say when support ends, and who says so where that is not the vendor."""
    if ends is None or ends.date is None:
        return ""
    return dated(preposition, ends.date) + ("" if ends.is_sure else f" ({SURENESS[ends.sureness]})")


def _badge(catalog: Catalog, name: str, what: str, said: str, state: SupportState) -> Badge:
    message = f"{said} · as of {catalog.portal.data_as_of.text[:7]} · unofficial"
    return Badge(name, f"AXIS OS {what}", message, _COLOR[state])
