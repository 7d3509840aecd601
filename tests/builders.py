"""Builders: a valid thing each, so that a test names only what it is about."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import shutil
import textwrap
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.meetings.model import Meeting
from plugins.motions.listings import card
from plugins.motions.model import Motion, Step
from plugins.motions.places import of_today, places
from plugins.motions.votes import Vote
from plugins.press import Frame
from plugins.press.ask import Ask
from plugins.press.store import Store
from plugins.press.things import Shelves, Thing, encode
from plugins.records.fields import Record, read_record
from plugins.records.frontmatter import read_source
from plugins.records.links import Link
from plugins.records.problems import Problem
from plugins.site.build import build
from plugins.site.content import Site, read_site
from plugins.site.result import Result
from plugins.site.settings import Settings, load
from plugins.site.tables import tables

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 22)

ABOUT = """\
name: Grüne im Kreistag Probe
kurzname: Grüne Probe
namen:
  - Bündnis 90/Die Grünen
kreis: Kreis Probe
satz: Wir prüfen.
mail: fraktion@example.org
anschrift:
  - Am Markt 1
  - 01234 Probe
vertreten_durch: Vera Beispiel
verantwortlich: Vera Beispiel, Am Markt 1, 01234 Probe
beispiel: ja
"""

BASE = {
    "fraktion.yaml": ABOUT,
    "themen.yaml": "- name: Verkehr\n- name: Soziales\n",
    "orte.yaml": "- name: Altental\n",
    "wahlperioden.yaml": "- name: 2020–2025\n  von: 2020-11-01\n  bis: 2025-10-31\n- name: 2025–2030\n  von: 2025-11-01\n  bis: 2030-10-31\n",
    "gremien/kreistag.md": "---\nuid: g2k2t2\nname: Kreistag\nart: Kreistag\n---\n",
    "gremien/soziales.md": "---\nuid: g3s3z3\nname: Ausschuss für Soziales\nkurz: Sozialausschuss\nart: Ausschuss\n---\n",
    **{
        f"seiten/{name}.md": f"---\ntitel: {name.capitalize()}\n---\nText.\n"
        for name in ("kontakt", "impressum", "datenschutz", "barrierefreiheit")
    },
}


NAMED = '\nSITEURL = "https://www.altental.test"\nFEED_TAG = "www.altental.test,2026"\n'  # the sample's addresses go public nowhere
OWN = ABOUT.replace("beispiel: ja", "beispiel: nein").replace("example.org", "altental.test")
MOTION = "---\nuid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\n---\n\n## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n"


def own_site(root: Path) -> None:
    """A small site under its own names in place of the sample, as a clone of a group has it."""
    shutil.rmtree(root / "content")
    for name, text in {**BASE, "fraktion.yaml": OWN, "antraege/2024-03-radweg.md": MOTION}.items():
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_text(text, "utf-8")
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(NAMED)


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)  # PNG, one black point


def pdf(*pages: str, more: bytes = b"") -> bytes:
    """A PDF file as a writing program makes it, each line of a page in its place."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        rows = b" ".join(b"(" + line.encode("cp1252") + b") Tj T*" for line in page.split("\n"))
        stream = zlib.compress(b"BT /F1 12 Tf 14 TL 72 720 Td " + rows + b" ET")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode() + stream + b"\nendstream")
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, 2)
    for number, data in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + data + b"\nendobj\n")
    start = out.tell()
    out.write(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        + b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    )
    out.write(
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R ".encode()
        + more
        + f">>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


LOCKED = pdf(
    "Geheim",
    more=b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
    + b"41" * 32
    + b"> /U <"
    + b"42" * 32
    + b"> >> ",
)


class Project:
    """A project on disk: content of its own, the real theme and settings."""

    def __init__(self, root: Path, content: dict[str, str] | None = None):
        self.root = root
        self.content = root / "content"
        self.output = root / "output"
        for name, text in (BASE if content is None else content).items():
            self.write(name, text)
        shutil.copy(ROOT / "pelicanconf.py", root)
        (root / "theme").symlink_to(ROOT / "theme")
        (root / "plugins").symlink_to(ROOT / "plugins")

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file below content/, by its name there."""
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def motion(
        self,
        stem: str = "2024-03-radweg",
        *,
        uid: str = "k7f3qz",
        head: str = "",
        body: str = "## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n",
        titel: str = "Radweg",
        art: str = "Antrag",
        datum: str = "2024-03-04",
    ) -> Path:
        """A motion that passes; `head` holds further lines of the front matter."""
        return self.write(
            f"antraege/{stem}.md",
            f"---\nuid: {uid}\ntitel: {titel}\nart: {art}\ndatum: {datum}\n{textwrap.dedent(head).strip()}\n---\n\n{body}",
        )

    def settings(self, **overrides) -> Settings:
        return load(self.root / "pelicanconf.py", **{"HEUTE": TODAY, **overrides})

    def read(self, today: dt.date = TODAY) -> tuple[Site, list[Problem]]:
        return read_site(self.content, today)

    def check(self, today: dt.date = TODAY) -> list[Problem]:
        return self.read(today)[1]

    def site(self, today: dt.date = TODAY) -> Site:
        """The models; the content must be free of problems."""
        site, problems = read_site(self.content, today)
        assert not [p for p in problems if not p.warning], "\n".join(map(str, problems))
        return site

    def build(self, **overrides) -> Result:
        return build(self.settings(**overrides))

    def page(self, address: str) -> str:
        """The built page at an address such as "antraege/2024-03-radweg/"."""
        path = self.output / (address if "." in address.rsplit("/", 1)[-1] else f"{address}index.html")
        return path.read_text("utf-8")


def codes(problems: list[Problem]) -> list[str]:
    return [p.code for p in problems]


# ---------------------------------------------------------------------------- parts of a site, without files


def read(kind: str, head: str, body: str = "") -> tuple[Record | None, list[Problem]]:
    """A text of a kind, from the lines of its head: the record and what is wrong with it."""
    return read_record(tables()[kind], read_source("x.md", f"---\n{head}\n---\n{body}".encode()), "x")


def step(
    result: str = "",
    date: dt.date | None = None,
    body: str = "Kreistag",
    *,
    deciding: bool = True,
    votes: Sequence[Vote] = (),
    **more,
) -> Step:
    """A step of a deciding body."""
    return Step(
        committees=(Link(body, f"gremien/{body.lower()}/", body.lower()),),
        result=result,
        date=date,
        deciding=deciding,
        votes=tuple(votes),
        **more,
    )


def motion(uid: str = "k7f3qz", date: dt.date = dt.date(2024, 3, 4), **more) -> Motion:
    """A motion that was submitted and of which nothing is known yet."""
    return Motion(
        **{
            "uid": uid,
            "stem": uid,
            "source": f"content/antraege/{uid}.md",
            "title": "Radweg",
            "kind": "Antrag",
            "date": date,
            "submitted": date,
            "published": date,
            **more,
        }
    )


def meeting(uid: str = "m4t8wd", date: dt.date = dt.date(2026, 12, 2), **more) -> Meeting:
    """A meeting of the group that people may come to."""
    given = {
        "name": "Fraktionssitzung",
        "kind": "Fraktionssitzung",
        "start": dt.time(19, 30),
        "form": "Videokonferenz",
        "access": "nach Anmeldung per Mail",
    }
    return Meeting(**{"uid": uid, "stem": uid, "source": f"content/sitzungen/{uid}.md", "date": date, **given, **more})


FRAME = Frame(
    name="Grüne im Kreistag Probe",
    short_name="Grüne Probe",
    county="Kreis Probe",
    mail="fraktion@example.org",
    phone="",
    address=(),
    url="https://www.example.org",
    nav=(),
    footer=(),
    feeds=(),
    style="theme/style.css",
    icon="theme/icon.svg",
    sample=True,
    drafts=False,
)


def thing(motion: Motion, today: dt.date = TODAY) -> Thing:
    """A motion in its lists, as a site puts it there that has nothing else."""
    return Thing(
        motion.ref,
        encode(motion.facts),
        encode(motion.text),
        encode(card(motion, today)),
        places=tuple(dict.fromkeys((of_today(motion, today), *places(motion, today)))),
    )


def asked(motions: Iterable[Motion], today: dt.date = TODAY, **pieces) -> Ask:
    """What pages ask, where there are these motions; kept in memory, in the order in which they come."""
    shelves = Shelves(STORE, next(FOLDERS), 4, fresh=True)
    for each in motions:
        shelves.put(thing(each, today))
    return Ask(shelves, {"frame": FRAME, **pieces}, today)


STORE, FOLDERS = Store(None), itertools.count()
