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
    page = html.parse(str(real_site / "partners/promise/index.html")).getroot()
    grow, rules = page.xpath('//article//table[@class="listing"]')
    assert [cell.text_content() for cell in rules.xpath(".//tbody//th")] == list(CONTRACT_RULES)
    listed = {link.get("href").rpartition("/")[2] for link in grow.xpath(".//a")}
    schemas = list((real_site / "schema/v1").glob("*.json"))
    assert listed == {file.name for file in schemas if OPEN in file.read_text("utf-8")}
    values = {cell.text_content() for cell in grow.xpath('.//td[@data-label="Values today"]')}
    assert "removal, deprecation, default, behavior, restriction, addition" in values
    fields = {cell.text_content() for cell in grow.xpath(".//tbody//th")}
    assert fields >= {"precision", "kind", "about", "event", "type", "status", "consequence", "publisher"}
    assert not fields & {"applies_to", "title", "id"}


def test_the_reference_says_where_more_values_may_come(real_site: Path) -> None:
    page = html.parse(str(real_site / "partners/api/index.html")).getroot()
    (row,) = page.xpath('//section[h2/@id="changes"]//tr[th="items[].kind"]')
    assert row.text_content().strip().endswith("More values may come.")
    (row,) = page.xpath('//section[h2/@id="changes"]//tr[th="items[].applies_to"]')
    assert "More values" not in row.text_content()
