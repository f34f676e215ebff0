"""Says what is wrong with what somebody has saved, whatever step of making the site found it."""

import traceback
from collections.abc import Iterator
from pathlib import Path

from mkdocs.exceptions import Abort, MkDocsException

from macros.after.finish import PublishError
from portal.problems import InvalidData, format_text

# What the site is made of, and somebody may edit
SOURCES = ("mkdocs.yml", "content", "data", "schema", "macros", "portal")


def explain(error: BaseException, checkout: Path) -> Iterator[str]:
    """Return what is wrong, a text a problem: those of the data as `portal check` prints them."""
    if isinstance(error, Abort) and error.__context__:
        yield from explain(error.__context__, checkout)  # which the engine has ended with nothing but an end
    elif isinstance(error, InvalidData):
        yield from (format_text([problem]) for problem in error.problems)
    elif isinstance(error, PublishError | MkDocsException):
        yield str(error)
    else:
        yield f"{_place(error, checkout)}: {str(error) or type(error).__name__}"


def _place(error: BaseException, checkout: Path) -> str:
    """Return the last line of the checkout's own code or template that an error came through."""
    place = type(error).__name__
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        if any(file.is_relative_to(checkout / source) for source in SOURCES):
            place = f"{file.relative_to(checkout).as_posix()}:{frame.lineno}"
    return place
