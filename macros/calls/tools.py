"""Calls of the pages on the planner and the scanner."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from macros.render import render
from macros.view import View
from portal.addresses import absolute
from portal.model import Catalog, Release
from portal.planner import PATH, SUPPORT_PATH, SUPPORT_WORDS, plan, points, support_of
from portal.planner.plan_facts import CLASSES
from portal.planner.plan_words import WORDS
from portal.scanner import FORMATS, ScanReport, names_of, scan_text
from portal.words import RELEASE, dated, was_due

# What the example scans
FILE = "client.py"
CODE = """import requests

BASE = "https://camera.example/axis-cgi/"


def model(session):
    return session.get(BASE + "prod_brand_info/" + "getbrand.cgi").text


def discovery(session, enabled):
    # Older devices: root.Network.UPnP.Enabled
    query = {"action": "update", "Network.UPnP.Enabled": enabled}
    return session.get(BASE + "param.cgi", params=query)
"""


class ReleaseGroup(NamedTuple):
    """Releases to choose from under a heading, latest first, each with its text."""

    label: str
    options: tuple[tuple[str, str], ...]


def upgrade_planner(view: View) -> str:
    """Return the form that asks what to plan, and the patterns that the script fills with the plan."""
    groups = tuple(_groups(view.catalog))
    address = absolute(view.catalog.portal, PATH)
    return render(
        "upgrade_planner", view, groups=groups, path=PATH, address=address, said=WORDS, classes=CLASSES
    )


def support_check(view: View) -> str:
    """Return the field for a version, and the table of the tracks that its answer comes from."""
    facts = support_of(view.catalog)
    said = SUPPORT_WORDS
    return render("support_check", view, facts=facts, path=SUPPORT_PATH, said=said, points=points)


def plan_example(view: View, start: str, target: str) -> str:
    """Return a plan by web interface in short: its stops, and how many changes come at each."""
    return render("plan_example", view, plan=plan(view.catalog, start, target, web=True), said=WORDS)


def scan_example(view: View) -> str:
    """Return a small file, and what a scan of it says."""
    found = scan_text(names_of(view.catalog), FILE, CODE)
    report = ScanReport(found, (FILE,), absolute(view.catalog.portal, ""), "")
    return render("scan_example", view, file=FILE, code=CODE, report=FORMATS["text"](report))


def _groups(catalog: Catalog) -> Iterator[ReleaseGroup]:
    """Return the LTS tracks, then the other releases by major version."""
    lines = {track.line: track.name for track in catalog.tracks.tracks if track.line}
    releases = sorted(catalog.releases, key=lambda release: release.version, reverse=True)
    on_lts = tuple(
        _option(catalog, release, lines[release.version]) for release in releases if release.version in lines
    )
    yield ReleaseGroup("LTS tracks", on_lts)
    active = [release for release in releases if release.version not in lines]
    for major, members in groupby(active, key=lambda release: release.version.major):
        yield ReleaseGroup(
            f"Active track, AXIS OS {major}", tuple(_option(catalog, release) for release in members)
        )


def _option(catalog: Catalog, release: Release, track: str = "") -> tuple[str, str]:
    said = [track] if track else []
    outlook = catalog.outlook(release)
    if outlook == "canceled":
        said.append(RELEASE[outlook].lower())
    elif outlook != "out":
        planned = f"planned {dated('for', release.date)}" if release.date else "planned"
        said.append(was_due(release.date) if release.date and outlook == "due" else planned)
    return str(release.version), f"{release.version} ({', '.join(said)})" if said else str(release.version)
