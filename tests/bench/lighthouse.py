"""Lighthouse's scores for the published site, on its simulated phone.

Source: https://github.com/GoogleChrome/lighthouse
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.goals import at_least
from tests.bench.sites import A_CHANGE, publish_portal
from tests.browser.chromium import QUIET, ensure_chromium
from tests.serving import serve

# The last one that runs on Node 18 and 20
LIGHTHOUSE = "lighthouse@12.8.2"
RUNS = 3
PAGES = ("", "changes/", A_CHANGE, "lifecycle/", "plan/")
GOALS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}


def print_lighthouse(repository: Path, folder: Path) -> None:
    """Publish the portal, and print the scores of its main pages; without Lighthouse, say so."""
    npx = shutil.which("npx")
    if npx is None:
        print("Lighthouse is left out: it comes from npm, which is not installed")
        return
    command = [npx, "--yes", LIGHTHOUSE]
    tried = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    if tried.returncode:
        print(f"Lighthouse is left out: {LIGHTHOUSE} does not start\n{tried.stderr.strip()}")
        return
    site = publish_portal(repository, folder / "portal").site
    print(f"{LIGHTHOUSE}, its simulated phone, gzip; medians of {RUNS} runs")
    with serve(site) as address:
        for path in PAGES:
            if (site / path / "index.html").is_file():
                _print(f"/{path}", [_report(command, address + path) for _ in range(RUNS)])
            else:
                print(f"\n/{path} is not there yet")


def _report(command: list[str], address: str) -> dict[str, Any]:
    """Give what Lighthouse says of a page: its result object. Raises `RuntimeError` if it fails."""
    options = [
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--chrome-flags=--headless=new {' '.join(QUIET)}",
    ]
    environment = os.environ | {"CHROME_PATH": str(ensure_chromium())}
    done = subprocess.run(
        [*command, address, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed on {address}:\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _print(page: str, reports: list[dict[str, Any]]) -> None:
    print(f"\n{page}")
    for category, goal in GOALS.items():
        score = median(round(100 * report["categories"][category]["score"]) for report in reports)
        print(f"    {category:<16}{score:4.0f}  {at_least(score, goal)}")
    counted = {ref["id"]: ref["weight"] > 0 for category in GOALS for ref in _references(reports, category)}
    for said, kind in (("below 1, counted", True), ("below 1, not counted", False)):
        below = sorted(audit for audit in counted if counted[audit] is kind and _is_below_one(reports, audit))
        print(f"    {said}: {', '.join(below) or 'none'}")


def _references(reports: list[dict[str, Any]], category: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reports[0]["categories"][category]["auditRefs"]
    return found


def _is_below_one(reports: list[dict[str, Any]], audit: str) -> bool:
    """Whether an audit found something to better in any of the runs; one that does not apply has no score."""
    scores = (report["audits"][audit]["score"] for report in reports)
    return any(score is not None and score < 1 for score in scores)
