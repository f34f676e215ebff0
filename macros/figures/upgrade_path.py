"""How LTS tracks branch off the active track, and the steps from one to the next."""

from dataclasses import dataclass, replace
from itertools import pairwise

from macros.figures.canvas import NARROWEST, Box, Text, free_lane, inside, text_width
from macros.figures.timeline import active_name
from portal.model import Catalog, Track, UpgradeRule
from portal.model.versions import Version

_TOP = 2.0
_LANE = 1.4
_ROW = 2.9
_NODE_GAP = 0.3
# How far right of a branch's begin the step to it goes up, in percent
_STEP_ASIDE = 4.0
# How far right of the step the name is, in em
_ASIDE = 0.5


@dataclass(frozen=True)
class Node:
    """A release on the active track."""

    version: Version
    planned: bool
    x: float
    label: Text


@dataclass(frozen=True)
class Branch:
    """An LTS track: it leaves the active track at `x` percent and goes on at `y` em."""

    track: Track
    line: Version
    x: float
    y: float
    label: Text


@dataclass(frozen=True)
class TrackSwitch:
    """The switch from one LTS track up to the next one, at `x` percent."""

    x: float
    older: Branch
    newer: Branch


@dataclass(frozen=True)
class BranchesFigure:
    """The figure, and the tracks that it cannot show because the release that they stay on is not known."""

    height: float
    active: Text
    active_y: float
    nodes: tuple[Node, ...]
    branches: tuple[Branch, ...]
    steps: tuple[TrackSwitch, ...]
    missing: tuple[Track, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text in it."""
        return (
            self.active,
            *(node.label for node in self.nodes),
            *(branch.label for branch in self.branches),
        )


@dataclass(frozen=True)
class VersionOnPath:
    """A version on the way, with the LTS track whose release it is."""

    version: Version
    track: Track | None


@dataclass(frozen=True)
class ExamplePath:
    """An example of a rule, to follow or to avoid."""

    rule: UpgradeRule
    avoid: bool
    stops: tuple[VersionOnPath, ...]


def lay_out_branches(catalog: Catalog) -> BranchesFigure:
    """Lay out the LTS tracks by the release that they stay on, the newest next to the active track.

    The active track goes through those releases, and then through the first releases of later major versions.
    """
    tracks = [track for track in catalog.tracks.tracks if track.kind == "lts"]
    placed = sorted(
        ((track.line, track) for track in tracks if track.line), key=lambda item: item[0], reverse=True
    )
    nodes, active_y = _lay_out_nodes(catalog, [line for line, _ in placed])
    x = {node.version: node.x for node in nodes}
    branches = []
    for row, (line, track) in enumerate(placed):
        y = active_y + _ROW * (row + 1)
        label = Text(track.name, "", x[line] + _STEP_ASIDE, y + 1.5, shift=_ASIDE)
        branches.append(Branch(track, line, x[line], y, label))
    return BranchesFigure(
        height=active_y + _ROW * (len(placed) + 1) - 0.8,
        active=Text(active_name(catalog), "", 0, 1.1),
        active_y=active_y,
        nodes=nodes,
        branches=tuple(branches),
        steps=tuple(TrackSwitch(newer.x + _STEP_ASIDE, older, newer) for newer, older in pairwise(branches)),
        missing=tuple(track for track in tracks if not track.line),
    )


def _lay_out_nodes(catalog: Catalog, lines: list[Version]) -> tuple[tuple[Node, ...], float]:
    """Lay out the releases at equal distances, labels in lanes above, and return the line's height."""
    releases = {release.version: release for release in catalog.releases}
    coming = [version for version, release in releases.items() if release.status != "canceled"]
    starts = [version for version in coming if version.numbers[1:] == (0,)]
    later = [version for version in starts if not lines or version > max(lines)]
    versions = sorted({*lines, *later})
    scale = 100 / len(versions) if versions else 0.0
    if lines:  # the newest track's name must fit right of where it leaves
        widest = max(text_width(track.name) for track in catalog.tracks.tracks)
        most = 100 * (1 - (widest + _ASIDE) / NARROWEST) - _STEP_ASIDE
        scale = min(scale, most / (len(lines) - 0.5))
    lanes: list[list[Box]] = []
    placed = []
    for number, version in enumerate(versions):
        x = scale * (number + 0.5)
        label = inside(Text("", str(version), x, 0, "middle"))
        placed.append((version, x, label, free_lane(lanes, label.box, _NODE_GAP)))
    active_y = _TOP + _LANE * len(lanes)
    nodes = []
    for version, x, label, lane in placed:
        planned = version in releases and not releases[version].is_out
        nodes.append(Node(version, planned, x, replace(label, y=active_y - 0.9 - _LANE * lane)))
    return tuple(nodes), active_y


def example_paths(catalog: Catalog) -> tuple[ExamplePath, ...]:
    """Return the examples of the rules for upgrading, each version with the LTS track that stays on it."""
    tracks = {track.line: track for track in catalog.tracks.tracks if track.line}
    paths = []
    for rule in catalog.policy.upgrade_rules:
        for versions, avoid in ((rule.example, False), (rule.avoid, True)):
            if versions:
                stops = tuple(VersionOnPath(version, tracks.get(version)) for version in versions)
                paths.append(ExamplePath(rule, avoid, stops))
    return tuple(paths)
