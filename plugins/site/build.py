"""Every build: one at a time, with the store. What changed is read, whoever asked for it is asked again, and what differs is written."""

from __future__ import annotations

import datetime as dt
import errno
import gc
import sqlite3
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from .. import opendata
from ..group.model import About
from ..opendata import Origin
from ..press.ask import Ask
from ..press.left import strangers
from ..press.maps import Map
from ..press.press import Press, Report, Work, chunk_of
from ..press.prints import Prints
from ..press.prints import encode as encode_piece
from ..press.store import DAMAGED, Damaged, Store, alone
from ..press.templates import environment, filter_digest, template_digests
from ..press.things import Shelves, decoder, encode
from ..records.compact import dumps
from ..records.digests import digest, face_of, number_of
from ..records.guard import ALLOWED
from ..records.problems import errors
from .content import Contents, Source, State
from .pages import origin, parts_of, pieces_of, with_feeds
from .reading import scan
from .result import Result, inspector
from .settings import Refusal, Settings, of_disk
from .words import WORDS

if TYPE_CHECKING:
    from .result import Tick

SELDOM = (10_000, 50, 50)  # a build makes hundreds of thousands of values that live to its end, and few cycles
IN_A_BUCKET = 10  # texts


class Output(Struct, frozen=True):
    """What is remembered of an output folder as a whole."""

    made_from: str  # settings, and what every page is looked through for
    today: dt.date
    count: int  # of buckets
    pieces: dict[str, int]  # what stands for each
    pages: int = 0
    files: int = 0
    templates: dict[str, str] = {}


def build(
    settings: Settings,
    *,
    lenient: bool = False,
    everything: bool = False,
    audit: bool = False,
    cores: int = 1,
    tick: Tick = lambda done, of: None,
    say: Callable[[str], None] = lambda text: None,
) -> Result:
    """Build the site into `settings.output`. With problems nothing is written, unless `lenient` (the preview).

    `everything` reads and renders all anew and compares every byte, beside the store. `audit` asks for every page again, whatever was touched,
    and makes anew what an earlier build forgot.
    """
    if not settings.content.is_dir():
        raise Refusal(f"Den Ordner {settings.content} gibt es nicht. Bitte im Ordner des Projekts aufrufen.")
    if settings.content in (settings.output, *settings.output.parents):
        raise Refusal(
            f"Der Ordner {settings.output} liegt bei den Texten. Bitte einen anderen angeben, zum Beispiel output."
        )
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        with alone(settings.cache, say), Store(None if everything else settings.cache, say) as store:
            try:
                result = build_with(store, settings, lenient, cores, tick, audit)
            except (Damaged, sqlite3.DatabaseError) as error:
                if is_full(
                    error
                ):  # with pages and store on one disk the store, which is written first, is who meets its end
                    raise
                store.renew(DAMAGED)
                result = build_with(store, settings, lenient, cores, tick)
            return followed(result, settings, store, everything)
    except OSError as error:
        raise of_disk(error) from None
    except sqlite3.OperationalError as error:
        if is_full(error):
            raise of_disk(OSError(errno.ENOSPC, "", str(settings.cache))) from None
        raise Refusal(
            f"Der Zwischenspeicher lässt sich nicht lesen oder schreiben ({error}). Bitte Platz schaffen oder den Ordner {settings.cache} löschen; er entsteht neu."
        ) from None
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def followed(result: Result, settings: Settings, store: Store, everything: bool) -> Result:
    """With the addresses of our own host that lead nowhere in what was written; with `everything`, in all that is there."""
    if (report := result.report) and not report.problems:  # else what is made last is missing
        from .leads import dead_ends, every, read

        folder = number_of(str(settings.output))
        chunks = ((path, store.chunk(folder, path, year)) for path, year in map(chunk_of, report.kept))
        files = every(settings.output) if everything else (p for p in report.written if p not in report.joined)
        texts = chain(read(settings.output, files), () if everything else chunks)
        dead = dead_ends(settings.output, settings.url, settings.without, texts)
        result.problems = sorted({*result.problems, *dead})
    return result


def is_full(error: Exception) -> bool:
    return getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"


def build_with(store: Store, settings: Settings, lenient: bool, cores: int, tick: Tick, audit: bool = False) -> Result:
    scope = str(settings.output)
    forget_gone(store, scope)
    data = store.output(scope)
    known = decoder(Output).decode(data) if data else None
    count = known.count if known else buckets(settings)
    shelves = Shelves(store, number_of(scope), count, fresh=known is None)
    press = Press(shelves, parts_of(settings), settings.output, count, known is None, WORDS)
    if strangers(
        settings.output, ((file, stamp) for path, page in press.pages.items() for file, stamp in page.left(path))
    ):
        raise Refusal(
            f"Der Ordner {settings.output} enthält andere Dateien; sie gingen verloren. Bitte einen leeren oder neuen Ordner angeben."
        )
    unlike = press.look()
    contents = Contents(
        store,
        shelves,
        State(settings.content, settings.today, settings.public, settings.drafts, settings.private, settings.council),
        count,
        known is None,
        cores,
    )
    contents.read(known.today if known else None, partial(publisher, settings))
    problems = contents.problems()
    refused = contents.few.about is None or (bool(errors(problems)) and not lenient)
    known, ask = plan(press, contents, settings, known, unlike[0], count, refused)
    for one in (*contents.maps, *shelves.maps(), *press.maps):
        one.flush()
    store.put_output(scope, encode(known))
    store.commit()  # what is known of the texts, and which pages are to be made of it
    shelves.touched.clear()
    for one in contents.maps:
        one.forget()  # ten thousand texts take more room than their pages; what is asked for again is read again
    if refused:
        return Result(problems)
    report = Report(pages=known.pages, files=known.files)
    blocked = contents.few.blocked
    work = Work(
        press,
        ask,
        environment(settings.theme, settings.filters, store.version, settings.cache),
        Prints(known.templates, dumps(blocked)),
        inspector((*blocked, *(f"{ALLOWED}{value}" for value in dict.fromkeys(contents.ask.data("erlaubt", str))))),
        ask.wanted,
        with_feeds,
    )
    press.run(report, work, unlike[1], tick, cores)
    if audit and not report.problems:
        report.stale = contents.audit()
        problems = contents.problems()
        if errors(problems) and not lenient:
            for one in (*contents.maps, *shelves.maps(), *press.maps):
                one.flush()
            store.commit()
            return Result(problems, None, {})
        press.plan(press.touched(shelves.touched))
        press.work_out(ask)
        report.stale += press.audit(work, tick)
        press.run(report, work, (), tick, cores)
        for one in (*contents.maps, *shelves.maps()):
            one.flush()
    counts = {
        name: contents.ask.count(f"zahl:{kind}")
        for name, kind in (("Anträge und Anfragen", "motion"), ("Sitzungen", "meeting"), ("Meldungen", "news"))
    }
    if report.problems:
        store.rollback()
        return Result(sorted([*problems, *report.problems]), report, counts)
    for one in press.maps:
        one.flush()
    store.put_output(scope, encode(replace(known, pages=report.pages, files=report.files)))
    forget_unused(store, contents, scope)
    store.commit()
    return Result(sorted(problems), report, counts)


def plan(
    press: Press,
    contents: Contents,
    settings: Settings,
    known: Output | None,
    unlike: set[str],
    count: int,
    refused: bool,
) -> tuple[Output, Ask]:
    """Which pages are to be asked for; what is refused waits until it is right."""
    keys: dict[str, str | None] = dict(press.shelves.touched) if known else {}
    templates = template_digests(settings.theme, settings.filters)
    made_from = digest(state(settings), *contents.few.blocked, *(contents.few.about.off if contents.few.about else ()))
    if known:
        keys |= {
            f"template:{name}": None
            for name in known.templates.keys() | templates.keys()
            if known.templates.get(name) != templates.get(name)
        }
        keys |= {"day": None} if known.today != settings.today else {}
        keys |= {"year": None} if known.today.year != settings.today.year else {}
    pieces = {} if contents.few.about is None else pieces_of(contents, settings)
    faces = {name: face_of(encode_piece(piece)) for name, piece in pieces.items()} or (known.pieces if known else {})
    keys |= {f"piece:{name}": None for name, face in faces.items() if not known or known.pieces.get(name) != face}
    off = contents.few.about.off if contents.few.about else ()
    wanted = partial(is_wanted, (*settings.without, *off))
    ask = Ask(press.shelves, pieces, settings.today, press.value, press.declared, wanted, press.held_by)
    press.plan(unlike)
    press.plan(press.touched(keys) if known and known.made_from == made_from else press.every())
    if not refused:
        press.work_out(ask)
    return Output(
        made_from, settings.today, count, faces, known.pages if known else 0, known.files if known else 0, templates
    ), ask


def publisher(settings: Settings, about: About) -> Origin | None:
    """Who publishes the data, where any are published."""
    return origin(settings, about) if opendata.is_wanted(partial(is_wanted, settings.without)) else None


def is_wanted(without: tuple[str, ...], path: str) -> bool:
    return not (path and path.startswith(without))


def state(settings: Settings) -> str:
    """Stands for what every page may depend on: the settings. The day and the templates are asked for."""
    return digest(
        dumps(
            {
                name: str(getattr(settings, name))
                for name in settings.__struct_fields__
                if name not in ("filters", "cache", "today", "commit")
            }
        ),
        filter_digest(settings.filters),
    )


def buckets(settings: Settings) -> int:
    return max(16, min(1024, len(scan(settings.content)) // IN_A_BUCKET))


def forget_gone(store: Store, own: str) -> None:
    """Drop all that belongs to output folders that are gone, as the preview of a branch that was deleted; `own` is about to be made."""
    gone = [folder for folder in store.outputs() if folder != own and not Path(folder).is_dir()]
    for folder in gone:
        store.forget_output(folder)
    if gone:
        store.forget_parsed(
            store.parsed_keys() - {key for folder in (*store.outputs(), own) for key in keys_of(store, folder)}
        )


def forget_unused(store: Store, contents: Contents, own: str) -> None:
    """Texts as they were before are not kept, unless another output is made from them."""
    if contents.gone_keys:
        others = {key for folder in store.outputs() if folder != own for key in keys_of(store, folder)}
        store.forget_parsed(contents.gone_keys - others - {source.key for _, source in contents.sources.items()})


def keys_of(store: Store, folder: str) -> set[str]:
    data = store.output(folder)
    if not data:
        return set()
    sources = Map(store, number_of(folder), "sources", Source, decoder(Output).decode(data).count, fresh=False)
    return {source.key for _, source in sources.items()}
