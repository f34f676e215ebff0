"""Publishes the whole site again and again while readers ask nginx for it.

`python -m tests.publishing.polled --publishes 200` prints a table at its end. Each time a word of the data is
another, the road of `make site` is taken, and nginx is told. What readers got is then held against what was
published when: every answer has to be, whole, a file of an edition that could be seen at that time, and a 304
has to be true.
"""

import argparse
import hashlib
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import requests

from tests.checkout import Checkout, june_checkout
from tests.conftest import REPOSITORY
from tests.deploy.nginx import Nginx, open_folder, run_nginx

CHANGE = "date-cgi-removal"
WORD = "is obsolete and"  # of what it says why
# Of each kind one, most of which an edit changes. A folder stands for its page
PATHS = (
    "", "changes/", f"changes/{CHANGE}/", f"changes/{CHANGE}/index.md", "releases/", "404.html",
    "feeds/changes.json", "feeds/changes.rss", "feeds/areas/api.atom", "calendar/releases.ics",
    "api/v1/changes.json", f"api/v1/changes/{CHANGE}.json", "api/v1/changes.csv", "api/v1/manifest.json",
    "pagefind/pagefind-entry.json", "sitemap.xml", "llms.txt",
)  # fmt: skip
CODINGS = ("identity", "gzip")
_PAUSE = 0.01
_BEFORE_RELOAD = 0.3  # nginx then serves an edition whose sums it does not know
FAULTS = ("no answer", "missing", "cut off", "mixed", "of another time", "untrue 304", "untrue tag")
MISSING = "404.html"  # is the answer to every address that there is not


@dataclass(frozen=True)
class Edition:
    """What one publishing has made: the sums of the files, and between which moments it took its place."""

    sums: Mapping[str, str]
    begin: float
    end: float


@dataclass(frozen=True)
class Answer:
    """What a reader got: the sum of the file that it then had, and when it asked and had it."""

    path: str
    status: int
    sum: str
    tag: str
    asked: float
    had: float
    whole: bool


@dataclass
class Reader:
    """Asks for one path after the other over one connection; every other time only for what has changed."""

    address: str
    coding: str
    answers: list[Answer] = field(default_factory=list)
    lost: int = 0  # connections that were closed before the answer began: it was asked again
    errors: list[str] = field(default_factory=list)
    _copies: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read_until(self, ended: Event) -> None:
        """Read until then, and everything once more after it."""
        with requests.Session() as session:
            turn = 0
            while not ended.is_set():
                self._read_all(session, turn, ended)
                turn += 1
            self._read_all(session, turn, ended)

    def _read_all(self, session: requests.Session, turn: int, ended: Event) -> None:
        for path in PATHS:
            ended.wait(_PAUSE)  # publishing has to get on
            headers = {"Accept-Encoding": self.coding}
            if turn % 2 and path in self._copies:
                headers["If-None-Match"] = self._copies[path][0]
            try:
                self._read(session, path, headers)
            except requests.RequestException as error:
                self.errors.append(f"{path}: {error}")

    def _read(self, session: requests.Session, path: str, headers: Mapping[str, str]) -> None:
        address, asked = f"{self.address}/{path}", time.monotonic()
        try:
            answer = session.get(address, headers=headers, stream=True, timeout=20)
        except requests.ConnectionError:  # of an open connection that nginx closed in this moment
            self.lost += 1
            answer = session.get(address, headers=headers, stream=True, timeout=20)
        sent = answer.raw.read(decode_content=False)
        had, tag = time.monotonic(), answer.headers.get("ETag", "")
        if answer.status_code == 304:
            sum_, whole = self._copies[path][1], True
        else:
            packed = answer.headers.get("Content-Encoding") == "gzip"
            sum_ = hashlib.sha256(zlib.decompress(sent, zlib.MAX_WBITS | 16) if packed else sent).hexdigest()
            whole = len(sent) == int(answer.headers["Content-Length"])
        if tag:
            self._copies[path] = tag, sum_
        else:
            self._copies.pop(path, None)
        self.answers.append(Answer(path, answer.status_code, sum_, tag, asked, had, whole))


def publish_and_read(checkout: Checkout, publishes: int) -> tuple[list[Edition], list[Reader]]:
    """Publish a checkout so many times while readers read. Raises `AssertionError` if publishing fails."""
    editions = [_publish(checkout, 0)]
    with run_nginx(checkout.site) as nginx:
        _follow(nginx, checkout.site)
        ended = Event()
        readers = [Reader(nginx.address, coding) for coding in CODINGS for _ in range(2)]
        threads = [Thread(target=reader.read_until, args=(ended,)) for reader in readers]
        for thread in threads:
            thread.start()
        try:
            for number in range(1, publishes + 1):
                editions.append(_publish(checkout, number))
                ended.wait(_BEFORE_RELOAD)
                nginx.reload()
        finally:
            ended.set()
            for thread in threads:
                thread.join()
    return editions, readers


def _follow(nginx: Nginx, site: Path) -> None:
    """Let nginx serve what the checkout links to, whenever that changes."""
    link = nginx.root / "site"
    link.unlink()
    link.symlink_to(site)


def _publish(checkout: Checkout, number: int) -> Edition:
    old, new = (f"{WORD} {f'({count})' if count else ''}".strip() for count in (number - 1, number))
    if number:
        checkout.edit(f"data/changes/{CHANGE}.yml", old, new)
    begin = time.monotonic()
    done = checkout.publish()
    end = time.monotonic()
    assert done.returncode == 0, done.stderr
    site = checkout.site.resolve()
    files = {path: site / (f"{path}index.html" if path.endswith("/") or not path else path) for path in PATHS}
    sums = {path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in files.items()}
    return Edition(sums, begin, end)


def wrong_answers(editions: Sequence[Edition], readers: Sequence[Reader]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with answers: the kind of fault, and which answer."""
    for reader in readers:
        yield from (("no answer", error) for error in reader.errors)
        for answer in reader.answers:
            if answer.status not in ((404,) if answer.path == MISSING else (200, 304)):
                yield "missing", f"{answer.status} {answer.path}"
            elif not answer.whole:
                yield "cut off", answer.path
            elif fault := _fault(editions, answer):
                yield fault, f"{answer.status} {answer.path}"


def _fault(editions: Sequence[Edition], answer: Answer) -> str | None:
    """Say what is wrong with a file that was got whole."""
    of = [number for number, edition in enumerate(editions) if edition.sums[answer.path] == answer.sum]
    if not of:
        return "mixed"
    ends = [*(edition.end for edition in editions[1:]), float("inf")]  # from then on it is not seen any more
    if not any(editions[number].begin <= answer.had and answer.asked <= ends[number] for number in of):
        return "untrue 304" if answer.status == 304 else "of another time"
    if has_late_tag(answer) and not any(answer.asked <= editions[number].end for number in of):
        return "untrue tag"
    return None


def has_late_tag(answer: Answer) -> bool:
    """Say whether a file has the tag of another edition: it can while it takes its place (decision 0020)."""
    return bool(answer.tag) and answer.tag.strip('"').removesuffix("-gzip") != answer.sum


def main() -> int:
    """Run the command and give its exit code: 0 nothing wrong, 1 something."""
    parser = argparse.ArgumentParser(prog="python -m tests.publishing.polled", description=__doc__)
    parser.add_argument("--publishes", type=int, default=200, metavar="N", help="how many (default: 200)")
    options = parser.parse_args()
    with open_folder() as folder:
        checkout = june_checkout(REPOSITORY, folder / "checkout")
        editions, readers = publish_and_read(checkout, options.publishes)
    answers = [answer for reader in readers for answer in reader.answers]
    by_status = Counter(answer.status for answer in answers)
    wrong = list(wrong_answers(editions, readers))
    print(f"{len(editions) - 1:>9,} publishes, each followed by a reload of nginx")
    print(f"{len(answers):>9,} answers to {len(readers)} readers: {dict(sorted(by_status.items()))}")
    print(f"{len({answer.sum for answer in answers}):>9,} different files seen")
    print(f"{sum(reader.lost for reader in readers):>9,} connections closed by a reload, asked again")
    for fault in FAULTS:
        print(f"{sum(kind == fault for kind, _ in wrong):>9,} {fault}")
    late = sum(map(has_late_tag, answers))
    print(f"{late:>9,} asked for in the moment of a swap: the new file with the tag of the one before")
    for kind, which in wrong[:20]:
        print(f"{kind}: {which}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
