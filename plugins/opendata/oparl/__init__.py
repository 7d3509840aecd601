"""OParl 1.1-shaped files: what the pages say, as objects of the standard. A static set, not a server: it knows no filters."""

from .names import FOLDER, Origin
from .pages import pages, papers_of
from .sittings import sittings

__all__ = ["FOLDER", "Origin", "pages", "papers_of", "sittings"]
