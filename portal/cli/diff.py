"""`portal diff`: what differs from an earlier edition, what readers get, and what would break."""

import argparse
import json
import sys
from pathlib import Path

from portal.cli.outside.editions import earlier_edition, this_edition
from portal.cli.outside.terminal import is_bold, show
from portal.history import (
    Difference,
    UnreadableEdition,
    compare,
    difference_fields,
    render_markdown,
    render_text,
)


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
        metavar="BASE",
        help="a checkout, a published folder, the path or address of its api/v1/manifest.json, or else a git "
        "revision such as main",
    )
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="(default: text)"
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the checkout to compare (default: here)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, print, and give the exit code. Raises `InvalidData` for this checkout."""
    try:
        new = this_edition(options.root)
        difference = compare(earlier_edition(options.base, options.root, new), new)
    except UnreadableEdition as unreadable:
        print(f"portal diff: {unreadable}", file=sys.stderr)
        return 2
    show(_render(difference, options.format))
    return 1 if difference.breaks else 0


def _render(difference: Difference, form: str) -> str:
    if form == "json":
        return json.dumps(difference_fields(difference), ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return render_markdown(difference)
    return render_text(difference, bold=is_bold())
