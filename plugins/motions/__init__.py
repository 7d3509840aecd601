"""Motions of the group: from a head and a text to the life of a motion, its page and its listings."""

from .model import Motion, read_motion
from .pages import deleted_pages, pages

__all__ = ["Motion", "deleted_pages", "pages", "read_motion"]
