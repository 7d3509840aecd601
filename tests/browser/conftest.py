"""One browser for all tests of the pages, and the sample over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ..conftest import ROOT, TODAY
from ..reading import served

NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def site(sample: Path) -> Iterator[str]:
    with served(sample) as address:
        yield address


@pytest.fixture(scope="session")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample as the preview shows it, with the pattern page."""
    from plugins.site.build import build
    from plugins.site.settings import load

    output = tmp_path_factory.mktemp("vorschau") / "output"
    assert build(
        load(
            ROOT / "pelicanconf.py",
            OUTPUT_PATH=str(output),
            HEUTE=TODAY,
            ENTWUERFE=True,
            CACHE_ORDNER=str(output.parent / ".cache"),
        )
    ).report
    with served(output) as address:
        yield address


@pytest.fixture(scope="session")
def context(browser):
    """axe has to get past the site's strict policy."""
    with browser.new_context(bypass_csp=True, color_scheme="light", viewport=NARROW) as context:
        yield context


@contextmanager
def opened(context, address: str):
    """A page, with what it asked for and what it complained of."""
    page = context.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(address)
    yield page
    page.close()
