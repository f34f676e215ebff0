"""Git repositories that tests make. Commits are nobody's in particular, whatever the machine is set to."""

import shutil
import subprocess
from pathlib import Path

WHO = ("-c", "user.name=Somebody", "-c", "user.email=somebody@portal.example", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str) -> str:
    """Return what git prints in a folder. Raises `CalledProcessError` if it fails."""
    command = ["git", "-C", str(root), *WHO, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit_all(root: Path, message: str) -> None:
    """Commit all files of a folder, in a new repository if it is none."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--no-verify", f"--message={message}")


def clone(repository: Path, root: Path) -> Path:
    """Make a repository of the files that a commit of all would have now, and give its folder."""
    listed = git(repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (repository / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(repository / name, root / name)
    commit_all(root, "All")
    return root
