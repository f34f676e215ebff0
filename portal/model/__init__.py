"""The records of the knowledge base as typed, immutable values. What each field means: `schema/authored/`."""

from portal.model.change import *
from portal.model.knowledge import *
from portal.model.policy import *
from portal.model.release import *
from portal.model.sources import *
