"""Where the facts of a verb come from: a checkout, a published file, or what the command carries itself.

In a wheel that is the facts of its build, in a checkout those of the checkout.
"""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from portal import __version__
from portal.cli.outside import web
from portal.cli.outside.terminal import tell
from portal.model import Catalog
from portal.outputs.bundle import PATH as SCAN_PATH
from portal.outputs.bundle import Bundle, bundle_of, read_bundle
from portal.planner import PATH, Facts, Known, facts_of, read_facts
from portal.problems import InvalidData, Problem, printable
from portal.reading.opening import is_checkout

# The wheel carries here what its build publishes; in a checkout it is not there
CARRIED = Path(__file__).parents[2]
_CHECKOUT = CARRIED.parent
F = TypeVar("F", bound=Known)


def read_checkout(root: Path) -> Catalog:
    """Return the facts of a checkout. What reads one is imported here, as published facts need none of it."""
    catalog: Catalog = import_module("portal.reading.catalog").load_catalog(root)
    return catalog


def carried_bundle() -> Bundle:
    """Return what a scan works from. Raises `InvalidData`."""
    file = CARRIED / "scan.json"
    if file.is_file():
        return read_bundle(file.read_bytes(), str(file))
    return bundle_of(read_checkout(_CHECKOUT))


def add_facts(parser: argparse.ArgumentParser, path: str, metavar: str = "FILE|URL") -> None:
    """Let a verb be told where its facts come from; `path` is where they are published."""
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the checkout with the facts (default: here, or else the facts that came with this command)",
    )
    source.add_argument("--catalog", metavar=metavar, help=f"take the facts from a published {path} instead")


def asked_facts(
    options: argparse.Namespace, path: str, of: Callable[[Catalog], F], read: Callable[[bytes, str], F]
) -> F:
    """Return what a verb works from, as somebody asks for it. Raises `InvalidData`.

    It is made `of` a catalog, or `read` from what is published at `path`.
    """
    if options.catalog is not None:
        return read(read_published(options.catalog, path), options.catalog)
    if options.root is not None:
        return of(read_checkout(options.root))
    facts, owner = _usual(Path(), path, of, read)
    _tell_owner(Path(path).stem, owner, facts)
    return facts


def asked_both(options: argparse.Namespace, verb: str) -> tuple[Facts, Bundle]:
    """Return what plans and what scans work from, for a verb that needs both. Raises `InvalidData`.

    `--catalog` names the folder in which they are published.
    """
    folder, root, owner = options.catalog, options.root, ""
    if folder is None and root is None:
        place, owner = _place(Path(), PATH)
        folder, root = (str(place.parent), None) if place.is_file() else (None, place)
    if folder is None:
        catalog = read_checkout(root)
        facts, found = facts_of(catalog), bundle_of(catalog)
    else:
        plan, scan = (f"{folder.rstrip('/')}/{Path(path).name}" for path in (PATH, SCAN_PATH))
        facts = read_facts(read_published(plan, PATH), plan)
        found = read_bundle(read_published(scan, SCAN_PATH), scan)
    _tell_owner(verb, owner, facts)
    return facts, found


def _tell_owner(verb: str, owner: str, facts: Known) -> None:
    if owner:
        held = f"with the facts of {owner}, as of {facts.data_as_of}"
        tell(f"portal {verb}: {held}; --catalog takes newer ones")


def _usual(
    here: Path, path: str, of: Callable[[Catalog], F], read: Callable[[bytes, str], F]
) -> tuple[F, str]:
    """Return the facts where nobody names them, and whose they are."""
    place, owner = _place(here, path)
    return read(place.read_bytes(), str(place)) if place.is_file() else of(read_checkout(place)), owner


def _place(here: Path, path: str) -> tuple[Path, str]:
    """Return the checkout or the file where facts are that nobody names, and whose they are.

    Those of the checkout `here` are nobody else's. Where it is none, the command carries them.
    """
    if is_checkout(here):
        return here, ""
    carried = CARRIED / Path(path).name
    if carried.is_file():
        return carried, f"portal {__version__}"
    return _CHECKOUT, printable(str(_CHECKOUT), 500)


def read_published(where: str, path: str) -> bytes:
    """Return a published file, saved or by address; `path` is where it is published. Raises `InvalidData`."""
    return read_named(where, f"give a published {path}, saved or by address")


def read_named(where: str, hint: str) -> bytes:
    """Return a file that somebody names, by path or address. Raises `InvalidData` with the hint."""
    try:
        return web.read(where)
    except web.UNREADABLE as error:
        message = f"cannot be read: {web.reason(error)}"
        raise InvalidData([Problem(where, 1, 1, "", message, hint)]) from None


def version_line(here: Path) -> str:
    """Return the program's version, and the date of the facts that it uses when called `here`."""
    try:
        facts, _ = _usual(here, PATH, facts_of, read_facts)
    except InvalidData as invalid:
        first = invalid.problems[0]
        where = printable(first.path, 500)
        return f"portal {__version__}, without facts, since these cannot be read: {where}: {first.message}"
    return f"portal {__version__}, facts as of {facts.data_as_of}"
