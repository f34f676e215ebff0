"""Every kind of page of the site, and how to look at one. A new kind joins by one line."""

from playwright.sync_api import Page, Response

NOT_FOUND = "no/such/page/"

# The address of one page of each template, and of each that has parts of its own: seen in every way
TEMPLATES = (
    "",
    "releases/",
    "releases/11.11/",
    "changes/",
    "changes/12/",
    "changes/tls-1-0-1-1-removal/",  # names in code, and the devices hit
    "changes/onvif-class-candidate-removal/",  # samples of code
    "changes/password-complexity-enforced/",  # what is not known
    "surface/",
    "plan/?start=10.12&target=12.0",  # with a plan
    "plan/?start=10.12&target=12.0&web=1&every=1&uses=getbrand.cgi&detail=full",  # with filters and sources
    "lifecycle/?version=10.12.228",  # with an answer; prose, with figures
    "contributing/rules/",
    NOT_FOUND,
)
# Pages of texts and tables in these templates: seen once
OTHERS = (
    "plan/", "check/", "check/collect/", "partners/plan/", "partners/scan/", "lifecycle/upgrading/",
    "lifecycle/support/",
    "components/open-source/", "components/sbom/", "partners/feeds/", "partners/promise/", "partners/api/",
    "partners/api/changes/", "partners/api/releases/", "about/", "about/sources/", "contributing/notes/",
    "contributing/", "contributing/fields/", "contributing/decisions/0001-applies-to-unknown/", "partners/",
    "partners/calendar/", "partners/lifecycle/", "links/", "editions/",
)  # fmt: skip
KINDS = TEMPLATES + OTHERS

# What a reader prefers -> what the theme calls it
SCHEMES = {"light": "default", "dark": "slate"}

SETTLE = "Promise.allSettled(document.getAnimations().map((animation) => animation.finished))"


def visit(page: Page, address: str) -> Response:
    """Open a page with all that comes into it, and give the server's answer."""
    answer = page.goto(address)
    assert answer
    if "plan/?" in address:
        page.locator(".plan__step").last.wait_for()
    if "version=" in address:
        page.locator("[data-answer] h2").wait_for()
    if address.endswith(NOT_FOUND):
        page.locator("[data-missing-results] li").first.wait_for()
    return answer


def paint(page: Page, scheme: str) -> None:
    """Show a page in another scheme, as the theme's switch does."""
    page.evaluate("name => document.body.setAttribute('data-md-color-scheme', name)", SCHEMES[scheme])


def settle(page: Page) -> None:
    """Wait for the end of what moves."""
    page.evaluate(SETTLE)
