"""Waiting for what another process or thread does."""

import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 60  # seconds; a slow machine is no failure, a server that never shows the edit is


def wait_for(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def runs(process: int) -> bool:
    """Tell whether a process is there and has not ended."""
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
