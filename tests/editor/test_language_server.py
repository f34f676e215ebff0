"""What editors see while they type, from the language server that their program uses."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.model import Catalog
from tests.checkout import JUNE
from tests.conftest import REPOSITORY
from tests.editor.language_server import Editor, install_server, running

TEXT = (JUNE / "changes/date-cgi-removal.yml").read_text("utf-8")


def test_a_checkout_in_an_editor_asks_nobody_and_keeps_the_layout() -> None:
    folder = REPOSITORY / ".vscode"
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    assert (settings["yaml.schemaStore.enable"], settings["yaml.format.enable"]) == (False, False)
    assert not settings["[yaml]"]["editor.formatOnSave"]
    extensions = json.loads((folder / "extensions.json").read_text("utf-8"))
    assert extensions == {"recommendations": ["redhat.vscode-yaml"]}


@pytest.fixture(scope="module")
def program() -> Path:
    return install_server(Path(sys.prefix) / "yaml-language-server")


@pytest.fixture(scope="module")
def editor(program: Path, june_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor that has a checkout of June 2024 open, and the settings that come with it."""
    checkout = shutil.copytree(june_root, tmp_path_factory.mktemp("editor") / "checkout")
    shutil.copytree(REPOSITORY / ".vscode", checkout / ".vscode")
    with running(program, checkout) as editor:
        yield editor


def edited(old: str, new: str) -> str:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


def test_nothing_is_marked_in_the_data(program: Path, real_data: Path) -> None:
    files = sorted(real_data.rglob("*.yml"))
    assert len(files) > 50
    texts = [file.read_text("utf-8").replace("$schema=../schema", "$schema=../../schema") for file in files]
    with running(program, REPOSITORY) as editor:
        marks = dict(zip(files, editor.marks(texts), strict=True))
    assert {file: found for file, found in marks.items() if found} == {}


def test_every_file_of_the_data_names_its_schema(real_data: Path) -> None:
    for file in real_data.rglob("*.yml"):
        first = file.read_text("utf-8").splitlines()[0]
        schema = first.removeprefix("# yaml-language-server: $schema=")
        kind = {"changes": "change", "releases": "release"}.get(file.parent.name, file.stem)
        assert (file.parent / schema).resolve() == REPOSITORY / f"schema/authored/{kind}.schema.json"


def test_the_areas_are_offered(editor: Editor, june: Catalog) -> None:
    offered = editor.offered(edited("area: api", "area: "), "area: ")
    assert offered == {area.id: area.description for area in june.areas}


@pytest.mark.parametrize(
    ("old", "new", "after", "some"),
    [
        ("kind: removal", "kind: ", "\nkind: ", {"removal": "Something is taken away."}),
        ("effect: removed", "effect: ", "effect: ", {"added": "It is new."}),
        ("  - vapix-library", "  - ", "links:\n  - ", {"vapix-library": "VAPIX Library"}),
        ("links:\n", "products:\n  - \nlinks:\n", "products:\n  - ", {"t6101": "AXIS T6101"}),
    ],
)
def test_what_a_field_can_hold_is_offered(
    editor: Editor, old: str, new: str, after: str, some: dict[str, str]
) -> None:
    assert some.items() <= editor.offered(edited(old, new), after).items()


def test_tracks_are_offered_in_a_release(editor: Editor, june: Catalog) -> None:
    text = (JUNE / "releases/12.0.yml").read_text("utf-8") + "schedule:\n  - track: "
    text = text.replace("schedule:", "x-schedule:", text.count("schedule:") - 1)
    offered = editor.offered(text, "\nschedule:\n  - track: ")
    assert offered == {track.id: track.name for track in june.tracks.tracks}


def test_releases_are_offered_in_quotes(editor: Editor, june: Catalog) -> None:
    text = edited('version: "11.0"\napplies_to', "version: \napplies_to")
    offered = list(editor.offered(text, "applied\nversion: "))
    assert offered[: len(june.releases)] == [f'"{release.version}"' for release in june.releases]
    assert '"12"' in offered


def test_a_new_file_is_offered_its_fields(editor: Editor) -> None:
    text = TEXT.splitlines()[0] + "\nid: new-4\n"
    offered = editor.offered(text, "id: new-4\n")
    assert any(
        insert.startswith("why:") and says.startswith("Why the vendor") for insert, says in offered.items()
    )


def test_a_field_is_explained_with_its_values(editor: Editor) -> None:
    shown = editor.hover(TEXT, "applies_to")
    assert "Which devices it affects." in shown
    assert "* `factory-default`: Affects only new devices and those reset to factory defaults." in shown
    assert "Example:" in editor.hover(TEXT, "title")


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("area: api", "area: apis", ['5:7: Value is not accepted. Valid values: "general", "security"']),
        ("kind: removal", "kind: removed", ['6:7: Value is not accepted. Valid values: "removal"']),
        ("summary:", "sumary:", ['2:1: Missing property "summary".', "4:1: Property sumary is not allowed."]),
        (
            'version: "11.0"\napplies',
            'version: "11.7"\napplies',
            ['8:10: Value is not accepted. Valid values: "13.0"'],
        ),
        ("  - vapix-library", "  - vapix", ["26:5: Value is not accepted."]),
        ('date: "2026-11-23"', "date: today", ["35:11: Write a day such as 2026-11-23"]),
    ],
)
def test_a_mistake_is_marked_where_it_is(editor: Editor, old: str, new: str, marks: list[str]) -> None:
    (found,) = editor.marks([edited(old, new)])
    assert len(found) == len(marks), found
    for mark, beginning in zip(found, marks, strict=True):
        assert mark.startswith(beginning)
