"""Files that the program writes for others to read (a web server, systemd): what somebody changed by hand is never replaced in silence.

Remembered is a digest of each file as it was written (`erzeugt.json`), taken without the folder's own name, so that a server may move.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from .place import Place, write, write_json

MEMORY = "erzeugt.json"
BESIDE, BEFORE = ".neu", ".von-hand"  # endings: what the program would write; what somebody had written


def put(
    place: Place, file: Path, text: str, mode: int = 0o644, *, ours: bool = False, check: Callable[[], str] = lambda: ""
) -> str:
    """Write a generated file; what there is to say, or "".

    A file that is not as it was written last stays, and the new text is put beside it. `ours`: the server would not work, or not
    be safe, without the new text; then it is what was changed by hand that is put beside. `check`: why the text may not be put in place.
    """
    beside = file.with_name(file.name + BESIDE)
    there = read(file)
    if there == text:
        beside.unlink(missing_ok=True)
        write(file, text, mode)  # its mode may be another
        return remember(place, file, text)
    known = replaceable(place, file, text)
    if not known and not ours:
        if read(beside) != text:
            write(beside, text)
        return f"Die Datei {file} ist von Hand geändert oder von einem früheren Programm; sie bleibt, wie sie ist. Was jetzt hineingehörte, steht in {beside}; übernehmen: eigene Zeilen dort eintragen, dann mv {beside} {file}"
    if why := check():
        return why
    said = ""
    if not known:
        write(file.with_name(file.name + BEFORE), there, file.stat().st_mode & 0o777)
        said = f"Die Datei {file} war von Hand geändert oder von einem früheren Programm; sie ist ersetzt, denn sonst ginge das Veröffentlichen nicht richtig. Die frühere liegt in {file.name}{BEFORE}."
    write(file, text, mode)
    beside.unlink(missing_ok=True)
    remember(place, file, text)
    return said


def replaceable(place: Place, file: Path, text: str) -> bool:
    """Is there nothing in the file that somebody changed by hand?"""
    there = read(file)
    return there in (None, text) or digest(place, there) == memory(place).get(name_of(place, file))


def read(file: Path) -> str | None:
    with suppress(OSError):
        return file.read_bytes().decode("utf-8", "surrogateescape")
    return None


def name_of(place: Place, file: Path) -> str:
    return str(file.relative_to(place.root))


def memory(place: Place) -> dict[str, str]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return {
            str(name): str(value) for name, value in json.loads((place.root / MEMORY).read_bytes())["dateien"].items()
        }
    return {}


def former_root(place: Place) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads((place.root / MEMORY).read_bytes())["ort"])
    return str(place.root)


def digest(place: Place, text: str) -> str:
    for root in (former_root(place), str(place.root)):
        text = text.replace(root, "ORT")
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:20]


def remember(place: Place, file: Path, text: str) -> str:
    known = memory(place)
    if known.get(name_of(place, file)) != digest(place, text) or former_root(place) != str(place.root):
        write_json(
            place.root / MEMORY,
            {"fassung": 1, "ort": str(place.root), "dateien": {**known, name_of(place, file): digest(place, text)}},
        )
    return ""
