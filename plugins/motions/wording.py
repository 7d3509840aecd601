"""What minutes say of a motion → result, votes, where it was sent, why it is done with. The one reader: of heads, of `fraktion ergebnis`, of whole minutes.

Only what is understood word by word is read; a sentence of its own behind it is kept as a note, where it speaks of no vote and no result.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from ..records import german
from .ballot import Ballot, manner_of, outcome
from .labels import Part, split
from .rollcall import read_table
from .speech import FREE, LISTS, LONGEST, NUMERALS, SINGLE, SPEAKS, Token, meanings, plain, tokens_of
from .vocabulary import RESULTS, Result
from .votes import Vote

REASONS, TO, ARTICLES, CALM = LISTS["reasons"], LISTS["toward"], LISTS["articles"], frozenset(LISTS["calm"])
BODY = re.compile(rf"\b\w*(?:{'|'.join(LISTS['bodies'])})(?:es|s|en)?\b", re.IGNORECASE)


class Reading(Struct, frozen=True, kw_only=True):
    """What was understood. Empty where nothing was said of it."""

    result: str = ""  # a word of the table of results
    votes: tuple[Vote, ...] = ()
    reason: str = ""  # why it is done with
    referred: tuple[str, ...] = ()
    deferred: dt.date | None = None
    note: str = ""  # what stands behind it and is no vote

    @property
    def row(self) -> Result | None:
        return RESULTS[self.result] if self.result else None


@lru_cache(maxsize=1 << 12)
def read_wording(text: str, carried: str = "", own: tuple[str, ...] = ()) -> Reading | None:
    """A result, votes, or both. `carried`: who is known to have had the majority. `own`: how the group is called. None: not all of it was understood."""
    text = plain(text)
    if not text or len(text) > LONGEST:
        return None
    if table := read_table(text):
        vote, note = table
        return Reading(votes=(vote,), note=note) if not note or harmless(tokens_of(note)) else None
    tokens = tokens_of(text)
    if reading := one(tokens, text, carried, own):
        return reading
    parts = split(tokens, text)
    return of_parts(parts, text, carried) if parts else None


@lru_cache(maxsize=1 << 12)
def read_votes(text: str, carried: str = "", own: tuple[str, ...] = ()) -> tuple[Vote, ...] | None:
    """The votes of a text that is about votes alone: no result but „angenommen“ and „abgelehnt“, or that there was none."""
    reading = read_wording(text, carried, own)
    if reading is None or reading.referred or reading.deferred or reading.reason:
        return None
    if reading.result and not outcome(reading.result):
        return () if reading.row.yields and not reading.votes else None
    if len(reading.votes) == 1 and reading.votes[0].on_motion:
        row = reading.row
        said = {
            "unanimous": bool(row and row.unanimous) or reading.votes[0].unanimous,
            "result": outcome(reading.result),
        }
        return (_replace(reading.votes[0], **said),)
    if not reading.votes and reading.result:
        return (Vote(result=outcome(reading.result), **manner_of(reading.result)),)
    return reading.votes


def _replace(vote: Vote, **said: object) -> Vote:
    from msgspec.structs import replace

    return replace(vote, **said)


# ------------------------------------------------------------------------------------ one statement


def one(tokens: list[Token], text: str, carried: str, own: Sequence[str] = ()) -> Reading | None:
    ballot = Ballot(tokens, text, own)
    if meant := ballot.meaning(None, carried):
        return reading_of(meant)
    if free := with_object(tokens, text):
        return free
    for end in range(len(tokens) - 1, 0, -1):
        meant = ballot.meaning(end, carried) if ballot.reached[end] else None
        if meant is None:
            continue
        row = RESULTS[meant["result"]] if meant["result"] else None
        rest = tokens[end:]
        if row and row.reason and (reason := reason_in(rest, text)):
            return reading_of(meant, reason=reason)
        if row and row.refers and not meant["targets"] and (bodies := bodies_in(rest, text)):
            return reading_of(meant, referred=bodies)
        if begins_sentence(tokens, end, behind_count=not meant["result"]) and harmless(rest):
            return reading_of(meant, note=text[rest[0].start :].strip())
    return None


def with_object(tokens: list[Token], text: str) -> Reading | None:
    """„nimmt den Bericht über die Prüfung einstimmig zur Kenntnis“: what was taken note of may be called anything that tells of no vote."""
    for (first, last), result in FREE.items():
        starts = [at for at, token in enumerate(tokens) if token.low == first[0]]
        ends = [at for at in range(len(tokens)) if tuple(token.low for token in tokens[at : at + len(last)]) == last]
        if not starts or not ends or starts[0] > ends[0] or len(starts) > 1 or len(ends) > 1:
            continue
        start, end = starts[0], ends[0]
        who, what, rest = (
            tokens[:start],
            [
                token
                for token in tokens[start + 1 : end]
                if token.low not in ("einstimmig", "einvernehmlich", "zustimmend")
            ],
            tokens[end + len(last) :],
        )
        quiet = all(not token.low.startswith(SPEAKS) for token in (*who, *what))
        after = [token for token in rest if token.word]
        if (
            quiet
            and len(who) < 12
            and (
                not after
                or (begins_sentence(rest, next(at for at, token in enumerate(rest) if token.word)) and harmless(after))
            )
        ):
            return Reading(result=result, note=text[after[0].start :].strip() if after else "")
    return None


def reading_of(meant: dict, **more: object) -> Reading:
    """With the result in the form that the votes give it: „einstimmig beschlossen“. What the result says already is no vote beside it."""
    result, said = meant["result"], dict(meant["vote"])
    if result:
        row = RESULTS[result]
        named = (
            row.unanimously
            if "unanimous" in meant["flags"]
            else row.by_majority
            if "majority" in meant["flags"]
            else ""
        )
        if named:
            result = named
            if set(said) <= {"unanimous", "majority"}:
                said = {}
        if outcome(result) and said:
            said["result"] = outcome(result)
    targets = tuple(body for target in meant["targets"] for body in bodies_of(target))
    return Reading(
        result=result, votes=(Vote(**said),) if said else (), **{"referred": targets, "deferred": meant["day"], **more}
    )


def reason_in(tokens: list[Token], text: str) -> str:
    """„durch Stellungnahme der Verwaltung“, „: Die Verwaltung hat schon gehandelt“"""
    start = 0
    while start < len(tokens) and tokens[start].text in ",:;-(":
        start += 1
    rest = tokens[start:]
    if not rest or not (rest[0].low in REASONS or start) or not harmless(rest, least=2, anywhere=True):
        return ""
    return text[rest[0].start :].strip(" .()")


def bodies_in(tokens: list[Token], text: str) -> tuple[str, ...]:
    """Where it was sent, when that ends the text: „in Aufsichtsrat der VBK“, „an Schulbeirat und Hauptausschuss“."""
    at = 0
    while at < len(tokens) and (tokens[at].low in TO or tokens[at].low in ARTICLES):
        at += 1
    rest = tokens[at:]
    if (
        not rest
        or not any(token.capital for token in rest[:2])
        or not harmless(rest, least=1, anywhere=True)
        or any(token.text[0] in "0123456789" for token in rest)
    ):
        return ()
    return bodies_of(text[rest[0].start : rest[-1].end].strip(" .,;"))


def bodies_of(said: str) -> tuple[str, ...]:
    """Several bodies where „und“ or a comma stands between two of them."""
    found: list[str] = []
    for piece in re.split(r"(?:,|;| und| sowie) (?:(?:an|in) )?(?:(?:den|die|das) )?(?=[A-ZÄÖÜ])", said):
        if found and not BODY.search(piece.split()[0]):
            found[-1] = said[
                said.index(found[-1]) : said.index(piece, said.index(found[-1]) + len(found[-1])) + len(piece)
            ]  # „Umwelt und Gesundheit“
        else:
            found.append(piece)
    return tuple(found)


def begins_sentence(tokens: list[Token], at: int, *, behind_count: bool = False) -> bool:
    """Behind a full stop, run together with the word before, or behind what was counted: „0 Enthaltungen Ratsmitglied Muster verlässt …“."""
    if not (tokens[at].capital and tokens[at].word):
        return False
    before = tokens[at - 1] if at else None
    return (
        before is None
        or before.text in ".!;"
        or before.end == tokens[at].start
        or (behind_count and before.low in COUNTED)
    )


def harmless(tokens: Sequence[Token], least: int = 4, *, anywhere: bool = False) -> bool:
    """Words that tell of no vote, no result, no denial, and count nothing. A sentence of a few words at least, or it was cut off."""
    words = [token for token in tokens if token.word]
    if len(words) < least or (not anywhere and all(token.capital for token in words)):
        return False
    return not any(token.low not in CALM and (token.low in SINGLE or token.low.startswith(SPEAKS)) for token in words)


COUNTED = frozenset(
    word
    for word in SINGLE
    if word.startswith(("enthalt", "stimmenth", "einstimmig", "nein", "ja", "stimme", "gegenst", "mehrheitlich"))
)


# -------------------------------------------------------------------------------- several in one text


def of_parts(parts: list[Part], text: str, carried: str) -> Reading | None:
    """Each part by itself; all of them, or none."""
    votes: list[Vote] = []
    note = ""
    for part in parts:
        said = text[part.tokens[0].start : part.tokens[-1].end] if part.tokens else ""
        if not said:
            return None
        inner = tokens_of(said)
        table = read_table(said)
        reading = (
            Reading(votes=(table[0],), note=table[1])
            if table and not table[1]
            else one(inner, said, "") or behind_title(inner, said)
        )
        if (
            reading is None
            or reading.referred
            or reading.deferred
            or reading.reason
            or (reading.note and part is not parts[-1])
        ):
            return None
        if reading.result and not outcome(reading.result):
            return None
        found = (
            reading.votes or (Vote(result=outcome(reading.result), **manner_of(reading.result)),)
            if reading.votes or reading.result
            else ()
        )
        if len(found) != 1:
            return None
        if reading.result:
            found = (_replace(found[0], result=outcome(reading.result)),)
        votes += [_replace(found[0], subject=subject) for subject in part.subjects] if part.subjects else [found[0]]
        note = reading.note
    return (
        Reading(votes=tuple(votes), note=note)
        if votes and len({vote.subject for vote in votes}) == len(votes)
        else None
    )


def behind_title(tokens: list[Token], text: str) -> Reading | None:
    """„Radweg an der K 14: 8 Ja, 5 Nein“: what stands before the colon tells of no vote."""
    at = next((at for at, token in enumerate(tokens) if token.text == ":"), 0)
    if not at or any(token.low.startswith(SPEAKS) for token in tokens[:at]):
        return None
    rest = text[tokens[at].end :].strip()
    return one(tokens_of(rest), rest, "")


# ------------------------------------------------------------------------------------- near misses


def slip(text: str) -> tuple[str, str] | None:
    """A word of the text that is all but one which minutes use, and that word; never where they mean opposite things."""
    text = plain(text)
    for token in tokens_of(text[:LONGEST]):
        if len(token.low) < 6 or token.low in SINGLE or token.low in NUMERALS or not token.word:
            continue
        if near := german.near_word(token.low, SLIPS):
            return token.text, SLIPS[near]
    return None


def heard(text: str) -> str:
    """The words of a text that do mean something, for whoever must say it otherwise."""
    text = plain(text)
    tokens = tokens_of(text[:LONGEST])
    found, at = [], 0
    while at < len(tokens):
        ends = [end for end, means, _ in meanings(tokens, at) if means in HEARD]
        if ends:
            start = at - 1 if at and tokens[at - 1].text[0] in "0123456789" else at
            found.append(text[tokens[start].start : tokens[max(ends) - 1].end])
            at = max(ends)
        else:
            at += 1
    return ", ".join(f"„{words}“" for words in dict.fromkeys(found))


HEARD = frozenset(["yes", "no", "counter", "abstained", "biased", "invalid", "unanimous", "majority", "tie", "result"])
SLIPS = {word: usual for word, usual in SINGLE.items() if len(word) >= 6}
