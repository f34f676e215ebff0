"""Where in a text a name is found: place, comment, encoding, several names at once."""

import re
from dataclasses import replace

import pytest

from portal.model import Catalog, Statement
from portal.model.dates import When
from portal.model.versions import Version
from portal.scanner.accepting import suppressions
from portal.scanner.page import NEAR_LINES, CodeComments, CodePage
from portal.scanner.patterns import pattern
from portal.scanner.scan_names import DEVICE, Names, ScanChange, ScanName, names_of
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
    return search.find(CodePage(path, code.encode() if isinstance(code, str) else code)).uses


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


@pytest.mark.parametrize("apart", [33, 997, 2999, 12_000])
def test_every_name_in_a_long_line_is_found_once(search: Search, apart: int) -> None:
    code = "axis-cgi " + "root.Network.UPnP.Enabled".ljust(apart) * (30_000 // apart)
    places = [match.start() + 1 for match in re.finditer("root.N", code)]
    assert [use.column for use in uses(search, code)] == places


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
        ("a.py", '"""\n# vaconfig.cgi\n"""\n', "1"),
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


def test_a_word_may_be_near_anywhere_in_the_file() -> None:
    search = Search(names(name("date.cgi", near=("axis-cgi",))))
    assert len(uses(search, "BASE = '/AXIS-CGI/'" + "\n" * 999 + "get(BASE + 'date.cgi')")) == 1
    assert uses(search, "get('/cgi/date.cgi')") == ()


def test_one_of_both_lists_has_to_be_near() -> None:
    both = replace(name("--digest", near=("https://",), match_as="text"), and_near=("axis-cgi", "vapix"))
    search = Search(names(both))
    assert len(uses(search, "curl --digest https://h/axis-cgi/x")) == 1
    assert uses(search, "curl --digest http://h/axis-cgi/x") == uses(search, "curl --digest https://h/") == ()


def test_the_words_of_a_device_count_where_they_are_asked_for() -> None:
    search = Search(replace(names(name("date.cgi", near=("<device>", "onvif"))), device_words=("vapix",)))
    assert len(uses(search, "date.cgi of VAPIX")) == len(uses(search, "date.cgi of ONVIF")) == 1
    assert uses(search, "date.cgi of a <device>") == ()


@pytest.mark.parametrize("argument", ["f(source=1)", "?source=1", '{"source": 1}'])
def test_an_argument_is_of_the_endpoint_named_closest(argument: str) -> None:
    search = Search(names(name("source", near=("overlay.cgi",), match_as="argument")))
    for own in ("'/overlay.cgi'\n {}", "{}\n '/OVERLAY.cgi'", "ptz.cgi\n\n overlay.cgi {}"):
        assert len(uses(search, own.format(argument))) == 1, own
    for foreign in ("overlay.cgi\n\n ptz.cgi {}", "ptz.cgi\n {}\n\n overlay.cgi"):
        assert uses(search, foreign.format(argument)) == (), foreign
    gap = "\n" * NEAR_LINES
    assert len(uses(search, f"overlay.cgi {gap} {argument}")) == 1
    assert uses(search, f"overlay.cgi {gap}\n {argument}") == ()


# --- spellings


def test_every_spelling_of_the_data_is_found_in_its_plainest_form(catalog: Catalog) -> None:
    found = names_of(catalog)
    search = Search(found)
    for change in found.changes:
        for item in change.names:
            for spelling in item.match:
                text = spelling.replace("#", "0")
                text = text.removesuffix(".") if item.match_as == "parameter" else text
                given = "=1" if item.match_as == "argument" and "=" not in text else ""
                near = [words[0].replace(DEVICE, "vapix") for words in (item.near, item.and_near) if words]
                code = f"{' '.join(near)} ?{text}{given}"
                assert (change.id, item.name) in {(use.change, use.name) for use in uses(search, code)}, code


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


def test_a_parameter_has_any_case_only_where_it_is_one_of_a_device() -> None:
    upnp = name("Network.UPnP.Enabled", match_as="parameter")
    search = Search(replace(names(upnp), device_words=("vapix",)))
    assert uses(search, "network.upnp.enabled: no") == ()
    for code in ("root.network.upnp.enabled: no", "vapix['network.upnp.enabled']", "Network.UPnP.Enabled"):
        assert len(uses(search, code)) == 1, code


def test_endpoints_have_any_case(search: Search) -> None:
    assert len(uses(search, "GET /axis-cgi/VACONFIG.CGI")) == 1


@pytest.mark.parametrize(
    "folder", ["/cgi-bin/", "/cgi-bin/admin/", "%2Fcgi-bin%2Fadmin%2F", "\\/cgi-bin\\/a\\/"]
)
def test_the_folder_of_other_makers_has_other_endpoints(search: Search, folder: str) -> None:
    assert uses(search, f"vapix axis-cgi {folder}date.cgi") == ()
    assert len(uses(search, f"{folder}x.cgi axis-cgi /axis-cgi/date.cgi")) == 1


@pytest.mark.parametrize(
    "code",
    [
        'a = "/axis-cgi" +\n\t"/vaconfig" +\n\t".cgi"', "vapix = ('root.Network.'\n     'UPnP.Enabled')",
        'vapix="root.Network." \\\n  "UPnP.Enabled"', "'/axis-cgi/vaconfig'\n    . '.cgi'",
    ],
)  # fmt: skip
def test_a_name_may_go_on_in_the_next_line(search: Search, code: str) -> None:
    (use,) = uses(search, code)
    assert use.end_column <= len(code.split("\n")[use.line - 1]) + 1


def test_a_name_may_be_joined_to_its_index_elsewhere() -> None:
    search = Search(names(name("Image.I#.RateControl.TargetBitrate", match_as="parameter")))
    assert len(uses(search, "[f'Image.I{n}.{x}' for x in ('RateControl.TargetBitrate',)]")) == 1
    assert uses(search, "RateControl.TargetBitrate") == ()


@pytest.mark.parametrize(
    "code",
    [
        (
            '<group name="root"><group name="Network"><group name="SSH"/><group name="UPnP">\n'
            '<parameter name="Enabled" value="yes"/></group></group></group>'
        ),
        '[Network.UPnP]\nEnabled   = "yes"\n',
        "[root.Network.UPnP]\nOther=1\nEnabled=no\n",
    ],
)
def test_groups_of_a_saved_answer_spell_a_parameter(code: str) -> None:
    search = Search(names(name("Network.UPnP.Enabled", match_as="parameter")))
    (use,) = uses(search, code)
    assert code.split("\n")[use.line - 1][use.column - 1 : use.end_column - 1] == "Enabled"
    assert uses(search, code.replace("UPnP", "Filter")) == ()


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
    page = CodePage("a.py", code.encode())
    assert search.find(page).uses[0].name == "vaconfig.cgi"
    assert next(suppressions(page)).ids == ("x",)
    for path in ("a.c", "a.md", "a.lua", "a.ps1", "a.ini"):
        assert not CodeComments(path, code).at(0)
