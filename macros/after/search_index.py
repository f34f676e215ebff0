"""What the search of the site asks: Pagefind's index, and what its script knows besides.

People search for a page by words that it does not have. `data/portal.yml` lists them, and the index knows
the page by them as it knows a change by its names: see decision 0029.
"""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from pagefind.service import get_executable

from macros.after.finished import PAGE
from portal import planner
from portal.addresses import change_path
from portal.fields import compact
from portal.model import Catalog, Change
from portal.model.knowledge import once
from portal.planner.plan_words import END_WORDS

FACTS = "assets/search-facts.json"
# What of the planner's facts is needed to tell which release a version is
_OF_PLANNER = ("as_of", "hints", "majors", "product_specific", "stops")
_JOINT = re.compile(r"[./:=?&]+")
_SHORTEST_NAME = 4
_WORD = re.compile(r"[^\W_]{3,}")


class SearchError(Exception):
    """The search cannot be made. Its text says what is wrong, a line each."""


@once
def typed_for(catalog: Catalog) -> Mapping[str, str]:
    """Return what people type to get to a page, by the page's path."""
    found: dict[str, list[str]] = {}
    for synonym in catalog.portal.synonyms:
        path = change_path(synonym.change) if synonym.change else f"{synonym.page}/"
        found.setdefault(path, []).extend(synonym.typed)
    return {path: " ".join(typed) for path, typed in found.items()}


def search_names(change: Change) -> str:
    """Return every spelling by which a reader may search for a change, separated by spaces.

    The search index knows `root.HTTPS.AllowTLS11` only as one word, so each tail after a dot, slash, equals
    sign or question mark is a name as well, if it is long enough to mean something.
    """
    printed = [name for item in change.surface for name in (item.name, item.of or "", *item.spellings)]
    names: dict[str, None] = {}
    for word in " ".join(printed).split():
        tails = [word[match.end() :] for match in _JOINT.finditer(word)]
        names |= dict.fromkeys(tail for tail in (word, *tails) if len(tail) >= _SHORTEST_NAME)
    return " ".join(names)


def write_search(catalog: Catalog, site: Path) -> None:
    """Write what the search asks below `site`. Raises `SearchError`."""
    wrong = [path for path in typed_for(catalog) if not (site / path / PAGE).is_file()]
    if wrong:
        raise SearchError("\n".join(f"data/portal.yml: synonyms: there is no page {path}" for path in wrong))
    (site / FACTS).parent.mkdir(exist_ok=True)
    (site / FACTS).write_text(_render_facts(catalog), "utf-8")
    write_search_index(site)


def _render_facts(catalog: Catalog) -> str:
    """Return what the script knows: the releases, and words that a misspelled one may mean."""
    facts = json.loads(planner.render_facts(planner.facts_of(catalog)))
    texts = [f"{change.title} {change.summary} {search_names(change)}" for change in catalog.changes]
    words = _WORD.findall(" ".join((*texts, *typed_for(catalog).values())).lower())
    known = {key: facts[key] for key in _OF_PLANNER if key in facts}
    return compact({**known, "words": dict(END_WORDS), "vocabulary": sorted(set(words))})


def write_search_index(site: Path) -> None:
    """Write the index of all pages below `site` into `site/pagefind`. Raises `SearchError`."""
    command = [str(get_executable()), "--site", str(site), "--silent"]
    command += ["--root-selector", "article", "--exclude-selectors", ".headerlink"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no outside input
    if done.returncode:
        said = (done.stderr or done.stdout).strip() or f"it ended with exit code {done.returncode}"
        raise SearchError(f"the search index was not made: {said}")
