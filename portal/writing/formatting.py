"""The format of data files: each has one layout, which says the same and keeps every comment."""

from portal.problems import InvalidData, Problem
from portal.reading.yamltext import Value
from portal.writing.layout import lay_out
from portal.writing.shape import Shape
from portal.writing.source import read_source
from portal.writing.yaml_comments import Comments

_MARK = "# yaml-language-server:"


def format_data(data: bytes, path: str, kind: str, shape: Shape) -> bytes:
    """Return a data file of a kind in its layout. Raises `InvalidData` where it cannot be read."""
    source = read_source(data, path)
    comments = source.comments.without(_MARK)
    written = render(source.value, path, kind, shape, comments)
    _compare(written, path, source.value, comments)
    return written


def render(value: Value, path: str, kind: str, shape: Shape, comments: Comments) -> bytes:
    """Return the bytes of a data file. Its first line tells editors the schema."""
    to_root = "../" * path.count("/")
    first = f"{_MARK} $schema={to_root}schema/authored/{kind}.schema.json"
    return "\n".join([first, *lay_out(value, shape, comments), ""]).encode()


def _compare(written: bytes, path: str, value: Value, comments: Comments) -> None:
    """Read again what was written: whatever else is wrong here, it must not lose anything."""
    try:
        again = read_source(written, path)
        same = again.value == value and again.comments.without(_MARK).all() == comments.all()
    except InvalidData:
        same = False
    if not same:
        hint = "leave the file as it is, and report this with the file"
        raise InvalidData([Problem(path, 1, 1, "", "cannot be laid out without losing something", hint)])
