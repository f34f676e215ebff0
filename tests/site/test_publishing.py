"""Publishing that is stopped in the middle, done twice at once, undone, or looked at while it happens."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import pytest

from macros import publish as road
from macros.builds import Builds, BuildsError
from tests.checkout import UNSET, Checkout, digests, small_checkout
from tests.publishing.faults import INTERRUPTED, STEPS, SWAPPED, run_faults, run_in

CHANGE = "data/changes/date-cgi-removal.yml"


@pytest.fixture(scope="module")
def edited(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout of the sample that is published, and has something new to publish; to be copied only."""
    checkout = small_checkout(repository, tmp_path_factory.mktemp("edited") / "checkout")
    done = checkout.publish()
    assert done.returncode == 0, done.stderr
    checkout.edit(CHANGE, "is obsolete and", "is old and")
    return checkout


@pytest.fixture
def published(edited: Checkout, tmp_path: Path) -> Checkout:
    """A copy of it to publish."""
    return Checkout(shutil.copytree(edited.root, tmp_path / "checkout", symlinks=True))


# A full disk is an exception, whatever the step: some of them are enough, with those around the swap.
FULL = (*STEPS[:-3:3], *STEPS[-3:])


@pytest.mark.parametrize(
    ("fault", "code", "steps"),
    [("killed", -signal.SIGKILL, STEPS), ("disk full", 1, FULL)],
    ids=["killed", "full"],
)
def test_whatever_step_a_fault_stops_readers_see_a_whole_site(
    fault: str, code: int, steps: tuple[str, ...], published: Checkout, repository: Path
) -> None:
    old = digests(published.site)
    seen = run_faults(published, repository, [(step, fault) for step in steps])
    after = published.publish()
    assert after.returncode == 0, after.stderr
    new = digests(published.site)

    assert new != old
    assert [one.step for one in seen] == list(steps)
    for one in seen:
        assert one.code == code, one
        assert one.files == (new if one.step in SWAPPED[fault] else old), one.step
        assert "Traceback" not in one.said
        if one.code == 1:
            outcome = "the new site is there, but" if one.files == new else "the site was not published:"
            assert one.said.startswith(outcome), one
    assert not list((published.root / "build").glob("fresh*"))


def test_who_interrupts_reads_one_line(published: Checkout, repository: Path) -> None:
    old = digests(published.site)
    seen = run_faults(published, repository, [(step, "interrupted") for step in INTERRUPTED])
    for one in seen[:-1]:
        assert (one.code, one.said) == (130, "interrupted: the old site is still there\n"), one.step
        assert one.files == old, one.step
    assert (seen[-1].code, seen[-1].said) == (130, "interrupted: the new site is there already\n")
    assert sorted(path.name for path in (published.root / "build").iterdir()) == [
        "lock",
        "site-1",
        "site-2",
        "templates",
    ]


def test_a_full_disk_leaves_the_old_site_whole(published: Checkout, repository: Path) -> None:
    command = [sys.executable, "-m", "tests.publishing.small_disk", "0.2", "0.7", "0.95"]
    seen = run_in(published, repository, ["unshare", "--map-root-user", "--mount", *command])
    assert len(seen) == 3
    for code, output, is_old, left in seen:
        assert code == 1, output
        assert "No space left on device" in output
        assert "Traceback" not in output
        assert is_old
        assert left == ["lock", "site-1", "templates"]


def test_of_two_that_publish_at_once_one_is_told_to_wait(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    with builds.fresh() as fresh:
        with pytest.raises(BuildsError, match="being published already"), Builds(tmp_path).fresh():
            pass
        with pytest.raises(BuildsError, match="being published already"):
            Builds(tmp_path).roll_back()
        assert fresh.is_dir()
        (fresh / "index.html").write_text("one")
        builds.publish(fresh)
    with builds.fresh() as fresh:
        builds.publish(fresh)
    assert (tmp_path / "site").resolve().name == "site-2"


def test_the_last_builds_stay_and_can_be_gone_back_to(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    for number in range(1, 6):
        with builds.fresh() as fresh:
            (fresh / "index.html").write_text(str(number))
            builds.publish(fresh, keep=3)
    page = tmp_path / "site/index.html"
    assert page.read_text() == "5"
    assert sorted(path.name for path in (tmp_path / "build").glob("site*")) == ["site-3", "site-4", "site-5"]
    builds.roll_back()
    builds.roll_back()
    assert page.read_text() == "3"
    with pytest.raises(BuildsError, match="no earlier build"):
        builds.roll_back()
    assert page.read_text() == "3"
    with builds.fresh() as fresh:
        (fresh / "index.html").write_text("6")
        builds.publish(fresh, keep=1)
    assert page.read_text() == "6"
    assert [path.name for path in (tmp_path / "build").glob("site*")] == ["site-6"]


def test_only_builds_are_removed(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    theirs = ("site-before-upgrade", "site-2024-06", "site-01", "site-", "fresh-mine")
    for name in (*theirs, "fresh-12"):  # the last one is of a build that was killed
        (tmp_path / "build" / name).mkdir(parents=True)
    for _ in range(3):
        with builds.fresh() as fresh:
            builds.publish(fresh, keep=1)
    assert {path.name for path in (tmp_path / "build").iterdir()} == {*theirs, "lock", "site-3"}


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_a_site_that_others_made_is_not_replaced(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, theirs = tmp_path / "site", tmp_path / "theirs"
    theirs.mkdir()
    if kind == "link":
        site.symlink_to(theirs)
    elif kind == "folder":
        theirs.rename(site)
    else:
        site.touch()
    before = site.lstat()
    for arguments in ((), ("--roll-back",)):
        assert road.main(["--root", str(tmp_path), *arguments]) == 1
        said = f"{site} is a {kind} that this command did not make; move it away\n"
        assert capsys.readouterr() == ("", said)
    assert site.lstat() == before


@pytest.mark.parametrize(
    "target", ["site", "build", "nowhere", "build/site-before-upgrade", "build/site-1/a"]
)
def test_a_link_that_leads_anywhere_but_to_a_build_is_not_ours(target: str, tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(target)
    with pytest.raises(BuildsError, match="is a link that this command did not make"):
        Builds(tmp_path).roll_back()


def test_nothing_is_written_through_the_lock(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    lock = tmp_path / "build/lock"
    lock.parent.mkdir()
    lock.symlink_to(theirs)
    with pytest.raises(BuildsError, match="lock is a link that this command did not make; remove it"):
        Builds(tmp_path).roll_back()
    lock.unlink()
    lock.hardlink_to(theirs)
    with Builds(tmp_path).fresh():
        pass
    assert theirs.read_text() == "theirs"


def test_builds_may_be_kept_on_another_disk(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    with TemporaryDirectory(dir="/dev/shm") as elsewhere:  # another file system
        builds.folder.symlink_to(elsewhere)
        for number in range(1, 4):
            with builds.fresh() as fresh:
                (fresh / "index.html").write_text(str(number))
                builds.publish(fresh, keep=2)
        builds.roll_back()
        assert (tmp_path / "site/index.html").read_text() == "2"
        assert {path.name for path in Path(elsewhere).iterdir()} == {"lock", "site-2", "site-3"}
    assert {path.name for path in tmp_path.iterdir()} == {"build", "site"}


# What a file's name may have, and what programs make something else of
NAMES = (" ü%20'x", 'a b%41#?"[x]*{}$')


@pytest.mark.parametrize("name", NAMES)
def test_a_checkout_may_have_any_name(name: str, repository: Path, tmp_path: Path) -> None:
    checkout = small_checkout(repository, tmp_path / name / "checkout")
    done = checkout.run("macros.publish", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, UNSET)
    assert done.stdout.isascii()
    assert (checkout.site / "sitemap.xml").is_file()
    assert [path.name for path in tmp_path.rglob("*.xml*")].count("sitemap.xml") == 1


@pytest.mark.parametrize(
    ("output", "code", "said"),
    [
        (">/dev/full", 2, "cannot be written: No space left on device, but the site is published\n"),
        (">&-", 2, "standard output is closed, so that nothing could be said: nothing is done\n"),
        ("2>&-", 0, ""),
    ],
)
def test_where_nobody_can_be_told_it_is_told_what_became_of_the_site(
    output: str, code: int, said: str, repository: Path, tmp_path: Path
) -> None:
    checkout = small_checkout(repository, tmp_path / "checkout")
    command = ["sh", "-c", f'exec "$0" -m macros.publish {output}', sys.executable]
    environment = os.environ | {"PYTHONPATH": str(checkout.root)}
    done = subprocess.run(
        command, cwd=checkout.root, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.removeprefix(UNSET).count("\n")) == (code, bool(said))
    assert done.stderr.endswith(said)
    assert (checkout.site / "index.html").is_file() is ("nothing is done" not in said)


@pytest.mark.parametrize(
    ("name", "links", "said"),
    [
        (b"z\xff", {}, "has a name that is not UTF-8; move the checkout"),
        (b"checkout", {"data": "data"}, "data"),
        (b"checkout", {"build": "build"}, "build"),
        (b"checkout", {"content": "content"}, "content"),
        (b"checkout", {"mkdocs.yml": "mkdocs.yml"}, "mkdocs.yml"),
    ],
)
def test_what_cannot_be_built_is_said_in_a_sentence(
    name: bytes, links: dict[str, str], said: str, repository: Path, tmp_path: Path
) -> None:
    checkout = small_checkout(repository, tmp_path / os.fsdecode(name))
    for path, target in links.items():
        place = checkout.root / path
        if place.exists():
            place.rename(tmp_path / "before")
        place.symlink_to(target)
    for arguments in ((), ("--roll-back",)) if not links else ((),):
        done = checkout.run("macros.publish", *arguments)
        assert (done.returncode, done.stdout) == (1, ""), done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") <= 2, done.stderr


def test_a_file_keeps_its_time_until_it_changes_however_quickly_that_is(tmp_path: Path) -> None:
    builds = Builds(tmp_path)

    def publish(changing: str) -> dict[str, int]:
        with builds.fresh() as fresh:
            (fresh / "same").write_text("text")
            (fresh / "changing").write_text(changing)
            builds.publish(fresh)
        return times()

    def times() -> dict[str, int]:
        return {file.name: file.stat().st_mtime_ns for file in (tmp_path / "site").iterdir()}

    first, second = publish("one"), publish("two")
    assert second["same"] == first["same"]
    assert second["changing"] - first["changing"] >= 10**9, "a server sees seconds"
    builds.roll_back()
    assert times() == first
    third = publish("six")
    assert third["same"] == first["same"]
    assert third["changing"] - second["changing"] >= 10**9, "some have what was published before going back"


def test_who_reads_during_200_publishes_finds_every_page_and_each_of_one_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, line, ended, seen = 20, 5000, Event(), set[str]()
    turns = iter(range(1, 201))

    def render(root: Path, site: Path, commit: str | None) -> None:
        turn = next(turns)
        for page in range(pages):
            (site / f"{page}.html").write_text(f"{turn}\n" * line)

    def read() -> None:
        while not ended.is_set():
            for page in range(pages):
                lines = (tmp_path / f"site/{page}.html").read_text().splitlines()
                assert len(lines) == line
                seen.add(" ".join(set(lines)))

    monkeypatch.setattr(road, "_render", render)
    monkeypatch.setattr(road, "current_catalog", lambda root: None)
    road.publish(tmp_path)
    errors: list[BaseException] = []
    reader = Thread(target=lambda: _noting(errors, read))
    reader.start()
    for _ in range(199):  # milliseconds apart, so more builds stay than when a build takes seconds
        road.publish(tmp_path, keep=20)
    ended.set()
    reader.join()
    assert errors == []
    assert len(seen) > 20
    assert all(turn.isdecimal() for turn in seen), "a page is of two builds"


def _noting(errors: list[BaseException], act: object) -> None:
    try:
        act()  # type: ignore[operator]
    except BaseException as error:  # noqa: BLE001 - a thread cannot fail a test by itself
        errors.append(error)


@pytest.mark.parametrize("keep", ["0", "-1", "x", "1.5"])
def test_how_many_to_keep_is_a_number_from_1_on(keep: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        road.main(["--keep", keep])
    assert "give a number from 1 on" in capsys.readouterr().err
