"""No two changes have the same title: readers of lists, feeds and search results see little else.

Passes: "Unsigned ACAP applications not allowed by default" and "Option to allow unsigned ACAP applications
removed".

Fails: two entries titled "Signed ACAP applications".
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.rules.review import Review

ID = "duplicate-title"


def check(review: Review) -> Iterator[Problem]:
    """Give every title that an earlier change has already, whatever the case of its letters."""
    seen: dict[str, str] = {}
    for path, change in review.changes():
        first = seen.setdefault(change.title.casefold(), change.id)
        if first != change.id:
            yield review.problem(ID, path, ("title",), f"is also the title of {first}", "say what differs")
