"""What a tree says is not its own code: `.gitignore` files as Git reads them, and folders of others' code."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Ignoring:
    """The patterns in force in a folder: those of its own `.gitignore`, and those of the folders above.

    Paths are absolute; those of folders end with `/`.
    """

    levels: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def below(self, folder: str, text: str) -> "Ignoring":
        """Give the patterns in force in a folder with a `.gitignore` of that text. Raises `ValueError`."""
        return Ignoring(((folder, GitIgnoreSpec.from_lines(text.splitlines())), *self.levels))

    def leaves_out(self, path: str) -> bool:
        """Whether a path is not to be searched. The nearest folder that says anything of it decides."""
        for folder, spec in self.levels:
            said = spec.check_file(path.removeprefix(folder)).include
            if said is not None:
                return said
        return False
