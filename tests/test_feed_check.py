"""The check of feeds: silent on what is published, and each of these faults is said where it is."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from portal.model import Catalog, Statement
from portal.outputs.feeds import feeds_of
from tests.oracles.feeds import check_feeds

Files = dict[str, bytes]
SIZE = 3  # so that the sample's four changes need two pages
JSON, RSS, ATOM = "feeds/changes.json", "feeds/changes.rss", "feeds/changes.atom"


@dataclass(frozen=True)
class Fault:
    """Text of a file, what takes its place the first time that it is there, and what the check must say."""

    path: str
    old: str
    new: str
    said: str


def files_of(catalog: Catalog, size: int) -> Files:
    return {path: text.encode() for feed in feeds_of(catalog) for path, text in feed.documents(catalog, size)}


def problems(catalog: Catalog, files: Files, size: int = SIZE) -> list[str]:
    return list(check_feeds(catalog, files, files.__getitem__, size))


@pytest.fixture(scope="module")
def files(sample: Catalog) -> Files:
    return files_of(sample, SIZE)


@pytest.mark.parametrize("size", [1, 2, SIZE, 100])
def test_what_is_written_has_no_problem(sample: Catalog, catalog: Catalog, size: int) -> None:
    for facts in (
        sample,
        catalog,
        replace(sample, portal=replace(sample.portal, hub="https://hub.example/")),
    ):
        assert problems(facts, files_of(facts, size), size) == []


@pytest.mark.parametrize(
    "text", ["`&#7;` is a bell, and &amp;#7; too", "[x](https://a.example/a%2fb)", "R & D <br"]
)
def test_odd_but_sound_texts_have_no_problem(sample: Catalog, text: str) -> None:
    first, *others = sample.changes
    odd = replace(first, title=text, summary=text, why=Statement(text))
    facts = replace(sample, changes=(odd, *others))
    assert problems(facts, files_of(facts, SIZE)) == []


# --- one text in the place of another

_P = "&lt;p&gt;"
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_RSS = partial(Fault, RSS)
_ATOM = partial(Fault, ATOM)
_JSON = partial(Fault, JSON)
_SELF = '<atom:link href="https://portal.example/feeds/changes.rss" rel="self" type="application/rss+xml"/>'
_ATOM_SELF = '<link href="https://portal.example/feeds/changes.atom" rel="self" type="application/atom+xml"/>'
_FACTS = "<dcterms:temporal>2024-06~</dcterms:temporal>"
_BODY = f"{_P}&lt;strong&gt;Was to be"
_AREA = '<category domain="https://portal.example/partners/feeds/fields/#category-area">Security'
_JSON_BODY = "<p><strong>Was to be"
FAULTS = (
    _RSS("</channel>", "", "document: is not well formed"),
    _RSS('encoding="utf-8"', 'encoding="latin-1"', "declaration: is not <?xml"),
    _RSS("<rss ", "<!DOCTYPE rss><rss ", "document: has a comment, a CDATA section"),
    _RSS(_BODY, "<![CDATA[<p>x</p>]]>", "document: has a comment, a CDATA section"),
    _RSS("Password", "Pass\x07word", r"has a hidden character: '\x07'"),
    _RSS("Password", "Pass&#27;word", "has a hidden character: '&#27;'"),
    _RSS("Password", "Pass\u202eword", r"has a hidden character: '\u202e'"),
    _RSS('version="2.0"', 'version="0.91"', "rss: the attribute version is '0.91'"),
    Fault(RSS, "", f"{_XML}<feed/>", "document: begins with feed, not with rss"),
    _ATOM("</feed>", "", "document: is not well formed"),
    Fault(ATOM, "", f"{_XML}<rss/>", "begins with rss, not with atom:feed"),
    _ATOM("<?xml", "\ufeff<?xml", r"has a hidden character: '\ufeff'"),
    _JSON('"items": [', '"items": [[', "document: is not JSON"),
    _JSON('"language":', '"title": "x", "language":', "a name is there twice"),
    _JSON("Password", r"Pass\u0007word", "has a hidden character"),
    Fault("feeds/history.json", '"number": 2', '"number": NaN', "NaN is no number"),
    _RSS("<title>AXIS OS breaking changes (unofficial)</title>", "", "channel: has title 0 times, not once"),
    _RSS("<language>en<", "<language>sv<", "channel/language: is not en"),
    _RSS("<link>https://portal.example/", "<link>/", "'/changes/' is not a full web"),
    _RSS("<language>", "<ttl>5</ttl><language>", "channel: has the unknown element ttl"),
    _RSS("<item>", "x<item>", "channel: has text between its elements"),
    _RSS(_FACTS, "", "channel: has dcterms:temporal 0 times, not once"),
    _RSS('feeds/changes.rss" rel="self"', 'feeds/x.rss" rel="self"', "the attribute href is"),
    _RSS(_SELF, _SELF * 2, "channel/link[rel=self]: is there twice"),
    _RSS('rel="next"', 'rel="prev"', "channel/link[rel=next]: is missing"),
    _RSS(_SELF, f'{_SELF}<atom:link rel="hub" href="https://x.example/"/>', "leads to nothing"),
    _RSS("Wed, 03 Feb 2027", "Thu, 04 Feb 2027", "lastBuildDate: 2027-02-04 is later"),
    _RSS("<description>Every", "<description>R &amp; D, every", "has & or < not as a numeric"),
    _RSS("<language>", '<language scope="all">', "channel/language: has the unknown attribute scope"),
    _RSS(_SELF, _SELF.replace("/>", ">x</atom:link>"), "atom:link: has text in it"),
    _RSS("</channel>", "<language>en</language></channel>", "channel: has an element after an entry"),
    _ATOM("<title>AXIS", '<title type="html">AXIS', "feed/atom:title: has the unknown attribute type"),
    _ATOM("<author>", '<author role="x">', "feed/author: has the unknown attribute role"),
    _ATOM("<id>tag:portal.example,2026:feeds/changes</id>", "", "feed: has atom:id 0 times"),
    _ATOM(
        "<id>tag:portal.example,2026:feeds/changes<",
        "<id>https://portal.example/<",
        "feed/id: 'https://portal",
    ),
    _ATOM(
        "<author><name>Sample portal</name><uri>https://portal.example/</uri></author>",
        "",
        "has atom:author 0",
    ),
    _ATOM(_ATOM_SELF, "", "feed/link[rel=self]: is missing"),
    _ATOM("<updated>2027", "<updated>2026", "feed/updated: is before an entry was updated"),
    _ATOM("<title>AXIS", "<title> AXIS", "feed/title: has space around it"),
    _JSON("version/1.1", "version/1", "is not that of JSON Feed 1.1"),
    _JSON('"language":', '"ttl": 5, "language":', "feed: has the unknown name ttl"),
    _JSON('"language": "en"', '"language": 5', "feed.language: is not of the type str"),
    _JSON("feeds/changes.json", "feeds/x.json", "feed_url: is 'https://portal"),
    _JSON('"next_url": "https://portal.example/feeds/changes/2.json",', "", "next_url: is None"),
    _JSON('"language"', '"hubs": [{"url": "x"}], "language"', "hubs[0]: lacks type"),
    _RSS(' isPermaLink="false"', "", "the attribute isPermaLink is None, not 'false'"),
    _RSS(
        ">tag:portal.example,2026:changes/p", ">tag:x.example,2026:changes/p", "item[0]/guid: 'tag:x.example"
    ),
    _RSS("changes/date-cgi-removal</guid>", "changes/password-rule</guid>", "has the id of item[0]"),
    _RSS("<pubDate>Mon,", "<pubDate>Tue,", "+0000' names the wrong day"),
    _RSS("+0000</pubDate>", "+0100</pubDate>", "is not a moment in UTC as RFC 2822"),
    _RSS("23 Nov 2026", "31 Nov 2026", "is not a moment in UTC as RFC 2822 asks"),
    _RSS("<pubDate>Mon, 23 Nov 2026", "<pubDate>Tue, 23 Nov 2027", "item[0]/pubDate: 2027-11-23 is later"),
    Fault(RSS.replace("s.", "s/2."), "&#38;", "&amp;", "not as a numeric reference: SMB"),
    _RSS(_AREA, f"{_AREA}&amp;", "category: has & or < not as a numeric"),
    _RSS(_AREA, _AREA.replace("y-area", "y-place"), "item[0]: has a category of the unknown scheme place"),
    _RSS('<category domain="https://portal.example/', '<category domain="/', "is not a full web"),
    _RSS("<title>Password complexity", "<title>Password <b>complexity</b>", "item[0]/title: has b in it"),
    _ATOM("T00:29:58.", "", "is not a moment in UTC as RFC 3339 asks"),
    _ATOM('type="html"', 'type="text"', "entry[0]/content: the attribute type is 'text'"),
    _ATOM('<content type="html">', '<content type="html" src="x">', "attribute src"),
    _ATOM('term="12"', 'name="12"', "category: has the unknown"),
    _ATOM("#category-sureness", "#category-area", "entry[0]: has no category of the scheme sureness"),
    _ATOM('label="Security"', 'label="Safety"', "rss and atom differ in the categories"),
    _ATOM(
        "<entry>",
        '<entry><link rel="alternate" href="https://portal.example/"/>',
        "entry[0]: has atom:link 2 times",
    ),
    _JSON('"summary": "A device', '"x": "A device', "items[0]: lacks summary"),
    _JSON('    "Security",', "    5,", "items[0].tags: 5 is not a text"),
    _JSON('"date_published": "2026-11-23T', '"date_published": "2026-11-23 ', "as RFC 3339 asks"),
    # HTML in the entries
    _JSON(_JSON_BODY, f"<script>x</script>{_JSON_BODY}", "content_html: <script> is not allowed"),
    _RSS(_BODY, f"&lt;img src='x'&gt;{_BODY}", "item[0]/description: <img> is not allowed"),
    _RSS(_BODY, f"&lt;p onclick='x'&gt;x&lt;/p&gt;{_BODY}", "has the attribute onclick"),
    _JSON(_JSON_BODY, f"<p><a href='../x/'>x</a></p>{_JSON_BODY}", "'../x/' is not a full web"),
    _RSS(
        _BODY,
        f"{_P}&lt;a href='javascript:x'&gt;x&lt;/a&gt;&lt;/p&gt;{_BODY}",
        "'javascript:x' is not a full web",
    ),
    _RSS("&lt;/strong&gt;", "", "item[0]/description: <strong> is not closed"),
    _JSON(_JSON_BODY, f"<p><em><code>x</em></code></p>{_JSON_BODY}", "</em> closes nothing"),
    _JSON(_JSON_BODY, f"<p>{_JSON_BODY}", "<p> stands in a paragraph"),
    _JSON(_JSON_BODY, f"<li>x</li>{_JSON_BODY}", "<li> stands outside of a list"),
    _JSON(_JSON_BODY, f"<p>R & D</p>{_JSON_BODY}", "content_html: has a bare &"),
    _JSON(_JSON_BODY, f"<p>a < b</p>{_JSON_BODY}", "content_html: has a bare <"),
    _RSS(_BODY, "&amp;lt;p&amp;gt;x" + _BODY, "has text outside of a paragraph"),
    _JSON(_JSON_BODY, f"<p>&eacute;</p>{_JSON_BODY}", "&eacute; is not a reference"),
    _JSON(_JSON_BODY, f"<p>&#7;</p>{_JSON_BODY}", "&#7; is a character that could be written"),
    _JSON(_JSON_BODY, f"<!-- x -->{_JSON_BODY}", "content_html: has a comment"),
    # Feeds taken together
    _ATOM("<title>Password", "<title>Passphrase", "rss and atom differ in the title"),
    _JSON('"date_published": "2026-11-23T', '"date_published": "2026-11-22T', "differ in the date of"),
    _RSS(_AREA, _AREA.replace("Security", "Safety"), "differ in the tags of"),
    _RSS(
        "<link>https://portal.example/changes/password-rule/",
        "<link>https://portal.example/x/",
        "differ in the url",
    ),
    _JSON(_JSON_BODY, f"<p>x</p>{_JSON_BODY}", "json and rss differ in the html"),
    Fault("feeds/changes/2.atom", "<title>AXIS OS breaking", "<title>Some", "its pages say different things"),
    Fault("feeds/history.rss", "/history/2</guid>", "/history/9</guid>", "has the unknown entry"),
)


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_said(fault: Fault, sample: Catalog, files: Files) -> None:
    text = files[fault.path].decode()
    assert fault.old in text, f"{fault.path} has no {fault.old!r}"
    broken = text.replace(fault.old, fault.new, 1) if fault.old else fault.new
    found = problems(sample, files | {fault.path: broken.encode()})
    assert any(fault.said in problem for problem in found), found


# --- what is not a text in the place of another


def test_bytes_that_are_not_utf_8_are_said(sample: Catalog, files: Files) -> None:
    found = problems(sample, files | {RSS: files[RSS].replace(b"Password", b"P\xe5ssword", 1)})
    assert found == [f"{RSS}: document: is not UTF-8 at byte {files[RSS].index(b'Password') + 1}"]


def test_a_page_that_is_missing_or_too_many_is_said(sample: Catalog, files: Files) -> None:
    fewer = {path: data for path, data in files.items() if path != "feeds/changes/2.rss"}
    assert problems(sample, fewer) == ["feeds/changes/2.rss: is missing"]
    more = files | {"feeds/changes/3.rss": files["feeds/changes/2.rss"]}
    assert problems(sample, more) == ["feeds/changes/3.rss: is no page of a feed"]


def edited(files: Files, path: str, change: Callable[[Any], None]) -> Files:
    """Change the value of a JSON Feed."""
    value = json.loads(files[path])
    change(value)
    return files | {path: json.dumps(value, ensure_ascii=False).encode()}


def test_entries_out_of_order_are_said(sample: Catalog, files: Files) -> None:
    found = problems(sample, edited(files, JSON, lambda feed: feed["items"].reverse()))
    assert f"{JSON}: items[1]: was updated after items[0]: the newest come first" in found
    assert "feeds/changes: json and rss differ in their entries or in the order of these" in found


def test_an_entry_without_tags_is_said(sample: Catalog, files: Files) -> None:
    found = problems(sample, edited(files, JSON, lambda feed: feed["items"][0]["tags"].clear()))
    assert f"{JSON}: items[0].tags: is empty" in found


def test_entries_updated_at_the_same_moment_are_said(sample: Catalog, files: Files) -> None:
    moments = re.findall(r"</published><updated>([^<]+)<", files[ATOM].decode())
    text = files[ATOM].decode().replace(moments[1], moments[0])
    assert f"{ATOM}: entry[1]: was updated at the same moment as entry[0]" in problems(
        sample, files | {ATOM: text.encode()}
    )


def test_an_entry_published_after_its_update_is_said(sample: Catalog, files: Files) -> None:
    def later(feed: Any) -> None:
        feed["items"][1]["date_published"] = "2027-02-01T00:00:00Z"

    assert f"{JSON}: items[1]: is published after it was updated" in problems(
        sample, edited(files, JSON, later)
    )


def test_an_entry_that_is_lost_is_said(sample: Catalog, files: Files) -> None:
    found = problems(sample, edited(files, "feeds/changes/2.json", lambda feed: feed["items"].clear()))
    assert f"{JSON}: lacks tag:portal.example,2026:changes/smb1-removal" in found


def test_an_entry_on_two_pages_is_said(sample: Catalog, files: Files) -> None:
    item = json.loads(files[JSON])["items"][0]
    found = problems(sample, edited(files, "feeds/changes/2.json", lambda feed: feed["items"].append(item)))
    assert f"{JSON}: has an entry twice" in found


def test_pages_that_are_not_full_are_said(sample: Catalog) -> None:
    assert "feeds/changes.json: its pages have [2, 2] entries, not 3 each" in problems(
        sample, files_of(sample, 2)
    )


def test_a_change_that_left_a_major_version_stays_in_its_feeds(sample: Catalog, files: Files) -> None:
    path = "feeds/majors/11.json"
    moved = "tag:portal.example,2026:changes/network-filter-removal"
    assert moved in {item["id"] for item in json.loads(files[path])["items"]}

    def lose(feed: Any) -> None:
        feed["items"] = [item for item in feed["items"] if item["id"] != moved]

    assert f"{path}: lacks {moved}" in problems(sample, edited(files, path, lose))
