"""A copy of the checkout whose data has grown as it grows in years, made with the commands that editors use.

`python -m tests.grown FOLDER` makes one; `make grown` runs all tests in it. The data stays sound by this,
whatever it was, so that what turns red there freezes the data or is a fault of the product.
"""

import argparse
import io
import shutil
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path

from portal.cli import main as portal
from portal.model import Catalog
from portal.model.versions import Version
from portal.reading.catalog import load_catalog
from tests.repository import commit_all

REPOSITORY = Path(__file__).resolve().parent.parent
# What is made, at the top of the checkout; and anywhere
MADE = {".git", ".venv", "build", "dist", "site", ".hypothesis", "node_modules"}
CACHES = shutil.ignore_patterns("__pycache__", ".*_cache")
AREA = "  - {{id: {name}, name: Grown for {name}, description: A part that came later.}}\n"
SURFACE = """\
surface:
  - kind: endpoint
    name: axis-cgi/grown.cgi
    effect: removed
    replaced_by: axis-cgi/later.cgi
    match:
      - grown.cgi
"""
CORRECTED = """\
  - date: "{today}"
    event: corrected
    because: The summary was not exact.
    sources: [{source}]
"""
SOURCE = "grown-notes"
KINDS = ("removal", "deprecation", "default", "behavior", "restriction", "addition")
REACHES = ("upgrade", "factory-default", "unknown")


@dataclass(frozen=True)
class Growth:
    """The checkout that grows, and the day on which it does."""

    root: Path
    today: date

    def run(self, *arguments: str) -> None:
        """Run a command in the checkout, as an editor does; it has to say that all is well."""
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = portal([*arguments, "--root", str(self.root)])
        assert code == 0, f"portal {' '.join(arguments)}\n{said.getvalue()}"

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the first place of a text that has to be in a file."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new, 1), "utf-8")

    def record(self, *arguments: str) -> None:
        """Run a command that writes down the day."""
        self.run(*arguments, "--today", str(self.today))


def grow(root: Path, today: date, changes: int = 101) -> None:
    """Let the data of a checkout grow to at least so many changes, with every kind of entry and every fate.

    A new area, product, release and major version; changes of all kinds; releases that come out with all
    that was planned for them, but for what is unconfirmed; a change moved, one withdrawn, one that came late,
    one corrected; and the facts are of `today`.
    """
    growth = Growth(root, today)
    before = load_catalog(root)
    if SOURCE not in before.source_by_id:  # what has grown can grow again
        growth.record(
            "new", "source", "--id", SOURCE, "--title", "Release notes that came later",
            "--publisher", "vendor", "--date", str(today), "--read", "whole",
        )  # fmt: skip
    minor, major = _new_releases(growth, before)
    name = f"grown-{Version.parse(major).major}"  # another one each time
    with (root / "data/areas.yml").open("a", encoding="utf-8") as areas:
        areas.write(AREA.format(name=name))
    growth.record("new", "product", "--name", f"AXIS {name.upper()}", "--kind", "device")
    made = _new_changes(growth, name, changes - len(before.changes), (major, minor, *_coming(before)))
    _surface(growth, made[0])
    coming = _coming(before)
    for version in coming[:-1] or coming:
        _let_out(growth, version)
    _move_and_withdraw(growth, minor, major)
    _correct(growth, made[-1])
    growth.run("format")
    growth.run("ids")
    growth.record("check")


def _coming(catalog: Catalog) -> list[str]:
    """Return the releases that are still to come, the next one first."""
    return [str(one.version) for one in reversed(catalog.releases) if one.status == "scheduled"]


def _new_releases(growth: Growth, before: Catalog) -> tuple[str, str]:
    """Add the next release after the newest one, and a major version after that."""
    newest = before.releases[0].version
    minor, major = f"{newest.major}.{newest.numbers[1] + 1}", f"{newest.major + 1}.0"
    for number, version in enumerate((minor, major), start=1):
        growth.record(
            "new", "release", "--version", version, "--state", "scheduled", "--source", SOURCE,
            "--date", f"{growth.today.year + number}-09", "--summary", "A release that came later.",
        )  # fmt: skip
    return minor, major


def _new_changes(growth: Growth, area: str, count: int, versions: Sequence[str]) -> list[str]:
    """Add changes of an area, and give their ids: one of each kind by the command, then copies of those."""
    reaches, at = cycle(REACHES), cycle(versions)
    made = [f"{area}-{number}-cgi" for number in range(max(count, len(KINDS)))]
    for name, kind in zip(made, KINDS, strict=False):
        growth.record(
            "new", "change", "--id", name, "--title", f"{name}: what comes later",
            "--summary", f"`{name}` is what came later.", "--version", next(at), "--area", area,
            "--kind", kind, "--applies-to", next(reaches), "--why", "It is obsolete.",
            "--impact", "Software that uses it does not work any longer.", "--source", SOURCE,
        )  # fmt: skip
    changes = growth.root / "data/changes"
    for name, like in zip(made[len(KINDS) :], cycle(made[: len(KINDS)]), strict=False):
        text = (changes / f"{like}.yml").read_text("utf-8")
        (changes / f"{name}.yml").write_text(text.replace(like, name), "utf-8")
    return made


def _surface(growth: Growth, change: str) -> None:
    """Name what code would use."""
    growth.edit(f"data/changes/{change}.yml", "\nhistory:", f"\n{SURFACE}history:")


def _let_out(growth: Growth, version: str) -> None:
    """Let a release come out, with every change that was planned for it but one that nobody knows of."""
    catalog = load_catalog(growth.root)
    planned = [one.id for one in catalog.changes if (str(one.version), one.status) == (version, "planned")]
    open_ = ["--unconfirmed", planned[0]] if len(planned) > 1 else []
    growth.record(
        "release", version, "--out", "--date", f"../{growth.today}", "--apply", "all", *open_,
        "--because", "The vendor published it.", "--source", SOURCE,
    )  # fmt: skip


def _move_and_withdraw(growth: Growth, *versions: str) -> None:
    """Move the planned change that was recorded first to one of these versions, and end the next two."""
    catalog = load_catalog(growth.root)
    planned = [one for one in catalog.changes if one.status == "planned"]
    out = str(next(one.version for one in catalog.releases if one.status == "released"))
    first, second, late, *_ = sorted(planned, key=lambda change: (change.recorded.text, change.id))
    target = next(version for version in versions if version != str(first.version))
    told = ("--source", SOURCE, "--because")
    growth.record("move", first.id, target, *told, "It was not ready.")
    growth.record("withdraw", second.id, *told, "It stays as it is.")
    growth.record("came", late.id, out, *told, "It came later than it was planned for.")


def _correct(growth: Growth, change: str) -> None:
    """Correct a text, with the event that says so."""
    path = f"data/changes/{change}.yml"
    growth.edit(path, "is what came later", "is what came later than all the rest")
    with (growth.root / path).open("a", encoding="utf-8") as file:
        file.write(CORRECTED.format(today=growth.today, source=SOURCE))


def _made(folder: str, names: list[str]) -> set[str]:
    """Return what is not copied of a folder."""
    return CACHES(folder, names) | (MADE & set(names) if Path(folder) == REPOSITORY else set())


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a grown copy of this checkout in a new folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.grown", description=main.__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args(arguments).folder
    shutil.copytree(REPOSITORY, folder, ignore=_made)
    (folder / ".venv").symlink_to(REPOSITORY / ".venv")
    grow(folder, date.today())  # noqa: DTZ011 - the day of whoever runs it
    commit_all(folder, "Grow")
    print(f"grown: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
