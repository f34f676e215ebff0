"""The search itself: one pass over the bytes of a file for all spellings, then a closer look at those it has.

Hyperscan finds which spellings a file has at all; more spellings hardly slow it down. Only for those, and
only if what has to stand near is there too, the regular expressions of `patterns` say where.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePosixPath

import hyperscan

from portal.scanner.page import IN_XML, CodePage, in_report, spelled_out
from portal.scanner.patterns import PLAIN_JOINT, below_index, cores, longest_part, pattern
from portal.scanner.places import Place
from portal.scanner.scan_names import DEVICE, Names, ScanName

# The most uses of one spelling in one file: more would only fill the report and the memory.
MOST = 1000
# Where one of these is, names may also be split or encoded, and the text is searched once more.
_HINTS = (".cgi", "vapix", "axis-cgi")
_Span = tuple[int, int]
SUPPRESSION = "portal: ignore["
# No name is longer, with all that may stand between its parts
_FAR = 1000
# A line, or so much of a long one, and those in which a name may go on
_LINES = re.compile(rf"(?P<first>[^\n]{{0,{3 * _FAR}}})(?P<cut>[^\n])?(?:\n[^\n]{{0,{_FAR}}}){{0,2}}")
# The folder of other makers' devices, which have a date.cgi too
_FOREIGN = re.compile(r"cgi-bin(?:\\?/|%2F)(?:[\w.\\/-]|%2F){0,80}\Z", re.IGNORECASE)
_JOINTS = re.compile(PLAIN_JOINT.encode())
# In any case, and each text once a file
_FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH
_ENCODED = ((b"%2F", b"/"), (b"%2f", b"/"), (b"\\", b""), (b"%2E", b"."), (b"%2e", b"."))


@dataclass(frozen=True, order=True)
class Use:
    """A name in a file. `line` and `column` count from 1, in characters; `text` is the line as it is shown.

    `place` is the sort of file, `comment` whether it is in a comment there.
    """

    path: str
    line: int
    column: int
    change: str
    name: str
    end_column: int
    text: str
    comment: bool = False
    place: Place = "code"

    @property
    def where(self) -> Place:
        """The place that counts: comments are one of their own in code alone."""
        return "comment" if self.comment and self.place == "code" else self.place


@dataclass(frozen=True)
class Found:
    """The uses in a text, in order, and whether it may have suppressions.

    `cut` says which uses are not all listed.
    """

    uses: tuple[Use, ...]
    cut: tuple[str, ...]
    may_suppress: bool


@dataclass(frozen=True, eq=False)
class _Spelling:
    """A spelling of a name of a change.

    Of each set of `near` one text has to be there, by its number. `part` has to be there, in any case.
    `endpoints`: one of these has to be named closest to it.
    """

    change: str
    name: ScanName
    text: str
    near: tuple[frozenset[int], ...]
    part: str
    endpoints: tuple[str, ...] = ()


class Search:
    """A search for all names at once. It is made once and used for many texts, in one thread at a time."""

    def __init__(self, names: Names) -> None:
        self._cores: dict[str, int] = {}
        self._spellings: dict[int, list[_Spelling]] = {}
        self._device = frozenset(map(self._number, names.device_words))
        self._structure = {self._number(IN_XML)}
        for change in names.changes:
            for name in change.names:
                for text in name.match:
                    self._add(change.id, name, text)
        self._hints = {self._number(hint) for hint in _HINTS}
        self._suppression = self._number(SUPPRESSION)
        self._database = _database(self._cores)

    def _add(self, change: str, name: ScanName, text: str) -> None:
        near = tuple(map(self._any_of, filter(None, (name.near, name.and_near))))
        part = longest_part(name.match_as, text)
        endpoints = tuple(PurePosixPath(word).name.lower() for word in name.near if word.endswith(".cgi"))
        # An argument of endpoints alone is of the one that it stands by.
        owners = endpoints if name.match_as == "argument" and len(endpoints) == len(name.near) else ()
        spelling = _Spelling(change, name, text, near, part, owners)
        # An argument can be an everyday word: what has to be near says more.
        first = name.near if owners else ()
        for core in first or cores(name.match_as, text):
            self._spellings.setdefault(self._number(core), []).append(spelling)
        if name.match_as == "parameter" and (group := in_report(text)):
            self._structure.add(self._number(group))
        if split := below_index(name.match_as, text):
            before, behind = split
            prefix = frozenset({self._number(before)})
            joined = _Spelling(change, name, behind, (*near, prefix), longest_part("parameter", behind))
            self._spellings.setdefault(self._number(behind), []).append(joined)

    def _any_of(self, words: Iterable[str]) -> frozenset[int]:
        """Return the numbers of words of which one has to be there."""
        numbers = (self._device if word == DEVICE else {self._number(word)} for word in words)
        return frozenset(chain.from_iterable(numbers))

    def find(self, page: CodePage) -> Found:
        """Return what a text has."""
        there = self._there(page.data)
        if there & self._hints:
            there |= self._there(_joined(page.data))
        candidates = list(dict.fromkeys(self._candidates(there)))
        if candidates:
            lower = page.data.lower()
            candidates = [item for item in candidates if item.part.lower().encode() in lower]
        found = [(item, _places(page, item, there & self._device)) for item in candidates]
        if there & self._structure:
            found += self._by_structure(page)
        return Found(*_uses(page, found), self._suppression in there)

    def _by_structure(self, page: CodePage) -> Iterator[tuple[_Spelling, Iterator[_Span]]]:
        """Return the parameters that the structure of a file spells. No other program has such a file."""
        spelled = tuple(spelled_out(page.text))
        lines = CodePage("", "\n".join(name for name, _ in spelled).encode())
        for number in self._there(lines.data) & self._spellings.keys():
            for item in self._spellings[number]:
                if item.name.match_as == "parameter":
                    yield item, (spelled[lines.line(at) - 1][1] for at, _ in _places(lines, item, set()))

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
                if not any(near.isdisjoint(there) for near in spelling.near):
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


def _uses(
    page: CodePage, found: Iterable[tuple[_Spelling, Iterator[_Span]]]
) -> tuple[tuple[Use, ...], tuple[str, ...]]:
    """Return the uses in order, and of which there are more.

    Where several names of a change meet in one place, the one that says most counts.
    """
    by_change: dict[str, list[tuple[int, int, int, str]]] = {}
    cut: set[str] = set()
    for spelling, places in found:
        spans = list(islice(places, MOST))
        if len(spans) == MOST:
            cut.add(f"{MOST:,} uses of {spelling.name.name} ({spelling.change})")
        listed = by_change.setdefault(spelling.change, [])
        listed += [(begin, -end, -len(spelling.text), spelling.name.name) for begin, end in spans]
    uses = []
    for change, listed in by_change.items():
        reached = -1
        for begin, minus_end, _, name in sorted(listed):
            if -minus_end > reached:
                reached = -minus_end
                uses.append(_use(page, change, name, begin, reached))
    return tuple(sorted(uses)), tuple(sorted(cut))


def _places(page: CodePage, spelling: _Spelling, device: Set[int]) -> Iterator[_Span]:
    """Return where a spelling is in a text that has these words of a device."""
    for match in _matches(page.text, spelling, any_case=bool(device)):
        begin, end = match.span("name") if match.lastgroup else match.span()
        if spelling.endpoints and not page.is_of(spelling.endpoints, begin):
            continue
        if spelling.name.match_as == "endpoint" and _FOREIGN.search(page.text, max(0, begin - 100), begin):
            continue
        yield begin, end


def _matches(text: str, spelling: _Spelling, *, any_case: bool) -> Iterator[re.Match[str]]:
    """Return where a spelling is. Only lines with its longest part are looked at, as that is quicker."""
    kind = spelling.name.match_as
    any_case = any_case and kind == "parameter"
    if not spelling.part:
        yield from pattern(kind, spelling.text).finditer(text)
        return
    part = re.compile(re.escape(spelling.part), re.IGNORECASE if kind == "parameter" else re.NOFLAG)
    at, done = part.search(text), 0
    while at:
        begin = max(text.rfind("\n", 0, at.start()) + 1, at.start() - _FAR)
        if lines := _LINES.match(text, begin):
            # What begins in the end of a part is looked at again, with what follows
            end = lines.end("first") - (_FAR if lines["cut"] else 0)
            found = pattern(kind, spelling.text, any_case=any_case).finditer(text, *lines.span())
            yield from (
                one for one in found if done <= one.start() and (one.start() < end or not lines["cut"])
            )
            at, done = part.search(text, end), end


def _use(page: CodePage, change: str, name: str, begin: int, end: int) -> Use:
    line, column = page.position(begin)
    return Use(
        path=page.path,
        line=line,
        column=column,
        change=change,
        name=name,
        end_column=min(column + end - begin, page.width(line) + 1),
        text=page.shown(line, column),
        comment=page.comments.at(begin),
        place=page.place,
    )
