"""Refusals: what was asked of a command that edits, and why that cannot be done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """What is wrong with what was asked. `field` says with which part, and `hint` what to do."""

    field: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Say it, with the hint below."""
        return f"{self.field}: {self.message}" + (f"\n    {self.hint}" if self.hint else "")


class Refused(Exception):
    """Nothing is edited. `refusals` hold every reason."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__("\n".join(map(str, refusals)))
