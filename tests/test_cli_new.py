"""`portal new`: what it asks, what it writes, and when it writes nothing."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.writing.questions import propose_id, propose_product_id
from tests.commands import Command, Result
from tests.editing import TODAY, data_of, fail_to_write, problems_of, value_of

CHANGE = {
    "title": "example.cgi removed",
    "summary": "`example.cgi` is gone.",
    "version": "12.0",
    "area": "api",
    "kind": "removal",
    "applies-to": "upgrade",
    "source": "portal-2024-06",
}
FILE = "data/changes/example-cgi-removal.yml"
WRITTEN = """\
# yaml-language-server: $schema=../../schema/authored/change.schema.json
id: example-cgi-removal
title: example.cgi removed
summary: "`example.cgi` is gone."
area: api
kind: removal
status: planned
version: "12.0"
applies_to: upgrade
# Why the vendor introduces it. `unknown: true` with a `note` where no source gives a reason.
why:
  unknown: true
  note: Not written down here yet.
# How it can affect a reader: who is affected, and what they see. `unknown: true` with a `note`
# where no source says.
impact:
  unknown: true
  note: Not written down here yet.
# What to do, concretely: the replacement, the setting to change, the track to stay on. `unknown:
# true` with a `note` where no source offers anything.
action:
  unknown: true
  note: Not written down here yet.
history:
  - date: "2027-06-01"
    event: recorded
    version: "12.0"
    status: planned
    sources:
      - portal-2024-06
"""
NEXT = """\
data/changes/example-cgi-removal.yml is written
Next:
  open it, and fill in what is still unknown; `surface` names what code or configuration would use
  make check   says what is wrong
  make serve   shows its page, and again after each change
  then commit it on a branch and open a pull request
"""


class Keyboard(io.StringIO):
    """What an editor types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def new(capsys: pytest.CaptureFixture[str], sample_root: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(sample_root)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return Command(capsys, "new")


@pytest.fixture
def typing(new: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Calls the command at a terminal; the lines are what the editor types."""

    def call(*arguments: object, lines: list[str]) -> Result:
        monkeypatch.setattr("sys.stdin", Keyboard("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        return new(*arguments)

    return call


def options(answers: dict[str, str]) -> list[str]:
    return [part for name, answer in answers.items() for part in (f"--{name}", answer)]


def change(**answers: str) -> list[str]:
    return ["change", *options(CHANGE | answers), "--today", TODAY]


# --- a change


def test_a_change_with_only_what_is_required(new: Command, sample_root: Path) -> None:
    before = data_of(sample_root)
    assert new(*change()) == (0, NEXT, "")
    after = data_of(sample_root)
    assert after.pop(FILE).decode() == WRITTEN
    assert after == before
    assert problems_of(sample_root) == []


def test_what_is_known_takes_the_place_of_what_is_not(new: Command, sample_root: Path) -> None:
    known = {"why": "It is old.", "impact": "It fails. " * 20, "action": "`x`: use y."}
    assert new(*change(**known)).code == 0
    value = value_of(sample_root, FILE)
    assert {name: value[name] for name in known} == {name: text.strip() for name, text in known.items()}
    text = (sample_root / FILE).read_text("utf-8")
    assert (text.count("#"), "unknown" in text) == (1, False)
    assert problems_of(sample_root) == []


def test_whom_it_hits_may_be_unknown(new: Command, sample_root: Path) -> None:
    assert new(*change(**{"applies-to": "unknown"})).code == 0
    text = (sample_root / FILE).read_text("utf-8")
    assert "notes:\n  - kind: gap\n    text: No source says" in text
    assert problems_of(sample_root) == []


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"version": "11.0"}, "applied"),
        ({"version": "12.0"}, "planned"),
        ({"version": "12"}, "planned"),
        ({"version": "11"}, "applied"),
        ({"version": "11", "status": "planned"}, "planned"),
        ({"version": '"12.0"'}, "planned"),
    ],
)
def test_its_status_is_as_that_of_its_release(
    new: Command, sample_root: Path, answers: dict[str, str], status: str
) -> None:
    assert new(*change(**answers)).code == 0
    text = (sample_root / FILE).read_text("utf-8")
    assert (text.count(f"status: {status}\n"), text.count("status: ")) == (2, 2)
    assert problems_of(sample_root) == []


def test_dry_run_prints_the_file(new: Command, sample_root: Path) -> None:
    before = data_of(sample_root)
    assert new(*change(), "--dry-run") == (0, WRITTEN, "")
    assert data_of(sample_root) == before


def test_it_asks_for_what_is_missing(typing: Callable[..., Result], sample_root: Path) -> None:
    lines = [
        "example.cgi removed",
        "`example.cgi` is gone.",
        "12.0",
        "api",
        "removal",
        "upgrade",
        "",
        "portal-2024-06",
        "",
    ]
    result = typing("change", "--today", TODAY, lines=lines)
    assert (result.code, result.out) == (0, NEXT)
    assert (sample_root / FILE).read_text("utf-8") == WRITTEN
    assert "title: One line that says what changes" in result.err
    assert "One of: security, edge-storage, api." in " ".join(result.err.split())
    assert result.err.endswith("[example-cgi-removal] > ")
    assert result.err.count("> ") == 9
    assert "kind: What sort of change it is.\n    removal: Something is taken away.\n" in result.err
    assert "\n    library-2024: VAPIX Library, May 2024\n" in result.err


def test_it_asks_only_for_what_is_missing(typing: Callable[..., Result], sample_root: Path) -> None:
    result = typing(*change(), "--id", "another-id", "--consequence", "app-breaks", lines=[])
    assert (result.code, result.err) == (0, "")
    assert (sample_root / "data/changes/another-id.yml").exists()


def test_it_asks_again_until_an_answer_can_stand(typing: Callable[..., Result], sample_root: Path) -> None:
    told = {name: text for name, text in CHANGE.items() if name not in {"title", "version", "area", "kind"}}
    lines = [
        "",
        "DATE.CGI removed",
        "example.cgi removed",
        *("12.7", "soon", '"12.0"'),
        *("apis", "api"),
        *("remove", "removal"),
        "",
        *("date-cgi-removal", "Not An Id", "../x", ""),
    ]
    result = typing("change", *options(told), "--today", TODAY, lines=lines)
    assert result.code == 0
    for said in (
        "an answer is needed",
        "DATE.CGI removed is there already: data/changes/date-cgi-removal.yml",
        "12.7 is not a release",
        '"soon" is not of the right form',
        '"apis" is not an area',
        '"remove" is not a value it can have\n    did you mean removal?',
        "date-cgi-removal is there already: data/changes/date-cgi-removal.yml",
        '"Not An Id" is not of the right form',
        '"../x" is not of the right form',
    ):
        assert f"    {said}" in result.err
    assert (sample_root / FILE).read_text("utf-8") == WRITTEN


def test_it_can_be_stopped(typing: Callable[..., Result], sample_root: Path) -> None:
    before = data_of(sample_root)
    code, out, err = typing("change", lines=["A title"])  # and then Ctrl-D
    assert (code, out) == (130, "")
    assert err.endswith("portal new change: stopped; nothing is written\n")
    assert data_of(sample_root) == before


def test_it_can_be_interrupted(
    typing: Callable[..., Result], sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: Keyboard) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Keyboard, "readline", interrupt)
    before = data_of(sample_root)
    code, out, err = typing("change", lines=[])
    assert (code, out, err.endswith("stopped; nothing is written\n")) == (130, "", True)
    assert data_of(sample_root) == before


def test_without_a_terminal_it_names_what_is_missing(new: Command, sample_root: Path) -> None:
    before = data_of(sample_root)
    code, out, err = new("change", "--title", "x", "--area", "api")
    assert (code, out) == (2, "")
    named = [line.split(": ")[1] for line in err.splitlines() if line.startswith("portal new change: ")]
    assert named == ["--summary", "--version", "--kind", "--applies-to", "--source"]
    assert "portal new change: --kind: is missing\n    removal, deprecation, " in err
    options = "--summary ... --version ... --kind ... --applies-to ... --source ..."
    assert err.endswith(f'; with make: make new ARGS="change {options}"\n')
    assert data_of(sample_root) == before


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"id": "date-cgi-removal"}, "--id: date-cgi-removal is there already: data/changes/date-cgi"),
        ({"title": "date.cgi removed"}, "--title: date.cgi removed is there already"),
        ({"title": "Date.CGI is removed"}, "--id: date-cgi-removal is there already"),
        ({"id": "../../evil"}, '--id: "../../evil" is not of the right form'),
        ({"id": "Évil"}, '--id: "Évil" is not of the right form'),
        ({"id": "11"}, '--id: "11" is not of the right form'),
        ({"title": "2024: 11"}, '--id: "2024-11" is not of the right form'),
        ({"title": "x" * 101}, "--title: "),
        ({"title": "two\nlines"}, "--title: "),
        ({"title": ""}, "--title: is missing"),
        ({"title": "日本"}, "portal new change: --id: is missing"),
        ({"summary": "bell \x07"}, "--summary: "),
        ({"version": "12.7"}, "--version: 12.7 is not a release\n    known releases near it: 11.11, 12.0"),
        ({"version": "99"}, "--version: 99 is not a release"),
        ({"version": "soon"}, '--version: "soon" is not of the right form'),
        ({"area": "apis"}, '--area: "apis" is not an area\n    areas are security, edge-storage, api'),
        ({"kind": "removed"}, '--kind: "removed" is not a value it can have\n    did you mean removal?'),
        ({"applies-to": "all"}, '--applies-to: "all" is not a value it can have'),
        ({"status": "applied"}, "status: applied, but 12.0 is scheduled"),
        ({"status": "withdrawn"}, "history[0].status: "),
        (
            {"source": "portal"},
            '--source: "portal" is not a source of data/sources.yml\n    did you mean portal-',
        ),
        ({"consequence": "bad"}, '--consequence: "bad" is not a value it can have'),
    ],
    ids=str,
)
def test_wrong_answers(new: Command, sample_root: Path, answers: dict[str, str], message: str) -> None:
    before = data_of(sample_root)
    code, out, err = new(*change(**answers))
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert data_of(sample_root) == before


def test_all_wrong_answers_are_told_at_once(new: Command) -> None:
    code, _, err = new(*change(area="x", kind="x", version="x"))
    assert (code, err.count("portal new change: --")) == (2, 3)


@pytest.mark.parametrize("arguments", [(), ("page",), ("change", "--nothing")])
def test_wrong_use(new: Command, arguments: tuple[str, ...]) -> None:
    code, out, err = new(*arguments)
    assert (code, out, err.startswith("usage: ")) == (2, "", True)


def test_help_tells_every_option(new: Command) -> None:
    code, out, _ = new("change", "--help")
    assert (code, [name for name in CHANGE if f"--{name} TEXT" not in out]) == (0, [])


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_failing_write_leaves_nothing(
    new: Command, sample_root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = data_of(sample_root)
    fail_to_write(monkeypatch, "example-cgi", step)
    code, out, err = new(*change())
    assert (code, out, err.endswith("No space left on device\n")) == (2, "", True)
    assert data_of(sample_root) == before


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("date.cgi removed", "date-cgi-removal"),
        ("Support for TLS 1.0 and 1.1 is removed", "support-tls-1-0-1-1-removal"),
        ("UPnP disabled by default", "upnp-disabled-by-default"),
        ("Überblick: `c_d`", "uberblick-c-d"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 70, ""),
        ("№ 日本", "no"),
        ("of the", ""),
    ],
)
def test_an_id_is_made_from_the_title(title: str, wanted: str) -> None:
    assert propose_id(title) == wanted


# --- a release

RELEASE = (
    "release",
    "--version",
    "12.1",
    "--state",
    "scheduled",
    "--source",
    "portal-2024-06",
    "--today",
    TODAY,
)
RELEASE_FILE = "data/releases/12.1.yml"
RELEASE_WRITTEN = """\
# yaml-language-server: $schema=../../schema/authored/release.schema.json
version: "12.1"
schedule:
  - track: active
    dates:
      - id: "6"
        recorded: "2027-06-01"
        state: scheduled
        sources:
          - portal-2024-06
"""


def test_a_release_without_a_date(new: Command, sample_root: Path) -> None:
    before = data_of(sample_root)
    said = "data/releases/12.1.yml is written\nNext: make check, make serve\n"
    assert new(*RELEASE) == (0, said, "")
    after = data_of(sample_root)
    assert after.pop(RELEASE_FILE).decode() == RELEASE_WRITTEN
    assert after == before
    assert problems_of(sample_root) == []


def test_a_release_with_all_that_is_known(new: Command, sample_root: Path) -> None:
    code, *_ = new(*RELEASE, "--source", "forum-2024", "--date", "2024-12", "--summary", "A release: it is.")
    assert code == 0
    wanted = RELEASE_WRITTEN.replace("schedule:", 'summary: "A release: it is."\nschedule:')
    wanted = wanted.replace("        sources:", '        date: "2024-12"\n        sources:')
    assert (sample_root / RELEASE_FILE).read_text("utf-8") == wanted + "          - forum-2024\n"
    assert problems_of(sample_root) == []


def test_a_release_is_asked_for(typing: Callable[..., Result], sample_root: Path) -> None:
    lines = ["12.0", "12.1", "scheduled", "sometime", "2024-12", "", "forum", "forum-2024, portal-2024-06"]
    result = typing("release", "--today", TODAY, lines=lines)
    assert result.code == 0
    assert "12.0 is there already: data/releases/12.0.yml" in result.err
    assert "    released: The release is out on this track.\n" in result.err
    assert '"sometime" is not of the right form' in result.err
    assert '"forum" is not a source of data/sources.yml\n    did you mean forum-2024?' in result.err
    (row,) = value_of(sample_root, RELEASE_FILE)["schedule"]
    assert row["dates"] == [
        {"id": "6", "recorded": TODAY, "state": "scheduled", "date": "2024-12",
         "sources": ["forum-2024", "portal-2024-06"]},
    ]  # fmt: skip
    assert problems_of(sample_root) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--version", "12.0", "--state", "scheduled"), "--version: 12.0 is there already"),
        (("--version", "12", "--state", "scheduled"), '--version: "12" is not of the right form'),
        (("--version", "../1", "--state", "scheduled"), "--version: "),
        (("--version", "12.1"), "--state: is missing"),
        (("--version", "12.1", "--state", "out"), '--state: "out" is not a value it can have'),
        (("--version", "12.1", "--state", "scheduled", "--date", "2024-13"), "--date: "),
    ],
)
def test_a_wrong_release(new: Command, sample_root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = data_of(sample_root)
    code, out, err = new("release", *arguments, "--today", TODAY)
    assert (code, out, message in err) == (2, "", True)
    assert data_of(sample_root) == before


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_release_is_written_whole_or_not_at_all(
    new: Command, sample_root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = data_of(sample_root)
    fail_to_write(monkeypatch, "12.1.yml", step)
    assert new(*RELEASE, "--date", "2024-12").code == 2
    assert data_of(sample_root) == before


# --- a product


def test_a_product(new: Command, sample_root: Path) -> None:
    before = data_of(sample_root)
    code, out, err = new("product", "--name", "AXIS P9999-LV", "--kind", "device")
    assert (code, err) == (0, "")
    assert out.startswith("data/products.yml is written\n")
    after = data_of(sample_root)
    item = "  - id: p9999-lv\n    name: AXIS P9999-LV\n    kind: device\n"
    assert after["data/products.yml"].decode() == before["data/products.yml"].decode() + item
    assert problems_of(sample_root) == []


def test_a_product_may_have_other_names(new: Command, sample_root: Path) -> None:
    aliases = ("--alias", "AXIS P9999-LV Mk I", "--alias", "P9999, old")
    assert new("product", "--name", "AXIS P9999-LV", "--kind", "device", *aliases).code == 0
    written = value_of(sample_root, "data/products.yml")["products"][-1]
    assert written["aliases"] == ["AXIS P9999-LV Mk I", "P9999, old"]
    assert problems_of(sample_root) == []


def test_a_product_is_asked_for(typing: Callable[..., Result], sample_root: Path) -> None:
    result = typing("product", lines=["AXIS S3008", "camera", "device", "", "s3008-b"])
    assert result.code == 0
    assert "s3008 is there already: data/products.yml" in result.err
    assert '"camera" is not a value it can have' in result.err
    assert (
        b"  - id: s3008-b\n    name: AXIS S3008\n    kind: device\n"
        in data_of(sample_root)["data/products.yml"]
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--name", "AXIS S3008", "--kind", "device"), "--id: s3008 is there already: data/products.yml"),
        (("--name", "AXIS X1", "--kind", "camera"), '--kind: "camera" is not a value it can have'),
        (("--kind", "device"), "--name: is missing"),
        (("--name", "AXIS X1", "--kind", "device", "--id", "X 1"), '--id: "X 1" is not of the right form'),
    ],
)
def test_a_wrong_product(new: Command, sample_root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = data_of(sample_root)
    code, out, err = new("product", *arguments)
    assert (code, out, message in err) == (2, "", True)
    assert data_of(sample_root) == before


# --- a source

SOURCE = (
    "source",
    "--title",
    "Release notes, 12.1",
    "--publisher",
    "vendor",
    "--date",
    "2024-11",
    "--read",
    "whole",
)
SOURCES = "data/sources.yml"


def test_a_source(new: Command, sample_root: Path) -> None:
    before = data_of(sample_root)
    more = ("--url", "https://vendor.example/12.1", "--edition", "12.1.60", "--note", "The list of changes.")
    code, out, err = new(*SOURCE, *more, "--today", TODAY)
    assert (code, err) == (0, "")
    assert out.startswith("data/sources.yml is written\n")
    after = data_of(sample_root)
    assert after.pop(SOURCES).decode() == before.pop(SOURCES).decode() + (
        "  - id: release-notes-12-1\n    title: Release notes, 12.1\n    publisher: vendor\n"
        "    url: https://vendor.example/12.1\n    edition: 12.1.60\n"
        '    date: "2024-11"\n    seen: "2027-06-01"\n    read: whole\n    note: The list of changes.\n'
    ).replace("edition: 12.1.60", 'edition: "12.1.60"')
    assert after == before
    assert problems_of(sample_root) == []


def test_a_source_is_asked_for(typing: Callable[..., Result], sample_root: Path) -> None:
    lines = [
        "A forum",
        "somebody",
        "third-party",
        "2024-13",
        "2024-12",
        "whole",
        "",
        "",
        "",
        "forum-2024",
        "",
    ]
    result = typing("source", "--today", TODAY, "--seen", "2027-05-31", lines=lines)
    assert result.code == 0
    assert "    third-party: Anybody else.\n" in result.err
    assert "forum-2024 is there already: data/sources.yml" in result.err
    assert value_of(sample_root, SOURCES)["sources"][-1] == {
        "id": "forum", "title": "A forum", "publisher": "third-party", "date": "2024-12",
        "seen": "2027-05-31", "read": "whole",
    }  # fmt: skip
    assert problems_of(sample_root) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--id", "forum-2024"), "--id: forum-2024 is there already: data/sources.yml"),
        (("--publisher", "me"), '--publisher: "me" is not a value it can have'),
        (("--url", "ftp://x"), "--url: "),
        (("--seen", "2027"), "--seen: "),
    ],
)
def test_a_wrong_source(new: Command, sample_root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = data_of(sample_root)
    code, out, err = new(*SOURCE, *arguments)
    assert (code, out, message in err) == (2, "", True)
    assert data_of(sample_root) == before


@pytest.mark.parametrize(
    ("name", "wanted"), [("AXIS P3265-LV", "p3265-lv"), ("axis  T6101 ", "t6101"), ("Axis", "axis")]
)
def test_the_id_of_a_product_is_its_number(name: str, wanted: str) -> None:
    assert propose_product_id(name) == wanted
