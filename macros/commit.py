"""The commit that a site is made from, as far as git can say."""

import subprocess
from pathlib import Path


def commit_of(root: Path) -> str | None:
    """Return the commit that is checked out at `root`.

    None where `root` is not the root of a git checkout, or has changes that no commit has: another one's or
    an older commit would say what is not true.
    """
    found = _git(root, "rev-parse", "--show-toplevel", "HEAD")
    if not found or _git(root, "diff", "--quiet", "HEAD") is None:
        return None
    top, _, commit = found.strip().rpartition("\n")
    return commit if Path(top).resolve() == root.resolve() else None


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git prints, None where it fails or is not there."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no outside input
    except OSError:
        return None
    return None if done.returncode else done.stdout
