"""From the entries of all sources to the records as they should lie there. Pure: a shelf in, a shelf out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from difflib import SequenceMatcher

from msgspec import Struct, field

from ..group import Source
from ..news.vocabulary import PARTY
from .choose import Candidate, Shown, candidates, double, folded, keys, newest
from .keep import Kept, Shelf, build_record, digest_of, stem_for, uid_for, wrong_with
from .reader import Feed


class Rules(Struct, frozen=True, kw_only=True):
    """What is the same for every source."""

    today: dt.date
    words: int = 30
    party: bool = True
    blocked: tuple[str, ...] = ()


class Plan(Struct):
    shelf: Shelf
    counts: dict[str, Counter] = field(default_factory=dict)  # by name of the source
    refused: dict[str, list[str]] = field(default_factory=dict)  # why entries were left out, by name of the source


def wanted(source: Source, rules: Rules) -> bool:
    return source.active and (rules.party or source.level not in PARTY)


def make_plan(shelf: Shelf, sources: Sequence[Source], feeds: Mapping[str, Feed], rules: Rules, uids: set[str]) -> Plan:
    """`feeds`: by name, of the sources that answered. Planned until nothing moves any more, so that a second run finds nothing to do."""
    first = plan = one_pass(shelf, sources, feeds, rules, set(uids))
    for _ in range(5):
        again = one_pass(plan.shelf, sources, feeds, rules, set(uids))
        if {stem: kept.data for stem, kept in again.shelf.records.items()} == {
            stem: kept.data for stem, kept in plan.shelf.records.items()
        }:
            break
        plan = again
    return Plan(again.shelf, first.counts, first.refused)


def one_pass(shelf: Shelf, sources: Sequence[Source], feeds: Mapping[str, Feed], rules: Rules, uids: set[str]) -> Plan:
    plan = Plan(shelf.copy(), {source.name: Counter() for source in sources}, {source.name: [] for source in sources})
    asked = [source for source in sources if wanted(source, rules)]
    there = [source for source in asked if source.name in feeds]
    all_keys = {source.name: keys(feeds[source.name].entries, source) for source in there}
    undated = {
        key
        for source in there
        for key, entry in zip(all_keys[source.name], feeds[source.name].entries, strict=True)
        if not entry.date or entry.date > rules.today.isoformat()
    }
    drop(plan, sources, lambda kept: (kept.get("ablauf") or dt.date.max) < rules.today, undated)
    known = dates(plan.shelf)
    found = {source.name: list(candidates(feeds[source.name].entries, source, known, rules.today)) for source in there}
    listed = {source.name: set(all_keys[source.name]) for source in there}
    for source in there:
        follow(plan.shelf, source, found[source.name], listed[source.name])
    shown = {
        source.name: [
            one.key
            for one in chosen(plan.shelf, source, found[source.name], listed[source.name], feeds[source.name].home)
        ]
        for source in there
    }
    owners = owners_of(plan.shelf, shown, {source.name for source in asked} - feeds.keys())
    for source in there:
        place(plan, source, found[source.name], listed[source.name], owners, feeds[source.name].home, rules, uids)
    names = {source.name for source in asked}
    drop(plan, sources, lambda kept: kept.get("quelle_name") not in names, set())
    if len(there) == len(asked):
        seen = {key for group in all_keys.values() for key in group}
        oldest = rules.today - dt.timedelta(days=max((source.days for source in sources), default=0))
        for key in [
            key
            for key, (stem, _) in plan.shelf.fetched.items()
            if stem not in plan.shelf.records and key not in seen and day_in(stem) < oldest
        ]:
            del plan.shelf.fetched[
                key
            ]  # deleted by hand, no feed has it any more, and none that brought it back would be shown
    return plan


def dates(shelf: Shelf) -> dict[str, dt.date]:
    """When the known entries are from."""
    return {
        key: day
        for key, (stem, _) in shelf.fetched.items()
        if stem in shelf.records and (day := shelf.records[stem].get("datum"))
    }


def day_in(stem: str) -> dt.date:
    """The day with which a record's name begins."""
    try:
        return dt.date.fromisoformat(stem[:10])
    except ValueError:
        return dt.date.min


def owners_of(shelf: Shelf, shown: Mapping[str, Sequence[str]], silent: Set[str]) -> dict[str, str]:
    """To which source an entry belongs that several show: the one it was stored for, also where that one is silent, else the first in the table.

    shown   by name of the source: keys of the entries that are among its newest
    silent  names of sources that did not answer: nothing of theirs changes
    """
    owners: dict[str, str] = {}
    for name, group in shown.items():
        for key in group:
            kept = shelf.records.get(shelf.fetched[key][0]) if key in shelf.fetched else None
            stored_for = kept.get("quelle_name") if kept else ""
            if stored_for in silent:
                owners[key] = stored_for
            elif key not in owners or stored_for == name:
                owners[key] = name
    return owners


def drop(plan: Plan, sources: Sequence[Source], gone: Callable[[Kept], bool], undated: set[str]) -> None:
    """Take away what nobody changed and nobody is to see. The list remembers an entry without a date, or it would be new tomorrow."""
    names = {source.name for source in sources}
    for key in list(plan.shelf.fetched):
        if plan.shelf.untouched(key) and gone(kept := plan.shelf.records[plan.shelf.fetched[key][0]]):
            plan.shelf.take_away(key, forget=key not in undated)
            if kept.get("quelle_name") in names:
                plan.counts[kept.get("quelle_name")]["entfernt"] += 1


def place(
    plan: Plan,
    source: Source,
    found: Sequence[Candidate],
    listed: set[str],
    owners: Mapping[str, str],
    home: str,
    rules: Rules,
    uids: set[str],
) -> None:
    """Put the newest of a source on the shelf that are its own, take away what they push out, and what the feed has but nobody wants."""
    shelf, counts = plan.shelf, plan.counts[source.name]
    kept = chosen(shelf, source, found, listed, home)
    for key in ours(shelf, source).keys() - {one.key for one in kept}:
        shelf.take_away(key)
        counts["entfernt"] += 1
    for one in kept:
        new_double = (
            one.entry and one.key not in shelf.fetched and is_double(shelf, one, source, home)
        )  # of two that are new, the first
        if one.entry and not new_double and owners.get(one.key, source.name) == source.name:
            counts[put(plan, one, source, home, rules, uids)] += 1


def chosen(shelf: Shelf, source: Source, found: Sequence[Candidate], listed: set[str], home: str) -> list[Candidate]:
    """The newest of a source, whoever shows them: of what its feed has (`found`), and of what it had. `listed`: keys of the whole feed."""
    new = [one for one in found if one.key in shelf.fetched or not is_double(shelf, one, source, home)]
    older = [
        Candidate(key, None, kept.get("datum"), kept.get("datum"))
        for key, kept in ours(shelf, source).items()
        if key not in listed
    ]
    return newest([*new, *older], source.most)


def follow(shelf: Shelf, source: Source, found: Sequence[Candidate], listed: set[str]) -> None:
    """A source that corrects a title gives the entry a new id and address. The record of one that went from the feed goes on as the one of the same day that reads almost the same."""
    gone = {key: kept for key, kept in ours(shelf, source).items() if key not in listed}
    for one in found:
        if one.key in shelf.fetched or not one.entry.date:
            continue
        near = [
            key
            for key, kept in gone.items()
            if kept.get("datum") == one.date and corrected(kept.get("titel"), one.entry.title)
        ]
        if len(near) == 1 and gone.pop(near[0]):
            shelf.fetched[one.key] = shelf.fetched.pop(near[0])


def corrected(old: str, new: str) -> bool:
    """Is one title the other with a word or a letter mended?"""
    first, second = folded(old).split(), folded(new).split()
    if [word for word in first if any(map(str.isdigit, word))] != [
        word for word in second if any(map(str.isdigit, word))
    ]:  # „12. Sitzung“ is not „13. Sitzung“
        return False
    if min(len(first), len(second)) < 2:
        return False
    return (
        min(len(first), len(second)) >= 3 and SequenceMatcher(None, first, second).ratio() >= 0.7
    ) or SequenceMatcher(None, " ".join(first), " ".join(second)).ratio() >= 0.85


def ours(shelf: Shelf, source: Source) -> dict[str, Kept]:
    """The records of a source that nobody changed, by key."""
    return {
        key: shelf.records[stem]
        for key, (stem, _) in shelf.fetched.items()
        if shelf.untouched(key)
        and shelf.records[stem].get("quelle_name") == source.name
        and shelf.records[stem].get("datum")
    }


def is_double(shelf: Shelf, one: Candidate, source: Source, home: str) -> bool:
    """Is there a record of the same that is not its own?"""
    here = Shown(source.name, one.entry.title, one.entry.link, one.entry.teaser, one.date)
    listed = {stem for stem, _ in shelf.fetched.values()}
    return any(
        double(here, kept.shown)
        for stem, kept in shelf.records.items()
        if kept.record and (stem in listed or not unlisted(kept, one, source, home))
    )


def unlisted(kept: Kept, one: Candidate, source: Source, home: str) -> bool:
    """Its own, although the list does not know it: the run that wrote it was killed, or the list is lost?"""
    return (
        kept.get("quelle_url") == (one.entry.link or home or source.address)
        and kept.get("quelle_name") == source.name
        and kept.get("titel") == one.entry.title
        and bool(kept.get("abgerufen_am"))
    )


def put(plan: Plan, one: Candidate, source: Source, home: str, rules: Rules, uids: set[str]) -> str:
    """One entry; the German word for what was done."""
    shelf = plan.shelf

    def build(uid: str, fetched: dt.date) -> str:
        return build_record(one, source, uid=uid, home=home, fetched=fetched)

    if one.key in shelf.fetched:
        stem, _ = shelf.fetched[one.key]
        if stem not in shelf.records:
            return "gelöscht"
        if not shelf.untouched(one.key):
            return "von Hand geändert"
        kept = shelf.records[stem]
        if build(kept.get("uid"), kept.get("abgerufen_am")).encode() == kept.data:
            return "unverändert"
        text, word = build(kept.get("uid"), rules.today), "geändert"
    else:
        if own := next((kept for kept in shelf.records.values() if unlisted(kept, one, source, home)), None):
            shelf.fetched[one.key] = (own.stem, digest_of(build(own.get("uid"), own.get("abgerufen_am")).encode()))
            return "unverändert" if shelf.untouched(one.key) else "von Hand geändert"
        stem = stem_for(one, {*shelf.records, *(known for known, _ in shelf.fetched.values())})
        text, word = build(uid_for(one.key, uids), rules.today), "neu"
    if why := wrong_with(text, rules.blocked):
        plan.refused[source.name].append(f"„{one.entry.title[:80]}“: {why}")
        return "nicht übernommen"
    shelf.put(one.key, stem, text)
    return word
