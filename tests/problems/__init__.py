"""Spoiled files, each beside what `fraktion pruefen` says about it."""
