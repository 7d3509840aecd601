"""Tests of the command `fraktion`, run as people run it."""
