"""Packages and manifests: what they declare is found, and whatever is wrong with one ends as a sentence."""

import gzip
import json
import os
import tarfile
from pathlib import Path

import pytest

from portal.model import Catalog
from portal.scanner import Asked, Names, Scan, Walk, names_of, packages, scan
from tests.commands import Command
from tests.conftest import REPOSITORY
from tests.scanner.packages import CONF, EXECUTE, READ, WRITE, elf, manifest, packed, special
from tests.special import run_limited

GOOD = ("manifest.json", manifest()), ("package.conf", CONF), ("app", elf("libc.so.6"))
SCRIPT = "POSTINSTALLSCRIPT"
SIGNED = "app.eap: not known: whether it is signed: what it consists of does not show that"


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return names_of(catalog)


def scanned(names: Names, root: Path, data: bytes, name: str = "app.eap") -> Scan:
    (root / name).write_bytes(data)
    return scan(names, Asked(Walk(root), (Path(name),)))


def found(result: Scan) -> set[str]:
    return {
        f"{item.path}:{use.line} {item.change.id} {item.name}: {use.text}"
        for item in result.findings
        for use in item.uses
    }


def said(result: Scan) -> list[str]:
    remarks = [f"{item.path}: {item.message}" for item in result.remarks]
    return remarks + [f"{item.path}: {item.message}" for item in result.skipped]


def ids(result: Scan) -> set[str]:
    return {item.change.id for item in result.findings}


# --- what is declared


def test_a_program_for_devices_is_looked_at_outside_a_package(names: Names, tmp_path: Path) -> None:
    program = elf("libaxparameter.so.1", "libcapture.so.0", bits=32)
    assert ids(scanned(names, tmp_path, program, "gate")) == {"acap-64-bit-time", "libcapture-removal"}
    other = scanned(names, tmp_path, elf("libssl.so.1.1", bits=32), "gate")
    assert (ids(other), [item.why for item in other.skipped]) == (set(), ["binary"])


def test_one_of_several_configurations_declares_all_of_a_package(names: Names, tmp_path: Path) -> None:
    for name in ("package.conf", "package.conf.aarch64", "package-old.conf"):
        assert "acap-manifest-schema-2-required" in ids(scanned(names, tmp_path, CONF.encode(), name))
    (tmp_path / "manifest.json").write_text(manifest(), "utf-8")
    assert ids(scanned(names, tmp_path, CONF.encode(), "package.conf")) == set()


def test_a_package_with_nothing_to_find_leaves_its_signature_open(names: Names, tmp_path: Path) -> None:
    result = scanned(names, tmp_path, packed(*GOOD))
    assert (found(result), said(result), result.files) == (set(), [SIGNED], 1)
    assert list(tmp_path.iterdir()) == [tmp_path / "app.eap"]


def test_each_thing_is_found_in_its_file(names: Names, tmp_path: Path) -> None:
    conf = CONF.replace('"sdk"', '"root"').replace("aarch64", "armv7hf")
    lib = elf(
        "libvidcap.so.0", "libcapture.so.0", "libcapturetools.so.1", "libssl.so.1.1", "libssl.so.3", bits=32
    )
    result = scanned(names, tmp_path, packed(("./package.conf", conf), ("lib/libx.so", lib)))
    assert found(result) == {
        'app.eap/package.conf:4 root-privileges-removal APPUSR: APPUSR="root"',
        'app.eap/package.conf:5 root-privileges-removal APPGRP: APPGRP="root"',
        'app.eap/package.conf:3 acap-64-bit-time architecture: APPTYPE="armv7hf"',
        "app.eap:1 acap-manifest-schema-2-required manifest.json: no manifest.json",
        "app.eap:1 os-compatibility-declaration-required manifest.json: no manifest.json",
        "app.eap/lib/libx.so:1 libvidcap-removal libvidcap: needs libvidcap.so.0",
        "app.eap/lib/libx.so:1 libcapture-removal libcapture: needs libcapture.so.0",
        "app.eap/lib/libx.so:1 openssl-1-1-1-removal libssl.so.1.1: needs libssl.so.1.1",
    }
    assert "app.eap: not known: whether it goes on a product affected by acap-64-bit-time" in said(result)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            manifest(user={"username": "root"}),
            {"acap-manifest-schema-2-required": 13, "root-privileges-removal": 13},
        ),
        (manifest(user={"username": "other"}), {"acap-manifest-schema-2-required": 13}),
        (manifest(user={}), {}),
        (manifest(vendorId=None), {"acap-manifest-schema-2-required": 1}),
        (manifest(embeddedSdkVersion="3.0"), {"acap-manifest-schema-2-required": 16}),
        (manifest().replace("2.1.0", "1.10.0"), {"acap-manifest-schema-2-required": 2}),
        (manifest().replace("2.1.0", "2"), {}),
        (manifest(compatibleOsVersions=None), {"os-compatibility-declaration-required": 1}),
        (manifest(compatibleOsVersions=[{"max": "12.99"}]), {"os-compatibility-declaration-required": 10}),
        (manifest(compatibleOsVersions=[{"max": "12"}, {"min": "13", "max": "13"}]), {}),
        (manifest(architecture="armv7hf"), {"acap-64-bit-time": 7}),
    ],
)
@pytest.mark.parametrize("file", ["app.eap", "manifest.json", "manifest.json.cv25"])
def test_a_manifest_is_read_the_same_way_in_a_package_and_in_sources(
    names: Names, tmp_path: Path, text: str, wanted: dict[str, int], file: str
) -> None:
    data = packed(("manifest.json", text)) if file == "app.eap" else text.encode()
    result = scanned(names, tmp_path, data, file)
    counting = [item for item in result.findings if item.level != "note"]
    assert {item.change.id: use.line for item in counting for use in item.uses} == wanted


def test_what_is_declared_stands_for_its_spelling_on_the_same_line(names: Names, tmp_path: Path) -> None:
    text = manifest(user={"username": "root"})
    result = scanned(names, tmp_path, text.encode(), "manifest.json")
    assert len([item for item in result.findings if item.change.id == "root-privileges-removal"]) == 1


def test_a_part_of_a_manifest_lacks_nothing(names: Names, tmp_path: Path) -> None:
    part = json.dumps({"acapPackageConf": {"setup": {"user": {"group": "root"}}}})
    assert ids(scanned(names, tmp_path, part.encode(), "x.json")) == {"root-privileges-removal"}


def test_a_manifest_that_a_script_writes_is_read_where_it_is(names: Names, tmp_path: Path) -> None:
    script = (
        "#!/bin/sh\ncat > manifest.json <<'EOF'\n"
        + manifest(user={"username": "root"})
        + "\nEOF\necho '{}'\n"
    )
    result = scanned(names, tmp_path, script.encode(), "build.sh")
    lines = {script.splitlines()[use.line - 1].strip() for item in result.findings for use in item.uses}
    assert '"username": "root"' in lines
    only_named = "grep '\"acapPackageConf\"' manifest.json\n"
    assert said(scanned(names, tmp_path, only_named.encode(), "look.sh")) == []


def test_other_json_is_no_manifest(names: Names, tmp_path: Path) -> None:
    schema = {"properties": {"acapPackageConf": {"setup": {"user": {"username": "sdk"}}}}}
    for text in (json.dumps(schema), json.dumps(["acapPackageConf"]), '{"schemaVersion": "1.1"}'):
        result = scanned(names, tmp_path, text.encode(), "manifest.json")
        assert (found(result), said(result)) == (set(), [])


@pytest.mark.parametrize(
    ("stack", "is_found", "is_open"),
    [(READ | WRITE, False, False), (READ | WRITE | EXECUTE, True, False), (None, False, True)],
)
def test_an_executable_stack(
    names: Names, tmp_path: Path, stack: int | None, is_found: bool, is_open: bool
) -> None:
    result = scanned(names, tmp_path, packed(GOOD[0], ("app", elf(stack=stack))))
    assert ids(result) == ({"executable-stacks-prevented"} if is_found else set())
    assert any("does not say, so the device decides" in one for one in said(result)) is is_open


def test_a_post_install_script_is_found_and_searched(names: Names, tmp_path: Path) -> None:
    conf = CONF.replace('SCRIPT=""', 'SCRIPT="post.sh"')
    script = "#!/bin/sh\ncurl localhost/axis-cgi/vaconfig.cgi\n"
    result = scanned(names, tmp_path, packed(GOOD[0], ("post.sh", script), ("package.conf", conf)))
    assert found(result) == {
        f'app.eap/package.conf:6 acap-install-aborts-on-script-error {SCRIPT}: {SCRIPT}="post.sh"',
        "app.eap/post.sh:2 vaconfig-cgi-removal vaconfig.cgi: curl localhost/axis-cgi/vaconfig.cgi",
    }


def test_a_script_in_a_package_may_accept_its_uses(names: Names, tmp_path: Path) -> None:
    script = "#!/bin/sh\ncurl vaconfig.cgi # portal: ignore[vaconfig-cgi-removal] old devices\n"
    result = scanned(names, tmp_path, packed(*GOOD, ("post.sh", script)))
    assert (found(result), result.accepted) == (set(), 1)


def test_a_manifest_of_tests_is_one_in_a_test_and_leaves_open_what_a_package_does(
    names: Names, tmp_path: Path
) -> None:
    (tmp_path / "tests").mkdir()
    text = manifest(architecture="armv7hf")
    result = scanned(names, tmp_path, text.encode(), "tests/manifest.json")
    assert {item.where for item in result.findings} == {"test"}
    assert "tests/manifest.json: not known: whether it goes on a product affected by" in " ".join(
        said(result)
    )


# --- what is wrong with a package

BROKEN_ELF = elf("libc.so.6")[:70]
HUGE = special("huge", tarfile.REGTYPE)
HUGE.size = 8_000_000_000
LONG_NAME = special("././@LongLink", tarfile.GNUTYPE_LONGNAME)
LONG_NAME.size = 100_000_000
CASES = {
    "empty": (b"", "cannot be read as a package"),
    "no gzip": (b"PK\x03\x04 a zip archive", "it is not packed with gzip, or is damaged"),
    "encrypted": (os.urandom(3000), "it is not packed with gzip, or is damaged"),
    "no tar": (gzip.compress(b"x" * 5000), "it is no sound tar archive"),
    "damaged in the middle": (packed(*GOOD)[:200] + b"!" * 50 + packed(*GOOD)[250:], "damaged"),
    "cut off": (packed(*GOOD, ("x", os.urandom(9000)))[:-4000], "what else is in it: it is cut off"),
    "nothing of an application": (packed(("x", "y")), "it has neither manifest.json nor package.conf"),
    "bomb": (packed(GOOD[0], ("x", bytes(60_000_000))), "it unpacks to far more than such a file does"),
    "bomb in a name": (
        packed(GOOD[0], (LONG_NAME, bytes(100_000_000))),
        "it unpacks to far more than such a file does",
    ),
    "size that is not there": (
        packed(GOOD[0], (HUGE, b""), end=b""),
        "it has a file larger than an application",
    ),
    "thousands of members": (
        packed(GOOD[0], *((f"{number}", "x") for number in range(10_001))),
        "it has more than 10,000 files",
    ),
    "absolute path": (
        packed(*GOOD, ("/etc/passwd", "x")),
        "what leads out of the package, is not looked at: /etc/passwd",
    ),
    "path out of it": (packed(*GOOD, ("a/../../x", "x")), "not looked at: a/../../x"),
    "link out of it": (
        packed(*GOOD, (special("x", tarfile.SYMTYPE, "/etc/shadow"), b"")),
        "what leads out of the package, is not looked at: x",
    ),
    "hard link out of it": (
        packed(*GOOD, (special("x", tarfile.LNKTYPE, "../y"), b"")),
        "not looked at: x",
    ),
    "device": (
        packed(*GOOD, (special("sda", tarfile.BLKTYPE), b"")),
        "not looked at: sda",
    ),
    "pipe": (packed(*GOOD, (special("\x1b[2J", tarfile.FIFOTYPE), b"")), "not looked at: \\x1b[2J"),
    "broken manifest": (packed(("manifest.json", '{"acapPackageConf": ')), "it is not sound JSON"),
    "deep manifest": (
        packed(("manifest.json", '{"acapPackageConf": ' + "[" * 100_000 + "]" * 100_000 + "}")),
        "it goes too deep",
    ),
    "large manifest": (packed(("manifest.json", " " * 2_000_000 + manifest())), "it is larger than 1 MB"),
    "other manifest": (packed(("manifest.json", '{"name": "x"}')), "it declares no application"),
    "broken program": (
        packed(GOOD[0], ("app", BROKEN_ELF)),
        "which libraries app needs: it is no sound ELF file",
    ),
    "magic alone": (
        packed(GOOD[0], ("app", b"\x7fELF")),
        "which libraries app needs: it is no sound ELF file",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_a_sentence(names: Names, tmp_path: Path, case: str) -> None:
    data, sentence = CASES[case]
    result = scanned(names, tmp_path, data)
    assert sentence in " ".join(said(result))
    # What was not read to its end lacks nothing that is known.
    assert not [one for one in found(result) if "no manifest.json" in one]
    assert list(tmp_path.iterdir()) == [tmp_path / "app.eap"]


def test_programs_of_any_bytes_end_as_sentences(names: Names, tmp_path: Path) -> None:
    good = elf("libcapture.so.0", "libc.so.6")
    changed = (good[:at] + bytes([value]) + good[at + 1 :] for at in range(len(good)) for value in (0, 0xFF))
    members = [(f"{number}", data) for number, data in enumerate(changed)]
    result = scanned(names, tmp_path, packed(GOOD[0], *members))
    assert "libcapture-removal" in ids(result)
    assert "more things of this sort" in " ".join(said(result)) or "too many parts" in " ".join(said(result))


BOUNDS = {
    "_LARGEST": (10, "cannot be read as a package: it is larger than 0 MB"),
    "_MOST_READS": (
        10,
        "which libraries app needs: it is no sound ELF file: its programs have too many parts",
    ),
    "_MOST_TEXT": (600, "what b.sh has: it is too large to be read"),
    "_LARGEST_PROGRAM": (10, "what app has: it is too large to be read"),
    "_MOST_UNPACKED": (4000, "what else is in it: it unpacks to more than 0 MB"),
}


@pytest.mark.parametrize("bound", BOUNDS)
def test_a_package_has_bounds(
    names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    most, sentence = BOUNDS[bound]
    data = packed(GOOD[0], ("a.sh", "#!"), ("b.sh", "#!/bin/sh\n" + "x" * 500), ("app", elf("libc.so.6")))
    assert sentence not in " ".join(said(scanned(names, tmp_path, data)))
    monkeypatch.setattr(packages, bound, most)
    assert sentence in " ".join(said(scanned(names, tmp_path, data)))


def test_a_hostile_package_takes_little_memory(tmp_path: Path) -> None:
    for number, case in enumerate(("bomb", "bomb in a name", "thousands of members", "deep manifest")):
        (tmp_path / f"{number}.eap").write_bytes(CASES[case][0])
    ended = run_limited(tmp_path, "portal", "scan", "--format", "json")
    assert "Traceback" not in ended.stderr
    assert ended.returncode in {1, 3}, ended.stderr


def test_a_package_conf_alone_in_its_folder_is_of_an_application_without_a_manifest(
    names: Names, tmp_path: Path
) -> None:
    said = "acap-manifest-schema-2-required manifest.json: no manifest.json"
    assert any(said in one for one in found(scanned(names, tmp_path, CONF.encode(), "package.conf")))
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    assert not any(said in one for one in found(scanned(names, tmp_path, CONF.encode(), "package.conf")))


# --- the command


@pytest.mark.parametrize(
    ("member", "code"),
    [
        (("manifest.json", manifest()), 3),
        (("manifest.json", manifest(user={"username": "root"})), 1),
        (("x", "y"), 2),
    ],
)
def test_exit_codes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, member: tuple[str, str], code: int
) -> None:
    (tmp_path / "app.eap").write_bytes(packed(member))
    assert Command(capsys, "scan", "--root", REPOSITORY)(tmp_path / "app.eap").code == code


def test_a_package_is_one_file_however_much_is_found_in_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    members = ("manifest.json", manifest(architecture=None, vendorId=None)), ("app", elf("libcapture.so.0"))
    (tmp_path / "app.eap").write_bytes(packed(*members))
    said = Command(capsys, "scan", "--root", REPOSITORY)(tmp_path / "app.eap").out
    assert " changes in 1 file: " in said


def test_a_package_that_cannot_be_read_is_not_known(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text("x = 1", "utf-8")
    command = Command(capsys, "scan", "--root", REPOSITORY)
    assert command(tmp_path).code == 0
    (tmp_path / "app.eap").write_bytes(CASES["no tar"][0])
    assert command(tmp_path).code == 3


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_annotations_say_that_something_is_missing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    (tmp_path / "manifest.json").write_text(manifest(vendorId=None), "utf-8")
    said = Command(capsys, "scan", "--root", REPOSITORY)(tmp_path, "--format", form).out
    assert "no acapPackageConf.setup.vendorId: " in said
