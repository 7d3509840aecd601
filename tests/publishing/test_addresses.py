"""Addresses that never die (decision 48): renamed and deleted texts leave something behind, and nobody has to think of it."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from plugins.site.build import build

from .volunteers import Group, Volunteer, settings_of
from .world import Checkout, World

pytestmark = pytest.mark.needs("git")
NEWS = "---\nuid: {uid}\ntitel: Meldung {uid}\ndatum: 2026-03-04\nart: Meldung\n---\n\nEs gibt etwas Neues.\n"
MEETING = "---\nuid: {uid}\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-{month:02}-0{day}\nbeginn: 19:30\nende: 21:30\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\n---\n"
LETTER = "---\nuid: {uid}\ntitel: Rundbrief {uid}\ndatum: 2026-03-04\nbis: 2026-03-04\n---\n\nGuten Tag.\n"
PERSON = "---\nuid: {uid}\nname: Vera Beispiel-{uid}\n---\n\nText.\n"
COMMITTEE = "---\nuid: {uid}\nname: Ausschuss {uid}\nart: Ausschuss\n---\n"
SERIES = "---\nuid: r8n4kd\nname: Treffen\nart: Fraktionssitzung\nrhythmus: alle zwei Wochen\ntag: Mittwoch\nbeginn: 19:30\nab: 2026-12-02\nbis: {until}\nform: Videokonferenz\nzugang: öffentlich\nveroeffentlicht: 2026-01-01\n---\n"
DATE = "---\nreihe: r8n4kd\ndatum: 2026-12-16\n---\n\nMit Gästen.\n"
FOLDERS = ("antraege", "meldungen", "sitzungen", "seiten", "rundbriefe", "personen", "gremien")
FIXED = ("kontakt", "impressum", "datenschutz", "barrierefreiheit", "kreistag", "soziales")


class History:
    """One volunteer, who renames and deletes, and every address that was ever public."""

    def __init__(self, folder: Path, seed: int):
        self.folder, self.dice = folder, random.Random(seed)
        group = Group(folder, seed)
        self.one: Volunteer = group.two[0]
        self.content = self.one.root / "content"
        self.known: set[str] = set()
        self.numbers = iter(range(100, 10**6))
        for number in range(2):
            self.write("meldungen", f"2026-0{number + 1}-neues", NEWS)
            self.write("sitzungen", f"2026-0{number + 1}-treffen", MEETING, month=number + 1, day=number + 1)
        for folder, stem, text in (
            ("rundbriefe", "2026-03-04", LETTER),
            ("personen", "vera", PERSON),
            ("gremien", "bau", COMMITTEE),
            ("sitzungen", "2026-12-16-mit-gaesten", DATE),
        ):
            self.write(folder, stem, text)
        self.series("2026-12-31")
        self.write("seiten", "ueber-uns", "---\ntitel: Über uns\n---\n\nText {uid}.\n")
        motion = self.content / "antraege/2024-01-text.md"
        motion.write_text(motion.read_text("utf-8") + "\n[Plan](2024-01-text/plan.csv)\n", "utf-8")
        self.one.checkout.write("content/antraege/2024-01-text/plan.csv", "a;b\n1;2\n")

    def write(self, folder: str, stem: str, text: str, **values: int) -> None:
        uid = "".join(self.dice.choice("bcdfghjkmnpqrstvwxz23456789") for _ in range(6))
        self.one.checkout.write(f"content/{folder}/{stem}.md", text.format(uid=uid, **values))

    def series(self, until: str) -> None:
        self.one.checkout.write("content/reihen/treffen.md", SERIES.format(until=until))

    def texts(self) -> list[Path]:
        return [
            path
            for folder in FOLDERS
            for path in sorted((self.content / folder).glob("*.md"))
            if path.stem not in FIXED and "geloescht_am" not in path.read_text("utf-8")
        ]

    def deed(self) -> None:
        texts = self.texts()
        path = self.dice.choice(texts)
        former = [
            address.strip("/").rpartition("/")[2]
            for address in sorted(self.known)
            if re.fullmatch(rf"/{path.parent.name}/[^/]*\d[^/]*-[^/]*/", address)  # no list, no year
            and not re.fullmatch(r"/sitzungen/2026-12-\d\d-treffen/", address)  # that of a date
        ]
        deeds = ["rename", "rename", "rename", "back", "delete", "delete", "edit", "topic", "date", "series", "file"]
        match self.dice.choice(deeds):
            case "topic":
                self.topics()
            case "date":
                self.date()
            case "series":
                self.series(self.dice.choice(["2026-12-10", "2026-12-20", "2026-12-31"]))
                for path in self.of_series():
                    path.unlink()
            case "file":
                for path in self.content.glob("antraege/*/plan.csv"):
                    if not path.parent.with_suffix(".md").exists():
                        continue
                    path.unlink()
                    text = path.parent.with_suffix(".md")
                    text.write_text(text.read_text("utf-8").replace(f"[Plan]({text.stem}/plan.csv)", ""), "utf-8")
            case "rename":
                self.rename(path, f"{path.stem[:7]}-{self.dice.choice('abc')}{next(self.numbers)}")
            case "back" if former and not path.with_name(f"{(stem := self.dice.choice(former))}.md").exists():
                self.rename(path, stem)  # to an address that it had before, or another
            case "delete" if len(texts) > 3:
                path.unlink()
            case _:
                path.write_text(path.read_text("utf-8").rstrip("\n") + "\n\nNoch ein Satz.\n", "utf-8")

    def of_series(self) -> list[Path]:
        return [path for path in (self.content / "sitzungen").glob("*.md") if "reihe: " in path.read_text("utf-8")]

    def date(self) -> None:
        """A date has a file, or has none any more."""
        there = "2026-12-10" not in (self.content / "reihen/treffen.md").read_text("utf-8")
        if files := self.of_series():
            files[0].unlink()
        elif there and not (self.content / "sitzungen/2026-12-16-treffen.md").exists():
            self.write("sitzungen", "2026-12-16-treffen", DATE)

    def topics(self) -> None:
        """One is called otherwise, goes, or comes."""
        path = self.content / "themen.yaml"
        rows = [row for row in path.read_text("utf-8").split("- name: ") if row]
        at, new = self.dice.randrange(len(rows)), f"Thema {next(self.numbers)}\n"
        match self.dice.choice(["rename", "delete", "new"]):
            case "rename":
                rows[at] = new + rows[at].partition("\n")[2]
            case "delete" if len(rows) > 1:
                del rows[at]
            case _:
                rows.append(new)
        path.write_text("".join(f"- name: {row}" for row in rows), "utf-8")

    def rename(self, path: Path, stem: str) -> None:
        new = path.with_name(f"{stem}.md")
        if new.exists() or new.with_suffix("").exists():
            return
        beside = path.with_suffix("")
        if beside.is_dir():
            path.write_text(path.read_text("utf-8").replace(f"({path.stem}/", f"({stem}/"), "utf-8")
            beside.rename(new.with_suffix(""))
        path.rename(new)

    def upload(self) -> None:
        """Every page and every attachment of the site is known from now on."""
        assert self.one.upload(), self.one.said[-1]
        output = self.built()
        self.known |= {
            f"/{path.relative_to(output)}".removesuffix("index.html")
            for ending in ("index.html", "*.csv")
            for path in output.rglob(ending)
        }

    def built(self) -> Path:
        settings = replace(
            settings_of(self.one.root),
            output=self.folder / "output",
            cache=self.folder / "cache",
            without=("suche/", "karten/", "feeds/"),
        )
        result = build(settings)
        assert result.report is not None, result.problems
        return settings.output

    def dead(self) -> list[str]:
        """Addresses that answer 404: no file, and no row for the web server that leads to one."""
        output = self.built()
        led = {row["von"]: row["nach"] for row in json.loads((output / "umleitungen.json").read_bytes())}

        def there(address: str) -> bool:
            file = output / address.partition("#")[0].strip("/")
            return file.is_file() or (file / "index.html").is_file()

        return sorted(
            address for address in self.known if not there(address) and not there(led.get(address, "/gibt-es-nicht/"))
        )


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.lang) for seed in range(1, 200))])
def test_what_was_public_answers_for_ever(tmp_path: Path, seed: int):
    history = History(tmp_path, seed)
    history.upload()
    for _ in range(5):
        for _ in range(history.dice.randint(1, 3)):
            history.deed()
        history.upload()

    assert history.dead() == [], "\n".join(history.one.said)


# ------------------------------------------------------------------------------- where nothing can be written


def test_a_push_that_takes_an_address_away_is_refused_with_the_finished_lines(world: World):
    project = world.project
    project.motion("2024-05-bus", title="Bus")
    project.commit("Bus")
    assert project.push().done
    project.git("mv", "content/antraege/2024-05-bus.md", "content/antraege/2024-05-nachtbus.md")
    (project.root / "content/antraege/2024-03-radweg.md").unlink()
    project.commit("Weg und anders")
    before = world.public
    said = project.push()

    assert not said.done
    assert "- von: /antraege/2024-05-bus/\n  nach: /antraege/2024-05-nachtbus/" in said
    assert "geloescht_am: " in said
    assert "  content/antraege/2024-03-radweg.md  (Radweg)" in said
    assert ".venv/bin/fraktion hochladen; es schreibt diese Zeilen selbst." in said
    assert world.public == before
    project.write("content/umleitungen.yaml", "- von: /antraege/2024-05-bus/\n  nach: /antraege/2024-05-nachtbus/\n")
    project.commit("Umgeleitet")
    assert "2024-05-bus" not in project.push().text.partition("Gelöscht")[0]
    said = project.push("-o", "verschwindet", "-o", "trotzdem", "main")
    assert said.done, said.text
    assert "entfernt  https://www.altental.test/antraege/2024-03-radweg/" in said


def test_a_commit_that_says_so_may_take_an_address_away(world: World):
    project = world.project
    project.motion("2024-05-bus", title="Bus")
    project.commit("Bus")
    assert project.push().done
    (project.root / "content/antraege/2024-05-bus.md").unlink()
    project.commit("Versehen [verschwindet]")
    said = project.push("-o", "trotzdem", "main")
    assert said.done, said.text


def test_whoever_wants_to_be_off_the_site_is_not_named_there_any_more(world: World):
    """Nothing that was public answers 404 unless somebody said so (issue 22); and of a person only an address is left."""
    project = world.project
    project.write("content/personen/uta.md", "---\nuid: p3r5nq\nname: Uta Ungenannt\n---\n\nText.\n")
    project.commit("Uta")
    assert project.push().done
    (project.root / "content/personen/uta.md").unlink()
    project.commit("Ohne Uta")
    said = project.push()
    assert "  content/personen/uta.md" in said and "auch der Name heraus" in said
    done = world.fraktion("hochladen", "--ja", cwd=project.root)
    assert done.done, done.text
    assert "uid: p3r5nq\ngeloescht_am: " in (project.root / "content/personen/uta.md").read_text("utf-8")
    assert "Was hier stand" in world.page("personen/uta")
    assert not [path for path in world.place.public.resolve().rglob("*.html") if "Ungenannt" in path.read_text("utf-8")]


def test_the_hook_on_the_own_machine_says_it_before_a_forge_hears_of_it(world: World, tmp_path: Path):
    Checkout(tmp_path).git("clone", "-q", "--bare", str(world.project.root), str(tmp_path / "forge.git"))
    Checkout(tmp_path).git("clone", "-q", str(tmp_path / "forge.git"), str(tmp_path / "vera"))
    vera = Checkout(tmp_path / "vera")
    assert world.fraktion("haken", cwd=vera.root).done
    vera.git("mv", "content/antraege/2024-03-radweg.md", "content/antraege/2024-03-anders.md")
    vera.commit("Anders")
    said = vera.push()

    assert not said.done
    assert "- von: /antraege/2024-03-radweg/\n  nach: /antraege/2024-03-anders/" in said
    assert "git push --no-verify" in said
