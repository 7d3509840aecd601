"""Nothing secret passes by the way it is written: every way × every place, and every kind of attachment × everything there is to hide."""

from __future__ import annotations

import base64
import codecs
import zlib
from collections.abc import Callable, Iterator

import pytest

from plugins.publishing.secrets import find_secrets
from plugins.records.guard import check_guard
from plugins.records.inside import Budget, unpacked
from plugins.site.result import inspector

from ..conftest import REAL, ROOT
from ..worst import within
from .hidings import DRESSES, FIGURES, FILES, LINK_DRESSES, LINKS, NUMBER_DRESSES, PLACES, PLANTS, VALUES, ZOOM, archive
from .normal import TEXTS

# What neither a person nor a browser makes by accident: each with the words by which content/BETRIEB.md names it with its reason.
GAPS: dict[str, Callable[[str], bytes]] = {
    "base64 und hex ohne ihren Namen davor": lambda v: base64.b64encode(v.encode()),
    "rot13, rückwärts": lambda v: codecs.encode(v, "rot13").encode(),
    "rot13, rückwärts, eigene": lambda v: v[::-1].encode(),
    "ausgeschrieben": lambda v: v.replace(".", " Punkt ").encode(),
    "Leerzeichen zwischen den Zeichen": lambda v: " ".join(v).encode(),
    "ähnliche Buchstaben": lambda v: v.replace("o", "о").encode(),
    "mehr als drei Archive": lambda v: archive(a_zip=archive(b_zip=archive(c_zip=archive(d_zip=archive(e_txt=v))))),
    "7z, rar": lambda v: b"7z\xbc\xaf'\x1c\0\4" + zlib.compress(v.encode()),
    "auf mehrere Felder": lambda v: f"a;{v[:18]}\n\nb;{v[18:]}\n".encode(),
    "Codierungen wie UTF-7 und EBCDIC": lambda v: v.encode("cp500"),
}
SMALL = {"the text of a motion", "a title"}


def texts(places: set[str] | None = None) -> Iterator[tuple[str, str, str, str]]:
    """Kind, name of the case, path and text."""
    for plants, ways in ((LINKS, DRESSES | LINK_DRESSES), (FIGURES, DRESSES | NUMBER_DRESSES)):
        for plant, value in plants.items():
            for way, dress in ways.items():
                for place, (path, around) in PLACES.items():
                    if not places or place in places:
                        yield (
                            f"{'link' if plant in LINKS else 'number'} {way}",
                            f"{plant}, {way}, {place}",
                            path,
                            around.format(dress(value)),
                        )


def seen(path: str, data: bytes) -> tuple[bool, bool, bool]:
    """By check and build, by what is written, by push and hook."""
    return (
        bool(check_guard(path, data, VALUES)),
        bool(inspector(VALUES)(path.removeprefix("content/"), data)),
        bool(list(find_secrets(path, data, VALUES))),
    )


def unseen(cases: Iterator[tuple[str, str, str, str]]) -> tuple[int, list[str]]:
    count, missed = 0, []
    for _, name, path, text in cases:
        count += 1
        found = bool(check_guard(path, text.encode(), VALUES))
        if found != bool(list(find_secrets(path, text.encode(), VALUES))) or not found:
            missed.append(name)
    return count, missed


def test_a_text_hides_nothing():
    count, missed = unseen(texts(SMALL))

    assert missed == []
    assert count >= 400


@pytest.mark.lang
def test_no_place_of_a_text_hides_anything():
    count, missed = unseen(texts())

    assert missed == []
    assert count >= 2_000


def test_a_page_hides_nothing_where_there_is_no_private_file():
    """There lines without a hint are not looked through; a hint is seen through every dress."""
    look, missed = inspector(()), []
    for way, dress in (DRESSES | LINK_DRESSES).items():
        page = f'<!doctype html>\n<p class="x">Zugang: {dress(LINKS["known service"])}</p>\n<p>Ende</p>\n'.encode()
        missed += [] if look("x/index.html", page) else [way]

    assert missed == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_hides_nothing(name: str):
    """The pattern of a known service and the digits of a number; the rest is `lang`."""
    for plant in ("known service", "meeting"):
        data = FILES[name](PLANTS[plant])
        assert seen(f"content/antraege/x/{name}", data) == (True, True, True), plant


@pytest.mark.lang
@pytest.mark.parametrize("plant", PLANTS)
def test_no_kind_of_file_hides_anything(plant: str):
    missed = [
        name
        for name, make in FILES.items()
        if seen(f"content/antraege/x/{name}", make(PLANTS[plant])) != (True, True, True)
    ]

    assert missed == []
    assert len(FILES) >= 50


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_hides_nothing_is_let_through(name: str):
    make: Callable[[str], bytes] = FILES[name]

    assert seen(f"content/antraege/x/{name}", make("Ein Radweg an der K 14, 812 345 Euro")) == (False, False, False)


@pytest.mark.parametrize("each", [b"stream\n", b"stream\n" + zlib.compress(b"a") + b"\nendstream\n"])
def test_a_pdf_of_many_streams_is_read_in_one_go(each: bytes):
    data, read = b"%PDF-1.7\n" + each * (12_000_000 // len(each)), []

    within(5, lambda: read.extend(unpacked(data, Budget())))

    assert len(read) in (0, 12_000_000 // len(each))


@pytest.mark.parametrize("name", ["brief.docx", "tabelle.ods", "alles.zip"])
def test_a_damaged_archive_is_named_and_may_be_allowed(name: str):
    """A word processor mends it and shows the text."""
    path, data = f"content/antraege/x/{name}", FILES[name](ZOOM)[:-30]

    assert seen(path, data) == (True, True, True)
    assert check_guard(path, data, allowed=lambda: [name]) == []


@pytest.mark.parametrize("words", GAPS)
def test_what_is_not_found_is_told(words: str):
    table = (ROOT / "content/BETRIEB.md").read_text("utf-8").partition("findet\n")[2].partition("\n## ")[0]
    data = GAPS[words](ZOOM.partition("?")[0])

    assert not check_guard("content/antraege/x/datei.csv", data)
    assert any(row.startswith(f"| {words}") for row in table.splitlines())
    assert sum(row.startswith("| ") for row in table.splitlines()) - 1 <= 25


# ------------------------------------------------------------------------------------ no false alarms


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_as_offices_write_them_raises_no_alarm(text: str):
    for path in ("content/meldungen/x.md", "content/antraege/x.md", "content/seiten/x.md"):
        data = f"---\ntitel: x\n---\n\n{text}\n".encode()
        assert check_guard(path, data, VALUES) == list(find_secrets(path, data, VALUES)) == []


def test_all_of_them_in_one_text_raise_none():
    assert len(TEXTS) >= 60
    assert check_guard("content/seiten/x.md", "---\ntitel: x\n---\n" + "\n\n".join(TEXTS), VALUES) == []
    assert check_guard("content/seiten/x.md", "---\ntitel: x\n---\n" + "\n".join(TEXTS), VALUES) == []


@pytest.mark.needs("real")
def test_real_motions_raise_none():
    files = [
        path
        for folder in ("motions-berlin", "motions-karlsruhe")
        for path in sorted((REAL / folder).iterdir())
        if path.is_file()
    ]

    assert len(files) >= 300
    assert {
        path.name: found
        for path in files
        if (
            found := check_guard(
                "content/antraege/x.md", f"---\ntitel: x\n---\n{path.read_text('utf-8', 'replace')}", VALUES
            )
        )
    } == {}
