"""Meetings: when, where or how, who may take part, and how to be invited. Never with a join address."""

from .model import TABLE, Meeting, read_meeting
from .pages import PARTS
from .series import TABLE as SERIES
from .series import read_series

__all__ = ["PARTS", "SERIES", "TABLE", "Meeting", "read_meeting", "read_series"]
