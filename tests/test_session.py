"""The session in the guide: its commands print what the page says. `--update-golden` writes it anew."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.reading.catalog import load_catalog
from tests.checkout import JUNE
from tests.commands import Command
from tests.conftest import REPOSITORY, copy_sample
from tests.edited import sample_checkout
from tests.repository import commit_all

PAGE = REPOSITORY / "content/contributing/session.md"
GUIDE = REPOSITORY / "content/contributing/index.md"
LATE = REPOSITORY / "content/contributing/late.md"
BLOCK = re.compile(r"```(console|diff)\n(.*?)```\n", re.DOTALL)
COMMAND = re.compile(r"\$ portal (.*?[^\\])\n", re.DOTALL)
# The commit depends on every byte of the sample; the page shows that of nothing.
COMMIT = re.compile(r"\([0-9a-f]{12}\)")
ANY_COMMIT = "(0123456789ab)"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command in a checkout of the sample whose branch is main."""
    root = sample_checkout(tmp_path / "checkout")
    commit_all(root, "The sample")
    monkeypatch.chdir(root)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return Command(capsys)


@pytest.fixture
def june(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command in a checkout of June 2024's facts, in the one layout."""
    root = copy_sample(tmp_path / "june", JUNE)
    monkeypatch.chdir(root)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    command = Command(capsys)
    assert command("format").code == 0
    return command


def run(portal: Command, block: str) -> str:
    """Return a block of commands with what each prints now."""
    said = ""
    for match in COMMAND.finditer(block):
        _, out, err = portal(*shlex.split(match[1].replace("\\\n", " ")))
        assert err == "", match[0]
        said += match[0] + COMMIT.sub(ANY_COMMIT, out)
    return said


def edit(block: str) -> None:
    """Make the edits of a block: each run of `-` lines becomes the `+` lines behind it."""
    head, _, body = block.partition("\n")
    file = Path(head.removeprefix("--- "))
    text = file.read_text("utf-8")
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", body, re.MULTILINE):
        before, after = (re.sub(r"^.", "", part, flags=re.MULTILINE) for part in (old, new))
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file.write_text(text, "utf-8")


def renewed(portal: Command, page: Path) -> str:
    """Return a page with its edits made, and with what each of its commands prints now."""

    def block(match: re.Match[str]) -> str:
        if match[1] == "diff":
            edit(match[2])
            return match[0]
        return f"```console\n{run(portal, match[2])}```\n"

    return BLOCK.sub(block, page.read_text("utf-8"))


def test_the_session_is_what_the_commands_print(
    portal: Command, compare_golden: Callable[[Path, str], None]
) -> None:
    text = renewed(portal, PAGE)
    compare_golden(PAGE, text)
    commands = [match[1].split()[0] for match in COMMAND.finditer(text)]
    assert commands == ["new", "check", "check", "check", "diff"]
    assert "\n1 problem in 1 of 16 files\n" in text, "there is a slip"
    assert ": no problem\n" in text, "and it is mended"


def test_what_the_guide_says_of_messages_is_from_the_session() -> None:
    (shown,) = re.findall(r"## 4\..*?```text\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert shown in PAGE.read_text("utf-8")


def test_a_late_fact_takes_few_steps(june: Command, compare_golden: Callable[[Path, str], None]) -> None:
    text = renewed(june, LATE)
    compare_golden(LATE, text)
    commands = [match[1].split()[0] for match in COMMAND.finditer(text)]
    assert commands == ["new", "new", "came", "check"]
    change = load_catalog(Path()).change_by_id["upnp-disabled-by-default"]
    assert (str(change.version), change.status, len(change.history)) == ("12.1", "applied", 2)
    (parameter,) = (item for item in change.surface if item.kind == "parameter")
    assert (parameter.from_, parameter.to) == ("yes", "no")
