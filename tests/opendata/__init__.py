"""Tests of the listings as data."""
