"""A roll call: who voted how, name by name. „Ja: Vera Beispiel (SPD), Kurt Muster (CDU)“ is two voices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ..records.links import Link, fold
from .vocabulary import VOICES, VoiceKind

SAID = {fold(word): kind.word for kind in VOICES for word in (kind.word, *kind.synonyms)}


class Voice(Struct, frozen=True):
    """One person's vote. `said`: a word of the table."""

    person: Link
    group: str
    said: str

    @property
    def kind(self) -> VoiceKind:
        return VOICES[self.said]


def side_of(typed: str) -> str:
    """The word of the table that was meant, or none."""
    return SAID.get(fold(typed), "")


def read_names(typed: Mapping[str, str]) -> tuple[Voice, ...]:
    """Every name in the order in which it was typed. What stands before no known side says nothing."""
    return tuple(
        Voice(Link(name), group, said)
        for key, text in typed.items()
        if (said := side_of(key))
        for name, group in people(text)
    )


def people(text: str) -> Iterator[tuple[str, str]]:
    """Names with their groups. Where semicolons part them, a comma belongs to a name: „Beispiel, Vera; Muster, Kurt“."""
    for part in text.split(";") if ";" in text else apart(text):
        name, _, group = (" ".join(half.split()) for half in part.partition("("))
        if any(letter.isalpha() for letter in name):
            yield name, group.partition(")")[0].strip()


def apart(text: str) -> list[str]:
    """At its commas, but not within brackets; where one was forgotten, at all of them."""
    found: list[str] = []
    for piece in text.split(","):
        if found and found[-1].count("(") > found[-1].count(")"):
            found[-1] += f",{piece}"
        else:
            found.append(piece)
    return text.split(",") if found[-1].count("(") > found[-1].count(")") else found


def counts(voices: tuple[Voice, ...]) -> dict[str, int]:
    """How many there are of each; of those who could vote also that there are none."""
    heard = Counter(voice.kind.count for voice in voices)
    voted = any(voice.kind.groups for voice in voices)
    return {kind.count: heard[kind.count] for kind in VOICES if (kind.groups and voted) or heard[kind.count]}


def groups(voices: tuple[Voice, ...], how: Callable[[str, int], str]) -> tuple[tuple[str, str], ...]:
    """The votes of the groups in words, if of everybody is said to which he or she belongs."""
    if not all(voice.group for voice in voices):
        return ()
    heard = Counter((voice.group, voice.kind.count) for voice in voices if voice.kind.groups)
    names = dict.fromkeys(voice.group for voice in voices if voice.kind.groups)
    return tuple(
        (name, ", ".join(how(kind.count, heard[name, kind.count]) for kind in VOICES if heard[name, kind.count]))
        for name in names
    )


def linked(voices: tuple[Voice, ...], link: Callable[[str], Link]) -> tuple[Voice, ...]:
    """With the pages of those who have one here."""
    return tuple(replace(voice, person=link(voice.person.text)) for voice in voices)


def in_order(voices: tuple[Voice, ...]) -> tuple[Voice, ...]:
    """Group by group, the largest first; in each as they were typed."""
    size = Counter(voice.group for voice in voices)
    return tuple(sorted(voices, key=lambda voice: (not voice.group, -size[voice.group], voice.group)))
