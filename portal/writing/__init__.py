"""Writing: how data files are laid out, and how commands edit them for editors. Nothing here asks a clock.

Every edit is made as bytes first, checked as if it were written, and only then written, all of it or nothing.
"""

from portal.writing.amendments import apply, move, withdraw
from portal.writing.desk import Desk, WouldBreak
from portal.writing.edits import Edit, write_edits
from portal.writing.layout import format_data
from portal.writing.new_entries import ENTRIES
from portal.writing.questions import QUESTIONS, Answers, Question, explain, find_fault, proposal, tidy
from portal.writing.shape import Shape

__all__ = [
    "ENTRIES",
    "QUESTIONS",
    "Answers",
    "Desk",
    "Edit",
    "Question",
    "Shape",
    "WouldBreak",
    "apply",
    "explain",
    "find_fault",
    "format_data",
    "move",
    "proposal",
    "tidy",
    "withdraw",
    "write_edits",
]
