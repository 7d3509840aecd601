"""Sitting and step are one thing: `fraktion sitzung` changes both, shows it first and takes it back."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from random import Random

import icalendar
import pytest

from plugins.feeds.sittings import known_on
from plugins.meetings.calendar import build_calendar, sequence_of
from plugins.records.german import day
from plugins.site.content import read_site
from plugins.site.repair import do, mends, undo
from plugins.site.settings import Refusal
from plugins.site.sitting import Order, sitting

from ..builders import TODAY, Project, codes

COUNCIL = "---\nuid: m4t8wd\nname: Sitzung des Kreistags\nart: Kreistag\ngremium: Kreistag\ndatum: 2026-12-17\nbeginn: 17:00\nform: wird noch mitgeteilt\nzugang: öffentlich\nveroeffentlicht: 2026-11-02\n{more}---\n"
STEP = "beratungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2026-11-03\n    ergebnis: vertagt\n  - gremium: Kreistag\n    datum: 2026-12-17\n    top: 5.1\n    # bleibt\n"


def run(project: Project, deed: str, *, ask=None, **given) -> tuple[int, str]:
    said: list[str] = []
    code = sitting(project.settings(), Order(deed=deed, yes=ask is None, **given), said.append, ask)
    return code, "\n".join(said)


@pytest.fixture
def council(project: Project) -> Project:
    project.write("sitzungen/2026-12-17-kreistag.md", COUNCIL.format(more=""))
    project.motion(head=STEP)
    return project


def test_a_move_takes_the_steps_along_and_writes_its_own_date(council: Project):
    before = {path: path.read_bytes() for path in council.content.rglob("*.md")}
    code, said = run(council, "verlegen", date="2026-12-17", to="2026-12-18", reason="wegen Glatteis")
    site = council.site()
    (meeting,) = site.meetings
    step = site.motions[0].steps[1]

    assert code == 0
    assert (meeting.date, meeting.moved_from, meeting.reason) == (
        dt.date(2026, 12, 18),
        dt.date(2026, 12, 17),
        "wegen Glatteis",
    )
    assert [(change.date, change.what) for change in meeting.changes] == [
        (TODAY, "verlegt vom 17. Dezember 2026 auf den 18. Dezember 2026")
    ]
    assert (step.date, step.scheduled, step.item) == (meeting.date, TODAY, "5.1")
    assert site.motions[0].steps[0].date == dt.date(2026, 11, 3)
    assert (
        "content/antraege/2024-03-radweg.md\n  -     datum: 2026-12-17\n  +     datum: 2026-12-18\n  +     terminiert_am: 2026-11-22"
        in said
    )
    assert "# bleibt" in (council.content / "antraege/2024-03-radweg.md").read_text()
    assert run(council, "zurueck")[0] == 0
    assert {path: path.read_bytes() for path in council.content.rglob("*.md")} == before


def test_moved_twice_it_is_two_changes_and_the_first_day_stays(council: Project):
    run(council, "verlegen", date="2026-12-17", to="2026-12-18")
    run(council, "verlegen", date="2026-12-18", to="2027-01-14", start="18:00")
    site = council.site()

    assert (
        site.meetings[0].moved_from,
        site.meetings[0].date,
        site.meetings[0].start,
        sequence_of(site.meetings[0]),
    ) == (dt.date(2026, 12, 17), dt.date(2027, 1, 14), dt.time(18), 2)
    assert site.motions[0].steps[1].date == dt.date(2027, 1, 14)


def test_a_cancelled_sitting_takes_the_day_from_the_steps(council: Project):
    run(council, "absagen", date="2026-12-17", reason="wegen Krankheit")
    site = council.site()

    assert (
        site.meetings[0].cancelled
        and site.meetings[0].reason == "wegen Krankheit"
        and sequence_of(site.meetings[0]) == 1
    )
    assert site.motions[0].steps[1].date is None
    assert site.motions[0].steps[1].note == "Die Sitzung am 17. Dezember 2026 fiel aus."
    with pytest.raises(Refusal, match="schon abgesagt"):
        run(council, "absagen", date="2026-12-17")


def test_a_sitting_that_only_steps_know_moves_too(project: Project):
    project.motion(head="beratungsfolge:\n  - {gremium: Kreistag, datum: 2026-12-17}\n")
    project.motion(
        "2024-04-busse",
        uid="b3s4kd",
        titel="Busse",
        head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-12-17\n",
    )
    run(project, "verlegen", date="2026-12-17", to="2026-12-18")

    assert {step.date for motion in project.site().motions for step in motion.steps} == {dt.date(2026, 12, 18)}


def test_of_a_sitting_that_is_split_only_some_motions_go_on(council: Project):
    council.motion("2024-04-busse", uid="b3s4kd", titel="Busse", head=STEP.replace("5.1", "5.2"))
    council.write(
        "sitzungen/2026-12-17-kreistag.md",
        COUNCIL.format(more="tagesordnung:\n  - titel: Begrüßung\n    top: 1\n  - titel: Busse\n    antrag: b3s4kd\n"),
    )
    run(council, "verlegen", date="2026-12-17", to="2026-12-21", only=("b3s4kd",))
    site = council.site()
    first, second = sorted(site.meetings, key=lambda m: m.date)

    assert [motion.steps[1].date.day for motion in site.motions] == [17, 21]
    assert (first.date.day, second.date.day, second.name) == (17, 21, first.name)
    assert [item.title for item in first.agenda] == ["Begrüßung"]
    assert run(council, "zurueck")[0] == 0
    assert len(council.site().meetings) == 1


def test_a_motion_comes_onto_the_agenda(council: Project):
    council.motion("2024-04-busse", uid="b3s4kd", titel="Busse")
    run(council, "ergaenzen", date="2026-12-17", motion="b3s4kd", item="5.10")
    run(council, "ergaenzen", date="2026-12-17", end="00:30")
    run(council, "ergaenzen", date="2026-12-17", title="Haushalt", item="7")
    site = council.site()

    assert [(step.body_name, step.date, step.item) for step in site.motions[1].steps] == [
        ("Kreistag", dt.date(2026, 12, 17), "5.10")
    ]
    assert site.meetings[0].end == dt.time(0, 30) and sequence_of(site.meetings[0]) == 1
    council.build()
    page = council.page("sitzungen/2026-12-17-kreistag/")
    assert page.index("5.1<") < page.index("5.10<") < page.index("Haushalt")
    assert "17:00 bis 00:30" in page and "am nächsten Tag" in page


def test_nothing_happens_without_a_yes_or_where_the_check_would_refuse(council: Project):
    before = {path: path.read_bytes() for path in council.content.rglob("*.md")}
    assert run(council, "verlegen", ask=lambda question: False, date="2026-12-17", to="2026-12-18")[0] == 1
    for order, words in [
        ({"date": "2026-12-17", "to": "31.2.2027"}, "passt nicht"),
        ({"date": "2026-12-20", "to": "2026-12-21"}, "ist keine Sitzung"),
        ({"date": "2026-12-17", "to": "2026-12-17"}, "schon am"),
        ({"date": "2026-12-17", "to": "2026-12-18", "end": "16:00"}, "Es wurde nichts geändert"),
        ({"date": "2026-12-17", "to": "2026-12-21", "only": ("x",)}, "kein offener Schritt"),
    ]:
        with pytest.raises(Refusal, match=words):
            run(council, "verlegen", **order)
    assert {path: path.read_bytes() for path in council.content.rglob("*.md")} == before
    run(council, "verlegen", date="2026-12-17", to="2026-12-18")
    (council.content / "sitzungen/2026-12-17-kreistag.md").write_text("anders")
    with pytest.raises(Refusal, match="seitdem geändert"):
        run(council, "zurueck")


SERIES = "---\nuid: r7k4qd\nname: Fraktionssitzung\nart: Fraktionssitzung\nrhythmus: alle zwei Wochen\ntag: Mittwoch\nbeginn: 19:30\nende: 24:00\nab: 2026-12-02\nbis: 2027-07-07\nform: Videokonferenz\nzugang: öffentlich\nveroeffentlicht: 2026-11-20\n---\n"


def test_a_date_of_a_series_is_moved_in_the_series_and_again(project: Project):
    project.write("reihen/fraktionssitzung.md", SERIES)
    run(project, "verlegen", date="2026-12-16", to="2026-12-17")
    run(project, "verlegen", date="2026-12-17", to="2026-12-18", start="18:00", end="20:00")
    run(project, "absagen", date="2026-12-30", reason="Ferien")
    by_uid = {meeting.uid: meeting for meeting in project.site().meetings}
    moved, off = by_uid["r7k4qd-2026-12-16"], by_uid["r7k4qd-2026-12-30"]

    assert (moved.date.day, moved.start, sequence_of(moved)) == (18, dt.time(18), 2)
    assert off.cancelled and off.reason == "Ferien" and sequence_of(off) == 1
    assert by_uid["r7k4qd-2026-12-02"].hours.endswith("24:00\u00a0Uhr")


def test_what_was_moved_by_hand_is_made_whole_by_beheben(council: Project):
    path = council.content / "sitzungen/2026-12-17-kreistag.md"
    path.write_text(path.read_text("utf-8").replace("datum: 2026-12-17", "datum: 2026-12-18"), "utf-8")
    assert codes(council.check()) == ["date-other"]
    path.write_text(
        path.read_text("utf-8").replace("datum: 2026-12-18", "datum: 2026-12-18\nverlegt_von: 2026-12-17"), "utf-8"
    )
    assert codes(council.check()) == ["step-left", "change-undated"]
    before = {file: file.read_bytes() for file in council.content.rglob("*.md")}
    do(council.content, mends(council.content, council.check(), TODAY), council.root / "behoben.json")
    site = council.site()

    assert council.check() == []
    assert site.motions[0].steps[1].date == site.meetings[0].date == dt.date(2026, 12, 18)
    assert [(change.date, change.what) for change in site.meetings[0].changes] == [
        (TODAY, "verlegt vom 17. Dezember 2026 auf den 18. Dezember 2026")
    ]
    undo(council.content, council.root / "behoben.json")
    assert {file: file.read_bytes() for file in council.content.rglob("*.md")} == before


def test_a_motion_in_another_committee_on_that_day_is_a_contradiction_that_names_both_lines(council: Project):
    council.motion(head="beratungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2026-12-17\n")
    council.write(
        "sitzungen/2026-12-17-kreistag.md",
        COUNCIL.format(more="tagesordnung:\n  - titel: Radweg\n    antrag: k7f3qz\n"),
    )
    (found,) = [p for p in council.check() if p.code == "agenda-body"]

    assert (found.path, found.line) == ("content/sitzungen/2026-12-17-kreistag.md", 13)
    assert "content/antraege/2024-03-radweg.md, Zeile 7" in found.what and not found.warning


# ----------------------------------------------------------------------------------------- laws


COUNCIL_SERIES = "---\nuid: r4t8wd\nname: Sitzung des Kreistags\nart: Kreistag\ngremium: Kreistag\nrhythmus: alle zwei Wochen\ntag: Donnerstag\nbeginn: 17:00\nab: 2026-12-03\nbis: 2027-01-28\nform: wird noch mitgeteilt\nzugang: öffentlich\nveroeffentlicht: 2026-11-02\n---\n"


def entries(project: Project, uid: str) -> dict[str, str]:
    """What the feed of the sittings tells of one, by the end of its name."""
    feed = (project.output / "feeds/sitzungen.atom").read_text("utf-8")
    found = {
        re.search(r"<id>[^<]*:sitzung/([^<]+)</id>", entry)[1]: entry
        for entry in re.findall(r"<entry>.*?</entry>", feed, re.S)
    }
    return {name.removeprefix(uid): entry for name, entry in found.items() if name == uid or name.startswith(f"{uid}/")}


@pytest.mark.parametrize("many", [6, pytest.param(60, marks=pytest.mark.lang)])
def test_step_page_calendar_and_feed_say_the_same_after_any_story(tmp_path: Path, many: int):
    """Sittings, every other time dates of a series, that are moved, cancelled and split at random, with forty motions on them."""
    told = 0
    for seed in range(many):
        random, project = Random(seed), Project(tmp_path / str(seed))
        dates = [dt.date(2026, 12, 3) + dt.timedelta(days=14 * n) for n in range(5)]
        if seed % 2:
            project.write("reihen/kreistag.md", COUNCIL_SERIES)
        for n, date in enumerate(dates[:4] if not seed % 2 else ()):
            project.write(
                f"sitzungen/{date}-kreistag.md",
                COUNCIL.format(more="").replace("m4t8wd", f"m4t8w{'bcdf'[n]}").replace("2026-12-17", date.isoformat()),
            )
        for n in range(40 if many > 10 else 10):
            project.motion(
                f"2024-03-antrag-{n}",
                uid=f"k7f{'bcdfghjk'[n // 8]}{'bcdfghjk'[n % 8]}z",
                titel=f"Antrag Nummer {n}",
                head=f"beratungsfolge:\n  - gremium: Kreistag\n    datum: {random.choice(dates)}\n    top: {n}\n",
            )
        changes = 0
        for _ in range(random.randrange(2, 7)):
            site = project.site()
            on = sorted(
                {m.date for m in site.meetings if not m.cancelled}
                | {step.date for motion in site.motions for step in motion.steps if step.date}
            )
            if not on:
                break  # all of it fell out
            date = random.choice(on)
            to = date + dt.timedelta(days=random.randrange(1, 9))
            try:
                match random.randrange(4):
                    case 0 | 1:
                        run(project, "verlegen", date=date.isoformat(), to=to.isoformat())
                    case 2:
                        run(project, "absagen", date=date.isoformat())
                    case 3:
                        some = [
                            motion.uid for motion in site.motions if any(step.date == date for step in motion.steps)
                        ][:2]
                        run(project, "verlegen", date=date.isoformat(), to=to.isoformat(), only=tuple(some) or ("x",))
            except Refusal:
                continue
            changes += 1
        site, problems = read_site(project.content, TODAY)
        assert not [p for p in problems if p.code.startswith(("step-", "agenda-", "change-", "date-"))], (
            seed,
            codes(problems),
        )
        project.build(OHNE=["karten/", "suche/", "oparl/", "daten/"])
        for meeting in site.meetings:
            (event,) = icalendar.Calendar.from_ical(build_calendar([meeting], name="x", host="x.example")).walk(
                "VEVENT"
            )
            page = project.page(meeting.path)
            assert event["DTSTART"].dt.date() == meeting.date and event["SEQUENCE"] == sequence_of(meeting) == len(
                meeting.changes
            )
            assert f"{meeting.date.day}.\u00a0" in page and (not meeting.cancelled or "Abgesagt" in page)
            on = [motion for motion in site.motions if any(step.date == meeting.date for step in motion.steps)]
            assert all(motion.title in page for motion in on), (seed, meeting.stem)
            for motion in on:
                assert f'datetime="{meeting.date.isoformat()}"' in project.page(motion.path)
            if known_on(meeting) < TODAY:
                feed = entries(project, meeting.uid)
                assert day(meeting.date) in feed[""] and (not meeting.cancelled or "ällt aus" in feed[""]), (
                    seed,
                    meeting.stem,
                )
                assert len(feed) == 1 + len(meeting.changes), (seed, meeting.stem)
                told += len(feed)
        assert changes
    assert told > 4 * many
