"""The whole corpus, and how well it is searched."""

from dataclasses import replace

from portal.scanner import Names, scan_text
from tests.checkout import JUNE
from tests.scanner.corpus import Snippet
from tests.scanner.snippets import compiled, python, scripts, settings, web

SNIPPETS: tuple[Snippet, ...] = (
    *python.SNIPPETS,
    *web.SNIPPETS,
    *compiled.SNIPPETS,
    *scripts.SNIPPETS,
    *settings.SNIPPETS,
)


def june_names(names: Names) -> Names:
    """Return today's spellings of the changes of June 2024, which alone the snippets are about."""
    known = {file.stem for file in (JUNE / "changes").glob("*.yml")}
    return replace(names, changes=tuple(change for change in names.changes if change.id in known))


def found(names: Names, snippet: Snippet) -> frozenset[str]:
    """Return the ids of the changes that a scan finds in a snippet."""
    return frozenset(item.change.id for item in scan_text(names, snippet.file, snippet.code).findings)


def precision_and_recall(names: Names) -> tuple[float, float]:
    """Return which part of what is found is used, and which part of what is used is found."""
    pairs = [(snippet, found(names, snippet)) for snippet in SNIPPETS]
    right = sum(len(ids & snippet.uses) for snippet, ids in pairs)
    return right / sum(len(ids) for _, ids in pairs), right / sum(len(snippet.uses) for snippet, _ in pairs)
