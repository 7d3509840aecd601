"""Tests of the whole site: real and hostile texts, every built page."""
