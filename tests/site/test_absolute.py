"""Every absolute address of our own host in all that is published leads to a file: feeds, calendars, data, cards, structured data."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser

from plugins.site.settings import load

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
            for address in own.findall(text) if path.suffix != ".html" else re.findall(rf'(?<=["\\s])(?:{own.pattern})(?=["\\s])', text):
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
    days = [day for feed in sample.glob("feeds/**/*.atom") for day in re.findall(r"<updated>(\d{4}-\d{2}-\d{2})", feed.read_text("utf-8"))]
    days += re.findall(r"<lastmod>(\d{4}-\d{2}-\d{2})", (sample / "sitemap.xml").read_text("utf-8"))

    assert days and max(days) <= TODAY.isoformat()
