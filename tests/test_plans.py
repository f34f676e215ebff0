"""The planner against `tests/plans/`: every rule and its edges, each with the whole plan that comes out."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.fields import present, to_fields
from portal.planner import Downgrade, Request, make_plan, plan_fields
from portal.planner.plan_facts import CLASSES
from portal.problems import Refused
from portal.reading.structure import published_schemas
from tests.conftest import REPOSITORY
from tests.vectors import PLANS, VECTORS, facts


def answer(vector: dict[str, Any]) -> dict[str, Any]:
    lists = {name: tuple(vector["asked"].get(name, ())) for name in ("areas", "products", "uses")}
    request = Request(**vector["asked"] | lists)
    own = facts(vector["facts"])
    try:
        return {"plan": plan_fields(make_plan(own, request))}
    except Refused as refused:
        rollback = own.rollback_after(refused.start) if isinstance(refused, Downgrade) else ()
        return {"refused": {"refusals": to_fields(refused.refusals), **present(rollback=to_fields(rollback))}}


def gist(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what a person can work out: a line a stop, and ids."""
    if "refused" in found:
        return {"refused": [item["field"] for item in found["refused"]["refusals"]]}
    plan = found["plan"]
    said = {
        "way": plan["way"]["id"],
        "verdict": plan["verdict"],
        "steps": [_line(step) for step in plan["steps"]],
        "warnings": [warned["id"] for warned in plan["warnings"]],
        "advice": [advice["id"] for advice in plan["advice"]],
        "left_out": plan["counts"]["left_out"],
    }
    if "counts" in wanted:
        said["counts"] = plan["counts"]
    if "uses" in wanted:
        said["uses"] = [" ".join(use["recorded"]) for use in plan["uses"]]
    return said


def _line(step: dict[str, Any]) -> str:
    line = f"{step['version']} {step['reason']}"
    for name in CLASSES:
        if name in step:
            ids = [hit["id"] + (f"#{hit['stage']}" if "stage" in hit else "") for hit in step[name]]
            line += f" | {name} {' '.join(ids)}"
    return line


@pytest.mark.parametrize("file", VECTORS, ids=lambda file: file.stem)
def test_plan(file: Path, request: pytest.FixtureRequest) -> None:
    vector = json.loads(file.read_text("utf-8"))
    found = answer(vector)
    assert gist(found, vector["gist"]) == vector["gist"]
    if request.config.getoption("--update-golden"):
        kept = {key: value for key, value in vector.items() if key not in {"plan", "refused"}}
        text = json.dumps(kept | found, ensure_ascii=False, indent=2) + "\n"
        file.write_text(text, "utf-8", newline="\n")
        vector = kept | found
    assert found == {key: vector[key] for key in ("plan", "refused") if key in vector}


def test_there_are_many() -> None:
    assert len(VECTORS) >= 60


def test_the_facts_that_they_are_asked_of_keep_the_published_schema() -> None:
    for file in (PLANS / "facts").glob("*.json"):
        value = json.loads(file.read_text("utf-8"))
        value["words"] = {}  # those of the published file are the only ones
        assert list(published_schemas(REPOSITORY).broken("plan", value)) == []


def test_every_word_that_a_plan_can_say_is_said() -> None:
    """Every verdict, warning, reason and piece of advice occurs in some vector."""
    plans = [vector["plan"] for file in VECTORS if "plan" in (vector := json.loads(file.read_text("utf-8")))]
    steps = [step for plan in plans for step in plan["steps"]]
    assert {plan["verdict"] for plan in plans} == {
        "breaks", "may-break", "nothing", "cannot-say", "same",
    }  # fmt: skip
    assert {step["reason"] for step in steps} == {"required", "recommended", "target"}
    assert {advice["id"] for plan in plans for advice in plan["advice"]} == {
        advice.id for advice in facts("small").advice
    }
    assert {warned["id"] for plan in plans for warned in plan["warnings"]} == {
        "beyond", "not-documented", "target-scheduled", "not-offered", "left-out",
        "name-elsewhere",
    }  # fmt: skip
