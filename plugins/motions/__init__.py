"""Motions of the group: from a head and a text to the life of a motion, its page and its listings."""

from .listings import card
from .model import Motion, on_site, read_motion
from .pages import parts

__all__ = ["Motion", "card", "on_site", "parts", "read_motion"]
