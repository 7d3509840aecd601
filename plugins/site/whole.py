"""The long way of a build: everything is read, checked and declared; only what differs is rendered, only what differs then is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..press import Frame
from ..press.codec import digest, dumps, encode, seal
from ..press.prints import Prints
from ..press.store import Store
from ..press.templates import environment, filter_digest, template_digests
from ..press.write import Report, press
from ..records.exact import EXACT
from ..records.problems import Problem, errors
from .result import Result, Tick, inspector
from .settings import Settings

if TYPE_CHECKING:
    from .content import Site


def state(settings: Settings) -> str:
    """Stands for all that is not content: settings, day, theme."""
    plain = {name: str(getattr(settings, name)) for name in settings.__struct_fields__ if name not in ("filters", "cache", "commit")}
    files = [part for name, file in settings.theme.files().items() for part in (name, file.read_bytes())]
    return digest(dumps(plain), filter_digest(settings.filters), *files)


def long_way(settings: Settings, store: Store, made_from: str, lenient: bool, cores: int, tick: Tick) -> Result:
    from .content import read_site
    from .pages import site_pages  # both late: the short way does without

    scope = str(settings.output)
    site, problems = read_site(settings.content, settings.today, settings.public, store, scope, cores, settings.drafts, settings.private, settings.council)
    if site.about is None or (errors(problems) and not lenient):
        store.commit()  # what was read need not be read again
        return Result(problems)
    site.names.clear()  # forty thousand names, and every reference has been followed
    pages = site_pages(site, settings, store.beside(scope))
    prints = Prints(template_digests(settings.theme, settings.filters), dumps(site.about.blocked))
    inspect = inspector((*site.about.blocked, *site.allowed))
    report = press(pages, settings.output, environment(settings.theme, settings.filters, store.version, settings.cache), prints, store, inspect, tick, cores)
    counts = {"Anträge und Anfragen": len(site.motions), "Sitzungen": len(site.meetings), "Meldungen": len(site.news)}
    if report.problems:
        store.rollback()
    else:
        remember(store, scope, site, made_from, problems, counts, pages[0].inputs["site"], report)
    return Result(sorted([*problems, *report.problems]), report, counts)


def remember(store: Store, scope: str, site: Site, made_from: str, problems: list[Problem], counts: dict[str, int], frame: Frame, report: Report) -> None:
    """What the short way needs to know; with it, all of this build becomes valid at once."""
    store.db.execute("DELETE FROM sources WHERE folder = ?", (scope,))
    store.put("sources", ((*row[:-1], seal(f"[{site.links[row[1]]},{dumps(report.holders.get(row[1], []))}]", "sources", scope, row[1]) if row[1] in site.links else "") for row in site.rows))
    hosts = tuple(entry for entry in site.about.blocked if not entry.startswith(EXACT))  # the private values stay out of the store
    facts = {"guard": digest(frame.council.word, *site.about.blocked), "made_from": made_from, "pages": report.pages, "files": report.files, "folders": store.count("folders", scope), "problems": problems, "counts": counts, "frame": frame, "group": site.group, "deciding": site.deciding, "blocked": hosts, "allowed": site.allowed}
    store.put_facts(scope, {name: encode(value) for name, value in facts.items()})
    store.forget_unused()
    store.commit()
