"""Newsletters: what happened since the last one, each thing once, as a record from which a page and a mail come."""

from .model import TABLE, Newsletter, read_newsletter
from .pages import Letters, Mailing, mailing, places, telling

__all__ = ["TABLE", "Letters", "Mailing", "Newsletter", "mailing", "places", "read_newsletter", "telling"]
