"""Open data: the page that explains them, tables for spreadsheets, JSON for programs, and OParl-shaped files."""

from .lines import lines_of
from .oparl.names import Origin
from .oparl.sittings import names_of
from .pages import PARTS, is_wanted

__all__ = ["PARTS", "Origin", "is_wanted", "lines_of", "names_of"]
