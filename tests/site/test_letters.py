"""A name is the same name however its letters are put together: „ö“ as one sign, or as „o“ with two dots behind it, as a Mac writes names of files."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from unicodedata import is_normalized, normalize
from urllib.parse import quote

import pytest

from plugins.group import LISTS
from plugins.records.characters import composed
from plugins.records.problems import errors
from plugins.site.content import read_site
from plugins.site.new import new_text
from plugins.site.preview import Handler
from plugins.site.reading import located, scan
from plugins.teasers.run import Order
from plugins.teasers.run import run as fetch

from ..builders import PICTURE, TODAY, Project, codes, pdf
from ..press.world import compiled, tick
from .shelf import files_of

__all__ = ["compiled"]
FORMS = ("NFC", "NFD")
QUICK = {"OHNE": ["suche/", "karten/", "feeds/", "muster/"]}


def apart(text: str) -> str:
    return normalize("NFD", text)


def with_files(project: Project, disk: str, typed: str) -> Project:
    """Every way in which a text names a file; on the disk the names are in one form, in the texts in another."""

    def name(text: str) -> str:
        return normalize(typed, text)

    project.motion(
        head=name(
            "pdf: Größe.pdf\nanlagen:\n  - datei: Übersicht é.txt\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2024-05-02\n    ergebnis: vertagt\n    beschlussdatei: Beschluß ä.pdf"
        ),
        body=name(
            f"[Plan](Plän.pdf) [Skizze]({quote(name('Skizze ü.pdf'))}) ![Ein Bild](Ökobild.png) [noch einmal](2024-03-radweg/Größe.pdf)\n\n## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n"
        ),
    )
    project.write(
        "sitzungen/2026-12-02-s.md",
        name(
            "---\nuid: s2m2m2\nname: Sitzung\nart: Fraktionssitzung\ndatum: 2026-12-02\nbeginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\neinladung: Einladung ö.pdf\nprotokoll: Protokoll ö.pdf\n---\n"
        ),
    )
    project.write(
        "meldungen/2026-11-02-m.md",
        name(
            "---\nuid: m2m2m2\ntitel: Neu\ndatum: 2026-11-02\nbild: Gruppe ü.png\nbild_alt: Alle\n---\n\n[Plan](/antraege/2024-03-radweg/Größe.pdf)\n"
        ),
    )
    project.write(
        "personen/vera.md", name("---\nuid: p2m2m2\nname: Vera Beispiel\nbild: Porträt.png\nbild_alt: Vera\n---\n")
    )
    lying = {
        "antraege/2024-03-radweg": (
            "Größe.pdf",
            "Übersicht é.txt",
            "Beschluß ä.pdf",
            "Plän.pdf",
            "Skizze ü.pdf",
            "Ökobild.png",
        ),
        "sitzungen/2026-12-02-s": ("Einladung ö.pdf", "Protokoll ö.pdf"),
        "meldungen/2026-11-02-m": ("Gruppe ü.png",),
        "personen/vera": ("Porträt.png",),
    }
    for folder, names in lying.items():
        for each in names:
            project.write(
                f"{folder}/{normalize(disk, each)}",
                PICTURE if each.endswith("png") else pdf(each) if each.endswith("pdf") else "Text",
            )
    return project


def test_files_are_found_and_published_under_one_name_in_whatever_form_it_is_written(
    compiled: None, tmp_path: Path
) -> None:
    outputs = []
    for disk, typed in product(FORMS, FORMS):
        project = with_files(Project(tmp_path / f"{disk}{typed}"), disk, typed)
        assert project.check() == []
        assert project.build(**QUICK).report
        outputs.append(files_of(project.output))
    assert {
        "antraege/2024-03-radweg/Größe.pdf",
        "sitzungen/2026-12-02-s/Protokoll ö.pdf",
        "antraege/2024-03-radweg/Skizze ü.pdf",
    } <= outputs[0].keys()
    assert [path for path in outputs[0] if not is_normalized("NFC", path)] == []
    assert outputs == [outputs[0]] * 4


def test_a_file_whose_name_is_put_together_anew_stays_the_file_it_was(compiled: None, project: Project) -> None:
    """As after a clone on another system: by the short way, and then beside another change by the long one."""
    with_files(project, "NFC", "NFC").build(**QUICK)
    before = files_of(project.output)
    for file in sorted(project.content.rglob("*")):
        if apart(file.name) != file.name:
            file.rename(file.with_name(apart(file.name)))
    tick()
    report = project.build(**QUICK).report
    assert (report.written, report.removed) == ([], [])
    tick()
    project.motion("2024-04-bus", uid="n5b7sx", titel="Bus")
    assert project.build(**QUICK).report.removed == []
    assert before.keys() <= files_of(project.output).keys()


def test_two_files_that_differ_in_the_form_of_their_names_only_are_both_named(project: Project) -> None:
    with_files(project, "NFC", "NFC").write(
        f"antraege/2024-03-radweg/{apart('Größe.pdf')}", pdf("Eine andere", "zweite")
    )
    assert [(p.code, p.path) for p in project.check() if not p.warning] == [
        ("file-alike", "content/antraege/2024-03-radweg/Größe.pdf")
    ]
    (told,) = [p.what for p in project.check() if p.code == "file-alike"]
    assert "„Größe.pdf“ (" in told
    assert "„Gro<U+0308>ße.pdf“ (" in told


def test_an_old_build_does_not_hide_that_a_second_form_came(compiled: None, project: Project) -> None:
    assert with_files(project, "NFC", "NFC").build(**QUICK).report
    project.write(f"antraege/2024-03-radweg/{apart('Größe.pdf')}", pdf("Eine andere"))
    tick()
    assert codes(errors(project.build(**QUICK).problems)) == ["file-alike"]


@pytest.mark.parametrize(
    "form",
    [str, apart, lambda text: '"' + "".join(f"\\u{ord(sign):04x}" for sign in apart(text)) + '"'],
    ids=["one-sign", "apart", "escaped"],
)
def test_names_in_heads_mean_what_is_meant(project: Project, form) -> None:
    """Persons, committees, topics, places, terms, motions, meetings, series: typed apart, and apart only after YAML has read it."""
    project.write("themen.yaml", "- name: Öffentlicher Verkehr\n")
    project.write("orte.yaml", "- name: Görz\n")
    project.write("wahlperioden.yaml", "- name: Zähljahre\n  von: 2020-11-01\n")
    project.write("gremien/umwelt.md", "---\nuid: g4m4m4\nname: Ausschuss für Grünes\nart: Ausschuss\n---\n")
    project.write(
        "personen/jorg.md",
        f"---\nuid: p2m2m2\nname: Jörg Beispiel\nmitgliedschaften:\n  - gremium: {form('Ausschuss für Grünes')}\n---\n",
    )
    project.write(
        "reihen/treffen.md",
        "---\nuid: r7k4qd\nname: Grünes Treffen\nart: Fraktionssitzung\nrhythmus: jede Woche\ntag: Mittwoch\nbeginn: 19:30\nab: 2026-12-02\nbis: 2026-12-16\nform: Videokonferenz\nzugang: öffentlich\nveroeffentlicht: 2026-11-20\n---\n",
    )
    project.write(
        "sitzungen/2026-12-02-t.md",
        f"---\nreihe: {form('Grünes Treffen')}\ndatum: 2026-12-02\ntagesordnung:\n  - titel: Bus\n    antrag: {form('Büsse')}\n---\n",
    )
    project.motion("2024-04-bus", uid="n5b7sx", titel="Büsse")
    project.motion(
        head=f"themen:\n  - {form('Öffentlicher Verkehr')}\nort:\n  - {form('Görz')}\nwahlperiode: {form('Zähljahre')}\nbezug:\n  - {form('Büsse')}\nunterzeichner:\n  - name: {form('Jörg Beispiel')}\nberatungsfolge:\n  - gremium: {form('Ausschuss für Grünes')}\n    datum: 2024-05-02\n    ergebnis: vertagt\n"
    )
    site = project.site()
    motion = next(m for m in site.motions if m.stem == "2024-03-radweg")
    links = [
        *motion.topics,
        *motion.places,
        motion.term,
        motion.relations[0].link,
        motion.signatories[0].person,
        *motion.steps[0].committees,
        *(m.committee for m in site.persons[0].memberships),
        *(a for m in site.meetings for i in m.agenda for a in i.motions),
    ]
    assert [link.text for link in links if not link.path or not is_normalized("NFC", link.text)] == []
    assert len(links) == 8


@pytest.mark.parametrize(
    "kind", [kind for kind in LISTS if kind not in ("redirect", "synonym")]
)  # rows that have no name
def test_the_same_name_twice_in_a_list_is_told_in_both_forms(project: Project, kind: str) -> None:
    name, _ = LISTS[kind]
    key = "wort" if kind == "word" else "name"
    more = {
        "term": "  von: 2020-11-01\n",
        "word": "  erklaerung: So ist es.\n",
        "source": "  adresse: https://example.org/{}\n  ebene: andere\n",
    }.get(kind, "")
    project.write(
        name,
        "".join(
            f"- {key}: {each}\n{more.format(n)}" for n, each in enumerate(("Grüß", apart("Grüß"), '"Gru\\u0308ß"'))
        ),
    )
    assert [p.code for p in project.check() if p.path == f"content/{name}"] == ["name-twice"] * 2


def test_old_addresses_lead_on_in_both_forms(project: Project) -> None:
    with_files(project, "NFD", "NFC")
    project.write(
        "umleitungen.yaml",
        f"- von: /alt/{quote(apart('Größe'))}\n  nach: /antraege/2024-03-radweg/{quote(apart('Größe.pdf'))}\n- von: /alt/Größe\n  nach: /antraege/\n",
    )
    assert codes(project.check()) == ["redirect-taken"]
    project.write(
        "umleitungen.yaml",
        f"- von: /alt/{quote(apart('Größe'))}\n  nach: /antraege/2024-03-radweg/{quote(apart('Größe.pdf'))}\n",
    )
    project.build(**QUICK)
    assert quote("../../antraege/2024-03-radweg/Größe.pdf") in project.page("alt/Größe/")
    project.write(
        "umleitungen.yaml",
        "- von: /alt/Größe/\n  nach: /antraege/\n- von: /alt/ohne/\n  nach: /antraege/\n- von: /alt?x=ö\n  nach: /antraege/\n",
    )
    project.build(**QUICK)
    told = json.loads((project.output / "umleitungen.json").read_text("utf-8"))
    assert [row["von"] for row in told] == [
        "/alt/Größe/",
        f"/alt/{quote(apart('Größe'))}/",
        "/alt/ohne/",
        "/alt?x=ö",
    ], "a server is asked in either form"


def test_a_word_of_the_glossary_is_explained_however_it_is_put_together(project: Project) -> None:
    project.write("glossar.yaml", apart("- wort: nichtöffentlich\n  erklaerung: Nur für Mitglieder.\n"))
    project.motion(
        head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-05-02\n    oeffentlich: nein\n    ergebnis: vertagt\n"
    )
    project.build(**QUICK)
    assert 'id="wort_nichtoeffentlich"' in project.page("antraege/2024-03-radweg/")


def test_what_is_typed_at_the_command_is_put_together(project: Project) -> None:
    path = new_text(
        project.content, "antrag", {"titel": apart("Größere Übergänge"), "art": "Antrag", "datum": "2026-11-20"}, TODAY
    )
    assert path.name == "2026-11-groessere-uebergaenge.md"
    assert "titel: Größere Übergänge\n" in path.read_text("utf-8")


def test_a_source_is_asked_for_by_its_name_in_any_form(project: Project) -> None:
    """None is reached: it is enough that it is the one that is asked."""
    project.write("teaserquellen.yaml", "- name: Grüne Jugend\n  adresse: http://127.0.0.1:9/feed\n  ebene: andere\n")
    assert fetch(project.settings(), Order(only=apart("GRÜNE  Jugend")), lambda text: None).asked == 1


def test_a_text_whose_name_is_no_address_gets_the_same_proposal(project: Project) -> None:
    for form in FORMS:
        path = project.write(
            f"antraege/{normalize(form, 'Größe')}.md",
            "---\nuid: k7f3qz\ntitel: x\nart: Antrag\ndatum: 2024-03-04\n---\n## Beschlussvorschlag\n\n1. Ja.\n",
        )
        assert [(p.code, p.path, "groesse.md" in p.remedy) for p in project.check() if not p.warning] == [
            ("name-bad", "content/antraege/Größe.md", True)
        ]
        path.unlink()


def test_the_preview_answers_in_both_forms(project: Project, tmp_path: Path) -> None:
    handler = Handler.__new__(Handler)
    handler.directory = str(tmp_path)
    assert {handler.translate_path(f"/antraege/{quote(normalize(form, 'Größe.pdf'))}?x=%23") for form in FORMS} == {
        f"{tmp_path}/antraege/Größe.pdf"
    }


def test_files_lie_where_they_are_found(tmp_path: Path) -> None:
    """Folders too may be written apart; a name that is in neither form stays what it was."""
    for name in (apart("Bögen/Größe.txt"), "plan.txt", apart("o\u0323\u0308.txt")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    entries = scan(tmp_path)
    assert sorted(entries) == sorted(["Bögen/Größe.txt", composed("o\u0323\u0308.txt"), "plan.txt"])
    assert {path: composed(located(tmp_path, path).read_text()) for path in entries} == {path: path for path in entries}
    assert not located(tmp_path, "Bögen/Fehlt ö.txt").exists()


def test_a_preview_of_two_forms_is_built(compiled: None, project: Project) -> None:
    with_files(project, "NFC", "NFC").write(f"antraege/2024-03-radweg/{apart('Größe.pdf')}", pdf("Eine andere"))
    assert read_site(project.content, TODAY, preview=True)[0].motions
