"""Guests' tables as programs export them: one address a row, and the name, in one cell or in two.

What may come in: any bytes. CSV of Excel („sep=;“, cp1252, „Unicode-Text“), LibreOffice, Thunderbird, Outlook, Google's and
Nextcloud's contacts and forms, and vCards. A column is known by its title, or where no title says it by what stands in it.
A row with two addresses invites nobody: which of them is meant, or whether both are, a person says.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ..records.problems import shorten, why
from ..site.settings import Refusal
from .guests import Guest, Odd, read_guest
from .requests import Found, Passed, Request, typed
from .senders import ANY

LARGEST_TABLE = 25 * 2**20  # bytes
SEPARATOR = re.compile(r'"?sep=(\t|.)"?\s*', re.IGNORECASE)
BEST = (  # of a column with addresses; the first that is there is asked first
    "mail",
    "email",
    "mailadresse",
    "emailadresse",
    "emailaddress",
    "primäreemailadresse",
    "primaryemail",
    "primaryemailaddress",
    "email1value",
    "email1wert",
    "emailprivat",
    "emailadresseprivat",
    "hauptemail",
    "adresse",
    "deineemailadresse",
    "ihreemailadresse",
    "ihremailadresse",
    "youremail",
    "nutzername",
    "benutzername",
    "username",
)
NO_MAIL = re.compile(
    r"(?:typ|type|label|bezeichnung|name|display|newsletter|einwilligung|zustimmung|bestätigt|status|format|kopie)$|(?:angezeigter|anzeigename|display)"
)
FIRST = ("vorname", "vornamen", "firstname", "givenname", "rufname")
LAST = ("nachname", "familienname", "lastname", "familyname", "surname", "zuname")
WHOLE = (
    "name",
    "vornameundnachname",
    "vorundnachname",
    "vornamenachname",
    "teilnehmer",
    "teilnehmerin",
    "teilnehmerinnen",
    "teilnehmende",
    "person",
    "ihrname",
    "deinname",
    "yourname",
    "fullname",
    "vollständigername",
    "gast",
    "wieheissensie",
    "wieheisstdu",
    "nameperson",
)
SHOWN = (
    "anzeigename",
    "displayname",
    "emaildisplayname",
    "emailangezeigtername",
    "fileas",
    "speichernunter",
    "userdisplayname",
    "benutzeranzeigename",
    "spitzname",
    "nickname",
)


def read_table(path: Path, meeting: str) -> Iterator[Found]:
    """Each row or card for itself, with its line."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_TABLE + 1)
    except OSError as error:
        raise Refusal(f"Die Tabelle {path} lässt sich nicht lesen: {why(error)}. Bitte den Weg prüfen.") from None
    if len(data) > LARGEST_TABLE:
        raise Refusal(f"Die Tabelle {path} ist größer als {LARGEST_TABLE // 2**20} MB. Bitte aufteilen.")
    text = plain(data)
    yield from (
        of_cards(text, path, meeting)
        if text[:200].lstrip().upper().startswith("BEGIN:VCARD")
        else of_rows(text, path, meeting)
    )


def plain(data: bytes) -> str:
    """The text of a table as an office program stores it: UTF-8, or what Excel makes of „CSV“ and of „Unicode-Text“, with its mark or without."""
    charsets = ("utf-8-sig", "cp1252")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        charsets = ("utf-16",)
    elif (
        len(data) > 3 and len(data) % 2 == 0 and 0 in data[:400] and (zero := [data[n:2000:2].count(0) for n in (0, 1)])
    ):
        odd, even = zero[1], zero[0]
        many = len(data[:2000]) // 2
        charsets = (
            ("utf-16-le", *charsets)
            if odd > 0.6 * many and even < 0.1 * many
            else ("utf-16-be", *charsets)
            if even > 0.6 * many and odd < 0.1 * many
            else charsets
        )
    for charset in charsets:
        with suppress(UnicodeDecodeError):
            return data.decode(charset).removeprefix("\ufeff")
    return data.decode("cp1252", "replace")


# ------------------------------------------------------------------------------------------- rows


def of_rows(text: str, path: Path, meeting: str) -> Iterator[Found]:
    sign, skipped = "", 0
    head, _, rest = text.partition("\n")
    if found := SEPARATOR.fullmatch(head[:40].strip("\r ")):  # Excel's own line
        sign, text, skipped = found[1], rest, 1
        head = text.partition("\n")[0]
    sign = sign or max(";,\t|", key=re.sub(r'"[^"]*"?', "", head).count)
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=sign, strict=True
    )  # a quotation mark without its second would swallow the rest
    try:
        yield from by_columns(
            [(rows.line_num + skipped, row) for row in rows if any(cell.strip() for cell in row)], path, meeting
        )
    except csv.Error:
        raise Refusal(
            f"{path}, Zeile {rows.line_num + skipped}: Das ist keine Tabelle (CSV). Bitte neu speichern, mit Strichpunkten zwischen den Spalten."
        ) from None


def by_columns(rows: list[tuple[int, list[str]]], path: Path, meeting: str) -> Iterator[Found]:
    titles = (
        [] if not rows or any(ANY.search(cell[:500]) for cell in rows[0][1]) else [bare(title) for title in rows[0][1]]
    )
    body = rows[1:] if titles else rows
    mails = mail_columns(titles, body)
    if not mails:
        raise Refusal(
            f"In der ersten Zeile von {path} fehlt die Spalte mit der Mailadresse. Bitte so beginnen: name;mail"
        )
    for number, row in body:
        source = f"{shorten(path.name, 80)}, Zeile {number}"
        cell = next((row[n].strip() for n in mails if n < len(row) and row[n].strip()), "")
        beyond = [
            each for each in row[max(len(titles), *(n + 1 for n in mails)) :] if titles and "@" in each
        ]  # an unquoted „a@…; b@…“
        yield one_of(" ".join([cell, *beyond]) if beyond else cell, name_in(row, titles, mails), meeting, source)


def bare(title: str) -> str:
    """A title without what programs put between its words."""
    return re.sub(r"[\W_]+", "", title[:200].casefold())


def mail_columns(titles: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> list[int]:
    """The columns with an address, the one that is asked first in front."""
    named = sorted((n for n, title in enumerate(titles) if title in BEST), key=lambda n: BEST.index(titles[n]))
    more = [n for n, title in enumerate(titles) if n not in named and "mail" in title and not NO_MAIL.search(title)]
    found = [
        n
        for n in [*named, *more]
        if not titles or titles[n] not in ("adresse", "nutzername", "benutzername", "username") or holds(rows, n)
    ]
    if found or not rows:
        return found or named[:1]
    return [n for n in range(max(len(row) for _, row in rows)) if holds(rows, n)][:1]


def holds(rows: Sequence[tuple[int, list[str]]], column: int) -> bool:
    """Are there addresses in at least half of its cells?"""
    cells = [row[column].strip() for _, row in rows if column < len(row) and row[column].strip()]
    return bool(cells) and sum(bool(ANY.search(cell[:500])) for cell in cells) * 2 >= len(cells)


def name_in(row: list[str], titles: Sequence[str], mails: Sequence[int]) -> str:
    def cell(known: Sequence[str]) -> str:
        return next(
            (
                row[n].strip()
                for title in known
                for n, each in enumerate(titles)
                if each == title and n < len(row) and n not in mails and row[n].strip()
            ),
            "",
        )

    if not titles:
        others = [each.strip() for n, each in enumerate(row) if n not in mails]
        return others[0] if len(others) == 1 else ""
    given, family, whole = cell(FIRST), cell(LAST), cell(WHOLE)
    if given and not family and whole and given.casefold() not in whole.casefold():  # „Vorname;Name“
        family, whole = whole, ""
    return (
        (f"{given} {family}".strip() if given and family else whole or f"{given} {family}".strip())
        or cell(SHOWN)
        or next(
            (
                row[n].strip()
                for n, title in enumerate(titles)
                if n < len(row)
                and n not in mails
                and title.endswith("name")
                and title not in ("nutzername", "benutzername", "username", "firmenname", "vereinsname", "dateiname")
            ),
            "",
        )
    )


def one_of(cell: str, name: str, meeting: str, source: str) -> Found:
    """A cell with one address; of several each is shown with the command to paste."""
    cell = cell.replace("mailto:", "").strip()
    if (
        len(cell) < 5000
        and len(cell) > 3
        and (addresses := dict.fromkeys(each.lower() for each in ANY.findall(cell)))
        and len(addresses) > 1
    ):
        guests = []
        for address in addresses:
            with suppress(Odd):
                guests.append(read_guest(address))
        return Passed(
            source,
            "Hier stehen mehrere Adressen. Wer gemeint ist, bitte einzeln angeben:",
            meetings=(meeting,),
            guests=tuple(guests),
        )
    found = typed(cell, name, meeting, source)
    return (
        found
        if isinstance(found, Request) or not name or cell
        else Passed(source, f"{found.why} Name: {shorten(name, 60)}")
    )


# ------------------------------------------------------------------------------------------ cards


def of_cards(text: str, path: Path, meeting: str) -> Iterator[Found]:
    """vCards (RFC 6350), as Nextcloud, Apple and Google export contacts."""
    card: list[tuple[str, str]] = []
    begin = 0
    for number, line in unfolded(text):
        name, _, value = line.partition(":")
        key = name.partition(";")[0].rpartition(".")[2].upper()
        if key == "BEGIN":
            card, begin = [], number
        elif key == "END":
            yield of_card(card, meeting, f"{shorten(path.name, 80)}, Zeile {begin}")
        elif key in ("FN", "N", "EMAIL"):
            card.append((name.upper(), value))


def unfolded(text: str) -> Iterator[tuple[int, str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    number = 0
    while number < len(lines):
        first, line = number + 1, lines[number]
        number += 1
        while number < len(lines) and lines[number][:1] in (" ", "\t"):
            line += lines[number][1:]
            number += 1
        yield first, line


def of_card(card: list[tuple[str, str]], meeting: str, source: str) -> Found:
    def values(key: str) -> list[tuple[str, str]]:
        return [(name, spoken(name, value)) for name, value in card if name.partition(";")[0].rpartition(".")[2] == key]

    names = [value for _, value in values("FN")] or [
        " ".join(filter(None, [*value.split(";")[1:2], value.split(";")[0]])) for _, value in values("N")
    ]
    mails = values("EMAIL")
    preferred = [value for name, value in mails if re.search(r"\bPREF\b", name)]
    chosen = preferred[:1] if len(preferred) == 1 else list(dict.fromkeys(value.strip().lower() for _, value in mails))
    return one_of(" ".join(chosen), names[0] if names else "", meeting, source)


def spoken(name: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in name:  # vCard 2.1
        import binascii

        value = binascii.a2b_qp(value.encode("utf-8", "replace")).decode("utf-8", "replace")
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value).strip()


__all__ = ["Guest", "plain", "read_table"]
