"""The road from data to a published folder: check, render, stamp, feeds, search, verify, swap.

`python -m macros.publish` takes all of it, and `--roll-back` goes back by one. What follows the engine is
`after_engine`: `macros.preview.serve`, and the `build` command of the engine itself, take it too. On a
terminal each step is announced.
"""

import argparse
import logging
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from mkdocs.commands.build import build as render_pages
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from macros.after import PublishError
from macros.builds import KEPT, Builds, BuildsError
from macros.current import check_pages, current_catalog
from portal.addresses import made_up
from portal.cli.outside.ending import STOPPED, Parser, run_command
from portal.cli.outside.terminal import show, tell
from portal.problems import InvalidData

_log = logging.getLogger("macros.publish")  # also when run as a command
# What a build reads of a checkout, and what it does not read of that
_READ = ("mkdocs.yml", "content", "data", "macros", "portal", "schema")
_NOT_READ = ("__pycache__", ".*")
# How git lists a file of the commit that it compares with the one in the checkout
_WATCHED = re.compile("H 100(644|755) ")


def publish(root: Path, commit: str | None = None, keep: int = KEPT) -> Path:
    """Build the site aside, and let it take the place of the published one only when it is whole.

    `commit` is what the site is made from, None where that is not known; the last `keep` builds stay. Returns
    the folder that `site` now links to. Raises `InvalidData`, `PublishError`, `BuildsError`, and `OSError`
    where the disk is full.
    """
    builds = Builds(root)
    with builds.fresh() as fresh:
        _log.info("checking the data")
        current_catalog(root)
        check_pages(root)
        _log.info("rendering the pages")
        _render(root, fresh, commit)
        _log.info("publishing")
        return builds.publish(fresh, keep)


def _render(root: Path, site: Path, commit: str | None) -> None:
    """Let the engine render the hand-written pages; it calls `after_engine` at its end."""
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(site), strict=True)
        config.extra["commit"] = commit
        config.plugins.on_startup(command="build", dirty=False)
        render_pages(config)
        config.plugins.on_shutdown()
    except (Abort, ConfigurationError) as error:
        raise PublishError(str(error)) from None


def commit_of(root: Path) -> str | None:
    """Return the commit that is checked out at `root`.

    None where `root` is not the root of a git checkout, or has what no commit has: another one's or an older
    commit would say what is not true. That is also a file that git ignores or is told not to look at, and
    what a link leads to, since a build reads all of these.
    """
    found = _git(root, "rev-parse", "--show-toplevel", "HEAD")
    if not found or _git(root, "diff", "--quiet", "HEAD") is None:
        return None
    files = _git(root, "ls-files", "-v", "--stage", "--", *_READ)
    if files is None or not all(map(_WATCHED.match, files.splitlines())):
        return None
    if _git(root, "ls-files", "--others", *(f"--exclude={name}" for name in _NOT_READ), "--", *_READ) != "":
        return None
    top, _, commit = found.strip().rpartition("\n")
    return commit if os.path.realpath(top) == os.path.realpath(root) else None


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git prints, None where it fails or is not there."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no outside input
    except OSError:
        return None
    return None if done.returncode else os.fsdecode(done.stdout)


def _commit(text: str) -> str:
    """Return a commit as git prints it in full."""
    if not re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("give the whole name of the commit, 40 or 64 digits")
    return text


def _number(text: str) -> int:
    """Return how many builds to keep."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("give a number from 1 on")
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 published, 1 not, 130 interrupted."""
    options = _parser().parse_args(arguments)
    builds = Builds(Path(os.path.realpath(options.root)))
    before = builds.current
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    if sys.stderr.isatty():
        _announce()
    try:
        said = _run(options, builds)
    except (InvalidData, PublishError, BuildsError) as error:
        tell(*str(error).split("\n"))
        return 1
    except OSError as error:
        what = "the site was not published:" if builds.current == before else "the new site is there, but"
        tell(f"{what} {error}")
        return 1
    except KeyboardInterrupt:
        left = "the old site is still there" if builds.current == before else "the new site is there already"
        tell(f"interrupted: {left}")
        return STOPPED
    show(f"{said}\n", "the site is published")
    return 0


def _announce() -> None:
    """Say each step on the terminal as it begins."""
    steps = logging.getLogger("macros")
    steps.addHandler(logging.StreamHandler())
    steps.setLevel(logging.INFO)
    steps.propagate = False


def _run(options: argparse.Namespace, builds: Builds) -> str:
    """Do what is asked for, and return what to say of it."""
    if options.roll_back:
        return f"published again: {builds.roll_back()}"
    publish(builds.root, options.commit or commit_of(builds.root), options.keep)
    if unset := made_up(current_catalog(builds.root).portal):
        tell(f"data/portal.yml: still made up: {', '.join(unset)}")
        tell("    set them before others read the site, as ids are made of them: deploy/README.md")
    return f"published: {builds.published}"


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m macros.publish",
        description="Publish the site to site/. Exit code 0: published; 1: not, the old site is left; "
        "130: interrupted.",
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the checkout (default: here)"
    )
    parser.add_argument(
        "--roll-back", action="store_true", help="publish the build before the published one again"
    )
    parser.add_argument(
        "--commit",
        type=_commit,
        metavar="SHA",
        help="the commit that the site is made from, for its manifest (default: what git says)",
    )
    parser.add_argument(
        "--keep",
        type=_number,
        default=KEPT,
        metavar="N",
        help=f"how many builds to keep, to go back to (default: {KEPT})",
    )
    return parser


if __name__ == "__main__":
    sys.exit(run_command("python -m macros.publish", main))
