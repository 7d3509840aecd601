"""The package, and a server with a project in its old form, for all tests of this room."""

from ..publishing.conftest import fresh_origin, origin, world
from .package import wheel

__all__ = ["fresh_origin", "origin", "wheel", "world"]
