"""A report on a fleet as one HTML file to hand on: it asks for nothing else, and prints on A4."""

from html import escape

from portal.fleet.fleet_text import (
    BEYOND,
    GETS,
    heading,
    made,
    offers,
    points,
    title,
    touched,
    verdict,
)
from portal.fleet.grouping import FleetGroup, FleetReport, FleetRow, Met
from portal.problems import visible
from portal.words import VERDICT, unofficial

_STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#16212b, #e4e9ed); --soft: light-dark(#47545f, #b3bec8);
  --line: light-dark(#d5dce2, #33414d); --tint: light-dark(#f4f7f9, #1a242d); }
.blocked { --of: light-dark(#b3211f, #ff9c92); } .breaks { --of: light-dark(#a34400, #ffab6b); }
.unknown { --of: light-dark(#56616b, #b3bec8); } .defaults { --of: light-dark(#27509b, #9dbff7); }
.nothing { --of: light-dark(#1b6b3a, #7fd0a0); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 2.5rem 1.25rem 4rem; font: 1rem/1.55 system-ui, sans-serif;
  color: var(--ink); background: light-dark(#fff, #121a21); overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 3rem 0 1.25rem; font-size: 1.25rem; }
h3 { margin: 0 0 .75rem; font-size: 1.0625rem; } h3 b, .met b { color: var(--of); }
p { margin: 0 0 .5rem; } a { color: light-dark(#075a78, #7fc7e0); }
.soft { color: var(--soft); font-size: .875em; }
ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; padding: 0;
  margin: 1.75rem 0 1rem; list-style: none; }
li { padding: .75rem 1rem; background: var(--tint); border-top: 3px solid var(--of); }
li b { display: block; font-size: 1.75rem; line-height: 1.2; }
section { margin: 0 0 2.25rem; padding-left: 1.25rem; border-left: 3px solid var(--of); }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .25rem 1rem; margin: 0 0 1rem; }
dt { color: var(--soft); } dd { margin: 0; }
.met { margin: 0 0 1rem; padding-top: .75rem; border-top: 1px solid var(--line); }
.met p { margin: 0 0 .25rem; }
.wide { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; overflow-wrap: normal; }
@media (max-width: 40rem) { dl { display: block; } dd { margin: 0 0 .5rem; } h1 { font-size: 1.5rem; } }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10pt; }
  ul { grid-template-columns: repeat(5, 1fr); } .wide { overflow: visible; } h2, h3 { break-after: avoid; }
  .met, tr, li, dl { break-inside: avoid; }
  .met a::after { content: " " attr(href); color: var(--soft); font-size: .875em; } }
@page { size: A4; margin: 18mm 16mm; }
"""


class Element(str):
    """HTML that is made already: whatever else is put into an element is text."""

    __slots__ = ()


# The policy keeps a browser from asking for anything, whatever the page has
_META = Element(
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)


def element(name: str, *inside: str, **attributes: str) -> Element:
    """Return an element; text in it and in its attributes is escaped. `class_` is `class`."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    given = "".join(f' {key}="{escape(value)}"' for key, value in named.items())
    content = "".join(one if isinstance(one, Element) else escape(visible(one)) for one in inside)
    return Element(f"<{name}{given}>{content}</{name}>")


def render_fleet_html(report: FleetReport) -> str:
    """Return the whole report as a file of HTML."""
    totals = report.verdicts.items()
    body = element(
        "body",
        element("h1", title(report)),
        element("p", f"{made(report)} {report.coverage[-1]}", class_="soft"),
        element(
            "ul",
            *(
                element("li", element("b", f"{n:,}"), VERDICT[key].capitalize(), class_=key)
                for key, n in totals
            ),
        ),
        element("p", offers(report)),
        element("p", BEYOND),
        element("h2", "What to do, by model and version"),
        *(_group(report, group) for group in report.groups),
        element("h2", "Devices"),
        element("div", _table(report), class_="wide", role="region", aria_label="Devices", tabindex="0"),
        element("h2", "What this covers"),
        *(element("p", text) for text in report.coverage[:-1]),
        element("p", "Each change names its sources. All sources: ", _link(f"{report.site}about/sources/")),
    )
    named = element("title", unofficial(title(report)))
    head = element("head", _META, named, element("style", Element(_STYLE)))
    return f'<!doctype html>\n<html lang="en">\n{head}\n{body}\n</html>\n'


def _group(report: FleetReport, group: FleetGroup) -> Element:
    said, _, about = heading(report, group).partition(": ")
    told = [element("dt", label) + element("dd", text) for label, text in points(report, group)]
    plan = [element("dt", "Plan") + element("dd", _link(group.plan))] if group.plan else []
    return element(
        "section",
        element("h3", element("b", said), f": {about}"),
        element("dl", *map(Element, (*told, *plan))),
        *(_met(group, met) for met in group.met),
        class_=group.verdict,
    )


def _met(group: FleetGroup, met: Met) -> Element:
    return element(
        "div",
        element("p", element("b", verdict(met).capitalize()), ": ", _link(met.url, met.title)),
        element("p", " · ".join(touched(group, met))),
        element("p", met.when, class_="soft"),
        class_=f"met {met.verdict}",
    )


def _table(report: FleetReport) -> Element:
    heads = ("Device", "Model", "Version", "Result", f"Gets {report.target}")
    named = element("tr", *(element("th", head, scope="col") for head in heads))
    return element("table", element("thead", named), element("tbody", *map(_row, report.devices)))


def _row(one: FleetRow) -> Element:
    own = [element("p", f"{what}: {value}", class_="soft") for what, value in (one.own or {}).items()]
    cells = (one.model, one.version, VERDICT[one.verdict], GETS[one.gets])
    return element("tr", element("td", one.label, *own), *(element("td", cell) for cell in cells))


def _link(address: str, text: str = "") -> Element:
    """Return a link to a web address; anything else is text."""
    is_web = address.startswith(("https://", "http://"))
    return element("a", text or address, href=address) if is_web else element("span", text or address)
