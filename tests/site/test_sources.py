"""What stands beside pages: an editor's own files disturb nothing, and what is no file is said at once."""

from pathlib import Path

import pytest

from tests.checkout import UNSET, Checkout, digests, small_checkout
from tests.special import SPECIAL, open_in_editors, run_limited


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Checkout:
    return small_checkout(repository, tmp_path / "checkout")


def test_editors_disturb_no_publishing(checkout: Checkout) -> None:
    assert checkout.publish().returncode == 0
    before = digests(checkout.site)
    for path in (
        "content/index.md",
        "content/assets/x.svg",
        "content/lifecycle/upgrading.md",
        "data/areas.yml",
    ):
        (checkout.root / path).parent.mkdir(exist_ok=True)
        open_in_editors(checkout.root / path)
    open_in_editors(checkout.root / "data/changes/date-cgi-removal.yml")
    done = checkout.publish()
    assert (done.returncode, done.stderr) == (0, UNSET)
    assert digests(checkout.site) == before


@pytest.mark.parametrize(
    ("path", "kind"), [*(("content/a.md", kind) for kind in SPECIAL), ("content/b.svg", "pipe")]
)
def test_what_is_no_page_is_said_before_any_is_read(checkout: Checkout, path: str, kind: str) -> None:
    make, reason = SPECIAL[kind]
    make(checkout.root / path)
    done = run_limited(checkout.root, "macros.publish")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{path}:1:1: cannot be read: {reason}")
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_without_end_is_said(checkout: Checkout) -> None:
    (checkout.root / "content/again").symlink_to(".")
    done = run_limited(checkout.root, "macros.publish")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "content/again:1:1: is a link to a folder, which could go round without end"
    )
