"""Each fault stops publishing with a message that names it, and leaves what is published untouched."""

from collections.abc import Callable

import pytest

from tests.checkout import Checkout

PAGE = "content/lifecycle/versioning.md"
CHANGE = "data/changes/date-cgi-removal.yml"
SHELL = "content/changes/_entry.md"


def page_with(text: str) -> Callable[[Checkout], None]:
    return lambda checkout: checkout.append(PAGE, f"\n\n{text}\n")


def macro_page_with(text: str) -> Callable[[Checkout], None]:
    return lambda checkout: checkout.append("content/changes/index.md", f"\n\n{text}\n")


def edit(path: str, old: str, new: str) -> Callable[[Checkout], None]:
    return lambda checkout: checkout.edit(path, old, new)


def hand_written_page_at_an_entry(checkout: Checkout) -> None:
    (checkout.root / "content/changes/date-cgi-removal.md").write_text("# Mine\n", "utf-8")


def no_shell(checkout: Checkout) -> None:
    (checkout.root / SHELL).unlink()


FAULTS: dict[str, tuple[Callable[[Checkout], None], str]] = {
    "missing link": (page_with("[x](nowhere.md)"), "'nowhere.md'"),
    "missing anchor": (page_with("[x](support.md#nowhere)"), "support.md#nowhere"),
    "missing link in HTML": (page_with('<a href="../nowhere/">x</a>'), "the link ../nowhere/ leads nowhere"),
    "missing anchor in HTML": (page_with('<a href="#nowhere">x</a>'), "without the anchor #nowhere"),
    "missing link in a stamped page": (
        edit("macros/templates/change.html.jinja", "'changes/%d/' %", "'nowhere/%d/' %"),
        "changes/aac-decoder-removal/index.html: the link ../../nowhere/11/ leads nowhere",
    ),
    "missing anchor in a stamped page": (
        edit("macros/templates/change.html.jinja", "/#%s'", "/#x-%s'"),
        "changes/aac-decoder-removal/index.html: the link ../../changes/11/#x-other leads to a page without",
    ),
    "failing macro": (macro_page_with('{{ questions("nothing") }}'), "there are no questions on 'nothing'"),
    "unknown macro": (macro_page_with("{{ no_such_call() }}"), "no_such_call"),
    "unknown name": (macro_page_with("{{ no_such_name }}"), "no_such_name"),
    "unknown link": (macro_page_with('{{ link("nowhere") }}'), "data/links.yml has no link 'nowhere'"),
    "schema violation": (
        edit(CHANGE, "kind: removal", "kind: removel"),
        'data/changes/date-cgi-removal.yml:6:7: kind: "removel" is not a value it can have',
    ),
    "rule violation": (
        edit(CHANGE, "area: api", "area: apis"),
        'data/changes/date-cgi-removal.yml:5:7: area: "apis" is not an area of data/areas.yml',
    ),
    "broken schema": (edit("schema/authored/change.schema.json", "{\n", "{,\n"), "change.schema.json:1:2"),
    "slot missing": (edit(SHELL, "portal-slot-body", ""), "the slot portal-slot-body is there 0 times"),
    "slot doubled": (
        edit(SHELL, "portal-slot-body", "portal-slot-body portal-slot-body"),
        "the slot portal-slot-body is there 2 times, not once",
    ),
    "slot unknown": (
        edit(SHELL, "portal-slot-body", "portal-slot-body portal-slot-what"),
        "there is no slot portal-slot-what",
    ),
    "shell missing": (no_shell, "content/changes/_entry.md: the shell page is missing"),
    "two pages at one address": (
        hand_written_page_at_an_entry,
        "changes/date-cgi-removal/: a hand-written page has this address already",
    ),
    "change not listed": (
        edit("macros/templates/major.html.jinja", "in group.changes %}", "in group.changes[1:] %}"),
        "changes/13/index.html: does not list ",
    ),
    "foreign script": (
        page_with('<script src="https://elsewhere.example/x.js"></script>'),
        "a browser would fetch https://elsewhere.example/x.js from another host",
    ),
    "an element that Markdown has no form for": (
        page_with("<meter>1</meter>"),
        "lifecycle/versioning/index.html: a meter element has no form in Markdown",
    ),
    "page without its twin": (
        edit(
            "macros/twins/__init__.py",
            "for path in page_paths(site):",
            "for path in [*page_paths(site)][1:]:",
        ),
        "index.html: has no index.md beside it",
    ),
    "twin that leads nowhere": (
        edit("macros/twins/__init__.py", "{address}{twin}{mark}", "{address}x{twin}{mark}"),
        "changes/12/index.md: the link https://axis-os-portal.example/changes/xindex.md#how-to-read",
    ),
    "twin that leads to no anchor": (
        edit("macros/twins/__init__.py", "{mark}{fragment}", "{mark}{mark and 'x-'}{fragment}"),
        "changes/12/index.md: the link https://axis-os-portal.example/changes/index.md#x-how-to-read-an-entry",
    ),
    "tag in a twin": (
        edit("macros/twins/walk.py", "return syntax.line_break()", 'return "<br>"'),
        "partners/feeds/index.md: has the tag <br>",
    ),
    "llms.txt leads nowhere": (
        edit("macros/llms.py", "absolute(portal, calendar.path)", "absolute(portal, calendar.title)"),
        "llms.txt: the link https://axis-os-portal.example/AXIS%20OS%20releases",
    ),
    "list of schemas leads nowhere": (
        edit("portal/schema_list.py", "schema_path(kind)", 'schema_path(f"{kind}x")'),
        "catalog.json: the schema https://axis-os-portal.example/schema/v1/areasx.schema.json is not there",
    ),
    "feed breaks its schema": (
        edit("portal/fields.py", '"major": change.major', '"major": str(change.major)'),
        "feeds/changes.json: $.items[0]['_axis_os'].major",
    ),
    "feed lacks an entry": (
        edit("portal/feeds/changes.py", "in catalog.changes if", "in catalog.changes[1:] if"),
        "feeds/changes.rss: lacks tag:",
    ),
    "calendar with a clock": (
        edit("portal/calendar/ics.py", "datetime.combine(day, time(), UTC)", "datetime.now(UTC)"),
        "calendar/releases.ics: VEVENT of line",
    ),
    "calendar lacks an entry": (
        edit(
            "portal/calendar/__init__.py",
            "calendar.path, calendar.entries)",
            "calendar.path, calendar.entries[:1])",
        ),
        "calendar/releases.ics: has not the 12 entries",
    ),
    "a lifecycle event has another id": (
        edit("portal/standards/cle.py", '{"id": len(found) + 1, **facts', '{"id": len(found) + 2, **facts'),
        "api/v1/lifecycle/cle.json: its ids do not go down to 1 without a gap",
    ),
    "API breaks its schema": (
        edit("portal/api/lifecycle.py", '"major": release.version.major', '"major": str(release.version)'),
        "api/v1/releases.json: $.items[0].major",
    ),
    "one file of the API breaks its schema": (
        edit("portal/api/output.py", "[item])", "[item | {'version': 12}])"),
        "api/v1/changes/aac-decoder-removal.json: $.items[0].version",
    ),
    "file of the API missing": (
        edit("macros/finish.py", "    write_manifest(site, catalog.portal, commit)\n", ""),
        "api/v1/manifest.json: is not there",
    ),
    "API lacks an entry": (
        edit(
            "portal/api/__init__.py",
            'change.", "changes", change_items)',
            'change.", "changes", lambda all: change_items(all)[1:])',
        ),
        "api/v1/changes.json: has not the ",
    ),
    "file that the manifest does not list": (
        edit(
            "macros/finish.py",
            "(site, catalog.portal, commit)\n",
            "(site, catalog.portal, commit)\n    (site / 'api/v1/x.json').write_text('1')\n",
        ),
        "api/v1/manifest.json: does not list api/v1/x.json",
    ),
    "file changed after the manifest": (
        edit(
            "macros/finish.py",
            "(site, catalog.portal, commit)\n",
            "(site, catalog.portal, commit)\n    (site / 'llms.txt').open('a').write(' ')\n",
        ),
        "api/v1/manifest.json: has another size or sum of llms.txt",
    ),
    "facts for planning break their schema": (
        edit("portal/planner/published.py", '"as_of": str(facts.data_as_of)', '"as_of": ""'),
        "api/v1/plan.json: $.as_of",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_stops_publishing(name: str, checkout: Checkout) -> None:
    old = checkout.root / "build/site-old"
    old.mkdir(parents=True)
    (old / "index.html").write_text("what readers see", "utf-8")
    checkout.site.symlink_to("build/site-old")
    break_it, message = FAULTS[name]
    break_it(checkout)

    done = checkout.publish()

    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    assert message in output
    assert "Traceback" not in output
    assert (checkout.site / "index.html").read_text("utf-8") == "what readers see"
    assert [path.name for path in (checkout.root / "build").glob("site*")] == ["site-old"]


def test_a_folder_that_others_made_is_not_replaced(checkout: Checkout) -> None:
    checkout.site.mkdir()
    done = checkout.publish()
    assert done.returncode == 1
    assert "is a folder that this command did not make" in done.stderr
    assert checkout.site.is_dir()


def test_the_engines_own_strict_build_is_clean(checkout: Checkout) -> None:
    done = checkout.run("mkdocs", "build", "--strict", NO_MKDOCS_2_WARNING="1")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert (checkout.root / "build/preview/changes/date-cgi-removal/index.html").is_file()


def test_steps_after_the_engine_run_on_their_own(checkout: Checkout) -> None:
    hook = "        after_engine("
    checkout.edit("macros/__init__.py", hook, "        return\n" + hook)
    checkout.run("mkdocs", "build")
    rendered = checkout.root / "build/preview"
    assert not (rendered / "feeds").exists()

    done = checkout.run("macros.publish", "--after", str(rendered))

    assert done.returncode == 0, done.stderr
    assert (rendered / "feeds/changes.rss").is_file()
    assert (rendered / "changes/date-cgi-removal/index.html").is_file()
    assert not (rendered / "changes/_entry").exists()
