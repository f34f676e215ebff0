"""History: the differences between two editions of the portal, and the contract that no edition may break.

`compare` is pure. What an edition is made from (a checkout, a published site) is read at the edges.
"""

from portal.history.comparing import compare
from portal.history.difference import RULES, Break, Card, Difference, Entry, FeedNews, Said, Step
from portal.history.edition import Edition, UnreadableEdition, is_compared, milestone_fields
from portal.history.fields import difference_fields
from portal.history.markdown import render_markdown
from portal.history.schema import OPEN, open_enums, resolve
from portal.history.text import render_text

__all__ = [
    "OPEN",
    "RULES",
    "Break",
    "Card",
    "Difference",
    "Edition",
    "Entry",
    "FeedNews",
    "Said",
    "Step",
    "UnreadableEdition",
    "compare",
    "difference_fields",
    "is_compared",
    "milestone_fields",
    "open_enums",
    "render_markdown",
    "render_text",
    "resolve",
]
