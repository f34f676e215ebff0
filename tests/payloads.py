"""Hostile Markdown, and a reader that sees what a browser would."""

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
