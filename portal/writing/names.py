"""Names: an id is proposed from a title, as short as it can be and still say the subject."""

import re
import unicodedata

_LONGEST = 60
_EMPTY_WORDS = frozenset(("a", "an", "and", "are", "for", "in", "is", "of", "on", "or", "the", "to", "with"))
_NOUNS = {"removed": "removal", "deprecated": "deprecation"}


def propose_id(title: str) -> str:
    """Return an id for a title: "date.cgi removed" is `date-cgi-removal`. Empty without words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = [_NOUNS.get(word, word) for word in re.findall(r"[a-z0-9]+", plain) if word not in _EMPTY_WORDS]
    name = ""
    for word in words:
        longer = f"{name}-{word}".lstrip("-")
        if len(longer) > _LONGEST:
            break
        name = longer
    return name


def propose_product_id(name: str) -> str:
    """Return the id of a product: "AXIS P3265-LV" becomes `p3265-lv`."""
    return propose_id(re.sub(r"(?i)^axis\s+", "", name.strip()))
