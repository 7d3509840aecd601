"""Feeds, by feedgen: ids that outlive titles, dates and addresses; the same bytes for the same content."""

from .build import Publisher
from .pages import FEEDS, MAIN, PARTS, named

__all__ = ["FEEDS", "MAIN", "PARTS", "Publisher", "named"]
