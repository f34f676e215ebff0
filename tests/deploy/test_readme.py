"""The page for operators: its scripts do what it says, and its table is what is sent."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from macros.hosting import answers
from tests.conftest import REPOSITORY
from tests.deploy.nginx import COMMAND, run_nginx
from tests.deploy.test_validators import FEED, PAGE, ask
from tests.partners.examples import blocks_of, example_of
from tests.partners.hub import Told, serve_hub

README = REPOSITORY / "deploy/README.md"
BLOCKS = blocks_of([README])
SCRIPTS = {example.name: example.code for block in BLOCKS if (example := example_of(block))}


def run(name: str, folder: Path, **environment: str) -> str:
    """Run a script of the page in a folder, and give what it prints."""
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
    command = start.splitlines()[1].replace('"', "").replace("$PWD", "{root}")
    assert command == " ".join(COMMAND)
    assert " ".join(COMMAND).replace("{root}/", '"$PWD/"').replace("daemon off;", '"daemon off;"') in (
        REPOSITORY / "deploy/nginx.conf"
    ).read_text("utf-8")


@pytest.mark.parametrize("value", [answers.OF_PAGES, answers.OF_DATA, answers.FOR_EVER, "no-store"])
def test_the_table_has_what_is_sent(value: str) -> None:
    assert f"| `{value}` |" in README.read_text("utf-8")


def test_what_has_changed_is_listed_told_and_taken_back(editions: tuple[Path, Path]) -> None:
    told: Told = []
    first, second = editions
    with run_nginx(first) as nginx, serve_hub(told) as hub:
        site, root = nginx.address, nginx.root
        tag = ask(site + PAGE).headers["ETag"]
        run("before.sh", root, site=site)
        nginx.link(second)
        nginx.reload()
        assert ask(site + PAGE, tag).status_code == 200
        run("changed.sh", root, site=site)
        changed = (root / "changed.txt").read_text("utf-8").split()
        assert changed == [f"{site}{PAGE}index.md", f"{site}{PAGE}", f"{site}/api/v1/manifest.json"]
        with (root / "changed.txt").open("a", encoding="utf-8") as file:
            file.write(f"{site}{FEED}\n")
        run("tell-hub-of-changes.sh", root, site=site, hub=hub)
        assert told == [{"hub.mode": ["publish"], "hub.url": [site + FEED]}]
        nginx.link(first)
        nginx.reload()
        assert ask(site + PAGE, tag).status_code == 304


def test_new_and_lost_files_are_listed(tmp_path: Path) -> None:
    (tmp_path / "site/api/v1").mkdir(parents=True)
    manifest = '{{"items": [{{"path": "same", "sha256": "1"}}, {{"path": "{}", "sha256": "2"}}]}}'
    (tmp_path / "before.json").write_text(manifest.format("lost"), "utf-8")
    (tmp_path / "site/api/v1/manifest.json").write_text(manifest.format("new"), "utf-8")
    run("changed.sh", tmp_path, site="https://a.example")
    listed = (tmp_path / "changed.txt").read_text("utf-8").split()
    assert listed == [f"https://a.example/{path}" for path in ("lost", "new", "api/v1/manifest.json")]


def test_brotli_copies_are_those_of_the_compressed_files(site: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "site").symlink_to("folder")
    for name in ("a b.json", "c.json"):
        shutil.copy(site / FEED[1:], tmp_path / "folder" / name)
    shutil.copy(site / f"{FEED[1:]}.gz", tmp_path / "folder/a b.json.gz")
    run("brotli.sh", tmp_path)
    assert sorted(file.name for file in (tmp_path / "folder").iterdir()) == [
        "a b.json", "a b.json.br", "a b.json.gz", "c.json"
    ]  # fmt: skip
    again = subprocess.run(
        ["brotli", "-dc", tmp_path / "folder/a b.json.br"], capture_output=True, check=True
    )
    assert again.stdout == (site / FEED[1:]).read_bytes()
    run("brotli.sh", tmp_path)
