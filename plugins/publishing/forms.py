"""The two forms in which a commit brings its program: as a clone of it (plugins/, theme/), or as a package that a site of its own pins (decision 42).

From outside comes: a package, from whoever may change the program. It is known by its digest, and laid out, never run, here.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from ..records.quoting import shell
from ..site.pinned import FOLDER, LOCK, pin_in
from ..site.settings import Refusal

CLONE = ("plugins", "theme", "pelicanconf.py", "publishconf.py", LOCK)
SITE = ("pelicanconf.py", "publishconf.py", LOCK)
STARTS = ("fraktion/cli/sealed.py", "plugins/cli/sealed.py")  # how a program is run here
LARGEST = 200_000_000  # bytes, unpacked


def needed(lock: str) -> tuple[str, ...]:
    """What a commit must hold, after its lock file."""
    pin = pin_in(lock)
    return (*SITE, f"{FOLDER}/{pin.file}") if pin else CLONE


def unpack(folder: Path, lock: str) -> None:
    """Of a site of its own: the package beside the settings, as files. Nothing to do in a clone."""
    pin = pin_in(lock)
    if not pin:
        return
    wheel = folder / FOLDER / pin.file
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != pin.digest:
        raise Refusal(
            f"{FOLDER}/{pin.file} ist nicht das Paket, das {LOCK} nennt: Die Prüfsumme ist eine andere. Bitte das Programm noch einmal holen: .venv/bin/fraktion erneuern"
        )
    try:
        with zipfile.ZipFile(wheel) as package:
            names = package.namelist()
            if sum(entry.file_size for entry in package.infolist()) > LARGEST or any(
                name.partition("/")[0] not in ("fraktion", f"fraktion-{pin.version}.dist-info") for name in names
            ):
                raise Refusal(f"{FOLDER}/{pin.file} ist kein Paket dieses Programms.")
            package.extractall(folder)
    except zipfile.BadZipFile:
        raise Refusal(f"{FOLDER}/{pin.file} ist kein Paket, das sich öffnen lässt.") from None
    wheel.unlink()


def start_of(program: Path) -> list[str]:
    """What Python is to run: programs of before have no start that looks at what was compiled."""
    return next(([str(program / start)] for start in STARTS if (program / start).is_file()), ["-m", "plugins.cli"])


def build_starter(program: str, python: str) -> str:
    """`bin/fraktion` of a server: the program in force, whichever form it has."""
    return f"""#!/bin/sh
# Das Programm des Servers, in der Fassung, die gerade gilt.
umask 022
code=$(cd {shell(program)} && pwd -P) || exit 1
for start in {" ".join(STARTS)}; do
  if [ -f "$code/$start" ]; then PYTHONPATH="$code" exec {shell(python)} -P "$code/$start" "$@"; fi
done
PYTHONPATH="$code" exec {shell(python)} -P -m plugins.cli "$@"
"""
