"""A plan as a checklist in Markdown, to paste into a ticket. The page gives the same text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from portal.planner.plan_facts import Advice, Hit, PlanLink, PlanRule
from portal.planner.plan_text import about, briefly, made, saying, seeing, staged, statements
from portal.planner.plan_words import WORDS, say
from portal.planner.upgrade_plan import PlanStep, UpgradePlan
from portal.problems import one_line, visible
from portal.prose import escape_markdown, link_target, to_plain_markdown


def render_markdown(plan: UpgradePlan, today: date, *, brief: bool = False) -> str:
    """Return the plan as Markdown with a box for every stop and every change; `brief`: a line each."""
    # Texts of the facts can have lines of their own
    lines = (line for text in _plan(plan, today, brief) for line in text.split("\n"))
    return "\n".join(map(one_line, lines)) + "\n"


def _plan(plan: UpgradePlan, today: date, brief: bool) -> Iterator[str]:
    yield f"# {_plain(plan.title)}"
    for end in (plan.start, plan.target):
        if end.note:
            yield from ("", f"{_plain(end.asked)} {_plain(end.note)}.")
    yield from ("", _plain(plan.summary), "", f"{made(today)} {_plain(plan.age)}")
    yield from _list("warnings", (_plain(warned.text) for warned in plan.warnings))
    if plan.steps:
        yield from ("", f"## {WORDS['stops']}", "", _plain(plan.way.text), "")
    for step in plan.steps:
        facts = [step.track, step.date, step.scheduled, "" if step.hits else plan.idle]
        about = "; ".join(map(_plain, [f"{step.reason}: {step.reason_text}", *filter(None, facts)]))
        yield f"- [ ] {WORDS['install']} {step.version}: {about}"
    for step in plan.steps:
        if step.hits:
            yield from _step(plan, step, brief)
    yield from _list("path", map(_rule, plan.rules))
    if brief:
        return
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
    when = f"**{_plain(rule.when)}** " if rule.when else ""
    return f"{when}{_indented(rule.text)} ({rule.strength}; {_said(rule.sources)})"


def _advice(advice: Advice) -> str:
    question = [f"**{_plain(advice.question)}**"] if advice.question else []
    said = [f"({_said(advice.sources)})"] if advice.sources else []
    return " ".join([*question, _indented(advice.text), *map(_link, advice.links), *said])


def _said(sources: Sequence[PlanLink]) -> str:
    return saying([replace(one, name=_plain(one.name), url=link_target(one.url)) for one in sources])


def _link(link: PlanLink) -> str:
    return seeing(replace(link, name=_plain(link.name), url=link_target(link.url)))


def _step(plan: UpgradePlan, step: PlanStep, brief: bool) -> Iterator[str]:
    yield from ("", f"## {say('at-stop', version=str(step.version))}")
    for name, hits in step.classes:
        yield from ("", f"### {WORDS[f'class-{name}']}", "")
        for hit in hits:
            yield from _hit(plan, hit, brief)


def _hit(plan: UpgradePlan, hit: Hit, brief: bool) -> Iterator[str]:
    said = briefly(hit) if brief else about(hit)
    yield f"- [ ] [{_plain(hit.title)}]({link_target(plan.site + hit.page)}): {_plain(said)}"
    if brief:
        return
    for text in (*map(staged, hit.stages), *(f"**{label}:** {text}" for label, text in statements(hit))):
        yield from ("", f"  {_indented(text)}")


def _plain(text: str) -> str:
    """Keep characters of a plain text from meaning anything in Markdown."""
    return escape_markdown(visible(text))


def _indented(text: str) -> str:
    """Keep all lines of a text in Markdown inside the item of a list."""
    return re.sub(r"\n(?=[^\n])", "\n  ", to_plain_markdown(text))
