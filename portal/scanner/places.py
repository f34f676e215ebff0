"""What sort of file something is, by its path and its text: code matters more than documents."""

import re
from itertools import islice
from typing import Literal

Place = Literal["code", "comment", "test", "document", "generated", "answer"]
# From what matters most to what matters least, each with its words for one and for all
PLACES: dict[Place, tuple[str, str]] = {
    "code": ("in code", "in code"),
    "comment": ("in a comment", "in comments"),
    "test": ("in a test", "in tests"),
    "document": ("in a document", "in documents"),
    "generated": ("in a generated file", "in generated files"),
    "answer": ("in a saved answer", "in saved answers"),
}
_HEAD = 4096
_MANY = 20
_PARAMETER = re.compile(rb"^root\.[\w.]+[=,]", re.MULTILINE)
# Lists of parameters, applications and disks as devices send them, and a server report
_ANSWER = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?<(?:parameterDefinitions|reply\b[^>]*>\s*<application|root>\s*<disks|disks)\b"
    rb"|[\s\S]{0,200}\bServer Report\b[\s\S]{0,3000}^root\.",
    re.IGNORECASE | re.MULTILINE,
)
_GENERATED = re.compile(rb"\bCode generated\b|<auto-?generated|@generated\b")
_GENERATED_NAME = re.compile(
    r"(?i:\.designer\.cs|\.min\.(?:js|css)|\.map|\.wsdl|\.xsd|\.lock|(?:^|/)(?:package-lock\.json|"
    r"pnpm-lock\.yaml|go\.sum))$|(?:^|/)Reference\.cs$"
)
_DOCUMENT = re.compile(
    r"\.(?:md|markdown|rst|adoc)$|(?:^|/)docs?/(?:.*/)?[^/]*\.(?:html?|js|json)$"
    r"|(?:^|/)(?!cmakelists\.txt$|requirements[^/]*\.txt$)[^/]*\.txt$"
    r"|(?:^|/)(?:readme(?:\.\w+)?|changelog|changes|news|todo|license|copying)$",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"(?i:(?:^|/)(?:tests?|__tests__|specs?|testdata|fixtures|mocks)/)"
    r"|(?i:(?:^|/)(?:test[_-][^/]*|conftest\.py|mocks?\.\w+|[^/]*[._](?:test|spec)\.\w+)$)"
    r"|(?:^|/)[^/]*[a-z0-9]Tests?\.\w+$"
)


def place_of(path: str, data: bytes) -> Place:
    """Return what sort of file has that path and those bytes. Where in it the comments are is not known."""
    parameters = sum(1 for _ in islice(_PARAMETER.finditer(data), _MANY))
    if parameters == _MANY or _ANSWER.match(data):
        return "answer"
    if _GENERATED_NAME.search(path) or _GENERATED.search(data, 0, _HEAD):
        return "generated"
    if _DOCUMENT.search(path):
        return "document"
    return "test" if _TEST.search(path) else "code"
