"""A report on a fleet as one HTML file to hand on: it asks for nothing else, and prints on A4."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from portal.fleet.fleet_text import Passage, passage_of
from portal.fleet.judging import FleetReport
from portal.problems import visible
from portal.words import unofficial

_STYLE = """
:root { color-scheme: light dark; }
.blocked { --of: light-dark(#b3211f, #ff9c92); } .breaks { --of: light-dark(#a34400, #ffab6b); }
.unknown { --of: light-dark(#56616b, #b3bec8); } .defaults { --of: light-dark(#27509b, #9dbff7); }
.nothing { --of: light-dark(#1b6b3a, #7fd0a0); }
body { margin: 0 auto; max-width: 56rem; padding: 2.5rem 1.25rem 4rem; font: 1rem/1.55 system-ui, sans-serif;
  color: light-dark(#16212b, #e4e9ed); background: light-dark(#fff, #121a21); overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; } h2 { font-size: 1.1875rem; } h3 { font-size: 1rem; }
h1, h2, h3, p { margin: 0 0 .375rem; } h2, h3 { color: var(--of); } a { color: light-dark(#075a78, #7fc7e0); }
section { margin-top: 2.25rem; } section section { margin-top: 1.25rem; font-size: .9375rem; }
.blocked, .breaks, .unknown, .defaults, .nothing { padding-left: 1rem; border-left: 3px solid var(--of); }
.results { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; }
.results > :not([class]) { grid-column: 1 / -1; margin: 0; }
.results > [class] { margin: 0; padding: .625rem 1rem; background: light-dark(#f4f7f9, #1a242d); }
.results [class] span { display: block; font-size: 1.75rem; line-height: 1.2; }
.devices { columns: 14rem; } .devices h3 { column-span: all; } .devices p { break-inside: avoid; }
@media print { :root { color-scheme: light; font-size: 9.5pt; } body { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; } p, section section:not(.devices) { break-inside: avoid; } }
@page { size: A4; margin: 18mm 16mm; }
"""
# It keeps a browser from asking for anything, whatever the page has
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_WEB_ADDRESS = re.compile(r"https?://\S+")


def render_fleet_html(report: FleetReport) -> str:
    """Return the whole report as a file of HTML."""
    said = passage_of(report, devices=True)
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    SubElement(head, "title").text = visible(unofficial(said.text))
    SubElement(head, "style").text = _STYLE
    _add(SubElement(page, "body"), said, 1)
    return f"<!doctype html>\n{tostring(page, 'unicode', method='html')}\n"


def _add(parent: Element, said: Passage, level: int) -> None:
    """Put a passage into an element: a section under a heading of the level, or a paragraph."""
    kind = "p" if not said.inner else "section" if level > 1 else "main"
    here = SubElement(parent, kind, {"class": said.tone} if said.tone else {})
    if said.label:
        label = SubElement(here, "b")
        label.text, label.tail = visible(f"{said.label}:" if said.text else said.label), " "
    is_address = _WEB_ADDRESS.fullmatch(said.text)
    name = f"h{level}" if said.inner else "a" if is_address else "span"
    SubElement(here, name, {"href": said.text} if is_address else {}).text = visible(said.text)
    for inner in said.inner:
        _add(here, inner, level + 1)
