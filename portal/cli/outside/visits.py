"""Visits to web addresses: whether each is there, has moved, is dead, or cannot be told.

Asks several hosts side by side, but no host two things at a time, and waits a little where one asks for it.
"""

import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPException, InvalidURL
from queue import Empty, SimpleQueue
from typing import Literal, NamedTuple
from urllib.error import URLError
from urllib.parse import urldefrag, urljoin, urlsplit

from portal.cli.outside import web
from portal.problems import printable

HOSTS_AT_ONCE = 8
HOPS = 10
TRIES = 3
LONGEST_WAIT = 30.0
_SHORT_WAIT = 2.0
_GONE = (404, 410)
_BUSY = (429, 503)
_ELSEWHERE = (301, 302, 303, 307, 308)
_FOR_EVER = (301, 308)
_NAMES_NONE = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


Outcome = Literal["there", "moved", "dead", "unclear"]
Turns = dict[str, threading.Lock]


class Visit(NamedTuple):
    """What came out of a visit. `said` says why, or where the address has moved to."""

    outcome: Outcome
    said: str = ""


_NO_HOST = Visit("dead", "there is no such host")
_NO_NETWORK = Visit("unclear", "no host at all was found; is there a network?")


class _Ended(Exception):
    """There is no answer to judge. `visit` says what there is; `ask_again`: another method may help."""

    def __init__(self, outcome: Outcome, said: str, *, ask_again: bool = False) -> None:
        self.visit, self.ask_again = Visit(outcome, said), ask_again


@dataclass(frozen=True)
class Visitor:
    """Visits addresses. An answer may take `timeout` seconds; `wait` waits for so many."""

    timeout: float
    wait: Callable[[float], None] = time.sleep

    def visit_all(self, addresses: Iterable[str]) -> dict[str, Visit]:
        """Give what came out of a visit to each address."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for address in dict.fromkeys(addresses):
            by_host[_host(address)].append(address)
        turns: Turns = defaultdict(threading.Lock)
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            visits = pool.map(partial(self._visit_each, turns), by_host.values())
            found = {address: visit for of_one_host in visits for address, visit in of_one_host}
        if len(by_host) > 1 and all(visit == _NO_HOST for visit in found.values()):
            return dict.fromkeys(found, _NO_NETWORK)
        return found

    def _visit_each(self, turns: Turns, addresses: list[str]) -> list[tuple[str, Visit]]:
        return [(address, self._visit(address, turns)) for address in addresses]

    def _visit(self, address: str, turns: Turns) -> Visit:
        here, moved_to, for_ever = address, "", True
        try:
            for _ in range(HOPS):
                with turns[_host(here)]:  # a redirect can lead to a host that another visit is at
                    answer = self._ask_patiently(here)
                if answer.status not in _ELSEWHERE or not answer.location:
                    return _judge(answer, moved_to)
                here = _target(here, answer.location)
                for_ever = for_ever and answer.status in _FOR_EVER
                moved_to = here if for_ever else moved_to
        except _Ended as ended:
            return ended.visit
        return Visit("dead", f"leads on more than {HOPS} times")

    def _ask_patiently(self, address: str) -> web.Answer:
        """Ask, and again after a while where the host is busy."""
        answer = self._ask(address)
        for _ in range(TRIES - 1):
            pause = _pause(answer)
            if answer.status not in _BUSY or pause > LONGEST_WAIT:
                break
            self.wait(pause)
            answer = self._ask(address)
        return answer

    def _ask(self, address: str) -> web.Answer:
        """Ask for the head of an answer; for all of it where the server refuses that or stumbles over it."""
        try:
            answer = self._ask_once(address, "HEAD")
            if answer.status < 400 or answer.status in _BUSY:
                return answer
        except _Ended as ended:
            if not ended.ask_again:
                raise
        return self._ask_once(address, "GET")

    def _ask_once(self, address: str, method: str) -> web.Answer:
        try:
            return _within(self.timeout, partial(web.ask, address, method, self.timeout))
        except web.UNREADABLE as error:
            raise _ended(error, self.timeout) from None


def _within(seconds: float, ask: Callable[[], web.Answer]) -> web.Answer:
    """Give the answer if it is there in time: a socket's own limit is for each piece that a server sends."""
    answers: SimpleQueue[web.Answer | Exception] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except web.UNREADABLE as error:
            answers.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(found, Exception):
        raise found
    return found


def _ended(error: Exception, timeout: float) -> _Ended:
    """Say what it means that there is no answer."""
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    if isinstance(cause, TimeoutError):
        return _Ended("unclear", f"no answer within {timeout:g} seconds")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _Ended("dead", f"its certificate is not valid: {cause.verify_message}")
    if isinstance(cause, socket.gaierror):
        is_none = cause.errno in _NAMES_NONE
        return _Ended(*_NO_HOST) if is_none else _Ended("unclear", web.reason(cause))
    if isinstance(cause, ValueError | InvalidURL | URLError):
        return _Ended("dead", f"cannot be asked for: {printable(str(cause))}")
    if isinstance(cause, HTTPException):
        return _Ended("unclear", "the answer is not HTTP", ask_again=True)
    return _Ended("unclear", web.reason(cause), ask_again=isinstance(cause, ConnectionResetError))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _target(here: str, location: str) -> str:
    """Give where an address leads. What the address names within a page is kept."""
    try:
        target, part = urldefrag(urljoin(here, location))
    except ValueError:
        target, part = location, ""
    if not target.lower().startswith(("http://", "https://")):
        raise _Ended("dead", f"leads to {printable(target)}, which is no web address")
    part = part or urldefrag(here).fragment
    return f"{target}#{part}" if part else target


def _judge(answer: web.Answer, moved_to: str) -> Visit:
    if answer.status < 400:
        return Visit("moved", moved_to) if moved_to else Visit("there")
    said = f"answers {answer.status} {printable(answer.reason)}".rstrip()
    return Visit("dead" if answer.status in _GONE else "unclear", said)


def _pause(answer: web.Answer) -> float:
    """Give how many seconds a busy host asks to wait: RFC 9110, 10.2.3."""
    said = (answer.retry_after or "").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return _SHORT_WAIT
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
