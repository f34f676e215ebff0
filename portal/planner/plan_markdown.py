"""A plan as a checklist in Markdown, to paste into a ticket. The page gives the same text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.planner.plan_facts import Advice, Hit, PlanLink, PlanRule
from portal.planner.plan_text import about, seeing, statements
from portal.planner.plan_words import WORDS
from portal.planner.upgrade_plan import PlanStep, UpgradePlan
from portal.prose import escape_markdown, to_plain_markdown


def render_markdown(plan: UpgradePlan) -> str:
    """Return the plan as Markdown with a box to tick for every stop and every change."""
    return "\n".join(_plan(plan)) + "\n"


def _plan(plan: UpgradePlan) -> Iterator[str]:
    yield f"# {escape_markdown(plan.title)}"
    for end in (plan.start, plan.target):
        if end.note:
            yield from ("", f"{escape_markdown(end.asked)} {escape_markdown(end.note)}.")
    yield from ("", escape_markdown(plan.summary))
    yield from _list("warnings", (escape_markdown(warned.text) for warned in plan.warnings))
    for step in plan.steps:
        yield from _step(plan, step)
    yield from _list("path", map(_rule, plan.rules))
    yield from _list("advice", map(_advice, plan.advice))
    if plan.rollback:
        yield from _list("rollback", (*map(_indented, plan.rollback.steps), *map(_link, plan.rollback.links)))
    yield from _list("coverage", map(_indented, plan.coverage))


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    """Return a list under its heading, or nothing."""
    texts = [f"- {item}" for item in items]
    if texts:
        yield from ("", f"## {WORDS[heading]}", "", *texts)


def _rule(rule: PlanRule) -> str:
    return f"**{escape_markdown(rule.when)}** {_indented(rule.text)}" if rule.when else _indented(rule.text)


def _advice(advice: Advice) -> str:
    question = [f"**{escape_markdown(advice.question)}**"] if advice.question else []
    return " ".join([*question, _indented(advice.text), *map(_link, advice.links)])


def _link(link: PlanLink) -> str:
    return seeing(replace(link, name=escape_markdown(link.name)))


def _step(plan: UpgradePlan, step: PlanStep) -> Iterator[str]:
    yield from ("", f"## {WORDS['install']} {step.version}", "")
    facts = [step.track, step.date, step.scheduled, "" if step.hits else WORDS["nothing-here"]]
    yield "; ".join(map(escape_markdown, [f"{step.reason}: {step.reason_text}", *filter(None, facts)]))
    yield from _hits(plan, "before", step.before)
    yield from ("", f"- [ ] {WORDS['install']} {step.version}")
    yield from _hits(plan, "at", step.at)
    yield from _hits(plan, "after", step.after)


def _hits(plan: UpgradePlan, heading: str, hits: tuple[Hit, ...]) -> Iterator[str]:
    if hits:
        yield from ("", f"### {WORDS[heading]}", "")
    for hit in hits:
        yield f"- [ ] [{escape_markdown(hit.title)}]({plan.site}{hit.page}): {escape_markdown(about(hit))}"
        texts = [hit.stage_text] if hit.stage_text else []
        for text in (*texts, *(f"**{label}:** {text}" for label, text in statements(hit))):
            yield from ("", f"  {_indented(text)}")


def _indented(text: str) -> str:
    """Keep all lines of a text in Markdown inside the item of a list."""
    return re.sub(r"\n(?=[^\n])", "\n  ", to_plain_markdown(text))
