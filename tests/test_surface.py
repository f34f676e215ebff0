"""The index of names: what is one name, in which order, and under which anchor."""

from dataclasses import replace

import pytest

from portal.model import Catalog, Surface
from portal.model.surface import KINDS, Mention, anchor, surface_names, surface_path


def named(name: str, kind: str = "parameter", of: str | None = None) -> Surface:
    return Surface(kind=kind, name=name, effect="removed", of=of)


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (named("root.HTTPS.AllowTLS1"), "root.https.allowtls1"),
        (named("/axis-cgi/certmgmt.cgi", "endpoint"), "axis-cgi-certmgmt.cgi"),
        (named("/axis-cgi/a.cgi?action=list", "endpoint"), "axis-cgi-a.cgi-action-list"),
        (named("sensor", "argument", "dynamicoverlay.cgi"), "dynamicoverlay.cgi-sensor"),
        (named("Image.I#.RateControl.TargetBitrate"), "image.i-.ratecontrol.targetbitrate"),
        (named("preview_on", "argument", "privacymask.cgi"), "privacymask.cgi-preview_on"),
        (named("192.168.0.90/24", "value"), "192.168.0.90-24"),
    ],
)
def test_anchor(item: Surface, wanted: str) -> None:
    assert anchor(item) == wanted
    assert surface_path(item) == f"surface/#{wanted}"


def test_every_name_of_every_change_is_in_the_index_once(catalog: Catalog) -> None:
    names = surface_names(catalog)
    listed = [
        (mention.change.id, mention.index)
        for members in names.values()
        for name in members
        for mention in name.mentions
    ]
    printed = [(change.id, index) for change in catalog.changes for index in range(len(change.surface))]
    assert sorted(listed) == sorted(printed)
    assert list(names) == [kind for kind in KINDS if kind in names]


def test_a_name_of_a_step_is_said_of_its_version(june: Catalog) -> None:
    change = june.change_by_id["no-root-user-by-default"]
    first, last = change.stages[0], replace(change.stages[-1], status="planned")
    items = (named("A.B", "setting"), replace(named("A.B", "setting"), stage=last.version))
    moved = replace(change, surface=items, stages=(first, last))
    whole, step = Mention(moved, 0), Mention(moved, 1)
    assert (whole.version, whole.status) == (change.version, change.status)
    assert (step.version, step.status) == (last.version, "planned")
    gone = replace(moved, status="withdrawn")
    assert Mention(gone, 1).status == "withdrawn"


def anchors_of(catalog: Catalog) -> list[str]:
    return [
        anchor for members in surface_names(catalog).values() for name in members for anchor in name.anchors
    ]


def test_anchors_are_unique(catalog: Catalog) -> None:
    anchors = anchors_of(catalog)
    assert len(set(anchors)) == len(anchors)


def test_parameters_answer_to_both_spellings(june: Catalog) -> None:
    anchors = anchors_of(june)
    for wanted in ("root.https.allowtls1", "https.allowtls1", "root.network.filter.enabled"):
        assert wanted in anchors


def test_mentions_go_from_the_earliest_version_on(catalog: Catalog) -> None:
    several = [
        name for members in surface_names(catalog).values() for name in members if len(name.mentions) > 1
    ]
    assert several
    for name in several:
        versions = [mention.change.version for mention in name.mentions]
        assert versions == sorted(versions)


def test_the_address_of_a_name_beyond_ascii_is_one() -> None:
    assert surface_path(named("日本 é")) == "surface/#%E6%97%A5%E6%9C%AC-%C3%A9"
