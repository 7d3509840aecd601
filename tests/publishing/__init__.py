"""Tests of the ways a site becomes public."""
