"""A secret is refused before it is stored, without being repeated; and what is no secret is let through.

What is planted here is put together when the test runs, so that none of it stands in the project.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.publishing.examine import LARGEST
from plugins.publishing.git import commit_of
from plugins.publishing.secrets import find_secrets, scan
from plugins.records.rules import NAMES, RULES, SECRET

from ..conftest import REAL, ROOT
from ..test_setup import listed
from .world import Checkout, World, steady

pytestmark = pytest.mark.needs("git")
ABC = "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7dEf0hIj3kLm6nOp9q"
LINK = "https://zoo" + "m.us/j/81234567890?pw" + "d=" + ABC[:12]
PLANTS = {
    "OpenSSH": ("content/x.md", f"-----BEGIN OPENSSH PRIVATE{' '}KEY-----\n{ABC}\n", "Das ist ein geheimer Schlüssel."),
    "PGP": ("content/x.md", f"-----BEGIN PGP PRIVATE{' '}KEY BLOCK-----\n", "Das ist ein geheimer Schlüssel."),
    "PuTTY": ("x.txt", "PuTTY-User-Key" + "-File-3: ssh-ed25519\n", "Das ist ein geheimer Schlüssel (PuTTY)."),
    "age": ("x.txt", "AGE-SECRET" + f"-KEY-1{ABC[:30].upper()}\n", "Das ist ein geheimer Schlüssel (age)."),
    "GitHub": ("README.md", "gh" + f"p_{ABC[:36]}\n", "Das ist ein Zugangsschlüssel von GitHub."),
    "GitHub fein": ("README.md", "github_" + f"pat_{ABC}{ABC}\n", "Das ist ein Zugangsschlüssel von GitHub."),
    "GitLab": ("x.yml", "token: gl" + f"pat-{ABC[:20]}\n", "Das ist ein Zugangsschlüssel von GitLab."),
    "AWS": ("x.py", "key = 'AK" + "IA2B3C4D5E6F7G8H9J'\n", "Das ist ein Zugangsschlüssel von Amazon (AWS)."),
    "Google": ("x.js", "AI" + f"za{ABC[:35]}\n", "Das ist ein Zugangsschlüssel von Google."),
    "Slack": ("x.js", "xo" + f"xb-{ABC[:20]}\n", "Das ist ein Zugangsschlüssel von Slack."),
    "npm": ("x.txt", "np" + f"m_{ABC[:36]}\n", "Das ist ein Zugangsschlüssel von npm."),
    "PyPI": ("x.txt", "pypi-AgEI" + f"cHlwaS5vcmc{ABC}{ABC}\n", "Das ist ein Zugangsschlüssel von PyPI."),
    "JWT": ("x.txt", "ey" + f"J{ABC[:20]}.ey" + f"J{ABC[:20]}.{ABC[:30]}\n", "Das ist ein Zugangsschlüssel (JWT)."),
    "Forgejo": (
        "x.yml",
        f"codeberg_token: {'0a1b2c3d4e' * 4}\n",
        "Das ist ein Zugangsschlüssel (Forgejo, Gitea, Codeberg).",
    ),
    "Adresse": ("x.md", "https://vera:" + f"{ABC[:9]}@example.org/\n", "In dieser Adresse steht ein Passwort."),
    "Passwort": ("content/seiten/x.md", "Pass" + "wort: Sommer2026\n", "Das ist ein Passwort oder Zugangsschlüssel."),
    "SMTP": ("mail.toml", "smtp_pass" + 'word = "Sommer2026"\n', "Das ist ein Passwort oder Zugangsschlüssel."),
    "Konferenz": ("content/x.md", f"Hier: {LINK}\n", "Das ist der Einwahllink einer Videokonferenz („"),
    "Konferenz verdeckt": (
        "content/x.md",
        f"Hier: {LINK.replace('/j/', '%2Fj%2F')}\n",
        "Das ist der Einwahllink einer Videokonferenz („",
    ),
    "Nummer": ("content/x.md", "Meeting" + "-ID: 812 3456 7890\n", "Das sind Einwahldaten einer Videokonferenz."),
    "PIN": ("content/x.md", "Teilnehmer" + "-PIN: 123456\n", "Das sind Einwahldaten einer Telefonkonferenz."),
    "Telefon": (
        "content/personen/vera.md",
        "---\nhandy: 0171 2345678\n---\n",
        "Das ist eine private Telefonnummer; Personen haben hier keine.",
    ),
    "env": (".env", "A=1\n", "In solchen Dateien stehen Zugangsdaten (.env)."),
    "env lokal": ("a/.env.local", "A=1\n", "In solchen Dateien stehen Zugangsdaten (.env)."),
    "Schlüsseldatei": ("content/id_ed25519", "x", "Das ist der Name einer Datei mit einem geheimen Schlüssel."),
    "Passwortspeicher": ("content/tresor.kdbx", b"\0", "Das ist ein Passwortspeicher."),
    "Zugangsdatei": (".netrc", "x", "In solchen Dateien stehen Zugangsdaten."),
    "Mail": ("content/anfrage.eml", "Subject: x\n", "Das sind Mails; sie gehören nicht in die Website."),
    "Adressbuch": ("kontakte.vcf", "BEGIN:VCARD\n", "Das ist ein Adressbuch."),
    "Verteiler": ("verteiler.xlsx", b"PK\0", "Das ist dem Namen nach eine Liste von Menschen."),
    "Mailadressen": ("content/a.csv", "".join(f"p{n}@gmx.de\n" for n in range(15)), "Hier stehen 15 Mailadressen"),
}
HARMLESS = {
    "öffentlicher Schlüssel": ("x.pub", f"ssh-ed25519 AAAA{ABC} vera\n-----BEGIN PUBLIC KEY-----\n"),
    "Wort": ("content/x.md", "Passwort: bitte bei der Verwaltung erfragen\nKennwort: Bürgerbeteiligung\n"),
    "Veränderliche": ("x.sh", 'password="$SMTP_PASSWORD"\nAPI_KEY=${KEY1}\npassword: {{ secrets.KEY1 }}\n'),
    "Beispiel": ("x.md", "https://name:passwort@example.org/ und https://a:***@b.de/\n"),
    "Beispieldatei": (".env.example", "A=\n"),
    "Telefon der Geschäftsstelle": ("content/fraktion.yaml", "telefon: 01234 567890\n"),
    "Telefon im Text": ("content/seiten/kontakt.md", "Telefon der Kreisverwaltung: 01234 567890\n"),
    "Verwaltung": ("content/antraege/x.md", "".join(f"amt{n}@kreis-probe.de\n" for n in range(12))),
    "niemand": ("a.csv", "".join(f"p{n}@example.org\n" for n in range(60))),
    "Webseite der Konferenz": ("content/x.md", "Wir nutzen https://zoom.us/ und https://meet.jit.si/.\n"),
    "Aktenzeichen": ("content/x.md", "Meeting vom 12. Juni, Vorlage 812 3456 7890\n"),
}


def found(path: str, data: str | bytes) -> list[str]:
    return [finding.what for finding in find_secrets(path, data if isinstance(data, bytes) else data.encode())]


@pytest.mark.parametrize("name", PLANTS)
def test_each_kind_is_found(name: str):
    path, data, words = PLANTS[name]

    assert any(what.startswith(words) for what in found(path, data)), found(path, data)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_like_it_is_let_through(name: str):
    assert found(*HARMLESS[name]) == []


def test_every_rule_of_the_table_has_a_plant():
    said = {what for path, data, _ in PLANTS.values() for what in found(path, data)}

    assert {rule.what for rule in RULES if rule.kind == SECRET} <= said
    assert {name.what for name in NAMES} <= said


def test_no_finding_repeats_the_secret():
    said = " ".join(what for path, data, _ in PLANTS.values() for what in found(path, data))

    assert not re.search(r"Sommer2026|8123456|Ab3dEf6h|0171|812 3456", said)


@pytest.mark.parametrize("newest", [10, pytest.param(0, marks=pytest.mark.lang)], ids=["newest", "all"])
def test_the_project_itself_is_clean(newest: int):
    """All that was ever committed here could be pushed to a server; what was looked at before does not change any more."""
    repo, older = ROOT / ".git", []
    if newest:
        done = subprocess.run(
            ["git", "-C", str(ROOT), "rev-parse", "--verify", "--quiet", f"HEAD~{newest}"],
            capture_output=True,
            text=True,
            check=False,
        )
        older = done.stdout.split()  # none in a clone without history: then there is not more to look at

    assert list(map(str, scan(repo, [commit_of(repo, "HEAD")], older, LARGEST))) == []


def test_every_file_of_the_project_is_clean_as_it_is_today():
    files = [name for name in listed("-co", "--exclude-standard") if (ROOT / name).stat().st_size <= LARGEST]

    assert len(files) > 1000
    assert [str(hit) for name in files for hit in find_secrets(name, (ROOT / name).read_bytes())] == []


@pytest.mark.needs("real")
def test_real_texts_raise_no_alarm():
    """Nobody wrote these for us: minutes, motions, feeds, hostile lines."""
    files = [path for path in REAL.rglob("*") if path.is_file()]

    assert len(files) > 700
    assert [
        str(finding) for path in files for finding in find_secrets(path.relative_to(REAL).as_posix(), path.read_bytes())
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "a" * 3_000_000,
        "a@" * 1_500_000,
        "://" * 1_000_000,
        "pass" * 700_000,
        "eyJ" * 1_000_000,
        " " * 3_000_000,
        "-----BEGIN " * 300_000,
        "zoom.us/j/" * 300_000,
    ],
    ids=lambda line: line[:6],
)
def test_a_giant_line_comes_to_an_end(line: str):
    """An expression that goes back and forth in it would take days."""
    list(find_secrets("content/x.md", line.encode()))


# ------------------------------------------------------------------------ pushed

REFUSAL = """\

content/seiten/kontakt.md:5: Das ist ein Passwort oder Zugangsschlüssel. (Commit COMMIT)
    → Ist es ein Irrtum, erlaubt es diese Zeile im Kopf von content/seiten/kontakt.md, mit dem ganzen Wert: „erlaubt: So…“.

So verschwindet es, bevor es jemand sieht, im Ordner der Website:
  1. git reset --soft origin/main
     (Die Texte bleiben, wie sie sind; nur die Commits seither gehen.
     Heißt der Server hier nicht origin, dann mit seinem Namen; ihn zeigt: git remote)
  2. das Genannte entfernen, dann git add -A
  3. git commit -m "…"
  4. git push
Was schon anderswo lag (GitHub, Codeberg, eine Mail), gilt als bekannt: bitte das Passwort, den Schlüssel oder den Link ändern.

Der Push wurde nicht angenommen. Öffentlich ist unverändert die Fassung vom TAG, UHR Uhr.

To ZIEL/site.git
 ! [remote rejected] main -> main (pre-receive hook declined)
error: failed to push some refs to 'ZIEL/site.git'"""


def plant(clone: Checkout, text: str = PLANTS["Passwort"][1]) -> None:
    file = clone.root / "content/seiten/kontakt.md"
    clone.write("content/seiten/kontakt.md", file.read_text("utf-8") + text)
    clone.commit("Passwort")


def stored(world: World, text: str) -> bool:
    """Is it in an object of the server?"""
    server = Checkout(world.place.repo)
    objects = server.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)").splitlines()
    return any(
        text in server.git("cat-file", "-p", row.split()[0]) for row in objects if row.endswith(("blob", "commit"))
    )


def test_a_secret_is_refused_and_not_stored(shared_world: World):
    clone, tip = shared_world.clone("geheim"), shared_world.tip()
    plant(clone)

    assert steady(clone.push().text, shared_world) == REFUSAL
    assert shared_world.tip() == tip
    assert not stored(shared_world, "Sommer2026")


def test_one_that_was_taken_back_in_a_later_commit_is_found_too(shared_world: World):
    clone = shared_world.clone("zurueckgenommen")
    plant(clone)
    clone.git("revert", "--no-edit", "HEAD")
    said = clone.push()

    assert not said.done
    assert "content/seiten/kontakt.md:5: Das ist ein Passwort oder Zugangsschlüssel." in said
    assert not stored(shared_world, "Sommer2026")


@pytest.mark.parametrize("to", ["main", "main:entwurf", "marke"])
def test_one_in_a_commit_message_or_a_tag_is_found(shared_world: World, to: str):
    clone = shared_world.clone(f"nachricht-{to.replace(':', '-')}")
    if to == "marke":
        clone.git("tag", "-a", "marke", "-m", f"Sitzung: {LINK}")
    else:
        clone.commit(f"Sitzung: {LINK}")
    said = clone.push(to)

    assert not said.done
    assert "Commit-Nachricht: Das ist der Einwahllink einer Videokonferenz („" in said
    assert LINK not in said
    assert not stored(shared_world, LINK)


def test_the_groups_own_host_is_known(world: World):
    about = (world.project.root / "content/fraktion.yaml").read_text("utf-8")
    world.project.write("content/fraktion.yaml", about + "gesperrte_adressen:\n  - raum.gruene-probe.de\n")
    world.project.commit("Eigener Raum")
    assert world.project.push().done
    world.project.motion(text="Wir treffen uns unter https://raum.gruene-probe.de/mittwoch")
    world.project.commit("Treffen")
    said = world.project.push()

    assert not said.done
    assert "content/antraege/2024-03-radweg.md:10: Das ist der Einwahllink einer Videokonferenz" in said


def test_a_name_that_is_no_text_hides_nothing(shared_world: World):
    clone = shared_world.clone("name")
    Path(str(clone.root) + "/content/seiten/\udcdf.md").write_text(PLANTS["Passwort"][1])
    clone.commit("Name")

    assert "Das ist ein Passwort oder Zugangsschlüssel." in clone.push()


# ------------------------------------------------------------------------ before the push


@pytest.fixture
def guarded(world: World) -> Checkout:
    clone = world.clone("lokal")
    said = world.fraktion("haken", cwd=clone.root)
    assert said.text == "Vor jedem git push wird jetzt nach Passwörtern, Schlüsseln und Einwahllinks gesucht.\n"
    return clone


def test_a_secret_does_not_leave_the_machine(world: World, guarded: Checkout):
    plant(guarded)
    said = guarded.push()

    assert not said.done
    assert "content/seiten/kontakt.md:5: Das ist ein Passwort oder Zugangsschlüssel." in said
    assert "git reset --soft origin/main" in said
    assert "Nichts hat diesen Rechner verlassen. Ist es ein Irrtum: git push --no-verify" in said
    assert "Texte werden geprüft" not in said  # the server was not even asked


def test_who_must_fetch_first_is_told_so_in_german(world: World, guarded: Checkout):
    """Git holds such a push back by itself, so that the server is never asked: the hook speaks before it does, fetched or not."""
    world.project.motion(text="Von jemand anderem.")
    world.project.commit("Anderes")
    assert world.project.push().done
    guarded.motion("2024-05-bus", title="Bus")
    guarded.commit("Bus")
    for _ in ("nicht geholt", "geholt"):
        said = guarded.push()
        assert not said.done
        assert "Auf dem Server liegt Neueres als hier." in said
        assert "git pull --rebase origin main, danach git push origin main." in said
        assert "rejected" not in said
        guarded.git("fetch", "-q")
    guarded.git("pull", "-q", "--rebase", "origin", "main")

    assert guarded.push().done


def test_what_is_clean_goes_and_a_branch_can_be_deleted(world: World, guarded: Checkout):
    guarded.motion(text="Ohne Geheimnis.")
    guarded.commit("Gut")

    assert guarded.push().done
    assert guarded.push("main:entwurf").done
    assert guarded.push("--delete", "entwurf").done


def test_the_undo_that_is_named_works(world: World, guarded: Checkout):
    plant(guarded)
    guarded.motion(text="Bleibt.")
    guarded.commit("Weiter")
    assert not guarded.push().done
    guarded.git("reset", "--soft", "origin/main")
    file = guarded.root / "content/seiten/kontakt.md"
    file.write_text(file.read_text("utf-8").replace(PLANTS["Passwort"][1], ""), "utf-8")
    guarded.commit("Beides")
    said = guarded.push()

    assert said.done, said.text
    assert "Bleibt." in world.page("antraege/2024-03-radweg")


def test_the_first_push_to_a_new_place_is_searched_whole(tmp_path: Path, world: World):
    place = tmp_path / "forge.git"
    Checkout(tmp_path).git("init", "-q", "--bare", str(place))
    world.project.git("remote", "add", "forge", str(place))
    plant(world.project)
    world.fraktion("haken", cwd=world.project.root)
    forge = Checkout(world.project.root, "forge")

    assert "Das ist ein Passwort" in forge.push()
    assert forge.push("--no-verify", "main").done


def test_the_hook_is_set_once_and_taken_away_and_leaves_others_alone(world: World):
    root = world.project.root
    assert world.fraktion("haken", cwd=root).done
    assert world.fraktion("haken", cwd=root).text == "Die Suche vor jedem git push ist schon eingerichtet.\n"
    assert world.fraktion("haken", "--entfernen", cwd=root).text == "Die Suche vor git push ist entfernt.\n"
    assert not (root / ".git/hooks/pre-push").exists()
    (root / ".git/hooks/pre-push").write_text("#!/bin/sh\nexit 0\n")
    said = world.fraktion("haken", cwd=root)
    assert not said.done
    assert "steht schon ein anderer Haken; er bleibt." in said
    assert (root / ".git/hooks/pre-push").read_text() == "#!/bin/sh\nexit 0\n"


def test_without_the_program_the_hook_says_what_to_do(world: World, guarded: Checkout):
    hook = guarded.root / ".git/hooks/pre-push"
    hook.write_text(hook.read_text().replace(sys.executable, "/gibt/es/nicht/python"))
    guarded.commit("Gut")
    said = guarded.push()

    assert not said.done
    assert "Bitte neu einrichten: make site, dann .venv/bin/fraktion haken. Ohne Suche: git push --no-verify" in said
