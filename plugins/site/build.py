"""One build: read, check, declare, press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..press import press
from ..press.templates import environment
from ..press.write import Report, strangers
from ..records.guard import check_guard
from ..records.problems import Problem, errors
from .content import read_site
from .pages import site_pages
from .settings import Refusal, Settings


@dataclass(slots=True)
class Result:
    problems: list[Problem]
    report: Report | None = None  # None: nothing was written
    counts: dict[str, int] = field(default_factory=dict)


def build(settings: Settings, *, lenient: bool = False, tick: Callable[[int, int], None] = lambda done, of: None) -> Result:
    """Build the site into `settings.output`. With problems nothing is written, unless `lenient` (the preview)."""
    if not settings.content.is_dir():
        raise Refusal(f"Den Ordner {settings.content} gibt es nicht. Bitte im Ordner des Projekts aufrufen.")
    if strangers(settings.output):
        raise Refusal(f"Der Ordner {settings.output} enthält andere Dateien; sie gingen verloren. Bitte einen leeren oder neuen Ordner angeben.")
    site, problems = read_site(settings.content, settings.today, settings.public)
    if site.about is None or (errors(problems) and not lenient):
        return Result(problems)
    pages = site_pages(site, settings)
    blocked = site.about.blocked
    report = press(pages, settings.output, environment(settings.theme, settings.filters), lambda path, text: check_guard(path, text, blocked), lambda done: tick(done, len(pages)))
    counts = {"Anträge und Anfragen": len(site.motions), "Sitzungen": len(site.meetings), "Meldungen": len(site.news)}
    return Result(sorted([*problems, *report.problems]), report, counts)
