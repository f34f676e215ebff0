"""The steps of publishing, and what readers see when a fault stops them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.checkout import Checkout

# Every step of the road: the module that holds it, and its name there
STEPS = (
    "macros.publish:current_catalog", "macros.publish:render_pages", "macros.after:stamp_all",
    "macros.after:write_twins", "macros.after:write_outputs", "macros.after:write_llms",
    "macros.after:write_sitemap", "macros.after:write_search",
    "macros.after:write_manifest",
    "macros.after:verify", "macros.builds:Builds._set_times", "macros.builds:Builds.publish",
    "macros.builds:Builds._point_to", "macros.builds:Builds._remove_all_but",
)  # fmt: skip
# Of these each ends another way where somebody interrupts: before the engine, in it, after it, and when the
# new site is there already
INTERRUPTED = (
    "macros.publish:current_catalog",
    "macros:current_catalog",
    "macros.after:stamp_all",
    "macros.after:write_manifest",
    "macros.builds:Builds.publish",
)
# When readers see the new site: killed after these, or failing in place of these
SWAPPED = {"killed": STEPS[-3:], "disk full": STEPS[-1:], "mistake": STEPS[-1:]}


@dataclass(frozen=True)
class Seen:
    """What came of a fault: the exit code, what was said, and the sums of what readers then see."""

    step: str
    fault: str
    code: int
    said: str
    files: Mapping[str, str]


def run_faults(checkout: Checkout, repository: Path, faults: Sequence[tuple[str, str]]) -> list[Seen]:
    """Publish a checkout once for each pair of step and fault."""
    command = (sys.executable, "-m", "tests.publishing.faulty")
    return [Seen(*line) for line in run_in(checkout, repository, command, json.dumps(faults))]


def run_in(checkout: Checkout, repository: Path, command: Sequence[str], text: str = "") -> list[Any]:
    """Return what a command prints that publishes the checkout it is run in: a value of JSON a line."""
    done = subprocess.run(
        command,
        input=text,
        cwd=checkout.root,
        env=os.environ | {"PYTHONPATH": f"{checkout.root}{os.pathsep}{repository}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
