"""Where the data has web addresses: the named links, and those in texts.

Left out are samples and names in code, which are no links, and what the portal says of itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.problems import Problem
from portal.prose import SAMPLES, web_addresses
from portal.yamltext import Document, field_name

_OF_THE_PORTAL = "data/portal.yml"


@dataclass(frozen=True)
class Mention:
    """A web address at its place."""

    address: str
    path: str
    line: int
    column: int
    field: str

    def problem(self, message: str, hint: str, rule: str) -> Problem:
        """Give a problem with the address, at its place."""
        return Problem(self.path, self.line, self.column, self.field, message, hint, rule)


def mentions(documents: Mapping[str, Document]) -> Iterator[Mention]:
    """Give every web address of the data, each time that it is there."""
    for path, document in documents.items():
        if path != _OF_THE_PORTAL:
            for field, text in document.texts(SAMPLES):
                for address in web_addresses(text) if "://" in text else ():
                    yield Mention(address, path, *document.place(field), field_name(field))
