"""`fraktion server sichern` and `wiederherstellen`: all of a server that is neither in git nor made anew, in one file.

From outside comes: the file that is restored. Of it only names that a backup has are taken, as plain files, up to a size.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from ..records import german
from ..records.program import version
from ..site.settings import Refusal
from .place import Place, now, place_at, remove, write
from .setup import set_up, write_keys

EDITION = 1  # of the file's form; a later program reads every earlier one
ABOUT = "sicherung.json"
ALONE = ("server.json", "verlauf.jsonl", "gehalten.json", "erzeugt.json", "nachtlauf.json")
BELOW = ("konfiguration", "arbeit/teaser-gemerkt")
NAMES = re.compile(
    r"(?:server\.json|verlauf\.jsonl|gehalten\.json|erzeugt\.json|nachtlauf\.json|konfiguration/[\w.@-]+|arbeit/teaser-gemerkt/[\w.@-]+)",
    re.ASCII,
)
LARGEST = 100 * 2**20


def back_up(root: Path, target: str) -> Iterator[str]:
    place = place_at(root)
    moment = now()
    file = Path(
        target or f"sicherung-{place.read().get('host') or 'server'}-{moment.date().isoformat()}.tar.gz"
    ).absolute()
    if file.exists():
        raise Refusal(f"Die Datei {file} gibt es schon; sie bleibt, wie sie ist. Bitte einen anderen Namen angeben.")
    paths = [name for name in ALONE if (place.root / name).is_file()]
    paths += [
        str(path.relative_to(place.root))
        for folder in BELOW
        for path in sorted((place.root / folder).glob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        about = json.dumps(
            {"fassung": EDITION, "programm": version(), "wann": moment.isoformat(), "ort": str(place.root)},
            ensure_ascii=False,
        ).encode()
        for name, content in (
            (ABOUT, about),
            *((path, (place.root / path).read_bytes()) for path in paths if NAMES.fullmatch(path)),
        ):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), int(moment.timestamp()), 0o600
            archive.addfile(entry, io.BytesIO(content))
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".neu-{file.name}")
    part.touch(0o600)
    part.write_bytes(data.getvalue())
    part.replace(file)
    yield f"Gesichert: {file} ({german.size(len(data.getvalue()))}, {german.counted(len(paths), 'Datei', 'Dateien')}). Darin stehen Zugänge und das Geheimnis der Vorschauen; bitte wie ein Passwort aufheben."
    yield "Nicht darin: die Texte (sie liegen in jedem Klon) und, was von selbst neu entsteht."


def restore(root: Path, file: str, project: Path) -> Iterator[str]:
    root = root.absolute()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise Refusal(
            f"Der Ordner {root} ist nicht leer. Bitte einen leeren oder neuen Ordner angeben; überschrieben wird nichts."
        )
    about, files = contents(Path(file))
    place = Place(root)
    before = str(about.get("ort") or root)
    try:
        for name, data in files.items():
            text = data.decode("utf-8", "surrogateescape")
            write(
                root / name,
                text.replace(before, str(root)) if name.startswith("konfiguration/") else text,
                0o600 if name == "server.json" else 0o644,
            )
        for said in set_up(root, project):
            if not said.startswith("\nSo geht es weiter"):
                yield said
    except BaseException:
        if not place.repo.is_dir():  # nothing had come to be
            remove(root)
        raise
    write_keys(place)
    day = german.day(dt.datetime.fromisoformat(about["wann"]).date())
    yield f"Wiederhergestellt aus {file}, vom {day}. Zugänge: {', '.join(sorted(place.read()['zugaenge'])) or 'keine'}."
    yield f"Noch fehlen die Texte. Aus irgendeinem Klon: git push {place.repo} main; oder dort: fraktion hochladen"


def contents(file: Path) -> tuple[dict, dict[str, bytes]]:
    """What a backup holds. Raises Refusal for any other file."""
    wrong = Refusal(f"{file} ist keine Sicherung, oder sie ist beschädigt.")
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(file, "r:gz") as archive:
            size = 0
            for entry in archive:
                size += entry.size
                if not entry.isfile() or size > LARGEST:
                    raise wrong
                if entry.name == ABOUT or NAMES.fullmatch(entry.name):
                    found[entry.name] = archive.extractfile(entry).read()
        about = json.loads(found.pop(ABOUT))
        edition = int(about["fassung"])
        dt.datetime.fromisoformat(about["wann"])
        json.loads(found["server.json"])
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, AttributeError):
        raise wrong from None
    if edition > EDITION:
        raise Refusal(
            f"{file} ist von einem neueren Programm ({about.get('programm')}). Bitte erst das Programm erneuern."
        )
    return about, found
