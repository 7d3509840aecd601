"""After any sequence of edits the output is, byte for byte, what a build from nothing makes; what stayed the same is not touched.

Hypothesis looks for counter-examples. Those that were found stand below as cases with a name.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.feeds import choice
from plugins.records.problems import errors
from plugins.site.build import build

from ..disk import contents
from . import edits as e
from . import world as w
from .edits import (
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
    Met,
    Opening,
    OutputDeleted,
    OutputEdited,
    OutputNamed,
    PersonAdded,
    PersonRemoved,
    Point,
    Redirects,
    Refers,
    Renamed,
    Reported,
    Restored,
    Retold,
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
)
from .world import Meeting, News, Paper, Start, Step, day, live

pytestmark = pytest.mark.usefixtures("quickly")

# ----------------------------------------------------------------------------- any site, any edit

n = st.integers(0, 7)
few = st.integers(0, 2)
past = st.integers(-900, -40).map(day)
near = st.sampled_from([day(offset) for offset in (-30, -3, -1, 0, 1, 2, 7, 40)])
texts = st.sampled_from(
    [
        "Ganz anders.",
        "Weil es *sehr* gut ist.",
        "Weil es gut ist!",
        "Zwei Absätze.\n\nDer zweite.",
        "Eine [Seite](https://example.org/a).",
        "1. Eins\n2. Zwei",
        "| A | B |\n|---|--:|\n| 1 | 2 |",
        "Schüler*innen & <b>Pendler*innen</b>",
    ]
)
titles = st.sampled_from(["Radweg", "Äpfel & Birnen", "Zebrastreifen", "antrag nummer 1", "Bus <b>47</b>"])
steps = st.one_of(
    st.builds(
        Step,
        few,
        past,
        st.sampled_from(["", "vertagt", "mehrheitlich beschlossen", "abgelehnt", "empfohlen", "zur Kenntnis genommen"]),
        st.booleans(),
    ),
    st.builds(Step, few, st.none() | near, st.just(""), st.booleans()),
)
blocks = st.sampled_from(
    [
        "",
        "## Klimarelevanz\n\nKeine.",
        "[Dort](ZIEL.md) steht mehr.",
        "Siehe [oben](#begruendung).",
        "[Plan](plan.pdf)",
        "### Kleiner\n\nMehr.",
        "Noch ein Absatz.",
        "[Alle](/antraege/)",
    ]
)
papers = st.builds(
    Paper,
    title=st.just("") | titles,
    date=past,
    question=st.booleans(),
    draft=st.sampled_from([False, False, False, True]),
    reference=st.sampled_from(["", "", "VII/10", "VII/9"]),
    topics=st.sets(few, max_size=2).map(lambda s: tuple(sorted(s))),
    refers=st.sets(few, max_size=1).map(tuple),
    signers=st.sets(few, max_size=2).map(tuple),
    steps=st.lists(steps, max_size=2).map(tuple),
    due=st.none() | near,
    files=st.sampled_from([(), (), ("plan.pdf",)]),
)
news = st.builds(
    News,
    date=past | near,
    text=texts,
    teaser=st.sampled_from(["", "Ein Anriss."]),
    about=st.sets(few, max_size=2).map(tuple),
    expires=st.none() | near,
)
meetings = st.builds(
    Meeting, date=past | near, committee=st.none() | st.just(0), about=st.sets(few, max_size=2).map(tuple)
)
dates = st.sets(st.integers(0, 6), max_size=2).map(tuple)
series = st.builds(w.Series, dates, dates, dates, st.none() | st.integers(0, 6), st.sets(few, max_size=2).map(tuple))
starts = st.builds(
    Start,
    st.lists(papers, min_size=3, max_size=8).map(tuple),
    st.lists(news, max_size=2).map(tuple),
    st.lists(meetings, max_size=2).map(tuple),
    st.none() | series,
)

writing = st.one_of(
    st.builds(Text, n, texts),
    st.builds(Text, n, texts),
    st.builds(Opening, n, st.just("") | texts),
    st.builds(Point, n, st.sampled_from(["Ein Baum.", "Zwei Bäume."]), st.booleans()),
    st.builds(Block, n, blocks, n),
    st.builds(Title, n, titles),
    st.builds(Dated, n, past),
    st.builds(Renamed, n, st.sampled_from(["umbenannt", "anders", "2021-radweg"])),
    st.builds(Refers, n, n),
    st.builds(Topics, n, st.tuples(few)),
    st.builds(Went, n, steps),
    st.builds(Due, n, st.none() | near),
    st.builds(Drafted, n, st.booleans()),
    st.builds(Deleted, n),
    st.just(Restored()),
    st.builds(Added, st.booleans(), st.just("") | titles),
    st.builds(CommitteeRenamed, few, st.sampled_from(["Ausschuss A", "Beirat B"])),
    st.builds(PersonRemoved, few),
    st.builds(PersonAdded, few),
    st.builds(TopicAdded, st.sampled_from(["Umwelt", "Kreis"])),
    st.builds(
        Attached,
        n,
        st.sampled_from(["plan.pdf", "anlage 2.pdf"]),
        st.sampled_from([b"%PDF-1.4 alt", b"%PDF-1.4 neu", b"laenger als das"]),
    ),
    st.builds(Detached, n),
    st.builds(Reported, few, st.none() | news),
    st.builds(Met, few, st.none() | meetings),
    st.builds(e.Repeats, st.none() | series),
    st.builds(Wrong, n, st.sampled_from(sorted(e.WRONG))),
    st.just(Touched()),
    st.builds(Retold, st.sampled_from(["seiten", "meldungen", "personen", "gremien", "sitzungen"]), texts),
    st.builds(e.Term, st.sampled_from(["2025-11-01", "2026-03-01"])),
    st.builds(e.Footer, few),
    st.builds(
        Redirects, st.sampled_from(["/alt/seite.html", "/alt", "/404.html", "/alt/plan.pdf"]), st.just("/antraege/")
    ),
)
around = st.one_of(
    st.builds(Day, st.integers(-20, 400) | st.sampled_from([0, 1, 2, 3, 8])),
    st.builds(Cores, st.sampled_from([1, 2])),
    st.builds(Told, st.just("SITEURL"), st.sampled_from([None, "https://anders.example.org/unter"])),
    st.builds(
        Told,
        st.just("OHNE"),
        st.sampled_from([None, ["karten/"], w.SELDOM, ["themen/", "feeds/", *w.SELDOM], ["a/", *w.SELDOM]]),
    ),
    st.builds(Told, st.just("ENTWUERFE"), st.sampled_from([None, True])),
    st.builds(
        Template,
        st.sampled_from(
            [
                "motion.html",
                "base.html",
                "forward.html",
                "components/papers.html",
                "components/linked.html",
                "item.html",
            ]
        ),
        st.integers(0, 2),
    ),
    st.builds(Style, few),
    st.builds(
        About,
        st.sampled_from(
            [
                "",
                "telefon: 030 1",
                "teaser_woerter: 3",
                "gesperrte_adressen: [geheim.example.org]",
                "gesperrte_adressen: [example.org]",
            ]
        ),
        st.sampled_from(["", "Andere"]),
    ),
    st.builds(OutputDeleted, st.integers(0, 200)),
    st.builds(OutputEdited, st.integers(0, 200), st.booleans()),
    st.builds(
        Stray,
        st.sampled_from(["fremd.txt", "antraege/fremd/index.html", "antraege/antrag-1/.index.html.neu~", "neu/leer/x"]),
    ),
    st.builds(FolderForFile, st.integers(0, 200)),
    st.builds(FileForFolder, st.integers(0, 60)),
    st.just(StoreDeleted()),
    st.builds(StoreDamaged, st.integers(0, 2**32), st.sampled_from(["middle", "middle", "cut", "noise"])),
    st.builds(KilledAt, st.integers(1, 60)),
)


SEARCHED = Told("OHNE", ["karten/"])


def happenings(edits: st.SearchStrategy, most: int) -> st.SearchStrategy:
    """Steps with a build after each; now and then two edits at once."""
    return st.lists(st.one_of(st.tuples(edits), st.tuples(edits), st.tuples(edits, edits)), min_size=1, max_size=most)


def in_a_folder(start: Start, happened: Sequence, patch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        live(start, happened, Path(folder) / "projekt", patch)


COMMON = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": False}


@settings(max_examples=3, derandomize=True, **COMMON)
@given(start=starts, happened=happenings(writing, 6))
def test_whatever_is_written(start, happened, quickly):
    """Texts are written, changed, renamed, removed; also where the search has bundles of many files."""
    in_a_folder(start, [(SEARCHED,), *happened], quickly)


@settings(max_examples=4, derandomize=True, **COMMON)
@given(start=starts, happened=happenings(st.one_of(around, writing), 6))
def test_whatever_happens(start, happened, quickly):
    """And around the texts everything else changes too: theme, settings, day, the output, the store."""
    in_a_folder(start, happened, quickly)


@pytest.mark.lang
@settings(max_examples=100, **{**COMMON, "print_blob": True})
@given(start=starts, happened=happenings(writing, 12))
def test_whatever_is_written_for_long(start, happened, quickly):
    """With the search, as above: another hundred."""
    in_a_folder(start, [(SEARCHED,), *happened], quickly)


@pytest.mark.lang
@settings(max_examples=1000, **{**COMMON, "print_blob": True})
@given(start=starts, happened=happenings(st.one_of(writing, around), 12))
def test_whatever_happens_for_long(start, happened, quickly):
    """Another thousand sites each time."""
    in_a_folder(start, happened, quickly)


# ------------------------------------------------------------------------- what was found, by name


THREE = Start(papers=(Paper(), Paper(date=day(-100)), Paper(date=day(-500))))
BEGUN: w.Colds = {}
TOLD = Start(papers=(Paper(),), news=(News(teaser="Ein Anriss."),), meetings=(Meeting(),))


@pytest.fixture
def lived(tmp_path: Path, quickly: pytest.MonkeyPatch):
    """Live through something that once went wrong. The law holds after each step."""

    def go(*happened: Sequence[e.Edit] | e.Edit, start: Start = THREE) -> w.World:
        return live(
            start,
            [step if isinstance(step, tuple) else (step,) for step in happened],
            tmp_path / "projekt",
            quickly,
            BEGUN,
        )

    return go


@pytest.mark.parametrize("kind", ["seiten", "meldungen", "personen", "gremien", "sitzungen"])
def test_a_text_of_the_same_length_is_a_new_text(lived, kind):
    """A page was known by its headings and lines, not by its words: a mended typo outside motions never appeared."""
    world = lived(e.Retold(kind, "Der Tipfehler."), e.Retold(kind, "Der Tippfeler."), start=TOLD)
    assert [path for path in world.outputs() if b"Tippfeler" in path.read_bytes()]


def test_the_dates_of_a_series_are_moved_cancelled_added_and_filed(lived):
    """Every page and calendar that shows one follows, and no other."""
    one = w.Series(moved=(3,), cancelled=(4,), filed=5, about=(0,))
    world = lived(
        e.Repeats(w.Series()),
        e.Repeats(w.Series(moved=(3,))),
        e.Repeats(one),
        e.Repeats(replace(one, extra=(3,), cancelled=())),
        e.Retold("sitzungen", "Neuer Text."),
        Day(8),
        Text(0),
        e.Repeats(w.Series(filed=3)),
        e.Repeats(),
    )
    assert not list(world.output.glob("kalender/termine/*.ics"))


def test_an_address_that_is_blocked_later_is_found_in_old_texts(lived):
    """Neither were texts read again nor pages looked through again, since both were as before."""
    world = lived(
        Text(0, "Wir treffen uns auf https://raum.example.net/gruen heute."),
        Text(0, "Wir treffen uns auf https://raum.example.net/gruen morgen."),
        About("gesperrte_adressen: [raum.example.net]"),
    )
    assert [p.code for p in world.build().problems if not p.warning] == ["conference"]


def test_an_address_that_is_no_longer_blocked_may_be_published(lived):
    world = lived(About("gesperrte_adressen: [raum.example.net]"), Text(0, "https://raum.example.net/gruen"), About())
    assert world.build().report


def test_a_text_that_is_nested_too_deeply_stays_a_problem(lived):
    """What was wrong with it was lost on the way through the store, and the page came out empty."""
    world = lived(Text(0, "- " * 3000 + "tiefer"))
    assert [p.code for p in world.build().problems if not p.warning] == ["text-deep"]


def test_deep_quotes_come_out_the_same_whoever_asks(lived):
    """Python-Markdown stops near Python's limit of calls, and the short way asks with fewer open calls than the long one."""
    lived(Text(0, ">" * 400 + " tief"), Text(0, ">" * 401 + " tief"))


@pytest.mark.parametrize(
    "path", ["fremd.txt", "antraege/antrag-1/fremd.html", "antraege/antrag-1/.index.html.neu~", "neu/leer/fremd.txt"]
)
def test_a_stray_file_goes_when_only_a_text_changes(lived, path):
    """The short way looked at the files it knew, and at no others."""
    lived((Stray(path), Text(0)))


def test_an_empty_folder_goes_too(lived, tmp_path):
    world = lived(Text(0))
    (world.output / "leer" / "tief").mkdir(parents=True)
    w.hold(world)


def test_a_temporary_file_of_a_killed_build_goes_when_the_edit_is_taken_back(lived, quickly):
    """All files are as the store knows them, and yet there is one more."""
    world = lived(Text(0))
    before = world.papers[0]
    Text(0, "Noch anders.").apply(world)
    world.sync()
    assert w.killed_build(world, 4, quickly)  # before and after what is to be done is remembered, then two writes
    assert list(world.output.rglob("*.neu~"))
    world.papers[0] = before
    world.sync()
    w.hold(world)


@pytest.mark.parametrize("names", [("index.html",), ("404.html",), ("index.html", "404.html")])
def test_the_home_page_may_be_deleted_by_hand(lived, names):
    """Its mark says whose folder this is; without it the build refused to go on."""
    lived(tuple(OutputNamed(name) for name in names))


def test_the_home_page_may_be_damaged_while_the_store_is_gone(lived):
    lived((OutputNamed("index.html", b"<!doctype"), e.StoreDeleted()))


TAKEN = [
    "/404.html",
    "/sitemap.xml/alt",
    "/robots.txt/x",
    "/feeds/antraege.atom",
    "/antraege/antrag-0/plan.pdf",
    "/antraege/antrag-0/plan.pdf/seite",
    "/index.html/alt",
    "/antraege/antrag-0/index.html",
]


@pytest.mark.parametrize(
    "source", [" ".join(TAKEN), *(pytest.param(source, marks=pytest.mark.lang) for source in TAKEN)]
)
def test_an_old_address_never_takes_the_place_of_a_file(lived, source):
    """Two pages of one path took turns with every build; a file and a folder of one name pushed each other out."""
    lived(Redirects(source), Text(0), e.Style(), start=Start(papers=(Paper(files=("plan.pdf",)),)))


def test_two_old_addresses_that_lie_in_one_another(lived):
    world = lived(Text(0))
    world.redirects = "- von: /alt/seite.html\n  nach: /antraege/\n- von: /alt/seite.html/mehr\n  nach: /\n"
    world.sync()
    w.hold(world)
    assert w.hold(world).report.rendered == 0


def test_a_list_behind_a_link_is_read_where_it_leads(lived, tmp_path):
    """The link stays as it is when the file it leads to changes."""
    world = lived(Text(0))
    file = world.project.content / "fraktion.yaml"
    file.rename(tmp_path / "fraktion.yaml")
    file.symlink_to(tmp_path / "fraktion.yaml")
    w.hold(world)
    (tmp_path / "fraktion.yaml").write_text(w.ABOUT.replace("Grüne Probe", "Andere"), "utf-8")
    assert w.hold(world).report.written


def test_a_preview_with_problems_is_no_site(lived):
    """What a lenient build left out may not be published by the next one, which found nothing changed."""
    world = lived(Text(0))
    world.source(world.papers[1]).write_text("---\ntitel: Nichts\n---\n", "utf-8")
    assert build(world.settings(), lenient=True).report.removed
    world.source(world.papers[0]).write_text(
        w.paper_text(replace(world.papers[0], text="Noch anders."), world), "utf-8"
    )
    result = world.build()
    assert errors(result.problems)
    assert result.report is None


def test_a_problem_moves_with_its_line(lived):
    """Its place was remembered, while the text above it grew."""
    world = lived(Text(0))
    paper = replace(world.papers[0], extra=("[tot](gibt-es-nicht.md)",))
    lines = []
    for text in ("Kurz.", "Lang.\n\nSehr lang."):
        w.tick()
        world.source(paper).write_text(w.paper_text(replace(paper, text=text), world), "utf-8")
        lines += [p.line for p in build(world.settings(), lenient=True).problems if p.code.startswith("link-dead")]
    assert lines[1] == lines[0] + 2


def test_a_hint_names_the_day(lived):
    """„seit 3 Tagen“ is true for one day only."""
    lived(
        Day(1),
        Day(2),
        Text(0),
        Day(1),
        start=Start(papers=(Paper(steps=(Step(date=day(-3)),)), Paper(question=True, due=day(-5)))),
    )


def test_a_reference_becomes_a_link_and_words_again(lived):
    """To a motion that is deleted, restored, renamed, newly titled; to one that comes later."""
    start = Start(papers=(Paper(refers=(1, 3)), Paper(date=day(-100)), Paper(date=day(-200), refers=(0,))))
    lived(
        Text(0),
        Deleted(1),
        Text(0, "Noch."),
        Restored(),
        Renamed(2, "anders"),
        Text(0, "Wieder."),
        Title(2, "Neu"),
        Added(),
        Text(0, "Schluss."),
        start=start,
    )


def test_a_body_may_refer_and_attach(lived):
    """Links, points, headings, files: more than running text, though it stands in the text."""
    one = Block(0, "[Dort](ZIEL.md) steht mehr.", 1)
    lived(
        Text(1),
        one,
        Text(0),
        Renamed(1, "anders"),
        Block(0),
        Point(0, more=True),
        Text(0, "Noch."),
        Attached(0),
        Block(0, "[Plan](plan.pdf)"),
        Text(0, "Wieder."),
        Detached(0),
        Block(0),
        Block(0, "## Klimarelevanz\n\nGut."),
        Text(0, "Ende."),
    )


def test_lines_that_move_are_no_other_text(lived):
    lived(Opening(0, "Vorweg."), Opening(0, "Vorweg.\n\nUnd noch etwas."), Text(0), Opening(0))


def test_what_stands_in_the_way_is_moved_out_of_it(lived):
    """Folders for files, files for folders, on both cores at once."""
    lived(
        Cores(2),
        (FolderForFile(0), FolderForFile(30)),
        (FolderForFile(0), Stray("antraege/.index.html.neu~.alt/x")),
        FileForFolder(1),
        (FileForFolder(0), Touched()),
        FileForFolder(20),
        start=THREE,
    )


def test_links_in_the_output_are_replaced_and_swept(lived, tmp_path):
    """A file behind a link may change without the link; a folder behind one was never looked into."""
    world = lived(Text(0))
    page, elsewhere = world.output / "kontakt/index.html", tmp_path / "anderswo"
    elsewhere.mkdir()
    page.rename(elsewhere / "index.html")
    page.symlink_to(elsewhere / "index.html")
    (world.output / "fremd").symlink_to(elsewhere)
    assert world.build().report.removed == ["fremd"]
    assert page.is_file()
    assert not page.is_symlink()
    assert elsewhere.is_dir()
    w.hold(world)


def test_drafts_come_and_go(lived):
    lived(
        Drafted(0),
        Text(0),
        Text(0, "Noch."),
        Told("ENTWUERFE", True),
        Text(0, "Wieder."),
        Drafted(0, False),
        Told("ENTWUERFE"),
        Text(0, "Ende."),
    )


def test_parts_that_are_not_published(lived):
    lived(
        Told("OHNE", ["feeds/", "a/"]),
        Text(0),
        Text(1),
        Told("OHNE"),
        Text(0, "Noch."),
        Told("OHNE", ["antraege/antrag-0/"]),
        Text(0, "Wieder."),
    )


def test_a_feed_forgets_the_text_that_has_left_it(lived, quickly):
    """A text that no page holds any more changes nothing."""
    quickly.setattr(choice, "WINDOW", 2)
    quickly.setattr(f"{__name__}.BEGUN", {})  # the same site has other feeds here
    lived(
        Text(2),
        Added(),
        Text(0),
        Text(1),
        Text(2, "Noch."),
        Deleted(0),
        Text(1, "Wieder."),
        Dated(0, day(0)),
        Text(0, "Ende."),
    )


def test_two_projects_take_turns_with_one_output(lived, tmp_path):
    """Each with a store of its own, which knows nothing of the other."""
    one, output = lived(Text(0)), str(tmp_path / "gemeinsam")
    two = w.make_world(
        Start(papers=(Paper(title="Ein anderer"), Paper(date=day(-99), topics=(1,)))), tmp_path / "zweites"
    )
    two.sync()
    expected = [w.cold(world)[1] for world in (one, two)]
    for _ in range(2):
        for world, files in zip((one, two), expected, strict=True):
            build(world.settings(OUTPUT_PATH=output))
            assert contents(tmp_path / "gemeinsam") == files
    w.tick()
    Text(0, "Nur ein Wort.").apply(one)
    one.sync()
    build(one.settings(OUTPUT_PATH=output))
    assert contents(tmp_path / "gemeinsam") == w.cold(one)[1]


@pytest.mark.parametrize("way", ["moved", "copied"])
def test_content_that_lies_elsewhere_now(lived, tmp_path, way):
    world = lived(Text(0))
    shutil.copytree(world.project.content, tmp_path / "anders/content", copy_function=shutil.copy2)
    if way == "moved":
        shutil.rmtree(tmp_path / "anders")
        (tmp_path / "anders").mkdir()
        world.project.content.rename(tmp_path / "anders/content")
    world.project.content = tmp_path / "anders/content"
    world.told["PATH"] = str(world.project.content)
    world.told["CACHE_ORDNER"] = str(world.project.root / ".cache")
    assert w.hold(world).report.written == []
    w.tick()
    Text(0, "Hier.").apply(world)
    world.sync()
    assert len(w.hold(world).report.written) == 7  # the page and what quotes it


def test_a_project_that_is_moved_builds_as_before(lived, tmp_path):
    world = lived(Text(0), start=Start(papers=(Paper(files=("plan.pdf",)),)))
    world.project.root.rename(tmp_path / "umgezogen")
    for name in ("root", "content", "output"):
        setattr(
            world.project, name, tmp_path / "umgezogen" / getattr(world.project, name).relative_to(tmp_path / "projekt")
        )
    assert w.hold(world).report.written == []


def test_old_output_under_a_new_store_and_the_other_way_round(lived, tmp_path):
    """Backups that are put back, of the one or of the other."""
    world = lived(Text(0))
    shutil.copytree(world.output, tmp_path / "output")
    shutil.copytree(world.project.root / ".cache", tmp_path / "cache")
    for name, kept in (("output", tmp_path / "output"), (".cache", tmp_path / "cache")):
        w.tick()
        Text(0, f"Neu wegen {name}.").apply(world)
        Title(1, f"Titel {name}").apply(world)
        Deleted(2).apply(world)
        world.sync()
        w.hold(world)
        shutil.rmtree(world.project.root / name)
        shutil.copytree(kept, world.project.root / name, copy_function=shutil.copy2)
        w.hold(world)


def parts(paths) -> set[str]:
    """Kinds of files of the index among some paths."""
    return {path.removeprefix("suche/teile/").split("/")[0] for path in paths if path.startswith("suche/teile/")}


def test_one_word_more_makes_few_files_of_the_search_anew(lived):
    """On the short way: the text, the part of the word, the table and the list; what they were before goes at once."""
    world = lived(SEARCHED)
    Text(0, "Ganz anders.").apply(world)
    world.sync()
    w.hold(world)
    w.tick()
    Text(0, "Ganz anders, mit einem Wiedehopf.").apply(world)
    world.sync()
    report = w.hold(world).report
    assert parts(report.written) == {"d", "p", "liste.js"} == parts(report.removed) | {"liste.js"}
    assert sum(path.startswith("suche/") for path in report.written) <= 8


@pytest.mark.parametrize(
    "harm",
    ["edited", "store", "memory", *(pytest.param(harm, marks=pytest.mark.lang) for harm in ("deleted", "stray"))],
)
def test_a_bundle_that_was_touched_is_mended(lived, harm):
    world = lived(SEARCHED)
    victim = next(world.output.glob("suche/teile/d/*"))
    if harm == "edited":
        victim.write_bytes(b"x")
    elif harm == "deleted":
        victim.unlink()
    elif harm == "stray":
        (victim.parent / "fremd.js").write_bytes(b"x")
    elif harm == "memory":
        for file in (world.project.root / ".cache").glob("suche-*"):
            file.unlink()
    else:
        e.StoreDeleted().apply(world)
    w.tick()
    Text(0, "Ein anderes Wort.").apply(world)
    world.sync()
    w.hold(world)


def test_what_the_search_remembers_of_a_build_that_was_never_ended_is_not_believed(lived):
    """It was killed after the index was made: the memory knows a text that the output never had, and that is gone again."""
    world = lived(SEARCHED)
    (memory,) = (world.project.root / ".cache").glob("suche-*")
    w.tick()
    Added().apply(world)
    world.sync()
    w.hold(world)
    kept = memory.read_bytes()
    Deleted(len(world.papers) - 1).apply(world)
    world.sync()
    w.hold(world)
    memory.write_bytes(kept)
    w.tick()
    Text(0, "Danach.").apply(world)
    world.sync()
    w.hold(world)


def test_the_search_can_be_left_out_and_taken_in_again(lived):
    lived(SEARCHED, Told("OHNE", w.SELDOM), Text(0), SEARCHED, Told("OHNE", None))
