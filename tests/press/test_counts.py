"""Work is counted, not timed: what is rendered and written for what kind of edit, and why."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import meta

from plugins import feeds
from plugins.feeds import choice
from plugins.motions.listings import card
from plugins.motions.model import Addressee, Change, Implementation, Motion
from plugins.motions.model import Step as ModelStep
from plugins.motions.pages import motion_view
from plugins.motions.places import next_day, of_today
from plugins.motions.places import places as places_of
from plugins.press import Frame, press
from plugins.press.templates import OPTIONS, environment
from plugins.press.theme import Theme
from plugins.records.links import Link
from plugins.records.problems import errors
from plugins.site import reading
from plugins.site.build import build
from plugins.site.settings import load
from plugins.site.words import WORDS

from ..builders import Project
from ..conftest import ROOT
from ..disk import HEUTE, fraktion
from .edits import (
    About,
    Added,
    Attached,
    CommitteeRenamed,
    Day,
    Deleted,
    Edit,
    Met,
    Opening,
    OutputDeleted,
    OutputEdited,
    PersonAdded,
    PersonRemoved,
    Refers,
    Reported,
    Restored,
    Retold,
    StoreDeleted,
    Style,
    Template,
    Text,
    Title,
    Told,
    TopicAdded,
    Touched,
    Went,
)
from .world import SELDOM, Colds, Meeting, News, Paper, Start, Step, World, day, declared, hold, make_world, tick, uid

pytestmark = pytest.mark.usefixtures("compiled")

PAGES = 83  # of the site below
BEGUN: Colds = {}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Three motions in each of three years; one stands in the news and on an agenda."""
    papers = [
        Paper(date=dt.date(year, 10 - n, 5), topics=topics, reference=f"{year}/{n}" if year == 2025 else "")
        for year, topics in ((2026, (0,)), (2025, (1,)), (2024, ()))
        for n in range(3)
    ]
    made = make_world(
        Start(tuple(papers), (News(about=(4,)),), (Meeting(), Meeting(date=day(-5), about=(4,)))), tmp_path / "projekt"
    )
    made.sync()
    made.colds = BEGUN  # the same for each test
    assert hold(made).report.rendered
    made.colds = None
    return made


def after(world: World, *edits: Edit):
    """The report of the build after the edits; the law holds for it too."""
    tick()
    for edit in edits:
        edit.apply(world)
    world.sync()
    return hold(world).report


def pages(*addresses: str) -> list[str]:
    return sorted(a if "." in a.rsplit("/", 1)[-1] else f"{a}index.html" for a in addresses)


FEEDS = tuple(
    f"feeds/{name}.{kind}" for name in ("alles", "antraege") for kind in ("atom", "json", "rss")
)  # that quote a motion's text
NEWS = ("feeds/alles.atom", "feeds/alles.json", "feeds/alles.rss", "feeds/meldungen.atom", "feeds/meldungen.rss")
BALANCE = ("bilanz/", "bilanz/bilanz.csv", "bilanz/bilanz.json")
MEETINGS = ("feeds/sitzungen.atom", "feeds/sitzungen.rss")
DATA = ("antraege/antraege.csv", "antraege/antraege.json", "daten/antraege.csv")  # that tell of every motion


def oparl(paper: Paper, years: str) -> tuple[str, str]:
    """A motion as OParl, and the list that it stands in: `papers`, or `papers-` and its year."""
    return f"oparl/paper/{paper.uid}.json", f"oparl/{years}.json"


# ------------------------------------------------------------------------------ next to nothing


def test_a_second_build_asks_for_nothing(world: World) -> None:
    for _ in range(2):
        report = after(world)
        assert (report.asked, report.rendered, report.written, report.removed) == (0, 0, [], [])
    assert report.pages > 70


def test_new_times_are_no_news(world: World) -> None:
    """As after a clone, or when a file is saved as it was."""
    report = after(world, Touched())
    assert (report.asked, report.rendered, report.written) == (0, 0, [])


def test_what_changed_in_a_fresh_clone_is_found_by_whoever_reads_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many files with a new time, other processes read most."""
    after(world, *[Text(number, "Ein Rat.") for number in range(6)])
    monkeypatch.setattr(reading, "MANY", 2)
    world.cores = 2
    for number in range(6):
        for said in ("Ein Tag.", "Ein Tag mehr."):
            assert after(world, Touched(), Text(number, said)).rendered < 9


@pytest.mark.parametrize("cores", [1, 2])
def test_a_file_that_cannot_be_read_after_it_was_seen_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    """It may vanish between the two looks, whichever process reads it."""
    key_of = reading.key_of_file
    monkeypatch.setattr(reading, "MANY", 2)
    monkeypatch.setattr(
        reading,
        "key_of_file",
        lambda content, path, *more: "" if path == "antraege/antrag-4.md" else key_of(content, path, *more),
    )
    world.cores = cores
    tick()
    Touched().apply(world)
    world.sync()
    assert errors(world.build().problems) == []  # read after all, since nothing is known of it
    monkeypatch.undo()
    assert after(world).rendered == 0


# ---------------------------------------------------------------------------------- a motion


@pytest.mark.parametrize(
    "edit", [Text(4), Text(4, "Zwei Absätze.\n\nDer zweite."), Opening(4, "Vor der ersten Überschrift.")]
)
def test_a_text_is_rendered_and_written_where_it_stands(world: World, edit: Edit) -> None:
    """The motion's page, and the feeds that quote it. The rest is not even asked for, but for two parts of which the text is a part."""
    if isinstance(edit, Opening):  # a part more is a part that others may count
        after(world, Opening(4, "Vorher."))
    tick()
    edit.apply(world)
    world.sync()
    report = world.build().report
    assert report.rendered == 7
    assert report.written == pages("antraege/antrag-4/", *FEEDS)
    assert report.asked <= 4
    assert {path: report.reasons[path] for path in report.written} == {
        path: "ein Eintrag" if path.startswith("feeds/") else "der Text des Antrags" for path in report.written
    }


def test_an_old_text_is_in_no_feed_and_one_file_is_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "WINDOW", 3)
    shutil.rmtree(world.project.root / ".cache")
    after(world)
    report = after(world, Text(4))
    assert (report.rendered, report.written) == (1, pages("antraege/antrag-4/"))


def test_a_title_is_written_where_it_stands(world: World) -> None:
    report = after(world, Title(4))
    assert report.written == pages(
        "antraege/antrag-4/",
        f"a/{world.papers[4].uid}/",  # the motion and its short address
        "antraege/antrag-3/",
        "antraege/antrag-5/",  # its neighbours
        "antraege/2025/",
        "arten/antrag/",
        "ausgang/offen/",
        "themen/soziales/",
        "themen/soziales/offen/",
        "wahlperioden/2020-2025/",
        "antraege/drucksachen/2025/",
        "antraege/drucksachen/",  # lists; two of them are divided by years
        "meldungen/meldung-0/",
        "sitzungen/sitzung-1/",  # what names it
        "einbetten/thema/soziales/",
        *oparl(world.papers[4], "papers-2025"),
        *FEEDS,
        *DATA,
        f"feeds/antrag/{world.papers[4].uid}.atom",
        "feeds/arten/antrag.atom",
        "feeds/themen/soziales.atom",
    )
    assert report.rendered <= len(report.written) + 4  # whatever holds the motion, whether it shows the title or not
    assert report.reasons["antraege/antrag-4/index.html"] == "der Antrag"
    assert report.reasons["antraege/antrag-3/index.html"] == "der ältere Nachbar"
    assert report.reasons["antraege/antrag-5/index.html"] == "der neuere Nachbar"
    assert report.reasons["antraege/2025/index.html"] == "die Liste"


def test_files_joined_of_all_motions_are_made_anew_of_one_year(world: World) -> None:
    """Only the chunks of its year are made and looked through, and the files are these, joined; a year that is gone is in none."""
    paper = next(number for number, paper in enumerate(world.papers) if paper.date.year == 2025)

    assert after(world, Title(paper)).kept == [
        f"{path}\t2025"
        for path in (
            "daten/antraege.csv",
            "antraege/antraege.json",
        )  # the steps and votes of a motion say no title here
    ]
    gone = [Deleted(number) for number, paper in reversed(list(enumerate(world.papers))) if paper.date.year == 2024]
    assert gone
    report = after(world, *gone)
    assert report.kept == []
    assert {"daten/antraege.csv", "antraege/antraege.json"} <= report.joined


def test_a_new_newest_motion_is_written_where_it_stands(world: World) -> None:
    """And where motions are counted: on the first page of a list, not on those of other years."""
    report = after(world, Added())
    assert report.written == pages(
        "antraege/antrag-9/",
        f"a/{world.papers[9].uid}/",
        "antraege/antrag-0/",
        "antraege/",
        "antraege/2026/",
        "arten/antrag/",
        "ausgang/offen/",
        "arten/",
        "ausgang/",
        "wahlperioden/",
        "wahlperioden/2025-2030/",
        *BALANCE,
        "",
        "sitemap.xml",
        *FEEDS,
        *DATA,
        f"feeds/antrag/{world.papers[9].uid}.atom",
        "feeds/arten/antrag.atom",
        "daten/",
        *oparl(world.papers[9], "papers"),  # the page of the data says when they last changed
    )
    assert report.reasons["antraege/antrag-9/index.html"] == "neu"
    assert report.rendered == len(report.written)


def test_a_new_oldest_motion_changes_one_neighbour(world: World) -> None:
    written = after(world, Added(newest=False)).written
    assert [path for path in written if path.startswith("antraege/antrag-")] == pages(
        "antraege/antrag-8/", "antraege/antrag-9/"
    )


def test_a_motion_that_goes_and_comes_back_costs_the_same(world: World) -> None:
    gone = after(world, Deleted(4))
    gone_uid = world.deleted[0].uid
    assert gone.removed == pages(
        "antraege/antrag-4/", f"a/{gone_uid}/", f"feeds/antrag/{gone_uid}.atom", f"oparl/paper/{gone_uid}.json"
    )
    back = after(world, Restored())
    assert set(back.written) == {*gone.written, *gone.removed}


def test_a_reference_reaches_the_other_motion(world: World) -> None:
    report = after(world, Refers(0, 8))
    assert report.written == pages(
        "antraege/antrag-0/",
        "antraege/antrag-8/",
        *oparl(world.papers[0], "papers"),
        *oparl(world.papers[8], "papers-2024"),
    )
    assert report.reasons["antraege/antrag-8/index.html"] == "Bezüge anderer Anträge"


def test_an_attachment_is_a_file_of_its_own(world: World) -> None:
    assert after(world, Attached(4)).written == pages(
        "antraege/antrag-4/", "antraege/antrag-4/plan.pdf", *oparl(world.papers[4], "papers-2025")
    )
    report = after(world, Attached(4, data=b"%PDF-1.4 alt"))  # as long as the one before
    assert report.written == ["antraege/antrag-4/plan.pdf"]
    assert report.rendered == 1
    assert report.reasons == {"antraege/antrag-4/plan.pdf": "der Inhalt"}


# ------------------------------------------------------------------------------- other texts


def test_other_texts_are_written_where_they_stand(world: World) -> None:
    assert after(world, Retold("seiten")).written == pages("kontakt/")
    assert after(world, Retold("personen")).written == pages("personen/person-0/", "personen/person-1/")
    assert after(world, Retold("gremien")).written == pages("gremien/kreistag/", "gremien/soziales/")
    assert after(world, Retold("sitzungen")).written == pages("sitzungen/sitzung-0/", "sitzungen/sitzung-1/", *MEETINGS)
    assert after(world, Retold("meldungen")).written == pages(
        "", "meldungen/", "meldungen/2026/", "meldungen/meldung-0/", *NEWS
    )


def test_a_person_or_topic_more_does_not_touch_the_motions(world: World) -> None:
    """A motion is built from what it names, not from all that could be named."""
    after(world, Went(4, Step(1, dt.date(2025, 12, 1), "vertagt")))
    for edit in (
        PersonAdded(9),
        TopicAdded(),
        PersonRemoved(1),
        Met(7, Meeting(date=day(-50))),
        Reported(8, News(date=day(-50))),
    ):
        report = after(world, edit)
        assert report.rendered <= 13, edit
        assert not [path for path in report.written if path.startswith("antraege/")], edit


def test_a_committee_that_is_renamed_is_rendered_where_it_is_named(world: World) -> None:
    after(world, Went(4, Step(1, dt.date(2025, 12, 1), "vertagt")))
    report = after(world, CommitteeRenamed(1))
    assert report.written == pages(
        "antraege/antrag-4/",
        "antraege/2025/",
        "arten/antrag/",
        "ausgang/offen/",
        *BALANCE,
        "themen/soziales/",
        "themen/soziales/offen/",
        "wahlperioden/2020-2025/",
        "gremien/",
        "gremien/soziales/",
        "gremien/soziales/2025/",  # leads on, and says where
        "gremien/soziales/offen/",
        "kalender/",
        "kalender/gremien/soziales.ics",
        "kalender/themen/soziales.ics",
        "personen/person-1/",
        "abonnieren/",
        "feeds/alle.opml",
        *FEEDS,
        f"feeds/antrag/{world.papers[4].uid}.atom",
        "feeds/arten/antrag.atom",
        "feeds/themen/soziales.atom",
        "feeds/gremien/soziales.atom",
        *DATA,
        "daten/beratungsschritte.csv",
        "einbetten/gremium/soziales/",
        *oparl(world.papers[4], "papers-2025"),
        "oparl/meetings-2025.json",
        f"oparl/meeting/{uid('g', 1)}-2025-12-01.json",
        "oparl/organizations.json",
        f"oparl/organization/{uid('g', 1)}.json",
    )


# ------------------------------------------------------------------------- theme and settings


def reaching(theme: Path, template: str) -> set[str]:
    """The templates that reach one, found out by Jinja itself."""
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(theme / "templates"), **OPTIONS)
    env.filters |= environment(Theme((theme,))).filters
    direct = {
        name: set(meta.find_referenced_templates(env.parse(env.loader.get_source(env, name)[0])))
        for name in env.list_templates()
    }
    found = {template}
    while more := {name for name, others in direct.items() if others & found} - found:
        found |= more
    return found


@pytest.mark.parametrize(
    "template",
    [
        "motion.html",
        "components/pager.html",
        "components/linked.html",
        "components/papers.html",
        "components/date.html",
        "base.html",
        "forward.html",
    ],
)
def test_a_template_is_rendered_where_it_is_reached(
    world: World, template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.own_theme()
    makers = {
        page.path: page.maker for page in declared(world.settings(OUTPUT_PATH=str(tmp_path / "erklaert")), monkeypatch)
    }
    reached = reaching(world.project.root / "theme", template)
    expected = sorted(path for path, maker in makers.items() if maker in reached)
    assert expected
    report = after(world, Template(template))
    assert report.rendered == len(expected)
    assert set(report.written) <= set(expected)
    assert set(report.reasons.values()) == {"die Vorlage"}


def test_files_that_are_no_templates_do_not_stop_a_build(world: World) -> None:
    """An editor's swap file beside the templates, say."""
    (world.own_theme() / "templates" / ".base.html.swp").write_bytes(b"\xff\xfe\x00")
    report = after(world)
    assert (report.rendered, report.written) == (0, [])


def test_templates_behind_a_link_are_seen(world: World, tmp_path: Path) -> None:
    """Jinja follows a link to a folder, so the press does too."""
    theme = world.own_theme()
    (theme / "templates/components").rename(tmp_path / "anderswo")
    (theme / "templates/components").symlink_to(tmp_path / "anderswo")
    assert after(world).rendered == 0
    assert after(world, Template("components/pager.html")).rendered == 12  # two meetings say what is before and after


def conf_with_filter(world: World, answer: str) -> None:
    """A pelicanconf that adds a filter, as Pelican lets it."""
    conf = (ROOT / "pelicanconf.py").read_text("utf-8")
    (world.project.root / "pelicanconf.py").write_text(
        f"{conf}\ndef shout(text):\n    return {answer}\n\nJINJA_FILTERS = {{'shout': shout}}\n", "utf-8"
    )


def test_a_changed_filter_is_rendered(world: World) -> None:
    template = world.own_theme() / "templates" / "base.html"
    template.write_text(template.read_text("utf-8").replace("<title>", "<title>{{ title | shout }}", 1), "utf-8")
    for answer, shown in (("text.upper()", "KONTAKT"), ("text + '!'", "Kontakt!")):
        conf_with_filter(world, answer)
        after(world)
        assert f"<title>{shown}" in world.project.page("kontakt/")
    assert after(world).rendered == 0


def test_the_style_changes_the_name_of_one_file_and_so_every_page(world: World) -> None:
    report = after(world, Style())
    assert [path.rpartition(".")[2] for path in report.removed] == ["css"]
    assert len([path for path in report.written if path.endswith(".css")]) == 1
    assert not {*FEEDS, *DATA, "sitemap.xml", "robots.txt"} & set(report.written)


def test_a_setting_reaches_what_shows_it(world: World) -> None:
    report = after(world, Told("OHNE", ["themen/", *SELDOM]))
    assert report.written == ["sitemap.xml"]
    assert {path.split("/")[0] for path in report.removed} == {"themen"}
    every = [
        path.relative_to(world.output).as_posix()
        for path in (world.output / "feeds").rglob("*")
        if path.is_file() and "tag:www.example.org,2026" in path.read_text("utf-8")
    ]
    assert after(world, Told("FEED_TAG", "www.example.org,2020")).written == sorted(every)
    assert set(after(world, About("teaser_woerter: 3")).written) == set(
        pages("", "meldungen/", "meldungen/2026/", "meldungen/meldung-0/", *NEWS)
    )
    assert after(world, About("gesperrte_adressen: [nirgends.example.net]")).written  # back to the longer teaser
    assert after(world, About("gesperrte_adressen: [anderswo.example.net]")).written == []


# ------------------------------------------------------------------------------------ the day


def test_a_day_on_which_nothing_happens_costs_nothing(world: World) -> None:
    report = after(world, Day(1))
    assert (report.rendered, report.written) == (0, [])


def test_a_meeting_that_is_over_is_rendered_where_it_stands(world: World) -> None:
    report = after(world, Day(6))
    assert report.written == pages("", "sitzungen/", "sitzungen/2026/", "sitzungen/sitzung-0/", *MEETINGS)
    assert report.rendered == 6
    assert report.reasons["sitzungen/sitzung-0/index.html"] == "die Sitzung ist vorbei"
    assert after(world, Day(0)).rendered == 6  # and back
    assert after(world, Day(1)).rendered == 0


def test_a_step_is_rendered_when_it_comes_and_when_it_is_over(world: World) -> None:
    after(world, Went(0, Step(0, day(3))))
    assert after(world, Day(2)).rendered == 0
    assert after(world, Day(3)).written == []  # today's sitting is still to come
    report = after(world, Day(4))
    assert set(
        pages("antraege/antrag-0/", "antraege/demnaechst/", "antraege/ohne-ergebnis/", "antraege/2026/", "")
    ) <= set(report.written)
    assert not [
        path
        for path in report.written
        if path.startswith("antraege/antrag-") and path != "antraege/antrag-0/index.html"
    ]
    assert (
        report.reasons["antraege/antrag-0/index.html"] == "der Antrag, der Tag"
    )  # its status is another now: nobody knows what came of it
    assert "ausgang/unklar/index.html" in report.written
    assert after(world, Day(5)).rendered == 0


def test_a_news_item_that_expires_is_rendered_where_it_stood(world: World) -> None:
    after(world, Reported(1, News(date=day(-3), expires=day(2))))
    assert after(world, Day(2)).rendered == 0
    assert after(world, Day(3)).written == pages("", "meldungen/")


days = st.integers(-6, 6).map(lambda offset: dt.date(2024, 6, 15) + dt.timedelta(days=offset))
model_steps = st.builds(
    ModelStep,
    committees=st.just((Link("Kreistag", "gremien/kreistag/", "g2k2t2"),)),
    date=st.none() | days,
    result=st.sampled_from(["", "vertagt", "abgelehnt", "zur Kenntnis genommen"]),
    deciding=st.booleans(),
)
motions = st.builds(
    Motion,
    uid=st.just("k7f3qz"),
    stem=st.just("radweg"),
    source=st.just("content/antraege/radweg.md"),
    title=st.just("Radweg"),
    kind=st.sampled_from(["Antrag", "Anfrage"]),
    date=days,
    submitted=days,
    published=days,
    addressees=st.just((Addressee("Landrätin"),)),
    steps=st.lists(model_steps, max_size=3).map(tuple),
    progress=st.sampled_from(["eingereicht", "in Beratung", "abgelehnt", "beantwortet"]),
    deadline=st.none() | days,
    deadline_extended=st.none() | days,
    answered=st.none() | days,
    implementation=st.lists(st.builds(Implementation, days, st.just("umgesetzt")), max_size=1).map(tuple),
    changes=st.lists(st.builds(Change, days, st.just("mehr")), max_size=1).map(tuple),
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(motion=motions)
def test_a_motion_shows_the_same_until_the_next_of_its_days(motion: Motion) -> None:
    """Its page is declared with the last day that counts instead of today; on no day may that make a difference."""
    for offset in range(-9, 10):
        today = dt.date(2024, 6, 15) + dt.timedelta(days=offset)
        shown = {
            "site": FRAME,
            "motion": motion,
            "words": motion.text,
            "reverse": (),
            "sittings": (),
            "numbers": (),
            "letters": (),
            "news": (),
            "meetings": (),
            "newer": None,
            "older": None,
        }
        assert motion_view(**shown, day=motion.effective_day(today)) == motion_view(**shown, day=today)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(motion=motions)
def test_a_motion_stands_where_it_stood_until_the_next_of_its_days(motion: Motion) -> None:
    """A text is taken again on that day and on none before."""
    for offset in range(-9, 10):
        today = dt.date(2024, 6, 15) + dt.timedelta(days=offset)
        turn = min(
            filter(None, (motion.next_day(today), next_day(motion, today), feeds.next_day(motion, today))), default=None
        )
        tomorrow = today + dt.timedelta(days=1)
        if turn is None or turn > tomorrow:
            for places in (
                lambda day: [of_today(motion, day), *places_of(motion, day)],
                lambda day: list(feeds.of_motion(motion, day)),
                lambda day: card(motion, day),
            ):
                assert places(today) == places(tomorrow)


FRAME = Frame(
    name="Grüne",
    short_name="Grüne",
    county="Kreis Probe",
    mail="fraktion@example.org",
    phone="",
    address=("Am Markt 1",),
    url="https://www.example.org",
    nav=(),
    footer=(),
    feeds=(),
    style="a",
    icon="b",
    sample=True,
    drafts=False,
)


# ------------------------------------------------------------------------------- by hand, and why


def test_a_file_changed_by_hand_is_rendered_alone(world: World) -> None:
    for edit in (OutputDeleted(7), OutputEdited(7), OutputEdited(7, True)):
        report = after(world, edit)
        assert report.rendered == 1, edit
        assert list(report.reasons.values()) == ["die Datei fehlte oder war von Hand geändert"], edit


def test_without_a_store_all_is_rendered_and_nothing_written(world: World) -> None:
    report = after(world, StoreDeleted())
    assert (report.rendered, report.written) == (report.pages, [])


def test_all_means_every_byte_and_still_touches_nothing(world: World) -> None:
    """Even a change that leaves time and size as they were, which the usual build cannot see."""
    report = world.build(everything=True).report
    assert (report.rendered, report.written) == (report.pages, [])
    file = world.output / "kontakt/index.html"
    seen, data = file.stat(), file.read_bytes()
    file.write_bytes(data.replace(b"Kontakt", b"kontakT"))
    import os

    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert world.build().report.written == []
    assert world.build(everything=True).report.written == ["kontakt/index.html"]
    assert file.read_bytes() == data


def test_one_core_or_two_do_the_same_work(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "ALONE", 4)
    monkeypatch.setattr(reading, "ALONE", 4)
    made = []
    for cores in (1, 2):
        output = world.project.root / f"kerne-{cores}"
        report = build(world.settings(OUTPUT_PATH=str(output)), everything=True, cores=cores).report
        made.append(
            (
                report.pages,
                report.rendered,
                report.written,
                report.reasons,
                {p.relative_to(output): p.read_bytes() for p in output.rglob("*") if p.is_file()},
            )
        )
    assert made[0] == made[1]


def test_every_input_has_a_german_word(sample_inputs: set[str]) -> None:
    """`fraktion bauen --warum` is read by editors."""
    assert sample_inputs - WORDS.keys() == set()


@pytest.fixture
def sample_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    told = load(ROOT / "pelicanconf.py", HEUTE=dt.date(2026, 11, 22), OUTPUT_PATH=str(tmp_path / "erklaert"))
    return {name for page in declared(told, monkeypatch) for name in page.inputs}


def test_the_command_says_why(project: Project) -> None:
    project.motion()
    project.motion("2023-05-bus", uid="n5b7sx", titel="Bus", datum="2023-05-04")
    first = fraktion(project, "bauen", "--heute", HEUTE, "--warum")
    assert "\n  antraege/2023-05-bus/index.html: neu\n" in first.stdout
    assert "  " not in fraktion(project, "bauen", "--heute", HEUTE, "--warum").stdout
    project.motion("2023-05-bus", uid="n5b7sx", titel="Nachtbus", datum="2023-05-04")
    (project.output / "kontakt/index.html").unlink()
    said = fraktion(project, "bauen", "--heute", HEUTE, "--warum").stdout
    assert "\n  antraege/2023-05-bus/index.html: der Antrag\n" in said
    assert "\n  antraege/2024-03-radweg/index.html: der ältere Nachbar\n" in said
    assert "\n  antraege/index.html: " not in said
    assert "\n  kontakt/index.html: die Datei fehlte oder war von Hand geändert\n" in said
    project.motion(
        "2023-05-bus",
        uid="n5b7sx",
        titel="Nachtbus",
        datum="2023-05-04",
        body="## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n\nUnd mehr.\n",
    )
    said = fraktion(project, "bauen", "--heute", HEUTE, "--warum").stdout
    assert (
        "davon 11 geschrieben, 3 entfernt" in said
    )  # a page, six feeds; of the search the text, two parts of its words, and the list, all but the last under new names
    assert "\n  antraege/2023-05-bus/index.html: der Text des Antrags\n" in said
