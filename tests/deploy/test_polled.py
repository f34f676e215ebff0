"""Readers of nginx while the whole site is published: every answer is true, and of its time."""

from dataclasses import replace

import pytest

from tests.checkout import copy_checkout
from tests.conftest import REPOSITORY
from tests.deploy.nginx import open_folder
from tests.publishing.polled import (
    CHANGE,
    Answer,
    Edition,
    Reader,
    has_late_tag,
    publish_and_read,
    wrong_answers,
)

PAGE = f"changes/{CHANGE}/"
ONE, TWO = Edition({PAGE: "one"}, 0, 5), Edition({PAGE: "two"}, 10, 15)
RIGHT = Answer(PAGE, 200, "one", '"one-gzip"', 6, 7, whole=True)


def test_readers_see_every_edition_whole_and_in_its_time() -> None:
    with open_folder() as folder:
        editions, readers = publish_and_read(copy_checkout(REPOSITORY, folder / "checkout"), 2)
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


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (RIGHT, None),
        (replace(RIGHT, asked=14, had=16), None),
        (replace(RIGHT, sum="two", tag="", asked=8, had=11), None),
        (replace(RIGHT, status=404), "missing"),
        (replace(RIGHT, status=502), "missing"),
        (replace(RIGHT, whole=False), "cut off"),
        (replace(RIGHT, sum="three"), "mixed"),
        (replace(RIGHT, asked=16, had=17), "of another time"),
        (replace(RIGHT, sum="two", tag='"two"'), "of another time"),
        (replace(RIGHT, status=304, asked=16, had=17), "untrue 304"),
        (replace(RIGHT, tag='"zero"', asked=4), None),
        (replace(RIGHT, tag='"zero"'), "untrue tag"),
    ],
)
def test_a_wrong_answer_is_told(answer: Answer, fault: str | None) -> None:
    reader = Reader("http://127.0.0.1", "gzip", answers=[answer])
    assert [kind for kind, _ in wrong_answers([ONE, TWO], [reader])] == [fault] * bool(fault)


@pytest.mark.parametrize(
    ("tag", "late"), [('"one-gzip"', False), ('"one"', False), ('"two"', True), ("", False)]
)
def test_a_tag_of_another_edition_is_told(tag: str, late: bool) -> None:
    assert has_late_tag(replace(RIGHT, tag=tag)) is late
