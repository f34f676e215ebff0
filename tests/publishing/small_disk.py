"""Publishes a copy of the checkout that it is run in, on a disk with room for a part of a build more.

Takes the parts as arguments, and prints for each, as JSON, the exit code, the output, whether readers still
see what they saw, and what is left in `build/`. Mounts a file system, so it needs a name space of its own.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.checkout import Checkout, digests

DISK = Path("disk")


def main() -> None:
    DISK.mkdir()
    _mount("size=1g", "-t", "tmpfs", "tmpfs")
    keep_out = shutil.ignore_patterns(DISK.name)
    shutil.copytree(Path(), DISK, symlinks=True, ignore=keep_out, dirs_exist_ok=True)
    checkout = Checkout(DISK.resolve())
    old, full = digests(checkout.site), _used()
    shutil.copytree(checkout.site, DISK / "whole")
    need = _used() - full
    shutil.rmtree(DISK / "whole")
    for share in map(float, sys.argv[1:]):
        _mount(f"remount,size={full + int(share * need)}")
        done = checkout.publish()
        left = sorted(path.name for path in (DISK / "build").iterdir())
        output = done.stdout + done.stderr
        print(json.dumps([done.returncode, output, digests(checkout.site) == old, left]), flush=True)


def _mount(options: str, *what: str) -> None:
    subprocess.run(["mount", "-o", options, *what, DISK], check=True)


def _used() -> int:
    state = os.statvfs(DISK)
    return (state.f_blocks - state.f_bfree) * state.f_bsize


if __name__ == "__main__":
    main()
