"""Fetching what others write: from a hostile wire to a record."""
