"""How fast a fleet is judged, from answers and from a list, beside reading the same files alone."""

import random
from pathlib import Path

from tests.bench.processes import Program, print_bar, print_programs, python

DEVICES = 10_000
LINES = 1500  # of a real parameter list
DIFFERENT = 100  # so many files are written; the others are links to them
SECONDS, MEGABYTES = 10.0, 300.0
_READ = "import sys, pathlib\nfor file in pathlib.Path(sys.argv[1]).rglob('*.txt'): file.read_bytes()"
_GROUPS = (
    "Image.I{}.Appearance",
    "PTZ.Various.V{}",
    "Event.E{}.Actions.A0",
    "Network.eth{}",
    "StreamProfile.S{}",
)


def print_fleet(repository: Path, folder: Path, runs: int) -> None:
    """Print what a fleet takes, as answers of each device, and as a list with a row for each."""
    answers, rows = folder / "answers", folder / "devices.csv"
    _write_answers(answers)
    made = random.Random(1)  # noqa: S311 - not for secrets
    lines = (f"cam {number},P{made.randint(1000, 1060)},{_version(made)}" for number in range(DEVICES))
    rows.write_text("\n".join(("Name,Model,Firmware", *lines)) + "\n", "utf-8")

    def fleet(what: Path, form: str, code: int) -> Program:
        known = ("--root", str(repository), "--to", "12.11", "--format", form)
        run = python(repository, "-m", "portal", "fleet", str(what), *known)
        return Program(run.folder, run.command, code=code)

    size = LINES * DEVICES * 45 / 1e6
    used = print_programs(
        f"{DEVICES:,} devices, {LINES:,} settings each (about {size:.0f} MB)",
        {
            "the files alone are read": python(folder, "-c", _READ, str(answers)),
            "portal fleet, as text": fleet(answers, "text", 1),
            "portal fleet, as HTML": fleet(answers, "html", 1),
        },
        runs,
    )
    floor, *ours = used.values()
    for one in ours:
        print_bar("seconds of a processor", one.processor, SECONDS)
        print_bar("MB", one.megabytes, MEGABYTES)
    print(f"{'times of reading the files alone':<58}{ours[0].processor / floor.processor:10.2f}\n")
    listed = {"portal fleet": fleet(rows, "text", 3)}
    (used_rows,) = print_programs(f"a list of {DEVICES:,} rows", listed, runs).values()
    print_bar("seconds of a processor", used_rows.processor, SECONDS)
    print_bar("MB", used_rows.megabytes, MEGABYTES)


def _version(made: random.Random) -> str:
    return f"{made.choice(('9.80', '10.12', '11.8', '11.11'))}.{made.randint(1, 9)}"


def _write_answers(folder: Path) -> None:
    """Write made-up parameter lists, the same each time, a file a device."""
    made = random.Random(1)  # noqa: S311 - not for secrets
    folder.mkdir()
    for number in range(DEVICES):
        file = folder / f"device-{number}.txt"
        if number >= DIFFERENT:
            file.hardlink_to(folder / f"device-{number % DIFFERENT}.txt")
            continue
        said = {
            "Brand.ProdNbr": f"P{made.randint(1000, 1060)}",
            "Properties.Firmware.Version": _version(made),
            "Properties.System.Architecture": made.choice(("armv7hf", "aarch64")),
            "Network.UPnP.Enabled": made.choice(("yes", "no")),
            "Network.FTP.Enabled": made.choice(("yes", "no")),
            "HTTPS.AllowTLS1": made.choice(("yes", "no")),
        }
        for line in range(LINES - len(said)):
            group = _GROUPS[line % len(_GROUPS)].format(line // len(_GROUPS) % 8)
            said[f"{group}.Setting{line}"] = f"{made.randint(0, 99999)} a value"
        file.write_text("".join(f"root.{name}={value}\n" for name, value in said.items()), "utf-8")
