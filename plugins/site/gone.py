"""Texts that were taken off the site: what stands under their address, and what is said wherever another text leads there.

Motions have a model and a page of their own for it, since feeds and data tell what happened to them; so only their links are met here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote

from msgspec.structs import replace

from .. import feeds, newsletter
from ..people.vocabulary import bodies
from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..press.farewell import farewell
from ..press.part import Part
from ..press.things import Place, Thing, encode, sort
from ..records import german
from ..records.addresses import ROOT, published
from ..records.body import Body
from ..records.council import Council
from ..records.fields import DELETED, walk_rows
from ..records.gone import MARK, Gone
from ..records.links import Link, Resolver
from ..records.problems import Problem, problem
from .names import address_of, has_page, path_of
from .reading import MOTION, Draft

FOLDER = "geloescht/"  # of their things
YEARS = "geloescht:"  # of which years of which list they were
HOME = Crumb("Start", "")
OVER = {
    "news": Crumb("Meldungen", "meldungen/"),
    "meeting": Crumb("Sitzungen", "sitzungen/"),
    "newsletter": Crumb("Rundbriefe", "rundbriefe/"),
    "person": Crumb("Menschen", "personen/"),
    "committee": Crumb("Gremien", "gremien/"),
}
LISTED = frozenset({"antraege/", "meldungen/", "sitzungen/", "rundbriefe/"})  # divided by years, each with an address
UNNAMED = "Diese Seite gibt es nicht mehr"


def is_gone(draft: Draft) -> bool:
    return draft.table.kind != MOTION and bool(draft.record.get(DELETED))


def read_gone(draft: Draft) -> Gone:
    get, kind = draft.record.get, draft.table.kind
    date = get("datum")
    return Gone(
        kind=kind,
        noun=draft.table.noun,
        path=address_of(draft),
        deleted=get(DELETED),
        published=get("veroeffentlicht") or date or get(DELETED),
        title="" if kind == "person" else get("titel") or get("name", ""),
        because=get("geloescht_weil", ""),
        uid=get("uid", ""),
        date=date,
    )


def thing_of(draft: Draft, names: Resolver, council: Council) -> Iterator[Thing]:
    """What takes the place of the model. News of others never had a page: nothing is left of them."""
    if has_page(draft):
        gone = read_gone(draft)
        yield Thing(
            f"{FOLDER}{path_of(draft).removesuffix('.md')}",
            encode(gone),
            encode(()),
            places=tuple(places(draft, gone, names, council)),
        )


def places(draft: Draft, gone: Gone, names: Resolver, council: Council) -> Iterator[Place]:
    """What others ask for though it is gone: whether its year has an address, what was told, whether a committee decided."""
    over = OVER.get(gone.kind)
    if over and gone.date:
        yield from year_of(over.path, gone.path, gone.date)
    match gone.kind:
        case "news":
            yield from feeds.of_gone(gone)
        case "newsletter":
            yield from newsletter.telling(newsletter.read_newsletter(draft.record, Body(), names))
        case "committee":
            kind = bodies(council)[draft.record.get("art")] if draft.record.get("art") else None
            if draft.record.get("entscheidet", bool(kind and kind.decides)):
                yield Place(f"entscheidet:{gone.path}")


def year_of(over: str, path: str, date: dt.date) -> Iterator[Place]:
    """In which year of which list a text was that is gone."""
    if over in LISTED:
        yield Place(f"{YEARS}{over}", sort(path), date.year, listed=True)


# ------------------------------------------------------------------------------------ links that lead there


def gone_on(ask: Ask, address: str) -> dt.date | None:
    """Since when the text is gone that has this address, or lies there."""
    return next(iter(ask.data(f"weg:{address}", dt.date)), None)


def check_links(ask: Ask, draft: Draft, names: Resolver) -> Iterator[Problem]:
    """A hint for each link to a text that is gone. It works, and says so."""
    record = draft.record
    for fld, value, _ in walk_rows(record, draft.table, "ref"):
        link: Link | None = names.names[fld.to].find(value.text) if fld.to in names.names else None
        if link and link.path and (day := gone_on(ask, link.path)):
            code = "committee-deleted" if fld.to == "committee" else "ref-deleted"
            yield problem(
                record.path,
                value.line,
                code,
                value=value.text,
                key=fld.key,
                date=german.day(day),
                file=f"content/{link.path.rstrip('/')}.md",
            )
    for target in draft.body.targets:
        if target.kind in ("source", "page") and (day := gone_on(ask, target.value)):
            yield problem(record.path, target.line, "link-deleted", target=target.typed, date=german.day(day))


def with_marks(ask: Ask, body: Body) -> Body:
    """The text, with a word behind each link that leads to a text that is gone."""
    found = {
        target.value for target in body.targets if target.kind in ("source", "page") and gone_on(ask, target.value)
    }
    if not found:
        return body
    addresses = {quote(published(each.removesuffix(".md")) + "/" if each.endswith(".md") else each) for each in found}
    return replace(body, sections=tuple(replace(each, html=marked(each.html, addresses)) for each in body.sections))


def marked(html: str, addresses: set[str]) -> str:
    """Links of our own converter: none stands in another."""
    found, begin = [], f'<a href="{ROOT}'
    for part in html.split("</a>"):
        start = part.rfind(begin)
        address = part[start + len(begin) :].partition('"')[0].partition("#")[0] if start >= 0 else ""
        found += [part, f"</a>{MARK}" if address and address in addresses else "</a>"]
    return "".join(found[:-1])


# ------------------------------------------------------------------------------------ pages


def pages(ask: Ask, ref: str) -> Iterator[Page]:
    """The address says so."""
    if gone := ask.facts(ref, Gone):
        over = OVER.get(gone.kind)
        if (
            over and over.path == "rundbriefe/" and not ask.which(over.path)
        ):  # a list that begins with the first of its kind
            over = None
        what = f"{gone.noun} vom {german.day(gone.date)}" if gone.date else gone.noun
        yield farewell(
            ask.piece("frame"),
            gone.path,
            title=gone.title or UNNAMED,
            what=what if gone.title else "",
            deleted=gone.deleted,
            because=gone.told,
            crumbs=(HOME, over) if over else (HOME,),
            over=Crumb(f"Alle {over.text}", over.path) if over and gone.title else over or Crumb("Zur Startseite", ""),
        )


def of_year(ask: Ask, key: str) -> Iterator[Page]:
    """A year of a list in which nothing is left leads to the list (decision 17)."""
    name, _, year = key.removeprefix(YEARS).partition("\t")
    years = ask.which(name)
    if ask.which(YEARS + name) and int(year) in ask.which(YEARS + name) and int(year) not in years:
        yield html_page(
            ask.piece("frame"),
            f"{name}{year}/",
            "forward.html",
            title="Diese Seite ist umgezogen",
            target=name if years or name != "rundbriefe/" else "",
        )


def empty(ask: Ask, _: str) -> Iterator[Page]:
    """The list of newsletters, after the only one is gone."""
    if ask.which(f"{YEARS}rundbriefe/") and not ask.which("rundbriefe/"):
        yield html_page(ask.piece("frame"), "rundbriefe/", "forward.html", title="Diese Seite ist umgezogen", target="")


PARTS = (
    Part(name="geloescht", per="thing", kind=FOLDER, pages=pages),
    Part(name="geloescht-jahr", per="year", kind=YEARS, pages=of_year),
    Part(name="geloescht-rundbriefe", pages=empty),
)
