"""The steps of publishing, and what readers see when a fault stops them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.checkout import Checkout

# Every step of the road: the module that holds it, and its name there
STEPS = (
    "macros.publish:current_catalog",
    "macros.publish:render_pages",
    "macros.finish:make_late_calls",
    "macros.finish:add_policy",
    "macros.finish:stamp_all",
    "macros.finish:write_twins",
    "macros.finish:write_data",
    "macros.finish:write_llms",
    "macros.finish:write_sitemap",
    "macros.search_index:index_pages",
    "macros.search_index:put_in_order",
    "macros.finish:write_manifest",
    "macros.finish:verify",
    "macros.finish:write_hosting",
    "macros.builds:Builds.publish",
    "macros.builds:Builds._point_to",
    "macros.builds:Builds._remove_all_but",
)
# In a process of its own, whose end the publishing one tells of
ASIDE = ("macros.finish:write_data", "macros.search_index:index_pages", "macros.finish:write_hosting")
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


def in_checkout(checkout: Checkout, repository: Path) -> dict[str, str]:
    """Give the environment for a module of the tests that publishes the checkout."""
    return os.environ | {"PYTHONPATH": f"{checkout.root}{os.pathsep}{repository}"}


def run_faults(checkout: Checkout, repository: Path, faults: Sequence[tuple[str, str]]) -> list[Seen]:
    """Publish a checkout once for each pair of step and fault."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.publishing.faulty"],
        input=json.dumps(faults),
        cwd=checkout.root,
        env=in_checkout(checkout, repository),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Seen(*json.loads(line)) for line in done.stdout.splitlines()]
