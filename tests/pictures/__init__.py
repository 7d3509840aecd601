"""Tests of pictures and cards."""
