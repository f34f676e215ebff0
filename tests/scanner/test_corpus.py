"""What is found in code of every language, and what is not: precision and recall over the corpus."""

import pytest

from portal.model import Catalog
from portal.scanner.facts import names_of
from portal.scanner.search import Search
from tests.scanner.corpus import Snippet, precision_and_recall
from tests.scanner.snippets import compiled, scripts, settings, web
from tests.scanner.snippets import python as python_snippets

SNIPPETS: tuple[Snippet, ...] = (
    *python_snippets.SNIPPETS,
    *web.SNIPPETS,
    *compiled.SNIPPETS,
    *scripts.SNIPPETS,
    *settings.SNIPPETS,
)


@pytest.fixture(scope="module")
def search(catalog: Catalog) -> Search:
    return Search(names_of(catalog))


def found(search: Search, snippet: Snippet) -> frozenset[str]:
    return frozenset(use.change for use in search.uses(snippet.code.encode(), snippet.file)[1])


@pytest.mark.parametrize(
    "snippet", SNIPPETS, ids=lambda snippet: f"{snippet.file}: {' '.join(snippet.code.split())[:50]}"
)
def test_snippet(search: Search, snippet: Snippet) -> None:
    assert found(search, snippet) == snippet.found


def test_precision_and_recall(search: Search) -> None:
    assert len(SNIPPETS) >= 80
    precision, recall = precision_and_recall([(snippet, found(search, snippet)) for snippet in SNIPPETS])
    print(f"{len(SNIPPETS)} snippets: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.9
