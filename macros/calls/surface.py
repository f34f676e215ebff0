"""The call of the page that lists the surface."""

from macros.render import render
from macros.view import View
from portal.model.surface import KINDS, surface_names


def surface_index(view: View) -> str:
    """Every name that a change touches, by kind, with what becomes of it."""
    return render("surface_index", view, titles=KINDS, names=surface_names(view.catalog))
