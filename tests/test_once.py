"""Values that are made once a catalog."""

from dataclasses import replace

from portal.model import Catalog
from portal.model.once import once


def test_a_value_is_made_once_for_each_catalog(catalog: Catalog) -> None:
    made: list[Catalog] = []

    @once
    def count(catalog: Catalog) -> int:
        made.append(catalog)
        return len(made)

    other = replace(catalog, changes=())
    assert [count(catalog), count(catalog), count(other), count(catalog)] == [1, 1, 2, 1]
    assert [len(each.changes) for each in made] == [len(catalog.changes), 0]


def test_functions_do_not_share_their_values(catalog: Catalog) -> None:
    @once
    def one(_: Catalog) -> int:
        return 1

    @once
    def two(_: Catalog) -> int:
        return 2

    fresh = replace(catalog)
    assert (one(fresh), two(fresh), one(fresh)) == (1, 2, 1)
