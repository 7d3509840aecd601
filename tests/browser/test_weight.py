"""What a visit costs on a bad connection: bytes and requests of every kind of page."""

from __future__ import annotations

from pathlib import Path

import pytest

from .chromium import KINDS
from .conftest import WIDE
from .weight import weigh

pytestmark = pytest.mark.needs("chromium")

AIM = {"first_view": 14_600, "first_visit": 40_000, "second_page": 15_000, "requests": 6}
# The longest texts of the sample; the home page with the drawn county, the news with a piece of it; the largest picture, script and style of the search.
MUST = {
    "motion adopted": {"first_view": 18_200},
    "motion with table": {"first_view": 15_500},
    "home": {"first_visit": 45_000, "second_page": 16_000, "requests": 7},
    "news": {"first_visit": 45_000, "second_page": 18_200, "requests": 7},
    # Since everybody in the sample has a portrait: seven of them, the people of a place or a topic, one.
    "persons": {"first_visit": 75_000, "second_page": 45_000, "requests": 13},
    "place": {"first_visit": 50_000, "second_page": 25_000, "requests": 8},
    "topic": {"first_visit": 50_000, "second_page": 25_000, "requests": 8},
    "person": {"requests": 8},
    "search": {"first_visit": 40_000, "requests": 7},
}


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
