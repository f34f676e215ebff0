"""The page for operators: its scripts do what it says, and its table is what is sent."""

import os
import subprocess
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.deploy.nginx import COMMAND
from tests.partners.examples import blocks_of, example_of

README = REPOSITORY / "deploy/README.md"
CONFIGURATION = REPOSITORY / "deploy/nginx.conf"
BLOCKS = blocks_of([README])
SCRIPTS = {example.name: example.code for block in BLOCKS if (example := example_of(block))}


def run_script(name: str, folder: Path, **environment: str) -> str:
    """Run a script of the page in a folder, and return what it prints."""
    done = subprocess.run(
        ["sh", "-eu", "-c", SCRIPTS[name]],
        cwd=folder,
        env=os.environ | {"no_proxy": "127.0.0.1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_every_block_is_run_and_the_first_is_the_command_of_the_tests() -> None:
    (start,) = (block.code for block in BLOCKS if not example_of(block))
    command = start.splitlines()[1]
    assert command.replace('"', "").replace("$PWD", "{root}") == " ".join(COMMAND)
    assert command in CONFIGURATION.read_text("utf-8")


def test_the_table_has_what_is_sent() -> None:
    text = README.read_text("utf-8")
    said = [line.split("|")[2].strip(" `") for line in text.splitlines() if line.startswith("|")]
    kept = [value for value in said if "max-age" in value or "no-store" in value]
    assert len(kept) == 4
    assert all(value in CONFIGURATION.read_text("utf-8") for value in kept)


def test_new_and_lost_files_are_listed(tmp_path: Path) -> None:
    (tmp_path / "site/api/v1").mkdir(parents=True)
    manifest = '{{"items": [{{"path": "same", "sha256": "1"}}, {{"path": "{}", "sha256": "2"}}]}}'
    (tmp_path / "before.json").write_text(manifest.format("lost"), "utf-8")
    (tmp_path / "site/api/v1/manifest.json").write_text(manifest.format("new"), "utf-8")
    run_script("changed.sh", tmp_path, site="https://a.example")
    listed = (tmp_path / "changed.txt").read_text("utf-8").split()
    assert listed == [f"https://a.example/{path}" for path in ("lost", "new", "api/v1/manifest.json")]
