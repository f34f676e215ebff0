"""Publishes the checkout that it is run in again and again, each time with one step failing.

Reads pairs of step and fault from its input, and prints for each, as JSON, both, the exit code, what was
said, and the sums of what readers then see. Everything is loaded and rendered once; each run is a process of
its own.
"""

import errno
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any, Never

import macros
from macros import publish as road
from macros.after import after_engine
from macros.current import current_catalog
from tests.checkout import digests

ROOT = Path.cwd()
RENDERED = ROOT / "rendered"
IN_THE_ENGINE = ("macros.publish:render_pages", "macros:current_catalog")


def main() -> None:
    current_catalog(ROOT)
    _render_once()
    for step, fault in json.load(sys.stdin):
        with tempfile.TemporaryFile("w+") as said:
            child = os.fork()
            if not child:
                os.setpgid(0, 0)  # a terminal interrupts it with all that it has started
                signal.signal(
                    signal.SIGINT, signal.default_int_handler
                )  # ignored in the background of a script
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                _break(step, fault)
                os._exit(_publish())
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            seen = [step, fault, code, said.read(), digests(ROOT / "site")]
        print(json.dumps(seen), flush=True)


def _publish() -> int:
    """Return the exit code of publishing; what nobody catches ends it with 1, as Python does."""
    try:
        code = road.main([])
    except Exception:  # noqa: BLE001 - a mistake may raise anything
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    return code


def _render_once() -> None:
    vars(macros)["after_engine"] = lambda *_, **__: None
    road._render(ROOT, RENDERED, None)
    vars(macros)["after_engine"] = after_engine


def _render_from_copy(root: Path, site: Path, commit: str | None) -> None:
    shutil.copytree(RENDERED, site, dirs_exist_ok=True)
    after_engine(root, site, commit=commit)


def _break(step: str, fault: str) -> None:
    module, _, path = step.partition(":")
    owner, _, name = path.rpartition(".")
    holder: Any = importlib.import_module(module)
    holder = attrgetter(owner)(holder) if owner else holder
    setattr(holder, name, FAULTS[fault](getattr(holder, name)))
    if step not in IN_THE_ENGINE:
        road._render = _render_from_copy


def _killed(step: Callable[..., object]) -> Callable[..., None]:
    """Die as soon as the step is done."""

    def faulty(*arguments: object, **named: object) -> None:
        step(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return faulty


def _interrupted(step: Callable[..., object]) -> Callable[..., None]:
    """Be interrupted from a terminal as soon as the step is done."""

    def faulty(*arguments: object, **named: object) -> None:
        step(*arguments, **named)
        os.killpg(os.getpgrp(), signal.SIGINT)

    return faulty


def _full(_: Callable[..., object]) -> Callable[..., Never]:
    """Fail instead of doing the step."""

    def faulty(*_: object, **__: object) -> Never:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return faulty


def _mistaken(_: Callable[..., object]) -> Callable[..., Never]:
    """Fail as a mistake in the step would."""

    def faulty(*_: object, **__: object) -> Never:
        raise RuntimeError("a mistake")

    return faulty


FAULTS = {"killed": _killed, "disk full": _full, "mistake": _mistaken, "interrupted": _interrupted}

if __name__ == "__main__":
    main()
