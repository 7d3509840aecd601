"""`fraktion teaser holen`: from a source to records that an editor can read, change and delete. A real server on this machine answers."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from plugins.records.problems import errors
from plugins.site.settings import Refusal
from plugins.teasers.choose import prepared
from plugins.teasers.reach import Limits
from plugins.teasers.reader import read_feed
from plugins.teasers.run import Done, Order, run

from ..builders import TODAY, Project
from ..disk import called, contents, stamps
from ..reading import elements, parse, words
from .rogue import FEED, Rogue, answer

ITEM = "<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>{link}</link>{date}<description>{text}</description></item>"


def rss(*items: str) -> bytes:
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>T</title><link>https://www.example.net/</link>{''.join(items)}</channel></rss>".encode()


def item(
    number: int,
    title: str = "",
    *,
    day: int | None = 10,
    link: str | None = None,
    guid: str | None = None,
    text: str = "Ein Satz.",
) -> str:
    date = f"<pubDate>{day:02} Nov 2026 10:00:00 +0100</pubDate>" if day else ""
    return ITEM.format(
        guid=guid or f"tag:example.net,2026:{number}",
        title=title or f"Meldung Nummer {number}",
        link=f"https://www.example.net/{number}" if link is None else link,
        date=date,
        text=text,
    )


class Fetcher:
    """A project with sources on the rogue server, and what was said of each."""

    def __init__(self, project: Project, rogue: Rogue, limits: Limits):
        self.project, self.rogue, self.limits, self.moment = project, rogue, limits, 1_000_000.0
        self.said: list[str] = []
        self.sources()

    def sources(self, *lines: str) -> None:
        """Further lines for each source; one source without any."""
        self.project.write(
            "teaserquellen.yaml",
            "".join(
                f"- name: {name}\n  adresse: {self.rogue.base}/{path}\n  ebene: {level}\n{more}"
                for name, path, level, more in zip(
                    ("Bundespartei", "Landesverband", "Zeitung"),
                    ("bund", "land", "zeitung"),
                    ("Bundesverband", "Landesverband", "andere"),
                    lines or ("",),
                    strict=False,
                )
            ),
        )

    def run(self, today: dt.date = TODAY, **order) -> Done:
        self.said, self.moment = [], self.moment + 86_400
        return run(
            self.project.settings(HEUTE=today), Order(**order), self.said.append, self.limits, lambda: self.moment
        )

    def serve(self, path: str, *items: str, **headers: str) -> None:
        self.rogue.pages[f"/{path}"] = answer(rss(*items), **headers)

    @property
    def folder(self) -> Path:
        return self.project.content / "meldungen" / "fremd"

    @property
    def names(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.md"))

    def titles(self, today: dt.date = TODAY) -> list[str]:
        return sorted(i.title for i in self.project.site(today).news if not i.own)


def foreign(page: str) -> list[Element]:
    """What a page shows of others."""
    return [e for e in elements(parse(page)) if "news__item--foreign" in (e.get("class") or "").split()]


@pytest.fixture
def earnest(project: Project, rogue: Rogue, limits: Limits) -> Fetcher:
    """Each feed is read in a process of its own."""
    return Fetcher(project, rogue, limits)


@pytest.fixture
def fetcher(earnest: Fetcher, monkeypatch: pytest.MonkeyPatch) -> Fetcher:
    """The same in this process, which is quicker."""
    monkeypatch.setattr(
        "plugins.teasers.run.read_apart",
        lambda data, address, type, question: prepared(read_feed(data, address, type), question),
    )
    return earnest


# -------------------------------------------------------------------------------------- the record


def test_an_entry_becomes_a_record_that_an_editor_can_read(earnest: Fetcher):
    earnest.rogue.pages["/bund"] = answer(FEED.encode())
    earnest.run()

    assert (earnest.folder / "2026-11-10-schoene-wege.md").read_text("utf-8").splitlines()[2:] == [
        "titel: Schöne Wege",
        "datum: 2026-11-10",
        "herkunft: Bundesverband",
        "teaser: Der Weg ist gut. Wir bauen ihn.",
        "quelle_name: Bundespartei",
        "quelle_url: https://www.altental.test/wege",
        f"abgerufen_am: {TODAY}",
        "ablauf: 2027-01-09",
        "---",
    ]
    assert earnest.said[0] == "Bundespartei: 1\u00a0neu."
    assert not errors(earnest.project.check())


def test_the_page_says_from_where_and_when_and_neither_feed_nor_search_repeats_it(fetcher: Fetcher):
    fetcher.project.write(
        "meldungen/2026-10-01-wir.md", "---\nuid: zzzzz2\ntitel: Unsere Wege\ndatum: 2026-10-01\n---\n\nText.\n"
    )
    fetcher.rogue.pages["/bund"] = answer(FEED.encode())
    fetcher.run(dt.date(2026, 11, 11))
    fetcher.project.build()

    # The home page says the title alone (issue 25: „news with pictures that do not tear holes“).
    for path, text in (("", ""), ("meldungen/", "Der Weg ist gut. Wir bauen ihn. ")):
        (said,) = foreign(fetcher.project.page(path))
        assert (
            words(said)
            == f"Aus der Bundespartei, abgerufen am 11. November 2026 Schöne Wege {text}10. November 2026, Quelle: Bundespartei"
        )
        assert [dict(e.attrib) for e in elements(said) if e.tag == "a"] == [
            {"href": "https://www.altental.test/wege", "rel": "noreferrer"}
        ]
        assert [e.get("datetime") for e in elements(said) if e.tag == "time"] == ["2026-11-11", "2026-11-10"]
    made = contents(fetcher.project.output)
    assert {name for name, data in made.items() if "Schöne Wege".encode() in data} == {
        "index.html",
        "meldungen/index.html",
    }
    assert [
        name.split("/")[2] for name, data in made.items() if b"Unsere Wege" in data and name.startswith("suche/")
    ] == ["d"]  # so it is seen what the search holds
    assert b"wege" not in contents(fetcher.project.output)["sitemap.xml"]


def test_a_busy_source_does_not_push_the_group_off_its_home_page(fetcher: Fetcher):
    for day in (1, 2, 3):
        fetcher.project.write(
            f"meldungen/2026-10-0{day}-wir.md",
            f"---\nuid: zzzzz{day + 1}\ntitel: Unsere {day}\ndatum: 2026-10-0{day}\n---\n\nText.\n",
        )
    fetcher.serve("bund", *[item(n, day=n) for n in range(10, 15)])
    fetcher.run()
    fetcher.project.build()

    page = fetcher.project.page("")
    assert [words(said).partition(" Meldung")[0] for said in foreign(page)] == [
        f"Aus der Bundespartei, abgerufen am {TODAY.day}. November 2026"
    ] * 2
    assert [page.count(title) for title in ("Unsere 2", "Unsere 3")] == [1, 1]  # half of the four are the group's


def test_a_long_text_is_cut_after_a_sentence_and_leads_on(fetcher: Fetcher):
    fetcher.serve(
        "bund",
        item(
            1,
            text="&lt;p&gt;"
            + "Das ist der erste lange Satz über Busse. " * 3
            + "Danach kommt am 10. Oktober noch sehr viel mehr Text, der hier keinen Platz mehr hat und deshalb wegbleibt. Und so weiter.",
        ),
    )
    fetcher.run()
    fetcher.project.build()

    assert "über Busse. <a " in fetcher.project.page("meldungen/")
    assert "[…] weiterlesen bei Bundespartei" in words(parse(fetcher.project.page("meldungen/")))


def test_an_entry_that_is_nothing_but_a_title_leads_on(fetcher: Fetcher):
    fetcher.serve("bund", item(1, "Nur ein Titel", text=""))
    fetcher.run()

    (found,) = [i for i in fetcher.project.site().news if not i.own]
    assert (found.title, found.teaser, found.cut) == ("Nur ein Titel", "", True)


# ------------------------------------------------------------------------------------ two runs = one


def test_a_second_run_touches_nothing(fetcher: Fetcher):
    fetcher.serve("bund", *[item(n, day=n + 1) for n in range(9)], item(20, day=None), item(21, "Morgen", day=29))
    fetcher.run()
    before, names = stamps(fetcher.folder), fetcher.names

    assert len(names) == 5
    for _ in range(2):
        fetcher.run()
        assert stamps(fetcher.folder) == before
    assert fetcher.said == [
        "Bundespartei: nichts Neues.\n    tragen einen Tag, der noch kommt, und erscheinen erst dann: 1\u00a0Eintrag, zum Beispiel „Morgen“ (2026-11-29)"
    ]
    (fetcher.project.root / ".cache/teaser.json").unlink()  # another machine
    fetcher.run()
    assert stamps(fetcher.folder) == before


def test_what_does_not_change_is_not_sent_again_but_is_still_known(fetcher: Fetcher):
    """304 says that the feed is as it was, not that the records are."""
    fetcher.serve("bund", item(1), item(2), ETag='"eins"')
    fetcher.run()
    fetcher.rogue.pages["/bund"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    fetcher.sources("  nur_mit: nummer 2\n")
    fetcher.run()

    assert fetcher.titles() == ["Meldung Nummer 2"]
    assert 'if-none-match: "eins"' in fetcher.rogue.requests[-1].lower()


def test_a_source_is_not_asked_twice_in_half_an_hour_unless_somebody_insists(fetcher: Fetcher):
    fetcher.serve("bund", item(1))
    fetcher.run()
    fetcher.moment -= 86_400 - 29 * 60
    fetcher.run()
    assert len(fetcher.rogue.requests) == 1
    assert "Eben erst abgerufen; wieder ab " in fetcher.said[0]
    fetcher.moment -= 86_400 - 60
    fetcher.run()
    assert len(fetcher.rogue.requests) == 2
    fetcher.moment -= 86_400 - 60
    fetcher.run(now=True)
    assert len(fetcher.rogue.requests) == 3


def test_a_rehearsal_shows_and_writes_nothing(fetcher: Fetcher):
    fetcher.serve("bund", item(1))
    before = contents(fetcher.project.root)
    fetcher.run(rehearse=True)

    assert {
        name: data for name, data in contents(fetcher.project.root).items() if not name.endswith("teaser.sperre")
    } == before
    assert "neu: content/meldungen/fremd/2026-11-10-meldung-nummer-1.md\n---\nuid: " in "\n".join(fetcher.said)
    assert fetcher.said[-1] == "\nDas war eine Probe; geschrieben wurde nichts."


# ---------------------------------------------------------------------------------- an editor's hand


def test_what_an_editor_changed_stays(fetcher: Fetcher):
    fetcher.serve("bund", item(1), item(2))
    fetcher.run()
    path = fetcher.folder / "2026-11-10-meldung-nummer-1.md"
    path.write_text(
        path.read_text("utf-8").replace("teaser: Ein Satz.", "teaser: Ein besserer Satz.\nthemen:\n  - Verkehr"),
        "utf-8",
    )
    changed = path.read_bytes()
    fetcher.serve("bund", item(1, text="Ganz anders."), item(2, "Neuer Titel der zweiten"))
    fetcher.run()

    assert path.read_bytes() == changed
    assert fetcher.said[0] == "Bundespartei: 1\u00a0geändert, 1\u00a0von Hand geändert."
    assert fetcher.titles() == ["Meldung Nummer 1", "Neuer Titel der zweiten"]
    assert fetcher.names == [
        "2026-11-10-meldung-nummer-1",
        "2026-11-10-meldung-nummer-2",
    ]  # a name stays though a title changes
    fetcher.sources("  aktiv: nein\n")
    fetcher.run()
    assert fetcher.titles() == ["Meldung Nummer 1"]


def test_what_an_editor_deleted_stays_deleted(fetcher: Fetcher):
    fetcher.serve("bund", item(1), item(2))
    fetcher.run()
    (fetcher.folder / "2026-11-10-meldung-nummer-1.md").unlink()
    for _ in range(2):
        fetcher.run()
        assert fetcher.titles() == ["Meldung Nummer 2"]
    assert "gelöscht" in fetcher.said[0]
    fetcher.serve("bund")  # an empty feed for a day, then everything again
    fetcher.run()
    fetcher.serve("bund", item(1), item(2))
    fetcher.run()
    assert fetcher.titles() == ["Meldung Nummer 2"]
    fetcher.serve("bund", item(2))
    for after, lines in ((0, 3), (200, 2)):  # forgotten when it would not be shown any more
        fetcher.run(TODAY + dt.timedelta(days=after))
        assert (
            len(
                [
                    line
                    for line in (fetcher.folder / ".abgerufen").read_text().splitlines()
                    if line.startswith("#") or "nummer-1" in line
                ]
            )
            == lines - 1
        )


def test_what_an_editor_wrote_is_not_fetched_again(fetcher: Fetcher):
    fetcher.project.write(
        "meldungen/fremd/2026-11-10-von-hand.md",
        "---\nuid: q8z3fc\ntitel: Anders genannt\ndatum: 2026-11-10\nherkunft: andere\nteaser: Von Hand.\nquelle_name: Zeitung\nquelle_url: http://example.net/1/?utm_source=x\n---\n",
    )
    fetcher.serve("bund", item(1), item(2))
    fetcher.run()

    assert fetcher.titles() == ["Anders genannt", "Meldung Nummer 2"]


@pytest.mark.parametrize("damage", ["", "<<<<<<< HEAD\nunsinn\n=======\n", None])
def test_a_lost_list_costs_nothing_but_later_changes(fetcher: Fetcher, damage: str | None):
    """A run that was killed before it wrote its list, or two branches that met."""
    fetcher.serve("bund", item(1), item(2, link=""))
    fetcher.run()
    before = {name: data for name, data in contents(fetcher.folder).items() if name.endswith(".md")}
    listed = (fetcher.folder / ".abgerufen").read_bytes()
    (fetcher.folder / ".abgerufen").unlink() if damage is None else (fetcher.folder / ".abgerufen").write_text(damage)
    fetcher.run()

    assert {name: data for name, data in contents(fetcher.folder).items() if name.endswith(".md")} == before
    assert (fetcher.folder / ".abgerufen").read_bytes() == listed


# ------------------------------------------------------------------------------ how many, how long, which


def test_the_newest_are_shown_and_push_out_the_oldest(fetcher: Fetcher):
    fetcher.sources("  anzahl: 2\n")
    fetcher.serve("bund", item(1, day=1), item(3, day=3), item(2, day=2))
    fetcher.run()
    assert fetcher.titles() == ["Meldung Nummer 2", "Meldung Nummer 3"]
    fetcher.serve("bund", item(4, day=4))
    fetcher.run()

    assert fetcher.titles() == ["Meldung Nummer 3", "Meldung Nummer 4"]
    assert fetcher.said[0] == "Bundespartei: 1\u00a0neu, 1\u00a0entfernt."


def test_entries_without_a_date_stand_where_their_feed_puts_them(fetcher: Fetcher):
    fetcher.sources("  anzahl: 2\n  tage: 10\n")
    fetcher.serve("bund", *[item(n, day=None) for n in (4, 3, 2, 1)])
    fetcher.run()
    assert fetcher.titles() == ["Meldung Nummer 3", "Meldung Nummer 4"]
    fetcher.run(TODAY + dt.timedelta(days=3))
    assert fetcher.titles() == ["Meldung Nummer 3", "Meldung Nummer 4"]
    later = TODAY + dt.timedelta(days=20)
    for _ in range(2):  # over, and not new because nobody knows its day
        fetcher.run(later)
        assert fetcher.titles(later) == []


def test_what_is_over_goes(fetcher: Fetcher):
    fetcher.sources("  tage: 15\n")
    fetcher.serve("bund", item(1, day=10), item(2, day=1))
    fetcher.run()
    assert fetcher.titles() == ["Meldung Nummer 1"]
    fetcher.run(dt.date(2026, 11, 25))
    assert fetcher.names == ["2026-11-10-meldung-nummer-1"]
    fetcher.run(dt.date(2026, 11, 26))
    assert fetcher.names == []


def test_words_choose(fetcher: Fetcher):
    fetcher.sources("  nur_mit:\n    - verkehr\n    - Rad\n  nicht_mit: Stellenangebot\n")
    fetcher.serve(
        "bund",
        item(1, "Die Verkehrswende"),
        item(2, "Gerade eben"),
        item(3, "Neue RADWEGE", text="Und ein Stellenangebot."),
        item(4, "Wege", text="Für das Rad."),
    )
    fetcher.run()

    assert fetcher.titles() == ["Die Verkehrswende", "Wege"]


# --------------------------------------------------------------------------------------------- doubles


def test_the_same_in_two_feeds_is_shown_once(fetcher: Fetcher):
    fetcher.sources("", "")
    text = "Heute haben wir in Berlin ein Gesetz beschlossen, das den Verkehr auf dem Land besser macht."
    fetcher.serve(
        "bund",
        item(1, "Gleiche Kennung"),
        item(2, "Gleicher Link", guid="b-2"),
        item(3, "Gesetz für den Verkehr", text=text),
    )
    fetcher.serve(
        "land",
        item(1, "Gleiche Kennung, anders", link="https://land.example.net/a"),
        item(2, "Mit anderem Titel", guid="l-2", link="http://www.example.net/2/#oben"),
        item(4, "Gesetz für den Verkehr!", text=text + " Mehr dazu."),
    )
    fetcher.run()

    assert fetcher.titles() == ["Gesetz für den Verkehr", "Gleiche Kennung", "Gleicher Link"]
    before = stamps(fetcher.folder)
    fetcher.run()
    assert stamps(fetcher.folder) == before


def test_the_same_title_does_not_make_two_entries_one(fetcher: Fetcher):
    fetcher.sources("", "")
    fetcher.serve(
        "bund",
        item(1, "Pressemitteilung", text="Über Busse im Land."),
        item(2, "Pressemitteilung", text="Über Bahnen im Bund."),
        item(3, "Pressemitteilung", guid="tag:example.net,2026:2", text="Zweimal dieselbe Kennung."),
    )
    fetcher.serve("land", item(4, "Pressemitteilung", text="Über ganz andere Dinge."))
    fetcher.run()

    assert fetcher.titles() == ["Pressemitteilung"] * 4
    assert fetcher.names == ["2026-11-10-pressemitteilung", *(f"2026-11-10-pressemitteilung-{n}" for n in (2, 3, 4))]


# ----------------------------------------------------------------------------------- sources that fail


def test_a_dead_source_changes_nothing_and_its_age_is_told(fetcher: Fetcher):
    fetcher.sources("", "")
    fetcher.serve("bund", item(1))
    fetcher.serve("land", item(2))
    fetcher.run(dt.date(2026, 11, 10))
    before = stamps(fetcher.folder)
    fetcher.rogue.pages["/land"] = answer(b"", "500 Oops")
    fetcher.run(dt.date(2026, 11, 11))
    done = fetcher.run(dt.date(2026, 11, 23))

    assert stamps(fetcher.folder) == before
    assert (
        fetcher.said[1]
        == "Landesverband: antwortet mit 500: dort liegt ein Fehler vor; seit 12\u00a0Tagen nicht erreichbar (zuletzt am 10.\u00a0November 2026). 1\u00a0Anriss von dort bleibt."
    )
    assert (done.asked, done.failed) == (2, 1)
    fetcher.serve("land", item(2))
    fetcher.run(dt.date(2026, 11, 24))
    assert fetcher.said[1] == "Landesverband: nichts Neues."


def test_a_source_that_is_gone_is_not_asked_again(fetcher: Fetcher):
    fetcher.rogue.pages["/bund"] = answer(b"", "410 Gone")
    fetcher.run()
    assert (
        fetcher.said[0]
        == "Bundespartei: gibt es nicht mehr (410). Von dort ist nichts da. Bitte in content/teaserquellen.yaml die neue Adresse eintragen oder die Zeile „aktiv: nein“."
    )
    fetcher.run()
    assert len(fetcher.rogue.requests) == 1
    fetcher.run(now=True)
    assert len(fetcher.rogue.requests) == 2


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (
            b"<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml' href='/richtig.xml'></head><body>Hallo",
            "text/html",
            "schickt eine Webseite, keinen Feed; sie nennt diesen: BASE/richtig.xml",
        ),
        (b"%PDF-1.7 ...", "application/pdf", "schickt eine Datei, keinen Feed"),
        (b"", "application/rss+xml", "schickt nichts"),
        (b"Guten Tag", "application/rss+xml", "schickt etwas, das kein Feed ist"),
        (b'{"version": 1}', "application/feed+json", "schickt JSON, aber keinen Feed"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_sentence(fetcher: Fetcher, body: bytes, kind: str, said: str):
    fetcher.rogue.pages["/bund"] = answer(body, Content_Type=kind)
    done = fetcher.run()

    assert fetcher.said[0] == f"Bundespartei: {said.replace('BASE', fetcher.rogue.base)}. Von dort ist nichts da."
    assert done.asked == done.failed == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (FEED.encode(), "text/html; charset=iso-8859-1"),
        (FEED.encode(), "text/plain"),
        (FEED.replace('encoding="utf-8"', 'encoding="iso-8859-1"').encode(), "application/xml; charset=us-ascii"),
        (FEED.replace('encoding="utf-8"', 'encoding="iso-8859-1"').encode("latin-1"), "text/xml; charset=utf-8"),
        (FEED.replace('encoding="utf-8"', "").encode("windows-1252"), "application/rss+xml; charset=windows-1252"),
        (FEED.replace("utf-8", "utf-16").encode("utf-16"), "application/octet-stream"),
        (b"\xef\xbb\xbf" + FEED.encode(), ""),
        (b"\n\n" + FEED.encode(), "application/rss+xml"),
        (
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": "T",
                    "items": [
                        {
                            "id": "1",
                            "url": "https://www.example.org/wege",
                            "title": "Schöne Wege",
                            "content_html": "<p>Gut.</p>",
                            "date_published": "2026-11-10T10:00:00+01:00",
                        }
                    ],
                }
            ).encode(),
            "text/plain",
        ),
    ],
)
def test_a_wrong_type_or_charset_costs_no_umlaut(fetcher: Fetcher, body: bytes, kind: str):
    fetcher.rogue.pages["/bund"] = answer(body, Content_Type=kind)
    fetcher.run()

    assert fetcher.titles() == ["Schöne Wege"]
    assert fetcher.names == ["2026-11-10-schoene-wege"]


def test_the_process_that_reads_needs_no_file_for_what_is_rare(earnest: Fetcher):
    """Python loads a charset when somebody asks for it, and libraries load parts of themselves: both are there before the door is shut."""
    earnest.rogue.pages["/bund"] = answer(
        FEED.replace('encoding="utf-8"', "").encode("windows-1252"),
        Content_Type="application/rss+xml; charset=windows-1252",
    )
    earnest.run()
    assert earnest.titles() == ["Schöne Wege"]
    earnest.rogue.pages["/bund"] = answer(
        "<!DOCTYPE html><html><head><link rel='alternate' type='application/atom+xml' href='/a'><title>Größe</title>".encode(
            "windows-1252"
        )
    )
    earnest.run()
    assert f"schickt eine Webseite, keinen Feed; sie nennt diesen: {earnest.rogue.base}/a" in earnest.said[0]


def test_a_new_address_is_told(fetcher: Fetcher):
    fetcher.serve("neu", item(1))
    fetcher.rogue.pages["/bund"] = answer(b"", "301 Moved", Location="/neu")
    fetcher.run()

    assert (
        fetcher.said[0]
        == f"Bundespartei: 1\u00a0neu. Die Quelle ist umgezogen; bitte in content/teaserquellen.yaml eintragen: {fetcher.rogue.base}/neu"
    )


def test_a_join_address_in_a_feed_never_reaches_a_file(fetcher: Fetcher):
    """It would stop the build. Assembled here, so that none stands in the project."""
    fetcher.serve("bund", item(1, text="Einwahl: https://zoom." + "us/j/" + "123456789"), item(2))
    fetcher.run()

    assert fetcher.titles() == ["Meldung Nummer 2"]
    assert "    nicht übernommen: „Meldung Nummer 1“: Hier steht eine Einwahladresse: zoom." in fetcher.said[0]


# -------------------------------------------------------------------------------------------- switches


def test_a_group_that_may_not_show_party_material_says_so_in_one_line(fetcher: Fetcher):
    fetcher.sources("", "", "")
    for path, number in (("bund", 1), ("land", 2), ("zeitung", 3)):
        fetcher.serve(path, item(number))
    fetcher.run()
    about = fetcher.project.content / "fraktion.yaml"
    about.write_text(about.read_text("utf-8") + "parteiinhalte: nein\n", "utf-8")

    assert fetcher.titles() == ["Meldung Nummer 3"]  # at once, before anything is fetched
    fetcher.project.build()
    assert "Meldung Nummer 1" not in fetcher.project.page("meldungen/")
    asked = len(fetcher.rogue.requests)
    fetcher.run()
    assert len(fetcher.rogue.requests) == asked + 1
    assert (
        fetcher.said[0]
        == "Bundespartei: wird nicht abgerufen (parteiinhalte: nein in content/fraktion.yaml). 1\u00a0Anriss entfernt."
    )
    assert fetcher.names == ["2026-11-10-meldung-nummer-3"]


def test_only_one_source(fetcher: Fetcher):
    fetcher.sources("", "")
    fetcher.serve("bund", item(1))
    fetcher.serve("land", item(2))
    fetcher.run(only="landesverband")

    assert fetcher.titles() == ["Meldung Nummer 2"]
    with pytest.raises(
        Refusal, match=r"gibt es nicht\. In content/teaserquellen\.yaml stehen: Bundespartei, Landesverband"
    ):
        fetcher.run(only="Ort")


def test_a_source_may_be_renamed(fetcher: Fetcher):
    fetcher.serve("bund", item(1))
    fetcher.run()
    (uid,) = [i.uid for i in fetcher.project.site().news]
    table = fetcher.project.content / "teaserquellen.yaml"
    table.write_text(table.read_text("utf-8").replace("Bundespartei", "Grüne im Bund"), "utf-8")
    fetcher.run()

    (found,) = fetcher.project.site().news
    assert (found.uid, found.source_name) == (uid, "Grüne im Bund")


# --------------------------------------------------------------------------------------------- the command


def test_the_command_says_what_it_does_and_how_it_ends(fetcher: Fetcher):
    help = called(fetcher.project, "teaser", "holen", "--help").stdout
    assert "Beispiel: fraktion teaser holen --probe" in help
    with (fetcher.project.root / "pelicanconf.py").open("a") as conf:
        conf.write('\nTEASER_NETZE = ["127.0.0.0/8"]\n')
    fetcher.serve("bund", item(1))
    done = called(fetcher.project, "teaser", "holen", "--heute", "2026-11-22")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "Bundespartei: 1\u00a0neu.\n1\u00a0Datei geschrieben in content/meldungen/fremd/.\nAnsehen: git status, git diff. Zurücknehmen,"
    )
    fetcher.rogue.pages.clear()
    done = called(fetcher.project, "teaser", "holen", "--jetzt", "--heute", "2026-11-22")
    assert (done.returncode, done.stdout) == (
        1,
        "Bundespartei: antwortet mit 404: unter dieser Adresse liegt nichts (zuletzt am 22.\u00a0November 2026). 1\u00a0Anriss von dort bleibt.\n",
    )


def test_the_own_network_is_closed_unless_the_settings_open_it(fetcher: Fetcher):
    done = called(fetcher.project, "teaser", "holen")

    assert done.returncode == 1
    assert "einem Rechner in einem privaten Netz; von dort wird nichts geholt" in done.stdout
    assert fetcher.rogue.requests == []


def test_a_wrong_table_is_told_and_nothing_is_fetched(fetcher: Fetcher):
    fetcher.project.write("teaserquellen.yaml", "- name: Bund\n  adresse: bund.example.org\n")
    done = called(fetcher.project, "teaser", "holen")

    assert done.returncode == 1
    assert "content/teaserquellen.yaml:2: „adresse: bund.example.org“ ist keine Adresse im Netz." in done.stderr
    assert "Es wurde nichts abgerufen." in done.stderr


def test_without_sources_the_command_says_where_they_belong(project: Project):
    done = called(project, "teaser", "holen")

    assert done.returncode == 0
    assert "Sie gehören nach content/teaserquellen.yaml, zum Beispiel:\n\n- name: Bundespartei" in done.stdout
