"""The road from data to a published folder: check, render, stamp, feeds, search, verify, swap.

`python -m macros.publish` takes all of it; `--after SITE` takes what follows the engine, for any engine that
has rendered `content/`; `mkdocs build` and `macros.serve` take the same through `after_engine`.
"""

import argparse
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mkdocs.commands.build import build as render_pages
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from macros.commit import commit_of
from macros.finish import PublishError, after_engine, current_catalog
from portal.problems import InvalidData

BUILDS = "build"
PUBLISHED = "site"


def publish(root: Path, commit: str | None = None) -> Path:
    """Build the site aside, and let it take the place of the published one only when it is whole.

    `commit` is what the site is made from, None where that is not known. Gives the folder that `site` now
    links to. Raises `InvalidData` or `PublishError`.
    """
    published = root / PUBLISHED
    if published.exists() and not published.is_symlink():
        raise PublishError(f"{published} is a folder that this command did not make; move it away")
    builds = root / BUILDS
    builds.mkdir(exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{PUBLISHED}-", dir=builds))
    try:
        current_catalog(root)
        _render(root, fresh, commit)
        fresh.chmod(0o755)
        _swap(fresh, published)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    for old in builds.glob(f"{PUBLISHED}-*"):
        if old != fresh:
            shutil.rmtree(old, ignore_errors=True)
    return fresh


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


def _swap(fresh: Path, published: Path) -> None:
    """Point the published link to the fresh folder, in one rename."""
    link = fresh.with_name(f"{fresh.name}.link")
    link.symlink_to(os.path.relpath(fresh, published.parent), target_is_directory=True)
    link.replace(published)


def _commit(text: str) -> str:
    """Give a commit as git prints it in full."""
    if not re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("give the whole name of the commit, 40 or 64 digits")
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 published, 1 not."""
    parser = argparse.ArgumentParser(
        prog="python -m macros.publish",
        description="Publish the site to site/. Exit code 0: published; 1: not, the old site is left.",
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the checkout (default: here)"
    )
    parser.add_argument(
        "--after", type=Path, metavar="SITE", help="only make whole what an engine has rendered into SITE"
    )
    parser.add_argument(
        "--commit",
        type=_commit,
        metavar="SHA",
        help="the commit that the site is made from, for its manifest (default: what git says)",
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    root = options.root.resolve()
    commit = options.commit or commit_of(root)
    try:
        if options.after:
            after_engine(root, options.after, commit=commit)
            print(f"made whole: {options.after}")
        else:
            publish(root, commit)
            print(f"published: {root / PUBLISHED}")
    except (InvalidData, PublishError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
