"""The shape of a kind of file, as its schema says it: the order of fields, and what they are."""

from dataclasses import dataclass
from functools import cached_property

from portal.problems import FieldPath
from portal.reading.json_schema import Schema, definition_name, resolve


@dataclass(frozen=True)
class Shape:
    """What a schema says of one value. Of what it does not know, it says nothing."""

    schema: Schema
    root: Schema

    @classmethod
    def of(cls, schema: Schema) -> "Shape":
        """Return the shape of a whole file from its schema, which holds all its definitions."""
        return cls(schema, schema)

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
        return definition_name(self.schema) == "sample"

    def field(self, name: str) -> "Shape":
        """Return the shape of a field."""
        return Shape(self.whole.get("properties", {}).get(name, {}), self.root)

    @property
    def item(self) -> "Shape":
        """The shape of each item of a list."""
        return Shape(self.whole.get("items", {}), self.root)

    def at(self, path: FieldPath) -> "Shape":
        """Return the shape of what stands at a path."""
        shape = self
        for part in path:
            shape = shape.item if isinstance(part, int) else shape.field(part)
        return shape

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The values that it can have, each with what it means, where there are only some."""
        values = self.whole.get("enum", ())
        return tuple(zip(values, self.whole.get("enumDescriptions", [""] * len(values)), strict=True))

    @cached_property
    def whole(self) -> Schema:
        """The schema together with what it refers to; what it says itself comes first."""
        whole = resolve(self.root, self.schema)
        # A statement is a text, or else an object.
        if "properties" not in whole and "then" in whole:
            return {**Shape(whole["then"], self.root).whole, **whole}
        return whole
