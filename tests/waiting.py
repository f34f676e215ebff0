"""Waiting for what another process or thread does."""

import time
from collections.abc import Callable

PATIENCE = 60  # seconds; a slow machine is no failure, a server that never shows the edit is


def wait_for(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
