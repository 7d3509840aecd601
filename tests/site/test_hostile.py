"""Lines that attack, in every place where an editor's text goes. Built leniently, so that nothing hides behind a refusal."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest

from plugins.records.characters import SUSPECT, without_suspects
from plugins.records.fields import UID_ALPHABET
from plugins.records.slips import quoted
from plugins.site.build import build
from plugins.site.result import Result

from ..builders import Project
from ..conftest import REAL
from ..hostile import LINES
from ..reading import elements, find, parse, parsed, runnable, shapes, words

real = pytest.mark.needs("real")

# What Markdown makes of plain signs, whether the sample has it or not.
MARKDOWN = {
    *(
        (tag, "")
        for tag in [
            "h3",
            "h4",
            "h5",
            "h6",
            "pre",
            "code",
            "hr",
            "blockquote",
            "em",
            "strong",
            "ul",
            "ol",
            "li",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "img",
            "br",
        ]
    ),
    *(("img", name) for name in ("src", "alt", "title", "loading")),
    ("a", "title"),
    ("ol", "start"),
    ("th", "class"),
    ("td", "class"),
    ("th", "scope"),
}


@pytest.fixture(scope="module")
def usual(sample: Path) -> set[tuple[str, str]]:
    """The elements and attributes of a clean site. A hostile one may have no others."""
    full = {("form", "data-parts")}  # of a year with more than the sample has
    return MARKDOWN.union(full, *map(shapes, parsed(sample).values()))


def both():
    """Our own lines of both kinds; in a long run the collected ones too."""
    others = ("xss", "naughty-strings")
    own = ["eigene", "eigene-html"]
    whole = [pytest.param(name, marks=[real, pytest.mark.lang]) for name in others]
    return pytest.mark.parametrize("attack", [*own, *whole])


def uid(number: int) -> str:
    signs = ""
    for _ in range(6):
        number, rest = divmod(number, len(UID_ALPHABET))
        signs += UID_ALPHABET[rest]
    return signs


def one_line(line: str) -> str:
    """As a YAML scalar of one line that holds every character as it is."""
    return quoted(" ".join(line.split("\n")))


def build_all(project: Project, usual: set[tuple[str, str]], without: tuple[str, ...] = ()) -> Result:
    """Build with everything that is right, and look at all that came out. `without`: more pages of the same template; cards, which are pictures of the titles, are drawn in the first place alone."""
    before = tree(project)
    result = build(project.settings(OHNE=without), lenient=True)
    assert tree(project) == before, "something was written outside the output"
    assert result.report, "nothing was built"
    for path in project.output.rglob("*"):
        if path.suffix == ".html":
            check_page(path, usual)
        elif path.suffix in (".xml", ".atom", ".rss"):
            ElementTree.fromstring(path.read_bytes())
        elif path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
        elif path.suffix == ".csv":
            check_cells(path)
    return result


def tree(project: Project) -> dict[str, int]:
    """Everything around the output and the store, with the time of its last change."""
    ours = (project.output, project.root / ".cache")
    return {
        str(p): p.lstat().st_mtime_ns
        for p in project.root.parent.rglob("*")
        if p != project.root and not any(folder in (p, *p.parents) for folder in ours)
    }


def check_page(path: Path, usual: set[tuple[str, str]]) -> None:
    html = path.read_text("utf-8")
    page = parse(html)
    assert runnable(page) == [], path
    assert shapes(page) - usual == set(), path
    assert len([e for e in elements(page) if e.tag in ("main", "h1")]) == 2, f"{path} is broken"
    assert "Kontakt" in [words(e) for e in elements(page) if e.tag == "a"], f"{path} is cut short"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]", html), (
        f"{path} holds a control character"
    )


def check_cells(file: Path) -> None:
    """No spreadsheet takes a cell for a formula (OWASP, CSV injection)."""
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""), delimiter=";", strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [
        cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@＝＋－＠") or cell[:1] in ("\t", "\r")
    ]


def check_each(project: Project, result: Result, pages: dict[str, str]) -> None:
    """Each file (first) either has its page (second), or a problem that names it; never both, never neither."""
    named = {p.path for p in result.problems if not p.warning}
    there = {source for source, page in pages.items() if (project.output / page).is_file()}
    assert set(pages) - there - named == set(), "left out without a word"
    assert there & named == set(), "published in spite of a problem"


def titles(project: Project, pages: dict[str, str]) -> dict[str, str]:
    """The heading of each page that was built, by its source."""
    return {
        source: words(find(parse(path.read_text("utf-8")), "h1"))
        for source, page in pages.items()
        if (path := project.output / page).is_file()
    }


def as_read(line: str) -> str:
    """One blank for many, letters composed."""
    return unicodedata.normalize("NFC", " ".join(line.split()))


@both()
def test_every_line_of_the_head_is_shown_as_typed_or_refused(project: Project, usual, attack: str) -> None:
    pages, typed = {}, {}
    for number, line in enumerate(LINES[attack]):
        value = one_line(line)
        head = f"drucksache: {value}\nkurzfassung: {value}\nantragstellende: {value}\nunterzeichner:\n  - name: {value}\n    rolle: {value}\nadressat: {value}\nrechtsgrundlage: {value}\n"
        source = project.motion(f"m{number}", uid=uid(number), titel=value, head=head)
        pages[f"content/antraege/{source.name}"] = f"antraege/m{number}/index.html"
        typed[f"content/antraege/{source.name}"] = as_read(line)
    result = build_all(project, usual, without=("arten/", "wahlperioden/"))
    check_each(project, result, pages)
    shown = titles(project, pages)
    assert {source: typed[source] for source in shown} == shown
    assert len(shown) > 0.9 * len(pages)


def test_escapes_hide_nothing(project: Project, usual) -> None:
    """YAML can write a control character or a change of direction as "\\x07"; that is refused like the character itself."""
    odd = [line for lines in LINES.values() for line in lines if SUSPECT.search(line)]
    odd += [f"a{chr(code)}b" for code in (0x00, 0x1B, 0x1F, 0x7F, 0x85, 0x202E, 0x2066, 0x200B, 0xFEFF, 0xFFFF)]
    pages = {}
    for number, line in enumerate(odd):
        project.motion(f"m{number}", uid=uid(number), titel=json.dumps(line))
        pages[f"content/antraege/m{number}.md"] = f"antraege/m{number}/index.html"
    result = build_all(project, usual)
    check_each(project, result, pages)
    assert titles(project, pages) == {}


@pytest.mark.parametrize(
    "reference",
    [
        "&#8238;",
        "&#x202E;",
        "&#7;",
        "&#0;",
        "&#150;",
        "&#xD800;",
        "&#x110000;",
        "&ZeroWidthSpace;",
        "&#xFFFF;",
        "&#13;",
    ],
)
def test_a_reference_hides_nothing(project: Project, reference: str) -> None:
    """In Markdown a character can be written as „&#8238;“; what may not stand there may not stand there so."""
    project.motion(body=f"## Beschlussvorschlag\n\n1. Vor {reference} nach.\n")
    assert [(p.code, p.line) for p in project.check()] == [("reference", 11)]


@pytest.mark.parametrize("reference", ["&amp;", "&nbsp;", "&euro;", "&#8211;", "&shy;", "&unbekannt;", "AT&T;"])
def test_a_reference_that_can_be_read_is_let_through(project: Project, reference: str) -> None:
    project.motion(body=f"## Beschlussvorschlag\n\n1. Vor {reference} nach.\n")
    assert project.check() == []


@both()
def test_no_text_runs(project: Project, usual, attack: str) -> None:
    """Below the head: as a paragraph, and inside lists, links, code and tables of Markdown."""
    pages = {}
    for number, line in enumerate(LINES[attack]):
        folded = as_read(line)
        ways = (
            f"## Beschlussvorschlag\n\n{line}\n",
            f"## Beschlussvorschlag\n\n1. {folded}\n\n[{folded}](https://example.org/{folded}) `{folded}`\n\n| a | b |\n|---|--:|\n| {folded} | x |\n",
        )
        for way, body in enumerate(ways):
            stem = f"m{number}-{way}"
            project.motion(stem, uid=uid(2 * number + way), body=body)
            pages[f"content/antraege/{stem}.md"] = f"antraege/{stem}/index.html"
    check_each(
        project,
        build_all(
            project,
            usual,
            without=("a/", "arten/", "karten/", "ausgang/", "wahlperioden/", "antraege/2024/", "antraege/index"),
        ),
        pages,
    )


@both()
def test_no_name_runs(project: Project, usual, attack: str) -> None:
    """Committees, persons, and news of others; each with further fields that hold the line."""
    pages, typed = {}, {}
    for number, line in enumerate(LINES[attack]):
        value = one_line(line)
        heads = {
            "gremien": f"name: {value}\nkurz: {one_line('K' + line)}\nart: Ausschuss\n",
            "personen": f"name: {value}\nfunktion: {value}\nkurzvorstellung: {value}\n",
            "meldungen": f"titel: {value}\ndatum: 2024-03-04\nteaser: {value}\n",
            "meldungen/fremd": f"titel: {value}\ndatum: 2024-03-04\nherkunft: Bundesverband\nteaser: {value}\nquelle_name: {value}\nquelle_url: https://example.org/\n",
        }
        for kind, (folder, head) in enumerate(heads.items()):
            source = f"{folder}/n{number}.md" if "fremd" not in folder else f"{folder}/f{number}.md"
            project.write(source, f"---\nuid: {uid(4 * number + kind)}\n{head}---\n")
            if "fremd" not in folder:
                pages[f"content/{source}"] = source.replace(".md", "/index.html")
                typed[f"content/{source}"] = as_read(line)
    result = build_all(project, usual, without=("karten/",))
    check_each(project, result, pages)
    shown = titles(project, pages)
    assert {source: typed[source] for source in shown} == shown
    assert len(shown) > 0.8 * len(pages)


@both()
def test_no_list_runs(project: Project, usual, attack: str) -> None:
    """Topics, places, old addresses: lists beside the texts. A wrong row takes no right one with it."""
    clean = [without_suspects(line)[:900] for line in LINES[attack]]
    unique = list({as_read(line).casefold(): line for line in clean if line.strip()}.values())
    rows = "".join(
        f"- name: {one_line(line)}\n  adresse: t{number}\n  beschreibung: {one_line(line)}\n"
        for number, line in enumerate(unique)
    )
    project.write("themen.yaml", rows)
    project.write("orte.yaml", rows)
    project.write(
        "umleitungen.yaml",
        "".join(
            f"- von: {one_line('/' + line)}\n  nach: {one_line('/antraege/' if number % 2 else line)}\n"
            for number, line in enumerate(unique)
        ),
    )
    for start in range(0, len(unique), 20):  # twenty to a motion, so that there are fewer pages to read
        names = "".join(f"\n  - {one_line(line)}" for line in unique[start : start + 20])
        project.motion(f"m{start}", uid=uid(start), head=f"themen:{names}\nort:{names}\n")
    result = build_all(project, usual, without=("karten/",))
    shown = {
        words(find(parse(path.read_text("utf-8")), "h1")) for path in (project.output / "themen").glob("t*/index.html")
    }
    assert len(shown) > 0.9 * len(unique)
    assert {p.path for p in result.problems if not p.warning} <= {
        "content/umleitungen.yaml",
        "content/themen.yaml",
        "content/orte.yaml",
    }


@both()
def test_file_names_stay_where_they_are(project: Project, usual, attack: str) -> None:
    """As the name of a text, of a file beside a text, and as a name that a head or a text mentions."""
    pages = {}
    for number, line in enumerate(LINES[attack]):
        name = line.replace("/", "").replace("\0", "").encode("utf-8", "ignore")[:200].decode("utf-8", "ignore")
        folded = as_read(without_suspects(line))
        project.motion(
            f"m{number}",
            uid=uid(number),
            head=f"pdf: {one_line(folded)}\nanlagen:\n  - {one_line('../../' + folded)}\n",
            body=f"## Beschlussvorschlag\n\n[x](<{folded}>) ![x](<{folded}>)\n",
        )
        pages[f"content/antraege/m{number}.md"] = f"antraege/m{number}/index.html"
        if name.strip() and name[0] != ".":  # hidden files are nobody's texts
            project.write(f"antraege/m{number}/{name}", "%PDF-1.4")
            project.write(
                f"meldungen/{name}.md",
                f"---\nuid: {uid(5000 + number)}\ntitel: Radweg\ndatum: 2024-03-04\nteaser: Kurz.\n---\n",
            )
            pages[unicodedata.normalize("NFC", f"content/meldungen/{name}.md")] = f"meldungen/{name}/index.html"
    result = build_all(project, usual, without=("karten/",))
    shown = {source: page for source, page in pages.items() if source.isprintable()}  # others are named with <U+0007>
    check_each(project, result, shown)


@real
def test_odd_encodings_are_told_in_german(project: Project) -> None:
    """The files as they are, and the same behind a head: each is read, or refused with a sentence."""
    odd = sorted(path for path in (REAL / "hostile" / "encodings").rglob("*") if path.is_file())
    assert len(odd) == 15
    for number, path in enumerate(odd):
        data = path.read_bytes()
        project.write(f"antraege/roh-{number}.md", data)
        project.write(
            f"antraege/kopf-{number}.md",
            f"---\nuid: {uid(number)}\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\n---\n\n## Beschlussvorschlag\n\n".encode()
            + data,
        )
    said = {p.path: p for p in project.check() if not p.warning}
    assert {f"content/antraege/roh-{number}.md" for number in range(15)} <= set(said)
    assert {p.code for path, p in said.items() if "roh-" in path} == {"encoding", "head-missing"}
    behind = [said.get(f"content/antraege/kopf-{number}.md") for number in range(15)]
    kinds = {path.parent.name: problem and problem.code for path, problem in zip(odd, behind, strict=True)}
    assert kinds == {
        "UTF-16": "encoding",
        "UTF-16BE": "encoding",
        "UTF-16LE": "encoding",
        "UTF-32": "encoding",
        "iso-8859-1": "encoding",
        "utf-8": None,
    }


def test_an_old_address_never_leads_out_of_the_output(project: Project, usual) -> None:
    """Not even in the preview, which builds in spite of problems."""
    addresses = [
        "/../draussen/",
        "/a/../../draussen/",
        "/%2e%2e/draussen/",
        "/..%2fdraussen/",
        "/\\\\..\\\\draussen/",
        "//draussen/x/",
        "/a/%00/",
        f"/{'x' * 300}/",
    ]
    project.motion()
    project.write(
        "umleitungen.yaml", "".join(f'- von: "{address}"\n  nach: /antraege/\n' for address in (*addresses, "/alt/"))
    )
    result = build_all(project, usual)
    assert [(p.code, p.line) for p in result.problems] == [
        ("redirect-bad", 2 * number + 1) for number in range(len(addresses))
    ]
    assert (project.output / "alt/index.html").is_file()


def test_a_link_to_a_file_elsewhere_is_not_followed(project: Project, usual) -> None:
    """Neither as a text nor as a file beside one: what it leads to may be nobody's business."""
    secret = project.root.parent / "geheim.pdf"
    secret.write_text("---\ntitel: geheim\n---\n", "utf-8")
    project.motion(head="pdf: antrag.pdf")
    (project.content / "antraege/2024-03-radweg").mkdir()
    (project.content / "antraege/2024-03-radweg/antrag.pdf").symlink_to(secret)
    (project.content / "meldungen").mkdir()
    (project.content / "meldungen/2024-03-04-geheim.md").symlink_to(secret)
    (project.content / "personen").symlink_to(secret.parent)
    result = build_all(project, usual)
    assert {"content/antraege/2024-03-radweg.md", "content/meldungen/2024-03-04-geheim.md"} <= {
        p.path for p in result.problems
    }
    assert [path for path in project.output.rglob("*") if path.is_file() and b"geheim" in path.read_bytes()] == []
