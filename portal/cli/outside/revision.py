"""A revision in git: its files are read without touching the work tree."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.history import UnreadableEdition

PARTS = ("data", "schema")


def commit_of(root: Path, revision: str) -> str:
    """Return the commit that a revision names, seen from `root`. Raises `UnreadableEdition` if none."""
    _git(root, revision, "rev-parse", "--show-prefix")  # says so if there is no repository
    commit = f"{revision}^{{commit}}"
    done = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    if done is None or done.returncode:
        hint = "name a folder, a manifest, or a revision that git has; a shallow clone has few: git fetch"
        raise UnreadableEdition(revision, "is no file or folder, and git knows no such revision", hint)
    return done.stdout.decode().strip()


@contextmanager
def checked_out(root: Path, revision: str, commit: str) -> Iterator[Path]:
    """Return a folder with the data and schemas of a commit, for as long as the block runs."""
    found = _git(root, revision, "ls-tree", "--name-only", commit, "--", *PARTS)
    if found.decode().split() != list(PARTS):
        raise UnreadableEdition(revision, "has no data/ and schema/", "name a revision of a portal")
    archive = _git(root, revision, "archive", "--format=tar", commit, "--", *PARTS)
    with TemporaryDirectory(prefix="portal-") as folder:
        write_archive(archive, Path(folder))
        yield Path(folder)


def write_archive(archive: bytes, folder: Path) -> None:
    """Write the plain files of a tar archive below a folder."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _git(root: Path, revision: str, *arguments: str) -> bytes:
    done = _run(root, *arguments)
    if done is None:
        hint = "install git, or give a folder or a manifest"
        raise UnreadableEdition(revision, "is no file or folder, and there is no git to look for it", hint)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        hint = "run it in a checkout, or name one with --root DIR"
        raise UnreadableEdition(revision, f"cannot be read with git: {said}", hint)
    return done.stdout


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603, S607 - a revision is never an option
    except FileNotFoundError:
        return None
