"""Shows the site while somebody edits, and over each page what is wrong with what they saved.

`python -m macros.serve` is what `make serve` runs. Pages are shown as soon as all are made; the rest of the
site comes after that, and out of the last whole one where it cannot be made. Decision 0023 says why. What is
wrong is written into the answers of this server only, so no page of a folder has it.
"""

import argparse
import errno
import logging
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from pathlib import Path
from threading import Thread
from typing import Any

from mkdocs.commands.build import build as render_pages
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from macros.finish import current_catalog
from macros.mistakes import SOURCES, explain
from macros.render import render_alone
from macros.rest import Rest

_ENDS = (signal.SIGINT, signal.SIGTERM)
_LOGGER = logging.getLogger("mkdocs.serve")


class Preview(LiveReloadServer):
    """The engine's server, which never stops at a mistake. `problems` has what is wrong, empty if nothing.

    `root` has the pages that are shown, and `whole` is the last site that was whole. Who changes any of these
    holds the lock of `_epoch_cond`.
    """

    def __init__(
        self,
        checkout: Path,
        folder: Path,
        address: tuple[str, int],
        make_pages: Callable[[Path, Path, str], None],
        begin_rest: Callable[[Path, Path, Path], Rest],
    ) -> None:
        """Serve the checkout at a host and port. `folder` is for the sites that are made, and empty.

        `make_pages` makes the pages of the checkout in a folder, for an address, and may fail in any way;
        `begin_rest` begins to make a whole site out of them, below another folder.
        """
        self.checkout, self.folder = checkout, folder
        self._make_pages, self._begin_rest = make_pages, begin_rest
        self.problems: tuple[str, ...] = ()
        nothing = tempfile.mkdtemp(dir=folder)
        super().__init__(builder=self.rebuild, host=address[0], port=address[1], root=nothing)
        self.whole = self._before = self.root
        self._rest: Rest | None = None
        self._wanted_epoch += 1  # who asks before there are pages waits for them
        for source in SOURCES:
            self.watch(str(checkout / source))

    def rebuild(self) -> None:
        """Make the pages, show them, and begin with the rest; or say why not, and show the last pages."""
        with self._epoch_cond:
            self._end_rest()
            self._wanted_epoch = max(self._wanted_epoch, self._visible_epoch + 1)
        fresh = tempfile.mkdtemp(dir=self.folder)
        try:
            self._make_pages(self.checkout, Path(fresh), self.url)
            rest = self._begin_rest(self.checkout, Path(fresh), self.folder)
        except Exception as error:  # noqa: BLE001 - code and templates being edited fail in any way
            shutil.rmtree(fresh, ignore_errors=True)
            self._complain("the site cannot be made:", tuple(explain(error, self.checkout)))
            return
        with self._epoch_cond:
            self._rest, self.problems = rest, ()
            self._show(fresh)
            self._reload()
        Thread(target=self._wait_for, args=(rest,), daemon=True).start()

    def _build_loop(self) -> None:
        """Make the first pages, now that the address is ours, and then those of each edit."""
        self.rebuild()
        super()._build_loop()  # type: ignore[no-untyped-call]

    def shutdown(self, wait: bool = False) -> None:
        """End, with all that was begun."""
        with self._epoch_cond:
            self._end_rest()
        super().shutdown(wait)

    def _wait_for(self, rest: Rest) -> None:
        """Take a whole site when it is done, unless an edit has ended it."""
        problems = rest.problems()
        with self._epoch_cond:
            ended = rest is not self._rest
            if not ended:
                self._rest = None
            if ended or problems:
                shutil.rmtree(rest.site, ignore_errors=True)
            else:
                self.whole = rest.site
                self._show(rest.site)
                self._epoch_cond.notify_all()
                _LOGGER.info("The rest of the site is there")
            if problems and not ended:
                self._wanted_epoch = self._visible_epoch + 1
                self._complain("the site is not whole:", problems)

    def _end_rest(self) -> None:
        if self._rest:
            self._rest.end()
            self._rest = None

    def _show(self, site: str) -> None:
        """Answer from a site from now on. The one before stays for requests that are under way."""
        known = {self._before, self.root, self.whole}
        self._before, self.root = self.root, site
        for old in known - {self._before, self.root, self.whole}:
            shutil.rmtree(old, ignore_errors=True)

    def _complain(self, what: str, problems: tuple[str, ...]) -> None:
        """Print what is wrong, and show it over the pages."""
        _LOGGER.error("\n".join([what, *problems]))
        with self._epoch_cond:
            self.problems = problems
            self._reload()

    def _reload(self) -> None:
        """Let browsers load their page again."""
        self._visible_epoch = self._wanted_epoch
        self._epoch_cond.notify_all()

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        """Answer as ever; what is not there yet as soon as it is, and no page with what is wrong."""
        if environ["PATH_INFO"].startswith("/livereload/"):
            return super()._serve_request(environ, start_response)
        now = self._at_rest()
        answer = super(Preview, now)._serve_request(environ, start_response)
        if answer is not None:
            return answer
        if Path(environ["PATH_INFO"]).suffix not in ("", ".html"):
            now = self._at_rest(whole=True)
            return super(Preview, now)._serve_request(environ, start_response)
        return now.problem_page(start_response) if now.problems else None

    def problem_page(self, start_response: Any) -> Iterable[bytes]:
        """Answer with a page that has nothing but what is wrong."""
        page = self._inject_js_into_html(render_alone("problem_page").encode(), self._visible_epoch)
        start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [page]

    def _at_rest(self, *, whole: bool = False) -> "Preview":
        """Give this server as it is when no pages are being made, or no `whole` site; it stays like that.

        An answer is then of one site, also if another one is shown meanwhile.
        """
        with self._epoch_cond:
            self._epoch_cond.wait_for(
                lambda: self._visible_epoch == self._wanted_epoch and not (whole and self._rest)
            )
            now = copy(self)
            # The engine sets what is wanted without this lock, and must not wait for it in the copy.
            vars(now).update(_wanted_epoch=self._visible_epoch, root=self.whole if whole else self.root)
        return now

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Give a page with the engine's script that reloads it, and with what is wrong."""
        page: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        if not self.problems:
            return page
        before, end, after = page.rpartition(b"</body>")
        return before + render_alone("problems", problems=self.problems).encode() + end + after


def make_pages(checkout: Path, site: Path, address: str) -> None:
    """Let the engine make the pages of a checkout, to be seen at an address."""
    current_catalog(checkout)
    config = load_config(str(checkout / "mkdocs.yml"), site_dir=str(site))
    config.site_url = address
    config.extra["pages_only"] = True
    config.plugins.on_startup(command="serve", dirty=False)
    render_pages(config, serve_url=address)
    config.plugins.on_shutdown()


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
        server = Preview(options.root.resolve(), Path(folder), options.address, make_pages, Rest)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            signal.setitimer(signal.ITIMER_REAL, 0)
            return 0
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "something else listens there" if taken else f"cannot listen there: {error.strerror}"
            print(
                f"{host}:{port}: {why}; choose another port: make serve SERVE=127.0.0.1:8001", file=sys.stderr
            )
            return 1
        finally:
            server.shutdown()
    return 0


def _end(*_: object) -> None:
    """Leave by the way that cleans up, once: a shell and make each send a signal.

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
    return host, int(port)


if __name__ == "__main__":
    sys.exit(main())
