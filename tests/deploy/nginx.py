"""The real nginx with the configuration of deploy/, on loopback, as a user without rights."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.programs import find_program

COMMAND = ("nginx", "-e", "stderr", "-p", "{root}/", "-c", "deploy/nginx.conf", "-g", "daemon off;")
# What the template for TLS takes the place of
PLAIN_SERVER = """    server {
        listen 8080;

        include nginx/site.conf;
    }
"""
NOBODY = 65534
PATIENCE = 20.0


@dataclass(frozen=True)
class Nginx:
    """An nginx that runs: the folder that holds `deploy` and `site`, its ports, and its process."""

    root: Path
    ports: Mapping[int, int]
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where it listens without TLS; no slash at the end."""
        return f"http://127.0.0.1:{self.ports[8080]}"


@contextmanager
def run_nginx(site: Path, *, certificates: Path | None = None) -> Iterator[Nginx]:
    """Serve a published folder, or a link to one, with a copy of deploy/ that listens on free ports.

    With `certificates`, a folder, nginx serves with TLS and these.
    Raises `RuntimeError` with what nginx says if it fails.
    """
    with open_folder() as root:
        (root / "own").mkdir()
        (root / "own").chmod(0o777)
        shutil.copytree(REPOSITORY / "deploy", root / "deploy")
        (root / "site").symlink_to(site)
        ports = {8080: free_port(), 8443: free_port()}
        main, https = root / "deploy/nginx.conf", root / "deploy/nginx/https.conf"
        edit(main, {"/tmp/axis-os-portal": f"{root}/own/nginx"})  # noqa: S108
        listening = {f"listen {port}": f"listen 127.0.0.1:{own}" for port, own in ports.items()}
        if certificates:
            edit(main, {PLAIN_SERVER: "    include nginx/https.conf;\n"})
            edit(https, {"/etc/axis-os-portal": str(certificates), **listening})
        else:
            edit(main, {"listen 8080": listening["listen 8080"]})
        with _started(root, ports) as nginx:
            yield nginx


@contextmanager
def run_plain(files: Path, configuration: str) -> Iterator[Nginx]:
    """Serve a folder with a configuration that says only `{root}`, for its own folder, and `{port}`."""
    with open_folder() as root:
        (root / "own").mkdir()
        (root / "own").chmod(0o777)
        (root / "deploy").mkdir()
        (root / "site").symlink_to(files.resolve())
        ports = {8080: free_port()}
        text = configuration.replace("{root}", str(root)).replace("{port}", str(ports[8080]))
        (root / "deploy/nginx.conf").write_text(text, "utf-8")
        with _started(root, ports) as nginx:
            yield nginx


@contextmanager
def open_folder() -> Iterator[Path]:
    """Return a folder for a while that a user without rights can read, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def _started(root: Path, ports: Mapping[int, int]) -> Iterator[Nginx]:
    program = find_program("nginx")
    assert program, "there is no nginx: `make test` gets it, or install it yourself"
    command = [program, *(part.format(root=root) for part in COMMAND[1:])]
    user = NOBODY if os.geteuid() == 0 else None
    with (root / "own/errors").open("wb") as errors:
        process = subprocess.Popen(command, stderr=errors, user=user, group=user)
        nginx = Nginx(root, ports, process)
        try:
            _wait_until(lambda: _listens(nginx) or process.poll() is not None)
            if process.poll() is not None:
                raise RuntimeError((root / "own/errors").read_text("utf-8"))
            yield nginx
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def edit(file: Path, changes: Mapping[str, str]) -> None:
    """Replace texts that must be in a file."""
    text = file.read_text("utf-8")
    for old, new in changes.items():
        assert old in text, f"{file} has no {old!r}"
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _listens(nginx: Nginx) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", nginx.ports[8080])) == 0


def _wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("nginx did not do it in time")
        time.sleep(0.02)
