"""The command that measures runs, and says of each figure whether it keeps its bar."""

from pathlib import Path

import pytest

from portal.reading.catalog import check_data, load_catalog
from tests.bench import build
from tests.bench.__main__ import main
from tests.bench.synthetic import write_synthetic
from tests.checkout import small_checkout
from tests.conftest import copy_sample


def test_the_build_is_measured_beside_a_plain_site(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "TIME", {0: 1000.0})
    main(["build", "--runs", "1"], small_checkout(repository, tmp_path / "checkout").root)
    said = capsys.readouterr().out
    for line in ("0 entries, 1", "portal check", "plain: mkdocs-material", "time: site / plain"):
        assert f"\n{line}" in said
    assert "(at most 1000: kept)" in said


@pytest.mark.parametrize("day", [None, "2031-05-06"])
def test_synthetic_data_is_sound_whenever_the_newest_date_was_recorded(
    real_data: Path, tmp_path: Path, day: str | None
) -> None:
    root = copy_sample(tmp_path, real_data)
    newest = load_catalog(root).milestones[-1]
    if day:
        (file,) = (
            one for one in root.glob("data/**/*.yml") if f'- id: "{newest.id}"\n' in one.read_text("utf-8")
        )
        before, found, after = file.read_text("utf-8").partition(f'- id: "{newest.id}"\n')
        file.write_text(before + found + after.replace(newest.recorded.text, day, 1), "utf-8")
        assert load_catalog(root).milestones[-1].recorded.text == day
    write_synthetic(root, 60)
    assert check_data(root).problems == ()
