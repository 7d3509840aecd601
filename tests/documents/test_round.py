"""A motion that began as somebody's Word letter is our letter without a hand's change: taken over, printed, taken over again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.documents.letter import LATER
from plugins.documents.tree import parse
from plugins.importing.compose import build_body
from plugins.importing.desk import Order, known_of, take_over
from plugins.importing.reading import read_apart
from plugins.site.content import read_site

from ..builders import TODAY, Project
from ..conftest import ROOT
from ..disk import called
from ..importing import office
from ..importing.test_formats import LETTER
from .paper import apart, in_order, letters_of, words
from .test_real import made

pytestmark = pytest.mark.needs("pdftotext")
KEPT = ("titel", "datum", "drucksache", "unterzeichner")


def test_a_word_letter_becomes_our_letter_and_says_the_same_when_it_is_read_again(project: Project, tmp_path: Path):
    brief = tmp_path / "brief.docx"
    brief.write_bytes(office.docx(LETTER))
    known = known_of(project.site())
    _, first = read_apart(brief.read_bytes(), brief.name, known)
    take_over(project.settings(), Order(files=(str(brief),), yes=True), lambda text: None, None)
    [text] = (project.content / "antraege").glob("*.md")

    done = called(project, "brief", text.stem)
    assert done.returncode == 0, done.stderr
    pdf = (project.root / "briefe" / f"{text.stem}.pdf").read_bytes()
    _, again = read_apart(pdf, "antrag.pdf", known)

    assert {key: told(again.fields[key].value) for key in KEPT if key in first.fields} == {
        key: told(first.fields[key].value) for key in KEPT if key in first.fields
    }
    without = re.sub(r"\]\(\S+\)", "]", build_body(first, question=False))  # where a link leads is not printed
    assert letters_of(build_body(again, question=False)) == letters_of(without)
    assert in_order(letters_of(without), letters_of(words(pdf)))


def told(value: object) -> object:
    """A letter that is still to be signed says of nobody that it is."""
    return (
        [{key: said for key, said in row.items() if key != "gez"} for row in value]
        if isinstance(value, list)
        else value
    )


def test_our_own_letters_are_understood_by_our_own_importer():
    """Of one group and of several, with sittings that have no day yet. (An office without „An die“ it does not take for one.)"""
    content = ROOT / "content"
    site, _ = read_site(content, TODAY)
    known = known_of(site)
    read = {"titel": 0, "datum": 0, "art": 0, "antragstellende": 0, "beratungsfolge": 0, "text": 0}
    chosen = [
        *[motion for motion in site.motions if not motion.joint][:5],
        *[motion for motion in site.motions if motion.joint and motion.kind != "Antrag"][:3],
    ]
    site.motions[:] = chosen
    for motion, pdf, _ in made(site, content):
        _, letter = read_apart(pdf, "antrag.pdf", known)
        found = {key: str(letter.fields[key].value) for key in read if key in letter.fields}
        read["titel"] += found.get("titel") == motion.title
        read["datum"] += found.get("datum") == motion.date.isoformat()
        read["art"] += found.get("art") == motion.kind
        read["antragstellende"] += letter.fields["antragstellende"].value == list(motion.originators)
        read["beratungsfolge"] += [
            (row["gremium"], row.get("datum"), row.get("top", "")) for row in letter.fields["beratungsfolge"].value
        ] == [(step.body_name, step.date and step.date.isoformat(), step.item) for step in motion.steps]
        read["text"] += in_order(
            letters_of(
                " ".join(
                    word for part in motion.parts if part.key not in LATER for word in apart(parse(part.section.html))
                )
            ),
            letters_of(build_body(letter, motion.question)),
        )  # „Sachverhalt“ and „Begründung“ are one to it

    assert read == dict.fromkeys(read, len(chosen))
