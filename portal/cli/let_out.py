"""`portal release`: a release is out, and so is what became of all that was planned for it."""

import argparse
from collections.abc import Sequence

from portal.cli.outside.editing import NEXT, add_options, add_told, edit, told
from portal.cli.outside.terminal import ask, can_ask
from portal.problems import Refusal, Refused, printable
from portal.writing.desk import Desk
from portal.writing.edits import Edit
from portal.writing.letting_out import Appearance, let_out, planned_for, steps_for, strangers, unsaid
from portal.writing.mentions import still_said

_HINT = "--apply all, or of each: --apply ID ..., --unconfirmed ID ..., --moved-to VERSION ID ..."


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "release",
        help="say that a release is out, and what became of all that was planned for it",
        description="Add to the dates of a release that it is out, and say of every change that was planned "
        "for it whether it came, moved, or is unconfirmed: all in one go. Changes of a major version alone "
        "stay as they are. Exit code 0: done; 2: wrong use, and nothing is written.",
    )
    parser.add_argument("version", metavar="VERSION", help="the release, such as 12.1")
    parser.add_argument("--out", action="store_true", required=True, help="it is out")
    parser.add_argument("--date", metavar="DATE", help="when it came, as exact as the source says")
    parser.add_argument("--track", metavar="ID", help="the track it came on (default: the active one)")
    parser.add_argument("--update", metavar="N", help="which update of it on the track, from 2 on")
    parser.add_argument(
        "--apply",
        action="extend",
        nargs="+",
        metavar="ID",
        help="what came with it; or all, but for those named",
    )
    parser.add_argument(
        "--unconfirmed", action="extend", nargs="+", metavar="ID", help="where no source says whether it came"
    )
    parser.add_argument(
        "--moved-to",
        nargs="+",
        action="append",
        metavar=("VERSION", "ID"),
        help="what moved to another release",
    )
    add_told(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Edit, say what was done, and return the exit code."""
    arrival = Appearance(options.track, options.update, options.date)

    def make(desk: Desk) -> Sequence[Edit]:
        fates = _fates(desk, options)
        return let_out(desk, options.version, arrival, fates, lambda: told(options, desk))

    def done(desk: Desk, edits: Sequence[Edit]) -> str:
        release, *changes = edits
        said = f"{release.path}: out\n" + "".join(f"{one.path} is written\n" for one in changes)
        steps = steps_for(desk, options.version)
        if steps:
            said += f"Say also what became of the step for {options.version} (portal came ... --stage) of: "
            said += ", ".join(steps) + "\n"
        return said + still_said(desk, edits) + NEXT

    return edit("release", options, make, done)


def _fates(desk: Desk, options: argparse.Namespace) -> dict[str, str]:
    """Return what became of each change that was planned, asked for where nothing is said of it."""
    planned = planned_for(desk, options.version, options.track)
    said = [(name, "applied") for name in options.apply or [] if name != "all"]
    said += [(name, "unconfirmed") for name in options.unconfirmed or []]
    said += [(name, version) for version, *ids in options.moved_to or [] for name in ids]
    fates = dict(said)
    faults = [*strangers(planned, [name for name, _ in said], options.version)]
    faults += [
        Refusal("id", f"two things are said of {printable(name)}", "say one")
        for name in fates
        if sum(name == other for other, _ in said) > 1
    ]
    if faults:
        raise Refused(*faults)
    left = [*unsaid(planned, fates)]
    if "all" in (options.apply or []):
        return fates | dict.fromkeys(left, "applied")
    if left and not can_ask():
        raise Refused(
            *(Refusal("--apply", f"nothing is said of {name}", "") for name in left[:-1]),
            Refusal("--apply", f"nothing is said of {left[-1]}", _HINT),
        )
    for name in left:
        fates[name] = _ask(desk, name)
        _keep(options, name, fates[name])
    return fates


def _keep(options: argparse.Namespace, name: str, fate: str) -> None:
    """Keep an answer as the option that it could have been given with."""
    if fate in ("applied", "unconfirmed"):
        option = "apply" if fate == "applied" else fate
        setattr(options, option, [*(getattr(options, option) or []), name])
    else:
        options.moved_to = [*(options.moved_to or []), [fate, name]]


def _ask(desk: Desk, name: str) -> str:
    title = desk.value(f"data/changes/{name}.yml")["title"]
    choices = (
        "applied: it came",
        "unconfirmed: no source says whether it came",
        "13.0, or another: it moved",
    )
    about = "\n".join([title, *choices])

    def fault(answer: str) -> str:
        if answer in ("applied", "unconfirmed"):
            return ""
        try:
            desk.version(answer)
        except Refused as refused:
            return "\n    ".join(
                part for part in (refused.refusals[0].message, refused.refusals[0].hint) if part
            )
        return ""

    return ask(name, about, fault)
