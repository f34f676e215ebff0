"""What a tree says is not its own code: `.gitignore` files as Git reads them, and folders of others' code."""

import re
from dataclasses import dataclass

from portal.problems import printable

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


# Patterns that are in force in one folder at most, and their letters: looking at a path takes time for each.
_MOST = 3000
_MOST_LETTERS = 60_000
_TOKEN = re.compile(
    r"(?P<stars>\*+)|(?P<any>\?)|\[(?P<no>[!^]?+)(?P<set>\]?+[^]\\]*)\]|\\(?P<plain>.)|(?P<one>[^\\[])",
    re.DOTALL,
)
_RANGE = re.compile("(.)-(.)|(.)", re.DOTALL)


@dataclass(frozen=True)
class _IgnoreFile:
    """What one `.gitignore` says, as an expression in which the last of its patterns is tried first."""

    folder: str
    expression: re.Pattern[str]
    leave_out: tuple[bool, ...]  # for each pattern in the expression

    def verdict(self, path: str) -> bool | None:
        """Whether a path is left out; None where no pattern says anything of it."""
        found = self.expression.fullmatch(path.removeprefix(self.folder))
        return None if found is None or found.lastindex is None else self.leave_out[found.lastindex - 1]


@dataclass(frozen=True)
class Ignoring:
    """The patterns in force in a folder: those of its own `.gitignore`, and those of the folders above.

    Paths are absolute; those of folders end with `/`. That a folder is left out is said of the folder alone.
    """

    levels: tuple[_IgnoreFile, ...] = ()
    letters: int = 0

    def below(self, folder: str, text: str) -> tuple["Ignoring", tuple[str, ...]]:
        """Return the patterns in force of a folder's `.gitignore` with that text, and what is wrong there."""
        room = _MOST - sum(len(level.leave_out) for level in self.levels)
        letters, cut = self.letters, 0
        found: list[tuple[str, bool]] = []
        unusable: list[str] = []
        for number, line in enumerate(text.split("\n"), 1):
            pattern = _without_end(line.removesuffix("\r"))
            if not pattern or pattern.startswith("#"):
                continue
            letters += len(pattern)
            if len(found) + len(unusable) >= room or letters > _MOST_LETTERS:
                cut = number
                break
            try:
                found.append((_expression(pattern.removeprefix("!")), not pattern.startswith("!")))
            except (ValueError, re.error):
                unusable.append(pattern)
        found.reverse()
        messages = []
        if unusable:
            more = f", and {len(unusable) - 1} more" if unusable[1:] else ""
            messages.append(f"has a pattern that cannot be used: {printable(unusable[0])}{more}")
        if cut:
            messages.append(
                f"has too many patterns, with those above it: from line {cut} on they are not used"
            )
        if not found:
            return self, tuple(messages)
        expression = re.compile("|".join(f"({one})" for one, _ in found), re.DOTALL)
        level = _IgnoreFile(folder, expression, tuple(leave_out for _, leave_out in found))
        return Ignoring((level, *self.levels), letters), tuple(messages)

    def leaves_out(self, path: str) -> bool:
        """Whether a path is not to be searched. The nearest folder that says anything of it decides."""
        for level in self.levels:
            said = level.verdict(path)
            if said is not None:
                return said
        return False


def _without_end(line: str) -> str:
    """Return a line without the spaces at its end, but for one that is escaped."""
    pattern = line.rstrip(" ")
    slashes = len(pattern) - len(pattern.rstrip("\\"))
    return pattern + " " if slashes % 2 and pattern != line else pattern


def _expression(pattern: str) -> str:
    """Return a pattern of Git as an expression for relative paths. Raises `ValueError` or `re.error`.

    Each part that stands between stars takes the first place where it fits, and keeps it: a later one would
    leave less to those after it. So the time is in proportion to the lengths, and not to a power of them.
    """
    end = "/" if pattern.endswith("/") else "/?"
    pattern = pattern.removesuffix("/")
    # Without a slash it is the name of anything below.
    parts = (
        pattern.removeprefix("/").split("/") if "/" in pattern else ["**", re.sub(r"\*{2,}", "*", pattern)]
    )
    runs: list[list[str]] = [[]]
    for part in parts:
        if part.startswith("**") and not part.strip("*"):
            runs.append([])
        else:
            runs[-1].append(_name(part))
    first, *others = map("/".join, runs)
    if not others:
        return first + end
    *middle, last = others
    begin = f"{first}/" if first else ""
    between = "".join(f"(?>(?:[^/]+/)*?{run}/)" for run in middle if run)
    if not last:
        return f"{begin}{between}.+{end.removesuffix('/?')}"
    # One name at the end is the last of the path.
    skipped = "(?:[^/]+/)*?" if runs[-1][1:] else r"(?>(?:.*/(?!\Z))?)"
    return begin + between + skipped + last + end


def _name(glob: str) -> str:
    """Return an expression for one name of a path. Raises `ValueError` for what Git does not match at all."""
    if not glob.strip("*"):
        if not glob:
            raise ValueError("a name is empty")
        return "[^/]+"
    pieces = [""]
    at = 0
    while at < len(glob):
        token = _TOKEN.match(glob, at)
        if token is None:
            raise ValueError(glob)
        at = token.end()
        if token["stars"]:
            pieces.append("")
        elif token["any"]:
            pieces[-1] += "[^/]"
        elif token["set"] is not None:
            pieces[-1] += _set(token["set"], "^" if token["no"] else "")
        else:
            pieces[-1] += re.escape(token["plain"] or token["one"])
    first, *others = pieces
    if not others:
        return first
    *middle, last = others
    inner = "".join(f"(?>[^/]*?{piece})" for piece in middle if piece)
    # The name ends where the last piece does.
    return rf"{first}{inner}(?>[^/]*{last}(?=/|\Z))" if last else f"{first}{inner}[^/]*"


def _set(letters: str, no: str) -> str:
    """Return an expression for one letter of those in brackets, or for one that is not there."""
    if "[:" in letters:
        raise ValueError(letters)  # a class of letters by its name
    found = (
        f"{re.escape(low)}-{re.escape(high)}" if low else re.escape(one)
        for low, high, one in _RANGE.findall(letters)
    )
    expression = f"(?!/)[{no}{''.join(found)}]"
    re.compile(expression)
    return expression
