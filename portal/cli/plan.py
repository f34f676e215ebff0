"""`portal plan`: what to install between two versions, and what changes at each stop."""

import argparse
import io
import json
import os
import shutil
import sys
import urllib.error
import urllib.request
from difflib import get_close_matches
from http.client import HTTPException
from pathlib import Path

from portal.catalog import load_catalog
from portal.planner import (
    PATH,
    Facts,
    Refusal,
    Refused,
    Request,
    UpgradePlan,
    facts_of,
    make_plan,
    plan_fields,
    read_facts,
    render_markdown,
    render_text,
)
from portal.problems import InvalidData, Problem, printable

_LARGEST = 50_000_000
_TIMEOUT = 30
_DONE, _FOUND, _WRONG_USE = 0, 1, 2


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "plan",
        help="plan an upgrade: the stops, and what changes at each",
        description="Plan an upgrade from one version to another. Versions are written as the vendor prints "
        "them: 10.12, 10.12.228, LTS 2022. Exit code 0: nothing recorded breaks; 1: something does, or the "
        "data does not reach far enough to say; 2: wrong use.",
    )
    parser.add_argument("start", metavar="FROM", help="the version that the devices run")
    parser.add_argument("target", metavar="TO", help="the version that you want")
    parser.add_argument("--factory-reset", action="store_true", help="devices are reset after the upgrade")
    parser.add_argument("--web", action="store_true", help="you upgrade through the web interface")
    for name, metavar, what in (
        ("area", "AREA", "only changes of this area, such as security"),
        ("product", "PRODUCT", "only changes that can hit this product, such as P3265-LV"),
        ("uses", "NAME", "only changes that touch this endpoint, parameter, library or the like"),
    ):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar=metavar, help=f"{what}; can be repeated"
        )
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="(default: text)"
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the checkout with the facts (default: here)"
    )
    source.add_argument(
        "--catalog", metavar="FILE|URL", help=f"take the facts from a published {PATH} instead"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Plan, print, and give the exit code. Raises `InvalidData` where the facts cannot be read."""
    facts = _facts(options)
    request = Request(
        start=options.start,
        target=options.target,
        factory_reset=options.factory_reset,
        web=options.web,
        areas=tuple(options.area),
        products=tuple(options.product),
        uses=tuple(options.uses),
    )
    try:
        plan = make_plan(facts, request)
    except Refused as refused:
        print(explain(facts, refused), file=sys.stderr)
        return _WRONG_USE
    print_text(_render(plan, options.format))
    return _FOUND if plan.verdict in {"breaks", "cannot-say"} else _DONE


def _render(plan: UpgradePlan, form: str) -> str:
    if form == "json":
        return json.dumps(plan_fields(plan), ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return render_markdown(plan)
    on_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else 80
    return render_text(plan, width, bold=on_terminal and not os.environ.get("NO_COLOR"))


def print_text(text: str) -> None:
    """Print what the terminal can show of a text, and stop quietly when nobody reads on."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


# --- what is wrong with what was asked


def explain(facts: Facts, refused: Refused, verb: str = "plan") -> str:
    """Say why there is no plan, and what was probably meant."""
    lines = []
    for refusal in refused.refusals:
        lines.append(f"portal {verb}: {refusal.field}: {printable(refusal.message, 300)}")
        lines += [f"    {hint}" for hint in (_suggestion(facts, refusal), refusal.hint) if hint]
    if refused.rollback:
        lines += [f"    - {step}" for step in refused.rollback.steps]
    return "\n".join(lines)


def _suggestion(facts: Facts, refusal: Refusal) -> str:
    """Name what was probably meant."""
    names = {
        "area": [area.id for area in facts.areas],
        "product": [product.name.removeprefix("AXIS ") for product in facts.products],
    }.get(refusal.field, [])
    folded = {name.lower(): name for name in names}
    close = get_close_matches(refusal.asked.lower().removeprefix("axis "), folded, n=3)
    return f"did you mean {', '.join(folded[name] for name in close)}?" if close else ""


# --- where the facts come from


def _facts(options: argparse.Namespace) -> Facts:
    if options.catalog is None:
        return facts_of(load_catalog(options.root))
    return read_facts(read_published(options.catalog, PATH), options.catalog)


def read_published(where: str, path: str) -> bytes:
    """Give a published file, saved or by address; `path` is where it is published. Raises `InvalidData`."""
    read = _fetch if "://" in where else _read
    try:
        data = read(where)
    except (OSError, HTTPException, ValueError) as error:
        raise _unreadable(where, path, f"cannot be read: {_reason(error)}") from None
    if len(data) > _LARGEST:
        raise _unreadable(where, path, f"is larger than {_LARGEST // 1_000_000} MB")
    return data


def _unreadable(where: str, path: str, message: str) -> InvalidData:
    return InvalidData([Problem(where, 1, 1, "", message, f"give a published {path}, saved or by address")])


def _read(where: str) -> bytes:
    with Path(where).open("rb") as file:
        return file.read(_LARGEST + 1)


def _fetch(where: str) -> bytes:
    """Fetch an address over HTTP(S), and nothing else: an address or a redirect could name a local file."""
    if not where.lower().startswith(("http://", "https://")):
        raise ValueError("only http and https addresses are fetched")
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):
        opener.add_handler(handler())
    with opener.open(where, timeout=_TIMEOUT) as answer:
        data: bytes = answer.read(_LARGEST + 1)
    return data


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answers {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
