"""`portal support`: whether a version is supported today, until when, and who says so."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterator
from datetime import date

from portal.cli.outside.carried import add_facts, asked_facts
from portal.cli.outside.clock import day, today
from portal.cli.outside.ending import FAILED
from portal.cli.outside.terminal import show, tell
from portal.fields import to_fields
from portal.model.dates import When
from portal.planner import (
    SUPPORT_PATH,
    SUPPORT_WORDS,
    SupportAnswer,
    SupportFacts,
    points,
    read_support,
    support,
    support_of,
)
from portal.problems import Refused, as_json, one_line, printable

_CODE = {"supported": 0, "by-rule": 0, "ended": 1, "superseded": 1, "upcoming": 3, "unknown": 3}
_NARROWEST = 30


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "support",
        help="tell whether a version is supported, and until when",
        description="Tell whether a version is supported, until when, and who says so. Versions are written "
        "as the vendor prints them: 10.12, 10.12.228, LTS 2022. Exit code 0: it is supported; 1: it is not "
        "any more; 2: wrong use; 3: not known.",
    )
    parser.add_argument("version", metavar="VERSION", help="the version that the devices run")
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="YYYY-MM-DD",
        help="tell it of this day, from the data on (default: today)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    add_facts(parser, SUPPORT_PATH)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer, and return the exit code. Raises `InvalidData` where the facts cannot be read."""
    facts = asked_facts(options, SUPPORT_PATH, support_of, read_support)
    as_of: date = options.as_of or today()
    if options.as_of and facts.data_as_of.start and as_of < facts.data_as_of.start:
        tell(f"portal support: --as-of: {as_of} is before the data, which is of {facts.data_as_of}")
        tell("    what was the latest version then is not known here; leave it out to ask of today")
        return FAILED
    try:
        answer = support(facts, options.version, as_of)
    except Refused as refused:
        for refusal in refused.refusals:
            tell(f"portal support: {printable(refusal.message, 300)}", f"    {refusal.hint}")
        return FAILED
    if options.format == "json":
        held = {"today": as_of.isoformat(), "data_as_of": to_fields(facts.data_as_of)}
        about = {"facts": to_fields(facts.track(answer.track))} if answer.track else {}
        show(as_json({**held, **to_fields(answer), **about}, 2) + "\n")
    else:
        show("".join(f"{line}\n" for line in _lines(facts, answer, as_of)))
    return _CODE[answer.state]


def _lines(facts: SupportFacts, answer: SupportAnswer, as_of: date) -> Iterator[str]:
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    width = max(columns, _NARROWEST)
    held = f"{When.parse(as_of.isoformat())}. Data as of {facts.data_as_of}."
    for text in (f"AXIS OS {answer.asked}: {SUPPORT_WORDS[answer.state]}", held):
        yield from textwrap.wrap(one_line(text), width)
    yield ""
    yield from textwrap.wrap(one_line(f"{answer.summary} {answer.note}".rstrip()), width)
    yield ""
    track = facts.track(answer.track)
    for label, told in points(facts, track) if track else ():
        text = told if isinstance(told, str) else f"{told.text.removesuffix('.')}. {told.said}"
        text = f"{SUPPORT_WORDS[label]}: {text}"
        yield from textwrap.wrap(one_line(text), width, initial_indent="- ", subsequent_indent="  ")
