"""The search itself: one pass over the bytes of a file for all spellings, then a closer look at those it has.

Hyperscan finds which spellings a file has at all; more spellings hardly slow it down. Only for those, and
only if what has to stand near is there too, the regular expressions of `patterns` say where.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import hyperscan

from portal.scanner.page import CodePage
from portal.scanner.patterns import PLAIN_JOINT, cores, longest_part, pattern
from portal.scanner.scan_names import Names, ScanName

# The most uses of one spelling in one file: more would only fill the report and the memory.
MOST = 1000
# Where one of these is, names may also be split or encoded, and the text is searched once more.
_HINTS = (".cgi", "vapix", "axis-cgi")
SUPPRESSION = "portal: ignore["
_JOINTS = re.compile(PLAIN_JOINT.encode())
# In any case, and each text once a file
_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH
_ENCODED = ((b"%2F", b"/"), (b"%2f", b"/"), (b"\\", b""), (b"%2E", b"."), (b"%2e", b"."))


@dataclass(frozen=True)
class Use:
    """A name in a text. `line` and `column` count from 1, in characters; `text` is the line, cut if long."""

    change: str
    name: str
    line: int
    column: int
    end_column: int
    text: str
    comment: bool = False


@dataclass(frozen=True)
class Found:
    """The uses in a text, in order. `cut` are pairs of a change and a name that may be there more often."""

    page: CodePage
    uses: tuple[Use, ...]
    cut: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class _Spelling:
    """A spelling of a name of a change.

    `near` are the numbers of the texts of which one has to be there. `part` has to be there as it is.
    """

    change: str
    name: ScanName
    text: str
    near: frozenset[int]
    part: bytes


class Search:
    """A search for all names at once. It is made once and used for many texts, in one thread at a time."""

    def __init__(self, names: Names) -> None:
        self._cores: dict[str, int] = {}
        self._spellings: dict[int, list[_Spelling]] = {}
        for change in names.changes:
            for name in change.names:
                near = frozenset(map(self._number, name.near))
                for text in name.match:
                    part = longest_part(name.match_as, text)
                    spelling = _Spelling(change.id, name, text, near, part.encode())
                    # An argument can be an everyday word: what has to be near says more.
                    first = name.near if name.match_as == "argument" else ()
                    for core in first or cores(name.match_as, text):
                        self._spellings.setdefault(self._number(core), []).append(spelling)
        self._hints = {self._number(hint) for hint in _HINTS}
        self._suppression = self._number(SUPPRESSION)
        self._database = _database(self._cores)

    def uses(self, data: bytes, path: str) -> Found | None:
        """Return the uses in bytes; None where there is neither a use nor a suppression."""
        there = self._there(data)
        if there & self._hints:
            there |= self._there(_joined(data))
        candidates = [item for item in dict.fromkeys(self._candidates(there)) if item.part in data]
        if not candidates and self._suppression not in there:
            return None
        return _find(CodePage(path, data), candidates)

    def _there(self, data: bytes) -> set[int]:
        """Return the numbers of the texts that bytes have."""
        found: set[int] = set()

        def note(number: int, _begin: int, _end: int, _flags: int, _context: object) -> None:
            found.add(number)

        if data:
            self._database.scan(data, match_event_handler=note)
        return found

    def _number(self, text: str) -> int:
        return self._cores.setdefault(text.lower(), len(self._cores))

    def _candidates(self, there: set[int]) -> Iterator[_Spelling]:
        for number in there & self._spellings.keys():
            for spelling in self._spellings[number]:
                if not (spelling.near and spelling.near.isdisjoint(there)):
                    yield spelling


def _database(texts: Iterable[str]) -> hyperscan.Database:
    """Return the automaton that looks for all texts at once."""
    expressions = [text.encode() for text in texts]
    database = hyperscan.Database()
    database.compile(
        expressions=expressions,
        ids=range(len(expressions)),
        elements=len(expressions),
        flags=[_FLAGS] * len(expressions),
        literal=True,
    )
    return database


def _joined(data: bytes) -> bytes:
    """Return bytes with strings joined and separators decoded: to see which names there may be."""
    for encoded, plain in _ENCODED:
        data = data.replace(encoded, plain)
    return _JOINTS.sub(b"", data)


def _find(page: CodePage, candidates: list[_Spelling]) -> Found:
    """Return the uses in order; where several names of a change meet in one place, the one that says most."""
    found: dict[str, list[tuple[int, int, int, str]]] = {}
    cut: set[tuple[str, str]] = set()
    for candidate in candidates:
        spans = list(islice(_places(page, candidate), MOST))
        if len(spans) == MOST:
            cut.add((candidate.change, candidate.name.name))
        places = found.setdefault(candidate.change, [])
        places += [(begin, -end, -len(candidate.text), candidate.name.name) for begin, end in spans]
    uses = []
    for change, places in found.items():
        reached = -1
        for begin, minus_end, _, name in sorted(places):
            if -minus_end > reached:
                reached = -minus_end
                uses.append(_use(page, change, name, begin, reached))
    uses.sort(key=lambda use: (use.line, use.column, use.change))
    return Found(page, tuple(uses), tuple(sorted(cut)))


def _places(page: CodePage, candidate: _Spelling) -> Iterator[tuple[int, int]]:
    near = candidate.name.near
    for match in _matches(page.text, candidate):
        begin, end = match.span("name") if match.lastgroup else match.span()
        if not near or page.has_near(near, begin):
            yield begin, end


def _matches(text: str, spelling: _Spelling) -> Iterator[re.Match[str]]:
    """Return where a spelling is. Only lines with its longest part are looked at, as that is quicker."""
    kind = spelling.name.match_as
    if not spelling.part:
        yield from pattern(kind, spelling.text).finditer(text)
        return
    part = spelling.part.decode()
    at = text.find(part)
    while at >= 0:
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        yield from pattern(kind, spelling.text).finditer(text, begin, end)
        at = text.find(part, end)


def _use(page: CodePage, change: str, name: str, begin: int, end: int) -> Use:
    line, column = page.place(begin)
    return Use(
        change=change,
        name=name,
        line=line,
        column=column,
        end_column=column + end - begin,
        text=page.shown(line, column),
        comment=page.comments.at(begin),
    )
