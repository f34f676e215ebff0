"""The table of contents of every call that a page can make, by its name in pages."""

from collections.abc import Callable, Mapping
from functools import partial

from macros import figures
from macros.calls import about, changes, fates, health, reference, releases, tools
from macros.render import render

# Calls that need nothing but their template and the catalog
_TEMPLATES = (
    "age",  # as of when the facts hold, from how many documents
    "default_changes",  # whom a changed default hits
    "download_tags",  # the tags by which the download page names versions
    "link_list",  # all named links
    "not_found",  # what was looked for in vain
    "policy",  # why breaking changes are made, and what the vendor commits to
    "release_list",  # all releases, latest first
    "rollback",  # what to do when an upgrade goes wrong
    "source_list",  # who says what the facts say: each source, its edition, when and how much of it was read
    "track_comparison",  # the three kinds of track side by side
    "track_kinds",  # the three kinds of track, with what holds for each
    "upgrade_rules",  # the rules for an upgrade's path
)
_FUNCTIONS: tuple[Callable[..., str], ...] = (
    changes.change_explorer,
    changes.major_links,
    changes.surface_index,
    fates.fates,
    figures.release_timeline,
    figures.upgrade_path,
    figures.version_anatomy,
    health.coverage,
    health.source_notes,
    health.set_up,
    health.sureness,
    health.unknown_values,
    reference.api_files,
    reference.api_reference,
    reference.contract_rules,
    reference.field_reference,
    reference.open_values,
    reference.rule_reference,
    releases.at_a_glance,
    releases.component_table,
    releases.current_and_next,
    releases.home,
    releases.kit_table,
    releases.questions,
    releases.release_schedule,
    releases.support_examples,
    about.badge_list,
    about.calendar_list,
    about.feed_categories,
    about.feed_example,
    about.feed_list,
    about.link,
    about.site_link,
    about.standard_list,
    tools.plan_example,
    tools.scan_example,
    tools.support_check,
    tools.upgrade_planner,
)
# Each takes a `View` and what stands between the brackets in the page, and returns HTML or Markdown
CALLS: Mapping[str, Callable[..., str]] = {
    **{name: partial(render, name) for name in _TEMPLATES},
    **{function.__name__: function for function in _FUNCTIONS},
}
