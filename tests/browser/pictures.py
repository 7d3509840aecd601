"""Pictures of every kind of page, to be looked at: `make bilder` puts them into .cache/bilder/, which is not committed."""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.site.build import build
from plugins.site.settings import load

from ..conftest import ROOT, TODAY
from ..reading import served
from .chromium import KINDS, launched

FOLDER = ROOT / ".cache" / "bilder"
WIDTHS = {320: 800, 768: 1024, 1280: 900}


def built(*, drafts: bool) -> Path:
    """The sample in the cache, for its day."""
    output = ROOT / ".cache" / f"bilder-seite{'-entwurf' if drafts else ''}"
    result = build(
        load(
            ROOT / "pelicanconf.py",
            OUTPUT_PATH=str(output),
            HEUTE=TODAY,
            ENTWUERFE=drafts,
            CACHE_ORDNER=str(output.parent / "bilder-speicher"),
        )
    )
    assert result.report is not None, "\n".join(map(str, result.problems))
    return output


def unroll(page) -> None:
    """Load what lies further down."""
    page.evaluate("Promise.all([...document.images].map((img) => { img.loading = 'eager'; return img.decode() }))")


def pictures(only: list[str]) -> None:
    """`only`: some kinds, by name; else all of them."""
    output = built(drafts=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    kinds = {name: address for name, address in {**KINDS, "patterns": "muster/"}.items() if not only or name in only}
    with served(output) as site, launched() as browser:
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                with browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
                ) as context:
                    page = context.new_page()
                    page.goto(site)  # from here on the letters are there, as on a second page
                    for name, address in kinds.items():
                        page.goto(f"{site}/{address}")
                        unroll(page)
                        page.screenshot(path=FOLDER / f"{name.replace(' ', '-')}-{width}-{scheme}.png", full_page=True)
        with browser.new_context() as context:
            page = context.new_page()
            for name, address in kinds.items():
                page.goto(f"{site}/{address}")
                unroll(page)
                Path(FOLDER / f"{name.replace(' ', '-')}.pdf").write_bytes(page.pdf(prefer_css_page_size=True))
    print(f"{len(kinds)} Seiten, Bilder in {FOLDER.relative_to(ROOT)}/")


if __name__ == "__main__":
    pictures(sys.argv[1:])
