"""Feeds, by feedgen: ids that outlive titles, dates and addresses; the same bytes for the same content."""

from .pages import FEEDS, pages

__all__ = ["FEEDS", "pages"]
