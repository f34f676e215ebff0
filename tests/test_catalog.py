"""The catalog: everything in its order and by its name, or an error that says all."""

from dataclasses import fields
from pathlib import Path

import pytest

from portal.model import Catalog
from portal.model.versions import Version
from portal.problems import InvalidData
from portal.reading.catalog import check_data, load_catalog, read_schemas


def test_changes_are_sorted_by_version_area_and_title(catalog: Catalog, sample: Catalog) -> None:
    assert [change.id for change in sample.changes] == [
        "password-rule",
        "network-filter-removal",
        "smb1-removal",
        "date-cgi-removal",
    ]
    order = list(catalog.area_by_id)
    keys = [(order.index(change.area), change.title.lower()) for change in catalog.changes]
    versions = [change.version for change in catalog.changes]
    assert versions == sorted(versions, reverse=True)
    for version in set(versions):
        group = [key for key, change in zip(keys, catalog.changes, strict=True) if change.version == version]
        assert group == sorted(group)


def test_releases_are_sorted_latest_first(catalog: Catalog) -> None:
    versions = [release.version for release in catalog.releases]
    assert versions == sorted(versions, reverse=True)
    assert versions.index(Version.parse("11.10")) < versions.index(Version.parse("11.9"))


def test_everything_is_found_by_its_name(sample: Catalog) -> None:
    for index, items in (
        (sample.change_by_id, sample.changes),
        (sample.area_by_id, sample.areas),
        (sample.product_by_id, sample.products),
        (sample.link_by_id, sample.links),
        (sample.track_by_id, sample.tracks.tracks),
    ):
        assert list(index.values()) == list(items)
        assert list(index) == [item.id for item in items]
    assert [str(version) for version in sample.release_by_version] == ["12.0", "11.11", "11.0"]
    assert sample.majors == (12, 11)


def test_records_hold_what_the_file_says(sample: Catalog) -> None:
    change = sample.change_by_id["network-filter-removal"]
    assert change.tentative is True
    assert change.history[-1].from_ == Version.parse("11.11")
    assert change.history[-1].to == Version.parse("12.0")
    assert change.updated.text == "2026-12-24"
    assert change.recorded.text == "2026-11-24"
    assert change.products == ("s3008",)
    assert change.major == 12
    unknown = sample.change_by_id["password-rule"].impact
    assert (unknown.known, unknown.text) == (False, None)
    assert unknown.note == 'The source prints only "Will be updated shortly." here.'
    assert sample.change_by_id["password-rule"].why.known
    assert sample.product_by_id["q1656-le"].support[1].from_ is not None
    slot = sample.release_by_version[Version.parse("11.11")].schedule[1]
    assert (slot.upcoming, slot.track, str(slot.date)) == (True, "lts-2024", "August–September 2024")
    assert sample.tracks.comparison[1].active == "yes"


def test_nothing_optional_is_left_empty_in_every_entry(june: Catalog) -> None:
    """A field that no entry fills is either not needed or not read, or is for what became known later."""
    used = {
        field.name
        for change in june.changes
        for field in fields(change)
        if getattr(change, field.name) not in (None, (), False)
    }
    assert {field.name for field in fields(june.changes[0])} - used <= {
        "audience",
        "platforms",
        "replacement",
        "look",
        "unsearchable",
    }


def test_unsound_data_is_no_catalog(sample_root: Path) -> None:
    (sample_root / "data/areas.yml").write_text("areas: []\n", "utf-8")
    (sample_root / "data/links.yml").write_text("links: []\n", "utf-8")
    with pytest.raises(InvalidData) as caught:
        load_catalog(sample_root)
    assert [problem.path for problem in caught.value.problems] == ["data/areas.yml", "data/links.yml"]
    assert check_data(sample_root).catalog is None


def test_a_problem_found_by_a_rule_alone_is_no_catalog_either(sample_root: Path) -> None:
    (sample_root / "data/releases/12.0.yml").unlink()
    report = check_data(sample_root)
    assert report.catalog is None
    assert {problem.rule for problem in report.problems} == {"unknown-release"}


def test_report_counts_files(sample_root: Path) -> None:
    report = check_data(sample_root)
    assert (len(report.files), report.count("changes"), report.count("releases")) == (15, 4, 3)


def test_schemas_can_be_read_for_pages(repository: Path) -> None:
    schemas = read_schemas(repository)
    assert schemas.kinds == (
        "areas", "change", "links", "policy", "portal", "products", "questions", "release", "sources",
        "tracks",
    )  # fmt: skip
    assert schemas.schema("change")["title"] == "Breaking change"
