"""A partner's program of version 0.1.0 still runs, also as facts grow, and it notices what is broken."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.model import Catalog
from tests.partners.hosts import Host
from tests.partners.test_consumers import moved_on
from tests.runner import Ran

PROGRAM = Path(__file__).parent / "consumer_0_1_0.py"
Consumer = Callable[[Host], Ran]


@pytest.fixture
def consume(tmp_path: Path) -> Consumer:
    """Runs the program in one folder, in which it keeps what it has read."""
    (tmp_path / "kept").mkdir()

    def run(host: Host) -> Ran:
        command = (sys.executable, str(PROGRAM), host.address, str(tmp_path / "kept"))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def test_it_is_what_it_was_when_version_0_1_0_came_out() -> None:
    """Where it no longer runs, mend what is published: partners cannot be asked to mend theirs."""
    assert (
        hashlib.sha256(PROGRAM.read_bytes()).hexdigest()
        == "f7b670bc97682738d50d09f5379c6ab38e5275e65ad2211adb7086d5827974bd"
    )


def test_it_reads_the_real_data_and_then_nothing_twice(
    consume: Consumer, real_host: Host, catalog: Catalog
) -> None:
    first = consume(real_host)
    assert (first.code, first.err) == (0, "")
    assert {change.id for change in catalog.changes} <= {
        line.partition(":")[0] for line in first.out.splitlines()
    }
    real_host.answers.clear()
    assert consume(real_host) == Ran(0, "", "")
    assert {int(answer.status) for answer in real_host.answers} == {304}


def test_facts_that_come_later_are_news_and_no_fault(
    consume: Consumer, own_host: Host, sample: Catalog
) -> None:
    consume(own_host)
    own_host.write(moved_on(sample))
    moved = consume(own_host)
    assert (moved.code, moved.err) == (0, "")
    assert "network-filter-removal: ['13.0', 'planned'], removal, " in moved.out
    assert "feeds/history.atom: Moved from 12.0 to 13.0: Network filter API removed\n" in moved.out
    assert (
        "calendar/active.ics: Planned: AXIS OS 12.0 (October 2024): 2024-09-01 -> 2024-10-01\n" in moved.out
    )


def test_two_years_of_facts_are_news_and_no_fault(
    consume: Consumer, own_host: Host, june: Catalog, catalog: Catalog
) -> None:
    own_host.write(june)
    consume(own_host)
    own_host.write(catalog)
    later = consume(own_host)
    assert (later.code, later.err) == (0, "")
    assert later.out


@pytest.mark.parametrize(
    ("path", "swap", "said"),
    [
        ("feeds/changes.rss", ("2026:changes/", "2026:other/"), "feeds/changes.rss has lost ["),
        ("api/v1/changes.json", ('"schema_version": "1.0"', '"schema_version": 1'), "1 is not of type"),
        ("calendar/active.ics", ("DATE:2024", "DATE:2025"), "sequence did not grow"),
    ],
    ids=("id", "type", "date"),
)
def test_it_notices_what_is_broken(
    consume: Consumer, own_host: Host, path: str, swap: tuple[str, str], said: str
) -> None:
    assert consume(own_host).code == 0
    file = own_host.folder / path
    text = file.read_bytes().decode()
    assert swap[0] in text
    file.write_bytes(text.replace(*swap).encode())
    broken = consume(own_host)
    assert broken.code == 1
    assert said in broken.err
