"""Work in a process of its own while the caller goes on: Python does one thing at a time in each."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from threading import Thread

# The process has all that this one has loaded.
_FORKED = multiprocessing.get_context("fork")


@contextmanager
def aside(work: Callable[..., None], *arguments: object) -> Iterator[None]:
    """Do some work meanwhile; it is done at the end of the `with` statement.

    What it changes is on the disk alone. Raises what it raises, and `ChildProcessError` if it is killed. If
    the caller fails, it is ended.
    """
    ours, theirs = _FORKED.Pipe(duplex=False)
    process = _FORKED.Process(target=_do, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    try:
        yield
        error = _error_of(ours)
    finally:
        process.kill()  # where it has ended, this does nothing
        process.join()
        ours.close()
    if error:
        raise error


def _error_of(process: Connection) -> BaseException | None:
    """Wait for the end of the work; give what it raised."""
    try:
        error: BaseException | None = process.recv()
    except EOFError:
        return ChildProcessError("a process of it was ended from outside; perhaps memory ran out")
    return error


def _do(caller: Connection, work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who waits gets it too, and ends this
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        work(*arguments)
    except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
        caller.send(error)
    else:
        caller.send(None)


def _end_with_parent() -> None:
    """End with the parent, however that ends: what it began must not be gone on with."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
