"""JSON as it is published: the bytes of the standard library, faster."""

import json
from typing import Any

import pytest

from portal.api import files
from portal.jsontext import json_text
from portal.model import Catalog

VALUES: list[Any] = [
    {},
    [],
    {"a": [], "b": {}, "c": [[], {}]},
    ["", '"\\/\b\f\n\r\t\x00\x1f\x7f\u2028', "日本 🙂", "</script>"],
    {"ü\n": None, "1": True, "2": False, "3": 0, "4": -12, "5": 10**20},
    ({"a": ("b",)},),
    "text",
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_it_is_what_the_standard_library_writes(value: Any) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def test_files_of_the_api_are_what_the_standard_library_writes(sample: Catalog) -> None:
    texts = [text for path, text in files(sample) if path.endswith(".json")]
    assert len(texts) > 10
    for text in texts:
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("value", [1.5, {"a": {1, 2}}, [b""]], ids=repr)
def test_what_is_not_published_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="nothing that is published as JSON"):
        json_text(value)
