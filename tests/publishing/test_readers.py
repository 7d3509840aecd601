"""Check, build, push and the hook before it read the same table in the same way: whatever lies in content/, they say the same.

And a push brings more than files: names, authors, headers, tags.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from plugins.publishing.examine import LARGEST
from plugins.publishing.local import before_push
from plugins.publishing.secrets import Finding, blocked_hosts, scan
from plugins.records.documents import UNREAD, look_inside
from plugins.records.guard import blocked_in

from ..builders import Project
from ..records.hidings import FILES, NUMBER, VALUES, ZOOM, docx, drawn
from .world import Checkout

pytestmark = pytest.mark.needs("git")
TEXT = "---\ntitel: Notiz\n---\n\n"
ALARM = "https://meet.kreis-probe.de/radverkehr"
FOLDER = "content/seiten/notiz"
CASES: dict[str, tuple[dict[str, bytes], bool]] = {  # files, and whether something is found
    "link": ({f"{FOLDER}.md": f"{TEXT}{ZOOM}\n".encode()}, True),
    "broken": ({f"{FOLDER}.md": f"{TEXT}{ZOOM[:30]}\n{ZOOM[30:]}\n".encode()}, True),
    "password": ({f"{FOLDER}.md": (TEXT + "Pass" + "wort: g8Hk2-mmx\n").encode()}, True),
    "key": ({f"{FOLDER}.md": (TEXT + "gh" + "p_Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7d\n").encode()}, True),
    "meeting": ({f"{FOLDER}.md": (TEXT + "Meeting" + "-ID: 912 3456 7890\n").encode()}, True),
    "office telephone": ({f"{FOLDER}.md": f"{TEXT}Telefon: 02154 1234-0\n".encode()}, False),
    "event": ({f"{FOLDER}.md": f"{TEXT}Kennwort: Radweg2026\n".encode()}, False),
    "telephone of a person": (
        {"content/personen/vera.md": b"---\nname: Vera Beispiel\n---\n\nHandy: 0171 2345678\n"},
        True,
    ),
    "not linked": ({f"{FOLDER}.md": TEXT.encode(), f"{FOLDER}/alt.pdf": drawn(ZOOM)}, True),
    "stray": ({"content/ablage/alt.docx": docx(ZOOM)}, True),
    "excel": ({f"{FOLDER}.md": TEXT.encode(), f"{FOLDER}/liste.csv": FILES["excel.csv"](ZOOM)}, True),
    "clean file": ({f"{FOLDER}.md": TEXT.encode(), f"{FOLDER}/plan.docx": docx("Ein Radweg")}, False),
    "name of a file": ({f"{FOLDER}.md": TEXT.encode(), f"{FOLDER}/server.key": b"x\n"}, True),
    "people": (
        {f"{FOLDER}.md": TEXT.encode(), f"{FOLDER}/liste.csv": "".join(f"p{n}@gmx.de\n" for n in range(20)).encode()},
        True,
    ),
    "list": ({"content/themen.yaml": f"- name: Verkehr\n  beschreibung: {ZOOM}\n".encode()}, True),
    "false alarm": ({f"{FOLDER}.md": f"{TEXT}{ALARM}\n".encode()}, True),
    "allowed": ({f"{FOLDER}.md": f"---\ntitel: Notiz\nerlaubt: {ALARM}\n---\n\n{ALARM}\n".encode()}, False),
    "allowed beside": (
        {
            f"{FOLDER}.md": f"---\ntitel: Notiz\nerlaubt: {ALARM}\n---\n\nx\n".encode(),
            f"{FOLDER}/plan.docx": docx(ALARM),
        },
        False,
    ),
    "not allowed elsewhere": (
        {
            f"{FOLDER}.md": f"---\ntitel: Notiz\nerlaubt: {ALARM}\n---\n\nx\n".encode(),
            "content/seiten/andere.md": f"{TEXT}{ALARM}\n".encode(),
        },
        True,
    ),
    "service not allowed": ({f"{FOLDER}.md": f"---\ntitel: Notiz\nerlaubt: '{ZOOM}'\n---\n\n{ZOOM}\n".encode()}, True),
}


@pytest.fixture
def repository(tmp_path: Path) -> Checkout:
    clone = Checkout(Project(tmp_path / "projekt").root)
    clone.write(".gitignore", "plugins\ntheme\noutput\n.cache\n")
    clone.git("init", "--quiet", "-b", "main")
    clone.commit("Anfang")
    return clone


def scanned(clone: Checkout, start: str, head: str = "HEAD") -> list[Finding]:
    return scan(clone.root / ".git", [clone.git("rev-parse", head)], [start], LARGEST)


SMALL = (
    "broken",
    "office telephone",
    "telephone of a person",
    "not linked",
    "name of a file",
    "allowed beside",
    "not allowed elsewhere",
)


@pytest.mark.parametrize("case", SMALL)
def test_check_build_push_and_hook_say_the_same(tmp_path: Path, case: str):
    compare(tmp_path, *CASES[case])


@pytest.mark.lang
@pytest.mark.parametrize("case", sorted(CASES.keys() - set(SMALL)))
def test_they_do_so_of_everything(tmp_path: Path, case: str):
    compare(tmp_path, *CASES[case])


def compare(tmp_path: Path, files: dict[str, bytes], bad: bool) -> None:
    project = Project(tmp_path / "projekt")
    clone = Checkout(project.root)
    clone.write(".gitignore", "plugins\ntheme\noutput\n.cache\n")
    clone.git("init", "--quiet", "-b", "main")
    start = clone.commit("Anfang")
    for path, data in files.items():
        (clone.root / path).parent.mkdir(parents=True, exist_ok=True)
        (clone.root / path).write_bytes(data)
    tip = clone.commit("Neues")

    def places(problems) -> set[tuple[str, int]]:
        return {
            (p.path, p.line)
            for p in problems
            if p.code in ("conference", "private", "secret") and not p.path.endswith((".html", ".xml", ".json"))
        }

    pushed = {(finding.path, finding.line) for finding in scanned(clone, start)}
    assert bool(pushed) == bad
    assert places(project.check()) == places(project.build().problems) == pushed
    assert bool(before_push(clone.root, "origin", [f"refs/heads/main {tip} refs/heads/main {start}".encode()])) == bad


# ------------------------------------------------------------------------------- what else a push brings


@pytest.mark.parametrize(
    "name", ["content/einladungen.csv", "id_rsa", "server.key", ".env", "anfragen.mbox", "content/verteiler.xlsx"]
)
@pytest.mark.parametrize("way", ["copied", "renamed", "twice at once", "merged"])
def test_a_name_is_looked_at_in_every_new_commit(repository: Checkout, name: str, way: str):
    """git names an object once, and one that it knows never."""
    if way != "twice at once":
        repository.write("content/liste.txt", "x\n")
        repository.commit("Liste")
    start = repository.git("rev-parse", "HEAD")
    if way == "merged":
        repository.git("checkout", "--quiet", "-b", "seite")
        repository.write("content/seiten/x.md", TEXT)
        repository.commit("Seite")
        repository.git("checkout", "--quiet", "main")
        repository.write("content/seiten/y.md", TEXT)
        repository.commit("Andere")
        repository.git("merge", "--quiet", "--no-commit", "seite")
    repository.write(name, "x\n")
    if way == "twice at once":
        repository.write("aaa.txt", "x\n")
    if way == "renamed":
        (repository.root / "content/liste.txt").unlink()
    repository.git("add", "-A")
    repository.git("commit", "--quiet", "-m", "Neu")

    assert [finding.path for finding in scanned(repository, start)] == [name]
    repository.git("rm", "--quiet", "-f", name)
    repository.git("commit", "--quiet", "-m", "Wieder weg")
    assert [finding.path for finding in scanned(repository, start)] == [name]


def test_a_rule_for_some_files_holds_for_an_old_text_under_a_new_name(repository: Checkout):
    repository.write("notiz.bin", TEXT + "Handy: 0171 2345678\n")
    start = repository.commit("Notiz")
    repository.write("content/personen/vera.md", TEXT + "Handy: 0171 2345678\n")
    repository.commit("Person")

    assert [(finding.path, finding.line) for finding in scanned(repository, start)] == [("content/personen/vera.md", 5)]


@pytest.mark.parametrize(
    "where", ["author", "mail", "committer", "header", "encoding", "tagger", "tag name", "tag of a file"]
)
def test_what_stands_above_a_message_is_looked_at(repository: Checkout, where: str):
    start = repository.git("rev-parse", "HEAD")
    people = {"author": "Vera <v@example.org>", "committer": "Vera <v@example.org>"}
    if where in ("author", "mail"):
        people["author"] = f"{ZOOM} <v@example.org>" if where == "author" else f"Vera <{ZOOM}>"
    elif where == "committer":
        people["committer"] = f"{ZOOM} <v@example.org>"
    extra = f"notiz siehe\n {ZOOM}\n" if where == "header" else f"encoding {ZOOM}\n" if where == "encoding" else ""
    text = f"tree {repository.git('rev-parse', 'HEAD^{tree}')}\nparent {start}\nauthor {people['author']} 1764400000 +0100\ncommitter {people['committer']} 1764400000 +0100\n{extra}\nNeu\n"
    made = (
        subprocess.run(
            ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
            cwd=repository.root,
            input=text.encode(),
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .strip()
    )
    if where.startswith("tag"):
        target, kind = (
            (repository.git("rev-parse", "HEAD:.gitignore"), "blob") if where == "tag of a file" else (start, "commit")
        )
        tag = f"object {target}\ntype {kind}\ntag {ZOOM if where == 'tag name' else 'x'}\ntagger {ZOOM if where != 'tag name' else 'Vera'} <v@example.org> 1764400000 +0100\n\nx\n"
        made = (
            subprocess.run(
                ["git", "hash-object", "-t", "tag", "-w", "--stdin", "--literally"],
                cwd=repository.root,
                input=tag.encode(),
                capture_output=True,
                check=True,
            )
            .stdout.decode()
            .strip()
        )
    found = scan(repository.root / ".git", [made], [start], LARGEST)

    assert [(finding.path, finding.commits) for finding in found] == [("Angaben zum Commit", (made[:9],))]
    assert "QWErty" not in str(found[0])


def test_the_seconds_of_a_commit_are_no_number_of_the_private_file():
    from plugins.publishing.secrets import in_commit

    assert list(in_commit(b"tree x\nauthor Vera <v@example.org> 1764400000 +0100\n\nx\n", ("=1764400000",))) == []


@pytest.mark.parametrize(
    "form",
    [
        "gesperrte_adressen:\n  - raum.probe.de\n",
        "gesperrte_adressen: [raum.probe.de]\n",
        "gesperrte_adressen: raum.probe.de\n",
        "gesperrte_adressen:\n# unsere\n\n- 'raum.probe.de' # Raum\n",
        '"gesperrte_adressen":\n  - "raum.probe.de"\n',
    ],
)
def test_the_groups_hosts_are_read_however_they_are_written(repository: Checkout, form: str):
    repository.write("content/fraktion.yaml", f"name: x\n{form}")
    tip = repository.commit("Raum")

    assert (
        blocked_in("content/fraktion.yaml", f"name: x\n{form}".encode())
        == blocked_hosts(repository.root / ".git", [tip])
        == ("raum.probe.de",)
    )


# ---------------------------------------------------------------------------------- foreign documents


def bomb(deep: int = 1) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt" if deep == 1 else "a.zip", b"0" * 64_000_000 if deep == 1 else bomb(deep - 1))
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [bomb(), bomb(3), b"%PDF-1.7\nstream\n" + zlib.compress(b"(" * 64_000_000) + b"\nendstream\n"],
    ids=["zip", "zip in zip in zip", "pdf"],
)
def test_a_bomb_is_named_and_costs_the_next_file_nothing(data: bytes):
    assert [hit.what for hit in look_inside("content/x/a.bin", data, VALUES)] == [UNREAD]
    assert look_inside("content/x/b.docx", docx(NUMBER), VALUES)[0].kind == "private"


def test_a_file_that_cannot_be_read_to_its_end_is_let_through_by_its_name(project: Project):
    project.write("seiten/notiz.md", "---\ntitel: Notiz\n---\n\nx\n")
    (project.content / "seiten/notiz").mkdir()
    (project.content / "seiten/notiz/a.zip").write_bytes(bomb())
    assert [p.what for p in project.check() if p.code == "secret"] == [UNREAD]
    project.write("seiten/notiz.md", "---\ntitel: Notiz\nerlaubt: a.zip\n---\n\nx\n")

    assert [p for p in project.check() if p.code == "secret"] == []
