"""Who we are, and the lists that editors keep: topics, places, legislative terms, the glossary, redirects, feeds of others."""

from .face import Contact, Face, Named, Shown, small
from .model import CONTROL, LISTS, TABLE, About, Entry, Lists, Redirect, Source, read_about, read_lists
from .pages import PARTS

__all__ = [
    "CONTROL",
    "LISTS",
    "PARTS",
    "TABLE",
    "About",
    "Contact",
    "Entry",
    "Face",
    "Lists",
    "Named",
    "Redirect",
    "Shown",
    "Source",
    "read_about",
    "read_lists",
    "small",
]
