"""What commands write into `data/`: nothing of somebody else is lost, and nothing is left by halves."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.cli import main
from portal.reading.catalog import check_data
from portal.reading.opening import UNWRITTEN
from tests.commands import Command, Result
from tests.conftest import REPOSITORY
from tests.editing import TODAY, data_of, problems_of, schedule_release, value_of

SMB_ID = "smb1-removal"
SMB = f"data/changes/{SMB_ID}.yml"
SOURCE = ("--source", "portal-2024-06")
WITHDRAW = ("withdraw", SMB_ID, "--because", "It stays.", *SOURCE, "--today", TODAY)
PRODUCT = ("new", "product", "--kind", "device", "--today", TODAY)
RELEASE = ("release", "12.0", "--out", "--apply", "all", "--because", "It is out.", *SOURCE, "--today", TODAY)
CHANGE = (
    *("new", "change", "--title", "example.cgi removed", "--version", "12.0", "--area", "api"),
    *("--kind", "removal", "--applies-to", "upgrade", "--id", "example-cgi-removal", *SOURCE),
    *("--consequence", "app-breaks", "--today", TODAY),
)
EXAMPLE = "data/changes/example-cgi-removal.yml"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


class SlowEditor(io.StringIO):
    """An editor at a terminal, who does something else before the answer."""

    def __init__(self, meanwhile: Callable[[], object], answer: str) -> None:
        super().__init__(answer)
        self._meanwhile = meanwhile

    def isatty(self) -> bool:
        return True

    def readline(self, *_: object) -> str:  # type: ignore[override]
        self._meanwhile()
        return super().readline()


@pytest.fixture
def root(sample_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample in the one layout, in which commands are called without a terminal."""
    assert main(["format", "--root", str(sample_root)]) == 0
    monkeypatch.chdir(sample_root)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return sample_root


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], root: Path) -> Command:
    capsys.readouterr()
    return Command(capsys)


@pytest.fixture
def asked(portal: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Calls the command at a terminal, where something happens before the editor answers."""

    def call(*arguments: str, meanwhile: Callable[[], object], answer: str) -> Result:
        monkeypatch.setattr("sys.stdin", SlowEditor(meanwhile, f"{answer}\n"))
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        return portal(*arguments)

    return call


# --- what somebody else wrote


@pytest.mark.parametrize(
    "arguments", [("move", SMB_ID, "13"), ("withdraw", SMB_ID)], ids=lambda arguments: arguments[0]
)
@pytest.mark.parametrize("saved", [b"# all new\n", None], ids=["saved", "deleted"])
def test_what_is_saved_while_it_asks_is_kept(
    asked: Callable[..., Result], root: Path, arguments: tuple[str, ...], saved: bytes | None
) -> None:
    file = root / SMB
    if "move" in arguments:
        change(file, '  - version: "12"\n    text', '  - version: "13"\n    text')
        schedule_release(root, "13.0", "90")
    before = data_of(root)

    def save() -> None:
        if saved is None:
            file.unlink()
        else:
            file.write_bytes(saved)

    code, out, err = asked(*arguments, *SOURCE, "--today", TODAY, meanwhile=save, answer="It's later.")
    assert (code, out) == (2, "")
    assert err.endswith(
        f"portal {arguments[0]}: {SMB}: is not any more what it was when this command read it; nothing is "
        "written\n    give the command once more\n"
        """    your answers, to give with it: --because='It'"'"'s later.'\n"""
    )
    assert data_of(root) == {path: data for path, data in (before | {SMB: saved}).items() if data is not None}


@pytest.mark.parametrize("there", ["file", "link to nothing", "link to a file"])
def test_a_file_that_appears_while_it_asks_is_kept(
    asked: Callable[..., Result], root: Path, tmp_path: Path, there: str
) -> None:
    before = data_of(root)
    mine = tmp_path / "mine.yml"

    def appear() -> None:
        if there != "link to nothing":
            (mine if "link" in there else root / EXAMPLE).write_bytes(b"mine\n")
        if "link" in there:
            (root / EXAMPLE).symlink_to(mine)

    code, out, err = asked(*CHANGE, meanwhile=appear, answer="Gone.")
    assert (code, out) == (2, "")
    assert f"portal new change: {EXAMPLE}: is " in err
    assert "nothing is written\n" in err
    assert err.endswith("    your answers, to give with it: --summary=Gone.\n")
    assert {path: data for path, data in data_of(root).items() if path != EXAMPLE} == before
    assert (root / EXAMPLE).is_symlink() is ("link" in there)
    assert mine.exists() is (there == "link to a file")
    if there != "link to nothing":
        assert (root / EXAMPLE).read_bytes() == b"mine\n"


def test_a_file_that_appears_at_the_last_moment_is_kept(
    portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even between the look and the writing, as another program may not wait for our lock."""
    before = data_of(root)
    whole = Path.hardlink_to

    def late(self: Path, target: Path) -> None:
        self.write_bytes(b"mine\n")
        whole(self, target)

    monkeypatch.setattr(Path, "hardlink_to", late)
    code, out, err = portal(*CHANGE, "--summary", "Gone.")
    assert (code, out) == (2, "")
    assert f"portal new change: {EXAMPLE}: is there now, and was not when this command read it" in err
    assert data_of(root) == before | {EXAMPLE: b"mine\n"}


def test_commands_at_once_lose_nothing(root: Path) -> None:
    """Each of them is done and its entry is there, or it says that it is not."""
    ids = [f"axis-z100{number}" for number in range(6)]
    calls = [[*PRODUCT, "--name", f"AXIS {one}", "--id", one] for one in ids]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "portal", *call, "--root", str(root)],
            cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for call in calls
    ]  # fmt: skip
    ended = [(process, *process.communicate(timeout=60)) for process in running]
    listed = [product["id"] for product in value_of(root, "data/products.yml")["products"]]
    done = [one for one, (process, _, _) in zip(ids, ended, strict=True) if process.returncode == 0]
    assert done
    assert sorted(one for one in listed if one in ids) == done
    for process, out, err in ended:
        if process.returncode:
            assert (process.returncode, out) == (2, "")
            assert err.startswith("portal new product: data/products.yml: is not any more what it was")
    assert problems_of(root) == []


def test_a_command_waits_for_one_that_writes(root: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    folder = os.open(root / "data", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with subprocess.Popen(
        [sys.executable, "-m", "portal", *WITHDRAW, "--root", str(root)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
    ) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(3)
        assert "status: planned" in (root / SMB).read_text("utf-8")
        os.close(folder)
        assert process.wait(30) == 0
    assert "status: withdrawn" in (root / SMB).read_text("utf-8")


# --- links, and files that are not to be written


@pytest.mark.parametrize("linked", [SMB, "data/changes"])
@pytest.mark.parametrize("arguments", [WITHDRAW, ("format",)], ids=lambda arguments: arguments[0])
def test_nothing_is_written_behind_a_link_out_of_data(
    portal: Command, root: Path, tmp_path: Path, linked: str, arguments: tuple[str, ...]
) -> None:
    file = root / SMB
    change(file, "status: planned", "status:   planned")
    outside = tmp_path / "outside"
    (root / linked).rename(outside)
    (root / linked).symlink_to(outside)
    before = data_of(root), file.read_bytes(), sorted(tmp_path.rglob("*"))
    code, out, err = portal(*arguments)
    assert (code, out) == (2, "")
    verb = arguments[0]
    assert err == (
        f"portal {verb}: {SMB}: is behind a link that leads out of data/; nothing is written\n"
        "    put the file itself in place of the link\n"
    )
    assert (data_of(root), file.read_bytes(), sorted(tmp_path.rglob("*"))) == before


def test_a_link_inside_data_stays(portal: Command, root: Path) -> None:
    real = root / "data/changes/real"
    (root / SMB).rename(real)
    (root / SMB).symlink_to("real")
    assert portal(*WITHDRAW).code == 0
    assert (root / SMB).is_symlink()
    assert "status: withdrawn" in real.read_text("utf-8")


@pytest.mark.parametrize("name", [f".{SMB_ID}.yml.new", f".{SMB_ID}.yml.{'0' * 16}{UNWRITTEN}"])
def test_a_link_that_waits_for_what_is_written_first_is_not_followed(
    portal: Command, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Neither one with the name that it had once, nor one with the very name, which nobody can know."""
    monkeypatch.setattr("portal.writing.edits.token_hex", lambda size: "0" * 2 * size)
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine\n")
    planted = root / "data/changes" / name
    planted.symlink_to(outside)
    code, _, err = portal(*WITHDRAW)
    assert (code, "File exists" in err) == ((2, True) if name.endswith(UNWRITTEN) else (0, False))
    assert outside.read_bytes() == b"mine\n"
    assert planted.is_symlink()
    assert not (root / SMB).is_symlink()


def test_a_link_to_itself_disturbs_nothing(portal: Command, root: Path) -> None:
    (root / "data/changes/loop.yml").symlink_to("loop.yml")
    code, out, err = portal("format", "data/changes/loop.yml")
    assert (code, err) == (1, "")
    assert out.startswith("data/changes/loop.yml:1:1: ")
    assert portal("format", SMB).code == 0
    (root / "loop").symlink_to("loop")
    assert portal("format", "loop") == (
        2,
        "",
        "portal format: loop is not a data file, nor a folder of them\n",
    )


@pytest.mark.parametrize("arguments", [WITHDRAW, ("format",)], ids=lambda arguments: arguments[0])
def test_a_read_only_file_is_not_written(
    portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    file = root / SMB
    change(file, "status: planned", "status:   planned")
    file.chmod(0o444)
    # As it is for everybody but root
    monkeypatch.setattr(os, "access", lambda path, _: bool(Path(path).stat().st_mode & 0o200))
    before = data_of(root)
    code, out, err = portal(*arguments)
    assert (code, out) == (2, "")
    assert err == f"portal {arguments[0]}: nothing is written: {SMB}: Permission denied\n"
    assert data_of(root) == before


def test_a_new_file_has_the_mode_of_new_files(portal: Command, root: Path, tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    assert portal(*CHANGE, "--summary", "Gone.").code == 0
    assert (root / EXAMPLE).stat().st_mode == usual.stat().st_mode


# --- what ends in the middle

# Ends this process at a step of those that change a folder, as kill -9 does.
KILLED = """
import os, signal, sys
from pathlib import Path
from portal.cli import main

left = int(sys.argv[1])

def counted(step):
    def call(*arguments, **named):
        global left
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return step(*arguments, **named)
    return call

for name in ("touch", "write_bytes", "replace", "hardlink_to", "unlink"):
    setattr(Path, name, counted(getattr(Path, name)))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("arguments", [RELEASE, WITHDRAW, ("format",)], ids=["release", "withdraw", "format"])
def test_killed_at_any_step(root: Path, arguments: tuple[str, ...]) -> None:
    """Every file is whole, the old one or the new one, and the check says what is left of the command."""
    for path in [SMB, "data/areas.yml"] if arguments == ("format",) else []:
        change(root / path, "id: ", "id:   ")
    before = data_of(root)
    outcomes: list[dict[str, bytes]] = []
    for step in range(30):
        for path in data_of(root):
            (root / path).unlink()
        for path, data in before.items():
            (root / path).write_bytes(data)
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(step), *arguments, "--root", str(root)],
            cwd=REPOSITORY, stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        outcomes.append(data_of(root))
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL
        said = {one.path: (one.message, one.hint) for one in check_data(root).problems}
        for path in outcomes[-1]:
            if path.endswith(UNWRITTEN):
                assert said.pop(path) == (
                    "was left by a command that was ended while it wrote",
                    "take over from it what the file of its name does not have, and delete it",
                )
    else:
        pytest.fail("it never came to its end")
    *killed, after = outcomes
    assert len(killed) >= (4 if arguments == WITHDRAW else 8)
    assert not [path for path in after if path.endswith(UNWRITTEN)]
    for found in killed:
        files = {path: data for path, data in found.items() if not path.endswith(UNWRITTEN)}
        assert files.keys() <= after.keys()
        assert all(data in (before.get(path), after[path]) for path, data in files.items())
        if files not in (before, after):
            assert any(path.endswith(UNWRITTEN) for path in found), "done by halves, and nothing tells of it"


@pytest.mark.parametrize("arguments", [RELEASE, ("format",)], ids=["release", "format"])
def test_interrupted_between_two_files(
    portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    for path in [SMB, "data/areas.yml"]:
        (root / path).write_text((root / path).read_text("utf-8").rstrip("\n"), "utf-8")
    before = data_of(root)
    whole = Path.replace
    seen = []

    def interrupted(self: Path, target: Path) -> Path:
        seen.append(target.name)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    assert portal(*arguments) == (130, "", "portal: stopped\n")
    assert data_of(root) == before


def test_it_says_what_cannot_be_undone(portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = data_of(root)
    whole = Path.replace
    seen: list[Path] = []

    def replace(self: Path, target: Path) -> Path:
        seen.append(target)
        if len(seen) > 1:  # the second file, and then the first again
            raise OSError(5, "Input/output error", str(self))
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    code, _, err = portal(*RELEASE)
    wrong = "is written, other files are not, and it cannot be undone: Input/output error"
    said = f"portal release: data/releases/12.0.yml: {wrong}\n    look at it with git diff\n"
    assert (code, err) == (2, said)
    assert [path for path, data in data_of(root).items() if data != before[path]] == [
        "data/releases/12.0.yml"
    ]


# --- arguments that are no text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("withdraw", SMB_ID, "--because", "x\udcff"), "withdraw: --because"),
        (("move", SMB_ID, "13", "--because", "\udcff"), "move: --because"),
        (("move", SMB_ID, "\udcff", "--because", "x"), "move: version"),
        (("apply", SMB_ID, "--because", "\udcff"), "apply: --because"),
        (("apply", "\udcff"), "apply: id"),
        ((*CHANGE, "--summary", "\udcff"), "new change: --summary"),
        ((*CHANGE[:-2], "--applies-to", "\udcff"), "new change: --applies-to"),
        ((*RELEASE, "--date", "\udcff"), "release: --date"),
        ((*RELEASE, "--unconfirmed", "\udcff"), "release: --unconfirmed"),
        (("withdraw", SMB_ID, "--source", "\udcff"), "withdraw: --source"),
        ((*PRODUCT, "--name", "\udcff"), "new product: --name"),
    ],
)
def test_bytes_that_are_no_text(portal: Command, root: Path, arguments: tuple[str, ...], said: str) -> None:
    before = data_of(root)
    result = portal(*arguments)
    assert result == (2, "", f"portal {said}: has bytes that are not UTF-8\n    type it anew\n")
    assert data_of(root) == before


def test_bytes_that_are_no_text_are_asked_for_again(
    portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(io.BytesIO(b"It\xff\nIt stays.\n"), "utf-8"))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    code, _, err = portal("withdraw", SMB_ID, *SOURCE, "--today", TODAY)
    assert (code, "    it has bytes that are not UTF-8; type it anew\n" in err) == (0, True)
    assert "because: It stays.\n" in (root / SMB).read_text("utf-8")
