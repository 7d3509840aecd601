"""The stand that follows from the steps, one table; and the day that stands for today on a motion's page."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.motions.model import TABLE
from plugins.motions.progress import aged, derive_progress
from plugins.motions.story import as_of, life, status_word, verdict
from plugins.motions.vocabulary import STATUSES, group_of
from plugins.motions.votes import Vote

from ..builders import Project, motion, step

MAY, JUNE, JULY = dt.date(2024, 5, 8), dt.date(2024, 6, 12), dt.date(2024, 7, 3)
SOCIAL = "Sozialausschuss"


def advice(result: str = "", date: dt.date | None = MAY, *votes: Vote, quote: str = ""):
    return step(result, date, SOCIAL, deciding=False, votes=votes, quote=quote)


def council(result: str = "", date: dt.date | None = JUNE, *votes: Vote, quote: str = ""):
    return step(result, date, votes=votes, quote=quote)


def on(subject: str, yes: int, no: int) -> Vote:
    return Vote(subject=subject, yes=yes, no=no)


TABLE_OF_STEPS = {
    "nothing yet": ("eingereicht", []),
    "a body, no day": ("eingereicht", [council(date=None)]),
    "scheduled": ("auf der Tagesordnung", [council()]),
    "scheduled, marked open": ("auf der Tagesordnung", [council("offen")]),
    "deferred": ("in Beratung", [council("vertagt")]),
    "put back": ("in Beratung", [council("zurückgestellt")]),
    "taken off the agenda": ("in Beratung", [council("abgesetzt")]),
    "referred": ("in Beratung", [council("verwiesen")]),
    "referred, next body scheduled": ("in Beratung", [council("verwiesen", MAY), advice(date=JUNE)]),
    "advice for it": ("in Beratung", [advice("empfohlen")]),
    "advice against it": ("in Beratung", [advice("Ablehnung empfohlen")]),
    "an advising body rejects": ("in Beratung", [advice("abgelehnt")]),
    "an advising body adopts unanimously": ("in Beratung", [advice("einstimmig beschlossen")]),
    "an advising body takes note": ("in Beratung", [advice("zur Kenntnis genommen")]),
    "adopted": ("angenommen", [council("beschlossen")]),
    "adopted unanimously": ("angenommen", [council("einstimmig beschlossen")]),
    "adopted by majority": ("angenommen", [council("mehrheitlich beschlossen")]),
    "adopted with changes": ("in geänderter Fassung angenommen", [council("geändert beschlossen")]),
    "adopted in part": ("teilweise angenommen", [council("teilweise beschlossen")]),
    "rejected": ("abgelehnt", [council("abgelehnt")]),
    "settled": ("erledigt", [council("erledigt")]),
    "content with the statement": ("erledigt", [council("mit Stellungnahme einverstanden")]),
    "taken into the administration's paper": ("in Vorlage übernommen", [council("in Vorlage übernommen")]),
    "not voted on": ("erledigt", [council("nicht abgestimmt")]),
    "not voted on, then adopted": ("angenommen", [council("nicht abgestimmt", MAY), council("beschlossen", JUNE)]),
    "adopted, then not voted on again": (
        "angenommen",
        [council("beschlossen", MAY), council("nicht abgestimmt", JUNE)],
    ),
    "prepared": ("in Beratung", [advice("vorberaten")]),
    "in the council's words only": (
        "Ergebnis liegt vor, siehe Wortlaut",
        [council(quote="Findet allgemeine Zustimmung.")],
    ),
    "in an advising body's words only": ("in Beratung", [advice(quote="Findet allgemeine Zustimmung.")]),
    "in words, then adopted": ("angenommen", [council("", MAY, quote="Findet Zustimmung."), council("beschlossen")]),
    "parts decided differently": (
        "teilweise angenommen",
        [council("beschlossen", JUNE, on("Teil a", 30, 20), on("Teil b", 20, 30))],
    ),
    "noted": ("zur Kenntnis genommen", [council("zur Kenntnis genommen")]),
    "advice against it, adopted": ("angenommen", [advice("Ablehnung empfohlen"), council("beschlossen")]),
    "advice for it, rejected": ("abgelehnt", [advice("empfohlen"), council("abgelehnt")]),
    "deferred, then adopted": ("angenommen", [council("vertagt", MAY), council("beschlossen", JUNE)]),
    "adopted, then deferred elsewhere": ("angenommen", [council("beschlossen", MAY), council("vertagt", JUNE)]),
    "adopted, then on another agenda": ("angenommen", [council("beschlossen", MAY), council(date=JULY)]),
    "two bodies decide: the later day": ("abgelehnt", [council("beschlossen", MAY), council("abgelehnt", JUNE)]),
    "two bodies decide, later one typed first": (
        "abgelehnt",
        [council("abgelehnt", JUNE), council("beschlossen", MAY)],
    ),
    "a dated decision beats an undated one": ("abgelehnt", [council("abgelehnt", JUNE), council("beschlossen", None)]),
    "withdrawn in an advising body": ("zurückgezogen", [advice("zurückgezogen")]),
    "withdrawn without a day": ("zurückgezogen", [advice("empfohlen"), council("zurückgezogen", None)]),
    "withdrawn, though adopted elsewhere": (
        "zurückgezogen",
        [council("beschlossen", MAY), advice("zurückgezogen", JUNE)],
    ),
    "points decided differently, adopted": (
        "teilweise angenommen",
        [council("beschlossen", JUNE, on("Punkt 1", 30, 20), on("Punkt 2", 20, 30))],
    ),
    "points decided differently, rejected": (
        "teilweise angenommen",
        [council("abgelehnt", JUNE, on("Punkt 1", 30, 20), on("Punkt 2", 20, 30))],
    ),
    "a tied point is lost": (
        "teilweise angenommen",
        [council("beschlossen", JUNE, on("Punkt 1", 30, 20), on("Punkt 2", 25, 25))],
    ),
    "points decided alike": (
        "angenommen",
        [council("beschlossen", JUNE, on("Punkt 1", 30, 20), on("Punkt 2", 31, 20))],
    ),
    "of one point nothing is known": (
        "angenommen",
        [council("beschlossen", JUNE, on("Punkt 1", 30, 20), Vote(subject="Punkt 2", no=3))],
    ),
    "vote on a recommendation only": ("in Beratung", [council("abgelehnt", JUNE, on("Beschlussempfehlung", 40, 20))]),
    "vote on the administration's text only": (
        "in Beratung",
        [council("beschlossen", JUNE, on("Verwaltungsvorschlag", 40, 20))],
    ),
    "vote on procedure only": ("in Beratung", [council("abgelehnt", JUNE, on("GO-Antrag", 40, 20))]),
    "vote on a recommendation and on the motion": (
        "abgelehnt",
        [council("abgelehnt", JUNE, on("Beschlussempfehlung", 40, 20), on("Antrag", 20, 40))],
    ),
    "vote on a change, adopted changed": (
        "in geänderter Fassung angenommen",
        [council("geändert beschlossen", JUNE, on("Änderungsantrag", 40, 20))],
    ),
    "settled after a vote on the administration's text": (
        "erledigt",
        [council("erledigt", JUNE, on("Verwaltungsvorschlag", 40, 20))],
    ),
    "a silent vote, then a decision": (
        "angenommen",
        [council("abgelehnt", MAY, on("Beschlussempfehlung", 40, 20)), council("beschlossen", JUNE)],
    ),
}
QUESTIONS = {
    "sent in": ("eingereicht", [], False),
    "answered": ("beantwortet", [], True),
    "answered in a sitting": ("beantwortet", [advice("beantwortet")], False),
    "answered before the sitting": ("beantwortet", [council()], True),
    "noted by an advising body": ("zur Kenntnis genommen", [advice("zur Kenntnis genommen")], False),
    "noted, then answered": ("beantwortet", [advice("zur Kenntnis genommen")], True),
    "withdrawn, though answered": ("zurückgezogen", [council("zurückgezogen")], True),
    "deferred": ("in Beratung", [council("vertagt")], False),
}


@pytest.mark.parametrize("case", TABLE_OF_STEPS)
def test_steps_say_the_stand_of_a_motion(case):
    stand, steps = TABLE_OF_STEPS[case]

    assert derive_progress(steps) == stand


@pytest.mark.parametrize("case", QUESTIONS)
def test_steps_and_answer_say_the_stand_of_a_question(case):
    stand, steps, answered = QUESTIONS[case]

    assert derive_progress(steps, question=True, answered=answered) == stand


def test_an_answer_does_not_settle_a_motion():
    assert derive_progress([council("vertagt")], answered=True) == "in Beratung"


def test_every_word_of_the_table_is_a_value_of_stand():
    said = {stand for stand, *_ in (*TABLE_OF_STEPS.values(), *QUESTIONS.values())}

    assert said == set(TABLE.fields["stand"].values) - {"Entwurf"} | {"Ergebnis liegt vor, siehe Wortlaut"}


AGED = {  # the steps, the day before which it is not so, what it is from then on
    "a sitting without a result": ([council()], JUNE + dt.timedelta(days=1), "Ergebnis nicht bekannt"),
    "advised, then a sitting without a result": (
        [advice("empfohlen"), council()],
        JUNE + dt.timedelta(days=1),
        "Ergebnis nicht bekannt",
    ),
    "referred": ([council("verwiesen")], dt.date(2025, 6, 12), "verwiesen, seitdem nichts bekannt"),
    "deferred": ([council("vertagt")], dt.date(2025, 6, 12), "verwiesen, seitdem nichts bekannt"),
    "deferred to a day": (
        [step("vertagt", JUNE, deferred_to=dt.date(2024, 9, 25))],
        dt.date(2025, 9, 25),
        "verwiesen, seitdem nichts bekannt",
    ),
    "put back on the 29th of February": (
        [council("zurückgestellt", dt.date(2024, 2, 29))],
        dt.date(2025, 3, 1),
        "verwiesen, seitdem nichts bekannt",
    ),
    "taken off the agenda": ([council("abgesetzt")], dt.date(2025, 6, 12), "verwiesen, seitdem nichts bekannt"),
}


@pytest.mark.parametrize("case", AGED)
def test_a_status_is_true_years_later(case):
    steps, day, stand = AGED[case]
    derived = derive_progress(steps)

    assert aged(derived, steps, day - dt.timedelta(days=1)) == derived
    assert aged(derived, steps, day) == aged(derived, steps, dt.date(2099, 1, 1)) == stand


@pytest.mark.parametrize(
    "steps",
    [
        [council("beschlossen")],
        [],
        [council(date=None)],
        [advice("empfohlen")],
        [council(), council(date=dt.date(2099, 1, 1))],
        [council("verwiesen"), advice(date=dt.date(2099, 1, 1))],
    ],
)
def test_a_status_that_is_still_true_stays(steps):
    derived = derive_progress(steps)

    assert aged(derived, steps, dt.date(2098, 1, 1)) == derived


def test_a_status_that_was_typed_stays(project: Project):
    project.motion(
        head="stand: in Beratung\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    ergebnis: verwiesen\n"
    )

    assert project.site().motions[0].progress == "in Beratung"


def test_a_vote_decides_also_where_the_body_was_only_to_take_note(project: Project):
    project.motion(head=ADOPTED + "    rolle: Kenntnisnahme")

    assert project.site().motions[0].progress == "angenommen"


GROUPS = {
    "offen": ["Entwurf", "eingereicht", "auf der Tagesordnung", "in Beratung"],
    "erfolgreich": ["angenommen", "in geänderter Fassung angenommen", "teilweise angenommen", "in Vorlage übernommen"],
    "nicht erfolgreich": ["abgelehnt"],
    "unklar": ["Ergebnis nicht bekannt", "verwiesen, seitdem nichts bekannt", "Ergebnis liegt vor, siehe Wortlaut"],
    "sonst erledigt": ["zurückgezogen", "erledigt", "beantwortet", "zur Kenntnis genommen"],
}


@pytest.mark.parametrize(("group", "stand"), [(group, stand) for group, stands in GROUPS.items() for stand in stands])
def test_each_stand_belongs_to_one_outcome_group(group, stand):
    assert group_of(stand).word == group


def test_the_outcome_groups_cover_every_stand():
    assert sorted(stand for stands in GROUPS.values() for stand in stands) == sorted(STATUSES.words)
    assert set(STATUSES.words) - set(TABLE.fields["stand"].values) == set(
        GROUPS["unklar"]
    )  # they follow from day and steps, and are never typed


ADOPTED = "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    ergebnis: beschlossen\n"


def test_a_given_stand_wins_over_the_steps(project: Project):
    project.motion(head=ADOPTED + "stand: erledigt")

    found = project.site().motions[0]

    assert (found.progress, found.derived) == ("erledigt", "angenommen")


@pytest.mark.parametrize(
    ("rolle", "stand"),
    [("", "in Beratung"), ("    rolle: Entscheidung\n", "angenommen"), ("    rolle: Beschlussfassung\n", "angenommen")],
)
def test_a_committee_decides_only_where_its_role_says_so(project: Project, rolle, stand):
    project.motion(head=ADOPTED.replace("Kreistag", SOCIAL) + rolle)

    assert project.site().motions[0].progress == stand


def test_the_county_council_only_advises_where_its_role_says_so(project: Project):
    project.motion(head=ADOPTED + "    rolle: Vorberatung")

    assert project.site().motions[0].progress == "in Beratung"


# ------------------------------------------------------------------------------ the day of a page

days = st.dates(dt.date(2024, 3, 1), dt.date(2024, 4, 10))
some_day = st.none() | days
results = st.sampled_from(
    ["", "", "offen", "vertagt", "verwiesen", "empfohlen", "beschlossen", "abgelehnt", "zurückgezogen", "beantwortet"]
)


@st.composite
def motions(draw):
    steps = sorted(
        (step(draw(results), draw(some_day), deciding=draw(st.booleans())) for _ in range(draw(st.integers(0, 3)))),
        key=lambda s: s.date or dt.date.max,
    )
    question = draw(st.booleans())
    answered = draw(some_day) if question else None
    derived = derive_progress(steps, question=question, answered=bool(answered))
    return motion(
        date=draw(days),
        submitted=draw(days),
        published=draw(days),
        kind="Anfrage" if question else "Antrag",
        steps=tuple(steps),
        derived=derived,
        progress=draw(st.sampled_from([derived, derived, "erledigt", "in Beratung", "Entwurf"])),
        deadline=draw(some_day),
        deadline_extended=draw(some_day),
        answered=answered,
    )


@given(motion=motions(), today=st.dates(dt.date(2024, 2, 27), dt.date(2024, 4, 13)))
@settings(deadline=None, max_examples=400)
def test_a_page_made_for_the_effective_day_is_the_page_of_today(motion, today):
    day = motion.effective_day(today)

    assert day <= today
    for said in (motion.unknown_result, motion.overdue, motion.next_step):
        assert said(day) == said(today), said.__name__
    for said in (as_of, status_word, verdict, life):
        assert said(motion, day) == said(motion, today), said.__name__


@given(motion=motions())
@settings(deadline=None, max_examples=100)
def test_a_motion_whose_days_are_all_over_never_changes_again(motion):
    assert motion.effective_day(dt.date(2025, 4, 12)) == motion.effective_day(dt.date(2099, 1, 1))


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2024-06-11", "2024-03-05"),
        ("2024-06-12", "2024-06-12"),
        ("2024-06-13", "2024-06-13"),
        ("2024-06-30", "2024-06-13"),
    ],
)
def test_a_page_changes_on_the_day_of_a_sitting_and_on_the_day_after(today, day):
    scheduled = motion(date=dt.date(2024, 3, 4), steps=(council(),))

    assert scheduled.effective_day(dt.date.fromisoformat(today)) == dt.date.fromisoformat(day)


def test_a_sitting_of_today_is_still_to_come_and_yesterdays_has_an_unknown_result():
    scheduled = motion(steps=(council(),))

    assert scheduled.next_step(JUNE) and not scheduled.unknown_result(JUNE)
    assert scheduled.unknown_result(JUNE + dt.timedelta(days=1)) and not scheduled.next_step(
        JUNE + dt.timedelta(days=1)
    )


@pytest.mark.parametrize(
    ("known", "overdue"),
    [
        ({}, True),
        ({"answered": JUNE}, False),
        ({"progress": "zurückgezogen"}, False),
        ({"progress": "erledigt"}, False),
        ({"deadline_extended": JULY}, False),
        ({"deadline": JUNE}, False),
        ({"deadline": None}, False),
        ({"kind": "Antrag"}, False),
    ],
)
def test_only_an_open_question_past_its_last_deadline_is_overdue(known, overdue):
    assert motion(**{"kind": "Anfrage", "deadline": MAY, **known}).overdue(JUNE) is overdue
