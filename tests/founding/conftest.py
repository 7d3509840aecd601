"""The package, for all tests of this room."""

from .package import wheel

__all__ = ["wheel"]
