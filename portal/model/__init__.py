"""The records of the knowledge base as typed, immutable values. What each field means: `schema/authored/`."""

from portal.model.change import (
    AppliesTo,
    Change,
    Event,
    Example,
    Kind,
    Stage,
    Status,
    Surface,
    Table,
)
from portal.model.kept import (
    KeptChange,
    KeptEdition,
)
from portal.model.knowledge import (
    Area,
    Catalog,
    Link,
    Outlook,
    Portal,
)
from portal.model.milestone import (
    Milestone,
)
from portal.model.notes import (
    Note,
    Statement,
)
from portal.model.policy import (
    Aspect,
    Major,
    Phase,
    Policy,
    Product,
    Question,
    Reason,
    Rollback,
    Tag,
    Topic,
    Track,
    TrackKind,
    TrackKindId,
    Tracks,
    UpgradeRule,
)
from portal.model.release import (
    Component,
    Highlight,
    HighlightGroup,
    Release,
    Slot,
)

__all__ = [
    "AppliesTo",
    "Area",
    "Aspect",
    "Catalog",
    "Change",
    "Component",
    "Event",
    "Example",
    "Highlight",
    "HighlightGroup",
    "KeptChange",
    "KeptEdition",
    "Kind",
    "Link",
    "Major",
    "Milestone",
    "Note",
    "Outlook",
    "Phase",
    "Policy",
    "Portal",
    "Product",
    "Question",
    "Reason",
    "Release",
    "Rollback",
    "Slot",
    "Stage",
    "Statement",
    "Status",
    "Surface",
    "Table",
    "Tag",
    "Topic",
    "Track",
    "TrackKind",
    "TrackKindId",
    "Tracks",
    "UpgradeRule",
]
