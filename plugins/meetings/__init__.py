"""Meetings: when, where or how, who may take part, and how to be invited. Never with a join address."""

from .model import TABLE, Meeting, read_meeting
from .pages import pages

__all__ = ["TABLE", "Meeting", "pages", "read_meeting"]
