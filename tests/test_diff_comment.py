"""The comment on a pull request: read with GitHub's own Markdown, hostile data, and its length."""

import html
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cmarkgfm
import pytest

from portal.cli import main
from portal.history import (
    Break,
    Difference,
    EntryDifference,
    EntryNews,
    FeedNews,
    FeedStep,
    FieldDifference,
    render_markdown,
)
from portal.problems import Problem
from tests.edited import Edit, add, put, sample_checkout
from tests.payloads import HARMLESS, LITERAL, Page
from tests.seeds import EVENT, FILTER, MOVED_TO_13, NEW_CHANGE, SMB

LIMIT = 65_536
MARK = "<!-- portal-diff -->"
NOTHING = Difference("main", "this checkout", (), (), (), (), (), (), (), ())
NEWS = {what: (EntryNews(what),) for what in ("added", "removed", "reworded")}
SAID = (FieldDifference("action", "b", "c"),)
ENTRY = EntryDifference("change", "a", "A", "data/changes/a.yml", NEWS["reworded"], SAID)
TAGS = {"h2", "h3", "h4", "p", "ul", "li", "code", "strong", "table", "thead", "tbody", "tr", "th", "td", "a"}
CORRECTED = f"{EVENT}corrected\n    because: The source was read wrongly.\n"
REWORDED: list[Edit] = [put(FILTER, "\naction: Move", "\naction: Do move")]
Comment = Callable[..., str]


@pytest.fixture
def comment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Comment:
    """Gives the comment on edits to the sample."""

    def make(edits: list[Edit], *arguments: str, code: int = 0) -> str:
        before, after = (sample_checkout(tmp_path / name) for name in ("before", "after"))
        for edit in edits:
            edit(after)
        command = ["diff", str(before), "--root", str(after), "--format", "markdown", *arguments]
        assert main(command) == code
        captured = capsys.readouterr()
        assert captured.err == ""
        return captured.out

    return make


def read(text: str) -> Page:
    """Return what somebody sees of a comment, in GitHub's own dialect."""
    assert text.startswith(f"{MARK}\n")
    return Page(cmarkgfm.github_flavored_markdown_to_html(text.removeprefix(MARK)))


def section(text: str, title: str) -> str:
    return text.partition(f"\n### {title}\n")[2].partition("\n### ")[0]


# --- what it says


def test_the_verdict_comes_first_and_the_preview_is_linked(comment: Comment) -> None:
    kept = comment(MOVED_TO_13, "--preview", "https://code.example/runs/1#artifacts")
    assert kept.splitlines()[:2] == [MARK, "## The contract is kept"]
    assert read(kept).addresses == ["https://code.example/runs/1#artifacts"]


def test_a_break_comes_first_with_what_to_do(comment: Comment) -> None:
    broken = comment([put(SMB, "2026-11-23", "2026-11-22")], code=1)
    assert broken.splitlines()[1] == "## The contract is broken in 1 place"
    (line,) = section(broken, "Breaks of the contract").split("\n- ")[1:]
    assert line.startswith(f"`data/{SMB}: history[0]`: is rewritten: date (`rewritten-event`). To do: ")
    assert r"| history\[1\].date | 2026-11-23 | 2026-11-22 |" in section(broken, "What readers will see")


def test_nothing_differs(comment: Comment) -> None:
    assert comment([]).startswith(f"{MARK}\n## Nothing differs\n")


def test_an_entry_says_what_each_field_said_and_says(comment: Comment) -> None:
    entry = section(comment(MOVED_TO_13), "What readers will see")
    assert "#### Changed: Network filter API removed\n" in entry
    assert f"`change network-filter-removal`, edited in `data/{FILTER}`" in entry
    assert "| status | planned | as before |\n| version | 12.0 | 13.0 |\n" in entry
    assert (
        "- Event: moved on 2027-03-01 (from 12.0, to 13.0, because Not ready., sources portal-2024-06)"
        in entry
    )


def test_of_a_long_text_the_part_that_differs_is_shown() -> None:
    same = "word " * 300
    said = FieldDifference("action", f"{same}old end", f"{same}new end")
    row = next(
        line
        for line in render_markdown(replace(NOTHING, entries=(replace(ENTRY, said=(said,)),))).splitlines()
        if line.startswith("| action")
    )
    assert row.count("… ") == 2
    assert "old end | " in row
    assert row.endswith("new end |")
    assert len(row) < 200


def test_a_field_that_comes_or_goes() -> None:
    said = (FieldDifference("why", None, "x"), FieldDifference("impact", "y", None))
    out = render_markdown(replace(NOTHING, entries=(replace(ENTRY, said=said),)))
    assert "| why | nothing | x |\n| impact | y | nothing |\n" in out
    gone = render_markdown(replace(NOTHING, entries=(replace(ENTRY, news=NEWS["removed"], said=said[1:]),)))
    assert "#### Gone: A\n" in gone
    assert "| field | said |\n|---|---|\n| impact | y |\n" in gone


def test_new_changed_and_gone_ids() -> None:
    entries = [replace(ENTRY, id=name, news=news) for name, news in zip("ngc", NEWS.values(), strict=True)]
    out = render_markdown(replace(NOTHING, entries=tuple(entries)))
    assert section(out, "Ids").strip().splitlines()[2:] == ["- New: `n`", "- Changed: `c`", "- Gone: `g`"]


def test_feeds_that_send_the_same_are_one_group(comment: Comment) -> None:
    feeds = section(comment(MOVED_TO_13), "What subscribers receive")
    assert "- `feeds/changes`, `feeds/areas/api`, `feeds/majors/12`" in feeds
    assert feeds.count("Network filter API removed") == 3


def test_a_fact_without_an_event_is_remarked(comment: Comment) -> None:
    quiet = comment(REWORDED)
    assert section(quiet, "To look at").strip() == (
        f"- `data/{FILTER}`: action without a new event, so that readers are not told. "
        "Right for a mended typo; for a corrected fact add `corrected` to `history`."
    )


@pytest.mark.parametrize(
    "edits",
    [
        [*REWORDED, add(FILTER, CORRECTED)],
        [put(FILTER, "Network filter API removed", "Filter API removed")],
        NEW_CHANGE,
    ],
    ids=["with an event", "only a title", "a new entry"],
)  # fmt: skip
def test_what_needs_no_remark(comment: Comment, edits: list[Edit]) -> None:
    assert "### To look at" not in comment(edits)


def test_what_has_gone_stale_in_the_changed_files(comment: Comment) -> None:
    edits: list[Edit] = [put(FILTER, "Network filter API removed", "Filter API removed")]
    stale = section(comment(edits, "--as-of", "2026-12-01"), "To look at")
    assert stale.count("\n- ") == 1
    assert f"`data/{FILTER}:" in stale
    assert "planned for 12.0, which was due by" in stale
    assert ". To do: make came, " in stale


def test_not_what_has_gone_stale_elsewhere(comment: Comment) -> None:
    edits: list[Edit] = [put("links.yml", "VAPIX Library", "VAPIX library")]
    assert "### To look at" not in comment(edits, "--as-of", "2030-01-01")


# --- hostile data

HOSTILE = [
    *LITERAL,
    *HARMLESS,
    "@somebody and @org/team",
    "somebody@portal.example",
    "fixes #1, GH-2, owner/repository#3",
    "https://evil.example/ http://evil.example www.evil.example",
    "| a | b |\n|---|---|\n| c | d |",
    "a\\| b \\",
    "```\n</details>",
    "- [ ] a task",
    "1. a list",
    "$x$ and $$y$$",
    "[^1]: a note",
    "\u202egnp.exe \u200b\x1b[2J \x00",
    "&commat;somebody &#64;somebody",
    "--> <!-- portal-diff -->",
    "`@somebody` ``x``",
]  # fmt: skip


def everywhere(text: str) -> Difference:
    """Return a comparison with a text wherever one comes from data."""
    step = FeedStep(text, text)
    said = (FieldDifference(text, text, f"{text}!"),)
    entry = EntryDifference("change", text, text, text, NEWS["reworded"], said, (text,), (text,))
    return Difference(
        old=text,
        new=text,
        breaks=(Break("removed-id", text, text, text, text),),
        entries=(entry, replace(entry, news=NEWS["added"]), replace(entry, news=NEWS["removed"])),
        feeds=(FeedNews((f"{text}.json",), False, (step,), (step,), (step,)),),
        added_files=(text,),
        removed_files=(text,),
        changed_files=(f"schema/{text}",),  # others are not listed beside entries
        added_fields=((text, text),),
        notes=(text,),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_nothing_but_text(text: str) -> None:
    problem = Problem(text, 1, 1, text, text, text, "stale")
    harmless, hostile = (
        read(render_markdown(everywhere(said), stale=[replace(problem, path=said, message=said, hint=said)]))
        for said in ("harmless", text)
    )
    assert hostile.tags == harmless.tags <= TAGS
    assert hostile.attributes == harmless.attributes == set()
    assert hostile.addresses == []
    assert not set("\u202e\x1b\x00") & set(hostile.text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_no_table(text: str) -> None:
    found = cmarkgfm.github_flavored_markdown_to_html(render_markdown(everywhere(text)))
    rows = re.findall(r"<tr>(.*?)</tr>", found, re.DOTALL)
    assert [row.count("<td>") + row.count("<th>") for row in rows] == [3, 3, 2, 2, 2, 2]
    assert found.count("<li>") == cmarkgfm.github_flavored_markdown_to_html(
        render_markdown(everywhere("harmless"))
    ).count("<li>")


@pytest.mark.parametrize("text", HOSTILE)
def test_nobody_is_notified_and_nothing_is_linked(text: str) -> None:
    page = cmarkgfm.github_flavored_markdown_to_html(render_markdown(everywhere(text)))
    seen = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<code>.*?</code>", "", page)))  # code is left alone
    assert not re.search(r"[@#][\w]|://|www\.|gh-\d", seen, re.IGNORECASE)


@pytest.mark.parametrize("text", ["plain words", "a_b*c[d]<e>`f`|g~h&i$j\\k", "é 🙂 中"])
def test_text_reads_as_it_is(text: str) -> None:
    entry = replace(ENTRY, title=text, said=(FieldDifference("action", text, None),))
    page = read(render_markdown(replace(NOTHING, entries=(entry,))))
    assert page.text.count(text) == 2


# --- its length


LETTERS = ("x", "<", "@", "\u202e", "\U000e0001", "🙂", "`", "a|")
# So many that each part is cut, only of the letter that is written longest
MANY = [("\U000e0001", 300)]


@pytest.mark.parametrize(("letter", "count"), [*itertools.product(LETTERS, (1, 15)), *MANY])
def test_it_fits_whatever_is_in_it(letter: str, count: int) -> None:
    base = everywhere(letter * 1_000)
    entry = replace(base.entries[0], said=base.entries[0].said * 40, events=base.entries[0].events * 40)
    found = replace(
        base,
        breaks=base.breaks * count,
        entries=(entry,) * count,
        feeds=tuple(replace(base.feeds[0], added=(FeedStep("a", str(n)),) * 40) for n in range(count)),
        added_files=base.added_files * count,
        removed_files=base.removed_files * count,
        changed_files=base.changed_files * count,
        added_fields=base.added_fields * count,
        notes=base.notes * count,
    )  # fmt: skip
    out = render_markdown(found, stale=[Problem(letter * 999, 1, 1, "", letter * 999)] * count)
    assert len(out) < LIMIT
    assert out.count("#### ") >= 1  # one entry always fits
    if count == 300:
        assert out.count("\n### ") == 10
        last = out.splitlines()[-1]
        for noun in ("breaks", "remarks", "entries", "groups of feeds", "files", "fields", "notes"):
            assert re.search(rf"\d+ {noun}", last), noun
        assert last.endswith("`portal diff` shows all.")
        assert read(out).tags <= TAGS


def test_what_was_cut_is_counted() -> None:
    found = replace(NOTHING, entries=tuple(replace(ENTRY, id=str(number)) for number in range(1_000)))
    out = render_markdown(found)
    shown = out.count("#### Changed")
    assert 50 < shown < 1_000
    assert f"**Cut to fit into a comment:** {1_000 - shown} entries. `portal diff` shows all." in out
    assert "`39` and 960 more" in out


def test_what_fits_is_not_cut(comment: Comment) -> None:
    assert "Cut to fit" not in comment([*REWORDED, add(SMB, CORRECTED)])
