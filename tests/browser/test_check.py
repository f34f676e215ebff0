"""The page /check/, as somebody uses it who has something: paste, choose or drop it, and read what breaks."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

from tests.conftest import TESTS

FIELD = "Paste a log line, what a device answers"
EMPTY = "Paste something, or choose a file, and see what an upgrade breaks."
SETTINGS = """root.Brand.ProdNbr=P1
root.Properties.Firmware.Version=11.10.61
root.HTTPS.AllowTLS1=yes
root.Network.UPnP.Enabled=no
root.Storage.S0.FileSystem=ext4
"""
LIST = "Model;Firmware\nAXIS P1;10.12.228\nP1;10.12.228\nM2;11.11.1\nM2;unknown\n"
MANIFEST = '{"schemaVersion": "1.1", "acapPackageConf": {"setup": {"user": {"username": "root"}}}}'
CODE = (
    "import requests\n\ndef model(host):\n    return requests.get(host)\nfor one in []:\n  if (one) {\n  }\n"
)
HOSTILE = "<img src=x onerror=\"document.title='injected'\"><b>bold</b>"
KINDS = {
    "settings": (SETTINGS, "Settings of a device"),
    "list": (LIST, "3 devices in 2 groups"),
    "manifest": (MANIFEST, "The manifest of an application"),
    "package": ("PACKAGENAME=a\nAPPUSR=root\n", "The package.conf of an application"),
    "disks": ('<root><disks><disk filesystem="vfat" group="S0"/></disks></root>', "A list of disks"),
    "code": (CODE, "This is code"),
    "page": ("<!doctype html><html></html>", "This is a web page"),
    "line": ("404 /axis-cgi/getbrand.cgi", "This names what is touched by 1 change"),
    "nothing": ("all is well", "This names nothing"),
}


def status(page: Page) -> Locator:
    return page.locator("[data-check] [role=status]")


def answer(page: Page) -> Locator:
    return page.get_by_role("region", name="The answer")


def open_check(page: Page, address: str) -> Locator:
    """Open the page, and return its field."""
    page.goto(f"{address}check/")
    expect(status(page)).to_have_text(EMPTY)
    return page.get_by_label(FIELD)


def test_settings_say_what_breaks_and_what_to_do(page: Page, real_address: str) -> None:
    open_check(page, real_address).fill(SETTINGS)
    expect(page.get_by_role("heading", name=re.compile("^P1, 11.10.61 → "))).to_be_visible()
    page.get_by_label("To version").fill("12.11")
    page.get_by_label("To version").press("Enter")
    expect(page.get_by_role("heading", name="P1, 11.10.61 → 12.11")).to_be_visible()
    expect(status(page)).to_have_text("Settings of a device. P1, 11.10.61 → 12.11: breaks something.")
    hit = answer(page).get_by_role("listitem").filter(has_text="HTTPS.AllowTLS1=yes").last
    expect(hit).to_contain_text("Removed in AXIS OS 12.0")
    expect(answer(page)).to_contain_text("Move all HTTPS clients to TLS 1.2")
    expect(answer(page)).to_contain_text("Gets 12.11: not known")
    expect(answer(page)).to_contain_text("Not looked at")
    expect(answer(page)).not_to_contain_text("UPnP.Enabled")
    answer(page).get_by_role("link", name="The whole plan").click()
    expect(page).to_have_url(f"{real_address}plan/?start=11.10.61&target=12.11")
    page.go_back()
    expect(status(page)).to_have_text(EMPTY)  # nothing is kept


def test_a_change_that_is_touched_leads_to_its_page(page: Page, address: str) -> None:
    open_check(page, address).fill(KINDS["line"][0])
    answer(page).get_by_role("link", name="getBrand.cgi removed").click()
    expect(page).to_have_url(f"{address}changes/getbrand-cgi-removal/")


def test_a_list_is_grouped_and_each_group_has_its_plan(page: Page, address: str) -> None:
    open_check(page, address).fill(LIST)
    rows = answer(page).get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("P110.12.2282")
    expect(answer(page)).to_contain_text("In 1 row there is no version of AXIS OS, first in row 5.")
    page.get_by_label("To version").fill("12.0")
    page.get_by_label("To version").press("Enter")
    rows.nth(1).get_by_role("link").click()
    expect(page).to_have_url(f"{address}plan/?start=10.12.228&target=12.0")


def test_a_row_of_json_counts_from_the_first_object(page: Page, address: str) -> None:
    open_check(page, address).fill('[{"model": "P1", "version": ""}, {"model": "P1", "version": 11.10}]')
    expect(answer(page)).to_contain_text("In 1 row there is no version of AXIS OS, first in row 1.")
    expect(answer(page).get_by_role("row").nth(1)).to_contain_text("P111.101")  # not 11.1
    page.get_by_label(FIELD).fill("Model;Version\nP1;unknown\n")
    expect(status(page)).to_contain_text("in no row is a version of AXIS OS")


def test_what_was_not_looked_at_comes_last_and_is_folded(page: Page, real_address: str) -> None:
    open_check(page, real_address).fill(SETTINGS)
    expect(answer(page)).to_have_text(re.compile("HTTPS.AllowTLS1=yes.+Not looked at", re.DOTALL))
    folded = answer(page).locator("details").filter(has_text="does not show the settings")
    expect(folded.locator("a").first).to_be_hidden()
    folded.locator("summary").press("Enter")
    expect(folded.locator("a").first).to_be_visible()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"level": "error", "msg": "GET /axis-cgi/getbrand.cgi 404"}', "This is JSON"),
        ('{"msg": "getbrand.cgi"}\n{"msg": "b"}\n', "This begins like JSON"),
        ("<p>See <b>getbrand.cgi</b></p>", "This is XML or a part of a page"),
        (f"{CODE}getbrand.cgi\n", "This is code"),
        ("HTTP/1.1 404 Not Found\n/axis-cgi/getbrand.cgi\n", "This is an error"),
    ],
)
def test_names_are_found_also_in_what_is_not_known(page: Page, address: str, text: str, said: str) -> None:
    open_check(page, address).fill(text)
    expect(status(page)).to_contain_text(said)
    expect(status(page)).to_contain_text("This names what is touched by 1 change on record.")
    expect(answer(page).get_by_role("link", name="getBrand.cgi removed")).to_be_visible()


def test_a_version_that_is_missing_can_be_given(page: Page, real_address: str) -> None:
    text = (TESTS / "fleet/samples/applications-12.11.xml").read_text("utf-8")
    open_check(page, real_address).fill(text)
    expect(answer(page)).to_contain_text("This does not say which version the device has")
    page.get_by_label("From version").fill("12.11")
    page.get_by_label("To version").fill("13.0")
    page.get_by_label("To version").press("Enter")
    expect(page.get_by_role("heading", name="This device, 12.11 → 13.0")).to_be_visible()
    expect(answer(page)).to_contain_text("Overlay App: declares a maximum of 12.99")
    expect(answer(page)).to_contain_text("blocked")
    page.get_by_label("To version").fill("thirteen")
    page.get_by_label("To version").press("Enter")
    expect(page.get_by_label("To version")).to_have_accessible_description(re.compile("is not a version"))
    expect(answer(page)).to_be_empty()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_recognized_and_fits_a_phone(page: Page, address: str, kind: str) -> None:
    text, said = KINDS[kind]
    page.set_viewport_size({"width": 360, "height": 740})
    open_check(page, address).fill(text)
    expect(status(page)).to_contain_text(said)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Clear").click()
    expect(status(page)).to_have_text(EMPTY)


@pytest.mark.parametrize(
    ("kind", "command"), [("code", "portal scan FOLDER"), ("manifest", "portal scan APP.eap")]
)
def test_what_is_more_than_a_page_can_do_is_for_the_command(
    page: Page, address: str, kind: str, command: str
) -> None:
    open_check(page, address).fill(KINDS[kind][0])
    expect(answer(page).locator("pre")).to_contain_text(command)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LIST.encode(), "3 devices"),
        (b"\xff\xfe" + LIST.encode("utf-16-le"), "3 devices"),
        (b"PK\x03\x04" + bytes(100), "This is a package, an archive"),
        (SETTINGS.encode() * 6000, "Settings of a device"),
    ],
    ids=["UTF-8", "UTF-16", "archive", "large"],
)
def test_a_file_is_chosen_or_dropped(page: Page, address: str, data: bytes, said: str) -> None:
    open_check(page, address)
    page.get_by_label("Or choose a file").set_input_files({"name": "x", "mimeType": "", "buffer": data})
    expect(status(page)).to_contain_text(said)
    page.get_by_role("button", name="Clear").click()
    expect(status(page)).to_have_text(EMPTY)
    page.evaluate(DROP, list(data))
    expect(status(page)).to_contain_text(said)
    assert len(page.get_by_label(FIELD).input_value()) < 200_000  # so much makes the field slow


DROP = """
(bytes) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([new Uint8Array(bytes)], "x"));
  const event = new DragEvent("drop", { dataTransfer, bubbles: true });
  document.querySelector("[data-check]").dispatchEvent(event);
}
"""
PASTE = """
([selector, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
}
"""


def test_a_long_text_is_looked_at_and_not_shown(page: Page, address: str) -> None:
    field = open_check(page, address)
    page.evaluate(PASTE, ["#check-text", SETTINGS * 2000])
    expect(page.get_by_role("heading", name=re.compile("^P1, 11.10.61"))).to_be_visible()
    assert field.input_value() == "0.3 MB of text, which is not shown here"


def test_nothing_leaves_the_browser_and_nothing_is_kept(
    new_context: Callable[..., BrowserContext], address: str, tmp_path: Path
) -> None:
    page = new_context().new_page()
    asked: list[Request] = []
    field = open_check(page, address)

    def note(request: Request) -> None:
        asked.append(request)

    page.on("request", note)
    length = page.evaluate("history.length")
    for text, said in KINDS.values():
        field.fill(text)
        expect(status(page)).to_contain_text(said)
    file = tmp_path / "secret.txt"
    file.write_text(SETTINGS, "utf-8")
    page.get_by_label("Or choose a file").set_input_files(file)
    expect(status(page)).to_contain_text("Settings of a device")
    assert asked == []
    assert page.url == f"{address}check/"
    assert page.evaluate("[history.length, history.state, window.name, document.cookie]") == [
        length,
        None,
        "",
        "",
    ]
    assert page.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)]") == []
    assert "secret" not in page.content()
    page.reload()
    expect(status(page)).to_have_text(EMPTY)


def test_the_page_may_ask_no_other_host(page: Page, address: str) -> None:
    open_check(page, address)
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
    assert policy.startswith("default-src 'self';")
    assert "connect-src" not in policy  # so that of `default-src` holds
    assert "form-action 'none'" in policy


@pytest.mark.parametrize(
    "text",
    [
        f"root.Brand.ProdNbr={HOSTILE}\nroot.Properties.Firmware.Version=11.0\n",
        f"Model;Version\n{HOSTILE};11.0\n",
        '<reply><application NiceName="&lt;b>bold&lt;/b>" SignatureStatus="&lt;b>"/></reply>',
        f"APPNAME={HOSTILE}\nAPPUSR=root\n",
        f'<root style="position: fixed"><script>document.title = "injected"</script>{HOSTILE}</root>',
        "root.__proto__.a=b\nroot.constructor.Version=c\n",
        '{"__proto__": {"model": 1}, "model": "constructor", "version": "toString"}',
        '[{"model": "__proto__", "version": "11.0"}]',
    ],
)
def test_hostile_text_is_text(page: Page, real_address: str, text: str) -> None:
    field = open_check(page, real_address)
    page.get_by_label("To version").fill("14.0")
    title = page.title()
    field.fill(text)
    expect(status(page)).not_to_have_text(EMPTY)
    assert page.title() == title
    assert answer(page).locator("img, script, style, [style], [onerror]").count() == 0
    assert answer(page).get_by_text("bold", exact=True).count() == 0


def test_without_scripts_there_are_the_commands(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}check/")
    expect(page.get_by_label(FIELD)).to_be_hidden()
    expect(page.get_by_text("portal fleet ANSWERS")).to_be_visible()
    expect(page.get_by_text("portal scan APP.eap")).to_be_visible()


def test_facts_that_do_not_load_are_said(page: Page, address: str) -> None:
    page.route("**/scan.json", lambda route: route.fulfill(body="no"))
    page.goto(f"{address}check/")
    expect(status(page)).to_contain_text("The facts did not load")


def test_on_paper_there_is_the_answer_alone(page: Page, address: str) -> None:
    open_check(page, address).fill(SETTINGS)
    expect(page.get_by_role("heading", name=re.compile("^P1, 11.10.61"))).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name=re.compile("^P1, 11.10.61"))).to_be_visible()
    expect(page.get_by_label(FIELD)).to_be_hidden()


# --- the field of the home page


@pytest.mark.parametrize(
    "text", [SETTINGS, LIST, MANIFEST, "<reply></reply>"], ids=["settings", "list", "one line", "XML"]
)
def test_the_first_page_hands_over_what_is_no_search(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.evaluate(PASTE, ["#__ask", text])
    expect(page).to_have_url(f"{address}check/")
    expect(page.get_by_label(FIELD)).to_have_value(text.strip())
    expect(status(page)).not_to_have_text(EMPTY)
    expect(page).to_have_title(re.compile("^Check what you have"))
    expect(page.locator(".imprint")).to_contain_text("ago)")
    assert page.evaluate("[history.state, window.name, sessionStorage.length]") == [None, "", 0]
    page.go_back()
    expect(page.get_by_role("article").get_by_label("Search by what you have")).to_have_value("")
    page.go_forward()
    expect(page.get_by_label(FIELD)).to_have_value("")
    expect(status(page)).to_have_text(EMPTY)


def test_what_is_handed_over_reads_as_on_its_own_page(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(PASTE, ["#__ask", LIST])
    expect(page.get_by_label(FIELD)).to_be_focused()
    page.get_by_label("To version").fill("12.0")
    page.get_by_label("To version").press("Enter")
    answer(page).get_by_role("row").nth(1).get_by_role("link").click()
    expect(page).to_have_url(f"{address}plan/?start=10.12.228&target=12.0")


@pytest.mark.parametrize(
    "text", ["404 /axis-cgi/getbrand.cgi", "12.11", "[error] getbrand.cgi", "<13> date.cgi"]
)
def test_a_line_is_searched_for_on_the_first_page(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.evaluate(PASTE, ["#__ask", text])
    assert page.url == address
