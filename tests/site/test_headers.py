"""What the site asks of browsers and hosts: the policy of each page, and `_headers`."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

from lxml import html

from portal.addresses import MACHINE_FOLDERS
from portal.outputs.api import tables
from portal.outputs.feeds import FORMATS
from tests.serving import headers_for


def test_every_page_has_the_policy_of_the_header_before_all_that_it_could_forbid(real_site: Path) -> None:
    policy, _, framing = dict(headers_for(real_site, "/"))["Content-Security-Policy"].rpartition("; ")
    assert framing == "frame-ancestors 'none'", "a page cannot say that itself"
    for file in real_site.rglob("*.html"):
        page = html.document_fromstring(file.read_bytes())
        charset, element, *_ = page.xpath("/html/head/*")
        assert charset.get("charset") == "utf-8"
        assert (element.get("http-equiv"), element.get("content")) == ("Content-Security-Policy", policy), (
            file
        )


def test_no_page_has_what_the_policy_forbids(real_site: Path) -> None:
    """Blocks of data are no scripts."""
    scripts = "//script[not(@src) and not(contains(@type, 'json'))] | //@*[starts-with(name(), 'on')]"
    for file in real_site.rglob("*.html"):
        assert not html.document_fromstring(file.read_bytes()).xpath(f"{scripts} | //style | //@style"), file


def test_nothing_inline_is_allowed(real_site: Path) -> None:
    policy = dict(headers_for(real_site, "/"))["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    for needed in (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval';",
        "object-src 'none'",
        "base-uri 'none'",
    ):
        assert needed in policy


def test_pages_of_other_sites_may_read_what_is_made_for_machines_and_nothing_else(real_site: Path) -> None:
    blocks = re.findall(r"^(\S+)\n((?: .*\n)+)", (real_site / "_headers").read_text("utf-8"), re.MULTILINE)
    shared = [pattern for pattern, headers in blocks if "  Access-Control-Allow-Origin: *\n" in headers]
    assert shared == [f"/{folder}/*" for folder in MACHINE_FOLDERS]


def test_types_are_those_that_feeds_and_tables_say(real_site: Path) -> None:
    for form in FORMATS:
        assert ("Content-Type", form.media_type) in headers_for(real_site, f"/feeds/changes.{form.extension}")
    assert ("Content-Type", f"{tables.MEDIA_TYPE}; charset=utf-8") in headers_for(
        real_site, "/api/v1/changes.csv"
    )


def test_the_file_is_within_the_limits_of_hosts(real_site: Path) -> None:
    """Those of Cloudflare (https://developers.cloudflare.com/pages/configuration/headers/)."""
    lines = (real_site / "_headers").read_text("utf-8").splitlines()
    patterns = [line for line in lines if not line.startswith(" ")]
    assert len(patterns) <= 100
    assert max(map(len, lines)) <= 2000
    assert all(pattern.startswith("/") and pattern.count("*") == 1 for pattern in patterns)


def test_each_pattern_is_of_some_file_and_none_says_a_header_twice(real_site: Path) -> None:
    patterns = [line for line in (real_site / "_headers").read_text("utf-8").splitlines() if line[0] != " "]
    paths = [f"/{file.relative_to(real_site).as_posix()}" for file in real_site.rglob("*") if file.is_file()]
    assert [pattern for pattern in patterns if not any(fnmatchcase(path, pattern) for path in paths)] == []
    for path in paths:
        names = [name for name, _ in headers_for(real_site, path)]
        assert len(set(names)) == len(names), f"{path}: a host would join two values"
