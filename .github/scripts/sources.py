"""Asks the address of each source whether it still has the edition that was read.

It prints what it finds. With `--issues` it also keeps one issue for each address that has something else:
opens it, brings it up to date, and closes it when `data/sources.yml` says that the new edition was read.
To ask yourself: PYTHONPATH=. .venv/bin/python .github/scripts/sources.py
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from portal.model import Source
from portal.reading.catalog import load_catalog

LABEL = "new-edition"
BOT = "github-actions[bot]"
_GONE = (404, 410)
_NO_HEAD = (405, 501)
# Between two questions: they may go to one host
_PAUSE = 1.0


class Answer(NamedTuple):
    """What an address answers: where it led, and its headers, or the reason why there are none."""

    url: str
    headers: Message | None = None
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """What is so about a source: same, other, gone, or not known; and a sentence on it."""

    source: Source
    what: str
    said: str
    fingerprint: str | None = None


def main() -> int:
    """Ask, and give the exit code: 0 also where an address does not answer, for reasons of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", action="store_true", help="keep an issue for each other edition")
    parser.add_argument("--timeout", type=float, default=30, metavar="SECONDS", help="how long to wait")
    options = parser.parse_args()
    catalog = load_catalog(Path.cwd())
    agent = f"axis-os-portal-sources (once a week; {catalog.portal.repository})"
    findings: list[Finding] = []
    for source in asked(catalog.sources):
        if findings:
            time.sleep(_PAUSE)
        findings.append(judge(source, ask(source.url or "", agent, options.timeout)))
        report(findings[-1])
    if options.issues:
        keep_issues(findings)
    return 0


def asked(sources: Iterable[Source]) -> list[Source]:
    """Return the sources to ask: of editions that share an address, the one that was read last."""
    newest: dict[str, Source] = {}
    for source in sources:
        if source.url and (source.url not in newest or source.seen.text >= newest[source.url].seen.text):
            newest[source.url] = source
    return list(newest.values())


def ask(url: str, agent: str, timeout: float) -> Answer:
    """Return what an address answers. The body is not fetched."""
    headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
    for method in ("HEAD", "GET"):
        request = Request(url, headers=headers, method=method)  # noqa: S310 - the schema lets only web addresses in
        try:
            with urlopen(request, timeout=timeout) as answer:  # noqa: S310
                return Answer(answer.url, answer.headers)
        except HTTPError as error:
            error.close()
            if error.code in _NO_HEAD and method == "HEAD":
                continue
            return Answer(error.url or url, None, str(error.code))
        except (OSError, ValueError) as error:
            return Answer(url, None, str(getattr(error, "reason", error)) or type(error).__name__)
    return Answer(url, None, "neither HEAD nor GET")


def judge(source: Source, answer: Answer) -> Finding:
    """Return what an answer says of a source."""
    moved = f", which leads to {answer.url}" if answer.url != source.url else ""
    if answer.headers is None:
        if answer.reason.isdigit() and int(answer.reason) in _GONE:
            return Finding(source, "gone", f"{source.url}{moved} has nothing any more: {answer.reason}")
        return Finding(source, "not known", f"{source.url}{moved} did not answer: {answer.reason}")
    print_ = fingerprint(answer.headers)
    if print_ is None:
        return Finding(source, "not known", f"{source.url}{moved} says nothing by which an edition is known")
    if source.fingerprint is None:
        changed = last_modified(answer.headers)
        if changed is None:
            return Finding(source, "not known", f"{source.url}{moved} has nothing to compare with", print_)
        what = "other" if changed > source.seen.text else "same"
        return Finding(source, what, f"{source.url}{moved} was changed on {changed}", print_)
    what = "same" if print_ == source.fingerprint else "other"
    return Finding(source, what, f"{source.url}{moved} answers {print_}", print_)


def fingerprint(headers: Message) -> str | None:
    """Return by what an edition is known again: its tag, or else its time or its length (RFC 9110, 8.8)."""
    for name, header in (("etag", "ETag"), ("modified", "Last-Modified"), ("length", "Content-Length")):
        value = " ".join(headers.get(header, "").split())
        if value and value.isprintable() and len(value) <= 200:
            return f"{name} {value.removeprefix('W/')}"
    return None


def last_modified(headers: Message) -> str | None:
    """Return the day of the last change, None where it is not said."""
    try:
        return parsedate_to_datetime(headers.get("Last-Modified", "")).date().isoformat()
    except ValueError:
        return None


def report(finding: Finding) -> None:
    """Say what was found, and what to write so that the next time there is something to compare with."""
    line = f"{finding.source.id}: {finding.what}: {finding.said}"
    notice = "::warning::" if finding.what == "not known" and os.environ.get("GITHUB_ACTIONS") else ""
    print(f"{notice}{line}".encode("ascii", "backslashreplace").decode())
    if finding.fingerprint and finding.fingerprint != finding.source.fingerprint:
        print(f"    fingerprint: {json.dumps(finding.fingerprint)}")


def keep_issues(findings: Iterable[Finding]) -> None:
    """Open, bring up to date or close the issue of each source. What did not answer changes nothing."""
    known = open_issues()
    for finding in findings:
        # By its address: when the new edition was read, it is another source
        mark = f"<!-- portal-source {(finding.source.url or '').replace('>', '%3E')} -->"
        number, body = next(((at, text) for at, text in known.items() if text.startswith(mark)), (None, ""))
        if finding.what in ("other", "gone"):
            wanted = issue(mark, finding)
            if number is None:
                title = f"Read again: {finding.source.title}"
                gh("issue", "create", "--title", title, "--label", LABEL, "--body-file", "-", text=wanted)
            elif body.split() != wanted.split():
                gh("issue", "edit", str(number), "--body-file", "-", text=wanted)
        elif finding.what == "same" and number is not None:
            gh("issue", "close", str(number), "--comment", "Its address has what was read.")


def issue(mark: str, finding: Finding) -> str:
    """Return the text of an issue. What a host answers stands in it as code, in which nothing is linked."""
    text = f"""{mark}
`{finding.source.id}` was last read on {finding.source.seen.text}. Its address has something else now:

    {finding.said}

Read it. A new edition is a new source in `data/sources.yml`, and what it changes gets an event that names it.
Where it says nothing new, `portal source {finding.source.id}` notes that it was read again.
"""
    if finding.fingerprint is None:
        return text
    return f"""{text}
Write into the record of the source, so that the next edition is noticed too:

    fingerprint: {json.dumps(finding.fingerprint)}
"""


def open_issues() -> Mapping[int, str]:
    """Return the open issues of this job: their texts by number."""
    pick = f'.[] | select(.user.login == "{BOT}") | {{number, body: (.body // "")}} | tojson'
    place = f"repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    query = ("--raw-field", "state=open", "--raw-field", f"labels={LABEL}", "--raw-field", "per_page=100")
    found = gh("api", "--method", "GET", "--paginate", place, *query, "--jq", pick)
    issues = [json.loads(line) for line in found.splitlines() if line]
    return {one["number"]: one["body"] for one in issues}


def gh(*arguments: str, text: str = "") -> str:
    """Run GitHub's command, and return what it prints."""
    repository = () if arguments[0] == "api" else ("--repo", os.environ["GITHUB_REPOSITORY"])
    command = ["gh", *arguments[:2], *repository, *arguments[2:]]
    done = subprocess.run(command, input=text, text=True, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
