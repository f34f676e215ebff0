"""Shows the site while somebody edits, and over each page what is wrong with what they saved.

`python -m macros.serve` is what `make serve` runs. A site that cannot be made does not replace the last one
that could. What is wrong is written into the answers of this server only, so no page of a folder has it.
"""

import argparse
import logging
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as render_pages
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer

from macros.finish import PublishError, current_catalog
from macros.render import render_alone
from portal.problems import InvalidData, format_text

WATCHED = ("mkdocs.yml", "content", "data", "schema", "macros", "portal")
_ENDS = (signal.SIGINT, signal.SIGTERM)
_LOGGER = logging.getLogger("mkdocs.serve")


class Preview(LiveReloadServer):
    """The engine's server, which never stops at a mistake. `problems` has what is wrong, empty if nothing."""

    def __init__(self, checkout: Path, host: str, port: int, folder: Path) -> None:
        """Serve the checkout at an address. `folder` is for the sites that are made, and empty."""
        self.checkout, self.folder = checkout, folder
        self.problems: tuple[str, ...] = ()
        nothing = tempfile.mkdtemp(dir=folder)
        super().__init__(builder=self.rebuild, host=host, port=port, root=nothing)
        for path in WATCHED:
            self.watch(str(checkout / path))

    def rebuild(self) -> None:
        """Make the site, and serve it if it is whole; else say why not, and serve the last one."""
        fresh = tempfile.mkdtemp(dir=self.folder)
        try:
            self._build(fresh)
        except Exception as error:  # noqa: BLE001 - code and templates being edited fail in any way
            self.problems = tuple(explain(error, self.checkout))
            _LOGGER.error("\n".join(["the site cannot be made:", *self.problems]))
            old = fresh
        else:
            self.problems = ()
            old, self.root = self.root, fresh
        shutil.rmtree(old, ignore_errors=True)

    def _build(self, site: str) -> None:
        current_catalog(self.checkout)
        config = load_config(str(self.checkout / "mkdocs.yml"), site_dir=site)
        config.site_url = self.url
        config.plugins.on_startup(command="serve", dirty=False)
        render_pages(config, serve_url=self.url)
        config.plugins.on_shutdown()

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        """Answer as ever; where there is no page while something is wrong, with what that is."""
        answer = super()._serve_request(environ, start_response)
        if answer is not None or not self.problems or Path(environ["PATH_INFO"]).suffix not in ("", ".html"):
            return answer
        page = self._inject_js_into_html(render_alone("problem_page").encode(), self._visible_epoch)
        start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [page]

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Give a page with the engine's script that reloads it, and with what is wrong."""
        page: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        if not self.problems:
            return page
        before, end, after = page.rpartition(b"</body>")
        return before + render_alone("problems", problems=self.problems).encode() + end + after


def explain(error: BaseException, checkout: Path) -> Iterator[str]:
    """Give what is wrong, a text a problem: those of the data as `portal check` prints them."""
    if isinstance(error, Abort) and error.__context__:
        yield from explain(error.__context__, checkout)  # which the engine has ended with nothing but an end
    elif isinstance(error, InvalidData):
        yield from (format_text([problem]) for problem in error.problems)
    elif isinstance(error, PublishError | MkDocsException):
        yield str(error)
    else:
        yield f"{_place(error, checkout)}: {str(error) or type(error).__name__}"


def _place(error: BaseException, checkout: Path) -> str:
    """Give the last line of the checkout's own code or template that an error came through."""
    place = type(error).__name__
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        if any(file.is_relative_to(checkout / folder) for folder in WATCHED):
            place = f"{file.relative_to(checkout).as_posix()}:{frame.lineno}"
    return place


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted, and give the exit code: 1 if the address cannot be had."""
    parser = argparse.ArgumentParser(
        prog="python -m macros.serve", description="Show the site at a local address, anew after each change."
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the checkout (default: here)"
    )
    parser.add_argument("--address", type=_address, default=("127.0.0.1", 8000), metavar="HOST:PORT")
    options = parser.parse_args(arguments)
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    logging.getLogger("mkdocs.plugins").setLevel(logging.WARNING)
    for one in _ENDS:
        signal.signal(one, _end)
    host, port = options.address
    with tempfile.TemporaryDirectory(prefix="preview-", ignore_cleanup_errors=True) as folder:
        server = Preview(options.root.resolve(), host, port, Path(folder))
        try:
            server.rebuild()
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            return 0
        except OSError as error:
            print(f"{host}:{port}: cannot listen there: {error.strerror}", file=sys.stderr)
            return 1
        finally:
            server.shutdown()
    return 0


def _end(*_: object) -> None:
    """Leave by the way that cleans up, once: a shell and make each send a signal."""
    for one in _ENDS:
        signal.signal(one, lambda *_: None)  # SIG_IGN would complain of one that is on its way
    raise KeyboardInterrupt


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as 127.0.0.1:8000")
    return host, int(port)


if __name__ == "__main__":
    sys.exit(main())
