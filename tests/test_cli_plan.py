"""The command `portal plan`, in this process: exit code, standard output and standard error."""

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from portal.model import Catalog, Event, Source
from portal.model.dates import When
from portal.model.versions import Version
from portal.planner import facts_of, render_facts
from tests.commands import Command
from tests.conftest import REPOSITORY


@pytest.fixture
def plan(capsys: pytest.CaptureFixture[str], june_root: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, called in a checkout of June 2024."""
    monkeypatch.chdir(june_root)
    return Command(capsys, "plan")


# --- what it says


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("10.12", "12.0"), 1, "There are 46 changes on record from 10.12 to 12.0: "),
        (
            ("11.10", "11.11", "--area", "security"),
            0,
            "There are 3 changes in what you chose from 11.10 to 11.11: 2 apply only after a reset",
        ),
        (("11.3", "11.4"), 0, "No change is recorded from 11.3 to 11.4."),
        (
            ("11.4", "11.5"),
            0,
            "There are 2 changes on record from 11.4 to 11.5: 1 applies only after a reset",
        ),
        (("11.4", "11.5", "--factory-reset"), 1, "11.5: 1 affects every upgraded"),
        (("10.5", "10.9"), 3, "that does not mean that nothing breaks from 10.5 to 10.9."),
        (("13.0", "14.0"), 3, "14.0 is not among the releases on record"),
        (("12.0", "12.0"), 0, "there is nothing to upgrade."),
        (("LTS 2022", "12.0", "--web"), 1, "Required: LTS track on the way"),
        (("10.12", "12.0", "--every"), 1, "Recommended: release in between, still offered"),
        (("11.7", "12"), 1, "11.7 is placed by its number, since release 11.7 is not on record"),
        (("11.10", "11.11", "--uses", "FTP"), 0, "No change to what you use is recorded"),
    ],
)
def test_exit_code_and_summary(plan: Command, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = plan(*arguments)
    assert (result.code, result.err) == (code, "")
    assert said in " ".join(result.out.split())


def test_filters_are_passed_on(plan: Command) -> None:
    result = plan(
        "10.12", "12.0", "--area", "api", "--area", "network-discovery", "--product", "p3265-lv",
        "--uses", "getbrand.cgi", "--uses", "dynamicoverlay.cgi", "--format", "json",
    )  # fmt: skip
    found = json.loads(result.out)
    assert {hit["id"] for step in found["steps"] for hit in step["every"]} == {
        "getbrand-cgi-removal",
        "dynamicoverlay-cgi-path-restricted",
        "dynamicoverlay-cgi-source-sensor-removal",
    }
    assert found["asked"] == {
        "start": "10.12", "target": "12.0", "areas": ["api", "network-discovery"], "products": ["p3265-lv"],
        "uses": ["getbrand.cgi", "dynamicoverlay.cgi"],
    }  # fmt: skip


def test_without_root_it_plans_where_it_is_called(
    plan: Command, sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample_root)
    assert "1. Install 12.0 (Active track" in plan("11.11", "12.0").out


def test_piped_text_is_plain_and_80_wide(plan: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    out = plan("8.40", "13.0").out
    assert "\033" not in out
    assert 70 < max(len(line) for line in out.splitlines() if "https://" not in line) <= 80


def on_a_terminal(root: Path, **environment: str) -> str:
    """Return what the command prints on a terminal of 60 columns."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "portal", "plan", "11.4", "11.5", "--root", str(root)],
        cwd=REPOSITORY,
        env=os.environ | {"COLUMNS": "60"} | environment,
        stdout=child,
    ) as process:
        os.close(child)
        parts = []
        while part := _read(parent):
            parts.append(part)
        os.close(parent)
    assert process.returncode == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux says that the other side is closed
        return b""


def test_a_terminal_gets_bold_headings_and_its_own_width(june_root: Path) -> None:
    loud, quiet = (on_a_terminal(june_root, NO_COLOR=value) for value in ("", "1"))
    assert "\033[1mWhat this covers\033[0m\n" in loud
    assert "\033" not in quiet
    assert loud.replace("\033[1m", "").replace("\033[0m", "") == quiet
    assert 50 < max(len(line) for line in quiet.splitlines() if "https://" not in line) <= 60


def test_a_terminal_that_cannot_print_a_character_gets_another(june_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "portal", "plan", "11.5", "11.8", "--every", "--root", str(june_root)],
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"August?September 2023" in done.stdout


def test_nobody_reads_on(june_root: Path) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "portal",
            "plan",
            "8.40",
            "13.0",
            "--format",
            "json",
            "--root",
            str(june_root),
        ],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (1, b"")


def test_a_brief_plan_has_a_line_a_change_after_its_stops(plan: Command) -> None:
    lines = plan("10.12", "12.0", "--web", "--brief").out.splitlines()
    changes = [line for line in lines if line.startswith("   [ ] ")]
    assert len(changes) == 46
    page = "https://axis-os-portal.example/changes/date-cgi-removal/"
    assert f"   [ ] date.cgi removed (Removal, 11.0)  {page}" in changes
    stops = [line for line in lines if "Install " in line]
    assert [line.split()[2] for line in stops] == ["11.11", "12.0"]
    assert lines.index(stops[-1]) < lines.index(changes[0])
    brief = plan("10.12", "12.0", "--web", "--brief", "--format", "markdown").out
    assert brief.count("\n- [ ] [") == 46
    assert "What to do" not in brief


def test_a_plan_says_the_day_that_it_was_made_on(plan: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.cli.plan.today", lambda: date(2026, 12, 1))
    for form in ("text", "markdown"):
        said = " ".join(plan("10.12", "12.0", "--format", form).out.split())
        assert "Made on 1 December 2026. Data as of about June 2024." in said


def test_markdown_is_a_checklist(plan: Command) -> None:
    out = plan("10.12", "12.0", "--format", "markdown").out
    assert out.startswith("# Upgrade from AXIS OS 10.12 to 12.0\n\nThere are 46 changes")
    assert out.count("- [ ] Install ") == 1
    assert "\n- [ ] [date.cgi removed](https://axis-os-portal.example/changes/date-cgi-removal/): Rem" in out


# --- wrong use


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ("10.12", "12.0", "--uses", "getbrnd.cgi", "--uses", "nosuch"),
            [
                "portal plan: uses: no recorded change touches “getbrnd.cgi”",
                "    did you mean getbrand.cgi, edit.cgi?",
                "    that does not mean that it stays as it is; leave it out to see every change",
                "portal plan: uses: no recorded change touches “nosuch”",
                "    that does not mean that it stays as it is; leave it out to see every change",
            ],
        ),
        (
            ("10.12", "12.0", "--area", "secruity"),
            [
                "portal plan: area: “secruity” is not an area",
                "    did you mean security?",
                "    areas: general, security, network-discovery, edge-storage, acap, api, product and other",
            ],
        ),
        (
            ("10.12", "12.0", "--product", "AXIS p3265lv"),
            [
                "portal plan: product: “AXIS p3265lv” is not a product on record",
                "    did you mean p3265-lv, p3265-lve, p3265-v?",
                "    leave it out to see the changes for all products; 22 are on record",
            ],
        ),
        (
            ("12.0", "9.80"),
            [
                "portal plan: target: 9.80 is older than 12.0, and a downgrade cannot be planned",
                "    to return a device to its previous version, use the rollback option",
            ],
        ),
        (
            ("\x1b[31m", "12.0"),
            [
                "portal plan: start: “\\x1b[31m” is not a version",
                "    write it as 11.10, 10.12.228 or LTS 2022",
            ],
        ),
    ],
)
def test_what_cannot_be_planned(plan: Command, arguments: tuple[str, ...], lines: list[str]) -> None:
    result = plan(*arguments)
    assert (result.code, result.out) == (2, "")
    assert [line for line in result.err.splitlines() if not line.startswith("    - ")] == lines


def test_a_downgrade_is_refused_with_the_advice_on_rollback(plan: Command, june: Catalog) -> None:
    steps = [line for line in plan("12.0", "11.10").err.splitlines() if "    - " in line]
    assert steps == [f"    - {step}" for one in june.policy.rollback for step in one.steps]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "the following arguments are required: FROM, TO"),
        (("10.12",), "the following arguments are required: TO"),
        (("10.12", "12.0", "--format", "xml"), "invalid choice: 'xml'"),
        (("10.12", "12.0", "--catalog", "x", "--root", "y"), "not allowed with argument"),
    ],
)
def test_wrong_use(plan: Command, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = plan(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_no_checkout(plan: Command, tmp_path: Path) -> None:
    result = plan("10.12", "12.0", "--root", tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"{tmp_path}/data:1:1: there is no such folder\n")


def test_help(plan: Command) -> None:
    result = plan("--help")
    assert result.code == 0
    assert "--catalog FILE|URL" in result.out


# --- what is not known


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (("unconfirmed", "portal-2024-06"), (3, 3)),
        (("applied", "blog"), (3, 1)),
        (("applied", "portal-2024-06"), (1, 1)),
    ],
)
def test_what_may_have_come_and_what_a_third_party_reports_is_not_known(
    plan: Command,
    sample: Catalog,
    tmp_path: Path,
    told: tuple[Literal["unconfirmed", "applied"], str],
    codes: tuple[int, int],
) -> None:
    status, announced = told
    day, version = When.parse("2026-11-21"), Version.parse("11.11")
    blog = Source("blog", "A blog", "third-party", day, day, "whole")
    history = (
        Event(day, "recorded", version, status="planned", sources=(announced,)),
        Event(day, status, sources=("blog",)),
    )
    change = replace(sample.change_by_id["date-cgi-removal"], version=version, status=status, history=history)
    catalog = replace(sample, changes=(change,), sources=(*sample.sources, blog))
    (tmp_path / "plan.json").write_text(render_facts(facts_of(catalog)), "utf-8")
    for arguments, code in zip(((), ("--reported",)), codes, strict=True):
        result = plan("11.0", "12.0", "--catalog", tmp_path / "plan.json", *arguments)
        assert (result.code, result.err) == (code, "")
        assert plan("11.0", "11.0", "--catalog", tmp_path / "plan.json", *arguments).code == 0


def test_a_product_that_is_known_is_not_taken_for_another(plan: Command, sample_root: Path) -> None:
    file = sample_root / "data/products.yml"
    ended = '    kind: device\n    last: [{track: active, version: "11.0", sources: [portal-2024-06]}]\n'
    file.write_text(file.read_text("utf-8").replace("    kind: device\n", ended, 1), "utf-8")
    ran = plan("11.0", "12.0", "--product", "s3008", "--root", str(sample_root))
    assert ran.code == 2
    assert "AXIS S3008: 11.0 is its last release" in ran.err
    assert "did you mean" not in ran.err
