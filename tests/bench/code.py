"""Made-up code to search and names to search for, of the words that the facts are written with.

Both are the same each time.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from portal.model import Catalog
from portal.scanner import Change, Name, Names

BYTES = 10_000  # of a file
FOLDERS = 250  # files in a folder
USES = 500  # one file in so many uses a name
USED = "vaconfig-cgi-removal"
_NAMES_OF_A_CHANGE = 2
# What a name is made of: its words, beside which all stays, as in `lib...`, `....cgi` or `Image.I#....`
_WORD = re.compile(r"(?P<fixed>lib|root\b|cgi\b|axis\b|vapix\b)?(?P<word>[A-Za-z][a-z]{3,}|[A-Z]{5,})?")
_SHAPES = (
    "    {} = {}.{}('{}/{}.{}')\n",
    "    if {}.{} == '{}' + {}:\n",
    "    # {} {} {} {} {} {}\n",
    '    {{"{}": "{}", "{}": 1}},\n',
    '    {}.{}(url + "/{}" + "{}.{}")\n',
)


def vocabulary(catalog: Catalog) -> list[str]:
    """Give the words of the facts, of four to twelve letters, in lower case, but for names of libraries."""
    texts = (
        f"{change.title} {change.summary} {change.why.text} {change.impact.text} {change.action.text}"
        for change in catalog.changes
    )
    spellings = (" ".join(item.match) for change in catalog.changes for item in change.surface)
    found = {word.lower() for text in (*texts, *spellings) for word in re.findall("[A-Z]?[a-z]+", text)}
    return sorted(word for word in found if 4 <= len(word) <= 12 and not word.startswith("lib"))


def write_tree(tree: Path, files: int, words: Sequence[str]) -> None:
    """Write files of made-up code into folders, with a use of a name in some."""
    made = random.Random(1)  # noqa: S311 - not for secrets
    letters = "abcdefghijklmnopqrstuvwxyz"
    others = ["".join(made.choices(letters, k=made.randint(3, 9))) for _ in range(3000)]
    said = [*words, *others]
    text = "".join(made.choice(_SHAPES).format(*made.choices(said, k=6)) for _ in range(30_000))
    for number in range(files):
        if number % FOLDERS == 0:
            folder = tree / f"d{number // FOLDERS % 20}" / f"s{number // FOLDERS}"
            folder.mkdir(parents=True)
        begin = number * 7919 % (len(text) - BYTES)
        use = "url = '/axis-cgi/vaconfig.cgi'\n" if number % USES == 0 else ""
        (folder / f"f{number}.py").write_text((use + text[begin : begin + BYTES])[:BYTES], "utf-8")
    (tree / ".gitignore").write_text("*.pyc\nbuild/\n/dist\n*.log\n", "utf-8")


def with_more_names(names: Names, count: int, words: Sequence[str]) -> Names:
    """Give names with made-up ones beside them, each of the shape of a real one."""
    made = random.Random(2)  # noqa: S311
    moulds = [(change, name) for change in names.changes for name in change.names]
    more: list[Change] = []
    seen: set[tuple[str, ...]] = set()
    while len(seen) < count - names.count:
        change, mould = made.choice(moulds)
        name = _cast(mould, made, words)
        if name.match in seen:
            continue
        seen.add(name.match)
        if len(seen) % _NAMES_OF_A_CHANGE:
            more.append(replace(change, id=f"made-up-{len(seen)}", names=(name,)))
        else:
            more[-1] = replace(more[-1], names=(*more[-1].names, name))
    return replace(names, changes=(*names.changes, *more))


def _cast(mould: Name, made: random.Random, words: Sequence[str]) -> Name:
    """Give a name with other words in all its spellings, the same in each."""
    chosen: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match["word"]
        if not word:
            return match[0]
        if word not in chosen:
            # A name in small letters is often of two words.
            new = made.choice(words) + (made.choice(words) if word.islower() and len(word) > 6 else "")
            chosen[word] = new.upper() if word.isupper() else new.title() if word[0].isupper() else new
        return (match["fixed"] or "") + chosen[word]

    def recast(text: str) -> str:
        return _WORD.sub(other, text)

    return replace(
        mould,
        name=recast(mould.name),
        match=tuple(map(recast, mould.match)),
        near=tuple(text if "cgi" not in text or "." not in text else recast(text) for text in mould.near),
    )
