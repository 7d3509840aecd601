"""Which entries of which feeds are shown: known ones found again, doubles left out, the newest kept. Pure; lists in, lists out."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct, structs

from ..group import Source
from .reader import Entry, Feed
from .tracking import NAMES
from .words import teaser

NEAR = 14  # days between which two sources may tell the same
LONG_TITLE = 4  # words; a shorter one alone makes no two entries the same
ALIKE = 0.6  # share of words that two texts have in common if they are one


class Candidate(Struct, frozen=True):
    """An entry with what is known of it beyond its feed."""

    key: str  # the same at every fetch
    entry: Entry
    date: dt.date
    rank: dt.date  # by which it is ordered; an entry without a date stands where its feed puts it


def keys(entries: Sequence[Entry], source: Source) -> list[str]:
    """A key for each entry; "" for one that the feed has twice.

    An id counts as a feed gives it. Feeds that give the same id, or the same link without an id, to different entries tell them apart by title.
    """
    bases = [base_of(entry, source) for entry in entries]
    titles: dict[str, set[str]] = {}
    for base, entry in zip(bases, entries, strict=True):
        titles.setdefault(base, set()).add(f"{folded(entry.title)}\0{same_link(entry.link) if entry.id else ''}")
    found, seen = [], set()
    for base, entry in zip(bases, entries, strict=True):
        key = base if len(titles[base]) == 1 else f"{base}\0{folded(entry.title)}\0{same_link(entry.link)}"
        found.append("" if key in seen else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16])
        seen.add(key)
    return found


def base_of(entry: Entry, source: Source) -> str:
    """What makes an entry itself. An id such as „17“ means something within its feed only; an address or a tag: everywhere (RFC 4287, 4.2.6)."""
    if entry.id:
        return entry.id if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S", entry.id) else f"{source.address}\0{entry.id}"
    return whole_link(entry.link) or f"{source.address}\0{folded(entry.title)}\0{entry.date}"


def whole_link(link: str) -> str:
    """The same with what stands after „#“: there a page may have another part, or a program another page."""
    return same_link(link) + (f"#{link.partition('#')[2]}" if "#" in link else "")


def other_part(one: str, other: str) -> bool:
    """Do two addresses lead to different parts of a page?"""
    first, second = one.partition("#")[2], other.partition("#")[2]
    return bool(first and second) and first != second


@lru_cache(maxsize=1 << 12)
def same_link(link: str) -> str:
    """The page that an address leads to, without what does not change that, to compare by."""
    try:
        parts = urlsplit(link)
        query = urlencode(
            [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not NAMES.fullmatch(pair[0])]
        )
    except ValueError:
        return link
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{query}" if link else ""


@lru_cache(maxsize=1 << 12)
def folded(text: str) -> str:
    """Words without capitals, accents and punctuation."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


class Question(Struct, frozen=True, kw_only=True):
    """What a source is asked for, as far as it takes the whole text of an entry to say."""

    words: int = 30  # of a teaser
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


USUAL = Question()


def question_of(source: Source, words: int) -> Question:
    return Question(words=words, wanted=source.wanted, unwanted=source.unwanted)


def prepared(feed: Feed, question: Question) -> Feed:
    """The feed with a teaser for each entry, and whether it fits. All that is done with a whole text is done here, and here only: apart."""
    return structs.replace(
        feed,
        entries=tuple(
            structs.replace(
                entry, teaser=teaser(entry.text, question.words, bool(entry.link)), fits=fits(entry, question)
            )
            for entry in feed.entries
        ),
    )


def fits(entry: Entry, question: Question) -> bool:
    """By the words that the source is asked for."""
    if not question.wanted and not question.unwanted:
        return True
    text = f" {folded(f'{entry.title} {entry.text}')}"
    return (not question.wanted or any(occurs(word, text) for word in question.wanted)) and not any(
        occurs(word, text) for word in question.unwanted
    )


def occurs(word: str, text: str) -> bool:
    """At the beginning of a word: „verkehr“ finds „Verkehrswende“, „rad“ does not find „gerade“. `text` is folded, with a blank in front."""
    return bool(folded(word)) and f" {folded(word)}" in text


def candidates(
    entries: Sequence[Entry], source: Source, dates: dict[str, dt.date], today: dt.date
) -> Iterator[Candidate]:
    """The entries of a feed that may be shown. `dates`: of those that are known already, by key."""
    last = today
    for key, entry in zip(keys(entries, source), entries, strict=True):
        given = dt.date.fromisoformat(entry.date) if entry.date else None
        date = given if given and given <= today else dates.get(key, today)
        last = date if given or key in dates else last
        if key not in dates and (
            entry.unread or (given and given > today)
        ):  # never today in silence: `run.told` says so
            continue
        if key and entry.fits and date + dt.timedelta(days=source.days) >= today:
            yield Candidate(key, entry, date, last)


def newest(found: Iterable[Candidate], most: int) -> list[Candidate]:
    return sorted(found, key=lambda one: one.rank, reverse=True)[:most]


# ------------------------------------------------------------------------------------- doubles


class Shown(Struct, frozen=True):
    """What is there already, so far as doubles are told by it."""

    source: str
    title: str
    link: str
    text: str
    date: dt.date


def double(one: Shown, other: Shown) -> bool:
    """Are two of different feeds the same? By link, or by title where text and day do not speak against it."""
    if one.link and same_link(one.link) == same_link(other.link):
        return folded(one.title) == folded(other.title) or (
            one.source != other.source and not other_part(one.link, other.link)
        )
    if (
        one.source == other.source
        or folded(one.title) != folded(other.title)
        or abs((one.date - other.date).days) > NEAR
    ):
        return False
    if not (one.text and other.text):
        return len(one.title.split()) >= LONG_TITLE
    return alike(one.text, other.text)


def alike(one: str, other: str) -> bool:
    """Do two texts begin with the same words, mostly? One may be cut where the other goes on."""
    first, second = folded(one).split(), folded(other).split()
    most = min(len(first), len(second))
    common = Counter(first[:most]) & Counter(second[:most])
    return most > 0 and sum(common.values()) >= ALIKE * most
