"""Invitations to meetings: who asked, one personal mail each, sent at most once. Nothing of it enters the site."""
