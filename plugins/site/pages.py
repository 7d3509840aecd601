"""All pages of the site: one explicit list of rooms, and what belongs to none of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

from msgspec.structs import replace

from .. import feeds, group, meetings, motions, news, newsletter, opendata, people, pictures, search, texts
from ..meetings.calendar import host_of
from ..meetings.listings import in_order, next_own, soon, upcoming
from ..meetings.listings import row as meeting_row
from ..meetings.pages import calendar_of, invite
from ..motions import embedded
from ..motions.listings import Cards, FacetRow, balance_of, by, by_years, card, committees, facet_rows, kind_link, newest_first, outcome_groups, signatories
from ..motions.pages import Around
from ..motions.story import sign, status_word, tone
from ..news.model import newest_first as newest_items
from ..news.pages import teaser
from ..press import FeedLink, Frame, Page, html_page
from ..press.assets import assets, from_file
from ..press.policy import page_policy
from ..press.structured import organization
from ..press.write import folders_of
from ..records import german
from ..records.links import Link, mailto
from ..records.quoting import json_text, xml
from . import foot, letters, patterns, stamp
from .agendas import numbers, with_agendas
from .content import Site
from .events import Telling
from .reading import place_of
from .settings import Settings

NAV = (("Anträge", "antraege/"), ("Sitzungen", "sitzungen/"), ("Meldungen", "meldungen/"), ("Orte", "orte/"), ("Menschen", "personen/"), ("Bilanz", "bilanz/"))
LATEST = 5
TEASERS = 5
SUBJECTS = 8


def site_pages(site: Site, settings: Settings, memory: tuple[str, str] = ("", "")) -> list[Page]:
    """Every output file of the site. The home page comes first: its mark says whose folder this is. `memory`: of the search, and of which program."""
    made = assets(settings.theme)
    frame = make_frame(site, settings, {name: page.path for name, page in made.items()})
    shown = [m for m in site.motions if (settings.drafts or not m.draft) and not m.deleted]
    today = settings.today

    def published(path: str) -> bool:
        return not path.startswith(settings.without)

    rows = Cards(today)
    pages = [home(frame, site, shown, today)]
    pages += motions.pages(frame, shown, today, around(site), rows)
    pages += meetings.pages(frame, with_agendas(site.meetings, [m for m in shown if not m.draft]), site.series, bodies(site), today, host_of(settings.feed_tag), site.about.meetings_text, general_request(site), reports(site), site.about.keep_days)
    pages += [html_page(frame, address, "forward.html", title="Diese Sitzung hat eine andere Adresse", target=target) for address, target in site.forwards.items()]
    pages += news.pages(frame, site.news, today)
    letters_told = [n for n in site.newsletters if not n.draft]
    pages += newsletter.pages(frame, letters_told, site.about.subscribe, Telling(site).of)
    pages += people.pages(frame, site.persons, site.committees, today, person_and_committee_listings(shown, rows), meetings_by_committee(site), {c.path: calendar_of(c.path) for c in bodies(site)}, {link.path: embedded.embedding(frame, link) for link, _ in by(shown, committees).values()})
    pages += embedded.pages(frame, (by(newest_first(shown), lambda m: m.topics), by(newest_first(shown), committees)), rows)
    pages += texts.pages(frame, site.texts, texts.Imprint(site.about.represented_by, site.about.responsible, site.about.accessibility_law))
    pages += letters.pages(site.about, settings.url, shown, settings.content)
    pages += motions.deleted_pages(frame, [m for m in site.motions if m.deleted and not m.draft])
    links = feed_links(site, [m for m in shown if not m.draft])
    pages += feeds.pages(frame, publisher(site, settings), [m for m in site.motions if not m.draft], site.news, site.meetings, today, links, published, newsletter.mailing(letters_told, site.about.subscribe))
    pages += group.pages(frame)
    pages += patterns.pages(frame, settings.theme)
    pages += opendata.pages(frame, origin(site, settings), [m for m in site.motions if not m.draft], site.meetings, site.persons, site.committees, kinds_of_body(settings), site.lists.terms, today, published)
    if searchable(settings):
        pages += search.pages(frame, made["search"].path, shown, site.news, site.meetings, site.persons, site.committees, site.texts, site.papers, site.lists, site.about.names, today, [page.address for page in pages], *memory)
    pages = wanted(pages, settings)
    pages += cards(frame, shown, site.news, {page.address for page in pages}, today)
    pages += files(pages, settings.content)
    taken = {"404.html", "sitemap.xml", "robots.txt", *(page.path for page in pages)}
    served = tuple((source, r.target) for r in site.lists.redirects if r.query or r.path is None or taken.isdisjoint((r.path, file_of(r.path))) for source in spellings(r))
    pages += redirects(frame, site, taken)
    pages.append(Page("umleitungen.json", build_redirects, {"redirects": served}))
    named = feeds.named(links)
    pages = [with_feeds(page, named[page.address], frame) if page.address in named else page for page in pages]
    pages = wanted(pages, settings)
    pages.append(html_page(frame, "404.html", "not-found.html", title="Seite nicht gefunden", root=(urlsplit(frame.url).path or "") + "/"))
    pages += [page for name, page in made.items() if name != "search" or searchable(settings)]
    pages.append(Page("sitemap.xml", build_sitemap, {"url": frame.url, "addresses": addresses(pages)}))
    pages += stamp.pages(settings)
    pages.append(Page("robots.txt", build_robots, {"url": frame.url}))
    return pages


def wanted(pages: list[Page], settings: Settings) -> list[Page]:
    return [page for page in pages if not page.path.startswith(settings.without)] if settings.without else pages


def make_frame(site: Site, settings: Settings, files: dict[str, str]) -> Frame:
    about = site.about
    return Frame(
        name=about.name, short_name=about.short_name, county=about.county, sentence=about.sentence, mail=about.mail, phone=about.phone, address=about.address,
        url=settings.url, nav=NAV, footer=footer(site), feeds=feeds.FEEDS, style=files["style"], icon=files["icon"], letters=files.get("fraktion-sans.woff2", ""), land=(files.get("kreis-tag.svg", ""), files.get("kreis-nacht.svg", "")),
        sample=about.sample, drafts=settings.drafts, search=search.BASE if searchable(settings) else "", refine=files.get("refine", ""), copy=files.get("copy", ""),
        policy=page_policy(form=searchable(settings)), script_policy=page_policy(script=True, form=searchable(settings)), bare_policy=page_policy(), words=site.lists.words, council=settings.council,
    )  # fmt: skip


def footer(site: Site) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What editors put there, and what stands there on every page."""
    own = [(t.title, t.path) for t in sorted((t for t in site.texts if t.place is not None), key=lambda t: (t.place, t.stem))]
    contact = [("Kontakt", "kontakt/")] if "Kontakt" not in [title for title, _ in own] else []
    return foot.columns([*contact, *own], [*(t.path for t in site.texts), *(["glossar/"] if site.lists.words else [])])


def searchable(settings: Settings) -> bool:
    return not search.BASE.startswith(settings.without)


def home(frame: Frame, site: Site, shown: list, today: dt.date) -> Page:
    coming = next_own(site.meetings, today)
    items = [i for i in newest_items(site.news) if i.visible(today)]
    others = [i for i in items if not i.own][:TEASERS // 2]  # a busy party does not push the group off its own home page
    items = [i for i in items if i.own or i in others]
    counts = balance_of(outcome_groups(shown))
    return html_page(
        frame, "", "home.html", title=frame.short_name, description=frame.sentence,
        latest=tuple(card(m, today) for m in newest_first(shown)[:LATEST]), total=len(shown), counts=counts,
        soon=soon(upcoming(site.meetings, today)), mails={coming.path: (invite(coming), coming.registration.mail)} if coming and coming.registration else {}, invite=invite(coming) if coming else "", places=facet_rows(by(shown, lambda m: m.places).values()), usual=general_request(site), meetings_text=site.about.meetings_text,
        teasers=tuple(teaser(i) for i in items[:TEASERS]), structured=organization(frame), subjects=subjects(shown),
    )  # fmt: skip


def subjects(shown: list) -> tuple[FacetRow, ...]:
    """The topics with the most motions, for the home page."""
    return tuple(sorted(facet_rows(by(shown, lambda m: m.topics).values()), key=lambda row: -row.count)[:SUBJECTS])


def general_request(site: Site) -> str:
    """A mail that asks for an invitation without naming a date."""
    about = site.about
    return mailto(about.invite_mail, about.invite_subject, "Guten Tag,\n\nich möchte an einer Fraktionssitzung teilnehmen. Bitte senden Sie mir eine Einladung.\n\nMein Name:\n")


# ------------------------------------------------------------- what rooms know of one another


def publisher(site: Site, settings: Settings) -> feeds.Publisher:
    about = site.about
    return feeds.Publisher(name=about.name, mail=about.mail, url=settings.url, tag=settings.feed_tag, licence=about.licence, licence_url=about.licence_url, hub=settings.hub)


def origin(site: Site, settings: Settings) -> opendata.Origin:
    about = site.about
    return opendata.Origin(
        name=about.name, short_name=about.short_name, county=about.county, mail=about.mail, url=settings.url, ids=settings.oparl_url or settings.url, names=about.names,
        licence=about.licence, licence_url=about.licence_url,
    )  # fmt: skip


def kinds_of_body(settings: Settings) -> dict[str, tuple[str, str]]:
    """How OParl calls each kind of committee: classification and type."""
    return {kind.label: (kind.oparl, kind.organization) for kind in people.bodies(settings.council)}


def feed_links(site: Site, shown: list) -> dict[str, list[Link]]:
    """The pages that have a feed of their own, by the kind of page."""
    return {
        "themen": [link for link, _ in by(shown, lambda m: m.topics).values() if link.path],
        "gremien": [Link(c.name, c.path, c.uid) for c in site.committees],
        "arten": [link for link, _ in by(shown, lambda m: [kind_link(m)]).values()],
        "personen": [Link(p.name, p.path, p.uid) for p in site.persons],
    }  # fmt: skip


def with_feeds(page: Page, links: tuple[FeedLink, ...], frame: Frame) -> Page:
    """The page, its head naming the feeds that belong to it, beside those that every head names. Which these are only the site knows."""
    if "alternates" not in page.inputs:
        return page
    return replace(page, inputs={**page.inputs, "alternates": tuple({link.path: link for link in (*page.inputs["alternates"], *links) if link not in frame.feeds}.values())})


def around(site: Site) -> Around:
    about_motions: dict[str, tuple[Link, ...]] = {}
    for item in newest_items(i for i in site.news if i.own):
        for link in item.motions:
            about_motions[link.path] = (*about_motions.get(link.path, ()), Link(item.title, item.path))
    agendas: dict[str, tuple[Link, ...]] = {}
    sittings: dict[tuple[str, dt.date], Link] = {}
    for meeting in in_order(site.meetings):
        link = Link(f"{meeting.name} am {german.day(meeting.date)}", meeting.path)
        for committee in meeting.committees:
            sittings.setdefault((committee.path, meeting.date), link)
        for motion in dict.fromkeys(m for item in meeting.agenda for m in item.motions if m.path):
            agendas[motion.path] = (*agendas.get(motion.path, ()), link)
    return Around(
        news=about_motions, meetings=agendas, sittings=sittings, numbers=numbers(site.meetings),
        topics={e.link.path: e.description for e in site.lists.topics}, places={e.link.path: e.description for e in site.lists.places},
        letters=letters.named(site.about, [m for m in site.motions if not m.deleted]),
    )  # fmt: skip


def bodies(site: Site) -> list[Link]:
    return [Link(c.name, c.path) for c in sorted(site.committees, key=lambda c: german.sort_key(c.name)) if not c.end]


def reports(site: Site) -> dict[str, tuple[Link, ...]]:
    found: dict[str, tuple[Link, ...]] = {}
    for item in newest_items(i for i in site.news if i.own and i.meeting):
        found[item.meeting.path] = (*found.get(item.meeting.path, ()), Link(item.title, item.path))
    return found


def person_and_committee_listings(shown: list, cards: Cards) -> dict[str, list]:
    groups = {**by(shown, signatories), **by(shown, committees)}
    return {link.path: by_years(link.path, group, cards.rows) for link, group in groups.values()}


def meetings_by_committee(site: Site) -> dict[str, tuple]:
    found: dict[str, tuple] = {}
    for meeting in reversed(in_order(site.meetings)):
        for committee in meeting.committees:
            found[committee.path] = (*found.get(committee.path, ()), meeting_row(meeting))
    return found


# ----------------------------------------------------------------------- files of other kinds


def files(pages: Iterable[Page], content: Path) -> Iterator[Page]:
    """What the pages bring, and nothing else of content/. A picture is published without what the camera wrote into it, any other file as it is."""
    brought = {file.digest or file.path: file for page in pages for file in page.brings}
    for file in brought.values():
        source = place_of(file, content)
        if file.digest:
            yield from pictures.variants(file, str(source))
        else:
            maker = pictures.build_clean if file.name.lower().endswith(pictures.ENDINGS) else from_file
            yield Page(file.path, maker, {"source": str(source), "digest": hashlib.sha256(source.read_bytes()).hexdigest()})


def cards(frame: Frame, shown: list, news: list, there: set[str], today: dt.date) -> Iterator[Page]:
    """One for each motion and each of our news, where its page is `there`, and one for all other pages."""
    yield pictures.card_page("", frame.county, frame.name, "", frame.url.split("//")[-1])
    for motion in shown:
        if motion.path in there:
            yield pictures.card_page(motion.path, motion.kind, motion.title, status_word(motion, today), frame.name, tone(motion, today), sign(motion, today))
    for item in news:
        if item.own and item.path in there:
            yield pictures.card_page(item.path, item.kind, item.title, "", frame.name)


def redirects(frame: Frame, site: Site, taken: set[str]) -> Iterator[Page]:
    """A page that leads on, for old addresses that a file can answer. Those with a query are the server's.

    None takes the place of another file, as a file or as a folder of that name.
    """
    folders = folders_of(taken)
    for redirect in site.lists.redirects:
        if redirect.query or redirect.path is None:
            continue
        full = file_of(redirect.path)
        free = full not in taken and full not in folders and taken.isdisjoint(folders_of([full]))
        if free and "." not in full.removesuffix(".html").removesuffix(".htm").rsplit("/", 1)[-1]:
            taken.add(full)
            folders |= folders_of([full])
            yield html_page(frame, full.removesuffix("index.html"), "forward.html", title="Diese Seite ist umgezogen", target=redirect.target.lstrip("/"))


def spellings(redirect: group.Redirect) -> list[str]:
    """The old address as it is written; and with its letters apart, as a site that was made on a Mac may have had it."""
    apart = quote(normalize("NFD", unquote(redirect.source)))
    return [redirect.source] if redirect.query or apart in (redirect.source, quote(unquote(redirect.source))) else [redirect.source, apart]


def file_of(path: str) -> str:
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"


def addresses(pages: Iterable[Page]) -> tuple[tuple[str, str], ...]:
    """Addresses for search engines with the day of the last change where it is known; no forwarding pages."""
    found = []
    for page in pages:
        if page.path.endswith("index.html") and page.maker not in ("embedded.html", "forward.html", "patterns.html"):
            found.append((page.address, page.changed.isoformat() if page.changed else ""))
    return tuple(sorted(found))


def build_sitemap(url: str, addresses: tuple[tuple[str, str], ...]) -> str:
    """sitemaps.org, protocol 0.9."""
    rows = [f"<url><loc>{xml(f'{url}/{quote(address)}')}</loc>{f'<lastmod>{xml(day)}</lastmod>' if day else ''}</url>" for address, day in addresses]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *rows, "</urlset>", ""])


def build_redirects(redirects: tuple[tuple[str, str], ...]) -> str:
    """All old addresses with the new ones, also those that a file cannot answer: a web server can."""
    return json_text([{"von": old, "nach": new} for old, new in redirects], indent=1) + "\n"


def build_robots(url: str) -> str:
    return f"User-agent: *\nDisallow:\n\nSitemap: {url}/sitemap.xml\n"
