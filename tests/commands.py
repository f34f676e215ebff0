"""The command `portal` in this process: exit code, standard output and standard error."""

from typing import NamedTuple

import pytest

from portal.cli import main


class Result(NamedTuple):
    code: int
    out: str
    err: str


class Command:
    """Calls the command. What it is made with stands before the arguments of each call."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *first: object) -> None:
        self.capsys = capsys
        self.first = first

    def __call__(self, *arguments: object) -> Result:
        try:
            code = main([str(argument) for argument in (*self.first, *arguments)])
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        return Result(code, *self.capsys.readouterr())
