"""`portal diff`: against a revision, a checkout, a published folder and a manifest; its output; wrong use."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.addresses import MANIFEST
from tests.commands import Command, Result
from tests.conftest import TESTS
from tests.edited import Edit, put, sample_checkout, schema, write_date
from tests.edited import publish as publish_machine_files
from tests.repository import commit_all, git
from tests.seeds import BREAKS, FILTER, HARMLESS, MOVED_TO_13, NEW_CHANGE, SMB
from tests.serving import serve

Diff = Callable[..., Result]
HINT = "    give a revision, a checkout, a published folder, or its api/v1/manifest.json\n"
# Something of each: what people and machines are shown of it is in `tests/golden/diff.*`
EVERYTHING: list[Edit] = [
    *NEW_CHANGE,
    *MOVED_TO_13,
    *HARMLESS["texts"][0],
    *HARMLESS["date moved"][0],
    write_date("releases/12.0.yml", "2024-10", "released", "2024-10", 91),
    *HARMLESS["new optional field in a schema"][0],
    put("changes/pin-rule.yml", "title: PIN", 'title: "@all <server>*PIN*'),
    put("changes/pin-rule.yml", "enforced\n", 'enforced"\n'),
    put(SMB, '- date: "2026-11-23"', '- date: "2026-11-22"'),
    schema("areas.schema.json", lambda value: value["$defs"]["area"]["required"].remove("description")),
]


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str]) -> Diff:
    return Command(capsys, "diff")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return sample_checkout(tmp_path / "checkout")


@pytest.fixture
def repository_of_sample(checkout: Path) -> Path:
    """A checkout with one commit, tagged `v1`."""
    commit_all(checkout, "First")
    git(checkout, "tag", "v1")
    return checkout


def edit(root: Path, edits: list[Edit]) -> None:
    for one in edits:
        one(root)


def breaks(result: Result) -> set[str]:
    return {found["rule"] for found in json.loads(result.out)["breaks"]}


# --- revisions


def test_a_revision_is_compared_without_touching_the_work_tree(
    diff: Diff, repository_of_sample: Path
) -> None:
    root = repository_of_sample
    commit = git(root, "rev-parse", "HEAD")[:12]
    edit(root, MOVED_TO_13)
    (root / "scratch.txt").write_text("mine", "utf-8")
    before = git(root, "status", "--porcelain=v2", "--branch")
    for name in ("v1", "main", "HEAD", commit, "v1^{commit}", "@{0}"):
        code, out, err = diff(name, "--root", root)
        assert (code, err) == (0, "")
        assert out.startswith(f"From {name} ({commit}) to this checkout\n")
        assert "network-filter-removal: 12.0 → 13.0" in out
    assert git(root, "status", "--porcelain=v2", "--branch") == before
    assert (root / "scratch.txt").read_text("utf-8") == "mine"


def test_nothing_differs(diff: Diff, repository_of_sample: Path) -> None:
    code, out, err = diff("HEAD", "--root", repository_of_sample)
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == ["Nothing differs."]


@pytest.mark.parametrize(
    "name", ["link renamed", "event reworded", "promised address gone", "field of a schema null"]
)
def test_a_break_against_a_revision(diff: Diff, repository_of_sample: Path, name: str) -> None:
    edits, rules, _ = BREAKS[name]
    edit(repository_of_sample, edits)
    result = diff("v1", "--root", repository_of_sample, "--format", "json")
    assert (result.code, result.err) == (1, "")
    assert breaks(result) == rules


def test_it_runs_in_the_checkout_and_below_a_repository(
    diff: Diff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sample_checkout(tmp_path / "all" / "portals" / "os")
    git(tmp_path / "all", "init", "--quiet")
    git(tmp_path / "all", "add", ".")
    git(tmp_path / "all", "commit", "--quiet", "--message=First")
    monkeypatch.chdir(root)
    assert diff("HEAD").out.splitlines()[1:] == ["Nothing differs."]


def test_a_revision_from_before_addresses_were_listed(diff: Diff, repository_of_sample: Path) -> None:
    root = repository_of_sample
    git(root, "rm", "--quiet", "schema/published/v1/addresses.json")
    git(root, "commit", "--quiet", "--message=Old")
    git(root, "tag", "old")
    git(root, "checkout", "--quiet", "v1")
    code, out, err = diff("old", "--root", root)
    assert (code, err) == (0, "")
    assert "does not list its addresses" in out


def test_facts_of_another_shape_are_named(diff: Diff, repository_of_sample: Path) -> None:
    root = repository_of_sample
    file = root / "data/products.yml"
    sound = file.read_bytes()
    file.write_text("products: [{id: a}]\n", "utf-8")
    git(root, "commit", "--quiet", "--all", "--message=Broken")
    file.write_bytes(sound)
    code, out, err = diff("HEAD", "--root", root)
    assert (code, out) == (2, "")
    assert "it cannot be read: data/products.yml: " in err
    assert err.endswith("compare with a site that was published from it\n")
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        (
            "schema/authored/areas.schema.json",
            "{",
            "it cannot be read: schema/authored/areas.schema.json: is not JSON",
        ),
        (
            "schema/published/v1/links.schema.json",
            "{",
            "it cannot be read: schema/published/v1/links.schema.json: is ",
        ),
        ("schema/published/v1/addresses.json", "{", "is not JSON"),
        ("schema/published/v1/addresses.json", "[]", "has no list of addresses"),
    ],
)
def test_broken_schemas_of_a_revision_are_named(
    diff: Diff, repository_of_sample: Path, path: str, text: str, message: str
) -> None:
    file = repository_of_sample / path
    sound = file.read_bytes()
    file.write_text(text, "utf-8")
    git(repository_of_sample, "commit", "--quiet", "--all", "--message=Broken")
    file.write_bytes(sound)
    result = diff("HEAD", "--root", repository_of_sample)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert len(result.err.splitlines()) == 2


# --- folders and manifests


def test_a_checkout_in_another_folder(diff: Diff, checkout: Path, tmp_path: Path) -> None:
    other = sample_checkout(tmp_path / "other")
    edit(checkout, HARMLESS["withdrawn"][0])
    code, out, _ = diff(other, "--root", checkout)
    assert code == 0
    assert "network-filter-removal: planned → withdrawn" in out
    result = diff(checkout, "--root", other, "--format", "json")  # and back: what was said is taken back
    assert (result.code, breaks(result)) == (1, {"silent-change", "rewritten-event", "removed-entry"})


@pytest.mark.parametrize("where", ["folder", "manifest", "address"])
def test_what_is_published(diff: Diff, checkout: Path, tmp_path: Path, where: str) -> None:
    site = publish_machine_files(checkout, tmp_path / "site")
    edit(checkout, [*HARMLESS["date moved"][0], *MOVED_TO_13])
    with serve(site) as address:
        place = {"folder": site, "manifest": site / MANIFEST, "address": f"{address}{MANIFEST}"}[where]
        kept = diff(place, "--root", checkout, "--format", "json")
        edit(checkout, [*BREAKS["link renamed"][0], *BREAKS["field of a schema gone"][0]])
        broken = diff(place, "--root", checkout, "--format", "json")
    assert (kept.code, kept.err) == (0, "")
    found = json.loads(kept.out)
    assert [entry["what"] for entry in found["entries"]] == ["moved", "event", "added", "moved", "moved"]
    assert "feeds/history.json" in [feed["addresses"][0] for feed in found["feeds"]]
    assert "calendar/releases.ics" in found["files"]["changed"]
    assert (broken.code, breaks(broken)) == (1, {"removed-id", "removed-field"})


# What is only planned has no event for machines that could be rewritten.
REWRITTEN: dict[str, tuple[list[Edit], set[str]]] = {
    "a planned date": (BREAKS["date rewritten"][0], {"silent-date"}),
    "an end of support": (
        [put("tracks.yml", '"2029"', '"2030"')],
        {"rewritten-event", "silent-date"},
    ),
}


@pytest.mark.parametrize("what", REWRITTEN)
def test_rewritten_dates_show_against_what_is_published(
    diff: Diff, checkout: Path, tmp_path: Path, what: str
) -> None:
    site = publish_machine_files(checkout, tmp_path / "site")
    edits, wanted = REWRITTEN[what]
    edit(checkout, edits)
    result = diff(site, "--root", checkout, "--format", "json")
    assert (result.code, breaks(result)) == (1, wanted)


def test_a_manifest_alone_tells_of_addresses(diff: Diff, checkout: Path, tmp_path: Path) -> None:
    site = publish_machine_files(checkout, tmp_path / "site")
    alone = shutil.copy(site / MANIFEST, tmp_path / "saved.json")
    edit(checkout, BREAKS["area renamed"][0])
    result = diff(alone, "--root", checkout, "--format", "json")
    assert (result.code, breaks(result)) == (1, {"removed-address"})
    assert json.loads(result.out)["notes"] == [
        f"{alone} is not at api/v1/manifest.json of a site: only addresses and sums are compared."
    ]


def test_only_what_differs_is_fetched(diff: Diff, checkout: Path, tmp_path: Path) -> None:
    site = publish_machine_files(checkout, tmp_path / "site")
    edit(checkout, HARMLESS["texts"][0])
    asked: list[str] = []
    with serve(site, lambda answer: asked.append(answer.path)) as address:
        assert diff(f"{address}{MANIFEST}", "--root", checkout).code == 0
    assert sorted(asked) == [
        "/api/v1/changes.csv", "/api/v1/changes.json", "/api/v1/manifest.json", "/feeds/areas/api.json",
        "/feeds/changes.json", "/feeds/history.json", "/feeds/majors/11.json",
        "/feeds/majors/11/upgrade.json", "/feeds/majors/12.json", "/feeds/majors/12/upgrade.json",
        "/feeds/touches/endpoints.json", "/feeds/touches/parameters.json",
    ]  # fmt: skip


# --- what is shown


def test_output(
    diff: Diff, checkout: Path, monkeypatch: pytest.MonkeyPatch, compare_golden: Callable[[Path, str], None]
) -> None:
    sample_checkout(checkout.parent / "before")
    edit(checkout, EVERYTHING)
    monkeypatch.chdir(checkout.parent)
    for form, ending in (("text", "txt"), ("markdown", "md"), ("json", "json")):
        code, out, err = diff("before", "--root", "checkout", "--format", form)
        assert (code, err) == (1, "")
        compare_golden(TESTS / "golden" / f"diff.{ending}", out)


def test_a_terminal_is_sent_no_command(diff: Diff, checkout: Path, tmp_path: Path) -> None:
    site = publish_machine_files(checkout, tmp_path / "site")
    manifest = json.loads((site / MANIFEST).read_bytes())
    hostile = "\x1b[2J\u202e"
    changes = site / "api/v1/changes.json"
    changes.write_text(changes.read_text("utf-8").replace('"12.0"', json.dumps(hostile)), "utf-8")
    for item in manifest["items"]:
        if item["path"] == "api/v1/changes.json":
            item["sha256"] = hashlib.sha256(changes.read_bytes()).hexdigest()
    (site / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    for form in ("text", "markdown"):
        out = diff(site, "--root", checkout, "--format", form).out
        assert r"\x1b[2J\u202e" in out.replace("\\\\", "\\").replace("\\[", "[")
        assert not set(hostile) & {"\x1b", "\u202e"} & set(out)


# --- wrong use


@pytest.fixture
def refusal(diff: Diff, checkout: Path) -> Callable[..., str]:
    def refuse(base: object, root: Path = checkout) -> str:
        result = diff(base, "--root", root)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"portal diff: {base}: ")
        return result.err.removeprefix(f"portal diff: {base}: ")

    return refuse


def test_an_unknown_revision(refusal: Callable[..., str], repository_of_sample: Path) -> None:
    hint = "    name a folder, a manifest, or a revision that git has; a shallow clone has few: git fetch\n"
    for name in ("v2", "main~9", "HEAD:data", "0" * 40, "", "a b", "é"):
        message = refusal(name, repository_of_sample)
        assert message == f"is no file or folder, and git knows no such revision\n{hint}"


def test_a_revision_is_never_an_option(diff: Diff, repository_of_sample: Path) -> None:
    for name in ("--all", "--help", "-h", "--git-dir"):
        result = diff("--root", repository_of_sample, "--", name)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"portal diff: {name}: is no file or folder, and git knows no such")


def test_no_repository(refusal: Callable[..., str], checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(checkout.parent))
    message = refusal("main")
    assert message.startswith("cannot be read with git: fatal: not a git repository")
    assert message.endswith("    run it in a checkout, or name one with --root DIR\n")


def test_no_git(refusal: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    message = refusal("main")
    assert message.startswith("is no file or folder, and there is no git to look for it\n")


def test_a_revision_of_something_else(refusal: Callable[..., str], repository_of_sample: Path) -> None:
    git(repository_of_sample, "rm", "--quiet", "-r", "--cached", "data")
    git(repository_of_sample, "commit", "--quiet", "--message=No data")
    assert refusal("HEAD", repository_of_sample) == (
        "has no data/ and schema/\n    name a revision of a portal\n"
    )


def test_a_folder_of_something_else(refusal: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty") == f"has no data/ and no {MANIFEST}: it is not a portal\n{HINT}"


def test_this_is_no_checkout(diff: Diff, checkout: Path, tmp_path: Path) -> None:
    result = diff(checkout, "--root", tmp_path / "nowhere")
    assert (result.code, result.out) == (2, "")
    assert "there is no such folder" in result.err


def test_this_checkout_has_problems(diff: Diff, checkout: Path, tmp_path: Path) -> None:
    before = sample_checkout(tmp_path / "before")
    edit(checkout, [put(FILTER, '\nversion: "12.0"', '\nversion: "13.0"')])
    result = diff(before, "--root", checkout)
    assert (result.code, result.out) == (2, "")
    assert "the history ends at 12.0" in result.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!doctype html>", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a manifest of version 1"),
        ('{"schema_version": 1}', "is not a manifest of version 1"),
        ('{"schema_version": "2.0", "items": []}', "is not a manifest of version 1"),
        (
            '{"schema_version": "1.0", "items": []}',
            "is not a manifest: it has no list of files with their sums",
        ),
        ('{"schema_version": "1.0", "items": [3]}', "is not a manifest: it has no list of files"),
        ('{"schema_version": "1.0", "items": [{"path": "a"}]}', "is not a manifest: it has no list"),
        *(
            (
                json.dumps({"schema_version": "1.0", "items": [{"path": path, "sha256": "0"}]}),
                "is not a manifest: ",
            )
            for path in ("../a", "/etc/passwd", "a/../../b", "http://a.example/", "", "a//b", ".git/config")
        ),
    ],
)
def test_an_unreadable_manifest(refusal: Callable[..., str], tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "site" / MANIFEST
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    assert refusal(file).startswith(message)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda file: file.unlink(), "cannot be read: No such file or directory"),
        (lambda file: file.write_bytes(file.read_bytes() + b" "), "is not the file that the manifest names"),
    ],
)
def test_a_site_that_is_not_what_its_manifest_names(
    diff: Diff, checkout: Path, tmp_path: Path, wrong: Callable[[Path], object], message: str
) -> None:
    site = publish_machine_files(checkout, tmp_path / "site")
    edit(checkout, HARMLESS["texts"][0])
    wrong(site / "api/v1/changes.json")
    result = diff(site, "--root", checkout)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"portal diff: {site}/api/v1/changes.json: {message}\n    ")


def test_an_address_that_does_not_answer(refusal: Callable[..., str], checkout: Path, tmp_path: Path) -> None:
    site = publish_machine_files(checkout, tmp_path / "site")
    with serve(site) as address:
        assert refusal(f"{address}v1/manifest.json").startswith(
            "cannot be read: the server answers 404 Not Found"
        )
    assert "refused" in refusal(f"http://127.0.0.1:1/{MANIFEST}")
    for where in (f"file://{site}/{MANIFEST}", f"ftp://127.0.0.1/{MANIFEST}"):
        assert refusal(where).startswith("cannot be read: only http and https addresses are fetched")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["main", "--format", "html"], "invalid choice: 'html'"),
        *(
            (["main", "--preview", address], f"{address!r} is not an address such as https://")
            for address in (
                "javascript:alert(1)",
                "portal.example",
                "https://a.example/> [x](",
                "https://a b/",
            )
        ),
        (["main", "--as-of", "tomorrow"], "'tomorrow' is not a day such as 2026-11-23"),
        (["main", "other"], "unrecognized arguments: other"),
    ],
)
def test_wrong_arguments(diff: Diff, arguments: list[str], message: str) -> None:
    code, out, err = diff(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: portal")
    assert message in err
