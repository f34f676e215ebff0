"""Each fault stops publishing with a message that names it, and leaves what is published untouched."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.after.entries import CHANGE_SHELL, entry_pages
from macros.after.stamp import SLOTS, ShellError, stamp_all
from macros.calls import about, releases
from macros.view import View
from portal.model import Catalog
from tests.checkout import Checkout, digests, small_checkout

PAGE = "content/lifecycle/upgrading.md"
CHANGE = "data/changes/date-cgi-removal.yml"


def page_with(text: str) -> Callable[[Checkout], None]:
    return lambda checkout: checkout.append(PAGE, f"\n\n{text}\n")


def edit(path: str, old: str, new: str) -> Callable[[Checkout], None]:
    return lambda checkout: checkout.edit(path, old, new)


def hand_written_page_at_an_entry(checkout: Checkout) -> None:
    (checkout.root / "content/changes/date-cgi-removal.md").write_text("# Mine\n", "utf-8")


def broken_schema(checkout: Checkout) -> None:
    schemas = checkout.root / "schema"
    code = schemas.resolve()
    schemas.unlink()
    shutil.copytree(code, schemas)
    checkout.edit("schema/authored/change.schema.json", "{\n", "{,\n")


# One of each step of the road
STOPS: dict[str, tuple[Callable[[Checkout], None], tuple[str, ...]]] = {
    "a value that the schema has not": (
        edit(CHANGE, "kind: removal", "kind: removel"),
        (f'{CHANGE}:6:7: kind: "removel" is not a value it can have',),
    ),
    "a value that a rule refuses": (
        edit(CHANGE, "area: api", "area: apis"),
        (f'{CHANGE}:5:7: area: "apis" is not an area of data/areas.yml',),
    ),
    "a broken schema": (broken_schema, ("change.schema.json:1:2",)),
    "links of Markdown that lead nowhere": (
        page_with("[x](nowhere.md) [y](../changes/index.md#nowhere)"),
        ("'nowhere.md'", "changes/index.md#nowhere"),
    ),
    "a call that fails": (page_with('{{ questions("nothing") }}'), ("there are no questions on 'nothing'",)),
    "a name that there is not": (page_with("{{ no_such_name }}"), ("no_such_name",)),
    "two pages at one address": (
        hand_written_page_at_an_entry,
        ("changes/date-cgi-removal/: a hand-written page has this address already",),
    ),
    "a site that is not whole": (
        page_with('<a href="../nowhere/">x</a>'),
        ("the finished site is not whole:", "the link ../nowhere/ leads nowhere"),
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_fault_stops_publishing(name: str, repository: Path, tmp_path: Path) -> None:
    checkout = small_checkout(repository, tmp_path / "checkout")
    old = checkout.root / "build/site-1"
    old.mkdir(parents=True)
    (old / "index.html").write_text("what readers see", "utf-8")
    checkout.site.symlink_to("build/site-1")
    break_it, messages = STOPS[name]
    break_it(checkout)

    done = checkout.publish()

    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    assert [message for message in messages if message not in output] == [], output
    assert "Traceback" not in output
    assert (checkout.site / "index.html").read_text("utf-8") == "what readers see"
    assert [path.name for path in (checkout.root / "build").glob("site*")] == ["site-1"]


@pytest.mark.parametrize(
    ("call", "argument", "message"),
    [
        (about.link, "nowhere", "data/links.yml has no link 'nowhere'"),
        (releases.questions, "nothing", "there are no questions on 'nothing'"),
    ],
)
def test_a_call_for_what_there_is_not_says_so(
    call: Callable[[View, str], str], argument: str, message: str, repository: Path, sample: Catalog
) -> None:
    with pytest.raises(ValueError, match=message):
        call(View(repository, sample), argument)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "the slot portal-slot-body is there 0 times"),
        ("portal-slot-body portal-slot-body", "the slot portal-slot-body is there 2 times, not once"),
        ("portal-slot-body portal-slot-what", "there is no slot portal-slot-what"),
        (None, "content/changes/_entry.md: the shell page is missing"),
    ],
)
def test_a_shell_that_cannot_be_stamped_is_named(
    body: str | None, message: str, repository: Path, sample: Catalog, tmp_path: Path
) -> None:
    if body is not None:
        (tmp_path / CHANGE_SHELL).mkdir(parents=True)
        shell = " ".join(SLOTS).replace("portal-slot-body", body)
        (tmp_path / CHANGE_SHELL / "index.html").write_text(shell, "utf-8")
    with pytest.raises(ShellError, match=message):
        stamp_all(entry_pages(View(repository, sample)), tmp_path)


# --- other ways into the road


def test_the_engine_that_goes_on_makes_the_same_site_strictly(repository: Path, tmp_path: Path) -> None:
    sites = []
    for engine in ("mkdocs", "properdocs"):
        checkout = small_checkout(repository, tmp_path / engine)
        done = checkout.run(engine, "build", "--strict", NO_MKDOCS_2_WARNING="1")
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr
        files = digests(checkout.root / "build/preview")
        sites.append({path: digest for path, digest in files.items() if not path.startswith("pagefind/")})
    assert sites[0] == sites[1]
    assert {"changes/date-cgi-removal/index.html", "feeds/changes.rss"} <= sites[0].keys()
