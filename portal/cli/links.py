"""`portal links`: whether the web addresses of the data still lead anywhere. Asks their servers."""

import argparse
import math
from collections import Counter
from collections.abc import Iterator, Mapping

from portal.catalog import check_data
from portal.cli.check import FORMATS, usual_format
from portal.cli.outside.editing import add_root
from portal.cli.outside.terminal import show
from portal.cli.outside.visits import Outcome, Visit, Visitor
from portal.problems import InvalidData, Problem, format_github, printable
from portal.weblinks import Mention, mentions

_TIMEOUT = 20.0
_DEAD_HINT = "give the new address, or remove it and say in notes that it is gone"
_UNCLEAR_HINT = "try again later, or look at it in a browser"
_DEAD = "dead-link"
_LONGEST = 600
_COUNTED: dict[Outcome, str] = {"dead": "dead", "moved": "moved", "unclear": "not clear", "there": "there"}


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "links",
        help="ask whether the web addresses of the data still lead anywhere",
        description="Ask the servers of all web addresses in the data, and report which are dead, have moved "
        "for good, or could not be told. Exit code 0: none is dead; 1: one is; 2: wrong use.",
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=_TIMEOUT,
        metavar="S",
        help=f"seconds that an answer may take (default: {_TIMEOUT:g})",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default=None,
        help="how to print what is found (default: text; github in GitHub's CI)",
    )
    add_root(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, print, and give the exit code. Raises `InvalidData`."""
    report = check_data(options.root)
    if report.problems:
        raise InvalidData(report.problems)
    found = list(mentions(report.documents))
    visits = Visitor(options.timeout).visit_all(mention.address for mention in found)
    problems = [problem for mention in found for problem in _problems(mention, visits[mention.address])]
    name = options.format or usual_format()
    output = _in_github(problems) if name == "github" else FORMATS[name](sorted(problems))
    lines = [output] if output else []
    if name != "json":
        lines.append(_summary(visits))
    show("".join(f"{line}\n" for line in lines))
    return 1 if any(visit.outcome == "dead" for visit in visits.values()) else 0


def _problems(mention: Mention, visit: Visit) -> Iterator[Problem]:
    """Give what is to be said of an address; nothing where it is there."""
    address = printable(mention.address, 200)
    if visit.outcome == "dead":
        yield mention.problem(f"{address} {visit.said}", _DEAD_HINT, _DEAD)
    elif visit.outcome == "moved":
        yield mention.problem(f"{address} has moved", f"write {printable(visit.said, 200)}", "moved-link")
    elif visit.outcome == "unclear":
        yield mention.problem(f"{address} could not be told: {visit.said}", _UNCLEAR_HINT, "unclear-link")


def _in_github(problems: list[Problem]) -> str:
    """Give dead links as errors, and the rest as notices."""
    dead = sorted(problem for problem in problems if problem.rule == _DEAD)
    rest = sorted(problem for problem in problems if problem.rule != _DEAD)
    return "\n".join(filter(None, (format_github(dead), format_github(rest, "notice"))))


def _summary(visits: Mapping[str, Visit]) -> str:
    counts = Counter(visit.outcome for visit in visits.values())
    said = [f"{counts[outcome]} {words}" for outcome, words in _COUNTED.items() if counts[outcome]]
    return f"{len(visits)} addresses: {', '.join(said) or 'none to ask for'}"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= _LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0.1 to {_LONGEST}")
    return seconds
