"""A data file as its editor wrote it: its text, what that says, and where each value stands in it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from portal.problems import FieldPath
from portal.reading.yamltext import Value, read_yaml
from portal.writing.yaml_comments import Comments, find_comments


@dataclass(frozen=True)
class Source:
    """A file: its `text` without a byte order mark, its value, and its tree with the place of every node."""

    path: str
    data: bytes
    text: str
    value: Value
    root: Any

    def node(self, path: FieldPath) -> Any:
        """Return the node of the library at a path that the value has."""
        node: Any = self.root
        for part in path:
            if isinstance(part, int):
                node = node.value[part]
            else:
                node = next(value for key, value in node.value if key.value == part)
        return node

    @cached_property
    def comments(self) -> Comments:
        """The comments, each at what it belongs to."""
        return find_comments(self.text, self.root)


def read_source(data: bytes, path: str) -> Source:
    """Return the source of a file. Raises `InvalidData` for what `read_yaml` refuses."""
    value = read_yaml(data, path).value
    text = data.decode("utf-8").removeprefix("\ufeff")
    return Source(path, data, text, value, yaml.compose(text, yaml.CLoader))
