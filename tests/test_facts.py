"""The facts as they are now: they grow, and nothing that was known in June 2024 is lost on the way.

What June 2024 knew is in `test_edition.py`. That each text which says something else now has an event with a
reason is a rule of the check, `unexplained-difference`, without which there is no catalog.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from portal.cli.outside.edition_source import this_edition
from portal.history import Edition, compare
from portal.history.edition import KINDS
from portal.model import Catalog
from portal.outputs.outputs import files_of
from tests.conftest import REPOSITORY, TESTS

JUNE = REPOSITORY / "data" / "editions" / "2024-06"
# Every id by which somebody can know something of June 2024, after a word for what it is
IDS = TESTS / "ids-2024-06.txt"
_UID = re.compile(r"^UID:(\S+)", re.MULTILINE)
# There is one for each change or release.
_OF_ENTRIES = ("api/v1/changes/", "api/v1/releases/")


def ids_of(catalog: Catalog) -> Iterator[str]:
    """Return every id of what a catalog publishes, as the list has them."""
    lists = {file: (kind if kind != "surface" else "name", key) for kind, (file, key) in KINDS.items()}
    lists["api/v1/events.json"] = ("event", "id")
    yield from (f"question {question.id}" for question in catalog.questions)
    for path, data in files_of(catalog, None):
        if not path.startswith(_OF_ENTRIES):
            yield f"address {path}"
        if path in lists or (path.startswith("feeds/") and path.endswith(".json")):
            word, key = lists.get(path, ("entry", "id"))
            yield from (f"{word} {item[key]}" for item in json.loads(data)["items"])
        elif path.endswith(".atom"):
            yield "feed " + data.decode().partition("<id>")[2].partition("</id>")[0]
        elif path.endswith(".ics"):
            # A line that is too long goes on in the next one, after a blank.
            yield from (f"uid {uid}" for uid in _UID.findall(data.decode().replace("\r\n ", "")))


def test_every_id_of_june_2024_is_there(catalog: Catalog) -> None:
    known = IDS.read_text("utf-8").splitlines()
    assert known == sorted(set(known))
    assert set(known) - set(ids_of(catalog)) == set()


def test_the_list_of_ids_is_that_of_june_2024(june: Catalog) -> None:
    """No id left the list, and no fact came into it."""
    known = IDS.read_text("utf-8").splitlines()
    found = set(ids_of(june))
    assert set(known) <= found
    # What the program publishes can grow: only there can it have more by now.
    more = {line.partition(" ")[0] for line in found - set(known)}
    assert more <= {"address", "feed", "name", "entry", "source"}


def test_nothing_of_june_2024_is_gone_or_moved_without_a_word(catalog: Catalog) -> None:
    """The contract: ids stay, histories only grow, and each version, status and date moves with an event."""
    files = [file for file, _ in KINDS.values() if (JUNE / Path(file).name).is_file()]
    documents = {file: json.loads((JUNE / Path(file).name).read_bytes()) for file in files}
    found = compare(Edition("June 2024", {}, documents), this_edition(REPOSITORY))
    assert found.breaks == ()
    assert len(catalog.changes) >= len(documents["api/v1/changes.json"]["items"])
