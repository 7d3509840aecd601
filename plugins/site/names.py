"""What is called how, and lies where: the places by which texts find one another. Checks ask for them as pages ask for lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from .. import group
from ..meetings.model import meeting_names, series_names
from ..meetings.pages import OURS
from ..motions.facets import PAGE_OF
from ..motions.model import reference_names
from ..motions.pages import RESERVED
from ..news.vocabulary import OWN
from ..people.model import committee_names, person_names
from ..press.ask import Ask
from ..press.things import Place, Thing, encode, sort
from ..records import german
from ..records.fields import DELETED, Record
from ..records.gone import MARK
from ..records.links import Link, Names, fold
from .files import TAKEN
from .reading import Draft
from .unready import NEVER

NAMING: dict[str, Callable[[Record], list[str]]] = {
    "committee": committee_names,
    "person": person_names,
    "motion": reference_names,
    "meeting": meeting_names,
    "series": series_names,
}
TITLES = {"committee": "name", "person": "name", "motion": "titel", "meeting": "name", "series": "name"}
MARKED = frozenset({"motion", "meeting"})  # whose links print a title: it says where the text is gone
UNNAMED = "(Name entfernt)"
NOW, LATER = "name", "kuenftig"  # names of what is public, and of what waits for its day


# Addresses that every site has, whatever is published on it.
ALWAYS = frozenset(
    [
        "",
        *(
            f"{name}/"
            for name in TAKEN
            - {
                "a",
                "bilder",
                "einbetten",
                "feeds",
                "karten",
                "muster",
                "oparl",
                "reihen",
                "rundbriefe",
                "theme",
                "vorschau",
            }
        ),
        *(f"antraege/{name}/" for name in RESERVED),
        OURS,
    ]
)


def address_of(draft: Draft) -> str:
    return f"{draft.record.stem}/" if draft.table.kind == "text" else f"{draft.table.folder}/{draft.record.stem}/"


def has_page(draft: Draft) -> bool:
    """News of others lead to their source, series to their dates."""
    return draft.table.kind != "series" and (draft.table.kind != "news" or draft.record.get("herkunft", OWN) == OWN)


def has_file(draft: Draft) -> bool:
    """A date of a series may have none."""
    return draft.typed is None or bool(draft.typed.head.values)


def path_of(draft: Draft) -> str:
    """Of its source, below content/."""
    return draft.record.path.removeprefix("content/")


def ref_of(draft: Draft) -> str:
    """By which its thing is known. A date of a series has the name that its own file would have."""
    return f"sitzungen/{draft.record.stem}" if draft.table.kind == "meeting" else path_of(draft).removesuffix(".md")


def identity(draft: Draft, waits: dt.date | None = None) -> Thing:
    """Under which names, addresses and uid others may mean a text, also one with problems, so that one mistake is said once. `waits`: for which day, where it is not public yet."""
    return Thing(
        "name:" + ref_of(draft),
        b"",
        places=tuple(dict.fromkeys(names_of(draft, waits))),
        turn=waits if waits and waits < NEVER else None,
    )


def names_of(draft: Draft, waits: dt.date | None) -> Iterator[Place]:
    kind, record, path = draft.table.kind, draft.record, path_of(draft)
    here = sort(path, record.stem)
    if uid := record.get("uid"):
        yield Place(f"uid:{uid}", here, data=encode(record.path))
        yield Place("uids", here, data=encode(uid))
        yield Place(f"uid-von:{uid}", here, data=encode(ref_of(draft)))
    title = record.get(TITLES.get(kind, ""))
    if kind in NAMING and title and uid and (kind != "meeting" or record.get("datum")):
        day = f" am {german.day(record.get('datum'))}" if kind == "meeting" else ""
        said = title + day + (MARK if record.get(DELETED) and kind in MARKED else "")
        link = Link(said, "sitzungen/" if kind == "series" else f"{draft.table.folder}/{record.stem}/", uid)
        yield from called(kind, link, NAMING[kind](record), here, LATER if waits else NOW)
        if kind in ("committee", "person"):
            yield from (
                Place(f"heisst:{kind}:{fold(name)}", here, data=encode(record.path))
                for name in NAMING[kind](record)
                if name
            )
    if kind == "person" and record.get(DELETED) and uid:  # its name stands nowhere any more, nor does a link
        yield from called(kind, Link(UNNAMED, "", uid), [uid], here, LATER if waits else NOW)
    if kind == "motion" and (number := fold(record.get("drucksache", ""))):
        yield Place(f"drucksache:{number}", here, data=encode(record.path))
    yield from (
        Place("erlaubt", here, data=encode(value)) for value in record.get("erlaubt", ())
    )  # no secrets, as the head says
    if waits and not draft.series:
        yield Place("wartende", here, data=encode(record.path))
    if waits:
        yield from (Place(f"wartet:{address}", here, data=encode(waits)) for address in addresses(draft))
    if not has_page(draft):
        return
    address, gone = address_of(draft), record.get(DELETED)
    if gone:
        meant = (address, path, *([f"a/{uid}/"] if kind == "motion" and uid else []))
        yield from (Place(f"weg:{each}", here, data=encode(gone)) for each in meant)
    yield from (
        Place(f"seite:{page}", here)
        for page in (
            address,
            *([f"a/{uid}/"] if kind == "motion" and uid else []),
            *(file.path for file in draft.brings if not file.digest and not gone),
        )
    )
    if kind == "newsletter":  # as soon as there is one, there is a list of them
        yield Place("seite:rundbriefe/", here)
    yield Place("seiten", here, data=encode(address))
    if has_file(draft):
        yield Place(f"quelle:{path}", here)
        yield Place("quellen", here, data=encode(path))
    for name in draft.beside if not gone else ():
        yield Place(f"daneben:{address}{name}", here, data=encode(record.path))


def addresses(draft: Draft) -> Iterator[str]:
    """By which others may mean a text that is not public yet."""
    record = draft.record
    base = address_of(draft)
    yield base
    yield record.path.removeprefix("content/")
    yield from (f"{base}{name}" for name in draft.beside)
    if draft.table.kind == "motion":
        yield f"a/{record.get('uid')}/"


def unreadable(path: str, kind: str) -> Thing:
    """A text whose head cannot be read: what others say of it follows from that, and is not said."""
    return Thing(
        f"name:{path.removesuffix('.md')}",
        b"",
        places=(
            Place(f"unlesbar:{kind}", sort(path)),
            Place(f"quelle:{path}", sort(path)),
            Place("quellen", sort(path), data=encode(path)),
        ),
    )


def called(kind: str, link: Link, names: Iterable[str], here: bytes, when: str) -> Iterator[Place]:
    """All the names of one thing. The first that has a name is meant by it."""
    typed = list(filter(None, names))
    data = encode(link)
    yield from (Place(f"{when}:{kind}:{fold(name)}", here, data=data) for name in typed)
    yield Place(f"{when}n:{kind}", here, data=encode((link.text, link.key, tuple(typed))))


def identity_of_lists(lists: group.Lists, unread: Iterable[str]) -> Thing:
    """The same of topics, places and terms; `unread`: kinds whose list could not be read."""
    found: dict[Place, None] = dict.fromkeys(Place(f"unlesbar:{kind}") for kind in unread)
    for kind, entries in (("topic", lists.topics), ("place", lists.places), ("term", lists.terms)):
        for number, entry in enumerate(entries):
            here = sort("", number)
            found |= dict.fromkeys(called(kind, entry.link, [entry.link.text, entry.link.key], here, NOW))
            found |= dict.fromkeys(
                [
                    Place(f"seite:{entry.link.path}", here),
                    Place("seiten", sort("", kind, number), data=encode(entry.link.path)),
                ]
            )
            if kind != "term":
                found[Place(f"{PAGE_OF}{entry.link.path}", here, listed=True)] = None
    return Thing("name:listen", b"", places=tuple(found))


class Known:
    """The names of one kind, as `Resolver` asks for them: one by one; all of them only to propose one that is near. `when`: names of what is public, of what waits, or of both."""

    def __init__(self, ask: Ask, kind: str, when: tuple[str, ...] = (NOW,)):
        self.ask, self.kind, self.when = ask, kind, when
        self.found: dict[str, Link | None] = {}  # what was asked before; it is noted all the same
        self.every: list[tuple[str, str, tuple[str, ...]]] | None = None

    def find(self, text: str) -> Link | None:
        for when in self.when:
            name = f"{when}:{self.kind}:{fold(text)}"
            if name not in self.found:
                self.found[name] = next(iter(self.ask.data(name, Link)), None)
            self.ask.note(f"list:{name}")
            if self.found[name]:
                return self.found[name]
        return None

    def all(self) -> list[tuple[str, str, tuple[str, ...]]]:
        for when in self.when:
            self.ask.note(f"list:{when}n:{self.kind}")
        if self.every is None:
            self.every = [
                row
                for when in self.when
                for row in self.ask.data(f"{when}n:{self.kind}", tuple[str, str, tuple[str, ...]])
            ]
        return self.every

    @property
    def proper(self) -> list[str]:
        return [text for text, _, _ in self.all()]

    @property
    def keys(self) -> set[str]:
        return {key for _, key, _ in self.all()}

    @property
    def typed(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for _, _, names in self.all():
            for name in names:
                found.setdefault(fold(name), name)
        return found


KINDS = (*NAMING, "topic", "place", "term")


def known(ask: Ask, *when: str) -> dict[str, Known]:
    return {kind: Known(ask, kind, when) for kind in KINDS}


class Unread:
    """The kinds of which a text, or whose list, could not be read."""

    def __init__(self, ask: Ask):
        self.ask = ask

    def __contains__(self, kind: object) -> bool:
        return bool(self.ask.rows(f"unlesbar:{kind}"))


def all_names(ask: Ask) -> dict[str, Names]:
    """Every name of every kind, also of what waits."""
    found: dict[str, Names] = {}
    for kind in KINDS:
        found[kind] = Names()
        for when in (NOW, LATER):
            for _, _, names in ask.data(f"{when}n:{kind}", tuple[str, str, tuple[str, ...]]):
                for name in names:
                    link = ask.data(f"{when}:{kind}:{fold(name)}", Link)[0]
                    found[kind].add(link, [name])
    return found


class There:
    """A set that is asked for its members one by one; all of them only to propose one that is near."""

    def __init__(self, ask: Ask, one: str, every: str, always: frozenset[str] = frozenset()):
        self.ask, self.one, self.every, self.always = ask, one, every, always

    def __contains__(self, name: object) -> bool:
        return name in self.always or bool(self.ask.rows(f"{self.one}:{name}"))

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self.always, *self.ask.data(self.every, str)}))


class Beside:
    """Beside which text a file lies, by its address."""

    def __init__(self, ask: Ask):
        self.ask = ask

    def __contains__(self, address: object) -> bool:
        return bool(self.ask.rows(f"daneben:{address}"))

    def __getitem__(self, address: str) -> str:
        return self.ask.data(f"daneben:{address}", str)[0]
