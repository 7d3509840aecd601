"""Subjects: the places, topics, committees and persons that one can follow. What there is of one beside its motions, and its calendar."""

from .about import subjects_of
from .around import around
from .pages import PARTS

__all__ = ["PARTS", "around", "subjects_of"]
