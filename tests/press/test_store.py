"""The store between builds: a help that is never trusted further than it can be checked."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.press import store as module
from plugins.press.store import Store
from plugins.site.build import build

from ..builders import Project
from ..conftest import ROOT
from ..disk import HEUTE, contents, fraktion, run

pytestmark = pytest.mark.usefixtures("compiled")

DAMAGED = "Der Zwischenspeicher war beschädigt und wurde verworfen; diesmal wird alles neu gebaut."
OTHER = "Der Zwischenspeicher stammt von einer anderen Fassung des Programms und wurde verworfen; diesmal wird alles neu gebaut."


@pytest.fixture
def built(project: Project) -> Project:
    """Two motions, one of which refers to the other, and a file; built once."""
    project.motion("2024-03-radweg", head="themen: Verkehr\nanlagen:\n  - datei: plan.pdf\n")
    project.write("antraege/2024-03-radweg/plan.pdf", "%PDF-1.4")
    project.motion(
        "2023-05-bus",
        uid="n5b7sx",
        titel="Bus",
        datum="2023-05-04",
        head="bezug: [k7f3qz]\nunterzeichner:\n  - name: Vera Beispiel\nberatungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2023-06-01\n    ergebnis: vertagt\n",
    )
    project.write(
        "meldungen/2024-05-neues.md",
        "---\nuid: n2w3s4\ntitel: Neues\ndatum: 2024-05-01\nzu_antrag: k7f3qz\n---\n\nEs gibt etwas Neues.\n",
    )
    assert project.build().report
    return project


def store_file(project: Project) -> Path:
    return project.root / ".cache" / "presse.sqlite"


def said(project: Project, **options) -> list[str]:
    """What a build says of its store. It must end well and with the bytes of a build from nothing."""
    lines: list[str] = []
    result = build(project.settings(), say=lines.append, **options)
    assert result.report
    assert_cold(project)
    return lines


def assert_cold(project: Project) -> None:
    """Many tests make the same of the same texts; wherever these lie, a build from nothing gives the same (test_output.py)."""
    key = repr(sorted(contents(project.content).items()))
    if key not in COLD:
        cold = project.root / "kalt"
        build(project.settings(OUTPUT_PATH=str(cold)), everything=True)
        COLD[key] = contents(cold)
        shutil.rmtree(cold)
    assert contents(project.output) == COLD[key]


COLD: dict[str, dict[str, bytes]] = {}


# -------------------------------------------------------------------------- one line, and anew


@pytest.mark.parametrize(
    "data", [b"kein SQLite", b"SQLite format 3\x00" + bytes(4096), os.urandom(5000)], ids=["text", "header", "noise"]
)
def test_a_file_that_is_no_store_is_thrown_away(built: Project, data: bytes) -> None:
    store_file(built).write_bytes(data)
    assert said(built) == [DAMAGED]
    assert said(built) == []


def test_a_store_of_another_program_is_thrown_away(built: Project) -> None:
    """It may well be a good SQLite file."""
    store_file(built).unlink()
    with sqlite3.connect(store_file(built)) as db:
        db.execute("CREATE TABLE adressen (name TEXT)")
    db.close()
    assert said(built) == [DAMAGED]


def test_a_store_of_another_version_is_thrown_away(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other code may make other pages of the same texts."""
    versions = module.code_versions()
    monkeypatch.setattr(module, "code_versions", lambda: {**versions, "outputs": "eine andere"})
    lines: list[str] = []
    report = build(built.settings(), say=lines.append).report
    assert lines == [OTHER]
    assert (report.rendered, report.written) == (report.pages, [])
    assert build(built.settings(), say=lines.append).report.rendered == 0
    assert lines == [OTHER]


def test_a_store_of_the_first_edition_is_thrown_away(built: Project) -> None:
    """It had one version for all that it held."""
    store_file(built).unlink()
    with sqlite3.connect(store_file(built)) as db:
        db.executescript(
            "CREATE TABLE version (digest TEXT); INSERT INTO version VALUES ('abc'); CREATE TABLE parsed (key TEXT PRIMARY KEY, data TEXT);"
        )
    db.close()
    assert said(built) == [OTHER]
    assert said(built) == []


@pytest.mark.parametrize(
    ("changed", "kept"), [("outputs", {"parsed", "seen"}), ("parsed", {"seen"}), ("seen", {"parsed"})]
)
def test_other_code_throws_away_what_it_made_and_nothing_else(
    built: Project, monkeypatch: pytest.MonkeyPatch, changed: str, kept: set[str]
) -> None:
    before = rows_of(built)
    versions = module.code_versions()
    monkeypatch.setattr(module, "code_versions", lambda: {**versions, changed: "eine andere"})
    with Store(built.root / ".cache") as store:
        store.commit()
    after = rows_of(built)
    assert {kind for kind in ("parsed", "seen") if after[kind] == before[kind] != 0} == kept
    assert after["things"] == after["buckets"] == 0
    monkeypatch.undo()
    monkeypatch.setattr(module, "code_versions", lambda: versions)
    assert said(built) == [OTHER]


def rows_of(project: Project) -> dict[str, int]:
    with sqlite3.connect(store_file(project)) as db:
        counts = {
            table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("parsed", "seen", "outputs", "things", "buckets")
        }
    db.close()
    return counts


def test_an_empty_file_is_a_store_that_was_never_finished(built: Project) -> None:
    """A first build that was killed leaves one. There is nothing to say about it."""
    store_file(built).write_bytes(b"")
    assert said(built) == []


@pytest.mark.parametrize("rest", ["", "-wal", "-shm"])
def test_without_a_store_everything_is_built(built: Project, rest: str) -> None:
    """Also where somebody deleted a part of it."""
    for name in (rest,) if rest else ("", "-wal", "-shm"):
        Path(f"{store_file(built)}{name}").unlink(missing_ok=True)
    assert said(built) == []


def test_leftovers_of_a_deleted_store_are_not_taken_for_the_new_ones(built: Project) -> None:
    """SQLite would read a journal that lies beside a file of the same name."""
    writing = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import sqlite3, sys; db = sqlite3.connect({str(store_file(built))!r}, isolation_level=None); db.execute('UPDATE outputs SET data = 1'); print(flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    writing.stdout.readline()
    writing.kill()
    writing.wait()
    assert Path(f"{store_file(built)}-wal").stat().st_size
    store_file(built).unlink()
    assert said(built) == []


# ------------------------------------------------------------- a damaged letter is not believed


COLUMNS = [
    ("parsed", "data"),
    ("seen", "data"),
    ("outputs", "data"),
    ("things", "facts"),
    ("things", "text"),
    ("things", "card"),
    ("things", "places"),
    ("buckets", "data"),
]
HARMS = {
    "letter": lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 0x01]) + data[len(data) // 2 + 1 :],
    "seal": lambda data: bytes([data[0] ^ 0x80]) + data[1:],
    "half": lambda data: data[: len(data) // 2],
    "text": lambda data: data.hex(),
    "null": lambda data: None,
}


def spoil(project: Project, table: str, column: str, harm) -> None:
    """Change every value, as a bad disk does: SQLite cannot notice it."""
    with sqlite3.connect(store_file(project)) as db:
        values = [value for (value,) in db.execute(f"SELECT DISTINCT {column} FROM {table}")]
        db.executemany(
            f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [(harm(value), value) for value in values]
        )
    db.close()
    assert values


# Each column with two of them, and each of them with three columns or four; all with all in the long run.
SPOILED = [
    pytest.param(*place, how, marks=[] if (number - n) % len(HARMS) < 2 else pytest.mark.lang)
    for number, place in enumerate(COLUMNS)
    for n, how in enumerate(HARMS)
]


@pytest.mark.parametrize(("table", "column", "how"), SPOILED)
def test_a_changed_value_never_reaches_a_page(built: Project, table: str, column: str, how: str) -> None:
    spoil(built, table, column, HARMS[how])
    text = built.content / "antraege" / "2024-03-radweg.md"
    text.write_text(
        text.read_text("utf-8").replace("wird gebaut", "wird rasch gebaut").replace("1. ", "") + "\nUnd mehr.\n",
        "utf-8",
    )
    first = said(built)
    assert set(first) <= {DAMAGED}
    text.write_text(text.read_text("utf-8").replace("Und mehr", "Und noch mehr"), "utf-8")
    assert said(built) == []


@pytest.mark.parametrize("table", ["parsed", "seen", "outputs", "things", "buckets"])
def test_a_row_that_is_missing_never_leaves_an_old_page(built: Project, table: str) -> None:
    with sqlite3.connect(store_file(built)) as db:
        db.execute(f"DELETE FROM {table}")
    db.close()
    text = built.content / "antraege" / "2024-03-radweg.md"
    text.write_text(text.read_text("utf-8") + "\nUnd mehr.\n", "utf-8")
    (built.output / "fremd.txt").write_text("fremd", "utf-8")
    said(built)
    assert not (built.output / "fremd.txt").exists()


@pytest.mark.parametrize(
    "name",
    [
        "sources",
        "rows",
        "lists",
        "refs",
        "asked by pages",
        "units of pages",
        "asked by texts",
        "units of texts",
        "pages",
        "folders",
        "todo",
        "values",
        "problems",
        "kept",
    ],
)
def test_one_bucket_that_is_missing_never_leaves_an_old_page(built: Project, name: str) -> None:
    """What is not there is damage, and not something that never was."""
    with sqlite3.connect(store_file(built)) as db:
        gone = db.execute("DELETE FROM buckets WHERE map = ?", (name,)).rowcount
    db.close()
    assert gone
    text = built.content / "antraege" / "2023-05-bus.md"
    text.write_text(text.read_text("utf-8").replace("titel: Bus", "titel: Nachtbus"), "utf-8")
    assert set(said(built)) <= {DAMAGED}
    assert said(built) == []


# -------------------------------------------------------------------- where nothing can be kept


def test_a_cache_that_is_a_file_is_told_and_does_not_stop_the_build(built: Project) -> None:
    folder = built.root / ".cache"
    shutil.rmtree(folder)
    folder.write_text("", "utf-8")
    assert said(built) == [f"Der Zwischenspeicher {folder} ist nicht beschreibbar; diesmal wird alles neu gebaut."]


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that another user may enter; pytest's own may not be."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("there", ["nothing", "store"])
def test_a_read_only_cache_is_told_and_does_not_stop_the_build(open_to_all: Path, there: str) -> None:
    """Permissions mean nothing to root, so another user builds."""
    project = Project(open_to_all / "projekt")
    project.motion()
    cache = project.root / ".cache"
    cache.mkdir()
    if there == "store":
        project.build()
    shutil.rmtree(project.output, ignore_errors=True)
    project.output.mkdir()
    project.output.chmod(0o777)
    for path in (*cache.iterdir(), cache):
        path.chmod(0o555 if path.is_dir() else 0o444)
    code = """
import os, sys
from plugins.cli import main
main(["bauen", "--heute", sys.argv[1], "--ausgabe", sys.argv[2], "--alles", "--kerne", "1"])  # loads all that only root may read
os.getuid() or os.setuid(65534)
print("-", file=sys.stderr)
sys.exit(main(["bauen", "--heute", sys.argv[1], "--kerne", "1"]))
"""
    for _ in range(2):
        done = run([sys.executable, "-c", code, HEUTE, open_to_all / "vorher"], project.root)
        assert done.returncode == 0, done.stderr
        lines = done.stderr.partition("-\n")[2].splitlines()
        assert [line for line in lines if "speicher" in line] == [
            f"Der Zwischenspeicher {cache} ist nicht beschreibbar; diesmal wird alles neu gebaut."
        ]
    assert (project.output / "antraege/2024-03-radweg/index.html").is_file()


# --------------------------------------------------------------------------- data, and no code


def test_nothing_that_is_read_back_can_run() -> None:
    """Neither pickle nor its relatives, anywhere in the program. Compiled templates lie where Python's own compiled code does, not in the store."""
    for path in (ROOT / "plugins").rglob("*.py"):
        code = path.read_text("utf-8")
        assert not re.search(
            r"^\s*(?:import|from)\s+(?:pickle|cPickle|marshal|shelve|dill|joblib|copyreg)\b|\b(?:eval|exec)\(",
            code,
            re.M,
        ), path


# ---------------------------------------------------------------------------- two at a time


def command(project: Project, *more: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "plugins.cli", "bauen", "--heute", HEUTE, *more],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_two_builds_at_the_same_time_end_with_the_right_output(built: Project) -> None:
    """The second waits and says so; it finds nothing left to do, or does what came in between."""
    for number in range(30):
        built.motion(
            f"2025-01-antrag-{number}",
            uid=f"b{'bcdfgh'[number // 6]}{'bcdfgh'[number % 6]}777",
            titel=f"Antrag {number}",
            datum="2025-01-02",
        )
    ones = [command(built, *way) for way in ((), ("--kerne", "2"), ("--alles",))]
    built.motion("2025-01-antrag-3", uid="bbf777", titel="Ein anderer Titel", datum="2025-01-02")
    for one in ones:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
        assert "Traceback" not in out + err
    assert fraktion(built, "bauen", "--heute", HEUTE).returncode == 0
    assert_cold(built)


def test_a_build_waits_for_the_other(built: Project) -> None:
    holding = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import sys; from pathlib import Path; from plugins.press.store import alone\nwith alone(Path({str(built.root / '.cache')!r}), print): print(flush=True); sys.stdin.read()",
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    holding.stdout.readline()
    waiting = command(built)
    assert waiting.stderr.readline() == "Es wird schon gebaut; dieser Bau wartet, bis der andere fertig ist.\n"
    before = contents(built.output)
    time.sleep(0.3)
    assert waiting.poll() is None
    assert contents(built.output) == before
    holding.kill()  # a lock ends with the process that holds it
    holding.wait()
    out, err = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, err
    assert "davon 0 geschrieben" in out


# ----------------------------------------------------------- what changes while it is looked at


def test_a_file_that_changes_again_in_the_same_moment_is_read_again(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same size, same times, as on a disk that counts in seconds: only what is read tells."""
    text = built.content / "antraege" / "2024-03-radweg.md"
    from plugins.site import reading

    entry = reading.Entry
    now = time.time_ns()

    def coarse(path: str, regular: bool, stamp: tuple[int, int, int, int]) -> reading.Entry:
        second = 1_000_000_000
        return entry(path, regular, (stamp[0] // second * second, stamp[1] // second * second, stamp[2], stamp[3]))

    monkeypatch.setattr(reading, "Entry", coarse)
    for word in ("eins", "zwei", "drei", "vier"):
        text.write_text(
            f"---\nuid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\n---\n\n## Beschlussvorschlag\n\n1. Wort {word}.\n",
            "utf-8",
        )
        os.utime(text, ns=(now, now))
        built.build()
        assert f"Wort {word}." in built.page("antraege/2024-03-radweg/")


def test_a_file_that_changes_while_a_long_build_runs_is_read_by_the_next(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is when the folder was looked at, not when the build ended, which may be much later."""
    from plugins.site import content, reading

    text = built.content / "antraege" / "2024-03-radweg.md"
    text.write_text(text.read_text("utf-8") + "\nWort eins.\n", "utf-8")
    late, now = [0], time.time_ns

    def looked(folder: Path) -> dict:
        late[0] += 10 * reading.RACY
        return reading.scan(folder)

    monkeypatch.setattr(content, "scan", looked)
    monkeypatch.setattr(time, "time_ns", lambda: now() + late[0])
    built.build()
    assert late[0]
    known = known_sources(built)["antraege/2024-03-radweg.md"]
    assert known.stamp[0] == 0, "its time is not trusted, since it could change again within it"


def known_sources(project: Project):
    from plugins.site import build as front
    from plugins.site.content import Source

    with Store(project.root / ".cache") as store:
        count = front.decoder(front.Output).decode(store.output(str(project.output))).count
        return dict(
            front.Map(store, front.number_of(str(project.output)), "sources", Source, count, fresh=False).items()
        )


def test_files_are_known_again_by_their_times_once_these_are_old(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every build would read everything. The council's words stand in the group's own file, which is read first."""
    from plugins.site import content

    monkeypatch.setattr(content, "RACY", -1_000_000_000)
    built.write("themen.yaml", "- name: Verkehr\n- name: Soziales\n- name: Neu\n")
    built.build()
    read: list[Path] = []
    monkeypatch.setattr(
        Path, "read_bytes", lambda path, read_bytes=Path.read_bytes: read.append(path) or read_bytes(path)
    )
    built.build()
    assert {path.name for path in read if path.is_relative_to(built.content)} == {"fraktion.yaml"}


# ------------------------------------------------------------------------- one store, several outputs


def test_two_outputs_of_one_project_do_not_disturb_one_another(built: Project) -> None:
    """As the preview and the public site: same texts, other settings."""
    other = built.root / "zweite"
    preview = {"OUTPUT_PATH": str(other), "ENTWUERFE": True}
    built.motion("2025-01-entwurf", uid="d7f3qz", titel="Noch geheim", datum="2025-01-02", head="stand: Entwurf")
    assert build(built.settings(**preview)).report
    assert "Noch geheim" in (other / "antraege/2025/index.html").read_text("utf-8")
    text = built.content / "antraege" / "2024-03-radweg.md"
    for word in ("eins", "zwei"):
        text.write_text(text.read_text("utf-8") + f"\nWort {word}.\n", "utf-8")
        for settings in (built.settings(), built.settings(**preview)):
            report = build(settings).report
            assert [path for path in report.written if not path.startswith("suche/")] == [
                "antraege/2024-03-radweg/index.html",
                *(f"feeds/{name}.{kind}" for name in ("alles", "antraege") for kind in ("atom", "json", "rss")),
            ]
        assert build(built.settings()).report.rendered == 0
        assert build(built.settings(**preview)).report.rendered == 0
    assert_cold(built)


def test_a_store_that_is_closed_early_has_learned_nothing(tmp_path: Path) -> None:
    """What one build remembers becomes valid at once or not at all."""
    with Store(tmp_path) as store:
        store.commit()
        store.put_output("output", b"x")
    with Store(tmp_path) as store:
        assert store.output("output") == b""
        store.put_output("output", b"x")
        store.commit()
    with Store(tmp_path) as store:
        assert store.output("output") == b"x"


def test_texts_that_no_output_is_made_from_are_forgotten(built: Project) -> None:
    """Else the store would hold every version that ever was."""

    before = rows_of(built)
    text = built.content / "antraege" / "2024-03-radweg.md"
    for number in range(3):
        text.write_text(text.read_text("utf-8") + f"\n## Teil {number}\n\nText.\n", "utf-8")
        built.build()
    assert rows_of(built) == before


def test_another_program_has_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Its modules, and the tables of fields: a store that knew the old table would give the old pages."""
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    (tmp_path / "motions").mkdir()
    seen = [module.code_versions()]
    for name, text in (
        ("motions/model.py", "a = 1"),
        ("motions/fields.toml", 'key = "stand"'),
        ("motions/fields.toml", 'key = "lage"'),
        ("motions/model.py", "a = 2"),
    ):
        (tmp_path / name).write_text(text)
        seen.append(module.code_versions())
    (tmp_path / "motions/fields.toml").rename(tmp_path / "motions/field.toml")
    seen.append(module.code_versions())
    (tmp_path / "motions/notes.txt").write_text("x")

    assert len({versions["outputs"] for versions in seen}) == 6
    assert len({versions["parsed"] for versions in seen}) == 4, "which fields a text may have, and not what a motion is"
    assert module.code_versions() == seen[-1]


# --------------------------------------------------------------- what lies in another's place


def exchange(project: Project, table: str, column: str) -> None:
    """Every row gets the value of another one: each is sealed and whole, and not its own."""
    keys = KEYS[table]
    with sqlite3.connect(store_file(project)) as db:
        rows = db.execute(f"SELECT {keys}, {column} FROM {table} ORDER BY {keys}").fetchall()
        assert len({row[-1] for row in rows}) > 1
        where = " AND ".join(f"{key} = ?" for key in keys.split(", "))
        db.executemany(
            f"UPDATE {table} SET {column} = ? WHERE {where}",
            [(other[-1], *row[:-1]) for row, other in zip(rows, rows[1:] + rows[:1], strict=True)],
        )
    db.close()


KEYS = {"parsed": "key", "seen": "key", "things": "folder, id", "buckets": "folder, map, number"}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("parsed", "data"),
        ("seen", "data"),
        ("things", "facts"),
        ("things", "text"),
        ("things", "card"),
        ("things", "places"),
        ("buckets", "data"),
    ],
)
def test_values_that_changed_places_never_reach_a_page(
    built: Project, monkeypatch: pytest.MonkeyPatch, table: str, column: str
) -> None:
    from plugins.site import content

    monkeypatch.setattr(content, "RACY", -1_000_000_000)  # files are known again by their stamps alone
    built.build()
    exchange(built, table, column)
    built.write("themen.yaml", "- name: Verkehr\n- name: Soziales\n- name: Neu\n")
    text = built.content / "antraege" / "2024-03-radweg.md"
    text.write_text(text.read_text("utf-8") + "\nUnd mehr.\n", "utf-8")
    assert set(said(built)) <= {DAMAGED}
    assert said(built) == []


def test_sealed_values_of_two_columns_are_not_taken_for_each_other(built: Project) -> None:
    with sqlite3.connect(store_file(built)) as db:
        db.execute("UPDATE things SET facts = card, card = facts")
    db.close()
    text = built.content / "antraege" / "2024-03-radweg.md"
    text.write_text(text.read_text("utf-8").replace("titel: Radweg", "titel: Radwege") + "\nUnd mehr.\n", "utf-8")
    assert set(said(built)) <= {DAMAGED}
    assert said(built) == []


@pytest.mark.parametrize(
    ("rest", "how"),
    [
        ("", "full folder"),
        ("-wal", "folder"),
        *(
            pytest.param(rest, how, marks=pytest.mark.lang)
            for rest in ("", "-wal", "-shm", "-journal")
            for how in ("folder", "full folder", "dangling link")
        ),
    ],
)
def test_what_stands_in_the_way_of_the_store_is_taken_away_once(built: Project, rest: str, how: str) -> None:
    """Said once, and well from then on."""
    place = Path(f"{store_file(built)}{rest}")
    if place.exists():
        place.unlink()
    if how == "dangling link":
        place.symlink_to("nirgends")
    else:
        place.mkdir()
        if how == "full folder":
            (place / "datei").write_text("x")
    assert set(said(built)) <= {DAMAGED}
    assert said(built) == []
    assert store_file(built).is_file()


# ------------------------------------------------------------------- what was taken out is gone


def bytes_of_store(project: Project) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((project.root / ".cache").iterdir()) if path.is_file())


def test_a_text_that_was_taken_out_is_in_no_free_page_of_the_store(built: Project) -> None:
    text = built.content / "antraege" / "2024-03-radweg.md"
    before = text.read_text("utf-8")
    text.write_text(before + "\n## Begründung\n\n" + "Quastelflosse und nochmals Quastelflosse. " * 400 + "\n", "utf-8")
    built.build()
    assert b"Quastelflosse" in bytes_of_store(built)
    text.write_text(before, "utf-8")
    built.build()
    assert b"Quastelflosse" not in bytes_of_store(built)


def test_what_an_output_folder_was_made_of_goes_with_it(built: Project) -> None:
    """As the preview of a branch that is deleted."""
    other = built.root / "zweite"
    built.motion("2025-01-entwurf", uid="d7f3qz", titel="Quastelflosse", datum="2025-01-02", head="stand: Entwurf")
    assert build(built.settings(OUTPUT_PATH=str(other), ENTWUERFE=True)).report
    shutil.rmtree(other)
    (built.content / "antraege/2025-01-entwurf.md").unlink()
    built.build()
    assert b"Quastelflosse" not in bytes_of_store(built)
