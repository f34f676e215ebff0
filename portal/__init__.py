"""What is true of AXIS OS without pages: the facts, their checks, and everything that machines read.

The one way in is `portal.reading.catalog.load_catalog`; everything past it is typed and immutable.
"""

__version__ = "0.1.0"
