"""No text has a character that nobody sees, written as a reference such as `&rlm;` or `&#x202E;`.

Pages and feeds would have the character itself. A reference that a text is about is code: put it between
backticks.

Passes:

```yaml
# data/changes/smb1-removal.yml
summary: The name of a share cannot have `&rlm;` in it.
```

Fails:

```yaml
# data/changes/smb1-removal.yml
summary: The name of a share is no longer turned around by &rlm;.
```
"""

import html
import unicodedata
from collections.abc import Iterator

from portal.problems import Problem
from portal.prose import SAMPLES, to_html
from portal.reading.rules.review import Review

ID = "hidden-character"
# What controls, turns the direction, or joins and ends lines and paragraphs
_HIDDEN = {"Cc", "Cf", "Zl", "Zp"}


def check(review: Review) -> Iterator[Problem]:
    """Return each text that has such a character when it is rendered."""
    for path, document in review.documents.items():
        for field, text in document.texts(SAMPLES):
            shown = html.unescape(to_html(text)) if "&" in text else ""
            hidden = [char for char in shown if char != "\n" and unicodedata.category(char) in _HIDDEN]
            if hidden:
                message = f"a reference makes the character U+{ord(hidden[0]):04X}, which cannot be seen"
                hint = "remove it, or put it between backticks if the text is about it"
                yield review.problem(ID, path, field, message, hint)
