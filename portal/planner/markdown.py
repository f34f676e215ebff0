"""A plan as a checklist in Markdown, to paste into a ticket."""

import re
from collections.abc import Iterator

from portal.planner.text import about, advised, seeing, statements, step_title
from portal.planner.upgrade import Hit, Step, UpgradePlan
from portal.planner.wording import WORDS, say
from portal.prose import escape_markdown


def render_markdown(plan: UpgradePlan) -> str:
    """Give the plan as Markdown with a box to tick for every stop and every change."""
    return "\n".join(_plan(plan)) + "\n"


def _plan(plan: UpgradePlan) -> Iterator[str]:
    yield f"# {escape_markdown(say('title', start=plan.start.asked, target=plan.target.asked))}"
    yield ""
    yield escape_markdown(plan.summary)
    yield from _list(WORDS["warnings"], [escape_markdown(warned.text) for warned in plan.warnings])
    seen: set[str] = set()
    for number, step in enumerate(plan.steps, 1):
        yield from _step(plan, number, step, seen)
    yield from _list(WORDS["advice"], [advised(item) for item in plan.advice])
    if plan.steps:
        yield from _list(WORDS["rollback"], [*plan.rollback.steps, *seeing(plan.rollback.links)])
    yield from _list(WORDS["coverage"], [*plan.coverage, say("unofficial", site=plan.site)])


def _list(heading: str, texts: list[str]) -> Iterator[str]:
    if texts:
        yield from ("", f"## {heading}", "")
        for text in texts:
            yield _indented(f"- {text}", 2)


def _step(plan: UpgradePlan, number: int, step: Step, seen: set[str]) -> Iterator[str]:
    yield from ("", f"## {number}. {escape_markdown(step_title(step))}", "")
    nothing = "" if step.hits else f"; {WORDS['nothing-here']}"
    yield f"{WORDS[step.reason].capitalize()}: {step.reason_text}{nothing}."
    yield from _hits(plan, WORDS["before"], step.before, seen)
    yield from ("", f"- [ ] {say('install', version=str(step.version))}")
    yield from _hits(plan, WORDS["at"], step.at, seen)
    yield from _hits(plan, WORDS["after"], step.after, seen)


def _hits(plan: UpgradePlan, heading: str, hits: tuple[Hit, ...], seen: set[str]) -> Iterator[str]:
    if hits:
        yield from ("", f"### {heading}", "")
    for hit in hits:
        yield f"- [ ] [{escape_markdown(hit.title)}]({plan.site}{hit.page}) ({escape_markdown(about(hit))})"
        texts = [("", hit.stage_text)] if hit.stage_text else []
        texts += [] if hit.id in seen else statements(hit)
        seen.add(hit.id)
        for label, text in texts:
            yield ""
            yield "  " + _indented(f"**{label}:** {text}" if label else text, 2)


def _indented(text: str, indent: int) -> str:
    """Keep all lines of a text inside the item of a list."""
    return re.sub(r"\n(?=[^\n])", "\n" + " " * indent, text)
