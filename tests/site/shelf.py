"""Random small sites with texts that are shown and others that are not, each with files of its own; and what may be read in an output."""

from __future__ import annotations

import io
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import unquote, urlsplit

from PIL import Image

from plugins.records.fields import UID_ALPHABET

from ..builders import ABOUT, Project, pdf

SITE = "https://www.example.org/"
# What no page, feed or calendar needs to name: servers, programs and search engines ask for it by its own name.
KNOWN = re.compile(
    r"404\.html|sitemap\.xml|robots\.txt|umleitungen\.json|theme/.+|suche/.+|muster/.*|karten/start\.png|a/\w+/index\.html"
    r"|(?:antraege|meldungen|sitzungen|ausgang/[\w-]+)/\d{4}/index\.html"  # years that emptied: their addresses were public
    r"|(?:antraege/gemeinsam|(?:themen|orte|arten|gremien|personen|wahlperioden)/[\w-]+)/\d{4}/index\.html"  # years that a first page shows whole
)
ATTRIBUTE = re.compile(r'\s(href|src|srcset|content)="([^"]*)"')
SHOWN = {
    "motion": ("shown",),
    "news": ("shown",),
    "meeting": ("shown",),
    "person": ("shown",),
    "committee": ("shown",),
    "text": ("shown",),
    "series": ("shown",),
}
HIDDEN = {"motion": ("draft", "gone"), "news": ("party", "late")}
FOLDERS = {
    "motion": "antraege",
    "news": "meldungen",
    "meeting": "sitzungen",
    "person": "personen",
    "committee": "gremien",
    "text": "seiten",
    "series": "reihen",
}
NAMES = ("plan", "Plan 1", "Größe", "ÜBERSICHT", "a-b_c", "é,(x)")


@dataclass
class Shelved:
    """A file beside a text."""

    name: str  # composed
    data: bytes
    sign: str  # by which it is known again: words in it, or for a picture the beginning of its digest
    way: str  # how the text names it: head, link, picture, bild, or not at all
    key: str = ""  # the key of the head that names it
    spelled: str = "NFC"  # its name on the disk


@dataclass
class Thing:
    """A text, with words that stand nowhere else."""

    kind: str
    number: int
    state: str  # shown, draft, gone, party, late
    files: list[Shelved] = field(default_factory=list)
    more: str = ""  # further running text
    lines: str = ""  # further lines of the head

    @property
    def stem(self) -> str:
        return f"{self.kind}-{self.number}"

    @property
    def uid(self) -> str:
        return "x" + "".join(
            UID_ALPHABET[(list(FOLDERS).index(self.kind) * 1000 + self.number) // 27**place % 27] for place in range(5)
        )

    @property
    def folder(self) -> str:
        return FOLDERS[self.kind] + ("/fremd" if self.state in ("party", "late") else "")

    def sign(self, what: str) -> str:
        return f"{what}wort{self.kind}{self.number}x"

    @property
    def signs(self) -> list[str]:
        """What the output must not hold where it is not shown. Of what was taken off the site the title may stand there."""
        words = ["lauf", "kurz", *([] if self.state == "gone" else ["titel"])]
        return [
            *map(self.sign, words),
            *(file.sign for file in self.files),
            *([] if self.state == "gone" else [self.stem + "/", self.uid]),
        ]

    def text(self) -> str:
        head = [
            *([] if self.kind == "text" else [f"uid: {self.uid}"]),
            *self.head(),
            *(
                f"{file.key}: {file.name}"
                for file in self.files
                if file.way == "head" and file.key not in ("anlagen", "beschlussdatei")
            ),
        ]
        head += [f"bild: {file.name}\nbild_alt: Ein Bild" for file in self.files if file.way == "bild"]
        if attached := [file for file in self.files if file.key == "anlagen"]:
            head += ["anlagen:", *(f"  - datei: {file.name}" for file in attached)]
        body = [
            "## Beschlussvorschlag\n\n1. Ein Punkt." if self.kind == "motion" else "",
            f"Hier steht {self.sign('lauf')}.",
        ]
        body += [
            f"Siehe [die Anlage]({self.stem}/{file.name.replace(' ', '%20')})."
            if file.way == "link"
            else f"![Ein Bild]({file.name.replace(' ', '%20')})"
            for file in self.files
            if file.way in ("link", "picture")
        ]
        return (
            "---\n"
            + "\n".join(filter(None, [*head, self.lines]))
            + "\n---\n\n"
            + "\n\n".join(filter(None, [*body, self.more]))
            + "\n"
        )

    def head(self) -> list[str]:
        title = self.sign("titel")
        match self.kind:
            case "motion":
                lines = [
                    f"titel: {title}",
                    "art: Antrag",
                    f"datum: 2026-0{self.number % 9 + 1}-04",
                    f"kurzfassung: {self.sign('kurz')}",
                ]
                lines += (
                    ["stand: Entwurf"]
                    if self.state == "draft"
                    else ["geloescht_am: 2026-11-02", "geloescht_weil: So war es gewünscht"]
                    if self.state == "gone"
                    else []
                )
                decided = [file for file in self.files if file.key == "beschlussdatei"]
                return (
                    [
                        *lines,
                        "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-10-12\n    ergebnis: einstimmig beschlossen\n"
                        + f"    beschlusstext: {self.sign('lauf')}\n"
                        + "".join(f"    beschlussdatei: {file.name}\n" for file in decided[:1]),
                    ]
                    if decided
                    else lines
                )
            case "news":
                foreign = [
                    f"herkunft: {'Bundesverband' if self.state == 'party' else 'andere'}",
                    "quelle_name: Bund",
                    f"quelle_url: https://example.net/{self.number}",
                    f"teaser: {self.sign('kurz')}",
                ]
                return [
                    f"titel: {title}",
                    "datum: 2026-11-05",
                    *(foreign if self.state in ("party", "late") else []),
                    *(["ablauf: 2026-11-10"] if self.state == "late" else []),
                ]
            case "meeting":
                return [
                    f"name: {title}",
                    "art: Fraktionssitzung",
                    f"datum: 2026-12-{self.number % 20 + 1:02}",
                    "beginn: 19:30",
                    "form: Videokonferenz",
                    "zugang: öffentlich",
                ]
            case "series":
                return [
                    f"name: {title}",
                    "art: Fraktionssitzung",
                    "rhythmus: jede Woche",
                    "tag: Sonntag",
                    f"beginn: {self.number % 10 + 8}:00",
                    "ab: 2026-11-29",
                    "bis: 2026-12-06",
                    "form: Videokonferenz",
                    "zugang: öffentlich",
                    "veroeffentlicht: 2026-11-01",
                ]
            case "committee":
                return [f"name: {title}", "art: Ausschuss"]
            case "person":
                return [f"name: Vera {title}"]
        return [f"titel: {title}"]


def picture(number: int, kind: str = "PNG") -> bytes:
    """Of a colour that no other has."""
    out = io.BytesIO()
    Image.new("RGB", (3, 2), (number % 256, number // 256 % 256, 7)).save(out, kind)
    return out.getvalue()


HEAD_KEYS = {"motion": ("pdf", "anlagen", "beschlussdatei"), "meeting": ("einladung", "protokoll", "anlagen")}


def some_file(chance: Random, thing: Thing, number: int) -> Shelved:
    import hashlib

    sign = f"dateiwort{number}x"
    ways = [
        "link",
        "picture",
        "unnamed",
        *(["head", "head"] if thing.kind in HEAD_KEYS else []),
        *(["bild"] if thing.kind in ("news", "person") and not any(f.way == "bild" for f in thing.files) else []),
    ]
    way = chance.choice(ways)
    name = f"{chance.choice(NAMES)}{number}"
    spelled = chance.choice(["NFC", "NFC", "NFD"])
    if way in ("picture", "bild") or (way == "link" and chance.random() < 0.2):
        ending = chance.choice(["png", "PNG", "gif"] if way == "picture" else ["png"])
        data = picture(number, "GIF" if ending == "gif" else "PNG")
        return Shelved(f"{name}.{ending}", data, hashlib.sha256(data).hexdigest()[:12], way, spelled=spelled)
    ending = chance.choice(["pdf", "PDF", "txt"])
    key = (
        chance.choice(
            [key for key in HEAD_KEYS[thing.kind] if key == "anlagen" or not any(f.key == key for f in thing.files)]
        )
        if way == "head"
        else ""
    )
    return Shelved(
        f"{name}.{ending}",
        sign.encode() if ending == "txt" else pdf(f"Blatt {sign}", more=f"/Sign ({sign}) ".encode()),
        sign,
        way,
        key,
        spelled,
    )


class Shelf:
    """A project with such texts; `write` brings it to the disk as it stands."""

    def __init__(self, root: Path, seed: int):
        self.chance = chance = Random(seed)
        self.project = Project(root)
        self.party = chance.random() < 0.3  # may it show what the party writes?
        self.things: list[Thing] = []
        numbers = iter(range(seed * 97 + 1000, seed * 97 + 1096))
        for n in range(chance.randint(5, 9)):
            kind = chance.choice(["motion", "motion", "motion", *FOLDERS, "news"])
            self.things.append(thing := Thing(kind, n, chance.choice(self.states(kind))))
            thing.files = []
            for _ in range(chance.randint(0, 3)):
                thing.files.append(some_file(chance, thing, next(numbers)))
        self.share()
        self.cross()
        self.on_disk: set[str] = set()
        self.write()

    def states(self, kind: str) -> tuple[str, ...]:
        return (*SHOWN[kind], *HIDDEN.get(kind, ()))

    def hidden(self, thing: Thing) -> bool:
        return thing.state in ("draft", "gone", "late") or (thing.state == "party" and not self.party)

    def share(self) -> None:
        """The same picture, or the same paper, beside two texts."""
        owners = [thing for thing in self.things if thing.files]
        if len(owners) > 1 and self.chance.random() < 0.5:
            one, other = self.chance.sample(owners, 2)
            file = one.files[0]
            if file.way in ("link", "picture", "unnamed") and all(f.name != file.name for f in other.files):
                other.files.append(Shelved(file.name, file.data, file.sign, file.way))

    def cross(self) -> None:
        """Links from one text to another's page and files, where both are right to be there."""
        for thing in self.things:
            other = self.chance.choice(self.things)
            if (
                thing is other
                or thing.kind == "series"
                or other.kind in ("series", "text")
                or other.state not in ("shown", "gone")
            ):
                continue
            thing.more = (
                f"[Mehr](../{'../' if thing.state in ('party', 'late') else ''}{FOLDERS[other.kind]}/{other.stem}.md)"
            )
            if named := [file for file in other.files if file.way in ("link", "head") and other.state == "shown"]:
                thing.more += f" und [dort](/{FOLDERS[other.kind]}/{other.stem}/{named[0].name.replace(' ', '%20')})"

    def write(self) -> None:
        wanted: dict[str, str | bytes] = {"fraktion.yaml": ABOUT + f"parteiinhalte: {'ja' if self.party else 'nein'}\n"}
        for thing in self.things:
            wanted[f"{thing.folder}/{thing.stem}.md"] = thing.text()
            for file in thing.files:
                wanted[f"{thing.folder}/{thing.stem}/{unicodedata.normalize(file.spelled, file.name)}"] = file.data
        for name in self.on_disk - wanted.keys():
            (self.project.content / name).unlink()
        for name, data in wanted.items():
            path = self.project.content / name
            if not path.is_file() or path.read_bytes() != (data if isinstance(data, bytes) else data.encode()):
                self.project.write(name, data)
        self.on_disk = set(wanted)

    def secrets(self) -> dict[str, str]:
        """What must not be found, and whose it is. A sign that something shown has too is none."""
        told = {sign for thing in self.things if not self.hidden(thing) for sign in thing.signs}
        return {
            sign: f"{thing.state} {thing.stem}"
            for thing in self.things
            if self.hidden(thing)
            for sign in thing.signs
            if sign not in told
        }

    # ---------------------------------------------------------------------------- what may happen

    def happen(self) -> str:
        """Something an editor does: to hide, to show again, to delete, to write on."""
        what = self.chance.choice(["hide", "hide", "show", "delete", "party", "write", "write"])
        of = [
            thing
            for thing in self.things
            if {
                "hide": thing.state == "shown" and thing.kind == "motion",
                "show": thing.state in ("draft", "gone"),
                "write": thing.kind == "motion",
            }.get(what, True)
        ]
        if what == "party":
            self.party = not self.party
        elif of:
            thing = self.chance.choice(of)
            if what in ("hide", "delete"):
                self.forget(thing)
            if what == "hide":
                thing.state = self.chance.choice(["draft", "gone"])
            elif what == "show":
                thing.state = "shown"
            elif what == "write":
                thing.more += f"\n\nUnd {thing.sign('lauf')} noch einmal."
            else:
                self.things.remove(thing)
        self.write()
        return what

    def forget(self, thing: Thing) -> None:
        """Nobody links to it any more: a link to what is not there is told, and nothing is built."""
        for other in self.things:
            if f"/{thing.stem}" in other.more:
                other.more = ""


# ----------------------------------------------------------------------------------- an output


def files_of(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()
    }


def references(files: dict[str, bytes]) -> dict[str, set[str]]:
    """Every file of this site that a page, a feed, a calendar or the data name, with who names it."""
    found: dict[str, set[str]] = {}
    for path, data in files.items():
        if not path.endswith(".html") or path.startswith("muster/"):  # made-up examples
            continue
        for address in named_on(data.decode()):
            if target := target_of(path, address):
                found.setdefault(target, set()).add(path)
    for path, data in files.items():
        if path.endswith((".atom", ".rss", ".opml", ".ics", ".csv", ".json", "sitemap.xml")) and not path.startswith(
            "suche/"
        ):
            text = data.decode().replace("\r\n ", "").replace("&amp;", "&")
            for address in re.findall(rf"{SITE}[^\s\"'<>;\\]*", text):
                if target := target_of("", address):
                    found.setdefault(target, set()).add(path)
    return found


def named_on(page: str) -> Iterator[str]:
    """Read off: a parser takes longer than the build. The templates write all attributes in double quotes (tests/site/test_pages.py parses)."""
    for name, value in ATTRIBUTE.findall(page):
        if name == "srcset":
            yield from (one.strip().partition(" ")[0] for one in unescape(value).split(","))
        elif name != "content" or value.startswith(SITE) or "url=" in value:
            yield unescape(value).rpartition("url=")[2] if name == "content" else unescape(value)
    for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page):
        yield from re.findall(rf"{SITE}[^\"]*", data)


def target_of(path: str, address: str) -> str:
    """The file that a server gives for an address on a page; "" for what is not of this site."""
    parts = urlsplit(address.removeprefix(SITE) if address.startswith(SITE) else address)
    if parts.scheme or parts.netloc or address.startswith("#") or (not parts.path and not address.startswith(SITE)):
        return ""
    base = "" if address.startswith(SITE) else posixpath.dirname(path)
    full = posixpath.normpath(posixpath.join("/", base, unquote(parts.path))).lstrip("/")
    return f"{full}/index.html".lstrip("/") if "." not in full.rsplit("/", 1)[-1] else full
