"""Files for machines, written one by one."""

from pathlib import Path

from portal.model import Catalog
from portal.outputs.outputs import OUTPUTS


def write_output(catalog: Catalog, path: str, folder: Path) -> Path:
    """Write the files of a row of the table of outputs below a folder, and give the path of its row there."""
    (output,) = (output for output in OUTPUTS if output.path == path)
    for name, data in output.files(catalog, None):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder / path
