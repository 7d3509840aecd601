"""Persons and committees, and who is a member of what."""

from .model import COMMITTEES, PERSONS, Committee, Person, read_committee, read_person
from .pages import Pages
from .vocabulary import bodies

__all__ = ["COMMITTEES", "PERSONS", "Committee", "Pages", "Person", "bodies", "read_committee", "read_person"]
