"""The press: takes declared pages, writes what differs, sweeps what is no longer declared."""

from .page import Card, Crumb, FeedLink, Frame, Page, Sign, Year, card_of, html_page

__all__ = ["Card", "Crumb", "FeedLink", "Frame", "Page", "Sign", "Year", "card_of", "html_page"]
