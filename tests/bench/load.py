"""How much nginx answers with our configuration, beside a plain nginx with the same files."""

import re
import shutil
import subprocess
from pathlib import Path
from statistics import median

import requests

from tests.bench.processes import print_bar
from tests.bench.sites import A_CHANGE, REAL, publish_portal
from tests.deploy.nginx import run_nginx, run_plain

SECONDS = 2
CONNECTIONS = 16
BAR = 1.1
FEED = "feeds/changes.json"
# What is asked for, and whether the reader has it already
CASES = {
    "page": (A_CHANGE, False),
    "feed": (FEED, False),
    "feed, unchanged (304)": (FEED, True),
    "entry of the API": (f"api/v1/{A_CHANGE.rstrip('/')}.json", False),
}
# As Debian and Ubuntu configure it, but for what is compressed, and how much
PLAIN = """
worker_processes auto;
pid {root}/own/pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
    client_body_temp_path {root}/own/body;
    proxy_temp_path {root}/own/proxy;
    fastcgi_temp_path {root}/own/fastcgi;
    uwsgi_temp_path {root}/own/uwsgi;
    scgi_temp_path {root}/own/scgi;
    access_log off;
    sendfile on;
    tcp_nopush on;
    gzip on;
    gzip_comp_level 5;
    gzip_types *;
    server { listen 127.0.0.1:{port}; root site; }
}
"""
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_SLOWEST = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def print_load(repository: Path, folder: Path, runs: int) -> None:
    """Print requests a second and the slowest of a hundred, of both in turn."""
    wrk = shutil.which("wrk")
    if wrk is None:
        print("This is left out: wrk, to ask with, is not installed (apt-get install wrk)")
        return
    site = publish_portal(repository, folder / "portal", REAL)
    print(f"{f'{CONNECTIONS} connections for {SECONDS} s':<58}{'ours':>10}{'plain':>10}")
    with run_nginx(site) as ours, run_plain(site, PLAIN) as plain:
        for name, (path, known) in CASES.items():
            commands = [_command(wrk, f"{nginx.address}/{path}", known=known) for nginx in (ours, plain)]
            pairs = [[_measure(command) for command in commands] for _ in range(runs)]
            (rate, slow), (plain_rate, plain_slow) = (
                [median(pair[number][figure] for pair in pairs) for figure in (0, 1)] for number in (0, 1)
            )
            print(f"{f'{name}: requests a second':<58}{rate:10,.0f}{plain_rate:10,.0f}")
            print(f"{f'{name}: 99% within, milliseconds':<58}{slow:10.1f}{plain_slow:10.1f}")
            print_bar("    requests: plain / ours", plain_rate / rate, BAR)


def _command(wrk: str, address: str, *, known: bool) -> list[str]:
    headers = {"Accept-Encoding": "gzip"}
    first = requests.get(address, headers=headers, timeout=10)
    if known:
        headers["If-None-Match"] = first.headers["ETag"]
    if requests.get(address, headers=headers, timeout=10).status_code != (304 if known else 200):
        raise RuntimeError(f"{address} does not answer as it should")
    options = [option for name, value in headers.items() for option in ("--header", f"{name}: {value}")]
    return [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *options, address]


def _measure(command: list[str]) -> tuple[float, float]:
    """Return requests a second, and the milliseconds that 99 of 100 take at most."""
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, slowest = _RATE.search(said), _SLOWEST.search(said)
    if not rate or not slowest:
        raise RuntimeError(said)
    return float(rate[1]), float(slowest[1]) * _MILLISECONDS[slowest[2]]
