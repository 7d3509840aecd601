"""Bundles: the same records give the same bytes, whatever Pagefind's hash tables do."""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
from itertools import pairwise

import pytest

from plugins.search import bundle, pagefind
from plugins.search.bundle import build_bundle, cut, read, write
from plugins.search.entries import Entry
from plugins.search.pages import part_of, parts_of

WORDS = ["Radwege", "Haushalt", "Kreistag", "Schule", "Buslinie", "Wald", "Jugend", "Strom", "Wärme", "Straße"]


def entries(count: int) -> tuple[Entry, ...]:
    rnd = random.Random(1)
    return tuple(
        Entry(path=f"antraege/a-{n}/", title=f"Antrag {n}", kind=rnd.choice(["Antrag", "Anfrage"]), text=" ".join(rnd.choices(WORDS, k=60)), date=dt.date(2026, 1, 1 + n % 28), committees=(rnd.choice(WORDS), "Kreistag"), topics=tuple(rnd.sample(WORDS, 2)), outcome=rnd.choice(["offen", "erfolgreich"]))
        for n in range(count)
    )


def test_the_same_records_give_the_same_files():
    """Pagefind alone does not: the order of a filter's values is its hash table's, and other names follow from it."""
    some = entries(40)
    assert build_bundle(some) == build_bundle(some[::-1])


def test_pagefind_alone_would_give_others():
    """If this is red some day, `bundle.ordered` may go."""
    records = [bundle.as_record(entry) for entry in entries(40)]
    assert len({tuple(sorted(pagefind.index(records))) for _ in range(6)}) > 1


def test_the_entry_comes_last_and_names_what_is_there():
    files = build_bundle(entries(12))
    names = list(files)
    language = json.loads(files["pagefind-entry.json"])["languages"]["de"]
    assert names[-1] == "pagefind-entry.json"
    assert language["page_count"] == 12
    meta = read(files[f"pagefind.{language['hash']}.pf_meta"])
    assert {f"fragment/{name}.pf_fragment" for name, _ in meta[1]} | {f"index/{name}.pf_index" for *_, name in meta[2]} | {f"filter/{name}.pf_filter" for _, name in meta[3]} == {name for name in names if "/" in name}
    assert [name for name, _ in meta[3]] == ["art", "ausgang", "gremium", "thema"]


def test_only_one_bundle_carries_the_program():
    assert not set(bundle.RUNTIME) & build_bundle(entries(1)).keys()
    assert set(bundle.RUNTIME) < build_bundle(entries(1), runtime=True).keys()


def test_words_that_begin_alike_stay_in_one_part():
    """Pagefind looks for „rad“ in one part, and would miss „radweg“ in the next."""
    words = [(f"{a}{b}{c}{d}", b"x" * 1000) for a in "ab" for b in "ab" for c in "ab" for d in "abcdefgh"]
    parts = cut(words)
    assert len(parts) > 3
    assert [word for part in parts for word in part] == words
    assert not any(one[-1][0][:3] == other[0][0][:3] for one, other in pairwise(parts))


def test_the_words_of_an_index_are_all_there_byte_for_byte():
    """Of what Pagefind really writes; and of numbers whose bytes look like the beginning of a word."""
    files = pagefind.index([bundle.as_record(entry) for entry in entries(30)])
    for data in [bundle.unpack(data) for name, data in files.items() if name.startswith("index/")] + [write([[["a", [[0x8361, [0x83, 0x8362, 70000], [-0x8363]]], [["ä", [[1, [2], []]]]]], ["b" * 300, [], []]]])]:
        words = bundle.words_of(data)
        assert [text for text, _ in words] == [word[0] for word in bundle.item(data, 0)[0][0]]
        assert [bundle.item(raw, 0) for _, raw in words] == [(word, len(raw)) for word, (_, raw) in zip(bundle.item(data, 0)[0][0], words, strict=True)]


@pytest.mark.parametrize("value", [0, 23, 24, 255, 256, 65535, 65536, 2**40, -1, -24, -25, -256, -257, "", "Straße", "x" * 300, [], [[1, "a"], [-5]], list(range(300))])
def test_values_come_back_from_cbor(value):
    assert bundle.item(write(value), 0) == (value, len(write(value)))


def test_a_record_that_pagefind_refuses_is_no_hang(monkeypatch):
    with pytest.raises(pagefind.Failed):
        pagefind.index([{"url": 1}])


def test_a_machine_without_pagefind_has_a_site_without_search(project, monkeypatch):
    monkeypatch.setattr(sys.modules["plugins.search.pages"], "program", lambda: None)
    result = project.build()
    assert [p.code for p in result.problems if p.code == "search-missing"] == ["search-missing"]
    assert not (project.output / "suche").exists()
    assert "suche/" not in project.page("")


def test_what_is_found_is_what_is_published(project):
    """Drafts and news of others have no page, so they are in no bundle."""
    project.motion(head="stand: Entwurf")
    project.motion("2024-04-bus", uid="k7f3qx", titel="Bus")
    project.build()
    found = {json.loads(bundle.gzip.decompress(path.read_bytes())[len(bundle.SIGNATURE):])["url"] for path in project.output.glob("suche/*/fragment/*")}
    assert "antraege/2024-04-bus/" in found
    assert "antraege/2024-03-radweg/" not in found
    assert {"kontakt/", "gremien/kreistag/"} < found


def test_a_full_year_is_cut_by_months_into_as_few_parts_as_needed():
    years = parts_of([2024] * 121 + [2025] * 120 + [2026] * 435 + [2023] * 5000)
    assert years == {2026: 4, 2025: 1, 2024: 2, 2023: 12}
    assert [part_of(dt.date(2026, month, 1), years) for month in (1, 3, 4, 12)] == ["2026-1", "2026-1", "2026-2", "2026-4"]
    assert [part_of(dt.date(2024, month, 1), years) for month in (1, 6, 7)] == ["2024-1", "2024-1", "2024-2"]
    assert part_of(dt.date(2025, 7, 1), years) == "2025"


def test_the_page_names_the_parts_that_are_there(project, monkeypatch):
    monkeypatch.setattr(sys.modules["plugins.search.pages"], "MOST", 1)
    for number, month in enumerate((1, 3, 12)):
        project.motion(f"2023-{month:02}-bus", uid=f"k7f3q{'xzw'[number]}", titel=f"Bus {month}", datum=f"2023-{month:02}-01")
    project.build()
    assert 'data-parts="2023-1 2023-3"' in project.page("suche/")
    assert {path.parent.name for path in project.output.glob("suche/2023*/pagefind-entry.json")} == {"2023-1", "2023-3"}


def test_a_word_more_changes_the_parts_near_to_it_only():
    words = [(f"{a}{b}{c}{d}", b"x" * 600) for a in "abcd" for b in "abc" for c in "abc" for d in "abcd"]
    before = {tuple(part) for part in cut(words)}
    for new in [("aaaz", b"y" * 5000), ("cbbz", b"y" * 5000), ("zz", b"y")]:
        after = {tuple(part) for part in cut(sorted([*words, new]))}
        assert len(after - before) <= 3 < len(before) - 4
