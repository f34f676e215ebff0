"""The page of names in the finished site: every name, what becomes of it, and the ways from and to it."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from macros.after.entries import entry_pages
from macros.calls.changes import surface_index
from macros.view import View
from portal import words
from portal.model import Catalog, Event, Surface
from portal.model.dates import When
from portal.model.sureness import standing
from portal.model.surface import KINDS, SurfaceName, surface_names, surface_path
from portal.model.versions import Version
from tests.pages import read_page, text_of


@pytest.fixture(scope="module")
def page(site: Path) -> html.HtmlElement:
    return read_page(site / "surface/index.html")


def row_group(page: html.HtmlElement, name: SurfaceName) -> html.HtmlElement:
    return page.get_element_by_id(name.anchors[0])


def test_names_stand_by_kind_with_what_becomes_of_them(page: html.HtmlElement, june: Catalog) -> None:
    for kind, members in surface_names(june).items():
        heading = page.get_element_by_id(f"kind:{kind}")
        assert text_of(heading) == KINDS[kind]
        section = heading.getparent()
        assert section is not None
        shown = [group.get("id") for group in section.iter("tbody")]
        assert shown == [name.anchors[0] for name in members]
        for name in members:
            group = row_group(page, name)
            (header,) = group.iter("th")
            assert name.item.name in text_of(header)
            assert len(group.findall("tr")) == len(name.mentions)
            for row, mention in zip(group.findall("tr"), name.mentions, strict=True):
                effect, version, replacement, link = row.findall("td")
                assert text_of(effect) == words.EFFECT[mention.item.effect]
                sure = words.SURENESS[standing(june, mention.change)]
                said = f"{mention.change.version} {sure} {words.STATUS[mention.change.status]}"
                assert text_of(version).startswith(said)
                assert ("not decided" in text_of(version)) == mention.change.tentative
                assert text_of(replacement) == (mention.item.replaced_by or "–")
                assert link.xpath("a/@href") == [f"../changes/{mention.change.id}/"]


def test_a_withdrawn_change_does_nothing_to_its_names(repository: Path, june: Catalog) -> None:
    known = june.change_by_id["getbrand-cgi-removal"]
    event = Event(When.parse("2026-12-01"), "withdrawn", because="It stays.", sources=("portal-2024-06",))
    change = replace(known, status="withdrawn", history=(*known.history, event))
    others = (other for other in june.changes if other.id != change.id)
    page = html.fromstring(surface_index(View(repository, replace(june, changes=(*others, change)))))
    rows = page.xpath(f"//tr[td/a[contains(@href, '{change.id}')]]")
    assert len(rows) == len(change.surface)
    for row in rows:
        effect, version, _, _ = row.findall("td")
        assert text_of(effect) == "nothing: the change is withdrawn"
        assert text_of(version) == "12.0 stated by the vendor Withdrawn"


# What an application declares, and when that is affected
DECLARED = {
    "manifest: removed": Surface("manifest", "a", "removed"),
    "manifest: restricted, where it is root": Surface("manifest", "b", "restricted", is_="root"),
    "package: restricted, where it is not sdk": Surface("package", "c", "restricted", is_not="sdk"),
    "package: removed, where it is below 2": Surface("package", "d", "removed", below=Version.parse("2")),
    "package: affected where it is missing": Surface("package", "e", "changed", absent=True),
    "setting: new default, where it is missing": Surface("setting", "f", "default-changed", absent=True),
    "needed library: removed": Surface("needed-library", "libg", "removed"),
}


def test_a_declared_name_says_when_it_is_affected(repository: Path, june: Catalog) -> None:
    known = june.change_by_id["date-cgi-removal"]
    surface = tuple(DECLARED.values())
    view = View(repository, replace(june, changes=(replace(known, surface=surface),)))
    page = html.fromstring(surface_index(view))
    said = [text_of(page.xpath(f"//tbody[@id='{item.kind}-{item.name}']/tr/td")[0]) for item in surface]
    assert said == [what.partition(": ")[2] for what in DECLARED]

    entry = html.fromstring(next(entry_pages(view)).body)
    rows = [row.findall("td") for row in entry.xpath("//section[h2/@id='surface']//tbody/tr")]
    assert [f"{text_of(kind)}: {text_of(effect)}" for kind, effect, _ in rows] == list(DECLARED)

    lines = [f"| {what.replace(': ', ' | ')} |" for what in DECLARED]
    twin = next(entry_pages(view.in_markdown())).body.replace("`", "")
    assert [line for line in lines if line not in twin] == []


def test_every_anchor_is_there_once(page: html.HtmlElement, june: Catalog) -> None:
    ids = [str(value) for value in page.xpath("//@id")]
    assert sorted(ids) == sorted(set(ids))
    wanted = {way for members in surface_names(june).values() for name in members for way in name.anchors}
    assert wanted <= set(ids)


def test_the_jump_list_counts_each_kind(page: html.HtmlElement, june: Catalog) -> None:
    items = page.xpath("//nav[@aria-label='Kinds of names']//li")
    assert [(text_of(item), item.xpath("a/@href")) for item in items] == [
        (f"{KINDS[kind]} ({len(members)})", [f"#kind:{kind}"])
        for kind, members in surface_names(june).items()
    ]


def test_names_on_a_change_page_lead_to_the_index(site: Path, june: Catalog) -> None:
    for change in june.changes:
        links = read_page(site / f"changes/{change.id}/index.html").xpath("//a/@href")
        assert {f"../../{surface_path(item)}" for item in change.surface} <= set(links)


def test_the_index_is_in_the_navigation(site: Path) -> None:
    for path in ("index.html", "changes/12/index.html", "404.html"):
        links = read_page(site / path).xpath("//nav//a[contains(@class, 'md-nav__link')]/@href")
        assert any(str(link).endswith("surface/") for link in links), path


def test_the_missing_page_starts_at_the_root_of_the_site(site: Path) -> None:
    page = read_page(site / "404.html")
    addresses = page.xpath("//article//a/@href | //script/@src | //link[@rel='stylesheet']/@href")
    assert len(addresses) > 8
    assert all(str(address).startswith("/") for address in addresses)
