"""News: our own items, and teasers from elsewhere that say where they come from."""

from .model import TABLE, Item, read_item
from .pages import PARTS

__all__ = ["PARTS", "TABLE", "Item", "read_item"]
