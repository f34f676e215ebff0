"""What somebody types after a command."""

import argparse
from datetime import date


def day(text: str) -> date:
    """Give the day that a text names. Raises `ArgumentTypeError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-23") from None
