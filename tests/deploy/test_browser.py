"""A real browser takes what nginx sends: the site works under its policy, and other sites can read."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.serving import serve

SEARCH = """async () => {
    const index = await import("/pagefind/pagefind.js");
    return (await index.search("upnp")).results.length;
}"""
ASK_AGAIN = """async (address) => {
    const first = await fetch(address);
    const tag = first.headers.get("ETag");
    const again = await fetch(address, { headers: { "If-None-Match": tag }, cache: "no-store" });
    return [first.status, tag !== null, again.status];
}"""


def test_pages_and_search_work_under_the_policy(browser: Browser, address: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/", "/changes/", "/plan/"):
        answer = page.goto(address + path, wait_until="networkidle")
        assert answer
        assert "wasm-unsafe-eval" in answer.headers["content-security-policy"]
    assert page.evaluate(SEARCH) > 0
    page.close()
    assert complaints == []


def test_a_page_of_another_site_can_ask_again_with_a_tag(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><link rel=icon href=data:,>", "utf-8"
    )
    page = browser.new_page()
    with serve(tmp_path) as elsewhere:
        page.goto(elsewhere)
        for path in ("/feeds/changes.json", "/api/v1/changes.json", "/calendar/releases.ics"):
            assert page.evaluate(ASK_AGAIN, address + path) == [200, True, 304]
    page.close()
