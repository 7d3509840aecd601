"""Teasers: what others write in their feeds, fetched outside the build and kept as records in content/meldungen/fremd/."""
