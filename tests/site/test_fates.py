"""The page that puts a kept edition beside today: counts, groups, who says it, and the texts of then."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from macros.calls.fates import fates
from macros.view import View
from portal.model import Catalog, Change, Event, KeptEdition, Source, Stage, Statement
from portal.model.dates import When
from portal.model.sources import Publisher
from portal.model.versions import Version
from tests.pages import read_page, text_of

THEN = When.parse("2024-05")
DAY = When.parse("2027-03-01")
VERSION_12, VERSION_12_0, VERSION_12_1, VERSION_13 = map(Version.parse, ("12", "12.0", "12.1", "13.0"))


def source(id_: str, publisher: Publisher, url: str | None) -> Source:
    return Source(id_, f"The {id_}", publisher, When.parse("2026-09"), DAY, "whole", url)


SOURCES = (
    source("notes", "vendor-documentation", "https://vendor.example/notes"),
    source("tool", "third-party", "https://host.example/one/tool"),
    source("tool-2", "third-party", "https://host.example/one/tool-2"),
    source("other", "third-party", "https://host.example/two/tool"),
)


def applied(*sources: str, version: Version = VERSION_12_0, inferred: bool = False) -> Event:
    return Event(DAY, "applied", version, because="It came.", sources=sources, inferred=inferred)


@pytest.fixture
def planned(sample: Catalog) -> Change:
    """A change that an edition has as planned for 12.0."""
    (change,) = (one for one in sample.changes if one.id == "smb1-removal")
    event = Event(DAY, "recorded", VERSION_12_0, status="planned", sources=("portal-2024-06",))
    return replace(change, status="planned", version=VERSION_12_0, history=(event,), stages=(), related=())


def beside(sample: Catalog, *pairs: tuple[Change, Change]) -> Catalog:
    """Return a catalog with changes as an edition has them, and as they are now."""
    named = [
        (replace(kept, id=f"change-{number}"), replace(now, id=f"change-{number}", title=f"Change {number}"))
        for number, (kept, now) in enumerate(pairs)
    ]
    edition = KeptEdition("2024-05", THEN, tuple(kept for kept, _ in named), "")
    return replace(
        sample,
        changes=tuple(now for _, now in named),
        editions=(edition,),
        sources=(*sample.sources, *SOURCES),
    )


def page_of(catalog: Catalog) -> html.HtmlElement:
    return html.fromstring(f"<main>{fates(View(Path(), catalog, '../'))}</main>")


def came(change: Change, *sources: str, version: Version = VERSION_12_0, inferred: bool = False) -> Change:
    event = applied(*sources, version=version, inferred=inferred)
    return replace(change, status="applied", version=version, history=(*change.history, event))


def due(change: Change) -> Change:
    event = Event(DAY, "unconfirmed", because="Nobody says it.", sources=("notes", "tool"))
    return replace(change, status="unconfirmed", history=(*change.history, event))


def moved(change: Change) -> Change:
    event = Event(
        DAY, "moved", from_=VERSION_12_0, to=VERSION_13, because="It takes longer.", sources=("tool",)
    )
    return replace(change, version=VERSION_13, history=(*change.history, event))


def test_the_first_line_counts_by_who_says_that_it_came(sample: Catalog, planned: Change) -> None:
    catalog = beside(
        sample,
        (planned, came(planned, "tool", "notes")),
        (planned, came(planned, "tool")),
        (planned, came(planned, "tool", "tool-2")),
        (planned, came(planned, "tool", "other")),
        (planned, came(planned, "notes", inferred=True)),
        (planned, due(planned)),
        (planned, moved(planned)),
        (replace(planned, version=VERSION_13), replace(planned, version=VERSION_13)),
    )
    first, second = page_of(catalog).xpath("./p")[:2]
    assert text_of(first) == (
        "Of the 7 changes planned for AXIS OS 12 in May 2024, the vendor confirms that 1 came, 2 likely came "
        "(the vendor bears that out in part, or two third parties agree), a third party alone reports 2, "
        "1 moved to another version, and of 1 no source says whether they came."
    )
    assert text_of(second) == "Of the 1 change planned for AXIS OS 13 in May 2024, 1 stayed planned."


def test_each_change_says_what_was_planned_what_became_of_it_and_who_says_so(
    sample: Catalog, planned: Change
) -> None:
    vague = replace(planned, version=VERSION_12)
    later = came(planned, "tool", version=VERSION_12_1)
    step = Stage(VERSION_13, "It goes.", status="planned", sources=("tool",))
    catalog = beside(
        sample,
        (vague, came(planned, "tool", "other")),
        (planned, replace(later, stages=(step,))),
        (planned, moved(planned)),
        (planned, due(planned)),
        (planned, planned),
    )
    page = page_of(catalog)
    found = {
        heading.get("id"): [
            [text_of(cell) for cell in row] for row in heading.xpath("following-sibling::div//tbody/tr")
        ]
        for heading in page.xpath("//h2[@id]")
    }
    third = "reported by a third party"
    assert found["came"] == [
        [
            "Change 0",
            "12, release not stated, planned",
            "came with 12.0: It came.",
            f"{third}, likely",
            "The tool, The other",
        ]
    ]
    further = "came with 12.1: It came. A further step is planned for 13.0."
    assert found["came-otherwise"] == [["Change 1", "12.0, planned", further, third, "The tool"]]
    assert found["moved"] == [
        ["Change 2", "12.0, planned", "moved to 13.0: It takes longer.", third, "The tool"]
    ]
    assert found["unconfirmed"] == [
        ["Change 3", "12.0, planned", "was due with 12.0", "–", "2 sources looked at"]
    ]
    portal = "AXIS OS Portal, June 2024"
    assert found["planned"] == [
        ["Change 4", "12.0, planned", "planned for 12.0", "stated by the vendor", portal]
    ]


def test_other_texts_of_then_are_led_to_and_what_is_new_is_listed(sample: Catalog, planned: Change) -> None:
    reworded = replace(came(planned, "tool"), impact=Statement("Another one."))
    catalog = beside(sample, (planned, reworded), (planned, came(planned, "tool")))
    new = replace(planned, id="a-new-one", title="A new one")
    page = page_of(replace(catalog, changes=(*catalog.changes, new)))
    (item,) = page.xpath("//h2[@id='reworded']/following-sibling::ul/li")
    assert (text_of(item), item.xpath("a/@href")) == ("Change 0: Impact", ["../changes/change-0/#earlier"])
    (added,) = page.xpath("//h2[@id='added']/following-sibling::ul/li")
    assert text_of(added) == "A new one: 12.0, planned, stated by the vendor"


def test_without_an_edition_the_page_says_so(sample: Catalog) -> None:
    assert text_of(page_of(sample)) == "No earlier edition is kept here."


def test_the_real_page_has_every_change_that_was_planned(real_site: Path, catalog: Catalog) -> None:
    page = read_page(real_site / "editions/index.html")
    shown = page.xpath("//table[contains(@class, 'fates')]/tbody/tr/th/a/@href")
    planned = [kept.id for edition in catalog.editions for kept in edition.changes if kept.is_ahead]
    assert sorted(shown) == sorted(f"../changes/{id_}/" for id_ in planned)
    assert text_of(page.xpath("//article//p[@class='lead']")[0]).startswith("Of the ")
