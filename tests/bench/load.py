"""How much nginx answers with our configuration, beside a plain nginx that serves the same files."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import requests

from tests.bench.goals import at_most
from tests.bench.sites import A_CHANGE, publish_portal
from tests.deploy.nginx import Nginx, open_folder, run_nginx, run_plain

RUNS = 5
SECONDS = 2
CONNECTIONS = 16
RATIO = 1.1
FEED = "feeds/changes.json"
ENTRY = f"api/v1/{A_CHANGE.rstrip('/')}.json"
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
_COUNT = re.compile(r"(\d+) requests in")
_SLOWEST = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Case:
    """What is asked for: its name in the table, the path, and whether the reader has it already."""

    name: str
    path: str
    file: str
    known: bool = False


CASES = (
    Case("page", A_CHANGE, f"{A_CHANGE}index.html"),
    Case("feed", FEED, FEED),
    Case("feed, unchanged (304)", FEED, FEED, known=True),
    Case("entry of the API", ENTRY, ENTRY),
)


def print_load(repository: Path, folder: Path) -> None:
    """Print requests a second and the slowest of a hundred, of both in turn, and if the goal is met."""
    wrk = shutil.which("wrk")
    if wrk is None:
        print("This is left out: wrk, to ask with, is not installed (apt-get install wrk)")
        return
    with open_folder() as room:
        site = publish_portal(repository, room / "portal").site
        fixed = room / "fixed"
        for case in CASES:
            (fixed / case.file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(site / case.file, fixed / case.file)
        print(
            f"Medians of {RUNS} runs of {SECONDS} s each, in turn, {CONNECTIONS} connections; "
            "compressed, and beside it a plain nginx with the same files. "
            "Where the machine is busy, only processor time means something.\n"
        )
        titles = ("requests/s", "plain", "99% in ms", "plain", "µs each", "plain")
        print(f"{'':<24}" + "".join(f"{title:>12}" for title in titles))
        with run_nginx(site) as ours, run_plain(fixed, PLAIN) as plain:
            for case in CASES:
                _print_case(wrk, case, ours, plain)


def _print_case(wrk: str, case: Case, ours: Nginx, plain: Nginx) -> None:
    """Measure one case. The ratios are medians of those of each pair of runs, so that noise hits both."""
    asked = ((ours, f"{ours.address}/{case.path}"), (plain, f"{plain.address}/{case.file}"))
    commands = [(nginx, _command(wrk, case, address)) for nginx, address in asked]
    pairs = [[_measure(nginx, command) for nginx, command in commands] for _ in range(RUNS)]
    (rate, slow, spent), (plain_rate, plain_slow, plain_spent) = (
        [median(run[number][figure] for run in pairs) for figure in range(3)] for number in (0, 1)
    )
    figures = (f"{rate:,.0f}", f"{plain_rate:,.0f}", slow, plain_slow, spent, plain_spent)
    cells = (figure if isinstance(figure, str) else f"{figure:.1f}" for figure in figures)
    print(f"{case.name:<24}" + "".join(f"{cell:>12}" for cell in cells))
    ratios = {
        "plain / ours, requests": median(fixed[0] / mine[0] for mine, fixed in pairs),
        "ours / plain, 99%": median(mine[1] / fixed[1] for mine, fixed in pairs),
        "ours / plain, processor time": median(mine[2] / fixed[2] for mine, fixed in pairs),
    }
    for name, ratio in ratios.items():
        print(f"    {name:<30}{ratio:>6.2f}    {at_most(ratio, RATIO)}")


def _command(wrk: str, case: Case, address: str) -> list[str]:
    headers = {"Accept-Encoding": "gzip"}
    first = requests.get(address, headers=headers, timeout=10)
    if case.known:
        headers["If-None-Match"] = first.headers["ETag"]
    if requests.get(address, headers=headers, timeout=10).status_code != (304 if case.known else 200):
        raise RuntimeError(f"{address} does not answer as it should")
    options = [option for name, value in headers.items() for option in ("--header", f"{name}: {value}")]
    return [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *options, address]


def _measure(nginx: Nginx, command: list[str]) -> tuple[float, float, float]:
    """Give requests a second, milliseconds that 99 of 100 take at most, and nginx's microseconds for each."""
    before = nginx.processor_seconds()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = nginx.processor_seconds() - before
    rate, slowest, count = _RATE.search(said), _SLOWEST.search(said), _COUNT.search(said)
    if not rate or not slowest or not count:
        raise RuntimeError(said)
    milliseconds = float(slowest[1]) * _MILLISECONDS[slowest[2]]
    return float(rate[1]), milliseconds, spent / int(count[1]) * 1e6
