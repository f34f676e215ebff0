"""A copy of the checkout to break at will, and the command that publishes it."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

SAMPLE = Path(__file__).parent / "sample"
JUNE = SAMPLE / "june-2024/data"
CODE = ("macros", "portal", "schema")
PARTS = ("content", "data", *CODE)
# What is said of a portal whose address is made up, as that of the sample is
UNSET = """\
data/portal.yml: still made up: url, repository, id_authority
    set them before others read the site, as ids are made of them: deploy/README.md
"""


@dataclass(frozen=True)
class Checkout:
    """A copy of the parts of the checkout that the site is made of."""

    root: Path

    @property
    def site(self) -> Path:
        """The published folder."""
        return self.root / "site"

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a Python module in the checkout, as a user would."""
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def publish(self) -> subprocess.CompletedProcess[str]:
        """Take the road that `make site` takes."""
        return self.run("macros.publish")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that must be in a file."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new), "utf-8")

    def append(self, path: str, text: str) -> None:
        """Add a text at a file's end."""
        with (self.root / path).open("a", encoding="utf-8") as file:
            file.write(text)


def copy_checkout(repository: Path, root: Path) -> Checkout:
    """Copy the parts of the checkout that the site is made of."""
    for part in PARTS:
        shutil.copytree(repository / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for settings in repository.glob("*.yml"):
        shutil.copy(settings, root)
    return Checkout(root)


def june_checkout(repository: Path, root: Path) -> Checkout:
    """Copy the checkout with the data of June 2024 in place of today's."""
    checkout = copy_checkout(repository, root)
    links = _links(root)
    shutil.rmtree(root / "data")
    shutil.copytree(JUNE, root / "data")
    then = {link["id"] for link in _links(root)}
    # Pages of today may name links that were not known in June.
    later = [link for link in links if link["id"] not in then]
    if later:
        checkout.append("data/links.yml", indent(yaml.safe_dump(later, sort_keys=False), "  "))
    return checkout


def small_checkout(repository: Path, root: Path) -> Checkout:
    """Make a checkout of the sample whose site has few pages, but of every kind: it publishes in a second.

    Its code and its schemas are those of the repository, not copies: they must not be edited.
    """
    shutil.copytree(SAMPLE / "site", root)
    shutil.copytree(SAMPLE / "data", root / "data")
    shutil.copy(repository / "mkdocs.yml", root / "whole.yml")
    for shell in (repository / "content").rglob("_*.md"):
        shutil.copy(shell, root / shell.relative_to(repository))
    for part in CODE:
        (root / part).symlink_to(repository / part)
    return Checkout(root)


def _links(root: Path) -> list[dict[str, Any]]:
    """Return the links that pages can name."""
    found: list[dict[str, Any]] = yaml.safe_load((root / "data/links.yml").read_bytes())["links"]
    return found


def digests(site: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a site but for its search index, another one at each build."""
    root = site.resolve()
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in files.items()
        if not name.startswith("pagefind/")
    }
