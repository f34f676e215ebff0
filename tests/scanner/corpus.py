"""The corpus: snippets as integrations write them, and what a reader of each would say that it uses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Snippet:
    """Some code in a file of that name; `uses`: ids of the changes that it uses; `found`: those found."""

    file: str
    code: str
    uses: frozenset[str]
    found: frozenset[str]


class Language:
    """Makes the snippets of one kind of file, those too that are known to fail."""

    def __init__(self, file: str) -> None:
        self.file = file

    def finds(self, code: str, *ids: str) -> Snippet:
        """Code that uses what these changes touch, and nothing else: all of it is found."""
        return Snippet(self.file, code, frozenset(ids), frozenset(ids))

    def ignores(self, code: str) -> Snippet:
        """Code that uses nothing that changes, however alike it looks."""
        return Snippet(self.file, code, frozenset(), frozenset())

    def misses(self, code: str, *ids: str) -> Snippet:
        """Code whose use is known not to be found: it counts against recall."""
        return Snippet(self.file, code, frozenset(ids), frozenset())

    def mistakes(self, code: str, *ids: str, uses: str) -> Snippet:
        """Code that uses one change and is taken for a use of others too: it counts against precision."""
        return Snippet(self.file, code, frozenset({uses}), frozenset({uses, *ids}))
