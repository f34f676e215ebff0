"""`portal format`: every data file in the one layout."""

import argparse
import os
from pathlib import Path

from portal.cli.outside.editing import WRONG_USE, add_root, alone, write_writable
from portal.cli.outside.terminal import show, tell
from portal.problems import InvalidData, Problem, Refused, format_text, one_line, printable
from portal.reading.catalog import data_files, kind_of, read_schemas
from portal.reading.opening import read_file
from portal.words import counted
from portal.writing.edits import Edit
from portal.writing.layout import format_data
from portal.writing.shape import Shape

_LINES = 20


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "format",
        help="give data files the one layout",
        description="Give data files the one layout: the order of fields, quotes, line breaks, the first "
        "line. No value changes, and no comment is lost. Exit code 0: all are in it; 1: some are not "
        "(--check), or cannot be read; 2: wrong use.",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all)")
    parser.add_argument("--check", action="store_true", help="only say which files differ, and how")
    add_root(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Format or compare, print, and return the exit code. Raises `InvalidData` where there is no checkout."""
    known = data_files(options.root)
    asked, strange = _asked(options.root, options.paths, known)
    if strange:
        for path in strange:
            name = printable(str(path), 200)
            tell(f"portal format: {name} is not a data file, nor a folder of them")
        return WRONG_USE
    edits, problems = _edits(options.root, asked)
    if problems:
        show(f"{problems}\n")
    if options.check:
        show("".join(map(_short_diff, edits)))
        if edits:
            show(_summary(len(edits), len(asked), "to be formatted: make format"))
        return 1 if edits or problems else 0
    try:
        with alone(options.root):
            write_writable(options.root, edits)
    except Refused as refused:
        tell(*f"portal format: {refused}".split("\n"))
        return WRONG_USE
    except OSError as error:
        tell(f"portal format: nothing is written: {error.filename}: {error.strerror}")
        return WRONG_USE
    done = _summary(len(edits), len(asked), "formatted")
    show("".join(f"{one_line(one.path)}\n" for one in edits) + done, done.rstrip())
    return 1 if problems else 0


def _asked(root: Path, paths: list[Path], known: tuple[str, ...]) -> tuple[list[str], list[Path]]:
    """Return the data files that paths name, in order, and the paths that name none."""
    if not paths:
        return list(known), []
    whole = {_real(root / path): path for path in known}
    named = {path: [file for file in whole if file.is_relative_to(_real(path))] for path in paths}
    files = {file for found in named.values() for file in found}
    strange = [path for path, found in named.items() if not found]
    return [whole[file] for file in whole if file in files], strange


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # `resolve` fails for a link to itself


def _edits(root: Path, paths: list[str]) -> tuple[list[Edit], str]:
    """Return the edits of files that are not in the layout, and what is wrong with files that cannot be."""
    schemas = read_schemas(root)
    edits: list[Edit] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            before = read_file(root, path)
            kind = kind_of(path)
            after = format_data(before, path, kind, Shape.of(schemas.schema(kind)))
        except InvalidData as invalid:
            problems += invalid.problems
            continue
        if before != after:
            edits.append(Edit(path, before, after))
    return edits, format_text(problems)


def _short_diff(one: Edit) -> str:
    lines = one.diff().splitlines()
    more = [f"... and {len(lines) - _LINES} lines more"] if len(lines) > _LINES else []
    return "".join(f"{one_line(line)}\n" for line in [*lines[:_LINES], *more])


def _summary(count: int, total: int, what: str) -> str:
    files = counted(total, "file")
    return f"{count} of {files} {what}\n" if count else f"{files} in the one layout\n"
