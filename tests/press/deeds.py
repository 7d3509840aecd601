"""Every kind of dependency in the town (`town.py`), with an edit that touches nothing but that.

A row is what a person does: its words, the file, what stands there, what stands there afterwards. `None`: the file is not there.
Who gives a page a new kind of input adds a row here; the stories of `test_dependencies.py` play all of them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from ..builders import PICTURE, pdf
from .town import TOWN, text


@dataclass(frozen=True)
class Deed:
    what: str
    file: str
    old: str | bytes | None  # a part of the file, or the whole of one that is not text
    new: str | bytes | None
    quiet: bool = False  # no page changes: it may only be refused, warned of, or be nothing at all

    def __repr__(self) -> str:
        return self.what


def picture(width: int, colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 1), colour).save(out, "PNG")
    return out.getvalue()


def head(what: str, file: str, line: str, key: str = "titel", quiet: bool = False) -> Deed:
    """A line of the head more, before the one with the key."""
    return Deed(what, file, f"{key}:", f"{line}\n{key}:", quiet)


def gone(what: str, file: str) -> Deed:
    return Deed(what, file, TOWN[file], None)


def more(what: str, file: str, new: str | bytes, quiet: bool = False) -> Deed:
    return Deed(what, file, None, new, quiet)


A, M, S, P, G = "antraege", "meldungen", "sitzungen", "personen", "gremien"
VOTES = "    abstimmungen:\n      - gegenstand: Antrag\n        ja: 12\n        nein: 3\n"
RESOLVED = "## Beschlussvorschlag\n\nEtwas geschieht."

DEEDS: dict[str, list[Deed]] = {
    "text": [
        Deed("a word of the running text", f"{A}/bus.md", "Weil es weit ist.", "Weil es sehr weit ist."),
        Deed("a point of a resolution", f"{A}/heim.md", "Es wird größer.", "Es wird viel größer."),
        Deed("a point more", f"{A}/bus.md", "2. Er fährt oft.", "2. Er fährt oft.\n3. Er fährt spät."),
        Deed("a heading more", f"{A}/radweg.md", "In der Vorberatung", "### Davor\n\nIn der Vorberatung"),
        Deed("a heading that another text leads to", f"{A}/bus.md", "## Begründung", "## Sachverhalt"),
        Deed("a link to another text", f"{A}/baum.md", "Gut.", "Gut, siehe [Frage](frage.md)."),
        Deed(
            "a link to a file of another",
            f"{A}/baum.md",
            "Bäume gepflanzt",
            "Bäume ([Plan](/antraege/heim/plan.pdf)) gepflanzt",
        ),
        Deed("a link to a page of the site", f"{A}/einzeln.md", "Wir sagen", "Wir [alle](/antraege/) sagen"),
        Deed("a word of the glossary", f"{A}/neu.md", "Noch breiter.", "Noch breiter, der Radweg."),
        Deed("a link to a draft", f"{A}/neu.md", "breiter", "breiter als [das](entwurf.md)", quiet=True),
        Deed("text above the first heading", f"{A}/baum.md", "---\n\n## Be", "---\n\nVorweg.\n\n## Be"),
        Deed("a picture's words", f"{A}/heim.md", "![Das Heim]", "![Das alte Heim]"),
        Deed("a news item's text", f"{M}/rede.md", "Sehr geehrte", "Liebe"),
        Deed("a person's text", f"{P}/ada.md", "Sie radelt.", "Sie radelt viel."),
        Deed("a committee's text", f"{G}/soziales.md", "Er berät.", "Er berät gern."),
        Deed("a page's text", "seiten/chronik.md", "Seit 1990.", "Seit 1989."),
        Deed("a meeting's text", f"{S}/klausur.md", "Wir denken nach.", "Wir denken vor."),
    ],
    "motions": [
        Deed("a title", f"{A}/radweg.md", "titel: Radweg am Fluss", "titel: Radweg am See"),
        Deed("the title of what others refer to", f"{A}/bus.md", "titel: Bus nach Neudorf", "titel: Bus nach Altdorf"),
        Deed("the title of the last one", f"{A}/neu.md", "titel: Ganz frisch", "titel: Ganz neu"),
        Deed("a day among its neighbours", f"{A}/baum.md", "datum: 2026-05-06", "datum: 2026-03-03"),
        Deed("a day in another year", f"{A}/frage.md", "datum: 2025-11-05", "datum: 2026-01-05"),
        Deed("the day of its neighbour", f"{A}/baum.md", "datum: 2026-11-30", "datum: 2026-11-29"),
        Deed("a number", f"{A}/heim.md", "drucksache: VI/40", "drucksache: VI/4"),
        Deed("a number more", f"{A}/radweg.md", "[VII/10-1]", "[VII/10-1, VII/10-2]"),
        Deed("a topic", f"{A}/bus.md", "themen: [Verkehr]", "themen: [Soziales]"),
        Deed("a place", f"{A}/bus.md", "ort: [Neudorf]", "ort: [Altental]"),
        Deed("a kind", f"{A}/einzeln.md", "art: Resolution", "art: Prüfantrag"),
        head("a term", f"{A}/einzeln.md", "wahlperiode: 2025–2030"),
        Deed("a summary", f"{A}/radweg.md", "Ein Weg am Wasser.", "Ein Weg am Bach."),
        Deed("a joint motion", f"{A}/heim.md", "  - SPD\n", ""),
        Deed(
            "a signatory", f"{A}/radweg.md", "unterzeichner:\n  - name: Ada Lang", "unterzeichner:\n  - name: Ben Kurz"
        ),
        Deed("a signature", f"{A}/heim.md", "    gez: ja\n", ""),
        Deed("climate", f"{A}/baum.md", "klimarelevanz: positiv", "klimarelevanz: neutral"),
        head("an office", f"{A}/baum.md", "federfuehrend: Grünamt"),
        head("what changed", f"{A}/baum.md", "aenderungen:\n  - datum: 2026-06-01\n    was: Punkt berichtigt"),
        head("taken off", f"{A}/baum.md", "geloescht_am: 2026-11-01\ngeloescht_weil: Ein Versehen"),
        head("taken off, and another refers to it", f"{A}/bus.md", "geloescht_am: 2026-11-01"),
        head("a draft", f"{A}/einzeln.md", "stand: Entwurf"),
        head("a draft that another refers to", f"{A}/bus.md", "stand: Entwurf", quiet=True),
        Deed("a draft no more", f"{A}/entwurf.md", "stand: Entwurf\n", ""),
        gone("the only one of its year", f"{A}/einzeln.md"),
        gone("one to which another refers", f"{A}/frage.md"),
        Deed("one to which a text leads", f"{A}/bus.md", TOWN[f"{A}/bus.md"], None, quiet=True),
        gone("the newest", f"{A}/neu.md"),
        more(
            "one more today",
            f"{A}/heute.md",
            text("uid: mxhht2\ntitel: Von heute\nart: Antrag\ndatum: 2026-11-22", RESOLVED),
        ),
        more(
            "one more in an empty year",
            f"{A}/leer.md",
            text("uid: mxkrr2\ntitel: Aus dem leeren Jahr\nart: Antrag\ndatum: 2022-07-08", RESOLVED),
        ),
        more(
            "one more before all",
            f"{A}/erster.md",
            text("uid: mxrst2\ntitel: Der erste\nart: Antrag\ndatum: 2021-01-02", RESOLVED),
        ),
        more(
            "one more of the same day",
            f"{A}/zwilling.md",
            text("uid: mxzwg2\ntitel: Am selben Tag\nart: Antrag\ndatum: 2026-03-04\ndrucksache: VII/9", RESOLVED),
        ),
    ],
    "relations": [
        head("to another by its uid", f"{A}/einzeln.md", "bezug: [mxhhm2]"),
        head("to another by its number", f"{A}/frage.md", "bezug: [VI/40]"),
        head("to a number that is nobody's", f"{A}/bus.md", "bezug: [VI/39]"),
        more(
            "whose number it becomes",
            f"{A}/spaet.md",
            text("uid: mxspt2\ntitel: Kommt später dazu\nart: Antrag\ndatum: 2024-03-04\ndrucksache: VI/39", RESOLVED),
        ),
        head("in place of another", f"{A}/heim.md", "ersetzt: mxbbs2"),
        head("to itself", f"{A}/frage.md", "aendert: mxfrg2"),
        head("to nobody", f"{A}/frage.md", "ersetzt: zzzzzz"),
        head("to a draft", f"{A}/einzeln.md", "ersetzt: mxntw2", quiet=True),
        Deed("from a relation to none", f"{A}/neu.md", "aendert: mxrdw2\n", ""),
        Deed("a uid twice", f"{A}/neu.md", "uid: mxnnn2", "uid: mxbbs2", quiet=True),
        Deed("a number twice", f"{A}/heim.md", "drucksache: VI/40", "drucksache: VI/10"),
        more(
            "a title twice",
            f"{A}/radweg-am-fluss.md",
            text("uid: mxrdf2\ntitel: Radweg am Fluss\nart: Antrag\ndatum: 2025-03-04", RESOLVED),
        ),
    ],
    "votes": [
        Deed("a result", f"{A}/baum.md", "    datum: 2026-11-30", "    datum: 2026-11-20\n    ergebnis: empfohlen"),
        Deed(
            "a result with votes that decides",
            f"{A}/radweg.md",
            "    datum: 2026-12-10\n    sitzung: sxkkt2",
            "    datum: 2026-11-20\n    ergebnis: beschlossen\n" + VOTES.rstrip("\n"),
        ),
        Deed("another result", f"{A}/einzeln.md", "ergebnis: abgelehnt", "ergebnis: zurückgezogen"),
        Deed("a count", f"{A}/heim.md", "ja: 20", "ja: 21"),
        Deed("votes", f"{A}/bus.md", "    ergebnis: beschlossen\n", "    ergebnis: beschlossen\n" + VOTES),
        Deed(
            "votes on one point",
            f"{A}/bus.md",
            "    ergebnis: empfohlen\n",
            "    ergebnis: empfohlen\n    abstimmungen:\n      - gegenstand: Punkt 2\n        einstimmig: ja\n",
        ),
        Deed("another committee", f"{A}/baum.md", "gremium: g3s3z3", "gremium: g4v4k4"),
        Deed(
            "sent to another",
            f"{A}/radweg.md",
            "    ergebnis: empfohlen\n",
            "    ergebnis: verwiesen\n    verwiesen_an: g3s3z3\n",
        ),
        Deed("put off to another day", f"{A}/heim.md", "vertagt_auf: 2025-04-01", "vertagt_auf: 2025-04-02"),
        Deed("a sitting", f"{A}/radweg.md", "    sitzung: sxkkt2\n", "", quiet=True),
        Deed(
            "a sitting by its name",
            f"{A}/bus.md",
            "    datum: 2021-06-20\n",
            "    datum: 2021-06-20\n    sitzung: 12. Sitzung des Kreistags\n",
        ),
        Deed("a place on the agenda", f"{A}/radweg.md", "    sitzung: sxkkt2\n", "    sitzung: sxkkt2\n    top: 7\n"),
        Deed("what was done", f"{A}/bus.md", "stand: in Umsetzung", "stand: umgesetzt"),
        Deed("a time limit", f"{A}/frage.md", "frist: 2026-11-25", "frist: 2026-11-20"),
        head("a longer time", f"{A}/frage.md", "frist_verlaengert: 2026-12-20"),
        head("an answer", f"{A}/frage.md", "beantwortet_am: 2026-11-18"),
        head("a status explained", f"{A}/einzeln.md", "stand: erledigt\nstand_erklaerung: weil es schon da war"),
    ],
    "news": [
        Deed("about another motion", f"{M}/fest.md", "zu_antrag: [mxhhm2]", "zu_antrag: [mxbbm2]"),
        head("about a meeting", f"{M}/fest.md", "zu_sitzung: sxvvr2"),
        Deed("a title that its motion shows", f"{M}/fest.md", "Das Fest war schön", "Das Fest war laut"),
        Deed("a day", f"{M}/fest.md", "datum: 2026-11-10", "datum: 2026-10-10"),
        Deed("a topic", f"{M}/fest.md", "themen: [Soziales]", "themen: [Verkehr]"),
        Deed("a kind", f"{M}/rede.md", "art: Rede", "art: Bericht aus dem Ausschuss"),
        Deed("a teaser", f"{M}/rede.md", "Worum es ging.", "Worum es geht."),
        Deed("words of a picture", f"{M}/fest.md", "bild_alt: Ein Fest", "bild_alt: Viele Leute"),
        Deed("whose picture it is", f"{M}/fest.md", "bild_urheber: Ada", "bild_urheber: Ben"),
        Deed("the end of one of others", f"{M}/fremd/bund.md", "ablauf: 2026-11-28", "ablauf: 2026-11-21"),
        Deed(
            "where one of others comes from", f"{M}/fremd/bund.md", "herkunft: Bundesverband", "herkunft: Kreisverband"
        ),
        gone("one about a motion goes", f"{M}/fest.md"),
        gone("one of others goes", f"{M}/fremd/bund.md"),
        more(
            "one more",
            f"{M}/mehr.md",
            text("uid: nxmmr2\ntitel: Mehr davon\ndatum: 2026-11-21\nart: Meldung\nzu_antrag: [mxrdw2]", "Noch etwas."),
        ),
        Deed(
            "about a motion that is a draft", f"{M}/rede.md", "art: Rede", "art: Rede\nzu_antrag: [mxntw2]", quiet=True
        ),
    ],
    "meetings": [
        Deed("another day", f"{S}/klausur.md", "datum: 2026-11-24", "datum: 2026-11-25"),
        Deed("a day that is over", f"{S}/klausur.md", "datum: 2026-11-24", "datum: 2026-11-20"),
        Deed("an hour", f"{S}/vorbei.md", "beginn: 18:00", "beginn: 18:30"),
        head("called off", f"{S}/klausur.md", "abgesagt: ja\nabsagegrund: Glatteis", "name"),
        Deed("a name that a motion shows", f"{S}/kreistag.md", "name: 5. Sitzung", "name: 6. Sitzung"),
        Deed("another place", f"{S}/kreistag.md", "name: Kreishaus", "name: Turnhalle"),
        Deed("another motion on the agenda", f"{S}/vorbei.md", "antrag: mxbbm2", "antrag: mxfrg2"),
        Deed("a motion less on the agenda", f"{S}/kreistag.md", "\n    antrag: mxrdw2", ""),
        Deed("a day on which the motion says another", f"{S}/kreistag.md", "datum: 2026-12-10", "datum: 2026-12-11"),
        Deed("a file", f"{S}/klausur.md", "protokoll: protokoll.pdf\n", ""),
        gone("one that a motion names", f"{S}/kreistag.md"),
        gone("one that is over", f"{S}/vorbei.md"),
        more(
            "one more",
            f"{S}/mehr.md",
            text(
                "uid: sxmmr2\nname: Gespräch\nart: Bürger*innengespräch\ndatum: 2026-12-01\nbeginn: 17:00\nform: wird noch mitgeteilt\nzugang: öffentlich"
            ),
        ),
        Deed("of a series: another hour", "reihen/treffen.md", "beginn: 19:00", "beginn: 20:00"),
        Deed(
            "of a series: one called off no more",
            "reihen/treffen.md",
            "entfaellt:\n  - tag: 2027-02-10\n    grund: Karneval\n    geaendert_am: 2026-11-16\n",
            "",
        ),
        Deed(
            "of a series: one moved",
            "reihen/treffen.md",
            "frei:",
            "verlegt:\n  - von: 2027-01-27\n    auf: 2027-01-28\n    geaendert_am: 2026-11-20\nfrei:",
        ),
        Deed("of a series: a longer break", "reihen/treffen.md", "bis: 2027-01-05", "bis: 2027-01-14"),
        Deed("of a series: one with a file", f"{S}/ergaenzt.md", "antrag: mxbbm2", "antrag: mxrdw2"),
        Deed("of a series: an earlier end", "reihen/treffen.md", "bis: 2027-02-24", "bis: 2027-02-17"),
    ],
    "people": [
        Deed("a role in a committee", f"{P}/ada.md", "rolle: Vorsitz", "rolle: stellvertretender Vorsitz"),
        Deed("a membership that ends", f"{P}/ben.md", "    bis: 2026-12-31", "    bis: 2026-11-20"),
        Deed("another committee", f"{P}/ada.md", "gremium: g4v4k4", "gremium: g3s3z3"),
        Deed(
            "a name that motions show",
            f"{P}/ada.md",
            "name: Ada Lang",
            "name: Ada Lang-Kurz\nfruehere_namen: [Ada Lang]",
        ),
        Deed("a function", f"{P}/ada.md", "funktion: Sprecherin", "funktion: Vorsitzende"),
        Deed("a topic of hers", f"{P}/ada.md", "themen: [Klima]", "themen: [Verkehr]"),
        Deed("her hours", f"{P}/ada.md", "sprechzeit: montags", "sprechzeit: freitags"),
        Deed("her account", f"{P}/ada.md", "example.net/@ada", "example.net/@lang"),
        Deed("no picture for the press", f"{P}/ada.md", "pressebild: presse.png\n", ""),
        Deed("a place", f"{P}/ada.md", "ort: Altental", "ort: Neudorf"),
        Deed("who has left", f"{P}/cem.md", "ausgeschieden_am: 2025-03-01", "ausgeschieden_am: 2025-03-02"),
        gone("one whom motions name goes", f"{P}/ben.md"),
        more(
            "one whom nobody names comes",
            f"{P}/eva.md",
            text("uid: pxvvz2\nname: Eva Weit\nmitgliedschaften:\n  - gremium: g3s3z3\n    von: 2026-01-01"),
        ),
        Deed(
            "a committee's name, the old one kept",
            f"{G}/verkehr.md",
            "name: Ausschuss für Verkehr",
            "name: Ausschuss für Mobilität\nfrueher:\n  - name: Ausschuss für Verkehr\n    bis: 2026-06-30",
        ),
        Deed("a committee's short name", f"{G}/soziales.md", "kurz: Sozialausschuss", "kurz: AfS", quiet=True),
        Deed(
            "a committee's short name that nobody uses",
            f"{G}/verkehr.md",
            "art: Ausschuss",
            "kurz: AfV\nart: Ausschuss",
        ),
        Deed("whether a committee decides", f"{G}/verkehr.md", "entscheidet: nein", "entscheidet: ja"),
        Deed("a committee's end", f"{G}/soziales.md", "art: Ausschuss", "art: Ausschuss\nbis: 2026-06-30"),
        Deed("a committee's kind", f"{G}/verkehr.md", "art: Ausschuss", "art: Beirat"),
    ],
    "subjects": [
        head("the place that a meeting is about", f"{S}/klausur.md", "zu_ort: Neudorf", "name"),
        head("the topic that a meeting is about", f"{S}/klausur.md", "themen: [Klima]", "name"),
        head("the town in which one was held", f"{S}/vorbei.md", "ort:\n  name: Saal\n  stadt: Neudorf", "name"),
        head(
            "the town in which one of a series is held",
            f"{S}/ergaenzt.md",
            "ort:\n  name: Saal\n  stadt: Neudorf",
            "datum",
        ),
        head("the place that news are about", f"{M}/rede.md", "ort: [Neudorf]"),
        head("the place of a motion that news are about", f"{A}/heim.md", "ort: [Altental]"),
        head("the sitting of news whose place is theirs", f"{M}/rede.md", "zu_sitzung: sxkks2"),
        head("who leaves the place", f"{P}/ada.md", "ausgeschieden_am: 2026-11-20", "name"),
        Deed("the day of a step", f"{A}/baum.md", "    datum: 2026-11-30", "    datum: 2026-12-02"),
        Deed("a step behind closed doors", f"{A}/radweg.md", "    oeffentlich: ja", "    oeffentlich: nein"),
        Deed(
            "since when a day is known",
            f"{A}/baum.md",
            "    datum: 2026-11-30",
            "    datum: 2026-11-30\n    terminiert_am: 2026-11-02",
        ),
        Deed("another partner", f"{A}/heim.md", "  - SPD\n", "  - FDP\n"),
        Deed(
            "nothing said of what was done",
            f"{A}/bus.md",
            "umsetzung:\n  - datum: 2022-01-10\n    stand: in Umsetzung\n    was: Der Fahrplan liegt vor.\n",
            "",
        ),
        Deed("decided in another year", f"{A}/heim.md", "    datum: 2025-05-05", "    datum: 2026-05-05"),
    ],
    "group": [
        Deed("its sentence", "fraktion.yaml", "satz: Wir prüfen.", "satz: Wir prüfen alles."),
        Deed("its name", "fraktion.yaml", "name: Grüne im Kreistag Probe", "name: Grüne im Kreis Probe"),
        Deed("its other name", "fraktion.yaml", "  - Bündnis 90/Die Grünen", "  - Bündnis 90"),
        Deed("its phone", "fraktion.yaml", "telefon: 030 11", "telefon: 030 12"),
        Deed("its address", "fraktion.yaml", "  - Am Markt 1\n", "  - Am Markt 2\n"),
        Deed("its sentence on meetings", "fraktion.yaml", "Kommen Sie dazu.", "Kommen Sie vorbei."),
        Deed("days before which one registers", "fraktion.yaml", "tage_vorher: 1", "tage_vorher: 2"),
        Deed(
            "what its council, the committee that leads and the area are called",
            "fraktion.yaml",
            "telefon:",
            "woerter:\n  vertretung: der Rat, des Rates, die Räte\n  hauptausschuss: Ältestenrat\n  gebiet: Bezirk\ntelefon:",
        ),
        Deed("another council", "fraktion.yaml", "telefon:", "vertretung: Stadtrat\ntelefon:", quiet=True),
        Deed(
            "a word of it nobody can decline",
            "fraktion.yaml",
            "telefon:",
            "woerter:\n  amt: Schulze\ntelefon:",
            quiet=True,
        ),
        Deed("a licence", "fraktion.yaml", "lizenz: CC0 1.0", "lizenz: CC BY 4.0"),
        Deed("words of a teaser", "fraktion.yaml", "telefon:", "teaser_woerter: 2\ntelefon:"),
        Deed(
            "an address that is blocked",
            "fraktion.yaml",
            "telefon:",
            "gesperrte_adressen: [raum.example.net]\ntelefon:",
            quiet=True,
        ),
        Deed("no example any more", "fraktion.yaml", "beispiel: ja\n", ""),
        Deed("its claim", "fraktion.yaml", "leitsatz: Gute Wege", "leitsatz: Gute Busse"),
        Deed("no claim", "fraktion.yaml", "leitsatz: Gute Wege\n", ""),
        Deed("what its picture shows", "fraktion.yaml", "  alt: Wir\n", "  alt: Wir alle\n"),
        Deed("which part must be seen", "fraktion.yaml", "  alt: Wir\n", "  alt: Wir\n  blickpunkt: oben\n"),
        Deed("whose picture its own is", "fraktion.yaml", "alt: Alle}", "alt: Alle, urheber: Ada}"),
        Deed("no picture", "fraktion.yaml", "startbild:\n  datei: wir.png\n  alt: Wir\n", ""),
        Deed("an account", "fraktion.yaml", "example.net/@probe", "example.net/@gruen"),
        Deed("hours of the office", "fraktion.yaml", "sprechzeiten: montags", "sprechzeiten: freitags"),
        Deed("who answers the press", "fraktion.yaml", "  mail: presse@", "  name: Ada\n  mail: presse@"),
        Deed("where the newsletter is", "fraktion.yaml", "example.org/eins", "example.org/zwei"),
        Deed("no sign", "fraktion.yaml", "logo: logo.png\n", ""),
        Deed("what a topic's picture shows", "themen.yaml", "alt: Hitze", "alt: Regen"),
        Deed("a topic described", "themen.yaml", "beschreibung: Hitze und Regen", "beschreibung: Hitze"),
        Deed("a topic's address", "themen.yaml", "adresse: klima", "adresse: wetter"),
        Deed("a topic more", "themen.yaml", "- name: Soziales\n", "- name: Soziales\n- name: Bildung\n"),
        Deed(
            "the order of topics",
            "themen.yaml",
            "- name: Verkehr\n- name: Soziales\n",
            "- name: Soziales\n- name: Verkehr\n",
            quiet=True,
        ),
        Deed("a topic that is gone", "themen.yaml", "- name: Soziales\n", "", quiet=True),
        Deed("a place described", "orte.yaml", "im Osten", "im Westen"),
        Deed("a place's address", "orte.yaml", "adresse: altental", "adresse: tal"),
        Deed("a term's name", "wahlperioden.yaml", "name: 2020–2025", "name: die vorige"),
        Deed(
            "a term's end",
            "wahlperioden.yaml",
            "bis: 2025-10-31\n- name: 2025–2030\n  von: 2025-11-01",
            "bis: 2025-11-30\n- name: 2025–2030\n  von: 2025-12-01",
        ),
        Deed("a word explained otherwise", "glossar.yaml", "Ein Ausschuss sieht es an.", "Ein Ausschuss berät es."),
        Deed("a synonym", "glossar.yaml", "- wort: Vorberatung\n", "- wort: Vorberatung\n  auch: [Antrag]\n"),
        Deed(
            "a word more", "glossar.yaml", "- wort: Radweg\n", "- wort: Bus\n  erklaerung: Er fährt.\n- wort: Radweg\n"
        ),
        Deed("a page's title", "seiten/chronik.md", "titel: Chronik", "titel: Geschichte"),
        Deed("a page described", "seiten/kontakt.md", "Wie man uns erreicht", "Wo man uns findet"),
        Deed("a page in the footer", "seiten/chronik.md", "titel: Chronik", "titel: Chronik\nfusszeile: 2"),
        gone("a page goes", "seiten/chronik.md"),
        more("a page more", "seiten/haus.md", text("titel: Haus", "Es steht.")),
        Deed(
            "a redirect more",
            "umleitungen.yaml",
            "- von: /alt/eins",
            "- von: /alt/zwei.html\n  nach: /kontakt/\n- von: /alt/eins",
        ),
        Deed("where a redirect leads", "umleitungen.yaml", "/antraege/radweg/", "/antraege/bus/"),
    ],
    "files": [
        Deed("a pdf", f"{A}/heim/plan.pdf", TOWN[f"{A}/heim/plan.pdf"], pdf("Ein anderer Plan")),
        Deed("the pdf itself", f"{A}/heim/heim.pdf", TOWN[f"{A}/heim/heim.pdf"], pdf("Ein anderes Heim")),
        Deed("a picture in a text", f"{A}/heim/heim.png", PICTURE, picture(2, "black")),
        Deed("a picture of a person", f"{P}/ada/ada.png", PICTURE, picture(1, "green")),
        Deed("her picture for the press", f"{P}/ada/presse.png", PICTURE, picture(2, "green")),
        Deed("the group's own picture", "fraktion/wir.png", PICTURE, picture(3, "green")),
        Deed("the group's sign", "fraktion/logo.png", PICTURE, picture(2, "green")),
        Deed("a topic's picture", "themen/klima.png", PICTURE, picture(2, "green")),
        Deed("the group's picture is missing", "fraktion/alle.png", PICTURE, None, quiet=True),
        Deed("a picture of a news item", f"{M}/fest/fest.png", PICTURE, picture(2, "black")),
        Deed("the minutes", f"{S}/klausur/protokoll.pdf", TOWN[f"{S}/klausur/protokoll.pdf"], pdf("Anderes Protokoll")),
        Deed("an attachment's title", f"{A}/heim.md", "titel: Der Plan", "titel: Der große Plan"),
        Deed("an attachment named no more", f"{A}/heim.md", "anlagen:\n  - datei: plan.pdf\n    titel: Der Plan\n", ""),
        Deed("a file that is missing", f"{A}/heim/plan.pdf", TOWN[f"{A}/heim/plan.pdf"], None, quiet=True),
        Deed("a picture that is none", f"{P}/ada/ada.png", PICTURE, b"kein Bild", quiet=True),
        more("a file that no text names", f"{A}/heim/rest.pdf", pdf("Ein Rest"), quiet=True),
    ],
}
ALL = [(room, deed) for room, deeds in DEEDS.items() for deed in deeds]


def content(done: set[tuple[str, Deed]] | list[tuple[str, Deed]]) -> dict[str, bytes]:
    """The files of the town after these deeds. One that finds nothing to change, since another was there before, does nothing."""
    files = {name: data.encode() if isinstance(data, str) else data for name, data in TOWN.items()}
    for _, deed in sorted(done, key=ALL.index):
        old, new = (part.encode() if isinstance(part, str) else part for part in (deed.old, deed.new))
        have = files.get(deed.file)
        if new is None:
            files.pop(deed.file, None)
        elif old is None or have == old:
            files[deed.file] = new
        elif have is not None and old in have:
            files[deed.file] = have.replace(old, new, 1)
    return files
