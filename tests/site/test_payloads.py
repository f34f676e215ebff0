"""Data is text, never code: whatever an editor types is shown as typed or refused."""

import json
from pathlib import Path

import feedparser
import pytest
from lxml import html
from markdown_it import MarkdownIt

from tests.checkout import Checkout, copy_checkout

# Shown literally on the page, wherever they stand
SHOWN = (
    "{{ 7 * 191 }}",
    "{% raw %}{{ config }}{% endraw %}",
    "{# comment #}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</article></body>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "{: onclick=alert(1) }",
    "{: .x style='position:fixed' }",
    "]]>",
    "<!-- comment -->",
    "portal-slot-what",
    "&lt;b&gt;",
    "=cmd|' /C calc'!A0",
)
# Refused by the check, with the place
REFUSED = {
    "bell": "\\u0007",
    "escape": "\\u001b[31m",
    "right-to-left override": "\\u202e",
    "isolate": "\\u2066",
    "zero width space": "\\u200b",
    "byte order mark": "\\ufeff",
    "line separator": "\\u2028",
    "noncharacter": "\\ufffe",
}
TWIN_READER = MarkdownIt("commonmark").enable("table")
TWIN_TAGS = {
    *("div", "h1", "h2", "h3", "p", "a", "code", "em", "strong", "ul", "ol", "li", "pre", "blockquote", "br"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
CHANGE = "data/changes/edit-cgi-removal.yml"
FIELDS = ("why", "impact", "action", "details")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Checkout:
    """A site one of whose changes, releases, areas and links is made of payloads."""
    checkout = copy_checkout(repository, tmp_path_factory.mktemp("payloads") / "checkout")
    listed = "\\n\\n".join(_quote(payload) for payload in SHOWN)
    entry = [
        "id: edit-cgi-removal",
        f'title: "{_quote(SHOWN[0])} {_quote(SHOWN[3])} {_quote(SHOWN[7])}"',
        f'summary: "{_quote(SHOWN[3])} {_quote(SHOWN[9])}"',
        *("area: api", "kind: removal", "status: applied", 'version: "11.1"', "applies_to: upgrade"),
        *(f'{field}: "{listed}"' for field in FIELDS),
        "surface:",
        *(
            f'  - kind: value\n    name: "name {number} {_quote(payload)}"\n    effect: removed'
            for number, payload in enumerate(SHOWN)
        ),
        "examples:",
        f'  - caption: "{_quote(SHOWN[3])}"\n    role: output\n    language: text\n    text: "{listed}"',
        "notes:",
        f'  - kind: context\n    text: "{listed}"',
        "history:",
        '  - date: "2026-11-23"\n    event: recorded\n    version: "11.1"\n    status: applied',
    ]
    (checkout.root / CHANGE).write_text("\n".join(entry) + "\n", "utf-8")
    name = _quote(" ".join(SHOWN[:10]))
    checkout.edit("data/areas.yml", "name: API", f'name: "{name}"')
    checkout.edit("data/links.yml", "name: param.cgi", f'name: "{name}"')
    checkout.append("content/changes/index.md", '\n\nSee {{ link("param-cgi") }} and more.\n')
    done = checkout.publish()
    assert done.returncode == 0, done.stdout + done.stderr
    return checkout


def _quote(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _page(checkout: Checkout, path: str) -> html.HtmlElement:
    return html.fromstring((checkout.site / path / "index.html").read_bytes().decode("utf-8"))


@pytest.mark.parametrize("payload", SHOWN)
def test_payload_is_shown_literally(payload: str, published: Checkout) -> None:
    page = _page(published, "changes/edit-cgi-removal")
    shown = " ".join(str(page.find_class("md-content__inner")[0].text_content()).split())
    wanted = " ".join(payload.split())
    if payload == "&lt;b&gt;":  # Markdown's own way to write <b>; as a name it stays as typed
        assert shown.count("<b>") >= len(FIELDS)
    else:
        assert shown.count(wanted) >= len(FIELDS) + 1
    assert wanted in shown


PATHS = ["changes/edit-cgi-removal", "changes/11", "changes", "links", "releases/11.1", "surface"]


@pytest.mark.parametrize("path", PATHS)
def test_no_payload_becomes_part_of_a_page(path: str, published: Checkout) -> None:
    clean = _page(published, "lifecycle/versioning")
    page = _page(published, path)
    inline = "//script[not(@src)][not(contains(@type, 'json'))]"
    assert len(page.xpath(inline)) == len(clean.xpath(inline))
    assert all(not src.startswith("http") for src in page.xpath("//script/@src"))
    for data in page.xpath("//script[contains(@type, 'ld+json')]/text()"):
        assert "<" not in data
        assert json.loads(data)["@type"] == "TechArticle"
    article = page.find_class("md-content__inner")[0]
    for element in article.iter():
        assert element.tag not in {"script", "iframe", "object", "img", "style"}
        assert element.tag != "form" or element.get("class") == "explorer__form"
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), f"{attribute}={value}"
            assert attribute != "style"
            if attribute in ("href", "src"):
                assert not value.lower().strip().startswith(("javascript:", "data:", "vbscript:"))
    assert "1337" not in str(page.text_content())


@pytest.mark.parametrize("path", PATHS)
def test_no_payload_comes_alive_in_a_twin(path: str, published: Checkout) -> None:
    """Read by a reader that lets all HTML through, it has nothing but what Markdown itself makes."""
    text = (published.site / path / "index.md").read_text("utf-8")
    twin = html.fragment_fromstring(TWIN_READER.render(text), create_parent="div")
    assert {str(element.tag) for element in twin.iter()} <= TWIN_TAGS
    for element in twin.iter():
        assert set(element.attrib) <= {"href", "class", "start"}
        assert element.get("href", "https:").startswith(("https:", "#"))
    assert "1337" not in text


@pytest.mark.parametrize("payload", SHOWN)
def test_payload_is_in_the_twin_as_on_the_page(payload: str, published: Checkout) -> None:
    text = (published.site / "changes/edit-cgi-removal/index.md").read_text("utf-8")
    twin = html.fragment_fromstring(TWIN_READER.render(text), create_parent="div")
    page = _page(published, "changes/edit-cgi-removal").find_class("md-content__inner")[0]
    wanted = " ".join(("<b>" if payload == "&lt;b&gt;" else payload).split())
    shown, said = (" ".join(str(root.text_content()).split()) for root in (page, twin))
    assert said.count(wanted) == shown.count(wanted) > len(FIELDS)


def test_no_payload_becomes_part_of_a_feed(published: Checkout) -> None:
    value = json.loads((published.site / "feeds/changes.json").read_text("utf-8"))
    item = next(item for item in value["items"] if item["id"].endswith(":changes/edit-cgi-removal"))
    assert item["title"].startswith("{{ 7 * 191 }} <script>")
    rss = feedparser.parse((published.site / "feeds/changes.rss").read_bytes(), sanitize_html=False)
    assert not rss.bozo
    entry = next(entry for entry in rss.entries if entry.id.endswith(":changes/edit-cgi-removal"))
    for content in (item["content_html"], entry.description):
        fragment = html.fragment_fromstring(content, create_parent="div")
        tags = {element.tag for element in fragment.iter()}
        assert tags <= {"div", "p", "strong", "em", "code", "ul", "ol", "li", "a", "pre", "blockquote", "br"}
        assert all(not element.attrib for element in fragment.iter() if element.tag != "a")
        assert "<script>alert(1)</script>" in fragment.text_content()


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("field", ["title", "why"])
def test_invisible_character_is_refused(name: str, field: str, checkout: Checkout) -> None:
    number = (checkout.root / CHANGE).read_text("utf-8").splitlines()
    line = next(count for count, text in enumerate(number) if text.startswith(f"{field}:"))
    number[line] = f'{field}: "x{REFUSED[name]}y"'
    (checkout.root / CHANGE).write_text("\n".join(number) + "\n", "utf-8")
    done = checkout.run("portal", "check")
    assert done.returncode == 1
    assert f"{CHANGE}:{line + 1}:{len(field) + 3}: {field}: has the character U+" in done.stdout
    assert "Traceback" not in done.stderr
