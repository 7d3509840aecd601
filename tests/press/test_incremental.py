"""After any sequence of edits the output is, byte for byte, what a build from nothing makes; what stayed the same is not touched.

Hypothesis looks for counter-examples. Those that were found stand below as cases with a name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from . import world as w
from .world import (
    About,
    Added,
    Attached,
    Block,
    CommitteeRenamed,
    Cores,
    Dated,
    Day,
    Deleted,
    Detached,
    Drafted,
    Due,
    FileForFolder,
    FolderForFile,
    KilledAt,
    Meeting,
    Met,
    News,
    Opening,
    OutputDeleted,
    OutputEdited,
    Paper,
    PersonAdded,
    PersonRemoved,
    Point,
    Redirects,
    Refers,
    Renamed,
    Reported,
    Restored,
    Retold,
    Start,
    Step,
    StoreDamaged,
    StoreDeleted,
    Stray,
    Style,
    Template,
    Text,
    Title,
    Told,
    TopicAdded,
    Topics,
    Touched,
    Went,
    Wrong,
    day,
    live,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("quickly")

# ----------------------------------------------------------------------------- any site, any edit

n = st.integers(0, 7)
few = st.integers(0, 2)
past = st.integers(-900, -40).map(day)
near = st.sampled_from([day(offset) for offset in (-30, -3, -1, 0, 1, 2, 7, 40)])
texts = st.sampled_from(["Ganz anders.", "Weil es *sehr* gut ist.", "Weil es gut ist!", "Zwei Absätze.\n\nDer zweite.", "Eine [Seite](https://example.org/a).", "1. Eins\n2. Zwei", "| A | B |\n|---|--:|\n| 1 | 2 |", "Schüler*innen & <b>Pendler*innen</b>"])
titles = st.sampled_from(["Radweg", "Äpfel & Birnen", "Zebrastreifen", "antrag nummer 1", "Bus <b>47</b>"])
steps = st.one_of(
    st.builds(Step, few, past, st.sampled_from(["", "vertagt", "mehrheitlich beschlossen", "abgelehnt", "empfohlen", "zur Kenntnis genommen"]), st.booleans()),
    st.builds(Step, few, st.none() | near, st.just(""), st.booleans()),
)
blocks = st.sampled_from(["", "## Klimarelevanz\n\nKeine.", "[Dort](ZIEL.md) steht mehr.", "Siehe [oben](#begruendung).", "[Plan](plan.pdf)", "### Kleiner\n\nMehr.", "Noch ein Absatz.", "[Alle](/antraege/)"])
papers = st.builds(
    Paper, title=st.just("") | titles, date=past, question=st.booleans(), draft=st.sampled_from([False, False, False, True]), reference=st.sampled_from(["", "", "VII/10", "VII/9"]),
    topics=st.sets(few, max_size=2).map(lambda s: tuple(sorted(s))), refers=st.sets(few, max_size=1).map(tuple), signers=st.sets(few, max_size=2).map(tuple),
    steps=st.lists(steps, max_size=2).map(tuple), due=st.none() | near, files=st.sampled_from([(), (), ("plan.pdf",)]),
)  # fmt: skip
news = st.builds(News, date=past | near, text=texts, teaser=st.sampled_from(["", "Ein Anriss."]), about=st.sets(few, max_size=2).map(tuple), expires=st.none() | near)
meetings = st.builds(Meeting, date=past | near, committee=st.none() | st.just(0), about=st.sets(few, max_size=2).map(tuple))
starts = st.builds(Start, st.lists(papers, min_size=3, max_size=8).map(tuple), st.lists(news, max_size=2).map(tuple), st.lists(meetings, max_size=2).map(tuple))

writing = st.one_of(
    st.builds(Text, n, texts), st.builds(Text, n, texts), st.builds(Opening, n, st.just("") | texts), st.builds(Point, n, st.sampled_from(["Ein Baum.", "Zwei Bäume."]), st.booleans()), st.builds(Block, n, blocks, n),
    st.builds(Title, n, titles), st.builds(Dated, n, past), st.builds(Renamed, n, st.sampled_from(["umbenannt", "anders", "2021-radweg"])), st.builds(Refers, n, n), st.builds(Topics, n, st.tuples(few)),
    st.builds(Went, n, steps), st.builds(Due, n, st.none() | near), st.builds(Drafted, n, st.booleans()), st.builds(Deleted, n), st.just(Restored()), st.builds(Added, st.booleans(), st.just("") | titles),
    st.builds(CommitteeRenamed, few, st.sampled_from(["Ausschuss A", "Beirat B"])), st.builds(PersonRemoved, few), st.builds(PersonAdded, few), st.builds(TopicAdded, st.sampled_from(["Umwelt", "Kreis"])),
    st.builds(Attached, n, st.sampled_from(["plan.pdf", "anlage 2.pdf"]), st.sampled_from([b"%PDF-1.4 alt", b"%PDF-1.4 neu", b"laenger als das"])), st.builds(Detached, n),
    st.builds(Reported, few, st.none() | news), st.builds(Met, few, st.none() | meetings), st.builds(Wrong, n, st.sampled_from(sorted(w.WRONG))), st.just(Touched()),
    st.builds(Retold, st.sampled_from(["seiten", "meldungen", "personen", "gremien", "sitzungen"]), texts),
    st.builds(w.Term, st.sampled_from(["2025-11-01", "2026-03-01"])), st.builds(w.Footer, few),
    st.builds(Redirects, st.sampled_from(["/alt/seite.html", "/alt", "/404.html", "/alt/plan.pdf"]), st.just("/antraege/")),
)  # fmt: skip
around = st.one_of(
    st.builds(Day, st.integers(-20, 400) | st.sampled_from([0, 1, 2, 3, 8])), st.builds(Cores, st.sampled_from([1, 2])),
    st.builds(Told, st.just("SITEURL"), st.sampled_from([None, "https://anders.example.org/unter"])), st.builds(Told, st.just("OHNE"), st.sampled_from([None, ["themen/", "feeds/"], ["a/"]])), st.builds(Told, st.just("ENTWUERFE"), st.sampled_from([None, True])),
    st.builds(Template, st.sampled_from(["motion.html", "base.html", "forward.html", "components/papers.html", "components/links.html", "item.html"]), st.integers(0, 2)), st.builds(Style, few),
    st.builds(About, st.sampled_from(["", "telefon: 030 1", "teaser_woerter: 3", "gesperrte_adressen: [geheim.example.org]", "gesperrte_adressen: [example.org]"]), st.sampled_from(["", "Andere"])),
    st.builds(OutputDeleted, st.integers(0, 200)), st.builds(OutputEdited, st.integers(0, 200), st.booleans()), st.builds(Stray, st.sampled_from(["fremd.txt", "antraege/fremd/index.html", "antraege/antrag-1/.index.html.neu~", "neu/leer/x"])),
    st.builds(FolderForFile, st.integers(0, 200)), st.builds(FileForFolder, st.integers(0, 60)),
    st.just(StoreDeleted()), st.builds(StoreDamaged, st.integers(0, 2**32), st.sampled_from(["middle", "middle", "cut", "noise"])), st.builds(KilledAt, st.integers(1, 60)),
)  # fmt: skip


def happenings(edits: st.SearchStrategy, most: int) -> st.SearchStrategy:
    """Steps with a build after each; now and then two edits at once."""
    return st.lists(st.one_of(st.tuples(edits), st.tuples(edits), st.tuples(edits, edits)), min_size=1, max_size=most)


def in_a_folder(start: Start, happened: Sequence, patch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        live(start, happened, Path(folder) / "projekt", patch)


COMMON = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": False}


@settings(max_examples=25, derandomize=True, **COMMON)
@given(start=starts, happened=happenings(writing, 6))
def test_whatever_is_written(start, happened, quickly):
    """Texts are written, changed, renamed, removed."""
    in_a_folder(start, happened, quickly)


@settings(max_examples=25, derandomize=True, **COMMON)
@given(start=starts, happened=happenings(st.one_of(around, writing), 6))
def test_whatever_happens(start, happened, quickly):
    """And around the texts everything else changes too: theme, settings, day, the output, the store."""
    in_a_folder(start, happened, quickly)


@pytest.mark.lang
@settings(max_examples=1000, **{**COMMON, "print_blob": True})
@given(start=starts, happened=happenings(st.one_of(writing, around), 12))
def test_whatever_happens_for_long(start, happened, quickly):
    """Another thousand sites each time."""
    in_a_folder(start, happened, quickly)
