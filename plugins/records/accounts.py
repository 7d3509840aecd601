"""Where somebody is to be met elsewhere in the web: a name and an address, and nothing is loaded from there."""

from __future__ import annotations

from msgspec import Struct

from .fields import Row


class Account(Struct, frozen=True):
    name: str
    address: str


def read_accounts(rows: tuple[Row, ...]) -> tuple[Account, ...]:
    return tuple(Account(row.get("name"), row.get("adresse")) for row in rows if row.get("name") and row.get("adresse"))
