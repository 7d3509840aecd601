"""Persons and committees, and who is a member of what."""

from .model import COMMITTEES, PERSONS, Committee, Person, read_committee, read_person
from .pages import Pages

__all__ = ["COMMITTEES", "PERSONS", "Committee", "Pages", "Person", "read_committee", "read_person"]
