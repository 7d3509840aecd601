"""Tests of the room news."""
