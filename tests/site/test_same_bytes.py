"""One commit gives the same bytes wherever it is built, and an edit changes only what shows it."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.checkout import CODE, Checkout, digests, june_checkout, small_checkout
from tests.repository import commit_all, git

CHANGE = "date-cgi-removal"
# What shows a change's impact
SHOWS = re.compile(
    rf"""
    (changes/{CHANGE}/index\.(html|md)
    | changes/(11/)?index\.(html|md)            # the lists that it is in
    | contributing/health/index\.(html|md)
    | feeds/(changes|areas/api|majors/11(/upgrade)?|touches/endpoints)(/\d+)?\.(json|rss|atom)
    | api/v1/(changes(/{CHANGE})?\.json|changes\.csv|plan\.json|scan\.json|manifest\.json))
    """,
    re.VERBOSE,
)


def test_one_commit_gives_the_same_bytes_everywhere(repository: Path, tmp_path: Path) -> None:
    checkout = small_checkout(repository, tmp_path / "checkout")
    for part in CODE:  # a link to what no commit has has no commit
        (checkout.root / part).unlink()
        shutil.copytree(repository / part, checkout.root / part)
    commit_all(checkout.root, "one")
    git(checkout.root, "commit", "--quiet", "--message", "two", "--allow-empty")
    whole = clone(checkout.root, tmp_path / "whole")
    shallow = clone(checkout.root, tmp_path / "much/deeper/shallow", "--depth=1")
    assert git(shallow.root, "rev-list", "--count", "HEAD") == "1"

    one = whole.run("macros.publish", TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C")
    other = shallow.run(
        "macros.publish",
        TZ="Pacific/Kiritimati",
        PYTHONHASHSEED="2",
        LC_ALL="C.UTF-8",
        SOURCE_DATE_EPOCH="1000000000",
    )

    assert (one.returncode, other.returncode) == (0, 0), one.stderr + other.stderr
    assert digests(whole.site) == digests(shallow.site)
    commit = git(checkout.root, "rev-parse", "HEAD")
    assert commit in (whole.site / "api/v1/manifest.json").read_text("utf-8")


def test_an_edit_changes_only_the_files_that_show_it(site: Path, repository: Path, tmp_path: Path) -> None:
    before = digests(site)
    checkout = june_checkout(repository, tmp_path / "checkout")
    checkout.edit(f"data/changes/{CHANGE}.yml", "does not work correctly", "stops working")
    assert checkout.publish().returncode == 0
    after = digests(checkout.site)

    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert f"changes/{CHANGE}/index.html" in changed
    assert [path for path in sorted(changed) if not SHOWS.fullmatch(path)] == []


def clone(source: Path, folder: Path, *options: str) -> Checkout:
    subprocess.run(["git", "clone", "--quiet", *options, source.as_uri(), folder], check=True)
    return Checkout(folder)
