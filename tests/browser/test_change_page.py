"""One change as a reader uses its page."""

import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

TLS = "changes/tls-1-0-1-1-removal/"
BEFORE_AND_AFTER = "changes/onvif-class-candidate-removal/"
UNKNOWN = "changes/password-complexity-enforced/"
STAGES = "changes/openssl-1-1-1-removal/"
FINGER = 24  # pixels: Web Content Accessibility Guidelines 2.2, 2.5.8


def box(element: Locator) -> dict[str, float]:
    found = element.bounding_box()
    assert found
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


def test_what_a_reader_decides_by_comes_first(page: Page, address: str) -> None:
    page.goto(address + TLS)
    article = page.get_by_role("article")
    expect(article).to_contain_text("Removed in AXIS OS 12.0 · planned · affects upgraded devices")
    headings = article.get_by_role("heading", level=2).all_inner_texts()
    assert headings[:3] == ["What to do", "Affects", "How it can affect you"]


def test_a_dot_between_facts_is_not_seen_where_a_line_begins(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 850})
    page.goto(f"{address}changes/date-cgi-removal/")
    for line in (".standing", ".status"):
        seen = page.locator(f"{line} > span:not(:first-child)").evaluate_all(
            "spans => spans.map((one) => {"
            "const { x, y, height } = one.getClientRects()[0];"
            "const dot = document.elementFromPoint(x + 2, y + height / 2);"
            "return { begins: one.offsetLeft === one.parentElement.firstElementChild.offsetLeft,"
            " seen: one.contains(dot) }; })"
        )
        assert all(one["seen"] != one["begins"] for one in seen), line
        assert len({one["begins"] for one in seen}) == 2, line


def test_names_and_the_citation_can_be_copied(context: BrowserContext, page: Page, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + TLS)
    status = page.get_by_role("article").get_by_role("status")
    page.get_by_role("button", name="Copy root.HTTPS.AllowTLS11").click()
    expect(status).to_have_text("Copied root.HTTPS.AllowTLS11")
    assert page.evaluate("navigator.clipboard.readText()") == "root.HTTPS.AllowTLS11"
    page.get_by_role("link", name="Cite").click()
    button = page.get_by_role("button", name="Copy the citation")
    expect(button).to_be_in_viewport()
    button.click()
    expect(status).to_have_text("Copied the citation")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.startswith("TLS 1.0 and 1.1 removed for HTTPS connections (tls-1-0-1-1-removal). ")
    assert "as of about June 2024" in cited
    assert cited.endswith("/changes/tls-1-0-1-1-removal/")


def test_a_name_is_copied_by_keyboard_and_told_each_time(
    context: BrowserContext, page: Page, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + TLS)
    status = page.get_by_role("article").get_by_role("status")
    page.get_by_role("button", name="Copy TLS 1.0", exact=True).focus()
    for _ in range(2):
        page.keyboard.press("Enter")
        expect(status).to_have_text("Copied TLS 1.0")
        expect(status).to_be_empty()


def test_a_request_is_copied_as_it_stands(context: BrowserContext, page: Page, real_address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    items = page.request.get(f"{real_address}api/v1/changes.json").json()["items"]
    (given, *_) = (
        (item["id"], item["replacement"][0]["request"]["text"], item["look"]["request"]["text"])
        for item in items
        if len(item.get("replacement", [])) == 1 and "request" in item["replacement"][0] and "look" in item
    )
    page.goto(f"{real_address}changes/{given[0]}/")
    status = page.get_by_role("article").get_by_role("status")
    page.get_by_role("button", name="Copy the request").click()
    expect(status).to_have_text("Copied the request")
    assert page.evaluate("navigator.clipboard.readText()") == given[1]
    page.get_by_role("button", name="Copy the way to look").click()
    expect(status).to_have_text("Copied the way to look")
    assert page.evaluate("navigator.clipboard.readText()") == given[2]


def test_a_copy_that_is_refused_is_told(page: Page, address: str) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto(address + TLS)
    page.get_by_role("button", name="Copy TLS 1.0", exact=True).click()
    status = page.get_by_role("article").get_by_role("status")
    expect(status).to_have_text("The browser did not let TLS 1.0 be copied")


def test_without_scripts_there_is_no_dead_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + TLS)
    expect(page.get_by_role("article").get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name="JSON", exact=True)).to_have_attribute(
        "href", "../../api/v1/changes/tls-1-0-1-1-removal.json"
    )
    expect(page.get_by_role("link", name="Edit", exact=True)).to_have_attribute(
        "href", "https://code.example/axis-os-portal/edit/main/data/changes/tls-1-0-1-1-removal.yml"
    )
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_button_that_comes_late_moves_and_covers_nothing(page: Page, address: str, width: int) -> None:
    def delay(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => {"
        "for (const entry of list.getEntries()) window.moved += entry.value;"
        "}).observe({type: 'layout-shift', buffered: true});"
    )
    page.route("**/copy.js", delay)
    page.clock.set_fixed_time("2024-06-30T12:00:00")  # no date gets an "ago", which comes by a script too
    page.set_viewport_size({"width": width, "height": 3000})
    page.goto(address + TLS)
    for name in ("TLS 1.0", "root.HTTPS.AllowTLS11"):
        button = box(page.get_by_role("button", name=f"Copy {name}", exact=True))
        text = box(page.locator("[data-copy] code").get_by_text(name, exact=True))
        assert text["x"] + text["width"] <= button["x"]
    assert page.evaluate("window.moved") == 0


@pytest.mark.parametrize(("width", "side_by_side"), [(1280, True), (360, False)])
def test_before_and_after_stand_side_by_side_where_there_is_room(
    page: Page, address: str, width: int, side_by_side: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + BEFORE_AND_AFTER)
    before, after = (box(figure) for figure in page.get_by_role("figure").all()[:2])
    if side_by_side:
        assert before["y"] == after["y"]
        assert before["x"] + before["width"] <= after["x"]
    else:
        assert before["y"] + before["height"] <= after["y"]
    expect(page.get_by_role("figure").first.locator("code span").first).not_to_have_css(
        "color", "rgb(0, 0, 0)"
    )


def test_what_is_not_known_is_shown_as_not_known(page: Page, address: str) -> None:
    page.goto(address + UNKNOWN)
    article = page.get_by_role("article")
    expect(article).to_contain_text(
        "version or date not decided · not known whether it affects upgraded devices"
    )
    expect(article.get_by_text("Not known.")).to_be_visible()
    page.goto(address + STAGES)
    stages = page.get_by_role("listitem").filter(has_text="date not stated")
    expect(stages.first).to_be_visible()
    page.goto(address + TLS)
    row = page.get_by_role("row").filter(has_text="root.HTTPS.AllowTLS11")
    expect(row).to_contain_text("not named")


@pytest.mark.parametrize("width", [360, 1280])
def test_targets_in_tables_are_high_enough_for_a_finger(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + TLS)
    table = page.get_by_role("region", name="Names in code and configuration")
    links, copies = table.get_by_role("link"), table.get_by_role("button")
    expect(copies).to_have_count(links.count())
    assert [it for it in [*links.all(), *copies.all()] if box(it)["height"] < FINGER] == []


def test_a_name_is_read_whole_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(address + TLS)
    table = page.get_by_role("region", name="Names in code and configuration")
    assert table.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert box(table.get_by_role("link", name="root.HTTPS.AllowTLS11"))["height"] < 2 * FINGER
