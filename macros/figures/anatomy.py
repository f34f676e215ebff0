"""The versions that the figure of a version's numbers takes apart, out of the tags of downloads."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.model import Catalog
from portal.model.versions import Version


@dataclass(frozen=True)
class Specimen:
    """A version, and the tag of a download that it is from."""

    version: Version
    tag: str


def specimens(catalog: Catalog) -> tuple[Specimen, Specimen | None]:
    """Return a version of three numbers, and one of the older form with four if there is one.

    Raises `ValueError` where no tag has a version of three numbers.
    """
    found = tuple(_tagged(catalog))
    three = next((specimen for specimen in found if len(specimen.version.numbers) == 3), None)
    if not three:
        raise ValueError("data/tracks.yml has no tag with a version of three numbers")
    return three, next((specimen for specimen in found if len(specimen.version.numbers) == 4), None)


def _tagged(catalog: Catalog) -> Iterator[Specimen]:
    """Return the version at the start of each tag, those of the active track first."""
    for tag in sorted(catalog.tracks.tags, key=lambda tag: tag.kind != "active"):
        for example in tag.examples:
            try:
                yield Specimen(Version.parse(example.partition(" ")[0]), example)
            except ValueError:
                continue  # a tag may be anything that was printed
