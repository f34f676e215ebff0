"""Every sentence of a plan that the facts do not hold. The published file carries them for the page too."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from portal.words import (
    APPLIES_TO,
    CONSEQUENCE,
    KIND,
    MAY_HAVE_COME,
    NOT_KNOWN,
    STATEMENTS,
    STATUS,
    TENTATIVE,
)

# `{name}` is filled in by `say`. A browser does the same, so a template has no more to it than that.
# What reading a version says: whatever else is told of it needs this too
END_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "not-a-version": "“{asked}” is not a version",
        "not-a-version-hint": "write it as 11.10, 10.12.228 or LTS 2022",
        "unknown-lts": "the release that {asked} stays on is not known",
        "unknown-lts-hint": "LTS tracks with a known release: {tracks}",
        "taken-as-first": "is a major version: taken as {version}, its earliest known release",
        "taken-as-latest-out": "is a major version: taken as {version}, its latest release that is out",
        "taken-as-latest": "is a major version: taken as {version}, its latest known release",
        "placed": "is placed by its number, since release {version} is not on record (near it: {near})",
        "placed-product-specific": (
            "looks like a version of a product-specific support (PSS) track, and is placed by its number, "
            "since no other release {version} is on record (near it: {near})"
        ),
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        **END_WORDS,
        # What is refused, and what to do about it
        "downgrade": "{target} is older than {start}, and a downgrade cannot be planned",
        "downgrade-hint": "to return a device to its previous version, use the rollback option",
        "unknown-area": "“{asked}” is not an area",
        "unknown-area-hint": "areas: {areas}",
        "unknown-product": "“{asked}” is not a product on record",
        "unknown-product-hint": "leave it out to see the changes for all products; {count} are on record",
        "past-last": "{product}: {version} is its last release on {track}, so it cannot get {target}",
        "past-last-hint": "said by {source}",
        "empty-name": "“{asked}” has no letter or digit to look for",
        "empty-name-hint": "write it as your code has it, such as getbrand.cgi or root.PTZ",
        "unknown-name": "no recorded change touches “{asked}”",
        "unknown-name-hint": "that does not mean that it stays as it is; leave it out to see every change",
        # The ends of the way
        "counts-as": "counts as {version}, since changes are recorded by release",
        "known-build": "is known as a build on {build}; it {counted}",
        # Which way it is, and why a stop is on it
        "way-required": (
            "Required stops only: none in between, unless you upgrade through the web interface. The vendor "
            "recommends each release in between that is still offered."
        ),
        "way-by-web": (
            "Required stops only: through the web interface, each LTS track on the way. The vendor "
            "recommends each release in between that is still offered."
        ),
        "way-every": "As the vendor recommends: each release in between that is still offered.",
        "lts-by-web": "LTS track on the way, required through the web interface",
        "between": "release in between, still offered",
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
        "unnamed": "comes in AXIS OS {major}; its release is not known",
        "unnamed-due": "was due in AXIS OS {major}; its release is not known",
        "unnamed-behind": "{start} may have it already",
        "stage": "stage {number} of {count}",
        "takes-effect": "takes effect in AXIS OS {version}",
        "only-products": "only {products}",
        "not-products": "not {products}",
        "names": "names {names}",
        # The whole in a sentence, each change counted once
        "changes-one": "There is one change{chosen} from {start} to {target}: {parts}.",
        "changes": "There are {count} changes{chosen} from {start} to {target}: {parts}.",
        "count-fails-one": "{one} may stop the upgrade",
        "count-fails": "{count} may stop the upgrade",
        "count-every-one": "{one} affects every upgraded device",
        "count-every": "{count} affect every upgraded device",
        "count-named-one": "{one} affects only certain products",
        "count-named": "{count} affect only certain products",
        "count-somewhere-one": "{one} has no known release",
        "count-somewhere": "{count} have no known release",
        "count-unsure-one": "{one} is not certain",
        "count-unsure": "{count} are not certain",
        "count-reset-one": "{one} applies only after a reset",
        "count-reset": "{count} apply only after a reset",
        "count-nothing-one": "{one} needs nothing done",
        "count-nothing": "{count} need nothing done",
        "nothing": "{none} is recorded from {start} to {target}.",
        "cannot-say": (
            "{none} is recorded, but that does not mean that nothing breaks from {start} to {target}."
        ),
        # What filters leave: of all, of what is used, of what is chosen
        "chosen": " on record",
        "chosen-of-uses": " to what you use",
        "chosen-of-chosen": " in what you chose",
        "none": "No change",
        "none-of-uses": "No change to what you use",
        "none-of-chosen": "No change in what you chose",
        "idle": "no recorded change",
        "idle-of-uses": "no recorded change to what you use",
        "idle-of-chosen": "no recorded change in what you chose",
        "same": "{start} and {target} are the same release: there is nothing to upgrade.",
        "same-release": (
            "{start} and {target} belong to one release. Changes are recorded by release, so none is "
            "known between them."
        ),
        # What the facts cover
        "age": "Data as of {date}. Newest source of each change: {ages}.",
        "knows": "{count} releases are on record, {first} to {last}, as of {date}.",
        "knows-out": "The latest one that is out is {version}.",
        "knows-majors": "Changes are recorded for AXIS OS {majors} only.",
        "knows-end": "Nothing is recorded after {last}.",
        "knows-stops": "Only releases on record are stops; the vendor may have more in between.",
        # Warnings
        "beyond": (
            "{version} is not among the releases on record as of {date} (near it: {near}). What has been "
            "announced for it since then is not in this plan."
        ),
        "target-scheduled": "{version} is {scheduled}. What is planned for it may still change.",
        "not-offered": "{version} is no longer offered by the vendor: choose a later release of its track.",
        "not-documented": (
            "No changes are recorded for AXIS OS {majors}. That does not mean that there were none."
        ),
        "name-elsewhere": "“{name}” is on record, but no change in this plan touches it.",
        "left-out-one": "One more change on the way is left out, because of what you chose.",
        "left-out": "{count} more changes on the way are left out, because of what you chose.",
        # Headings and labels
        "title": "Upgrade from AXIS OS {start} to {target}",
        "made": "Made on {today}.",
        "class-fails": "May stop the upgrade",
        "class-every": "Affects every upgraded device",
        "class-named": "Affects only certain products",
        "class-somewhere": "Somewhere in this major version (release not known)",
        "class-unsure": "Not certain (a third party's word alone, not confirmed, or unclear whom it affects)",
        "class-reset": "Only after a reset to factory defaults, and on new devices",
        "class-nothing": "Nothing to do",
        **STATEMENTS,
        "not-known": f"{NOT_KNOWN}.",
        "stops": "What to install, in this order",
        "at-stop": "What changes with {version}",
        "said-by": "said by {sources}",
        "install": "Install",
        "warnings": "Read this first",
        "path": "Upgrade rules",
        "advice": "Advice",
        "coverage": "What this covers",
        "rollback": "If something goes wrong",
        "unofficial": "Unofficial. All facts: {site}",
        **{f"kind-{kind}": word for kind, word in KIND.items()},
        **{f"consequence-{name}": word for name, word in CONSEQUENCE.items() if name != "unknown"},
    }
)
_PLACE = re.compile(r"\{([a-z]+)\}")


def say(key: str, **values: str) -> str:
    """Return a sentence of a plan with its places filled in."""
    return fill(WORDS[key], values)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its places filled in. A value is never itself read as a template."""
    return _PLACE.sub(lambda match: values[match[1]], text)


def say_count(key: str, count: int, **values: str) -> str:
    """Return a sentence about one or several things."""
    return say(f"{key}-one", **values) if count == 1 else say(key, count=str(count), **values)


def listed(items: Sequence[object]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    texts = [str(item) for item in items]
    return " and ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)
