"""Who polls nginx gets again what a publication has changed, and nothing else. Nobody tells nginx."""

from collections.abc import Iterable, Iterator

import pytest
import requests

from tests.checkout import Checkout, small_checkout
from tests.conftest import REPOSITORY
from tests.deploy.nginx import open_folder, run_nginx
from tests.deploy.test_readme import run_script
from tests.partners.hub import Told, serve_hub

CHANGE = "date-cgi-removal"
CHANGED = (f"/changes/{CHANGE}/", f"/changes/{CHANGE}/index.md", "/feeds/changes.json", "/api/v1/changes.csv")
UNCHANGED = ("/", "/feeds/releases.json", "/feeds/releases.rss", "/calendar/releases.ics", "/assets/page.js")
CODINGS = ("identity", "gzip")
# What is sent back, by the field of the answer that it was in
VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    """A small checkout that is published, where nginx may read it."""
    with open_folder() as folder:
        checkout = small_checkout(REPOSITORY, folder / "checkout")
        publish(checkout)
        yield checkout


def publish(checkout: Checkout, *options: str) -> None:
    done = checkout.run("macros.publish", *options)
    assert done.returncode == 0, done.stderr


def ask(
    address: str, coding: str, had: requests.Response | None = None, sent: Iterable[str] = VALIDATORS
) -> requests.Response:
    headers = {"Accept-Encoding": coding}
    if had:
        headers |= {VALIDATORS[field]: had.headers[field] for field in sent}
    return requests.get(address, headers=headers, timeout=10)


@pytest.mark.parametrize("field", VALIDATORS)
def test_each_validator_alone_gives_304_for_what_is_the_same_over_deployments(
    field: str, checkout: Checkout
) -> None:
    feeds = [f"/{path.relative_to(checkout.site)}" for path in (checkout.site / "feeds").rglob("*.*")]
    assert {"/feeds/touches/endpoints.atom", "/feeds/majors/11/upgrade.rss"} <= set(feeds)
    with run_nginx(checkout.site) as nginx:
        copies = [(path, coding) for path in (*feeds, *UNCHANGED) for coding in CODINGS]
        first = {copy: ask(nginx.address + copy[0], copy[1]) for copy in copies}
        before = checkout.site.resolve()
        publish(checkout)
        assert checkout.site.resolve() != before  # another folder has taken its place
        for copy in copies:
            again = ask(nginx.address + copy[0], copy[1], first[copy], (field,))
            assert (again.status_code, again.content) == (304, b""), copy

        checkout.edit(f"data/changes/{CHANGE}.yml", "is obsolete and", "is outdated and")  # as many bytes
        publish(checkout)
        sent = set()
        for copy in copies:
            again = ask(nginx.address + copy[0], copy[1], first[copy], (field,))
            now = ask(nginx.address + copy[0], copy[1])
            if now.content == first[copy].content:
                assert again.status_code == 304, copy
            else:
                assert (again.status_code, again.content) == (200, now.content), copy
                sent.add(copy[0])
        assert {
            "/feeds/changes.rss",
            "/feeds/touches/endpoints.json",
            "/feeds/majors/11/upgrade.atom",
        } <= sent
        assert {"/feeds/releases.atom", "/feeds/touches/protocols.json"}.isdisjoint(sent)


def test_what_has_changed_is_sent_listed_told_and_taken_back(checkout: Checkout) -> None:
    told: Told = []
    with run_nginx(checkout.site) as nginx, serve_hub(told) as hub:
        site, root = nginx.address, nginx.root
        copies = [(path, coding) for path in (*CHANGED, *UNCHANGED) for coding in CODINGS]
        first = {copy: ask(site + copy[0], copy[1]) for copy in copies}
        run_script("before.sh", root, site=site)

        checkout.edit(f"data/changes/{CHANGE}.yml", "is obsolete and", "is outdated and")  # as many bytes
        publish(checkout)
        second = {copy: ask(site + copy[0], copy[1], first[copy]) for copy in copies}
        for copy in copies:
            if copy[0] in CHANGED:
                assert (second[copy].status_code, "is outdated and" in second[copy].text) == (200, True), copy
                assert len(second[copy].content) == len(first[copy].content)
            else:
                assert second[copy].status_code == 304, copy

        run_script("changed.sh", root, site=site)
        listed = (root / "changed.txt").read_text("utf-8").split()
        assert {site + path for path in CHANGED} <= set(listed)
        assert not {site + path for path in UNCHANGED} & set(listed)
        assert listed[-1] == f"{site}/api/v1/manifest.json"
        run_script("tell-hub-of-changes.sh", root, site=site, hub=hub)
        assert {"hub.mode": ["publish"], "hub.url": [f"{site}/feeds/changes.json"]} in told

        publish(checkout, "--roll-back")
        for copy in copies:
            assert ask(site + copy[0], copy[1], first[copy]).status_code == 304, copy
            if copy[0] in CHANGED:
                assert ask(site + copy[0], copy[1], second[copy]).text == first[copy].text, copy
