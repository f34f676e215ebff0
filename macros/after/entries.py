"""Entry pages: what is stamped for each change, each release and each major version.

Search engines read of an entry schema.org's TechArticle as JSON-LD: https://schema.org/TechArticle, and
JSON-LD 1.1, section 7 (https://www.w3.org/TR/json-ld11/).
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from macros.after.search_index import search_names, typed_for
from macros.ages import ABOUT, strip
from macros.calls.changes import by_consequence, feed_groups
from macros.render import render
from macros.view import View, root_of
from portal.addresses import (
    absolute,
    change_data_path,
    change_file,
    change_path,
    edit_address,
    major_path,
    release_file,
    release_path,
    report_address,
)
from portal.model import Area, Catalog, Change, KeptEdition, Portal, Release
from portal.model.versions import Version
from portal.prose import to_text
from portal.words import AUDIENCE, CONSEQUENCE, STATUS, product_name

# No id has an underscore
CHANGE_SHELL = "changes/_entry/"
RELEASE_SHELL = "releases/_entry/"
MAJOR_SHELL = "changes/_major/"


@dataclass(frozen=True)
class EntryPage:
    """One page to stamp: `shell` and `path` are folders below the site's root; texts are not yet escaped.

    `age` and `body` are HTML, or Markdown in a view that asks for it; `data` is JSON-LD that can stand in a
    script element as it is.
    """

    shell: str
    path: str
    source: str
    title: str
    description: str
    age: str
    body: str
    data: str
    modified: date | None = None


def entry_pages(view: View) -> Iterator[EntryPage]:
    """Return the page of every change, every release and every major version."""
    for change in view.catalog.changes:
        yield _change_page(view, change)
    for release in view.catalog.releases:
        yield _release_page(view, release)
    for major in view.catalog.listed_majors:
        yield _major_page(view, major)


def _change_page(view: View, change: Change) -> EntryPage:
    path = change_path(change.id)
    source = change_file(change.id)
    catalog = view.catalog
    portal = catalog.portal
    area = catalog.area_by_id[change.area]
    description = to_text(change.summary)
    before_after = [example for example in change.examples if example.role in ("before", "after")]
    page_view = view.at(root_of(path))
    body = render(
        "change",
        page_view,
        change=change,
        area=area,
        names=" ".join((search_names(change), typed_for(catalog).get(path, ""))).strip(),
        compared=before_after,
        asks_device=change.asks_device,
        earlier=list(_earlier(catalog, change)),
        samples=[example for example in change.examples if example not in before_after],
        edit=edit_address(portal, source),
        data=change_data_path(change.id),
        citation=citation(catalog, change),
        audience=", ".join(AUDIENCE[one] for one in change.audience),
        wrong=report_address(portal, change.id),
    )
    return EntryPage(
        shell=CHANGE_SHELL,
        path=path,
        source=source,
        title=change.title,
        description=description,
        age=strip(page_view, [change.cited], page_view.url(ABOUT)),
        body=body,
        data=describe_change(portal, change, area, description),
        modified=change.updated.day,
    )


def _earlier(catalog: Catalog, change: Change) -> Iterator[tuple[KeptEdition, Change]]:
    """Return the change in each edition that gives another reason, impact or advice than there is now."""
    now = (change.why, change.impact, change.action)
    for edition in catalog.editions:
        kept = edition.change_by_id.get(change.id)
        if kept and (kept.why, kept.impact, kept.action) != now:
            yield edition, kept


def citation(catalog: Catalog, change: Change) -> str:
    """Return the line by which others can cite a change: title, id, how old it is, and where."""
    address = absolute(catalog.portal, change_path(change.id))
    age = catalog.age(change.cited)
    return f"{change.title} ({change.id}). {catalog.portal.name}, as of {age}. {address}"


def _release_page(view: View, release: Release) -> EntryPage:
    path = release_path(release)
    order = tuple(CONSEQUENCE)
    changes = sorted(view.catalog.changes_in(release.version), key=lambda one: order.index(one.consequence))
    page_view = view.at(root_of(path))
    wrong = report_address(view.catalog.portal, str(release.version))
    body = render("release", page_view, release=release, changes=changes, wrong=wrong)
    title = product_name(release.version)
    description = to_text(release.summary) if release.summary else f"What is known of {title}."
    return EntryPage(
        shell=RELEASE_SHELL,
        path=path,
        source=release_file(release),
        title=title,
        description=description,
        age=strip(page_view, [release.cited], page_view.url(ABOUT)),
        body=body,
        data=describe_release(view.catalog.portal, release, title, description),
    )


def _major_page(view: View, major: int) -> EntryPage:
    catalog, path = view.catalog, major_path(major)
    changes = tuple(change for change in catalog.changes if change.major == major)
    counts = Counter[str](change.status for change in changes)
    version = Version((major,))
    title = f"Changes in {product_name(version)}"
    description = f"The recorded breaking changes of {product_name(version)}, by what they break and by area."
    page_view = view.at(root_of(path))
    body = render(
        "major",
        page_view,
        major=major,
        changes=changes,
        groups=tuple(by_consequence(catalog, changes)),
        standings=[f"{counts[status]} {said.lower()}" for status, said in STATUS.items() if counts[status]],
        feeds=sorted(group for group in feed_groups(catalog) if f"from={major}&to={major}" in group.filter),
        introduction=next((item for item in catalog.policy.majors if item.major == version), None),
        latest=next((release for release in catalog.releases if release.version.major == major), None),
    )
    return EntryPage(
        shell=MAJOR_SHELL,
        path=path,
        source="data/policy.yml",
        title=title,
        description=description,
        age=strip(page_view, [change.cited for change in changes], page_view.url(ABOUT)),
        body=body,
        data=describe_major(catalog.portal, major, title, description),
    )


def describe_change(portal: Portal, change: Change, area: Area, description: str) -> str:
    """Return the data of a change's page, ready to stand in a script element."""
    return _article(
        portal,
        path=change_path(change.id),
        headline=change.title,
        description=description,
        version=str(change.version),
        articleSection=area.name,
        datePublished=change.recorded.day.isoformat(),
        dateModified=change.updated.day.isoformat(),
    )


def describe_release(portal: Portal, release: Release, title: str, description: str) -> str:
    """Return the data of a release's page, ready to stand in a script element."""
    return _article(
        portal,
        path=release_path(release),
        headline=title,
        description=description,
        version=str(release.version),
    )


def describe_major(portal: Portal, major: int, title: str, description: str) -> str:
    """Return the data of the page of a major version's changes, ready to stand in a script element."""
    return _article(
        portal, path=major_path(major), headline=title, description=description, version=str(major)
    )


def _article(portal: Portal, *, path: str, version: str, **said: str) -> str:
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "url": absolute(portal, path),
        **said,
        "inLanguage": "en",
        "about": {"@type": "SoftwareApplication", "name": "AXIS OS", "softwareVersion": version},
        "isPartOf": {"@type": "WebSite", "name": portal.name, "url": absolute(portal, "")},
    }
    # Inside a script element only `<` can end the data: as an escape it means the same and ends nothing.
    return json.dumps(article, ensure_ascii=False).replace("<", "\\u003c")
