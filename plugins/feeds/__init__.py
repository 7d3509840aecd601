"""Feeds, by feedgen: ids that outlive titles, dates and addresses; the same bytes for the same content."""

from .build import Publisher
from .pages import FEEDS, MAIN, named, pages

__all__ = ["FEEDS", "MAIN", "Publisher", "named", "pages"]
