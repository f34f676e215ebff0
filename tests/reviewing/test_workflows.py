"""The workflows: what they may do, and whose code they run. `make forge` checks their form."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from portal.addresses import absolute
from portal.model import Catalog
from portal.model.change import Kind
from tests.conftest import REPOSITORY
from tests.reviewing.conftest import SCRIPTS

GITHUB = REPOSITORY / ".github"
FILES = sorted((GITHUB / "workflows").glob("*.yml"))
# Everything that a workflow may change. A new right is a decision: write it here too.
RIGHTS = {
    ("codeql", "analyze"): {"security-events"},
    ("comment", "comment"): {"pull-requests"},
    ("dependencies", "propose"): {"contents", "pull-requests"},
    ("deploy", "deploy"): {"attestations", "id-token", "pages"},
    ("labels", "labels"): {"issues"},
    ("release", "publish"): {"attestations", "contents", "id-token"},
    ("sources", "sources"): {"issues"},
    ("stale", "stale"): {"issues"},
}
PINNED = re.compile(r"^\s*(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
by_workflow = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def parsed(file: Path) -> dict[str, Any]:
    workflow: dict[str, Any] = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes only texts, of `on` too
    return workflow


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for file in FILES:
        for name, job in parsed(file)["jobs"].items():
            yield file.stem, name, job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for workflow, job, content in jobs():
        for step in content["steps"]:
            yield f"{workflow}/{job}", step


@by_workflow
def test_every_action_is_pinned_by_a_hash_with_its_version(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.match(line)] == []


def test_an_action_has_one_version_in_all_workflows() -> None:
    used = {step["uses"] for _, step in steps() if "uses" in step}
    names = [name.partition("@")[0] for name in used]
    assert len(names) == len(set(names))
    parts = {name.split("/")[1]: name for name in names if name.startswith("github/codeql-action")}
    assert len({entry.partition("@")[2] for entry in used if "codeql" in entry}) == len(parts) == 1


@by_workflow
def test_no_workflow_has_rights_but_its_jobs(file: Path) -> None:
    workflow = parsed(file)
    assert workflow["permissions"] == {}
    assert workflow["name"] == file.stem
    assert "cancel-in-progress" in workflow["concurrency"]
    for job in workflow["jobs"].values():
        assert int(job["timeout-minutes"]) <= 30
        assert job["permissions"]


def test_what_can_be_written_is_what_is_listed_here() -> None:
    found = {
        (workflow, name): {right for right, level in job["permissions"].items() if level != "read"}
        for workflow, name, job in jobs()
    }
    assert {job: rights for job, rights in found.items() if rights} == RIGHTS


@by_workflow
def test_no_code_of_a_pull_request_meets_a_right(file: Path) -> None:
    text, triggers = file.read_text("utf-8"), parsed(file)["on"]
    assert "pull_request_target" not in triggers
    assert "${{ secrets" not in text
    assert ("workflow_run" in triggers) == (file.stem == "comment")
    if "pull_request" in triggers:
        assert file.stem in {"audit", "check", "codeql", "preview", "successor"}
        assert "github.token" not in text


def test_what_can_write_checks_out_the_main_branch() -> None:
    for where, step in steps():
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false", where
            assert "ref" not in step["with"], where


def test_what_others_write_is_never_a_part_of_a_command() -> None:
    assert [where for where, step in steps() if "${{" in step.get("run", "")] == []


def test_every_script_is_run_by_a_workflow_or_the_makefile() -> None:
    runs = " ".join(step.get("run", "") for _, step in steps())
    runs += (REPOSITORY / "Makefile").read_text("utf-8")
    assert {file.name for file in SCRIPTS.iterdir()} == set(
        re.findall(r"\.github/scripts/([\w.-]+)", runs)
    ) - {""}


# --- labels


def test_every_label_that_is_used_is_listed() -> None:
    labels = yaml.safe_load((GITHUB / "labels.yml").read_text("utf-8"))
    forms = [yaml.safe_load(file.read_text("utf-8")) for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml")]
    used = {label for form in forms for label in form.get("labels", ())}
    for update in yaml.safe_load((GITHUB / "dependabot.yml").read_text("utf-8"))["updates"]:
        used |= set(update["labels"])
    scripts = "".join(file.read_text("utf-8") for file in SCRIPTS.iterdir())
    used |= set(re.findall(r"(?:^label=|^LABEL = .|--label )([a-z-]+)", scripts, re.MULTILINE))
    assert {label["name"] for label in labels} == used
    assert len(used) == 6


# --- forms


def test_links_lead_to_pages_of_the_portal(catalog: Catalog) -> None:
    links = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "config.yml").read_text("utf-8"))["contact_links"]
    pages = [link["url"].removeprefix(absolute(catalog.portal, "")).strip("/") for link in links]
    assert len(pages) == 3
    for page in pages:
        content = REPOSITORY / "content"
        assert (content / f"{page}.md").exists() or (content / page / "index.md").exists(), page


def test_a_form_asks_for_the_source_of_a_fact_and_for_nothing_confidential() -> None:
    for name in ("wrong-fact", "breaking-change"):
        text = (GITHUB / "ISSUE_TEMPLATE" / f"{name}.yml").read_text("utf-8")
        parts = {part.get("id"): part for part in yaml.safe_load(text)["body"]}
        assert parts["source"]["validations"]["required"] is True
        assert "nothing confidential" in text


def test_the_choices_of_a_form_are_those_of_a_data_file() -> None:
    form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "breaking-change.yml").read_text("utf-8"))
    (kind,) = [part for part in form["body"] if part.get("id") == "kind"]
    assert tuple(kind["attributes"]["options"]) == get_args(Kind)


# --- lint


def test_lint_looks_at_workflows_forms_and_scripts() -> None:
    """`make test` begins with `make lint`, so that all tests are of what these find nothing wrong with."""
    dry = subprocess.run(
        ["make", "--dry-run", "lint"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    for checker in ("zizmor", "vendor.github-workflows", "vendor.github-issue-forms", "shellcheck"):
        assert checker in dry.stdout
