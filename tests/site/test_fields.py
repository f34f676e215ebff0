"""The field reference says what editors show: both come out of the same schema."""

import re
from pathlib import Path

from lxml import html

from macros.calls.schema_fields import described_fields
from portal.reading.catalog import read_schemas
from tests.pages import fields_of


def test_the_page_explains_every_value_and_has_every_example(site: Path, repository: Path) -> None:
    page = html.parse(str(site / "contributing/fields/index.html")).getroot()
    schemas = read_schemas(repository)
    explained = 0
    for kind in schemas.kinds:
        schema = schemas.schema(kind)
        (section,) = page.xpath(f'//section[@class="field-reference"][h2/@id="{kind}"]')
        rows = fields_of(section)
        for field in described_fields(schema):
            shown = [item.text_content().strip() for item in rows[field.path].iterfind(".//li")]
            assert [line.partition(":")[0] for line in shown] == [choice.value for choice in field.choices]
            explained += len(shown)
    assert explained > 60
    (change,) = page.xpath('//section[h2/@id="change"]')
    said = {path: row.text_content() for path, row in fields_of(change).items()}
    assert "removal: Something is taken away." in said["kind"]
    assert "list of: text, such as date.cgi" in said["surface[].match"]
    assert "list of: text, such as p3265-lv" in said["products"]


def test_the_table_of_contents_has_what_the_page_and_its_calls_make(site: Path) -> None:
    for path in ("contributing/rules", "contributing/health"):
        page = html.parse(str(site / path / "index.html")).getroot()
        listed = page.xpath('//nav[contains(@class, "md-nav--secondary")]')[0].xpath(".//a/@href")
        assert listed == [f"#{anchor}" for anchor in page.xpath("//article//*[self::h2 or self::h3]/@id")]
        assert len(listed) > 5


def test_the_address_of_each_scheme_of_categories_leads_to_what_explains_it(site: Path) -> None:
    texts = [(site / f"feeds/{name}.atom").read_text("utf-8") for name in ("changes", "history", "releases")]
    page, _, _ = (found := re.findall(r'<category [^>]*scheme="([^"]+)"', "".join(texts)))[0].partition("#")
    path = page.split("/", 3)[3]
    anchors = html.parse(str(site / f"{path}index.html")).getroot().xpath("//tr/@id")
    assert {address.removeprefix(f"{page}#") for address in found} == {
        anchor for anchor in anchors if str(anchor).startswith("category-")
    }
