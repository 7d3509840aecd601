"""A small site in which everything depends on something: what stands in its files, by their names below content/.

`deeds.py` changes it, one dependency at a time.
"""

from __future__ import annotations

from ..builders import BASE, PICTURE, pdf


def text(head: str, body: str = "") -> str:
    return f"---\n{head.strip()}\n---\n\n{body.strip()}\n"


TOWN: dict[str, str | bytes] = {
    **BASE,
    "fraktion.yaml": BASE["fraktion.yaml"]
    + "leitsatz: Gute Wege\nlogo: logo.png\nsprechzeiten: montags\nstartbild:\n  datei: wir.png\n  alt: Wir\ngruppenbild: {datei: alle.png, alt: Alle}\nkonten:\n  - name: Netz\n    adresse: https://netz.example.net/@probe\npresse:\n  mail: presse@example.org\nrundbrief_anmeldung: https://listen.example.org/eins\nsitzungen_text: Kommen Sie dazu.\nanmeldung:\n  mail: dabei@example.org\n  tage_vorher: 1\n  tage_danach: 28\ntelefon: 030 11\nlizenz: CC0 1.0\nlizenz_adresse: https://example.org/cc0\n",
    "themen.yaml": "- name: Verkehr\n- name: Soziales\n- name: Klima\n  adresse: klima\n  beschreibung: Hitze und Regen\n  bild: {datei: klima.png, alt: Hitze}\n",
    "fraktion/wir.png": PICTURE,
    "fraktion/alle.png": PICTURE,
    "fraktion/logo.png": PICTURE,
    "themen/klima.png": PICTURE,
    "orte.yaml": "- name: Altental\n  adresse: altental\n  beschreibung: im Osten\n- name: Neudorf\n",
    "glossar.yaml": "- wort: Vorberatung\n  erklaerung: Ein Ausschuss sieht es an.\n- wort: Radweg\n  erklaerung: Ein Weg für Räder.\n",
    "umleitungen.yaml": "- von: /alt/eins.html\n  nach: /antraege/radweg/\n",
    "seiten/kontakt.md": text("titel: Kontakt\nbeschreibung: Wie man uns erreicht\nfusszeile: 1", "Schreiben Sie uns."),
    "seiten/chronik.md": text("titel: Chronik", "Seit 1990."),
    "gremien/kreistag.md": text("uid: g2k2t2\nname: Kreistag\nart: Kreistag"),
    "gremien/soziales.md": text(
        "uid: g3s3z3\nname: Ausschuss für Soziales\nkurz: Sozialausschuss\nart: Ausschuss", "Er berät."
    ),
    "gremien/verkehr.md": text(
        "uid: g4v4k4\nname: Ausschuss für Verkehr\nart: Ausschuss\nentscheidet: nein\nvon: 2020-11-01"
    ),
    "personen/ada.md": text(
        "uid: pxdd22\nname: Ada Lang\nfunktion: Sprecherin\nort: Altental\nbild: ada.png\nbild_alt: Ada\npressebild: presse.png\nthemen: [Klima]\nsprechzeit: montags\nkonten:\n  - name: Netz\n    adresse: https://netz.example.net/@ada\nmitgliedschaften:\n  - gremium: Kreistag\n    rolle: ordentliches Mitglied\n    von: 2020-11-01\n  - gremium: g4v4k4\n    rolle: Vorsitz\n    von: 2025-11-01",
        "Sie radelt.",
    ),
    "personen/ada/ada.png": PICTURE,
    "personen/ada/presse.png": PICTURE,
    "personen/ben.md": text(
        "uid: pxbb22\nname: Ben Kurz\nmitgliedschaften:\n  - gremium: Kreistag\n    rolle: ordentliches Mitglied\n    von: 2020-11-01\n    bis: 2026-12-31"
    ),
    "personen/cem.md": text(
        "uid: pxcc22\nname: Cem Fort\nausgeschieden_am: 2025-03-01\nmitgliedschaften:\n  - gremium: Kreistag\n    von: 2020-11-01\n    bis: 2025-03-01"
    ),
    # ---- motions, from old to new
    "antraege/bus.md": text(
        "uid: mxbbs2\ntitel: Bus nach Neudorf\nart: Antrag\ndatum: 2021-05-04\ndrucksache: VI/10\nthemen: [Verkehr]\nort: [Neudorf]\nunterzeichner:\n  - name: Cem Fort\nberatungsfolge:\n  - gremium: Ausschuss für Verkehr\n    rolle: Vorberatung\n    datum: 2021-06-01\n    ergebnis: empfohlen\n"
        "  - gremium: Kreistag\n    rolle: Entscheidung\n    datum: 2021-06-20\n    ergebnis: beschlossen\numsetzung:\n  - datum: 2022-01-10\n    stand: in Umsetzung\n    was: Der Fahrplan liegt vor.",
        "## Beschlussvorschlag\n\n1. Ein Bus fährt.\n2. Er fährt oft.\n\n## Begründung\n\nWeil es weit ist.",
    ),
    "antraege/einzeln.md": text(
        "uid: mxnnz2\ntitel: Ein einzelnes Jahr\nart: Resolution\ndatum: 2023-02-02\nberatungsfolge:\n  - gremium: g2k2t2\n    datum: 2023-03-03\n    ergebnis: abgelehnt",
        "## Beschlussvorschlag\n\nWir sagen etwas.\n",
    ),
    "antraege/heim.md": text(
        "uid: mxhhm2\ntitel: Ein Heim für alle\nart: Antrag\ndatum: 2025-02-03\ndrucksache: VI/40\nthemen: [Soziales]\nantragstellende:\n  - Bündnis 90/Die Grünen\n  - SPD\nunterzeichner:\n  - name: Ada Lang\n    gez: ja\n  - name: Ben Kurz\n"
        "beratungsfolge:\n  - gremium: Sozialausschuss\n    rolle: Vorberatung\n    datum: 2025-03-04\n    ergebnis: vertagt\n    vertagt_auf: 2025-04-01\n  - gremium: Sozialausschuss\n    datum: 2025-04-01\n    ergebnis: empfohlen\n  - gremium: Kreistag\n    rolle: Entscheidung\n    datum: 2025-05-05\n    ergebnis: geändert beschlossen\n"
        "    abstimmungen:\n      - gegenstand: Antrag\n        ja: 20\n        nein: 9\n        enthaltung: 2\npdf: heim.pdf\nanlagen:\n  - datei: plan.pdf\n    titel: Der Plan",
        "## Beschlussvorschlag\n\n1. Das Heim bleibt.\n2. Es wird größer.\n\n## Begründung\n\nWeil es **voll** ist. Siehe [den Bus](bus.md#begruendung).\n\n![Das Heim](heim.png)",
    ),
    "antraege/heim/heim.pdf": pdf("Ein Heim"),
    "antraege/heim/plan.pdf": pdf("Ein Plan"),
    "antraege/heim/heim.png": PICTURE,
    "antraege/frage.md": text(
        "uid: mxfrg2\ntitel: Wie warm ist es?\nart: Anfrage\ndatum: 2025-11-05\nthemen: [Klima]\nfrist: 2026-11-25\nunterzeichner:\n  - name: Ben Kurz",
        "## Fragen\n\n1. Wie warm?\n2. Wo?",
    ),
    "antraege/radweg.md": text(
        "uid: mxrdw2\ntitel: Radweg am Fluss\nart: Antrag\ndatum: 2026-03-04\ndrucksache: VII/10\nweitere_nummern: [VII/10-1]\nthemen: [Verkehr, Klima]\nort: [Altental]\nkurzfassung: Ein Weg am Wasser.\nunterzeichner:\n  - name: Ada Lang\nbezug: [mxbbs2]\nberatungsfolge:\n  - gremium: g4v4k4\n    rolle: Vorberatung\n    datum: 2026-04-01\n    ergebnis: empfohlen\n"
        "  - gremium: Kreistag\n    rolle: Entscheidung\n    datum: 2026-12-10\n    sitzung: sxkkt2\n    oeffentlich: ja",
        "## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n\n## Begründung\n\nIn der Vorberatung war man dafür.",
    ),
    "antraege/baum.md": text(
        "uid: mxbbm2\ntitel: Ein Baum je Kind\nart: Antrag\ndatum: 2026-05-06\nthemen: [Klima]\nbezug: [mxfrg2]\nklimarelevanz: positiv\nberatungsfolge:\n  - gremium: g3s3z3\n    rolle: Vorberatung\n    datum: 2026-11-30",
        "## Beschlussvorschlag\n\nEs werden Bäume gepflanzt.\n\n## Klimarelevanz\n\nGut.",
    ),
    "antraege/neu.md": text(
        "uid: mxnnn2\ntitel: Ganz frisch\nart: Änderungsantrag\ndatum: 2026-11-20\naendert: mxrdw2\nveroeffentlicht: 2026-11-20",
        "## Beschlussvorschlag\n\nNoch breiter.",
    ),
    "antraege/entwurf.md": text(
        "uid: mxntw2\ntitel: Noch geheim\nart: Antrag\ndatum: 2026-11-21\nstand: Entwurf",
        "## Beschlussvorschlag\n\nSpäter.",
    ),
    # ---- news
    "meldungen/fest.md": text(
        "uid: nxfst2\ntitel: Das Fest war schön\ndatum: 2026-11-10\nart: Meldung\nzu_antrag: [mxhhm2]\nthemen: [Soziales]\nbild: fest.png\nbild_alt: Ein Fest\nbild_urheber: Ada",
        "Es war voll.",
    ),
    "meldungen/fest/fest.png": PICTURE,
    "meldungen/rede.md": text(
        "uid: nxrrd2\ntitel: Rede zum Haushalt\ndatum: 2025-12-12\nart: Rede\nteaser: Worum es ging.",
        "Sehr geehrte Damen und Herren.",
    ),
    "meldungen/fremd/bund.md": text(
        "uid: nxbnd2\ntitel: Neues vom Bund\ndatum: 2026-11-01\nherkunft: Bundesverband\nquelle_name: Bund\nquelle_url: https://example.org/1\nablauf: 2026-11-28\nteaser: Etwas ist neu.\nthemen: [Klima]"
    ),
    # ---- meetings
    "sitzungen/kreistag.md": text(
        "uid: sxkkt2\nname: 5. Sitzung des Kreistags\nart: Kreistag\ngremium: g2k2t2\ndatum: 2026-12-10\nbeginn: 15:00\nform: Präsenz\nort:\n  name: Kreishaus\n  stadt: Altental\nzugang: öffentlich\nveroeffentlicht: 2026-11-15\ntagesordnung:\n  - top: 7\n    titel: Der Radweg\n    antrag: mxrdw2"
    ),
    "sitzungen/klausur.md": text(
        "uid: sxkks2\nname: Klausur\nart: Klausur\ndatum: 2026-11-24\nbeginn: 10:00\nform: Videokonferenz\nzugang: mitgliederöffentlich\nprotokoll: protokoll.pdf",
        "Wir denken nach.",
    ),
    "sitzungen/klausur/protokoll.pdf": pdf("Protokoll"),
    "sitzungen/vorbei.md": text(
        "uid: sxvvr2\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-11-02\nbeginn: 18:00\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\ntagesordnung:\n  - titel: Der Baum\n    antrag: mxbbm2"
    ),
    "reihen/treffen.md": text(
        "uid: rxtrf2\nname: Treffen\nart: Fraktionssitzung\nrhythmus: alle zwei Wochen\ntag: Mittwoch\nbeginn: 19:00\nab: 2026-11-18\nbis: 2027-02-24\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\nveroeffentlicht: 2026-11-01\nfrei:\n  - von: 2026-12-21\n    bis: 2027-01-05\n    grund: Ferien\n"
        "entfaellt:\n  - tag: 2027-02-10\n    grund: Karneval\n    geaendert_am: 2026-11-16",
    ),
    "sitzungen/ergaenzt.md": text(
        "reihe: rxtrf2\ndatum: 2026-12-02\ntagesordnung:\n  - titel: Bäume\n    antrag: mxbbm2"
    ),
}
