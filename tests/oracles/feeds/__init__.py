"""A strict check of finished feeds: what their formats and the W3C's validator ask, and what we promise.

It reads the bytes that are published, by code of its own and not that of the writers. There are no warnings:
whatever is said here has to be mended.
"""

from tests.oracles.feeds.document import check_document
from tests.oracles.feeds.findings import Document, Expected, Item
from tests.oracles.feeds.whole import check_feeds

__all__ = ["Document", "Expected", "Item", "check_document", "check_feeds"]
