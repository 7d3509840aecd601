"""A text as the words it holds: how often each stands in it, and whether in its title or summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .entries import Entry
from .letters import joined, words
from .numbers import day_terms, exact, number_keys
from .signs import OFTEN, PART, SUMMARY, TITLE, often

Bag = dict[str, int]  # written form → 4 · how often in the text + fields
COUNTED = 15
LONGEST = 80  # letters of a word
Known = Mapping[str, tuple[str, tuple[str, ...]]]  # written form → its stem, the stems of its parts


def bag_of(entry: Entry) -> tuple[Bag, int]:
    """The words, and how many there are in all."""
    text = "\n".join((entry.text, *(text for _, text in entry.papers)))
    counts = Counter(words(text))
    length = sum(counts.values())
    counts.update(joined(text))
    counts.update(exact(text))
    bag = {form: 4 * min(count, COUNTED) for form, count in counts.items()}
    below = "\n".join((entry.summary, *entry.names, *entry.numbers))
    for place, field in ((entry.title, TITLE), (below, SUMMARY)):
        for form in (*words(place), *joined(place), *exact(place)):
            bag[form] = bag.get(form, 0) | field
    for number in entry.numbers:
        bag.setdefault(f"#{number_keys(number)[0]}", SUMMARY)
    for term in day_terms(entry.date) if entry.date else ():
        bag[term] = bag.get(term, 0) | SUMMARY
    return {
        form if form.isalpha() and len(form) < LONGEST else shortened(form): code for form, code in bag.items()
    }, length


def shortened(form: str) -> str:
    """Noughts before a number say nothing; a word of hundreds of letters is none."""
    return form.lstrip("0") or "0" if form.isdigit() else form[:LONGEST]


def terms_of(bag: Bag, known: Known) -> dict[str, list[int]]:
    """By what is looked up: the classes (signs.py) under which this text stands there."""
    whole: dict[str, int] = {}
    parts: dict[str, int] = {}
    for form, code in bag.items():
        own, inside = known[form]
        if not own:  # a word that says nothing
            continue
        whole[own] = added(whole[own], code) if own in whole else code
        for part in inside:
            parts[part] = added(parts[part], code) if part in parts else code
    found = {term: [kind(code)] for term, code in whole.items()}
    for term, code in parts.items():
        if term not in whole:
            found[term] = [kind(code) | PART]
        elif code & 3 & ~whole[term]:
            found[term].append(kind(code) | PART)
    return found


def added(one: int, other: int) -> int:
    return (min((one >> 2) + (other >> 2), COUNTED) << 2) | (one & 3) | (other & 3)


def kind(code: int) -> int:
    return code & 3 | often(code >> 2) * OFTEN
