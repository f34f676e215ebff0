"""A report on a fleet as one HTML file to hand on: it asks for nothing else, and prints on A4."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from portal.fleet.fleet_text import Passage, section_of
from portal.fleet.grouping import FleetReport
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
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h3 { break-after: avoid; } p, section section:not(.devices) { break-inside: avoid; } }
@page { size: A4; margin: 18mm 16mm; }
"""
# It keeps a browser from asking for anything, whatever the page has
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_WEB_ADDRESS = re.compile(r"https?://\S+")


def render_fleet_html(report: FleetReport) -> str:
    """Return the whole report as a file of HTML."""
    said = section_of(report, devices=True)
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    _say(head, "title", unofficial(said.heading))
    SubElement(head, "style").text = _STYLE
    _add(SubElement(SubElement(page, "body"), "main"), said, 1)
    return f"<!doctype html>\n{tostring(page, 'unicode', method='html')}\n"


def _add(here: Element, section: Passage, level: int) -> None:
    """Write a section into an element."""
    _say(here, f"h{level}", section.heading)
    for point in section.points:
        line = SubElement(here, "p", {"class": point.tone} if point.tone else {})
        if point.label:
            _say(line, "b", f"{point.label}:" if point.text else point.label).tail = " "
        is_address = _WEB_ADDRESS.fullmatch(point.text)
        _say(line, "a" if is_address else "span", point.text, {"href": point.text} if is_address else {})
    for inner in section.inner:
        _add(SubElement(here, "section", {"class": inner.tone} if inner.tone else {}), inner, level + 1)


def _say(parent: Element, name: str, text: str, attributes: dict[str, str] | None = None) -> Element:
    """Return a new element of another, with a text in which all is seen."""
    made = SubElement(parent, name, attributes or {})
    made.text = visible(text)
    return made
