"""The site: what a page can call, and what is made around the pages.

`define_env` gives pages their calls; `on_post_build` makes what is not a hand-written page.
Only this module, `publish` and `preview/` know the engine.
"""

from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.exceptions import PluginError
from mkdocs.structure.nav import Link

from macros.after import PublishError, after_engine, finish_pages
from macros.after.entries import MAJOR_SHELL
from macros.after.search_index import typed_for
from macros.ages import PageAges
from macros.calls import CALLS, about
from macros.current import current_catalog
from macros.hooks import mark
from macros.preview.mistakes import fail_plainly
from macros.view import View, root_of
from portal.addresses import edit_address, major_path
from portal.model.versions import Version
from portal.problems import InvalidData
from portal.prose import to_text
from portal.words import product_name


def define_env(env: Any) -> None:
    """Give pages their calls, and the engine what `data/portal.yml` says of addresses and feeds."""
    root = Path(env.project_dir)
    try:
        catalog = current_catalog(root)
    except InvalidData as invalid:
        raise PluginError(f"the data cannot be used\n{invalid}") from None
    portal = catalog.portal
    # The theme escapes the name in some places only; what is escaped already is not escaped again.
    env.conf["site_name"] = escape(portal.name)
    env.conf["site_description"] = escape(portal.description)
    env.conf["site_url"] = env.conf["site_url"] or portal.url
    # The engine's own script for reloading a page stands in it, which the security policy would not let run.
    env.conf["extra"]["preview"] = env.conf["site_url"] != portal.url
    env.conf["edit_uri_template"] = edit_address(portal, "content/{path}")
    env.conf["copyright"] = escape(to_text(portal.disclaimer))
    env.conf["extra"]["age"] = PageAges(View(root, catalog)).strip
    env.conf["extra"]["typed"] = typed_for(catalog)
    env.conf["extra"]["feeds"] = [
        {
            "type": feed.format.media_type,
            "title": f"{feed.subject.title} ({feed.format.name})",
            "path": feed.path,
        }
        for feed in about.main_feeds(catalog)
    ]
    fail_plainly(env)
    for name, call in CALLS.items():
        env.macro(_bound(call, env, View(root, catalog)), name)


def on_pre_page_macros(env: Any) -> None:
    """Put a shell page into the section that it names, so that entry pages show where they are.

    The pages of major versions have links in the section: they are as many as the data knows.
    """
    name = env.page.meta.get("section")
    if name:
        sections = {item.title: item for item in env.variables["navigation"].items if item.is_section}
        env.page.parent = sections[name]
        if env.page.url == MAJOR_SHELL:
            majors = current_catalog(Path(env.project_dir)).listed_majors
            links = [Link(product_name(Version((major,))), major_path(major)) for major in majors]
            sections[name].children[1:1] = links  # after the list of all changes


def on_post_build(env: Any) -> None:
    """Make the entry pages, feeds and search index around the pages that the engine has rendered.

    Where only pages are asked for, the rest is made by who asks.
    """
    try:
        root, site, extra = Path(env.project_dir), Path(env.conf["site_dir"]), env.conf["extra"]
        if extra.get("pages_only"):
            finish_pages(root, site)
            return
        after_engine(root, site, commit=extra.get("commit"))
    except (InvalidData, PublishError) as error:
        raise PluginError(str(error)) from None


def _bound(call: Any, env: Any, view: View) -> Any:
    """Bind a call to the catalog and its page, into which `macros/hooks.py` puts what it makes."""

    def bound(*arguments: Any) -> str:
        made = env.page.meta.setdefault("calls", [])
        made.append(call(view.at(root_of(env.page.url)), *arguments))
        return mark(len(made) - 1)

    return bound
