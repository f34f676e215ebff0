"""`portal new`: a new change, release, product or source, with what is known of it."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace

from portal.cli.outside.editing import add_options, edit
from portal.cli.outside.terminal import ask, can_ask
from portal.problems import Refusal, Refused
from portal.writing.desk import Desk
from portal.writing.edits import Edit
from portal.writing.new_entries import ENTRIES
from portal.writing.questions import QUESTIONS, Answers, EntryQuestion, explain, find_fault, proposal, tidy

_NEXT = {
    "change": """\
Next:
  open it, and fill in what is still unknown; `surface` names what code or configuration would use
  make check   says what is wrong
  make serve   shows its page, and again after each change
  then commit it on a branch and open a pull request
""",
    "release": "Next: make check, make serve\n",
    "source": "Next: name its id in `sources` of what it says, or after --source of a command\n",
    "product": "Next: name its id in `products` of a change; make check\n",
}


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "new",
        help="write a new change, release, product or source",
        description="Write a new entry into data/. On a terminal it asks for what the options leave out. "
        "Exit code 0: done; 2: wrong use, and nothing is written.",
    )
    kinds = parser.add_subparsers(title="entries", metavar="ENTRY", required=True)
    for kind, questions in QUESTIONS.items():
        entry = kinds.add_parser(kind, help=f"a new {kind}", description=f"Write a new {kind} into data/.")
        for question in questions:
            entry.add_argument(
                question.option, dest=f"answer_{question.field}", metavar="TEXT", help=question.about,
                action="append" if question.several else "store",
            )  # fmt: skip
        add_options(entry)
        entry.set_defaults(run=run, entry=kind)


def run(options: argparse.Namespace) -> int:
    """Ask, write, say what comes next, and return the exit code."""
    kind = options.entry

    def make(desk: Desk) -> Sequence[Edit]:
        return ENTRIES[kind](desk, _answers(desk, kind, options))

    def done(_: Desk, edits: Sequence[Edit]) -> str:
        return "".join(f"{one.path} is written\n" for one in edits) + _NEXT[kind]

    return edit(f"new {kind}", options, make, done)


def _answers(desk: Desk, kind: str, options: argparse.Namespace) -> Answers:
    """Return all answers, asked for where they are not given. Raises `Refused` with every fault."""
    questions = QUESTIONS[kind]
    given = {one.field: getattr(options, f"answer_{one.field}") for one in questions}
    said = {field: "\n".join(told) if isinstance(told, list) else told for field, told in given.items()}
    answers = {field: tidy(field, text) for field, text in said.items() if text is not None}
    _refuse(find_fault(desk, kind, field, text) for field, text in answers.items() if text)
    for question in questions:
        if answers.get(question.field) or (question.field in answers and not question.required):
            continue
        default = proposal(kind, question, answers)
        answers[question.field] = default
        if can_ask() and question.asked:
            answers[question.field] = _ask(desk, kind, question, default)
            setattr(options, f"answer_{question.field}", answers[question.field])
    missing = [fault for question in questions if (fault := _missing(question, answers))]
    if missing:
        shown = " ".join(f"--{one.field.replace('_', '-')} ..." for one in missing)
        last = replace(missing[-1], hint=f'{missing[-1].hint}; with make: make new ARGS="{kind} {shown}"')
        _refuse([*missing[:-1], last])
    _refuse(find_fault(desk, kind, field, text) for field, text in answers.items() if text)
    return {field: text for field, text in answers.items() if text}


def _missing(question: EntryQuestion, answers: Answers) -> Refusal | None:
    """Say that a question has no answer, unless it goes with another one that has none."""
    if answers[question.field] or not question.required or not answers.get(question.made_from, "-"):
        return None
    return Refusal(question.field, "is missing", question.about)


def _ask(desk: Desk, kind: str, question: EntryQuestion, default: str) -> str:
    def fault(answer: str) -> str:
        found = find_fault(desk, kind, question.field, tidy(question.field, answer))
        return f"{found.message}\n    {found.hint}".rstrip() if found else ""

    about = explain(desk, kind, question)
    name = question.option.removeprefix("--")
    return tidy(question.field, ask(name, about, fault, default=default, required=question.required))


def _refuse(faults: Iterable[Refusal | None]) -> None:
    found = [Refusal(f"--{one.field.replace('_', '-')}", one.message, one.hint) for one in faults if one]
    if found:
        raise Refused(*found)
