"""Persons and committees, and who is a member of what."""

from .model import COMMITTEES, PERSONS, Committee, Person, read_committee, read_person
from .pages import pages
from .vocabulary import bodies

__all__ = ["COMMITTEES", "PERSONS", "Committee", "Person", "bodies", "pages", "read_committee", "read_person"]
