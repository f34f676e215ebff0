"""The examples of the pages for partners: every block of code is one, and is run as it is published."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from playwright.sync_api import ConsoleMessage, Page

from tests.conftest import REPOSITORY

# The examples of these need code to search, or answers of devices: tests/scanner/test_page.py and
# tests/fleet/test_fleet_page.py run them.
OWN = {REPOSITORY / "content/partners/scan.md", REPOSITORY / "content/partners/fleet.md"}
PAGES = sorted(set((REPOSITORY / "content/partners").rglob("*.md")) - OWN)
# What a block's language is called -> how the name of a script in it ends
ENDINGS = {"sh": "sh", "python": "py", "js": "js"}
_HEAD = re.compile(r'(?P<language>\w+) title="(?P<name>[a-z0-9_-]+\.(?P<ending>\w+))"')


@dataclass(frozen=True)
class Block:
    """A block of code as it stands on a page; `head` is what follows the fence, empty if it has none."""

    page: str
    head: str
    code: str


@dataclass(frozen=True)
class Example:
    """A script that the page names."""

    name: str
    language: str
    code: str


@dataclass(frozen=True)
class Ran:
    """What a script left behind: its exit code (of JavaScript always 0: it raises), stdout and stderr."""

    code: int
    output: str
    errors: str = ""


def blocks_of(pages: list[Path]) -> list[Block]:
    """Return every block of code of Markdown pages, those in lists and those without a fence too."""
    return [
        Block(page.name, token.info.strip(), token.content)
        for page in pages
        for token in MarkdownIt().parse(page.read_text("utf-8"))
        if token.type in ("fence", "code_block")
    ]


def example_of(block: Block) -> Example | None:
    """Return the script that a block is, or None if its language and name do not say that it is one."""
    found = _HEAD.fullmatch(block.head)
    if not found or ENDINGS.get(found["language"]) != found["ending"]:
        return None
    return Example(found["name"], found["language"], block.code)


EXAMPLES = {example.name: example for block in blocks_of(PAGES) if (example := example_of(block))}


@dataclass(frozen=True)
class Runner:
    """Runs examples in a partner's folder, those in JavaScript in a tab that shows a page of another site."""

    folder: Path
    tab: Page
    hub: str

    def run(self, name: str, site: str) -> Ran:
        """Run an example on a site, whose address has no slash at its end."""
        example = EXAMPLES[name]
        if example.language == "js":
            return self._in_the_tab(example, site)
        if example.language == "sh":
            return self._as_program("sh", "-eu", "-c", example.code, site=site)
        script = self.folder / example.name
        script.write_text(example.code, "utf-8")
        return self._as_program(sys.executable, script.name, site, site=site)

    def _as_program(self, *command: str, site: str) -> Ran:
        given = {"site": site, "hub": self.hub, "no_proxy": "127.0.0.1", "PATH": self._search_path()}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=os.environ | given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def _in_the_tab(self, example: Example, site: str) -> Ran:
        lines: list[str] = []

        def note(message: ConsoleMessage) -> None:
            lines.append(f"{message.text}\n")

        self.tab.on("console", note)
        self.tab.evaluate(f"async (site) => {{\n{example.code}\n}}", site)
        self.tab.remove_listener("console", note)
        return Ran(0, "".join(lines))

    def _search_path(self) -> str:
        """Return a search path that begins with the command that installing the package gives."""
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        command = folder / "portal"
        program = "import sys; from portal.cli import main; sys.exit(main())"
        command.write_text(
            f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -c "{program}" "$@"\n', "utf-8"
        )
        command.chmod(0o755)
        return f"{folder}{os.pathsep}{os.environ['PATH']}"
