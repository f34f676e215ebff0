"""Commands with odd arguments, in odd places, on a damaged checkout: what must hold all the same."""

import atexit
import json
import multiprocessing
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory, mkdtemp

from hypothesis import strategies as st

import portal.cli
from tests.fuzz.damage import CHANGE, DAMAGE, FORGED, HOSTILE, copy_whole, look
from tests.fuzz.forked import Ended, Place, Typist, run

COMMANDS = tuple(
    tuple(shlex.split(line))
    for line in """
portal --version
portal check
portal check --format github
portal check --root . --as-of 2027-06-01 --today 2027-06-01 --format json
portal ids
portal ids --check --root .
portal format
portal format --check data/products.yml data/changes
portal apply network-filter-removal --because "It came." --source forum-2024 --today 2027-06-01
portal came network-filter-removal 11.0 --because "It came early." --source forum-2024 --happened 2024-07 \
--today 2027-06-01
portal move network-filter-removal 13.0 --because "It takes longer." --source forum-2024 --today 2027-06-01
portal move network-filter-removal 13.0 --today 2027-06-01
portal unconfirmed network-filter-removal --because "Nobody says so." --source forum-2024 --today 2027-06-01
portal unconfirmed network-filter-removal
portal withdraw network-filter-removal --because "It stays." --source forum-2024 --dry-run --today 2027-06-01
portal withdraw network-filter-removal --root .
portal release 12.0 --out --date 2024-09-17 --apply all --source forum-2024 --because "It is out." \
--today 2027-06-01
portal release 12.0 --out --moved-to 13.0 network-filter-removal --source forum-2024 --because "It came." \
--today 2027-06-01
portal release 12.0 --out --today 2027-06-01
portal source forum-2024 --seen 2026-11-25 --today 2027-06-01
portal source forum-2024 --root .
portal new change --title "x.cgi removed" --summary Gone. --version 12.0 --area api --kind removal \
--id new-one --applies-to upgrade --today 2027-06-01 --status planned --why Old. --impact Gone. \
--action Move. --source forum-2024 --consequence app-breaks
portal new change --title "x.cgi removed" --version 12.0 --area api --kind removal --id new-one
portal new release --version 12.1 --state scheduled --date 2027-09 --summary "A release." --source forum-2024
portal new source --title "A post" --publisher third-party --date 2026-09 --read excerpt --note "One page." \
--url https://a.test/ --edition 7 --id new-one --seen 2026-11-25
portal new product --name "AXIS Z1" --kind device --id new-one --alias Z1 --dry-run
portal new product --kind device --id new-one
portal plan 11.0 12.0
portal plan 11.0 12.0 --factory-reset --web --area api --product s3008 --uses "SMB 1.0" --format json --root .
portal plan 11.0 12.0 --format markdown --catalog ../published/api/v1/plan.json
portal support 11.0 --catalog ../published/api/v1/support.json
portal scan code --jobs 1
portal scan . --jobs 1 --format github --catalog ../published/api/v1/scan.json
portal scan . --jobs 1 --format sarif --from 11.0 --to 12.0 --fail-on any --root . --baseline baseline.json
portal scan code --jobs 1 --format json --all --max-size 1
portal scan code --jobs 2 --format markdown --catalog ../published/api/v1/scan.json
portal scan code --jobs 1 --write-baseline new.json
portal fleet . --to 12.0 --format html --names
portal fleet devices --to 12.0 --format json --catalog ../published/api/v1
portal diff
portal diff main --write-baseline
portal diff ../published --format json --root .
portal diff ../published/api/v1/manifest.json --format markdown --preview https://a.test/ --as-of 2027-06-01
macros.publish --keep 2 --root . --commit 0000000000000000000000000000000000000000
macros.publish --roll-back
""".replace("\\\n", "")
    .strip()
    .splitlines()
)
PLACES = {
    "shell": Place(),
    "GitHub": Place({"GITHUB_ACTIONS": "true", "COLUMNS": "x"}),
    "narrow": Place({"COLUMNS": "1", "HOME": "/nowhere"}),
    "ASCII": Place(encoding="ascii"),
    "C": Place({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, anew=True),
    "full disk": Place(stdout="/dev/full"),
    "closed output": Place(closed=(1,)),
    "closed errors": Place(closed=(2,)),
    "all closed": Place(closed=(0, 1, 2), anew=True),
}
# What each may write where, and what is a file that it forgot
_EDITORS = ("apply", "came", "format", "move", "new", "release", "source", "unconfirmed", "withdraw")
_EDITED = r"data/(changes/|releases/)?[^./][^/]*\.yml"
_WRITES = {
    **dict.fromkeys(_EDITORS, _EDITED),
    "ids": "schema/authored/ids.schema.json",
    "diff": "schema/published/v1/baseline.json",
    "scan": "[^/.][^/]*",
    "macros.publish": r"site|build(/lock|/(site-\d+|templates)(/.*)?)?",
}
_OWN = re.compile(r"::(error|warning|notice)( [a-zA-Z]+=[^,:]*(,[a-zA-Z]+=[^,:]*)*)?::")
_EDIT = b"# edited meanwhile\n"
_WORDS = sorted({word for command in COMMANDS for word in command[1:]})


@dataclass(frozen=True)
class Case:
    """A command and where it runs; what is damaged, what is typed, and which file is edited meanwhile."""

    command: tuple[str, ...]
    place: str = "shell"
    damage: tuple[tuple[str, str, int], ...] = ()
    answers: tuple[str, ...] | None = None
    meanwhile: str = ""

    def __str__(self) -> str:
        """Return it as a file of `corpus/` has it."""
        return json.dumps(asdict(self))


def read_case(data: bytes) -> Case:
    fields = json.loads(data)
    fields["damage"] = tuple(map(tuple, fields.get("damage", ())))
    return Case(**{**fields, "command": tuple(fields["command"])})


@st.composite
def _commands(draw: st.DrawFn) -> tuple[str, ...]:
    """Draw a command that works, with up to three words replaced, put in, or left out."""
    words = list(draw(st.sampled_from(COMMANDS)))
    odd = st.sampled_from(HOSTILE[:-1]) | st.sampled_from(_WORDS)
    for way in draw(st.lists(st.sampled_from(("replace", "put in", "leave out")), max_size=3)):
        place = len(words) - draw(st.integers(0, len(words) - 1))
        words[place : place + (way != "put in")] = [] if way == "leave out" else [draw(odd)]
    return tuple(words)


CASES = st.builds(
    Case,
    _commands(),
    st.just("shell") | st.sampled_from(sorted(PLACES)),
    st.lists(
        st.tuples(st.sampled_from(sorted(DAMAGE)), st.sampled_from(HOSTILE), st.integers(0, 999)), max_size=2
    ).map(tuple),
    st.none() | st.lists(st.sampled_from((*HOSTILE[:-1], *_WORDS, "\x03")), max_size=4).map(tuple),
    st.sampled_from(("", CHANGE, "data/products.yml", "data/changes/new-one.yml")),
)


def check_case(case: Case) -> None:
    """Run a case where a process can fork. Raises `AssertionError` for what does not hold."""
    fault = _worker().submit(find_fault, case).result()
    assert not fault, f"{fault}\n{case}"


@cache
def _worker() -> ProcessPoolExecutor:
    """Return the process that forks: it has no threads, and the modules that commands need."""
    folder = mkdtemp(prefix="fuzz-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin, (folder,))


def _begin(folder: str) -> None:
    tempfile.tempdir = folder
    verbs = [module.name for module in iter_modules(portal.cli.__path__, "portal.cli.")]
    for name in (*verbs, "mkdocs.commands.build", "macros.after"):
        import_module(name)


def find_fault(case: Case) -> str:
    """Run a case, and return what does not hold, nothing if all does."""
    with TemporaryDirectory(prefix="fuzz-") as folder:
        root = copy_whole(Path(folder).resolve() / "space")
        for what, text, number in case.damage:
            with suppress(OSError):  # it cannot be damaged in both ways
                DAMAGE[what](root, text, number)
        before = look(root.parent)
        edited: list[str] = []

        def edit() -> None:
            with suppress(OSError), (root / case.meanwhile).open("ab") as file:
                file.write(_EDIT)
                edited.append(f"checkout/{case.meanwhile}")

        typist = None if case.answers is None else Typist(list(case.answers), edit)
        ended = run(case.command, root, PLACES[case.place], typist)
        with suppress(OSError):
            (root / "data/changes").chmod(0o700)
        try:
            _judge_words(case, ended)
            after = look(root.parent)
            lost = [path for path in edited if _EDIT not in os.fsencode(after.get(path, ""))]
            assert not lost, f"a lost edit of {lost}"
            changed = {path for path in {**before, **after} if before.get(path) != after.get(path)}
            _judge_files(case, ended, changed.difference(edited), before)
        except AssertionError as fault:
            return f"{fault}\n{ended.code}\n{ended.out[-2000:]!r}\n{ended.err[-3000:]!r}"
    return ""


def _judge_words(case: Case, ended: Ended) -> None:
    place, code = PLACES[case.place], ended.code
    assert code is not None, "it does not end"
    try:
        out, err = (text.decode(place.encoding) for text in (ended.out, ended.err))
    except UnicodeDecodeError as error:
        raise AssertionError(f"it does not print text: {error}") from None
    assert "Traceback" not in out + err, "a traceback"
    assert "Exception ignored" not in err, "an exception at its end"
    assert "a fault of this program" not in err, "a traceback in a sentence"
    assert code in (0, 1, 2, 3, 130), "a code that is none of ours"
    publishes = case.command[0] == "macros.publish"
    findings = err if publishes else out
    said = {0: True, 1: findings, 2: err, 3: findings, 130: err}[code]
    assert said or place.closed, f"code {code} without a word"
    may_be_silent = "ids" in case.command or (publishes and code == 1)
    assert code in (2, 130) or not place.stdout or may_be_silent, "lost output, and it does not fail"
    for line in map(str.lstrip, re.split("[\r\n]", f"{out}\n{err}")):
        own = _OWN.match(line)
        assert own or not (line.startswith("::") or "##[" in line), f"a forged command: {line}"
        assert not line.startswith(FORGED[:22]), f"a forged command: {line}"
    if (
        code in (0, 1, 3)
        and out
        and {"json", "sarif"} & set(case.command)
        and "--write-baseline" not in case.command
    ):
        try:
            json.dumps(json.loads(out, parse_constant=_refuse), ensure_ascii=False).encode()
        except ValueError as error:
            raise AssertionError(f"JSON that strict readers refuse: {error}") from None


def _refuse(text: str) -> None:
    raise ValueError(text)


def _judge_files(case: Case, ended: Ended, changed: Collection[str], before: Collection[str]) -> None:
    verb = next((word for word in case.command if word in _WRITES), "")
    for path in changed:
        own = re.fullmatch(f"checkout/({_WRITES.get(verb, '-')})", path, re.DOTALL)
        assert own, f"a file that is not its own is changed or left: {path}"
        assert path not in before or verb != "macros.publish", f"what is not its own is replaced: {path}"
    if _WRITES.get(verb) == _EDITED and changed and not PLACES[case.place].stdout:
        assert ended.code == 0 or verb == "format", f"it fails, and yet writes {changed}"
        names = [path.removeprefix("checkout/").encode() for path in changed]
        assert 1 in PLACES[case.place].closed or all(name in ended.out for name in names), (
            f"{names} in silence"
        )
