"""From the folder content/ to the whole site as models, with every problem of every file.

A wrong file is named and left out; it never takes a right one with it.
"""

from __future__ import annotations

import datetime as dt
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from .. import group, meetings, motions, news, newsletter, people, pictures, texts
from ..meetings.model import Invite, Meeting, check_meeting, meeting_names, series_names
from ..meetings.pages import OURS
from ..meetings.series import Series
from ..motions.checks import check_motion, check_wording
from ..motions.model import Group, Motion, reference_names
from ..motions.pages import RESERVED
from ..news.model import Item, check_item
from ..news.vocabulary import OWN
from ..newsletter.model import check_newsletter
from ..people.model import Committee, Person, check_spans, committee_names, person_names
from ..press.codec import dumps
from ..press.store import Store
from ..records import german
from ..records.addresses import MOST, too_long
from ..records.body import check_targets
from ..records.characters import composed
from ..records.council import USUAL, Council
from ..records.fields import Record, Row, Table, derived_uid, read_record, read_rows
from ..records.frontmatter import read_list
from ..records.guard import ALLOWED, PRIVATE, SECRET, as_problem, check_guard, find, find_name
from ..records.links import RUNNABLE, Link, Names, Resolver, check_files, fold, plain_name
from ..records.nodes import Mapping
from ..records.problems import Problem, errors, problem, why
from ..search.papers import Paper
from . import letters
from .agendas import check_agendas
from .dates import as_typed, weave
from .events import check_newsletters
from .gallery import Gallery, named_files
from .insides import check_insides
from .papers import Papers
from .reading import Draft, Entry, motion_keys, read_drafts, scan
from .tables import FOLDERS, folder_of, group_table, text_table
from .unready import Unready, check_named, unready

STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_STEM = 100
LISTS = ("fraktion.yaml", *(name for name, _ in group.LISTS.values()))
TAKEN = frozenset(["a", "abonnieren", "antraege", "arten", "bilanz", "bilder", "ausgang", "daten", "einbetten", "feeds", "glossar", "gremien", "meldungen", "muster", "oparl", "orte", "kalender", "karten", "personen", "reihen", "rundbriefe", "sitzungen", "suche", "themen", "theme", "vorschau", "wahlperioden"])


class Site(Struct):
    """Everything the pages are made from. Lists are in the order of the files' names."""

    about: group.About | None = None
    lists: group.Lists = field(default_factory=lambda: group.Lists((), (), (), ()))
    motions: list[Motion] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    forwards: dict[str, str] = field(default_factory=dict)  # usual addresses of dates whose file has another name
    news: list[Item] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    committees: list[Committee] = field(default_factory=list)
    texts: list[texts.Text] = field(default_factory=list)
    newsletters: list[newsletter.Newsletter] = field(default_factory=list)  # drafts too: what they tell, the next one does not
    papers: dict[str, tuple[Paper, ...]] = field(default_factory=dict)  # by address: the PDF files of a page
    names: dict[str, Names] = field(default_factory=dict)
    rows: list[tuple] = field(default_factory=list)  # by which the store knows the files again
    links: dict[str, str] = field(default_factory=dict)  # by a motion's path: where its references lead, as JSON
    group: Group = field(default_factory=lambda: Group((), ()))
    deciding: dict[str, bool] = field(default_factory=dict)
    unready: tuple[str, ...] = ()  # paths of texts that are not public yet
    allowed: tuple[str, ...] = ()  # what the heads of texts say is no secret, as the guard takes it


def read_site(content: Path, today: dt.date, public: bool = False, store: Store | None = None, scope: str = "", cores: int = 1, preview: bool = False, private: tuple[str, ...] = (), council: Council = USUAL, tolerated: frozenset[str] = frozenset(), letters_told: bool = False) -> tuple[Site, list[Problem]]:
    """Read and check everything below `content`. The site holds what is right.

    With a `store`, a text that was read before is not read again; `scope` names the output it is for.
    In a `preview` drafts have pages, so that others may name them. `private`: exact values that the guard looks for.
    `tolerated`: problems in spite of which a text becomes a model; `letters_told`: what a letter cannot show is told though the site has none.
    """
    found: list[Problem] = []
    site = Site()
    begun = time.time_ns()
    entries = scan(content)
    site.about, about_found = read_about(content, private, council)
    blocked = site.about.blocked if site.about else ()
    site.lists, list_found = read_group_lists(content, blocked, council)
    found += about_found + list_found
    drafts, site.rows = read_drafts(content, entries, store, scope, blocked, cores, found, begun, council)
    found += [p for path, entry in entries.items() if (table := text_table(path)) for p in check_name(path, entry, table)]
    gallery = Gallery(content, store)
    for draft in drafts:
        gallery.dress(draft)
        draft.brings = gallery.brings(draft)
    drafts, site.forwards = weave(drafts)
    found += check_file_names(entries, blocked)
    found += check_insides(content, [entry for path, entry in entries.items() if not folder_of(path) and path not in LISTS], store, blocked, begun)
    site.allowed = tuple(dict.fromkeys(f"{ALLOWED}{value}" for draft in drafts for value in draft.record.get("erlaubt", ())))
    found += check_alike(content, entries)
    check_uids(drafts)
    check_references(drafts)
    waiting = Unready() if preview else unready(drafts, today)
    site.unready = tuple(sorted(waiting.days))
    every = site.names = {**site.lists.names(), **record_names(drafts)}
    if waiting:
        site.names = {**site.lists.names(), **record_names([draft for draft in drafts if not waiting.holds(draft)])}
    unread = unreadable(entries, drafts, list_found)
    resolver = Resolver(site.names, {table.kind for path in unread if (table := text_table(path))} | {kind for kind, (name, _) in group.LISTS.items() if name in unread}, every if waiting else None)
    among_waiting = Resolver(every, resolver.unread) if waiting else resolver
    sources = {d.record.path.removeprefix("content/") for d in drafts if has_page(d) and has_file(d)} | unread
    pages = known_pages(drafts, site.lists) | site.forwards.keys()
    apart = {f"{address_of(d)}{name}": d.record.path for d in drafts if d.beside and has_page(d) and not d.record.get("geloescht_am") for name in d.beside}
    for draft in filter(has_file, drafts):
        found_here, links = (among_waiting if waiting.holds(draft) else resolver).check(as_typed(draft), draft.table)
        draft.links = dumps(links)
        draft.found += found_here
        draft.found += check_files(as_typed(draft), draft.table, draft.beside)
        draft.found += check_targets(draft.record, draft.body, draft.beside, sources, pages, apart)
        draft.found += check_body_files(draft)
        draft.found += check_named(draft, every, waiting)
    for draft in drafts if tolerated else ():  # a motion with these alone is a motion all the same
        found += [p for p in draft.found if p.code in tolerated]
        draft.found = [p for p in draft.found if p.code not in tolerated]
    misnamed = {p.path for p in found if p.code.startswith("name-")}
    papers = Papers(content, store, drafts)
    for draft in drafts:
        draft.found += gallery.check(draft)
        draft.found += papers.check(draft, blocked)
    build_models(site, [d for d in drafts if d.record.path not in misnamed], waiting, resolver, today, gallery, council)
    site.papers = {thing.path: some for thing in (*site.motions, *site.meetings, *site.news, *site.persons, *site.committees, *site.texts) if (some := papers.of(thing.path, thing.brings))}
    for draft in drafts:
        found += draft.found
    found += check_strays(entries, drafts)
    found += check_redirects(site, pages - waiting.addresses.keys())
    found += check_needed(content, drafts)
    if public and site.about and site.about.sample:
        found.append(problem("content/fraktion.yaml", 0, "sample-public"))
    site.links = {d.record.path: d.links for d in of_kind(drafts, "motion") if d.good}
    found += check_newsletters(site.newsletters, site, {d.record.path: d.record.line_of("erzaehlt") for d in of_kind(drafts, "newsletter")})
    found += check_agendas(site.meetings, site.motions, {d.record.get("uid"): d for d in of_kind(drafts, "meeting") if has_file(d)})
    return site, sorted(set(letters.check(site.about, site.motions, content, public, found, letters_told)))


# -------------------------------------------------------------------------------------- files


def read_bytes(path: Path, shown: str, found: list[Problem]) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        found.append(problem(shown, 0, "file-unreadable", why=why(error)))
        return None


def read_about(content: Path, private: tuple[str, ...] = (), council: Council = USUAL) -> tuple[group.About | None, list[Problem]]:
    file = content / "fraktion.yaml"
    if not file.is_file():
        example = ", ".join(f"{f.key}: {f.example}" for f in group_table(council).fields.values() if f.required)
        return None, [problem("content/fraktion.yaml", 0, "list-missing", example=example)]
    found: list[Problem] = []
    data = read_bytes(file, "content/fraktion.yaml", found)
    if data is None:
        return None, found
    source = read_list("content/fraktion.yaml", data)
    guarded = check_guard(source.path, data, private)
    if not isinstance(source.head, Mapping):
        return None, [*(source.problems or [problem(source.path, 1, "list-no-map", example=council.say("name: Grüne {body.within}"))]), *guarded]
    record, found = read_record(group_table(council), source, "fraktion")
    about = group.read_about(record.head) if record and not errors(found) else None
    return (replace(about, blocked=(*about.blocked, *(f"{ALLOWED}{value}" for value in record.head.get("erlaubt", ())), *private)) if about else None), [*found, *guarded]


def read_group_lists(content: Path, blocked: tuple[str, ...], council: Council = USUAL) -> tuple[group.Lists, list[Problem]]:
    found: list[Problem] = []
    rows: dict[str, list[Row]] = {}
    for kind, (name, _) in group.LISTS.items():
        file = content / name
        if file.is_file() and (data := read_bytes(file, f"content/{name}", found)) is not None:
            rows[kind], problems = read_rows(group_table(council), kind, read_list(f"content/{name}", data))
            found += problems + check_guard(f"content/{name}", data, blocked)
    lists, problems = group.read_lists(rows)
    return lists, found + problems


def unreadable(entries: dict[str, Entry], drafts: list[Draft], list_found: list[Problem]) -> set[str]:
    """Texts and lists whose head cannot be read: what others say of them follows from that, and is not said."""
    read = {draft.record.path for draft in drafts}
    lists = {name for name, _ in group.LISTS.values() if any(p.path == f"content/{name}" and p.code.startswith(("yaml", "conflict", "encoding", "list-no", "file-")) for p in list_found)}
    return {path for path, entry in entries.items() if folder_of(path) and entry.regular and entry.shown not in read} | lists


COPY = re.compile(r"(.{1,100}?)(?:[ .]?\((?:\d{1,2}|Kopie[^()]{0,20}|Konflikt[^()]{0,60}|[^()]{0,60}conflicted copy[^()]{0,60})\)|\.sync-conflict-[\w-]{1,60}| - Kopie(?: \(\d\))?|_conflict-[\w-]{1,60})")
LITTER = re.compile(r"(?i)thumbs\.db|desktop\.ini|~\$.*|.*\.(?:tmp|part|crdownload|orig|bak)|icon\r?")  # what systems and programs leave behind
OFFICE = (".docx", ".doc", ".odt", ".rtf", ".pages", ".docm")
ENDING = re.compile(r"(?i)(.{1,120}?)(?:\.md\.txt|\.markdown|\.md\.md|\.md|\.mdown)")


def check_name(path: str, entry: Entry, table: Table) -> list[Problem]:
    stem = path.rpartition("/")[2].removesuffix(".md").encode("utf-8", "replace").decode()
    if (copy := COPY.fullmatch(stem)) and not STEM.fullmatch(stem):
        return [problem(entry.shown, 0, "file-copy", name=f"{stem}.md", other=f"{copy[1].strip()}.md")]
    if not STEM.fullmatch(stem) or len(stem) > LONGEST_STEM:
        proposal = german.slug(stem)[:LONGEST_STEM].strip("-") or table.noun.lower()
        return [problem(entry.shown, 0, "name-bad", name=f"{stem}.md", proposal=proposal)]
    reserved = TAKEN if table.kind == "text" else RESERVED if table.kind == "motion" else frozenset()
    if stem in reserved or re.fullmatch(r"\d{4}", stem) or (table.kind == "text" and stem == "index"):
        return [problem(entry.shown, 0, "name-reserved", name=stem, proposal=f"{stem}-{table.noun.lower()}")]
    return []


def check_file_names(entries: dict[str, Entry], blocked: tuple[str, ...]) -> list[Problem]:
    """A file's name is part of its address. All of them are looked at as one text: there are many, and they are clean."""
    names = list(entries)
    text = "\n".join(name.encode("utf-8", "replace").decode() for name in names)
    lines = {hit.line for hit in find("", text, blocked, whole=False) if hit.kind != SECRET}
    found = [problem(entries[names[line - 1]].shown, 0, PRIVATE, kind="ein Link oder eine Nummer") for line in lines]
    return found + [as_problem(entry.shown, hit) for entry in entries.values() for hit in find_name(entry.shown, named_only=True)]


def check_alike(content: Path, entries: dict[str, Entry]) -> Iterator[Problem]:
    """Two files whose names differ only in how letters with marks are put together: nobody could say which is meant, and a Mac keeps only one."""
    for path, entry in entries.items():
        if (one := composed(path)) != path and one in entries:
            name = one.rpartition("/")[2]
            apart = "".join(f"<U+{ord(sign):04X}>" if unicodedata.combining(sign) else sign for sign in path.rpartition("/")[2])
            yield problem(f"content/{one}", 0, "file-alike", name=name, apart=apart, size=german.size(entries[one].size), other=german.size(entry.size))


def check_strays(entries: dict[str, Entry], drafts: list[Draft]) -> Iterator[Problem]:
    """Files that no text names: said, not published. A text that lies where none is read is an error."""
    unsure = {d.record.path for d in drafts if errors(d.found)}  # what they name may be misspelt
    read = {d.record.path for d in drafts}
    used = {f"{d.record.path.removesuffix('.md')}/{name}" for d in drafts if d.beside for name in named_files(d)}
    for path, entry in entries.items():
        beside, _, name = path.rpartition("/")
        folder = path.split("/")[0]
        if folder_of(path) or entry.shown in used or name.startswith(".") or name.endswith("~") or path in LISTS or LITTER.fullmatch(name):
            continue
        if beside in (*FOLDERS, "meldungen/fremd"):
            if name.casefold().endswith(OFFICE):
                yield problem(entry.shown, 0, "text-office", name=name, path=entry.shown)
                continue
            if ending := ENDING.fullmatch(name):
                yield problem(entry.shown, 0, "text-ending", name=name, target=f"{german.slug(ending[1]) or 'text'}.md")
                continue
        if f"{beside}.md" in entries:
            if f"content/{beside}.md" in read - unsure:
                yield problem(entry.shown, 0, "file-unnamed", text=f"content/{beside}.md")
        elif name.endswith((".md", ".yaml", ".yml")) and not (path == name and name.rpartition(".")[0].isupper()):
            yield problem(entry.shown, 0, "text-stray", known=", ".join([*(f"content/{name}/" for name in FOLDERS), *LISTS]))
        elif folder in FOLDERS:
            yield problem(entry.shown, 0, "file-stray", folder=f"content/{folder}")


def check_body_files(draft: Draft) -> Iterator[Problem]:
    for target in draft.body.targets:
        if target.kind == "file" and target.value in draft.beside:
            common = {"value": target.value, "key": "Text", "folder": draft.record.path.removesuffix(".md")}
            if not plain_name(target.value):
                yield problem(draft.record.path, target.line, "file-name", **common)
            elif target.value.rpartition(".")[2].casefold() in RUNNABLE:
                yield problem(draft.record.path, target.line, "file-kind", **common)


# -------------------------------------------------------------------------- names and addresses


def check_uids(drafts: list[Draft]) -> None:
    """The same uid twice names both files; the one whose name sorts later is asked to change."""
    seen: dict[str, str] = {}
    for draft in sorted(drafts, key=lambda d: d.record.path):
        uid = draft.record.get("uid")
        if uid and uid in seen:
            line = draft.record.line_of("uid")
            draft.found.append(problem(draft.record.path, line, "uid-twice", uid=uid, other=seen[uid], proposal=derived_uid(draft.record.path)))
        elif uid:
            seen[uid] = draft.record.path


def check_references(drafts: list[Draft]) -> None:
    """The same printed-paper number twice: a hint at the one whose name sorts later, since nobody can say which motion it means."""
    seen: dict[str, str] = {}
    for draft in sorted(of_kind(drafts, "motion"), key=lambda d: d.record.path):
        number = fold(draft.record.get("drucksache", ""))
        if number and number in seen:
            draft.found.append(problem(draft.record.path, draft.record.line_of("drucksache"), "reference-twice", value=draft.record.get("drucksache"), other=seen[number]))
        elif number:
            seen[number] = draft.record.path


NAMING: dict[str, Callable[[Record], list[str]]] = {"committee": committee_names, "person": person_names, "motion": reference_names, "meeting": meeting_names, "series": series_names}
TITLES = {"committee": "name", "person": "name", "motion": "titel", "meeting": "name", "series": "name"}


def record_names(drafts: list[Draft]) -> dict[str, Names]:
    """Names of every record, also of those with problems, so that one mistake is said once."""
    result = {kind: Names() for kind in NAMING}
    for draft in drafts:
        kind, record = draft.table.kind, draft.record
        title = record.get(TITLES.get(kind, ""))
        if kind not in NAMING or not title or not record.get("uid") or (kind == "meeting" and not record.get("datum")):
            continue
        if kind == "series":
            result[kind].add(Link(title, "sitzungen/", record.get("uid")), NAMING[kind](record))
            continue
        link = Link(title if kind != "meeting" else f"{title} am {german.day(record.get('datum'))}", f"{draft.table.folder}/{record.stem}/", record.get("uid"))
        if kind in ("committee", "person") and (other := result[kind].find(title)):
            draft.found.append(problem(record.path, record.line_of("name"), "name-twice", name=title, other=f"content/{other.path.rstrip('/')}.md"))
        result[kind].add(link, NAMING[kind](record))
    return result


def known_pages(drafts: list[Draft], lists: group.Lists) -> set[str]:
    """Addresses that a text may link to with a leading "/"."""
    pages = {"", *(f"{name}/" for name in TAKEN - {"a", "bilder", "einbetten", "feeds", "karten", "muster", "oparl", "reihen", "rundbriefe", "theme", "vorschau"}), *(["rundbriefe/"] if any(of_kind(drafts, "newsletter")) else []), *(f"antraege/{name}/" for name in RESERVED), OURS}
    for draft in filter(has_page, drafts):
        address = address_of(draft)
        pages.add(address)
        if draft.table.kind == "motion" and draft.record.get("uid"):
            pages.add(f"a/{draft.record.get('uid')}/")
        pages |= {file.path for file in draft.brings if not file.digest and not draft.record.get("geloescht_am")}
    return pages | {e.link.path for e in (*lists.topics, *lists.places, *lists.terms)}


def address_of(draft: Draft) -> str:
    return f"{draft.record.stem}/" if draft.table.kind == "text" else f"{draft.table.folder}/{draft.record.stem}/"


def has_page(draft: Draft) -> bool:
    """News of others lead to their source, series to their dates."""
    return draft.table.kind != "series" and (draft.table.kind != "news" or draft.record.get("herkunft", OWN) == OWN)


def has_file(draft: Draft) -> bool:
    """A date of a series may have none."""
    return draft.typed is None or bool(draft.typed.head.values)


def check_redirects(site: Site, pages: set[str]) -> Iterator[Problem]:
    """Old addresses that are none, that a page has, that lead nowhere: said, and not made."""
    file, good = "content/umleitungen.yaml", {}
    for redirect in site.lists.redirects:
        path, query = composed(redirect.asked[0]).strip("/"), redirect.asked[1]
        if not redirect.here:
            yield problem(file, redirect.line, "redirect-bad", source=redirect.source)
        elif sign := group.CONTROL.search(query):
            yield problem(file, redirect.line, "redirect-sign", source=redirect.source, sign=f"U+{ord(sign[0]):04X}")
        elif long := too_long(redirect.source, redirect.target):
            yield problem(file, redirect.line, "redirect-long", source=redirect.source, count=german.number(long[0]), most=german.number(long[1]))
        elif not query and ({path, f"{path}/", path.removesuffix("index.html")} & {*pages, "", "404.html"} or (path, "") in good):
            yield problem(file, redirect.line, "redirect-taken", source=redirect.source)
        elif (path, query) in good:
            yield problem(file, redirect.line, "redirect-twice", source=redirect.source, other=good[path, query].line)
        elif not re.match(r"/(?![/\\])", redirect.target) or (target := composed(unquote(redirect.target))).partition("#")[0].removeprefix("/") not in pages:
            yield problem(file, redirect.line, "redirect-loop", source=redirect.source, target=redirect.target)
        elif len(good) == MOST:
            yield problem(file, redirect.line, "redirect-many", count=german.number(len(site.lists.redirects)), most=german.number(MOST))
            break
        else:
            good[path, query] = replace(redirect, target=target)
    site.lists = replace(site.lists, redirects=tuple(good.values()))


def check_needed(content: Path, drafts: list[Draft]) -> Iterator[Problem]:
    stems = {d.record.stem for d in drafts if d.table.kind == "text"}
    for name in texts.NEEDED:
        if name not in stems and not (content / "seiten" / f"{name}.md").exists():
            yield problem(f"content/seiten/{name}.md", 0, "page-missing", name=name)


# ------------------------------------------------------------------------------------- models


EMPTY = Row(1, {}, ())


def build_models(site: Site, drafts: list[Draft], waiting: Unready, resolver: Resolver, today: dt.date, gallery: Gallery, council: Council) -> None:
    """Checked records become models; what a model's own rules find is added to its draft."""
    about = site.about
    invite = Invite(about.invite_mail, about.invite_subject, about.invite_days) if about else Invite("", "", 0)
    ours = site.group = group_of(site)
    deciding: dict[str, bool] = {}
    for draft in of_kind(drafts, "committee"):
        draft.found += check_spans(draft.record)
        if draft.good and not waiting.holds(draft):
            committee = with_files(people.read_committee(draft.record, draft.body, council), draft)
            deciding[committee.path] = committee.decides
            site.committees.append(committee)
    site.deciding = deciding
    for draft in of_kind(drafts, "motion"):
        draft.found += check_wording(draft.record, ours.names)
        if draft.record.complete:
            motion = motions.read_motion(draft.record, draft.body, resolver, gallery.attached(draft), ours, deciding, motion_keys(draft, ours, deciding), today)
            draft.found += check_motion(draft.record, motion, today, about.names if about else ())
            site.motions += [motions.on_site(with_files(motion, draft))] if draft.good and (motion.draft or not waiting.holds(draft)) else []
            if not draft.beside:
                draft.record = replace(draft.record, head=EMPTY)  # the model has what is needed; ten thousand heads are a quarter of the memory
    site.series = [meetings.read_series(draft.record) for draft in of_kind(drafts, "series") if draft.good and not waiting.holds(draft)]
    for draft in of_kind(drafts, "meeting"):
        if draft.record.complete and (draft.series.good if draft.series else not draft.record.get("reihe")):
            draft.found += check_meeting(draft.record)
            site.meetings += [with_files(meetings.read_meeting(draft.record, draft.body, resolver, gallery.attached(draft), invite), draft)] if draft.good and not waiting.holds(draft) else []
    for draft in of_kind(drafts, "news"):
        draft.found += [*check_item(draft.record, draft.body), *check_ahead(draft.record, today)]
        draft.found += check_picture(draft)
        if draft.good and not waiting.holds(draft):
            item = with_files(news.read_item(draft.record, draft.body, resolver, gallery.files(draft), about.teaser_words if about else 30), draft)
            site.news += [item] if not item.from_party or not about or about.party else []
    for draft in of_kind(drafts, "person"):
        draft.found += [*check_spans(draft.record), *check_picture(draft)]
        if draft.good and not waiting.holds(draft):
            site.persons.append(with_files(people.read_person(draft.record, draft.body, resolver, gallery.files(draft)), draft))
    for draft in of_kind(drafts, "newsletter"):
        if draft.record.complete:
            draft.found += check_newsletter(draft.record)
            site.newsletters += [with_files(newsletter.read_newsletter(draft.record, draft.body, resolver, waiting.holds(draft)), draft)] if draft.good else []
    for draft in of_kind(drafts, "text"):
        if not draft.body and not draft.found:
            draft.found.append(problem(draft.record.path, draft.record.body_line, "body-empty"))
        if draft.good and not waiting.holds(draft):
            site.texts.append(with_files(texts.read_text(draft.record, draft.body), draft))


def with_files(model: Any, draft: Draft) -> Any:
    """The model with the files that its page brings. Of what has no page nobody asks for them."""
    return replace(model, brings=draft.brings) if draft.brings else model


def group_of(site: Site) -> Group:
    return Group(site.about.names if site.about else (), tuple((t.link, t.start, t.end) for t in site.lists.terms if t.start))


def of_kind(drafts: list[Draft], kind: str) -> Iterator[Draft]:
    return (d for d in drafts if d.table.kind == kind)


def check_ahead(record: Record, today: dt.date) -> Iterator[Problem]:
    """A day to come that holds nothing back."""
    date = record.get("datum")
    if date and date > today >= record.get("veroeffentlicht", dt.date.min) and not record.get("entwurf"):
        yield problem(record.path, record.line_of("datum"), "date-ahead", key="datum", value=date, days=german.counted((date - today).days, "Tag", "Tage"))


def check_picture(draft: Draft) -> Iterator[Problem]:
    record = draft.record
    ending = record.get("bild", "").rpartition(".")[2].casefold()
    if record.get("bild") and ending not in RUNNABLE and not record.get("bild").lower().endswith(pictures.ENDINGS):  # what a browser might run was told already
        yield problem(record.path, record.line_of("bild"), "picture-kind", text=record.get("bild"))
    if record.get("bild") and not record.get("bild_alt"):
        yield problem(record.path, record.line_of("bild"), "picture-alt-key", text=record.get("bild"), key="bild_alt", example=draft.table.fields["bild_alt"].example)


__all__ = ["Site", "read_site"]
