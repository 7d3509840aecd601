"""What a day means for the pages: they say dates, never „seit drei Tagen“, so they change only when something happens."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from plugins.motions.happenings import happenings

from ..builders import TODAY, Project
from ..disk import contents
from ..reading import addresses, elements, find, parse, words

FOREIGN = """---
uid: f4n8dz
titel: Sichere Schulwege im ganzen Land
datum: 2026-11-10
herkunft: Landesverband
teaser: Der Landtag berät ein Programm für sichere Schulwege. Es soll den Kreisen helfen, […]
quelle_name: Landtagsfraktion
quelle_url: https://example.net/schulwege
abgerufen_am: 2026-11-11
ablauf: 2026-11-30
---
"""
MEETING = "---\nuid: {uid}\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: {day}\nbeginn: 19:30\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\n---\n"


def on(project: Project, day: str) -> dict[str, bytes]:
    result = project.build(HEUTE=dt.date.fromisoformat(day))
    assert result.report, "\n".join(map(str, result.problems))
    return contents(project.output)


def test_a_teaser_of_others_names_its_source_and_goes_after_its_day(project: Project) -> None:
    """Marked in words, with date and link to the original, on the home page and among the news; never with a page here."""
    project.write("meldungen/fremd/2026-11-10-schulwege.md", FOREIGN)
    for day, shown in (("2026-11-22", True), ("2026-11-30", True), ("2026-12-01", False)):
        files = on(project, day)
        for path in ("index.html", "meldungen/index.html"):
            page = parse(files[path].decode())
            teasers = [e for e in elements(page) if e.tag == "li" and "news__item--foreign" in (e.get("class") or "")]
            assert len(teasers) == shown, (path, day)
            assert ("Sichere Schulwege" in words(find(page, "main"))) == shown
            for teaser in teasers:
                said = words(teaser)
                text = (
                    " Der Landtag berät ein Programm für sichere Schulwege. Es soll den Kreisen helfen, […] weiterlesen"
                )
                assert said.startswith(
                    "Aus dem Landesverband, abgerufen am 11. November 2026 Sichere Schulwege im ganzen Land"
                    + (text if path != "index.html" else "")
                )
                assert "10. November 2026" in said
                assert "abgerufen am 11. November 2026" in said
                assert {value for _, _, value in addresses(teaser)} == {"https://example.net/schulwege"}
        assert not [path for path in files if "schulwege" in path]


def test_a_day_on_which_nothing_happens_changes_no_byte(project: Project) -> None:
    project.motion(
        "2026-10-anfrage",
        art="Anfrage",
        datum="2026-10-01",
        head="frist: 2026-12-01\n",
        body="## Fragen\n\n1. Wie viele?\n",
    )
    project.motion(
        "2026-09-bus",
        uid="n5b7sx",
        titel="Bus",
        datum="2026-09-01",
        head="beratungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2026-10-20\n  - gremium: Kreistag\n    datum: 2026-12-10\n",
    )
    project.write("sitzungen/2026-12-02-fraktionssitzung.md", MEETING.format(uid="s3k7bn", day="2026-12-02"))
    project.write("meldungen/fremd/2026-11-10-schulwege.md", FOREIGN)
    first = on(project, TODAY.isoformat())
    for day in ("2026-11-23", "2026-11-29", "2026-11-30"):
        assert on(project, day) == first, day


def test_the_next_meeting_is_the_next_one_on_every_day(project: Project) -> None:
    """On the evening itself it is still to come; the day after it is over."""
    for uid, day in (("s3k7bn", "2026-12-02"), ("s4m8cn", "2026-12-16")):
        project.write(f"sitzungen/{day}-fraktionssitzung.md", MEETING.format(uid=uid, day=day))
    for day, coming in (
        ("2026-12-02", "Mittwoch 2. Dez."),
        ("2026-12-03", "Mittwoch 16. Dez."),
        ("2026-12-17", "Der nächste Termin steht noch nicht fest."),
    ):
        home = words(find(parse(on(project, day)["index.html"].decode()), "section"))
        assert coming in home, day
    over = project.page("sitzungen/2026-12-02-fraktionssitzung/")
    assert "Diese Sitzung ist vorbei" in over
    assert "mailto:fraktion@example.org?subject=" not in over


OLD = "beratungsfolge:\n  - gremium: Kreistag\n    datum: {day}\n    ergebnis: {result}\n"
LATER = {  # the head's lines, the last day of the old status, old and new status
    "referred": (
        OLD.format(day="2025-11-30", result="verwiesen"),
        "2026-11-29",
        "in Beratung",
        "verwiesen, seitdem nichts bekannt",
    ),
    "no result": (
        OLD.format(day="2026-11-22", result="offen"),
        "2026-11-22",
        "auf der Tagesordnung",
        "Ergebnis nicht bekannt",
    ),
}


def statuses(files: dict[str, bytes]) -> set[str]:
    """The status of the one motion, wherever it is said: page, list, table, data."""
    page = words(find(parse(files["antraege/2024-03-radweg/index.html"].decode()), "main"))
    csv = files["antraege/antraege.csv"].decode("utf-8-sig").splitlines()
    listed = words(
        next(
            e
            for e in elements(parse(files["antraege/index.html"].decode()))
            if "papers" in (e.get("class") or "").split()
        )
    )
    said = [status for _, _, *both in LATER.values() for status in both]
    return {
        next(status for status in sorted(said, key=len, reverse=True) if status.casefold() in text.casefold())
        for text in (page, csv[1].split(";")[csv[0].split(";").index("stand")], listed)
    }


@pytest.mark.parametrize("case", LATER)
def test_a_status_grows_old_on_its_day_everywhere_at_once_and_no_feed_tells_it(
    project: Project, tmp_path, case: str
) -> None:
    head, last, old, new = LATER[case]
    project.motion(head=head)
    before = on(project, last)
    after = on(project, (dt.date.fromisoformat(last) + dt.timedelta(days=1)).isoformat())

    assert (statuses(before), statuses(after)) == ({old}, {new})
    feeds = {
        path: data for path, data in after.items() if path.startswith("feeds/") and path.endswith((".atom", ".rss"))
    }
    assert feeds == {path: before[path] for path in feeds}
    assert len(feeds) > 5
    cold = Project(tmp_path / "kalt")
    cold.motion(head=head)
    assert on(cold, (dt.date.fromisoformat(last) + dt.timedelta(days=1)).isoformat()) == after


def test_years_later_nothing_is_told_anew(project: Project) -> None:
    """Content of 2010 to 2020, read by a program that knows what became of it: the feeds have no entry that was not there before."""
    results = ["verwiesen", "vertagt", "zurückgestellt", "abgesetzt", "offen", "empfohlen", "abgelehnt"]
    for number, result in enumerate(results):
        uid = f"k7f3q{'bcdfghj'[number]}"
        project.motion(
            f"201{number}-03-radweg",
            uid=uid,
            titel=f"Radweg {number}",
            datum=f"201{number}-03-04",
            head=OLD.format(day=f"201{number}-06-12", result=result),
        )
    site = project.read()[0]

    assert len(site.motions) == len(results)
    for motion in site.motions:
        told = [(h.key, h.date) for h in happenings(motion, TODAY)]
        assert told == [(h.key, h.date) for h in happenings(replace(motion, progress=motion.derived), TODAY)]
