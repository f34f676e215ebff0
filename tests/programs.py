"""The programs that tests run: those that are here, or else installed.

`python -m tests.programs` installs what is missing.
"""

import os
import shutil
import subprocess
import sys

# What each is called -> the package that Debian and Ubuntu have it in
PROGRAMS = {"curl": "curl", "jq": "jq", "nginx": "nginx", "openssl": "openssl", "sha256sum": "coreutils"}
# Where only administrators look
SYSTEM = "/usr/sbin"

HELP = "The tests need {}, and it could not be installed. Install it, and try again."


def find_program(name: str) -> str | None:
    """Return the path of a program, also where only administrators look for it; None if it is not there."""
    return shutil.which(name) or shutil.which(name, path=SYSTEM)


def missing_programs() -> list[str]:
    """Return the programs that are not on the machine."""
    return [name for name in PROGRAMS if not find_program(name)]


def ensure_programs() -> None:
    """Install what is missing. Raises `SystemExit` with what to do if that fails."""
    if missing := missing_programs():
        install_packages("the tests", *(PROGRAMS[name] for name in missing))
    if missing := missing_programs():
        raise SystemExit(HELP.format(" and ".join(missing)))


def install_packages(purpose: str, *packages: str) -> bool:
    """Install packages of the system, and say whether that was possible."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return False
    update = ("apt-get", "update")
    install = ("apt-get", "install", "-y", "--no-install-recommends", *packages)
    return run_installer(purpose, *update) and run_installer(purpose, *install)


def run_installer(purpose: str, *command: str) -> bool:
    """Run a command with its output on stderr, since stdout may be for a result; say whether it succeeded."""
    print(f"Installing what {purpose} need:", *command, file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=2, env=environment, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    ensure_programs()
