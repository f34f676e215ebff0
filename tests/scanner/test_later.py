"""Names that became known after June 2024 are found in code: each such change is in a snippet of ours."""

import pytest

from portal.model import Catalog
from portal.scanner import Names, ScanChange, names_of
from tests.scanner.corpus import Snippet
from tests.scanner.figures import found
from tests.scanner.snippets.later import SNIPPETS
from tests.test_later_facts import COLLECTED


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return names_of(catalog)


@pytest.mark.parametrize(
    "snippet", SNIPPETS, ids=lambda snippet: f"{snippet.file}: {' '.join(snippet.code.split())[:50]}"
)
def test_snippet(catalog: Catalog, names: Names, snippet: Snippet) -> None:
    coming = {change for change in snippet.found if catalog.change_by_id[change].may_come}
    assert found(names, snippet) == coming


def spelled(change: ScanChange) -> bool:
    return any(name.match for name in change.names)


def test_every_change_can_be_searched_for_or_says_why_not(catalog: Catalog, names: Names) -> None:
    """Of those that were collected then, as above."""
    searched = {change.id for change in names.changes if any(name.is_searched for name in change.names)}
    for change in catalog.changes:
        if change.may_come and change.recorded.text <= COLLECTED:
            assert (change.id in searched) != bool(change.unsearchable), change.id


def test_every_new_change_that_is_searched_for_is_in_a_snippet(
    catalog: Catalog, names: Names, june: Catalog
) -> None:
    """Of those that were collected then: whoever adds a change need not write code for it."""
    searched = [catalog.change_by_id[change.id] for change in names.changes if spelled(change)]
    new = {change.id for change in searched if change.recorded.text <= COLLECTED}
    shown = {change for snippet in SNIPPETS for change in snippet.found}
    assert new - {change.id for change in june.changes} - shown == set()
