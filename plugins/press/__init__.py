"""The press: takes declared pages, writes what differs, sweeps what is no longer declared."""

from .page import Crumb, FeedLink, Frame, Page, Year, html_page
from .write import press

__all__ = ["Crumb", "FeedLink", "Frame", "Page", "Year", "html_page", "press"]
