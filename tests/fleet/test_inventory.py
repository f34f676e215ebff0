"""A list of devices is read whatever its form, and a wrong row is said with its place."""

import json
from pathlib import Path

import pytest

from portal.fleet.answers import inventory_of
from portal.fleet.device import Device
from portal.fleet.reading import read_devices
from portal.problems import Problem


def listed(text: str) -> list[Device]:
    return [one for one in inventory_of(text, "list.csv") if isinstance(one, Device)]


def rows(text: str) -> list[tuple[str, str, str]]:
    return [(device.label, device.model, device.version) for device in listed(text)]


def wrong(text: str) -> list[tuple[int, int, str, str]]:
    problems = [one for one in inventory_of(text, "list.csv") if isinstance(one, Problem)]
    return [(item.line, item.column, item.field, item.message) for item in problems]


@pytest.mark.parametrize(
    "text",
    [
        "Model,Firmware\nP1445-LE,10.12.228\n",
        "model;version\r\nAXIS P1445-LE;10.12.228\r\n",
        "Name\tIP\tModel\tAXIS OS version\nx\t1.2.3.4\tP1445-LE\t10.12.228",
        'sep=;\n"Device type";"FW"\n"AXIS P1445-LE Network Camera";"AXIS OS 10.12.228 (LTS)"\n',
        "sep=|\nProdNbr|Version\nP1445-LE|v10.12.228\n",
        "Status,Model,Latest firmware version,Firmware version\nOK,P1445-LE,12.0,10.12.228\n",
        "Gerätetyp;Firmwarestand\rP1445-LE;10.12.228\r",
        "serial number,mac address,Product name,Current firmware version\n1,2,P1445-LE,10.12.228\n",
        "Manufacturer;Model;Version\nAxis Communications;P1445-LE;10.12.228",
        "Export of 2026-01-01\nBuilding; all\n\nModel;Version\nP1445-LE;10.12.228\n",
        '[{"model": "P1445-LE", "firmware": "10.12.228"}]',
        '{"cameras": [\n{"name": "x", "product": "AXIS P1445-LE", "fw": {"version": "10.12.228"}}]}',
        '{"model": "P1445-LE", "version": "10.12.228"}',
    ],
)
def test_columns_are_found_by_their_names(text: str) -> None:
    assert [row[1:] for row in rows(text)] == [("P1445-LE", "10.12.228")]
    assert wrong(text) == []


def test_the_numbers_of_rows_are_those_of_a_spreadsheet() -> None:
    text = 'List\nmodel,version,name\nX1,9.80,"a ""quote"""\n,,\nX2 Mk II,11.10,b\n'
    assert rows(text) == [("row 3", "X1", "9.80"), ("row 5", "X2 Mk II", "11.10")]
    assert dict(listed(text)[0].own) == {"file": "list.csv:3"}


def test_a_version_stays_as_it_is_written() -> None:
    assert rows('[{"model": "X", "version": 11.10}, {"model": "Y", "version": "5.40.9.5"}]') == [
        ("row 1", "X", "11.10"),
        ("row 2", "Y", "5.40.9.5"),
    ]


def test_wrong_rows_are_said_and_the_rest_goes_on() -> None:
    text = 'name;model;version\na;X;\n"b;c";X;soon\nd;X\ne;X;11.1\n\nf;X;12\ng;X;9.80.1;more\nh;X;11.2xx\n'
    assert [row[0] for row in rows(text)] == ["row 5", "row 8"]
    assert wrong(text) == [
        (2, 5, "row 2", "has no version"),
        (3, 9, "row 3", "soon is no version such as 11.10"),
        (4, 4, "row 4", "has no version"),
        (7, 5, "row 7", "12 is no version such as 11.10"),
        (9, 5, "row 9", "11.2xx is no version such as 11.10"),
    ]


def test_a_quote_that_does_not_end_takes_one_row() -> None:
    assert rows('model,version\n"X,9.80\nY,9.80\n') == [("row 3", "Y", "9.80")]
    assert wrong('model,version\n"X,9.80\nY,9.80\n') == [(2, 8, "row 2", "has no version")]


def test_devices_of_other_makers_are_said() -> None:
    text = "Vendor,Model,Firmware\nOther,Z,1.41\nAXIS,X,9.80\n,Y,9.80\n"
    assert wrong(text) == [(2, 9, "row 2", "is not of Axis")]
    assert [row[0] for row in rows(text)] == ["row 3", "row 4"]


def test_a_wrong_object_of_json_is_said_by_its_number() -> None:
    assert wrong('[{"model": "X"}, {"model": "Y", "version": "9.80"}, {"version": "soon"}]') == [
        (1, 1, "row 1", "has no version"),
        (1, 1, "row 3", "soon is no version such as 11.10"),
    ]


def test_quotes_belong_to_a_cell_only_where_it_begins() -> None:
    assert rows('name;model;version\n19" rack;X;9.80\n"a;b";"X2";9.80\n') == [
        ("row 2", "X", "9.80"),
        ("row 3", "X2", "9.80"),
    ]


def test_json_that_is_cut_off_is_said_with_its_place() -> None:
    with pytest.raises(json.JSONDecodeError) as cut:
        listed('[{"model": "X", "version": "9.80"},\n  {"model": oops')
    assert (cut.value.lineno, cut.value.colno) == (2, 13)


@pytest.mark.parametrize(
    "text",
    [
        "name,address\nx,192.0.2.1\n",
        "192.0.2.1;X1;9.80\n",
        "version\n9.80\n",
        "\x1b[1mhello\n",
        '[{"name": "a", "address": "b"}]',
        '{"name": "a package", "version": "1.2.3"}',
        "[]",
        '[section]\nkey = "value"\n',
        "[2026-11-30 10:00] started\n",
    ],
)
def test_without_a_header_it_is_no_list(text: str) -> None:
    assert [*inventory_of(text, "list.csv")] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    text = "Name;Gerätetyp;Version\r\n€ntrée;X1;9.80\r\n"
    (tmp_path / "list.csv").write_bytes(text.encode(encoding))
    (device,) = read_devices(tmp_path, (Path("list.csv"),), ())
    assert isinstance(device, Device)
    assert (device.model, device.version) == ("X1", "9.80")


@pytest.mark.parametrize(
    "row",
    ["x" * 10_000_000, "a," * 5_000_000, 'x"' * 5_000_001, "x" * 99_999],
    ids=["a cell", "cells", "quotes", "almost"],
)
def test_a_row_of_any_size_is_one_row(row: str) -> None:
    text = f"model,version\n{row}\nX,9.80\n"
    assert rows(text) == [("row 3", "X", "9.80")]
    assert [place[:3:2] for place in wrong(text)] == [(2, "row 2")]


def test_ten_thousand_rows_are_read() -> None:
    many = [{"model": f"X{number}", "version": f"10.12.{number}"} for number in range(10_000)]
    text = "".join(f"{row['model']},{row['version']}\n" for row in many)
    assert [row[1:] for row in rows(f"model,version\n{text}")] == [
        (row["model"], row["version"]) for row in many
    ]
    assert [row[1:] for row in rows(json.dumps(many))] == [(row["model"], row["version"]) for row in many]


LONG = (
    "model,version\n" + "X,9.80\n" * 50_001,
    '[{"model":"X","version":"9.80"}' + ',{"model":"X"}' * 50_002 + "]",
)


@pytest.mark.parametrize("text", LONG, ids=["cells", "JSON"])
def test_a_list_that_is_too_long_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="a list has at most 50,000 rows"):
        listed(text)
