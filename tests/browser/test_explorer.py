"""The list of all changes as a reader uses it: narrow it down, share the address, go back."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

ROWS = "[data-explorer] tbody tr:visible"
NUMBERED = re.compile(r" \((\d+)\)$")


def count(page: Page) -> Locator:
    return page.locator(".explorer__count")


def test_a_word_finds_titles_summaries_and_names_in_code(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    expect(page.locator(ROWS)).to_have_count(50)
    box = page.get_by_label("Find a word, or a name in code")
    for text, title in (
        ("AllowTLS11", "TLS 1.0 and 1.1 removed for HTTPS connections"),
        ("/axis-cgi/certmgmt.cgi", "Unofficial certificate management API removed"),
        ("M5526", "ACAP Computer Vision SDK"),
    ):
        box.fill(text)
        expect(page.locator(ROWS)).to_have_count(1)
        expect(page.locator(ROWS)).to_contain_text(title)
        expect(count(page)).to_contain_text(re.compile(r"\b1\b.*change"))


def test_facets_narrow_count_and_live_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    area = page.get_by_label("Area", exact=True)
    area.select_option("security")
    expect(page.locator(ROWS)).to_have_count(10)
    expect(area.locator("option:checked")).to_contain_text("(10)")
    page.get_by_label("Up to").select_option("11")
    expect(page.locator(ROWS)).to_have_count(4)
    expect(page).to_have_url(re.compile(r"\?(?=.*area=security)(?=.*to=11)"))

    page.go_back()
    expect(page.locator(ROWS)).to_have_count(10)
    page.go_forward()
    expect(page.locator(ROWS)).to_have_count(4)

    page.reload()
    expect(page.locator(ROWS)).to_have_count(4)
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(ROWS)).to_have_count(50)
    expect(page).to_have_url(f"{address}changes/")


def test_a_shared_address_shows_the_same(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?tentative=yes")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.get_by_label("Version or date")).to_be_visible()  # it is folded where nothing is chosen
    page.goto(f"{address}changes/?area=no-such-area&what=ever")
    expect(page.get_by_label("Version or date")).to_be_hidden()
    expect(page.locator(ROWS)).to_have_count(50)


def test_nothing_found_says_which_choice_to_give_up(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?area=edge-storage&status=applied")
    expect(page.locator(ROWS)).to_have_count(0)
    empty = page.locator(".explorer__empty")
    expect(empty).to_be_visible()
    empty.get_by_role("button").first.click()
    expect(page.locator(ROWS).first).to_be_visible()


def test_sorting_by_title_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    first = page.locator(ROWS).first.get_by_role("rowheader")
    before = first.inner_text()  # its section is in view
    page.get_by_text("More filters, and order").click()
    page.get_by_label("Sort by").select_option("title")
    expect(first).not_to_have_text(before)
    titles = [
        text.lower() for text in page.locator("[data-explorer] tbody tr:not([hidden]) th").all_text_contents()
    ]
    assert titles == sorted(titles)
    assert len(titles) == 50
    page.get_by_label("Sort by").select_option("")
    expect(first).to_have_text(before)


def test_the_list_is_whole_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}changes/")
    expect(page.locator(ROWS)).to_have_count(50)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    row = page.locator(ROWS, has_text="date.cgi removed")
    for text in ("11.0", "API", "Applied", "affects upgraded devices", "time.cgi"):
        expect(row).to_contain_text(text)
    context.close()


def test_typing_leaves_one_step_and_each_choice_leaves_its_own(page: Page, address: str) -> None:
    page.goto(address)
    page.goto(f"{address}changes/")
    page.get_by_label("Find a word").press_sequentially("removed")
    expect(page).to_have_url(re.compile(r"\?q=removed$"))
    page.get_by_text("More filters, and order").click()
    page.get_by_label("Kind").select_option("removal")
    page.get_by_label("Status").select_option("applied")
    expect(page).to_have_url(re.compile(r"\?q=removed&status=applied&kind=removal$"))
    page.go_back()
    expect(page.get_by_label("Status")).to_have_value("")
    expect(page.get_by_label("Kind")).to_have_value("removal")
    page.go_back()
    expect(page.get_by_label("Find a word")).to_have_value("removed")
    expect(page).to_have_url(re.compile(r"\?q=removed$"))
    page.go_back()
    expect(page).to_have_url(address)


@pytest.mark.parametrize("label", ["Introduced in", "Up to", "Area", "Status", "Kind", "Affects", "Product"])
def test_numbers_beside_choices_are_what_choosing_gives(page: Page, address: str, label: str) -> None:
    control = page.get_by_label(label, exact=True)
    for number in (1, 2, 3):
        page.goto(f"{address}changes/?status=planned&area=api&q=removed")
        option = control.locator("option").nth(number)
        expect(option).to_have_text(NUMBERED)
        promised = NUMBERED.search(f"{option.text_content()}")
        assert promised
        control.select_option(option.get_attribute("value"))
        expect(count(page)).to_have_text(f"{promised[1]} of 50 changes")


def test_a_change_of_a_whole_major_version_fits_its_releases(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?from=12.0&to=12.0&q=vfat")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS).get_by_role("cell").nth(1)).to_have_text("12")
    page.goto(f"{address}changes/?from=13&q=vfat")
    expect(count(page)).to_have_text("0 of 50 changes")


def test_a_change_that_names_no_product_fits_every_product(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?product=t6101")
    expect(count(page)).to_have_text("49 of 50 changes")
    page.get_by_label("Product", exact=True).select_option("named")
    expect(count(page)).to_have_text("2 of 50 changes")


@pytest.mark.parametrize(
    "text", ["root.https.allowtls11", "https.AllowTLS11", "http://192.168.0.90/axis-cgi/date.cgi?action=get"]
)
def test_names_are_found_however_they_are_met(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}changes/")
    page.get_by_label("Find a word").fill(text)
    expect(count(page)).to_have_text("1 of 50 changes")


def test_the_way_out_of_nothing_says_what_it_gives(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?q=AllowTLS11&area=acap")
    empty = page.locator(".explorer__empty")
    expect(empty.get_by_role("button")).to_have_text(
        ["Without “AllowTLS11”: 9 changes", "Without “Area: ACAP”: 1 change"]
    )
    empty.get_by_role("button", name="Area: ACAP").click()
    expect(count(page)).to_have_text("1 of 50 changes")
    expect(count(page)).to_be_focused()
    expect(empty).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?q=AllowTLS11$"))

    page.goto(f"{address}changes/?q=qwertzuiop&area=acap&from=13&to=11")
    expect(empty).to_contain_text("No change fits, even with one part left out")
    expect(page.get_by_role("button", name="Clear filters")).to_be_visible()


def test_sorting_by_area_keeps_all_rows_and_what_was_filtered(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?sort=area&status=planned")
    expect(page.locator("[data-explorer] h2:visible")).to_have_text(
        [
            "ACAP", "API", "Edge Storage", "General", "Network & Discovery", "Product specific", "Security",
        ]
    )  # fmt: skip
    expect(page.locator(ROWS)).to_have_count(35)
    page.get_by_label("Sort by").select_option("earliest")  # the status that is chosen has opened the fold
    expect(page.locator("[data-explorer] h2:visible").first).to_contain_text("AXIS OS 12, release not stated")
    expect(page.locator("[data-explorer] tbody tr")).to_have_count(50)


def test_everything_works_by_keyboard_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}changes/")
    box, more = page.get_by_label("Find a word"), page.get_by_role("button", name="Filter and sort")
    box.focus()
    page.keyboard.type("tls")
    page.keyboard.press("Tab")
    expect(more).to_be_focused()
    expect(page.get_by_label("Area", exact=True)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Area", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"\?q=tls&area=security$"))
    expect(more).to_have_text("Filter and sort (1)")
    expect(page.locator(ROWS)).to_have_count(1)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Clear filters")).to_be_focused()
    page.keyboard.press("Enter")
    expect(count(page)).to_have_text("50 changes")
    expect(count(page)).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("query", ["", "?area=acap&sort=title"])
def test_nothing_jumps_while_the_page_loads(page: Page, address: str, width: int, query: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {"
        " window.shift += entry.value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"{address}changes/{query}")
    expect(page.get_by_label("Area", exact=True).locator("option").last).to_have_text(NUMBERED)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.shift") < 0.01


def test_feeds_of_what_is_chosen_are_offered_where_there_are_some(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    every = page.get_by_text("Subscribe to AXIS OS breaking changes: JSON")
    own = page.get_by_text("Subscribe to AXIS OS breaking changes: ACAP: JSON")
    expect(every).to_be_visible()
    expect(own).to_be_hidden()
    area = page.get_by_label("Area", exact=True)
    area.select_option("acap")
    expect(own).to_be_visible()
    expect(every).to_be_hidden()
    expect(own.get_by_role("link", name="Atom")).to_have_attribute("href", "../feeds/areas/acap.atom")
    expect(own).to_contain_text("It has just the changes shown.")


OTHERS = re.compile(r"It has every change shown and (\d+) others?: it is not narrowed to (.+)\.$")


@pytest.mark.parametrize(
    ("asked", "feed", "wider"),
    [
        ("area=api&kind=removal", "areas/api", "“Kind: Removal”"),
        ("touches=endpoints&kind=removal", "touches/endpoints", "“Kind: Removal”"),
        ("from=11.5&to=11.11&q=removed", "majors/11", "“removed”, “Introduced in: 11.5”, “Up to: 11.11”"),
        (
            "from=12&to=12&applies-to=upgrade",
            "majors/12/upgrade",
            "“Affects: Affects upgraded devices”",
        ),
        ("from=12.0&area=api", "areas/api", "“Introduced in: 12.0”"),
        ("from=11&to=12", "changes", "“Introduced in: 11, any release”, “Up to: 12, any release”"),
        ("q=getbrand", "changes", "“getbrand”"),
    ],
)
def test_the_narrowest_feed_with_every_change_shown_is_offered(
    page: Page, address: str, asked: str, feed: str, wider: str
) -> None:
    page.goto(f"{address}changes/?{asked}")
    offer = page.locator("[data-feeds] p:visible")
    expect(offer).to_have_count(1)
    expect(offer.get_by_role("link", name="RSS")).to_have_attribute("href", f"../feeds/{feed}.rss")
    expect(offer).to_have_text(OTHERS)
    said = OTHERS.search(offer.inner_text())
    assert said
    assert said[2] == wider
    sent = page.request.get(f"{address}feeds/{feed}.json").json()["items"]
    boxes = page.locator(ROWS).get_by_role("checkbox")
    shown = boxes.evaluate_all("boxes => boxes.map(({ dataset }) => dataset.concerns)")
    assert {item["_axis_os"]["id"] for item in sent} > set(shown)
    assert len(sent) == len(shown) + int(said[1])


def test_the_widest_feed_is_offered_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("changes/", "plan/"):
        page.goto(f"{address}{path}")
        offer = page.locator("[data-feeds] p:visible")
        expect(offer).to_have_count(1)
        expect(offer.get_by_role("link", name="Atom")).to_have_attribute("href", "../feeds/changes.atom")
    context.close()


def test_print_has_the_rows_that_are_shown_and_no_form(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?q=tls")
    expect(count(page)).to_have_text("1 of 50 changes")
    page.emulate_media(media="print")
    expect(page.locator("form.explorer__form")).to_be_hidden()
    expect(page.get_by_role("rowheader")).to_have_count(1)


def test_a_version_that_no_change_names_has_its_place(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?from=11.4.52&to=12.3")
    start = page.get_by_label("Introduced in")
    expect(start.locator("option:checked")).to_have_text(re.compile(r"^11\.4\.52 \(\d+\)$"))
    offered = [one.split(" ")[0] for one in start.locator("option").all_text_contents()]
    assert offered.index("11.5") < offered.index("11.4.52") < offered.index("11.0")
    versions = set(page.locator(f"{ROWS} td:nth-child(2)").all_text_contents())
    assert versions >= {"11.5", "12.0", "12"}
    assert versions.isdisjoint({"11.0", "13.0"})
    page.goto(f"{address}changes/?from=LTS")
    expect(count(page)).to_have_text("50 changes")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"GET /axis-cgi/date.cgi?action=get HTTP/1.1" 404', "These have “date.cgi”."),
        ("vfat qwertzuiop mount", "These have “vfat”."),
        ("my vfat card with allowtls11", "These have “vfat” or “card” or “with” or “allowtls11”."),
    ],
)
def test_what_nothing_has_in_full_is_looked_for_in_part(
    page: Page, address: str, typed: str, said: str
) -> None:
    page.goto(f"{address}changes/")
    page.get_by_label("Find a word").fill(typed)
    expect(page.locator(".explorer__empty")).to_have_text(f"No change has all of this. {said}")
    expect(page.locator(ROWS).first).to_be_visible()
    page.get_by_label("Find a word").fill("qwertzuiop asdfghjkl")
    expect(count(page)).to_have_text("0 of 50 changes")


@pytest.mark.parametrize(("width", "height"), [(1366, 850), (360, 900)])
def test_the_first_change_stands_in_the_first_screen(
    page: Page, real_address: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{real_address}changes/")
    expect(page.locator(ROWS).first.get_by_role("rowheader")).to_be_in_viewport(ratio=1)


def test_a_card_on_a_phone_holds_what_is_told_in_full(page: Page, real_address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{real_address}changes/?detail=full")
    expect(page.locator(ROWS).last.get_by_text("Why", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
