"""`portal links` against a host on loopback: what each answer means, and how politely it asks."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.cli.outside import visits
from portal.cli.outside.visits import LONGEST_WAIT, Visit, Visitor
from portal.prose import web_addresses
from portal.weblinks import mentions
from portal.yamltext import read_yaml
from tests.answering import Answer, AnsweringHost, Asked, answering, dripping, never, only, raw, says, slowly
from tests.commands import Command
from tests.conftest import TESTS

SOON = 0.4
IS_THERE = Visit("there")
NOT_HTTP = Visit("unclear", "the answer is not HTTP")
TOO_SLOW = Visit("unclear", "no answer within 0.4 seconds")


@pytest.fixture(autouse=True)
def _straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy stands between."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def host() -> Iterator[AnsweringHost]:
    with answering() as running:
        yield running


def visit(address: str, timeout: float = 30) -> tuple[Visit, list[float]]:
    """Give what comes out of a visit, and for how long it would have waited."""
    waited: list[float] = []
    return Visitor(timeout, waited.append).visit_all([address])[address], waited


OK = says("200 OK")
ANSWERS: dict[str, tuple[Answer, Visit]] = {
    "200": (OK, IS_THERE),
    "204": (says("204 No Content"), IS_THERE),
    "404": (says("404 Not Found"), Visit("dead", "answers 404 Not Found")),
    "410": (says("410 Gone"), Visit("dead", "answers 410 Gone")),
    "500": (says("500 Internal Server Error"), Visit("unclear", "answers 500 Internal Server Error")),
    "403": (says("403 Forbidden"), Visit("unclear", "answers 403 Forbidden")),
    "999": (says("999 No"), Visit("unclear", "answers 999 No")),
    "no reason": (raw(b"HTTP/1.1 404\r\n\r\n"), Visit("dead", "answers 404")),
    "no head known": (only("HEAD", says("405 Method Not Allowed"), OK), IS_THERE),
    "head says it is gone": (only("HEAD", says("404 Not Found"), OK), IS_THERE),
    "hangs up on head": (only("HEAD", raw(b""), OK), IS_THERE),
    "garbage on head": (only("HEAD", raw(b"\x00\xff\r\n\r\n"), OK), IS_THERE),
    "endless body": (says("200 OK", "Content-Length: 999999999999", body="x"), IS_THERE),
    "redirect to nowhere": (says("302 Found"), IS_THERE),
    "never": (never, TOO_SLOW),
    "dripping": (dripping, TOO_SLOW),
    "hangs up": (raw(b""), NOT_HTTP),
    "garbage": (raw(b"\x00\xff\r\n\r\n"), NOT_HTTP),
    "no number": (raw(b"HTTP/1.1 abc OK\r\n\r\n"), NOT_HTTP),
    "long line": (raw(b"HTTP/1.1 200 " + b"x" * 99_999 + b"\r\n\r\n"), NOT_HTTP),
    "many headers": (says("200 OK", *("X: y" for _ in range(999))), NOT_HTTP),
    "escape codes": (says("404 \x1b[31mred"), Visit("dead", "answers 404 \\x1b[31mred")),
    "file": (
        says("301 Moved", "Location: file:///etc/passwd"),
        Visit("dead", "leads to file:///etc/passwd, which is no web address"),
    ),
    "script": (
        says("302 Found", "Location: javascript:alert(1)"),
        Visit("dead", "leads to javascript:alert(1), which is no web address"),
    ),
    "broken address": (
        says("302 Found", "Location: http://[x"),
        Visit("dead", "cannot be asked for: Invalid IPv6 URL"),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_an_answer_means(host: AnsweringHost, name: str) -> None:
    answer, wanted = ANSWERS[name]
    assert visit(host.on("/", answer), SOON if wanted is TOO_SLOW else 30) == (wanted, [])


def test_it_asks_for_the_head_and_for_all_only_where_that_fails(host: AnsweringHost) -> None:
    visit(host.on("/there", OK))
    visit(host.on("/gone", says("404 Not Found")))
    visit(host.on("/slow", never), SOON)
    assert host.asked == [("HEAD", "/there"), ("HEAD", "/gone"), ("GET", "/gone"), ("HEAD", "/slow")]


# --- redirects


def to(status: str, where: str) -> Answer:
    return says(status, f"Location: {where}")


def test_what_moved_for_good_is_told(host: AnsweringHost) -> None:
    new = host.on("/new", OK)
    assert visit(host.on("/old", to("301 Moved Permanently", "/new")))[0] == Visit("moved", new)
    older = host.on("/older", to("308 Permanent Redirect", "/old"))
    assert visit(older)[0] == Visit("moved", new)
    assert visit(f"{older}#part")[0] == Visit("moved", f"{new}#part")


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
def test_what_is_elsewhere_for_now_is_there(host: AnsweringHost, status: str) -> None:
    host.on("/now", OK)
    host.on("/old", to("301 Moved Permanently", "/now"))
    assert visit(host.on("/", to(status, "/old")))[0] == IS_THERE


def test_what_moved_for_good_to_what_is_elsewhere_for_now(host: AnsweringHost) -> None:
    host.on("/now", OK)
    new = host.on("/new", to("302 Found", "/now"))
    assert visit(host.on("/old", to("301 Moved Permanently", "/new")))[0] == Visit("moved", new)


def test_what_leads_to_what_is_gone_is_dead(host: AnsweringHost) -> None:
    host.on("/gone", says("404 Not Found"))
    assert visit(host.on("/", to("301 Moved Permanently", "/gone")))[0].outcome == "dead"


def test_a_circle_ends(host: AnsweringHost) -> None:
    assert visit(host.on("/", to("302 Found", "/")))[0] == Visit("dead", "leads on more than 10 times")
    assert len(host.asked) == visits.HOPS


# --- patience

BUSY = says("429 Too Many Requests", "Retry-After: 7")


def test_a_busy_host_is_asked_again_after_what_it_says(host: AnsweringHost) -> None:
    assert visit(host.on("/", BUSY, OK)) == (IS_THERE, [7.0])
    unavailable = says("503 Service Unavailable", "Retry-After: 0")
    assert visit(host.on("/", unavailable, BUSY, OK)) == (IS_THERE, [0.0, 7.0])


def test_a_host_that_stays_busy_is_not_dead(host: AnsweringHost) -> None:
    wanted = Visit("unclear", "answers 429 Too Many Requests")
    assert visit(host.on("/", BUSY)) == (wanted, [7.0, 7.0])
    assert [method for method, _ in host.asked] == ["HEAD"] * visits.TRIES


@pytest.mark.parametrize(
    "said", ["31", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -0000"]
)
def test_nobody_waits_for_long(host: AnsweringHost, said: str) -> None:
    found, waited = visit(host.on("/", says("503 Service Unavailable", f"Retry-After: {said}"), OK))
    assert (found.outcome, waited) == ("unclear", [])


@pytest.mark.parametrize("said", ["Thu, 01 Jan 1970 00:00:00 GMT", "soon", "-5", "", "²"])
def test_what_says_no_time_to_come_is_asked_again_soon(host: AnsweringHost, said: str) -> None:
    found, (waited,) = visit(host.on("/", says("503 Service Unavailable", f"Retry-After: {said}"), OK))
    assert found == IS_THERE
    assert 0 <= waited < LONGEST_WAIT / 10


# --- politeness


def test_hosts_are_asked_side_by_side_and_each_one_thing_at_a_time(host: AnsweringHost) -> None:
    both = threading.Barrier(2)

    def meet(asked: Asked) -> None:
        both.wait(20)  # broken if the other host is not asked at the same time
        slowly(OK)(asked)

    addresses = [
        host.on(f"/{name}/{number}", meet, host=name)
        for name in ("127.0.0.1", "localhost")
        for number in range(3)
    ]
    found = Visitor(30).visit_all([*addresses, *addresses])
    assert found == dict.fromkeys(addresses, IS_THERE)
    assert host.most_at_once == {"127.0.0.1": 1, "localhost": 1}
    assert len(host.asked) == len(addresses), "an address is asked for once, however often it is there"


def test_a_redirect_waits_for_its_turn_at_another_host(host: AnsweringHost) -> None:
    landing = host.on("/landing", slowly(OK), host="localhost")
    found = Visitor(30).visit_all(
        [
            *(host.on(f"/a/{number}", to("302 Found", landing)) for number in range(9)),
            *(host.on(f"/b/{number}", slowly(OK), host="localhost") for number in range(9)),
        ]
    )
    assert set(found.values()) == {IS_THERE}
    assert host.most_at_once["localhost"] == 1


# --- no answer at all


def test_a_certificate_that_is_not_valid_is_a_finding() -> None:
    with answering(TESTS / "self-signed.pem") as host:
        found, _ = visit(host.on("/", OK).replace("http:", "https:"))
    assert found == Visit("dead", "its certificate is not valid: self-signed certificate")
    assert host.asked == []


def test_nobody_listens() -> None:
    with answering() as host:
        address = host.on("/", OK)
    assert visit(address)[0] == Visit("unclear", "Connection refused")


def no_name(error: int) -> Iterator[None]:
    raise socket.gaierror(error, "Temporary failure in name resolution")


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (socket.EAI_NONAME, Visit("dead", "there is no such host")),
        (socket.EAI_AGAIN, Visit("unclear", "Temporary failure in name resolution")),
    ],
)
def test_a_name_that_is_not_found(monkeypatch: pytest.MonkeyPatch, error: int, wanted: Visit) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: no_name(error))
    assert visit("http://nowhere.example/")[0] == wanted


def test_no_name_at_all_is_found_where_there_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: no_name(socket.EAI_NONAME))
    found = Visitor(30).visit_all(["http://a.example/", "http://b.example/"])
    assert {one.outcome for one in found.values()} == {"unclear"}
    assert all("is there a network?" in one.said for one in found.values())


@pytest.mark.parametrize("address", ["http://", "http://[x/", "http://x:port/", "http://a..b/"])
def test_what_is_no_address_is_dead(address: str) -> None:
    assert visit(address)[0].outcome == "dead"


def test_letters_beyond_ascii_are_sent_as_codes(host: AnsweringHost) -> None:
    host.on("/%C3%BC%20?q=%C3%9F", OK)
    assert visit(f"http://127.0.0.1:{host.port}/ü%20?q=ß#ä")[0] == IS_THERE


# --- where addresses are


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("https://a.example/b_c_d*e*", ["https://a.example/b_c_d*e*"]),
        ("See https://a.example/b, or not.", ["https://a.example/b"]),
        ("(https://a.example/b_(c)).", ["https://a.example/b_(c)"]),
        ("[here](https://a.example/b) and <https://c.example>", ["https://a.example/b", "https://c.example"]),
        ("twice https://a.example and https://a.example", ["https://a.example"]),
        ("call `http://device/axis-cgi`", []),
        ("ftp://a.example, https is no address, HTTPS://A.example is", ["HTTPS://A.example"]),
        ("- a\n- [b](https://b.example)\n\n> https://c.example!", ["https://b.example", "https://c.example"]),
    ],
)
def test_addresses_in_a_text(text: str, wanted: list[str]) -> None:
    assert web_addresses(text) == wanted


def test_mentions_have_places_and_samples_have_none() -> None:
    text = """
why: See https://a.example.
notes:
  - text: Or https://a.example
surface:
  - name: https://left.example
examples:
  - text: GET http://out.example
"""
    document = read_yaml(text.encode(), "x")
    found = mentions({"data/changes/x.yml": document, "data/portal.yml": document})
    assert [(one.address, one.path, one.line, one.column, one.field) for one in found] == [
        ("https://a.example", "data/changes/x.yml", 2, 6, "why"),
        ("https://a.example", "data/changes/x.yml", 4, 11, "notes[0].text"),
    ]


# --- the command


@pytest.fixture
def linked(host: AnsweringHost, sample_root: Path) -> Path:
    """The sample, with addresses of each outcome."""
    library = sample_root / "data/links.yml"
    text = library.read_text("utf-8")
    library.write_text(
        text.replace("https://www.axis.com/vapix-library/", host.on("/old", to("301 M", "/new")))
    )
    host.on("/new", OK)
    change = sample_root / "data/changes/smb1-removal.yml"
    text = change.read_text("utf-8")
    change.write_text(text.replace("https://www.axis.com/vapix-library/", host.on("/gone", says("410 Gone"))))
    release = sample_root / "data/releases/11.0.yml"
    text = release.read_text("utf-8")
    release.write_text(text.replace("`date.cgi` was", f"{host.on('/odd', says('418 Odd'))} was"))
    return sample_root


@pytest.fixture
def links(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return Command(capsys, "links")


def test_what_it_prints(host: AnsweringHost, linked: Path, links: Command) -> None:
    here = f"http://127.0.0.1:{host.port}"
    assert links("--root", linked, "--format", "text") == (
        1,
        f"""data/changes/smb1-removal.yml:14:9: action: {here}/gone answers 410 Gone
    give the new address, or remove it and say in notes that it is gone   [dead-link]
data/links.yml:7:10: links[0].url: {here}/old has moved
    write {here}/new   [moved-link]
data/releases/11.0.yml:4:10: summary: {here}/odd could not be told: answers 418 Odd
    try again later, or look at it in a browser   [unclear-link]
3 addresses: 1 dead, 1 moved, 1 not clear
""",
        "",
    )


def test_only_what_is_dead_fails(host: AnsweringHost, linked: Path, links: Command) -> None:
    host.on("/gone", OK)
    code, out, _ = links("--root", linked, "--format", "text", "--timeout", "5")
    assert code == 0
    assert out.endswith("\n3 addresses: 1 moved, 1 not clear, 1 there\n")


def test_formats(linked: Path, links: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = links("--root", linked, "--format", "json")
    assert code == 1
    assert [(item["rule"], item["line"]) for item in json.loads(out)] == [
        ("dead-link", 14),
        ("moved-link", 7),
        ("unclear-link", 4),
    ]
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    code, out, _ = links("--root", linked)
    assert [line.split(",")[0] for line in out.splitlines()] == [
        "::error file=data/changes/smb1-removal.yml",
        "::notice file=data/links.yml",
        "::notice file=data/releases/11.0.yml",
        "3 addresses: 1 dead",
    ]


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "601", "soon"])
def test_wrong_seconds(links: Command, seconds: str) -> None:
    code, out, err = links("--timeout", seconds)
    assert (code, out) == (2, "")
    assert f"'{seconds}' is no number of seconds" in err


def test_data_that_is_not_sound_is_not_asked_about(linked: Path, host: AnsweringHost, links: Command) -> None:
    (linked / "data/areas.yml").write_text("areas: []\n", "utf-8")
    code, out, err = links("--root", linked)
    assert (code, out) == (2, "")
    assert err.startswith("data/areas.yml:1:8: areas: ")
    assert host.asked == []
