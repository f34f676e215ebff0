"""What is found in code of every language, and what is not: precision and recall over the corpus."""

import pytest

from portal.model import Catalog
from portal.scanner import Names, names_of
from tests.scanner.corpus import Snippet
from tests.scanner.figures import SNIPPETS, found, june_names, precision_and_recall
from tests.scanner.snippets import later


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    """Today's spellings of what was known in June 2024, so that a new change needs no code here."""
    return june_names(names_of(catalog))


@pytest.mark.parametrize(
    "snippet", SNIPPETS, ids=lambda snippet: f"{snippet.file}: {' '.join(snippet.code.split())[:50]}"
)
def test_snippet(names: Names, snippet: Snippet) -> None:
    assert found(names, snippet) == snippet.found


def test_precision_and_recall(names: Names) -> None:
    assert len(SNIPPETS) >= 80
    precision, recall = precision_and_recall(names)
    assert precision >= 0.98
    assert recall >= 0.95
    assert min(precision, recall) < 1, "the corpus has to have what is known to fail"


def test_every_name_that_is_searched_for_is_in_the_corpus(names: Names) -> None:
    """So that a spelling which finds nothing cannot hide."""
    seen = {change for snippet in (*SNIPPETS, *later.SNIPPETS) for change in snippet.found}
    searched = {change.id for change in names.changes if any(name.is_searched for name in change.names)}
    assert searched - seen == set()
