"""What a visit costs on a bad connection: bytes and requests of every kind of page."""

from __future__ import annotations

from pathlib import Path

import pytest

from .chromium import KINDS
from .conftest import WIDE
from .weight import weigh

pytestmark = pytest.mark.needs("chromium")

AIM = {"first_view": 10_000, "first_visit": 35_000, "second_page": 8_000, "requests": 5}
MUST = {"motion adopted": {"first_view": 14_600}, "motion with table": {"first_view": 14_600}, "item": {"second_page": 15_000}, "search": {"first_visit": 36_000, "second_page": 13_000}, **{kind: {"first_view": 11_500} for kind in ("home", "motion", "meetings")}}  # the longest texts of the sample, its largest picture, the script of the search; where a field of the search and ways to follow were added


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_light(browser, site: str, sample: Path, kind: str) -> None:
    with browser.new_context(viewport=WIDE) as context:
        weight = weigh(context, site, sample, KINDS[kind])
    limits = AIM | MUST.get(kind, {})
    assert {name: getattr(weight, name) for name, limit in limits.items() if getattr(weight, name) > limit} == {}


def test_letters_and_style_are_counted(browser, site: str, sample: Path) -> None:
    """The home page loads at least itself, the style, the letters and the icon; so the count sees what it must."""
    with browser.new_context(viewport=WIDE) as context:
        weight = weigh(context, site, sample, "")
    assert weight.requests >= 4
    assert weight.first_visit > weight.first_view + 15_000
