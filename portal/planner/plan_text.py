"""A plan for a terminal: wrapped to its width, plain text but for headings in bold where that is wanted."""

import re
import textwrap
from collections.abc import Iterator

from portal.planner.plan_facts import Advice, Hit, PlanLink
from portal.planner.plan_words import WORDS, say
from portal.planner.upgrade_plan import GROUPS, PlanEnd, PlanStep, UpgradePlan
from portal.problems import one_line
from portal.words import STATEMENTS, gap

_NARROWEST = 30
_ITEM = re.compile(r"(?:[-*]|[0-9]+[.)]) +")


def render_text(plan: UpgradePlan, width: int, *, bold: bool = False) -> str:
    """Return the plan in lines of at most `width` characters; only an address or a name can be longer."""
    page = _Page(max(width, _NARROWEST), bold)
    return "\n".join(_plan(page, plan)) + "\n"


class _Page:
    """How wide and how loud."""

    def __init__(self, width: int, bold: bool) -> None:
        self.width = width
        self.bold = bold

    def heading(self, text: str, indent: int = 0) -> Iterator[str]:
        """Return a heading."""
        for line in self.wrap(one_line(text), indent):
            yield f"\033[1m{line}\033[0m" if self.bold else line

    def wrap(self, text: str, indent: int = 0, first: str = "") -> Iterator[str]:
        """Return Markdown in lines; `first` stands before the first one, and the others below its text."""
        lead = " " * indent + first
        rest = " " * len(lead)
        for block in _blocks(text):
            item = _ITEM.match(block)
            inner = " " * item.end() if item else ""
            lines = textwrap.wrap(
                block,
                self.width,
                initial_indent=lead,
                subsequent_indent=rest + inner,
                break_long_words=False,
                break_on_hyphens=False,
            )
            yield from map(one_line, lines)
            lead = rest

    def items(self, heading: str, texts: list[str]) -> Iterator[str]:
        """Return a list under its heading, or nothing."""
        if texts:
            yield ""
            yield from self.heading(heading)
            for text in texts:
                yield from self.wrap(text, 2, "- ")


def _blocks(text: str) -> Iterator[str]:
    """Cut Markdown into paragraphs and items of lists, each on one line."""
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if block and (not line.strip() or _ITEM.match(line.lstrip())):
            yield " ".join(block)
            block = []
        if line.strip():
            block.append(line.strip())


def _plan(page: _Page, plan: UpgradePlan) -> Iterator[str]:
    yield from page.heading(say("title", start=_place(plan.start), target=_place(plan.target)))
    for end in (plan.start, plan.target):
        if end.note:
            yield from page.wrap(one_line(f"{end.asked} {end.note}."))
    yield ""
    yield from page.wrap(plan.summary)
    yield from page.wrap(one_line(plan.age))
    yield from page.items(WORDS["warnings"], [warned.text for warned in plan.warnings])
    for number, step in enumerate(plan.steps, 1):
        yield ""
        yield from _step(page, plan, number, step)
    yield from page.items(WORDS["path"], [_rule(rule.when, rule.text) for rule in plan.rules])
    yield from page.items(WORDS["advice"], [_advised(item) for item in plan.advice])
    for rollback in plan.rollback:
        yield from page.items(WORDS["rollback"], [*rollback.steps, *map(seeing, rollback.links)])
    yield from page.items(WORDS["coverage"], [*plan.coverage])


def _place(end: PlanEnd) -> str:
    """Say an end of the way with what it does not say itself: its track, or its release."""
    about = str(end.version) if end.asked == end.track else end.track
    return f"{end.asked} ({about})" if about else end.asked


def _rule(when: str, text: str) -> str:
    return f"{when.rstrip('.')}: {text}" if when else text


def _advised(advice: Advice) -> str:
    """Say a piece of advice with its question and what it refers to."""
    return " ".join(part for part in (advice.question, advice.text, *map(seeing, advice.links)) if part)


def seeing(link: PlanLink) -> str:
    """Say what to see."""
    address = f" ({link.url})" if link.url else ""
    return f"See {link.name}{address}."


def _step_title(step: PlanStep) -> str:
    facts = [fact for fact in (step.track, step.date, step.scheduled) if fact]
    about = f" ({', '.join(facts)})" if facts else ""
    return f"{WORDS['install']} {step.version}{about}"


def _step(page: _Page, plan: UpgradePlan, number: int, step: PlanStep) -> Iterator[str]:
    yield from page.heading(f"{number}. {_step_title(step)}")
    nothing = "" if step.hits else f"; {WORDS['nothing-here']}"
    yield from page.wrap(f"{step.reason}: {step.reason_text}{nothing}", 3)
    for group in GROUPS:
        hits: tuple[Hit, ...] = getattr(step, group)
        if hits:
            yield from page.heading(f"{WORDS[group]}:", 3)
        for hit in hits:
            yield from _hit(page, plan, hit)


def _hit(page: _Page, plan: UpgradePlan, hit: Hit) -> Iterator[str]:
    yield from page.wrap(hit.title, 3, "[ ] ")
    yield from page.wrap(about(hit), 7)
    if hit.stage_text:
        yield from page.wrap(hit.stage_text, 7)
    for label, text in statements(hit):
        yield from page.wrap(f"{label}: {text}", 7)
    yield from page.wrap(plan.site + hit.page, 7)


def about(hit: Hit) -> str:
    """Say in a line what sort of change it is, in which version, and what to know of it."""
    flags = [WORDS[hit.status]] if hit.status in WORDS else []
    flags += [WORDS["tentative"]] if hit.tentative else []
    return "; ".join([hit.what, *flags, *hit.marks])


def statements(hit: Hit) -> Iterator[tuple[str, str]]:
    """Return what to do, why and how it affects you with their labels, once a plan; gaps are said."""
    if not hit.again:
        for name, said in (("action", hit.action), ("why", hit.why), ("impact", hit.impact)):
            yield STATEMENTS[name], said.text or gap(said.note)
