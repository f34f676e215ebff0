"""The clock: the day that it is here, and days as people type them."""

import argparse
from datetime import date, datetime


def today() -> date:
    """Return the day that it is where the editor is."""
    return datetime.now().astimezone().date()


def day(text: str) -> date:
    """Read a day. Raises what argparse reports."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-23") from None
