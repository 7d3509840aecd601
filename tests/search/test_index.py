"""The index: what an edit makes of it is what would be made from nothing, byte for byte; and only what it must be is another."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sqlite3
from pathlib import Path

import pytest

from plugins.records.digests import digest
from plugins.search import index
from plugins.search.bag import bag_of, terms_of
from plugins.search.compounds import Splitter, is_noun
from plugins.search.entries import Corpus, Entry, Source
from plugins.search.index import Held, build_index, ids_of
from plugins.search.letters import fold
from plugins.search.shelves import MOST, cut, shared
from plugins.search.signs import NUMBER, PART, SIGN, TITLE, pack, unpack

NOUNS = [
    "Rad",
    "Weg",
    "Haus",
    "Halt",
    "Kreis",
    "Tag",
    "Schule",
    "Bus",
    "Linie",
    "Wald",
    "Jugend",
    "Strom",
    "Wärme",
    "Straße",
    "Netz",
    "Hilfe",
    "Plan",
    "Amt",
    "Kinder",
    "Garten",
    "Bau",
    "Platz",
    "Brücke",
    "Wiese",
    "Obst",
    "Wasser",
    "Schutz",
    "Klima",
    "Energie",
    "Dach",
]
SMALL = ["schnell", "neu", "gut", "bauen", "fahren", "prüfen", "fördern", "und", "die", "der", "mit", "sicher", "warm"]


def entry(path: str, **more) -> Entry:
    return Entry(**{"path": path, "title": "Antrag", "kind": "Antrag", "date": dt.date(2026, 3, 1), **more})


def corpus(entries: dict[str, Entry], memory: str = "") -> Corpus:
    return Corpus((Source(e.path, digest(repr(e)), lambda e=e: e) for e in entries.values()), memory, "1")


def a_text(rnd: random.Random, path: str) -> Entry:
    words = [
        rnd.choice(NOUNS)
        if rnd.random() < 0.5
        else rnd.choice(NOUNS) + rnd.choice(NOUNS).lower()
        if rnd.random() < 0.6
        else rnd.choice(SMALL)
        for _ in range(rnd.randrange(5, 40))
    ]
    facets = (("jahr", "2026"), ("thema", rnd.choice(["verkehr", "schule"])))
    day = dt.date(2024, 1, 1) + dt.timedelta(rnd.randrange(900)) if rnd.random() < 0.9 else None
    return entry(
        path,
        title=" ".join(words[:4]),
        text=" ".join(words[4:]),
        summary=rnd.choice(NOUNS),
        date=day,
        numbers=(f"{rnd.randrange(99)}/2026",) if rnd.random() < 0.7 else (),
        facets=facets,
        papers=(("plan.pdf", "Wendehammer Radweg"),) if rnd.random() < 0.1 else (),
    )


def story(seed: int, tmp_path: Path, steps: int, start: int, many: int) -> None:
    """Texts come, change and go; after each step the index of the memory is that of nothing."""
    rnd = random.Random(seed)
    entries = {path: a_text(rnd, path) for path in (f"antraege/{n}/" for n in range(start))}
    memory = str(tmp_path / f"{seed}.sqlite")
    for _ in range(steps):
        for _ in range(rnd.randrange(1, 4)):
            deed, path = rnd.random(), rnd.choice(list(entries) or ["x/"])
            if deed < 0.4 or not entries:
                path = f"antraege/neu-{rnd.randrange(10**6)}/"
            if 0.4 <= deed < 0.6 and path in entries:
                del entries[path]
            elif 0.6 <= deed < 0.8 and path in entries:
                old = entries[path]
                entries[path] = Entry(
                    **{name: getattr(old, name) for name in old.__struct_fields__}
                    | {"text": old.text + " " + rnd.choice(NOUNS)}
                )
            else:
                entries[path] = a_text(rnd, path)
        warm, cold = build_index(corpus(entries, memory)), build_index(corpus(entries))
        assert list(warm) == list(cold)
        assert [name for name in cold if warm[name] != cold[name]] == []


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("many", [1000, 5])
def test_an_index_after_edits_is_the_one_made_from_nothing(
    seed: int, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a noun must stand in three texts, and where parts are small, so that their borders move."""
    monkeypatch.setattr(index, "MANY", many)
    monkeypatch.setitem(MOST, "w", 400)
    monkeypatch.setitem(MOST, "b", 300)
    story(seed, tmp_path, 6, 30, many)


@pytest.mark.lang
@pytest.mark.parametrize("seed", range(100, 140))
def test_it_is_so_after_long_stories(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MANY", 5 if seed % 2 else 60)
    monkeypatch.setitem(MOST, "w", 400)
    monkeypatch.setitem(MOST, "b", 300)
    story(seed, tmp_path, 40, 50, 5)


def test_the_order_in_which_texts_come_does_not_matter() -> None:
    rnd = random.Random(1)
    entries = {path: a_text(rnd, path) for path in (f"antraege/{n}/" for n in range(20))}
    assert dict(build_index(corpus(entries))) == dict(build_index(corpus(dict(reversed(entries.items())))))


def test_one_word_more_makes_few_files_anew(tmp_path: Path) -> None:
    """The text's own, the part of the word, the table, the list; all others are known to be as they were."""
    rnd = random.Random(2)
    entries = {path: a_text(rnd, path) for path in (f"antraege/{n}/" for n in range(60))}
    memory = str(tmp_path / "memory.sqlite")
    first = build_index(corpus(entries, memory))
    before = dict(first)
    path = "antraege/7/"
    old = entries[path]
    entries[path] = Entry(
        **{name: getattr(old, name) for name in old.__struct_fields__} | {"text": old.text + " quastig"}
    )
    after = build_index(corpus(entries, memory))
    new = {name for name in after if before.get(name) != after[name]}
    assert {name.split("/")[0] for name in new} == {"d", "p", "liste.js"}
    assert len(new) == 4
    assert {name for name in after if not after.settled(name)} >= new
    assert (
        sum(not after.settled(name) for name in after) <= len(new) + 2
    )  # written again with the same bytes: what the list names


@pytest.mark.parametrize("harm", ["cut", "garbage", "a line", "a bag", "version"])
def test_a_damaged_memory_is_made_anew(tmp_path: Path, harm: str) -> None:
    rnd = random.Random(3)
    entries = {path: a_text(rnd, path) for path in (f"antraege/{n}/" for n in range(20))}
    file = tmp_path / "memory.sqlite"
    build_index(corpus(entries, str(file)))
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif harm == "garbage":
        file.write_bytes(b"x" * 5000)
    else:
        deed = {
            "a line": "UPDATE lines SET posts = posts || posts",
            "a bag": "UPDATE texts SET bag = replace(bag, 'a', 'b')",
            "version": "UPDATE made SET version = '0'",
        }[harm]
        with sqlite3.connect(file) as db:
            db.execute(deed)
    entries["antraege/neu/"] = entry("antraege/neu/", text="Ein Radweg an der Schule.")
    del entries["antraege/3/"]
    assert dict(build_index(corpus(entries, str(file)))) == dict(build_index(corpus(entries)))


# ------------------------------------------------------------------------------------- its parts


def test_numbers_come_back_from_their_signs() -> None:
    posts = [
        number * 32 + kind for number in (0, 1, 56, 57, 91, 92, 93, 126, 127, 8000, 8192, 49_000) for kind in (1, 6, 20)
    ]
    assert unpack(pack(posts)) == posts
    assert len(NUMBER) == len(SIGN)
    assert not set('"\\\u2028\u2029\u00ad\t\n\x7f') & set(SIGN)
    assert all(json.dumps(sign, ensure_ascii=False) == f'"{sign}"' for sign in SIGN)


def test_where_a_word_stands_is_said_of_the_whole_word_and_of_a_part_apart() -> None:
    splitter = Splitter(Held({"rad", "weg"}))
    bag, _ = bag_of(entry("x/", title="Radwege", text="Radweg, Radweg und ein Weg"))
    terms = terms_of(bag, {form: index.known_of(form, splitter) for form in bag})
    assert terms["radweg"] == [TITLE | 2 * 4]  # twice in the text, and in the title
    assert terms["rad"] == [TITLE | 2 * 4 | PART]
    assert terms["weg"] == [1 * 4, TITLE | 2 * 4 | PART]
    assert "und" not in terms


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Radwege", ("rad", "weg")),
        ("Haushaltsplan", ("haushalt", "plan")),
        ("Schulbus", ("schul", "bus")),
        ("Streuobstwiesen", ("streu", "obst", "wies")),
        ("Kreisstraße", ("kreis", "stras")),
        ("Jugendhilfeplan", ("jugendhilf", "plan")),
        ("Verwaltung", ()),
        ("Radweg2", ()),
        ("Rad", ()),
    ],
)
def test_a_compound_is_taken_apart_into_the_fewest_words(word: str, parts: tuple[str, ...]) -> None:
    nouns = Held(
        map(
            fold,
            [
                "Rad",
                "Weg",
                "Haushalt",
                "Plan",
                "Schule",
                "Bus",
                "Streu",
                "Obst",
                "Wiese",
                "Kreis",
                "Straße",
                "Jugend",
                "Hilfe",
                "Jugendhilfe",
                "Ver",
                "Walt",
            ],
        )
    )
    assert Splitter(nouns).split(fold(word)) == parts


def test_what_is_no_noun_opens_nothing() -> None:
    assert is_noun("Rad", "rad")
    assert not any(is_noun(word, fold(word)) for word in ("rad", "Und", "Ra", "K14", "Heiten"))


def test_a_new_paper_shifts_only_its_own_quarter() -> None:
    dates = {f"a/{n}/": f"2026-{1 + n % 12:02}-15" for n in range(100)}
    before, after = ids_of(dates), ids_of({**dates, "neu/": "2026-05-01"})
    assert {path for path in dates if before[path] != after[path]} < {
        path for path, day in dates.items() if "2026-04" <= day < "2026-07"
    }


def test_parts_keep_their_size_where_letters_allow_it_and_their_borders_where_nothing_grew() -> None:
    words = sorted(f"{a}{b}{c}{d}" for a in "ab" for b in "abc" for c in "abc" for d in "abcdef")
    sizes = [(word, 100) for word in words]
    starts = cut(sizes, 1000)
    assert all(
        sum(100 for word in words if start <= word and (after is None or word < after)) <= 1000
        for start, after in zip(starts, [*starts[1:], None], strict=True)
    )
    assert len(set(cut([*sizes, ("abcz", 900)], 1000)) ^ set(starts)) <= 4
    assert shared("radweg", "radwege") == 6


def test_every_file_is_one_call_of_the_reader() -> None:
    rnd = random.Random(4)
    files = build_index(
        corpus({path: a_text(rnd, path) for path in (f"antraege/{n}/" for n in range(30))}),
        (("orte/x/", "</script>\u2028", "Ort"),),
    )
    for name, data in files.items():
        assert re.fullmatch(r"liste\.js|p/[a-z2-7]{8}\.js|[dx]/\d+-[0-9a-f]{5}\.js", name)
        said = data.decode()
        assert said.startswith(f'sx("{name.removesuffix(".js")}",')
        json.loads(said.removeprefix("sx(").removesuffix(")\n").split(",", 1)[1])
