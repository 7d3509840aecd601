"""Feeds, by feedgen: ids that outlive titles, dates and addresses; the same bytes for the same content."""

from .build import Publisher
from .pages import FEEDS, MAIN, PARTS, named
from .places import next_day, next_day_of_item, next_day_of_meeting, of_gone, of_item, of_meeting, of_motion

__all__ = [
    "FEEDS",
    "MAIN",
    "PARTS",
    "Publisher",
    "named",
    "next_day",
    "next_day_of_item",
    "next_day_of_meeting",
    "of_gone",
    "of_item",
    "of_meeting",
    "of_motion",
]
