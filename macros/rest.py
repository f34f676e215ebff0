"""The rest of a site whose pages are shown already, made in a process of its own.

`macros.serve` starts it after each edit, and ends it where the next edit comes first. A process that starts
anew, as the server has threads by then, with which it must not be split in two.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from macros.finish import make_rest
from macros.mistakes import explain


class Rest:
    """A whole site that is being made out of finished pages; they stay as they are, for who looks at them."""

    def __init__(
        self, checkout: Path, pages: Path, folder: Path, program: Sequence[str] = ("-m", "macros.rest")
    ) -> None:
        """Begin. `folder` is where the site is made; it and all below it is the caller's to remove.

        `program` is what Python runs for that: it takes the checkout, the pages and the site, and prints a
        list of what is wrong.
        """
        self.site = tempfile.mkdtemp(dir=folder)
        # -B: what Python keeps of the code it has read would look like an edit to who watches.
        self._process = subprocess.Popen(  # noqa: S603 - no outside input
            [sys.executable, "-B", *program, str(checkout), str(pages), self.site],
            stdout=subprocess.PIPE,
            start_new_session=True,  # so that it ends with all that it has started
        )

    def problems(self) -> tuple[str, ...]:
        """Wait until it is done or ended, and give what is wrong, nothing if the site is whole."""
        said, _ = self._process.communicate()
        if self._process.returncode:
            code = self._process.returncode
            return (f"search, feeds and the rest of the site: what makes them ended with exit code {code}",)
        return tuple(json.loads(said))

    def end(self) -> None:
        """End it at once, if it is not done."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def _make(checkout: Path, pages: Path, site: Path) -> list[str]:
    """Make a whole site out of pages, and give what is wrong."""
    try:
        shutil.copytree(pages, site, dirs_exist_ok=True)
        make_rest(checkout, site)
    except Exception as error:  # noqa: BLE001 - code being edited fails in any way
        return list(explain(error, checkout))
    return []


if __name__ == "__main__":
    json.dump(_make(*map(Path, sys.argv[1:])), sys.stdout)
