"""`portal diff`: what differs from an earlier edition, what readers get, and what would break."""

import argparse
import re
from datetime import date
from pathlib import Path

from portal import __version__
from portal.cli.outside.clock import day
from portal.cli.outside.edition_source import BASELINE, earlier_edition, this_edition
from portal.cli.outside.terminal import is_bold, show, tell
from portal.history import (
    Difference,
    Edition,
    UnreadableEdition,
    compare,
    difference_fields,
    render_baseline,
    render_markdown,
    render_text,
)
from portal.problems import Problem, as_json
from portal.reading.catalog import check_data
from portal.reading.opening import is_there
from portal.writing.edits import write_file


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "diff",
        help="compare with an earlier edition: differences, news in feeds, breaks of the contract",
        description="Compare what this checkout publishes with what an earlier edition did. Exit code 0: no "
        "promise to readers is broken, whatever differs; 1: one is; 2: wrong use.",
    )
    parser.add_argument(
        "base",
        nargs="?",
        metavar="BASE",
        help="a checkout, a published folder, the path or address of its api/v1/manifest.json, or else a git "
        f"revision such as main (default: what the last release published, kept in {BASELINE})",
    )
    parser.add_argument(
        "--write-baseline",
        action="store_true",
        help=f"unless a promise is broken, write {BASELINE} anew: what this checkout publishes is a release",
    )
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="(default: text)"
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the checkout to compare (default: here)"
    )
    parser.add_argument(
        "--preview",
        type=_address,
        metavar="URL",
        help="with markdown: where the pages can be seen before they are published",
    )
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="YYYY-MM-DD",
        help="with markdown: also say which of the changed files have gone stale by this day",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, print, and return the exit code. Raises `InvalidData` for this checkout."""
    try:
        new = this_edition(options.root)
        base = options.base
        if base is None and options.write_baseline and not is_there(options.root / BASELINE):
            return _write_baseline(new, options.root)
        if base is None:
            base = (options.root / BASELINE).as_posix()
        difference = compare(earlier_edition(base, options.root, new), new)
    except UnreadableEdition as unreadable:
        tell(*f"portal diff: {unreadable}".split("\n"))
        return 2
    show(_render(difference, options))
    if difference.breaks:
        return 1
    return _write_baseline(new, options.root) if options.write_baseline else 0


def _write_baseline(edition: Edition, root: Path) -> int:
    """Write what an edition publishes as that of a release, and return the exit code."""
    try:
        write_file(root / BASELINE, render_baseline(edition, __version__).encode())
    except OSError as error:
        tell(f"portal diff: nothing is written: {error.filename}: {error.strerror}")
        return 2
    show(f"{BASELINE} has what version {__version__} publishes\n", f"{BASELINE} is written")
    return 0


def _render(difference: Difference, options: argparse.Namespace) -> str:
    if options.format == "json":
        return as_json(difference_fields(difference), 2) + "\n"
    if options.format == "markdown":
        stale = _stale(difference, options.root, options.as_of)
        return render_markdown(difference, preview=options.preview, stale=stale)
    return render_text(difference, bold=is_bold())


def _stale(difference: Difference, root: Path, as_of: date | None) -> list[Problem]:
    """Return what has gone stale in the files that differ."""
    files = {entry.file for entry in difference.entries}
    return [problem for problem in check_data(root, as_of).problems if problem.path in files] if as_of else []


def _address(text: str) -> str:
    """Return an address of the web that can stand in a link."""
    if not re.fullmatch(r"https?://[\w.~:/?#@!$&'()*+,;=%-]+", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as https://portal.example/")
    return text
