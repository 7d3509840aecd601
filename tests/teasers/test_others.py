"""Thousands of feeds as other programs write and servers hand them over: no title garbled, no day lost in silence, none of it today."""

from __future__ import annotations

from random import Random

import pytest

from .others import GARBLED, faults, main, written


@pytest.mark.parametrize("many", [150, pytest.param(5000, marks=pytest.mark.lang)])
def test_what_their_authors_meant_is_read(many: int):
    """With ../shared/real every other one is a real feed, slightly spoiled."""
    assert main(1, many) == []


def test_the_measure_sees_what_is_wrong():
    random = Random(7)
    found = []
    for _ in range(200):
        feed = written(random)
        wrong = next(iter(feed.meant))
        feed.meant[wrong + " "] = feed.meant.pop(wrong)
        found.append(bool(faults(feed)))

    assert sum(found) > 180  # of a long feed the spoiled one may be among those that are left out
    assert GARBLED.search("GrÃ¼ne") and GARBLED.search("fÃ¼r â€žÖffnungâ€œ") and GARBLED.search("a\ufffdb")
    assert not GARBLED.search("Ã la carte für „Öffnung“ – São Paulo Â")
