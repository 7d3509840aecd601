"""Feeds, by feedgen: ids that outlive titles, dates and addresses; the same bytes for the same content."""

from .build import entries_of_motions, entries_of_news
from .pages import FEEDS, pages

__all__ = ["FEEDS", "entries_of_motions", "entries_of_news", "pages"]
