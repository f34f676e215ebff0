"""Calls of pages about the policy behind breaking changes."""

from macros.render import render
from macros.view import View


def policy(view: View) -> str:
    """Why breaking changes are made, and what the vendor commits to."""
    return render("policy", view)


def default_changes(view: View) -> str:
    """Whom a changed default hits."""
    return render("default_changes", view)


def rollback(view: View) -> str:
    """What to do when an upgrade goes wrong."""
    return render("rollback", view)
