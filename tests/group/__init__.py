"""Tests of the room group."""
