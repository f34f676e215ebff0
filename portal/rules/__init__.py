"""The rules between records, one a module: `ID`, a docstring that is its published text, and `check`."""

from types import ModuleType

from portal.rules import (
    applies_to_explained,
    duplicate_id,
    duplicate_title,
    file_name,
    future_record,
    history_order,
    history_state,
    html_in_text,
    milestone_log,
    release_status,
    stage_order,
    stale_change,
    stale_release,
    stale_tentative,
    stale_track,
    surface_anchor,
    table_shape,
    unexplained_difference,
    unknown_reference,
    unknown_release,
)

RULES: tuple[ModuleType, ...] = (
    applies_to_explained,
    duplicate_id,
    duplicate_title,
    file_name,
    future_record,
    history_order,
    history_state,
    html_in_text,
    milestone_log,
    release_status,
    stage_order,
    stale_change,
    stale_release,
    stale_tentative,
    stale_track,
    surface_anchor,
    table_shape,
    unexplained_difference,
    unknown_reference,
    unknown_release,
)
