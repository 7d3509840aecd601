"""The floor under every publication: what readers of feeds were told does not vanish by mistake, and is not told twice.

What is about to be public is compared with what is public: the main feeds with their archives, and the selections from them by
topic, committee, type and person. The feed of a single motion needs none of this: what it would miss, the main ones miss.
RSS and JSON hold what Atom holds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from xml.etree import ElementTree

from msgspec import Struct

from ..records.german import counted, number
from ..records.problems import shorten

DOCUMENT = re.compile(r"feeds/(?:archiv/)?([a-z]+)(?:-\d{4})?\.atom")
SELECTION = re.compile(r"feeds/(themen|gremien|arten|personen)/[^/]+\.atom")
MAIN = re.compile(r"feeds/[a-z]+\.(?:atom|rss|json)")
PASSING = ("sitzungen",)  # what is over leaves by itself
FREE = "personen"  # whoever wants to be taken off the site is, without a word
ATOM = "{http://www.w3.org/2005/Atom}"
RENAMED = "Bitte prüfen: Hat sich eine „uid“ geändert, oder FEED_TAG in pelicanconf.py? Beides bleibt für immer gleich."
MANY_FILED = "Bitte prüfen: Wurden viele ältere Texte hier neu eingeordnet, oder hat sich eine „uid“ geändert?"
MOST_GONE = 0.1  # of a document's entries
MOST_AGAIN = 5
OLD = dt.timedelta(days=60)  # minutes of a meeting may take that long; what is older is no news


class Entry(Struct, frozen=True):
    id: str
    title: str
    link: str
    day: str  # of publication, ISO


def objections(
    before: Mapping[str, bytes],
    kept: Collection[str],
    after: Collection[str],
    read: Callable[[str], bytes],
    today: dt.date,
    *,
    night: bool = False,
) -> list[str]:
    """What speaks against publishing, as sentences.

    before  what is public of the feeds that would change or go: path → bytes
    kept    paths that stay as they are
    after   all paths of the new site, of which `read` gives the bytes
    night   no text changed, only the day: nothing may vanish, but what has its day now may come, also after a clock that went wrong
    """
    found: list[str] = []
    for name in sorted({m[1] for path in before if (m := DOCUMENT.fullmatch(path))}):
        ours = [path for path in before if name_of(path) == name]
        old = {path: entries(before[path]) for path in sorted(ours)}
        new = {path: entries(read(path)) for path in sorted(after) if name_of(path) == name and path not in kept}
        same = Same([path for path in kept if name_of(path) == name], read)
        found += [
            *check_gone(old, new, same, name),
            *(check_again(old, new, same, f"feeds/{name}.atom", today) if not night else ()),
        ]
    return found if found or night else list(check_selections(before, after, read, today))


def check_selections(
    before: Mapping[str, bytes], after: Collection[str], read: Callable[[str], bytes], today: dt.date
) -> Iterable[str]:
    """Where the main feeds have nothing to say: a topic may be emptied, filled with old things, or lose its address. A few entries may change their topic."""
    whole = Same([path for path in after if name_of(path) == "alles"], read)
    for path in sorted(path for path in before if SELECTION.fullmatch(path)):
        old = entries(before[path])
        if path not in after:
            if len(old) > MOST_AGAIN and SELECTION.fullmatch(path)[1] != FREE:
                yield (
                    f"{path}: Diesen Feed mit {counted(len(old), 'Eintrag', 'Einträgen')} gäbe es nicht mehr.\n"
                    "    → Wer ihn abonniert hat, erführe nichts mehr. Wurde nur umbenannt, bitte die Adresse behalten: bei einem Thema mit „adresse“ in content/themen.yaml, bei einem Gremium mit dem alten Dateinamen."
                )
            continue
        new = {path: entries(read(path))}
        gone = [id for id in old if id not in new[path] and followed(id) not in new[path]]
        if len(gone) > max(MOST_AGAIN, MOST_GONE * len(old)) and len(
            lost := [id for id in gone if id not in whole and followed(id) not in whole]
        ) > max(MOST_AGAIN, MOST_GONE * len(old)):
            yield said_gone(path, [old[id] for id in lost], len(old))
        yield from check_again({path: old}, new, Same([], read), path, today)


class Same:
    """Entries of documents, read when somebody asks: these may be many."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], bytes]):
        self.paths, self.read = list(paths), read
        self.known: set[str] | None = None

    def __contains__(self, id: str) -> bool:
        if self.known is None:
            self.known = {id for path in self.paths for id in entries(self.read(path))}
        return id in self.known


def check_gone(
    old: dict[str, dict[str, Entry]], new: dict[str, dict[str, Entry]], same: Same, name: str
) -> Iterable[str]:
    there = {id for found in new.values() for id in found}
    for path, told in old.items() if name not in PASSING else ():
        gone = [
            entry
            for id, entry in told.items()
            if id not in there and followed(id) not in there and id not in same and followed(id) not in same
        ]
        if len(gone) > MOST_GONE * len(told):
            yield said_gone(path, gone, len(told))


def said_gone(path: str, gone: list[Entry], of: int) -> str:
    return (
        f"{path}: {counted(len(gone), 'Eintrag', 'Einträge')} von {number(of)} {'wäre' if len(gone) == 1 else 'wären'} nicht mehr da, zum Beispiel „{shorten(gone[0].title)}“.\n"
        "    → Fehlt ein Text aus Versehen, bitte zurückholen. Soll er weg, bitte die Datei behalten und „geloescht_am“ eintragen; dann erfahren es alle, die ihn abonniert haben."
    )


def check_again(
    old: dict[str, dict[str, Entry]], new: dict[str, dict[str, Entry]], same: Same, path: str, today: dt.date
) -> Iterable[str]:
    """Only the feed that people subscribe to announces anything, and only where they could before."""
    if path not in old or path not in new:
        return
    told = {id: entry for found in old.values() for id, entry in found.items()}
    there = {id for found in new.values() for id in found}
    gone = [entry for id, entry in told.items() if id not in there and followed(id) not in there]
    known = {(e.link, e.title) for e in gone} | {(e.link, e.day) for e in gone}
    limit = dt.date.fromordinal(max(1, today.toordinal() - OLD.days)).isoformat()
    again = [
        e
        for id, e in new[path].items()
        if id not in told and (e.day < limit or (e.link, e.title) in known or (e.link, e.day) in known)
    ]
    if len(again) > MOST_AGAIN:
        again = [e for e in again if e.id not in same]
    if len(again) > MOST_AGAIN:
        yield (
            f"{path}: {counted(len(again), 'alter Eintrag', 'alte Einträge')} würden als neu gemeldet, zum Beispiel „{shorten(again[0].title)}“.\n"
            f"    → {MANY_FILED if SELECTION.fullmatch(path) else RENAMED}"
        )


def followed(id: str) -> str:
    """A day on an agenda is followed by its result, which takes its place."""
    return id.removesuffix("/termin") + "/ergebnis" if id.endswith("/termin") else id


def entries(data: bytes) -> dict[str, Entry]:
    """The entries of an Atom document, by id; of one that is damaged there is nothing to compare."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError):
        return {}
    found = {}
    for element in root.iter(f"{ATOM}entry"):
        id = element.findtext(f"{ATOM}id", "")
        link = next(
            (e.get("href", "") for e in element.findall(f"{ATOM}link") if e.get("rel", "alternate") == "alternate"), ""
        )
        found[id] = Entry(id, element.findtext(f"{ATOM}title", ""), link, element.findtext(f"{ATOM}published", "")[:10])
    return found


def name_of(path: str) -> str:
    """Of a main feed, or of an archive of one; "" for every other file."""
    match = DOCUMENT.fullmatch(path)
    return match[1] if match else ""


def watched(path: str) -> bool:
    """Is it looked at before it changes or goes?"""
    return bool(name_of(path) or SELECTION.fullmatch(path))


def main_feeds(paths: Iterable[str]) -> list[str]:
    """The feeds that a hub knows, "Alles" first."""
    return sorted(path for path in paths if MAIN.fullmatch(path))


def refusal(found: list[str], despite: str) -> str:
    return "\n".join(
        [
            "Wer die Feeds liest, bekäme es zu spüren:",
            "",
            *found,
            "",
            f"Ist es so gewollt, zum Beispiel weil ältere Texte nachgetragen werden: {despite}",
        ]
    )


def at_night(found: list[str]) -> str:
    """Nobody changed a text: the server's clock is wrong, or the program."""
    return "\n".join(
        [
            "Wer die Feeds liest, bekäme es zu spüren, obwohl sich kein Text geändert hat. Geht die Uhr des Servers richtig?",
            "",
            *found,
            "",
            "Öffentlich bleibt die letzte Fassung. Ist es so gewollt: git commit --allow-empty -m Feeds && git push -o trotzdem",
        ]
    )
