"""The policy is on every page, and allows just what stands there."""

import re
from pathlib import Path

from macros.hosting.headers_file import HEADERS_FILE, write_headers_file
from macros.security_policy import add_policy, inline_hashes, policy
from portal.addresses import MACHINE_FOLDERS

# The example of the standard's own text: the SHA-256 of `alert('Hello, world.');`
HELLO = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"


def test_hashes_are_those_of_the_standard() -> None:
    assert inline_hashes("<script>alert('Hello, world.');</script>") == {HELLO}


def test_only_scripts_that_stand_in_the_page_are_hashed() -> None:
    page = (
        '<script src="a.js"></script><script type="module" src=b.js></script>'
        '<script type="application/ld+json">{"a": 1}</script><script type="application/json">{}</script>'
    )
    assert inline_hashes(page) == set()
    assert len(inline_hashes("<script>a\nb</script><script type=module>c</script><script>a\nb</script>")) == 2


def test_nothing_inline_is_allowed_as_such() -> None:
    text = policy({HELLO})
    assert "unsafe-inline" not in text
    assert f"script-src 'self' 'wasm-unsafe-eval' {HELLO};" in text
    for needed in ("default-src 'self'", "object-src 'none'", "base-uri 'none'"):
        assert needed in text


def test_the_header_file_holds_for_every_page(tmp_path: Path) -> None:
    head = '<meta charset="utf-8"><script>{}</script>'
    (tmp_path / "deep").mkdir()
    for name, code in (("index.html", "one()"), ("deep/index.html", "two()")):
        (tmp_path / name).write_text(head.format(code), "utf-8")
    write_headers_file(tmp_path, add_policy(tmp_path))
    header = (tmp_path / HEADERS_FILE).read_text("utf-8")
    assert header.startswith("/*\n  Content-Security-Policy: default-src 'self'; ")
    for name in ("index.html", "deep/index.html"):
        page = (tmp_path / name).read_text("utf-8")
        (mine,) = inline_hashes(page)
        assert mine in header
        assert page.count("http-equiv") == 1
        assert mine.strip("'") in page
    assert "frame-ancestors 'none'" in header
    assert "  X-Content-Type-Options: nosniff\n" in header


def test_pages_of_other_sites_may_read_what_is_made_for_machines_and_nothing_else(tmp_path: Path) -> None:
    write_headers_file(tmp_path, add_policy(tmp_path))
    blocks = re.findall(r"^(\S+)\n((?: .*\n)+)", (tmp_path / HEADERS_FILE).read_text("utf-8"), re.MULTILINE)
    shared = [pattern for pattern, headers in blocks if "  Access-Control-Allow-Origin: *\n" in headers]
    assert shared == [f"/{folder}/*" for folder in MACHINE_FOLDERS]
