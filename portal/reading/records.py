"""Records from plain values: what the schemas accept becomes the typed values of `portal.model`."""

from typing import Any, TypeVar

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from portal.model import Event, Phase, Statement
from portal.model.dates import When
from portal.model.versions import Version
from portal.reading.yamltext import Value

T = TypeVar("T")


def to_record(value: Value, record: type[T]) -> T:
    """Return the record that a value of a sound document stands for."""
    return _CONVERTER.structure(value, record)


def _statement(value: Any, _: type) -> Statement:
    return Statement(value) if isinstance(value, str) else Statement(None, value["note"])


def _converter() -> Converter:
    converter = Converter()
    converter.register_structure_hook(Version, lambda text, _: Version.parse(text))
    converter.register_structure_hook(When, lambda text, _: When.parse(text))
    converter.register_structure_hook(Statement, _statement)
    # `from` is a keyword of Python, so the fields are called `from_`.
    for record in (Event, Phase):
        hook = make_dict_structure_fn(record, converter, from_=override(rename="from"))
        converter.register_structure_hook(record, hook)
    return converter


_CONVERTER = _converter()
