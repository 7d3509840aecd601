"""Every sentence about a mistake: each can be made to appear, and each reads as a German neighbour would say it."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable
from zlib import crc32

import pytest

from plugins.records.addresses import MOST
from plugins.records.messages import MESSAGES, WARNINGS
from plugins.records.problems import FORMATS, Problem, as_text, count_line, problem, shorten
from plugins.site.content import read_site

from ..builders import ABOUT, LOCKED, PICTURE, TODAY, Project, codes, pdf
from .test_problems import CASES, place

RADWEG = "## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n"


def file(name: str, text: str | bytes) -> Callable[[Project], object]:
    return lambda project: project.write(name, text)


def motion(head: str = "", body: str = RADWEG, **more) -> Callable[[Project], object]:
    return lambda project: project.motion(head=head, body=body, **more)


def unreadable(project: Project) -> None:
    """A regular file that even root cannot read from its beginning."""
    (project.content / "themen.yaml").unlink()
    (project.content / "themen.yaml").symlink_to("/proc/self/mem")


def linked(project: Project) -> None:
    (project.content / "antraege").mkdir()
    (project.content / "antraege" / "2024-03-radweg.md").symlink_to(project.content / "gremien" / "kreistag.md")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90">%s</svg>'


def drawing(line: str, name: str, data: str | bytes) -> Callable[[Project], object]:
    """What the group shows of itself, with a file of that name in the folder for it."""
    return lambda project: (project.write("fraktion.yaml", ABOUT + line), project.write(f"fraktion/{name}", data))


def two(project: Project) -> None:
    project.motion()
    project.motion("2024-04-busse")


def beside(project: Project) -> None:
    project.motion(head="pdf: Antrag.pdf")
    project.write("antraege/2024-03-radweg/antrag.pdf", b"%PDF")


def deleted(head: str = "", body: str = RADWEG) -> Callable[[Project], object]:
    """A motion that names another, and a committee, which are gone."""

    def write(project: Project) -> None:
        project.motion(head=head, body=body)
        project.motion("2024-04-busse", uid="b4s7vn", titel="Busse", head="geloescht_am: 2024-05-02")
        project.write(
            "gremien/soziales.md",
            "---\nuid: g3s3z3\nname: Ausschuss für Soziales\nkurz: Sozialausschuss\nart: Ausschuss\ngeloescht_am: 2024-05-02\n---\n",
        )

    return write


def sitting(
    head: str = "", *, date: str = "2026-12-17", step: str = "top: 3", body: str = "Kreistag"
) -> Callable[[Project], object]:
    """A sitting, and a motion whose step is on the 17th."""

    def write(project: Project) -> None:
        project.motion(head=f"beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-12-17\n    {step}\n")
        project.write(
            "sitzungen/kreistag.md",
            f"---\nuid: m4t8wd\nname: Kreistag\nart: Kreistag\ngremium: {body}\ndatum: {date}\nbeginn: 17:00\nform: wird noch mitgeteilt\nzugang: öffentlich\n{head}\n---\n",
        )

    return write


def series(
    head: str = "", *, rhythm: str = "alle zwei Wochen", until: str = "2027-07-07", **files: str
) -> Callable[[Project], object]:
    """Every second Wednesday from 2 December 2026 on; `files`: heads of meetings below it."""

    def write(project: Project) -> None:
        project.write(
            "reihen/fraktionssitzung.md",
            f"---\nuid: r7k4qd\nname: Fraktionssitzung\nart: Fraktionssitzung\nrhythmus: {rhythm}\ntag: Mittwoch\nbeginn: 19:30\nab: 2026-12-02\nbis: {until}\nform: Videokonferenz\nzugang: öffentlich\nveroeffentlicht: 2026-11-20\n{head}\n---\n",
        )
        for stem, lines in files.items():
            project.write(f"sitzungen/{stem}.md", f"---\n{lines}\n---\n")

    return write


def letters(*told: str) -> Callable[[Project], object]:
    """Newsletters, each of which tells this."""

    def write(project: Project) -> None:
        project.motion(datum="2026-11-02")
        for number, name in enumerate(told):
            project.write(
                f"rundbriefe/2026-11-{number + 10}.md",
                f"---\nuid: r4n7b{'bcdf'[number]}\ntitel: Rundbrief\ndatum: 2026-11-{number + 10}\nbis: 2026-11-{number + 10}\nerzaehlt: [{name}]\n---\n",
            )

    return write


def pictured(name: str, data: bytes) -> Callable[[Project], object]:
    news = f"---\nuid: n3w5qz\ntitel: Neu\ndatum: 2026-03-02\nbild: {name}\nbild_alt: Ein Radweg\n---\nText.\n"
    return lambda project: (project.write("meldungen/neu.md", news), project.write(f"meldungen/neu/{name}", data))


def huge() -> bytes:
    """A small file that would take a gigabyte when it is opened: the size in its head is not what is in it."""
    head = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    return PICTURE[:12] + head + crc32(head).to_bytes(4, "big") + PICTURE[33:]


def paper(data: bytes) -> Callable[[Project], object]:
    return lambda project: (
        project.motion(head="pdf: antrag.pdf"),
        project.write("antraege/2024-03-radweg/antrag.pdf", data),
    )


def endless(project: Project) -> None:
    paper(b"")(project)
    with (project.content / "antraege/2024-03-radweg/antrag.pdf").open("wb") as file:
        file.truncate(51 * 2**20)  # a hole, no bytes on the disk


# What no spoiled file of this folder shows: code → how to bring it about.
APPEARS: dict[str, Callable[[Project], object]] = {
    "answer-overdue": motion("frist: 2024-05-01", "## Fragen\n\n1. Wann?\n", art="Anfrage"),
    "body-empty": file("seiten/leer.md", "---\ntitel: Leer\n---\n"),
    "date-ahead": motion(datum="2026-12-24"),
    "waiting-named": lambda project: (
        project.motion(head="veroeffentlicht: 2099-01-01"),
        project.motion("2024-04-busse", uid="b4s7vn", head="bezug: k7f3qz"),
    ),
    "draft-named": lambda project: (
        project.motion(head="stand: Entwurf"),
        project.motion("2024-04-busse", uid="b4s7vn", head="bezug: k7f3qz"),
    ),
    "result-half": motion(
        "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    ergebnis: einstimmig bei 2 Enthaltungen"
    ),
    "reference-twice": lambda project: (
        project.motion(head="drucksache: 12/24"),
        project.motion("2024-04-busse", uid="b4s7vn", head="drucksache: Drucksache 12/24"),
    ),
    "value-date-slash": motion(datum="3/4/2024"),
    "value-nothing": motion("drucksache: noch keine"),
    "word-slip": motion(
        "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    ergebnis: Der Antrag wird mehrheitlcih abgelehnt"
    ),
    "result-quoted": motion(
        "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    ergebnis: findet allgemeine Zustimmung im Grundsatz"
    ),
    "file-large": file("antraege/gross.md", b"x" * 10_000_000),
    "file-alike": lambda project: (
        project.motion(),
        [project.write(f"antraege/2024-03-radweg/{name}.txt", "Text") for name in ("\u00f6", "o\u0308")],
    ),
    "file-link": linked,
    "link-unnamed": lambda project: (
        project.motion(),
        project.write("antraege/2024-03-radweg/plan.pdf", pdf("Plan")),
        project.write("seiten/mehr.md", "---\ntitel: Mehr\n---\n[x](/antraege/2024-03-radweg/plan.pdf)\n"),
    ),
    "file-missing-near": beside,
    "file-stray": file("antraege/notiz.txt", "Notiz"),
    "file-unnamed": lambda project: (project.motion(), project.write("antraege/2024-03-radweg/karte.png", b"")),
    "head-large": file("antraege/lang.md", "---\nuid: k7f3qz\n" + "# Notiz\n" * 20_000 + "---\n"),
    "letter-sign": lambda project: (
        project.write("fraktion.yaml", ABOUT + "briefe: ja\n"),
        project.motion(body=RADWEG + "\nErledigt: ✅\n"),
    ),
    "letter-taken": lambda project: (
        project.write("fraktion.yaml", ABOUT + "briefe: ja\n"),
        project.motion(head="anlagen: [brief.pdf]"),
        project.write("antraege/2024-03-radweg/brief.pdf", pdf("Brief")),
    ),
    "line-long": motion(body=RADWEG + "\n" + "Wort " * 4001 + "\n"),
    "link-deleted": deleted(body=RADWEG + "\n[dort](2024-04-busse.md)\n"),
    "ref-deleted": deleted(head="bezug: b4s7vn"),
    "committee-deleted": deleted(head="beratungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2024-06-12"),
    "link-dead": motion(body=RADWEG + "\n[dort](/gibt/es/nicht/)\n"),
    "link-www": motion(body=RADWEG + "\n[dort](www.example.org)\n"),
    "list-long": file("orte.yaml", "- name: Altental\n" * 1001),
    "committee-unknown": motion("beratungsfolge:\n  - gremium: Wegekommission"),
    "value-noun": lambda project: project.write("fraktion.yaml", ABOUT + "woerter:\n  hauptausschuss: Rat der Stadt\n"),
    "words-same": lambda project: project.write("fraktion.yaml", ABOUT + "woerter:\n  hauptausschuss: Kreistag\n"),
    "list-missing": lambda project: (project.content / "fraktion.yaml").unlink(),
    "drawing-bad": drawing("zeichnung: k.svg\n", "k.svg", b"<svg"),
    "drawing-heavy": drawing("zeichnung: k.svg\n", "k.svg", SVG % f'<path d="M0 0{" " * 150_000}"/>'),
    "drawing-huge": drawing("zeichnung: k.svg\n", "k.svg", SVG % f'<path d="M0 0{" " * 500_000}"/>'),
    "drawing-kind": drawing("zeichnung: k.png\n", "k.png", PICTURE),
    "drawing-part": drawing("zeichnung: k.svg\n", "k.svg", SVG % "<script>alert(1)</script>"),
    "drawing-size": drawing("zeichnung: k.svg\n", "k.svg", SVG.replace(' viewBox="0 0 160 90"', "") % ""),
    "easy-long": file("seiten/leicht.md", f"---\ntitel: Leicht\nleichte_sprache: ja\n---\n{'Wort ' * 16}.\n"),
    "face-unnamed": file("fraktion/rest.jpg", PICTURE),
    "picture-dark": drawing("startbild: nacht.png\n", "nacht.png", PICTURE),
    "picture-small": drawing("startbild: punkt.png\n", "punkt.png", PICTURE),
    "logo-missing": lambda project: project.write("fraktion.yaml", ABOUT + "logo: logo.png\n"),
    "name-bad": motion(stem="Über uns"),
    "name-reserved": motion(stem="demnaechst"),
    "name-twice": file("gremien/kt.md", "---\nuid: g4k4t4\nname: Kreistag\nart: Kreistag\n---\n"),
    "page-missing": lambda project: (project.content / "seiten" / "kontakt.md").unlink(),
    "paragraph-long": motion(body=RADWEG + "\n" + "Eine Zeile von vielen.\n" * 5000),
    "pdf-bad": paper(b"%PDF-1.4 kein PDF"),
    "pdf-huge": endless,
    "pdf-locked": paper(LOCKED),
    "pdf-long": paper(pdf(*["Seite"] * 201)),
    "pdf-silent": paper(pdf("")),
    "picture-bad": pictured("foto.jpg", b"kein Bild"),
    "picture-huge": pictured("foto.png", huge()),
    "picture-kind": pictured("foto.pdf", b"%PDF"),
    "placeholder-draft": motion(
        head="stand: Entwurf", body="## Beschlussvorschlag\n\n1. Hier steht, was beschlossen werden soll.\n"
    ),
    "placeholder": motion(body="## Beschlussvorschlag\n\n1. Hier steht, was beschlossen werden soll.\n"),
    "progress-contradicts": motion(
        "stand: abgelehnt\nberatungsfolge:\n  - {gremium: Kreistag, datum: 2024-06-12, ergebnis: beschlossen}"
    ),
    "progress-needed": motion(
        "beratungsfolge:\n  - {gremium: Kreistag, datum: 2024-06-12, ergebnis: beschlossen, abstimmungen: [{gegenstand: Beschlussempfehlung, ja: 30}]}"
    ),
    "questions-missing": motion(art="Anfrage"),
    "redirect-long": file("umleitungen.yaml", f"- von: /alt?{'ä' * 310}\n  nach: /antraege/\n"),
    "redirect-many": file(
        "umleitungen.yaml", "".join(f"- von: /alt/{number}\n  nach: /antraege/\n" for number in range(MOST + 1))
    ),
    "redirect-sign": file("umleitungen.yaml", '- von: "/alt?a\\u0007"\n  nach: /antraege/\n'),
    "redirect-twice": file(
        "umleitungen.yaml", "- von: /alt?a=1\n  nach: /antraege/\n- von: /alt?a=1\n  nach: /kontakt/\n"
    ),
    "reference": motion(body=RADWEG + "\nvon links&#8238; nach rechts\n"),
    "ref-foreign-near": lambda project: (
        project.write("personen/vera.md", "---\nuid: p3v7bn\nname: Vera Beispiel\n---\n"),
        project.motion(head="unterzeichner: Vera Beispeil"),
    ),
    "private": motion(body=RADWEG + "\nAnrufen: 08765 / 432-1099\n"),
    "ref-list": motion("themen: Verkehr, Soziales"),
    "resolution-missing": motion(body="## Begründung\n\nWeil er fehlt.\n"),
    "result-open": motion("beratungsfolge:\n  - {gremium: Kreistag, datum: 2026-11-20}"),
    "event-told": letters("antrag/k7f3qz/ereignis/eingereicht", "antrag/k7f3qz/ereignis/eingereicht"),
    "event-gone": letters("antrag/k7f3qb/ereignis/eingereicht"),
    "sample-public": lambda project: None,
    "end-day": sitting("ende_am: 2026-12-01"),
    "agenda-number": sitting("tagesordnung:\n  - {top: 4, titel: Radweg, antrag: k7f3qz}"),
    "agenda-day": sitting("tagesordnung:\n  - {top: 3, titel: Radweg, antrag: k7f3qz}", date="2026-12-18"),
    "agenda-body": sitting("tagesordnung:\n  - {top: 3, titel: Radweg, antrag: k7f3qz}", body="Sozialausschuss"),
    "agenda-step": sitting(
        "tagesordnung:\n  - {top: 3, titel: Radweg, antrag: k7f3qz}", body="Sozialausschuss", date="2026-12-19"
    ),
    "change-undated": sitting("abgesagt: ja"),
    "date-other": lambda project: (
        sitting()(project),
        (project.content / "sitzungen/kreistag.md").rename(project.content / "sitzungen/2026-12-16-kreistag.md"),
    ),
    "step-day": sitting(step="sitzung: m4t8wd", date="2026-12-18"),
    "step-body": sitting(step="sitzung: m4t8wd", body="Sozialausschuss"),
    "step-left": sitting("verlegt_von: 2026-12-17", date="2026-12-18"),
    "step-cancelled": sitting("abgesagt: ja"),
    "clock-change": file(
        "sitzungen/nacht.md",
        "---\nuid: m4t8wd\nname: Lange Nacht\nart: Fraktionssitzung\ndatum: 2027-03-28\nbeginn: 02:30\nform: Videokonferenz\nzugang: öffentlich\n---\n",
    ),
    "series-beside": series(
        anders="uid: m4t8wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-12-16\nbeginn: 18:00\nform: Videokonferenz\nzugang: öffentlich"
    ),
    "series-clash": series("verlegt:\n  - {von: 2026-12-16, auf: 2026-12-30, geaendert_am: 2026-12-01}"),
    "series-empty": series(rhythm="letzter im Monat", until="2026-12-03"),
    "series-file-date": series(falsch="reihe: r7k4qd\ndatum: 2026-12-17"),
    "series-file-moved": series(
        "verlegt:\n  - {von: 2026-12-16, auf: 2026-12-17, geaendert_am: 2026-12-01}",
        anders="reihe: r7k4qd\ndatum: 2026-12-18\nverlegt_von: 2026-12-16",
    ),
    "series-file-twice": series(
        eins="reihe: r7k4qd\ndatum: 2026-12-16", zwei="reihe: Fraktionssitzung\ndatum: 2026-12-16"
    ),
    "series-file-uid": series(neu="uid: m4t8wd\nreihe: r7k4qd\ndatum: 2026-12-16"),
    "series-long": series(until="2036-07-07"),
    "term-missing": motion(datum="2019-03-04"),
    "text-deep": motion(body=RADWEG + "\n" + "- " * 3000 + "tief\n"),
    "key-inside": motion(head="ergebnis: beschlossen"),
    "key-above": motion(head="beratungsfolge:\n  - gremium: Kreistag\n    drucksache: 12/24"),
    "key-picture": motion(head="bild: radweg.jpg"),
    "key-other": motion(head="beginn: 19:30"),
    "text-misplaced": file(
        "antraege/2024-05-sitzung.md",
        "---\nuid: s2m2m2\nname: Sitzung\nart: Fraktionssitzung\ndatum: 2027-05-06\nbeginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\n---\n",
    ),
    "text-ending": file("antraege/2024-03-radweg.md.txt", "---\n---\n"),
    "text-office": file("antraege/brief.docx", b"PK"),
    "file-copy": file("antraege/2024-03-radweg (1).md", "---\n---\n"),
    "conflict": motion(body=RADWEG + "\n<<<<<<< HEAD\nAlt.\n=======\nNeu.\n>>>>>>> radweg\n"),
    "coded-twice": motion(body=RADWEG + "\nGrÃ¼ner Radweg.\n"),
    "lookalike": motion(body=RADWEG + "\nR\u0430dweg.\n"),
    "comment": motion(body=RADWEG + "\n<!-- intern -->\n"),
    "comment-draft": motion(head="stand: Entwurf", body=RADWEG + "\n<!-- intern -->\n"),
    "tag": motion(body=RADWEG + "\n<b>fett</b>\n"),
    "note": motion(body=RADWEG + "\nTODO Kosten\n"),
    "note-draft": motion(head="stand: Entwurf", body=RADWEG + "\nTODO Kosten\n"),
    "gap": motion(body=RADWEG + "\nDas kostet xx Euro.\n"),
    "letter-part": motion(body=RADWEG + "\nMit freundlichen Grüßen\n"),
    "table-none": motion(body=RADWEG + "\na | b\nc | d\n"),
    "typewriter": motion(body=RADWEG + "\nText.\n\n    Mehr Text.\n"),
    "resolution-near": motion(body="## Was wir beantragen\n\n1. Ein Radweg.\n"),
    "questions-near": motion(art="Anfrage", body="## Anfragen an die Verwaltung\n\n1. Wann?\n"),
    "point-twice": motion(body="## Beschlussvorschlag\n\n1. Eins\n2. Zwei\n2. Drei\n"),
    "own-words-public": motion(body=RADWEG + "\n[Bitte ergänzen: warum]\n"),
    "footnote-missing": motion(body=RADWEG + "\nText[^1]\n"),
    "footnote-unused": motion(body=RADWEG + "\nText\n\n[^1]: Quelle\n"),
    "footnote-twice": motion(body=RADWEG + "\nText[^1]\n\n[^1]: Quelle\n[^1]: andere\n"),
    "text-signs": motion(body=RADWEG + "\n" + "[" * 19_000 + "\n"),
    "text-stray": file("anträge/2024-03-radweg.md", "---\nuid: k7f3qz\n---\n"),
    "uid-missing": file("gremien/beirat.md", "---\nname: Beirat\nart: Beirat\n---\n"),
    "uid-twice": two,
    "word-long": motion(body=RADWEG + "\n" + "Donau" * 101 + "\n"),
    "yaml": motion("themen: [Verkehr]]"),
    "file-unreadable": unreadable,
    "confirm": motion("# bitte prüfen: drucksache (gelesen: „Vorlage Nr. 12“, Zeile 3)\ndrucksache: 12/2024"),
    "confirm-draft": motion("stand: Entwurf", body=RADWEG + "\n[bitte prüfen: Wo beginnt die Begründung?]\n"),
}


def found(project: Project, cause: Callable[[Project], object]) -> list[Problem]:
    cause(project)
    return read_site(project.content, TODAY, public=True, private=("=08765 4321099",))[1]


@pytest.mark.parametrize("code", sorted(APPEARS))
def test_a_message_appears(project: Project, code: str):
    assert code in codes(found(project, APPEARS[code]))


def test_every_message_can_appear(tmp_path):
    """By a spoiled file of this folder, or by the table above."""
    seen = {
        *APPEARS,
        "own-words",
        "sample-left",
        "sample-left-public",
        "letters-missing",
        "letters-missing-here",
        "file-failed",
        "page-failed",
        "address-dead",
        "setting-moved",
    }  # of the machine or the program, not of a text: tests/site/test_council.py, tests/documents/test_site.py, tests/site/test_bounds.py, tests/records/test_left.py, tests/site/test_absolute.py
    for number, case in enumerate(CASES):
        project = Project(tmp_path / str(number))
        project.write(place(case), case.read_bytes())
        seen |= set(codes(project.check()))

    assert set(MESSAGES) - seen == set(), "a message that nothing brings about: write a case, or delete it"
    assert set(APPEARS) - set(MESSAGES) == set()
    assert set(WARNINGS) <= set(MESSAGES)


# ---------------------------------------------------------------------------------- how they read

SENTENCES = [(code, text) for code, pair in MESSAGES.items() for text in pair]
DEFECTS = {
    "an exclamation mark": r"!(?!\[)",  # but ![Bild](…)
    "du or Sie as an order": r"\b(?:du|dein\w*|dir|dich|Sie (?:müssen|sollten|können)|Ihr|Ihre[nmrs]?)\b",
    "a word that accuses": r"\b(?:Fehler|ungültig|falsch|unzulässig|verboten)\b",
    "an English word": r"\b(?:invalid|error|value|missing|key|file|line|expected|found|unknown|please|not|the|must|status)\b",
    "straight quotation marks where German has its own": r"(?<![\w„\[({])\"\w[^{}]*\w\"",
    "three points instead of an ellipsis": r"(?<!„)\.\.\.(?!“)",
    "a hyphen instead of a dash": r" - ",
    "two blanks": r"\S  (?!\()",
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_no_message_has(defect: str):
    allowed = {"key-status"}  # it quotes the English key that somebody typed
    assert [
        (code, text)
        for code, text in SENTENCES
        if code not in allowed and re.search(DEFECTS[defect], re.sub(r"\{\w+\}|`[^`]*`", "x", text))
    ] == []


@pytest.mark.parametrize(("code", "pair"), MESSAGES.items(), ids=MESSAGES)
def test_a_message_says_what_is_there_and_what_to_do(code: str, pair: tuple[str, str]):
    what, remedy = pair

    assert what[0].isupper() or what[0] in "„{", what
    assert what.endswith((".", "}", "“.")), what
    assert remedy[0].isupper(), remedy
    assert re.search(r"[.?)]$|[:,] \S.*$|\{\w+\}$", remedy), remedy
    assert what.count("„") == what.count("“")
    assert remedy.count("„") == remedy.count("“")


def test_no_message_is_shown_with_an_open_placeholder(tmp_path):
    """`problem` raises where a value is missing; here every text of every case was filled to the end."""
    for number, case in enumerate(CASES):
        project = Project(tmp_path / str(number))
        project.write(place(case), case.read_bytes())
        for said in project.check():
            names = {name for text in MESSAGES[said.code] for _, name, _, _ in string.Formatter().parse(text) if name}
            assert not [name for name in names if f"{{{name}}}" in said.what + said.remedy]
            assert "None" not in said.what + said.remedy, said
            assert "„“" not in said.what + said.remedy, said


# ------------------------------------------------------------------------------------ the formats


def test_a_place_is_named_as_editors_and_forges_read_it():
    said = problem("content/antraege/a.md", 4, "value-flag", column=7, key="gez", value="hm")

    assert (
        str(said)
        == "content/antraege/a.md:4:7: „gez: hm“ ist weder ja noch nein.\n    → Bitte „ja“ oder „nein“ eintragen."
    )


def test_a_problem_of_the_whole_file_has_no_line():
    assert str(problem("content/x.md", 0, "head-empty")).startswith("content/x.md: Die Datei ist leer.")


@pytest.mark.parametrize(
    ("bad", "hints", "line"),
    [
        (0, 0, "Alles in Ordnung."),
        (1, 0, "1 Problem."),
        (2, 0, "2 Probleme."),
        (0, 1, "1 Hinweis."),
        (0, 2, "2 Hinweise."),
        (1, 1, "1 Problem und 1 Hinweis."),
        (3, 2, "3 Probleme und 2 Hinweise."),
    ],
)
def test_the_last_line_counts(bad: int, hints: int, line: str):
    problems = [problem("a.md", n, "head-empty") for n in range(bad)] + [
        problem("a.md", n, "file-stray", folder="x") for n in range(hints)
    ]

    assert count_line(problems) == line


def test_problems_are_sorted_by_file_and_line_and_said_once():
    late, early, other = (
        problem("b.md", 9, "heading-empty"),
        problem("b.md", 2, "heading-empty"),
        problem("a.md", 5, "heading-empty"),
    )

    told = as_text([late, early, other, late])

    assert [line.split(": ")[0] for line in told.splitlines()[::2]] == ["a.md:5", "b.md:2", "b.md:9", "3 Probleme."]


def test_what_an_editor_typed_stays_one_printable_line():
    """A name with a line end must not forge a second message, and nothing turns the direction of the terminal."""
    said = problem("a\n::error::b.md", 1, "key-unknown", key="x\ny\u202ez\x1b[31m", known="a")

    assert [line[:1] for line in str(said).split("\n")] == ["a", " "]
    assert "\u202e" not in str(said)
    assert "\x1b" not in str(said)
    assert "<U+202E>" in str(said)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_keeps_a_problem_on_its_own_lines(form: str):
    hostile = problem("a,b:c\n%.md", 3, "key-unknown", key="::error::%0A\nx", known="a\nb")

    lines = FORMATS[form]([hostile]).splitlines()

    assert len(lines) == {"text": 3, "github": 1, "gitlab": 14, "json": 11}[form]


def test_github_sees_warnings_as_warnings():
    assert FORMATS["github"]([problem("a.md", 0, "file-stray", folder="x")]).startswith("::warning file=a.md,line=1::")
    assert FORMATS["github"]([problem("a.md", 7, "head-open")]).startswith("::error file=a.md,line=7::")


def test_editors_get_every_part_as_json():
    row = json.loads(FORMATS["json"]([problem("a.md", 7, "head-open")]))[0]

    assert row == {
        "datei": "a.md",
        "zeile": 7,
        "spalte": 0,
        "art": "problem",
        "kennung": "head-open",
        "was": MESSAGES["head-open"][0],
        "tun": MESSAGES["head-open"][1],
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kurz", "kurz"),
        ("x" * 300, "x" * 239 + "…"),
        ("a\tb\nc", "a b c"),
        ("K\u00a014", "K\u00a014"),
        ("a\x00b", "a<U+0000>b"),
    ],
)
def test_values_are_shortened_for_the_screen(text: str, shown: str):
    assert shorten(text) == shown


def test_a_problem_about_the_group_does_not_stop_the_reading_of_the_rest(project: Project):
    """Without a group there are no own names and no office, and still every motion is read and checked."""
    project.motion(head="frist: 2024-01-01")
    project.write("fraktion.yaml", ABOUT.replace("name:", "nahme:", 1))

    assert sorted(set(codes(project.check()))) == ["date-early", "key-missing", "key-near"]
