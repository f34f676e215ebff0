"""Pagefind as a service: it is given pages one by one, and makes an index of them.

Its command takes pages in the order in which the disk lists them, and numbers them so: other disk, other
bytes. Its client for Python looks for an answer every tenth of a second, and there is one for each page. So
its messages, of the form that `pagefind.service.types` describes, are sent from here. It can write files, but
says that they are written before they are, and may end before, too: so they are written here.
"""

import base64
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from subprocess import PIPE, Popen
from typing import IO, Any, cast

from pagefind.service import get_executable

_END = b","


class IndexerError(Exception):
    """The indexer did not do what it was asked. Its text says why."""


def index_pages(pages: Iterable[tuple[str, str]], out: Path) -> None:
    """Write the index of pages into the folder `out`: for each, its path from the site's root and its HTML.

    They are numbered as they come. Raises `IndexerError`, and `OSError` where the disk is full.
    """
    with tempfile.TemporaryFile() as said:
        try:
            with Popen(_command(), stdin=PIPE, stdout=PIPE, stderr=said) as service:  # noqa: S603 - no outside input
                index = _ask(service, "NewIndex", config={"exclude_selectors": [".headerlink"]})["index_id"]
                for path, text in pages:
                    _ask(service, "AddFile", index_id=index, file_path=path, file_contents=text, url=None)
                files = _ask(service, "GetFiles", index_id=index)["files"]
        except (BrokenPipeError, EOFError):
            raise IndexerError(_last_words(said)) from None
    for file in files:
        target = out / file["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(file["content"]))


def _command() -> list[str]:
    return [str(get_executable()), "--service"]


def _ask(service: Popen[bytes], kind: str, **question: Any) -> dict[str, Any]:
    """Ask the service something, and wait for its answer. Raises `OSError` or `EOFError` if it has ended."""
    questions, answers = cast("IO[bytes]", service.stdin), cast("IO[bytes]", service.stdout)
    message = json.dumps({"message_id": 0, "payload": {"type": kind, **question}})
    questions.write(base64.b64encode(message.encode()) + _END)
    questions.flush()
    text = bytearray()
    while not text.endswith(_END):  # nothing follows an answer before the next question
        if not (more := os.read(answers.fileno(), 1 << 16)):
            raise EOFError
        text += more
    answer: dict[str, Any] = json.loads(base64.b64decode(text.removesuffix(_END)))["payload"]
    if answer["type"] == "Error":
        raise IndexerError(answer["message"])
    return answer


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode("utf-8", "replace").strip() or "it ended without a word"
