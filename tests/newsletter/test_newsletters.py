"""`fraktion rundbrief`: what the feeds told and no earlier newsletter did, each once; a page, a text and HTML that say the same; no reader's address."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path
from random import Random

import pytest

from plugins.motions.vocabulary import EVENTS
from plugins.newsletter.letter import Sender, build_html, build_text
from plugins.newsletter.model import BACK, Newsletter
from plugins.newsletter.plain import clean, words_of
from plugins.newsletter.vocabulary import CHAPTERS, NEWS, SITTING
from plugins.records.problems import errors
from plugins.site.content import read_site
from plugins.site.newsletters import Wish, newsletter
from plugins.site.settings import Refusal

from ..builders import ABOUT, Project, codes
from ..disk import called
from ..reading import addresses, find, parse, runnable, words

DAY = dt.timedelta(days=1)
STYLE = re.compile(r' style="[\w:;.# -]*"')  # our own: a mail has no style sheet
NOVEMBER, DECEMBER = dt.date(2026, 11, 30), dt.date(2026, 12, 31)
COUNCIL = "---\nuid: m4t8wd\nname: Sitzung des Kreistags\nart: Kreistag\ngremium: Kreistag\ndatum: 2026-12-17\nbeginn: 17:00\nform: wird noch mitgeteilt\nzugang: öffentlich\nveroeffentlicht: 2026-11-02\n---\n"
RADWEG = "themen: [Verkehr]\nort: [Altental]\nkurzfassung: Wer mit dem Rad fährt, soll sicher ankommen.\nberatungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2026-11-12\n    ergebnis: empfohlen\n  - gremium: Kreistag\n    datum: 2026-12-17\n    top: 5.1\n    terminiert_am: 2026-11-20\n"


def write(project: Project, today: dt.date, letter: str = "", **choice: str) -> str:
    said: list[str] = []
    assert (
        newsletter(project.settings(HEUTE=today), Wish(letter=letter, choice=choice), project.root, said.append, str)
        == 0
    )
    return "\n".join(said)


def publish(project: Project, stem: str) -> Path:
    path = project.content / f"rundbriefe/{stem}.md"
    path.write_text(path.read_text("utf-8").replace("entwurf: ja\n", ""), "utf-8")
    return path


def told(project: Project, stem: str) -> list[str]:
    return re.findall(r"^  - (\S.*)$", (project.content / f"rundbriefe/{stem}.md").read_text("utf-8"), re.M)


def in_feeds(project: Project, today: dt.date, since: dt.date) -> set[str]:
    """What „Alles“ and „Sitzungen“ tell on a day, of the days after `since`."""
    project.build(
        HEUTE=today,
        OHNE=[
            "karten/",
            "suche/",
            "oparl/",
            "daten/",
            "antraege/",
            "sitzungen/",
            "kalender/",
            "bilanz/",
            "feeds/antrag/",
        ],
    )
    found = set()
    for name in ("alles", "sitzungen"):
        for entry in re.findall(
            r"<entry>.*?</entry>", (project.output / f"feeds/{name}.atom").read_text("utf-8"), re.S
        ):
            if dt.date.fromisoformat(re.search(r"<published>(.{10})", entry)[1]) > since:
                found.add(html.unescape(re.search(r"<id>tag:[^:]+:([^<]+)</id>", entry)[1]))
    return found


@pytest.fixture
def office(project: Project) -> Project:
    project.write("fraktion.yaml", ABOUT + "rundbrief_anmeldung: https://listen.example.org/rundbrief\n")
    project.write("sitzungen/2026-12-17-kreistag.md", COUNCIL)
    project.motion("2026-11-radweg", datum="2026-11-02", head=RADWEG)
    project.motion("2026-08-busse", uid="b3s4kd", titel="Mehr Busse", datum="2026-08-03")
    project.write(
        "meldungen/2026-11-20-klinik.md",
        "---\nuid: n5r2xp\ntitel: Die Klinik bleibt\ndatum: 2026-11-20\nthemen: [Soziales]\n---\nWir haben lange dafür gestritten. Nun ist es so weit.\n",
    )
    return project


# --------------------------------------------------------------------------------- what it tells


def test_it_tells_what_the_feeds_told_each_once_and_nothing_old(office: Project):
    write(office, NOVEMBER)
    names = told(office, "2026-11-30")

    assert set(names) == in_feeds(office, NOVEMBER, NOVEMBER - BACK)
    assert len(names) == len(set(names)) == 5
    assert not [name for name in names if "b3s4kd" in name]


def test_the_next_one_tells_what_no_earlier_one_told(office: Project):
    write(office, NOVEMBER)
    publish(office, "2026-11-30")
    assert "ist nichts geschehen" in write(office, NOVEMBER + DAY)
    office.motion(
        "2026-11-radweg", datum="2026-11-02", head=RADWEG.replace("top: 5.1", "top: 5.1\n    ergebnis: beschlossen")
    )
    write(office, DECEMBER)

    assert told(office, "2026-12-31") == ["antrag/k7f3qz/ereignis/gremium-g2k2t2-1/ergebnis"]
    assert "Das ist seit dem 30.\u00a0November 2026 geschehen." in (
        office.content / "rundbriefe/2026-12-31.md"
    ).read_text("utf-8")


@pytest.mark.parametrize("many", [1, pytest.param(30, marks=pytest.mark.lang)])
def test_through_a_year_everything_is_told_once(tmp_path: Path, many: int):
    """Motions that are decided, deferred and carried out at random; a letter every few weeks, with drafts that go on."""
    for seed in range(many):
        random, project = Random(seed), Project(tmp_path / str(seed))
        today, seen, letters, number = dt.date(2026, 1, 10), set(), [], 0
        motions: list[list[str]] = []
        while today < dt.date(2026, 12, 20):
            if random.random() < 0.5:
                motions.append([today.isoformat()])
            for steps in random.sample(motions, min(len(motions), 2)):
                steps.append(
                    f"  - gremium: {random.choice(['Kreistag', 'Sozialausschuss'])}\n    datum: {today}\n    rolle: Vorberatung\n    ergebnis: {random.choice(['empfohlen', 'vertagt', 'abgelehnt'])}"
                )
            for number, (day, *steps) in enumerate(motions):
                project.motion(
                    f"antrag-{number}",
                    uid=f"k7f{'bcdf'[number // 28]}{'bcdfghjkmnpqrstvwxz23456789b'[number % 28]}z",
                    titel=f"Antrag {number}",
                    datum=day,
                    head=("beratungsfolge:\n" + "\n".join(steps)) if steps else "",
                )
            write(project, today)
            made = (
                sorted((project.content / "rundbriefe").glob("*.md"))
                if (project.content / "rundbriefe").exists()
                else []
            )
            if made and random.random() < 0.7:
                publish(project, made[-1].stem)
            seen |= in_feeds(project, today, today - BACK)
            today += random.randrange(5, 40) * DAY
        write(project, today)
        seen |= in_feeds(project, today, today - BACK)
        letters = [name for path in (project.content / "rundbriefe").glob("*.md") for name in told(project, path.stem)]

        assert len(letters) == len(set(letters)), seed
        assert set(letters) == seen, seed
        assert not errors(read_site(project.content, today)[1])


def test_writing_it_again_gives_the_same(office: Project):
    write(office, NOVEMBER)
    path = office.content / "rundbriefe/2026-11-30.md"
    before = path.read_bytes(), (office.root / "rundbriefe/2026-11-30.txt").read_bytes()
    assert "erzählt schon alles" in write(office, NOVEMBER)
    assert (path.read_bytes(), (office.root / "rundbriefe/2026-11-30.txt").read_bytes()) == before
    path.unlink()
    write(office, NOVEMBER)
    assert path.read_bytes() == before[0]


def test_a_draft_goes_on_and_keeps_what_somebody_wrote(office: Project):
    write(office, NOVEMBER)
    path = office.content / "rundbriefe/2026-11-30.md"
    lines = [
        line
        for line in path.read_text("utf-8").splitlines()
        if "meldung/n5r2xp" not in line and "Die Klinik bleibt" not in line
    ]
    text = (
        "\n".join(lines)
        .replace("\nerzaehlt:", "\nausgelassen: [meldung/n5r2xp]\nerzaehlt:")
        .replace("Das ist in den letzten Wochen geschehen.", "Liebe Leute, es war viel los.")
    )
    path.write_text(text + "\n", "utf-8")
    office.motion("2026-12-neu", uid="k7f3qb", titel="Neu", datum="2026-12-03")
    said = write(office, dt.date(2026, 12, 4))

    assert "geht weiter: 1\u00a0Ereignis dazu" in said
    assert "Liebe Leute, es war viel los." in path.read_text("utf-8")
    assert "bis: 2026-12-04" in path.read_text("utf-8")
    assert "antrag/k7f3qb/ereignis/eingereicht" in told(office, "2026-11-30")
    assert "meldung/n5r2xp" not in told(office, "2026-11-30")
    assert list((office.content / "rundbriefe").iterdir()) == [path]
    publish(office, "2026-11-30")
    assert "ist nichts geschehen" in write(office, dt.date(2026, 12, 5))


def test_what_is_no_longer_so_leaves_a_draft(office: Project):
    write(office, NOVEMBER)
    office.motion(
        "2026-11-radweg", datum="2026-11-02", head=RADWEG.replace("top: 5.1", "top: 5.1\n    ergebnis: beschlossen")
    )
    assert "2 weggefallen" in write(office, dt.date(2026, 12, 18))
    names = told(office, "2026-11-30")

    assert "sitzung/m4t8wd" not in names  # nobody is told of a sitting that is over
    assert (
        "antrag/k7f3qz/ereignis/gremium-g2k2t2-1/ergebnis" in names
        and "antrag/k7f3qz/ereignis/gremium-g2k2t2-1/termin" not in names
    )


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (
            {"thema": "verkehr"},
            {
                "antrag/k7f3qz/ereignis/eingereicht",
                "antrag/k7f3qz/ereignis/gremium-g3s3z3-1/ergebnis",
                "antrag/k7f3qz/ereignis/gremium-g2k2t2-1/termin",
            },
        ),
        ({"thema": "Soziales"}, {"meldung/n5r2xp"}),
        (
            {"ort": "Altental"},
            {
                "antrag/k7f3qz/ereignis/eingereicht",
                "antrag/k7f3qz/ereignis/gremium-g3s3z3-1/ergebnis",
                "antrag/k7f3qz/ereignis/gremium-g2k2t2-1/termin",
            },
        ),
        ({"gremium": "Kreistag"}, {"antrag/k7f3qz/ereignis/gremium-g2k2t2-1/termin", "sitzung/m4t8wd"}),
        ({"gremium": "Sozialausschuss"}, {"antrag/k7f3qz/ereignis/gremium-g3s3z3-1/ergebnis"}),
    ],
)
def test_a_letter_of_a_choice_tells_that_alone_whatever_others_told(
    office: Project, choice: dict[str, str], names: set[str]
):
    write(office, NOVEMBER)
    write(office, NOVEMBER, **choice)
    (path,) = [path for path in (office.content / "rundbriefe").glob("*.md") if path.stem != "2026-11-30"]

    assert set(told(office, path.stem)) == names
    assert not [p for p in office.check() if p.path == f"content/rundbriefe/{path.name}"]


def test_what_cannot_be_is_refused_with_a_sentence(office: Project):
    for choice, words_ in [
        ({"thema": "Verkher"}, "Meinten Sie „Verkehr“"),
        ({"ort": "Nirgends"}, "gibt es hier nicht"),
        ({"thema": "Verkehr", "ort": "Altental"}, "höchstens eine Auswahl"),
    ]:
        with pytest.raises(Refusal, match=words_):
            write(office, NOVEMBER, **choice)
    with pytest.raises(Refusal, match="Den ersten schreibt: fraktion rundbrief"):
        write(office, NOVEMBER, letter="2026-10-31")
    write(office, NOVEMBER)
    with pytest.raises(Refusal, match="erzählt schon bis zum"):
        write(office, NOVEMBER - DAY)
    path = office.content / "rundbriefe/2026-11-30.md"
    path.write_text(path.read_text("utf-8").replace("datum: 2026-11-30", "datum: 31.11.2026"), "utf-8")
    with pytest.raises(Refusal, match="sonst erzählte er, was schon erzählt ist"):
        write(office, NOVEMBER)


# ------------------------------------------------------------------------------- page and mail


def test_page_text_and_html_say_the_same_and_every_address_leads_somewhere(office: Project):
    write(office, NOVEMBER)
    publish(office, "2026-11-30")
    write(office, NOVEMBER, letter="2026-11-30")
    office.build(HEUTE=NOVEMBER)
    page = words(find(parse(office.page("rundbriefe/2026-11-30/")), "main"))
    text, mail = ((office.root / f"rundbriefe/2026-11-30.{kind}").read_text("utf-8") for kind in ("txt", "html"))
    plain, dressed = " ".join(text.split()), words(parse(mail))
    url = office.settings().url

    for said in (
        "Rundbrief November 2026",
        "Beraten und entschieden",
        "Radweg",
        "Wer mit dem Rad fährt, soll sicher ankommen.",
        "Auf der Tagesordnung: Kreistag, 17. Dezember 2026, TOP 5.1.",
        "Die Klinik bleibt",
        "Sitzung des Kreistags am 17. Dezember 2026",
    ):
        assert said in page and said in plain and said in dressed, said
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 72
    assert "\u00a0" not in text
    own = [
        address.removeprefix(f"{url}/")
        for address in re.findall(r"https?://[^\s\"<>]+", text + mail)
        if address.startswith(url)
    ]
    assert len(own) > 10 and [path for path in own if not (office.output / path / "index.html").is_file()] == []


def test_the_mail_loads_nothing_and_holds_nothing_that_runs(office: Project):
    write(office, NOVEMBER)
    mail = (office.root / "rundbriefe/2026-11-30.html").read_text("utf-8")
    tree = parse(mail)

    assert runnable(parse(STYLE.sub("", mail))) == []
    assert {name for _, name, _ in addresses(tree)} == {"href"}
    assert "<img" not in mail and "<link" not in mail and "url(" not in mail


def test_where_one_subscribes_stands_on_the_page_and_in_the_mail(office: Project):
    write(office, NOVEMBER)
    publish(office, "2026-11-30")
    office.build(HEUTE=NOVEMBER)

    for address in ("abonnieren/", "rundbriefe/", "rundbriefe/2026-11-30/"):
        assert 'href="https://listen.example.org/rundbrief"' in office.page(address)
    assert 'href="../rundbriefe/"' in office.page("abonnieren/")
    assert "An- und abmelden: https://listen.example.org/rundbrief" in (
        office.root / "rundbriefe/2026-11-30.txt"
    ).read_text("utf-8")
    office.write("fraktion.yaml", ABOUT + "rundbrief_anmeldung: rundbrief-an@example.org\n")
    office.build(HEUTE=NOVEMBER)
    assert 'href="mailto:rundbrief-an@example.org"' in office.page("abonnieren/")


def test_without_list_and_letter_nobody_is_told_of_one(project: Project):
    project.build()
    assert "undbrief" not in project.page("abonnieren/")
    assert not (project.output / "rundbriefe").exists()


def test_a_draft_is_nowhere_but_in_the_preview(office: Project):
    write(office, NOVEMBER)
    office.build(HEUTE=NOVEMBER)
    assert not (office.output / "rundbriefe").exists()
    office.build(HEUTE=NOVEMBER, ENTWUERFE=True, OUTPUT_PATH=str(office.root / "vorschau"))
    assert (office.root / "vorschau/rundbriefe/2026-11-30/index.html").is_file()


def test_an_old_letter_stays_whole_and_says_what_is_true_today(office: Project):
    write(office, NOVEMBER)
    publish(office, "2026-11-30")
    office.motion(
        "2026-11-radweg",
        datum="2026-11-02",
        titel="Radweg an der K 14",
        head=RADWEG.replace("top: 5.1", "top: 5.1\n    ergebnis: beschlossen"),
    )
    office.build(HEUTE=DECEMBER)
    page = words(find(parse(office.page("rundbriefe/2026-11-30/")), "main"))

    assert page.count("Radweg an der K 14") == 3
    assert "Auf der Tagesordnung: Kreistag, 17. Dezember 2026, TOP 5.1." in page
    assert "Sitzung des Kreistags am 17. Dezember 2026" in page


def test_what_is_taken_from_the_site_is_gone_from_old_letters(office: Project):
    write(office, NOVEMBER)
    publish(office, "2026-11-30")
    office.motion("2026-11-radweg", datum="2026-11-02", head=RADWEG + "geloescht_am: 2026-12-02\n")
    (office.content / "meldungen/2026-11-20-klinik.md").unlink()
    office.build(HEUTE=DECEMBER)
    page = words(find(parse(office.page("rundbriefe/2026-11-30/")), "main"))

    assert "Radweg" not in page and "Klinik" not in page
    assert codes([p for p in office.check(DECEMBER) if "rundbriefe" in p.path]) == ["event-gone"]


def test_every_kind_of_happening_has_one_chapter():
    kinds = [what for chapter in CHAPTERS for what in chapter.of]

    assert sorted(kinds) == sorted([*{event.what for event in EVENTS}, NEWS, SITTING])


def test_an_opening_keeps_its_form_in_a_mail():
    source = '<p>Siehe <a href="https://www.example.org/a/">dort</a> und<br>hier.</p><ol start="3"><li>Eins <strong>fett</strong></li><li><p>Zwei</p><ul><li>innen</li></ul></li></ol><blockquote><p>Ein Wort.</p></blockquote><table><tr><th>Jahr</th><td>2026</td></tr></table><p><picture><source srcset="x"><img src="x.jpg" alt="Ein Rad"></picture></p><script>alert(1)</script>'
    text = words_of(clean(source, "https://www.example.org/rundbriefe/x/"), 72)

    assert (
        text
        == "Siehe dort <https://www.example.org/a/> und\nhier.\n\n3. Eins fett\n4. Zwei\n   * innen\n\n> Ein Wort.\n\nJahr | 2026\n\n[Bild: Ein Rad] <https://www.example.org/rundbriefe/x/>"
    )


def test_no_text_breaks_out_of_the_mail():
    evil = "</title><script>alert(1)</script>&\"'"
    letter = Newsletter(
        uid="r4n7bf", stem="x", source="content/rundbriefe/x.md", title=evil, date=NOVEMBER, until=NOVEMBER
    )
    sender = Sender(
        name=evil,
        address=(evil,),
        mail="a@example.org",
        url="https://www.example.org",
        subscribe=f"https://x.example.org/?{'a' * 90}",
    )

    assert runnable(parse(STYLE.sub("", build_html(letter, (), sender)))) == []
    assert "a" * 90 in build_text(letter, (), sender)
    assert (
        clean(
            "<p onclick=x class=a>a</p><iframe src=x></iframe><a href='javascript:x'>b</a>", "https://www.example.org/"
        )
        == "<p>a</p><a>b</a>"
    )


# ------------------------------------------------------------------------------- the command


def test_the_command_says_what_it_did_and_what_comes_next(office: Project):
    done = called(office, "rundbrief", "--thema", "Verkehr", "--heute", "2026-11-30")

    assert done.returncode == 0 and done.stderr == ""
    assert (
        "Angelegt: content/rundbriefe/2026-11-30-verkehr.md, ein Entwurf: 1 unter „Beraten und entschieden“, 1 unter „Neu eingereicht“ und 1 unter „Auf der Tagesordnung“."
        in done.stdout
    )
    assert (
        "Für die Mailingliste: rundbriefe/2026-11-30-verkehr.txt (Text), rundbriefe/2026-11-30-verkehr.html (HTML)"
        in done.stdout
    )
    assert "„entwurf: ja“ löschen" in done.stdout
