"""The only module that speaks to Pelican."""

from __future__ import annotations

import sys
from pathlib import Path

from pelican import signals
from pelican.generators import Generator

from ..press.cores import all_cores
from ..records.problems import as_text, errors
from ..records.quoting import terminal
from .build import build
from .pinned import other_program
from .settings import Refusal, from_mapping


class SiteGenerator(Generator):
    """Makes every page. Pelican's own generators have nothing to do here (see pelicanconf.py)."""

    def generate_output(self, writer) -> None:
        # A problem ends the build with its sentences and exit code 1; an exception would print a traceback.
        try:
            site = Path(self.settings["PATH"]).parent
            if said := other_program(site):
                raise Refusal(said)
            result = build(from_mapping(self.settings, site), cores=int(self.settings.get("KERNE") or all_cores()))
        except Refusal as refusal:
            print(terminal(str(refusal)), file=sys.stderr)
            raise SystemExit(1) from None
        if result.problems:
            print(terminal(as_text(result.problems)), file=sys.stderr, end="")
        if errors(result.problems):
            raise SystemExit(1)


def site_generator(pelican):
    """Pelican asks who makes pages: the site does, all of them at once."""
    return SiteGenerator


def register() -> None:
    # Pelican holds receivers weakly: connect module-level functions only.
    signals.get_generators.connect(site_generator)
