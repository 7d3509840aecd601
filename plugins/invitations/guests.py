"""Who is invited: a name and one mail address. What is not plainly one address is refused, never guessed at.

What may come in: any text, from a foreign mail, a table or the command line. Longer than LONGEST it is not looked at.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from .words import LONGEST, decoded

LONGEST_NAME = 60
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL = re.compile(
    rf"(?!.*=\?){ATOM}(?:\.{ATOM})*"
)  # „=?“ would begin an encoded word (RFC 2047), and be read as something else
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
BAD = {
    "none": "Hier steht keine Mailadresse.",
    "control": "Darin stehen Steuerzeichen oder Zeilenumbrüche.",
    "many": "Hier stehen mehrere Adressen oder eine Gruppe. Bitte für jede Person einzeln angeben.",
    "comment": "In der Adresse stehen Klammern oder Anführungszeichen. Bitte nur die Adresse schreiben: vera@example.org",
    "local": "Vor dem @ steht etwas, das nicht jeder Mailserver annimmt (Umlaute, Leerzeichen, Punkte am Rand).",
    "host": "Hinter dem @ steht kein Rechnername.",
    "idna": "Hinter dem @ stehen Zeichen, die nicht überall dasselbe bedeuten. Bitte den Rechnernamen in der Form mit xn-- angeben.",
    "long": "Die Adresse ist zu lang.",
    "endless": f"Das sind mehr als {LONGEST} Zeichen.",
}


class Odd(Exception):
    """Not one plain address; the text is the sentence that says why."""

    def __init__(self, code: str):
        super().__init__(BAD[code])


class Guest(Struct, frozen=True, order=True):
    address: str  # the host in small letters and as ASCII (IDNA)
    name: str = ""

    @property
    def key(self) -> str:
        """Who is the same person: capitals make no other mailbox anywhere today."""
        return self.address.lower()

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def read_guest(text: str, name: str = "") -> Guest:
    """„Vera Beispiel <vera@example.org>“ or „vera@example.org“. `name`: where it stands apart, as in a table."""
    typed, given = split(text)
    return Guest(address_of(typed), plain_name(name or unquoted(given)))


def from_header(raw: str) -> Guest:
    """The one address of a From header as it came. Encoded words are a name, whatever they hold."""
    typed, given = split(re.sub(r"\r?\n(?=[ \t])", "", raw))
    return Guest(address_of(typed), plain_name(decoded(unquoted(given))))


def is_plain(address: str) -> bool:
    """Would this address be taken today? One that was written down earlier may be none."""
    try:
        return address_of(address) == address
    except Odd:
        return False


def split(text: str) -> tuple[str, str]:
    """What stands for the address, and the name before it."""
    if len(text) > LONGEST:
        raise Odd("endless")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for sign in text):
        raise Odd("control")
    if "@" not in text:
        raise Odd("none")
    typed, given = in_angles(text.strip())
    bare = given.startswith('"')
    if re.search(r"[()\"\[\]\\]", typed) and typed.count("@") == 1:
        raise Odd("comment")
    if re.search(r"[<>,;:\s]", typed) or typed.count("@") > 1 or (not bare and re.search(r"[,;:@]", given)):
        raise Odd("many")
    return typed, given


def in_angles(text: str) -> tuple[str, str]:
    """„Name <address>“, apart; where it is anything else, all of it stands for the address."""
    given, _, typed = text.removesuffix(">").rpartition("<")
    given = given.strip()
    if (
        text.endswith(">")
        and ">" not in typed
        and "<" in text
        and (QUOTED.fullmatch(given) or not re.search(r'[<>"]', given))
    ):
        return typed.strip(), given
    return text, ""


def unquoted(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if name.startswith('"') else name


def address_of(typed: str) -> str:
    local, _, host = typed.rpartition("@")
    if not LOCAL.fullmatch(local):
        raise Odd("local")
    plain = ascii_host(unicodedata.normalize("NFC", host).lower())
    labels = plain.split(".")
    if len(labels) < 2 or not all(map(LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise Odd("host")
    if len(local) > 64 or len(local) + 1 + len(plain) > 254:
        raise Odd("long")
    return f"{local}@{plain}"


def ascii_host(host: str) -> str:
    """IDNA. The standard library knows its first edition only, which makes another host of ß and of signs it takes for others."""
    if host.isascii():
        return host
    try:
        plain = host.encode("idna").decode("ascii")
        same = plain.encode("ascii").decode("idna") == host
    except UnicodeError:
        same = False
    if not same:
        raise Odd("idna")
    return plain


def plain_name(text: str) -> str:
    """The name, if it is nothing but one; else "". A mail greets by it, and the From of a request can be forged:
    without this, anybody could have us send a stranger a sentence or a link."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if name.count(",") == 1:  # „Beispiel, Vera“
        name = " ".join(part.strip() for part in reversed(name.split(",")))
    if (
        len(name) > LONGEST_NAME
        or len(name.split()) > 6
        or not all(sign.isalpha() or unicodedata.category(sign) == "Mn" or sign in " -'’." for sign in name)
    ):
        return ""
    return name if re.search(r"\w{2}", name) and not re.search(r"\w\.\w{2}|\bwww\b", name) else ""
