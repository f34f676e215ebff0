"""Which files are searched, and what becomes of those that cannot be: never a hang, always a reason."""

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from portal.scanner.code_files import Skipped, Walk, find_files, read_file
from tests.special import run_limited

CODE = b"x = '/axis-cgi/date.cgi'\n"


def fill(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(CODE)


def listed(root: Path, *paths: str, everything: bool = False) -> tuple[list[str], dict[str, str]]:
    """Return the files to search, and why the rest is left out."""
    found = list(find_files(Walk(root, everything=everything), [Path(path) for path in paths or (".",)]))
    skipped: dict[str, str] = {item.path: item.why for item in found if isinstance(item, Skipped)}
    return [item for item in found if isinstance(item, str)], skipped


def why(read: bytes | Skipped) -> str:
    assert isinstance(read, Skipped)
    assert read.message == read.message.strip()
    return read.why


# --- what is searched


def test_all_files_in_order_each_once(tmp_path: Path) -> None:
    fill(tmp_path, "b/z.py", "b/a.py", "a.py", "c.py", ".github/workflows/x.yml")
    searched = ["a.py", "c.py", ".github/workflows/x.yml", "b/a.py", "b/z.py"]
    assert listed(tmp_path, ".", "b", "a.py", "./a.py") == (searched, {})


def test_a_path_outside_is_shown_whole(tmp_path: Path) -> None:
    fill(tmp_path, "other/a.py", "here/b.py")
    here = tmp_path / "here"
    assert listed(here, "../other") == ([(tmp_path / "other/a.py").as_posix()], {})
    assert listed(here, str(here)) == (["b.py"], {})


def test_folders_of_others_are_left_out_unless_named_or_asked_for(tmp_path: Path) -> None:
    fill(tmp_path, "node_modules/x/a.js", "src/vendor/b.go", "a.py", ".git/hooks/c.sh", "src/.venv/d.py")
    assert listed(tmp_path) == (
        ["a.py"],
        {"node_modules": "vendored", "src/.venv": "vendored", "src/vendor": "vendored"},
    )
    assert listed(tmp_path, "node_modules") == (["node_modules/x/a.js"], {})
    searched, left = listed(tmp_path, everything=True)
    assert sorted(searched) == ["a.py", "node_modules/x/a.js", "src/.venv/d.py", "src/vendor/b.go"]
    assert left == {}


def test_gitignore_as_git_reads_it(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    fill(
        tmp_path, "a.log", "keep.log", "build/x.py", "src/build/y.py", "src/gen/z.py", "src/gen/ours.py",
        "src/deep/er/a.tmp", "src/deep/er/b.py", "docs/a.py", "src/docs/b.py", "name with #.py",
    )  # fmt: skip
    (tmp_path / ".gitignore").write_text("*.log\n!keep.log\nbuild/\n/docs\nname\\ with\\ #.py\n", "utf-8")
    (tmp_path / "src/.gitignore").write_text("gen/*\n!gen/ours.py\n**/er/*.tmp\n", "utf-8")
    ask = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(ask, cwd=tmp_path, check=True, capture_output=True, text=True)
    for here, path in (
        (tmp_path, "."),
        (tmp_path, "src"),
        (tmp_path / "src", "."),
        (tmp_path / "src/deep", ".."),
    ):
        searched, _ = listed(here, path)
        below = (here / path).resolve()
        names = {(here / found).resolve().relative_to(tmp_path).as_posix() for found in searched}
        assert names == {
            name for name in done.stdout.splitlines() if (tmp_path / name).is_relative_to(below)
        }, (here, path)
    everything, left = listed(tmp_path, everything=True)
    assert {"a.log", "build/x.py", "src/gen/z.py"} <= set(everything)
    assert left == {}
    assert listed(tmp_path, "a.log") == (["a.log"], {})


def test_a_package_is_looked_at_also_where_it_is_ignored(tmp_path: Path) -> None:
    fill(tmp_path, "app.eap", "package.conf", "app.log", "node_modules/other.eap")
    (tmp_path / ".gitignore").write_text("*.eap\n*.log\npackage.conf\n", "utf-8")
    searched, _ = listed(tmp_path)
    assert {"app.eap", "package.conf"} <= set(searched)
    assert not {"app.log", "node_modules/other.eap"} & set(searched)


def test_a_gitignore_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    fill(tmp_path, "a.py", "b/c.py")
    (tmp_path / ".gitignore").mkdir()
    (tmp_path / "b/.gitignore").write_bytes(b"\x00\x01\x02" * 100)
    searched, left = listed(tmp_path)
    assert {"a.py", "b/c.py"} <= set(searched)
    assert left == {".gitignore": "special", "b/.gitignore": "binary"}


@pytest.mark.parametrize(
    "line", ["!", "\\", "[z-a]", "a\\", "/", "a//b", "[]", "[!]", "[ab", "[[:alpha:]]", "*.[a"]
)
def test_an_unusable_pattern_is_said_and_the_others_hold(tmp_path: Path, line: str) -> None:
    fill(tmp_path, "a.py", "b.log", "a" * 200 + ".c")
    (tmp_path / ".gitignore").write_text(f"# {line}\n*.log\n{line}\n", "utf-8")
    found = list(find_files(Walk(tmp_path), [Path()]))
    (said,) = [item.message for item in found if isinstance(item, Skipped) and item.path == ".gitignore"]
    assert said.startswith("has a pattern that cannot be used: ")
    searched, left = listed(tmp_path)
    assert searched == [".gitignore", "a.py", "a" * 200 + ".c"]
    assert left["b.log"] == "ignored"


# With expressions that go back, each of these takes longer than anybody waits.
@pytest.mark.parametrize(
    "line",
    [
        "*a" * 7 + "*b",
        "a*" * 60 + "b",
        "*a" * 100 + "*b",
        "?*" * 50 + "b",
        "[a-z]*" * 40 + "!",
        "**/a*" * 60 + "/b",
        "[!a][!a]" * 60 + "[",
    ],
)
def test_a_pattern_takes_no_time_to_speak_of(tmp_path: Path, line: str) -> None:
    names = [f"{'a' * 240}{number}.py" for number in range(20)]
    deep = "a/" * 100 + names[0]
    fill(tmp_path, *names, deep)
    (tmp_path / ".gitignore").write_text(f"*.log\n{line}\n", "utf-8")
    done = run_limited(tmp_path, "portal", "scan", "--format", "json", ".")
    assert (done.returncode, done.stderr) == (1, "")
    (change,) = json.loads(done.stdout)["changes"]
    assert {finding["path"] for finding in change["findings"]} == {*names, deep}


def test_more_patterns_than_are_used_are_said_once_a_file(tmp_path: Path) -> None:
    folders = ["a/" * depth for depth in range(40)]
    for folder in folders:
        fill(tmp_path, f"{folder}kept.py", f"{folder}x0")
        (tmp_path / folder / ".gitignore").write_text(
            "".join(f"x{number}*\n" for number in range(300)), "utf-8"
        )
    found = list(find_files(Walk(tmp_path), [Path()]))
    said = {
        item.path: item.message for item in found if isinstance(item, Skipped) and item.path.endswith("e")
    }
    message = "has too many patterns, with those above it: from line 1 on they are not used"
    assert said == {f"{folder}.gitignore": message for folder in folders[10:]}
    left = [item.path for item in found if isinstance(item, Skipped) and item.why == "ignored"]
    assert left == [f"{folder}x0" for folder in folders], "by those that are used, which are above"


def test_plain_names_without_number(tmp_path: Path) -> None:
    fill(tmp_path, "a.py", "n7", "n99999")
    (tmp_path / ".gitignore").write_text("".join(f"n{number}\n" for number in range(100_000)), "utf-8")
    found = [item for item in find_files(Walk(tmp_path), [Path()]) if isinstance(item, Skipped)]
    assert [item.path for item in found] == [".gitignore", "n7"]
    assert found[0].message.endswith("from line 3001 on they are not used")


def test_a_folder_that_is_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    fill(tmp_path, "build/deep/a.py")
    (tmp_path / ".gitignore").write_text("build/\n", "utf-8")
    for path in ("build", "build/deep"):
        assert listed(tmp_path, path) == ([], {path: "ignored"})
    assert listed(tmp_path, "build", everything=True) == (["build/deep/a.py"], {})


GLOBS = (
    "a",
    "b",
    ".",
    "*",
    "**",
    "?",
    "[ab]",
    "[!a]",
    "[a-b]",
    r"\a",
    r"\*",
    r"\[",
    "[]a]",
    " ",
    "[^b]",
    "[-a]",
)
NAMES = ("a", "b", "ab", "a.b", "ba", "b.a", "!a", "#b", "a b", "[a]", "aab", "abab")


def some_pattern(random: Random) -> str:
    """Return a pattern such as hardly anybody writes, which Git has an opinion of."""
    parts = [
        random.choice(
            ["".join(random.choices(GLOBS, k=random.randint(1, 4))), "**", "*", random.choice(NAMES)]
        )
        for _ in range(random.choice([1, 1, 1, 2, 2, 3, 4]))
    ]
    before, after = random.choice(["", "", "!"]) + random.choice(["", "", "/"]), random.choice(["", "", "/"])
    return before + "/".join(parts) + after + random.choice(["", "", " "])


@pytest.mark.parametrize("seed", range(3))
def test_patterns_mean_what_git_says(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same patterns each time
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    for _ in range(60):
        with suppress(OSError):  # a folder has that name
            fill(tmp_path, "/".join(random.choices(NAMES, k=random.randint(1, 5))))
    folders = [
        tmp_path,
        *(path for path in sorted(tmp_path.rglob("[!.]*")) if path.is_dir() and ".git" not in path.parts),
    ]
    ask = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
    for _ in range(15):
        for file in tmp_path.rglob(".gitignore"):
            file.unlink()
        for folder in (tmp_path, *random.sample(folders, 8)):
            lines = (some_pattern(random) + "\n" for _ in range(random.randint(1, 4)))
            (folder / ".gitignore").write_text("".join(lines), "utf-8")
        said = subprocess.run(ask, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
        searched, _ = listed(tmp_path)
        assert set(searched) == set(said.split("\0")) - {""}


@pytest.mark.parametrize("count", [3, 100, 2000])
def test_many_patterns(tmp_path: Path, count: int) -> None:
    fill(tmp_path, "a.py", "b.x1", "c.x2", f"d.x{count + 1}", "e.x2/f.py")
    (tmp_path / ".gitignore").write_text("".join(f"*.x{number}\n" for number in range(count)), "utf-8")
    searched, left = listed(tmp_path)
    assert searched == [".gitignore", "a.py", f"d.x{count + 1}"]
    # A folder is left out as a whole, not file by file.
    assert left == {"b.x1": "ignored", "c.x2": "ignored", "e.x2": "ignored"}


def test_a_pattern_for_folders_leaves_out_the_folder(tmp_path: Path) -> None:
    fill(tmp_path, "build/a.py", "src/build")
    (tmp_path / ".gitignore").write_text("build/\n", "utf-8")
    assert listed(tmp_path) == ([".gitignore", "src/build"], {"build": "ignored"})


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        listed(tmp_path, "nowhere")


# --- links, pipes and the like


def test_links_are_not_followed_wherever_they_lead(tmp_path: Path) -> None:
    fill(tmp_path, "tree/a.py", "outside/secret.py")
    tree = tmp_path / "tree"
    for name, target in (
        ("loop", "."),
        ("up", ".."),
        ("out", "../outside"),
        ("file", "../outside/secret.py"),
        ("itself", "itself"),
        ("nowhere", "gone"),
    ):
        (tree / name).symlink_to(target)
    assert listed(tree) == (
        ["a.py"],
        dict.fromkeys(["file", "itself", "loop", "nowhere", "out", "up"], "link"),
    )
    (tmp_path / "named").symlink_to("tree")
    assert listed(tmp_path, "named")[0] == ["named/a.py"]
    with pytest.raises(OSError, match="symbolic links"):
        listed(tree, "itself")


def test_pipes_sockets_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        assert listed(tmp_path) == ([], {"pipe": "special", "socket": "special"})
        for name in ("pipe", "socket"):
            assert why(read_file(str(tmp_path / name), name)) == "special"
    assert why(read_file("/dev/zero", "zero")) == "special"
    assert listed(tmp_path, "pipe") == ([], {"pipe": "special"})
    reader, writer = os.pipe()
    (tmp_path / "piped").symlink_to(f"/dev/fd/{reader}")
    assert listed(tmp_path, "piped") == ([], {"piped": "special"})
    os.close(reader)
    os.close(writer)


def test_a_file_that_became_something_else_after_it_was_listed(tmp_path: Path) -> None:
    fill(tmp_path, "gone.py", "link.py", "pipe.py", "folder.py", "other.py")
    walking = find_files(Walk(tmp_path), [Path()])
    found = list(walking)
    (tmp_path / "gone.py").unlink()
    (tmp_path / "link.py").unlink()
    (tmp_path / "link.py").symlink_to("other.py")
    (tmp_path / "pipe.py").unlink()
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").unlink()
    (tmp_path / "folder.py").mkdir()
    reads = {path: read_file(str(tmp_path / path), path) for path in found if isinstance(path, str)}
    reasons = {path: read.why if isinstance(read, Skipped) else read for path, read in reads.items()}
    assert reasons == {
        "gone.py": "vanished",
        "link.py": "link",
        "pipe.py": "special",
        "folder.py": "special",
        "other.py": CODE,
    }


def test_a_folder_that_is_gone_when_its_turn_comes(tmp_path: Path) -> None:
    fill(tmp_path, "a/x.py", "b/y.py")
    walking = find_files(Walk(tmp_path), [Path()])
    assert next(walking) == "a/x.py"
    (tmp_path / "b/y.py").unlink()
    (tmp_path / "b").rmdir()
    assert [(item.path, item.why) for item in walking if isinstance(item, Skipped)] == [("b", "vanished")]


# Root may read everything, so that the test asks for it as somebody else.
AS_NOBODY = """
import os, sys
from pathlib import Path
from random import Random
from portal.scanner.code_files import Skipped, Walk, find_files, read_file
os.setuid(65534)
root = Path(sys.argv[1])
for item in find_files(Walk(root), [Path()]):
    read = item if isinstance(item, Skipped) else read_file(str(root / item), item)
    print(read.path, read.why, read.message, sep="|") if isinstance(read, Skipped) else print(item)
"""


def test_what_may_not_be_read_is_said_and_the_rest_is_searched(tmp_path: Path, repository: Path) -> None:
    fill(tmp_path, "closed/a.py", "secret.py", "open.py")
    code = AS_NOBODY if os.getuid() == 0 else AS_NOBODY.replace("os.setuid(65534)\n", "")
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(0o755)
    (tmp_path / "closed").chmod(0)
    (tmp_path / "secret.py").chmod(0)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=repository,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "open.py",
        "secret.py|unreadable|cannot be read: Permission denied",
        "closed|unreadable|cannot be read: Permission denied",
    ]


def test_a_link_that_is_named_is_followed(tmp_path: Path) -> None:
    fill(tmp_path, "folder/a.py", "b.py")
    (tmp_path / "file.py").symlink_to("b.py")
    (tmp_path / "named").symlink_to("folder")
    (tmp_path / "broken").symlink_to("nowhere")
    walk = Walk(tmp_path)
    assert list(find_files(walk, [Path("file.py"), Path("b.py"), Path("named")])) == ["b.py", "named/a.py"]
    assert read_file(walk.whole("b.py"), "b.py") == CODE
    with pytest.raises(FileNotFoundError):
        list(find_files(walk, [Path("broken")]))


# --- reading


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as writing:
        writing.write(b"x" * 100_000)
        writing.truncate(1_000_000_000)
    assert read_file(str(file), "huge.json") == Skipped("huge.json", "large", "is larger than 5 MB")


def test_a_large_file_that_is_no_text_is_only_counted(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x7fELF\0" + b"x" * 300)
    assert why(read_file(str(tmp_path / "a.bin"), "a.bin", 100)) == "binary"


def test_a_file_of_just_the_size(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    for size in (0, 1, 65_535, 65_536, 65_537, 199_999, 200_000):
        file.write_bytes(b"x" * size)
        assert read_file(str(file), "a.py", 200_000) == b"x" * size
    file.write_bytes(b"x" * 200_001)
    assert why(read_file(str(file), "a.py", 200_000)) == "large"


def test_a_file_that_says_it_is_empty_is_read_to_its_end_or_the_limit() -> None:
    read = read_file("/proc/self/status", "status")
    assert isinstance(read, bytes)
    assert b"Pid:" in read
    assert why(read_file("/proc/self/status", "status", 100)) == "large"


@pytest.mark.parametrize(
    "data",
    [
        b"\xcf\xfa\xed\xfe\x07\0\0\x01",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0\0\0",
        b"\0" * 5000,
    ],
)
def test_what_is_no_text_is_left_out(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    assert why(read_file(str(tmp_path / "a"), "a")) == "binary"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8", "utf-8-sig"])
def test_every_encoding_of_unicode_is_text(tmp_path: Path, encoding: str) -> None:
    text = "// Küche, 日本\nvar url = '/axis-cgi/date.cgi';\n" * 40
    data = text.encode(encoding)
    if encoding == "utf-32":
        assert data[:2] == b"\xff\xfe"
    (tmp_path / "a.js").write_bytes(data)
    read = read_file(str(tmp_path / "a.js"), "a.js")
    assert isinstance(read, bytes)
    assert read.decode("utf-8-sig") == text


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff.py"
    Path(os.fsdecode(raw)).write_bytes(CODE)
    (path,), _ = listed(tmp_path)
    assert read_file(str(tmp_path / path), path) == CODE
