"""Feeds what reads texts of others: `python -m tests.fuzz yaml --inputs 100000 --seed 1`.

Prints how many inputs there were, how long they took, the slowest one, and a finding if there is one, already
made as small as it gets. Put its input into `corpus/`, where the tests find it.
"""

import argparse
import sys
import time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.targets import TARGETS, Target


def fuzz(target: Target, inputs: int, number: int) -> tuple[int, float, float]:
    """Feed a target; give the number of inputs, their seconds, and those of the slowest. Raises a finding."""
    count, slowest = 0, 0.0

    @seed(number)
    @settings(
        max_examples=inputs,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(target.inputs)
    def feed(value: Any) -> None:
        nonlocal count, slowest
        begin = time.perf_counter()
        target.check(value)
        count, slowest = count + 1, max(slowest, time.perf_counter() - begin)

    begin = time.perf_counter()
    feed()
    return count, time.perf_counter() - begin, slowest


def main() -> int:
    """Run the command and give its exit code: 0 nothing found, 1 something."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Feed odd inputs to what reads text."
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(TARGETS)} (default: all)")
    parser.add_argument("--inputs", type=int, default=100_000, metavar="N", help="for each (default: 100000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="for other inputs (default: 0)")
    options = parser.parse_args()
    if unknown := set(options.targets) - TARGETS.keys():
        parser.error(f"there is no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    found = 0
    for name in options.targets or TARGETS:
        try:
            count, seconds, slowest = fuzz(TARGETS[name], options.inputs, options.seed)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            notes = "\n    ".join(getattr(error, "__notes__", ()))
            print(f"{name}: {type(error).__name__}: {error}\n    {notes}", flush=True)
            found += 1
        else:
            took = f"{count:,} inputs in {seconds:.0f} s, the slowest {slowest * 1000:.0f} ms"
            print(f"{name}: {took}: nothing found", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
