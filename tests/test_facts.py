"""The facts as they are now: they grow, and nothing that was known in June 2024 is lost on the way.

What June 2024 knew is in `test_edition.py`. That each text which says something else now has an event with a
reason is a rule of the check, `unexplained-difference`, without which there is no catalog.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from portal.cli.outside.edition_source import this_edition
from portal.history import Edition, compare
from portal.history.edition import KINDS
from portal.model import Catalog
from portal.outputs.outputs import files_of
from tests.conftest import REPOSITORY, TESTS

JUNE = REPOSITORY / "data" / "editions" / "2024-06"
# The ids of June 2024 that no file of the API has: of questions, which are places on pages, and of feeds.
# Whose they are is left out: who publishes a portal of their own has an authority of their own.
IDS = TESTS / "ids-2024-06.txt"
THEIRS = "tag:axis-os-portal.example,2026:"


def ids_of(catalog: Catalog) -> Iterator[str]:
    """Return these ids of a catalog, as the list has them."""
    yield from (f"question {question.id}" for question in catalog.questions)
    for path, data in files_of(catalog, None):
        if path.endswith(".atom"):
            id_ = data.decode().partition("<id>")[2].partition("</id>")[0]
            yield "feed " + id_.removeprefix(f"tag:{catalog.portal.id_authority}:")


def test_every_id_of_june_2024_is_there(catalog: Catalog, june: Catalog) -> None:
    """All others are in what the last release promised: `test_baseline.py`."""
    known = set(IDS.read_text("utf-8").splitlines())
    assert known
    assert known - set(ids_of(catalog)) == set()
    assert known <= set(ids_of(june)), "no fact came into the list"


def test_nothing_of_june_2024_is_gone_or_moved_without_a_word(catalog: Catalog) -> None:
    """The contract: ids stay, histories only grow, and each version, status and date moves with an event."""
    files = [file for file, _ in KINDS.values() if (JUNE / Path(file).name).is_file()]
    ours = f"tag:{catalog.portal.id_authority}:"
    texts = {file: (JUNE / Path(file).name).read_text("utf-8") for file in files}
    documents = {file: json.loads(text.replace(THEIRS, ours)) for file, text in texts.items()}
    found = compare(Edition("June 2024", {}, documents), this_edition(REPOSITORY))
    assert found.breaks == ()
    assert len(catalog.changes) >= len(documents["api/v1/changes.json"]["items"])
