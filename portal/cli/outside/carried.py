"""The facts that the command carries: in a wheel those of its build, in a checkout those of the checkout."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from portal import __version__
from portal.model import Catalog
from portal.outputs.bundle import Bundle, bundle_of, read_bundle
from portal.planner import Facts, SupportFacts, facts_of, read_facts, read_support, support_of
from portal.problems import InvalidData, printable
from portal.reading.catalog import is_checkout, load_catalog

_PACKAGE = Path(__file__).parents[2]
T = TypeVar("T")
# What the wheel carries: what scans, plans and answers on support are made from, as its build publishes it
SCAN = _PACKAGE / "scan.json"
PLAN = _PACKAGE / "plan.json"
SUPPORT = _PACKAGE / "support.json"


def carried_bundle() -> Bundle:
    """Return what a scan works from. Raises `InvalidData`."""
    if SCAN.is_file():
        return read_bundle(SCAN.read_bytes(), str(SCAN))
    return bundle_of(load_catalog(_PACKAGE.parent))


def usual_facts(here: Path) -> tuple[Facts, str]:
    """Return what a plan is made from where nobody names it, and whose it is: empty for the checkout `here`.

    Where `here` is no checkout, these are the facts that the command carries. Raises `InvalidData`.
    """
    return _usual(here, PLAN, facts_of, read_facts)


def usual_support(here: Path) -> tuple[SupportFacts, str]:
    """Return what tells whether a version is supported, as `usual_facts` does."""
    return _usual(here, SUPPORT, support_of, read_support)


def _usual(
    here: Path, carried: Path, of: Callable[[Catalog], T], read: Callable[[bytes, str], T]
) -> tuple[T, str]:
    if is_checkout(here):
        return of(load_catalog(here)), ""
    if carried.is_file():
        return read(carried.read_bytes(), str(carried)), f"portal {__version__}"
    return of(load_catalog(_PACKAGE.parent)), printable(str(_PACKAGE.parent), 500)


def version_line(here: Path) -> str:
    """Return the program's version, and the date of the facts that it uses when called `here`."""
    try:
        facts, _ = usual_facts(here)
    except InvalidData as invalid:
        first = invalid.problems[0]
        where = printable(first.path, 500)
        return f"portal {__version__}, without facts, since these cannot be read: {where}: {first.message}"
    return f"portal {__version__}, facts as of {facts.data_as_of}"
