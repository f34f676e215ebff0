"""Stands for GitHub's command: notes how it is called, and answers from the folder that `GH` names.

`answers.json` has what is asked, such as `/pulls`, and the answer; `made/` is what a run uploaded.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Answer, and give the exit code."""
    folder = Path(os.environ["GH"])
    call = {"arguments": arguments, "body": _body(arguments)}
    with (folder / "calls").open("a", encoding="utf-8") as calls:
        calls.write(json.dumps(call) + "\n")
    if arguments[:2] == ["run", "download"]:
        shutil.copytree(folder / "made", _after(arguments, "--dir"), symlinks=True)
        return 0
    answers = json.loads((folder / "answers.json").read_text("utf-8"))
    called = " ".join(arguments)
    if "--jq" not in arguments:
        return 0
    answer = json.dumps(next((answers[asked] for asked in answers if asked in called), {}))
    command = ["jq", "--raw-output", _after(arguments, "--jq")]
    return subprocess.run(command, input=answer, text=True, check=False).returncode


def _after(arguments: list[str], option: str) -> str:
    return arguments[arguments.index(option) + 1] if option in arguments else ""


def _body(arguments: list[str]) -> str:
    """Return the text of the file that a comment or an issue is made from."""
    named = [text.removeprefix("body=@") for text in arguments if text.startswith("body=@")]
    file = named[0] if named else _after(arguments, "--body-file")
    if file == "-":
        return sys.stdin.read()
    return Path(file).read_text("utf-8") if file else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
