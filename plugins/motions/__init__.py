"""Motions of the group: from a head and a text to the life of a motion, its page and its listings."""

from .model import Motion, on_site, read_motion
from .pages import deleted_pages, pages

__all__ = ["Motion", "deleted_pages", "on_site", "pages", "read_motion"]
