"""The search: what can be found, and the index that the browser asks."""

from .pages import BASE, INDEX, PARTS, places

__all__ = ["BASE", "INDEX", "PARTS", "places"]
