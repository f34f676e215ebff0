import pytest
from markdown_it import MarkdownIt

from portal.prose import TAGS, to_html, to_inline_html, to_plain_markdown, to_text
from tests.payloads import ELSEWHERE, HARMLESS, LITERAL, Page, is_harmless


@pytest.mark.parametrize("payload", LITERAL)
def test_payload_is_shown_as_typed(payload: str) -> None:
    for give in (to_html, to_inline_html):
        html = give(payload)
        assert Page(html).text == payload
        assert Page(html).tags <= {"p"}
    assert to_text(payload) == payload


@pytest.mark.parametrize("payload", HARMLESS)
def test_payload_is_harmless(payload: str) -> None:
    assert to_html(payload) == HARMLESS[payload]


FRAMES = (
    "**{}**", "- {}", "> {}", "[{}](https://a.test)", "[a](https://a.test/{})", "a\n{}\nb", "`{}`", "a`{}",
)  # fmt: skip


@pytest.mark.parametrize("payload", [*LITERAL, *HARMLESS])
def test_payload_is_harmless_wherever_it_stands(payload: str) -> None:
    for frame in FRAMES:
        text = frame.replace("{}", payload)
        assert is_harmless(to_html(text))
        assert is_harmless(to_inline_html(text))


# What a reader of Markdown has that pages do not
MORE_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "thead", "tbody", "tr", "th", "td"}
MORE_FRAMES = (
    *FRAMES,
    "x `{}\n{} ` y",
    "`a\nb` {} `c`",
    "{}\n\n{}",
    "- `a\n- {} ` {}",
    "```\n{}\n```\n{}",
    "\\{}",
)


@pytest.mark.parametrize("payload", [*LITERAL, *HARMLESS, *ELSEWHERE])
def test_payload_is_dead_for_readers_that_let_html_through(payload: str) -> None:
    reader = MarkdownIt("commonmark").enable("table")
    for frame in MORE_FRAMES:
        page = Page(reader.render(to_plain_markdown(frame.replace("{}", payload))))
        assert page.tags <= TAGS | MORE_TAGS
        assert all(url.lower().startswith(("http://", "https://")) for url in page.addresses)


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("a < b, `<tt:Class>` & [x](https://a.test) <https://a.test>", None),
        ("1 <b> \\<b> \\\\<b>", "1 \\<b> \\<b> \\\\\\<b>"),
        ("`<b>` <b> ``a`<b>``", "`<b>` \\<b> ``a`<b>``"),
        ("`<b>\n<b>` <b>", "`\\<b>\n\\<b>` \\<b>"),
        ("![x](https://a.test)", "\\![x](https://a.test)"),
        (
            "[x](javascript:a) [x](https://a@b.test) [x][y]",
            "[x\\](javascript:a) [x\\](https://a@b.test) [x\\][y]",
        ),
        ("<https://a@b.test> <a@b.test>", "\\<https://a@b.test> \\<a@b.test>"),
    ],
)
def test_plain_markdown(markdown: str, plain: str | None) -> None:
    assert to_plain_markdown(markdown) == (plain or markdown)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Plain text.", "<p>Plain text.</p>"),
        ("One\n\ntwo", "<p>One</p>\n<p>two</p>"),
        ("`date.cgi` *is* **gone**", "<p><code>date.cgi</code> <em>is</em> <strong>gone</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("a\\\nb", "<p>a<br>\nb</p>"),
        ("[a](https://www.axis.com/?b=c&d)", '<p><a href="https://www.axis.com/?b=c&amp;d">a</a></p>'),
        ("[a](HTTP://axis.example)", '<p><a href="HTTP://axis.example">a</a></p>'),
        ("<https://www.axis.com/>", '<p><a href="https://www.axis.com/">https://www.axis.com/</a></p>'),
        ("R&D <5 >3", "<p>R&amp;D &lt;5 &gt;3</p>"),
        ("tt:Class `tt:Type`", "<p>tt:Class <code>tt:Type</code></p>"),
    ],
)
def test_markdown(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


def test_inline_has_no_paragraph() -> None:
    assert to_inline_html("`date.cgi` is **gone**") == "<code>date.cgi</code> is <strong>gone</strong>"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("`date.cgi` is *gone*.", "date.cgi is gone."),
        ("One\n\ntwo\\\nthree", "One two three"),
        ("- a\n- b", "a b"),
        ("[a](https://www.axis.com/) & `<b>`", "a & <b>"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_text_is_plain_and_on_one_line(markdown: str, text: str) -> None:
    assert to_text(markdown) == text


@pytest.mark.parametrize(
    "part", ["[", "![", "[a](", "*a ", "_a*", "**a ", "`", ">", "- ", "&", "<", "<a ", "[](<b", "\\"]
)
def test_hostile_nesting_ends(part: str) -> None:
    assert is_harmless(to_html((part * 6000)[:6000]))
