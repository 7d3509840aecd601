"""The drawn county: what the theme holds is what the script draws."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import brotli
import pytest

from plugins.press.templates import PIECES, crop

from ..conftest import ROOT

MOTIF = ROOT / "theme/static/motif"
FILES = ("horizont.svg", "kreis-nacht.svg", "kreis-tag.svg")


def test_the_script_draws_what_the_theme_holds(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "theme/motif/draw.py", tmp_path], check=True)
    assert (
        sorted(file.name for file in tmp_path.iterdir()) == sorted(file.name for file in MOTIF.iterdir()) == list(FILES)
    )
    assert [name for name in FILES if (tmp_path / name).read_bytes() != (MOTIF / name).read_bytes()] == []


@pytest.mark.parametrize("name", FILES)
def test_a_drawing_is_light_and_holds_shapes_alone(name: str) -> None:
    """No words, no scripts, nothing from elsewhere; what it costs is part of the first visit."""
    data = (MOTIF / name).read_bytes()
    assert len(brotli.compress(data)) < (1_500 if name.startswith("horizont") else 9_500)
    assert {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(data).iter()} <= {
        "svg",
        "style",
        "path",
        "circle",
        "view",
    }
    assert b"href" not in data and b"url(" not in data


def test_day_and_night_have_the_same_shapes() -> None:
    day, night = (
        (MOTIF / name).read_text("utf-8").partition("</style>")[2] for name in ("kreis-tag.svg", "kreis-nacht.svg")
    )
    assert day == night != ""


def test_every_piece_that_a_page_can_ask_for_is_there() -> None:
    found = {crop(f"orte/{number}/") for number in range(99)}
    for name in ("kreis-tag.svg", "kreis-nacht.svg"):
        ids = {
            f"#{element.get('id')}"
            for element in ElementTree.parse(MOTIF / name).iter()
            if element.tag.endswith("}view")
        }
        assert found == ids and len(ids) == PIECES
