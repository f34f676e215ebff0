"""The command that measures runs, and says of each figure whether it keeps its bar."""

from pathlib import Path

import pytest

from tests.bench import build
from tests.bench.__main__ import main
from tests.checkout import small_checkout


def test_the_build_is_measured_beside_a_plain_site(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "TIME", {0: 1000.0})
    main(["build", "--runs", "1"], small_checkout(repository, tmp_path / "checkout").root)
    said = capsys.readouterr().out
    for line in ("0 entries, 1", "portal check", "plain: mkdocs-material", "time: site / plain"):
        assert f"\n{line}" in said
    assert "(at most 1000: kept)" in said
