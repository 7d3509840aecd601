"""Who we are, and the lists that editors keep: topics, places, legislative terms, redirects."""

from .model import LISTS, TABLE, About, Entry, Lists, Redirect, read_about, read_lists

__all__ = ["LISTS", "TABLE", "About", "Entry", "Lists", "Redirect", "read_about", "read_lists"]
