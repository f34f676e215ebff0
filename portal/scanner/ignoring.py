"""What a tree says is not its own code: `.gitignore` files as Git reads them, and folders of others' code."""

import re
from contextlib import suppress
from dataclasses import dataclass

import hyperscan
from pathspec import GitIgnoreSpec

# What systems for version control keep for themselves
VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
# Folders that package managers, tools and habit fill with the code of others
VENDORED = frozenset(
    {
        ".eggs", ".gradle", ".mypy_cache", ".nox", ".nuget", ".pytest_cache", ".ruff_cache",
        ".terraform", ".tox", ".venv", ".yarn", "Pods", "__pycache__", "bower_components",
        "jspm_packages", "node_modules", "site-packages", "third_party", "third-party", "vendor", "venv",
    }
)  # fmt: skip


# Longer patterns, or with more wildcards, would take ages to read or to match; nobody writes them.
_LONGEST = 500
_MOST_WILDCARDS = 8
# Building one automaton for all patterns is worth its time between these numbers of them.
_SOME, _MANY = 20, 1500


@dataclass(frozen=True)
class Ignoring:
    """The patterns in force in a folder: those of its own `.gitignore`, and those of the folders above.

    Paths are absolute; those of folders end with `/`.
    """

    levels: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def below(self, folder: str, text: str) -> tuple["Ignoring", tuple[str, ...]]:
        """Return the patterns in force of a folder's `.gitignore` with that text, and the unusable."""
        lines = text.splitlines()
        unusable = tuple(line for line in lines if not _is_usable(line))
        usable = lines if not unusable else [line for line in lines if _is_usable(line)]
        return Ignoring(((folder, _spec(usable)), *self.levels)), unusable

    def leaves_out(self, path: str) -> bool:
        """Whether a path is not to be searched. The nearest folder that says anything of it decides."""
        for folder, spec in self.levels:
            said = spec.check_file(path.removeprefix(folder)).include
            if said is not None:
                return said
        return False


def _is_usable(line: str) -> bool:
    if line.startswith("#"):
        return True
    if len(line) > _LONGEST or line.count("*") + line.count("?") > _MOST_WILDCARDS:
        return False
    try:
        GitIgnoreSpec.from_lines([line], backend="simple")
    except (ValueError, re.error):
        return False
    return True


def _spec(lines: list[str]) -> GitIgnoreSpec:
    if _SOME < len(lines) <= _MANY:
        with suppress(hyperscan.HyperscanError):
            return GitIgnoreSpec.from_lines(lines, backend="best")
    return GitIgnoreSpec.from_lines(lines, backend="simple")
