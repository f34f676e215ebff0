"""The policy as a browser keeps it. All other browser tests run under it as well."""

from playwright.sync_api import Browser, Page, Route, expect

INJECTED = (
    "<script>document.title = 'injected'</script>"
    "<img src=x onerror=\"document.title = 'injected'\">"
    '<p id="styled" style="position: fixed">styled</p>'
)


def test_what_is_injected_does_not_run(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    def inject(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</article>", f"{INJECTED}</article>"))

    page.route("**/changes/date-cgi-removal/", inject)
    page.goto(f"{address}changes/date-cgi-removal/")
    expect(page.locator("#styled")).to_have_css("position", "static")
    assert page.title().startswith("date.cgi")
    assert sum("Content Security Policy" in complaint for complaint in complaints) == 3
    context.close()


def test_every_page_has_a_policy_of_its_own(page: Page, address: str) -> None:
    for path in ("", "changes/12/", "changes/date-cgi-removal/", "releases/11.11/"):
        page.goto(address + path)
        found = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
        assert found
        assert "unsafe-inline" not in found
