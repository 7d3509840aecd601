"""The search: what can be found, and one Pagefind bundle for each year."""

from .pages import BASE, pages, possible

__all__ = ["BASE", "pages", "possible"]
