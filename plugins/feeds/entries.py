"""From what happened to entries: a title that says it, the text, the links; the same for every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from urllib.parse import quote
from zoneinfo import ZoneInfo

from msgspec import Struct

from ..motions.happenings import Happening, headline, sentence, step_of
from ..motions.model import Motion, Step
from ..news.model import Item
from ..records.addresses import ROOT
from ..records.german import day, joined, slug
from ..records.gone import Gone
from ..records.links import TYPES, File
from ..records.quoting import markup
from ..records.quoting import xml_sayable as plain

BERLIN = ZoneInfo("Europe/Berlin")


class Category(Struct, frozen=True):
    scheme: str  # "thema", "art", "gremium", "ereignis"
    term: str
    label: str


class Entry(Struct, frozen=True, kw_only=True):
    """One entry, for all formats. Internal links in `content` are marked with ROOT."""

    id: str  # after the tag: "antrag/k7f3qz"
    title: str
    path: str  # of the page
    summary: str  # plain text
    content: str  # HTML
    published: dt.date
    updated: dt.date
    minutes: int = 0  # after noon, for what was updated more than once on a day
    categories: tuple[Category, ...] = ()
    file: File | None = None
    picture: File | None = None

    @property
    def enclosure(self) -> tuple[str, int, str] | None:
        """What comes with it: path, bytes, media type. A picture is published in its sizes only; the largest is meant."""
        if self.file:
            return self.file.path, self.file.size, self.file.type
        return (
            (self.picture.variant(self.picture.widths[-1], "jpg"), self.picture.shown_size, TYPES["jpg"])
            if self.picture
            else None
        )


class Told(Struct, frozen=True):
    """A happening that a feed tells; `whole`: with the motion's own text. Else the motion comes without it."""

    motion: Motion
    what: Happening
    whole: bool = False


class Whole(Struct, frozen=True):
    """A motion as one entry for life, with all that happened to it."""

    motion: Motion
    news: tuple[Happening, ...]
    whole: bool = False


class Report(Struct, frozen=True):
    """One of our news items."""

    item: Item
    whole: bool = False


class Farewell(Struct, frozen=True):
    """One that was taken off the site."""

    item: Gone


Thing = Entry | Told | Whole | Report | Farewell


def entry_of(thing: Thing) -> Entry:
    match thing:
        case Told():
            return entry_of_happening(thing.motion, thing.what, thing.whole)
        case Whole():
            return entry_of_motion(thing.motion, thing.news, thing.whole)
        case Report():
            return entry_of_item(thing.item, thing.whole)
        case Farewell():
            return entry_of_gone(thing.item)
    return thing


# ------------------------------------------------------------------------------------ motions


def entry_of_motion(m: Motion, news: tuple[Happening, ...], whole: bool) -> Entry:
    """One entry a motion for life. `updated` rises with what happened only, never with a mended typo."""
    last = news[-1] if news else None
    said = [sentence(m, last)] if last else []
    first = [f"<p><strong>{markup(headline(m, last))}.</strong> {markup(said[0])}</p>"] if last else []
    return Entry(
        id=f"antrag/{m.uid}",
        title=m.title,
        path=m.path,
        summary=" ".join([*said, m.summary]).strip() or facts_line(m),
        content="\n".join([*first, *about(m), *body(m, whole)]),
        published=m.published,
        updated=updated(m, news),
        minutes=minutes(news),
        categories=categories(m, m.steps),
        file=None if m.deleted else m.main_file,
    )


def updated(m: Motion, news: tuple[Happening, ...]) -> dt.date:
    """Never a day that lies ahead: happenings are those up to today, and what appears later stands in no feed yet (`Choice`)."""
    return max([m.published, *(h.date for h in news)])


def minutes(news: tuple[Happening, ...]) -> int:
    """What happened on the same day as the thing before makes the entry newer too."""
    return min(max(len(news) - 1, 0), 600)


def entry_of_happening(m: Motion, told: Happening, whole: bool) -> Entry:
    """One entry for what happened. Its text says nothing that happened later, or old entries would change with each step."""
    said = sentence(m, told)
    what = told.event.what
    resolution = m.steps[told.index].text if what == "decided" else ""
    parts = [
        f"<p><strong>{markup(said)}</strong></p>",
        *([f"<blockquote><p>{markup(resolution)}</p></blockquote>"] if resolution else []),
        *about(m, dated=what != "submitted"),
    ]
    if what == "answered":
        parts += answers(m, whole)
    else:
        parts += body(m, whole) if what == "submitted" else [more(m)]
    return Entry(
        id=id_of(m, told),
        title=f"{headline(m, told)}: {m.title}",
        path=m.path,
        summary=" ".join([said, m.summary]).strip(),
        content="\n".join(parts),
        published=told.date,
        updated=told.date,
        categories=(*categories(m, step_of(m, told)), Category("ereignis", told.kind, told.event.label)),
        file=file_of(m, told),
    )


def id_of(m: Motion, told: Happening) -> str:
    """The name under which a happening is told, without the tag before it."""
    return f"antrag/{m.uid}/ereignis/{told.key}"


def file_of(m: Motion, told: Happening) -> File | None:
    if m.deleted:
        return None
    if told.event.what == "decided":
        return m.steps[told.index].file
    return m.main_file if told.event.what == "submitted" else None


def categories(m: Motion, steps: Iterable[Step]) -> tuple[Category, ...]:
    bodies = {c.key or slug(c.text): c.text for s in steps for c in s.committees}
    return (
        *(Category("thema", t.key or slug(t.text), t.text) for t in m.topics),
        Category("art", slug(m.kind), m.kind),
        *(Category("gremium", key, text) for key, text in bodies.items()),
    )


def facts_line(m: Motion, *, dated: bool = True) -> str:
    facts = [
        f"{m.kind} vom {day(m.date)}" if dated else "",
        f"Drucksache {m.reference}" if m.reference else "",
        joined(list(m.originators)),
    ]
    return " · ".join(f for f in facts if f)


def about(m: Motion, *, dated: bool = True) -> Iterator[str]:
    """`dated`: nothing above has said yet what it is and from when."""
    if facts := facts_line(m, dated=dated):
        yield paragraph(facts)
    if m.summary and not m.deleted:
        yield paragraph(m.summary)


def body(m: Motion, whole: bool) -> list[str]:
    if m.deleted:
        return []
    return [sections_html([p.section for p in m.parts])] if whole else [more(m)]


def answers(m: Motion, whole: bool) -> list[str]:
    """Of a question that was answered: what was asked and what was said."""
    parts = [p.section for p in m.parts if p.key in ("fragen", "antworten")] if whole and not m.deleted else []
    return [sections_html(parts), more(m)] if parts else [more(m)]


def more(m: Motion) -> str:
    return f'<p><a href="{ROOT}{quote(m.path)}">Der ganze Text und alle Schritte</a></p>'


# --------------------------------------------------------------------------------------- news


def entry_of_item(i: Item, whole: bool = True) -> Entry:
    text = sections_html(i.sections) if whole else ""
    return Entry(
        id=f"meldung/{i.uid}",
        title=i.title,
        path=i.path,
        summary=i.teaser,
        content=text or paragraph(i.teaser),
        published=i.published,
        updated=i.updated,
        categories=(
            *(Category("thema", t.key or slug(t.text), t.text) for t in i.topics),
            Category("art", slug(i.kind), i.kind),
        ),
        picture=i.picture,
    )


def entry_of_gone(i: Gone) -> Entry:
    said = f"Dieser Text steht seit dem {day(i.deleted)} nicht mehr auf der Seite. {i.told}".strip()
    return Entry(
        id=f"meldung/{i.uid}",
        title=i.title,
        path=i.path,
        summary=said,
        content=paragraph(said),
        published=i.published,
        updated=max(i.published, i.deleted),
    )


# ------------------------------------------------------------------------------------- pieces


def sections_html(sections) -> str:
    return "\n".join((f"<h2>{markup(s.heading)}</h2>\n" if s.heading else "") + s.html for s in sections)


def paragraph(text: str) -> str:
    return f"<p>{markup(text)}</p>"


def moment(date: dt.date, minutes: int = 0) -> dt.datetime:
    """A day as a moment: noon in Berlin, so that no reader's time zone shows the day before."""
    return dt.datetime(date.year, date.month, date.day, 12 + minutes // 60, minutes % 60, tzinfo=BERLIN)


def with_links(entry: Entry, url: str) -> str:
    """The content with absolute links. In a reader, "#begruendung" would mean a place in the reader's own page."""
    return plain(
        entry.content.replace(ROOT, f"{url}/").replace(' href="#', f' href="{markup(url)}/{quote(entry.path)}#')
    )
