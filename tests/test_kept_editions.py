"""Editions that are kept: nothing in them changes, what differs is explained, and all can see it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from lxml import html

from macros.after.entries import entry_pages
from macros.after.twins import entry_twins
from macros.view import View
from portal.fields import change_fields, from_fields
from portal.model import Catalog, Change, Statement
from portal.outputs.outputs import files_of
from portal.reading.catalog import load_catalog
from portal.reading.editions import FACTS, SEALS, SUMS, changed_fields
from portal.reading.structure import published_schemas
from tests.checkout import JUNE
from tests.commands import Command
from tests.conftest import REPOSITORY, copy_sample, keep_edition
from tests.editing import TODAY, problems_of

EDITION = Path("data/editions/2024-06")
SMB = Path("data/changes/smb-1-0-2-0-removal.yml")
WHY = (
    "SMB 1.0 and 2.0 are obsolete and insecure, and keeping them might be a security threat. Removing them "
    "completely increases overall security and prevents users from enabling them by mistake."
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout of June 2024 with its edition, to edit at will."""
    copy_sample(tmp_path / "june", JUNE)
    copytree(REPOSITORY / EDITION, tmp_path / "june" / EDITION)
    return tmp_path / "june"


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], root: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(root)
    return Command(capsys)


# --- never edited


def test_every_edition_of_the_repository_has_its_seal(catalog: Catalog) -> None:
    """The sum stands here once more, so that nobody changes an edition and its seal in passing."""
    assert {edition.id for edition in catalog.editions} == SEALS.keys()
    assert SEALS["2024-06"] == "cd6a113527f035129033e85da920c479e2c9273a9357017feafcec678b82e05d"


def append(path: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_bytes((root / path).read_bytes() + b"\n")


def seal_anew(root: Path) -> None:
    (root / EDITION / "areas.json").unlink()
    sums = root / EDITION / SUMS
    sums.write_text(re.sub(".*  areas.json\n", "", sums.read_text()))


def put(path: str) -> Callable[[Path], object]:
    def edit(root: Path) -> None:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text("{}\n")

    return edit


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (append(f"{EDITION}/policy.json"), f"{EDITION}/policy.json: : is not what was published"),
        (lambda root: (root / EDITION / "areas.json").unlink(), f"{EDITION}/areas.json: : is missing"),
        (put(f"{EDITION}/more/new.json"), f"{EDITION}/more/new.json: : is no part of the edition"),
        (append(f"{EDITION}/{SUMS}"), f"{EDITION}/{SUMS}: : is not the list of sums that this edition has"),
        (seal_anew, f"{EDITION}/{SUMS}: : is not the list of sums that this edition has"),
        (lambda root: (root / EDITION / SUMS).unlink(), f"{EDITION}/{SUMS}: : is missing"),
        (put("data/editions/note.txt"), "data/editions/note.txt: : is not an edition"),
        (put("data/editions/summer/changes.json"), f"data/editions/summer/{SUMS}: : is missing"),
    ],
)
def test_what_happened_to_an_edition_is_a_problem(
    sample_root: Path, edit: Callable[[Path], object], problem: str
) -> None:
    copytree(REPOSITORY / EDITION, sample_root / EDITION)
    assert not [one for one in problems_of(sample_root) if one.startswith("data/editions/")]
    edit(sample_root)
    assert [one for one in problems_of(sample_root) if one.startswith("data/editions/")] == [problem]


@pytest.mark.parametrize("id_", ["2024-05", "summer"])
def test_a_folder_with_right_sums_that_is_no_edition(sample_root: Path, id_: str) -> None:
    keep_edition(sample_root)
    folder = (sample_root / "data/editions/2024-05").rename(sample_root / "data/editions" / id_)
    if id_ == "2024-05":
        (folder / "changes.json").unlink()
        (folder / SUMS).write_text("\n")
    assert problems_of(sample_root) == [f"data/editions/{id_}: : is not an edition"]


def test_a_checkout_need_not_keep_any(sample: Catalog, june: Catalog) -> None:
    assert sample.editions == june.editions == ()


# --- what differs


def reword(root: Path) -> None:
    """Give a change another reason."""
    text, count = re.subn(
        "\nwhy: .*?\nimpact:", "\nwhy: Many asked.\nimpact:", (root / SMB).read_text(), flags=re.S
    )
    assert count == 1
    (root / SMB).write_text(text)


def test_a_text_that_says_something_else_needs_an_event(portal: Command, root: Path) -> None:
    reword(root)
    code, out, _ = portal("check", "--format", "text")
    line = 1 + (root / SMB).read_text("utf-8").splitlines().index("why: Many asked.")
    said = "says something else than the edition of June 2024, and no later event says why"
    hint = "add an event at the end of history: corrected, because: ...   [unexplained-difference]"
    assert out.startswith(f"{SMB}:{line}:6: why: {said}\n    {hint}\n1 problem in 1 of ")
    assert code == 1
    with (root / SMB).open("a") as file:
        file.write('  - date: "2027-06-01"\n    event: corrected\n    because: Somebody asked them.\n')
        file.write("    sources: [portal-2024-06]\n")
    assert problems_of(root) == []


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("As keeping SMB 2.0 and 1.0 might be a threat to security, they go.", []),
        ("As keeping SMB 1.0 might be a threat to security, it goes.", ["why"]),
        ("As keeping SMB 1.0, 2.0 and 2.1 might be a threat to security, they go.", ["why"]),
        ("As keeping SMB 2.0 and 2.1 might be a threat to security, they go.", ["why"]),
    ],
)
def test_other_words_need_no_event_where_numbers_stay(root: Path, said: str, fields: list[str]) -> None:
    (known,) = load_catalog(root).editions
    kept = known.change_by_id[SMB.stem]
    assert changed_fields(kept, replace(kept, why=Statement(said))) == fields
    assert changed_fields(kept, replace(kept, why=Statement(None, "Nobody says."))) == ["why"]
    assert changed_fields(kept, replace(kept, notes=())) == []


def test_a_sample_stays_as_printed(root: Path) -> None:
    (known,) = load_catalog(root).editions
    kept = next(change for change in known.changes if change.examples)
    sample = replace(kept.examples[0], text=kept.examples[0].text + "\nmore=1")
    assert changed_fields(kept, replace(kept, examples=(sample, *kept.examples[1:]))) == ["examples"]


def test_no_entry_goes(portal: Command, root: Path) -> None:
    (root / "data/changes/bmp-image-removal.yml").unlink()
    code, out, _ = portal("check")
    assert code == 1
    assert out.startswith(
        "data/changes/bmp-image-removal.yml:1:1: is gone, and the edition of June 2024 has it\n"
        "    git restore data/changes/bmp-image-removal.yml; what will not happen is withdrawn: "
        "portal withdraw bmp-image-removal   [unexplained-difference]\n"
    )


def test_every_published_fact_is_compared() -> None:
    """A new field of the schema is compared too, or stands here with those that follow from others."""
    fields = published_schemas(REPOSITORY).schema("changes")["$defs"]["change"]["properties"]
    follows = {"id", "uri", "url", "major", "unknown", "editions", "history", "version", "status"}
    of_sources = {"sources", "sureness", "age", "inferred", "notes"}  # who says it, how sure that is
    assert set(FACTS) == fields.keys() - follows - of_sources - {"related", "links", "unsearchable"}


def test_what_an_edition_had_no_field_for_needs_no_event(root: Path) -> None:
    text = (root / SMB).read_text("utf-8")
    added = "\nconsequence: integration-breaks\naudience: [integrators]\nwhy:"
    text = text.replace("\nwhy:", added, 1)
    text = text.replace(
        "    effect: removed\n",
        "    effect: removed\n    from: both\n    to: none\n    sources: [portal-2024-06]\n",
        1,
    )
    (root / SMB).write_text(text, "utf-8")
    assert problems_of(root) == []
    (known,) = load_catalog(root).editions
    now = load_catalog(root).change_by_id[SMB.stem]
    assert changed_fields(known.change_by_id[SMB.stem], now) == []
    assert changed_fields(now, replace(now, consequence="app-breaks")) == ["consequence"]
    assert changed_fields(now, replace(now, audience=())) == ["audience"]
    assert changed_fields(
        now, replace(now, surface=(replace(now.surface[0], to="some"), *now.surface[1:]))
    ) == ["surface"]


def test_nothing_is_lost_where_published_changes_are_read(catalog: Catalog) -> None:
    for edition in catalog.editions:
        items = json.loads(edition.text)["items"]
        assert [change_fields(change) for change in edition.changes] == [
            {name: item[name] for name in item if name not in ("uri", "url")} | {"consequence": None}
            for item in items
        ]
    assert from_fields([*map(change_fields, catalog.changes)], tuple[Change, ...], "") == catalog.changes


@pytest.mark.parametrize(
    "command",
    [
        ("move", SMB.stem, "13.0", "--because", "It is later.", "--source", "portal-2024-06"),
        ("withdraw", SMB.stem, "--because", "It stays.", "--source", "portal-2024-06"),
    ],
)
def test_what_the_commands_write_explains_itself(portal: Command, root: Path, command: tuple[str]) -> None:
    assert portal(*command, "--today", TODAY).code == 0
    assert problems_of(root) == []
    reword(root)
    assert problems_of(root) == []


@pytest.mark.parametrize(
    ("because", "problems"), [((), ["impact"]), (("--because", "The release notes say so."), [])]
)
def test_that_a_change_came_explains_what_differs_only_with_a_reason(
    capsys: pytest.CaptureFixture[str], sample_root: Path, because: tuple[str], problems: list[str]
) -> None:
    keep_edition(sample_root)
    release = sample_root / "data/releases/12.0.yml"
    release.write_text(release.read_text().replace("state: scheduled", "state: released"))
    change = sample_root / "data/changes/network-filter-removal.yml"
    source = ("--source", "portal-2024-06")
    done = Command(capsys)("apply", change.stem, *because, *source, "--today", TODAY, "--root", sample_root)
    assert (done.code, done.err) == (0, "")
    assert problems_of(sample_root) == []
    change.write_text(change.read_text().replace("AXIS OS 12.0 or higher", "AXIS OS 12.1 or higher"))
    assert [problem.split(": ")[1] for problem in problems_of(sample_root)] == problems


# --- seen


def test_the_api_links_to_what_was_said(root: Path, sample: Catalog) -> None:
    known = load_catalog(root)
    published = dict(files_of(known, None))
    path = "api/v1/editions/2024-06/changes.json"
    assert published[path] == (root / EDITION / "changes.json").read_bytes()
    assert [*published_schemas(REPOSITORY).broken("changes", json.loads(published[path]))] == []
    for change in json.loads(published["api/v1/changes.json"])["items"]:
        assert change["editions"] == [{"id": "2024-06", "url": f"{known.portal.url}{path}"}]
    assert "editions" not in json.loads(dict(files_of(sample, None))["api/v1/changes.json"])["items"][0]


def page(root: Path) -> html.HtmlElement:
    (found,) = (
        page for page in entry_pages(View(root, load_catalog(root))) if page.path == f"changes/{SMB.stem}/"
    )
    return html.fromstring(f"<div>{found.body}</div>")


def test_a_page_shows_what_was_said_where_it_differs(portal: Command, root: Path) -> None:
    assert page(root).xpath("//details[*[@id='earlier']]") == []
    portal(
        "move", SMB.stem, "13.0", "--because", "It is later.", "--source", "portal-2024-06", "--today", TODAY
    )
    assert page(root).xpath("//details[*[@id='earlier']]") == [], "only a text that differs is shown"
    reword(root)
    shown = page(root)
    (folded,) = shown.xpath("//details[*[@id='earlier']][not(@open)]")
    assert [part.text_content().strip() for part in folded.iter("h2", "h3", "p")] == [
        "What it said as of June 2024",
        "Why it was to be introduced",
        WHY,
    ]
    twin = entry_twins(View(root, load_catalog(root)).in_markdown())[f"changes/{SMB.stem}/"]
    assert f"## What it said as of June 2024\n\n### Why it was to be introduced\n\n{WHY}\n" in twin
