"""A plain mkdocs-material site, same pages as static Markdown: what the portal is measured against."""

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from macros.calls import CALLS
from macros.view import View, root_of
from portal.addresses import change_path, release_path
from portal.model import Catalog, Change, Note, Release
from portal.words import NOTE, status_line

_CALL = re.compile(r"\{\{ (\w+)\(([^)]*)\) \}\}")
_ITSELF = """
site_name: Plain
docs_dir: content
theme:
  name: material
  font: false
  features: [navigation.tabs, navigation.sections, toc.follow, content.action.edit, content.code.copy]
plugins: [search]
markdown_extensions:
  - admonition
  - tables
  - toc: {permalink: true}
  - pymdownx.highlight
  - pymdownx.superfences
"""


def write_plain_site(repository: Path, catalog: Catalog, root: Path) -> int:
    """Write the site's sources below `root`, entries out of the navigation; give how many pages it has."""
    shutil.copytree(repository / "content", root / "content")
    for shell in ("changes/_entry.md", "releases/_entry.md"):
        (root / "content" / shell).unlink()
    settings = (repository / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(_ITSELF + settings[settings.index("\nnav:") :], "utf-8")
    for page in (root / "content").rglob("*.md"):
        _write_calls_out(page, root / "content", View(repository, catalog))
    for change in catalog.changes:
        _write(root / "content" / f"{change_path(change.id).rstrip('/')}.md", _change(catalog, change))
    for release in catalog.releases:
        _write(root / "content" / f"{release_path(release).rstrip('/')}.md", _release(release))
    return len(list((root / "content").rglob("*.md")))


def _write_calls_out(page: Path, content: Path, view: View) -> None:
    """Replace every call by the HTML that it gives, so that the page is static."""
    address = page.relative_to(content).with_suffix("").as_posix().removesuffix("index").rstrip("/")
    base = view.at(root_of(f"{address}/" if address else ""))

    def result(match: re.Match[str]) -> str:
        arguments = [text.strip().strip('"') for text in match[2].split(",") if text.strip()]
        typed = [int(text) if text.isdigit() else text for text in arguments]
        return str(CALLS[match[1]](base, *typed))

    page.write_text(_CALL.sub(result, page.read_text("utf-8")), "utf-8")


def _write(file: Path, parts: Iterable[str]) -> None:
    file.write_text("\n\n".join(parts) + "\n", "utf-8")


def _change(catalog: Catalog, change: Change) -> Iterator[str]:
    yield f"# {change.title}"
    yield status_line(change)
    yield change.summary
    for heading, said in (("Why", change.why), ("Impact", change.impact), ("What to do", change.action)):
        yield f"## {heading}\n\n{said.text or said.note}"
    if change.details:
        yield f"## More about it\n\n{change.details}"
    if change.surface:
        rows = [
            f"| `{item.name}` | {item.kind} | {item.effect} | {item.replaced_by or ''} |"
            for item in change.surface
        ]
        yield "\n".join(["## Names", "", "| Name | Kind | Effect | Instead |", "|---|---|---|---|", *rows])
    for example in change.examples:
        yield f"**{example.caption}**\n\n```{example.language}\n{example.text}\n```"
    for table in change.tables:
        rule = "|---" * len(table.columns) + "|"
        yield "\n".join(_row(row) for row in (table.columns, rule, *table.rows))
    for stage in change.stages:
        yield f"### {stage.version} {stage.date or ''}\n\n{stage.text}"
    yield "## Products\n\n" + (
        ", ".join(catalog.product_by_id[name].name for name in change.products) or "All"
    )
    yield from _notes(change.notes)
    yield "\n".join(f"- [{name}]({name}.md)" for name in change.related)
    yield "\n".join(f"- {event.date}: {event.event}" for event in change.history)


def _row(cells: Iterable[str] | str) -> str:
    return cells if isinstance(cells, str) else "| " + " | ".join(cells) + " |"


def _release(release: Release) -> Iterator[str]:
    yield f"# AXIS OS {release.version}"
    yield f"{release.status}, {release.date or 'not known'}"
    yield release.summary or ""
    for group in release.highlights:
        items = "\n".join(f"- {item.text} {item.details or ''}" for item in group.items)
        yield f"## {group.heading}\n\n{items}"
    yield from _notes(release.notes)


def _notes(notes: Iterable[Note]) -> Iterator[str]:
    for note in notes:
        yield f'!!! note "{NOTE[note.kind]}"\n    ' + note.text.replace("\n", "\n    ")
