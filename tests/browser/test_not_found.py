"""What a reader gets at an address that is missing: what is missing, what it may have meant, and ways on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.checkout import small_checkout
from tests.serving import serve

# An address below the site's root -> what is searched for, and the first hit
MEANT = {
    "changes/getbrand/": ("getbrand", "getBrand.cgi removed"),
    "getbrand": ("getbrand", "getBrand.cgi removed"),
    "changes/2024/12/getbrand.html": ("getbrand", "getBrand.cgi removed"),
    "changes/getbrand-cgi-gone/": ("getbrand cgi gone", "getBrand.cgi removed"),
    "changes/date-cgi-removal/index.htm": ("date cgi removal", "date.cgi removed"),
    "surface/root.https.allowtls1": ("root.https.allowtls1", "TLS 1.0 and 1.1 removed for HTTPS connections"),
    "changes/vfat%20sd%20cards": ("vfat sd cards", "Formatting of SD cards to vFAT removed"),
}
# Addresses that mean nothing, some of them on purpose
MEANINGLESS = ("qwertzuiop/", "%E0%A4%A/", "%3Cqwertzuiop%20onerror=alert(1)%3E", "-/-/", "12/")
WAYS_ON = {
    "Home": "",
    "All breaking changes": "changes/",
    "APIs and names": "surface/",
    "Releases": "releases/",
}


@pytest.fixture(scope="module")
def deep(published: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in a folder of its host, two levels down.

    Only the page for missing addresses knows where that is: it is of a site that is made for there.
    """
    checkout = small_checkout(repository, tmp_path_factory.mktemp("deep") / "checkout")
    checkout.edit("data/portal.yml", "url: https://portal.example/", "url: https://portal.example/kb/axis/")
    done = checkout.publish()
    assert done.returncode == 0, done.stderr
    root = checkout.root / "host"
    (root / "kb").mkdir(parents=True)
    (root / "kb/axis").symlink_to(published)
    shutil.copy(checkout.site / "404.html", root)
    with serve(root) as address:
        yield f"{address}kb/axis/"


@pytest.fixture(scope="module")
def host(published: Path) -> Iterator[str]:
    """The address of the site at its host's root."""
    with serve(published) as root:
        yield root


@pytest.fixture(params=["host", "deep"])
def site(request: pytest.FixtureRequest) -> str:
    """The address of a site at its host's root, and of one further down."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A page whose only complaints are that addresses are missing."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [text for text in complaints if "status of 404" not in text] == []


@pytest.mark.parametrize("path", MEANT)
def test_it_searches_for_what_the_address_meant(reader: Page, site: str, path: str) -> None:
    word, title = MEANT[path]
    answer = reader.goto(site + path)
    assert answer
    assert answer.status == 404
    expect(reader.get_by_role("heading", level=1)).to_have_text("Page not found")
    found = reader.get_by_role("region", name=f"What the portal has on “{word}”")
    first = found.get_by_role("listitem").first
    expect(first.get_by_role("link")).to_have_text(title)
    expect(first).to_contain_text("AXIS OS 1")  # the facts, as in the search dialog
    first.get_by_role("link").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("path", MEANINGLESS)
def test_it_finds_nothing_where_nothing_was_meant(reader: Page, host: str, path: str) -> None:
    with reader.expect_response("**/pagefind/*") if len(path) > 4 else reader.expect_response("**/search.js"):
        reader.goto(host + path, wait_until="networkidle")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Page not found")
    expect(reader.get_by_text("There is no page at")).not_to_contain_text("this address")
    expect(reader.get_by_role("region", name="What the portal has on")).to_be_hidden()


def test_it_says_which_address_is_missing(reader: Page, site: str) -> None:
    reader.goto(f"{site}changes/caf%C3%A9-cgi/?x=1#y")
    expect(reader.get_by_text("There is no page at /changes/café-cgi/.")).to_be_visible()


def test_the_search_dialog_works_there_too(reader: Page, site: str) -> None:
    reader.goto(f"{site}no/such/page/")
    reader.keyboard.press("/")
    reader.keyboard.type("AllowTLS11")
    dialog = reader.get_by_role("dialog")
    expect(dialog.get_by_role("listitem").first).to_contain_text("TLS 1.0 and 1.1 removed")
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(f"{site}changes/tls-1-0-1-1-removal/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_plain_links_lead_on(browser: Browser, site: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    for name, path in WAYS_ON.items():
        page.goto(f"{site}a/b/c/d.html")
        expect(page.get_by_role("region", name="What the portal has on")).to_be_hidden()
        page.get_by_role("article").get_by_role("link", name=name).click()
        expect(page).to_have_url(site + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
