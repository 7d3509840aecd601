"""All parts of the site: one explicit list of rooms, and what belongs to none of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from .. import feeds, group, meetings, motions, news, newsletter, opendata, people, pictures, search, subjects, texts
from ..meetings import pages as of_meetings
from ..meetings.calendar import host_of
from ..meetings.listings import Row as Sitting
from ..meetings.series import Series
from ..meetings.vocabulary import is_own
from ..motions import embedded
from ..motions.listings import rows_of
from ..motions.model import Motion
from ..motions.story import sign, status_word, tone
from ..news.model import Item
from ..people.model import Committee, Person
from ..press import FeedLink, Frame, Page, card_of, html_page
from ..press.ask import Ask
from ..press.assets import assets, from_file
from ..press.part import Part
from ..press.policy import page_policy
from ..records import german
from ..records.links import File, Link, mailto
from ..records.quoting import xml
from . import events, face, foot, gone, letters, patterns, redirects, stamp
from .content import Contents
from .face import Faces
from .home import home
from .reading import place_of
from .settings import Settings

NAV = (
    ("Anträge", "antraege/"),
    ("Sitzungen", "sitzungen/"),
    ("Meldungen", "meldungen/"),
    ("Orte", "orte/"),
    ("Menschen", "personen/"),
    ("Bilanz", "bilanz/"),
)
DRAWN = (1600, 576)  # our own drawing (theme/motif/draw.py), and what is to be seen on it
LAND = "Zeichnung: Hügel mit Feldern und Hecken, ein Dorf mit Kirchturm, ein Zug auf einer Brücke, drei Windräder vor der Sonne"


# ------------------------------------------------------------------------ what there is one of


def pieces_of(contents: Contents, settings: Settings) -> dict[str, Any]:
    """What pages may ask for by name (`Ask.piece`). Each holds no more than those who ask for it show."""
    ask, about, lists = contents.ask, contents.few.about, contents.few.lists
    made, faces = assets(settings.theme), Faces(contents)
    bodies = [ask.facts(row.number, Committee) for row in ask.rows("alle-gremien")]
    persons = [ask.facts(row.number, Person) for row in ask.rows("menschen")]
    request = (
        ""
        if not about.invites
        else mailto(
            about.invite_mail,
            about.invite_subject,
            f"Guten Tag,\n\nich möchte an einer {settings.council.group.joint}sitzung teilnehmen. Bitte senden Sie mir eine Einladung.\n\nMein Name:\n",
        )
    )
    return {
        "frame": make_frame(about, lists, settings, ask, {name: page.path for name, page in made.items()}, faces),
        "theme": {name: (page.path, hashlib.sha256(page.inputs["data"]).hexdigest()) for name, page in made.items()},
        "satz": about.sentence,
        "leitsatz": about.face.claim,
        "startbild": faces.start,
        "gruppenbild": faces.group,
        "themenbilder": faces.of_topics(),
        "bilder der fraktion": faces.made(),
        "kontakt": group.Contact(about.face.hours, about.face.press, about.face.accounts),
        "bitte": request,
        "ortsname": about.county,
        "impressum": texts.Imprint(about.represented_by, about.responsible, about.accessibility_law),
        "herausgeber": feeds.Publisher(
            name=about.name,
            mail=about.mail,
            url=settings.url,
            tag=settings.feed_tag,
            licence=about.licence,
            licence_url=about.licence_url,
            hub=settings.hub,
        ),
        "sitzungen": of_meetings.About(
            about.meetings_text if about.meets else "", request, about.keep_days, host_of(settings.feed_tag)
        ),
        "reihen": tuple(
            series
            for row in ask.rows("reihen")
            if (series := ask.facts(row.number, Series)) and (about.meets or not is_own(series.kind))
        ),
        "weiterleitungen": ask.facts("name:weiterleitungen", dict[str, str]) or {},
        "gremien": tuple(
            Link(c.name, c.path) for c in sorted(bodies, key=lambda c: german.sort_key(c.name)) if not c.end
        ),
        "gremien:alle": tuple(Link(c.name, c.path, c.uid) for c in bodies),
        "stand": stamp.of(settings),
        "personen:alle": tuple(Link(p.name, p.path, p.uid) for p in persons),
        "bestellung": newsletter.mailing(ask, about.subscribe),
        "muster": [hashlib.sha256(file.read_bytes()).hexdigest() for file in settings.theme.files("examples").values()],
        "herkunft": origin(settings, about),
        "arten-der-gremien": {kind.label: (kind.oparl, kind.organization) for kind in people.bodies(settings.council)},
        "amtszeiten": lists.terms,
        "namen": about.every_name,
        "gedaechtnis": contents.store.beside(str(settings.output)),
        "suchregeln": tuple((rule.words, rule.also) for rule in lists.synonyms),
        "umleitungen": contents.redirects,
        "absender": letters.sender(about, settings.url, settings.content, settings.council)
        if letters.shown(about)
        else None,
        **{
            base: {entry.link.path: (entry.link.text, entry.description) for entry in entries}
            for base, entries in (("themen/", lists.topics), ("orte/", lists.places), ("wahlperioden/", lists.terms))
        },
    }


def make_frame(
    about: group.About, lists: group.Lists, settings: Settings, ask: Ask, files: dict[str, str], faces: Faces
) -> Frame:
    county = faces.county()
    return Frame(
        name=about.name,
        short_name=about.short_name,
        county=about.county,
        mail=about.mail,
        phone=about.phone,
        address=about.address,
        url=settings.url,
        nav=tuple((word, path) for word, path in NAV if not path.startswith(about.off)),
        off=about.off,
        footer=footer(ask, lists),
        feeds=feeds.FEEDS,
        style=files["style"],
        icon=files["icon"],
        letters=files.get("fraktion-sans.woff2", ""),
        logo=faces.sign(),
        land=(county[0].path, county[1].path)
        if county
        else (files.get("kreis-tag.svg", ""), files.get("kreis-nacht.svg", "")),
        card=card_of("", about.name, faces.start is not None),
        land_size=(county[0].width, county[0].height) if county else DRAWN,
        land_alt=(about.face.drawing.alt or about.county) if county else LAND,
        accounts=about.face.accounts,
        hours=about.face.hours,
        sample=about.sample,
        drafts=settings.drafts,
        search=search.BASE if searchable(settings) else "",
        refine=files.get("refine", ""),
        copy=files.get("copy", ""),
        policy=page_policy(form=searchable(settings)),
        script_policy=page_policy(script=True, form=searchable(settings)),
        bare_policy=page_policy(),
        words=lists.words,
        council=settings.council,
    )


def origin(settings: Settings, about: group.About) -> opendata.Origin:
    return opendata.Origin(
        name=about.name,
        short_name=about.short_name,
        county=about.county,
        mail=about.mail,
        url=settings.url,
        ids=settings.oparl_url or settings.url,
        names=about.every_name,
        licence=about.licence,
        licence_url=about.licence_url,
    )


def footer(ask: Ask, lists: group.Lists) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What editors put there, and what stands there on every page."""
    own = ask.data("fusszeile", tuple[str, str])
    contact = [("Kontakt", "kontakt/")] if "Kontakt" not in [title for title, _ in own] else []
    some = [ask.facts(f"seiten/{stem}", texts.Text) for stem in ("mitmachen", "leichte-sprache")]
    return foot.columns(
        [*contact, *own], [*(text.path for text in some if text), *(["glossar/"] if lists.words else [])]
    )


def searchable(settings: Settings) -> bool:
    return not search.BASE.startswith(settings.without)


# ------------------------------------------------------------------------ pages of no room


def forwards(ask: Ask, _: str) -> Iterator[Page]:
    """Usual addresses of dates whose file has another name."""
    for address, target in ask.piece("weiterleitungen").items():
        yield html_page(
            ask.piece("frame"), address, "forward.html", title="Diese Sitzung hat eine andere Adresse", target=target
        )


def not_found(ask: Ask, _: str) -> Iterator[Page]:
    frame = ask.piece("frame")
    yield html_page(
        frame, "404.html", "not-found.html", title="Seite nicht gefunden", root=(urlsplit(frame.url).path or "") + "/"
    )


def card_of_motion(ask: Ask, ref: str) -> Iterator[Page]:
    motion = ask.facts(ref, Motion)
    if motion and not motion.deleted:
        [day] = ask.data(f"tag:{motion.path}", dt.date)
        yield pictures.card_page(
            motion.path,
            motion.kind,
            motion.title,
            status_word(motion, day),
            ask.piece("frame").name,
            tone(motion, day),
            sign(motion, day),
        )


def sitemap(ask: Ask, _: str) -> Iterator[Page]:
    yield Page("sitemap.xml", build_sitemap, {"url": ask.piece("frame").url, "addresses": tuple(ask.addresses())})


def robots(ask: Ask, _: str) -> Iterator[Page]:
    yield Page("robots.txt", build_robots, {"url": ask.piece("frame").url})


def build_sitemap(url: str, addresses: tuple[tuple[str, str], ...]) -> str:
    """sitemaps.org, protocol 0.9. Addresses for search engines with the day of the last change where it is known."""
    rows = [
        f"<url><loc>{xml(f'{url}/{quote(address)}')}</loc>{f'<lastmod>{xml(day)}</lastmod>' if day else ''}</url>"
        for address, day in addresses
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *rows,
            "</urlset>",
            "",
        ]
    )


def build_robots(url: str) -> str:
    return f"User-agent: *\nDisallow:\n\nSitemap: {url}/sitemap.xml\n"


class Local(Struct, frozen=True):
    """Parts whose pages come from files of this machine: of the theme, and those that lie beside texts."""

    settings: Settings

    def theme(self, ask: Ask, _: str) -> Iterator[Page]:
        ask.piece("theme")
        for name, page in assets(self.settings.theme).items():
            if name not in ("search", "search-style") or searchable(self.settings):
                yield page

    def patterns(self, ask: Ask, _: str) -> Iterator[Page]:
        ask.piece("muster")
        return patterns.pages(ask.piece("frame"), self.settings.theme)

    def file(self, ask: Ask, name: str) -> Iterator[Page]:
        """A picture is published without what the camera wrote into it, any other file as it is; because a text brings it, and for no other reason."""
        files = ask.data(name, File)
        if files:
            file = files[-1]
            source = place_of(file, self.settings.content)
            if file.digest:
                yield from pictures.variants(file, str(source))
            else:
                ask.note(f"file:{file.source}")
                maker = pictures.build_clean if file.name.lower().endswith(pictures.ENDINGS) else from_file
                yield Page(
                    file.path, maker, {"source": str(source), "digest": hashlib.sha256(source.read_bytes()).hexdigest()}
                )

    def faces(self, ask: Ask, _: str) -> Iterator[Page]:
        """The pictures that the group's own data name."""
        for made in ask.piece("bilder der fraktion"):
            yield from face.pages_of(made, self.settings.content)

    def photo(self, file: File | None) -> pictures.Photo | None:
        """What a card shows of a page's own picture."""
        return pictures.Photo(str(place_of(file, self.settings.content)), file.digest) if file and file.width else None

    def card_of_all(self, ask: Ask, _: str) -> Iterator[Page]:
        frame, start, host = ask.piece("frame"), ask.piece("startbild"), ask.piece("frame").url.split("//")[-1]
        photo = self.photo(start.file) if start else None
        yield pictures.card_page("", frame.county, ask.piece("leitsatz") or frame.name, "", host, photo=photo)

    def card_of_item(self, ask: Ask, ref: str) -> Iterator[Page]:
        item = ask.facts(ref, Item)
        if item and item.own:
            name, photo = ask.piece("frame").name, self.photo(item.picture)
            yield pictures.card_page(item.path, item.kind, item.title, "", name, photo=photo)

    def card_of_person(self, ask: Ask, ref: str) -> Iterator[Page]:
        person = ask.facts(ref, Person)
        if person:
            name, photo = ask.piece("frame").name, self.photo(person.picture)
            yield pictures.card_page(
                person.path, person.office or ask.piece("ortsname"), person.full_name, "", name, photo=photo
            )

    def parts(self) -> tuple[Part, ...]:
        return (
            Part(name="karte", pages=self.card_of_all, begins="karten/"),
            Part(name="karte-meldung", per="thing", kind="meldungen/", pages=self.card_of_item, begins="karten/"),
            Part(name="karte-person", per="thing", kind="personen/", pages=self.card_of_person, begins="karten/"),
            Part(name="gestaltung", pages=self.theme),
            Part(name="gesicht", pages=self.faces),
            Part(name="muster", pages=self.patterns),
            Part(name="datei", per="list", kind="datei:", pages=self.file),
        )


def parts_of(settings: Settings) -> tuple[Part, ...]:
    """Every part of the site. The home page comes first: its mark says whose folder this is."""
    return (
        Part(name="start", pages=home),
        *motions.parts(subjects.around),
        *meetings.PARTS,
        *news.PARTS,
        *people.Pages(rows_of, Sitting, subjects.around, embedded.embedding).parts(),
        *subjects.PARTS,
        *texts.PARTS,
        *feeds.PARTS,
        *group.PARTS,
        *opendata.PARTS,
        *(search.PARTS if searchable(settings) else ()),
        *Local(settings).parts(),
        letters.Letters(settings.content).part(),
        *newsletter.Letters(events.tell).parts(),
        Part(name="weiterleitungen", pages=forwards),
        Part(name="karte-antrag", per="thing", kind="antraege/", pages=card_of_motion, begins="karten/"),
        Part(name="404", pages=not_found),
        Part(name="stand", pages=stamp.pages),
        Part(name="robots", pages=robots),
        *gone.PARTS,
        *redirects.PARTS,
        Part(name="sitemap", pages=sitemap, last=2),
    )


def with_feeds(ask: Ask, page: Page) -> Page:
    """The page, its head naming the feeds that belong to it, beside those that every head names."""
    if "alternates" not in page.inputs or not isinstance(page.maker, str) or page.prepare:
        return page
    links: tuple[FeedLink, ...] = feeds.named(ask, page.address)
    if not links:
        return page
    return replace(
        page,
        inputs={
            **page.inputs,
            "alternates": tuple(
                {link.path: link for link in (*page.inputs["alternates"], *links) if link not in feeds.FEEDS}.values()
            ),
        },
    )


__all__ = ["Path", "parts_of", "pieces_of", "with_feeds"]
