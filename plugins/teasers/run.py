"""`fraktion teaser holen`: ask every source that is due, keep what is new, say one line for each."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import ipaddress
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from ..group import LISTS, Source
from ..records import german
from ..records.links import fold
from ..records.problems import Problem, errors, shorten
from ..site.content import read_about, read_group_lists
from ..site.settings import Refusal, Settings
from .apart import prepare_apart, read_apart
from .choose import Question, question_of
from .keep import FOLDER, read_shelf, uids, write_shelf
from .memory import Memory, read_memory, write_memory
from .plan import Plan, Rules, make_plan, wanted
from .reach import Limits, Network, Trouble, fetch
from .reader import Feed, NotAFeed

PAUSE = 30 * 60  # seconds between two fetches of the same source, unless it asks for more
FILE = f"content/{LISTS['source'][0]}"
UNDO = f"Ansehen: git status, git diff. Zurücknehmen, solange nichts festgeschrieben ist: git restore content/{FOLDER} && git clean -f content/{FOLDER}"

Say = Callable[[str], None]


class Order(Struct, frozen=True, kw_only=True):
    """What was asked for on the command line."""

    rehearse: bool = False  # write nothing
    now: bool = False  # also what was asked a moment ago
    only: str = ""  # name of a source


class Done(Struct, frozen=True):
    problems: list[Problem]
    written: int = 0
    removed: int = 0
    asked: int = 0
    failed: int = 0


def run(
    settings: Settings, order: Order, say: Say, limits: Limits | None = None, clock: Callable[[], float] = time.time
) -> Done:
    """All of it. Problems of the lists are handed back; nothing is fetched then."""
    about, found = read_about(settings.content)
    lists, more = read_group_lists(settings.content, about.blocked if about else ())
    problems = [p for p in errors([*found, *more]) if p.path in ("content/fraktion.yaml", FILE)]
    if problems or not about:
        return Done(problems)
    sources = [source for source in lists.sources if not order.only or fold(source.name) == fold(order.only)]
    if order.only and not sources:
        raise Refusal(
            f"Die Quelle „{order.only}“ gibt es nicht. In {FILE} stehen: {', '.join(source.name for source in lists.sources) or 'keine'}."
        )
    if not lists.sources and not (settings.content / FOLDER / ".abgerufen").exists():
        say(
            f"Es sind keine Quellen eingetragen. Sie gehören nach {FILE}, zum Beispiel:\n\n- name: Bundespartei\n  adresse: https://www.example.org/feed\n  ebene: Bundesverband"
        )
        return Done([])
    limits = limits or Limits(
        agent=f"fraktion-teaser/1.0 (+{settings.url}/; {about.mail})".encode("ascii", "replace").decode(),
        networks=networks(settings.networks),
    )
    rules = Rules(today=settings.today, words=about.teaser_words, party=about.party, blocked=about.blocked)
    with alone(settings.cache):
        memories = {
            address: memory
            for address, memory in read_memory(settings.cache / "teaser.json").items()
            if any(source.address == address for source in lists.sources)
        }
        asked = [
            ask(source, memories.setdefault(source.address, Memory()), rules, order, limits, clock)
            for source in sources
        ]
        # those that nobody asked for count as silent: nothing of theirs changes
        plan = make_plan(
            before := read_shelf(settings.content),
            lists.sources,
            {one.source.name: one.feed for one in asked if one.feed},
            rules,
            uids(settings.content),
        )
        for one in asked:
            say(
                told(
                    one,
                    plan,
                    rules,
                    len([1 for kept in plan.shelf.records.values() if kept.get("quelle_name") == one.source.name]),
                )
            )
        if order.rehearse:
            rehearsal(before, plan, say)
            return Done([], asked=sum(one.tried for one in asked), failed=sum(one.failed for one in asked))
        written, removed = write_shelf(settings.content, before, plan.shelf)
        write_memory(settings.cache / "teaser.json", memories)
    if written or removed:
        parts = [
            f"{german.counted(len(group), 'Datei', 'Dateien')} {word}"
            for group, word in ((written, "geschrieben"), (removed, "entfernt"))
            if group
        ]
        say(f"{' und '.join(parts)} in content/{FOLDER}/.\n{UNDO}")
    return Done([], len(written), len(removed), sum(one.tried for one in asked), sum(one.failed for one in asked))


def networks(names: Sequence[str]) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(name) for name in names)
    except ValueError as error:
        raise Refusal(
            f'TEASER_NETZE in pelicanconf.py ist keine Liste von Netzen ({error}). Zum Beispiel: TEASER_NETZE = ["10.1.0.0/16"]'
        ) from None


@contextlib.contextmanager
def alone(cache: Path) -> Iterator[None]:
    """One run at a time. The lock ends with the process, however it ends."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "teaser.sperre").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("Gerade werden schon Anrisse geholt. Bitte warten, bis das fertig ist.") from None
        yield


# ----------------------------------------------------------------------------------- one source


class Asked(Struct):
    source: Source
    memory: Memory
    feed: Feed | None = None  # None: it did not answer; what is there stays
    tried: bool = False
    failed: bool = False
    fresh: bool = False  # its answer was new
    moved: str = ""
    rest: float = 0  # the moment from which on it may be asked again


def ask(
    source: Source, memory: Memory, rules: Rules, order: Order, limits: Limits, clock: Callable[[], float]
) -> Asked:
    asked, question = Asked(source, memory), question_of(source, rules.words)
    if not wanted(source, rules):
        return asked
    if (memory.again > clock() or memory.gone) and not order.now:
        asked.rest, asked.failed = memory.again, bool(memory.failing)
        with contextlib.suppress(NotAFeed):
            asked.feed = None if memory.failing else known(memory, question)
        return asked
    asked.tried, wait = True, 0
    try:
        answer = fetch(source.address, limits, *((memory.etag, memory.modified) if memory.feed else ()))
        wait, asked.moved = answer.wait, answer.moved
        asked.feed = (
            known(memory, question)
            if answer.body is None
            else read_apart(answer.body, answer.address, answer.type, question)
        )
        if asked.feed is None:
            raise Trouble("sagt, dass sich nichts geändert hat, wurde danach aber nicht gefragt")
        asked.fresh = answer.body is not None
        memory.etag, memory.modified = (
            (answer.etag, answer.modified)
            if asked.fresh
            else (answer.etag or memory.etag, answer.modified or memory.modified)
        )
        memory.succeeded(asked.feed, repr(question), rules.today)
    except (Trouble, NotAFeed) as trouble:
        asked.failed, asked.feed = True, None
        wait = getattr(trouble, "wait", 0)
        memory.failed(str(trouble), getattr(trouble, "gone", False), rules.today)
    memory.again = clock() + max(PAUSE, wait)
    return asked


def known(memory: Memory, question: Question) -> Feed | None:
    """What the source sent the last time, prepared for what it is asked today. Raises NotAFeed."""
    feed = memory.known
    return feed if feed is None or memory.question == repr(question) else prepare_apart(feed, question)


# ---------------------------------------------------------------------------------- what is said


def told(asked: Asked, plan: Plan, rules: Rules, there: int) -> str:
    """One line about a source, and one for each entry that was left out."""
    source, memory = asked.source, asked.memory
    counts = plan.counts.get(source.name, Counter())
    if not source.active:
        return f"{source.name}: wird nicht abgerufen (aktiv: nein).{removed(counts)}"
    if not wanted(source, rules):
        return f"{source.name}: wird nicht abgerufen (parteiinhalte: nein in content/fraktion.yaml).{removed(counts)}"
    if asked.failed:
        return f"{source.name}: {memory.why}{age(memory, rules.today)}. {stays(there)}{GONE if memory.gone else ''}"
    done = [
        f"{many}\u00a0{word}"
        for word in ("neu", "geändert", "entfernt", "von Hand geändert", "gelöscht", "nicht übernommen")
        if (many := counts[word])
    ]
    said = ", ".join(done)
    if not any(counts[word] for word in ("neu", "geändert", "entfernt")):
        said = f"nichts Neues ({said})" if said else "nichts Neues"
    line = f"{source.name}: {said}."
    if not asked.tried:
        line += f" Eben erst abgerufen; wieder ab {clock_time(asked.rest)}, sofort mit --jetzt."
    if asked.moved:
        line += f" Die Quelle ist umgezogen; bitte in {FILE} eintragen: {asked.moved}"
    return "\n".join(
        [
            line,
            *(f"    nicht übernommen: {why}" for why in plan.refused.get(source.name, ())),
            *undated(asked.feed, rules.today),
        ]
    )


def undated(feed: Feed | None, today: dt.date) -> Iterator[str]:
    """Entries that wait: their day cannot be read, or has not come."""
    entries = feed.entries if feed else ()
    if odd := [entry for entry in entries if entry.unread]:
        yield f"    ohne lesbares Datum, darum nicht übernommen: {german.counted(len(odd), 'Eintrag', 'Einträge')}, zum Beispiel „{shorten(odd[0].title, 60)}“ mit „{shorten(odd[0].unread, 40)}“"
    if ahead := [entry for entry in entries if entry.date > today.isoformat()]:
        yield f"    tragen einen Tag, der noch kommt, und erscheinen erst dann: {german.counted(len(ahead), 'Eintrag', 'Einträge')}, zum Beispiel „{shorten(ahead[0].title, 60)}“ ({ahead[0].date})"


GONE = f" Bitte in {FILE} die neue Adresse eintragen oder die Zeile „aktiv: nein“."


def removed(counts: Counter) -> str:
    return f" {german.counted(counts['entfernt'], 'Anriss', 'Anrisse')} entfernt." if counts["entfernt"] else ""


def stays(there: int) -> str:
    return (
        "Von dort ist nichts da."
        if not there
        else f"{german.counted(there, 'Anriss', 'Anrisse')} von dort {'bleibt' if there == 1 else 'bleiben'}."
    )


def age(memory: Memory, today: dt.date) -> str:
    """„, seit 12 Tagen nicht erreichbar (zuletzt am 3. Mai 2026)“"""
    days = memory.days_failing(today)
    last = f" (zuletzt am {german.day(dt.date.fromisoformat(memory.good))})" if memory.good else ""
    return f"; seit {german.counted(days, 'Tag', 'Tagen')} nicht erreichbar{last}" if days > 0 else last


def clock_time(moment: float) -> str:
    return german.clock(dt.datetime.fromtimestamp(moment, ZoneInfo("Europe/Berlin")).time())


def rehearsal(before, plan: Plan, say: Say) -> None:
    """What would be stored, whole, so that it can be judged."""
    for stem, kept in sorted(plan.shelf.records.items()):
        if stem not in before.records or before.records[stem].data != kept.data:
            say(
                f"\n{'neu' if stem not in before.records else 'geändert'}: content/{FOLDER}/{stem}.md\n{kept.data.decode()}".rstrip()
            )
    for stem in sorted(before.records.keys() - plan.shelf.records.keys()):
        say(f"\nentfernt: content/{FOLDER}/{stem}.md")
    say("\nDas war eine Probe; geschrieben wurde nichts.")
