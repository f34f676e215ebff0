"""What readers see when publishing is stopped at each of its steps: killed, by a full disk, by a mistake."""

from pathlib import Path

from tests.bench.sites import publish_portal, run
from tests.checkout import digests
from tests.publishing.faults import STEPS, SWAPPED, run_faults

CHANGE = "data/changes/date-cgi-removal.yml"


def print_faults(repository: Path, folder: Path) -> None:
    """Print the table: a row for each step, and what came of each fault there."""
    checkout = publish_portal(repository, folder / "portal")
    old = digests(checkout.site)
    checkout.edit(CHANGE, "is obsolete and", "is old and")
    # A fault that lets the new site be published comes last: all before it must leave the old one.
    order = sorted(
        ((step, fault) for step in STEPS for fault in SWAPPED), key=lambda one: one[0] in SWAPPED[one[1]]
    )
    seen = {(one.step, one.fault): one for one in run_faults(checkout, repository, order)}
    new = digests(run(checkout, "macros.publish").site)
    print(
        "Killed: after the step. Disk full, mistake: in place of it. What readers then see, and exit code\n"
    )
    print(f"{'step':<26}" + "".join(f"{fault:<20}" for fault in SWAPPED))
    for step in STEPS:
        cells = []
        for fault in SWAPPED:
            one = seen[step, fault]
            site = "old site" if one.files == old else "new site" if one.files == new else "A MIX"
            cells.append(f"{site}, {one.code}")
        print(f"{step.partition(':')[2]:<26}" + "".join(f"{cell:<20}" for cell in cells))
    print("\nWhat was said, but for tracebacks of mistakes:")
    for line in dict.fromkeys(
        one.said.strip() for one in seen.values() if one.fault != "mistake" and one.said
    ):
        print(f"  {line}")
