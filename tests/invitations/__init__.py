"""Tests of the invitations."""
