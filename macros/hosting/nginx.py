"""What deploy/nginx.conf includes of a published site: types, headers, and the sum of every file.

The sums are what `ETag` says, since nginx's own is made of size and time. They are true of one edition of the
site only. So each edition has an empty file with its name: where nginx does not find it, the site was
replaced and nginx has not been told yet, and then it sends neither sums nor policy. Decision 0020 says more.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.files import files_below
from macros.hosting.answers import CACHING, JSON_TYPES, OF_PAGES, POLICY, RULES, SECURITY, SHARING, TYPES
from macros.hosting.compressed import ENDING
from macros.hosting.headers_file import HEADERS_FILE

FOLDER = ".hosting"
_HTTP = "nginx-http.conf"
_SERVER = "nginx-server.conf"
_MADE = "# Made by `make site` out of macros/hosting/answers.py. deploy/nginx.conf includes this.\n"
_NOT_SERVED = {HEADERS_FILE, "404.html"}
# Headers that deploy/nginx/answers.conf sends, since they are others for errors
_SAID_THERE = {CACHING: "$caching_of_address", SHARING: "$sharing"}
_FOLDER = re.compile(r"/([a-z]+)/")


def write_nginx(site: Path, policy: str) -> None:
    """Write the files into a folder of their own in `site`, which has all else, compressed copies too."""
    files = frozenset(files_below(site))
    served = sorted(path for path in files - _NOT_SERVED if not path.endswith(ENDING))
    uncompressed = (f"/{path}" for path in served if f"{path}{ENDING}" not in files)
    found = {f"/{path}": hashlib.sha256((site / path).read_bytes()).hexdigest() for path in served}
    sums = _map('"$stale$uri"', "$sum_of_address", "", found, volatile=True)
    edition = hashlib.sha256(f"{sums}{policy}".encode()).hexdigest()
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)  # engines leave what begins with a dot
    folder.mkdir()
    (folder / edition).touch()
    http = [
        _MADE,
        _types(TYPES),
        *(f'add_header {name} "{value}" always;\n' for name, value in SECURITY.items()),
        _map("$uri", "$folder", "", {f"~^{_FOLDER.pattern}": "$1"}),
        *_rules(),
        _map('""', "$edition", edition, {}),
        # Not if the site was replaced: new scripts in pages could then not run. Pages have theirs anyway.
        _map("$stale", "$policy", policy, {"1": ""}),
        f"add_header {POLICY} $policy always;\n",
        sums,
        _map("$uri", "$gzip_copy", "gzip", dict.fromkeys(uncompressed, ""), volatile=True),
    ]
    (folder / _HTTP).write_text("\n".join(http), "utf-8", newline="\n")
    server = [_MADE, *(_json_location(*item) for item in JSON_TYPES.items())]
    (folder / _SERVER).write_text("\n".join(server), "utf-8", newline="\n")


def _rules() -> Iterator[str]:
    """Give a table of folders for each header of the rules; of a folder with finer rules, one of its own.

    nginx finds a folder at once, but tries expressions one by one.
    """
    for name in dict.fromkeys(name for rule in RULES for name, _ in rule.headers):
        variable = _SAID_THERE.get(name, f"${name.lower().replace('-', '_')}")
        default = OF_PAGES if name == CACHING else ""
        folders: dict[str, dict[str, str]] = {}
        for rule in RULES:
            if (value := dict(rule.headers).get(name)) and (found := _FOLDER.match(rule.pattern)):
                folders.setdefault(found[1], {})[rule.pattern] = value
        values = {}
        for folder, patterns in folders.items():
            values[folder] = patterns.get(f"/{folder}/*", f"{variable}_in_{folder}")
            if f"/{folder}/*" not in patterns:
                finer = {f"~{_expression(pattern)}": value for pattern, value in patterns.items()}
                yield _map("$uri", f"{variable}_in_{folder}", default, finer)
        yield _map("$folder", variable, default, values)
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


def _json_location(folder: str, media_type: str) -> str:
    types = _types({**TYPES, "json": media_type}).replace("\n", "\n    ").rstrip()
    return f"location /{folder}/ {{\n    {types}\n}}\n"
