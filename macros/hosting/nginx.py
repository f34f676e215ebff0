"""What deploy/nginx.conf includes of a published site: types, headers, and the sum of every file.

The sums are what `ETag` says, since nginx's own is made of size and time. They are true of one edition of the
site only. So each edition has an empty file with its name: where nginx does not find it, the site was
replaced and nginx has not been told yet, and then it sends neither sums nor policy. Decision 0020 says more.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.hosting.answers import CACHING, JSON_TYPES, OF_PAGES, POLICY, RULES, SECURITY, SHARING, TYPES
from macros.hosting.compressed import ENDING
from macros.hosting.headers_file import HEADERS_FILE

FOLDER = ".hosting"
_HTTP = "nginx-http.conf"
_SERVER = "nginx-server.conf"
_MADE = "# Made by `make site` out of macros/hosting/answers.py. deploy/nginx.conf includes this.\n"
_NOT_SERVED = {HEADERS_FILE, "404.html"}
# Headers that nginx is to send otherwise for errors, so deploy/nginx/answers.conf sends them
_SAID_THERE = {CACHING: "$caching_of_address", SHARING: "$sharing"}


def write_nginx(site: Path, policy: str) -> None:
    """Write the files into a folder of their own in `site`, which has its other files."""
    sums = _map('"$stale$uri"', "$sum", "", dict(_sums(site)), volatile=True)
    edition = hashlib.sha256(f"{sums}{policy}".encode()).hexdigest()
    folder = site / FOLDER
    folder.mkdir()
    (folder / edition).touch()
    http = [
        _MADE,
        _types(TYPES),
        *_headers(),
        _map('""', "$edition", edition, {}),
        # Not if the site was replaced: new scripts in pages could then not run. Pages have theirs anyway.
        _map("$stale", "$policy", policy, {"1": ""}),
        f"add_header {POLICY} $policy always;\n",
        sums,
    ]
    (folder / _HTTP).write_text("\n".join(http), "utf-8", newline="\n")
    server = [_MADE, *(_json_location(*item) for item in JSON_TYPES.items())]
    (folder / _SERVER).write_text("\n".join(server), "utf-8", newline="\n")


def _sums(site: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if file.is_file() and path not in _NOT_SERVED and file.suffix != ENDING:
            yield f"/{path}", hashlib.sha256(file.read_bytes()).hexdigest()


def _headers() -> Iterator[str]:
    for name, value in SECURITY.items():
        yield f'add_header {name} "{value}" always;'
    names = dict.fromkeys(name for rule in RULES for name, _ in rule.headers)
    for name in names:
        variable = _SAID_THERE.get(name) or f"${name.lower().replace('-', '_')}"
        values = {
            f"~{_expression(rule.pattern)}": dict(rule.headers)[name]
            for rule in RULES
            if name in dict(rule.headers)
        }
        yield _map("$uri", variable, OF_PAGES if name == CACHING else "", values)
        if name not in _SAID_THERE:
            yield f"add_header {name} {variable} always;\n"


def _expression(pattern: str) -> str:
    """Give the regular expression for a pattern of addresses."""
    return f"^{re.escape(pattern).replace(re.escape('*'), '.*')}$"


def _map(
    source: str, variable: str, default: str, values: Mapping[str, str], *, volatile: bool = False
) -> str:
    lines = [f'    "{key}" "{value}";' for key, value in values.items()]
    again = ["    volatile;"] if volatile else []
    return "\n".join([f"map {source} {variable} {{", *again, f'    default "{default}";', *lines, "}", ""])


def _types(types: Mapping[str, str]) -> str:
    return "\n".join(["types {", *(f'    "{type_}" {end};' for end, type_ in sorted(types.items())), "}", ""])


def _json_location(pattern: str, media_type: str) -> str:
    return f'location ~ "{_expression(pattern)}" {{\n    types {{ "{media_type}" json; }}\n}}\n'
