"""Reader views: Mozilla's Readability, which Firefox uses, keeps what a page is about (citizens.md 19)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..conftest import ROOT
from .chromium import KINDS

pytestmark = pytest.mark.needs("chromium", "readability")
READABILITY = ROOT / "tests/browser/node_modules/@mozilla/readability/Readability.js"

# What of a page stands where, so far as a page has it.
MOTION = {
    "verdict": ".verdict h2",
    "sentence": ".verdict > p",
    "what was decided": ".decided__text :is(p, li)",
    "questions and answers": ".decided__pairs p",
    "sum of votes": ".ballots__sum",
    "votes by group": ".ballots__table tbody tr",
    "the way": ".life__what, .life__step > p",
    "reasons": ".part :is(p, li)",
    "signatures": ".signatures li",
}
OTHERS = {
    "meeting": {"agenda": ".agenda li", "how to come": ".beside > div > p"},
    "item": {"text": ".item .prose p"},
    "balance": {"method": ".prose p"},
    "person": {"words": ".prose p"},
    "text": {"text": ".prose p"},
    "committee": {"text": ".prose p"},
}
LOST = """(parts) => {
  const plain = (text) => text.replace(/\\s+/g, ' ').trim()
  const told = new Readability(document.cloneNode(true)).parse()
  const kept = plain(new DOMParser().parseFromString(told.content, 'text/html').body.textContent)
  const lost = {}
  for (const [name, where] of Object.entries(parts)) {
    const words = (one) => {
      const copy = one.cloneNode(true)
      for (const button of copy.querySelectorAll('button')) button.remove()
      return plain(copy.textContent)
    }
    const all = [...document.querySelectorAll(where)].map(words).filter(Boolean)
    const gone = all.filter((text) => !kept.includes(text))
    if (gone.length) lost[name] = gone.slice(0, 3)
  }
  return [lost, told.title, document.querySelector('h1').textContent]
}"""


@pytest.fixture(scope="module")
def page(browser):
    with browser.new_context(bypass_csp=True, java_script_enabled=True) as context:
        yield context.new_page()


def lost(page, address: str, parts: dict[str, str]) -> dict[str, list[str]]:
    page.goto(address)
    page.add_script_tag(path=READABILITY)
    gone, title, heading = page.evaluate(LOST, parts)
    return gone | ({} if heading[:20] in title else {"title": [title]})


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.lang)])
def test_of_every_motion_all_that_counts_is_kept(page, site: str, sample: Path, every: int) -> None:
    """Verdict, votes, what was decided, reasons, signatures: of each motion and question of the sample."""
    motions = sorted(path.parent.name for path in sample.glob("antraege/20??-*/index.html"))[::every]
    assert len(motions) > 40 // every
    found = {name: lost(page, f"{site}/antraege/{name}/", MOTION) for name in motions}
    assert {name: gone for name, gone in found.items() if gone} == {}


@pytest.mark.parametrize("kind", OTHERS)
def test_the_text_of_other_pages_is_kept(page, site: str, kind: str) -> None:
    assert lost(page, f"{site}/{KINDS[kind]}", OTHERS[kind]) == {}
