from itertools import pairwise

import pytest

from portal.model.versions import Version

# Earliest first; no two are equal
IN_ORDER = [
    "0", "0.1", "5.51.4.7", "6.50.5.10", "6.50.5.16", "7.10.3026", "8.40", "9.60", "9.80", "9.80.3.2",
    "9.80.66", "10", "10.0", "10.5", "10.6", "10.10", "10.12", "10.12.228", "11", "11.0", "11.1", "11.1.70",
    "11.2", "11.9", "11.10", "11.10.61", "11.11", "12", "12.0", "12.0.0", "13.0",
    "13.0.0", "13.0.0.9", "13.0.0.12110022", "13.0.1", "13.0.4294967296", "100.0",
]  # fmt: skip


@pytest.mark.parametrize("text", IN_ORDER)
def test_version_is_printed_as_it_is_read(text: str) -> None:
    version = Version.parse(text)
    assert str(version) == text
    assert version == Version.parse(text)
    assert hash(version) == hash(Version.parse(text))


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(IN_ORDER)))
def test_order_goes_by_number(earlier: str, later: str) -> None:
    first, second = Version.parse(earlier), Version.parse(later)
    assert first < second
    assert second > first
    assert first <= second
    assert first != second
    assert not second <= first


def test_sorting_restores_the_order() -> None:
    backwards = [Version.parse(text) for text in reversed(IN_ORDER)]
    assert [str(version) for version in sorted(backwards)] == IN_ORDER


@pytest.mark.parametrize(
    ("text", "major", "release", "alone"),
    [
        ("12", 12, "12", True),
        ("11.10", 11, "11.10", False),
        ("11.10.61", 11, "11.10", False),
        ("9.80.3.2", 9, "9.80", False),
        ("0.1", 0, "0.1", False),
        ("13.0.0.12110022", 13, "13.0", False),
    ],
)
def test_parts(text: str, major: int, release: str, alone: bool) -> None:
    version = Version.parse(text)
    assert version.major == major
    assert str(version.release) == release
    assert version.is_major_only is alone


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "12.", ".0", "12.00", "012", "00", "12..0", "1.2.3.4.5", "v12.0", "12.x", "12,0", "-1", "+1",
        "12.0\n", " 12.0", "12.0 ", "1e3", "12.0-beta", "１２.0", "١٢", "100000", "12.100000", "latest",
        "12.0.10000000000", "12.0.0.10000000000", "12.0.0.012110022", "12.0.0.",
    ],
)  # fmt: skip
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a version such as 11\.10 or 12\.0") as caught:
        Version.parse(text)
    assert repr(text) in str(caught.value)
