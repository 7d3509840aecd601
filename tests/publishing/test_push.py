"""A push publishes, or it is refused with a sentence; in between there is nothing."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import brotli
import pytest

from plugins.publishing.listing import ENDINGS, files_below
from plugins.publishing.place import led_to

from .world import Checkout, World, steady

pytestmark = pytest.mark.needs("git")

FIRST = """\
Texte werden geprüft, die Website wird gebaut …
Anträge und Anfragen: 1, Sitzungen: 0, Meldungen: 0. 112 Dateien, davon 112 geschrieben, 0 entfernt, in N Sekunden.

Öffentlich, Fassung 1:
  neu       https://www.altental.test/antraege/2024-03-radweg/
  neu       https://www.altental.test/gremien/kreistag/
  neu       https://www.altental.test/gremien/soziales/
  neu       https://www.altental.test/abonnieren/
  neu       https://www.altental.test/antraege/2024/
  neu       https://www.altental.test/antraege/demnaechst/
  neu       https://www.altental.test/antraege/drucksachen/
  neu       https://www.altental.test/antraege/gemeinsam/
  neu       https://www.altental.test/antraege/
  neu       https://www.altental.test/antraege/ohne-ergebnis/
  … und 37 weitere Seiten

To ZIEL/site.git
 * [new branch]      main -> main"""

CHANGED = """\
Texte werden geprüft, die Website wird gebaut …
Anträge und Anfragen: 1, Sitzungen: 0, Meldungen: 0. 112 Dateien, davon 11 geschrieben, 0 entfernt, in N Sekunden.

Öffentlich, Fassung 2:
  geändert  https://www.altental.test/antraege/2024-03-radweg/

To ZIEL/site.git
   COMMIT..COMMIT  main -> main"""

WRONG = """\
Texte werden geprüft, die Website wird gebaut …

content/antraege/2024-03-radweg.md:4: „art: Antragg“ ist kein bekannter Wert.
    → Meinten Sie „Antrag“? Möglich sind: Antrag, Anfrage, Änderungsantrag, Ergänzungsantrag, Haushaltsantrag, Resolution, Dringlichkeitsantrag, Prüfantrag, Berichtsantrag, Antrag zur Geschäftsordnung, Antrag zur Sache, Antwort/Stellungnahme, Sonstiges.
1 Problem.

Der Push wurde nicht angenommen. Öffentlich ist unverändert die Fassung vom TAG, UHR Uhr.

So geht es weiter, im Ordner der Website:
  1. die genannten Stellen ändern
  2. .venv/bin/fraktion hochladen
Wer mit git arbeitet: git add -A, dann git commit --amend --no-edit, dann git push.
Nichts ist verloren: Die Texte liegen unverändert auf diesem Rechner.

To ZIEL/site.git
 ! [remote rejected] main -> main (pre-receive hook declined)
error: failed to push some refs to 'ZIEL/site.git'"""


def test_a_push_is_public_and_says_where(fresh_world: World):
    first = fresh_world.project.push()
    fresh_world.project.motion(text="Ein besserer Radweg wird gebaut.")
    fresh_world.project.commit("Besser")
    second = fresh_world.project.push()

    assert steady(first.text, fresh_world) == FIRST
    assert steady(second.text, fresh_world) == CHANGED
    assert "Ein besserer Radweg" in fresh_world.page("antraege/2024-03-radweg")


def test_a_release_shares_what_did_not_change(world: World):
    old = world.place.public.resolve()
    world.project.motion(text="Ein besserer Radweg wird gebaut.")
    world.project.commit("Besser")
    world.project.push()
    new = world.place.public.resolve()

    before, after = files_below(old), files_below(new)
    own = {path for path in after if before.get(path) != after[path]}
    assert old != new
    assert before.keys() == after.keys()
    assert {path.removesuffix(".br").removesuffix(".gz") for path in own} == {
        "antraege/2024-03-radweg/index.html",
        "antraege/antraege.json",
        "oparl/paper/xn54h9.json",
        "oparl/papers.json",
        "stand.json",
        *(f"feeds/{name}.{kind}" for name in ("alles", "antraege") for kind in ("atom", "json", "rss")),
    }
    assert "Ein besserer Radweg" not in (old / "antraege/2024-03-radweg/index.html").read_text("utf-8")


def test_compressed_copies_hold_the_same_and_have_the_same_time(world: World):
    world.project.motion(text="Ein besserer Radweg wird gebaut.")
    world.project.commit("Besser")
    world.project.push()

    root = world.place.public.resolve()
    copies = [root / path for path in files_below(root) if path.endswith(ENDINGS)]
    unpack = {".br": brotli.decompress, ".gz": gzip.decompress}
    assert len(copies) > 40
    for copy in copies:
        plain = copy.with_suffix("")
        assert unpack[copy.suffix](copy.read_bytes()) == plain.read_bytes(), copy
        assert copy.stat().st_mtime_ns == plain.stat().st_mtime_ns


def test_every_second_release_made_from_a_spare_equals_one_made_without(world: World):
    """The copy that was begun after the last push is a shortcut, never another result."""
    project = world.project
    for number in range(3):
        project.motion(f"2024-0{number + 4}-bus", title=f"Bus {number}")
        if number == 2:
            project.git("rm", "-q", "content/antraege/2024-04-bus.md")
        project.commit(f"Bus {number}")
        assert project.push(
            "-o", "trotzdem", "-o", "verschwindet", "main"
        ).done  # without one of four, feeds lose more than a tenth
        world.wait_for_spare()
        root = world.place.public.resolve()
        built = files_below(world.place.work / "output")
        served = files_below(root)
        assert {path: stamp for path, stamp in served.items() if not path.endswith(ENDINGS)} == built
        assert {
            path.removesuffix(ending) for path in served for ending in ENDINGS if path.endswith(ending)
        } <= built.keys()


def test_a_text_with_a_problem_is_refused_with_the_checkers_own_words(shared_world: World):
    clone, before = shared_world.clone("falsch"), shared_world.files()
    clone.write(
        "content/antraege/2024-03-radweg.md",
        (clone.root / "content/antraege/2024-03-radweg.md").read_text("utf-8").replace("art: Antrag", "art: Antragg"),
    )
    clone.commit("Falsch")
    tip = shared_world.tip()

    assert steady(clone.push().text, shared_world) == WRONG
    assert shared_world.files() == before
    assert shared_world.tip() == tip


def test_of_many_problems_some_are_shown_and_the_rest_counted(shared_world: World):
    clone = shared_world.clone("vieles")
    for number in range(60):
        clone.write(f"content/antraege/2024-07-x{number:02}.md", "---\ntitel: x\n---\n")
    clone.commit("Vieles")
    text = clone.push().text

    assert text.count("    →") == 20
    assert (
        "… und 160 weitere. Alle zeigt auf dem eigenen Rechner: .venv/bin/fraktion pruefen\n180 Probleme."
        in text.replace("\u00a0", " ")
    ), text


# ------------------------------------------------------------------------ what is refused, and how


def tree_with(clone: Checkout, rows: bytes) -> None:
    """A commit whose content/ holds entries that no file system here would let one make."""
    content = clone.git("rev-parse", "HEAD:content")
    kept = clone.git("ls-tree", "-z", content).encode("utf-8", "surrogateescape")
    inner = clone.git("mktree", "-z", "--missing", data=kept + rows)
    root = clone.git("ls-tree", "HEAD").replace(content, inner)
    tree = clone.git("mktree", data=root.encode() + b"\n")
    clone.git("reset", "--quiet", "--soft", clone.git("commit-tree", tree, "-p", "HEAD", "-m", "von Hand"))


def blob(clone: Checkout, data: bytes = b"x\n") -> bytes:
    return clone.git("hash-object", "-w", "--stdin", data=data).encode()


def a_link_out(clone: Checkout) -> None:
    (clone.root / "content/antraege/2024-05-link.md").symlink_to("/etc/passwd")
    clone.commit()


def a_submodule(clone: Checkout) -> None:
    clone.git("update-index", "--add", "--cacheinfo", f"160000,{clone.git('rev-parse', 'HEAD')},content/fremd")
    clone.git("commit", "-qm", "Submodul")


def a_name_that_is_no_text(clone: Checkout) -> None:
    Path(os.fsdecode(os.fsencode(clone.root) + b"/content/antraege/stra\xdfe.md")).write_text("x")
    clone.commit()


def a_control_character(clone: Checkout) -> None:
    clone.write("content/antraege/a\nb.md", "x")
    clone.commit()


def a_long_name(clone: Checkout) -> None:
    clone.write(f"content/antraege/{'a' * 230}.md", "x")
    clone.commit()


def a_folder_of_git(clone: Checkout) -> None:
    inner = clone.git(
        "mktree", "-z", data=b"100755 blob " + blob(clone, b"#!/bin/sh\ntouch /tmp/x\n") + b"\tpost-checkout\0"
    )
    tree_with(
        clone,
        b"040000 tree "
        + clone.git("mktree", "-z", data=b"040000 tree " + inner.encode() + b"\thooks\0").encode()
        + b"\t.GIT\0",
    )


def a_way_upwards(clone: Checkout) -> None:
    tree_with(
        clone,
        b"040000 tree " + clone.git("mktree", "-z", data=b"100644 blob " + blob(clone) + b"\tx\0").encode() + b"\t..\0",
    )


def a_giant(clone: Checkout) -> None:
    path = clone.write("content/antraege/2024-03-radweg/film.bin", "")
    with path.open("wb") as file:
        file.truncate(51 * 2**20)
    clone.commit()


def no_content(clone: Checkout) -> None:
    clone.git("mv", "content", "inhalt")
    clone.commit()


def settings_that_write_a_file(clone: Checkout) -> None:
    clone.write(
        "pelicanconf.py",
        f"open({str(clone.root / 'ausgefuehrt')!r}, 'w')\n" + (clone.root / "pelicanconf.py").read_text(),
    )
    clone.commit()


def a_plugin_that_writes_a_file(clone: Checkout) -> None:
    clone.write("plugins/__init__.py", f"open({str(clone.root / 'ausgefuehrt')!r}, 'w')\n")
    clone.write("sitecustomize.py", f"open({str(clone.root / 'ausgefuehrt')!r}, 'w')\n")
    clone.commit()


def a_template(clone: Checkout) -> None:
    clone.write("theme/templates/base.html", "{{ ''.__class__ }}")
    clone.commit()


def another_history(clone: Checkout) -> None:
    clone.git("commit", "-q", "--amend", "-m", "anders")


REFUSED = {
    a_link_out: "Das ist eine Verknüpfung (symbolischer Link), keine Datei: content/antraege/2024-05-link.md.",
    a_submodule: "Das ist ein anderes Repository (Submodul), kein Ordner mit Dateien: content/fremd.",
    a_name_that_is_no_text: "Der Dateiname ist nicht in UTF-8 geschrieben: content/antraege/stra\\xdfe.md.",
    a_control_character: "Im Dateinamen steht ein unsichtbares Steuerzeichen: content/antraege/a b.md.",
    a_long_name: "Der Dateiname ist zu lang: content/antraege/aaaa",
    a_folder_of_git: "Diesen Namen braucht git selbst: content/.GIT/hooks/post-checkout.",
    a_way_upwards: "Diesen Namen braucht git selbst: content/../x.",
    a_giant: "Diese Datei ist größer als 50 MB: content/antraege/2024-03-radweg/film.bin (53,5",
    no_content: "In diesem Stand fehlt der Ordner content/ oder er ist leer.",
    settings_that_write_a_file: "Dieser Zugang darf nur Texte ändern, also Dateien in content/. Anders als auf dem Server sind: pelicanconf.py.",
    a_plugin_that_writes_a_file: "Dieser Zugang darf nur Texte ändern, also Dateien in content/. Anders als auf dem Server sind: plugins/__init__.py, sitecustomize.py.",
    a_template: "Anders als auf dem Server sind: theme/templates/base.html.",
    another_history: "Auf dem Server liegt Neueres als das, worauf dieser Push aufbaut",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_cannot_be_published_is_refused_with_a_sentence(shared_world: World, make):
    clone, before, tip = shared_world.clone(make.__name__), shared_world.files(), shared_world.tip()
    make(clone)
    said = clone.push("--force", "main")

    assert not said.done
    assert REFUSED[make] in said
    assert "→" in said
    assert "Der Push wurde nicht angenommen. Öffentlich ist unverändert die Fassung vom" in said
    assert "Traceback" not in said
    assert (shared_world.tip(), shared_world.files()) == (tip, before)
    assert not (clone.root / "ausgefuehrt").exists()
    assert not any(path.name in ("x", "post-checkout") for path in shared_world.place.work.rglob("*"))


def test_the_same_holds_for_a_branch(shared_world: World):
    clone = shared_world.clone("zweig")
    a_plugin_that_writes_a_file(clone)

    said = clone.push("main:entwurf")
    assert not said.done
    assert "Dieser Zugang darf nur Texte ändern" in said
    assert not (clone.root / "ausgefuehrt").exists()


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ((":main",), "lässt sich nicht löschen"),
        (("main:refs/notes/x",), "ist weder ein Zweig noch eine Marke"),
        (("HEAD:content:refs/heads/x",), ""),
    ],
    ids=["main gelöscht", "andere Art", "kein Commit"],
)
def test_what_is_no_publishing_is_refused(shared_world: World, what, words):
    clone, before = shared_world.clone("-".join(what).replace("/", "_").replace(":", "_")), shared_world.files()

    said = clone.push(*what)
    assert not said.done
    assert words in said
    assert shared_world.files() == before


def test_attributes_in_the_tree_change_no_byte_and_run_no_filter(world: World):
    world.project.write("content/.gitattributes", "* ident filter=boese eol=crlf text\n")
    world.project.write("content/antraege/2024-03-radweg/anlage.csv", "$Id$;ä\n")
    world.project.motion(text="Siehe [Anlage](2024-03-radweg/anlage.csv).")
    world.project.git("-c", "core.attributesFile=/dev/null", "add", "-A")
    world.project.commit("Anlage")

    assert world.project.push().done
    assert (world.place.work / "haupt/content/antraege/2024-03-radweg/anlage.csv").read_bytes() == world.project.git(
        "show", "HEAD:content/antraege/2024-03-radweg/anlage.csv"
    ).encode() + b"\n"


# ------------------------------------------------------------------------ what is handled


def test_a_tag_is_kept_and_changes_nothing(world: World):
    before = world.public
    world.project.git("tag", "-a", "wahl-2025", "-m", "Stand zur Wahl")
    said = world.project.push("wahl-2025")

    assert said.done
    assert "Die Marke wahl-2025 ist gespeichert. Öffentlich wird nur der Zweig main." in said
    assert world.public == before


def test_an_empty_commit_is_published_and_changes_no_page(world: World):
    before = world.files()
    world.project.commit("Nichts")
    said = world.project.push()

    assert said.done
    assert "(keine Seite sieht anders aus)" in said
    assert world.files() == before


@pytest.mark.parametrize("count", [150, pytest.param(5000, marks=pytest.mark.lang)])
def test_many_files_in_one_push(world: World, count: int):
    for number in range(count):
        world.project.motion(f"2024-03-antrag-{number}", title=f"Antrag {number}")
    world.project.commit("Viele")
    assert (
        "git push -o trotzdem" in world.project.push()
    )  # so many old ones at once are a flood for whoever reads the feeds
    said = world.project.push("-o", "trotzdem", "main")

    assert said.done, said.text
    assert "https://www.altental.test/antraege/2024-03-antrag-0/" in said
    assert "weitere Seiten" in said
    assert f"Antrag {count - 1}" in world.page(f"antraege/2024-03-antrag-{count - 1}")


def test_a_damaged_store_is_made_anew(world: World):
    (world.place.work / "cache/presse.sqlite").write_bytes(b"kaputt" * 1000)
    world.project.motion(text="Nach dem Schaden.")
    world.project.commit("Weiter")
    said = world.project.push()

    assert said.done, said.text
    assert "Der Zwischenspeicher war beschädigt und wurde verworfen" in said
    assert "Nach dem Schaden." in world.page("antraege/2024-03-radweg")


@pytest.mark.needs("faketime")
def test_a_clock_that_goes_back_publishes_all_the_same(world: World):
    world.project.motion(text="Vor der Zeit.")
    world.project.commit("Früher")
    said = world.project.push(before=("faketime", "2025-06-01 12:00:00"))

    assert said.done, said.text
    assert world.public.startswith("000002-")
    assert "Vor der Zeit." in world.page("antraege/2024-03-radweg")
    world.project.motion(text="Wieder heute.")
    world.project.commit("Heute")
    assert world.project.push().done
    assert "Wieder heute." in world.page("antraege/2024-03-radweg")


def test_a_kept_release_can_lose_its_description(world: World):
    """It is served, and the next push stands on its own."""
    (world.place.releases / f"{world.public}.json").write_text("{")
    world.project.motion(text="Trotzdem.")
    world.project.commit("Trotzdem")

    assert world.project.push().done
    assert "Trotzdem." in world.page("antraege/2024-03-radweg")


def test_pages_of_the_release_before_still_find_their_style(world: World):
    """The owner's new style has a new name; a page that was loaded before asks for the old one."""
    old = {path.name for path in (world.place.public / "theme").glob("*.css")}  # of all pages, of the search
    world.project.write(
        "theme/static/css/base.css",
        (world.project.root / "theme/static/css/base.css").read_text("utf-8") + "\nbody { color: #123456; }\n",
    )
    world.project.commit("Farbe")
    assert not world.project.push().done
    assert world.fraktion(
        "server", "einrichten", str(world.place.root), "--code-ohne-schluessel", cwd=world.project.root
    ).done
    said = world.project.push()

    assert said.done, said.text
    assert old < {path.name for path in (world.place.public / "theme").glob("*.css")}
    assert len(list(world.place.programs.iterdir())) == 3  # two programs, and the link to the newer one
    assert (world.place.program / "commit.txt").read_text().strip() == world.tip()


def test_other_packages_are_not_installed_by_a_push(world: World):
    """Whoever may push a program still cannot make the server fetch packages: that is done on the server."""
    assert world.fraktion(
        "server", "einrichten", str(world.place.root), "--code-ohne-schluessel", cwd=world.project.root
    ).done
    world.project.write(
        "requirements.txt",
        (world.project.root / "requirements.txt").read_text().replace("pelican==4.12.0", "pelican==4.13.0"),
    )
    world.project.commit("Pakete")
    said = world.project.push()

    assert not said.done
    assert (
        "Diese Fassung des Programms braucht andere Pakete als auf dem Server: pelican 4.13.0 (hier: 4.12.0)." in said
    )


def test_a_branch_is_a_preview_that_goes_with_it(world: World):
    before = world.files()
    world.project.git("checkout", "-qb", "entwurf")
    world.project.motion(text="Nur ein Entwurf.")
    world.project.write("content/antraege/2024-06-falsch.md", "---\ntitel: x\n---\n")
    world.project.commit("Entwurf")
    said = world.project.push("entwurf")
    name = world.place.preview("entwurf")

    assert said.done
    assert f"Vorschau, nicht öffentlich: https://www.altental.test/vorschau/{name}/" in said
    assert "content/antraege/2024-06-falsch.md" in said
    assert "Nur ein Entwurf." in (world.place.previews / name / "antraege/2024-03-radweg/index.html").read_text("utf-8")
    assert world.files() == before
    gone = world.project.push("--delete", "entwurf")
    assert "Die Vorschau von entwurf ist entfernt." in gone
    assert not (world.place.previews / name).exists()
    assert not (world.place.work / name).exists()


def test_nobody_guesses_a_preview(world: World, tmp_path: Path):
    other = World(tmp_path / "zweite")

    assert world.place.preview("entwurf") != other.place.preview("entwurf")
    assert len(world.place.preview("ä/ü").rpartition("-")[2]) == 20


def test_sample_content_does_not_become_public(fresh_world: World):
    fresh_world.project.write(
        "content/fraktion.yaml",
        (fresh_world.project.root / "content/fraktion.yaml")
        .read_text("utf-8")
        .replace("beispiel: nein", "beispiel: ja"),
    )
    fresh_world.project.commit("Beispiel")
    said = fresh_world.project.push()

    assert not said.done
    assert "„beispiel: ja“" in said
    assert "Öffentlich ist noch nichts." in said
    assert not led_to(fresh_world.place.public)
