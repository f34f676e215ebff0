"""Where things come from: named links, the addresses of this project, and where to subscribe."""

import json
from itertools import groupby

from macros.calls.reference import shortened
from macros.render import render
from macros.view import View
from portal.addresses import absolute, feed_anchor, report_address
from portal.model import Catalog
from portal.outputs.badges import badges
from portal.outputs.calendar import calendars
from portal.outputs.feeds import Feed, feeds_of
from portal.outputs.feeds.categories import SCHEMES
from portal.outputs.standards import papers

# The subjects whose feeds every page offers to feed readers; the page on feeds lists all
_MAIN_FEEDS = ("changes", "history", "releases")


def main_feeds(catalog: Catalog) -> list[Feed]:
    """Return the feeds that concern everybody, in each format."""
    return [feed for feed in feeds_of(catalog) if feed.subject.name in _MAIN_FEEDS]


def feed_list(view: View) -> str:
    """Return the feeds by what they are about, with the address of each format."""
    feeds = feeds_of(view.catalog)
    subjects = [
        (subject, feed_anchor(subject.name), list(members))
        for subject, members in groupby(feeds, key=lambda feed: feed.subject)
    ]
    return render("feed_list", view, subjects=subjects, root=absolute(view.catalog.portal, ""))


def feed_example(view: View) -> str:
    """Return a short item of the feed of all changes that has names in code, cut shorter."""
    _, text = next(feeds_of(view.catalog)[0].documents(view.catalog))
    item = min(
        json.loads(text)["items"],
        key=lambda item: ("surface" not in item["_axis_os"], len(json.dumps(item))),
    )
    return render("feed_example", view, example=json.dumps(shortened(item), ensure_ascii=False, indent=2))


def feed_categories(view: View) -> str:
    """Return the schemes of categories that entries of feeds have, each with its terms and labels."""
    return render("feed_categories", view, schemes=SCHEMES)


def calendar_list(view: View) -> str:
    """Return the calendars with their addresses."""
    rows = [(calendar, absolute(view.catalog.portal, calendar.path)) for calendar in calendars(view.catalog)]
    return render("calendar_list", view, rows=rows)


def badge_list(view: View) -> str:
    """Return the badges of the tracks with their addresses."""
    tracks = {track.id for track in view.catalog.tracks.tracks}
    return render("badge_list", view, badges=[one for one in badges(view.catalog) if one.name in tracks])


def standard_list(view: View) -> str:
    """Return the files in lifecycle standards, with their addresses."""
    rows = [(paper, absolute(view.catalog.portal, paper.path)) for paper in papers(view.catalog)]
    return render("standard_list", view, rows=rows)


def link(view: View, name: str) -> str:
    """Return one named link, for use inside a sentence of a page."""
    if name not in view.catalog.link_by_id:
        raise ValueError(f"data/links.yml has no link {name!r}")
    return render("link", view, link=view.catalog.link_by_id[name]).strip()


def site_link(view: View, leads_to: str, name: str) -> str:
    """Return a link to a place that `data/portal.yml` knows, for use inside a sentence of a page."""
    portal = view.catalog.portal
    addresses = {
        "vendor-portal": portal.vendor_portal,
        "repository": portal.repository,
        "report": report_address(portal),
    }
    if leads_to not in addresses:
        raise ValueError(f"there is no address of the name {leads_to!r}")
    return render("site_link", view, name=name, url=addresses[leads_to]).strip()
