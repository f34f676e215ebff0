"""`portal plan`: what to install between two versions, and what changes at each stop."""

import argparse
import shutil
import sys
from difflib import get_close_matches

from portal.cli.outside.carried import add_facts, asked_facts
from portal.cli.outside.clock import today
from portal.cli.outside.ending import DONE, FAILED, FOUND, NOT_KNOWN
from portal.cli.outside.terminal import is_bold, show, tell
from portal.planner import (
    PATH,
    Downgrade,
    Facts,
    Request,
    UpgradePlan,
    facts_of,
    make_plan,
    plan_fields,
    read_facts,
    render_markdown,
    render_text,
)
from portal.planner.plan_facts import Hit
from portal.problems import Refusal, Refused, as_json, printable


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "plan",
        help="plan an upgrade: the stops, and what changes at each",
        description="Plan an upgrade from one version to another. Versions are written as the vendor prints "
        "them: 10.12, 10.12.228, LTS 2022, or 12 for a major version. Exit code 0: nothing recorded breaks; "
        "1: something does; 2: wrong use; 3: not known: what may have come, what only a third party reports, "
        "or versions beyond what is on record.",
    )
    parser.add_argument("start", metavar="FROM", help="the version that the devices run")
    parser.add_argument("target", metavar="TO", help="the version that you want")
    parser.add_argument("--factory-reset", action="store_true", help="devices are reset after the upgrade")
    parser.add_argument("--web", action="store_true", help="you upgrade through the web interface")
    parser.add_argument(
        "--every",
        action="store_true",
        help="stop at each release in between, as the vendor recommends (default: required stops only)",
    )
    for name, metavar, what in (
        ("area", "AREA", "only changes of this area, such as security"),
        ("product", "PRODUCT", "only changes that can affect this product, such as P3265-LV"),
        ("uses", "NAME", "only changes that touch this endpoint, parameter, library or the like"),
    ):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar=metavar, help=f"{what}; can be repeated"
        )
    parser.add_argument(
        "--reported", action="store_true", help="exit code 1 also for what only a third party reports"
    )
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="(default: text)"
    )
    parser.add_argument("--brief", action="store_true", help="a line a change, in text and Markdown")
    add_facts(parser, PATH)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Plan, print, and return the exit code. Raises `InvalidData` where the facts cannot be read."""
    facts = asked_facts(options, PATH, facts_of, read_facts)
    request = Request(
        start=options.start,
        target=options.target,
        factory_reset=options.factory_reset,
        web=options.web,
        every=options.every,
        areas=tuple(options.area),
        products=tuple(options.product),
        uses=tuple(options.uses),
    )
    try:
        plan = make_plan(facts, request)
    except Refused as refused:
        tell(*_explain(facts, refused))
        return FAILED
    show(_render(plan, options.format, brief=options.brief))
    return _code(plan, reported=options.reported)


def _code(plan: UpgradePlan, *, reported: bool) -> int:
    """Return the exit code. A third party's word alone is nothing known, unless it is asked for."""
    if plan.verdict == "breaks" or (
        reported and any(_is_reported(hit) for step in plan.steps for hit in step.hits)
    ):
        return FOUND
    return DONE if plan.verdict in {"nothing", "same"} else NOT_KNOWN


def _is_reported(hit: Hit) -> bool:
    """Whether only a third party, or our inference, says that there is something to do."""
    is_doubtful = hit.class_id in ("fails", "unsure") and hit.status != "unconfirmed"
    return is_doubtful and not hit.sureness.startswith("vendor")


def _render(plan: UpgradePlan, form: str, *, brief: bool) -> str:
    if form == "json":
        return as_json(plan_fields(plan), 2) + "\n"
    if form == "markdown":
        return render_markdown(plan, today(), brief=brief)
    on_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else 80
    return render_text(plan, width, today(), bold=is_bold(), brief=brief)


# --- what is wrong with what was asked


def _explain(facts: Facts, refused: Refused) -> list[str]:
    """Say why there is no plan, and what was probably meant, a line each."""
    lines = []
    for refusal in refused.refusals:
        lines.append(f"portal plan: {refusal.field}: {printable(refusal.message, 300)}")
        lines += [f"    {hint}" for hint in (_suggestion(facts, refusal), refusal.hint) if hint]
    if isinstance(refused, Downgrade):
        rollback = facts.rollback_after(refused.start)
        lines += [f"    - {step}" for one in rollback for step in one.steps]
    return lines


def _suggestion(facts: Facts, refusal: Refusal) -> str:
    """Name what was probably meant, where what was asked for is not known."""
    # A name in use goes by its last part too
    names = {
        spelling: name for name in facts.parts for spelling in (name.lower().rsplit("/", 1)[-1], name.lower())
    }
    spellings = {"area": facts.areas, "product": facts.products, "uses": names}.get(refusal.field, {})
    asked = refusal.asked.lower().removeprefix("axis ")
    close = [] if asked in spellings else get_close_matches(asked, spellings, n=3)
    ids = dict.fromkeys(spellings[spelling] for spelling in close)
    return f"did you mean {', '.join(ids)}?" if ids else ""
