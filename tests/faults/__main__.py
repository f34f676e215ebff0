"""`python -m tests.faults [NAME ...]`: does the faults that are named, or all, and says what catches each.

Exit code 0: all are caught; 1: one is not, or what is to catch it fails without a fault; 2: wrong use.
"""

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from macros.after.manifest import write_manifest
from macros.after.verify import verify
from portal.addresses import MANIFEST
from portal.cli import main as portal
from portal.reading.catalog import load_catalog
from portal.reading.structure import published_schemas
from tests.checkout import Checkout, copy_checkout, june_checkout
from tests.conftest import REPOSITORY
from tests.deploy.nginx import open_folder
from tests.faults import data, hosting, outputs, pages, planning
from tests.faults.fault import VERIFICATION, Fault, Undone
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
class Sites:
    """Published checkouts with the real data, and with that of June 2024."""

    real: Checkout
    june: Checkout

    @classmethod
    def below(cls, folder: Path) -> "Sites":
        return cls(Checkout(folder / "real"), Checkout(folder / "june"))


@dataclass(frozen=True)
class Runner:
    """Runs what is to catch faults, on copies at a place of its own. The `sites` are whole, and stay so."""

    place: Path
    sites: Sites

    def catch(self, fault: Fault) -> str | None:
        """Return what catches a fault that has a function, None if nothing does. Raises `Undone`."""
        if fault.where == "checkout":
            with self._copy_checkout() as checkout:
                _damage(fault, checkout)
                return _run(fault.caught_by, checkout, self.sites)
        with self._copy_sites() as sites:
            for published in (sites.real, sites.june):
                _damage(fault, published.site)
                # As if it had been made so: otherwise every fault would be one of a sum in the manifest
                items = json.loads((published.site / MANIFEST).read_bytes())["items"]
                paths = [item["path"] for item in items if (published.site / item["path"]).is_file()]
                write_manifest(published.site, load_catalog(published.root).portal, paths, None)
            return _run(fault.caught_by, REPOSITORY, sites)

    def passes(self, caught_by: tuple[str, ...]) -> bool:
        """Whether all is well where there is no fault: otherwise "caught" would say nothing."""
        with self._copy_checkout() as checkout:
            try:
                said = _run(caught_by, checkout, self.sites)
            except Undone as error:
                said = str(error)
        if said:
            print(f"FAILS WITHOUT A FAULT: {said}", flush=True)
        return not said

    @contextmanager
    def _copy_checkout(self) -> Iterator[Path]:
        copy = self.place / "copy"
        listed = git(REPOSITORY, "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
        for path in (path for path in listed if (REPOSITORY / path).is_file()):
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / path, copy / path)
        try:
            yield copy
        finally:
            shutil.rmtree(copy)

    @contextmanager
    def _copy_sites(self) -> Iterator[Sites]:
        copy = shutil.copytree(self.place / "sites", self.place / "copy", symlinks=True)
        try:
            yield Sites.below(copy)
        finally:
            shutil.rmtree(copy)


def _damage(fault: Fault, folder: Path) -> None:
    assert not isinstance(fault.damage, str)
    try:
        fault.damage(folder)
    except (OSError, LookupError, ValueError) as error:
        raise Undone(repr(error)) from None


def _run(caught_by: tuple[str, ...], checkout: Path, sites: Sites) -> str | None:
    """Return what finds something wrong with a checkout and sites, None if nothing does."""
    match caught_by:
        case ("check", rule):
            return _say(rule, "check", "--root", str(checkout))
    if caught_by == VERIFICATION:
        return next(iter(verify(load_catalog(checkout), published_schemas(checkout), sites.real.site)), None)
    return _test(caught_by, checkout, sites)


def _say(rule: str, *command: str) -> str | None:
    """Return the first break of a rule that a command of `portal` finds."""
    with redirect_stdout(io.StringIO()) as said:
        portal(command)
    lines = said.getvalue().splitlines()
    found = next((problem for problem, hint in pairwise(lines) if hint.endswith(f"[{rule}]")), None)
    return found and f"portal {command[0]}: {found.strip()} [{rule}]"


def _test(files: tuple[str, ...], checkout: Path, sites: Sites) -> str | None:
    """Return the first test of some files that fails.

    Raises `Undone` if none fails and they do not pass either: a test that cannot begin catches nothing.
    """
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files],
        cwd=checkout,
        env=os.environ
        | {
            "PYTHONPATH": str(checkout),
            "PORTAL_SITE": str(sites.real.site.resolve()),
            "PORTAL_JUNE_SITE": str(sites.june.site.resolve()),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    failed = re.search(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
    if done.returncode and not failed:
        raise Undone(f"{' '.join(files)} did not run:\n{done.stdout[-3000:]}{done.stderr}")
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
            try:
                caught = runner.catch(fault) if sound[fault.caught_by] else None
                said = f"caught {fault.name} by {caught}" if caught else f"NOT CAUGHT {fault.name}"
            except Undone as error:
                caught, said = None, f"NOT CAUGHT {fault.name}: {error}"
            print(said, flush=True)
            missed += not caught
    by_hand = len(chosen) - len(by_function)
    print(f"{len(by_function) - missed} of {len(by_function)} caught; {by_hand} to try by hand: see --list")
    return int(bool(missed))


@contextmanager
def _runner() -> Iterator[Runner]:
    """Publish both sites once."""
    with open_folder() as place:
        (place / "sites").mkdir()
        sites = Sites.below(place / "sites")
        copy_checkout(REPOSITORY, sites.real.root)
        june_checkout(REPOSITORY, sites.june.root)
        for checkout in (sites.real, sites.june):
            done = checkout.publish()
            assert done.returncode == 0, done.stderr
        yield Runner(place, sites)


def _print(chosen: list[tuple[str, Fault]]) -> None:
    for group, fault in chosen:
        print(f"{group}: {fault.name} ({' '.join(fault.caught_by)})")
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
