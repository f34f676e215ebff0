"""What editors offer for references: all that `data/` has, and nothing that the library would refuse."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portal.cli import main
from portal.cli.ids import PATH, render_offered
from portal.model import Catalog
from tests.conftest import REPOSITORY
from tests.editing import fail_to_write

AUTHORED = REPOSITORY / "schema" / "authored"
SHARED = json.loads((AUTHORED / "values.schema.json").read_text("utf-8"))["$defs"]
WRITTEN = f"{PATH}: written anew, since the ids in data/ have changed; commit it too\n"
STALE = f"{PATH}: does not have the ids that data/ has now; `make check` writes it anew; commit it too\n"


def offered(catalog: Catalog) -> dict[str, Any]:
    definitions: dict[str, Any] = json.loads(render_offered(catalog))["$defs"]
    return definitions


def test_it_is_up_to_date(catalog: Catalog) -> None:
    assert (REPOSITORY / PATH).read_text("utf-8") == render_offered(catalog), (
        "run `make check`, and commit it"
    )


def test_it_has_every_id_of_the_data(sample: Catalog) -> None:
    found = offered(sample)
    for name, by_id in {
        "area-id": sample.area_by_id,
        "track-id": sample.track_by_id,
        "product-id": sample.product_by_id,
        "link-id": sample.link_by_id,
    }.items():
        assert found[name]["enum"] == [*by_id]
    assert found["area-id"]["enumDescriptions"] == [area.description for area in sample.areas]
    assert found["known-release"]["enum"] == ["12.0", "11.11", "11.0"]
    assert found["known-version"]["enum"] == ["12.0", "11.11", "11.0", "12", "11"]


def test_what_is_offered_is_what_the_library_takes(catalog: Catalog) -> None:
    for name, definition in offered(catalog).items():
        one = name in SHARED or f"{name}s" in SHARED
        assert one, f"{name} has no wider namesake"
        wide = {"$ref": f"#/$defs/{name if name in SHARED else 'id'}", "$defs": SHARED}
        for value in definition.get("enum", ()):
            assert Draft202012Validator(wide).is_valid(value), (name, value)


def test_authored_schemas_refer_to_what_is_offered(catalog: Catalog) -> None:
    used = {name for file in AUTHORED.glob("*.schema.json") for name in references(file)}
    assert used
    assert used <= offered(catalog).keys() & SHARED.keys()


def references(file: Path) -> Iterator[str]:
    yield from re.findall(r'"ids\.schema\.json#/\$defs/([^"]+)"', file.read_text("utf-8"))


def test_the_command_writes_it_only_where_it_is_not_up_to_date(
    sample_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["ids", "--root", str(sample_root)]
    look = [*command, "--check"]
    assert (main(look), *capsys.readouterr()) == (1, STALE, "")
    assert (main(command), *capsys.readouterr()) == (0, WRITTEN, "")
    assert (main(command), *capsys.readouterr()) == (0, "", "")
    assert (main(look), *capsys.readouterr()) == (0, "", "")
    areas = sample_root / "data" / "areas.yml"
    areas.write_text(
        areas.read_text("utf-8") + "  - id: video\n    name: Video\n    description: Pictures.\n", "utf-8"
    )
    assert (main(command), *capsys.readouterr()) == (0, WRITTEN, "")
    written = json.loads((sample_root / PATH).read_text("utf-8"))["$defs"]["area-id"]
    assert (written["enum"][-1], written["enumDescriptions"][-1]) == ("video", "Pictures.")


def test_the_command_leaves_it_where_the_data_has_a_problem(
    sample_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (sample_root / PATH).read_bytes()
    (sample_root / "data" / "areas.yml").write_text("areas: []\n", "utf-8")
    assert main(["ids", "--root", str(sample_root)]) == 2
    assert "data/areas.yml:1:8: areas: is an empty list" in capsys.readouterr().err
    assert (sample_root / PATH).read_bytes() == before


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_failing_write_leaves_the_old_file(
    sample_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = (sample_root / PATH).read_bytes()
    fail_to_write(monkeypatch, "ids.schema.json", step)
    assert main(["ids", "--root", str(sample_root)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"portal ids: nothing is written: {sample_root}/schema/authored/")
    assert said.endswith("No space left on device\n")
    assert (sample_root / PATH).read_bytes() == before
    assert not [*(sample_root / PATH).parent.glob(".*")]
