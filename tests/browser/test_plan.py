"""The page that plans an upgrade, as a reader uses it: choose, read, tick, share, copy, print."""

import re
from collections.abc import Callable
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from portal.model import Catalog
from portal.planner import plan

# Only for the planner's own key: the theme's script does not bear it.
FORBID_STORAGE = """
for (const name of ["getItem", "setItem"]) {
  const given = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...more) {
    if (key === "plan-ticks") throw new DOMException("no", "SecurityError");
    return given.call(this, key, ...more);
  };
}
"""


def status(page: Page) -> Locator:
    return page.locator(".plan__status")


def steps(page: Page) -> Locator:
    return page.locator(".plan__step")


def enter(page: Page, label: str, text: str) -> None:
    """Type into a field as somebody does who then presses Enter."""
    page.get_by_label(label).fill(text)
    page.get_by_label(label).press("Enter")


def test_choosing_two_versions_gives_the_plan_at_once(page: Page, address: str) -> None:
    page.goto(f"{address}plan/")
    expect(status(page)).to_have_text("Enter both versions to see the plan.")
    enter(page, "From version", "11.10")
    expect(steps(page)).to_have_count(0)
    enter(page, "To version", "12.0")
    expect(steps(page)).to_have_count(1)
    expect(status(page)).to_contain_text(re.compile("^There are [0-9]+ changes on record from 11.10 to 12.0"))
    expect(page.get_by_role("heading", name="Upgrade from AXIS OS 11.10 to 12.0")).to_be_visible()
    expect(page).to_have_url(f"{address}plan/?start=11.10&target=12.0")
    page.get_by_label("Devices are reset").check()
    expect(page.get_by_role("heading", name="Only after a reset")).to_have_count(0)
    expect(page).to_have_url(f"{address}plan/?start=11.10&target=12.0&factory_reset=1")


def test_the_address_holds_it_all(page: Page, address: str) -> None:
    asked = "start=10.12.228&target=LTS+2024&web=1&areas=security&products=p3265-lv&uses=getbrand.cgi%2C+tls"
    page.goto(f"{address}plan/?{asked}")
    expect(page.get_by_role("heading", name="Upgrade from AXIS OS 10.12.228 to LTS 2024")).to_be_visible()
    expect(page.get_by_text("10.12.228 counts as 10.12")).to_be_visible()
    expect(page.get_by_label("From version")).to_have_value("10.12.228")
    expect(page.get_by_label("Through the web interface")).to_be_checked()
    expect(page.get_by_label("Security", exact=True)).to_be_checked()
    expect(page.get_by_label("Names in use")).to_have_value("getbrand.cgi, tls")
    before = status(page).inner_text()
    page.reload()
    expect(status(page)).to_have_text(before)
    enter(page, "To version", "11.5")
    expect(page).to_have_url(re.compile("target=11.5"))
    page.go_back()
    expect(page.get_by_label("To version")).to_have_value("LTS 2024")
    expect(status(page)).to_have_text(before)


ODD = {
    "a name of 1,500 parts": "start=11.10&target=12.0&uses=" + ".".join(f"a{part}" for part in range(1_500)),
    "15,000 names": "start=11.10&target=12.0&uses=" + "a," * 15_000,
    "30,000 digits": f"start={'9' * 30_000}&target=12.0",
    "broken escapes": "start=%&target=%E0%A4%A&areas=%zz#%zz%E0%A4%A",
    "names of every object": "start=11.10&target=12.0&__proto__=x&constructor=y&areas=__proto__",
    "each thing often": "start=11.10&target=12.0&" * 500,
}


@pytest.mark.parametrize("asked", [pytest.param(asked, id=name) for name, asked in ODD.items()])
def test_whatever_the_address_asks_for_is_answered(page: Page, address: str, asked: str) -> None:
    page.goto(f"{address}plan/?{asked}")
    expect(status(page)).to_have_text(re.compile("No plan for this yet|from 11.10 to 12.0"))


def test_ticks_stay_when_the_page_or_the_plan_is_another(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=11.10&target=12.0&web=1")
    box = page.get_by_role("checkbox", name="Done: OpenSSL 1.1.1 support removed")
    stop = page.get_by_role("checkbox", name=re.compile("^11.11 .*installed$"))
    box.check()
    stop.check()
    page.reload()
    expect(box).to_be_checked()
    enter(page, "From version", "10.12")
    expect(stop).to_be_checked()
    page.get_by_role("button", name="Clear these ticks").click()
    expect(page.locator(".plan__result :checked")).to_have_count(0)
    page.reload()
    expect(steps(page)).not_to_have_count(0)
    expect(page.locator(".plan__result :checked")).to_have_count(0)


def test_a_browser_that_keeps_nothing_does_no_harm(page: Page, address: str) -> None:
    page.add_init_script(FORBID_STORAGE)
    page.goto(f"{address}plan/?start=11.10&target=12.0")
    box = page.get_by_role("checkbox", name="installed").last
    box.check()
    page.get_by_label("Through the web interface").check()
    expect(box).to_be_checked()


def test_the_plan_is_copied_as_it_is_shown_with_day_and_address(
    new_context: Callable[..., BrowserContext], address: str, june: Catalog
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-30T12:00:00")
    made = plan(june, "9.80", "12.0", web=True)
    hits = [hit for step in made.steps for hit in step.hits]
    for detail, is_brief in (("full", False), ("line", True)):
        page.goto(f"{address}plan/?start=9.80&target=12.0&web=1&detail={detail}")
        page.get_by_role("button", name="Copy as Markdown").click()
        expect(page.locator("[data-list-said]")).to_have_text("Copied as Markdown.")
        text = str(page.evaluate("navigator.clipboard.readText()"))
        assert f"[30 November 2026]({page.url})\n" in text
        copied = re.findall(r"(?m)^- \[ \] (?:.+)\(\S+/changes/([a-z0-9-]+)/\)$", text)
        assert copied == [hit.id for hit in hits]
        assert [f"- [ ] {step.version}" in text for step in made.steps] == [True] * len(made.steps)
        assert ("**Impact**" not in text) == is_brief


def test_what_is_refused_is_said_beside_its_field_and_there_is_no_plan(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=10.12&target=twelve&areas=securty&uses=%3F")
    expect(status(page)).to_contain_text("No plan for this yet: “twelve” is not a version")
    target = page.get_by_label("To version")
    expect(target).to_have_value("twelve")
    expect(target).to_have_attribute("aria-invalid", "true")
    expect(target).to_have_accessible_description(re.compile("“twelve” is not a version.*LTS 2022"))
    expect(page.get_by_label("From version")).to_have_accessible_description("")
    expect(page.get_by_text("“securty” is not an area", exact=True)).to_be_visible()
    expect(page.get_by_label("Names in use")).to_have_accessible_description(
        re.compile("no letter or digit to look for")
    )
    expect(steps(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_hidden()
    page.get_by_label("Names in use").fill("")
    enter(page, "To version", "12.0")
    expect(steps(page)).not_to_have_count(0)
    expect(target).to_have_accessible_description("")
    expect(page).to_have_url(f"{address}plan/?start=10.12&target=12.0")


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ("uses=getbrnad.cgi", "uses", "did you mean axis-cgi/prod_brand_info/getbrand.cgi?"),
        ("uses=AlowTLS11", "uses", "did you mean "),
        ("areas=securty", "area", "did you mean security?"),
        ("products=p3265-lw", "product", "did you mean p3265-lv?"),
        ("uses=AllowTLS19", "uses", ""),
        ("uses=%3F", "uses", ""),
    ],
)
def test_a_name_that_is_a_letter_off_is_asked_back(
    page: Page, address: str, asked: str, field: str, said: str
) -> None:
    page.goto(f"{address}plan/?start=10.12&target=12.0&{asked}")
    place = page.locator(f"[data-refused={field}]")
    expect(place.locator("strong")).to_be_visible()
    expect(place).to_contain_text(said)
    assert ("did you mean" in place.inner_text()) == bool(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("11.7", "11.7 is placed by its number"),
        ("10.12.228", "counts as 10.12"),
        ("LTS 2022", None),
        ("v10.12", None),
        ("11", "is a major version: taken as 11.0"),
        (" AXIS OS 10.12 ", None),
    ],
)
def test_a_version_is_read_as_people_write_it_and_kept_as_it_was_typed(
    page: Page, address: str, typed: str, said: str | None
) -> None:
    page.goto(f"{address}plan/?target=12.0")
    enter(page, "From version", typed)
    expect(steps(page)).not_to_have_count(0)
    expect(page).to_have_url(f"{address}plan/?start={quote_plus(typed.strip())}&target=12.0")
    if said:
        expect(page.locator(".plan__notes")).to_contain_text(said)
    page.reload()
    expect(page.get_by_label("From version")).to_have_value(typed.strip())
    expect(steps(page)).not_to_have_count(0)


def test_a_downgrade_leads_to_the_rollback(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=12.0&target=11.10")
    expect(page.get_by_label("To version")).to_have_accessible_description(
        re.compile("11.10 is older than 12.0")
    )
    page.get_by_text("what to do if something goes wrong").click()
    expect(page.get_by_role("heading", name="If something goes wrong")).to_be_visible()
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_hidden()


def test_what_is_unknown_says_so_and_what_changes_the_plan_comes_before_it(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=9.80&target=12.0")
    expect(steps(page).locator(".unknown").first).to_contain_text("Not known.")
    warning = page.get_by_text("No changes are recorded for AXIS OS 10.")
    expect(warning).to_be_visible()
    assert page.locator(".plan__warning ~ .plan__hit, .plan__notes ~ .plan__step").count() > 0


def test_a_change_links_to_its_page(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=11.10&target=12.0&uses=allowtls11")
    page.get_by_role("link", name="More about").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("TLS 1.0 and 1.1")


def test_it_works_by_keys_alone(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=11.11")
    page.get_by_label("To version").focus()
    page.keyboard.type("12.0")
    page.keyboard.press("Enter")
    expect(steps(page)).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("web=1"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("every=1"))
    box = steps(page).get_by_role("checkbox").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Tab")  # to the page of the change
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("only="))


def test_enter_in_the_field_for_names_leads_nowhere_else(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=10.12&target=12.0")
    page.get_by_text("Filter by area, product or name").click()
    page.get_by_label("Names in use").fill("getbrand.cgi")
    page.evaluate("window.isSame = true")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("one change to what you use")
    expect(page).to_have_url(f"{address}plan/?start=10.12&target=12.0&uses=getbrand.cgi")
    assert page.evaluate("window.isSame")


def test_without_scripts_the_page_explains_itself(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}plan/?start=11.10&target=12.0")
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    expect(page.get_by_text("portal plan 10.12 12.0 --catalog")).to_be_visible()
    expect(page.locator("article").get_by_role("link", name="AXIS OS 12")).to_be_visible()
    context.close()


def test_paper_has_the_plan_and_no_form(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=11.10&target=12.0&uses=allowtls11&detail=full")
    expect(steps(page)).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".plan__form")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_hidden()
    expect(page.get_by_role("heading", name="Good to know")).to_be_hidden()
    expect(page.locator(".plan__full").first).to_be_visible()
    link = page.locator(".plan__hit .plan__about a").first
    expect(link.locator(".plan__address")).to_be_visible()
    expect(link).to_contain_text("(https://axis-os-portal.example/changes/")


def test_facts_that_do_not_load_are_said(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/api/v1/plan.json", lambda route: route.abort())
    page.goto(f"{address}plan/?start=11.10&target=12.0")
    expect(status(page)).to_contain_text("did not load")
    page.close()
