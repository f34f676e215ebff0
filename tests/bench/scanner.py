"""How well code is searched, over the corpus; and how fast, for many entries and beside ripgrep."""

import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from portal.model import Catalog
from portal.outputs.bundle import bundle_of, render_bundle
from portal.reading.catalog import load_catalog
from portal.scanner import Names
from tests.bench.processes import Program, print_bar, print_programs, python
from tests.bench.sites import MANY, write_portal
from tests.scanner.figures import SNIPPETS, june_names, precision_and_recall

FILES = 10_000
BYTES = 10_000  # of a file
USES = 500  # one file in so many uses a name
TIMES_RIPGREP = 4.0
_SHAPES = (
    "    {} = {}.{}('{}/{}.{}')\n",
    "    if {}.{} == '{}' + {}:\n",
    "    # {} {} {} {} {} {}\n",
    '    {{"{}": "{}", "{}": 1}},\n',
    '    {}.{}(url + "/{}" + "{}.{}")\n',
)


def print_scanner(repository: Path, folder: Path, runs: int) -> None:
    """Print precision and recall over the corpus, then what a scan takes in times of ripgrep."""
    catalog = load_catalog(repository)
    bundle = bundle_of(catalog)
    precision, recall = precision_and_recall(june_names(bundle.names))
    print(f"{len(SNIPPETS)} snippets, those that are known to fail among them")
    print_bar("what is found and is no use, of all that is found", 1 - precision, 0.02)
    print_bar("uses that are not found, of all uses", 1 - recall, 0.05)
    ripgrep = shutil.which("rg")
    if ripgrep is None:
        print("\nThe speed is left out: ripgrep, to compare with, is not installed (apt-get install ripgrep)")
        return
    _write_tree(folder / "tree", _words(catalog))
    many = bundle_of(load_catalog(write_portal(repository, folder / "portal", MANY)))
    for entries, one in ((len(catalog.changes), bundle), (MANY, many)):
        facts, spellings = folder / f"scan-{entries}.json", folder / f"spellings-{entries}"
        facts.write_text(render_bundle(one), "utf-8")
        spellings.write_text("\n".join(_spellings(one.names)) + "\n", "utf-8")
        scan = python(repository, "-m", "portal", "scan", "--catalog", str(facts), str(folder / "tree"))
        programs = {
            "ripgrep, for the same names as plain texts": Program(
                folder / "tree", (ripgrep, "--fixed-strings", "--file", str(spellings), "--count")
            ),
            "portal scan": Program(scan.folder, scan.command, code=1),  # it finds something
        }
        print()
        about = f"{entries} entries, {FILES:,} files, {FILES * BYTES / 1e6:.0f} MB"
        theirs, ours = print_programs(about, programs, runs).values()
        print_bar("portal scan / ripgrep", ours.seconds / theirs.seconds, TIMES_RIPGREP)


def _spellings(names: Names) -> list[str]:
    """Return all spellings as plain texts, for a program that knows no more."""
    return sorted(
        {text.strip("#.") for change in names.changes for name in change.names for text in name.match}
    )


def _words(catalog: Catalog) -> list[str]:
    """Return words that facts are written with, parts of names too; none that is found, or names a device."""
    said = (
        f"{change.title} {change.summary} {change.why.text} {change.impact.text} {change.action.text} "
        + " ".join(spelling for item in change.surface for spelling in item.match)
        for change in catalog.changes
    )
    names = {
        spelling.lower() for spelling in (*_spellings(bundle_of(catalog).names), *catalog.portal.device_words)
    }
    found = {word.lower() for text in said for word in re.findall("[A-Z]?[a-z]+", text)} - names
    return sorted(word for word in found if 4 <= len(word) <= 12 and not word.startswith("lib"))


def _write_tree(tree: Path, said: Sequence[str]) -> None:
    """Write made-up code that says these words, the same each time, with a use of a name in some files."""
    made = random.Random(1)  # noqa: S311 - not for secrets
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [*said, *("".join(made.choices(letters, k=made.randint(3, 9))) for _ in range(3000))]
    text = "".join(made.choice(_SHAPES).format(*made.choices(words, k=6)) for _ in range(30_000))
    for number in range(FILES):
        folder = tree / f"d{number // 250}"
        if number % 250 == 0:
            folder.mkdir(parents=True)
        begin = number * 7919 % (len(text) - BYTES)
        use = "url = '/axis-cgi/vaconfig.cgi'\n" if number % USES == 0 else ""
        (folder / f"f{number}.py").write_text((use + text[begin : begin + BYTES])[:BYTES], "utf-8")
