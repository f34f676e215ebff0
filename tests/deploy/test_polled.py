"""Readers of nginx while the whole site is published: every answer is true, and of its time."""

from tests.checkout import small_checkout
from tests.conftest import REPOSITORY
from tests.deploy.nginx import open_folder
from tests.publishing.polled import CHANGE, publish_and_read, wrong_answers

PAGE = f"changes/{CHANGE}/"


def test_readers_see_every_edition_whole_and_in_its_time() -> None:
    with open_folder() as folder:
        editions, readers = publish_and_read(small_checkout(REPOSITORY, folder / "checkout"), 2)
    assert list(wrong_answers(editions, readers)) == []
    for path in (PAGE, "feeds/changes.json", f"api/v1/changes/{CHANGE}.json", "pagefind/pagefind-entry.json"):
        seen = {answer.sum for reader in readers for answer in reader.answers if answer.path == path}
        assert seen == {edition.sums[path] for edition in editions}
        assert len(seen) == 3
    for reader in readers:
        assert {200, 304, 404} == {answer.status for answer in reader.answers}
        assert {answer.tag.endswith('-gzip"') for answer in reader.answers if answer.tag and answer.path} == {
            reader.coding == "gzip"
        }
