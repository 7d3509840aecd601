"""Cards: the size that messengers expect, small, the same each time, whatever the title is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from plugins.pictures import Photo, card_page
from plugins.pictures.cards import (
    EDGE,
    GROUNDS,
    LINES,
    ROW,
    SHADES,
    SIZE,
    build_card,
    fitted,
    font,
    shown,
    wrapped,
)
from plugins.pictures.photo_cards import LARGEST, SMALLER, build_photo_card
from plugins.press.press import Press, Work, look_at
from plugins.press.prints import Prints
from plugins.site import build
from plugins.site.result import inspector

from ..browser.test_tokens import contrast
from ..builders import Project, asked


@pytest.mark.parametrize(
    "title",
    [
        "Radweg",
        "Lücken im Radwegenetz schließen",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 3,
        "a " * 400,
        "",
        "„Zitat“ – 5 € · Straße",
    ],
)
def test_a_card_has_its_size_and_is_small(title):
    data = build_card("Antrag", title, "angenommen", "Grüne im Kreistag")
    card = Image.open(io.BytesIO(data))
    assert card.size == (1200, 630)
    assert len(data) < 20_000
    assert data == build_card("Antrag", title, "angenommen", "Grüne im Kreistag")
    assert card.convert("RGB").getpixel((1190, 620)) == (0, 85, 56)  # nothing runs over the edge


@pytest.mark.parametrize(
    ("tone", "sign"),
    [
        ("good", "tick"),
        ("good", "half"),
        ("bad", "cross"),
        ("open", "clock"),
        ("info", "arrow"),
        ("mixed", "diamond"),
        ("unknown", "question"),
        ("", "ring"),
    ],
)
def test_each_outcome_has_its_sign_and_its_ground(tone: str, sign: str):
    """Adopted and refused do not look alike (citizens.md 59); white on each ground reaches AAA, and edges are smooth."""
    card = Image.open(io.BytesIO(build_card("Antrag", "Radweg", "Stand", "Grüne", tone, sign))).convert("RGB")
    others = {
        build_card("Antrag", "Radweg", "Stand", "Grüne", tone, other)
        for other in ("tick", "half", "cross", "clock", "arrow", "diamond", "question", "ring")
    }
    assert card.getpixel((1190, 620)) == GROUNDS[tone] and contrast(GROUNDS[tone], (255, 255, 255)) >= 7
    assert len(others) == 8
    assert len(card.getcolors()) == SHADES > 2


def test_what_the_letters_do_not_have_is_said_otherwise_and_never_drawn_as_a_box():
    assert shown("CO₂") == "CO2"
    assert shown("漢\ufffe") == ""
    assert shown("Ärger über Straßen, 5 % · „ja“") == "Ärger über Straßen, 5 % · „ja“"


def test_a_long_title_ends_within_its_lines():
    assert len(fitted("Einrichtung eines sehr langen Titels " * 12)[1]) == LINES


def test_a_title_of_four_lines_ends_above_the_status():
    title = "Kommunales Integrationsmanagement zuerst im Sozialausschuss und danach im Kreistag beraten"
    assert len(fitted(title)[1]) > 2
    card = Image.open(io.BytesIO(build_card("Antrag", title, "", "Grüne im Kreistag"))).convert("L")
    assert len(card.crop((EDGE, SIZE[1] - 150, *SIZE)).crop((0, 0, SIZE[0] - EDGE, 60)).getcolors()) == 1


def test_letters_of_german_are_in_the_font():
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


WORDS = st.lists(st.text("aAVTyWfij.,–„“ÄÖß…5", min_size=1, max_size=14), max_size=14)


@settings(deadline=None, max_examples=300)
@given(WORDS, st.sampled_from([50, 76]))
def test_lines_are_as_long_as_the_whole_line_allows(words: list[str], size: int) -> None:
    """Widths are added up word by word; measured as a whole, no line is too long, and none had room for its next word."""
    letters = font(700, size)
    lines = wrapped(" ".join(words), letters)
    assert [line for line in lines if letters.getlength(line) > ROW] == []
    firsts = [line.split()[0] for line in lines[1:]]
    assert [
        line
        for line, first in zip(lines, firsts, strict=False)
        if letters.getlength(f"{line} {first}") <= ROW and not first.endswith("…")
    ] == []


LINK = "https://zoom.us/j/123456"


@pytest.mark.parametrize("place", range(4))
def test_what_a_card_says_is_guarded(tmp_path: Path, place: int) -> None:
    """In the picture itself nobody can find it."""
    page = card_page("antraege/x/", *(f"Raum {LINK}" if n == place else "Wort" for n in range(4)))
    ask = asked([])
    made = look_at(
        Work(Press(ask.shelves, (), tmp_path, 4, True, {}), ask, None, Prints({}), inspector(()), ask.wanted),
        0,
        page,
        "",
    )
    assert [problem.code for problem in made.problems] == ["conference"]
    assert not (tmp_path / page.path).exists()


def test_the_guard_reads_every_word_of_every_card_and_no_points(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.motion()
    read: dict[str, bytes] = {}
    monkeypatch.setattr(build, "inspector", lambda blocked: lambda path, data: read.update({path: data}) or [])
    project.build()
    cards = {path: data.decode().split("\n") for path, data in read.items() if path.startswith("karten/")}
    assert cards == {
        "karten/start.png": ["Kreis Probe", "Grüne im Kreistag Probe", "", "www.example.org"],
        "karten/antraege/2024-03-radweg.png": ["Antrag", "Radweg", "eingereicht", "Grüne im Kreistag Probe"],
    }
    assert cards.keys() == {
        path.relative_to(project.output).as_posix() for path in project.output.glob("karten/**/*.png")
    }


# ------------------------------------------------------------------------------------- with a picture of one's own


def photo(tmp_path: Path, kind: str) -> str:
    """Easy and hard ones to make small: one colour, noise, upright, with holes, small."""
    picture = {
        "plain": lambda: Image.new("RGB", (1600, 1000), "white"),
        "noise": lambda: Image.effect_noise((1600, 1000), 120).convert("RGB"),
        "upright": lambda: Image.new("RGB", (300, 900), "red"),
        "holes": lambda: Image.new("RGBA", (800, 800), (0, 0, 0, 0)),
        "point": lambda: Image.new("RGB", (1, 1), "blue"),
    }[kind]()
    picture.save(tmp_path / "bild.png")
    return str(tmp_path / "bild.png")


@pytest.mark.parametrize("kind", ["plain", "noise", "upright", "holes", "point"])
@pytest.mark.parametrize("status", ["", "angenommen"])
def test_a_card_with_a_picture_has_its_size_and_is_small(tmp_path: Path, kind: str, status: str) -> None:
    source = photo(tmp_path, kind)
    title = "Ein recht langer Titel über Radwege an Kreisstraßen und CO₂"
    data = build_photo_card("Meldung", title, status, "Grüne", "good" if status else "", "tick", source, "d")
    card = Image.open(io.BytesIO(data))
    assert (card.format, card.size) == ("JPEG", SMALLER)
    assert len(data) <= LARGEST
    assert data == build_photo_card("Meldung", title, status, "Grüne", "good" if status else "", "tick", source, "d")


def test_words_and_picture_stand_side_by_side(tmp_path: Path) -> None:
    data = build_photo_card("Meldung", "Radweg", "", "Grüne", "", "", photo(tmp_path, "upright"), "d")
    card = Image.open(io.BytesIO(data)).convert("RGB")
    left, right = card.getpixel((300, 250)), card.getpixel((560, 250))
    assert all(abs(a - b) < 12 for a, b in zip(left, GROUNDS[""], strict=True))
    assert right[0] > 230 and right[1] < 40


def test_an_item_with_a_picture_shows_it_on_its_card(project: Project) -> None:
    """And its page names that card, with its type and size (issue 25: „the item's own picture where it has one“)."""
    item = "---\nuid: nxnnn2\ntitel: Neu\ndatum: 2026-11-20\nart: Meldung\n{}---\n\nText.\n"
    project.write("meldungen/neu.md", item.format("bild: neu.png\nbild_alt: Neu\n"))
    photo(project.content / "meldungen", "plain")
    (project.content / "meldungen/neu").mkdir()
    (project.content / "meldungen/bild.png").rename(project.content / "meldungen/neu/neu.png")
    project.write("meldungen/alt.md", item.format("").replace("nxnnn2", "nxnnn3"))
    project.write("personen/vera.md", "---\nuid: p3v7bn\nname: Vera Beispiel\n---\n")
    project.build()
    cards = sorted(path.relative_to(project.output).as_posix() for path in project.output.glob("karten/*/*"))
    assert cards == ["karten/meldungen/alt.png", "karten/meldungen/neu.jpg", "karten/personen/vera.png"]
    page = project.page("meldungen/neu/")
    for said in ('og:image:type" content="image/jpeg', "karten/meldungen/neu.jpg", 'og:image:width" content="600'):
        assert said in page
    assert "karten/personen/vera.png" in project.page("personen/vera/")


def test_the_guard_reads_the_words_of_a_card_with_a_picture() -> None:
    page = card_page("meldungen/x/", "Meldung", "Titel", "", "Grüne", photo=Photo("/bild.png", "d"))
    assert (page.path, page.says) == ("karten/meldungen/x.jpg", "Meldung\nTitel\n\nGrüne")
