"""The life of a motion as a reader sees it: the verdict, the life line and their sentences, word by word."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.motions.decision import result_phrase
from plugins.motions.model import Addressee, Implementation, Step, of_itself
from plugins.motions.progress import derive_progress
from plugins.motions.story import as_of, citation, life, step_event, tone, verdict
from plugins.motions.votes import Vote
from plugins.records.german import NBSP
from plugins.records.links import Link

from ..builders import TODAY, motion, step

MAY, JUNE, JULY = dt.date(2024, 5, 8), dt.date(2024, 6, 12), dt.date(2024, 7, 3)
SOON, YESTERDAY = dt.date(2026, 12, 9), dt.date(2026, 11, 21)
SOCIAL = "Sozialausschuss"


def advice(result: str = "", date: dt.date | None = MAY, **more) -> Step:
    return step(result, date, SOCIAL, deciding=False, role="Vorberatung", **more)


def council(result: str = "", date: dt.date | None = JUNE, **more) -> Step:
    return step(result, date, role="Entscheidung", **more)


def with_steps(*steps: Step, **more):
    return motion(steps=steps, **{"progress": derive_progress(steps), **more})


def question(**more):
    return motion(kind="Anfrage", **more)


# -------------------------------------------------------------------------------------- verdict

VERDICTS = {
    "nothing known": (motion(), "Eingereicht", "open", "Noch ist kein Termin für die Beratung bekannt."),
    "a body, no day": (
        with_steps(council(date=None)),
        "Eingereicht",
        "open",
        "Noch ist kein Termin für die Beratung bekannt.",
    ),
    "scheduled": (
        with_steps(council(date=SOON)),
        "Auf der Tagesordnung",
        "open",
        "Nächste Beratung: Kreistag, 9. Dezember 2026.",
    ),
    "scheduled with its number": (
        with_steps(council(date=SOON, item="3.14")),
        "Auf der Tagesordnung",
        "open",
        "Nächste Beratung: Kreistag, 9. Dezember 2026 (TOP 3.14).",
    ),
    "recommended, next body scheduled": (
        with_steps(advice("empfohlen"), council(date=SOON)),
        "In Beratung",
        "open",
        "Sozialausschuss, 8. Mai 2024: Empfohlen. Nächste Beratung: Kreistag, 9. Dezember 2026.",
    ),
    "referred": (
        with_steps(council("verwiesen", referred_to=(Link(SOCIAL), Link("Jugendhilfeausschuss")))),
        "In Beratung",
        "open",
        "Kreistag, 12. Juni 2024: An den Sozialausschuss und den Jugendhilfeausschuss verwiesen.",
    ),
    "deferred": (
        with_steps(council("vertagt", deferred_to=JULY)),
        "In Beratung",
        "open",
        "Kreistag, 12. Juni 2024: Vertagt auf den 3. Juli 2024.",
    ),
    "deferred to no day": (
        with_steps(council("vertagt")),
        "In Beratung",
        "open",
        "Kreistag, 12. Juni 2024: Vertagt. Ein neuer Termin steht noch nicht fest.",
    ),
    "no result known": (
        with_steps(council(date=YESTERDAY), progress="Ergebnis nicht bekannt"),
        "Ergebnis nicht bekannt",
        "unknown",
        "Kreistag, 21. November 2026: Ein Ergebnis ist hier nicht bekannt.",
    ),
    "no result known, on the agenda again": (
        with_steps(council(date=YESTERDAY), council(date=SOON)),
        "Auf der Tagesordnung",
        "open",
        "Kreistag, 21. November 2026: Ein Ergebnis ist hier nicht bekannt. Nächste Beratung: Kreistag, 9. Dezember 2026.",
    ),
    "referred long ago": (
        with_steps(council("verwiesen"), progress="verwiesen, seitdem nichts bekannt"),
        "Verwiesen, seitdem nichts bekannt",
        "unknown",
        "Kreistag, 12. Juni 2024: Verwiesen. Was seitdem geschah, ist hier nicht bekannt.",
    ),
    "in the council's own words": (
        with_steps(council("", quote="Der Antrag findet allgemeine Zustimmung.")),
        "Ergebnis liegt vor, siehe Wortlaut",
        "unknown",
        "Kreistag, 12. Juni 2024: Ergebnis im Wortlaut der Niederschrift: „Der Antrag findet allgemeine Zustimmung“.",
    ),
    "settled for a reason": (
        with_steps(council("erledigt", reason="durch die Stellungnahme der Verwaltung")),
        "Erledigt",
        "info",
        "Kreistag, 12. Juni 2024: Erledigt durch die Stellungnahme der Verwaltung.",
    ),
    "a tie": (
        with_steps(council("abgelehnt", votes=[Vote(tie=True, result="abgelehnt")])),
        "Abgelehnt",
        "bad",
        "Kreistag, 12. Juni 2024: Bei Stimmengleichheit abgelehnt.",
    ),
    "by the words of the minutes": (
        with_steps(council("mehrheitlich abgelehnt")),
        "Abgelehnt",
        "bad",
        "Kreistag, 12. Juni 2024: Mehrheitlich abgelehnt.",
    ),
    "adopted": (with_steps(council("beschlossen")), "Angenommen", "good", "Kreistag, 12. Juni 2024."),
    "adopted with votes": (
        with_steps(council("beschlossen", votes=[Vote(yes=41, no=9, abstained=2)])),
        "Angenommen",
        "good",
        "Kreistag, 12. Juni 2024: Mit 41 zu 9 Stimmen bei 2 Enthaltungen angenommen.",
    ),
    "adopted with changes": (
        with_steps(council("geändert beschlossen", votes=[Vote(yes=41, no=9)])),
        "In geänderter Fassung angenommen",
        "good",
        "Kreistag, 12. Juni 2024: Mit 41 zu 9 Stimmen in geänderter Fassung angenommen.",
    ),
    "rejected": (
        with_steps(advice("empfohlen"), council("abgelehnt", votes=[Vote(yes=24, no=41, abstained=1)])),
        "Abgelehnt",
        "bad",
        "Kreistag, 12. Juni 2024: Mit 41 zu 24 Stimmen bei 1 Enthaltung abgelehnt.",
    ),
    "rejected unanimously": (
        with_steps(council("abgelehnt", votes=[Vote(unanimous=True, yes=0, no=41)])),
        "Abgelehnt",
        "bad",
        "Kreistag, 12. Juni 2024: Einstimmig mit 41 Stimmen abgelehnt.",
    ),
    "rejected as recommended": (
        with_steps(
            council("abgelehnt", votes=[Vote(subject="Beschlussempfehlung", yes=41, no=24)]), progress="abgelehnt"
        ),
        "Abgelehnt",
        "bad",
        "Kreistag, 12. Juni 2024: Beschlussempfehlung des Ausschusses: mit 41 zu 24 Stimmen angenommen.",
    ),
    "withdrawn without a day": (
        with_steps(council("zurückgezogen", None)),
        "Zurückgezogen",
        "info",
        "Kreistag.",
    ),
    "withdrawn by word": (
        motion(progress="zurückgezogen", progress_note="weil der Landkreis schon baut."),
        "Zurückgezogen",
        "info",
        "Und zwar, weil der Landkreis schon baut.",
    ),
    "settled by the administration": (
        motion(progress="erledigt", progress_note="durch Verwaltungshandeln"),
        "Erledigt",
        "info",
        "Und zwar durch Verwaltungshandeln.",
    ),
    "answered": (
        question(progress="beantwortet", answered=JUNE),
        "Beantwortet",
        "info",
        "Die Verwaltung hat am 12. Juni 2024 geantwortet.",
    ),
    "answered in a sitting": (
        with_steps(advice("beantwortet"), kind="Anfrage"),
        "Beantwortet",
        "info",
        "Sozialausschuss, 8. Mai 2024.",
    ),
    "answer expected": (
        question(deadline=SOON),
        "Eingereicht",
        "open",
        "Eine Antwort wird bis zum 9. Dezember 2026 erwartet.",
    ),
    "answer overdue": (
        question(deadline=YESTERDAY),
        "Eingereicht",
        "mixed",
        "Die Antwort war bis zum 21. November 2026 zugesagt und fehlt.",
    ),
    "a draft": (
        motion(progress="Entwurf"),
        "Entwurf",
        "open",
        "Dieser Text ist ein Entwurf und nur in der Vorschau zu sehen.",
    ),
    "adopted and being done": (
        with_steps(council("beschlossen"), implementation=(Implementation(JULY, "in Umsetzung"),)),
        "Angenommen",
        "good",
        "Kreistag, 12. Juni 2024. Die Umsetzung läuft (Stand 3. Juli 2024).",
    ),
    "adopted and done, told in any order": (
        with_steps(
            council("beschlossen"), implementation=(Implementation(JULY, "umgesetzt"), Implementation(JUNE, "offen"))
        ),
        "Angenommen",
        "good",
        "Kreistag, 12. Juni 2024. Umgesetzt (Stand 3. Juli 2024).",
    ),
    "begun and done on one day": (
        with_steps(
            council("beschlossen"),
            implementation=(Implementation(JULY, "offen"), Implementation(JULY, "teilweise umgesetzt")),
        ),
        "Angenommen",
        "good",
        "Kreistag, 12. Juni 2024. Teilweise umgesetzt (Stand 3. Juli 2024).",
    ),
}


@pytest.mark.parametrize("case", VERDICTS)
def test_the_verdict_comes_in_a_word_a_tone_and_a_sentence(case):
    found, word, colour, sentence = VERDICTS[case]
    told = verdict(found, TODAY)

    assert (told.word, told.tone, told.sentence.replace(NBSP, " ")) == (word, colour, sentence)


def test_each_stand_has_the_tone_of_its_outcome():
    tones = {
        stand: tone(motion(progress=stand))
        for stand in ("in Beratung", "teilweise angenommen", "abgelehnt", "erledigt", "Entwurf")
    }

    assert tones == {
        "in Beratung": "open",
        "teilweise angenommen": "good",
        "abgelehnt": "bad",
        "erledigt": "info",
        "Entwurf": "open",
    }


# -------------------------------------------------------------------------------------- results

PHRASES = [
    (council(), "Ergebnis nicht bekannt"),
    (council("offen"), "Ergebnis nicht bekannt"),
    (council("beschlossen"), "Angenommen"),
    (council("einstimmig beschlossen"), "Einstimmig angenommen"),
    (council("mehrheitlich beschlossen"), "Mehrheitlich angenommen"),
    (council("geändert beschlossen"), "In geänderter Fassung angenommen"),
    (council("teilweise beschlossen"), "Teilweise angenommen"),
    (council("zur Kenntnis genommen"), "Zur Kenntnis genommen"),
    (advice("geändert empfohlen"), "Geändert empfohlen"),
    # what the result says and the vote does not is kept
    (council("einstimmig beschlossen", votes=[Vote(abstained=2)]), "Einstimmig bei 2 Enthaltungen angenommen"),
    (
        council("einstimmig beschlossen", votes=[Vote(unanimous=True, abstained=2)]),
        "Einstimmig bei 2 Enthaltungen angenommen",
    ),
    (council("mehrheitlich beschlossen", votes=[Vote(abstained=2)]), "Mehrheitlich bei 2 Enthaltungen angenommen"),
    (council("mehrheitlich beschlossen", votes=[Vote(no=12)]), "Mehrheitlich bei 12 Gegenstimmen angenommen"),
    (
        council("mehrheitlich beschlossen", votes=[Vote(majority=True, no=12)]),
        "Mehrheitlich bei 12 Gegenstimmen angenommen",
    ),
    (council("mehrheitlich beschlossen", votes=[Vote(yes=41, no=24)]), "Mit 41 zu 24 Stimmen angenommen"),
    (council("mehrheitlich beschlossen", votes=[Vote()]), "Mehrheitlich angenommen"),
    (
        council("beschlossen", votes=[Vote(manner="geheim", yes=41, no=24)]),
        "In geheimer Abstimmung mit 41 zu 24 Stimmen angenommen",
    ),
    # a vote's own „angenommen“ says less than the result
    (council("geändert beschlossen", votes=[Vote(result="angenommen")]), "In geänderter Fassung angenommen"),
    (
        council("geändert beschlossen", votes=[Vote(unanimous=True, result="angenommen")]),
        "Einstimmig in geänderter Fassung angenommen",
    ),
    (council("teilweise beschlossen", votes=[Vote(yes=41, no=24)]), "Mit 41 zu 24 Stimmen teilweise angenommen"),
    (advice("empfohlen", votes=[Vote(yes=8, no=4)]), "Empfohlen (mit 8 zu 4 Stimmen)"),
    (advice("Ablehnung empfohlen", votes=[Vote(yes=4, no=8)]), "Ablehnung empfohlen (mit 8 zu 4 Stimmen)"),
    (advice("empfohlen", votes=[Vote(unanimous=True)]), "Empfohlen (einstimmig)"),
    (advice("empfohlen", votes=[Vote(result="angenommen")]), "Empfohlen"),
    # only something else was voted on: its subject is named
    (
        council("abgelehnt", votes=[Vote(subject="Beschlussempfehlung", yes=41, no=24)]),
        "Beschlussempfehlung des Ausschusses: mit 41 zu 24 Stimmen angenommen",
    ),
    (
        council("beschlossen", votes=[Vote(subject="Verwaltungsvorschlag", unanimous=True)]),
        "Vorschlag der Verwaltung: einstimmig angenommen",
    ),
    (council("verwiesen", votes=[Vote(subject="GO-Antrag", yes=30, no=2)]), "Verwiesen"),
    (council("teilweise beschlossen", votes=[Vote(subject="Punkt 1", yes=30, no=2)]), "Teilweise angenommen"),
    (
        council("beschlossen", votes=[Vote(subject="Punkt 1", yes=30, no=2), Vote(subject="Punkt 2", yes=2, no=30)]),
        "Teilweise angenommen",
    ),
    # a vote that was unanimous is not „mehrheitlich“ as well, whatever was typed
    (
        council("mehrheitlich beschlossen", votes=[Vote(unanimous=True, abstained=2)]),
        "Einstimmig bei 2 Enthaltungen angenommen",
    ),
    # referred, deferred, notes
    (council("verwiesen", referred_to=(Link(SOCIAL),)), "An den Sozialausschuss verwiesen"),
    (council("vertagt", deferred_to=JULY, note="Beratungsbedarf."), "Vertagt auf den 3. Juli 2024. Beratungsbedarf"),
    (
        council("beschlossen", votes=[Vote(yes=41, no=9)], note="Mit Protokollnotiz"),
        "Mit 41 zu 9 Stimmen angenommen. Mit Protokollnotiz",
    ),
]


@pytest.mark.parametrize(("taken", "phrase"), PHRASES)
def test_a_result_is_a_phrase_with_a_capital_letter_and_no_full_stop(taken, phrase):
    assert result_phrase(taken).replace(NBSP, " ") == phrase


# -------------------------------------------------------------------------------------- life line


def line(event) -> str:
    """An event as a reader takes it in, from left to right."""
    day = f"{event.date:%Y-%m-%d}" if event.date else "offen"
    return " | ".join(
        part
        for part in (
            day,
            event.what,
            event.where.text if event.where else "",
            event.item,
            event.tone,
            event.result,
            *event.sentences,
        )
        if part
    ).replace(NBSP, " ")


LIVES = {
    "just handed in": (motion(), ["2024-03-04 | Eingereicht | info"]),
    "handed in to two offices on another day": (
        motion(
            submitted=dt.date(2024, 3, 6),
            addressees=(Addressee("Landrat", "Max Muster"), Addressee("Kreistagsvorsitz")),
        ),
        ["2024-03-06 | Eingereicht an: Landrat Max Muster und Kreistagsvorsitz | info"],
    ),
    "from the committee to the work done": (
        with_steps(
            advice("empfohlen", item="4", votes=[Vote(yes=8, no=4, absent=1)]),
            council(
                "geändert beschlossen",
                item="3.14",
                votes=[Vote(yes=41, no=24), Vote(subject="Änderungsantrag", yes=30, no=35)],
            ),
            implementation=(
                Implementation(JULY, "umgesetzt", "Der Weg ist offen."),
                Implementation(dt.date(2024, 6, 20), "in Umsetzung"),
            ),
        ),
        [
            "2024-03-04 | Eingereicht | info",
            "2024-05-08 | Vorberatung | Sozialausschuss | 4 | good | Empfohlen (mit 8 zu 4 Stimmen) | 1 abwesend",
            "2024-06-12 | Entscheidung | Kreistag | 3.14 | good | Mit 41 zu 24 Stimmen in geänderter Fassung angenommen | Änderungsantrag: mit 35 zu 30 Stimmen abgelehnt",
            "2024-06-20 | In Umsetzung | info",
            "2024-07-03 | Umgesetzt | good | Der Weg ist offen.",
        ],
    ),
    "a past sitting, one to come, one without a day": (
        with_steps(advice(date=YESTERDAY), council(date=SOON), council(date=None)),
        [
            "2024-03-04 | Eingereicht | info",
            "2026-11-21 | Vorberatung | Sozialausschuss | open | Ergebnis nicht bekannt",
            "2026-12-09 | Entscheidung | Kreistag | open",
            "offen | Entscheidung | Kreistag | open | Termin noch offen",
        ],
    ),
    "points one by one": (
        with_steps(
            council(
                "teilweise beschlossen",
                votes=[Vote(subject="Punkt 1", yes=30, no=2), Vote(subject="Punkt 2", yes=2, no=30)],
            )
        ),
        [
            "2024-03-04 | Eingereicht | info",
            "2024-06-12 | Entscheidung | Kreistag | good | Teilweise angenommen | Punkt 1: mit 30 zu 2 Stimmen angenommen | Punkt 2: mit 30 zu 2 Stimmen abgelehnt",
        ],
    ),
    "a recommendation is told once": (
        with_steps(council("abgelehnt", votes=[Vote(subject="Beschlussempfehlung", yes=41, no=24)])),
        [
            "2024-03-04 | Eingereicht | info",
            "2024-06-12 | Entscheidung | Kreistag | bad | Beschlussempfehlung des Ausschusses: mit 41 zu 24 Stimmen angenommen",
        ],
    ),
    "a question": (
        question(progress="beantwortet", answered=JUNE),
        ["2024-03-04 | Eingereicht | info", "2024-06-12 | Von der Verwaltung beantwortet | info"],
    ),
    "a question answered in a sitting is answered once": (
        with_steps(advice("beantwortet"), kind="Anfrage", answered=MAY),
        ["2024-03-04 | Eingereicht | info", "2024-05-08 | Vorberatung | Sozialausschuss | info | Beantwortet"],
    ),
    "withdrawn without a day": (
        with_steps(council("zurückgezogen", None)),
        ["2024-03-04 | Eingereicht | info", "offen | Entscheidung | Kreistag | info | Zurückgezogen"],
    ),
}


@pytest.mark.parametrize("case", LIVES)
def test_the_life_line_runs_from_handing_in_to_the_work_done(case):
    found, lines = LIVES[case]

    assert [line(event) for event in life(found, TODAY)] == lines


def test_further_committees_of_a_joint_sitting_and_sources_of_votes_are_shown():
    joint = Step(
        committees=(Link("Kreistag"), Link(SOCIAL)),
        date=JUNE,
        result="beschlossen",
        votes=(
            Vote(yes=2, no=1, source="Niederschrift", by_group=(("SPD", "2 Ja"),)),
            Vote(subject="Punkt 1", source="Presse"),
        ),
    )

    event = step_event(joint, TODAY)

    assert (event.where, event.also, event.source, event.groups) == (
        Link("Kreistag"),
        (Link(SOCIAL),),
        "Niederschrift; Presse",
        (("SPD", "2 Ja"),),
    )


# -------------------------------------------------------------------------------------- all phrases

number = st.none() | st.integers(0, 60)
votes = st.builds(
    Vote,
    subject=st.sampled_from(["Antrag", "Punkt 1", "Beschlussempfehlung", "Änderungsantrag"]),
    yes=number,
    no=number,
    abstained=number,
    absent=number,
    unanimous=st.booleans(),
    majority=st.booleans(),
    result=st.sampled_from(["", "angenommen", "abgelehnt"]),
    manner=st.sampled_from(["", "geheim"]),
)
RESULTS = [
    "",
    "offen",
    "einstimmig beschlossen",
    "mehrheitlich beschlossen",
    "beschlossen",
    "geändert beschlossen",
    "teilweise beschlossen",
    "empfohlen",
    "abgelehnt",
    "Ablehnung empfohlen",
    "vertagt",
    "verwiesen",
    "zurückgezogen",
    "erledigt",
    "beantwortet",
]
steps = st.builds(
    step,
    st.sampled_from(RESULTS),
    st.sampled_from([MAY, JUNE, YESTERDAY, SOON, None]),
    votes=st.lists(votes, max_size=2),
    note=st.sampled_from(["", "mit Notiz.", "Beratungsbedarf"]),
)


@given(
    steps=st.lists(steps, max_size=3),
    progress=st.sampled_from(["", "", "erledigt", "abgelehnt", "in Beratung"]),
    note=st.sampled_from(["", "durch Zeitablauf.", "weil es schon geschah"]),
)
@settings(deadline=None, max_examples=300)
def test_no_sentence_has_a_double_stop_a_glued_word_or_a_small_first_letter(steps, progress, note):
    found = with_steps(*steps, progress=progress or derive_progress(steps), progress_note=note)
    told = verdict(found, TODAY)
    events = life(found, TODAY)

    assert told.sentence == "" or told.sentence.endswith(".")
    for text in (told.word, told.sentence, *(e.result for e in events), *(s for e in events for s in e.sentences)):
        assert not any(
            slip in text
            for slip in (
                "..",
                "  ",
                " .",
                " ,",
                "()",
                "None",
                "angenommenin",
                "Angenommenin",
                "angenommen angenommen",
                "abgelehnt abgelehnt",
                "einstimmig einstimmig",
            )
        ), text
        assert text[:1] == text[:1].upper()
    assert not any(e.result.endswith(".") for e in events)


# -------------------------------------------------------------------------------------- small print


@pytest.mark.parametrize(
    ("found", "day"),
    [
        (motion(), "2024-03-04"),
        (motion(date=SOON), "2026-12-09"),
        (with_steps(council("beschlossen"), council(date=SOON)), "2024-06-12"),
        (with_steps(council(date=YESTERDAY)), "2024-03-04"),
        (motion(published=JULY), "2024-07-03"),
        (with_steps(council("beschlossen"), implementation=(Implementation(JULY, "umgesetzt"),)), "2024-07-03"),
    ],
)
def test_a_page_is_as_of_the_last_day_on_which_something_is_known_to_have_happened(found, day):
    assert as_of(found, TODAY) == dt.date.fromisoformat(day)


def test_a_motion_is_cited_by_who_what_when_number_and_where():
    cited = citation(
        motion(originators=("Grüne", "SPD"), reference="0270/2024"), "Grüne Probe", "https://example.org/a/k7f3qz/"
    )

    assert (
        cited.replace(NBSP, " ")
        == "Grüne und SPD: Radweg. Antrag vom 4. März 2024, Drucksache 0270/2024. https://example.org/a/k7f3qz/"
    )


def test_without_number_and_originators_the_group_is_cited():
    assert (
        citation(motion(), "Grüne Probe", "x").replace(NBSP, " ") == "Grüne Probe: Radweg. Antrag vom 4. März 2024. x"
    )


@pytest.mark.parametrize(
    ("step", "note", "told"),
    [
        (council("abgelehnt"), "", ("Abgelehnt", "Kreistag, 12. Juni 2024.")),
        (
            council("erledigt"),
            "durch Verwaltungshandeln",
            ("Erledigt", "Kreistag, 12. Juni 2024: Erledigt durch Verwaltungshandeln."),
        ),
        (
            council("zurückgezogen", note="Die Fraktion schreibt neu."),
            "zugunsten eines gemeinsamen Antrags",
            (
                "Zurückgezogen",
                "Kreistag, 12. Juni 2024: Zurückgezogen zugunsten eines gemeinsamen Antrags. Die Fraktion schreibt neu.",
            ),
        ),
        (
            council("abgelehnt", votes=(Vote(yes=10, no=40),)),
            "weil das Geld fehlt",
            ("Abgelehnt", "Kreistag, 12. Juni 2024: Mit 40 zu 10 Stimmen abgelehnt. Und zwar, weil das Geld fehlt."),
        ),
    ],
)
def test_what_the_heading_says_the_sentence_below_does_not_say_again(step, note, told):
    """Citizens.md 21: „Erledigt. Erledigt durch …“, „Zur Kenntnis genommen / Zur Kenntnis genommen.“"""
    said = verdict(motion(steps=(step,), progress=step.outcome.status, progress_note=note), TODAY)
    assert (said.heading, said.sentence.replace("\u00a0", " ")) == told


@pytest.mark.parametrize(
    ("kind", "subject"), [("Änderungsantrag", "Änderungsantrag"), ("Antrag zur Geschäftsordnung", "GO-Antrag")]
)
def test_the_vote_on_an_amendment_is_the_vote_on_itself(kind, subject):
    """Citizens.md 65: where the motion is itself one, and no vote is on „Antrag“ besides."""
    own, other = Vote(subject=subject, yes=22, no=30), Vote(subject="Verwaltungsvorschlag", yes=44, no=0)
    assert [v.on_motion for v in of_itself(council("abgelehnt", votes=(own, other)), kind).votes] == [True, False]
    assert [v.on_motion for v in of_itself(council("abgelehnt", votes=(own,)), "Antrag").votes] == [False]
    both = council("abgelehnt", votes=(own, Vote(yes=1, no=2)))
    assert [v.on_motion for v in of_itself(both, kind).votes] == [False, True]
