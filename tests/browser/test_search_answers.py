"""What visitors type into the search, and where its first hit leads: the same in two builds of a commit."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from macros.after.search_index import write_search_index
from tests.serving import serve
from tests.sites import real_site

# What is typed -> where the first hit leads, below the site's root; a section of a page counts as the page
TYPED = {
    "404 /axis-cgi/prod_brand_info/getbrand.cgi": "changes/getbrand-cgi-removal/",
    "digest auth stopped working": "changes/https-basic-authentication/",
    "401 unauthorized": "changes/https-basic-authentication/",
    "basic auth": "changes/https-basic-authentication/",
    "9.80 end of life": "lifecycle/?version=9.80",
    "lts 2024 end": "lifecycle/?version=LTS+2024",
    "is 9.80.66 supported": "lifecycle/?version=9.80.66",
    "unsinged acap": "changes/unsigned-acap-disallowed-by-default/",
    "signed acap required": "changes/unsigned-acap-disallowed-by-default/",
    "recommended version": "lifecycle/upgrading/",
    "upgrade failed": "lifecycle/going-back/",
    "cve": "lifecycle/support/",
    "is this official": "about/",
    "how old is the data": "about/",
    "how to upgrade from 10.12 to 12": "plan/?start=10.12&target=12",
    "tls1.1": "changes/tls-1-0-1-1-removal/",
    "opensll": "changes/openssl-1-1-1-removal/",
    "vfat sd card": "changes/vfat-formatting-removal/",
    "root.network.upnp.enabled": "changes/upnp-disabled-by-default/",
    # Lines of logs, commands and traces
    "GET /axis-cgi/prod_brand_info/getbrand.cgi HTTP/1.1 404": "changes/getbrand-cgi-removal/",
    "curl -u root:pass 'http://192.168.0.90/axis-cgi/date.cgi?action=get'": "changes/date-cgi-removal/",
    "HTTP 403 forbidden vaconfig.cgi": "changes/vaconfig-cgi-removal/",
    "libssl.so.1.1: cannot open shared object file": "changes/openssl-1-1-1-removal/",
    "ImportError: libvidcap.so.1: cannot open shared object file": "changes/libvidcap-removal/",
    "error: tlsv1 alert protocol version": "changes/tls-1-0-1-1-removal/",
    # One wrong, missing or swapped letter
    "getbrnad": "changes/getbrand-cgi-removal/",
    "getbrnad.cgi": "changes/getbrand-cgi-removal/",
    "root.HTTPS.AlowTLS11": "changes/tls-1-0-1-1-removal/",
    # Questions
    "end of support 11.11": "lifecycle/?version=11.11",
    "eol 10.12": "lifecycle/?version=10.12",
    "10.12 -> 11.11": "plan/?start=10.12&target=11.11",
    "upgrade to 12.0": "plan/?target=12.0",
    "what breaks in 13": "changes/13/",
    "12.0 release date": "releases/12.0/",
    "downgrade from 12.0 to 11.11": "lifecycle/going-back/",
    "who makes this": "about/",
    "rss": "partners/feeds/",
    "ical": "partners/calendar/",
    "samba share": "changes/smb-1-0-2-0-removal/",
}
# Words of many pages, names, parts of names, and what is on no page
ASKED = (
    "removed", "network", "axis os 12", "upgrade", "tls", "openssl", "video", "root password", "lts 2024",
    "basic authentication", "date.cgi", "AllowTLS11", "root.Network", "vFAT", "zzzz",
)  # fmt: skip
ANSWERS = """
async (asked) => {
  const load = (name) => import(new URL(`assets/${name}.js`, document.baseURI).href);
  const [{ find }, { understand }] = await Promise.all([load("search-index"), load("search-near")]);
  const title = async (found) => (await found.data()).meta.title;
  const answers = asked.map(async (text) => find((await understand(text)).texts));
  answers.push(find([], { Area: "API" }));
  return Promise.all(answers.map(async (answer) => Promise.all((await answer).results.map(title))));
}
"""


@pytest.fixture(scope="module")
def indexed_again(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same pages, indexed anew in another order of their files."""
    published, again = real_site(tmp_path_factory), tmp_path_factory.mktemp("again")
    for file in sorted(published.rglob("*"), reverse=True):  # so that a disk may list them in another order
        path = again / file.relative_to(published)
        if file.is_file() and "pagefind" not in file.relative_to(published).parts:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.read_bytes())
    write_search_index(again)
    with serve(again) as address:
        yield address


@pytest.fixture(scope="module", params=["one build", "another"])
def build(request: pytest.FixtureRequest) -> str:
    """The address of the site with the data as it is now, with one index and with another."""
    fixture = "real_address" if request.param == "one build" else "indexed_again"
    return str(request.getfixturevalue(fixture))


def results(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("listitem")


def status(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("status")


def search(page: Page, text: str) -> None:
    page.locator("[data-search-open]").wait_for()  # the script listens to keys from then on
    page.keyboard.press("/")
    page.get_by_role("dialog").get_by_role("textbox").fill(text)


def test_what_visitors_type_finds_first_what_they_mean(page: Page, build: str) -> None:
    page.goto(build)
    found = {}
    for text in TYPED:
        search(page, "")
        expect(results(page)).to_have_count(0)
        search(page, text)
        expect(results(page).first).to_be_visible()
        link = str(results(page).first.get_by_role("link").first.evaluate("(link) => link.href"))
        found[text] = link.removeprefix(build).partition("#")[0]
    assert found == TYPED


def test_two_indexes_of_the_same_pages_give_the_same_answers(
    page: Page, real_address: str, indexed_again: str
) -> None:
    asked = (*ASKED, *TYPED)
    page.goto(real_address)
    one = page.evaluate(ANSWERS, asked)
    page.goto(indexed_again)
    assert page.evaluate(ANSWERS, asked) == one
    assert [text for text, found in zip(asked, one, strict=False) if not found] == ["zzzz"]


def test_pages_for_contributors_are_not_found(page: Page, real_address: str, tmp_path: Path) -> None:
    page.goto(real_address)
    paths = page.evaluate(
        """async () => {
          const { loaded } = await import(new URL("assets/search-index.js", document.baseURI).href);
          const { results } = await (await loaded()).search(null, {});
          return Promise.all(results.map(async (found) => (await found.data()).url));
        }"""
    )
    assert "/about/" in paths
    assert [path for path in paths if "/contributing/" in path] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("404 getbrand.cgi", "No page has all of “404 getbrand.cgi”. These have “getbrand.cgi”: "),
        ("unsinged acap", "No page has all of “unsinged acap”. These have “unsigned acap”: "),
        ("getbrnad", "No page has “getbrnad”. These have “getbrand”: "),
        (
            "qwertzuiop tls",
            "No page has all of “qwertzuiop tls”. These have “tls”: ",
        ),
    ],
    ids=["a name", "the right spelling", "of one word", "any word"],
)
def test_where_no_page_has_all_of_it_the_dialog_says_what_it_found(
    page: Page, address: str, text: str, said: str
) -> None:
    page.goto(address)
    search(page, text)
    expect(status(page)).to_contain_text(said)
    expect(results(page).first).to_be_visible()


@pytest.mark.parametrize("text", ["AllowTLS19", "P3299", "qwertzuiop yxcvbnm"])
def test_another_number_is_another_name(page: Page, address: str, text: str) -> None:
    page.goto(address)
    search(page, text)
    expect(status(page)).to_have_text(f"No page has “{text}”.")
    expect(results(page)).to_have_count(0)


def test_a_choice_holds_for_what_is_near_too(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "qwertzuiop upnp openssl")
    version = page.get_by_role("dialog").get_by_label("Version")
    expect(version).to_be_visible()
    assert version.locator("option").all_inner_texts()[1].startswith("AXIS OS ")
    assert "(" not in "".join(version.locator("option").all_inner_texts())  # a page would count twice
    version.select_option("AXIS OS 12")
    expect(status(page)).to_contain_text("on AXIS OS 12")
    for facts in results(page).locator(".search__facts").all_inner_texts():
        assert facts.startswith(("AXIS OS 12", "Release,"))


def test_an_answer_opens_with_enter_and_has_more_ways(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "is 11.11 supported?")
    expect(status(page)).to_contain_text("An answer")
    links = results(page).first.get_by_role("link")
    expect(links).to_have_text(
        [
            "AXIS OS 11.11: is it supported?", "Plan an upgrade from AXIS OS 11.11",
            "AXIS OS 11.11: the release", "What breaks in AXIS OS 11",
        ]
    )  # fmt: skip
    links.nth(2).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AXIS OS 11.11")
    search(page, "upgrade from 10.12 to 12.0")
    expect(results(page).first).to_contain_text("Plan an upgrade from 10.12 to 12.0")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}plan/?start=10.12&target=12.0")


@pytest.mark.parametrize(
    "text", ["192.168.0.90", "tls 1.0", "openssl 1.1.1", "h.264", "date.cgi 12.0", "11 decoder"]
)
def test_numbers_that_are_no_question_about_a_version_get_no_answer(
    page: Page, address: str, text: str
) -> None:
    page.goto(address)
    search(page, text)
    expect(status(page)).to_contain_text("result")
    expect(status(page)).not_to_contain_text("An answer")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_answer_fits_every_width(
    new_context: Callable[..., BrowserContext], address: str, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 740}, has_touch=True).new_page()
    page.goto(address)
    search(page, "10.12.228 end of life")
    expect(results(page).first.get_by_role("link").first).to_be_visible()
    assert page.get_by_role("dialog").evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth")
    for link in results(page).first.get_by_role("link").all()[1:]:
        place = link.bounding_box()
        assert place
        assert place["height"] >= 24
