"""Where a new version of the program comes from: a package, a folder of packages, a clone of the program, an address.

From outside comes: a package, by whoever runs this; from an address only over https, within bounds, and only with the digest that stands there.
Nothing of it runs before it was shown (`renew.py`), but for a clone, whose own code makes the package.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from urllib.parse import urljoin

from msgspec import Struct

from ..records.german import size
from ..records.problems import shorten
from ..records.program import LABEL
from ..site.settings import Refusal
from .packing import NEWEST, PACKAGE
from .wheel import Wheel, read_wheel

NAME = re.compile(r"fraktion-(\d+)\.(\d+)\.(\d+)-py3-none-any\.whl", re.ASCII)
LARGEST, SECONDS = 50_000_000, 60
LONGEST = 900  # seconds that all of it may take
PART = 1 << 16  # bytes read at once
STEPS = 4  # an address, and redirects
NOTHING = "Es wurde nichts geholt und nichts verändert."


class Offer(Struct, frozen=True):
    wheel: Wheel
    version: str

    def read(self, name: str) -> str:
        """A file of the package, by its name at the top of a checkout; "" where it has none."""
        with zipfile.ZipFile(io.BytesIO(self.wheel.data)) as package:
            try:
                return package.read(f"{PACKAGE}/{name}").decode("utf-8")
            except KeyError:
                return ""

    def digests(self, folder: str) -> dict[str, int]:
        """Files of a folder of the package, each with what stands for its bytes."""
        with zipfile.ZipFile(io.BytesIO(self.wheel.data)) as package:
            return {
                entry.filename.removeprefix(f"{PACKAGE}/"): entry.CRC
                for entry in package.infolist()
                if entry.filename.startswith(f"{PACKAGE}/{folder}/")
            }


def offered(source: str) -> Offer:
    if source.startswith("https://"):
        return checked(from_address(source))
    if "://" in source:
        raise Refusal(f"Von {source} wird nichts geholt: Eine Adresse muss mit https:// beginnen.")
    place = Path(source).expanduser().resolve()
    if place.is_file():
        return checked(read_wheel(place))
    if (place / "pyproject.toml").is_file() and (place / "plugins").is_dir():
        return checked(from_clone(place))
    if place.is_dir() and (found := [file for file in place.iterdir() if NAME.fullmatch(file.name)]):
        return checked(read_wheel(max(found, key=lambda file: version_key(file.name))))
    raise Refusal(
        f"In {place} liegt kein Programm. Möglich sind: ein Paket (fraktion-….whl), ein Ordner mit Paketen, ein Klon des Programms, eine Adresse mit https://, die zu {NEWEST} führt."
    )


def version_key(name: str) -> tuple[int, ...]:
    match = NAME.search(name) or re.search(r"(\d+)\.(\d+)\.(\d+)", name)
    return tuple(map(int, match.groups())) if match else (0,)


def checked(wheel: Wheel) -> Offer:
    """Is it a package of this program, and the version that its name says?"""
    match = NAME.fullmatch(wheel.name)
    try:
        with zipfile.ZipFile(io.BytesIO(wheel.data)) as package:
            version = json.loads(package.read(f"{PACKAGE}/{LABEL}"))["version"]
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise Refusal(f"{wheel.name} ist kein Paket dieses Programms.") from None
    if not match or wheel.name != f"fraktion-{version}-py3-none-any.whl":
        raise Refusal(f"{wheel.name} heißt anders, als es ist: Darin liegt die Fassung {version}.")
    return Offer(wheel, version)


def from_clone(place: Path) -> Wheel:
    """By the clone's own code: how a package is made may have changed since."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-P", "-m", "plugins.founding.packing", folder],
            cwd=place,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=300,
        )
        made = list(Path(folder).glob("*.whl"))
        if done.returncode or len(made) != 1:
            raise Refusal(
                f"Aus dem Klon {place} ließ sich kein Paket machen: {(done.stderr.strip().splitlines() or ['ohne Meldung'])[-1]}"
            )
        return read_wheel(made[0])


def from_address(address: str) -> Wheel:
    """What neueste.json names; the digest there is what counts."""
    try:
        told = json.loads(fetched(address, 100_000))
        name, digest = str(told["datei"]), str(told["sha256"])
    except (ValueError, KeyError, TypeError):
        raise Refusal(
            f"{address} ist keine Auskunft über die neueste Fassung ({NEWEST} mit version, datei, sha256)."
        ) from None
    target = urljoin(address, name)
    if not target.startswith("https://") or not NAME.fullmatch(target.rpartition("/")[2]):
        raise Refusal(f"{address} nennt kein Paket, das geholt werden darf: {name}")
    data = fetched(target, LARGEST)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / target.rpartition("/")[2]
        file.write_bytes(data)
        wheel = read_wheel(file)
    if wheel.digest != digest:
        raise Refusal(f"Das Paket von {target} ist nicht das angekündigte: Die Prüfsumme ist eine andere. {NOTHING}")
    return wheel


def fetched(address: str, most: int) -> bytes:
    """What an address answers. Every step of a redirect is looked at before it is taken: nothing is asked without encryption."""
    import urllib3  # late: only this needs it

    place, end = address, time.monotonic() + LONGEST
    parts: list[bytes] = []
    try:
        with urllib3.PoolManager(retries=urllib3.Retry(1, redirect=False), timeout=SECONDS) as pool:
            for _ in range(STEPS):
                answer = pool.request("GET", place, preload_content=False, redirect=False)
                further = answer.get_redirect_location()
                if not further:
                    break
                answer.release_conn()
                place = urljoin(place, further)
                if not place.startswith("https://"):
                    raise Refusal(
                        f"{address} leitet auf eine Adresse ohne Verschlüsselung weiter: {shorten(place, 200)}. {NOTHING}"
                    )
            if answer.status != 200:
                raise Refusal(f"{address} antwortet mit {answer.status} statt mit einer Datei. {NOTHING}")
            while part := answer.read(PART):
                parts.append(part)
                if sum(map(len, parts)) > most:
                    raise Refusal(f"{address} ist größer als {size(most)}, mehr als erwartet. {NOTHING}")
                if time.monotonic() > end:
                    raise Refusal(f"{address} antwortet zu langsam. {NOTHING} Bitte später noch einmal.")
    except urllib3.exceptions.HTTPError as error:
        raise Refusal(f"{address}: {why_not(error)} {NOTHING}") from None
    return b"".join(parts)


def why_not(error: Exception) -> str:
    """What went wrong on the way, for somebody who cannot mend it there."""
    from urllib3 import exceptions

    reason = getattr(error, "reason", None) or error
    if isinstance(reason, exceptions.SSLError):
        if "CERTIFICATE_VERIFY_FAILED" in str(reason):
            return "Das Zertifikat ist nicht gültig oder gehört einem anderen Rechner; es ist nicht sicher, wer da antwortet."
        return "Eine verschlüsselte Verbindung kommt nicht zustande."
    if isinstance(reason, exceptions.NameResolutionError):
        return "Diesen Rechner gibt es nicht, oder es fehlt die Verbindung zum Netz. Bitte die Adresse prüfen."
    if isinstance(reason, exceptions.NewConnectionError):
        return "Der Rechner ist nicht zu erreichen. Bitte später noch einmal."
    if isinstance(reason, exceptions.TimeoutError):
        return "Es kam keine Antwort. Bitte später noch einmal."
    return "Die Übertragung brach ab. Bitte noch einmal."
