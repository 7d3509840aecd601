"""The same letter is the same motion, whatever program it was written with; no file can do harm."""

from __future__ import annotations

import io
import random
import re
import zipfile
from email.message import EmailMessage

import pytest
import yaml

from plugins.importing.compose import build_body
from plugins.importing.letter import read_letter
from plugins.importing.reading import Unreadable, read_sheet, sheet_of

from ..builders import pdf
from ..conftest import REAL
from . import office
from .office import Office

LETTER = Office(
    title="Ein Radweg an der K 14",
    resolution=(
        ("p", "Der Kreis baut einen Radweg."),
        (
            "ol",
            (
                "Die Planung beginnt 2027.",
                "Die Verwaltung berichtet jedes Jahr, wie weit der Bau ist und was er bisher gekostet hat.",
            ),
        ),
        ("ul", ("Altental", "Neudorf")),
    ),
    reason=(
        ("p", "Zwischen Altental und Neudorf fehlt ein Radweg."),
        ("table", (("Abschnitt", "Länge"), ("Altental", "2 km"))),
        ("link", "Mehr steht im ", "Verkehrsplan", "https://www.example.org/plan"),
        ("p", "Deshalb ist es Zeit."),
    ),
)
FILES = {
    "docx": office.docx,
    "odt": office.odt,
    "rtf": office.rtf,
    "eml": office.eml,
    "html": lambda each: office.html(each).encode(),
    "txt": lambda each: office.txt(each).encode(),
    "txt-76": lambda each: office.txt(each, 76).encode(),
    "txt-cp1252": lambda each: office.txt(each).encode("cp1252"),
}


def plain(markdown: str) -> list[str]:
    """What every format can hold: words in order, points, rows. Emphasis, links and pictures no text file has; rows lose their borders."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|\[bitte prüfen[^\]]*\]", "", markdown)
    text = re.sub(r"\[([^\]]*)\]\(https?://[^)]*\)", r"\1", text).replace("**", "").replace("\\", "")
    text = re.sub(r"^\|(?: --- \|)+$", "", text, flags=re.M).replace("|", " ")
    return [words for line in re.sub(r"^### ", "", text, flags=re.M).split("\n") if (words := " ".join(line.split()))]


def parts(data: bytes, confined: bool = False) -> tuple[dict[str, object], list[str]]:
    found = read_letter(read_sheet(data, "") if confined else sheet_of(data, ""))
    return {key: entry.value for key, entry in found.fields.items()}, plain(build_body(found, question=False))


def expected(letter: Office) -> dict[str, object]:
    return {
        "titel": letter.title,
        "art": letter.kind,
        "datum": "2026-03-12",
        "drucksache": letter.number,
        "adressat": [{"amt": "Landrat", "name": "Hans Muster"}],
        "antragstellende": [office.GROUP],
        "unterzeichner": [{"name": name, "rolle": role, "gez": True} for name, role in letter.signed],
        "beratungsfolge": [
            {"gremium": body, "datum": "-".join(reversed(day.split("."))), "top": top}
            for body, day, top in letter.steps
        ],
    }


@pytest.mark.parametrize("form", FILES)
def test_a_letter_is_the_same_motion_from_every_format(form: str):
    head, body = parts(FILES[form](LETTER), confined=True)

    assert head == expected(LETTER)
    assert body == parts(office.docx(LETTER))[1]
    assert body[1:4] == [
        "Die Fraktion Bündnis 90/Die Grünen im Kreistag Ebersfurt beantragt, der Kreistag möge beschließen:",
        "Der Kreis baut einen Radweg.",
        "1. Die Planung beginnt 2027.",
    ]


@pytest.mark.needs("chromium")
def test_a_printed_letter_is_the_same_motion(browser):
    page = browser.new_page()
    page.set_content(office.html(LETTER))

    assert parts(
        page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "2cm")), confined=True
    ) == parts(office.docx(LETTER))


@pytest.mark.needs("chromium")
def test_ones_that_stand_far_apart_are_one_number(browser):
    page = browser.new_page()
    page.set_content("<p style=\"font:11pt 'DejaVu Serif',serif\">Sitzung am 10.11.2026 um 11.11 Uhr, 111 Plätze</p>")

    assert [line.text for line in sheet_of(page.pdf(), "").lines] == ["Sitzung am 10.11.2026 um 11.11 Uhr, 111 Plätze"]


def test_points_of_a_word_file_have_the_numbers_that_word_prints():
    import docx

    file = docx.Document()
    for text, style in (
        ("Antrag", None),
        ("Wir fragen:", None),
        ("Wie viele Brücken?", "List Number"),
        ("a) nach Ort,", None),
        ("b) nach Alter.", None),
        ("Welche sind gesperrt?", "List Number"),
        ("Gemeint ist das Jahr 2026.", None),
        ("Was kostet es?", "List Number"),
    ):
        file.add_paragraph(text, style=style)
    out = io.BytesIO()
    file.save(out)
    body = build_body(read_letter(sheet_of(out.getvalue(), "")), question=True)

    assert (
        "1. Wie viele Brücken?\n\n    a) nach Ort,\n\n    b) nach Alter.\n\n2. Welche sind gesperrt?\n\nGemeint ist das Jahr 2026.\n\n3. Was kostet es?"
        in body
    )


def test_a_mails_attachment_is_the_letter():
    message = EmailMessage()
    message["From"], message["Subject"] = "vera@example.org", "AW: Antrag"
    message.set_content("Hallo, anbei der Antrag.")
    message.add_attachment(office.docx(LETTER), maintype="application", subtype="octet-stream", filename="brief.docx")

    assert parts(message.as_bytes()) == parts(office.docx(LETTER))


def test_links_pictures_and_tables_come_along_where_the_format_has_them():
    sheet = sheet_of(
        office.odt(Office(title="Plan", resolution=LETTER.resolution, reason=(*LETTER.reason, ("img", "Der Plan")))), ""
    )
    body = build_body(
        read_letter(sheet), question=False, about={picture.name: picture.about for picture in sheet.pictures}
    )

    assert "[Verkehrsplan](https://www.example.org/plan)" in body
    assert "| Abschnitt | Länge |\n| --- | --- |\n| Altental | 2 km |" in body
    assert "![Der Plan](bild-1.png)" in body
    assert sheet.pictures[0].data.startswith(b"\x89PNG")


def test_what_a_pdf_holds_beside_its_pages_is_told():
    data = pdf("Antrag") + b"%%EOF\n%%EOF\n"

    assert any("frühere Fassungen" in said for said in sheet_of(data, "").said)


# ----------------------------------------------------------------------------------------- hostile


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
HOSTILE = {
    "bomb": packed(**{"word/document.xml": b"<" + b"a" * 200 * 2**20}),
    "entities": packed(
        **{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;&b;">]>' + WORD % b"&d;"}
    ),
    "external": packed(**{"content.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
    "names": packed(**{"../../evil": b"a", "word/document.xml": WORD % b""}),
    "broken": office.docx(LETTER)[:3000],
    "deep": b"<html>" + b"<div>" * 100_000 + b"a",
    "doc": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "binary": bytes(range(256)) * 40,
    "empty": b" \n",
    "pdf": b"%PDF-1.7\n" + b"1 0 obj<</Type/Pages/Kids[1 0 R]/Count 9999>>endobj trailer<</Root 1 0 R>>",
    "rtf": b"{\\rtf1" + b"{" * 50_000,
    "mail": b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3000,
    "large": b"a" * (26 * 2**20),
    "archive": packed(**{"a.txt": b"a"}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_ends_with_a_sentence_or_a_letter(kind: str, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    try:
        read_letter(read_sheet(HOSTILE[kind], kind))
    except Unreadable as refused:
        assert re.match(r"(?:ist|lässt|packt|enthält) ", str(refused))
    assert list(tmp_path.iterdir()) == []


def mutated(seed: int) -> bytes:
    """A letter with bytes turned, cut out, doubled."""
    random_ = random.Random(seed)
    data = bytearray(FILES[random_.choice(("docx", "odt", "rtf", "eml", "html", "txt"))](LETTER))
    for _ in range(random_.randint(1, 30)):
        at = random_.randrange(len(data))
        match random_.randrange(3):
            case 0:
                data[at] ^= 1 << random_.randrange(8)
            case 1:
                del data[at : at + random_.randrange(200)]
            case _:
                data[at:at] = data[at : at + random_.randrange(200)]
        if not data:
            break
    return bytes(data)


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(500), marks=pytest.mark.lang)], ids=["few", "all"])
def test_spoiled_letters_end_with_a_sentence_or_a_letter(seeds: range):
    for seed in seeds:
        try:
            read_letter(read_sheet(mutated(seed), ""))
        except Unreadable as refused:
            assert str(refused)


# ------------------------------------------------------------------------------- 300 motions of a party


def blocks(text: str) -> list[tuple]:
    out: list[tuple] = []
    for raw in text.split("\n"):
        line = re.sub(r"[*_|]{2,}|\|", "", " ".join(raw.split())).strip()
        if len(line) < 3 or line.startswith("#"):
            continue
        if match := re.match(r"(\d+)\. (.+)", line):
            if out and out[-1][0] == "ol":
                out[-1][1].append(match[2])
                continue
            line = match[2]
            if match[1] == "1":
                out.append(("ol", [line]))
                continue
        elif match := re.match(r"[-*•] (.+)", line):
            if out and out[-1][0] == "ul":
                out[-1][1].append(match[1])
            else:
                out.append(("ul", [match[1]]))
            continue
        out.append(("p", line))
    return out


def letters(step: int) -> list[Office]:
    found = []
    for number, file in enumerate(sorted((REAL / "motions-berlin").glob("*.md"))):
        _, head, body = re.split(r"^---$", file.read_text("utf-8"), maxsplit=2, flags=re.M)
        title = re.sub(r"^Antrag \S+ ", "", " ".join(str(yaml.safe_load(head)["titel"]).split()))
        text = (
            next(
                (section for section in re.split(r"^## ", body, flags=re.M) if section.startswith("Antragstext")), body
            )
            .partition("\n")[2]
            .partition("**Empfehlung")[0]
        )
        asked, _, why = re.sub(r"\n\**Begründung:?\**\s*\n", "\0", text, count=1, flags=re.I).partition("\0")
        more: list[tuple] = (
            [("table", (("Abschnitt", "Länge"), ("Altental", "2 km"), ("Neudorf", "3,5 km")))]
            if number % 3 == 0
            else [("link", "Mehr steht im ", "Verkehrsplan", "https://www.example.org/plan")]
            if number % 3 == 1
            else [("img", "Ein Plan")]
        )
        if number % step == 0:
            found.append(
                Office(
                    title=title,
                    number=f"{number + 1:04d}/2026",
                    resolution=tuple(blocks(asked)[:14] or [("p", "Der Kreis handelt.")]),
                    reason=(
                        *blocks(why)[:10],
                        *more,
                        ("note", "Das gilt seit Jahren.", "Beschluss vom 3. Mai 2019"),
                        ("p", "Deshalb ist es Zeit."),
                    ),
                )
            )
    return found


@pytest.mark.needs("real", "chromium")
@pytest.mark.parametrize("step", [30, pytest.param(1, marks=pytest.mark.lang)], ids=["ten", "all"])
def test_motions_of_a_party_are_the_same_from_each_of_six_formats(browser, step: int):
    """97 of 100 from each format, but for what a format cannot hold (`plain`)."""
    page = browser.new_page()
    each = letters(step)
    same = dict.fromkeys(("odt", "pdf", "eml", "rtf", "txt"), 0)
    for letter in each:
        truth = parts(office.docx(letter))
        page.set_content(office.html(letter))
        files = {
            "odt": office.odt(letter),
            "eml": office.eml(letter),
            "rtf": office.rtf(letter),
            "txt": office.txt(letter).encode(),
            "pdf": page.pdf(format="A4", margin={"top": "2cm", "bottom": "2cm", "left": "2.5cm", "right": "2cm"}),
        }
        for form, data in files.items():
            same[form] += parts(data) == truth

    assert {form: count for form, count in same.items() if count < 0.97 * len(each) - 0.5} == {}, (same, len(each))
