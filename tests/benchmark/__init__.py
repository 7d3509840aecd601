"""`make bench`: this press beside Hugo, Pelican and Eleventy, with the same motions, in pairs. Measures, never asserts."""
