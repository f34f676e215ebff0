"""What a host needs beside the files of a finished site: headers, types, validators, compressed copies."""

from pathlib import Path

from macros.hosting.compressed import write_compressed
from macros.hosting.headers_file import write_headers_file
from macros.hosting.nginx import write_nginx


def write_hosting(site: Path, policy: str) -> None:
    """Write what hosts read, below a site that is otherwise finished. `policy` holds for all its pages."""
    write_headers_file(site, policy)
    write_compressed(site)
    write_nginx(site, policy)
