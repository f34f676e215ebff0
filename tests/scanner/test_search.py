"""Where in a text a name is found: place, comment, encoding, several names at once."""

from dataclasses import replace

import pytest

from portal.model import Catalog, Statement
from portal.model.dates import When
from portal.model.versions import Version
from portal.scanner.accepting import suppressions
from portal.scanner.page import NEAR_CHARACTERS, NEAR_LINES, CodeComments
from portal.scanner.patterns import pattern
from portal.scanner.scan_names import Names, ScanChange, ScanName, names_of
from portal.scanner.search import MOST, Search, Use


def names(*items: ScanName) -> Names:
    change = ScanChange(
        id="a-change",
        title="A",
        url="https://x/",
        kind="removal",
        version=Version((12, 0)),
        when="Removed",
        status="applied",
        consequence="unknown",
        sureness="vendor",
        action=Statement("x"),
        between=(),
        names=items,
    )
    return Names(When.parse("2024-06"), (change,))


def name(*match: str, near: tuple[str, ...] = (), match_as: str = "endpoint") -> ScanName:
    return ScanName("endpoint", match[0], "removed", match, match_as, near=near)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def search(june: Catalog) -> Search:
    return Search(names_of(june))


def uses(search: Search, code: str | bytes, path: str = "a.py") -> tuple[Use, ...]:
    found = search.uses(code.encode() if isinstance(code, str) else code, path)
    return found.uses if found else ()


def test_a_withdrawn_change_has_no_names(june: Catalog) -> None:
    withdrawn = replace(june.change_by_id["vaconfig-cgi-removal"], status="withdrawn")
    others = tuple(change for change in june.changes if change.id != withdrawn.id)
    found = names_of(replace(june, changes=(withdrawn, *others)))
    assert [change.id for change in found.changes] == [change.id for change in others]


# --- places


def test_line_and_columns_count_characters_from_one(search: Search) -> None:
    code = "# Küche 🙂\r\n\turl = 'ä' + '/axis-cgi/vaconfig.cgi'\r\n"
    (use,) = uses(search, code)
    line = code.splitlines()[1]
    assert (use.line, use.column) == (2, line.index("vaconfig") + 1)
    assert line[use.column - 1 : use.end_column - 1] == "vaconfig.cgi"
    assert use.text == "url = 'ä' + '/axis-cgi/vaconfig.cgi'"


def test_a_byte_order_mark_is_no_character(search: Search) -> None:
    assert uses(search, b"\xef\xbb\xbfvaconfig.cgi")[0].column == 1


def test_bytes_that_are_no_unicode_are_searched_all_the_same(search: Search) -> None:
    (use,) = uses(search, b"// K\xfcche: \xff\xfe\x80\nvar u = '/axis-cgi/vaconfig.cgi'; // \xe9")
    assert (use.line, use.column) == (2, 20)


def test_of_a_long_line_only_what_is_around_the_name_is_shown(search: Search) -> None:
    code = f"var a='{'x' * 500_000}',u='/axis-cgi/vaconfig.cgi',b='{'y' * 500_000}';"
    (use,) = uses(search, code, "app.min.js")
    assert use.column == 500_000 + code[500_000:].index("vaconfig") + 1
    assert use.text.startswith("…xxx")
    assert use.text.endswith("yyy…")
    assert "vaconfig.cgi" in use.text
    assert len(use.text) < 200


def test_several_names_on_a_line_are_found_in_order(search: Search) -> None:
    code = "get('releaseinfo.cgi'); get('vaconfig.cgi'); get('releaseinfo.cgi')"
    assert [use.name for use in uses(search, code)] == [
        "axis-release/releaseinfo.cgi", "vaconfig.cgi", "axis-release/releaseinfo.cgi",
    ]  # fmt: skip


def test_where_names_of_a_change_meet_the_longest_counts(search: Search) -> None:
    assert [use.name for use in uses(search, "root.Network.Filter.Enabled=no")] == ["Network.Filter.Enabled"]
    assert [use.name for use in uses(search, "Network.Filter.Input")] == ["IP-filtering VAPIX API"]
    assert [use.name for use in uses(search, "HTTPS.AllowTLS11")] == ["root.HTTPS.AllowTLS11"]


# --- comments


@pytest.mark.parametrize(
    ("path", "code", "comments"),
    [
        ("a.py", "x = 'vaconfig.cgi'\n# vaconfig.cgi\ny = '#' + 'vaconfig.cgi'  # vaconfig.cgi", "0101"),
        ("a.py", '"""\n# vaconfig.cgi\n"""\n', "0"),
        (
            "a.js",
            "f('http://x/vaconfig.cgi'); // vaconfig.cgi\n/* \n vaconfig.cgi */ g(`vaconfig.cgi`)",
            "0110",
        ),
        ("a.c", '#include "vaconfig.cgi"\n/* vaconfig.cgi', "01"),
        ("a.lua", "x = 'vaconfig.cgi' -- vaconfig.cgi\n--[[\nvaconfig.cgi\n]] y = 'vaconfig.cgi'", "0110"),
        ("a.ini", "; vaconfig.cgi\nurl=vaconfig.cgi;x\n # vaconfig.cgi", "101"),
        ("a.ps1", "<#\nvaconfig.cgi #>\n$x = 'vaconfig.cgi' # vaconfig.cgi", "101"),
        ("README.md", "# vaconfig.cgi\n<!-- vaconfig.cgi\n-->", "01"),
        ("Dockerfile", "# vaconfig.cgi\nRUN curl vaconfig.cgi", "10"),
        ("unknown", "# vaconfig.cgi", "0"),
        ("a.sh", "curl http://h/vaconfig.cgi#vaconfig.cgi", "00"),
    ],
)
def test_comments_count_and_are_marked(search: Search, path: str, code: str, comments: str) -> None:
    assert "".join(str(int(use.comment)) for use in uses(search, code, path)) == comments


# --- what is near


@pytest.mark.parametrize(
    ("near_enough", "too_far"),
    [("\n" * NEAR_LINES, "\n" * (NEAR_LINES + 1)), (" " * (NEAR_CHARACTERS - 40), " " * NEAR_CHARACTERS)],
)
def test_near_is_within_some_lines_and_characters_either_way(near_enough: str, too_far: str) -> None:
    search = Search(names(name("source", near=("overlay.cgi",), match_as="argument")))
    for code in ("'/overlay.cgi?'{gap} f(source=1)", "f(source=1) {gap} '/OVERLAY.cgi'"):
        assert len(uses(search, code.format(gap=near_enough))) == 1
        assert uses(search, code.format(gap=too_far)) == ()


def test_near_is_looked_for_on_both_sides_of_each_use() -> None:
    search = Search(names(name("source", near=("overlay.cgi",), match_as="argument")))
    gap = "\n" * 40
    code = f"overlay.cgi {gap} f(source=1) {gap} f(source=2) overlay.cgi {gap} f(source=3)"
    assert len(uses(search, code)) == 1


# --- spellings


def test_every_spelling_of_the_data_is_found_in_its_plainest_form(june: Catalog, search: Search) -> None:
    for change in names_of(june).changes:
        for item in change.names:
            for spelling in item.match:
                text = spelling.replace("#", "0").removesuffix(".")
                given = "=1" if item.match_as == "argument" and "=" not in text else ""
                code = f"{item.near[0] if item.near else ''}?{text}{given}"
                assert (change.id, item.name) in {(use.change, use.name) for use in uses(search, code)}, code
                if item.near:
                    assert uses(search, f"?{text}{given}") == (), text


@pytest.mark.parametrize(
    ("index", "found"),
    [
        ("0", True), ("12", True), ("#", True), ("{i}", True), ("${channel}", True), ("$i", True),
        ("$(n)", True), ("%d", True), ("%s", True), ("[source]", True), ("<n>", True), ("' + i + '", True),
        ('" .. n .. "', True),
        ('" + str(i + 1) + "', False), ("", False), ("x", False), ("0.Sub", False), ("{\n}", False),
    ],
)  # fmt: skip
def test_an_index_is_a_number_or_what_a_program_puts_there(index: str, found: bool) -> None:
    text = f"Image.I{index}.RateControl.TargetBitrate"
    assert bool(pattern("parameter", "Image.I#.RateControl.TargetBitrate").search(text)) is found


def test_parameters_keep_their_case_and_endpoints_do_not(search: Search) -> None:
    assert uses(search, "network.upnp.enabled: no") == ()
    assert len(uses(search, "GET /axis-cgi/VACONFIG.CGI")) == 1


# --- size


def test_more_uses_than_anybody_reads_are_cut_short(search: Search) -> None:
    found = uses(search, "vaconfig.cgi\n" * (MOST + 5))
    assert len(found) == MOST


def test_a_common_word_does_not_hide_what_stands_near(search: Search) -> None:
    code = "f(source=1)\n" * (MOST + 50) + "get('dynamicoverlay.cgi?source=1')\n"
    assert MOST + 51 in {use.line for use in uses(search, code)}


HOSTILE = (
    '"', "'\"", "' \"", '" + "', "\\'", "\\", "source", "source ", "source=", "{source ", "\tsource",
    "Image.I", "a.b", "root.", "Network.Filter.", "/*", "<!--", '"""', "#", " #", "-- ", "--[[", "<#",
    "portal: ignore[", "%2F", "\n", " ", "query", "-l", "overlay.cgi ",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_the_longer_text_takes_longer_only_by_its_length(search: Search, part: str) -> None:
    """An expression that goes back and forth over the text would take hours here, and the test with it."""
    start = "vaconfig.cgi dynamicoverlay.cgi privacymask.cgi portal: ignore[x] axis-cgi "
    code = start + part * (200_000 // len(part))
    found = search.uses(code.encode(), "a.py")
    assert found
    assert found.uses[0].name == "vaconfig.cgi"
    assert next(suppressions(found.page)).ids == ("x",)
    for path in ("a.c", "a.md", "a.lua", "a.ps1", "a.ini"):
        assert not CodeComments(path, code).at(0)
