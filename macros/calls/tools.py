"""Calls of the pages on the planner and the scanner."""

from collections.abc import Iterator
from dataclasses import replace

from macros.calls.changes import feed_groups
from macros.render import render
from macros.view import View
from portal.addresses import absolute
from portal.fleet.answers import answer_of
from portal.fleet.fleet_text import render_fleet_text
from portal.fleet.judging import Judge, report_of
from portal.model import Catalog
from portal.outputs.bundle import bundle_of
from portal.planner import PATH, SUPPORT_PATH, SUPPORT_WORDS, facts_of, plan, points, support_of
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


# The device of the example of `portal fleet`
ANSWER = """root.Brand.ProdNbr=M9999-E
root.HTTPS.AllowTLS1=yes
root.Network.UPnP.Enabled=yes
root.Properties.Firmware.Version=11.8.61
root.Properties.System.Architecture=armv7hf
root.Storage.S0.FileSystem=vfat
"""


def upgrade_planner(view: View) -> str:
    """Return the form that asks what to plan, and the pattern that the script fills with the plan."""
    releases = tuple(_releases(view.catalog))
    address = absolute(view.catalog.portal, PATH)
    # A plan knows no kinds of names.
    groups = [group for group in feed_groups(view.catalog) if "touches" not in group.filter]
    return render(
        "upgrade_planner", view, releases=releases, path=PATH, address=address, said=WORDS, feed_groups=groups
    )


def check(view: View) -> str:
    """Return the field for what somebody has, and the pattern that the script fills with what is said."""
    catalog = view.catalog
    latest = max((one.version for one in catalog.releases if catalog.outlook(one) == "out"), default="")
    return render("check", view, releases=tuple(_releases(catalog)), path=PATH, latest=latest)


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


def fleet_example(view: View, target: str) -> str:
    """Return what a device answers, and what is said of it on the way to a version."""
    judge = Judge(facts_of(view.catalog), bundle_of(view.catalog).names, target)
    devices = [replace(device, label="device 1") for device in (answer_of(ANSWER),) if device]
    day = view.catalog.portal.data_as_of.day
    report = report_of(judge, list(map(judge.judge, devices)), day)
    said = render_fleet_text(report, 72, devices=False)
    return render("fleet_example", view, answer=ANSWER, target=target, report=said)


def _releases(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Return the known releases, latest first, each with what to know of it before choosing it."""
    lines = {track.line: track.name for track in catalog.tracks.tracks if track.line}
    for release in sorted(catalog.releases, key=lambda release: release.version, reverse=True):
        said = [lines[release.version]] if release.version in lines else []
        outlook = catalog.outlook(release)
        if outlook == "canceled":
            said.append(RELEASE[outlook].lower())
        elif outlook != "out":
            planned = f"planned {dated('for', release.date)}" if release.date else "planned"
            said.append(was_due(release.date) if release.date and outlook == "due" else planned)
        yield str(release.version), ", ".join([str(release.version), *said])
