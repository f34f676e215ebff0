"""Every example for partners runs, on the sample with the output of its golden file, and on the real data."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import TESTS
from tests.partners.examples import EXAMPLES, PAGES, Block, Runner, blocks_of, example_of
from tests.partners.hosts import Host
from tests.partners.hub import Told

GOLDEN = TESTS / "golden" / "partners"
# The exit code says that the plan has changes which break something
FINDINGS = {"plan.sh"}
# The first says something only to a hub, the others only when something has moved, or is planned there
QUIET = {"tell-hub.sh", "moved.sh", "moved-dates.sh", "planned-in-an-area.sh"}


def test_every_block_of_code_is_an_example_with_a_name_of_its_own() -> None:
    blocks = blocks_of(PAGES)
    unknown = [(block.page, block.head) for block in blocks if not example_of(block)]
    assert unknown == [], 'a block begins with its language and name: ```python title="watch.py"'
    names = Counter(example.name for block in blocks if (example := example_of(block)))
    assert [name for name, count in names.items() if count > 1] == []
    assert {example.language for example in EXAMPLES.values()} == {"js", "python", "sh"}


@pytest.mark.parametrize(
    "text",
    [
        "```\na\n```",
        "```sh\na\n```",
        '```json title="a.json"\n{}\n```',
        '```python title="a.sh"\na\n```',
        '- x\n\n    ~~~ruby title="a.rb"\n    a\n    ~~~',
        "text\n\n    a",
    ],
)
def test_a_block_that_no_test_would_run_is_found(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.md").write_text(text, "utf-8")
    (block,) = blocks_of([tmp_path / "page.md"])
    assert block == Block("page.md", block.head, block.code)
    assert example_of(block) is None


def test_pages_show_the_scripts_that_are_run(real_host: Host) -> None:
    for block in blocks_of(PAGES):
        folder = real_host.folder / "partners" / block.page.removesuffix(".md").removesuffix("index")
        page = html.parse(str(folder / "index.html"))
        shown = [code.text_content().strip() for code in page.iterfind(".//pre/code")]
        assert block.code.strip() in shown, block.head


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_prints_what_is_so_in_the_sample(
    name: str, partner: Runner, sample_host: Host, compare_golden: Callable[[Path, str], None]
) -> None:
    ran = partner.run(name, sample_host.address)
    assert (ran.code, ran.errors) == (int(name in FINDINGS), "")
    told = re.sub(r"(?m)^((?:Made|Searched) on ).+\.$", r"\1a day.", ran.output)
    compare_golden(GOLDEN / f"{name}.txt", told.replace(sample_host.address, "https://portal.example"))


def test_there_is_a_golden_file_for_each_example_and_no_other() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {f"{name}.txt" for name in EXAMPLES}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs_on_the_published_site(name: str, partner: Runner, real_host: Host) -> None:
    ran = partner.run(name, real_host.address)
    assert (ran.code, ran.errors) == (int(name in FINDINGS), "")
    assert ran.output or name in QUIET


def test_the_hub_is_told_of_a_feed(partner: Runner, sample_host: Host, told: Told) -> None:
    partner.run("tell-hub.sh", sample_host.address)
    assert told == [{"hub.mode": ["publish"], "hub.url": [f"{sample_host.address}/feeds/changes.json"]}]
