"""Work in a process of its own while the caller goes on: Python does one thing at a time in each."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

# The process has all that this one has loaded.
_FORKED = multiprocessing.get_context("fork")


@dataclass
class Work:
    """What some work has given, once it is done."""

    result: Any = None


# How work is done while the caller goes on: `aside` or `at_the_end`
Way = Callable[..., AbstractContextManager[Work]]


@contextmanager
def aside(work: Callable[..., Any], *arguments: object) -> Iterator[Work]:
    """Do some work meanwhile; it is done at the end of the `with` statement.

    What it changes is on the disk alone. Raises what it raises, and `ChildProcessError` if it is killed. If
    the caller fails, it is ended.
    """
    ours, theirs = _FORKED.Pipe(duplex=False)
    process = _FORKED.Process(target=_do, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    done = Work()
    try:
        yield done
        done.result, error = _end_of(ours)
    finally:
        process.kill()  # where it has ended, this does nothing
        process.join()
        ours.close()
    if error:
        raise error


@contextmanager
def at_the_end(work: Callable[..., Any], *arguments: object) -> Iterator[Work]:
    """Do some work at the end of the `with` statement: for who has threads, and must not be forked."""
    done = Work()
    yield done
    done.result = work(*arguments)


def _end_of(process: Connection) -> tuple[Any, BaseException | None]:
    """Wait for the end of the work; give its result, or what it raised."""
    try:
        end: tuple[Any, BaseException | None] = process.recv()
    except EOFError:
        return None, ChildProcessError("a process of it was ended from outside; perhaps memory ran out")
    return end


def _do(caller: Connection, work: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who waits gets it too, and ends this
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        result = work(*arguments)
    except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
        caller.send((None, error))
    else:
        caller.send((result, None))


def _end_with_parent() -> None:
    """End with the parent, however that ends: what it began must not be gone on with."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
