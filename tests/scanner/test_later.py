"""Names that became known after June 2024 are found in code: each such change is in a snippet of ours."""

import pytest

from portal.model import Catalog
from portal.scanner import Names, names_of
from tests.scanner.corpus import Snippet
from tests.scanner.figures import found
from tests.scanner.snippets.later import SNIPPETS


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return names_of(catalog)


@pytest.mark.parametrize(
    "snippet", SNIPPETS, ids=lambda snippet: f"{snippet.file}: {' '.join(snippet.code.split())[:50]}"
)
def test_snippet(names: Names, snippet: Snippet) -> None:
    assert found(names, snippet) == snippet.found


def test_every_new_change_that_is_searched_for_is_in_a_snippet(names: Names, june: Catalog) -> None:
    known = {change.id for change in june.changes}
    new = {change.id for change in names.changes if change.names} - known
    assert new - {change for snippet in SNIPPETS for change in snippet.found} == set()
