"""What the inputs of pages are called when one is the reason for a page (`--warum`)."""

from __future__ import annotations

WORDS = {
    "Vorlage": "die Vorlage", "site": "Name, Adresse oder Gestaltung der Seite", "frame": "Name oder Adresse der Seite", "url": "die Adresse der Seite", "channel": "Name oder Adresse der Seite", "tag": "die Kennung der Feeds",
    "motion": "der Antrag", "words": "der Text des Antrags", "motions": "ein Antrag", "newer": "der neuere Nachbar", "older": "der ältere Nachbar", "day": "der Tag", "reverse": "Bezüge anderer Anträge", "sittings": "eine Sitzung dazu", "latest": "die neuesten Anträge",
    "listing": "die Liste", "rows": "die Zeilen", "years": "die Jahre", "year": "das Jahr", "counts": "die Zahlen", "total": "die Zahl der Anträge", "ways": "die Übersichten", "first": "die Zahl der Jahre", "empty": "der Hinweis", "intro": "die Einleitung",
    "item": "die Meldung", "items": "eine Meldung", "entries": "ein Eintrag", "thread": "der Antrag", "by": "Angaben zur Fraktion", "outlines": "die Feeds", "groups": "die Feeds", "opml": "die Feeds", "deleted": "der Tag der Löschung", "kind": "die Art", "date": "das Datum", "teasers": "die Meldungen", "subjects": "die Themen", "examples": "die Beispiele", "foreign": "Meldungen anderer", "news": "Meldungen dazu", "reports": "Berichte dazu",
    "meeting": "die Sitzung", "meetings": "die Sitzungen", "next": "die nächste Sitzung", "own": "kommende Sitzungen", "council": "Sitzungen der Gremien", "past": "vergangene Sitzungen", "over": "die Sitzung ist vorbei",
    "rhythms": "die Reihen", "rhythm": "die Reihe", "pause": "die Pause", "keep": "die Frist zum Löschen", "calendar": "der Kalender", "calendars": "die Kalender", "name": "der Name", "host": "die Kennung der Feeds", "about": "die Beschreibung", "access": "der Zugang", "invite": "die Anmeldung", "usual": "die Anmeldung", "meetings_text": "der Satz zu den Sitzungen",
    "person": "die Person", "persons": "die Personen", "former": "frühere Mitglieder", "current": "laufende Mitgliedschaften", "committee": "das Gremium", "members": "die Mitglieder", "text": "der Text", "law": "Angaben zur Fraktion", "imprint": "Angaben zur Fraktion",
    "runtime": "das Suchprogramm", "script": "das Skript der Suche", "index": "der Ort des Suchindex", "choices": "die Auswahl zum Eingrenzen", "parts": "die Teile des Suchindex",
    "papers": "eine PDF-Datei", "card": "die Karte zum Teilen", "structured": "die Angaben für Programme", "status": "der Stand", "width": "die Breite", "ending": "das Format", "bodies": "die Gremien", "days": "die Dauer", "share": "der Anteil",
    "title": "der Titel", "sentence": "der Satz der Fraktion", "lines": "ein Antrag", "keys": "die Felder", "description": "die Beschreibung", "crumbs": "der Weg zur Seite", "alternates": "die Feeds", "target": "das Ziel", "root": "die Adresse der Seite", "path": "der Ort der Datei", "addresses": "die Adressen", "redirects": "die Umleitungen", "data": "der Inhalt", "digest": "der Inhalt", "source": "der Ort der Datei",
}  # fmt: skip
