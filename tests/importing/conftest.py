"""One browser for the letters that are printed."""

from __future__ import annotations

import pytest

from ..browser.chromium import launched


@pytest.fixture(scope="session")
def browser():
    with launched() as browser:
        yield browser
