"""One statement of minutes → what it says of votes and result. Every word must be understood, in exactly one way; else it says nothing.

All ways to take the words are followed at once, from the left: what is reached at a place is the set of what was said until there.
So „Dafür 5 Gegenstimmen“ has one meaning although „Dafür 5“ alone would have another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..records import german
from .speech import IN_PARTS, LISTS, NUMERALS, PARTIES, SINGLE, Token, meanings, number_at
from .vocabulary import OUTCOMES, RESULTS

SIGNS = frozenset(",;/|.!-=():")
INSIDE = frozenset("/-&'’´‘`.+")  # of a name
COUNTS = frozenset(["yes", "no", "counter", "abstained", "biased", "absent", "invalid", "present"])
FLAGS = frozenset(["unanimous", "majority", "tie", "changed", "partly", "same"])
NOTHING = frozenset(["filler", "motion", "body", "voters"])
SIDES = ("yes", "no", "abstained")
MOST = 60  # meanings followed at one place
LONGEST_NAME = 10  # words
BODY = re.compile(rf"(?:{'|'.join(LISTS['bodies'])}|teil)(?:es|s|en)?\b", re.IGNORECASE)
SMALL, ARTICLES, WITHIN = frozenset(LISTS["small"]), LISTS["articles"], (*LISTS["within"], "-", "/", ",")

BASES = {  # „mehrheitlich abgelehnt“ is „abgelehnt“, by a majority
    word: (result.word, flag)
    for result in RESULTS
    for word, flag in ((result.unanimously, "unanimous"), (result.by_majority, "majority"))
    if word
}

Said = tuple[tuple, ...]  # what a part of the text says, one thing after the other


class Ballot:
    """The words of one statement, and what they may mean."""

    def __init__(self, tokens: list[Token], text: str, own: Sequence[str] = ()):
        self.tokens, self.text, self.own = tokens, text, own
        self.means = [list(meanings(tokens, at)) for at in range(len(tokens))] + [[]]
        self.reached: list[set[Said]] = [{()}, *(set() for _ in tokens)]
        for at in range(len(tokens)):
            if self.reached[at]:
                for end, said in self.ways(at):
                    self.reached[end] |= (
                        {before + said for before in self.reached[at]} if len(self.reached[end]) < MOST else set()
                    )

    def meaning(self, end: int | None = None, carried: str = "") -> dict[str, Any] | None:
        """What the words up to `end` say, if that is one thing only. `carried`: who is known to have had the majority."""
        told = self.reached[len(self.tokens) if end is None else end]
        found = [meant for said in told if (meant := resolve(said, carried)) is not None] if len(told) < MOST else []
        return found[0] if found and all(meant == found[0] for meant in found) else None

    # ---------------------------------------------------------------- what may begin at a place

    def ways(self, at: int) -> Iterator[tuple[int, Said]]:
        if self.tokens[at].text in SIGNS:
            yield at + 1, ()
        for end, means, value in self.means[at]:
            if means in NOTHING:
                yield end, ()
                if means == "motion":
                    yield from self.of_ours(end)
            elif means in FLAGS:
                yield end, ((means, True),)
            elif means in ("result", "part"):
                yield end, ((means, value),)
            elif means in COUNTS:
                yield from self.kind_first(means, end)
            elif means == "against":
                yield from self.against(end)
        yield from self.bare_groups(at)
        yield from self.target(at)
        yield from self.day(at)
        number = number_at(self.tokens, at)
        if number is not None and not self.minus(at):
            yield from self.number_first(number, at + 1)
            yield from self.pair(number, at + 1)
        yield from self.with_votes(at)

    def number_first(self, number: int, at: int) -> Iterator[tuple[int, Said]]:
        """„24 Ja“, „1x Enthaltung“, „24 Stimmen dafür“, „2 Enthaltungen (SPD)“."""
        times = {at, at + 1} if self.low(at) in ("x", "mal") else {at}
        starts = {start + 1 if self.sign(start, "-") else start for start in times}
        starts |= {
            end
            for start in starts
            if start < len(self.tokens)
            for end, means, _ in self.means[start]
            if means == "voters"
        }
        for start in starts:
            for end, means, _ in self.means[start] if start < len(self.tokens) else ():
                if means in COUNTS:
                    yield end, ((means, number),)
                    if means != "present":
                        yield from (
                            (after, ((means, number), *groups)) for after, groups in self.whose(end, means, number)
                        )

    def kind_first(self, kind: str, at: int) -> Iterator[tuple[int, Said]]:
        """„Ja: 24“, „Nein 5“, „Enthaltungen: keine“, „Ja/Nein/Enthaltung: 24/5/1“, „Enthaltung der FDP“."""
        colon = self.sign(at, ":") or self.sign(at, "=")
        start = at + 1 if colon else at
        opened = self.sign(start, "(")
        number = number_at(self.tokens, start + opened)
        if number is not None:
            end = start + opened + 1
            yield end, ((kind, number),)
            yield from ((after, ((kind, number), *groups)) for after, groups in self.whose(end, kind, number))
        elif colon and (start >= len(self.tokens) or any(means in COUNTS for _, means, _ in self.means[start])):
            yield start, ((kind, None),)
        if kind in (*SIDES, "counter"):
            yield from ((end, groups) for end, groups in self.whose(start, kind, None) if kind == "abstained" or colon)
            yield from self.header(kind, at)

    def header(self, kind: str, at: int) -> Iterator[tuple[int, Said]]:
        """Names of columns, and as many numbers behind them."""
        kinds, end = [kind], at
        while True:
            start = end + 1 if end < len(self.tokens) and self.tokens[end].text in "/,;|-" else end
            after = (
                next(
                    ((end, means) for end, means, _ in self.means[start] if means in (*SIDES, "invalid", "biased")),
                    None,
                )
                if start < len(self.tokens)
                else None
            )
            if not after or number_at(self.tokens, start) is not None:
                break
            end, means = after
            kinds.append(means)
        if len(kinds) < 2 or len(kinds) != len(set(kinds)):
            return
        end += 1 if self.sign(end, ".") else 0  # „Enth.“
        end += 1 if self.sign(end, ":") else 0
        said = []
        for number, kind_ in enumerate(kinds):
            if number and end < len(self.tokens) and self.tokens[end].text in "/,;|-:":
                end += 1
            if (count := number_at(self.tokens, end, words=False)) is None:
                return
            said.append((kind_, count))
            end += 1
        yield end, tuple(said)

    def pair(self, first: int, at: int) -> Iterator[tuple[int, Said]]:
        """„44 : 4“, „24:28:2“, „24 zu 5 Stimmen“, „24 gegen 5 Stimmen“, „24 Stimmen gegen 5“."""
        start = (
            next((end for end, means, _ in self.means[at] if means == "voters"), at) if at < len(self.tokens) else at
        )
        by = (
            "against"
            if self.low(start) == "gegen"
            else "to"
            if self.low(start) == "zu"
            else "colon"
            if start == at and self.sign(start, ":")
            else ""
        )
        second = number_at(self.tokens, start + 1, words=by != "colon") if by else None
        if second is None:
            return
        end = start + 2
        third = number_at(self.tokens, end + 1, words=False) if self.sign(end, ":" if by == "colon" else "\0") else None
        if third is not None:
            yield self.after_votes(end + 2), (("pair", (first, second, "colon")), ("abstained", third))
            return
        yield self.after_votes(end), (("pair", (first, second, by)),)

    def after_votes(self, at: int) -> int:
        return at + 1 if self.low(at) in ("stimmen", "stimme") else at

    def with_votes(self, at: int) -> Iterator[tuple[int, Said]]:
        """„mit 24 Stimmen“, „mit den Stimmen von CDU und SPD“, „mit Zustimmung der FDP“."""
        if self.low(at) != "mit":
            return
        number = number_at(self.tokens, at + 1)
        if number is not None and self.low(at + 2) in ("stimmen", "stimme"):
            yield at + 3, (("carrying", number),)
        start = at + 2 if self.low(at + 1) in ("den", "der") else at + 1
        if self.low(start) in ("stimmen", "stimme"):
            yield from ((end, groups) for end, groups in self.whose(start + 1, "carrying", None, needed=True))

    def against(self, at: int) -> Iterator[tuple[int, Said]]:
        """„gegen 5 Stimmen“, „gegen die Stimmen der AfD“, „gegen die CDU-Fraktion“, „gegen die 3 Stimmen der AfD“."""
        number = number_at(self.tokens, at)
        start = at + 1 if number is not None else at
        votes = self.low(start) in ("stimmen", "stimme")
        start += votes
        if number is not None and votes:
            yield start, (("opposing", number),)
        if number is None or votes:
            yield from (
                (end, (*((("opposing", number),) if number is not None else ()), *groups))
                for end, groups in self.whose(start, "opposing", number)
            )

    # ---------------------------------------------------------------------------------- whose votes

    def whose(self, at: int, kind: str, number: int | None, *, needed: bool = False) -> Iterator[tuple[int, Said]]:
        """Groups or persons behind votes: „(SPD)“, „der FDP-Fraktion“, „(1x SPD; 1x CDU)“. Numbers that stand there must add up."""
        start = at + 1 if self.sign(at, "-") else at
        opened = self.sign(start, "(") or self.sign(start, "[")
        start += opened
        if self.low(start) == "davon":
            start += 1
        intros = (
            {start, *(end for end, means, _ in self.means[start] if means == "whose")}
            if start < len(self.tokens)
            else set()
        )
        if needed:
            intros -= {start}
        for intro in sorted(intros, reverse=True):
            found = self.names(intro, opened)
            if not found:
                continue
            end, names = found
            if opened and not (self.sign(end, ")") or self.sign(end, "]")):
                continue
            counted = [count for count, _ in names if count is not None]
            if counted and (
                number is None or (sum(counted) != number if len(counted) == len(names) else sum(counted) >= number)
            ):
                continue
            one = number if len(names) == 1 and not counted else None
            yield (
                end + opened,
                tuple(("group", (name, kind, count if count is not None else one)) for count, name in names),
            )
            return  # „der FDP“ is „FDP“

    def names(self, at: int, opened: bool) -> tuple[int, list[tuple[int | None, str]]] | None:
        """A list of names, each with its count where one stands before or, in brackets, behind it."""
        found: list[tuple[int | None, str]] = []
        end = at
        while True:
            start = end
            if found:
                if not (
                    self.sign(start, ",")
                    or self.sign(start, ";")
                    or self.sign(start, "/")
                    or self.low(start) in ("und", "sowie", "&")
                ):
                    break
                start += 1
                start = (
                    max([start, *(after for after, means, _ in self.means[start] if means == "whose")])
                    if start < len(self.tokens)
                    else start
                )
            count = number_at(self.tokens, start, words=False) if opened else None
            if count is not None:
                start += 1
                start += self.low(start) == "x"
            after = self.name(start)
            if after is None:
                break
            name = self.text[self.tokens[start].start : self.tokens[after - 1].end]
            if (
                opened
                and count is None
                and (behind := number_at(self.tokens, after + self.sign(after, ":"), words=False)) is not None
            ):
                count, after = behind, after + self.sign(after, ":") + 1
            found.append((count, name))
            end = after
        if not found:
            return None
        if not all(is_group(name) for _, name in found) and len(found) > 1 and all(count is None for count, _ in found):
            found = [
                (None, self.text[self.tokens[at].start : self.tokens[end - 1].end])
            ]  # which of them is one name cannot be told
        return end, found

    def name(self, at: int) -> int | None:
        """Where a name that begins here ends: words with a capital letter, and what stands inside of names."""
        end, words = at, 0
        while end < len(self.tokens) and words <= LONGEST_NAME:
            token = self.tokens[end]
            before = self.tokens[end - 1] if end > at else None
            if (
                token.word
                and (token.capital or (token.low == "b" and self.text[token.end : token.end + 1] in "'’´‘` 9"))
                and token.low not in SINGLE
                and not self.said(end)
            ):
                words += 1
            elif token.low in SMALL and self.capital(end + 1) and (end == at or (before and before.text == "/")):
                pass
            elif token.text == "90" and before and (before.low in ("b", "bündnis") or before.text in "'’´‘`"):
                words += 1
            elif (
                end > at
                and token.text in INSIDE
                and (
                    self.inside(end)
                    or (
                        token.text == "."
                        and before
                        and len(before.text) <= 4
                        and before.low not in SINGLE
                        and self.capital(end + 1)
                    )
                )
            ):
                pass
            else:
                break
            end += 1
        while end > at and self.tokens[end - 1].text in INSIDE:
            end -= 1
        return end if end > at and words and not (words == 1 and self.tokens[at].low in SMALL) else None

    def inside(self, at: int) -> bool:
        """A sign between two parts of one name: without a blank beside it, or before „Die Grünen“."""
        token, after = self.tokens[at], self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is None or token.text == ".":
            return False
        if token.text in "'’´‘`":
            return True
        return (token.start == self.tokens[at - 1].end and token.text != "/") or (
            token.text == "/" and (after.low in ("die", "grüne", "grünen") or self.tokens[at - 1].low == "90")
        )

    def said(self, at: int) -> bool:
        """Does something that has a meaning begin here: a number as a word, „Damit“, „Der Antrag“?"""
        return self.tokens[at].low in NUMERALS or any(
            means not in ("whose", "voters") if end == at + 1 else means in ("motion", "body", "filler", "whose")
            for end, means, _ in self.means[at]
        )

    def bare_groups(self, at: int) -> Iterator[tuple[int, Said]]:
        """„die FDP enthält sich“"""
        for start in [max([at, *(end for end, means, _ in self.means[at] if means == "whose")])]:
            found = self.names(start, False) if start < len(self.tokens) else None
            if (
                found
                and self.low(found[0]) in ("enthält", "enthalten", "enthielt", "enthielten")
                and self.low(found[0] + 1) == "sich"
            ):
                yield found[0] + 2, tuple(("group", (name, "abstained", None)) for _, name in found[1])

    # ----------------------------------------------------------------------- which motion, where to, till when

    def of_ours(self, at: int) -> Iterator[tuple[int, Said]]:
        """„der Antrag der Fraktion Bündnis 90/Die Grünen vom 3.4.2024“: only where the name is ours. „der Antrag „Radweg““."""
        intros = [at, *(end for end, means, _ in self.means[at] if means == "whose")] if at < len(self.tokens) else []
        found = self.names(max(intros), False) if intros else None
        if found and len(found[1]) == 1 and ours(found[1][0][1], self.own):
            yield found[0], ()
        if self.low(at) in ("„", '"', "»", "«", "”", "“"):
            end = next(
                (end for end in range(at + 1, min(at + 30, len(self.tokens))) if self.tokens[end].text in '“”"»«'), None
            )
            if end:
                yield end + 1, ()

    def target(self, at: int) -> Iterator[tuple[int, Said]]:
        """„in den Umweltausschuss“, „an den Ausschuss für Umwelt und Gesundheit“: names of bodies, where something was sent."""
        if self.low(at) not in ("in", "an", "im", "zur", "zum"):
            return
        start = at + 2 if self.low(at + 1) in ARTICLES else at + 1
        end = start
        while (
            end < len(self.tokens)
            and end - start < 14
            and ((self.tokens[end].word and self.tokens[end].capital) or (end > start and self.low(end) in WITHIN))
        ):
            end += 1
        while end > start and not self.capital(end - 1):
            end -= 1
        if end > start and BODY.search(self.text[self.tokens[start].start : self.tokens[end - 1].end]):
            yield end, (("target", self.text[self.tokens[start].start : self.tokens[end - 1].end]),)

    def day(self, at: int) -> Iterator[tuple[int, Said]]:
        """„auf den 12. Juni 2024“"""
        if self.low(at) not in ("auf", "zum", "bis", "am") or at + 1 >= len(self.tokens):
            return
        start = at + 2 if self.low(at + 1) in ("den", "zum") else at + 1
        if start < len(self.tokens) and (found := german.date_at(self.text, self.tokens[start].start)):
            date, stop = found
            end = next(
                (end for end in range(start, len(self.tokens)) if self.tokens[end].start >= stop), len(self.tokens)
            )
            yield end, (("day", date),)

    # ------------------------------------------------------------------------------------- helpers

    def low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def sign(self, at: int, sign: str) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].text == sign

    def minus(self, at: int) -> bool:
        """„-3 Ja“: whatever that is, it is no count."""
        dash = self.sign(at - 1, "-") and self.tokens[at - 1].end == self.tokens[at].start
        return dash and (at == 1 or self.tokens[at - 2].end < self.tokens[at - 1].start)

    def capital(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].capital


def ours(name: str, own: Sequence[str]) -> bool:
    """Does the name mean the group: has it a longer word with it in common, but for the ending?"""
    mine = {word[:5] for one in own for word in re.findall(r"[^\W\d_]{5,}", one.casefold())}
    return any(
        word[:5] in mine and not word.startswith("frakt") for word in re.findall(r"[^\W\d_]{5,}", name.casefold())
    )


def is_group(name: str) -> bool:
    words = name.casefold().replace("-", " ").replace("/", " ").split()
    return any(word in PARTIES or word.endswith(("fraktion", "gruppe")) for word in words)


# ------------------------------------------------------------------------------------- what it comes to


def resolve(said: Said, carried: str) -> dict[str, Any] | None:
    """The things that were said as one vote and one result, or None where they do not go together."""
    counts: dict[str, int | None] = {}
    flags, results, parts, groups, pairs, sides, targets, days = set(), set(), [], [], [], [], [], []
    for what, value in said:
        if what in COUNTS:
            if what in counts:
                return None
            counts[what] = value
        elif what in FLAGS:
            flags.add(what)
        elif what == "result":
            base, flag = BASES.get(value, (value, ""))
            results.add(base)
            flags |= {flag} - {""}
        elif what == "part":
            parts.append(value)
        elif what == "group":
            groups.append(value)
        elif what == "pair":
            pairs.append(value)
        elif what == "target":
            targets.append(value)
        elif what == "day":
            days.append(value)
        else:
            sides.append((what, value))
    split = in_parts(parts)
    if split is None:
        return None
    result = one_result(results | {BASES.get(word, (word, ""))[0] for word in split}, flags)
    if result is None or len({side for side, _ in sides}) != len(sides):
        return None
    row = RESULTS[result] if result else None
    if (targets and not (row and row.refers)) or (days and not (row and row.defers and len(days) == 1)):
        return None
    carried = (row.carried if row else "") or carried
    vote: dict[str, Any] = {}
    for kind in ("yes", "no", "abstained", "biased", "absent", "invalid"):
        if counts.get(kind) is not None:
            vote[kind] = counts[kind]
    against = dict(sides)
    if counts.get("counter") is not None:
        if "no" in vote or (carried == "no" and "yes" not in vote) or "opposing" in against:
            return None  # „bei 5 Gegenstimmen abgelehnt“: against the motion, or against its rejection?
        vote["no"] = counts["counter"]
    if pairs and (len(pairs) > 1 or {"yes", "no"} & vote.keys() or against):
        return None
    if pairs:
        both = of_pair(*pairs[0], carried)
        if both is None:
            return None
        vote["yes"], vote["no"] = both
    for side, number in against.items():
        if not carried and side == "carrying":
            return None  # „mit 24 Stimmen“: for what?
        kind = ("no" if side == "opposing" else "yes") if carried != "no" else ("yes" if side == "opposing" else "no")
        if kind in vote and vote[kind] != number:
            return None
        vote[kind] = number
    if {"unanimous", "majority"} <= flags:
        return None
    vote |= {flag: True for flag in ("unanimous", "majority", "tie") if flag in flags}
    if vote.get("tie") and vote.get("yes") != vote.get("no"):
        return None
    if groups:
        vote["by_group"] = tuple((name, how(kind, number, carried)) for name, kind, number in groups)
    if not (vote or counts or result):
        return None
    if row and row.yields and vote:
        return None  # „ohne 2 Enthaltungen“
    return {
        "vote": vote,
        "result": result,
        "flags": frozenset(flags & {"unanimous", "majority"}),
        "targets": tuple(targets),
        "day": days[0] if days else None,
    }


def how(kind: str, number: int | None, carried: str = "") -> str:
    """„2 Enthaltungen“, „Nein“: beside the name of a group."""
    kind = {
        "counter": "no",
        "opposing": "yes" if carried == "no" else "no",
        "carrying": "no" if carried == "no" else "yes",
    }.get(kind, kind)
    word = {
        "yes": "Ja",
        "no": "Nein",
        "abstained": "Enthaltung" if number in (None, 1) else "Enthaltungen",
        "invalid": "ungültig",
        "biased": "befangen",
        "absent": "abwesend",
    }[kind]
    return word if number is None else f"{number} {word}"


def of_pair(first: int, second: int, by: str, carried: str) -> tuple[int, int] | None:
    """Yes and no. The winning side may stand first also where it refused; „gegen“ says so."""
    if carried == "no":
        return (second, first) if first > second else (first, second)
    if carried == "yes" and first <= second:
        return None
    return None if by == "against" and first < second else (first, second)


def in_parts(parts: list[tuple[str, ...]]) -> set[str] | None:
    """The result of a phrase in parts; None where the parts are not those of one phrase, in its order."""
    if not parts:
        return set()
    return {IN_PARTS[tuple(parts)]} if tuple(parts) in IN_PARTS else None


def one_result(results: set[str], flags: set[str]) -> str | None:
    """The one result that was said, in the form that „geändert“ and „teilweise“ give it; "" for none, None for several that differ."""
    grown = {
        word: {other for cell in ("changed", "partly") if (other := getattr(RESULTS[word], cell))} for word in results
    }
    left = {word for word in results if not any(word in others for others in grown.values())}
    narrow = {word for word in results if any(word in others for others in grown.values())}
    if len(narrow) == 1 and len(left) == 1:
        return form(narrow.pop(), flags)  # „geändert beschlossen“ and, within it, „beschlossen“
    if not results:
        return None if flags & {"changed", "partly"} else ""
    return form(results.pop(), flags) if len(results) == 1 else None


def form(word: str, flags: set[str]) -> str | None:
    for flag in ("changed", "partly"):
        if flag in flags:
            row = RESULTS[word]
            same = any(getattr(other, flag) == word for other in RESULTS)
            if not same and not getattr(row, flag):
                return None
            word = word if same else getattr(row, flag)
    return word


def manner_of(result: str) -> dict[str, bool]:
    """„unanimous“ or „majority“, where the result says so."""
    return {BASES[result][1]: True} if result in BASES else {}


def outcome(result: str) -> str:
    """How the vote went, where the result says so."""
    side = RESULTS[result].carried if result else ""
    return next((row.word for row in OUTCOMES if row.carried == side), "") if side else ""


__all__ = ["Ballot", "manner_of", "outcome"]
