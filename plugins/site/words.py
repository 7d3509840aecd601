"""What the inputs of pages are called when one is the reason for a page (`--warum`): the words of all rooms, and those of the pages of no room."""

from __future__ import annotations

from .. import texts
from ..documents import pages as documents
from ..feeds import pages as feeds
from ..meetings import pages as meetings
from ..motions import pages as motions
from ..news import pages as news
from ..newsletter import pages as newsletter
from ..opendata import pages as opendata
from ..people import pages as people
from ..press import farewell
from ..press import page as press
from ..search import pages as search
from ..subjects import pages as subjects

WORDS: dict[str, str] = {}
for room in (
    press,
    farewell,
    motions,
    meetings,
    news,
    people,
    texts,
    feeds,
    opendata,
    search,
    documents,
    newsletter,
    subjects,
):
    WORDS |= room.WORDS
WORDS |= {
    "tone": "der Ton des Ausgangs",
    "sign": "das Zeichen des Ausgangs",
    "addresses": "die Adressen",
    "ending": "das Format",
    "latest": "die neuesten Anträge",
    "meetings_text": "der Satz zu den Sitzungen",
    "redirects": "die Umleitungen",
    "root": "die Adresse der Seite",
    "sentence": "der Satz der Fraktion",
    "claim": "der Leitsatz",
    "picture": "das Bild",
    "joining": "die Seite zum Mitmachen",
    "decided": "was zuletzt entschieden wurde",
    "figures": "die Zahlen der Bilanz",
    "people": "die Menschen",
    "pieces": "die Form der Zeichnung",
    "status": "der Stand",
    "subjects": "die Themen",
    "teasers": "die Meldungen",
    "soon": "die nächsten Sitzungen",
    "mails": "die Anmeldung",
    "places": "die Orte",
    "width": "die Breite",
    "commit": "die Fassung der Texte",
    "program": "die Fassung des Programms",
    "examples": "die Beispiele",
}
