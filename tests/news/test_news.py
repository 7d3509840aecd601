"""News: how a teaser is cut, what expires, and what a foreign item must say."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.news.model import Item, newest_first, plain, shorten, without_mark, without_rest
from plugins.news.pages import teaser

from ..builders import TODAY, Project
from ..worst import within

YESTERDAY = TODAY - dt.timedelta(days=1)
HEAD = "uid: n5r2xp\ntitel: Klinik bleibt\ndatum: 2026-11-11\n"  # lines 2 to 4
FOREIGN = HEAD + "herkunft: Bundesverband\nquelle_name: Bundespartei\nquelle_url: https://www.example.org/a\n"


def item(**more) -> Item:
    return Item(
        **{
            "uid": "n5r2xp",
            "stem": "klinik",
            "source": "content/meldungen/klinik.md",
            "title": "Klinik",
            "date": TODAY,
            "published": TODAY,
            **more,
        }
    )


def slips(project: Project, head: str, body: str = "Text.\n") -> list[tuple[int, str]]:
    project.write("meldungen/klinik.md", f"---\n{head}---\n{body}")
    return [(p.line, p.code) for p in project.check()]


def read(project: Project, head: str, body: str = "Text.\n") -> Item:
    project.write("meldungen/klinik.md", f"---\n{head}---\n{body}")
    return project.site().news[0]


@pytest.mark.parametrize(
    ("text", "words", "short", "cut"),
    [
        ("eins zwei", 2, "eins zwei", False),
        ("eins zwei drei", 2, "eins zwei", True),
        ("eins, zwei, drei", 2, "eins, zwei", True),
        ("eins – zwei", 2, "eins", True),
        ("eins zwei [...]", 5, "eins zwei", True),
        ("eins zwei […]", 5, "eins zwei", True),
        ("eins zwei…", 5, "eins zwei", True),
        ("eins zwei ...", 5, "eins zwei", True),
        ("eins\n  zwei", 5, "eins zwei", False),
        ("Ende. Anfang", 1, "Ende.", True),
        ("", 5, "", False),
    ],
)
def test_a_teaser_is_cut_after_a_word_and_knows_whether_more_follows(text: str, words: int, short: str, cut: bool):
    assert shorten(text, words) == (short, cut)


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="ab ,;:–-….[]\n", max_size=40), st.integers(1, 6))
@example("a - b", 2)
def test_a_cut_teaser_is_the_beginning_of_its_text(text: str, words: int):
    short, cut = shorten(text, words)

    assert len(short.split()) <= words
    assert " ".join(text.split()).startswith(short)
    assert cut or short == " ".join(text.split())
    assert shorten(short, words)[0] == short


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet="abcäöü", min_size=1, max_size=5), max_size=12), st.integers(1, 8))
def test_no_word_is_cut_in_two(parts: list[str], words: int):
    assert shorten(" ".join(parts), words)[0].split() == parts[:words]


def test_headings_and_points_do_not_run_into_one_another():
    assert plain("<h3>Titel</h3><p>Ein <em>Wort</em>.</p><ul><li>a</li><li>b</li></ul>") == "Titel Ein Wort. a b"


def test_without_a_teaser_the_text_is_cut(project: Project):
    made = read(project, HEAD, "wort " * 40)

    assert (len(made.teaser.split()), made.cut) == (30, True)


@pytest.mark.parametrize(("expires", "seen"), [(None, True), (TODAY, True), (YESTERDAY, False)])
def test_a_foreign_item_is_shown_until_its_last_day(expires: dt.date | None, seen: bool):
    assert item(origin="Bundesverband", expires=expires).visible(TODAY) is seen


def test_our_own_items_never_expire():
    assert item(expires=YESTERDAY).visible(TODAY)


def test_only_our_own_items_have_a_page():
    assert item().path == "meldungen/klinik/"
    assert item(origin="Kreisverband").path == ""


def test_a_foreign_teaser_leads_to_its_source_and_names_it(project: Project):
    shown = teaser(read(project, FOREIGN + "teaser: Es geht um … mehr […]\n", ""))

    assert (shown.path, shown.url, shown.label, shown.source) == (
        "",
        "https://www.example.org/a",
        "Aus der Bundespartei",
        "Bundespartei",
    )
    assert (shown.text, shown.cut) == ("Es geht um … mehr", True)


def test_the_newest_stand_first_and_the_order_is_fixed():
    old, b, a = item(title="z", date=YESTERDAY), item(title="b"), item(title="a")

    assert newest_first([old, b, a]) == newest_first([a, b, old]) == [a, b, old]


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (HEAD, "Text.\n", []),
        (HEAD, "", [(6, "teaser-missing")]),
        (HEAD + "teaser: a\n", "", []),
        (HEAD + "ablauf: 2026-12-12\n", "Text.\n", [(5, "expiry-own")]),
        (
            HEAD + "quelle_name: a\nquelle_url: https://example.org/\nabgerufen_am: 2026-11-12\n",
            "Text.\n",
            [(5, "source-own"), (6, "source-own"), (7, "source-own")],
        ),
        (FOREIGN + "ablauf: 2026-12-12\nabgerufen_am: 2026-11-12\n", "Text.\n", []),
        (HEAD + "herkunft: Kreisverband\n", "Text.\n", [(5, "source-missing"), (5, "source-missing")]),
        (HEAD + "herkunft: Kreisverband\nquelle_name: a\n", "Text.\n", [(5, "source-missing")]),
    ],
)
def test_what_does_not_fit_together_is_told_at_its_line(
    project: Project, head: str, body: str, expected: list[tuple[int, str]]
):
    assert slips(project, head, body) == expected


@pytest.mark.parametrize(
    ("head", "body", "cut"),
    [
        ("", "Kurz gesagt.", False),
        ("", "wort " * 30, False),
        ("", "wort " * 31, True),
        ("teaser: Kurz gesagt.\n", "Kurz gesagt.", False),
        ("teaser: Kurz gesagt.\n", "Kurz gesagt. Und mehr.", True),
        ("teaser: Kurz gesagt.\n", "", False),
        ("teaser: Kurz gesagt …\n", "", True),
    ],
)
def test_more_is_promised_only_where_there_is_more(project: Project, head: str, body: str, cut: bool):
    assert read(project, HEAD + head, body).cut is cut


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("Haushalts- und Finanzausschuss", 1, "Haushalts-"),
        ("eins … zwei drei", 2, "eins"),
        ("eins ,; zwei", 2, "eins"),
        ("eins [...] zwei", 2, "eins"),
        ("eins... zwei", 1, "eins"),
        ("Er sagte: „Ja“", 2, "Er sagte"),
    ],
)
def test_nothing_hangs_over_where_a_teaser_was_cut(text: str, words: int, short: str):
    assert shorten(text, words) == (short, True)
    assert shorten(short, words) == (short, False)


# ------------------------------------------------------------------------------- what ends a cut text

MARK = r"\[(?:\.\.\.|…)\]|\.{3,}|…"
WITHOUT_MARK = re.compile(
    rf"(?: ?(?:{MARK}))+$"
)  # what the functions below do, said as expressions; on long texts these take for ever
WITHOUT_REST = re.compile(rf"(?:[ ,;:]|(?<!\S)[–—-]|{MARK})+$")


@given(st.text(alphabet="ab .….[],;–-", max_size=14))
def test_a_text_loses_its_marks_and_nothing_else(text: str):
    assert without_mark(text) == WITHOUT_MARK.sub("", text)
    assert without_rest(text) == WITHOUT_REST.sub("", text)


@pytest.mark.parametrize("sign", [".", "…", " …", "…… ", "[...]", " [...]", " ...", "- ", " –", ", ", ".,", "[…]"])
def test_a_run_of_signs_is_looked_through_once(sign: str):
    """Dotted lines are usual in tables of contents and in forms; an expression tried every way to divide them."""
    for text in (f"Seite {sign * 20_000} 5", f"Seite {sign * 20_000}", sign * 20_000):
        within(5, lambda text=text: (shorten(text, 30), shorten(text, 2), without_mark(text), without_rest(text)))
