"""One file with a text that nobody wrote by hand: a sentence or a page, in bounded time and memory, and never a traceback.

Each case is the sample site and one hostile file, built with an empty store in a process of its own, and counted above what
the sample alone takes. The whole list is long; a few stand for it in every run.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from plugins.press import press
from plugins.records.left import LEFT
from plugins.records.problems import failure
from plugins.site import reading
from plugins.site.content import read_site
from plugins.site.reading import parse, parse_or_say
from plugins.site.tables import text_table

from ..builders import TODAY, Project, codes
from ..conftest import REAL, ROOT

SECONDS = 5  # of the processor, above the sample's own
MEMORY = 500 * 2**20  # bytes, above the sample's own
BOUNDS = {"line-long", "paragraph-long", "word-long", "text-signs"}
GUARD = 10 * SECONDS
HEAD = "---\nuid: zz9zz9\ntitel: Probe\nart: Antrag\ndatum: 2026-03-04\n{more}---\n\n## Beschlussvorschlag\n\n"
WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


def motion(body: str, more: str = "") -> tuple[str, bytes]:
    return "antraege/2026-03-probe.md", (HEAD.format(more=more) + body).encode()


def rows(name: str, row: str, count: int) -> tuple[str, bytes]:
    return name, "".join(row.format(n=n) for n in range(count)).encode()


SIGNS = {
    "[": 50_000,
    "[a](": 20_000,
    "![": 20_000,
    "[a](<b": 20_000,
    "<http:": 50_000,
    "<http://": 50_000,
    "\\": 200_000,
    "*": 50_000,
    "**": 25_000,
    "_": 50_000,
    "*a ": 30_000,
    "_a ": 30_000,
    "*a _b ": 20_000,
    "***a** ": 20_000,
    "[a][b]": 50_000,
    "](": 40_000,
    "![](": 30_000,
    "`": 100_000,
    "` ": 100_000,
    "&": 200_000,
    "&amp;": 60_000,
    "<": 200_000,
    ">": 200_000,
    "|": 200_000,
    "~": 200_000,
    "#": 200_000,
    "=": 200_000,
    ".": 200_000,
    "… ": 100_000,
    "[...]": 60_000,
    "- ": 100_000,
    "1. ": 100_000,
    "> ": 100_000,
    "\t": 100_000,
    " ": 300_000,
    "a@": 100_000,
    "§ ": 100_000,
    "{{": 100_000,
    "<a@b.c> ": 50_000,
    "[a](b (": 20_000,
    '[a](b "': 20_000,
}
LINES = {
    "points": "- a\n",
    "points apart": "- a\n\n",
    "numbers": "1. a\n",
    "brackets": "1) a\n",
    "quotes": "> a\n\n",
    "headings": "### a\n\n",
    "underlined": "a\n-\n",
    "rules": "***\n",
    "definitions": "[a]: b\n",
    "broken definitions": "[a]:\n",
    "code": "    a\n\n",
    "breaks": "a  \n",
    "empty": "\n",
    "colons": ":\n",
    "marks": "- \n",
    "rows of signs": "[ * _ `\n",
    "paragraphs": "Ein [Wort](https://example.org/) *hier*.\n\n",
}

CASES: dict[str, tuple[str, bytes]] = {
    **{f"{sign!r} × {count}": motion(sign * count) for sign, count in SIGNS.items()},
    **{
        f"{sign!r} in lines": motion("\n".join([sign * (900 // len(sign))] * 900))
        for sign in ("[", "[a](", "\\", "*a ", "`", "&amp;", "![")
    },
    **{
        f"{sign!r} in paragraphs": motion("\n\n".join([sign * (19_000 // len(sign))] * 50))
        for sign in ("[", "[a](", "\\", "*a ", "` ", "![")
    },
    **{f"lines: {name}": motion(line * (990_000 // len(line))) for name, line in LINES.items()},
    "as many closed": motion("[" * 30_000 + "]" * 30_000),
    "references": motion("".join(f"[a{n}]" for n in range(20_000))),
    "references with definitions": motion(
        "".join(f"[a{n}] " for n in range(1500))
        + "\n\n"
        + "".join(f"[a{n}]: https://example.org/{n}\n" for n in range(1500))
    ),
    "other links": motion("\n".join(f"[a](https://example.org/{n})" for n in range(20_000))),
    "dead links": motion("\n\n".join(f"[a](../antraege/fehlt-{n}.md)" for n in range(20_000))),
    "one word": motion(WORD * 20_000),
    "long words": motion(f"{WORD * 11} " * 1900),
    "lists in lists": motion("".join("    " * n + "- a\n" for n in range(600))),
    "quotes in quotes": motion(">" * 20_000 + " a"),
    "stairs of quotes": motion("".join(">" * (n % 400) + " a\n\n" for n in range(4_800))),
    "deep quotes": motion((">" * 100 + " a\n\n") * 9_400),
    "quotes": motion("> a\n\n" * 190_000),
    "points apart": motion("- a\n\n" * 190_000),
    "code apart": motion("\ta\n\n" * 240_000),
    "signs apart": motion("\\*\n\n" * 240_000),
    "rows of a table": motion("a|b\n-|-\n" + "x|y\n" * 20_000),
    "columns of a table": motion("|".join("a" * 4000) + "\n" + "|".join("-" * 4000) + "\n" + "x|y\n" * 200),
    "code in a table": motion("a|b\n-|-\n" + "`|" * 9_000),
    "ten megabytes": motion("Wort " * 2_000_000),
    # heads: the value of every kind of field
    "a long title": ("antraege/2026-03-probe.md", HEAD.format(more="").replace("Probe", "Probe " * 10_000).encode()),
    "a long summary": motion("a\n", "kurzfassung: " + "." * 90_000 + "\n"),
    "a summary in lines": motion("a\n", "kurzfassung: |\n" + "  [...]\n" * 10_000),
    "unknown topics": motion("a\n", "themen:\n" + "".join(f"  - Verker{n}\n" for n in range(5000))),
    "unknown keys": motion("a\n", "".join(f"titl{n}: a\n" for n in range(7000))),
    "many signatories": motion("a\n", "unterzeichner:\n" + "".join(f"  - Vera Muster{n}\n" for n in range(4500))),
    "many attachments": motion("a\n", "anlagen:\n" + "".join(f"  - datei{n}.pdf\n" for n in range(4500))),
    "votes of brackets": motion(
        "a\n",
        "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-04-01\n    abstimmungen:\n      - ergebnis: "
        + "(" * 900
        + "\n",
    ),
    "dots in a teaser": (
        "meldungen/2026-11-01-punkte.md",
        f"---\nuid: zz9zz9\ntitel: Punkte\ndatum: 2026-11-01\nteaser: Seite {'.' * 70} 5\n---\nSeite {'.' * 15_000} 5\n".encode(),
    ),
    "marks in a teaser": (
        "meldungen/2026-11-01-punkte.md",
        ("---\nuid: zz9zz9\ntitel: Punkte\ndatum: 2026-11-01\n---\n" + "… ... […] [...] " * 50_000).encode(),
    ),
    # lists
    "redirects": rows("umleitungen.yaml", "- von: /alt/{n}\n  nach: /antraege/\n", 100_000),
    "places": rows("orte.yaml", "- name: Ort {n}\n", 100_000),
    "places that fit": rows("orte.yaml", "- name: Ort {n}\n", 50_000),
    "topics": rows("themen.yaml", "- name: Thema {n}\n", 100_000),
    "words": rows("glossar.yaml", "- wort: Wort {n}\n  text: Ein Wort.\n", 100_000),
    "words that fit": rows("glossar.yaml", "- wort: Wort {n}\n  text: Ein Wort.\n", 20_000),
    "one value": ("themen.yaml", b"- name: " + b"a" * 900_000),
    "deep brackets": ("orte.yaml", b"[" * 400_000),
    "a list of dashes": ("orte.yaml", b"- " * 9_000),
}
QUICK = (
    "'[' × 50000",
    "'\\\\' × 200000",
    "'*a ' × 30000",
    "one word",
    "as many closed",
    "other links",
    "dots in a teaser",
    "lines: underlined",
    "stairs of quotes",
    "deep quotes",
    "points apart",
    "code apart",
    "signs apart",
)


def sample(folder: Path) -> Path:
    """A copy of the sample site, with the program of this checkout."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "pelicanconf.py", folder)
    for name in ("theme", "plugins"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def measured(folder: Path) -> tuple[float, int, str]:
    """Seconds of the processor and bytes of memory that a build takes, its processes included, and what it says."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (GUARD, GUARD))

    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "plugins.cli", "bauen"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=limit,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    said = process.stdout.read().decode("utf-8", "replace") if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), said[-2000:]
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, said


@cache
def alone() -> tuple[float, int]:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        seconds, memory, _ = measured(sample(Path(name) / "probe"))
    return seconds, memory


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    yield sample(tmp_path / "probe")
    shutil.rmtree(tmp_path / "probe")


@pytest.mark.lang
@pytest.mark.parametrize("name", CASES)
def test_a_text_that_nobody_wrote_is_a_sentence_or_a_page(site: Path, name: str):
    path, data = CASES[name]
    (site / "content" / path).write_bytes(data)

    seconds, memory, said = measured(site)

    assert "Traceback" not in said
    assert "brach das Programm ab" not in said
    assert f"content/{path}" in said or (site / "output/index.html").is_file()
    assert seconds - alone()[0] <= SECONDS
    assert memory - alone()[1] <= MEMORY


@pytest.mark.parametrize("name", QUICK)
def test_such_a_text_is_read_in_bounded_time(name: str):
    """The same texts, read as the build reads them. What takes too long is ended by the system; here a count stands for the clock."""
    path, data = CASES[name]
    before = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])

    parsed = parse(path, text_table(path), data, ())

    assert sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - before < GUARD
    assert parsed.record
    empty = (
        {"resolution-missing"} if name == "lines: underlined" else set()
    )  # each line is a heading, so that nothing stands below the first
    assert (
        set(codes(parsed.problems)) - {LEFT} <= BOUNDS | empty
    )  # whether an address of the sample counts is decided at the end


# ------------------------------------------------------------------------------------- the sentences


def test_each_bound_is_told_with_its_line_and_nothing_else_of_the_text_is(project: Project):
    """Not that a section is missing that stands there, and not its neighbours."""
    project.motion(body="## Beschlussvorschlag\n\n" + "[" * 19_999 + "\n\n## Begründung\n\n" + "Wort " * 4001 + "\n")

    assert [(p.code, p.line) for p in project.check()] == [("text-signs", 11), ("line-long", 15)]


@pytest.mark.parametrize(
    "body",
    [
        "x" * 500,
        "Wort " * 4000,
        ("Wort " * 4000 + "\n") * 4,
        "[" * 200,
        "[a](b" * 200,
        "*a " * 2000,
        "| a | b |\n|---|---|\n" + "| *x* | `y` |\n" * 2000,
        "- [a](https://example.org/)\n" * 3000,
        "- a\n\n" * 20_000,
        "> a\n\n" * 20_000,
        "    a\n\n" * 20_000,
        "> > > > Guten Tag, eine Zeile.\n" * 2000,
    ],
)
def test_what_somebody_might_write_keeps_the_bounds(body: str):
    parsed = parse("antraege/a.md", text_table("antraege/a.md"), motion(body)[1], ())

    assert set(codes(parsed.problems)) & BOUNDS == set()


def test_a_long_line_of_a_head_or_of_a_list_is_told(project: Project):
    project.motion(head="kurzfassung: " + "a" * 20_001)
    project.write("orte.yaml", "- name: " + "a" * 20_001 + "\n")

    assert [(p.path, p.line, p.code) for p in project.check() if p.code == "line-long"] == [
        ("content/antraege/2024-03-radweg.md", 6, "line-long"),
        ("content/orte.yaml", 1, "line-long"),
    ]


# -------------------------------------------------------------------------- the program itself fails


def test_where_the_program_fails_on_a_text_the_file_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "read_body", lambda record, folder, *more: 1 / 0)

    parsed = parse_or_say("antraege/a.md", text_table("antraege/a.md"), motion("a")[1], ())

    assert [(p.path, p.code) for p in parsed.problems] == [("content/antraege/a.md", "file-failed")]
    assert "ZeroDivisionError" in parsed.problems[0].what


def test_where_the_program_fails_on_a_page_the_text_is_named(project: Project, monkeypatch: pytest.MonkeyPatch):
    project.motion()
    make = press.make
    monkeypatch.setattr(
        press, "make", lambda env, page: 1 / 0 if page.path == "antraege/2024-03-radweg/index.html" else make(env, page)
    )

    result = project.build()

    assert [(p.path, p.code) for p in result.problems if not p.warning] == [
        ("content/antraege/2024-03-radweg.md", "page-failed")
    ]
    assert (project.output / "index.html").is_file()


def test_names_that_are_no_utf_8_are_told_and_forgotten_when_they_are_mended(project: Project):
    """Of texts, of attachments and of folders; also two that differ in nothing that can be read. What stands in them is looked through all the same."""
    project.motion()
    text = project.write("antraege/2024-03-radweg.md", (project.content / "antraege/2024-03-radweg.md").read_bytes())
    for name in (
        "antraege/caf\udce9.md",
        "antraege/caf\udce8.md",
        "antraege/2024-03-radweg/plan\udce9.pdf",
        "antraege/\udcff/bild.png",
    ):
        project.write(name, text.read_bytes() + b"Raum: https://zoom.us/j/123456\n")
    before = project.check()
    assert {(p.path, p.code) for p in before} > {
        ("content/antraege/caf\ufffd.md", "name-bad"),
        ("content/antraege/caf\ufffd.md", "conference"),
        ("content/antraege/2024-03-radweg/plan\ufffd.pdf", "conference"),
        ("content/antraege/2024-03-radweg/plan\ufffd.pdf", "file-unnamed"),
    }
    assert sorted(map(str, project.build(lenient=True).problems)) == sorted(map(str, before))
    assert sorted(map(str, project.build(lenient=True).problems)) == sorted(map(str, before))

    for path in [path for path in project.content.rglob("*") if path.is_file() and not path.name.isascii()]:
        path.unlink()
    shutil.rmtree(project.content / "antraege/\udcff")
    assert project.build().problems == []


def test_a_failure_says_where_it_was():
    try:
        [][1]
    except IndexError as error:
        assert failure(error).startswith("IndexError: list index out of range (test_bounds.py, Zeile ")


# ---------------------------------------------------------------------------------- what is real


def texts_of_others() -> list[Path]:
    return sorted([*(REAL / "motions-berlin").glob("*.md"), *(REAL / "motions-karlsruhe").glob("*.txt")])


@pytest.mark.needs("real")
def test_no_real_text_is_refused_by_a_bound():
    """300 motions of party conferences and 30 papers of a council, each whole as the running text of a motion."""
    found, texts = [], texts_of_others()
    for path in texts:
        body = path.read_text("utf-8")
        parsed = parse("antraege/a.md", text_table("antraege/a.md"), motion(body)[1], ())
        found += [(path.name, code) for code in codes(parsed.problems) if code in BOUNDS]

    assert len(texts) >= 330
    assert found == []


def test_no_text_of_the_sample_is_refused_by_a_bound():
    _, problems = read_site(ROOT / "content", TODAY)

    assert [p for p in problems if p.code in {*BOUNDS, "list-long", "file-failed"}] == []
