"""Tests of what the press writes and leaves alone."""
