"""Shows the site while somebody edits, and over each page what is wrong with what they saved.

`python -m macros.preview.serve` is what `make serve` runs. It makes the whole site once, and after an edit
its pages alone: search and files for machines stay as they were at the start. What is wrong is written into
the answers of this server only, so no page of a folder has it.
"""

import argparse
import errno
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as render_pages
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

from macros.after.finished import files_below
from macros.after.verify import broken_links
from macros.current import check_pages, current_catalog
from macros.preview.door import Door
from macros.preview.mistakes import SOURCES, explain
from macros.render import render_alone
from portal.cli.outside.ending import Parser, run_command
from portal.cli.outside.terminal import tell
from portal.reading.opening import is_nobodys

_ENDS = (signal.SIGINT, signal.SIGTERM)
_INTERVAL = 0.5  # in seconds, as the engine looks for changes
_LOGGER = logging.getLogger("mkdocs.serve")


class SitePreview(LiveReloadServer):
    """The engine's server, which never stops at a mistake. `problems` has what is wrong, empty if nothing.

    `root` is a link to the pages that are shown, so that a request that has waited for new ones gets these;
    `whole` is the site as it was made first, None before.
    """

    def __init__(
        self,
        checkout: Path,
        folder: Path,
        address: tuple[str, int],
        make_site: Callable[[Path, Path, str, bool], None],
        look: Callable[[Path], Sequence[str]],
    ) -> None:
        """Serve the checkout at a host and port. `folder` is for the sites that are made, and empty.

        `make_site` makes the site of the checkout in a folder, for an address, whole or its pages alone, and
        may fail in any way; `look` says what is wrong with pages that can be shown.
        """
        self.checkout, self.folder = checkout, folder.resolve()  # as sites are compared
        self._make_site, self._look = make_site, look
        self.problems: tuple[str, ...] = ()
        self.whole: Path | None = None
        super().__init__(self.rebuild, host=address[0], port=address[1], root=str(self.folder / "shown"))
        if ":" in address[0]:  # a number of IPv6
            self.url = f"http://[{address[0]}]:{address[1]}/"
        self.RequestHandlerClass = Door
        self.observer: Any = PollingObserverVFS(os.stat, _listed, polling_interval=_INTERVAL)
        self._wanted_epoch += 1  # a request before there are pages waits for them
        for source in SOURCES:
            self.watch(str(checkout / source))

    def rebuild(self) -> None:
        """Make the pages and show them, or say why not and show the last pages."""
        fresh = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            self._make_site(self.checkout, fresh, self.url, not self.whole)
            if self.whole:
                lend(self.whole, fresh)
        except Exception as error:  # noqa: BLE001 - code and templates being edited fail in any way
            shutil.rmtree(fresh, ignore_errors=True)
            self._reload(tuple(explain(error, self.checkout)))
            return
        self.whole = self.whole or fresh
        before = Path(self.root).resolve()
        link = self.folder / "next"
        link.symlink_to(fresh)
        link.replace(self.root)
        self._reload(())
        if wrong := self._look(fresh):
            self._reload(tuple(wrong))
        if before not in (self.whole, Path(self.root)):
            shutil.rmtree(before, ignore_errors=True)

    def _build_loop(self) -> None:
        """Make the first pages, now that the address is ours, and then those of each edit."""
        self.rebuild()
        super()._build_loop()  # type: ignore[no-untyped-call]

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        """Answer until the end, which may come while the thread that answers is just beginning."""
        with suppress(ValueError):  # of a socket that is closed already
            super().serve_forever(poll_interval)

    def _reload(self, problems: tuple[str, ...]) -> None:
        """Let browsers load their page again, with what is wrong over it."""
        if problems:
            _LOGGER.error("\n".join(["something is wrong:", *problems]))
        with self._epoch_cond:
            self.problems = problems
            self._wanted_epoch = max(self._wanted_epoch, self._visible_epoch + 1)
            self._visible_epoch = self._wanted_epoch
            self._epoch_cond.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say of a request that could not be answered why; of a browser that went away nothing."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):
            _LOGGER.error(f"a request could not be answered: {error}")

    def serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request, and one for the head of an answer without its body."""
        answer = super().serve_request(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return answer
        if close := getattr(answer, "close", None):
            close()
        return []

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        """Answer as ever; where there are no pages yet, with what is wrong."""
        try:
            answer = super()._serve_request(environ, start_response)
        except OSError:  # a file of pages that newer ones have just replaced
            answer = None
        if answer is None and self.problems and not self.whole:
            return self.problem_page(start_response)
        return answer

    def problem_page(self, start_response: Any) -> Iterable[bytes]:
        """Answer with a page that has nothing but what is wrong."""
        page = self._inject_js_into_html(render_alone("problem_page").encode(), self._visible_epoch)
        start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [page]

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Return a page with the engine's script that reloads it, and with what is wrong."""
        page: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        if not self.problems:
            return page
        before, end, after = page.rpartition(b"</body>")
        return before + render_alone("problems", problems=self.problems).encode() + end + after


def _listed(folder: str | None) -> Iterator[os.DirEntry[str]]:
    """Return what is in a folder and can be part of the site, for the engine's watcher."""
    return (entry for entry in os.scandir(folder) if not is_nobodys(entry.name))


def lend(whole: Path, pages: Path) -> None:
    """Let a folder of pages have all that a whole site has beside its pages."""
    for path in files_below(whole):
        target = pages / path
        if not path.endswith(".html") and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(whole / path, target)


def make_site(checkout: Path, site: Path, address: str, whole: bool) -> None:
    """Let the engine make the site of a checkout, to be seen at an address."""
    current_catalog(checkout)
    check_pages(checkout)
    config = load_config(str(checkout / "mkdocs.yml"), site_dir=str(site))
    config.site_url = address
    config.extra["pages_only"] = not whole
    config.plugins.on_startup(command="serve", dirty=False)
    render_pages(config, serve_url=address)
    config.plugins.on_shutdown()


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted, and return the exit code: 1 if the address cannot be had."""
    parser = Parser(
        prog="python -m macros.preview.serve",
        description="Show the site at a local address, anew after each change.",
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
        server = SitePreview(options.root.resolve(), Path(folder), options.address, make_site, broken_links)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            signal.setitimer(signal.ITIMER_REAL, 0)
            return 0
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "something else listens there" if taken else f"cannot listen there: {error.strerror}"
            tell(f"{host}:{port}: {why}; choose another port: make serve SERVE=127.0.0.1:8001")
            return 1
        finally:
            server.shutdown()
    return 0


def _end(*_: object) -> None:
    """End in the way that cleans up, once: a shell and make each send a signal.

    What is raised where Python finalizes an object is lost. So it is raised again until `main` has it.
    """
    for one in _ENDS:
        signal.signal(one, lambda *_: None)  # SIG_IGN would complain of one that is on its way
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, 1)
    raise KeyboardInterrupt


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as 127.0.0.1:8000")
    return host.removeprefix("[").removesuffix("]"), int(port)


if __name__ == "__main__":
    sys.exit(run_command("python -m macros.preview.serve", main))
