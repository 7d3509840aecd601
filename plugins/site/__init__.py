"""The whole site: reads every room's texts, asks every room for its pages, speaks to Pelican."""


def register() -> None:
    """Called by Pelican; imported late, since `fraktion bauen` builds without it."""
    from . import plugin

    plugin.register()
