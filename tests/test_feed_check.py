"""The check of feeds: silent on what is published, and each of these faults is said where it is."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from portal.feeds import feeds_of
from portal.model import Catalog, Statement
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
_IN_RSS = partial(Fault, RSS)
_IN_ATOM = partial(Fault, ATOM)
_IN_JSON = partial(Fault, JSON)
_SELF = '<atom:link href="https://portal.example/feeds/changes.rss" rel="self" type="application/rss+xml"/>'
_ATOM_SELF = '<link href="https://portal.example/feeds/changes.atom" rel="self" type="application/atom+xml"/>'
_FACTS = "<dcterms:temporal>2024-06~</dcterms:temporal>"
_GUID = '<guid isPermaLink="false">tag:portal.example,2026:changes/password-rule</guid>'
_BODY = f"{_P}&lt;strong&gt;Was to be"
_JSON_BODY = "<p><strong>Was to be"
FAULTS = {
    # The document
    "rss: not well formed": _IN_RSS("</channel>", "", "document: is not well formed"),
    "rss: other encoding": _IN_RSS('encoding="utf-8"', 'encoding="latin-1"', "declaration: is not <?xml"),
    "rss: document type": _IN_RSS("<rss ", "<!DOCTYPE rss><rss ", "document: has a comment, a CDATA section"),
    "rss: CDATA": _IN_RSS(_BODY, "<![CDATA[<p>x</p>]]>", "document: has a comment, a CDATA section"),
    "rss: style sheet": _IN_RSS("<rss ", '<?xml-stylesheet href="x"?><rss ', "or an instruction"),
    "rss: control character": _IN_RSS("Password", "Pass\x07word", r"has a hidden character: '\x07'"),
    "rss: escaped control character": _IN_RSS("Password", "Pass&#27;word", "has a hidden character: '&#27;'"),
    "rss: text turned around": _IN_RSS("Password", "Pass\u202eword", r"has a hidden character: '\u202e'"),
    "rss: other version": _IN_RSS('version="2.0"', 'version="0.91"', "rss: the attribute version is '0.91'"),
    "rss: other root": Fault(RSS, "", f"{_XML}<feed/>", "document: begins with feed, not with rss"),
    "atom: not well formed": _IN_ATOM("</feed>", "", "document: is not well formed"),
    "atom: other root": Fault(ATOM, "", f"{_XML}<rss/>", "begins with rss, not with atom:feed"),
    "atom: byte order mark": _IN_ATOM("<?xml", "\ufeff<?xml", r"has a hidden character: '\ufeff'"),
    "atom: no language": _IN_ATOM(' xml:lang="en"', "", "feed: the attribute"),
    "json: not JSON": _IN_JSON('"items": [', '"items": [[', "document: is not JSON"),
    "json: a name twice": _IN_JSON('"language":', '"title": "x", "language":', "a name is there twice"),
    "json: escaped control character": _IN_JSON("Password", r"Pass\u0007word", "has a hidden character"),
    "json: no number": Fault("feeds/history.json", '"number": 2', '"number": NaN', "NaN is no number"),
    # The feed
    "rss: no title": _IN_RSS(
        "<title>AXIS OS breaking changes</title>", "", "channel: has title 0 times, not once"
    ),
    "rss: empty title": _IN_RSS("<title>AXIS OS breaking changes<", "<title><", "channel/title: is empty"),
    "rss: no description": _IN_RSS("<description>", "<about>", "document: is not well formed"),
    "rss: two languages": _IN_RSS(
        "<language>", "<language>en</language><language>", "channel: has language 2 times, not once"
    ),
    "rss: other language": _IN_RSS("<language>en<", "<language>sv<", "channel/language: is not en"),
    "rss: relative page": _IN_RSS(
        "<link>https://portal.example/", "<link>/", "'/changes/' is not a full web"
    ),
    "rss: unknown element": _IN_RSS(
        "<language>", "<ttl>5</ttl><language>", "channel: has the unknown element ttl"
    ),
    "rss: stray text": _IN_RSS("<item>", "x<item>", "channel: has text between its elements"),
    "rss: no date of the facts": _IN_RSS(_FACTS, "", "channel: has dcterms:temporal 0 times, not once"),
    "rss: other date of the facts": _IN_RSS(">2024-06~<", ">2024-07<", "dcterms:temporal: is not 2024-06~"),
    "atom: other date of the facts": _IN_ATOM(">2024-06~<", "><", "feed/dcterms:temporal: is not 2024-06~"),
    "rss: no link to itself": _IN_RSS(_SELF, "", "channel/link[rel=self]: is missing"),
    "rss: link to elsewhere": _IN_RSS(
        'feeds/changes.rss" rel="self"', 'feeds/x.rss" rel="self"', "link[rel=self]: the attribute href is"
    ),
    "rss: link to itself twice": _IN_RSS(_SELF, _SELF * 2, "channel/link[rel=self]: is there twice"),
    "rss: other media type": _IN_RSS(
        '"application/rss+xml"', '"text/xml"', "the attribute type is 'text/xml'"
    ),
    "rss: no next page": _IN_RSS('rel="next"', 'rel="prev"', "channel/link[rel=next]: is missing"),
    "rss: hub that is not set": _IN_RSS(
        _SELF, f'{_SELF}<atom:link rel="hub" href="https://x.example/"/>', "link[rel=hub]: leads to nothing"
    ),
    "rss: built tomorrow": _IN_RSS(
        "Wed, 03 Feb 2027", "Thu, 04 Feb 2027", "lastBuildDate: 2027-02-04 is later"
    ),
    "rss: & in the description": _IN_RSS(
        "<description>Every", "<description>R &amp; D, every", "description: has & or < not as a numeric"
    ),
    "rss: language with an attribute": _IN_RSS(
        "<language>", '<language scope="all">', "channel/language: has the unknown attribute scope"
    ),
    "rss: link with text": _IN_RSS(_SELF, _SELF.replace("/>", ">x</atom:link>"), "atom:link: has text in it"),
    "rss: entry before the language": _IN_RSS(
        "</channel>", "<language>en</language></channel>", "channel: has an element after an entry"
    ),
    "atom: title is HTML": _IN_ATOM(
        "<title>AXIS", '<title type="html">AXIS', "feed/atom:title: has the unknown attribute type"
    ),
    "atom: author with an attribute": _IN_ATOM(
        "<author>", '<author role="x">', "feed/author: has the unknown attribute role"
    ),
    "atom: link with text": _IN_ATOM(
        _ATOM_SELF, _ATOM_SELF.replace("/>", ">x</link>"), "feed/atom:link: has text in it"
    ),
    "atom: no id": _IN_ATOM(
        "<id>tag:portal.example,2026:feeds/changes</id>", "", "feed: has atom:id 0 times"
    ),
    "atom: id is an address": _IN_ATOM(
        "<id>tag:portal.example,2026:feeds/changes<",
        "<id>https://portal.example/<",
        "feed/id: 'https://portal",
    ),
    "atom: no author": _IN_ATOM(
        "<author><name>Sample portal</name><uri>https://portal.example/</uri></author>",
        "",
        "has atom:author 0",
    ),
    "atom: author without a name": _IN_ATOM("<name>Sample portal</name>", "", "feed/author: has atom:name 0"),
    "atom: no link to itself": _IN_ATOM(_ATOM_SELF, "", "feed/link[rel=self]: is missing"),
    "atom: updated before an entry": _IN_ATOM(
        "<updated>2027", "<updated>2026", "feed/updated: is before an entry was updated"
    ),
    "atom: space around the title": _IN_ATOM(
        "<title>AXIS", "<title> AXIS", "feed/title: has space around it"
    ),
    "json: other version": _IN_JSON("version/1.1", "version/1", "is not that of JSON Feed 1.1"),
    "json: unknown name": _IN_JSON('"language":', '"ttl": 5, "language":', "feed: has the unknown name ttl"),
    "json: no title": _IN_JSON('"title": "AXIS OS breaking changes",', "", "feed: lacks title"),
    "json: other type": _IN_JSON(
        '"language": "en"', '"language": 5', "feed.language: is not of the type str"
    ),
    "json: other address": _IN_JSON("feeds/changes.json", "feeds/x.json", "feed_url: is 'https://portal"),
    "json: no next page": _IN_JSON(
        '"next_url": "https://portal.example/feeds/changes/2.json",', "", "next_url: is None"
    ),
    "json: relative page": _IN_JSON(
        '"home_page_url": "https://', '"home_page_url": "//', "home_page_url: '//p"
    ),
    "json: no author": _IN_JSON(
        '"url": "https://portal.example/"\n  }', '"url": "portal"\n  }', "authors[0].url: 'portal' is not"
    ),
    "json: hub without its type": _IN_JSON(
        '"language"', '"hubs": [{"url": "x"}], "language"', "hubs[0]: lacks type"
    ),
    # The entries
    "rss: no id": _IN_RSS(_GUID, "", "item[0]: has guid 0 times, not once"),
    "rss: id is an address": _IN_RSS(
        ' isPermaLink="false"', "", "the attribute isPermaLink is None, not 'false'"
    ),
    "rss: id of others": _IN_RSS(
        ">tag:portal.example,2026:changes/p", ">tag:x.example,2026:changes/p", "item[0]/guid: 'tag:x.example"
    ),
    "rss: id twice": _IN_RSS(
        "changes/date-cgi-removal</guid>", "changes/password-rule</guid>", "item[1]: has the id of item[0]"
    ),
    "rss: wrong day of the week": _IN_RSS(
        "<pubDate>Mon,",
        "<pubDate>Tue,",
        "item[0]/pubDate: 'Tue, 23 Nov 2026 00:29:58 +0000' names the wrong day",
    ),
    "rss: date of another standard": _IN_RSS(
        "<pubDate>Mon, 23 Nov 2026 ", "<pubDate>2026-11-23T", "is not a moment in UTC as RFC 2822 asks"
    ),
    "rss: other time zone": _IN_RSS(
        "+0000</pubDate>", "+0100</pubDate>", "is not a moment in UTC as RFC 2822"
    ),
    "rss: no such day": _IN_RSS("23 Nov 2026", "31 Nov 2026", "is not a moment in UTC as RFC 2822 asks"),
    "rss: published tomorrow": _IN_RSS(
        "<pubDate>Mon, 23 Nov 2026", "<pubDate>Tue, 23 Nov 2027", "item[0]/pubDate: 2027-11-23 is later"
    ),
    "rss: & in a title": Fault(
        RSS.replace("s.", "s/2."), "&#38;", "&amp;", "not as a numeric reference: SMB"
    ),
    "rss: & in a category": _IN_RSS(
        "<category>Security", "<category>Sec &amp; rity", "category: has & or < not as a numeric"
    ),
    "rss: element in a title": _IN_RSS(
        "<title>Password complexity", "<title>Password <b>complexity</b>", "item[0]/title: has b in it"
    ),
    "rss: element in a description": _IN_RSS(
        "</description><pubDate>", "<p>x</p></description><pubDate>", "item[0]/description: has p in it"
    ),
    "rss: title with an attribute": _IN_RSS(
        "<title>Password", '<title lang="en">Password', "item[0]/title: has the unknown attribute lang"
    ),
    "rss: relative link": _IN_RSS(
        "<link>https://portal.example/changes/password-rule/",
        "<link>../password-rule/",
        "item[0]/link: '../pass",
    ),
    "rss: no category": _IN_RSS(
        "<category>AXIS OS 12</category><category>Security</category><category>Withdrawn</category>",
        "",
        "item[0]: has category 0 times, not at least once",
    ),
    "rss: author without an address": _IN_RSS(
        _GUID, f"{_GUID}<author>x</author>", "has the unknown element author"
    ),
    "atom: title of an entry is HTML": _IN_ATOM(
        "<title>Password",
        '<title type="html">Password',
        "entry[0]/atom:title: has the unknown attribute type",
    ),
    "atom: element in a title": _IN_ATOM(
        "<title>Password complexity",
        "<title>Password <b>complexity</b>",
        "entry[0]/atom:title: has atom:b in it",
    ),
    "atom: category with text": _IN_ATOM(
        '<category term="AXIS OS 12"/>',
        '<category term="AXIS OS 12">12</category>',
        "entry[0]/atom:category: has text in it",
    ),
    "atom: no updated": _IN_ATOM("</published><updated>", "</published><x>", "document: is not well formed"),
    "atom: day alone": _IN_ATOM("T00:29:58.", "", "is not a moment in UTC as RFC 3339 asks"),
    "atom: content is text": _IN_ATOM(
        'type="html"', 'type="text"', "entry[0]/content: the attribute type is 'text'"
    ),
    "atom: content elsewhere": _IN_ATOM(
        '<content type="html">', '<content type="html" src="x">', "attribute src"
    ),
    "atom: category without a term": _IN_ATOM(
        'term="AXIS OS 12"', 'label="AXIS OS 12"', "category: has the unknown"
    ),
    "atom: two links to the page": _IN_ATOM(
        "<entry>",
        '<entry><link rel="alternate" href="https://portal.example/"/>',
        "entry[0]: has atom:link 2 times",
    ),
    "json: no summary": _IN_JSON('"summary": "A device', '"x": "A device', "items[0]: lacks summary"),
    "json: relative address": _IN_JSON(
        '"url": "https://portal.example/changes/p', '"url": "/p', "items[0].url: '/p"
    ),
    "json: no tags": _IN_JSON(
        '"AXIS OS 12",\n    "Security",\n    "Withdrawn"', "", "items[0].tags: is empty"
    ),
    "json: tag is a number": _IN_JSON('    "Security",', "    5,", "items[0].tags: 5 is not a text"),
    "json: day alone": _IN_JSON(
        '"date_published": "2026-11-23T', '"date_published": "2026-11-23 ', "as RFC 3339 asks"
    ),
    # HTML in the entries
    "html: script": _IN_JSON(
        _JSON_BODY, f"<script>x</script>{_JSON_BODY}", "content_html: <script> is not allowed"
    ),
    "html: picture": _IN_RSS(
        _BODY, f"&lt;img src='x'&gt;{_BODY}", "item[0]/description: <img> is not allowed"
    ),
    "html: attribute": _IN_ATOM(_BODY, f"&lt;p style='x'&gt;x&lt;/p&gt;{_BODY}", "has the attribute style"),
    "html: handler": _IN_RSS(_BODY, f"&lt;p onclick='x'&gt;x&lt;/p&gt;{_BODY}", "has the attribute onclick"),
    "html: relative link": _IN_JSON(
        _JSON_BODY,
        f"<p><a href='../x/'>x</a></p>{_JSON_BODY}",
        "content_html: '../x/' is not a full web address",
    ),
    "html: script in a link": _IN_RSS(
        _BODY,
        f"{_P}&lt;a href='javascript:x'&gt;x&lt;/a&gt;&lt;/p&gt;{_BODY}",
        "'javascript:x' is not a full web",
    ),
    "html: not closed": _IN_RSS("&lt;/strong&gt;", "", "item[0]/description: <strong> is not closed"),
    "html: closed twice": _IN_JSON(
        "</strong>", "</strong></strong>", "</strong> closes nothing that is open"
    ),
    "html: crossed": _IN_JSON(
        _JSON_BODY, f"<p><em><code>x</em></code></p>{_JSON_BODY}", "</em> closes nothing"
    ),
    "html: paragraph in a paragraph": _IN_JSON(_JSON_BODY, f"<p>{_JSON_BODY}", "<p> stands in a paragraph"),
    "html: item without a list": _IN_JSON(
        _JSON_BODY, f"<li>x</li>{_JSON_BODY}", "<li> stands outside of a list"
    ),
    "html: bare &": _IN_JSON(_JSON_BODY, f"<p>R & D</p>{_JSON_BODY}", "content_html: has a bare &"),
    "html: bare <": _IN_JSON(_JSON_BODY, f"<p>a < b</p>{_JSON_BODY}", "content_html: has a bare <"),
    "html: escaped twice": _IN_RSS(_BODY, "&amp;lt;p&amp;gt;x" + _BODY, "has text outside of a paragraph"),
    "html: unknown reference": _IN_JSON(
        _JSON_BODY, f"<p>&eacute;</p>{_JSON_BODY}", "&eacute; is not a reference"
    ),
    "html: control character": _IN_JSON(
        _JSON_BODY, f"<p>&#7;</p>{_JSON_BODY}", "&#7; is a character that could be written"
    ),
    "html: comment": _IN_JSON(_JSON_BODY, f"<!-- x -->{_JSON_BODY}", "content_html: has a comment"),
    "html: plain text": _IN_JSON(_JSON_BODY, f"x {_JSON_BODY}", "has text outside of a paragraph"),
    # Feeds taken together
    "an entry renamed in one format": _IN_ATOM(
        "<title>Password",
        "<title>Passphrase",
        "feeds/changes: rss and atom differ in the title of tag:portal",
    ),
    "another day in one format": _IN_JSON(
        '"date_published": "2026-11-23T',
        '"date_published": "2026-11-22T',
        "json and rss differ in the date of",
    ),
    "another category in one format": _IN_RSS(
        "<category>Security", "<category>Safety", "differ in the tags of"
    ),
    "another page in one format": _IN_RSS(
        "<link>https://portal.example/changes/password-rule/",
        "<link>https://portal.example/x/",
        "differ in the url",
    ),
    "another text in one format": _IN_JSON(
        _JSON_BODY, f"<p>x</p>{_JSON_BODY}", "json and rss differ in the html"
    ),
    "pages of different feeds": Fault(
        "feeds/changes/2.atom", "<title>AXIS OS breaking", "<title>Some", "its pages say different things"
    ),
    "an event without its place": Fault(
        "feeds/history.rss",
        "/history/2</guid>",
        "/history/9</guid>",
        "has the unknown entry tag:portal.example",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_said(name: str, sample: Catalog, files: Files) -> None:
    fault = FAULTS[name]
    text = files[fault.path].decode()
    assert fault.old in text, f"{fault.path} has no {fault.old!r}"
    broken = text.replace(fault.old, fault.new, 1) if fault.old else fault.new
    found = problems(sample, files | {fault.path: broken.encode()})
    assert any(fault.said in problem for problem in found), found


def test_there_are_as_many_faults_as_promised() -> None:
    assert len({(fault.path, fault.old, fault.new) for fault in FAULTS.values()}) == len(FAULTS) >= 40
    formats = Counter(fault.path.rpartition(".")[2] for fault in FAULTS.values())
    assert formats["rss"] >= 40
    assert min(formats["atom"], formats["json"]) >= 25


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
