"""Whose the portal is stands in one place, and a portal that is not set up says so."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from portal.addresses import made_up
from portal.cli.outside.edition_source import BASELINE
from portal.model import Catalog
from tests.conftest import REPOSITORY
from tests.repository import git

# Where the address stands beside data/portal.yml: change it there too
FILES = {"README.md", ".github/ISSUE_TEMPLATE/config.yml", "deploy/nginx/https.conf"}
# What an earlier edition, the last release and tests say of a portal of their own
OTHERS = (BASELINE, "tests/", "data/editions/", "data/portal.yml", "schema/authored/portal.schema.json")


def test_the_address_stands_in_few_files_and_is_the_same_there(catalog: Catalog) -> None:
    host = urlsplit(catalog.portal.url).hostname or ""
    for name in sorted(FILES):
        found = set(re.findall(r"(?:https://|server_name )([\w.-]+)", (REPOSITORY / name).read_text("utf-8")))
        assert host in found, f"{name} has another address than data/portal.yml: {found}"
    scan = (REPOSITORY / "content/partners/scan.md").read_text("utf-8")
    assert scan.count(catalog.portal.repository) == 2, "its commands have another repository"
    named = git(REPOSITORY, "grep", "--files-with-matches", "--fixed-strings", "axis-os-portal.example")
    elsewhere = {name for name in named.splitlines() if not name.startswith(OTHERS)}
    assert elsewhere <= FILES, "say the address in data/portal.yml, and made-up ones as portal.example"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", "https://a.example/"),
        ("repository", "https://code.example/portal"),
        ("id_authority", "a.example,2026"),
    ],
)
def test_what_is_made_up_is_found(catalog: Catalog, key: str, value: str) -> None:
    own = replace(
        catalog.portal,
        url="https://a.test/",
        repository="https://b.test/example",
        id_authority="example.test,2026",
    )
    assert made_up(own) == ()
    given: dict[str, Any] = {key: value}
    assert made_up(replace(own, **given)) == (key,)
