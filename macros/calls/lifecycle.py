"""Calls of pages about tracks, upgrading, downloads and support."""

from macros.render import render
from macros.view import View
from portal.model import Topic


def track_kinds(view: View) -> str:
    """The three kinds of track, with what holds for each."""
    return render("track_kinds", view)


def track_comparison(view: View) -> str:
    """The comparison of the three kinds of track."""
    return render("track_comparison", view)


def track_list(view: View) -> str:
    """The tracks, with their lines and support windows as far as known."""
    return render("track_list", view)


def download_tags(view: View) -> str:
    """The tags by which the download page names versions."""
    return render("download_tags", view)


def upgrade_rules(view: View) -> str:
    """The rules for an upgrade's path."""
    return render("upgrade_rules", view)


def questions(view: View, topic: Topic) -> str:
    """The questions and answers on a topic."""
    chosen = [question for question in view.catalog.questions if question.topic == topic]
    if not chosen:
        raise ValueError(f"there are no questions on {topic!r}")
    return render("questions", view, questions=chosen)


def support_examples(view: View) -> str:
    """The products whose phases of support are known."""
    return render("support_examples", view, products=[item for item in view.catalog.products if item.support])
