"""What a process does: it reads and searches files, one after the other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.scanner.facts import Names
from portal.scanner.files import LARGEST, Skipped, Walk, read_file
from portal.scanner.search import MOST, Search, Spelling, Use
from portal.scanner.suppression import Remark, accept, suppressions
from portal.scanner.windows import windows


@dataclass(frozen=True)
class Searched:
    """What a batch of files gave."""

    uses: tuple[tuple[str, Use], ...]
    remarks: tuple[Remark, ...]
    skipped: tuple[Skipped, ...]
    files: int
    size: int
    accepted: int


class Worker:
    """Reads and searches files, one after the other."""

    def __init__(self, names: Names, walk: Walk, largest: int = LARGEST) -> None:
        self._search = Search(names)
        self._walk = walk
        self._largest = largest
        self._known = frozenset(change.id for change in names.changes)

    def search(self, files: Sequence[str]) -> Searched:
        """Give what some files hold."""
        uses: list[tuple[str, Use]] = []
        remarks: list[Remark] = []
        skipped: list[Skipped] = []
        counts: Counter[str] = Counter()
        for path in files:
            data = read_file(self._walk.whole(path), path, self._largest)
            if isinstance(data, Skipped):
                skipped.append(data)
                continue
            counts["files"] += 1
            counts["size"] += len(data)
            kept, said, accepted = self.uses(path, data)
            counts["accepted"] += accepted
            uses += [(path, use) for use in kept]
            remarks += said
        return Searched(
            tuple(uses), tuple(remarks), tuple(skipped), counts["files"], counts["size"], counts["accepted"]
        )

    def uses(self, path: str, data: bytes) -> tuple[tuple[Use, ...], tuple[Remark, ...], int]:
        """Give the uses in a file that nothing accepts, what is to be said, and how many are accepted."""
        uses: list[Use] = []
        remarks: list[Remark] = []
        accepted = 0
        counts = Counter[Spelling]()
        for window in windows(data):
            page, found = self._search.uses(window.data, path, counts)
            if page is None:
                continue
            kept, said = accept(path, found, suppressions(page), self._known)
            own = window.own(page, kept)
            uses += own
            remarks += window.own(page, said)
            accepted += len(window.own(page, found)) - len(own)
        cut = tuple(Remark(path, 1, 1, message) for message in _cut_short(counts))
        return tuple(uses), (*remarks, *cut), accepted


def _cut_short(counts: Counter[Spelling]) -> Iterator[str]:
    """Say of which names a file has more uses than are listed."""
    full = {(item.change, item.name.name) for item, count in counts.items() if count >= MOST}
    for change, name in sorted(full):
        yield f"{MOST:,} uses of {name} ({change}) are listed, and there may be more"
