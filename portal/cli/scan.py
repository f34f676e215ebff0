"""`portal scan`: which removed or changed names of AXIS OS code and configuration use."""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from pathlib import Path

from portal import __version__
from portal.cli.outside.carried import carried_bundle, read_checkout, read_named, read_published
from portal.cli.outside.clock import day, today
from portal.cli.outside.ending import DONE, FAILED
from portal.cli.outside.terminal import show, tell
from portal.outputs.bundle import PATH, Bundle, bundle_of, read_bundle
from portal.planner import AskedEnd, Downgrade, Known, doubts, not_out, read_ends
from portal.problems import Refusal, Refused, one_line, printable
from portal.reading.opening import refuse_read_only
from portal.scanner import (
    FAIL_ON,
    FORMATS,
    LARGEST,
    PLACES,
    Asked,
    Baseline,
    Ignoring,
    Scan,
    ScanReport,
    Walk,
    read_baseline,
    render_baseline,
    scan,
)
from portal.words import counted
from portal.writing.edits import write_file

_MEGABYTE = 1_000_000
_MOST_PROCESSES = 256


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "scan",
        help="find removed and changed APIs in your code",
        description="Search files and folders for the endpoints, parameters, libraries and other names that "
        "breaking changes touch. Exit code 0: nothing found; 1: something found that --fail-on counts; "
        "2: wrong use, or nothing could be searched; 3: not known: nothing that counts, but what may have "
        "come, what only a third party reports, or versions beyond what is on record.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="what to search (default: here)")
    parser.add_argument("--from", dest="start", metavar="VERSION", help="only changes after this version")
    parser.add_argument("--to", dest="target", metavar="VERSION", help="only changes up to this version")
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="YYYY-MM-DD",
        help="what was due before this day counts as out (default: today)",
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="(default: text)")
    parser.add_argument(
        "--fail-on",
        choices=tuple(FAIL_ON),
        default="planned",
        help="what exit code 1 is for: uses of what is gone in a release, of that and what is planned, any "
        "use or remark, or none (default: planned)",
    )
    parser.add_argument(
        "--reported", action="store_true", help="exit code 1 also for what only a third party reports"
    )
    parser.add_argument(
        "--count",
        action="append",
        choices=tuple(PLACES)[1:],
        default=["code"],
        help="exit code 1 also for uses there, not in code alone (can be repeated)",
    )
    baseline = parser.add_mutually_exclusive_group()
    baseline.add_argument(
        "--baseline", type=Path, metavar="FILE", help="report only what FILE does not accept"
    )
    baseline.add_argument(
        "--write-baseline", type=Path, metavar="FILE", help="accept all that is found, in FILE"
    )
    parser.add_argument(
        "--exclude",
        action="append",
        type=_glob,
        default=[],
        metavar="GLOB",
        help="leave out what the pattern fits, as .gitignore writes it (can be repeated)",
    )
    parser.add_argument(
        "--all", action="store_true", help="search what .gitignore leaves out, and others' code, too"
    )
    parser.add_argument(
        "--max-size",
        type=_up_to(_MEGABYTE, "a size in MB, such as 5", float),
        default=LARGEST / _MEGABYTE,
        metavar="MB",
        help=f"leave out larger files (default: {LARGEST // _MEGABYTE})",
    )
    jobs = _up_to(_MOST_PROCESSES, "a number of processes, such as 4", int)
    parser.add_argument("--jobs", type=jobs, metavar="N", help="processes to use (default: one a processor)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--catalog", metavar="FILE|URL", help=f"take newer facts from a published {PATH}")
    source.add_argument("--root", type=Path, metavar="DIR", help="take the facts from a checkout")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Scan, print, and return the exit code. Raises `InvalidData` where facts or baseline cannot be read."""
    bundle = _bundle(options)
    paths = tuple(map(Path, options.paths or ["."]))
    try:
        if "" in options.paths:
            raise Refused(Refusal("PATH", "is empty", "give . for the current folder"))
        for path in paths:
            path.stat()  # one that is not there is named as it was typed
        ends = _ends(bundle.known, options)
        found = scan(bundle.names, _asked(options, paths))
    except Refused as refused:
        tell(*f"portal scan: {refused}".split("\n"))
        return FAILED
    except BrokenExecutor:
        tell("portal scan: a process of the search was ended from outside; try again with --jobs 1")
        return FAILED
    as_of, is_any = options.as_of or today(), options.fail_on == "any"
    versions, doubtful = "", tuple[str, ...]()
    if ends:
        start, target = ends
        between = bundle.names.between(start.version, target.version)
        found = found.only(between)
        come = f"come after {start.asked} and up to {target.asked}"
        said = f"Only changes that {come} count: {len(between) or 'none'} on record."
        versions = " ".join([said, *(warned.text for warned in not_out(bundle.known, *ends))])
        doubtful = tuple(dict.fromkeys(warned.text for warned in doubts(bundle.known, *ends)))
    found = found.as_of(as_of)
    failed = tuple(_not_searched(found, paths))
    for line in failed:
        tell(f"portal scan: {printable(line, 500)}")
    if options.write_baseline:
        return FAILED if failed else write_baseline(options.write_baseline, found)
    report = ScanReport(
        scan=found,
        paths=tuple(path.as_posix() for path in paths),
        site=bundle.known.site,
        version=__version__,
        versions=versions,
        doubts=doubtful,
        today=as_of,
        fail_on=options.fail_on,
        count=tuple(PLACES if is_any else options.count),
        reported=options.reported or is_any,
        is_whole=not failed,
    )
    show(FORMATS[options.format](report))
    return report.exit_code


def _not_searched(found: Scan, paths: Sequence[Path]) -> Iterator[str]:
    """Say what was named itself and could not be searched, or that nothing was."""
    named = {place.as_posix() for path in paths for place in (path, Path(os.path.normpath(path)))}
    skipped = [item for item in found.skipped if item.path in named]
    for item in skipped:
        if item.why != "excluded":
            is_packed = item.path.lower().endswith((".zip", ".tar", ".tgz", ".gz"))
            hint = "; of archives only packages are opened, whose names end in .eap" if is_packed else ""
            yield f"{item.path}: not searched: {item.message}{hint}"
    if not (found.files or skipped):
        yield "nothing was searched: there is no file of text below these paths that is not left out"


def _asked(options: argparse.Namespace, paths: tuple[Path, ...]) -> Asked:
    baseline = options.baseline or options.write_baseline
    here = Path.cwd()
    exclude, _ = Ignoring().below(os.path.join(here, ""), "\n".join(options.exclude))  # noqa: PTH118
    return Asked(
        walk=Walk(here, options.all, exclude, (baseline,) if baseline else ()),
        paths=paths,
        largest=int(options.max_size * _MEGABYTE),
        processes=options.jobs or os.cpu_count() or 1,
        baseline=_baseline(str(options.baseline)) if options.baseline else None,
        baseline_path=str(options.baseline or ""),
    )


# --- what counts


def _ends(known: Known, options: argparse.Namespace) -> tuple[AskedEnd, AskedEnd] | None:
    """Return the versions between which changes count, None if all do. Raises `Refused`."""
    if options.start is None and options.target is None:
        return None
    # Who names no start asks of all that is on record, and not of what came before it.
    before = [version for version in known.versions if version.major < min(known.majors, default=0)]
    start = str((before or known.versions[:1])[-1]) if options.start is None else options.start
    target = str(known.versions[-1]) if options.target is None else options.target
    try:
        return read_ends(known, start, target)
    except Downgrade:
        if options.target is None:  # nothing on record comes after it
            return read_ends(known, start, start)
        raise Refused(Refusal("--to", f"{target} is older than --from {start}")) from None
    except Refused as refused:
        ends = (("--from" if one.field == "start" else "--to", one) for one in refused.refusals)
        raise Refused(*(Refusal(name, one.message, one.hint) for name, one in ends)) from None


def _bundle(options: argparse.Namespace) -> Bundle:
    if options.catalog is not None:
        return read_bundle(read_published(options.catalog, PATH), options.catalog)
    return carried_bundle() if options.root is None else bundle_of(read_checkout(options.root))


# --- baselines


def _baseline(file: str) -> Baseline:
    return read_baseline(read_named(file, "write one with --write-baseline"), file)


def write_baseline(file: Path, found: Scan) -> int:
    """Write the baseline that accepts what was found, and return the exit code."""
    text = render_baseline(found.uses)
    if file.exists() and not file.is_file():  # such as /dev/stdout
        file.write_bytes(text.encode())
    else:
        refuse_read_only(file)
        write_file(Path(os.path.realpath(file)) if file.is_symlink() else file, text.encode())
    name = one_line(str(file))
    show(f"{name}: accepts {counted(len(found.uses), 'use')} from now on\n", f"{name} is written")
    return DONE


# --- numbers


def _glob(text: str) -> str:
    _, wrong = Ignoring().below("", text)
    if wrong or "\n" in text or not text.strip():
        raise argparse.ArgumentTypeError(
            f"{printable(text) or 'nothing'} is not a pattern, such as tests/ or *.md"
        )
    return text


def _up_to(most: int, what: str, of: Callable[[str], float]) -> Callable[[str], float]:
    """Return how a number above 0 is read. Raises what argparse reports."""

    def read(text: str) -> float:
        with suppress(ValueError):
            if 0 < of(text) <= most:
                return of(text)
        raise argparse.ArgumentTypeError(f"{printable(text)} is not {what}")

    return read
