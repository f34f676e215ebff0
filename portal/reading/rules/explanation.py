"""What a rule says of itself: its docstring, which is published and whose examples are tested."""

import inspect
import re
from dataclasses import dataclass
from types import ModuleType

_FORM = re.compile(
    r"(?P<text>.+?)\n\nPasses:\n\n```yaml\n(?P<passes>.+?)```\n\nFails:\n\n```yaml\n(?P<fails>.+?)```",
    re.DOTALL,
)


@dataclass(frozen=True)
class Explanation:
    """A rule's id, what it says in Markdown, and one example each of what passes and of what fails.

    An example is the files that matter, each headed by a comment: its path, and options of `portal check`.
    Of an entry's file it shows fields as they are; of a list's file, items of the list.
    """

    id: str
    text: str
    passes: str
    fails: str


def explain(rule: ModuleType) -> Explanation:
    """Return what a rule says of itself. Raises `ValueError` for a docstring of another form."""
    match = _FORM.fullmatch(inspect.cleandoc(rule.__doc__ or ""))
    if not match:
        raise ValueError(
            f"the docstring of {rule.ID} is not its text, `Passes:` and `Fails:` with an example each"
        )
    return Explanation(rule.ID, match["text"], match["passes"], match["fails"])
