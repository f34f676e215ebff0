"""A plan for a terminal: wrapped to its width, plain text but for headings in bold where that is wanted."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from portal.model.dates import When
from portal.planner.plan_facts import Advice, Hit, PlanLink, PlanRule, StageText
from portal.planner.plan_words import WORDS, listed, say
from portal.planner.upgrade_plan import PlanEnd, PlanStep, UpgradePlan
from portal.problems import one_line
from portal.words import CONSEQUENCE, STATEMENTS, gap

_NARROWEST = 30
_ITEM = re.compile(r"(?:[-*]|[0-9]+[.)]) +")


def render_text(
    plan: UpgradePlan, width: int, today: date, *, bold: bool = False, brief: bool = False
) -> str:
    """Return the plan in lines of at most `width` characters; only an address or a name can be longer.

    A `brief` one has a line a change, however long that is.
    """
    page = _Page(max(width, _NARROWEST), bold)
    return "\n".join(_plan(page, plan, today, brief)) + "\n"


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


def _plan(page: _Page, plan: UpgradePlan, today: date, brief: bool) -> Iterator[str]:
    yield from page.heading(say("title", start=_place(plan.start), target=_place(plan.target)))
    for end in (plan.start, plan.target):
        if end.note:
            yield from page.wrap(one_line(f"{end.asked} {end.note}."))
    yield ""
    yield from page.wrap(plan.summary)
    yield from page.wrap(made(today))
    yield from page.wrap(one_line(plan.age))
    yield from page.items(WORDS["warnings"], [warned.text for warned in plan.warnings])
    if plan.steps:
        yield ""
        yield from page.heading(WORDS["stops"])
        yield from page.wrap(plan.way.text, 2)
    for number, step in enumerate(plan.steps, 1):
        yield from page.wrap(_stop(plan, step), 2, f"{number}. ")
    for step in plan.steps:
        if step.hits:
            yield from _step(page, plan, step, brief)
    yield from page.items(WORDS["path"], [_rule(rule) for rule in plan.rules])
    if brief:
        return
    yield from page.items(WORDS["advice"], [_advised(item) for item in plan.advice])
    for rollback in plan.rollback:
        yield from page.items(WORDS["rollback"], [*rollback.steps, *map(seeing, rollback.links)])
    yield from page.items(WORDS["coverage"], [*plan.coverage])


def made(today: date) -> str:
    """Say when the plan was made."""
    return say("made", today=str(When.parse(today.isoformat())))


def _place(end: PlanEnd) -> str:
    """Say an end of the way with what it does not say itself: its track, or its release."""
    about = str(end.version) if end.asked == end.track else end.track
    return f"{end.asked} ({about})" if about else end.asked


def _rule(rule: PlanRule) -> str:
    said = f"{rule.when.rstrip('.')}: {rule.text}" if rule.when else rule.text
    return f"{said} ({rule.strength}; {saying(rule.sources)})"


def _advised(advice: Advice) -> str:
    """Say a piece of advice with its question, what it refers to, and who says it."""
    said = [f"({saying(advice.sources)})"] if advice.sources else []
    return " ".join(
        part for part in (advice.question, advice.text, *map(seeing, advice.links), *said) if part
    )


def saying(sources: Sequence[PlanLink]) -> str:
    """Say who says something."""
    return say("said-by", sources=listed([f"{one.name} {one.url}".rstrip() for one in sources]))


def seeing(link: PlanLink) -> str:
    """Say what to see."""
    address = f" ({link.url})" if link.url else ""
    return f"See {link.name}{address}."


def _stop(plan: UpgradePlan, step: PlanStep) -> str:
    """Say what to install, and why."""
    facts = [fact for fact in (step.track, step.date, step.scheduled) if fact]
    about = f" ({', '.join(facts)})" if facts else ""
    nothing = "" if step.hits else f"; {plan.idle}"
    return (
        f"{WORDS['install']} {step.version}{about}. {step.reason.capitalize()}: {step.reason_text}{nothing}"
    )


def _step(page: _Page, plan: UpgradePlan, step: PlanStep, brief: bool) -> Iterator[str]:
    yield ""
    yield from page.heading(say("at-stop", version=str(step.version)))
    for name, hits in step.classes:
        yield from page.heading(f"{WORDS[f'class-{name}']}:", 3)
        for hit in hits:
            yield from [_line(plan, hit)] if brief else _hit(page, plan, hit)


def _line(plan: UpgradePlan, hit: Hit) -> str:
    """Say a hit in a line."""
    return one_line(f"   [ ] {hit.title} ({briefly(hit)})  {plan.site}{hit.page}")


def _hit(page: _Page, plan: UpgradePlan, hit: Hit) -> Iterator[str]:
    yield from page.wrap(hit.title, 3, "[ ] ")
    yield from page.wrap(about(hit), 7)
    for text in (*map(staged, hit.stages), *(f"{label}: {text}" for label, text in statements(hit))):
        yield from page.wrap(text, 7)
    yield from page.wrap(plan.site + hit.page, 7)


def briefly(hit: Hit) -> str:
    """Say in a few words what sort of change it is, in which version, how far it is and what comes of it."""
    flags = [WORDS[hit.status]] if hit.status in WORDS else []
    consequence = [] if hit.consequence == "unknown" else [CONSEQUENCE[hit.consequence]]
    return "; ".join([hit.what, *flags, *consequence])


def staged(stage: StageText) -> str:
    """Say what comes at a stage."""
    status = f" ({WORDS[stage.status]})" if stage.status in WORDS else ""
    return f"{stage.version}{status}: {stage.text}"


def about(hit: Hit) -> str:
    """Say in a line what sort of change it is, in which version, and what to know of it."""
    flags = [WORDS[hit.status]] if hit.status in WORDS else []
    flags += [WORDS["tentative"]] if hit.tentative else []
    return "; ".join([hit.what, *flags, *hit.marks])


def statements(hit: Hit) -> Iterator[tuple[str, str]]:
    """Return what to do, why and how it affects you with their labels; gaps are said."""
    for name, said in (("action", hit.action), ("why", hit.why), ("impact", hit.impact)):
        yield STATEMENTS[name], said.text or gap(said.note)
