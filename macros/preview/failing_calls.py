"""Makes a failing call in a page an ordinary error of the build.

The macros plugin would print a traceback and end the process, which ends `make serve` with it.
"""

import logging
import re
from typing import Any

from mkdocs.exceptions import PluginError

_LOGGER = logging.getLogger("mkdocs.plugins.mkdocs_macros.util")
_TRACEBACK = re.compile(r"\s+```\s+Traceback \(most recent call last\)")


def fail_plainly(env: Any) -> None:
    """Change how `env`, the macros plugin, ends when a call fails: `PluginError` that says why."""
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
