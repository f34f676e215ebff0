"""The HTTPS template, and the container file with what it runs."""

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.conftest import REPOSITORY
from tests.deploy.nginx import COMMAND, Nginx, open_folder, run_nginx
from tests.programs import find_program

# `test_authority.py` holds it to data/portal.yml
NAME = re.findall(r"server_name ([\w.-]+);", (REPOSITORY / "deploy/nginx/https.conf").read_text("utf-8"))[0]
HSTS = "Strict-Transport-Security"


@pytest.fixture(scope="module")
def secure(site: Path) -> Iterator[tuple[Nginx, Path]]:
    """An nginx with the template in it, and the certificate that it has."""
    openssl = find_program("openssl")
    assert openssl, "there is no openssl: `make test` gets it, or install it yourself"
    with open_folder() as folder:
        certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
        make = [
            openssl,
            *[
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "2",
            ],
        ]  # fmt: skip
        make += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        subprocess.run(
            [*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
        )
        key.chmod(0o644)
        with run_nginx(site, certificates=folder) as running:
            yield running, certificate


def over_tls(secure: tuple[Nginx, Path], path: str) -> http.client.HTTPResponse:
    nginx, certificate = secure
    context = ssl.create_default_context(cafile=str(certificate))
    with (
        socket.create_connection(("127.0.0.1", nginx.ports[8443]), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=NAME) as connection,
    ):
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        answer.read()
        return answer


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/none", 404), ("/changes", 301)])
def test_browsers_are_told_to_stay_with_tls(secure: tuple[Nginx, Path], path: str, status: int) -> None:
    answer = over_tls(secure, path)
    assert answer.status == status
    assert answer.getheader(HSTS) == "max-age=31536000"
    assert answer.getheader("Content-Security-Policy")


@pytest.mark.parametrize("host", [NAME, "elsewhere.example"])
def test_without_tls_all_leads_to_tls_at_the_name_of_the_site(secure: tuple[Nginx, Path], host: str) -> None:
    address = f"{secure[0].address}/changes/?area=api"
    answer = requests.get(address, headers={"Host": host}, allow_redirects=False, timeout=10)
    assert (answer.status_code, answer.headers["Location"]) == (308, f"https://{NAME}/changes/?area=api")
    assert HSTS not in answer.headers, "it means nothing without TLS (RFC 6797, 7.2)"
    assert answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def test_both_versions_of_tls_that_are_in_use_are_spoken(
    secure: tuple[Nginx, Path], version: ssl.TLSVersion
) -> None:
    context = ssl.create_default_context(cafile=str(secure[1]))
    context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection(("127.0.0.1", secure[0].ports[8443]), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=NAME) as connection,
    ):
        assert connection.version() == version.name.replace("_", ".")


# --- the container file


def instructions() -> list[tuple[str, str]]:
    lines = (REPOSITORY / "deploy/Containerfile").read_text("utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(name, rest) for name, _, rest in pairs]


def test_the_image_is_pinned_and_not_run_by_root() -> None:
    said = dict(instructions())
    assert re.fullmatch(r"docker\.io/[a-z/-]+:[0-9.]+-alpine-slim@sha256:[0-9a-f]{64}", said["FROM"])
    assert said["USER"].isdecimal()
    assert int(said["USER"]) > 0
    assert int(said["EXPOSE"]) > 1023
    assert f"listen {said['EXPOSE']};" in (REPOSITORY / "deploy/nginx.conf").read_text("utf-8")


def test_what_is_copied_is_all_that_its_command_needs(site: Path) -> None:
    """The tests' own command is the container's, over the files that the container has."""
    with open_folder() as folder:
        for name, rest in instructions():
            if name == "COPY":
                source, target = rest.replace("${SITE}", "site").split()
                place = folder / target.removeprefix("/")
                place.parent.mkdir(parents=True, exist_ok=True)
                whole = site if source == "site/" else REPOSITORY / source
                (shutil.copytree if whole.is_dir() else shutil.copy)(whole, place)
        root = folder / "srv/portal"
        command = json.loads(dict(instructions())["ENTRYPOINT"])
        assert command == [part.format(root="/srv/portal") for part in COMMAND]
        program = find_program("nginx")
        assert program
        check = [program, *(part.format(root=root) for part in COMMAND[1:]), "-t"]
        edited = root / "deploy/nginx.conf"
        edited.write_text(edited.read_text("utf-8").replace("/tmp/", f"{folder}/"), "utf-8")  # noqa: S108
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert (done.returncode, "test is successful" in done.stderr) == (0, True), done.stderr
