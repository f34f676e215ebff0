"""Questions: what a new entry needs to know, what its id could be, and what is wrong with an answer."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from portal.addresses import change_file
from portal.problems import FieldPath, Problem, Refusal, Refused, printable
from portal.reading.yamltext import Document, field_name
from portal.writing.desk import Desk

Answers = dict[str, str]

_LONGEST = 60
_EMPTY_WORDS = frozenset(("a", "an", "and", "are", "for", "in", "is", "of", "on", "or", "the", "to", "with"))
_NOUNS = {"removed": "removal", "deprecated": "deprecation"}


def propose_id(title: str) -> str:
    """Return an id for a title: "date.cgi removed" is `date-cgi-removal`. Empty without words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = [_NOUNS.get(word, word) for word in re.findall(r"[a-z0-9]+", plain) if word not in _EMPTY_WORDS]
    name = ""
    for word in words:
        longer = f"{name}-{word}".lstrip("-")
        if len(longer) > _LONGEST:
            break
        name = longer
    return name


def propose_product_id(name: str) -> str:
    """Return the id of a product: "AXIS P3265-LV" becomes `p3265-lv`."""
    return propose_id(re.sub(r"(?i)^axis\s+", "", name.strip()))


@dataclass(frozen=True)
class EntryQuestion:
    """One thing to know about a new entry: a field, and in a few words what goes there.

    A question without `required` need not be answered; it is asked on a terminal only if it is `asked`.
    An answer can be `made_from` that to another question. One of `several` answers stands in a line each
    where the option is given more than once.
    """

    field: str
    about: str
    required: bool = True
    asked: bool = True
    made_from: str = ""
    several: bool = False

    @property
    def option(self) -> str:
        """Its option on the command line."""
        return "--" + self.field.replace("_", "-")


_OPEN = "if you know it already"
_SOURCE = EntryQuestion("source", "who says so: an id of data/sources.yml; once for each", several=True)
QUESTIONS = {
    "change": (
        EntryQuestion("title", "one line that says what changes, without a full stop"),
        EntryQuestion("summary", "one or two sentences: what is different from this version on"),
        EntryQuestion("version", "the release in which it takes effect, such as 12.0"),
        EntryQuestion("area", "the part of the product, an id of data/areas.yml"),
        EntryQuestion("kind", "removal, deprecation, default, behavior, restriction or addition"),
        EntryQuestion("applies_to", "which devices it affects: upgrade, factory-default or unknown"),
        EntryQuestion("consequence", f"what happens if you do nothing, {_OPEN}", required=False),
        _SOURCE,
        EntryQuestion("id", "its name for ever (default: made from the title)", made_from="title"),
        EntryQuestion(
            "status", "planned or applied (default: as its release is)", required=False, asked=False
        ),
        EntryQuestion("why", f"why it is introduced, {_OPEN}", required=False, asked=False),
        EntryQuestion("impact", f"how it can affect you, {_OPEN}", required=False, asked=False),
        EntryQuestion("action", f"what to do, {_OPEN}", required=False, asked=False),
    ),
    "release": (
        EntryQuestion("version", "the release, such as 12.1"),
        EntryQuestion("state", "scheduled or released"),
        EntryQuestion("date", "when it comes, as exact as the source says, such as 2024-09", required=False),
        EntryQuestion("summary", "one or two sentences on it", required=False),
        _SOURCE,
    ),
    "product": (
        EntryQuestion("name", "the name exactly as the vendor prints it"),
        EntryQuestion("kind", "device, accessory or group"),
        EntryQuestion("id", "its name for ever (default: made from the name)", made_from="name"),
        EntryQuestion(
            "alias", "another name of it; once for each", required=False, asked=False, several=True
        ),
    ),
    "source": (
        EntryQuestion("title", "the title that readers see, with its edition"),
        EntryQuestion("publisher", "vendor, vendor-documentation or third-party"),
        EntryQuestion("date", "the time that it speaks of, as exact as known, such as 2026-09"),
        EntryQuestion("read", "how much of it was read: whole or excerpt"),
        EntryQuestion("url", "its address", required=False),
        EntryQuestion("edition", "the edition as it names it itself, such as T10202650_2510", required=False),
        EntryQuestion("note", "what a reader should know about it", required=False),
        EntryQuestion("id", "its name for ever (default: made from the title)", made_from="title"),
        EntryQuestion("seen", "the day on which it was read (default: today)", required=False, asked=False),
    ),
}


def explain(desk: Desk, kind: str, question: EntryQuestion) -> str:
    """Return what editors should know to answer: what the schema says, and a line for each choice."""
    if question.field == "source":
        return f"{question.about}\n" + "\n".join(newest_sources(desk))
    shape = desk.shape(_FILES.get(kind, kind)).at(_place(kind, question.field))
    text = shape.description.replace("`", "").replace(", in quotes", "")
    if question.field == "area":
        return f"{text} One of: {', '.join(_areas(desk))}."
    if question.field == "version" and kind == "change":
        return f"{text} The last releases are {', '.join(map(str, desk.releases[-4:]))}."
    return "\n".join([text, *(f"{value}: {meaning}" for value, meaning in shape.choices)])


def newest_sources(desk: Desk) -> list[str]:
    """Return the sources that were added last, a line each, to choose from."""
    return [f"{one['id']}: {one['title']}" for one in desk.listed("sources")[-12:]]


def split_ids(text: str) -> list[str]:
    """Return the ids that stand in one text."""
    return text.replace(",", " ").split()


def proposal(kind: str, question: EntryQuestion, answers: Answers) -> str:
    """Return the answer that is probably right; empty where nobody can tell."""
    told = answers.get(question.made_from, "")
    return propose_product_id(told) if kind == "product" else propose_id(told)


def tidy(field: str, answer: str) -> str:
    """Return an answer without spaces around it, and a version or date without the quotes that a file has."""
    answer = answer.strip()
    return answer.strip("\"'") if field in {"version", "date", "seen"} else answer


def find_fault(desk: Desk, kind: str, field: str, answer: str) -> Refusal | None:
    """Return what is wrong with an answer."""
    if field == "source":
        return next(filter(None, map(desk.unknown_source, split_ids(answer))), None)
    answers = answer.split("\n") if field == "alias" else [answer]
    problem = next(filter(None, (_structural(desk, kind, field, one) for one in answers)), None)
    if problem:
        return Refusal(field, problem.message, problem.hint)
    if field == "area" and answer not in _areas(desk):
        return Refusal(field, f'"{printable(answer)}" is not an area', f"areas are {', '.join(_areas(desk))}")
    if kind == "change" and field == "version":
        try:
            desk.version(answer)
        except Refused as refused:
            return refused.refusals[0]
    place = _taken(desk, kind, field, answer)
    if place:
        return Refusal(field, f"{answer} is there already: {place}", "edit that, or choose another")
    return None


# Kinds whose entries stand in one file, and where the answers go that are not fields of the entry itself
_FILES = {"product": "products", "source": "sources"}
_PLACES: dict[tuple[str, str], FieldPath] = {
    ("release", "state"): ("schedule", 0, "dates", 0, "state"),
    ("release", "date"): ("schedule", 0, "dates", 0, "date"),
    ("product", "alias"): ("products", 0, "aliases", 0),
}


def _place(kind: str, field: str) -> FieldPath:
    """Return where an answer stands in a file with one entry."""
    return _PLACES.get((kind, field)) or ((_FILES[kind], 0, field) if kind in _FILES else (field,))


def _structural(desk: Desk, kind: str, field: str, answer: str) -> Problem | None:
    """Return what the schema finds in an answer by itself."""
    place = _place(kind, field)
    value: Any = answer
    for part in reversed(place):
        value = [value] if isinstance(part, int) else {part: value}
    found = desk.schemas.problems(_FILES.get(kind, kind), Document(value, {}, {}), "")
    # Everything else is missing, which is not what was asked about.
    return next((one for one in found if one.field == field_name(place)), None)


def _taken(desk: Desk, kind: str, field: str, answer: str) -> str:
    """Return the file that has a name already, which only one entry can have."""
    if kind in _FILES and field == "id":
        taken = any(one["id"] == answer for one in desk.listed(_FILES[kind]))
        return f"data/{_FILES[kind]}.yml" if taken else ""
    if (kind, field) == ("change", "title"):
        titles = {desk.value(file)["title"].lower(): file for file in desk.files("change")}
        return titles.get(answer.lower(), "")
    files = {("change", "id"): change_file(answer), ("release", "version"): f"data/releases/{answer}.yml"}
    path = files.get((kind, field), "")
    return path if path in desk.report.files else ""


def _areas(desk: Desk) -> list[str]:
    return [area["id"] for area in desk.value("data/areas.yml")["areas"]]
