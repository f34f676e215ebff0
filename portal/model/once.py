"""Values of a catalog that are dear to make: made once, since a catalog never changes."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from portal.model.knowledge import Catalog

T = TypeVar("T")


def once(make: Callable[[Catalog], T]) -> Callable[[Catalog], T]:
    """Let a function make its value of a catalog once, and return the same one from then on.

    Whoever gets it must not change it. It is kept where `cached_property` keeps its values.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def kept(catalog: Catalog) -> T:
        values = vars(catalog)
        if name not in values:
            values[name] = make(catalog)
        value: T = values[name]
        return value

    return kept
