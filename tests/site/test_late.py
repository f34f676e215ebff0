"""Calls whose HTML is made after the engine."""

from pathlib import Path

import pytest

from macros.calls import MACROS
from macros.late import LATE, LateCallError, make_late_calls, mark
from macros.view import View
from portal.model import Catalog


@pytest.fixture
def view(repository: Path, june: Catalog) -> View:
    return View(repository, june)


def page(site: Path, path: str, text: str) -> Path:
    file = site / path / "index.html"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return file


def test_late_calls_are_calls() -> None:
    assert set(LATE) < set(MACROS)


def test_a_mark_becomes_what_its_call_gives_on_that_page(tmp_path: Path, view: View) -> None:
    file = page(tmp_path, "a/b", f"<p>before</p>\n{mark('surface_index', ())}\n<p>after</p>")
    other = page(tmp_path, "c", "<p>nothing to do</p>")
    make_late_calls(view, tmp_path)
    call = next(call for call in LATE if call.__name__ == "surface_index")
    assert file.read_text("utf-8") == f"<p>before</p>\n{call(view.at('../../'))}\n<p>after</p>"
    assert other.read_text("utf-8") == "<p>nothing to do</p>"


def test_a_call_that_fails_names_its_page(tmp_path: Path, view: View) -> None:
    page(tmp_path, "a", mark("link", ("x",)))
    with pytest.raises(LateCallError) as error:
        make_late_calls(view, tmp_path)
    assert str(error.value) == "a/index.html: a call failed: there is no late call 'link'"


def test_no_page_of_the_site_has_a_mark_left(real_site: Path) -> None:
    assert [file for file in real_site.rglob("*.html") if "data-portal-call" in file.read_text("utf-8")] == []
