"""Every sentence of a plan that the facts do not hold. The published file carries them for the page too."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from portal.words import APPLIES_TO, KIND, MAY_HAVE_COME, NOT_KNOWN, STATEMENTS, STATUS, TENTATIVE

# `{name}` is filled in by `say`. A browser does the same, so a template has no more to it than that.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        # What is refused, and what to do about it
        "not-a-version": "“{asked}” is not a version",
        "not-a-version-hint": "write it as 11.10, 10.12.228 or LTS 2022",
        "unknown-lts": "the data knows no release that {asked} stays on",
        "unknown-lts-hint": "LTS tracks whose release it knows: {tracks}",
        "major-only": "{asked} is a major version, not a release",
        "major-only-hint": "its releases that the data knows: {releases}",
        "major-unknown-hint": "the data knows no release of it; the last one that it knows is {last}",
        "unknown-release": "{asked} belongs to no release that the data knows",
        "near": "nearest known: {near}",
        "product-specific": "{asked} looks like a version of a product-specific support (PSS) track",
        "downgrade": "{target} is older than {start}: there is no plan for a downgrade",
        "downgrade-hint": "to return a device to its previous version, use the rollback option",
        "unknown-area": "“{asked}” is not an area",
        "unknown-area-hint": "areas: {areas}",
        "unknown-product": "“{asked}” is not a product that the data names",
        "unknown-product-hint": (
            "leave it out to see the changes for all products; {count} products are named"
        ),
        "past-last": "{product}: {version} is its last release on {track}, so it cannot get {target}",
        "past-last-hint": "said by {source}",
        "empty-name": "“{asked}” has no letter or digit, so it names nothing",
        "empty-name-hint": "write it as your code has it, such as getbrand.cgi or root.PTZ",
        # The ends of the way
        "counts-as": "counts as {version}, since changes are recorded by release",
        "known-build": "is known as a build on {build}; it {counted}",
        # Why a stop is on the way
        "lts-by-web": "LTS track on the way, to be passed when you use the web interface",
        "lts-otherwise": "LTS track on the way, a must only when you use the web interface",
        "between": "known release on the way",
        "your-target": "the version that you want",
        "ahead": "not out as of {date}",
        "due": "due, not confirmed as of {date}",
        "canceled": "canceled as of {date}",
        "preview": "{outlook}; a preview is out",
        # What is said of a hit
        "tentative": TENTATIVE,
        "reach-unknown": APPLIES_TO["unknown"],
        "reach-factory-default": APPLIES_TO["factory-default"],
        "planned": STATUS["planned"].lower(),
        "unconfirmed": MAY_HAVE_COME,
        "inferred": "{what} (our inference)",
        "audience": "for {audience}",
        "unnamed": "comes in some release of AXIS OS {major}; the source does not say which",
        "unnamed-due": "was due in some release of AXIS OS {major}; the source does not say which",
        "unnamed-behind": "{start} may have it already",
        "stage": "stage {number} of {count}",
        "takes-effect": "takes effect in AXIS OS {version}",
        "only-products": "only {products}",
        "not-products": "not {products}",
        "names": "names {names}",
        # The whole in a sentence
        "breaks-one": "One change hits your devices on the way from {start} to {target}.",
        "breaks": "{count} changes hit your devices on the way from {start} to {target}.",
        "may-break": "No change is known to hit your devices on the way from {start} to {target}.",
        "fails-one": "With one of them the upgrade fails.",
        "fails": "With {count} of them the upgrade fails.",
        "reported-one": "One of them rests on a third party's word or our inference.",
        "reported": "{count} of them rest on a third party's word or our inference.",
        "may-come-one": "One may have come: no source says whether it came.",
        "may-come": "{count} may have come: no source says whether they came.",
        "nothing": "No recorded change hits your devices on the way from {start} to {target}.",
        "cannot-say": (
            "No change is recorded, but the data cannot say that nothing breaks from {start} to {target}."
        ),
        "same": "{start} and {target} are the same release: there is nothing to upgrade.",
        "later-one": "One more concerns only devices that you reset to factory defaults, and new ones.",
        "later": "{count} more concern only devices that you reset to factory defaults, and new ones.",
        # What the data knows
        "age": "Data as of {date}. The newest sources of its changes are of {ages}.",
        "knows": "The data knows {count} releases, {first} to {last}, as of {date}.",
        "knows-out": "The latest of them that is out is {version}.",
        "knows-majors": "Changes are recorded for AXIS OS {majors} only.",
        "knows-end": "Nothing is recorded after {last}.",
        "knows-stops": "Stops are only releases that the data knows; the vendor may have more in between.",
        # Warnings
        "beyond": (
            "{version} is none of the releases that the data knows as of {date} (near it: {near}). What has "
            "been announced for it since then is not in this plan."
        ),
        "target-scheduled": "{version} is {scheduled}. What is planned for it may still change.",
        "not-offered": "{version} is no longer offered by the vendor: choose a later release of its track.",
        "not-documented": (
            "No changes are recorded for AXIS OS {majors}. That does not mean that there were none."
        ),
        "name-unknown": "Nothing is recorded on “{name}”. That does not mean that it stays as it is.",
        "name-elsewhere": "“{name}” is recorded, but by no change that this plan shows.",
        "left-out-one": "One change on this way is left out by what you asked for.",
        "left-out": "{count} changes on this way are left out by what you asked for.",
        # Headings and labels
        "title": "Upgrade from AXIS OS {start} to {target}",
        "first": "Before anything else",
        "before": "Prepare before you install it",
        "at": "Test with it, since the source names nothing to prepare",
        "watch": "To watch: nothing to do",
        "maybe": "May have come: no source says whether it came",
        "after": "Only if you reset or add new devices",
        **STATEMENTS,
        "not-known": f"{NOT_KNOWN}.",
        "nothing-here": "no recorded change",
        "install": "Install",
        "warnings": "Read this first",
        "path": "Rules for the way",
        "advice": "Advice",
        "coverage": "What the data knows",
        "rollback": "If something goes wrong",
        "unofficial": "Not official. All facts: {site}",
        **{f"kind-{kind}": word for kind, word in KIND.items()},
    }
)
_PLACE = re.compile(r"\{([a-z]+)\}")


def say(key: str, **values: str) -> str:
    """Return a sentence with its places filled in. A value is never itself read as a template."""
    return _PLACE.sub(lambda match: values[match[1]], WORDS[key])


def say_count(key: str, count: int, **values: str) -> str:
    """Return a sentence about one or several things."""
    return say(f"{key}-one", **values) if count == 1 else say(key, count=str(count), **values)


def listed(items: Sequence[object]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    texts = [str(item) for item in items]
    return " and ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)
