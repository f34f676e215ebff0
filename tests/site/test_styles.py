"""The style sheets of the theme's overrides: nothing in them that no page, template or script uses."""

import re
from pathlib import Path

from portal.words import RELEASE, STATUS, SURENESS
from tests.conftest import REPOSITORY

THEME = REPOSITORY / "macros/theme"
SHEETS = sorted((THEME / "assets").glob("*.css"))
# What makes elements, also those that no page has yet
SOURCES = (
    *(REPOSITORY / "macros/templates").glob("*.html.jinja"),
    *THEME.rglob("*.html"),
    *THEME.rglob("*.js"),
)
_NAME = r"-?[A-Za-z_][\w-]*"


def rules(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)


def classes(sheet: Path) -> set[str]:
    """Return the classes that a style sheet selects."""
    selectors = re.findall(r"([^{};]*)\{", rules(sheet))
    return {name for text in selectors for name in re.findall(rf"\.({_NAME})", text)}


def test_every_class_is_one_that_something_has(real_site: Path) -> None:
    pages = {file.read_text("utf-8") for file in real_site.rglob("*.html")}
    values = {value for page in pages for value in re.findall(r'\sclass="([^"]*)"', page)}
    sources = [file.read_text("utf-8") for file in SOURCES]
    used = {name for value in values for name in value.split()}
    used |= {word for text in sources for word in re.findall(_NAME, text)}
    used |= {f"badge-{status}" for status in (*STATUS, *RELEASE)} | {f"sureness-{one}" for one in SURENESS}
    for sheet in SHEETS:
        assert classes(sheet) - used == set(), sheet.name


def test_every_custom_property_is_read(real_site: Path) -> None:
    made = {name for sheet in SHEETS for name in re.findall(r"(?<![\w-])(--[\w-]+)\s*:", rules(sheet))}
    readers = [*SHEETS, *SOURCES, *(real_site / "assets").rglob("*.css")]
    read = {name for file in readers for name in re.findall(r"var\(\s*(--[\w-]+)", file.read_text("utf-8"))}
    assert made - read == set()


def test_every_sheet_is_one_that_a_page_loads(real_site: Path) -> None:
    pages = [file.read_text("utf-8") for file in real_site.rglob("*.html")]
    loaded = {name for page in pages for name in re.findall(r'href="[./]*assets/([\w-]+\.css)"', page)}
    assert loaded == {sheet.name for sheet in SHEETS}


def test_comments_of_sheets_are_not_sent(real_site: Path) -> None:
    for sheet in SHEETS:
        sent = (real_site / "assets" / sheet.name).read_text("utf-8")
        assert "/*" not in sent
        assert sent.split() == rules(sheet).split()


def test_only_the_theme_knows_the_themes_classes() -> None:
    """Elsewhere a class of the theme stands only where an entry's page is made out of a shell."""
    files = [*(REPOSITORY / "macros").rglob("*.py"), *(REPOSITORY / "macros/templates").iterdir()]
    files += (REPOSITORY / "content").rglob("*.md")
    know = {
        file.relative_to(REPOSITORY).as_posix()
        for file in files
        if re.search(r"\bmd-[a-z]", file.read_text("utf-8"))
    }
    assert know == {"macros/after/stamp.py"}
