"""The filters of a search index: the same bytes in whatever order Pagefind writes them, or a named error."""

import gzip
import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cbor2
import pytest

from macros.search_order import ENTRY, IndexFormatError, put_in_order

Values = list[list[Any]]
FILTERS: Mapping[str, Values] = {
    "Area": [["ACAP", [3, 4]], ["Network & Discovery", [1]], ["Üben", [0, 2, 300]]],
    "Version": [["AXIS OS 11", [0]], ["AXIS OS 12", [1, 2]], ["AXIS OS 9", [3]]],
    "Empty": [],
}
META = "pagefind.en_0a1b2c3d4e.pf_meta"
AREA = "filter/en_0.pf_filter"


def pack(value: object) -> bytes:
    return gzip.compress(b"pagefind_dcd" + cbor2.dumps(value))


def unpack(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))


def write_index(index: Path, seed: int) -> Path:
    """Write an index as Pagefind does: in an order, and under names, that differ from run to run."""
    shuffle = random.Random(seed).shuffle  # noqa: S311 - any order will do
    (index / "filter").mkdir(parents=True)
    (index / "fragment").mkdir()
    listed = []
    for number, (name, values) in enumerate(FILTERS.items()):
        hash_ = f"en_{seed:x}{number}" if seed else f"en_{number}"
        mixed = [[value, list(pages)] for value, pages in values]
        for _, pages in mixed:
            shuffle(pages)
        shuffle(mixed)
        (index / f"filter/{hash_}.pf_filter").write_bytes(pack([name, mixed]))
        listed.append([name, hash_])
    shuffle(listed)
    (index / META).write_bytes(pack(["1.5.2", [["en_f", 3]], [["a", "b", "en_c"]], listed, [], ["title"]]))
    (index / "fragment/en_f.pf_fragment").write_bytes(b"as it was")
    entry = {
        "version": "1.5.2",
        "languages": {"en": {"hash": "en_0a1b2c3d4e", "page_count": 1}},
        "other": ["‿"],
    }
    (index / ENTRY).write_text(json.dumps(entry), "utf-8")
    return index


def contents(index: Path) -> dict[str, bytes]:
    return {
        file.relative_to(index).as_posix(): file.read_bytes() for file in index.rglob("*") if file.is_file()
    }


def test_any_order_becomes_the_same_bytes_under_the_same_names(tmp_path: Path) -> None:
    indexes = [write_index(tmp_path / str(seed), seed) for seed in range(1, 6)]
    assert len({str(contents(index)) for index in indexes}) == 5
    for index in indexes:
        put_in_order(index)
    assert len({str(contents(index)) for index in indexes}) == 1


def test_what_it_says_is_as_before_and_every_name_leads_to_its_file(tmp_path: Path) -> None:
    index = write_index(tmp_path / "index", 1)
    put_in_order(index)
    entry = json.loads((index / ENTRY).read_text("utf-8"))
    assert entry["languages"]["en"]["page_count"] == 1
    assert entry["other"] == ["‿"]
    meta = unpack(index / f"pagefind.{entry['languages']['en']['hash']}.pf_meta")
    assert [*meta[:3], *meta[4:]] == ["1.5.2", [["en_f", 3]], [["a", "b", "en_c"]], [], ["title"]]
    assert [name for name, _ in meta[3]] == sorted(FILTERS)
    for name, file in meta[3]:
        assert unpack(index / f"filter/{file}.pf_filter") == [name, FILTERS[name]]
        assert (index / f"filter/{file}.pf_filter").read_bytes()[4:8] == bytes(4)  # gzip's time of writing
    assert len(contents(index)) == 2 + len(FILTERS) + 1
    assert (index / "fragment/en_f.pf_fragment").read_bytes() == b"as it was"


def test_a_file_that_says_something_else_gets_another_name(tmp_path: Path) -> None:
    one, other = (write_index(tmp_path / name, 0) for name in ("one", "other"))
    (other / AREA).write_bytes(pack(["Area", [["ACAP", [3]]]]))
    for index in (one, other):
        put_in_order(index)
    names = [set(contents(index)) for index in (one, other)]
    assert len(names[0] - names[1]) == 2  # the filter, and the list that names it


def test_an_order_that_is_kept_is_kept(tmp_path: Path) -> None:
    index = write_index(tmp_path / "index", 3)
    put_in_order(index)
    before = contents(index)
    put_in_order(index)
    assert contents(index) == before


def put(name: str, content: bytes) -> Callable[[Path], None]:
    def write(index: Path) -> None:
        (index / name).write_bytes(content)

    return write


UNKNOWN = "has another form than Pagefind 1.5 gives it"
META_FILE, AREA_FILE = META, AREA.removeprefix("filter/")
# What is wrong -> how to make it so, the file that is named, and what is said of it
FAULTS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "no entry": (lambda index: (index / ENTRY).unlink(), ENTRY, "cannot be followed"),
    "entry not JSON": (put(ENTRY, b"{"), ENTRY, "cannot be followed"),
    "entry without languages": (put(ENTRY, b"{}"), ENTRY, "cannot be followed: KeyError('languages')"),
    "entry of another shape": (put(ENTRY, b'{"languages": ["en"]}'), ENTRY, "cannot be followed"),
    "no list": (lambda index: (index / META).unlink(), META_FILE, "cannot be read"),
    "no filter": (lambda index: (index / AREA).unlink(), AREA_FILE, "cannot be read"),
    "not gzip": (put(AREA, b"plain"), AREA_FILE, "cannot be read"),
    "gzip cut off": (put(AREA, pack(["Area", []])[:-9]), AREA_FILE, "cannot be read"),
    "gzip broken": (put(AREA, pack([])[:10] + b"\xff" * 20), AREA_FILE, "cannot be read"),
    "no signature": (put(AREA, gzip.compress(cbor2.dumps(["Area", []]))), AREA_FILE, UNKNOWN),
    "not CBOR": (put(META, gzip.compress(b"pagefind_dcd\x9f")), META_FILE, "cannot be read"),
    "more after the CBOR": (
        put(AREA, gzip.compress(gzip.decompress(pack(["Area", []])) + b"\x80")),
        AREA_FILE,
        UNKNOWN,
    ),
    "list of another length": (put(META, pack(["1.6.0", [], [], [], [], [], []])), META_FILE, UNKNOWN),
    "list of other things": (put(META, pack(["1.6.0", [], [], {}, [], []])), META_FILE, UNKNOWN),
    "filter listed otherwise": (put(META, pack(["1.5.2", [], [], [["Area"]], [], []])), META_FILE, UNKNOWN),
    "filter a mapping": (put(AREA, pack({"Area": []})), AREA_FILE, UNKNOWN),
    "value without pages": (put(AREA, pack(["Area", [["ACAP"]]])), AREA_FILE, UNKNOWN),
    "pages by name": (put(AREA, pack(["Area", [["ACAP", ["en_f"]]]])), AREA_FILE, UNKNOWN),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_file(fault: str, tmp_path: Path) -> None:
    index = write_index(tmp_path / "index", 0)
    break_it, file, message = FAULTS[fault]
    break_it(index)
    with pytest.raises(IndexFormatError) as caught:
        put_in_order(index)
    assert str(caught.value).startswith(f"{file}: {message}")
