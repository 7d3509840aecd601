"""What the tests of the press share."""

from .world import compiled, quickly

__all__ = ["compiled", "quickly"]
