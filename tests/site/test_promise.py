"""The promise as it is published: the comparison sees the whole site, and the page says what it refuses."""

import json
from pathlib import Path

from lxml import html

from portal.addresses import MACHINE_FOLDERS, MANIFEST
from portal.history import CONTRACT_RULES
from portal.model import Catalog
from portal.outputs.outputs import files_of
from portal.reading.json_schema import OPEN
from portal.reading.structure import published_schemas


def test_what_is_compared_is_what_is_published(real_site: Path, catalog: Catalog, repository: Path) -> None:
    published = {item["path"] for item in json.loads((real_site / MANIFEST).read_bytes())["items"]}
    compared = dict(files_of(catalog, published_schemas(repository)))
    assert compared.keys() == {path for path in published if path.partition("/")[0] in MACHINE_FOLDERS}
    assert [path for path, data in compared.items() if (real_site / path).read_bytes() != data] == []


def test_the_page_lists_the_rules_and_what_may_grow(real_site: Path) -> None:
    (rules,) = listings(real_site, "partners/promise")
    assert [cell.text_content() for cell in rules.xpath(".//tbody//th")] == list(CONTRACT_RULES)
    (grow,) = listings(real_site, "partners/api/values")
    listed = {link.get("href").rpartition("/")[2] for link in grow.xpath(".//a")}
    schemas = list((real_site / "schema/v1").glob("*.json"))
    assert listed == {file.name for file in schemas if OPEN in file.read_text("utf-8")}
    values = {cell.text_content().partition("Values today: ")[2].strip() for cell in grow.xpath(".//td")}
    assert "removal, deprecation, default, behavior, restriction, addition" in values
    fields = {cell.text_content() for cell in grow.xpath(".//tbody//th/code")}
    assert fields >= {"precision", "kind", "about", "event", "type", "status", "consequence", "publisher"}
    assert not fields & {"applies_to", "title", "id"}


def test_the_reference_says_where_more_values_may_come(real_site: Path) -> None:
    page = html.parse(str(real_site / "partners/api/changes/index.html")).getroot()
    rows = page.xpath('//h3[@id="changes-items"]/following-sibling::div[1]//tbody/tr')
    said = {row.find("th/code").text_content(): row.text_content() for row in rows}
    assert said["kind"].strip().endswith("More values may come.")
    assert "More values" not in said["applies_to"]


def listings(site: Path, page: str) -> list[html.HtmlElement]:
    """Return the tables that calls have made on a page."""
    found: list[html.HtmlElement] = (
        html.parse(str(site / page / "index.html")).getroot().find_class("listing")
    )
    return found
