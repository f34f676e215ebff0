"""The API as it is published: what the manifest and the pages say of it is so."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from macros import publish as road
from macros.calls.reference import shortened
from macros.publish import commit_of
from portal.model import Catalog
from portal.outputs.outputs import API_OUTPUTS
from tests.checkout import small_checkout
from tests.pages import fields_of, text_of
from tests.repository import commit_all, git

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FOR_MACHINES = (
    "api/**/*",
    "badges/*",
    "calendar/**/*",
    "feeds/**/*",
    "schema/**/*",
    "llms.txt",
    "**/index.md",
)


def read(site: Path, name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((site / f"api/v1/{name}.json").read_text("utf-8"))
    return value


# --- the manifest


def test_the_manifest_has_the_true_size_and_sum_of_every_file_for_machines(site: Path) -> None:
    manifest = read(site, "manifest")
    listed = {item["path"]: (item["bytes"], item["sha256"]) for item in manifest["items"]}
    files = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for pattern in FOR_MACHINES
        for path in site.glob(pattern)
        if path.is_file()
    }
    del files["api/v1/manifest.json"]
    assert listed == {
        path: (len(data), hashlib.sha256(data).hexdigest())
        for path, data in files.items()
        if not path.endswith(".html")
    }
    assert list(listed) == sorted(listed)
    folders = {path.partition("/")[0] for path in listed}
    assert {"api", "feeds", "schema", "llms.txt", "index.md", "changes"} <= folders
    assert manifest["count"] == len(listed)


def test_the_manifest_says_from_which_commit_and_as_of_when(
    repository: Path, sample: Catalog, tmp_path: Path
) -> None:
    checkout = small_checkout(repository, tmp_path / "checkout")
    done = checkout.run("macros.publish", "--commit", COMMIT)
    assert done.returncode == 0, done.stderr
    manifest = read(checkout.site, "manifest")
    assert manifest["commit"] == COMMIT
    assert manifest["data_as_of"]["value"] == sample.portal.data_as_of.text
    files = {path: path.read_bytes() for path in (checkout.site / "api").rglob("*.*")}
    assert [path.name for path, data in files.items() if COMMIT.encode() in data] == ["manifest.json"]


def test_a_commit_is_given_whole(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        road.main(["--commit", "HEAD"])
    assert "give the whole name of the commit" in capsys.readouterr().err


# --- the commit


def test_the_commit_is_what_git_has_checked_out(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None
    git(tmp_path, "init", "--quiet")
    assert commit_of(tmp_path) is None
    (tmp_path / "a").write_text("1", "utf-8")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "--quiet", "--message", "One")
    assert commit_of(tmp_path) == git(tmp_path, "rev-parse", "HEAD")


def test_there_is_no_commit_for_what_is_not_committed_or_not_its_root(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    below = tmp_path / "below"
    below.mkdir()
    (below / "a").write_text("1", "utf-8")
    git(tmp_path, "add", "below")
    git(tmp_path, "commit", "--quiet", "--message", "One")
    assert commit_of(below) is None
    assert commit_of(tmp_path) is not None
    (below / "a").write_text("2", "utf-8")
    assert commit_of(tmp_path) is None


def test_there_is_no_commit_where_a_build_reads_what_is_not_in_it(tmp_path: Path) -> None:
    page, entry = tmp_path / "content/a.md", tmp_path / "data/a.yml"
    for file in (page, entry):
        file.parent.mkdir()
        file.write_text("1", "utf-8")
    (tmp_path / ".gitignore").write_text("__pycache__/\n/build/\n", "utf-8")
    commit_all(tmp_path, "One")
    commit = git(tmp_path, "rev-parse", "HEAD")
    # What no build reads
    for name in ("notes", "build/a", "macros/__pycache__/a.pyc", "data/.a.yml.swp", ".venv/a"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert commit_of(tmp_path) == commit
    # Not committed; also not where git is told not to speak of it
    (tmp_path / "data/b.yml").touch()
    assert commit_of(tmp_path) is None
    (tmp_path / ".git/info/exclude").write_text("b.yml\n", "utf-8")
    assert commit_of(tmp_path) is None
    (tmp_path / "data/b.yml").unlink()
    assert commit_of(tmp_path) == commit
    # Committed, but git is told not to look at the file
    for word in ("assume-unchanged", "skip-worktree"):
        git(tmp_path, "update-index", f"--{word}", "data/a.yml")
        assert commit_of(tmp_path) is None
        git(tmp_path, "update-index", f"--no-{word}", "data/a.yml")
    assert commit_of(tmp_path) == commit
    # Committed, but a link, whose target is not
    entry.rename(tmp_path / "a.yml")
    entry.symlink_to("../a.yml")
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "--quiet", "--message", "Two")
    assert commit_of(tmp_path) is None


def test_a_commit_is_found_whatever_the_folder_is_called(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b" z\xff \xc3\xbc%41")
    folder.mkdir()
    (folder / "a").touch()
    commit_all(folder, "One")
    assert commit_of(folder) == git(folder, "rev-parse", "HEAD")


def test_where_there_is_no_git_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit_of(tmp_path) is None


# --- agreement with the pages


def test_pages_and_api_agree(site: Path) -> None:
    changes = {change["id"]: change for change in read(site, "changes")["items"]}
    files = {file.stem for file in (site / "api/v1/changes").glob("*.json")}
    assert files == changes.keys()
    for name, change in changes.items():
        page = html.parse(str(site / f"changes/{name}/index.html")).getroot()
        (link,) = page.xpath("//a[normalize-space()='JSON']/@href")
        assert link == f"../../api/v1/changes/{name}.json"
        assert page.xpath("//h1/text()")[0].strip() == change["title"]
        assert f"AXIS OS {change['version']}" in page.find_class("status")[0].text_content()
    releases = {release["version"] for release in read(site, "releases")["items"]}
    assert releases == {file.stem for file in (site / "api/v1/releases").glob("*.json")}
    assert releases == {page.parent.name for page in (site / "releases").glob("*/index.html")}


def test_names_lead_to_their_place_on_the_page(site: Path, june: Catalog) -> None:
    page = html.parse(str(site / "surface/index.html")).getroot()
    anchors = set(page.xpath("//@id"))
    names = read(site, "surface")["items"]
    assert {name["id"] for name in names} <= anchors
    assert all(name["url"] == f"{june.portal.url}surface/#{name['id']}" for name in names)


def test_everything_that_the_index_lists_is_there(site: Path, june: Catalog) -> None:
    listed = read(site, "index")["items"]
    assert len(listed) == len(API_OUTPUTS)
    for item in listed:
        for address in (item.get("url"), item.get("schema")):
            if address:
                assert (site / address.removeprefix(june.portal.url)).is_file()


# --- the reference page


@pytest.fixture(scope="module")
def overview(site: Path) -> html.HtmlElement:
    return html.parse(str(site / "partners/api/index.html")).getroot()


@pytest.fixture(scope="module")
def sections(site: Path) -> list[html.HtmlElement]:
    """The sections of all pages of the reference."""
    pages = [html.parse(str(file)).getroot() for file in (site / "partners/api").glob("*/index.html")]
    return [section for page in pages for section in page.find_class("field-reference")]


def test_overview_and_reference_name_every_file_and_link_those_that_are_one(
    overview: html.HtmlElement, sections: list[html.HtmlElement]
) -> None:
    files = [overview.xpath("//table[contains(@class, 'listing')]")[0], *sections]
    for place in ("tbody//th", "ul/li"):
        named = [text for one in files for text in map(text_of, one.xpath(f"./{place}//code"))]
        paths = sorted(text for text in named if text.startswith("/api/"))
        assert paths == sorted(f"/{output.path}" for output in API_OUTPUTS)
        linked = {text_of(link) for one in files for link in one.xpath(f"./{place}/a[code]")}
        assert linked == {f"/{output.path}" for output in API_OUTPUTS if "{" not in output.path}


def test_the_overview_leads_to_the_fields_of_every_file(
    site: Path, overview: html.HtmlElement, sections: list[html.HtmlElement]
) -> None:
    links = overview.xpath("//td[@data-label='Fields']/a/@href")
    assert len(links) == len(API_OUTPUTS)
    anchors = {section.xpath("string(h2/@id)") for section in sections}
    # These are of no file of the API.
    elsewhere = {"envelope", "date", "badge", "fleet", "scan-report", "scan-baseline"}
    assert {link.partition("#")[2] for link in links} == anchors - elsewhere


def test_the_reference_has_every_field_of_every_schema(site: Path, sections: list[html.HtmlElement]) -> None:
    rows = {path for section in sections for path in fields_of(section)}
    names = {re.sub(r"\[\]", "", row).rpartition(".")[2] for row in rows}
    for file in (site / "schema/v1").glob("*.json"):
        if not file.name.endswith("-feed.schema.json"):  # the page of the feeds has these
            assert set(properties(json.loads(file.read_text("utf-8")))) <= names, file.name
    assert "items[].stages[].date" in rows
    assert "items[].highlights[].items[].text" in rows


def properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part)


def test_a_field_that_has_fields_leads_to_theirs(sections: list[html.HtmlElement]) -> None:
    (section,) = (one for one in sections if one.xpath("h2/@id") == ["changes"])
    (link,) = section.xpath(".//tr[th/code='stages']/th//a/@href")
    (heading,) = section.xpath(f".//h3[@id='{link.removeprefix('#')}']")
    assert text_of(heading) == "items[].stages[]"


def test_the_examples_are_real_items_cut_short(site: Path, sections: list[html.HtmlElement]) -> None:
    examples = {
        section.xpath("h2/@id")[0]: json.loads(section.xpath(".//pre/code")[0].text_content())
        for section in sections
        if section.xpath("p[normalize-space()='One item, cut short:']")
    }
    assert examples.keys() == {
        "index", "changes", "releases", "tracks", "products", "areas", "links", "surface", "events",
        "sources",
    }  # fmt: skip
    for name, example in examples.items():
        items = read(site, name)["items"]
        assert example in [shortened(item) for item in items]
        assert len(example) == max(map(len, items))


def test_an_example_is_cut_only_where_it_is_long() -> None:
    short = {"a": ["x" * 80], "b": None, "c": True, "d": "y" * 90}
    assert shortened(short) == short
    assert shortened({"a": ["one", "two"], "b": "word " * 40}) == {
        "a": ["one"],
        "b": ("word " * 16).strip() + " …",
    }
