"""What an open page may still ask for is there for a week, and nothing of what is no longer shown."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.publishing.carried import PREVIEW, Kept, carry, read_table, write_table

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HIDDEN = '<meta name="robots" content="noindex">'
OLD, NEW = "bilder/aaaaaaaaaaaa-480.webp", "bilder/bbbbbbbbbbbb-480.webp"
STYLE, INDEX, FRAGMENT, META = (
    "theme/main.0123456789.css",
    "suche/teile/p/abcdefg2.js",
    "suche/teile/d/1234-0abcd.js",
    "suche/teile/x/7-12345.js",
)


class Site:
    """Pages by their path and text, files by their path; each text and file has a stamp of its own."""

    def __init__(self, pages: dict[str, str], *files: str):
        self.pages = pages
        self.listing: dict[str, list] = {}
        for path, text in (*pages.items(), *((file, file) for file in files)):
            folder, _, name = path.rpartition("/")
            self.listing.setdefault(folder, ["", {}])[1][name] = f"{abs(hash(text))} 1 1"

    def read(self, path: str) -> bytes:
        if path not in self.pages:
            raise FileNotFoundError(path)
        return self.pages[path].encode()


def after(
    old: Site, new: Site, table: dict[str, Kept] | None = None, now: dt.datetime = NOW, **options
) -> dict[str, Kept]:
    return carry(old.listing, new.listing, table or {}, old.read, new.read, now, **options)


def page(*pictures: str) -> str:
    return " ".join(f"<img src=../../{picture}>" for picture in pictures)


def test_a_picture_that_was_replaced_is_carried_for_seven_days():
    old, new = Site({"p/index.html": page(OLD)}, OLD), Site({"p/index.html": page(NEW)}, NEW)
    table = after(old, new)

    assert table == {OLD: Kept(old.listing["bilder"][1]["aaaaaaaaaaaa-480.webp"], NOW.isoformat(), ("p/index.html",))}
    assert after(new, new, table, NOW + 7 * DAY - dt.timedelta(seconds=1)) == table
    assert after(new, new, table, NOW + 7 * DAY) == {}
    assert after(new, new, table, NOW - 2 * DAY) == {}, "a clock that was wrong keeps nothing for ever"
    assert after(new, new, table, NOW + DAY, longest=PREVIEW) == {}


def test_a_file_that_is_named_again_is_no_longer_carried_and_counts_anew():
    old, new = Site({"p/index.html": page(OLD)}, OLD), Site({"p/index.html": page(NEW)}, NEW)
    table = after(new, old, after(old, new), NOW + DAY)

    assert table.keys() == {NEW}
    assert after(old, new, table, NOW + 5 * DAY)[OLD].since == (NOW + 5 * DAY).isoformat()


GONE = {
    "deleted": {},
    "says that it is gone": {"p/index.html": HIDDEN},
    "without a picture": {"p/index.html": page()},
}


@pytest.mark.parametrize("how", GONE)
@pytest.mark.parametrize("later", [False, True])
def test_a_picture_of_a_text_that_is_no_longer_shown_is_in_no_later_release(how: str, later: bool):
    """Also where it had been replaced before, and where a list shows others."""
    others = {"personen/index.html": page(NEW)}
    first = Site({"p/index.html": page(OLD), "personen/index.html": page(OLD, NEW)}, OLD, NEW)
    last = Site({**GONE[how], **others}, NEW)
    if later:
        middle = Site({"p/index.html": page(NEW), **others}, NEW)
        table = after(first, middle)
        assert table.keys() == {OLD}
        assert after(middle, last, table) == {}
    else:
        assert after(first, last) == {}


def test_a_picture_that_no_page_named_is_not_carried():
    assert after(Site({"p/index.html": page()}, OLD), Site({"p/index.html": page(NEW)}, NEW)) == {}


def test_the_theme_is_carried_whatever_goes():
    assert after(Site({"p/index.html": "a"}, STYLE), Site({})).keys() == {STYLE}


@pytest.mark.parametrize("part", [INDEX, FRAGMENT, META])
def test_a_part_of_the_search_is_carried_while_no_text_went(part: str):
    """It holds the words of many texts, so of one that went, too."""
    old = Site({"p/index.html": "a", "q/index.html": "b", "a/k7f3qz/index.html": HIDDEN}, part)
    changed = Site({"p/index.html": "c", "q/index.html": "b"})
    table = after(old, changed)

    assert table.keys() == {part}
    assert after(old, Site({"p/index.html": "c"})) == after(changed, Site({"p/index.html": "c"}), table) == {}
    assert (
        after(old, Site({"p/index.html": "c", "q/index.html": HIDDEN}))
        == after(changed, Site({"p/index.html": "c", "q/index.html": HIDDEN}), table)
        == {}
    )


def test_files_without_a_digest_in_their_name_are_never_carried():
    files = (
        "suche/teile/liste.js",
        "karten/antraege/x.png",
        "antraege/x/plan.pdf",
        "bilder/foto.jpg",
        "antraege/x/bilder/aaaaaaaaaaaa-480.webp",
        "theme/main.css",
        "x/theme/main.0123456789.css",
    )
    assert after(Site({"p/index.html": "a"}, *files), Site({"p/index.html": "b"})) == {}


def test_a_damaged_table_carries_nothing(tmp_path):
    file = tmp_path / "000001-aaaaaaaaaaaa.getragen"
    table = {OLD: Kept("1 2 3", NOW.isoformat(), ("p/index.html",))}
    write_table(file, table)
    assert read_table(file) == table
    data = file.read_bytes()
    for n in range(0, len(data), 7):
        file.write_bytes(data[:n] + bytes([data[n] ^ 1]) + data[n + 1 :])
        assert read_table(file) == {}
    file.write_bytes(data)
    file.rename(file.with_name("000002-aaaaaaaaaaaa.getragen"))
    assert read_table(file.with_name("000002-aaaaaaaaaaaa.getragen")) == {}, "another release's"
