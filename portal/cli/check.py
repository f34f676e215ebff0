"""`portal check`: every problem of the data, with its place and what to do."""

import argparse
import os

from portal.cli.outside.clock import day
from portal.cli.outside.editing import add_root
from portal.cli.outside.terminal import show
from portal.problems import format_github, format_json, format_text
from portal.reading.catalog import Report, check_data
from portal.words import counted

_FORMATS = {"text": format_text, "github": format_github, "json": format_json}


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "check",
        help="check all data files",
        description="Check all data files against the schemas and the rules. "
        "Exit code 0: no problem; 1: problems; 2: wrong use.",
    )
    add_root(parser)
    parser.add_argument(
        "--as-of", type=day, metavar="YYYY-MM-DD", help="also report what has gone stale by this day"
    )
    parser.add_argument(
        "--today", type=day, metavar="YYYY-MM-DD", help="also report what is dated after this day"
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default=None,
        help="how to print problems (default: text; github in GitHub's CI)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, print, and return the exit code."""
    report = check_data(options.root, options.as_of, options.today)
    name = options.format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    output = _FORMATS[name](report.problems)
    lines = [output] if output else []
    if name != "json":
        lines.append(_summary(report))
    show("".join(f"{line}\n" for line in lines))
    return 1 if report.problems else 0


def _summary(report: Report) -> str:
    if report.problems:
        count, files = len(report.problems), len({problem.path for problem in report.problems})
        return f"{counted(count, 'problem')} in {files} of {len(report.files)} files"
    changes, releases = report.count("changes"), report.count("releases")
    return f"{len(report.files)} files, {changes} changes, {releases} releases: no problem"
