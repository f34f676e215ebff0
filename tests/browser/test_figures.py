"""The figures as drawn by a browser: nothing overlaps, all can be read, on paper and without scripts too."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from macros.figures.canvas import NARROWEST
from tests.conftest import REPOSITORY

PAGES = ("releases/", "lifecycle/", "lifecycle/upgrading/", "lifecycle/versioning/")
DRAWN = PAGES[:3]
ROOMS = """svg => [...svg.querySelectorAll("text")].map(text => {
  const room = text.getBoundingClientRect();
  return [text.textContent, room.left, room.top, room.right, room.bottom];
})"""


def test_layout_and_style_agree_on_the_least_width() -> None:
    style = Path(REPOSITORY / "macros/theme/assets/figures.css").read_text("utf-8")
    assert re.findall(r"\.figure-drawing \{[^}]*min-width: (\d+)em", style) == [f"{NARROWEST:.0f}"]


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_texts_are_apart_and_inside_and_large_enough(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        frames = page.locator(".figure-frame").evaluate_all(
            "all => all.map(x => x.scrollWidth <= x.clientWidth)"
        )
        assert frames
        assert all(frames)
        for drawing in page.locator(".figure-drawing").all():
            frame = drawing.locator("..").bounding_box()
            assert frame
            rooms = drawing.evaluate(ROOMS)
            assert len(rooms) > 5
            for (one, *a), (other, *b) in combinations(rooms, 2):
                # A room is as high as the font's longest letters, so those of two lines may touch.
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 3 or b[3] <= a[1] + 3
                assert apart, f"{path} at {width}: {one!r} and {other!r}"
            for text, left, _, right, _ in rooms:
                assert frame["x"] <= left, text
                assert right <= frame["x"] + frame["width"], text
            assert drawing.evaluate("svg => parseFloat(getComputedStyle(svg).fontSize)") >= 12


def test_large_text_makes_the_figure_scroll_and_not_the_labels_meet(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{address}releases/")
    drawing = page.locator(".figure-drawing").first
    drawing.evaluate("svg => { svg.style.fontSize = '24px' }")
    assert drawing.evaluate("svg => svg.parentElement.scrollWidth > svg.parentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
def test_no_two_elements_share_an_id(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert sorted(ids) == sorted(set(ids))


def test_a_picture_has_a_name_and_a_table(page: Page, address: str) -> None:
    page.goto(f"{address}lifecycle/")
    picture = page.get_by_role("img", name="AXIS OS tracks, year by year")
    expect(picture).to_be_visible()
    expect(picture).to_have_accessible_description(re.compile("table after the picture"))
    table = page.get_by_role("region", name="The tracks of the picture")
    expect(table).to_be_hidden()
    page.get_by_text("The tracks of the picture as a table").click()
    expect(table.get_by_role("row")).to_have_count(9)


def test_colors_follow_the_scheme(browser: Browser, address: str) -> None:
    colors = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
        page = context.new_page()
        page.goto(f"{address}releases/")
        released = page.locator(".figure-drawing .figure-released").first
        text = page.locator(".figure-drawing .figure-label").first
        faded = page.locator("#figure-releases-in stop").first
        colors.append(
            (
                released.evaluate("mark => getComputedStyle(mark).fill"),
                text.evaluate("text => getComputedStyle(text).fill"),
                faded.evaluate("stop => getComputedStyle(stop).stopColor"),
            )
        )
        context.close()
    for light, dark in zip(*colors, strict=True):
        assert light != dark


def test_on_paper_the_table_is_open(page: Page, address: str) -> None:
    page.goto(f"{address}releases/")
    cell = page.get_by_role("cell", name="August–September 2023").locator("visible=true")
    before = cell.count()
    page.emulate_media(media="print")
    expect(cell).to_have_count(before + 1)
    for drawing in page.locator(".figure-drawing").all():
        expect(drawing).to_be_visible()


def test_figures_need_no_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in DRAWN:
        page.goto(address + path)
        expect(page.locator(".figure-drawing").first).to_be_visible()
    page.goto(f"{address}lifecycle/versioning/")
    expect(page.locator(".figure-version").first).to_contain_text("Major")
    context.close()
