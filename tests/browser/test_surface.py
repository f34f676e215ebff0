"""The index of names as a reader uses it: by a link from a ticket, on a phone, and from a change's page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.model import Catalog
from portal.model.surface import KINDS, surface_names

BELOW = "([name, bottom]) => name.getBoundingClientRect().top >= bottom"


@pytest.mark.parametrize("anchor", ["root.https.allowtls1", "https.allowtls1"])
def test_a_link_from_a_ticket_shows_the_name(page: Page, address: str, anchor: str) -> None:
    page.goto(f"{address}surface/#{anchor}")
    name = page.locator("tbody", has=page.get_by_text("root.HTTPS.AllowTLS1", exact=True))
    expect(name).to_be_in_viewport()
    expect(name).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")  # it stands out
    expect(name).to_contain_text("removed")
    expect(name).to_contain_text("Planned")
    expect(name).to_contain_text("TLS 1.0 and 1.1 removed")


def test_every_anchor_leads_to_its_name_below_the_header(page: Page, address: str, june: Catalog) -> None:
    page.goto(f"{address}surface/")
    header = page.get_by_role("banner").bounding_box()
    assert header
    for members in surface_names(june).values():
        # Of each kind the last, which has the most above it that is laid out late.
        page.goto(f"{address}surface/#{members[-1].anchors[0]}")
        name = page.locator("tbody:has(:target), tbody:target")
        expect(name).to_contain_text(members[-1].item.name)
        expect(name).to_be_in_viewport()
        bottom = header["y"] + header["height"]
        page.wait_for_function(BELOW, arg=[name.element_handle(), bottom])


def test_the_way_from_a_change_to_a_name_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}changes/tls-1-0-1-1-removal/")
    page.get_by_role("link", name="root.HTTPS.AllowTLS11").click()
    expect(page).to_have_url(f"{address}surface/#root.https.allowtls11")
    name = page.locator("tbody:target")
    expect(name.get_by_role("link", name="root.HTTPS.AllowTLS11")).to_be_in_viewport()
    name.get_by_role("link", name="TLS 1.0 and 1.1 removed").click()
    expect(page).to_have_url(f"{address}changes/tls-1-0-1-1-removal/")


def test_the_jump_list_leads_to_each_kind(page: Page, address: str) -> None:
    page.goto(f"{address}surface/")
    jump = page.get_by_role("navigation", name="Kinds of names")
    for link in jump.get_by_role("link").all():
        link.click()
        heading = page.get_by_role("heading", level=2, name=str(link.text_content()), exact=True)
        expect(heading).to_be_in_viewport()


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("DATE", "date"),
        ("root.HTTPS.AllowTLS", "https.allowtls"),
        ("http://192.168.0.90/axis-cgi/date.cgi?action=get", "date.cgi"),
        ("dynamicoverlay sensor", "sensor of dynamicoverlay"),
    ],
)
def test_any_part_of_a_name_finds_it(page: Page, address: str, june: Catalog, typed: str, part: str) -> None:
    names = surface_names(june)
    total = sum(map(len, names.values()))
    wanted = {
        kind: [one.item.name for one in members if part in f"{one.item.name} of {one.item.of}".lower()]
        for kind, members in names.items()
    }
    found = [name for members in wanted.values() for name in members]
    assert found
    page.goto(f"{address}surface/")
    status = page.locator("[data-names]").get_by_role("status")
    expect(status).to_have_text(f"{total} names")
    field = page.get_by_label("Find a name")
    field.fill(typed)
    each = ", ".join(f"{KINDS[kind].lower()} {len(members)}" for kind, members in wanted.items() if members)
    for _ in range(2):
        expect(page.locator("tbody:visible th > a")).to_have_text(found)
        expect(status).to_have_text(f"{len(found)} of {total} names: {each}")
        page.reload()
    field.fill("qwertzuiop")
    expect(status).to_have_text(f"0 of {total} names")
    expect(page.locator(".surface:visible")).to_have_count(0)
    page.evaluate("location.hash = '#root.https.allowtls1'")  # a link leads to what was not found
    expect(page.locator("tbody:target")).to_be_in_viewport()


def test_on_a_phone_nothing_is_cut_off_or_scrolls_sideways(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.goto(f"{address}surface/#root.https.allowtls1")
    name = page.locator("tbody:target")
    expect(name).to_contain_text("removed")
    for part in [*name.locator("th:visible, td:visible").all(), page.locator(".surface table").first]:
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    context.close()


def test_it_can_be_read_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}surface/#dynamicoverlay.cgi")
    name = page.locator("tbody:target")
    expect(name).to_be_in_viewport()
    expect(name.get_by_role("row")).to_have_count(2)
    context.close()
