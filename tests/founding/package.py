"""The program as a package, made once for a run, and how it is run far from the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from plugins.founding.answers import completed
from plugins.founding.begin import begin
from plugins.founding.packing import pack
from plugins.founding.wheel import read_wheel
from plugins.records.left import GAP
from plugins.records.program import version
from plugins.site.pinned import pin_of

from ..builders import TODAY
from ..disk import contents, run
from ..once import once


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of this checkout. Do not write beside it."""

    def make(folder: Path) -> None:
        zipfile.ZipFile(pack(folder / "dist")).extractall(folder / "programm")

    (made,) = (once(tmp_path_factory, "paket", make) / "dist").glob("*.whl")
    return made


ALONE = """import sys
from fraktion.cli import main
code = main(sys.argv[1:])
assert not [name for name in sys.modules if name.partition(".")[0] == "plugins"], "the checkout was asked"
sys.exit(code)"""


def unpacked(wheel: Path) -> Path:
    return wheel.parent.parent / "programm"


def packed_fraktion(
    wheel: Path, *arguments: str, cwd: Path, program: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """`fraktion …` from the package alone."""
    return run(
        [sys.executable, "-P", "-c", ALONE, *arguments], cwd, env={"PYTHONPATH": str(program or unpacked(wheel))}
    )


def another(
    wheel: Path, folder: Path, number: str, changes: dict[str, str] | None = None, news: str = "- Alles ist neu."
) -> Path:
    """A later version of the package: another number, news for editors, and files with other text (by their name in it)."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"fraktion-{number}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "fraktion/paket.json":
                text = json.dumps({"version": number}).encode()
            elif name == "fraktion/CHANGELOG.md":
                text = f"# Änderungen\n\n## {number}, Dezember 2026\n\n{news}\n\n".encode() + text.partition(b"\n\n")[2]
            elif name.endswith("/METADATA"):
                text = text.replace(f"Version: {version()}".encode(), f"Version: {number}".encode())
            elif name.endswith("/RECORD"):
                text = text.replace(f"fraktion-{version()}.dist-info".encode(), f"fraktion-{number}.dist-info".encode())
            new.writestr(
                name.replace(f"fraktion-{version()}.dist-info", f"fraktion-{number}.dist-info"),
                (changes or {}).get(name.removeprefix("fraktion/"), text),
            )
    return made


class Site:
    """A group's own site, begun with a package, its gaps filled; each command by the program that it pins, unpacked as if it were set up."""

    def __init__(self, folder: Path, wheel: Path, **answers: object):
        self.root, self.programs = folder, folder.parent / "programme"
        begin(folder, completed({**OURS, **answers}), TODAY, read_wheel(wheel), lambda text: None)
        for path in (folder / "content").rglob("*"):
            if path.is_file() and GAP.search(text := path.read_text("utf-8")):
                path.write_text(GAP.sub("Das Landesamt, Telefon 0611 123456", text), "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Lücken gefüllt")

    def git(self, *arguments: str) -> str:
        done = run(["git", *GIT, *arguments], self.root)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def program(self) -> Path:
        pin = pin_of(self.root)
        place = self.programs / pin.digest[:12]
        if not place.is_dir():
            zipfile.ZipFile(self.root / "programm" / pin.file).extractall(place)
        return place

    def fraktion(self, *arguments: object, program: Path | None = None) -> subprocess.CompletedProcess[str]:
        return packed_fraktion(Path(), *map(str, arguments), cwd=self.root, program=program or self.program())

    def content(self) -> dict[str, bytes]:
        return contents(self.root / "content")


GIT = ("-c", "user.name=Vera Beispiel", "-c", "user.email=vera@altental.test")
OURS = {
    "vertretung": "Stadtrat",
    "land": "Hessen",
    "ort": "Altental",
    "leitung": "Oberbürgermeisterin",
    "adresse": "https://www.altental.test/",
    "mail": "fraktion@altental.test",
    "telefon": "06123 45678",
    "anschrift": ("Am Markt 1", "36123 Altental"),
    "vertreten_durch": "Vera Beispiel, Fraktionssprecherin",
    "verantwortlich": "Vera Beispiel, Am Markt 1, 36123 Altental",
    "gremien": ("Hauptausschuss", "Sozialausschuss"),
}
