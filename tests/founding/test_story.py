"""A newcomer's story: a site for a city council begun, published to a server, renewed, published again; git is typed by nobody but what stands for „hochladen“."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from plugins.publishing.place import Place
from plugins.site.pinned import pin_of

from ..conftest import ROOT
from ..disk import contents
from .package import GIT, Site, another

pytestmark = pytest.mark.needs("git")
BASE = (ROOT / "theme/templates/base.html").read_text("utf-8").replace("<footer>", '<footer data-neu="ja">')


def push(site: Site, *options: str) -> str:
    """What the server answers."""
    done = subprocess.run(["git", *GIT, "push", *options, "website", "main"], cwd=site.root, capture_output=True, encoding="utf-8", errors="replace", env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stderr


def public(place: Place, page: str) -> str:
    return (place.public.resolve() / page).read_text("utf-8")


def test_begun_published_renewed_and_published_again(wheel: Path, tmp_path: Path) -> None:
    site, place = Site(tmp_path / "unsere", wheel), Place(tmp_path / "server")
    done = site.fraktion("neu", "antrag", "--titel", "Ein Nachtbus", "--datum", "2026-03-04")
    assert done.returncode == 0, done.stderr
    [motion] = (site.root / "content/antraege").glob("*.md")
    motion.write_text(motion.read_text("utf-8").replace("stand: Entwurf\n", "").replace("1. Hier steht, was beschlossen werden soll.", "1. Ein Nachtbus fährt.").partition("## Begründung")[0], "utf-8")
    site.git("add", "--all")
    site.git("commit", "--quiet", "--message", "Der erste Antrag")
    done = site.fraktion("server", "einrichten", place.root, "--code-ohne-schluessel")
    assert done.returncode == 0, done.stderr
    site.git("remote", "add", "website", str(place.repo))
    assert "Öffentlich, Fassung 1:" in push(site)
    assert "Nachtbus" in public(place, f"antraege/{motion.stem}/index.html")
    assert "Stadtrat" in public(place, "index.html")
    assert not any("Kreistag" in page.read_text("utf-8") for page in place.public.resolve().rglob("*.html"))
    ids = public(place, "feeds/antraege.atom")

    newer = another(wheel, tmp_path / "neu", "2.1.0", {"theme/templates/base.html": BASE})
    assert site.fraktion("erneuern", newer, "--ja").returncode == 0
    assert "Öffentlich, Fassung 2:" in push(site)
    assert 'data-neu="ja"' in public(place, "index.html")
    assert public(place, "feeds/antraege.atom") == ids

    motion.write_text(motion.read_text("utf-8").replace("Ein Nachtbus fährt.", "Ein Nachtbus fährt um drei."), "utf-8")
    site.git("commit", "--quiet", "--all", "--message", "Um drei")
    assert "Öffentlich, Fassung 3:" in push(site)

    assert site.fraktion("zurueck", "2", "--ziel", place.root).returncode == 0
    assert 'data-neu="ja"' not in public(place, "index.html")
    assert site.fraktion("zurueck", "0", "--ziel", place.root).returncode == 0
    assert "um drei" in public(place, f"antraege/{motion.stem}/index.html")
    assert site.fraktion("erneuern", "--zurueck").returncode == 0
    assert "Öffentlich, Fassung 4:" in push(site)
    assert 'data-neu="ja"' not in public(place, "index.html")


def test_a_package_that_is_not_the_pinned_one_is_refused(wheel: Path, tmp_path: Path) -> None:
    site, place = Site(tmp_path / "unsere", wheel), Place(tmp_path / "server")
    assert site.fraktion("server", "einrichten", place.root, "--code-ohne-schluessel").returncode == 0
    site.git("remote", "add", "website", str(place.repo))
    push(site)
    before = contents(place.public.resolve())
    file = site.root / "programm" / pin_of(site.root).file
    file.write_bytes(file.read_bytes() + b"\0")
    site.git("commit", "--quiet", "--all", "--message", "Anderes Paket")
    done = subprocess.run(["git", *GIT, "push", "website", "main"], cwd=site.root, capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=600)
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
        done = subprocess.run(["git", *GIT, "push", "website", "main"], cwd=site.root, capture_output=True, encoding="utf-8", errors="replace", env={**os.environ, "FRAKTION_ZUGANG": "vera"}, check=False, timeout=600)
        assert done.returncode != 0 and name in done.stderr, done.stderr
        site.git("reset", "--quiet", "--hard", "HEAD~1")


