"""The search: what can be found, and one Pagefind bundle for each year."""

from .pages import pages, possible

__all__ = ["pages", "possible"]
