"""The search: what can be found, and one Pagefind bundle for each year."""

from .pages import BASE, PARTS, places, possible

__all__ = ["BASE", "PARTS", "places", "possible"]
