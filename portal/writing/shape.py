"""The shape of a kind of file, as its schema says it: the order of fields, and what they are."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

_DEFINITIONS = "#/$defs/"
_SAMPLE = f"{_DEFINITIONS}sample"


@dataclass(frozen=True)
class Shape:
    """What a schema says of one value. Of what it does not know, it says nothing."""

    schema: dict[str, Any]
    definitions: dict[str, Any]

    @classmethod
    def of(cls, schema: dict[str, Any]) -> "Shape":
        """Return the shape of a whole file from its schema, which holds all its definitions."""
        return cls(schema, schema.get("$defs", {}))

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in order."""
        return tuple(self.whole.get("properties", {}))

    @property
    def description(self) -> str:
        """What editors should know of it."""
        return str(self.whole.get("description", ""))

    @property
    def is_sample(self) -> bool:
        """Whether it is a text to keep line by line."""
        return self.schema.get("$ref") == _SAMPLE

    def field(self, name: str) -> "Shape":
        """Return the shape of a field."""
        return Shape(self.whole.get("properties", {}).get(name, {}), self.definitions)

    @property
    def item(self) -> "Shape":
        """The shape of each item of a list."""
        return Shape(self.whole.get("items", {}), self.definitions)

    @cached_property
    def whole(self) -> dict[str, Any]:
        """The schema together with what it refers to; what it says itself comes first."""
        name = self.schema.get("$ref", "").removeprefix(_DEFINITIONS)
        referred = Shape(self.definitions.get(name, {}), self.definitions).whole if name else {}
        whole = {**referred, **self.schema}
        # A statement is a text, or else an object.
        if "properties" not in whole and "then" in whole:
            whole = {**Shape(whole["then"], self.definitions).whole, **whole}
        return whole
