"""Newsletters."""
