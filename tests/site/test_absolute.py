"""Every absolute address of our own host in all that is published leads to a file: feeds, calendars, data, cards, structured data."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from PIL import Image

from plugins.records.problems import errors
from plugins.site import leads as leads_module
from plugins.site.build import build
from plugins.site.settings import load

from ..builders import Project
from ..conftest import ROOT, TODAY

ENDINGS = {".html", ".atom", ".rss", ".json", ".ics", ".opml", ".xml", ".csv", ".txt", ".md", ".jsonld"}


def addresses(output: Path, url: str) -> dict[str, str]:
    """Each address of our own host, with a file that names it."""
    own = re.compile(re.escape(url).replace("https", "(?:https|webcal)") + r"(?=[/\"'<\s?#])[^\s\"'<>\\);]*")
    found = {}
    for path in sorted(output.rglob("*")):
        if path.is_file() and path.suffix in ENDINGS:
            text = path.read_text("utf-8", "replace")
            text = re.sub(r"\r?\n[ \t]", "", text) if path.suffix == ".ics" else html.unescape(text)
            for address in (
                own.findall(text)
                if path.suffix != ".html"
                else re.findall(rf'(?<=["\\s])(?:{own.pattern})(?=["\\s])', text)
            ):
                if path.suffix == ".html" and f'"{address}"' not in text and f'"{address} ' not in text:
                    continue  # shown to people as an example, no link
                found.setdefault(address.rstrip(".,;"), path.relative_to(output).as_posix())
    return found


def leads(output: Path, base: str, address: str) -> bool:
    path = unquote(urlsplit(address).path).removeprefix(base).lstrip("/")
    target = output / path
    return (target / "index.html").is_file() if not path or path.endswith("/") else target.is_file()


def test_every_absolute_address_of_our_own_leads_somewhere(sample: Path):
    url = load(ROOT / "pelicanconf.py", HEUTE=TODAY).url
    found = addresses(sample, url)

    assert len(found) > 200
    assert {address: by for address, by in found.items() if not leads(sample, urlsplit(url).path, address)} == {}


def test_what_comes_with_an_entry_is_there_with_its_true_length(sample: Path):
    url = load(ROOT / "pelicanconf.py", HEUTE=TODAY).url
    seen = 0
    for feed in [*sample.glob("feeds/*.rss"), *sample.glob("feeds/*.atom")]:
        for entry in feedparser.parse(feed.read_bytes()).entries:
            for enclosure in entry.get("enclosures", ()):
                file = sample / unquote(enclosure.href.removeprefix(f"{url}/"))
                assert file.is_file() and int(enclosure.length) == file.stat().st_size, enclosure
                seen += 1
    assert seen


def test_nothing_is_from_tomorrow(sample: Path):
    days = [
        day
        for feed in sample.glob("feeds/**/*.atom")
        for day in re.findall(r"<updated>(\d{4}-\d{2}-\d{2})", feed.read_text("utf-8"))
    ]
    days += re.findall(r"<lastmod>(\d{4}-\d{2}-\d{2})", (sample / "sitemap.xml").read_text("utf-8"))

    assert days and max(days) <= TODAY.isoformat()


# ------------------------------------------------------------------------------- the build follows them


NEWS = "---\nuid: n5r2xp\ntitel: Neu\ndatum: 2026-11-20\n---\nMehr steht [dort]({address}).\n"


def dead(result) -> list[str]:
    return [p.path for p in result.problems if p.code == "address-dead"]


def test_the_build_says_which_address_of_our_own_leads_nowhere(project: Project):
    url = project.settings().url
    project.write("meldungen/neu.md", NEWS.format(address=f"{url}/antraege/gibt-es-nicht/"))
    result = project.build(OHNE=["karten/", "suche/"])

    assert {"output/feeds/alles.atom", "output/feeds/meldungen.rss", "output/feeds/alles.json"} <= set(dead(result))
    assert not errors(result.problems) and result.report.files
    project.write("meldungen/neu.md", NEWS.format(address=f"{url}/antraege/"))
    assert dead(project.build(OHNE=["karten/", "suche/"])) == []


def test_an_edit_looks_through_what_it_wrote_and_a_full_build_through_everything(project: Project):
    project.write("meldungen/neu.md", NEWS.format(address=f"{project.settings().url}/nirgends/"))
    project.build()
    project.motion()
    assert "output/feeds/meldungen.atom" not in dead(project.build())
    assert "output/feeds/meldungen.atom" in dead(build(project.settings(), everything=True))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "a.atom",
            '<link href="https://www.example.org/x/?a=1&amp;b=2#c"/><id>https://www.example.org/y</id>',
            {"/x/?a=1&b=2#c", "/y"},
        ),
        (
            "a.ics",
            "URL:https://www.example.org/sitzun\r\n gen/a/\r\nDESCRIPTION:Siehe https://www.example.org/b.\r\n",
            {"/sitzungen/a/", "/b"},
        ),
        ("a.ics", "X:webcal://www.example.org/kalender/fraktion.ics\r\n", {"/kalender/fraktion.ics"}),
        (
            "a.json",
            '{"id": "https://www.example.org/a.json", "text": "Siehe https://www.example.org/b/ dort"}',
            {"/a.json"},
        ),
        ("a.csv", "a;https://www.example.org/a/;b\r\n", {"/a/"}),
        (
            "a.html",
            '<link rel="canonical" href="https://www.example.org/"><meta content="https://www.example.org/karten/a.png"></head><code>https://www.example.org/nur-gezeigt/</code>',
            {"/", "/karten/a.png"},
        ),
        (
            "a.atom",
            '<a href="https://www.example.org.falsch.example/x"/><a href="https://www.example.orgx/x"/><a href="https://www.example.org:8080/x"/><a href="https://nicht-www.example.org/x"/>',
            set(),
        ),
        ("a.opml", '<outline xmlUrl="https://www.example.org/feeds/a.atom"/>', {"/feeds/a.atom"}),
    ],
)
def test_an_address_is_found_in_every_kind_of_file(name: str, text: str, found: set[str]):
    assert leads_module.addresses(name, text.encode(), "www.example.org") == found


def test_what_a_build_leaves_out_is_no_fault_of_an_address_and_a_site_below_a_path_knows_itself(tmp_path: Path):
    (tmp_path / "a.atom").write_text(
        '<a href="https://www.example.org/unter/karten/x.png"/><a href="https://www.example.org/unter/a.atom"/><a href="https://www.example.org/unter/fehlt"/>'
    )
    texts = leads_module.read(tmp_path, ["a.atom"])
    found = list(leads_module.dead_ends(tmp_path, "https://www.example.org/unter", ("karten/",), texts))

    assert ["https://www.example.org/unter/fehlt" in p.what for p in found] == [True]


# ------------------------------------------------------------------------------- true lengths


def photograph(comment: bytes = b"Am Markt 1") -> bytes:
    """A JPEG that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = comment.decode() * 40
    Image.new("RGB", (300, 200), "teal").save(out, "JPEG", exif=exif, quality=97)
    return out.getvalue()


def test_a_picture_that_is_attached_has_the_length_of_what_is_published(project: Project):
    project.write("antraege/2024-03-radweg/beschluss.jpg", photograph())
    head = "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-11-12\n    ergebnis: beschlossen\n    beschlussdatei: beschluss.jpg\nanlagen:\n  - beschluss.jpg\n"
    project.motion(datum="2026-11-02", head=head)
    project.build(OHNE=["karten/", "suche/"])
    file = project.output / "antraege/2024-03-radweg/beschluss.jpg"
    lengths = {
        int(found)
        for feed in project.output.glob("feeds/*.atom")
        for found in re.findall(r'beschluss\.jpg" rel="enclosure"[^>]*length="(\d+)"', feed.read_text("utf-8"))
    }

    assert file.stat().st_size < len(photograph())
    assert lengths == {file.stat().st_size}
    assert f'"size":{file.stat().st_size}' in (project.output / "oparl/paper/k7f3qz.json").read_text("utf-8")
    project.motion(datum="2026-11-02", head=head, body="## Beschlussvorschlag\n\n1. Ein Radweg wird nun gebaut.\n")
    project.build(OHNE=["karten/", "suche/"])
    after = {
        path.relative_to(project.output): path.read_bytes() for path in project.output.rglob("*") if path.is_file()
    }
    cold = project.root / "kalt"
    project.build(OHNE=["karten/", "suche/"], OUTPUT_PATH=str(cold), CACHE_ORDNER=str(project.root / "kalt-cache"))
    assert after == {path.relative_to(cold): path.read_bytes() for path in cold.rglob("*") if path.is_file()}
