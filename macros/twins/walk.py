"""From the elements of a page to blocks of Markdown: one walk, with a place for each that pages use."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from macros.twins import syntax

Element = etree._Element  # noqa: SLF001 - the only name that lxml has for it
Piece = str | Element

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
# What only holds other elements
_BOXES = {"article", "body", "dd", "details", "div", "figcaption", "figure", "li", "section"}
_PLAIN = {"label", "small", "span", "time"}
_INLINE = {"a", "b", "br", "code", "em", "i", "strong"} | _PLAIN
# Ways around a page, and what does nothing without a script
_LEFT_OUT = {"button", "form", "input", "nav", "script", "style", "template"}
_LEFT_OUT_CLASSES = {"headerlink", "md-content__button", "standing"}
# Boxes that are set apart from the text around them
_SET_APART = {"admonition", "source-note", "unknown"}
_LANGUAGE = re.compile(r"(?:^|\s)language-([\w+#.-]+)")


class TwinError(Exception):
    """A page that has no twin. Its text says why."""


@dataclass(frozen=True)
class Writer:
    """Writes elements of a page. `address` says where a link leads in full; None: the link is left out."""

    address: Callable[[str], str | None]

    def blocks(self, parent: Element) -> list[str]:
        """Give what is in an element, a block each. Raises `TwinError` for what Markdown has no form for."""
        return self._written(self._pieces(parent))

    def _written(self, pieces: Iterable[Piece]) -> list[str]:
        written: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                written.append(syntax.paragraph(piece))
            else:
                written.extend(self._block(piece))
        return [block for block in written if block]

    def _pieces(self, parent: Element) -> Iterator[Piece]:
        """Give what stands in an element in turn: runs of inline Markdown, and elements that are blocks."""
        run: list[str] = []
        _add_text(run, parent.text)
        for child in parent:
            if _is_left_out(child):
                pass
            elif child.tag in _INLINE:
                run.append(self._inline(child))
            else:
                if run and (text := syntax.joined(run)):
                    yield text
                run = []
                if child.tag in _BOXES and _SET_APART.isdisjoint(_classes(child)):
                    yield from self._pieces(child)
                else:
                    yield child
            _add_text(run, child.tail)
        if run and (text := syntax.joined(run)):
            yield text

    def _line(self, parent: Element) -> str:
        """Give all that is in an element on one line."""
        if not len(parent):  # most cells and headings
            return syntax.joined([syntax.inline_text(parent.text or "")])
        pieces = self._pieces(parent)
        return syntax.one_line([piece if isinstance(piece, str) else self._line(piece) for piece in pieces])

    def _block(self, element: Element) -> list[str]:
        tag = str(element.tag)
        if tag in _BOXES:
            return [syntax.quotation(self.blocks(element))]
        if tag in _HEADINGS:
            return [syntax.heading(_HEADINGS[tag], self._line(element))]
        write = _BLOCKS.get(tag)
        if not write:
            raise TwinError(f"a {tag} element has no form in Markdown; macros/twins/walk.py says which have")
        return write(self, element)

    # --- blocks

    def paragraph(self, element: Element) -> list[str]:
        """Give a paragraph; the title of a box is an important one."""
        if "admonition-title" in _classes(element):
            return self.summary(element)
        return self.blocks(element)

    def summary(self, element: Element) -> list[str]:
        """Give what a folded part shows as long as it is folded."""
        return [syntax.strong(self._line(element))]

    def picture(self, element: Element) -> list[str]:
        """Give a drawing's title and description; what it shows is near it as text as well."""
        said = [child.text or "" for child in element if child.tag in {"title", "desc"}]
        return [f"Picture: {syntax.inline_text('. '.join(said))}"] if said else []

    def code_block(self, element: Element) -> list[str]:
        """Give lines of code, in the language that a class names as HTML recommends."""
        marked = [*element.iterchildren("code"), element, element.getparent()]
        languages = [_LANGUAGE.search(one.get("class", "")) for one in marked if one is not None]
        language = next((found[1] for found in languages if found), "")
        return [syntax.code_block("".join(element.itertext()), language)]

    def quotation(self, element: Element) -> list[str]:
        """Give a quotation."""
        return [syntax.quotation(self.blocks(element))]

    def listing(self, element: Element) -> list[str]:
        """Give a list with its marks or numbers."""
        items = [
            "\n\n".join(self.blocks(item)) for item in element.iterchildren("li") if not _is_left_out(item)
        ]
        first = int(element.get("start", "1"))
        numbers = range(first, first + len(items))
        markers = [f"{number}." if element.tag == "ol" else "-" for number in numbers]
        return [syntax.listing(markers, items)]

    def terms(self, element: Element) -> list[str]:
        """Give terms and what is said of each as a list; its groups may stand in boxes."""
        items: list[str] = []
        for child in element:
            for part in [child] if child.tag in {"dt", "dd"} else child:
                if part.tag == "dt":
                    items.append(syntax.strong(f"{self._line(part)}:"))
                else:
                    items[-1] += self._said_of_term(part)
        return [syntax.listing(["-"] * len(items), items)]

    def _said_of_term(self, element: Element) -> str:
        pieces = list(self._pieces(element))
        if not pieces:
            return ""
        begins_with_text = isinstance(pieces[0], str) or pieces[0].tag == "p"
        return (" " if begins_with_text else "\n\n") + "\n\n".join(self._written(pieces))

    def table(self, element: Element) -> list[str]:
        """Give a table, its caption before and its foot after it."""
        captions = [syntax.strong(self._line(caption)) for caption in element.iterchildren("caption")]
        rows = [row for path in ("thead/tr", "tbody/tr", "tr") for row in element.iterfind(path)]
        feet = [self._line(row) for foot in element.iterchildren("tfoot") for row in foot]
        return [*captions, syntax.table(list(self._rows(rows))), *feet]

    def _rows(self, rows: Iterable[Element]) -> Iterator[list[str]]:
        """Give the cells of each row. One that reaches over several rows stands in each."""
        reaching: dict[int, tuple[int, str]] = {}  # column -> further rows, text
        for row in rows:
            cells: list[str] = []
            for cell in row:
                self._fill(cells, reaching)
                further, text = int(cell.get("rowspan", "1")) - 1, self._line(cell)
                if further:
                    reaching[len(cells)] = (further, text)
                cells += [text, *[""] * (int(cell.get("colspan", "1")) - 1)]
            self._fill(cells, reaching)
            yield cells

    @staticmethod
    def _fill(cells: list[str], reaching: dict[int, tuple[int, str]]) -> None:
        """Add the cells of rows above that reach to here."""
        while len(cells) in reaching:
            further, text = reaching.pop(len(cells))
            if further > 1:
                reaching[len(cells)] = (further - 1, text)
            cells.append(text)

    # --- within a line

    def _inside(self, element: Element) -> str:
        text = syntax.inline_text(element.text or "")
        for child in element:
            if not _is_left_out(child):
                text += self._inline(child)
            text += syntax.inline_text(child.tail or "")
        return text

    def _inline(self, element: Element) -> str:
        tag = str(element.tag)
        if tag == "code":
            return syntax.code("".join(element.itertext()))
        text = self._inside(element)
        if tag == "a":
            address = self.address(element.get("href", ""))
            return syntax.link(text, address) if address and text.strip() else text
        if tag in _PLAIN:
            return text
        if tag in {"strong", "b"}:
            return syntax.strong(text)
        if tag in {"em", "i"}:
            return syntax.emphasis(text)
        if tag == "br":
            return syntax.line_break()
        raise TwinError(f"a {tag} element cannot stand within a line of Markdown")


_BLOCKS: dict[str, Callable[[Writer, Element], list[str]]] = {
    "blockquote": Writer.quotation,
    "dl": Writer.terms,
    "ol": Writer.listing,
    "p": Writer.paragraph,
    "pre": Writer.code_block,
    "summary": Writer.summary,
    "svg": Writer.picture,
    "table": Writer.table,
    "ul": Writer.listing,
}


def _add_text(run: list[str], text: str | None) -> None:
    """Add text to a run. Space before it is dropped at once: between blocks there is little else."""
    if text and (run or not text.isspace()):
        run.append(syntax.inline_text(text))


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def _is_left_out(element: Element) -> bool:
    if element.tag in _LEFT_OUT or not element.keys():
        return element.tag in _LEFT_OUT
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or not _LEFT_OUT_CLASSES.isdisjoint(_classes(element))
    )
