"""`python -m tests.faults [NAME ...]`: does the faults that are named, or all, and says what catches each.

Exit code 0: all are caught; 1: one is not, or what is to catch it fails without a fault; 2: wrong use.
"""

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from macros.aside import at_the_end
from macros.manifest import write_manifest
from macros.verify import verify
from portal.catalog import load_catalog
from portal.cli import main as portal
from portal.model import Catalog
from tests.checkout import copy_checkout
from tests.conftest import REPOSITORY
from tests.deploy.nginx import open_folder
from tests.faults import data, hosting, outputs, pages, planning
from tests.faults.fault import CHECK, DIFF, VERIFICATION, Fault
from tests.repository import git

FAULTS = {
    fault.name: (group, fault)
    for group, module in (
        ("data", data),
        ("outputs", outputs),
        ("pages", pages),
        ("planner and scanner", planning),
        ("hosting", hosting),
    )
    for fault in module.FAULTS
}


@dataclass(frozen=True)
class Runner:
    """Runs what is to catch faults, on copies in a folder of its own. `site` is whole, and stays so."""

    place: Path
    site: Path
    catalog: Catalog

    def catch(self, fault: Fault) -> str | None:
        """Give what catches a fault that has a function, None if nothing does."""
        with self._copy(REPOSITORY if fault.where == "checkout" else self.site) as copy:
            if fault.where == "checkout":
                damage(fault, copy)
                return self._run(fault.caught_by, copy, self.site)
            damage(fault, copy)
            # As if it had been made so: otherwise every fault would be one of a sum in the manifest
            write_manifest(copy, self.catalog.portal, None)
            return self._run(fault.caught_by, REPOSITORY, copy)

    def passes(self, caught_by: tuple[str, ...]) -> bool:
        """Whether all is well where there is no fault: otherwise "caught" would say nothing."""
        with self._copy(REPOSITORY) as copy:
            said = self._run(caught_by, copy, self.site)
        if said:
            print(f"FAILS WITHOUT A FAULT: {said}", flush=True)
        return not said

    def _run(self, caught_by: tuple[str, ...], checkout: Path, site: Path) -> str | None:
        if caught_by == CHECK:
            return _say("check", "--root", str(checkout))
        if caught_by == DIFF:
            return _say("diff", str(REPOSITORY), "--root", str(checkout))
        if caught_by == VERIFICATION:
            return next(iter(verify(REPOSITORY, self.catalog, site, at_the_end)), None)
        return _test(caught_by, checkout, site)

    @contextmanager
    def _copy(self, folder: Path) -> Iterator[Path]:
        copy = self.place / "copy"
        if folder == REPOSITORY:
            for path in git(folder, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(folder / path, copy / path)
        else:
            shutil.copytree(folder, copy)
        yield copy
        shutil.rmtree(copy)


def damage(fault: Fault, folder: Path) -> None:
    assert not isinstance(fault.damage, str)
    fault.damage(folder)


def _say(*command: str) -> str | None:
    """Give the first problem that a command of `portal` finds."""
    with redirect_stdout(io.StringIO()) as said:
        code = portal(command)
    if code == 0:
        return None
    found = next((line for line in said.getvalue().splitlines() if ": " in line), "says nothing")
    return f"portal {command[0]}: {found.strip()}"


def _test(files: tuple[str, ...], checkout: Path, site: Path) -> str | None:
    """Give the first test of some files that fails.

    Raises `RuntimeError` if none fails and they do not pass either: a test that cannot begin catches nothing.
    """
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files],
        cwd=checkout,
        env=os.environ
        | {"PYTHONPATH": str(checkout), "PORTAL_SITE": str(site), "PORTAL_JUNE_SITE": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = re.search(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
    if done.returncode and not failed:
        raise RuntimeError(f"{' '.join(files)} did not run:\n{done.stdout[-3000:]}{done.stderr}")
    return failed[1] if failed else None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - FAULTS.keys():
        parser.error(f"there is no fault {min(unknown)!r}; --list names them")
    chosen = [FAULTS[name] for name in options.names or FAULTS]
    if options.list:
        _print(chosen)
        return 0
    by_function = [fault for _, fault in chosen if fault.where != "source"]
    with _runner() as runner:
        sound = {way: runner.passes(way) for way in dict.fromkeys(fault.caught_by for fault in by_function)}
        missed = 0
        for fault in by_function:
            caught = runner.catch(fault) if sound[fault.caught_by] else None
            print(f"caught {fault.name} by {caught}" if caught else f"NOT CAUGHT {fault.name}", flush=True)
            missed += not caught
    by_hand = len(chosen) - len(by_function)
    print(f"{len(by_function) - missed} of {len(by_function)} caught; {by_hand} to try by hand: see --list")
    return int(bool(missed))


@contextmanager
def _runner() -> Iterator[Runner]:
    """Publish the site once."""
    with open_folder() as place:
        checkout = copy_checkout(REPOSITORY, place / "checkout")
        done = checkout.publish()
        assert done.returncode == 0, done.stderr
        yield Runner(place, checkout.site.resolve(), load_catalog(REPOSITORY))


def _print(chosen: list[tuple[str, Fault]]) -> None:
    for group, fault in chosen:
        print(f"{group}: {fault.name} ({', '.join(fault.caught_by)})")
        if isinstance(fault.damage, str):
            print(f"    by hand: {fault.damage}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults",
        description="Do faults to copies of the checkout and of the site, and say what catches each. Exit "
        "code 0: all are caught; 1: one is not; 2: wrong use.",
    )
    parser.add_argument("--list", action="store_true", help="only say which faults there are")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a fault (default: all)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
