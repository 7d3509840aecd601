"""Guests' tables as programs export them; what is not plainly one address invites nobody and is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.invitations.guests import Guest
from plugins.invitations.requests import Passed, Request
from plugins.invitations.tables import read_table
from plugins.site.settings import Refusal

KIM = Guest("kim@a.example", "Kim Beispiel")
TABLES = {
    "sep=": "sep=;\r\nname;mail\r\nKim Beispiel;kim@a.example\r\n",
    "sep=, in quotes": '"sep=,"\nname,mail\nKim Beispiel,kim@a.example\n',
    "a tab": "sep=\t\nname\tmail\nKim Beispiel\tkim@a.example\n",
    "Thunderbird": "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Sekundäre E-Mail-Adresse,Messenger-Name,Tel. dienstlich\nKim,Beispiel,Kim B.,,kim@a.example,kim@b.example,,\n",
    "Thunderbird, English": "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name\nKim,Beispiel,,,kim@a.example,,\n",
    "the second where the first is empty": "Vorname,Nachname,Primäre E-Mail-Adresse,Sekundäre E-Mail-Adresse\nKim,Beispiel,,kim@a.example\n",
    "Outlook": '"Anrede","Vorname","Weitere Vornamen","Nachname","Suffix","Firma","E-Mail-Adresse","E-Mail-Typ","E-Mail: Angezeigter Name","E-Mail 2: Adresse","E-Mail 2: Typ"\r\n"","Kim","","Beispiel","","Krone","kim@a.example","SMTP","Kim Beispiel (kim@a.example)","",""\r\n',
    "Outlook, English": "First Name,Middle Name,Last Name,Title,E-mail Address,E-mail Type,E-mail Display Name\nKim,,Beispiel,,kim@a.example,SMTP,Kim\n",
    "Google": "First Name,Middle Name,Last Name,Phonetic First Name,File As,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\nKim,,Beispiel,,,* ,kim@a.example,Mobile,0123\n",
    "Google, before": "Name,Given Name,Additional Name,Family Name,Notes,E-mail 1 - Type,E-mail 1 - Value\nKim Beispiel,Kim,,Beispiel,,* ,kim@a.example\n",
    "Google's forms": "Zeitstempel,E-Mail-Adresse,Wie heißen Sie?\n2026/11/22 10:00:00 AM,kim@a.example,Kim Beispiel\n",
    "Google's forms, English": "Timestamp,Email Address,Your name\n2026/11/22,kim@a.example,Kim Beispiel\n",
    "Nextcloud's forms": "Benutzer-ID,Benutzer-Anzeigename,Zeitstempel,Name,Ihre E-Mail-Adresse\n,Anonymer Benutzer,2026-11-22,Kim Beispiel,kim@a.example\n",
    "Nextcloud, by hand": "Benutzername,Anzeigename,E-Mail\nkim1,Kim Beispiel,kim@a.example\n",
    "first and last": "Vorname;Nachname;Mail\nKim;Beispiel;kim@a.example\n",
    "first and name": "Vorname;Name;E-Mail\nKim;Beispiel;kim@a.example\n",
    "last, first": "Nachname;Vorname;Mailadresse\nBeispiel;Kim;kim@a.example\n",
    "no titles": "Kim Beispiel;kim@a.example\n",
    "an unknown title": "Wer;Wohin\nx;kim@a.example\nKim Beispiel;b@a.example\n",
    "a bar": "name|mail\nKim Beispiel|kim@a.example\n",
    "mailto:": "name;mail\nKim Beispiel;mailto:kim@a.example\n",
}


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", TABLES)
def test_the_export_of_every_program_is_read(tmp_path: Path, name: str, charset: str):
    path = tmp_path / "a.csv"
    path.write_bytes(TABLES[name].encode(charset))
    found = list(read_table(path, "m4t8wd"))

    assert all(isinstance(each, Request) for each in found)
    assert found[0].guest.address == "kim@a.example"
    assert name == "an unknown title" or found[0].guest == KIM


def test_a_list_of_nothing_but_addresses(tmp_path: Path):
    (tmp_path / "a.txt").write_text("kim@a.example\nVera@a.example\n")
    assert [each.guest.address for each in read_table(tmp_path / "a.txt", "m4t8wd")] == [
        "kim@a.example",
        "Vera@a.example",
    ]


@pytest.mark.parametrize(
    "row",
    [
        "Kim;vera@a.example; kim@a.example",
        'Kim;"vera@a.example; kim@a.example"',
        "Kim;vera@a.example, kim@a.example",
        "Kim;vera@a.example kim@a.example",
        "Kim;vera@a.example ::: kim@a.example",
        "Kim;vera@a.example / kim@a.example",
        'Kim;"vera@a.example\nkim@a.example"',
        "Kim;Vera <vera@a.example>, Kim <kim@a.example>",
    ],
)
def test_of_two_addresses_in_one_cell_nobody_is_invited_and_both_are_shown(tmp_path: Path, row: str):
    (tmp_path / "a.csv").write_text(f"name;mail\n{row}\nIda;ida@a.example\n")
    (two, good) = read_table(tmp_path / "a.csv", "m4t8wd")

    assert (
        isinstance(two, Passed)
        and two.looks
        and [guest.address for guest in two.guests] == ["vera@a.example", "kim@a.example"]
    )
    assert good.guest == Guest("ida@a.example", "Ida")


CARDS = """\
BEGIN:VCARD
VERSION:3.0
FN:Kim Beispiel
N:Beispiel;Kim;;;
EMAIL;TYPE=HOME:kim@a.exa
 mple
END:VCARD
BEGIN:VCARD
VERSION:4.0
N:Muster;Ida;;;
item1.EMAIL;TYPE="INTERNET,PREF":ida@a.example
EMAIL:ida@b.example
END:VCARD
BEGIN:VCARD
VERSION:2.1
FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=B6rg M=C3=BCller
EMAIL;INTERNET:j@a.example
END:VCARD
BEGIN:VCARD
FN:Zwei
EMAIL:a@a.example
EMAIL:b@a.example
END:VCARD
BEGIN:VCARD
FN:Keine
END:VCARD
"""


def test_cards_of_an_address_book(tmp_path: Path):
    (tmp_path / "a.vcf").write_text(CARDS)
    *good, two, none = read_table(tmp_path / "a.vcf", "m4t8wd")

    assert [each.guest for each in good] == [
        KIM,
        Guest("ida@a.example", "Ida Muster"),
        Guest("j@a.example", "Jörg Müller"),
    ]
    assert len(two.guests) == 2 and two.looks
    assert none.source == "a.vcf, Zeile 24" and "keine Mailadresse" in none.why and "Keine" in none.why


def test_without_any_address_it_is_refused(tmp_path: Path):
    (tmp_path / "a.csv").write_text("vorname;strasse\nKim;Weg 1\n")
    with pytest.raises(Refusal, match="fehlt die Spalte mit der Mailadresse"):
        list(read_table(tmp_path / "a.csv", "m4t8wd"))
