"""No text is formatted with HTML: texts are Markdown, and pages show tags as they are typed.

A tag that a text is about is code: put it between backticks. Samples can hold anything.

Passes:

```yaml
# data/changes/smb1-removal.yml
details: The **whole** share is hit, and its `<b>` tag.
```

Fails:

```yaml
# data/changes/smb1-removal.yml
details: The <b>whole share is hit.
```
"""

from collections.abc import Iterator

from portal.problems import Problem, printable
from portal.prose import SAMPLES, html_tags
from portal.reading.rules.review import Review

ID = "html-in-text"


def check(review: Review) -> Iterator[Problem]:
    """Return each text with a tag that is to format it."""
    for path, document in review.documents.items():
        for field, text in document.texts(SAMPLES):
            tags = html_tags(text) if "<" in text else []
            if tags:
                message = f"{printable(tags[0])} is HTML, which pages show as it is typed"
                hint = "write **important**, *emphasis*, `code`, [name](address) or a list instead"
                yield review.problem(ID, path, field, message, hint)
