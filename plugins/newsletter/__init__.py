"""Newsletters: what happened since the last one, each thing once, as a record from which a page and a mail come."""

from .model import TABLE, Newsletter, read_newsletter
from .pages import Mailing, mailing, pages

__all__ = ["TABLE", "Mailing", "Newsletter", "mailing", "pages", "read_newsletter"]
