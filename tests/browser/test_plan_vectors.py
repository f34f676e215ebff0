"""The page's modules against `tests/plans/`, in a real browser: the same plans as from Python."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from playwright.sync_api import Page

from portal.model import Catalog
from portal.planner import Request, facts_of, make_plan, plan_fields, render_facts
from portal.planner.plan_facts import CLASSES
from portal.prose import to_html
from tests.vectors import VECTORS, facts

ANSWER = """
async ([base, facts, questions]) => {
  const { makePlan } = await import(base + "plan.js");
  const { show } = await import(base + "plan-page.js");
  const place = document.createElement("div");
  const answers = [];
  for (const asked of questions) {
    const plan = makePlan(facts, asked);
    show(place, plan, facts.words);
    answers.push({ plan: JSON.stringify(plan), shown: place.textContent });
  }
  return answers;
}
"""
SHOW = """
async ([base, texts]) => {
  const { toBlocks } = await import(base + "plan-prose.js");
  return texts.map((text) => toBlocks(text).map((block) => block.outerHTML).join("\\n"));
}
"""


@pytest.fixture
def assets(page: Page, address: str) -> str:
    """Where the modules are, for the page of the planner, which has their patterns."""
    page.goto(f"{address}plan/")
    return f"{address}assets/"


def test_the_browser_gives_the_same_plans_as_python(page: Page, assets: str) -> None:
    vectors = [json.loads(file.read_text("utf-8")) for file in VECTORS]
    wrong = []
    for name in {vector["facts"] for vector in vectors}:
        own = [vector for vector in vectors if vector["facts"] == name]
        published = json.loads(render_facts(facts(name)))
        answers = page.evaluate(ANSWER, [assets, published, [vector["asked"] for vector in own]])
        for vector, answer in zip(own, answers, strict=True):
            right = vector.get("plan") or vector["refused"]
            if json.loads(answer["plan"]) != right:
                wrong.append(vector["why"])
            shown = flat_text(answer["shown"])
            missing = [text for text in texts_of(right) if flat_text(text) not in shown]
            assert missing == [], vector["why"]
    assert wrong == []


def test_the_browser_gives_the_same_plans_of_the_real_facts(
    page: Page, assets: str, catalog: Catalog
) -> None:
    real = facts_of(catalog)
    versions = [str(version) for version in real.versions]
    # The rules of a plan are proved above, one by one: of so many pairs of real versions some are enough.
    pairs = [(start, target) for at, start in enumerate(versions) for target in versions[at:]][::4]
    questions = [
        Request(start, target, factory_reset=bool(number % 3), web=bool(number % 2))
        for number, (start, target) in enumerate(pairs)
    ]
    page_facts = json.loads(render_facts(real))
    answers = page.evaluate(ANSWER, [assets, page_facts, [asdict(question) for question in questions]])
    for question, answer in zip(questions, answers, strict=True):
        given = {key: value for key, value in json.loads(answer["plan"]).items() if key != "asked"}
        right = plan_fields(make_plan(real, question))
        assert given == {key: right[key] for key in right if key != "asked"}, question


def test_the_browser_shows_markdown_as_python_does(page: Page, assets: str, catalog: Catalog) -> None:
    real = facts_of(catalog)
    statements = [said for item in real.items for said in (item.hit.why, item.hit.impact, item.hit.action)]
    texts = [said.text or said.note or "" for said in statements]
    texts += [stage.text for item in real.items for stage in item.hit.stages]
    texts += [rule.text for rule in real.rules] + [advice.text for advice in real.advice]
    texts += [step for rollback in real.rollback for step in rollback.steps]
    texts += [
        "Use *this* or **the `b` call**, see [the *page*](https://example.com/a_b?c=1).",
        "1. one\n2. two\n   goes on",
        "A name, ``a`b``.",
    ]
    texts = sorted({text for text in texts if text})
    assert len(texts) > 100
    shown = page.evaluate(SHOW, [assets, texts])
    for text, found in zip(texts, shown, strict=True):
        assert flat(found) == flat(to_html(text))


COPY = """
async ([base, texts]) => {
  const { toBlocks } = await import(base + "plan-prose.js");
  const { toMarkdown } = await import(base + "markdown.js");
  return texts.map((text) => {
    const place = document.body.appendChild(document.createElement("div"));
    place.append(...toBlocks(text));
    return toMarkdown([place]);
  });
}
"""


def test_what_is_copied_reads_as_what_is_shown(page: Page, assets: str, catalog: Catalog) -> None:
    texts = [change.action.text for change in catalog.changes if change.action.text]
    texts += [
        "Use *this* or **the `b` call**, see [the *page*](https://example.com/a_b?c=1).",
        "First:\n\n1. one\n2. two\n   goes on\n\n- a\n- b",
        "A name, ``a`b``.",
        r"a*b_c \ d` [e] <f> #g | ~ {href}",
    ]
    copied = page.evaluate(COPY, [assets, texts])
    for text, found in zip(texts, copied, strict=True):
        assert " ".join(to_html(found).split()) == " ".join(to_html(text).split())


FROM_ELSEWHERE = (
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "<script>alert(1)</script> & <b>",
    "`<b>` **<i>**",
)


def test_markdown_from_elsewhere_cannot_bring_elements(page: Page, assets: str) -> None:
    for shown in page.evaluate(SHOW, [assets, list(FROM_ELSEWHERE)]):
        assert not any(name in shown for name in ("<img", "<script", "<b>", "<i>", "<a"))


def texts_of(answer: dict[str, Any]) -> Iterator[str]:
    """Return what the page has to show of a plan; why there is none stands beside the fields of its form."""
    yield from (
        one["text"]
        for one in (*answer.get("headline", ()), *([answer["way"]] if answer.get("steps") else ()))
    )
    yield from (warned["text"] for warned in answer.get("warnings", []))
    for step in answer.get("steps", []):
        hits = [hit for name in CLASSES for hit in step.get(name, ())]
        facts = ("version", "scheduled", *(("reason_text", "track", "date") if hits else ()))
        yield from (step[key] for key in facts if key in step)
        for hit in hits:
            yield from (hit["title"], hit["what"], *hit.get("marks", []))
            yield from (stage["text"] for stage in hit.get("stages", ()))
            yield from (hit[name] or hit["unknown"][name] for name in ("why", "impact", "action"))
    yield from (item["text"] for key in ("rules", "advice") for item in answer.get(key, []))
    yield from (step for one in answer.get("rollback", ()) for step in one["steps"])
    yield from (*answer.get("coverage", []), *([answer["age"]] if "age" in answer else []))


def flat_text(text: str) -> str:
    """Return a text as a reader sees it, on a line."""
    return " ".join(re.sub(r"[`*]", "", text).split())


def flat(html: str) -> str:
    """Return HTML without line ends between elements."""
    return html.replace(">\n<", "><")
