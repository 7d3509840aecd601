"""Values as people copy them off a letter: a label before a number, „noch keine“, names in one line with what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

NAME_WORDS = (2, 6)  # of a person: given name and family name at least
BRACKETED = re.compile(r"\s*\(([^()]{1,200})\)\s*$")
SIGNED = re.compile(r"gez(?:\.|eichnet)?:?\s+", re.IGNORECASE)
PIECES = re.compile(r"\s*(?:[,;\n]|\bund\b|\bsowie\b)\s*(?![^()]*\))")
COMMAS = re.compile(r"\s*[,;\n]\s*(?![^()]*\))")
AND = re.compile(r"\s+(?:und|sowie)\s+(?![^()]*\))")
LOWER = (
    "von",
    "van",
    "vom",
    "zu",
    "zum",
    "zur",
    "de",
    "del",
    "der",
    "den",
    "di",
    "da",
    "dos",
    "el",
    "al",
    "ter",
    "ten",
)


def without_label(text: str, labels: Iterable[str]) -> str:
    """„Drucksache Nr. 12/24“ is 12/24 where „Drucksache“ stands before it anyway. What is nothing but a label stays."""
    rest = text
    while found := next(
        (match for label in labels if (match := re.match(rf"{label}(?:[\s.:-]+|$)", rest, re.IGNORECASE))), None
    ):
        rest = rest[found.end() :].lstrip(" :.-")
    return rest if rest and rest != text else text


def says_nothing(text: str, words: Iterable[str]) -> bool:
    """„noch keine“, „–“: the same as an empty value."""
    folded = " ".join(text.casefold().strip(" .").split())
    return not folded or not any(sign.isalnum() for sign in folded) or folded in words


def people_in(text: str, groups: Iterable[str], roles: Iterable[str]) -> list[dict[str, str]] | None:
    """„gez. Mira Muster (Fraktionssprecherin), Jo Beispiel (SPD)“ → a row each; None where that is not sure, or where one name stands there alone."""
    if len(text) > 1000:
        return None
    found: list[dict[str, str]] = []
    for piece in filter(None, PIECES.split(text.strip(" ,;"))):
        row: dict[str, str] = {}
        name = piece
        while match := BRACKETED.search(name):
            row.setdefault(kind_of(match[1], groups), match[1].strip())
            name = name[: match.start()]
        if signed := SIGNED.match(name):
            row["gez"], name = "ja", name[signed.end() :]
        name = name.strip()
        if is_name(name) and not is_role(name, roles):
            found.append({"name": name, **row})
        elif found and is_role(name, roles) and "rolle" not in found[-1] and not row:
            found[-1]["rolle"] = name
        else:
            return None
    if found and found[0].get("gez"):
        found = [{**row, "gez": "ja"} for row in found]
    return found if found and found != [{"name": text.strip()}] else None


def kind_of(text: str, groups: Iterable[str]) -> str:
    """What stands in brackets behind a name: a group, or what the person is in it."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return (
        "fraktion"
        if any(word in groups or (word.endswith("fraktion") and len(words) < 3) for word in words)
        else "rolle"
    )


def is_name(text: str) -> bool:
    words = text.split()
    proper = [word for word in words if word[:1].isupper() and word[:1].isalpha()]
    return (
        NAME_WORDS[0] <= len(proper)
        and len(words) <= NAME_WORDS[1]
        and all(word in proper or word in LOWER for word in words)
        and not any(sign.isdigit() for sign in text)
    )


def is_role(text: str, roles: Iterable[str]) -> bool:
    return any(role in word for word in text.casefold().split() for role in roles)


def groups_in(text: str, groups: Iterable[str]) -> list[str]:
    """„Bündnis 90/Die Grünen, SPD und CDU“: several, where a comma divides them, or an „und“ between two that are known."""
    known = set(groups)
    parts: list[str] = []
    for piece in filter(None, COMMAS.split(text)):
        between = AND.split(piece)
        parts += (
            between
            if len(between) > 1 and all(known & set(re.findall(r"[^\W_]+", one.casefold())) for one in between)
            else [piece]
        )
    return parts
