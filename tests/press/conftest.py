"""What the tests of the press share."""

from .world import quickly

__all__ = ["quickly"]
