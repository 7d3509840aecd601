"""`fraktion erneuern`: another version of the program, never anything in content/, and back again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from plugins.founding.offer import from_address, offered
from plugins.founding.packing import NEWEST, digest_of
from plugins.founding.renew import installed, only_program
from plugins.records.program import version
from plugins.site.pinned import pin_of
from plugins.site.settings import Refusal

from ..conftest import ROOT
from ..disk import contents
from .package import Site, another

pytestmark = pytest.mark.needs("git")
BASE = (ROOT / "theme/templates/base.html").read_text("utf-8").replace("<footer>", '<footer data-neu="ja">')
STATUSES = (ROOT / "plugins/motions/statuses.toml").read_text("utf-8")
MOTION = "---\nuid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2026-03-04\n---\n\n## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n"


@pytest.fixture
def site(wheel: Path, tmp_path: Path) -> Site:
    return Site(tmp_path / "unsere", wheel)


def test_it_shows_what_is_new_asks_and_makes_one_commit(site: Site, wheel: Path, tmp_path: Path) -> None:
    site.root.joinpath("content/antraege/2026-03-radweg.md").write_text(MOTION, "utf-8")
    before, own, head = site.content(), site.git("status", "--porcelain"), site.git("rev-parse", "HEAD")
    newer = another(
        wheel,
        tmp_path / "neu",
        "2.1.0",
        {
            "theme/templates/base.html": BASE,
            "content/HANDBUCH.md": "# Handbuch\n\nNeu.\n",
            ".gitlab-ci.yml": "neu: ja\n",
        },
    )
    shown = site.fraktion("erneuern", newer)
    assert shown.returncode == 1
    assert shown.stdout.startswith(
        f"Fassung 2.1.0, bisher {version()}.\nsha256 {digest_of(newer)}\n\n## 2.1.0, Dezember 2026\n\n- Alles ist neu.\n"
    )
    assert "  Anträge und ihre Listen: 0 neu" not in shown.stdout and "Anträge und ihre Listen: " in shown.stdout
    assert "fraktion erneuern --ja" in shown.stdout
    assert site.git("rev-parse", "HEAD") == head

    done = site.fraktion("erneuern", newer, "--ja")
    assert done.returncode == 0, done.stderr
    assert pin_of(site.root).version == "2.1.0"
    assert [path.name for path in (site.root / "programm").glob("*.whl")] == [newer.name]
    assert site.content() == before
    assert site.git("status", "--porcelain") == own, "what was not committed before still is not"
    assert site.git("log", "--format=%s", f"{head.strip()}..").splitlines() == [
        f"Programm: Fassung 2.1.0 statt {version()}"
    ]
    assert sorted(site.git("show", "--name-only", "--format=", "--no-renames").splitlines()) == sorted(
        [
            ".gitlab-ci.yml",
            "handbuch/HANDBUCH.md",
            "programm/erzeugt.json",
            "programm/quelle.txt",
            f"programm/fraktion-{version()}-py3-none-any.whl",
            f"programm/{newer.name}",
            "requirements.txt",
        ]
    )
    assert (site.root / "handbuch/HANDBUCH.md").read_text("utf-8") == "# Handbuch\n\nNeu.\n"
    assert site.fraktion("bauen").returncode == 0
    assert 'data-neu="ja"' in (site.root / "output/index.html").read_text("utf-8")


def test_another_version_than_the_sites_says_what_sets_it_right(site: Site, wheel: Path, tmp_path: Path) -> None:
    old = site.program()
    assert site.fraktion("erneuern", another(wheel, tmp_path / "neu", "2.1.0"), "--ja").returncode == 0
    said = site.fraktion("pruefen", program=old)
    assert said.returncode == 1
    assert (
        said.stderr
        == f"Diese Website gehört zur Fassung 2.1.0 des Programms; hier läuft {version()}.\n    → Bitte im Ordner {site.root} zuerst „make site“ und dann den Befehl von dort: .venv/bin/fraktion\n"
    )


def test_back_gives_every_file_as_it_was_and_leaves_the_texts(site: Site, wheel: Path, tmp_path: Path) -> None:
    files = {
        name: data
        for name, data in contents(site.root).items()
        if not name.startswith((".git/", "content/", ".cache/"))
    }
    newer = another(
        wheel,
        tmp_path / "neu",
        "2.1.0",
        {"content/HANDBUCH.md": "# Handbuch\n\nNeu.\n", "content/EINLADEN.md": "neu\n"},
    )
    assert site.fraktion("erneuern", newer, "--ja").returncode == 0
    site.root.joinpath("content/antraege/2026-03-radweg.md").write_text(MOTION, "utf-8")
    site.root.joinpath("handbuch/EINLADEN.md").write_text("von Hand\n", "utf-8")
    done = site.fraktion("erneuern", "--zurueck")
    assert done.returncode == 0, done.stderr
    assert "Von Hand geändert und darum so geblieben: handbuch/EINLADEN.md." in done.stdout
    after = {
        name: data
        for name, data in contents(site.root).items()
        if not name.startswith((".git/", "content/", ".cache/"))
    }
    assert after.pop("programm/quelle.txt")
    assert after.pop("handbuch/EINLADEN.md") == b"von Hand\n"
    assert after == {name: data for name, data in files.items() if name != "handbuch/EINLADEN.md"}
    assert (site.root / "content/antraege/2026-03-radweg.md").read_text("utf-8") == MOTION
    assert site.fraktion("pruefen").returncode == 0


@pytest.mark.lang
def test_what_somebody_changed_is_kept_and_named(site: Site, wheel: Path, tmp_path: Path) -> None:
    """A workflow, the README, settings and files of an own theme; over three versions."""
    changed = {
        "README.md": "# Unsere\n",
        ".github/workflows/website.yml": "name: unser\n",
        "pelicanconf.py": site.root.joinpath("pelicanconf.py").read_text("utf-8") + "WEBSUB = ''\n",
        "theme/templates/base.html": BASE.replace("data-neu", "data-unser"),
        "theme/static/icon.svg": (ROOT / "theme/static/icon.svg")
        .read_text("utf-8")
        .replace("</svg>", "<!-- unser --></svg>"),
    }
    for name, text in changed.items():
        (site.root / name).parent.mkdir(parents=True, exist_ok=True)
        (site.root / name).write_text(text, "utf-8")
    (site.root / ".forgejo/workflows/website.yml").unlink()
    site.git("add", "--all")
    site.git("commit", "--quiet", "--message", "Eigenes")
    before = site.content()
    texts = {
        number: {
            "theme/templates/base.html": BASE.replace("data-neu", f"data-{number[2]}"),
            ".github/workflows/website.yml": f"name: {number}\n",
            "content/HANDBUCH.md": f"# {number}\n",
        }
        for number in ("2.1.0", "2.2.0", "3.0.0")
    }
    for number, files in texts.items():
        done = site.fraktion("erneuern", another(wheel, tmp_path / "neu", number, files), "--ja")
        assert done.returncode == 0, done.stderr
        assert "Von Hand geändert und darum nicht erneuert: .github/workflows/website.yml und README.md." in done.stdout
        assert (
            "2\u00a0eigene Dateien in theme/ bleiben. Darunter hat sich im Programm geändert, bitte vergleichen: theme/templates/base.html."
            in done.stdout.replace("2 eigene", "2\u00a0eigene")
        )
    assert {name: (site.root / name).read_text("utf-8") for name in changed} == changed
    assert not (site.root / ".forgejo/workflows/website.yml").exists()
    assert (site.root / "handbuch/HANDBUCH.md").read_text("utf-8") == "# 3.0.0\n"
    assert site.content() == before
    assert site.fraktion("bauen").returncode == 0
    assert 'data-unser="ja"' in (site.root / "output/index.html").read_text("utf-8")


@pytest.mark.lang
def test_a_status_that_changes_is_named(site: Site, wheel: Path, tmp_path: Path) -> None:
    site.root.joinpath("content/antraege/2026-03-radweg.md").write_text(MOTION, "utf-8")
    newer = another(
        wheel,
        tmp_path / "neu",
        "2.1.0",
        {"motions/statuses.toml": STATUSES.replace('label    = "eingereicht"', 'label    = "gestellt"')},
    )
    shown = site.fraktion("erneuern", newer, "--probe")
    assert shown.returncode == 0, shown.stderr
    assert "1\u00a0Text mit anderem Stand:\n  „Radweg“: bisher eingereicht, dann gestellt\n" in shown.stdout
    assert "Das war eine Probe; es wurde nichts verändert." in shown.stdout


@pytest.mark.lang
def test_a_version_that_cannot_build_the_site_changes_nothing(site: Site, wheel: Path, tmp_path: Path) -> None:
    before = {name: data for name, data in contents(site.root).items() if not name.startswith(".cache/")}
    done = site.fraktion(
        "erneuern",
        another(wheel, tmp_path / "neu", "2.1.0", {"theme/templates/home.html": "{# x #}{{ gibt_es_nicht }}"}),
        "--ja",
    )
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Mit der neuen Fassung lässt sich diese Website nicht bauen; darum wurde nichts verändert."
    )
    assert {name: data for name, data in contents(site.root).items() if not name.startswith(".cache/")} == before


def environment(site: Site, ending: int) -> Path:
    """In place of a Python that would set up packages, one that writes down what it was asked for."""
    python, asked = site.root / ".venv/bin/python", site.root / ".venv/gefragt"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(
        f'#!/bin/sh\necho "$@" > {asked}\nfor last; do :; done\ncat "$last" >> {asked}\nexit {ending}\n', "utf-8"
    )
    python.chmod(0o755)
    (site.root / ".venv/.bereit").touch()
    return asked


def test_where_only_the_program_is_another_no_net_is_needed(site: Site, wheel: Path, tmp_path: Path) -> None:
    asked = environment(site, 0)
    done = site.fraktion("erneuern", another(wheel, tmp_path / "neu", "2.1.0"), "--ja")
    assert done.returncode == 0 and "make site" not in done.stdout, done.stdout
    told = asked.read_text("utf-8")
    assert "--no-index" in told and told.count("--hash=sha256:") == 1


def test_make_site_is_asked_for_where_packages_are_still_missing(site: Site) -> None:
    said: list[str] = []
    lock = (site.root / "requirements.txt").read_text("utf-8")
    assert only_program(site.root, lock) is False, "nothing is set up here"
    assert installed(site.root, said.append, False).endswith("noch nicht. Als Nächstes: make site")
    asked = environment(site, 1)
    assert only_program(site.root, lock) and not only_program(site.root, lock.replace("==", "==9", 1))
    left = installed(site.root, said.append, False)
    assert "Sie braucht andere Pakete" in left and left.endswith(
        "Bis dahin geht kein anderer Befehl. Als Nächstes: make site"
    )
    assert "--no-index" not in asked.read_text("utf-8")
    environment(site, 0)
    assert installed(site.root, said.append, False) == ""


# ------------------------------------------------------------------------------------------ the source


def test_a_folder_gives_its_newest_and_the_site_remembers_where(site: Site, wheel: Path, tmp_path: Path) -> None:
    for number in ("2.1.0", "2.10.0", "2.9.0"):
        another(wheel, tmp_path / "pakete", number)
    assert "Woher die neue Fassung kommt, steht noch nirgends." in site.fraktion("erneuern", "--ja").stderr
    assert site.fraktion("erneuern", tmp_path / "pakete", "--ja").returncode == 0
    assert pin_of(site.root).version == "2.10.0"
    assert site.fraktion("erneuern").stdout == "Diese Website hat schon die Fassung 2.10.0. Es gibt nichts zu tun.\n"
    shutil.rmtree(tmp_path / "pakete")
    another(wheel, tmp_path / "pakete", "2.9.0")
    assert "diese Website hat schon 2.10.0" in site.fraktion("erneuern").stderr


def test_a_clone_makes_the_package_by_its_own_code(wheel: Path) -> None:
    offer = offered(str(ROOT))
    assert (offer.version, offer.wheel.data) == (version(), wheel.read_bytes())


@pytest.mark.parametrize("source", ["http://www.altental.test/neueste.json", "/gibt/es/nicht", "ftp://x"])
def test_what_is_no_source_is_refused(source: str) -> None:
    with pytest.raises(Refusal):
        offered(source)


def test_a_package_under_another_name_is_refused(wheel: Path, tmp_path: Path) -> None:
    shutil.copy(wheel, tmp_path / "fraktion-9.9.9-py3-none-any.whl")
    with pytest.raises(Refusal, match="heißt anders, als es ist"):
        offered(str(tmp_path))
    (tmp_path / "fraktion-9.9.9-py3-none-any.whl").write_bytes(b"x")
    with pytest.raises(Refusal, match="kein Paket dieses Programms"):
        offered(str(tmp_path))


def test_an_address_gives_what_it_announces_or_nothing(wheel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(wheel.with_name(NEWEST).read_text("utf-8"))
    served = {
        f"https://www.altental.test/p/{NEWEST}": json.dumps(told).encode(),
        f"https://www.altental.test/p/{wheel.name}": wheel.read_bytes(),
    }
    monkeypatch.setattr("plugins.founding.offer.fetched", lambda address, most: served[address])
    assert from_address(f"https://www.altental.test/p/{NEWEST}").digest == told["sha256"]
    for wrong, said in (
        ({**told, "sha256": "0" * 64}, "Prüfsumme"),
        ({**told, "datei": "http://böse.test/x.whl"}, "nennt kein Paket"),
        ({"version": "1"}, "keine Auskunft"),
    ):
        served[f"https://www.altental.test/p/{NEWEST}"] = json.dumps(wrong).encode()
        with pytest.raises(Refusal, match=said):
            from_address(f"https://www.altental.test/p/{NEWEST}")
