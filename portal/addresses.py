"""Addresses: where everything is published, relative to the site's root, and what never changes about it."""

from urllib.parse import urlsplit

from portal.model import Change, Portal, Release

# The folders of the site whose files are all for machines
MACHINE_FOLDERS = ("api", "badges", "calendar", "feeds", "schema")
# The list of all files for machines, with their sums
MANIFEST = "api/v1/manifest.json"


def change_path(change_id: str) -> str:
    """The page of a change."""
    return f"changes/{change_id}/"


def release_path(release: Release) -> str:
    """The page of a release."""
    return f"releases/{release.version}/"


def major_path(major: int) -> str:
    """The page that lists a major version's changes."""
    return f"changes/{major}/"


def change_data_path(change_id: str) -> str:
    """The facts of a change as data."""
    return f"api/v1/changes/{change_id}.json"


def edition_path(edition: str) -> str:
    """The changes of a kept edition, as data."""
    return f"api/v1/editions/{edition}/changes.json"


def schema_path(name: str) -> str:
    """The published schema of a kind of file."""
    return f"schema/v1/{name}.schema.json"


def change_file(change_id: str) -> str:
    """The data file of a change, relative to the repository's root."""
    return f"data/changes/{change_id}.yml"


def release_file(release: Release) -> str:
    """The data file of a release, relative to the repository's root."""
    return f"data/releases/{release.version}.yml"


def made_up(portal: Portal) -> tuple[str, ...]:
    """Return which values still have the `.example` of a portal that is not set up (RFC 2606), as keys."""
    hosts = {
        "url": urlsplit(portal.url).hostname or "",
        "repository": urlsplit(portal.repository).hostname or "",
        "id_authority": portal.id_authority.partition(",")[0],
    }
    return tuple(key for key, host in hosts.items() if host.endswith(".example"))


def absolute(portal: Portal, path: str) -> str:
    """The full address of a path."""
    return portal.url.rstrip("/") + "/" + path


def edit_address(portal: Portal, file: str) -> str:
    """Where a file of the repository is edited."""
    return f"{portal.repository}/edit/{portal.branch}/{file}"


def report_address(portal: Portal, entry: str = "") -> str:
    """Where a wrong fact is reported: the form for it, with the id of the entry filled in."""
    form = f"{portal.repository}/issues/new?template=wrong-fact.yml"
    return f"{form}&entry={entry}" if entry else form


def change_uri(portal: Portal, change: Change) -> str:
    """The name of a change for feeds: a `tag:` URI (RFC 4151), the same wherever the site is served from."""
    return f"tag:{portal.id_authority}:changes/{change.id}"


def event_uri(portal: Portal, change: Change, number: int) -> str:
    """The name of an event of a change: its place in the history, from 1, is its own for ever."""
    return f"{change_uri(portal, change)}/history/{number}"


def date_uri(portal: Portal, occasion: str, number: int) -> str:
    """The name of an entry in the log of dates: its place among those on one occasion, from 1."""
    return f"tag:{portal.id_authority}:dates/{occasion}/history/{number}"


def release_uri(portal: Portal, release: Release) -> str:
    """The name of a release for feeds."""
    return f"tag:{portal.id_authority}:releases/{release.version}"


def feed_anchor(name: str) -> str:
    """The place where the page about the feeds explains those of a subject."""
    return f"feed-{name.replace('/', '-')}"


def category_scheme(portal: Portal, name: str) -> str:
    """The name of a scheme of categories in feeds: the place that explains it."""
    return absolute(portal, f"partners/feeds/fields/#category-{name}")


def feed_uri(portal: Portal, name: str) -> str:
    """The name of a feed itself, the same in each format and on each page of it."""
    return f"tag:{portal.id_authority}:feeds/{name}"
