"""What the README and the handbook show is true: examples pass the check, sentences appear, commands exist.

How the two are read, from top to bottom, each into a project of its own:

- a fence after a line that ends in „`content/….md`:“ (or .yaml) is that file, whole;
- a `yaml` fence without such a line holds lines for the head of a motion;
- a `text` fence of nothing but paths below content/ says which files lie there;
- a quotation right after a motion holds sentences of its life line;
- a fence without a kind is a picture.
"""

from __future__ import annotations

import io
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from plugins import cli
from plugins.motions.story import life
from plugins.records.messages import MESSAGES

from .builders import PICTURE, TODAY, Project, pdf
from .conftest import ROOT

HANDBOOK = ROOT / "content" / "HANDBUCH.md"
TOLD = (ROOT / "README.md", HANDBOOK)
DOCUMENTS = (*TOLD, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "plugins" / "README.md")
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```\n(?P<after>(?:\n(?:^>[^\n]*\n)+)?)", re.M | re.S)
FILE = re.compile(r"`content/([\w./-]+\.(?:md|yaml))`[^`\n]*:\n+\Z")
BODY = "## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n2. Die Kosten trägt der Kreis.\n"


@dataclass(frozen=True)
class Example:
    place: str  # HANDBUCH.md:120
    kind: str  # of the fence
    text: str
    file: str  # below content/, or ""
    said: tuple[str, ...]  # sentences quoted after it


def examples(document: Path) -> list[Example]:
    text = document.read_text("utf-8")
    found = []
    for match in FENCE.finditer(text):
        file = FILE.search(text, 0, match.start())
        place = f"{document.name}:{text.count(chr(10), 0, match.start()) + 1}"
        said = tuple(line.removeprefix("> ") for line in match["after"].split("\n") if line.startswith("> "))
        found.append(Example(place, match["kind"], match["text"], file[1] if file else "", said))
    return found


def photo(name: str) -> bytes:
    """Bright and wide, as the group's own pictures should be."""
    out = io.BytesIO()
    Image.new("RGB", (1600, 1000), "white").save(out, "JPEG" if name.endswith(".jpg") else "PNG")
    return out.getvalue()


def put(project: Project, example: Example, number: int) -> str:
    """Put an example where it says; returns the name of the motion it became, or ""."""
    if example.file:
        project.write(example.file, example.text)
        return Path(example.file).stem if example.file.startswith("antraege/") else ""
    if example.kind == "text":
        for name in example.text.split():
            if not name.endswith(".md"):
                project.write(
                    name.removeprefix("content/"),
                    photo(name)
                    if name.startswith(("content/fraktion/", "content/themen/"))
                    else PICTURE
                    if name.endswith(".jpg")
                    else pdf("Ein Blatt")
                    if name.endswith(".pdf")
                    else b"x",
                )
    if example.kind == "yaml":
        project.motion(
            f"beispiel-{number}",
            uid=f"zz{number:04}".translate(str.maketrans("01", "bc")),
            datum="2026-03-02",
            head=example.text,
            body=BODY,
        )
        return f"beispiel-{number}"
    return ""


ALL = [
    (document, number)
    for document in TOLD
    for number, example in enumerate(examples(document))
    if example.kind in ("yaml", "markdown")
]


@pytest.mark.parametrize(
    ("document", "number"), ALL, ids=[examples(document)[number].place for document, number in ALL]
)
def test_an_example_passes_the_check_and_says_what_the_text_promises(project, document, number):
    shown = examples(document)[: number + 1]
    for index, example in enumerate(shown):
        name = put(project, example, index)
        if shown[index + 1 :] and not example.file:
            (project.content / f"antraege/{name}.md").unlink(missing_ok=True)  # lines of a head stand alone

    assert [str(problem) for problem in project.check()] == []
    events = [event for motion in project.site().motions if motion.stem == name for event in life(motion, TODAY)]
    told = {f"{sentence}.".replace("\u00a0", " ") for event in events for sentence in (event.result, *event.sentences)}
    assert set(example.said) <= told


def test_links_are_spelled_as_the_table_shows(project):
    for number, example in enumerate(examples(HANDBOOK)):
        put(project, example, number)
    table = HANDBOOK.read_text("utf-8").split("## Links", 1)[1].split("\n## ", 1)[0]
    spelled = re.findall(r"`(\[[^`]+\))`", table)
    text = project.content / "antraege/2026-05-sitzbaenke.md"
    text.write_text(text.read_text("utf-8") + "\n" + "\n".join(spelled), "utf-8")

    assert len(spelled) == 7
    assert [str(p) for p in project.check() if p.path.endswith("sitzbaenke.md")] == []


def test_no_fence_escapes_the_check():
    unclear = [e.place for d in TOLD for e in examples(d) if not (e.file or e.kind in ("yaml", "text", "sh", ""))]

    assert unclear == []
    assert [
        e.place for d in TOLD for e in examples(d) if e.file.endswith(".md") and not e.text.startswith("---\n")
    ] == []


def test_the_handbook_of_fields_is_the_one_that_the_command_prints(capsys):
    assert cli.main(["felder"]) == 0

    assert (ROOT / "content" / "FELDER.md").read_text("utf-8") == capsys.readouterr().out, (
        "fraktion felder > content/FELDER.md"
    )


def test_messages_are_quoted_as_they_are_printed():
    """A value becomes an ellipsis: „Die Datei „…“ bei „…“ gibt es nicht.“"""
    chapter = HANDBOOK.read_text("utf-8").split("## Häufige Meldungen", 1)[1].split("\n## ", 1)[0]
    quoted = re.findall(r"^\| (?!Meldung|---)(.+?) \|", chapter, re.M)
    known = {re.sub(r"\{\w+\}(?: × \{\w+\})?", "…", what) for what, _ in MESSAGES.values()}

    assert len(quoted) > 15
    assert [message for message in quoted if message not in known] == [], "records/messages.py says it otherwise now"


def commands(document: Path) -> set[str]:
    """Every command a document prints, in running text or in a fence."""
    text = document.read_text("utf-8")
    lines = [line for match in FENCE.finditer(text) if match["kind"] == "sh" for line in match["text"].split("\n")]
    return {c.split("#")[0].split(" > ")[0].strip() for c in [*lines, *re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)]}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_a_printed_command_exists(document, capsys):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for command in commands(document):
        words = shlex.split(command) if command.startswith(("make ", "fraktion ", ".venv/bin/fraktion ")) else [""]
        if words[0] == "make":
            assert {word for word in words[1:] if "=" not in word} <= targets, command
        elif words[0]:
            try:
                cli.parser().parse_args([*words[1:], *(["--help"] if words[-1] == "neu" else [])])
            except SystemExit as left:
                assert left.code == 0, f"{command}: {capsys.readouterr().err}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_a_link_leads_to_a_file_and_its_heading(document):
    text = re.sub(r"^```.*?^```$", "", document.read_text("utf-8"), flags=re.M | re.S)
    for target in re.findall(r"(?<!`)\[[^]]*\]\(([^)\s]+)\)", text):
        file, _, fragment = target.partition("#")
        there = document.parent / file if file else document
        assert there.exists() or target.startswith("https://"), target
        assert not fragment or fragment in anchors(there), target


def anchors(document: Path) -> set[str]:
    """The fragments that a forge gives to headings: small letters, no punctuation, hyphens for blanks."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
