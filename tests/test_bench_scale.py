"""The figures of growth: parts by name, what a process used, and Hugo left out where there is none."""

import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import PARTS, SCALE, main
from tests.bench.scale.growth import _growth
from tests.bench.scale.hugo import hugo_build, hugo_program
from tests.bench.scale.process import Program, in_turn, python, seconds_in_turn

FRAME = '<html><head></head><body><article class="md-content__inner x">old</article>foot</body></html>'
ALLOCATE = "size = {} * 1_000_000; held = bytearray(size); held[::4096] = b'x' * len(held[::4096])"


def test_scale_is_measured_only_if_it_is_named() -> None:
    assert not PARTS.keys() & SCALE.keys()
    assert next(iter(SCALE)) == "scale"


@pytest.mark.parametrize("runs", ["0", "-1", "many"])
def test_a_figure_needs_a_run(runs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["scale-loading", "--runs", runs])
    assert exit_.value.code == 2
    assert "--runs" in capsys.readouterr().err


def test_memory_is_that_of_the_largest_process_and_not_of_who_measures(tmp_path: Path) -> None:
    held = bytearray(400_000_000)
    held[::4096] = b"x" * len(held[::4096])
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ALLOCATE.format(100)!r}])"
    used = in_turn(
        {
            "small": python(tmp_path, "-c", "pass"),
            "large": python(tmp_path, "-c", ALLOCATE.format(200)),
            "child": python(tmp_path, "-c", child),
        },
        1,
    )
    assert used["small"].megabytes < 60
    assert 190 < used["large"].megabytes < 280
    assert 95 < used["child"].megabytes < 180


def test_a_program_that_fails_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such page"):
        python(tmp_path, "-c", "raise SystemExit('no such page')").run()


def test_functions_take_turns_each_after_what_is_not_counted() -> None:
    calls: list[str] = []
    acts = [lambda: calls.append("one"), lambda: calls.append("other")]
    assert all(seconds >= 0 for seconds in seconds_in_turn(acts, 2, lambda: calls.append("before")))
    assert calls == ["before", "one", "before", "other"] * 2


@pytest.mark.parametrize(
    ("times", "growth"),
    [((2.0 + 50 / 100, 2.0 + 600 / 100, 2.0 + 6000 / 100), 10), ((1.05, 1.6, 37.0), 60)],
)
def test_growth_is_ten_if_each_entry_takes_as_long(times: tuple[float, ...], growth: float) -> None:
    assert _growth(*times) == pytest.approx(growth)


def test_hugo_gets_the_pages_and_the_frame_of_the_plain_site(tmp_path: Path) -> None:
    plain, root = tmp_path / "plain", tmp_path / "hugo"
    for path, text in (
        ("content/changes/index.md", "# Changes"),
        ("content/changes/a.md", "# A"),
        ("site/links/index.html", FRAME),
    ):
        (plain / path).parent.mkdir(parents=True, exist_ok=True)
        (plain / path).write_text(text, "utf-8")
    build = hugo_build("hugo", plain, root)
    assert sorted(path.name for path in (root / "content").rglob("*.md")) == ["_index.md", "a.md"]
    layout = (root / "layouts" / "_default" / "single.html").read_text("utf-8")
    assert layout == FRAME.replace("old", "{{ .Content }}")
    assert build == Program(root, build.command)


def test_hugo_is_looked_for_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hugo_program() is None
    (tmp_path / "hugo").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "hugo").chmod(0o755)
    assert hugo_program() == str(tmp_path / "hugo")
