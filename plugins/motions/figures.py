"""The page „Bilanz“ and its files: the same figures, as charts, as a table, and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..records.quoting import csv_file, csv_rows, json_text
from .balance import Balance, Key, Row, balance
from .vocabulary import ADOPTED, GROUPS, OPEN, REJECTED

PATH = "bilanz/"
CSV, JSON = f"{PATH}bilanz.csv", f"{PATH}bilanz.json"
GROUP_KEYS = tuple(Key(group.word, group.tone, group.sign) for group in GROUPS)
DECIDED_KEYS = tuple(
    Key(ADOPTED if group.adopted else REJECTED, group.tone, group.sign)
    for group in sorted((group for group in GROUPS if group.decided), key=lambda group: not group.adopted)
)
METHOD = (
    f"{ADOPTED.capitalize()} heißt: ganz, in geänderter Fassung oder in Teilen, durch das Gremium, das entscheidet.",
    "Anfragen, zurückgezogene, auf anderem Weg erledigte und offene Anträge zählen beim Anteil nicht mit.",
    "Bei der Umsetzung zählt der letzte Stand, der hier eingetragen ist.",
    "Das Jahr ist das, in dem ein Antrag gestellt wurde, außer in der Tabelle nach dem Jahr der Entscheidung.",
    "Ein Antrag zählt bei jedem seiner Themen und bei jedem Gremium, das ihn beraten hat; der Ausgang ist der des ganzen Antrags.",
    "Die Dauer reicht von der Einreichung bis zum Tag, an dem das zuständige Gremium abschließend entschieden hat. Bei der Hälfte der Anträge ging es schneller, bei der anderen Hälfte dauerte es länger (Median).",
)


class Figure(Struct, frozen=True):
    """One figure. `list`: the path of the list in which just these motions stand."""

    table: str
    row: str
    value: str
    count: int
    list: str = ""


def pages(ask: Ask, _: str) -> Iterator[Page]:
    frame, found = ask.piece("frame"), balance(ask)
    yield html_page(
        frame,
        PATH,
        "balance.html",
        title="Bilanz",
        description=f"Was aus unseren Anträgen wurde: {ADOPTED}, {REJECTED}, und was danach geschah; nach Thema, Gremium und Jahr.",
        crumbs=(Crumb("Start", ""),),
        balance=found,
        groups=GROUP_KEYS,
        decided_groups=DECIDED_KEYS,
        method=METHOD,
        csv=CSV,
        json=JSON,
    )
    if not sum(found.total.counts):
        return
    yield Page(CSV, build_csv, {"balance": found, "url": frame.url})
    yield Page(JSON, build_json, {"balance": found, "name": frame.name, "url": frame.url})


def figures(found: Balance) -> Iterator[Figure]:
    """Every figure of the page, in its order."""
    yield Figure("anteil", "", ADOPTED, found.share.adopted)
    yield Figure("anteil", "", "entschieden", found.share.decided)
    for one in found.carried:
        yield Figure("umsetzung", "", one.word, one.count, one.path)
    for one in found.days:
        year = str(one.year or "")
        yield Figure("dauer", year, "Tage (Median)", one.median)
        yield Figure("dauer", year, "entschieden", one.count)
    yield from of_rows("ausgang", (found.total,), GROUP_KEYS)
    yield from of_rows("thema", found.topics, GROUP_KEYS)
    yield Figure("gemeinsam", "", "gestellt", found.joint.count, "antraege/gemeinsam/" if found.joint.count else "")
    yield Figure("gemeinsam", "", ADOPTED, found.joint.adopted)
    yield Figure("gemeinsam", "", OPEN, found.joint.open)
    for one in found.joint.partners:
        yield Figure("gemeinsam", one.word, "gestellt", one.count, one.path)
    yield from of_rows("jahr", found.years, GROUP_KEYS)
    yield from of_rows("jahr der entscheidung", found.decisions, DECIDED_KEYS)
    yield from of_rows("gremium", found.bodies, GROUP_KEYS)


def of_rows(table: str, rows: tuple[Row, ...], keys: tuple[Key, ...]) -> Iterator[Figure]:
    for row in rows:
        for key, count, path in zip(keys, row.counts, row.paths, strict=True):
            yield Figure(table, row.name, key.word, count, path)


def build_csv(balance: Balance, url: str) -> bytes:
    """A row a figure."""
    day = balance.day.isoformat() if balance.day else ""
    head = ["tabelle", "zeile", "wert", "anzahl", "liste", "stand"]
    rows = [[f.table, f.row, f.value, str(f.count), address(f, url), day] for f in figures(balance)]
    return csv_file(csv_rows([head, *rows]))


def build_json(balance: Balance, name: str, url: str) -> str:
    found = [
        {"tabelle": f.table, "zeile": f.row, "wert": f.value, "anzahl": f.count, "liste": address(f, url) or None}
        for f in figures(balance)
    ]
    whole = {
        "titel": f"Bilanz: {name}",
        "seite": f"{url}/{PATH}",
        "stand": balance.day.isoformat() if balance.day else None,
        "so_ist_gezaehlt": list(METHOD),
        "zahlen": found,
    }
    return json_text(whole, indent=1) + "\n"


def address(figure: Figure, url: str) -> str:
    return f"{url}/{figure.list}" if figure.list else ""
