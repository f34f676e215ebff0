"""Plain texts that are looked for all at once, in any case: one pass over the bytes for however many."""

from collections.abc import Iterable

import hyperscan

_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH


class Literals:
    """An automaton for some texts. Other processes get it as it is, without making it again."""

    def __init__(self, texts: Iterable[str]) -> None:
        expressions = [text.encode() for text in texts]
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=expressions,
            ids=range(len(expressions)),
            elements=len(expressions),
            flags=[_FLAGS] * len(expressions),
            literal=True,
        )

    def there(self, data: bytes) -> set[int]:
        """Give the numbers of the texts that bytes have, counted from 0 in the order they were given."""
        found: set[int] = set()

        def note(number: int, _begin: int, _end: int, _flags: int, _context: object) -> None:
            found.add(number)

        if data:
            self._database.scan(data, match_event_handler=note)
        return found

    def __getstate__(self) -> bytes:
        return hyperscan.dumpb(self._database)

    def __setstate__(self, state: bytes) -> None:
        self._database = hyperscan.loadb(state, hyperscan.HS_MODE_BLOCK)
        self._database.scratch = hyperscan.Scratch(self._database)
