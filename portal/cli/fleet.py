"""`portal fleet`: what of your devices breaks on the way to a version, from their own answers."""

import argparse
import shutil
import sys
from pathlib import Path

from portal.cli.outside.carried import add_facts, asked_both
from portal.cli.outside.clock import today
from portal.cli.outside.ending import DONE, FAILED, FOUND, NOT_KNOWN
from portal.cli.outside.terminal import show, tell
from portal.fields import to_fields
from portal.fleet.device import Device
from portal.fleet.fleet_html import render_fleet_html
from portal.fleet.fleet_text import render_fleet_text
from portal.fleet.judging import Judge, report_of
from portal.fleet.reading import read_devices
from portal.problems import Problem, Refused, as_json, format_text, printable


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "fleet",
        help="tell what of your devices breaks on an upgrade, from their own answers",
        description="Read what devices answer, or a list with their models and versions as CSV or JSON, and "
        "tell what an upgrade breaks. Nothing is sent. Exit code 0: nothing is recorded; 1: something "
        "is; 2: wrong use, or nothing could be read; 3: nothing is recorded, but something is not known.",
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="FILE", help="a file, folder or archive a device, or a list"
    )
    parser.add_argument("--to", dest="target", required=True, metavar="VERSION", help="the version you want")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="(default: text)")
    for name, what in (
        ("web", "you upgrade through the web interface"),
        ("devices", "list each device, in text too"),
        ("names", "show names, addresses, serial numbers and files of devices"),
        ("reported", "exit code 1 also for what only a third party reports"),
    ):
        parser.add_argument(f"--{name}", action="store_true", help=what)
    add_facts(parser, "api/v1/", "FOLDER|URL")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Judge, print, and return the exit code. Raises `InvalidData` where the facts cannot be read."""
    facts, found = asked_both(options, "fleet")
    try:
        judge = Judge(facts, found.names, options.target, web=options.web)
    except Refused as refused:
        for refusal in refused.refusals:
            tell(f"portal fleet: --to: {printable(refusal.message, 300)}", f"    {refusal.hint}")
        return FAILED
    wanted = [name.name for change in found.names.changes for name in change.names if name.is_setting]
    read = [*read_devices(Path.cwd(), options.paths, wanted)]
    if problems := sorted({one for one in read if isinstance(one, Problem)}):
        tell(*format_text(problems).split("\n"))
    judged = [judge.judge(one) for one in read if isinstance(one, Device)]
    if not judged:
        tell("portal fleet: there is no device in what could be read")
        return FAILED
    report = report_of(judge, judged, today(), unread=len(problems), names=options.names)
    is_open = report.verdicts["unknown"] or report.gets["unknown"] or report.unread
    is_doubtful = is_open or report.is_found(reported=True)
    code = FOUND if report.is_found(reported=options.reported) else NOT_KNOWN if is_doubtful else DONE
    if options.format == "json":
        show(as_json({"schema_version": "1.0", "exit_code": code, **to_fields(report)}, 1) + "\n")
    elif options.format == "html":
        show(render_fleet_html(report))
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
        show(render_fleet_text(report, width, devices=options.devices or options.names))
    return code
