"""Who is answered by `make serve`: whoever asks for an address of the site by the server's own name.

A page of another site can let its name lead to 127.0.0.1 (DNS rebinding) and read what is answered there.
The name that the browser then asks for is still that of the other site.
"""

import re
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import unquote_to_bytes, urlsplit

from mkdocs.livereload import LiveReloadServer, _Handler

from portal.problems import printable

_LOCAL = {"localhost", "127.0.0.1", "::1"}
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]*)?", re.ASCII)
_PATH = re.compile(r"/(?:[!-$&-~]|%[0-9A-Fa-f]{2})*", re.ASCII)
_MOST = 2_000  # letters, more than any address of the site has


class Door(_Handler):
    """Refuses in one sentence what is not for this server or is no address, before anything looks at it."""

    server: LiveReloadServer
    default_request_version = "HTTP/1.0"  # or what is no request at all is refused without a status
    error_message_format = "%(message)s\n"
    error_content_type = "text/plain; charset=utf-8"

    def parse_request(self) -> bool:
        """Whether the request is sound; if not, it is refused already."""
        if not super().parse_request():
            return False
        hosts, path = self.headers.get_all("Host", []), self.path.partition("?")[0]
        if len(hosts) != 1:
            self.send_error(HTTPStatus.BAD_REQUEST, "A request names one host.")
        elif not _is_own(hosts[0], self.server.url):
            why = f"This server has no such name; open {self.server.url}"
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, why)
        elif self.command not in ("GET", "HEAD"):
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, "This server can only be read.")
        elif len(path) > _MOST:
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long.")
        elif not _is_address(path):
            self.send_error(HTTPStatus.BAD_REQUEST, "This is no address.")
        else:
            return True
        return False

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Print what was asked for, in which a terminal finds nothing to obey."""
        self.requestline = printable(self.requestline, 200)
        super().log_request(code, size)  # type: ignore[no-untyped-call]


def _is_own(asked: str, url: str) -> bool:
    """Whether a `Host` is the machine itself, or the host that a server at `url` was told to listen on."""
    match = _HOST.fullmatch(asked.lower())
    name, own = match and (match[1] or match[2]), urlsplit(url).hostname
    if name in {*_LOCAL, own}:
        return True
    # Whoever listens everywhere is asked by any number, which cannot be made to lead elsewhere as a name can
    listens = _number(own)
    return listens is not None and listens.is_unspecified and _number(name) is not None


def _number(name: str | None) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name or "")
    except ValueError:
        return None


def _is_address(path: str) -> bool:
    """Whether a path can be that of a page: in UTF-8 and printable, with no step upwards."""
    try:
        text = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(_PATH.fullmatch(path)) and text.isprintable() and not {".", ".."} & set(text.split("/"))
