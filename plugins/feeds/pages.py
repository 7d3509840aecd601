"""Which feeds there are, the page that tells people what they are, and which page names which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from ..meetings.model import Meeting
from ..motions.model import Facts, Motion
from ..motions.vocabulary import ADOPTED, EVENTS, REJECTED, STATUSES
from ..news.model import Item
from ..press import Crumb, FeedLink, Frame, Page, html_page
from ..press.codec import digest
from ..records.german import sort_key
from ..records.links import Link
from . import choice
from .build import TYPES, Channel, Outline, Publisher, build_feed, build_opml
from .choice import Choice, archives, current
from .entries import Told, short
from .sittings import upcoming

FORMATS = {"atom": "Atom", "rss": "RSS", "json": "JSON"}
OPML = "feeds/alle.opml"


# What a motion can come to, as examples: both ways of a vote, and what can happen once, in a committee or out of it.
ENDS = (ADOPTED, REJECTED, *(status.label for status in STATUSES if status.event and EVENTS[status.event].once))


class Main(Struct, frozen=True):
    """One of the main feeds."""

    name: str  # of its files, and in ids
    title: str
    about: str  # what it holds
    page: str  # to which it belongs
    formats: tuple[str, ...] = ("atom", "rss")

    def links(self) -> tuple[FeedLink, ...]:
        return tuple(FeedLink(f"{self.title} ({FORMATS[kind]})", f"feeds/{self.name}.{kind}", TYPES[kind]) for kind in self.formats)


ALL = Main("alles", "Alles", "Alles, was mit unseren Anträgen und Anfragen geschieht, und jede unserer Meldungen. Jedes Ereignis kommt einmal.", "", ("atom", "rss", "json"))
MOTIONS = Main("antraege", "Anträge", "Jeder Antrag und jede Anfrage einmal, mit dem ganzen Text. Der Eintrag bleibt derselbe; seine erste Zeile sagt, was zuletzt geschah.", "antraege/", ("atom", "rss", "json"))
OUTCOMES = Main("ergebnisse", "Ergebnisse", f"Nur wie es ausging: {', '.join(ENDS)}.", "ausgang/", ("atom", "rss", "json"))
QUESTIONS = Main("fragen", "Fragen und Antworten", "Unsere Anfragen an die Verwaltung und was sie geantwortet hat.", "arten/anfrage/")
NEWS = Main("meldungen", "Meldungen", "Was die Fraktion selbst schreibt.", "meldungen/")
MEETINGS = Main("sitzungen", "Sitzungen", "Die Sitzungen der nächsten Wochen, auch wenn eine ausfällt oder verlegt wird.", "sitzungen/")
MAIN = (ALL, MOTIONS, OUTCOMES, QUESTIONS, NEWS, MEETINGS)
FEEDS = ALL.links()[:2]  # every page names them

FACETS = {
    "themen": ("Nach Thema", "thema", "Thema {}", "Was mit unseren Anträgen zum Thema {} geschieht."),
    "gremien": ("Nach Gremium", "gremium", "{}", "Was im Gremium „{}“ mit unseren Anträgen geschieht."),
    "arten": ("Nach Art", "art", "Art {}", "Was mit unseren Texten der Art „{}“ geschieht."),
    "personen": ("Nach Person", "person", "{}", "Was mit Anträgen geschieht, die {} unterschrieben hat."),
}  # heading, word in ids, title, description


class Row(Struct, frozen=True):
    """A main feed on the page „Abonnieren“."""

    title: str
    about: str
    links: tuple[FeedLink, ...]
    page: str


class Group(Struct, frozen=True):
    """Feeds under one heading there."""

    title: str
    links: tuple[FeedLink, ...]


class Thread(Struct, frozen=True):
    """All that happened to one motion. Ten thousand pages hold one: it says what stands for it."""

    channel: Channel
    told: tuple[Told, ...]
    key: str

    BESIDE = ("channel", "told")

    def stands_as(self) -> tuple[str, str]:
        return "thread", self.key


def build_thread(thread: Thread, path: str) -> bytes:
    return build_feed(thread.channel, thread.told, path)


def pages(frame: Frame, by: Publisher, motions: Iterable[Motion], items: Iterable[Item], meetings: Iterable[Meeting], today: dt.date, links: dict[str, list[Link]], wanted: Callable[[str], bool] = lambda path: True, mailing: object = None) -> Iterator[Page]:
    """`links`: the pages of committees and persons, of topics and types, that a feed may belong to. What is not `wanted` is not worked out. `mailing`: how news come by mail."""
    yield from overview(frame, by, links, mailing)
    if not wanted("feeds/"):
        return
    chosen = Choice(motions, items, meetings, today)
    for main in with_pages(links):
        yield from family(frame, by, main, chosen, wanted)
    if wanted("feeds/themen/"):
        yield from facet_feeds(frame, by, chosen, links)
    if wanted("feeds/antrag/"):
        yield from threads(frame, by, chosen)


def with_pages(links: dict[str, list[Link]]) -> list[Main]:
    """The main feeds, each with a page that is there: as long as nobody has asked, the questions have none of their own."""
    asked = any(link.path == QUESTIONS.page for link in links["arten"])
    return [main if main is not QUESTIONS or asked else replace(main, page=MOTIONS.page) for main in MAIN]


def things_of(main: Main, chosen: Choice, short_ones: bool) -> tuple[list, Callable, Callable]:
    """What a main feed tells of, how it becomes an entry, and when it was last new."""
    if main is MOTIONS:
        return chosen.papers(choice.WINDOW if short_ones else None), chosen.paper, chosen.updated
    if main is OUTCOMES:
        return chosen.outcomes(), lambda thing, whole: thing.plain(), choice.day_of
    if main is NEWS:
        return chosen.reports(), choice.told, lambda item: item.updated
    return (chosen.everything() if main is ALL else chosen.questions()), choice.told, choice.day_of


def family(frame: Frame, by: Publisher, main: Main, chosen: Choice, wanted: Callable[[str], bool]) -> Iterator[Page]:
    """A feed in all its formats, and the archives of the years before."""
    kinds = [kind for kind in main.formats if wanted(f"feeds/{main.name}.{kind}")]
    if main is MEETINGS:
        for kind in kinds:
            yield Page(f"feeds/{main.name}.{kind}", build_feed, {"channel": main_channel(frame, by, main), "entries": tuple(upcoming(chosen.meetings, chosen.today)), "path": f"feeds/{main.name}.{kind}"})
        return
    if not kinds:
        return
    today = chosen.today
    things, entry, newest = things_of(main, chosen, "atom" not in kinds)
    shown = current(things, today, newest)
    years = archives(things, shown, today)
    paths = {year: f"feeds/archiv/{main.name}-{year}.atom" for year in years}
    before = dict(zip(years, [*list(paths.values())[1:], ""], strict=True)) if years else {}
    for kind in kinds:
        path = f"feeds/{main.name}.{kind}"
        some = shown if kind == "atom" else shown[: choice.WINDOW]
        channel = main_channel(frame, by, main, previous=next(iter(paths.values()), "") if kind == "atom" else "")
        yield Page(path, build_feed, {"channel": channel, "entries": tuple(entry(thing, True) for thing in some), "path": path})
    for year, group in years.items() if "atom" in kinds else ():
        channel = Channel(key=f"{main.name}/{year}", title=f"{frame.short_name}: {main.title} {year}", description=main.about, path=main.page, by=by, previous=before[year], current=f"feeds/{main.name}.atom")
        yield Page(paths[year], build_feed, {"channel": channel, "entries": short(entry(thing, False) for thing in group), "path": paths[year]})


def main_channel(frame: Frame, by: Publisher, main: Main, previous: str = "") -> Channel:
    return Channel(key=main.name, title=f"{frame.short_name}: {main.title}", description=main.about, path=main.page, by=by, previous=previous, hub=True)


def facet_feeds(frame: Frame, by: Publisher, chosen: Choice, links: dict[str, list[Link]]) -> Iterator[Page]:
    found = chosen.facets()
    for kind, (_, word, title, about) in FACETS.items():
        for link in links[kind]:
            path = feed_path(link)
            channel = Channel(key=f"{word}/{link.key}", title=f"{frame.short_name}: {title.format(link.text)}", description=about.format(link.text), path=link.path, by=by)
            yield Page(path, build_feed, {"channel": channel, "entries": short(found[kind].get(link.path, ())), "path": path})


def threads(frame: Frame, by: Publisher, chosen: Choice) -> Iterator[Page]:
    shared = digest(repr(by), frame.short_name)
    for motion in chosen.motions:
        facts = Facts(motion)
        told = tuple(Told(facts, what) for what in reversed(chosen.news(motion)))
        channel = Channel(key=f"antrag/{motion.uid}", title=f"{frame.short_name}: {motion.title}", description=f"Was mit diesem Text geschieht: {motion.title}", path=motion.path, by=by)
        path = thread_path(motion)
        yield Page(path, build_thread, {"thread": Thread(channel, told, digest(shared, motion.facts_key, *[h.key for h in chosen.news(motion)])), "path": path})


def thread_path(motion: Motion) -> str:
    """By its uid: who follows a motion must not lose it when its address changes."""
    return f"feeds/antrag/{motion.uid}.atom"


def feed_path(link: Link) -> str:
    return f"feeds/{link.path.rstrip('/')}.atom"


# ------------------------------------------------------------------------------- telling of them


def overview(frame: Frame, by: Publisher, links: dict[str, list[Link]], mailing: object = None) -> Iterator[Page]:
    """The page „Abonnieren“, and the same list for feed readers."""
    rows = tuple(Row(main.title, main.about, main.links(), main.page) for main in with_pages(links))
    ordered = {kind: sorted(links[kind], key=lambda link: sort_key(link.text)) for kind in FACETS}
    groups = tuple(Group(FACETS[kind][0], tuple(FeedLink(link.text, feed_path(link), TYPES["atom"]) for link in ordered[kind])) for kind in FACETS if ordered[kind])
    yield html_page(
        frame, "abonnieren/", "feeds.html", title="Abonnieren", description="Neue Anträge, Ergebnisse und Meldungen von selbst erfahren.", crumbs=(Crumb("Start", ""),),
        feeds=tuple(link for main in MAIN for link in main.links()), rows=rows, groups=groups, opml=OPML, mailing=mailing,
    )  # fmt: skip
    outlines = [Outline(by.name, tuple((main.title, f"feeds/{main.name}.atom", main.page) for main in with_pages(links)))]
    outlines += [Outline(FACETS[kind][0], tuple((FACETS[kind][2].format(link.text), feed_path(link), link.path) for link in ordered[kind])) for kind in FACETS if ordered[kind]]
    yield Page(OPML, build_opml, {"by": by, "outlines": tuple(outlines)})


def named(links: dict[str, list[Link]]) -> dict[str, tuple[FeedLink, ...]]:
    """By a page's path: the feeds that belong to it."""
    found = {main.page: main.links() for main in MAIN}
    found[""] = tuple(link for main in MAIN for link in main.links())
    for kind, (_, _, title, _) in FACETS.items():
        for link in links[kind]:
            found[link.path] = (*found.get(link.path, ()), FeedLink(f"{title.format(link.text)} (Atom)", feed_path(link), TYPES["atom"]))
    return found
