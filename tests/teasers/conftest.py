"""A rogue server, and a project that fetches from it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import pytest

from plugins.teasers.reach import Limits

from .rogue import Rogue

HERE = (ipaddress.ip_network("127.0.0.1/32"),)


@pytest.fixture
def rogue() -> Iterator[Rogue]:
    server = Rogue()
    yield server
    server.close()


@pytest.fixture
def limits() -> Limits:
    """As in earnest, in small: a second is long between two programs of one machine."""
    return Limits(
        connect=2,
        read=1,
        total=3,
        networks=HERE,
        agent="fraktion-teaser/1.0 (+https://www.example.org/; fraktion@example.org)",
    )
