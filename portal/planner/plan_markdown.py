"""A plan as a checklist in Markdown, to paste into a ticket. The page gives the same text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.planner.plan_facts import Advice, Hit, PlanLink, PlanRule
from portal.planner.plan_text import about, seeing, statements
from portal.planner.plan_words import WORDS
from portal.planner.upgrade_plan import BEFORE, GROUPS, PlanStep, UpgradePlan
from portal.problems import one_line, visible
from portal.prose import escape_markdown, link_target, to_plain_markdown


def render_markdown(plan: UpgradePlan) -> str:
    """Return the plan as Markdown with a box to tick for every stop and every change."""
    # Texts of the facts can have lines of their own
    lines = (line for text in _plan(plan) for line in text.split("\n"))
    return "\n".join(map(one_line, lines)) + "\n"


def _plan(plan: UpgradePlan) -> Iterator[str]:
    yield f"# {_plain(plan.title)}"
    for end in (plan.start, plan.target):
        if end.note:
            yield from ("", f"{_plain(end.asked)} {_plain(end.note)}.")
    yield from ("", _plain(plan.summary), "", _plain(plan.age))
    yield from _list("warnings", (_plain(warned.text) for warned in plan.warnings))
    for step in plan.steps:
        yield from _step(plan, step)
    yield from _list("path", map(_rule, plan.rules))
    yield from _list("advice", map(_advice, plan.advice))
    for rollback in plan.rollback:
        yield from _list("rollback", (*map(_indented, rollback.steps), *map(_link, rollback.links)))
    yield from _list("coverage", map(_indented, plan.coverage))


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    """Return a list under its heading, or nothing."""
    texts = [f"- {item}" for item in items]
    if texts:
        yield from ("", f"## {WORDS[heading]}", "", *texts)


def _rule(rule: PlanRule) -> str:
    return f"**{_plain(rule.when)}** {_indented(rule.text)}" if rule.when else _indented(rule.text)


def _advice(advice: Advice) -> str:
    question = [f"**{_plain(advice.question)}**"] if advice.question else []
    return " ".join([*question, _indented(advice.text), *map(_link, advice.links)])


def _link(link: PlanLink) -> str:
    return seeing(replace(link, name=_plain(link.name), url=link_target(link.url)))


def _step(plan: UpgradePlan, step: PlanStep) -> Iterator[str]:
    yield from ("", f"## {WORDS['install']} {step.version}", "")
    facts = [step.track, step.date, step.scheduled, "" if step.hits else WORDS["nothing-here"]]
    yield "; ".join(map(_plain, [f"{step.reason}: {step.reason_text}", *filter(None, facts)]))
    for group in GROUPS:
        yield from _hits(plan, group, getattr(step, group))
        if group == BEFORE[-1]:
            yield from ("", f"- [ ] {WORDS['install']} {step.version}")


def _hits(plan: UpgradePlan, heading: str, hits: tuple[Hit, ...]) -> Iterator[str]:
    if hits:
        yield from ("", f"### {WORDS[heading]}", "")
    for hit in hits:
        yield f"- [ ] [{_plain(hit.title)}]({link_target(plan.site + hit.page)}): {_plain(about(hit))}"
        texts = [hit.stage_text] if hit.stage_text else []
        for text in (*texts, *(f"**{label}:** {text}" for label, text in statements(hit))):
            yield from ("", f"  {_indented(text)}")


def _plain(text: str) -> str:
    """Keep characters of a plain text from meaning anything in Markdown."""
    return escape_markdown(visible(text))


def _indented(text: str) -> str:
    """Keep all lines of a text in Markdown inside the item of a list."""
    return re.sub(r"\n(?=[^\n])", "\n  ", to_plain_markdown(text))
