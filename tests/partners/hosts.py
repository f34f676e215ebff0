"""Sites for partners to read, each published at the address that it is served from."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from macros.after.manifest import write_manifest
from portal.model import Catalog
from portal.outputs.feeds import feeds_of
from portal.outputs.outputs import write_outputs
from portal.reading.structure import published_schemas
from tests.conftest import REPOSITORY
from tests.serving import Answer, serve

# So few entries a page that the feeds of the sample have several
PAGE_SIZE = 3


@dataclass(frozen=True)
class Host:
    """A site that is served: its address without a slash at its end, its folder, and what it has answered."""

    address: str
    folder: Path
    answers: list[Answer]

    def write(self, catalog: Catalog) -> None:
        """Write every file for machines, as publishing does."""
        here = replace(catalog, portal=replace(catalog.portal, url=f"{self.address}/"))
        written = write_outputs(here, published_schemas(REPOSITORY), self.folder)
        for feed in feeds_of(here):
            for path, text in feed.documents(here, PAGE_SIZE):
                (self.folder / path).parent.mkdir(exist_ok=True)
                (self.folder / path).write_text(text, "utf-8", newline="\n")
                written.append(path)
        shutil.copy(REPOSITORY / "macros/theme/_headers", self.folder)
        write_manifest(self.folder, here.portal, set(written), None)

    def asked(self, path: str) -> list[int]:
        """Return the status of each answer for a path, and forget it."""
        found = [int(answer.status) for answer in self.answers if answer.path == f"/{path}"]
        self.answers[:] = [answer for answer in self.answers if answer.path != f"/{path}"]
        return found


@contextmanager
def host_of(folder: Path) -> Iterator[Host]:
    """Serve a folder that may still be empty, at an address of its own."""
    answers: list[Answer] = []
    with serve(folder, answers.append) as address:
        yield Host(address.rstrip("/"), folder, answers)
