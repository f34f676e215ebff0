"""What pages say of themselves to search engines and to those who share them."""

import json
import struct
from dataclasses import replace
from pathlib import Path

from lxml import html

from macros.after.entries import describe_change
from portal.model import Catalog
from portal.prose import to_text
from tests.pages import read_page


def meta(page: html.HtmlElement) -> dict[str, str]:
    return {str(one.get("property")): str(one.get("content")) for one in page.xpath("//meta[@property]")}


def test_a_change_describes_itself(real_site: Path, catalog: Catalog) -> None:
    for change in catalog.changes:
        address = f"{catalog.portal.url}changes/{change.id}/"
        file = real_site / "changes" / change.id / "index.html"
        page = read_page(file)
        (text,) = page.xpath("//script[@type='application/ld+json']/text()")
        said = json.loads(text)
        assert said["@type"] == "TechArticle"
        assert said["headline"] == change.title
        assert said["description"] == to_text(change.summary)
        assert said["url"] == address
        assert (said["datePublished"], said["dateModified"]) == (change.recorded.text, change.updated.text)
        assert said["about"]["softwareVersion"] == str(change.version)
        assert said["isPartOf"] == {
            "@type": "WebSite",
            "name": catalog.portal.name,
            "url": catalog.portal.url,
        }
        tags = meta(page)
        assert (tags["og:title"], tags["og:url"]) == (change.title, address)
        assert (tags["og:description"], tags["og:type"]) == (to_text(change.summary), "article")


def test_a_release_describes_itself(real_site: Path, catalog: Catalog) -> None:
    for release in catalog.releases:
        file = real_site / "releases" / str(release.version) / "index.html"
        page = read_page(file)
        (text,) = page.xpath("//script[@type='application/ld+json']/text()")
        said = json.loads(text)
        assert said["headline"] == f"AXIS OS {release.version}"
        assert said["url"] == f"{catalog.portal.url}releases/{release.version}/"
        assert "datePublished" not in said  # the data does not know when the entry was written


def test_data_cannot_end_the_script_that_it_stands_in(june: Catalog) -> None:
    hostile = replace(june.changes[0], title='</script><!--"\\')
    area = june.area_by_id[hostile.area]
    text = describe_change(june.portal, hostile, area, "<script>")
    assert "<" not in text
    assert json.loads(text)["headline"] == hostile.title
    assert json.loads(text)["description"] == "<script>"


def test_every_page_can_be_shared_and_tells_no_versions(real_site: Path, catalog: Catalog) -> None:
    for file in real_site.rglob("index.html"):
        page = read_page(file)
        tags = meta(page)
        folder = file.parent.relative_to(real_site)
        path = "" if folder == Path() else f"{folder.as_posix()}/"
        assert tags["og:url"] == catalog.portal.url + path
        assert tags["og:site_name"] == catalog.portal.name
        assert tags["og:title"]
        assert tags["og:description"] == page.xpath("//meta[@name='description']/@content")[0]
        assert tags["og:image"] == f"{catalog.portal.url}assets/social-card.png"
        assert page.xpath("//meta[@name='generator']") == []


def test_the_picture_is_small_and_of_the_size_that_pages_tell(real_site: Path, catalog: Catalog) -> None:
    picture = (real_site / "assets/social-card.png").read_bytes()
    tags = meta(read_page(real_site / "index.html"))
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    assert (str(width), str(height)) == (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
    assert len(picture) < 60_000
    drawn = (real_site / "assets/social-card.svg").read_text("utf-8")
    assert f">{catalog.portal.name}</text>" in drawn
