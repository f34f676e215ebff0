"""What pages say of themselves to search engines and to those who share them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from portal.model import Catalog
from portal.prose import to_text
from tests.checkout import Checkout


@pytest.fixture(scope="module")
def site(make_checkout: Callable[[], Checkout]) -> Path:
    checkout = make_checkout()
    done = checkout.publish()
    assert done.returncode == 0, done.stderr
    return checkout.site


def meta(page: html.HtmlElement) -> dict[str, str]:
    return {str(one.get("property")): str(one.get("content")) for one in page.xpath("//meta[@property]")}


def test_a_change_describes_itself(site: Path, catalog: Catalog) -> None:
    for change in catalog.changes:
        address = f"{catalog.portal.url}changes/{change.id}/"
        page = html.fromstring((site / "changes" / change.id / "index.html").read_bytes().decode("utf-8"))
        (text,) = page.xpath("//script[@type='application/ld+json']/text()")
        said = json.loads(text)
        assert said["@type"] == "TechArticle"
        assert said["headline"] == change.title
        assert said["description"] == to_text(change.summary)
        assert said["url"] == address
        assert (said["datePublished"], said["dateModified"]) == (change.recorded.text, change.updated.text)
        assert said["about"]["softwareVersion"] == str(change.version)
        tags = meta(page)
        assert (tags["og:title"], tags["og:url"]) == (change.title, address)
        assert (tags["og:description"], tags["og:type"]) == (to_text(change.summary), "article")


def test_every_page_can_be_shared_and_tells_no_versions(site: Path, catalog: Catalog) -> None:
    for file in site.rglob("index.html"):
        page = html.fromstring(file.read_bytes().decode("utf-8"))
        tags = meta(page)
        folder = file.parent.relative_to(site)
        path = "" if folder == Path() else f"{folder.as_posix()}/"
        assert tags["og:url"] == catalog.portal.url + path
        assert tags["og:site_name"] == catalog.portal.name
        assert tags["og:title"]
        assert tags["og:description"] == page.xpath("//meta[@name='description']/@content")[0]
        assert page.xpath("//meta[@name='generator']") == []
