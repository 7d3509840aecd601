"""Which feeds there are, the page that tells people what they are, and which page names which."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from ..meetings.model import Meeting
from ..motions.facets import PAGE_OF
from ..motions.happenings import Happening
from ..motions.model import Motion
from ..motions.vocabulary import ADOPTED, EVENTS, KINDS, REJECTED, STATUSES
from ..press import Crumb, FeedLink, Frame, Page, html_page
from ..press.ask import Ask
from ..press.page import feed_of
from ..press.part import Part
from ..records.german import slug, sort_key
from ..records.links import Link
from .build import TYPES, Channel, Outline, Publisher, build_feed, build_opml
from .choice import WINDOW, Choice, entries
from .entries import Thing, Told, entry_of
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
        return tuple(
            FeedLink(f"{self.title} ({FORMATS[kind]})", f"feeds/{self.name}.{kind}", TYPES[kind])
            for kind in self.formats
        )


ALL = Main(
    "alles",
    "Alles",
    "Alles, was mit unseren Anträgen und Anfragen geschieht, und jede unserer Meldungen. Jedes Ereignis kommt einmal.",
    "",
    ("atom", "rss", "json"),
)
MOTIONS = Main(
    "antraege",
    "Anträge",
    "Jeder Antrag und jede Anfrage einmal, mit dem ganzen Text. Der Eintrag bleibt derselbe; seine erste Zeile sagt, was zuletzt geschah.",
    "antraege/",
    ("atom", "rss", "json"),
)
OUTCOMES = Main(
    "ergebnisse", "Ergebnisse", f"Nur wie es ausging: {', '.join(ENDS)}.", "ausgang/", ("atom", "rss", "json")
)
QUESTIONS = Main(
    "fragen", "Fragen und Antworten", "Unsere Anfragen an die Verwaltung und was sie geantwortet hat.", "arten/anfrage/"
)
NEWS = Main("meldungen", "Meldungen", "Was wir selbst schreiben.", "meldungen/")
MEETINGS = Main(
    "sitzungen",
    "Sitzungen",
    "Die Sitzungen der nächsten Wochen, auch wenn eine ausfällt oder verlegt wird.",
    "sitzungen/",
)
MAIN = (ALL, MOTIONS, OUTCOMES, QUESTIONS, NEWS, MEETINGS)
FEEDS = ALL.links()[:2]  # every page names them

FACETS = {
    "themen": ("Nach Thema", "thema", "Thema {}", "Was mit unseren Anträgen zum Thema {} geschieht."),
    "gremien": ("Nach Gremium", "gremium", "{}", "Was im Gremium „{}“ mit unseren Anträgen geschieht."),
    "orte": (
        "Nach Ort",
        "ort",
        "{}",
        "Was für {} beantragt und entschieden wird, Meldungen dazu und unsere Termine dort.",
    ),
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


class Feed(Struct, frozen=True):
    """The parts of a main feed: the feed in all its formats, the archives of the years before, and which these are."""

    main: Main
    choice: Choice
    whole: bool = True  # with the text, where an entry has it
    papers: bool = False

    def value(self, ask: Ask) -> list[int]:
        return self.choice.archives(ask)

    def pages(self, ask: Ask, _: str) -> Iterator[Page]:
        frame, by, main = ask.piece("frame"), ask.piece("herausgeber"), page_of(ask, self.main)
        paths = {kind: f"feeds/{main.name}.{kind}" for kind in main.formats}
        if not any(map(ask.wanted, paths.values())):
            return
        rows = self.choice.current(ask) if ask.wanted(f"feeds/{main.name}.atom") else self.choice.newest(ask)
        shown = entries(ask, rows, self.papers, self.whole)
        before = (
            next((self.path(year) for year in ask.value(self.archive)), "")
            if ask.wanted(f"feeds/{main.name}.atom")
            else ""
        )
        for kind, path in paths.items():
            channel = main_channel(frame, by, main, previous=before if kind == "atom" else "")
            yield Page(
                path,
                build_feed,
                {"channel": channel, "entries": shown if kind == "atom" else shown[:WINDOW], "path": path},
            )

    def archived(self, ask: Ask, key: str) -> Iterator[Page]:
        if not ask.wanted(f"feeds/{self.main.name}.atom"):
            return
        year, years = int(key.partition("\t")[2]), ask.value(self.archive)
        if year in years:
            frame, by, main = ask.piece("frame"), ask.piece("herausgeber"), page_of(ask, self.main)
            before = next((self.path(other) for other in years if other < year), "")
            channel = Channel(
                key=f"{main.name}/{year}",
                title=f"{frame.short_name}: {main.title} {year}",
                description=main.about,
                path=main.page,
                by=by,
                previous=before,
                current=f"feeds/{main.name}.atom",
            )
            yield Page(
                self.path(year),
                build_feed,
                {
                    "channel": channel,
                    "entries": entries(ask, self.choice.archived(ask, year), self.papers),
                    "path": self.path(year),
                },
            )

    def path(self, year: int) -> str:
        return f"feeds/archiv/{self.main.name}-{year}.atom"

    @property
    def archive(self) -> str:
        return f"archive-{self.main.name}"

    def parts(self) -> tuple[Part, ...]:
        begins = f"feeds/{self.main.name}"
        return (
            Part(name=self.archive, value=self.value, begins=f"{begins}.atom"),
            Part(name=f"feed-{self.main.name}", pages=self.pages),
            Part(name=f"archiv-{self.main.name}", per="year", kind=self.choice.archive, pages=self.archived),
        )


def page_of(ask: Ask, main: Main) -> Main:
    """The feed with a page that is there: as long as nobody has asked, the questions have none of their own."""
    return main if main is not QUESTIONS or ask.which(f"abo:{QUESTIONS.page}") else replace(main, page=MOTIONS.page)


def of_meetings(ask: Ask, _: str) -> Iterator[Page]:
    coming = tuple(upcoming([ask.whole(row.number, Meeting) for row in ask.rows("feed:sitzungen")], ask.day()))
    for kind in MEETINGS.formats:
        path = f"feeds/{MEETINGS.name}.{kind}"
        yield Page(
            path,
            build_feed,
            {
                "channel": main_channel(ask.piece("frame"), ask.piece("herausgeber"), MEETINGS),
                "entries": coming,
                "path": path,
            },
        )


def main_channel(frame: Frame, by: Publisher, main: Main, previous: str = "") -> Channel:
    return Channel(
        key=main.name,
        title=f"{frame.short_name}: {main.title}",
        description=main.about,
        path=main.page,
        by=by,
        previous=previous,
        hub=True,
    )


def of_facet(ask: Ask, name: str) -> Iterator[Page]:
    """The feed of a topic or a type, by the list of those that stand under it; of a place by the one of its page; of a committee or a person, by its own name."""
    address = name.removeprefix("abo:").removeprefix(PAGE_OF) if ":" in name else f"{name}/"
    if not (link := link_of(ask, address)):
        return
    frame, (_, word, title, about) = ask.piece("frame"), FACETS[address.partition("/")[0]]
    path = feed_path(link)
    channel = Channel(
        key=f"{word}/{link.key}",
        title=f"{frame.short_name}: {title.format(link.text)}",
        description=about.format(link.text),
        path=link.path,
        by=ask.piece("herausgeber"),
    )
    told = entries(ask, ask.newest(f"feed:{address}", WINDOW, down=True))
    yield Page(path, build_feed, {"channel": channel, "entries": with_meetings(ask, address, told), "path": path})


def with_meetings(ask: Ask, address: str, told: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """With our meetings there, which are told as in their own feed and under the same names; the newest first."""
    rows = ask.rows(f"feed-dort:{address}")
    if not rows:
        return told
    near = upcoming([ask.whole(row.number, Meeting) for row in rows], ask.day())
    return tuple(sorted((*near, *told), key=lambda thing: entry_of(thing).published, reverse=True))


def link_of(ask: Ask, address: str) -> Link | None:
    """What a page with a feed of its own is called; None where nothing stands there."""
    kind, key = address.rstrip("/").split("/")
    if kind in ("gremien", "personen"):
        return next((link for link in ask.piece(kind + ":alle") if link.path == address), None)
    if kind == "orte":
        text, _ = ask.piece("orte/").get(address, ("", ""))
        return Link(text, address, key) if text else None
    if not ask.which(f"abo:{address}"):
        return None
    return Link(kind_word(key) if kind == "arten" else ask.piece("themen/")[address][0], address, key)


def kind_word(key: str) -> str:
    return next(kind.word for kind in KINDS if slug(kind.word) == key)


def links_of(ask: Ask, kind: str) -> list[Link]:
    """All pages of a kind that have a feed of their own, in the order of a dictionary."""
    if kind == "orte":
        return sorted(
            (Link(text, path) for path, (text, _) in ask.piece("orte/").items()), key=lambda link: sort_key(link.text)
        )
    found = (
        ask.piece(kind + ":alle")
        if kind in ("gremien", "personen")
        else [link_of(ask, listed.list.removeprefix("abo:")) for listed in ask.lists(f"abo:{kind}/")]
    )
    return sorted(found, key=lambda link: sort_key(link.text))


def of_thread(ask: Ask, ref: str) -> Iterator[Page]:
    """All that happened to one motion."""
    motion = ask.facts(ref, Motion)
    if motion and not motion.draft:
        frame, [news] = ask.piece("frame"), ask.data(f"geschehen:{motion.path}", tuple[Happening, ...])
        channel = Channel(
            key=f"antrag/{motion.uid}",
            title=f"{frame.short_name}: {motion.title}",
            description=f"Was mit diesem Text geschieht: {motion.title}",
            path=motion.path,
            by=ask.piece("herausgeber"),
        )
        path = f"feeds/antrag/{motion.uid}.atom"  # by its uid: who follows a motion must not lose it when its address changes
        yield Page(
            path,
            build_feed,
            {"channel": channel, "entries": tuple(Told(motion, what) for what in reversed(news)), "path": path},
        )


def feed_path(link: Link) -> str:
    return feed_of(link.path)


# ------------------------------------------------------------------------------- telling of them


def overview(ask: Ask, _: str) -> Iterator[Page]:
    """The page „Abonnieren“, and the same list for feed readers."""
    frame, by = ask.piece("frame"), ask.piece("herausgeber")
    mains = [page_of(ask, main) for main in MAIN]
    links = {kind: found for kind in FACETS if (found := links_of(ask, kind))}
    yield html_page(
        frame,
        "abonnieren/",
        "feeds.html",
        title="Abonnieren",
        description="Neue Anträge, Ergebnisse und Meldungen von selbst erfahren.",
        crumbs=(Crumb("Start", ""),),
        feeds=tuple(link for main in MAIN for link in main.links()),
        rows=tuple(Row(main.title, main.about, main.links(), main.page) for main in mains),
        groups=tuple(
            Group(FACETS[kind][0], tuple(FeedLink(link.text, feed_path(link), TYPES["atom"]) for link in found))
            for kind, found in links.items()
        ),
        opml=OPML,
        mailing=ask.piece("bestellung"),
    )
    outlines = [Outline(by.name, tuple((main.title, f"feeds/{main.name}.atom", main.page) for main in mains))]
    outlines += [
        Outline(
            FACETS[kind][0], tuple((FACETS[kind][2].format(link.text), feed_path(link), link.path) for link in found)
        )
        for kind, found in links.items()
    ]
    yield Page(OPML, build_opml, {"by": by, "outlines": tuple(outlines)})


def named(ask: Ask, address: str) -> tuple[FeedLink, ...]:
    """The feeds that belong to a page, for its head."""
    if not address:
        return tuple(link for main in MAIN for link in main.links())
    found = tuple(link for main in MAIN if main.page == address for link in main.links())
    kind, _, key = address.partition("/")
    if kind in FACETS and key and key.count("/") == 1 and (link := link_of(ask, address)):
        found = (*found, FeedLink(f"{FACETS[kind][2].format(link.text)} (Atom)", feed_path(link), TYPES["atom"]))
    return found


ALL_FEEDS = (
    Feed(ALL, Choice("alles", False)),
    Feed(MOTIONS, Choice("antraege", True), papers=True),
    Feed(OUTCOMES, Choice("ergebnisse", False), whole=False),
    Feed(QUESTIONS, Choice("fragen", False)),
    Feed(NEWS, Choice("meldungen", True), papers=True),
)


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "by": "Angaben zur Fraktion",
    "channel": "Name, Adresse oder Beschreibung des Feeds",
    "entries": "ein Eintrag",
    "opml": "die Feeds",
    "outlines": "die Feeds",
    "groups": "die Feeds",
    "tag": "die Kennung der Feeds",
    "thread": "der Antrag",
}
PARTS = (
    Part(name="abonnieren", pages=overview),
    *(part for feed in ALL_FEEDS for part in feed.parts()),
    Part(name="feed-sitzungen", pages=of_meetings, begins="feeds/sitzungen."),
    *(
        Part(name=f"feed-{kind}", per="list", kind=f"abo:{kind}/", pages=of_facet, begins=f"feeds/{kind}/")
        for kind in ("themen", "arten")
    ),
    Part(name="feed-orte", per="list", kind=f"{PAGE_OF}orte/", pages=of_facet, begins="feeds/orte/"),
    *(
        Part(name=f"feed-{kind}", per="thing", kind=f"{kind}/", pages=of_facet, begins=f"feeds/{kind}/")
        for kind in ("gremien", "personen")
    ),
    Part(name="feed-antrag", per="thing", kind="antraege/", pages=of_thread, begins="feeds/antrag/"),
)
