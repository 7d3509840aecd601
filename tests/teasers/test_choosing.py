"""Which entries of which sources are shown: by whom what several have, what differs after „#“, the newest of a long feed."""

from __future__ import annotations

import datetime as dt
import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.group import Source
from plugins.teasers.apart import prepare_apart, read_apart
from plugins.teasers.choose import Question, prepared
from plugins.teasers.keep import Shelf
from plugins.teasers.plan import Plan, Rules, make_plan
from plugins.teasers.reader import LARGE, MOST, Entry, Feed, read_feed
from plugins.teasers.words import plain, title

from ..builders import TODAY
from ..worst import within

RULES = Rules(today=TODAY)
BASE = "https://feed.example.org/feed.xml"


def source(name: str, most: int = 5, **more) -> Source:
    return Source(
        name=name, address=f"https://{name.lower()}.example.org/", level="andere", most=most, days=9999, **more
    )


def entry(name: str, days: int = 0, link: str = "", **more) -> Entry:
    """An entry that is so many days old; its name is its id and its title."""
    return Entry(
        id=more.pop("id", f"tag:example.org,2026:{name}"),
        title=name,
        link=link or f"https://www.example.org/{name}",
        date=(TODAY - dt.timedelta(days=days)).isoformat(),
        **more,
    )


def feed(*entries: Entry) -> Feed:
    return prepared(Feed("", "", tuple(entries)), Question())


def shown(plan: Plan) -> list[tuple[str, str]]:
    """Source and title of each record."""
    return sorted((kept.get("quelle_name"), kept.get("titel")) for kept in plan.shelf.records.values())


def plan(sources: list[Source], feeds: dict[str, Feed], shelf: Shelf | None = None) -> Plan:
    """Planned, and seen that a second run finds nothing to do."""
    first = make_plan(shelf or Shelf(), sources, feeds, RULES, set())
    again = make_plan(first.shelf, sources, feeds, RULES, set())
    assert data(again) == data(first)
    return first


def data(plan: Plan) -> dict[str, bytes]:
    return {stem: kept.data for stem, kept in plan.shelf.records.items()}


# ------------------------------------------------------------------------------- what several have


def test_an_entry_that_two_sources_have_is_shown_by_the_one_that_shows_it():
    both = entry("X", 3)

    assert shown(plan([source("A", 1), source("B", 1)], {"A": feed(entry("Y", 1), both), "B": feed(both)})) == [
        ("A", "Y"),
        ("B", "X"),
    ]


def test_it_goes_over_to_another_source_when_its_own_has_newer_ones():
    sources, both = [source("A", 1), source("B", 1)], entry("X", 3)
    before = plan(sources, {"A": feed(both), "B": feed(both)})
    assert shown(before) == [("A", "X")]

    after = plan(sources, {"A": feed(entry("Y", 1), both), "B": feed(both)}, before.shelf)

    assert shown(after) == [("A", "Y"), ("B", "X")]


def test_nothing_is_taken_from_a_source_that_does_not_answer():
    sources, both = [source("A", 1), source("B", 1)], entry("X", 3)
    before = plan(sources, {"A": feed(both), "B": feed(both)})

    assert shown(plan(sources, {"B": feed(both)}, before.shelf)) == [("A", "X")]


@st.composite
def worlds(draw) -> tuple[list[Source], list[dict[str, Feed]]]:
    """A few sources that share entries, and what they send at three runs: more each time, in any order, or nothing at all."""
    pool = [
        entry(
            f"Nummer{n}",
            draw(st.integers(0, 30)),
            f"https://www.example.org/seite#{n}" if draw(st.booleans()) else "",
            id=draw(st.sampled_from([f"tag:example.org,2026:{n}", ""])),
        )
        for n in range(draw(st.integers(1, 8)))
    ]
    sources = [
        source(name, draw(st.integers(1, 3)), active=draw(st.integers(0, 5)) > 0)
        for name in "ABCD"[: draw(st.integers(1, 4))]
    ]
    runs: list[dict[str, Feed]] = []
    had: dict[str, list[Entry]] = {one.name: [] for one in sources}
    for number in range(3):
        runs.append({})
        for name in had:
            if draw(st.integers(0, 6)) or not number:
                more = draw(st.lists(st.sampled_from(pool), unique=True, max_size=4))
                had[name] = draw(st.permutations([*had[name], *(one for one in more if one not in had[name])]))
                runs[-1][name] = feed(*had[name])
    return sources, runs


@pytest.mark.parametrize("count", [25, pytest.param(3000, marks=pytest.mark.lang)])
def test_the_newest_of_every_source_are_shown_once(count: int):
    """By one source, whichever; a second run finds nothing to do (`plan` sees to that)."""

    @settings(max_examples=count, deadline=None)
    @given(worlds())
    def law(world: tuple[list[Source], list[dict[str, Feed]]]) -> None:
        sources, runs = world
        shelf = Shelf()
        for feeds in runs:
            planned = plan(sources, feeds, shelf)
            titles = [title for _, title in shown(planned)]
            assert len(titles) == len(set(titles)), "shown twice"
            for one in sources:
                if one.active and one.name in feeds:
                    newest = sorted(feeds[one.name].entries, key=lambda each: each.date, reverse=True)[: one.most]
                    assert {each.title for each in newest} - set(titles) == set(), f"{one.name}: not shown"
            shelf = planned.shelf

    law()


# ------------------------------------------------------------------------------------- after the „#“


def test_addresses_that_differ_after_the_hash_are_two_where_their_titles_are():
    feeds = {
        "A": feed(entry("Radweg an der K 14", 1, "https://a.example/sitzung#top1", id="")),
        "B": feed(entry("Haushalt für Schulen", 1, "https://a.example/sitzung#top2", id="")),
    }

    assert shown(plan([source("A"), source("B")], feeds)) == [
        ("A", "Radweg an der K 14"),
        ("B", "Haushalt für Schulen"),
    ]


def test_addresses_that_differ_after_the_hash_are_one_where_their_titles_are():
    feeds = {
        "A": feed(entry("Radweg", 1, "https://a.example/sitzung#top1", id="")),
        "B": feed(entry("Radweg!", 1, "https://a.example/sitzung#oben", id="")),
    }

    assert shown(plan([source("A"), source("B")], feeds)) == [("A", "Radweg")]


def test_pages_of_a_program_with_one_address_are_many():
    entries = [entry(f"Vorlage {n}", n, f"https://ratsinfo.example/#/vorlage/{n}", id="") for n in range(3)]

    assert len(shown(plan([source("A"), source("B")], {"A": feed(entries[0], entries[1]), "B": feed(entries[2])}))) == 3


# ----------------------------------------------------------------------------------------- long feeds


def rss(days: list[int], padding: int = 0) -> bytes:
    """An RSS feed with an entry for each day before today."""
    items = "".join(
        f"<item><title>Tag {day}</title><link>https://a.example/{day}</link><pubDate>{TODAY - dt.timedelta(days=day):%a, %d %b %Y} 10:00:00 +0100</pubDate><description>{'Wort ' * padding}</description></item>"
        for day in days
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def atom(days: list[int], padding: int = 0) -> bytes:
    items = "".join(
        f"<entry><id>urn:x:{day}</id><title>Tag {day}</title><link href='https://a.example/{day}'/><updated>{TODAY - dt.timedelta(days=day)}T10:00:00Z</updated><summary>{'Wort ' * padding}</summary></entry>"
        for day in days
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{items}</feed>".encode()


def as_json(days: list[int], padding: int = 0) -> bytes:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "T",
            "items": [
                {
                    "id": str(day),
                    "title": f"Tag {day}",
                    "content_text": "Wort " * padding,
                    "date_published": f"{TODAY - dt.timedelta(days=day)}T10:00:00Z",
                }
                for day in days
            ],
        }
    ).encode()


SMALL = [("rss", "oldest first", 0), ("atom", "mixed", 1200), ("json", "oldest first", 0)]


@pytest.mark.parametrize(
    ("form", "order", "padding"),
    [
        pytest.param(*row, marks=() if row in SMALL else pytest.mark.lang)
        for row in product(("rss", "atom", "json"), ("oldest first", "newest first", "mixed"), (0, 1200))
    ],
)
def test_the_newest_of_a_long_feed_are_read_wherever_they_stand(form: str, order: str, padding: int):
    """Also of one that is larger than what is read."""
    count = MOST + 150
    days = {
        "oldest first": list(range(count - 1, -1, -1)),
        "newest first": list(range(count)),
        "mixed": [day * 37 % count for day in range(count)],
    }[order]
    raw = {"rss": rss, "atom": atom, "json": as_json}[form](days, padding)
    assert (len(raw) > LARGE) == bool(padding)

    entries = read_feed(raw, BASE).entries

    assert len(entries) <= MOST
    assert [each for each in range(100) if f"Tag {each}" not in {one.title for one in entries}] == []
    assert [one.title for one in entries] == [
        f"Tag {day}" for day in days if f"Tag {day}" in {one.title for one in entries}
    ]


def test_entries_without_a_date_stand_where_their_feed_puts_them():
    raw = rss(list(range(MOST + 10))).replace(b"<pubDate>", b"<x>").replace(b"</pubDate>", b"</x>")

    assert [one.title for one in read_feed(raw, BASE).entries] == [f"Tag {day}" for day in range(MOST)]


# ------------------------------------------------------------------------ whole texts are worked on apart


@pytest.mark.parametrize(
    "sign", [".", " …", "[...]", "Der Beitrag ", "Weiterlesen ", "The post ", "<p ", "&amp;", ". ", ".)", "(", "– "]
)
def test_no_run_of_signs_takes_long_in_a_feed(sign: str):
    """As a title and as a text: read, cut, and chosen by words, as it is done apart."""
    text = sign * (20_000 // len(sign))

    def work() -> None:
        once = Entry(id="1", title=title(plain(text, markup=False)), text=plain(text, markup=True))
        prepared(Feed("", "", (once, once)), Question(wanted=("radweg",), unwanted=("a",)))

    within(5, work)


def test_a_feed_that_takes_too_long_costs_no_other_its_teasers(monkeypatch: pytest.MonkeyPatch):
    """Outside, nothing looks at a whole text: there is none to find."""
    seen = read_apart(rss([1], 300), BASE, "", Question(words=5, wanted=("wort",)))

    assert [(one.teaser, one.fits) for one in seen.entries] == [("Wort Wort Wort Wort Wort […]", True)]
    monkeypatch.setattr("plugins.teasers.choose.teaser", lambda *_: pytest.fail("cut outside"))
    monkeypatch.setattr("plugins.teasers.choose.fits", lambda *_: pytest.fail("chosen outside"))
    assert shown(plan([source("A")], {"A": seen})) == [("A", "Tag 1")]


def test_a_known_feed_is_prepared_again_for_another_question():
    seen = read_apart(rss([1], 300), BASE, "", Question(words=5))

    assert prepare_apart(seen, Question(words=2, unwanted=("wort",))).entries[0].teaser == "Wort Wort […]"
    assert not prepare_apart(seen, Question(words=2, unwanted=("wort",))).entries[0].fits
