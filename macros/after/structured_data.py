"""What search engines read about an entry's page: schema.org's TechArticle as JSON-LD.

Source: https://schema.org/TechArticle and JSON-LD 1.1, section 7 (https://www.w3.org/TR/json-ld11/).
"""

import json
from typing import Any

from portal.addresses import absolute, change_path, major_path, release_path
from portal.model import Area, Change, Portal, Release


def describe_change(portal: Portal, change: Change, area: Area, description: str) -> str:
    """Return the data of a change's page, ready to stand in a script element."""
    return _article(
        portal,
        path=change_path(change.id),
        headline=change.title,
        description=description,
        version=str(change.version),
        articleSection=area.name,
        datePublished=change.recorded.start.isoformat(),
        dateModified=change.updated.start.isoformat(),
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
