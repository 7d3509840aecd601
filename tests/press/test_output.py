"""What a build leaves on the disk: the same bytes for the same content, and nothing else touched."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest

from plugins.site.settings import Refusal

from ..builders import Project
from ..disk import HEUTE, ROOT, contents, fraktion, pelican, run, sample_project, stamps


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample content as a project, built. A test may build it again, and changes nothing."""
    project = sample_project(tmp_path_factory.mktemp("press") / "projekt")
    done = fraktion(project, "bauen", "--heute", HEUTE)
    assert done.returncode == 0, done.stderr
    return project


# ------------------------------------------------------------------------------- the same bytes


def test_stock_pelican_makes_the_same_bytes(whole: Project, project: Project, tmp_path: Path) -> None:
    """From any folder, and from the project's own."""
    project.motion()
    assert project.build().report
    for site, folder, output in ((whole, tmp_path, tmp_path / "a"), (project, None, tmp_path / "b")):
        done = pelican(site, output, folder=folder)
        assert done.returncode == 0, done.stderr
        assert contents(output) == contents(site.output)


def test_the_folder_and_the_order_of_its_entries_do_not_matter(whole: Project, tmp_path: Path) -> None:
    """Nor do the times of the files, the number of cores, or the seed of Python's hashes."""
    other = sample_project(tmp_path / "ganz" / "woanders")
    for path in other.content.rglob("*"):
        os.utime(path, (10**9, 10**9))
    assert [entry.name for entry in Backwards(os.scandir(other.content))] == [
        path.name for path in other.content.iterdir()
    ][::-1]
    code = "import os, sys; from tests.press.test_output import Backwards; forwards = os.scandir; os.scandir = lambda *args: Backwards(forwards(*args)); from plugins.cli import main; sys.exit(main(sys.argv[1:]))"
    done = run(
        [sys.executable, "-c", code, "bauen", "--heute", HEUTE, "--kerne", "2", "--ausgabe", tmp_path / "a"],
        other.root,
        env={"PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "a") == contents(whole.output)


class Backwards:
    """A folder's entries from the last to the first."""

    def __init__(self, entries):
        with entries:
            self.entries = iter(reversed(list(entries)))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass


def test_the_second_build_writes_nothing(whole: Project) -> None:
    before = stamps(whole.output)
    for way in ((), ("--alles",)):
        done = fraktion(whole, "bauen", "--heute", HEUTE, *way)
        assert done.returncode == 0
        assert "davon 0 geschrieben, 0 entfernt" in done.stdout
    assert pelican(whole, whole.output).returncode == 0
    assert stamps(whole.output) == before


def test_a_changed_text_changes_only_the_files_that_show_it(project: Project) -> None:
    """All others keep their time, so that a feed reader gets its 304."""
    project.motion("2024-03-radweg")
    project.motion("2023-05-nachtbus", uid="n5b7sx", titel="Nachtbus", datum="2023-05-04")
    project.build()
    before = stamps(project.output)
    project.motion("2023-05-nachtbus", uid="n5b7sx", titel="Nachtbus am Wochenende", datum="2023-05-04")
    report = project.build().report
    after = stamps(project.output)
    assert {path for path in after if after[path] != before.get(path)} == set(report.written)
    assert "antraege/2023-05-nachtbus/index.html" in report.written
    assert not {
        "feeds/meldungen.atom",
        "kontakt/index.html",
        "gremien/kreistag/index.html",
        "a/k7f3qz/index.html",
    } & set(report.written)


# ----------------------------------------------------------------------------- what must not be


def test_a_problem_leaves_the_output_as_it_was(project: Project) -> None:
    """Both ways to build print the sentences and end with 1."""
    project.motion("2024-03-radweg")
    assert fraktion(project, "bauen", "--heute", HEUTE).returncode == 0
    before = stamps(project.output)
    project.motion("2024-04-bus", uid="n5b7sx", titel="Bus", head="status: angenommen")
    project.motion("2024-03-radweg", titel="Ein anderer Titel")
    for done in (fraktion(project, "bauen", "--heute", HEUTE), pelican(project, project.output)):
        assert done.returncode == 1
        assert (
            "content/antraege/2024-04-bus.md:6: „status: angenommen“ ist nicht die Angabe für den Ausgang."
            in done.stderr
        )
        assert "    → Bitte „stand: angenommen“ schreiben oder die Zeile löschen" in done.stderr
        assert "\n1 Problem.\n" in done.stderr
    assert stamps(project.output) == before


@pytest.mark.parametrize("name", ["wichtig.txt", "index.html", ".git/config"])
def test_somebody_elses_folder_is_refused(project: Project, tmp_path: Path, name: str) -> None:
    theirs = tmp_path / "fremd" / name
    theirs.parent.mkdir(parents=True)
    theirs.write_text("<!doctype html><title>Meine Seite</title>", "utf-8")
    for done in (
        fraktion(project, "bauen", "--ausgabe", str(tmp_path / "fremd")),
        pelican(project, tmp_path / "fremd"),
    ):
        assert done.returncode == 1
        assert (
            "enthält andere Dateien; sie gingen verloren. Bitte einen leeren oder neuen Ordner angeben." in done.stderr
        )
    assert contents(tmp_path / "fremd") == {name: b"<!doctype html><title>Meine Seite</title>"}


@pytest.mark.parametrize("folder", [".", "content", "content/output", "content/antraege/neu"])
def test_neither_the_project_nor_a_place_among_its_texts_is_an_output(project: Project, folder: str) -> None:
    project.motion()
    before = contents(project.content)
    done = fraktion(project, "bauen", "--ausgabe", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Bitte einen" in done.stderr
    assert contents(project.content) == before


def test_a_join_address_reaches_no_file_in_whatever_form_it_was_typed(project: Project) -> None:
    """Markdown takes the backslash away, and so does whoever reads the text before it; a text that is attached is read likewise."""
    project.motion(
        "2024-03-radweg", head="pdf: antrag.txt", body="## Beschlussvorschlag\n\nhttps://zoom\\.us/j/1234567\n"
    )
    project.write("antraege/2024-03-radweg/antrag.txt", "Einwahl: https://zoom.us/j/1234567")
    project.motion("2024-02-bus", uid="n5b7sx", titel="Bus", datum="2024-02-05")
    result = project.build()
    assert {p.path.rpartition("/")[2] for p in result.problems if p.code == "conference"} == {
        "2024-03-radweg.md",
        "antrag.txt",
    }
    assert [path for path, data in contents(project.output).items() if b"zoom" in data] == []
    done = fraktion(project, "bauen", "--heute", HEUTE)
    assert done.returncode == 1
    assert done.stderr.endswith("Es wurde nichts verändert.\n")


def test_a_removed_text_takes_its_pages_and_files_with_it(project: Project) -> None:
    project.motion("2024-03-radweg")
    project.motion(
        "2023-05-bus", uid="n5b7sx", titel="Bus", datum="2023-05-04", head="themen: Soziales\npdf: antrag.pdf"
    )
    project.write("antraege/2023-05-bus/antrag.pdf", "%PDF-1.4")
    project.build()
    assert project.page("antraege/2023-05-bus/antrag.pdf") == "%PDF-1.4"
    shutil.rmtree(project.content / "antraege" / "2023-05-bus")
    (project.content / "antraege" / "2023-05-bus.md").unlink()
    report = project.build().report
    assert {
        "antraege/2023-05-bus/index.html",
        "antraege/2023-05-bus/antrag.pdf",
        "a/n5b7sx/index.html",
        "themen/soziales/offen/index.html",
        "themen/soziales/2023/index.html",
        "antraege/2023/index.html",
    } <= set(report.removed)
    assert not [
        path
        for path in project.output.rglob("*")
        if "2023" in path.name or "n5b7sx" in path.name or path.parts[-2:] == ("soziales", "offen")
    ]


def test_what_an_interrupted_build_left_is_cleared_away(project: Project) -> None:
    """Also where the first build of all was stopped before its first page was whole."""
    project.motion()
    project.output.mkdir()
    (project.output / ".index.html.neu~").write_text("<!doct", "utf-8")
    project.build()
    before = contents(project.output)
    (project.output / "antraege" / ".index.html.neu~").write_text("<!doct", "utf-8")
    (project.output / "antraege" / "index.html").write_text("halb", "utf-8")
    (project.output / "kontakt" / "index.html").unlink()
    project.build(CACHE_ORDNER=str(project.root / "anderer"))
    assert contents(project.output) == before


def test_a_file_may_become_a_folder_and_a_folder_a_file(project: Project) -> None:
    project.motion()
    for old in ("/alt/seite.html", "/alt/seite.html/mehr", "/alt/seite.html", "/alt"):
        project.write("umleitungen.yaml", f"- von: {old}\n  nach: /antraege/2024-03-radweg/\n")
        result = project.build()
        assert result.report, result.problems
        name = old.strip("/") if old.endswith(".html") else f"{old.strip('/')}/index.html"
        assert [path for path in contents(project.output) if path.startswith("alt")] == [name]


# -------------------------------------------------------------------- a disk that does not do as told


@pytest.mark.parametrize("way", ["fraktion", "pelican"])
def test_a_place_that_cannot_be_written_is_told_with_a_remedy(project: Project, way: str) -> None:
    """/proc takes no folders, not even from root."""
    place = Path("/proc/fraktion")
    done = fraktion(project, "bauen", "--ausgabe", str(place)) if way == "fraktion" else pelican(project, place)
    assert done.returncode == 1
    assert "/proc/fraktion" in done.stderr
    assert "lässt sich nicht lesen oder schreiben" in done.stderr
    assert "Bitte" in done.stderr


def test_a_full_disk_is_told_and_the_next_build_finishes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.motion("2024-03-radweg")
    project.build()
    before = contents(project.output)
    project.motion("2024-03-radweg", titel="Radweg an der K 14")
    write, written = Path.write_bytes, []

    def write_until_full(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) > 5:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_until_full)
    with pytest.raises(
        Refusal, match=r"„.*“ lässt sich nicht lesen oder schreiben; der Datenträger ist voll\. Bitte Platz schaffen"
    ):
        project.build()
    monkeypatch.undo()
    between = contents(project.output)
    project.build()
    after = contents(project.output)
    assert after != before
    assert {path for path, data in between.items() if data not in (before.get(path), after.get(path))} == set()


def test_no_file_may_grow_and_it_is_no_traceback(project: Project) -> None:
    """The system's limit on the size of files, as a stand-in for a disk that ends anywhere."""
    for number in range(40):
        project.motion(
            f"2024-03-antrag-{number}",
            uid=f"b{'bcdfghjkmn'[number // 10]}{'bcdfghjkmn'[number % 10]}777",
            titel=f"Antrag {number}",
        )
    for limit in (1_000, 20_000):
        code = f"import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); runpy.run_module('plugins.cli', run_name='__main__')"
        done = run([sys.executable, "-c", code, "bauen", "--heute", HEUTE], project.root)
        assert done.returncode == 1, limit
        assert "lässt sich nicht lesen oder schreiben" in done.stderr
        assert "Bitte" in done.stderr
    assert fraktion(project, "bauen", "--heute", HEUTE).returncode == 0
    first = contents(project.output)
    shutil.rmtree(project.output)
    shutil.rmtree(project.root / ".cache")
    assert fraktion(project, "bauen", "--heute", HEUTE).returncode == 0
    assert contents(project.output) == first


def test_an_attachment_that_vanishes_while_building_is_no_traceback(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.motion(head="pdf: antrag.pdf")
    file = project.write("antraege/2024-03-radweg/antrag.pdf", "%PDF-1.4")
    from plugins.site import build as module

    plan = module.plan

    def and_then_gone(*args):
        planned = plan(*args)
        file.unlink()
        return planned

    monkeypatch.setattr(module, "plan", and_then_gone)
    with pytest.raises(Refusal, match=r"antrag\.pdf"):
        project.build()
