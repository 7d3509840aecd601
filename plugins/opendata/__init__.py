"""Open data: the page that explains them, tables for spreadsheets, JSON for programs, and OParl-shaped files."""

from .oparl import Origin
from .pages import pages

__all__ = ["Origin", "pages"]
