"""The builds of the site, kept side by side under `build/`; the link `site` says which one readers see.

A build is made aside, gets its number when it is whole, and is published by one rename of the link:
whatever stops this, readers see the old site or the new one. Decision 0006 has the reasons.

A web server tells readers who poll by a file's time and size whether it has changed: decision 0020.
"""

import fcntl
import filecmp
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from macros.after.finished import files_below

KEPT = 3
_NUMBERED = re.compile(r"site-([1-9][0-9]*)")
_FRESH = re.compile(r"fresh-[1-9][0-9]*")


class BuildsError(Exception):
    """The builds cannot be used as asked. Its text says why, and what to do."""


@dataclass(frozen=True)
class Builds:
    """The builds of the checkout at `root`."""

    root: Path

    @property
    def published(self) -> Path:
        """The link that readers follow."""
        return self.root / "site"

    @property
    def folder(self) -> Path:
        """Where builds are."""
        return self.root / "build"

    @property
    def current(self) -> int | None:
        """The number of the build that readers see, None if `site` is not a link that this program made."""
        try:
            target = self.published.readlink()
        except OSError:
            return None
        name = _NUMBERED.fullmatch(target.name)
        return int(name[1]) if name and target.parent == Path("build") else None

    @contextmanager
    def fresh(self) -> Iterator[Path]:
        """Return an empty folder to build in; it is gone afterwards if it was not published.

        Raises `BuildsError` if the site cannot be published here, or another process is publishing.
        """
        with self._alone():
            for left in self.folder.iterdir():
                if _FRESH.fullmatch(left.name):  # of a build that was killed
                    shutil.rmtree(left, ignore_errors=True)
            # Named anew: a program that such a build has started may still write into the old one.
            fresh = self.folder / f"fresh-{os.getpid()}"
            fresh.mkdir()
            try:
                yield fresh
            finally:
                shutil.rmtree(fresh, ignore_errors=True)

    def publish(self, fresh: Path, keep: int = KEPT) -> Path:
        """Number a whole build, publish it, remove all but the last `keep`, and return its folder."""
        build = self.folder / f"site-{max(self._numbers(), default=0) + 1}"
        self._set_times(fresh)
        fresh.rename(build)
        self._point_to(build)
        self._remove_all_but(self._numbers()[-keep:])
        return build

    def roll_back(self) -> Path:
        """Publish the build before the published one again, and return its folder.

        Raises `BuildsError` if there is none, or another process is publishing.
        """
        with self._alone():
            earlier = [number for number in self._numbers() if number < (self.current or 0)]
            if not earlier:
                raise BuildsError(f"{self.folder} has no earlier build to go back to")
            build = self.folder / f"site-{earlier[-1]}"
            self._point_to(build)
            return build

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from publishing. The system ends this with the process, however that ends."""
        try:
            str(self.root).encode()
        except UnicodeEncodeError:
            raise BuildsError(f"{self.root} has a name that is not UTF-8; move the checkout") from None
        if self.current is None and os.path.lexists(self.published):
            what = "link" if self.published.is_symlink() else "folder" if self.published.is_dir() else "file"
            raise BuildsError(f"{self.published} is a {what} that this command did not make; move it away")
        self.folder.mkdir(exist_ok=True)
        lock = self.folder / "lock"
        if lock.is_symlink():
            raise BuildsError(f"{lock} is a link that this command did not make; remove it")
        with lock.open("a") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BuildsError(
                    f"the site is being published already ({lock} is held); try again when that has ended"
                ) from None
            yield

    def _set_times(self, fresh: Path) -> None:
        """Let files that are as they are published keep their time; all others get the time of this build.

        That is in whole seconds, as servers tell it, and later than every build's before. So no two contents
        of a file that have been published have the same time.
        """
        before = [int((self.folder / f"site-{number}").stat().st_mtime) for number in self._numbers()]
        now = max([int(fresh.stat().st_mtime), *(second + 1 for second in before)])
        for path in files_below(fresh):
            new, old = fresh / path, self.published / path
            same = old.is_file() and filecmp.cmp(new, old, shallow=False)
            time = int(old.stat().st_mtime) if same else now
            os.utime(new, (time, time))
        os.utime(fresh, (now, now))

    def _remove_all_but(self, numbers: list[int]) -> None:
        for number in set(self._numbers()).difference(numbers):
            shutil.rmtree(self.folder / f"site-{number}", ignore_errors=True)

    def _numbers(self) -> list[int]:
        """Return the numbers of the builds, oldest first."""
        names = (_NUMBERED.fullmatch(path.name) for path in self.folder.iterdir())
        return sorted(int(name[1]) for name in names if name)

    def _point_to(self, build: Path) -> None:
        """Publish a build in one rename."""
        link = self.root / f".site-{os.getpid()}"  # beside `site`: `build` may be a link to another disk
        link.symlink_to(os.path.relpath(build, self.root), target_is_directory=True)
        link.replace(self.published)
