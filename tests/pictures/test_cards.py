"""Cards: the size that messengers expect, small, the same each time, whatever the title is."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from plugins.pictures.cards import EDGE, LINES, SIZE, build_card, fitted


@pytest.mark.parametrize("title", ["Radweg", "Lücken im Radwegenetz schließen", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 3, "a " * 400, "", "„Zitat“ – 5 € · Straße"])
def test_a_card_has_its_size_and_is_small(title):
    data = build_card("Antrag", title, "angenommen", "Grüne im Kreistag")
    card = Image.open(io.BytesIO(data))
    assert card.size == (1200, 630)
    assert len(data) < 40_000
    assert data == build_card("Antrag", title, "angenommen", "Grüne im Kreistag")
    assert card.convert("RGB").getpixel((1190, 620)) == (0, 85, 56)  # nothing runs over the edge


def test_a_long_title_ends_within_its_lines():
    assert len(fitted("Einrichtung eines sehr langen Titels " * 12)[1]) == LINES


def test_a_title_of_four_lines_ends_above_the_status():
    title = "Kommunales Integrationsmanagement zuerst im Sozialausschuss und danach im Kreistag beraten"
    assert len(fitted(title)[1]) > 2
    card = Image.open(io.BytesIO(build_card("Antrag", title, "", "Grüne im Kreistag"))).convert("L")
    assert len(card.crop((EDGE, SIZE[1] - 150, *SIZE)).crop((0, 0, SIZE[0] - EDGE, 60)).getcolors()) == 1


def test_letters_of_german_are_in_the_font():
    from plugins.pictures.cards import font

    missing = font(700, 50).getmask("\ufffe").getbbox()
    for letter in "ÄÖÜäöüß„“–…€§·":
        assert font(700, 50).getmask(letter).getbbox() not in (None, missing), letter


def test_a_status_that_changes_makes_one_card_anew(project):
    project.motion()
    project.motion("2024-04-bus", uid="k7f3qx", titel="Bus")
    project.build()
    project.motion(head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-05-02\n    ergebnis: beschlossen")
    written = project.build().report.written
    assert [path for path in written if path.startswith("karten/")] == ["karten/antraege/2024-03-radweg.png"]


def test_a_page_names_its_card_and_the_card_is_there(project):
    project.motion()
    project.build()
    page = project.page("antraege/2024-03-radweg/")
    assert '<meta property="og:image" content="https://www.example.org/karten/antraege/2024-03-radweg.png">' in page
    assert '<meta property="og:image:alt" content="Radweg">' in page
    assert (project.output / "karten/antraege/2024-03-radweg.png").is_file()
    assert (project.output / "karten/start.png").is_file()
