"""Chromium as the tests use it, and one address for every kind of page of the sample."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

CHROMIUM = "/usr/bin/chromium"
BARE = (
    shutil.which("chromium-headless-shell") or CHROMIUM
)  # the same without windows and tabs of its own: a page costs a quarter of the time
FLAGS = [
    f"--{name}"
    for name in (
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "disable-dev-shm-usage",
    )
]
FLAGS.append(
    "--blink-settings=lazyLoadingImageMarginPxUnknown=1250"
)  # the bare one does not know how fast the connection is; pictures below are fetched as on a fast one, as Chromium does
KINDS = {
    "home": "",
    "search": "suche/",
    "balance": "bilanz/",
    "calendars": "kalender/",
    "motion": "antraege/2021-06-kommunales-integrationsmanagement/",
    "motion adopted": "antraege/2024-01-radverkehr-luecken/",
    "motion with table": "antraege/2023-08-nachtbus/",
    "motions": "antraege/",
    "year": "antraege/2024/",
    "topic": "themen/verkehr/",
    "topics": "themen/",
    "place": "orte/hohenbruch/",
    "outcome": "ausgang/erfolgreich/",
    "decisions": "ausgang/erfolgreich/entschieden/2025/",
    "steps": "antraege/demnaechst/",
    "no result": "antraege/ohne-ergebnis/",
    "references": "antraege/drucksachen/",
    "meetings": "sitzungen/",
    "meetings of a year": "sitzungen/2026/",
    "meeting": "sitzungen/2026-12-02-fraktionssitzung/",
    "news": "meldungen/",
    "item": "meldungen/2026-05-10-radweg-k14/",
    "persons": "personen/",
    "person": "personen/mira-tannhof/",
    "committees": "gremien/",
    "committee": "gremien/soziales/",
    "text": "barrierefreiheit/",
    "glossary": "glossar/",
    "feeds": "abonnieren/",
    "not found": "404.html",
}


@contextmanager
def launched() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BARE, args=FLAGS)
        yield browser
        browser.close()
