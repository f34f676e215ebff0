"""OpenEoX Core 1.0 (https://docs.oasis-open.org/openeox/eox-core/v1.0/): the ends of a track.

An LTS track is not sold, so it has no end of sales. Security patches are part of its support, and it has no
other, so the end of support is its end of security support and its end of life. What may follow for a product
is another track. A record has no field for the facts' date: the API's index, which lists it, says that.
"""

from portal.model import Catalog, Track
from portal.model.milestones import changed
from portal.outputs.standards.moments import last_moment, midnight

SCHEMA = "https://docs.oasis-open.org/openeox/v1.0/schema/core.json"
NOT_KNOWN = "tba"


def core(catalog: Catalog, track: Track) -> dict[str, str]:
    """Return the record of a track. What is not known is "tba", or left out where the standard lets it be."""
    finish = track.support.finish if track.support else None
    end = (last_moment(finish) if finish else None) or NOT_KNOWN
    has_begun = track.status in ("current", "ended")
    start = last_moment(track.starts) if track.starts and has_begun else None
    if track.status == "upcoming":
        start = NOT_KNOWN  # a date that is planned is no start yet
    days = [changed(catalog, entry) for entry in catalog.milestones if entry.track == track.id]
    return {
        "$schema": SCHEMA,
        **({"general_availability": start} if start else {}),
        "end_of_security_support": end,
        "end_of_life": end,
        "last_updated": midnight(max(days, default=catalog.portal.data_as_of.start)),
    }
