"""Tests of what a motion is, what its steps say, and its listings."""
