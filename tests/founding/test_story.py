"""A newcomer's story: a site for a city council begun, published to a server, renewed, published again; git is typed by nobody but what stands for „hochladen“."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from plugins.publishing.place import Place
from plugins.records.sample import of_the_program
from plugins.site.pinned import pin_of

from ..conftest import ROOT
from ..disk import contents
from .package import GIT, Site, another

pytestmark = pytest.mark.needs("git")
BASE = (ROOT / "theme/templates/base.html").read_text("utf-8").replace("<footer>", '<footer data-neu="ja">')


IDS = re.compile(r"<id>([^<]+)</id>")


def push(site: Site, *options: str) -> str:
    """What the server answers."""
    done = subprocess.run(
        ["git", *GIT, "push", *options, "website", "main"],
        cwd=site.root,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def public(place: Place, page: str) -> str:
    return (place.public.resolve() / page).read_text("utf-8")


LETTER = """Bündnis 90/Die Grünen im Stadtrat Altental

An die Oberbürgermeisterin der Stadt Altental

Altental, den 6. Mai 2026

Antrag: Bänke am Markt

Beschlussvorschlag

Die Stadt stellt am Markt sechs Bänke auf.

Begründung

Wer nicht gut zu Fuß ist, braucht einen Platz zum Ausruhen.

Vera Beispiel
Fraktionssprecherin
"""


def test_begun_published_renewed_and_published_again(wheel: Path, tmp_path: Path) -> None:
    """A city council in another Land, two committees, two motions, one of them from a letter. No git, no word of English or of the sample."""
    site, place = Site(tmp_path / "unsere", wheel), Place(tmp_path / "server")
    heard: list[str] = []

    def say(*words: object) -> str:
        done = site.fraktion(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        heard.append(done.stdout + done.stderr)
        return done.stdout

    say("neu", "antrag", "--titel", "Ein Nachtbus", "--datum", "2026-05-04")
    (tmp_path / "brief.txt").write_text(LETTER, "utf-8")
    say("neu", "antrag", "--aus", tmp_path / "brief.txt", "--ja")
    bus, benches = sorted((site.root / "content/antraege").glob("*.md"), key=lambda path: "nachtbus" not in path.name)
    text = (
        bus.read_text("utf-8")
        .replace("stand: Entwurf\n", "")
        .replace("1. Hier steht, was beschlossen werden soll.", "1. Ein Nachtbus fährt.")
        .partition("## Begründung")[0]
    )
    bus.write_text(
        text.replace(
            "beratungsfolge:\n",
            "beratungsfolge:\n  - gremium: Sozialausschuss\n    rolle: Vorberatung\n    datum: 2026-05-12\n  - gremium: Stadtrat\n    rolle: Entscheidung\n    datum: 2026-06-12\n",
        ),
        "utf-8",
    )
    benches.write_text(
        "".join(
            line
            for line in benches.read_text("utf-8").splitlines(True)
            if not line.startswith(("stand: Entwurf", "# bitte prüfen"))
        ),
        "utf-8",
    )
    say("server", "einrichten", place.root, "--code-ohne-schluessel")
    say("hochladen", "--wohin", place.repo, "--ja")
    assert "Nachtbus" in public(place, f"antraege/{bus.stem}/index.html")
    assert "sechs Bänke" in public(place, f"antraege/{benches.stem}/index.html")
    pages = [page.read_text("utf-8") for page in place.public.resolve().rglob("*.html")]
    assert not [page for page in pages if "Kreistag" in page or any(name in page for name in of_the_program().names)]
    ids = set(IDS.findall(public(place, "feeds/antraege.atom")))

    newer = another(wheel, tmp_path / "neu", "2.1.0", {"theme/templates/base.html": BASE})
    say("erneuern", newer, "--ja")
    say("ergebnis", bus.stem, "einstimmig beschlossen", "--datum", "2026-06-12", "--ja")
    renamed = bus.with_name("2026-05-nachtbus-am-wochenende.md")
    bus.rename(renamed)
    say("hochladen", "--ja")
    assert 'data-neu="ja"' in public(place, "index.html")
    assert "instimmig" in public(place, f"antraege/{renamed.stem}/index.html")
    assert renamed.stem in public(place, f"antraege/{bus.stem}/index.html"), "the old address leads on"
    assert set(IDS.findall(public(place, "feeds/antraege.atom"))) == ids

    say("zurueck", "1", "--ziel", place.root)
    assert 'data-neu="ja"' not in public(place, "index.html")
    say("zurueck", "0", "--ziel", place.root)
    say("erneuern", "--zurueck")
    say("hochladen", "--ja")
    assert 'data-neu="ja"' not in public(place, "index.html")
    assert "instimmig" in public(place, f"antraege/{renamed.stem}/index.html")
    assert re.findall(r"Traceback|fatal:|error:|rejected|Ebersfurt", "".join(heard)) == []


@pytest.mark.lang
def test_a_package_that_is_not_the_pinned_one_is_refused(wheel: Path, tmp_path: Path) -> None:
    site, place = Site(tmp_path / "unsere", wheel), Place(tmp_path / "server")
    assert site.fraktion("server", "einrichten", place.root, "--code-ohne-schluessel").returncode == 0
    site.git("remote", "add", "website", str(place.repo))
    push(site)
    before = contents(place.public.resolve())
    file = site.root / "programm" / pin_of(site.root).file
    file.write_bytes(file.read_bytes() + b"\0")
    site.git("commit", "--quiet", "--all", "--message", "Anderes Paket")
    done = subprocess.run(
        ["git", *GIT, "push", "website", "main"],
        cwd=site.root,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=600,
    )
    assert done.returncode != 0
    assert "Die Prüfsumme ist eine andere" in done.stderr
    assert contents(place.public.resolve()) == before


def test_the_programs_own_files_are_what_a_key_for_texts_may_not_touch(wheel: Path, tmp_path: Path) -> None:
    site, place = Site(tmp_path / "unsere", wheel), Place(tmp_path / "server")
    assert site.fraktion("server", "einrichten", place.root, "--no-code-ohne-schluessel").returncode == 0
    site.git("remote", "add", "website", str(place.repo))
    push(site)
    for name, text in (("theme/templates/base.html", BASE), ("pelicanconf.py", "x = 1\n"), ("requirements.txt", "x\n")):
        (site.root / name).parent.mkdir(parents=True, exist_ok=True)
        (site.root / name).write_text(text, "utf-8")
        site.git("add", "--all")
        site.git("commit", "--quiet", "--message", name)
        done = subprocess.run(
            ["git", *GIT, "push", "website", "main"],
            cwd=site.root,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "FRAKTION_ZUGANG": "vera"},
            check=False,
            timeout=600,
        )
        assert done.returncode != 0 and name in done.stderr, done.stderr
        site.git("reset", "--quiet", "--hard", "HEAD~1")
