"""Says what is wrong with what somebody has saved, whatever step of making the site found it."""

import logging
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort, MkDocsException, PluginError

from macros.after import PublishError
from portal.problems import InvalidData, format_text

_LOGGER = logging.getLogger("mkdocs.plugins.mkdocs_macros.util")
_TRACEBACK = re.compile(r"\s+```\s+Traceback \(most recent call last\)")
# What the site is made of, and somebody may edit
SOURCES = ("mkdocs.yml", "content", "data", "schema", "macros", "portal")


def explain(error: BaseException, checkout: Path) -> Iterator[str]:
    """Return what is wrong, one text for each problem; problems of the data read as in `portal check`."""
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


def fail_plainly(env: Any) -> None:
    """Change how `env`, the macros plugin, ends when a call in a page fails: with an error of the build.

    It would print a traceback and end the process, which ends `make serve` with it.
    """
    render = env.render

    def careful(*arguments: Any, **named: Any) -> str:
        try:
            return str(render(*arguments, **named))
        except SystemExit as end:
            place = f"content/{env.page.file.src_path}"
            raise PluginError(f"{place}: a call in this page failed: {end.__context__}") from None

    env.render = careful
    _LOGGER.addFilter(_leave_out_traceback)


def _leave_out_traceback(record: logging.LogRecord) -> bool:
    record.msg, record.args = _TRACEBACK.split(record.getMessage())[0], ()
    return True
