"""The guard: the way into a conference, planted everywhere an editor could, is refused there; and nothing of it is repeated.

Known by patterns and by the group's own hosts on every machine, by its exact values where the private file is.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from plugins import group
from plugins.publishing.local import before_push
from plugins.publishing.secrets import find_secrets
from plugins.records.exact import EXACT, hits
from plugins.records.guard import check_guard
from plugins.site.reading import parse
from plugins.site.result import inspector
from plugins.site.tables import tables

from ..builders import Project
from ..publishing.world import Checkout
from .world import HOST, LINK, NUMBER, PHONE, PIN, WORD, Office

VALUES = tuple(f"{EXACT}{value}" for value in (LINK, PHONE, NUMBER, PIN, WORD))
DIGITS = "".join(filter(str.isdigit, PHONE))
SHY, ZERO = "\u00ad", "\u200b"


def every(sign: str, text: str) -> str:
    """The text with a sign between all its letters."""
    return sign.join(text)


DRESSES: dict[str, str] = {
    "link": LINK,
    "without scheme": LINK.removeprefix("https://"),
    "capitals": LINK.upper(),
    "percent": quote(LINK, safe=""),
    "percent twice": quote(quote(LINK, safe=""), safe=""),
    "entities": "".join(f"&#{ord(c)};" for c in LINK),
    "soft hyphens": every(SHY, LINK),
    "zero width": every(ZERO, LINK),
    "entity of a soft hyphen": LINK.replace("r/", "r&shy;/").replace(".", "&#8203;."),
    "Markdown link": f"[hier]({LINK})",
    "broken in the link": f"[hier]({LINK[:24]}\n{LINK[24:]})",
    "broken and indented": f"{LINK[:30]}\n  {LINK[30:]}",
    "with a query": f"{LINK}?a=1#b",
    "room alone": LINK.rpartition("/")[2],
    "wide letters": LINK.replace(".", "．"),
    "with tags": LINK.replace("7f3k", "<b>7f3k</b>"),
    "number": PHONE,
    "closed up": DIGITS,
    "by dashes": "-".join(PHONE.split()),
    "by slashes": "/".join(PHONE.split()),
    "by points": every(".", DIGITS),
    "from abroad": f"+49 {PHONE[1:]}",
    "00": f"0049{DIGITS[1:]}",
    "with (0)": f"+49 (0) {PHONE[1:]}",
    "hard blanks": PHONE.replace(" ", "\u00a0"),
    "number with soft hyphens": every(SHY, DIGITS),
    "number with zero widths": every(ZERO, DIGITS),
    "number in bold": DIGITS.replace("55", "**55**"),
    "number with tags": DIGITS.replace("55", "<b>55</b>"),
    "number in lines": "\n".join(PHONE.split()),
    "id": NUMBER,
    "id closed up": NUMBER.replace(" ", ""),
    "id as entities": "".join(f"&#{ord(c)};" for c in NUMBER),
    "pin": PIN,
    "pin in two": f"{PIN[:3]} {PIN[3:]}",
    "password": WORD,
}


@pytest.mark.parametrize("dress", DRESSES)
def test_an_exact_value_is_found_in_every_dress(dress: str):
    for text in (DRESSES[dress], f"Zugang: {DRESSES[dress]} (ab 19:25 Uhr)", f"a\nb {DRESSES[dress]}."):
        assert check_guard("x", text, VALUES), text
        assert check_guard("x", text.encode(), VALUES), text


@pytest.mark.parametrize(
    "text",
    [
        "01234 567890",
        "01234 55 01234",
        f"9{DIGITS}",
        f"{DIGITS}4",
        "24.12.2026, 19:30",
        f"#{PIN}",
        f"{PIN}0",
        "https://www.example.org/r/",
        "Mittwoch",
        "0123 4550",
        "<p>471</p><p>124</p>",
        f"https://{HOST.replace('probe', 'andere')}/r/mittwoch",
    ],
)
def test_another_number_or_address_is_left_alone(text: str):
    assert check_guard("x", text, VALUES) == []


@pytest.mark.parametrize(
    ("value", "found", "free"),
    [
        (
            "4711",
            ["PIN: 4711", "Der Code lautet 4711", "Kennwort 47 11"],
            ["Postfach 4711", "PIN folgt per Mail. 2026 waren es 4711 Gäste", "14711"],
        ),
        ("2026", ["PIN 2026"], ["im Jahr 2026", "2026-12-02"]),
    ],
)
def test_a_short_code_is_found_behind_its_word_only(value: str, found: list[str], free: list[str]):
    """Else every year and house number would be refused."""
    assert [text for text in found if not list(hits(text, [EXACT + value]))] == []
    assert [text for text in free if list(hits(text, [EXACT + value]))] == []


def test_no_message_repeats_a_value():
    said = " ".join(f"{p.what} {p.remedy}" for text in DRESSES.values() for p in check_guard("x", text, VALUES))

    assert [value for value in (LINK, PHONE, NUMBER, PIN, WORD, HOST) if value in said] == []


# --------------------------------------------------------------------------------- in the content

PLANTS = {"link": LINK, "number": PHONE, "id": NUMBER, "pin": PIN}
PLACES = [(table.kind, key) for table in tables().values() for key in table.fields] + [
    (table.kind, f"{row}.{key}") for table in tables().values() for row, fields in table.rows.items() for key in fields
]


@pytest.mark.parametrize("plant", PLANTS)
def test_it_is_found_in_every_field_of_every_kind_and_in_the_text(plant: str):
    unseen = []
    for kind, place in [*PLACES, *((kind, "") for kind in tables())]:
        row, _, key = place.rpartition(".")
        head = f"{row}:\n  - {key}: {PLANTS[plant]}" if row else f"{key}: {PLANTS[plant]}" if key else "titel: x"
        body = "" if place else f"## Beschlussvorschlag\n\nWir treffen uns: {PLANTS[plant]}\n"
        table = tables()[kind]
        found = parse(f"{table.folder}/x.md", table, f"---\n{head}\n---\n{body}".encode(), VALUES).problems
        unseen += [f"{kind} {place}"] if not {"private", "conference"} & {p.code for p in found} else []
    assert unseen == []
    assert len(PLACES) > 150


LISTS = ("fraktion.yaml", *(name for name, _ in group.LISTS.values()))


@pytest.mark.parametrize("name", LISTS)
def test_it_is_found_in_the_lists_of_the_group(tmp_path: Path, name: str):
    office = Office(tmp_path)
    path = office.project.content / name
    before = path.read_text() if path.exists() else ""
    for plant in PLANTS.values():
        path.write_text(f"{before}# {plant}\n")
        assert "Einwahl" in office.run(command="pruefen"), (name, plant)


def test_a_file_cannot_have_it_in_its_name(tmp_path: Path):
    office = Office(tmp_path)
    office.project.motion()
    for name in (f"protokoll-{NUMBER.replace(' ', '-')}.pdf", f"{PHONE}.pdf", f"{quote(LINK, safe='')}.txt"):
        path = office.project.write(f"antraege/2024-03-radweg/{name}", "x")
        said = office.run(command="pruefen")
        assert said.code == 1
        assert "Hier steht ein Link oder eine Nummer aus der privaten Datei" in said
        path.unlink()


# ------------------------------------------------------------------------------------ in attachments


def pdf(strings: bytes, packed: bool = True, about: bytes = b"") -> bytes:
    stream = zlib.compress(strings) if packed else strings
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Filter/FlateDecode/Length 9>>\nstream\n"
        + stream
        + b"\nendstream\nendobj\n2 0 obj\n<<"
        + about
        + b">>\nendobj\n%%EOF\n"
    )


def archive(name: str, text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, text)
    return data.getvalue()


def pieces(text: str) -> bytes:
    return b"BT [" + b" -250 ".join(b"(%s)" % text[n : n + 5].encode() for n in range(0, len(text), 5)) + b"] TJ ET"


FILES: dict[str, Callable[[str], bytes]] = {
    "text.txt": lambda v: v.encode(),
    "liste.csv": lambda v: f"name;wert\nx;{v}\n".encode(),
    "termin.ics": lambda v: f"BEGIN:VCALENDAR\r\nDESCRIPTION:{v}\r\nEND:VCALENDAR\r\n".encode(),
    "plain.pdf": lambda v: pdf(b"BT (" + v.encode() + b") Tj ET", packed=False),
    "packed.pdf": lambda v: pdf(b"BT (" + v.encode() + b") Tj ET"),
    "pieces.pdf": lambda v: pdf(pieces(v)),
    "hex.pdf": lambda v: pdf(b"BT <" + v.encode().hex().encode() + b"> Tj ET"),
    "about.pdf": lambda v: pdf(b"x", about=b"/Title (" + v.encode() + b")"),
    "wide.pdf": lambda v: pdf(b"x", about=b"/Subject <" + (b"\xfe\xff" + v.encode("utf-16-be")).hex().encode() + b">"),
    "link.pdf": lambda v: pdf(b"<</A<</S/URI/URI(" + v.encode() + b")>>>>"),
    "brief.docx": lambda v: archive("word/document.xml", f"<w:p><w:t>{v}</w:t></w:p>"),
    "brief.odt": lambda v: archive("content.xml", f"<text:p>{v}</text:p>"),
    "bild.jpg": lambda v: b"\xff\xd8\xff\xe1\x00\xff" + v.encode() + b"\xff\xd9\xfe",
    "bild.png": lambda v: b"\x89PNG\r\n\x1a\n\0tEXtComment\0" + v.encode() + b"\0\xff",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("plant", PLANTS)
def test_an_attachment_that_holds_it_is_neither_written_nor_pushed(name: str, plant: str):
    data = FILES[name](PLANTS[plant])

    assert inspector(VALUES)(f"antraege/x/{name}", data)
    assert list(find_secrets(f"content/antraege/x/{name}", data, VALUES))
    if plant == "link":  # also where there is no private file: the group's host is known
        assert inspector((HOST,))(f"antraege/x/{name}", data)
        assert list(find_secrets(f"content/antraege/x/{name}", data, (HOST,)))


@pytest.mark.parametrize("name", FILES)
def test_an_attachment_without_it_is_let_through(name: str):
    assert inspector((*VALUES, HOST))(f"antraege/x/{name}", FILES[name]("Ein Radweg an der K 14, 812 345 Euro")) == []


def test_a_build_with_it_leaves_the_site_as_it_was(tmp_path: Path):
    office = Office(tmp_path)
    office.project.motion(body="## Beschlussvorschlag\n\n1. Ein Radweg.\n\nMehr im [Gutachten](gutachten.pdf).\n")
    office.project.write("antraege/2024-03-radweg/gutachten.pdf", FILES["packed.pdf"]("Ein Gutachten"))
    assert office.run(command="bauen").code == 0
    before = (office.project.output / "antraege/2024-03-radweg/gutachten.pdf").read_bytes()
    office.project.write("antraege/2024-03-radweg/gutachten.pdf", FILES["packed.pdf"](PHONE))
    said = office.run(command="bauen")

    assert said.code == 1
    assert "antraege/2024-03-radweg/gutachten.pdf" in said
    assert "Hier steht eine Nummer aus der privaten Datei mit den Einwahldaten." in said
    assert (office.project.output / "antraege/2024-03-radweg/gutachten.pdf").read_bytes() == before
    store = b"".join(path.read_bytes() for path in (office.project.root / ".cache").rglob("*") if path.is_file())
    assert [value for value in (LINK, PHONE, NUMBER, WORD) if value.encode() in store] == []


def test_a_running_text_that_takes_the_short_way_is_looked_through(tmp_path: Path):
    office = Office(tmp_path)
    office.project.motion()
    assert office.run(command="bauen").code == office.run(command="bauen").code == 0
    office.project.motion(body=f"## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut: {NUMBER}\n")
    said = office.run(command="bauen")

    assert said.code == 1
    assert "Hier steht eine Nummer" in said


def test_a_new_private_file_is_held_against_texts_that_were_read_before(tmp_path: Path):
    office = Office(tmp_path)
    office.project.motion(body="## Beschlussvorschlag\n\n1. Wir rufen 08765 4321 099 an.\n")
    assert office.run(command="bauen").code == 0
    office.write_private(ways='  - telefon: "08765 4321099"\n')

    assert "Hier steht eine Nummer" in office.run(command="bauen")


def test_a_setting_that_holds_it_stops_the_build(project: Project):
    project.write(
        "fraktion.yaml", (project.content / "fraktion.yaml").read_text() + f"gesperrte_adressen:\n  - {HOST}\n"
    )
    result = project.build(SITEURL=LINK)

    assert {p.code for p in result.problems} == {"conference"}


# --------------------------------------------------------------------------------------------- in git


@pytest.mark.needs("git")
@pytest.mark.parametrize("plant", PLANTS)
def test_it_leaves_the_machine_in_no_commit_no_message_and_no_name(
    tmp_path: Path, plant: str, monkeypatch: pytest.MonkeyPatch
):
    office = Office(tmp_path)
    monkeypatch.setenv("FRAKTION_EINWAHL", str(office.private))
    clone = Checkout(office.project.root)
    (clone.root / ".gitignore").write_text("plugins\ntheme\noutput\n.cache\n")
    clone.git("init", "--quiet", "-b", "main")
    start, value = clone.commit("Anfang"), PLANTS[plant]

    def told(ref: str = "refs/heads/main") -> str:
        return before_push(
            clone.root, "origin", [f"refs/heads/main {clone.git('rev-parse', 'HEAD')} {ref} {start}".encode()]
        )

    assert told() == ""
    ref = "refs/heads/" + quote(value.replace(" ", "-"), safe="")
    assert "Name des Zweigs: " in told(ref)
    clone.commit(f"Sitzung: {value}")
    assert "Commit-Nachricht: " in told()
    clone.git("reset", "--quiet", "--hard", start)
    clone.write("content/seiten/notiz.md", f"---\ntitel: x\n---\n{value}\n")
    clone.commit("Notiz")
    clone.git("revert", "--no-edit", "HEAD")
    assert "content/seiten/notiz.md:4: " in told()
    assert value not in told()
