"""Words: how a change's facts are said in English, the same on pages and in feeds."""

from collections.abc import Sequence

from portal.model import Catalog, Change, Portal, Release, Slot, Step
from portal.model.dates import When
from portal.model.sources import Sureness
from portal.model.versions import Version
from portal.prose import to_text

# What a change states, by the name of its field, in the order of pages: as a label, as a heading, and as one
# over an earlier text
STATEMENTS = {"action": "What to do", "impact": "Impact", "why": "Why"}
STATEMENT_HEADING = STATEMENTS | {"why": "Why it is introduced", "impact": "How it can affect you"}
EARLIER_HEADING = STATEMENTS | {"why": "Why it was to be introduced", "impact": "How it could affect you"}
NOT_KNOWN = "Not known"
RELEASE_NOT_STATED = "release not stated"
STATUS = {
    "planned": "Planned",
    "applied": "Applied",
    "withdrawn": "Withdrawn",
    "unconfirmed": "Not confirmed",
}
MAY_HAVE_COME = "may have come: not confirmed"
CONSEQUENCE = {
    "upgrade-fails": "the upgrade fails",
    "app-breaks": "an app stops working",
    "integration-breaks": "an integration stops working",
    "default-changes": "a default changes",
    "nothing-to-do": "nothing to do",
    "unknown": "not known",
}
# The same in a list, beside a shape
CONSEQUENCE_SHORT = {
    "upgrade-fails": "Upgrade fails",
    "app-breaks": "App breaks",
    "integration-breaks": "Integration breaks",
    "default-changes": "Default changes",
    "nothing-to-do": "Nothing to do",
    "unknown": "Not known",
}
# Over the changes of a major version: what to do first, and why
CONSEQUENCE_HEADING = {
    "upgrade-fails": "Do first: may stop the upgrade",
    "app-breaks": "Prepare: an app stops working",
    "integration-breaks": "Prepare: an integration stops working",
    "default-changes": "Check: a default changes",
    "unknown": "Look into: the consequence is not known",
    "nothing-to-do": "Nothing to do",
}
# What an upgrade means for a device, the worst first. What is not known comes before what would be a pass.
VERDICT = {
    "blocked": "blocked",
    "breaks": "breaks something",
    "unknown": "not known",
    "defaults": "only defaults differ",
    "nothing": "nothing to do",
}
AUDIENCE = {"operators": "operators", "integrators": "integrators", "app-developers": "app developers"}
KIND = {
    "removal": "Removal",
    "deprecation": "Deprecation",
    "default": "Changed default",
    "behavior": "Changed behavior",
    "restriction": "Restriction",
    "addition": "Addition",
}
# What follows of a status for whoever reads on
STATUS_MEANS = {
    "withdrawn": "This change is withdrawn: it does not happen. What follows is what was planned.",
    "unconfirmed": "This change was due, and no source says whether it came. It may be in this version.",
}
REACH = "Affects"
CONSEQUENCE_OF = "If you do nothing"
FATE = "What changes"
REPLACEMENT = "Replacement"
CHANGES_DEVICE = "This request changes the device."
LOOK = "Look whether you use it"
PLACEHOLDERS = "`DEVICE` is the address of your device, and `USER` your account; curl asks for the password."
NOTES = "Notes on the sources"
# How far a release has come, or a row of its schedule
RELEASE = {
    "scheduled": "Scheduled",
    "preview": "Preview",
    "released": "Released",
    "canceled": "Canceled",
    "due": "Due, not confirmed",
}
OUTLOOK = {"out": RELEASE["released"], "ahead": RELEASE["scheduled"], "due": RELEASE["due"]}
APPLIES_TO = {
    "upgrade": "affects upgraded devices",
    "factory-default": "affects only new or factory-reset devices",
    "unknown": "not known whether it affects upgraded devices",
}
DEVICES = {
    "upgrade": "upgraded devices and new ones",
    "factory-default": "only new devices, and those reset to factory defaults",
    "unknown": "not known whether upgraded devices",
}
TENTATIVE = "version or date not decided"
VERB = {
    "removal": "Removed",
    "deprecation": "Deprecated",
    "default": "Default changed",
    "behavior": "Behavior changed",
    "restriction": "Restricted",
    "addition": "Added",
}
# A withdrawn change does not happen, and one that is not confirmed may not have.
WITHDRAWN_VERB = {
    "removal": "Was to be removed",
    "deprecation": "Was to be deprecated",
    "default": "Default was to change",
    "behavior": "Behavior was to change",
    "restriction": "Was to be restricted",
    "addition": "Was to be added",
}
WITHDRAWN_REACH = {
    "upgrade": "would have affected upgraded devices",
    "factory-default": "would have affected only new or factory-reset devices",
    "unknown": "not known whether it would have affected upgraded devices",
}
EFFECT = {
    "removed": "removed",
    "deprecated": "deprecated",
    "changed": "changed",
    "default-changed": "new default",
    "restricted": "restricted",
    "added": "new",
    "indicator": "tells whether the change is in force",
}
# Of a setting that tells only so much
HINT = "a reason to look"
NOTE = {
    "contradiction": "Conflicting statements",
    "gap": "Open question",
    "garbled": "Damaged text",
    "context": "Good to know",
}
# How sure a statement is, by the best of those who make it
SURENESS = {
    "vendor": "stated by the vendor",
    "vendor-documentation": "in the vendor's documentation",
    "third-party": "reported by a third party",
    "inferred": "our inference",
}
# Who publishes a source, and how much of it was read
PUBLISHER = {
    "vendor": "the vendor",
    "vendor-documentation": "the vendor, in its documentation",
    "third-party": "a third party",
}
READ = {"whole": "all of it", "excerpt": "part of it"}
EVENT = {
    "recorded": "Recorded",
    "announced": "Announced",
    "specified": "Made exact",
    "moved": "Moved",
    "applied": "Applied",
    "withdrawn": "Withdrawn",
    "corrected": "Corrected",
    "unconfirmed": "Not confirmed",
}
DATE_EVENT = {
    "date-recorded": "Date recorded",
    "date-moved": "Date moved",
    "date-canceled": "Canceled",
    "date-corrected": "Date corrected",
    "date-released": "Released",
}


def counted(count: int, noun: str) -> str:
    """Return a number of things: `1 feed`, `2 entries`, `3 groups of feeds`."""
    first, of, rest = noun.partition(" of ")
    many = f"{first[:-1]}ies" if first.endswith("y") else f"{first}s"
    return f"{count:,} {first if count == 1 else many}{of}{rest}"


def product_name(version: Version) -> str:
    """Say a version in full."""
    return f"AXIS OS {version}"


def happens(change: Change) -> str:
    """Say what happens in which version: "Removed in AXIS OS 12.0"."""
    is_sure = change.status not in ("withdrawn", "unconfirmed")
    verb = (VERB if is_sure else WITHDRAWN_VERB)[change.kind]
    stated = f" ({RELEASE_NOT_STATED})" if change.version.is_major_only else ""
    return f"{verb} in {product_name(change.version)}{stated}"


def headline(step: Step) -> str:
    """Say in a few words what an event of a change's history is: "Moved from 11.11 to 12.0"."""
    event, version = step.event, step.event.stage or step.version
    said = EVENT[event.event]
    match event.event:
        case "recorded":
            joint = "for" if step.status == "planned" else "in"
            said = f"Recorded, {STATUS[step.status].lower()} {joint} {version}"
        case "announced":
            said = f"Announced for {version}"
        case "specified":
            said = f"Made exact: {event.from_} is {event.to}"
        case "moved":
            said = f"Moved from {event.from_} to {event.to}"
        case "applied":
            said = f"Applied in {event.version or version}"
            if not event.stage and step.was != step.version:
                said += f", was planned for {step.was}"
        case "unconfirmed":
            said = f"Was due with {version}, not confirmed"
    return f"Step of {event.stage}: {said}" if event.stage else said


def release_mark(catalog: Catalog, release: Release, slot: Slot | None = None) -> str:
    """Return how far a release has come, or a row of its schedule, as a key of `RELEASE`."""
    if catalog.outlook(release, slot) == "due":
        return "due"
    return slot.state if slot else release.status


def gap(note: str | None) -> str:
    """Return what stands for a text that no source gives; the note says what is missing."""
    return f"{NOT_KNOWN}. {note or ''}".rstrip()


def reach(change: Change) -> str:
    """Say which devices it affects, after what happens."""
    return (WITHDRAWN_REACH if change.status == "withdrawn" else APPLIES_TO)[change.applies_to]


def devices(change: Change) -> str:
    """Say which devices it affects, where that is all that is asked."""
    planned = change.status == "withdrawn" and change.applies_to != "unknown"
    return f"were to be {DEVICES[change.applies_to]}" if planned else DEVICES[change.applies_to]


def status_line(change: Change) -> str:
    """Say in a line what a reader decides by: what happens, in which version, how sure, and to whom."""
    undecided = [TENTATIVE] if change.tentative else []
    said = [] if change.consequence == "unknown" else [CONSEQUENCE[change.consequence]]
    status = MAY_HAVE_COME if change.status == "unconfirmed" else STATUS[change.status].lower()
    return " · ".join([happens(change), status, *undecided, reach(change), *said])


def release_state(catalog: Catalog, release: Release) -> str:
    """Say whether a release is out, and when it comes or was to come, never more than the facts say."""
    date, outlook = release.date, catalog.outlook(release)
    if outlook == "out":
        return f"released ({date})" if date else "released"
    if outlook == "canceled":
        return "canceled"
    if date is None:
        return "scheduled, date not stated"
    planned = f"scheduled {dated('for', date)}"
    return f"was {planned}, not known to be out" if outlook == "due" else planned


def dated(preposition: str, date: When) -> str:
    """Say a date after a preposition: "for July 2024"; an open one has its own: "by 21 October 2024"."""
    return str(date) if date.is_open else f"{preposition} {date}"


def was_due(date: When) -> str:
    """Say by when something should have come of which the facts do not say whether it has."""
    return f"was due by {date.finish}"


def unofficial(title: str) -> str:
    """Return the title of something that people keep apart from the site: whose it is goes with it."""
    return f"{title} (unofficial)"


def said_by(catalog: Catalog, sources: Sequence[str], sure: Sureness) -> str:
    """Say in plain text who says something, how old that is, and how sure."""
    titles = ", ".join(catalog.source_by_id[name].title for name in sources)
    noun = "Source" if len(sources) == 1 else "Sources"
    return f"{noun}: {titles} ({catalog.age(sources)}); {SURENESS[sure]}."


def how_sure(version: Version, announced: Sureness, came: Sureness | None = None) -> str:
    """Say how sure it is where something comes, and that it came; nothing where the vendor says it all."""
    if came and announced.startswith("vendor") and not came.startswith("vendor"):
        return f"announced for {version} ({SURENESS[announced]}), and that it came is {SURENESS[came]}"
    sure = came or announced
    return "" if sure == "vendor" else SURENESS[sure]


def standing(portal: Portal) -> str:
    """Say as of when the facts hold, and whose they are."""
    return f"Data as of {portal.data_as_of}. {to_text(portal.disclaimer)}"
