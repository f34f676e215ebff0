"""The scripts of the workflows, run against a stand-in for GitHub."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
import yaml
from cmarkgfm.cmark import Options
from lxml import html

from portal.history.comment import MARK
from tests.conftest import REPOSITORY
from tests.repository import WHO, commit_all, git
from tests.reviewing.conftest import SCRIPTS, SHELL, Forge

SHA = "5f0c" * 10
BOT = {"login": "github-actions[bot]"}
TEXT = f"{MARK}\n## The contract is kept\n\nA $(touch hacked) `touch hacked` \"; touch hacked; 'é\n"
PREVIEW = "https://code.example/owner/portal/actions/runs/17#artifacts"
LINK = f"[Look at the pages](<{PREVIEW}>)"
HEAD = {"HEAD_SHA": SHA, "HEAD_OWNER": "somebody", "HEAD_BRANCH": "x$(touch hacked);#&y", "RUN": "17"}


# --- the comment


def pull_requests(*numbers: Any) -> list[dict[str, Any]]:
    return [{"number": number, "head": {"sha": SHA}} for number in numbers]


def comments(*texts: tuple[dict[str, str], str]) -> list[dict[str, Any]]:
    return [{"id": 100 + at, "user": user, "body": body} for at, (user, body) in enumerate(texts)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "work"
    found.mkdir()
    return found


def posted(text: str) -> str:
    """Return what is posted of a text that has nothing but text in it."""
    return text.replace(f"{MARK}\n", f"{MARK}\n{LINK}\n\n", 1)


def post(forge: Forge, folder: Path) -> subprocess.CompletedProcess[str]:
    done = forge.run("bash", str(SCRIPTS / "comment.sh"), cwd=folder, **HEAD)
    assert list(folder.iterdir()) == []
    return done


def test_there_is_no_comment_yet(forge: Forge, folder: Path) -> None:
    forge.answer({"/pulls": pull_requests(7), "/7/comments?": [], "POST": {"html_url": "https://a.example/"}})
    forge.upload(TEXT)
    done = post(forge, folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "https://a.example/\n", "")
    (call,) = forge.writes()
    assert call.arguments[1:4] == ["--method", "POST", "repos/owner/portal/issues/7/comments"]
    assert call.body == posted(TEXT)


def test_the_pull_request_is_looked_up_by_what_github_says_of_the_run(forge: Forge, folder: Path) -> None:
    forge.answer({"/pulls": [{"number": 6, "head": {"sha": "0" * 40}}, *pull_requests(7)]})
    forge.upload(TEXT)
    assert post(forge, folder).returncode == 0
    asked, fetched, *_ = (call.arguments for call in forge.calls())
    assert "head=somebody:x$(touch hacked);#&y" in asked
    assert fetched[:5] == ["run", "download", "17", "--repo", "owner/portal"]
    assert "repos/owner/portal/issues/7/comments" in forge.writes()[0].arguments


def test_there_is_one(forge: Forge, folder: Path) -> None:
    known = comments(({"login": "somebody"}, TEXT), (BOT, "Another"), (BOT, f"{MARK}\nold"), (BOT, TEXT))
    forge.answer({"/pulls": pull_requests(7), "/7/comments?": known})
    forge.upload(TEXT)
    assert post(forge, folder).returncode == 0
    (call,) = forge.writes()
    assert call.arguments[1:4] == ["--method", "PATCH", "repos/owner/portal/issues/comments/102"]
    assert call.body == posted(TEXT)


def test_only_others_have_written_one(forge: Forge, folder: Path) -> None:
    known = comments(({"login": "somebody"}, TEXT), (BOT, f"Look: {MARK}"))
    forge.answer({"/pulls": pull_requests(7), "/7/comments?": known})
    forge.upload(TEXT)
    assert post(forge, folder).returncode == 0
    assert "POST" in forge.writes()[0].arguments


def test_the_commit_was_replaced(forge: Forge, folder: Path) -> None:
    forge.answer({"/pulls": [{"number": 7, "head": {"sha": "0" * 40}}]})
    done = post(forge, folder)
    assert (done.returncode, done.stdout) == (
        0,
        f"No open pull request is at {SHA}: there is nothing to do.\n",
    )
    assert len(forge.calls()) == 1


@pytest.mark.parametrize(
    "number", ["7; touch hacked", "-1", "0", "7/../8", "$(touch hacked)", "12345678901", "é"]
)
def test_a_number_that_is_none(forge: Forge, folder: Path, number: str) -> None:
    forge.answer({"/pulls": pull_requests(number)})
    forge.upload(TEXT)
    done = post(forge, folder)
    assert (done.returncode, forge.writes()) == (1, [])
    assert done.stdout == "::error::The number of the pull request is none. Nothing is posted.\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A comment", "The comment does not begin with"),
        ("", "The comment does not begin with"),
        (f" {TEXT}", "The comment does not begin with"),
        (f"{MARK}\n{'x' * 65_536}", "The comment is too long"),
        (f"{MARK}\n{'é' * 65_536}", "The comment is too long"),
        (f"{MARK}\n{'x' * 300_000}", "The comment is too long"),
        (f"{MARK}\n{'@a' * 30_000}", "The comment is too long"),
        (f"{MARK}\n{chr(0xDCFF) * 300_000}", "The comment is too long"),  # bytes that are no letters
    ],
)
def test_a_text_that_is_no_comment_of_ours(forge: Forge, folder: Path, text: str, message: str) -> None:
    forge.answer({"/pulls": pull_requests(7)})
    forge.upload(text)
    done = post(forge, folder)
    assert (done.returncode, forge.writes()) == (1, [])
    assert done.stdout.startswith(f"::error::{message}")


@pytest.mark.parametrize("kind", ["link", "folder", "none"])
def test_no_plain_file(forge: Forge, folder: Path, kind: str) -> None:
    forge.answer({"/pulls": pull_requests(7)})
    made = forge.upload(TEXT)
    made.rename(made.with_name("other.md"))
    if kind == "link":
        made.symlink_to("other.md")
    elif kind == "folder":
        made.mkdir()
    done = post(forge, folder)
    assert (done.returncode, forge.writes()) == (1, [])
    assert "There is no file comment.md" in done.stdout


def test_the_longest_comment_of_any_letters_is_posted(forge: Forge, folder: Path) -> None:
    forge.answer({"/pulls": pull_requests(7)})
    text = f"{MARK}\n"
    forge.upload(text + "🙂" * (65_536 - len(posted(text))))
    assert post(forge, folder).returncode == 0


# What GitHub makes more of than text, also where letters are written by their number or with a backslash
ALIVE = [
    *("[x](https://evil.example/)", "![x](https://evil.example/x.png)", "[x](/login)", "[x](<//evil>)"),
    *("[x][y]\n\n[y]: https://evil.example/", "[x]\n\n[x]: //evil.example", "![x][]\n\n[x]: /x.png 'y'"),
    *("[x\n](https://evil.example/)", "[![x](/x.png)](/y)", "x[^1]\n\n[^1]: x"),
    *("<https://evil.example/>", "<a@evil.example>", "https://evil.example/", "HTTP://evil.example"),
    *("ftp://a.b", "www.evil.example", "WWW.evil.example", "a@evil.example", "a@_b.example"),
    *("a@\\_b.example", "xmpp:a@b.c", "http:\\/\\/evil.example", "http&#58;//evil.example"),
    "www&period;evil.example",
    *("http:&sol;/evil.example", "<img src=https://evil.example/x.png>", "</p><a\nhref=/x>x</a>"),
    *("<a href=https://evil.example/>x</a>", "<!-- x", "<?php", "<![CDATA[x]]>", "<!DOCTYPE html>"),
    *("<details>x</details>", "@somebody", "@@somebody", "@org/team", "\\@somebody", "&#64;somebody"),
    *("&commat;somebody", "x\t@somebody", "#1", "owner/repo#1", "##1 x", "\\#1", "&num;1"),
    *("GH-1", "gh-1", "GH&#45;1", "GH\\-1", "_gh-1_", "_0123abc_", "_www.a.b_"),
    *("0123abc", f"x {SHA} y", f"somebody@{SHA}", f"owner/repo@{SHA}", SHA.upper()),
    *("```mermaid\nclick A href '/x'\n```", "~~~ geoJSON\n{}\n~~~", "`````\tstl\n`````"),
    "x\n> ```math\n> x\n> ```",
]  # fmt: skip
# What GitHub looks for in the finished text: names, numbers, addresses, commits
FOUND = r"@[\w-]|#\d|\bgh-\d|://|www\.|\b[\da-f]{7,40}\b"


def shown(body: str) -> tuple[list[str], str, str]:
    """Return the addresses, the HTML and the text that GitHub would make of a comment, uncleaned."""
    page = cmarkgfm.github_flavored_markdown_to_html(
        body, Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    )
    root = html.fragment_fromstring(page, create_parent="main")
    return [*root.xpath("//@href | //@src")], page, str(root.text_content())


# What is alive once somebody leaves out what cannot be seen
HIDDEN = ["[x]\r(/x)", "[x]\x00(/x)", "<\x08img src=/x>", "@\x1bsomebody"]


@pytest.mark.parametrize("text", [*ALIVE, *HIDDEN])
def test_a_stranger_s_text_is_shown_as_text(forge: Forge, folder: Path, text: str) -> None:
    forge.answer({"/pulls": pull_requests(7)})
    forge.upload(f"{MARK}\n{text}\n\nEnd {text}\n")
    assert post(forge, folder).returncode == 0
    body = forge.writes()[0].body
    assert body.startswith(f"{MARK}\n{LINK}\n\n")
    addresses, page, seen = shown(body.removeprefix(MARK))
    assert addresses == [PREVIEW]
    assert set(re.findall(r"<([^\s/>]+)", page)) <= {"p", "a", "pre", "code", "em", "h2", "blockquote"}
    assert not re.search(FOUND, seen, re.IGNORECASE)
    assert not re.search(r'lang="(?!\u200b)', page)


@pytest.mark.parametrize("text", ALIVE)
def test_what_is_tried_would_be_more_than_text(text: str) -> None:
    addresses, page, seen = shown(f"{text}\n\nEnd {text}\n")
    alive = r"lang=|<(a|img|details|!|\?|sup)|" + FOUND
    assert addresses or re.search(alive, page, re.IGNORECASE) or re.search(FOUND, seen, re.IGNORECASE)


# --- stale facts

STALE_MARK = "<!-- portal-stale -->"
ISSUE = {"number": 9, "user": BOT, "body": f"{STALE_MARK}\nold"}


def stale(forge: Forge, root: Path) -> subprocess.CompletedProcess[str]:
    return forge.run("bash", ".github/scripts/stale-issue.sh", cwd=root)


def with_nothing_stale(root: Path) -> None:
    """Let the facts be the sample, with nothing planned or scheduled."""
    shutil.rmtree(root / "data")
    shutil.copytree(REPOSITORY / "tests" / "sample" / "data", root / "data")
    for name in ("smb1-removal", "network-filter-removal"):
        file = root / "data" / "changes" / f"{name}.yml"
        text = file.read_text("utf-8").replace("\nstatus: planned", "\nstatus: applied")
        event = '  - {date: "2027-03-01", event: applied, sources: [portal-2024-06]}\n'
        file.write_text(text + event, "utf-8")
    for file in (root / "data" / "releases").glob("*.yml"):
        text = file.read_text("utf-8").replace("state: scheduled", "state: released")
        file.write_text(text.replace("    upcoming: true\n", ""), "utf-8")
    tracks = root / "data" / "tracks.yml"
    tracks.write_text(tracks.read_text("utf-8").replace("status: upcoming", "status: current"), "utf-8")


def test_facts_have_gone_stale_and_there_is_no_issue(forge: Forge, checkout: Path) -> None:
    others = {**ISSUE, "number": 8, "user": {"login": "somebody"}}
    forge.answer({"/issues": [others, {**ISSUE, "number": 10, "body": None}]})
    done = stale(forge, checkout)
    assert (done.returncode, done.stderr) == (0, "")
    (call,) = forge.writes()
    assert call.arguments[:2] == ["issue", "create"]
    assert call.arguments[call.arguments.index("--label") + 1] == "stale-facts"
    lines = call.body.splitlines()
    assert lines[0] == STALE_MARK
    assert any(line.startswith("    data/changes/") and "which was due by" in line for line in lines)
    assert all(line.startswith("    ") for line in lines[3:])


def test_facts_have_gone_stale_and_there_is_an_issue(forge: Forge, checkout: Path) -> None:
    forge.answer({"/issues": [ISSUE]})
    assert stale(forge, checkout).returncode == 0
    (call,) = forge.writes()
    assert call.arguments[:3] == ["issue", "edit", "9"]
    assert call.body.startswith(STALE_MARK)


def test_nothing_is_stale_any_more(forge: Forge, checkout: Path) -> None:
    with_nothing_stale(checkout)
    assert stale(forge, checkout).stdout == "Nothing is stale.\n"
    assert forge.writes() == []
    forge.answer({"/issues": [ISSUE]})
    assert stale(forge, checkout).returncode == 0
    (call,) = forge.writes()
    assert call.arguments[:3] == ["issue", "close", "9"]


def test_facts_that_cannot_be_checked_say_nothing(forge: Forge, checkout: Path) -> None:
    shutil.rmtree(checkout / "schema")
    done = stale(forge, checkout)
    assert (done.returncode, forge.calls()) == (2, [])


# --- dependencies


@pytest.fixture
def cloned(tmp_path: Path) -> Path:
    """A clone of a repository that has locks."""
    origin, root = tmp_path / "origin.git", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), str(root))
    (root / "requirements").mkdir()
    (root / "requirements" / "site.txt").write_text("jinja2==3.1.6\n", "utf-8")
    commit_all(root, "First")
    git(root, "push", "--quiet", "origin", "HEAD:main")
    return root


def propose(forge: Forge, root: Path) -> subprocess.CompletedProcess[str]:
    return forge.run("bash", str(SCRIPTS / "propose-locks.sh"), cwd=root)


def test_newer_versions_are_proposed_once(forge: Forge, cloned: Path) -> None:
    (cloned / "requirements" / "site.txt").write_text("jinja2==3.1.7\n", "utf-8")
    (cloned / "other.txt").write_text("not a lock", "utf-8")
    forge.answer({"pr list": []})
    done = propose(forge, cloned)
    assert (done.returncode, done.stderr) == (0, "")
    (call,) = forge.writes()
    assert call.arguments[:2] == ["pr", "create"]
    assert call.arguments[call.arguments.index("--head") + 1] == "dependencies"
    assert "Close and reopen" in call.body
    assert git(cloned, "diff", "--name-only", "origin/main", "origin/dependencies") == "requirements/site.txt"
    git(cloned, "switch", "--quiet", "main")
    (cloned / "requirements" / "site.txt").write_text("jinja2==3.1.8\n", "utf-8")
    forge.answer({"pr list": [{"number": 12}]})
    assert propose(forge, cloned).stdout == "Pull request 12 has them now.\n"
    assert len(forge.writes()) == 1
    assert git(cloned, "show", "origin/dependencies:requirements/site.txt") == "jinja2==3.1.8"


def test_nothing_is_newer(forge: Forge, cloned: Path) -> None:
    assert propose(forge, cloned).stdout == "Nothing is newer.\n"
    assert forge.calls() == []


# --- labels


def test_every_label_is_made_as_it_is_listed(forge: Forge, checkout: Path) -> None:
    done = forge.run("bash", ".github/scripts/labels.sh", cwd=checkout)
    assert (done.returncode, done.stderr) == (0, "")
    made = [call.arguments for call in forge.calls()]
    labels = yaml.safe_load((checkout / ".github" / "labels.yml").read_text("utf-8"))
    assert [[call[2], call[6], call[8]] for call in made] == [list(label.values()) for label in labels]
    assert all(call[:2] == ["label", "create"] and call[-1] == "--force" for call in made)


# --- steps of workflows


def step_of(workflow: str, name: str) -> dict[str, Any]:
    """Return a step by its name."""
    found = yaml.safe_load((REPOSITORY / ".github" / "workflows" / f"{workflow}.yml").read_text("utf-8"))
    steps = [step for job in found["jobs"].values() for step in job["steps"] if step.get("name") == name]
    assert len(steps) == 1
    step: dict[str, Any] = steps[0]
    return step


def say_what_changes(forge: Forge, root: Path, path: str, old: str, new: str) -> tuple[int, str]:
    """Return how the step of the preview ends after an edit of a pull request, and the comment."""
    commit_all(root, "First")
    file = root / "data" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    commit_all(root, "Second")
    (root / "build").mkdir()
    step = step_of("preview", "Say what changes")
    done = forge.run(*SHELL, "-c", step["run"], cwd=root)
    return done.returncode, (root / "build" / "comment.md").read_text("utf-8")


CHANGE = "changes/aac-decoder-removal.yml"


def test_what_the_preview_says_is_what_is_posted(forge: Forge, checkout: Path, folder: Path) -> None:
    code, made = say_what_changes(forge, checkout, CHANGE, "\ntitle: ", "\ntitle: At last, ")
    assert code == 0
    assert made.startswith(f"{MARK}\n## The contract is kept\n\nCompared with `base (")
    assert "#### Changed: At last, " in made
    forge.answer({"/pulls": pull_requests(7)})
    forge.upload(made)
    assert post(forge, folder).returncode == 0
    assert forge.writes()[0].body.replace("\u200b", "") == posted(made).replace("\u200b", "")


def test_a_broken_contract_is_a_comment_too(forge: Forge, checkout: Path) -> None:
    code, made = say_what_changes(forge, checkout, CHANGE, "  - date: ", '  - date: "2024-01-01" # ')
    assert code == 0
    assert made.startswith(f"{MARK}\n## The contract is broken in ")


def test_facts_that_cannot_be_compared_are_none(forge: Forge, checkout: Path) -> None:
    code, made = say_what_changes(forge, checkout, CHANGE, "\nkind: ", "\nkind: x")
    assert (code != 0, made) == (True, "")


def test_the_published_folder_and_the_sum_of_its_manifest_are_found(forge: Forge, tmp_path: Path) -> None:
    manifest = tmp_path / "build" / "site-1" / "api" / "v1" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("{}", "utf-8")
    (tmp_path / "site").symlink_to("build/site-1")
    step = step_of("deploy", "Find the folder that site links to, and the sum of its manifest")
    out = tmp_path / "out"
    done = forge.run(*SHELL, "-c", step["run"], cwd=tmp_path, GITHUB_OUTPUT=str(out))
    assert done.returncode == 0
    assert out.read_text("utf-8").splitlines() == [
        f"folder={tmp_path}/build/site-1",
        "manifest=sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    ]
    step = step_of("preview", "Find the folder that site links to")
    done = forge.run(*SHELL, "-c", step["run"], cwd=tmp_path, GITHUB_OUTPUT=str(out))
    assert out.read_text("utf-8").splitlines()[-1] == f"folder={tmp_path}/build/site-1"


@pytest.mark.parametrize(
    ("base", "compared"), [("", "HEAD"), ("0" * 40, "HEAD"), ("HEAD^1", "HEAD^1"), ("ab0" * 13, "ab0" * 13)]
)
def test_a_new_branch_is_compared_with_itself(forge: Forge, folder: Path, base: str, compared: str) -> None:
    (folder / "Makefile").write_text("gate:\n\t@echo 'compared with $(ARGS)'\n", "utf-8")
    step = step_of("check", "Check, and compare with main as it was")
    done = forge.run(*SHELL, "-c", step["run"], cwd=folder, BASE=base, MAKEFLAGS="", MAKELEVEL="0")
    assert (done.returncode, done.stdout) == (0, f"compared with {compared}\n")


# --- before a commit


def test_a_bad_file_stops_the_commit_with_its_place(checkout: Path, forge: Forge, tmp_path: Path) -> None:
    commit_all(checkout, "First")
    settings = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "GITHUB_ACTIONS": "", "CI": ""}
    installed = forge.run("make", "hooks", cwd=checkout, **settings)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    commit = ("git", *WHO, "commit", "-am", "Edit")
    file = sorted((checkout / "data" / "changes").glob("*.yml"))[0]
    sound = file.read_text("utf-8")
    file.write_text(sound.replace("\nkind: ", "\nkind: x", 1), "utf-8")
    bad = forge.run(*commit, cwd=checkout, **settings)
    assert bad.returncode == 1
    line = sound[: sound.index("\nkind: ") + 1].count("\n") + 1
    assert f'data/changes/{file.name}:{line}:7: kind: "x' in bad.stdout + bad.stderr
    assert git(checkout, "log", "--format=%s") == "First"
    file.write_text(sound.replace("\ntitle: ", "\ntitle: At last, ", 1), "utf-8")
    good = forge.run(*commit, cwd=checkout, **settings)
    assert good.returncode == 0, good.stdout + good.stderr
    assert git(checkout, "log", "--format=%s").splitlines() == ["Edit", "First"]


def test_a_file_of_another_layout_is_formatted_first(checkout: Path, forge: Forge, tmp_path: Path) -> None:
    commit_all(checkout, "First")
    settings = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "GITHUB_ACTIONS": "", "CI": ""}
    assert forge.run("make", "hooks", cwd=checkout, **settings).returncode == 0
    file = checkout / "data" / CHANGE
    text = file.read_text("utf-8").replace("\ntitle: ", "\ntitle: At last, ", 1)
    file.write_text(text.replace("\nkind: removal", "\nkind:   'removal'", 1), "utf-8")
    commit = ("git", *WHO, "commit", "-am", "Edit")
    first = forge.run(*commit, cwd=checkout, **settings)
    assert (first.returncode, "files were modified by this hook" in first.stdout + first.stderr) == (1, True)
    assert file.read_text("utf-8") == text
    assert forge.run(*commit, cwd=checkout, **settings).returncode == 0
