"""What can be wrong with one motion: each rule beside its near miss. An arrow marks the accused line and names the code."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from ..builders import TODAY, Project

HEAD = {"uid": "k7f3qz", "titel": "Radweg", "art": "Antrag", "datum": "2024-03-04"}
BODY = "\n## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n2. Die Verwaltung berichtet.\n"
QUESTION = "\n## Fragen\n\n1. Wann?\n"
STEP = "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n"


def council(*lines: str) -> str:
    """A sitting of the Kreistag; the lines belong to the step."""
    return STEP + "".join(f"    {line}\n" for line in lines)


def check(project: Project, case: str, body: str = BODY, today: dt.date = TODAY) -> None:
    """Build a motion from its case: what the case leaves out of the head is filled in, arrows are taken out."""
    head, _, text = case.partition("---\n")
    fill = "".join(f"{key}: {value}\n" for key, value in HEAD.items() if not re.search(rf"^{key}:", head, re.M))
    lines = f"---\n{fill}{head.strip()}\n---\n{text or body}".split("\n")
    expected = [(number, code) for number, line in enumerate(lines, 1) for code in line.partition(" ◀ ")[2].split()]
    project.write("antraege/2024-03-radweg.md", "\n".join(line.partition(" ◀ ")[0] for line in lines))

    found = [(p.line, p.code) for p in project.check(today)]

    assert sorted(found) == sorted(expected)


VOTES = {
    "numbers that are none": council("ergebnis: abgelehnt", "abstimmungen:", "  - stimmen: 24 von 41 ◀ votes-quoted"),
    "an empty form": council("ergebnis: beschlossen", "abstimmungen:", '  - stimmen: "Ja: Nein: Enthaltung:"'),
    "words and numbers": council(
        "ergebnis: beschlossen",
        "abstimmungen:",
        "  - gegenstand: Antrag",
        "    stimmen: 41 Ja ◀ votes-twice",
        "    ja: 41",
    ),
    "words and a zero": council(
        "ergebnis: beschlossen", "abstimmungen:", "  - nein: 0", "    stimmen: 41 Ja ◀ votes-twice"
    ),
    "words and manner": council("ergebnis: beschlossen", "abstimmungen:", "  - stimmen: 41 Ja", "    art: geheim"),
    "unanimous with both": council(
        "ergebnis: beschlossen", "abstimmungen:", "  - ja: 40 ◀ votes-unanimous", "    nein: 1", "    einstimmig: ja"
    ),
    "unanimous in words with both": council(
        "ergebnis: beschlossen", "abstimmungen:", "  - stimmen: 40 Ja, 1 Nein, einstimmig ◀ votes-unanimous"
    ),
    "unanimous result with both": council(
        "ergebnis: einstimmig beschlossen", "abstimmungen:", "  - 40 Ja, 1 Nein ◀ votes-unanimous"
    ),
    "unanimous rejection, 0 : 41": council(
        "ergebnis: abgelehnt", "abstimmungen:", "  - ja: 0", "    nein: 41", "    einstimmig: ja"
    ),
    "unanimous, 41 : 0 : 3": council(
        "ergebnis: einstimmig beschlossen", "abstimmungen:", "  - 41 Ja, 0 Nein, 3 Enthaltungen"
    ),
    "unanimous result, a change was disputed": council(
        "ergebnis: einstimmig beschlossen",
        "abstimmungen:",
        "  - 41 Ja, 0 Nein",
        "  - gegenstand: Änderungsantrag",
        "    ja: 10",
        "    nein: 31",
    ),
    "adopted with fewer": council("ergebnis: beschlossen", "abstimmungen:", "  - 24 Ja, 41 Nein ◀ votes-contradict"),
    "adopted with a tie": council(
        "ergebnis: mehrheitlich beschlossen", "abstimmungen:", "  - 24 Ja, 24 Nein ◀ votes-contradict"
    ),
    "changed with fewer": council(
        "ergebnis: geändert beschlossen", "abstimmungen:", "  - 24 Ja, 41 Nein ◀ votes-contradict"
    ),
    "rejected with more": council("ergebnis: abgelehnt", "abstimmungen:", "  - 41 Ja, 24 Nein ◀ votes-contradict"),
    "adopted with more": council("ergebnis: beschlossen", "abstimmungen:", "  - 25 Ja, 24 Nein"),
    "rejected with a tie": council("ergebnis: abgelehnt", "abstimmungen:", "  - 24 Ja, 24 Nein"),
    "adopted, only the noes known": council("ergebnis: beschlossen", "abstimmungen:", "  - 41 Nein"),
    "rejected, only the ayes known": council("ergebnis: abgelehnt", "abstimmungen:", "  - 41 Ja"),
    "rejected, as recommended": council(
        "ergebnis: abgelehnt", "abstimmungen:", "  - gegenstand: Beschlussempfehlung", "    ja: 41", "    nein: 24"
    )
    + "stand: abgelehnt\n",
    "adopted, the administration's text failed": council(
        "ergebnis: beschlossen", "abstimmungen:", "  - gegenstand: Verwaltungsvorschlag", "    ja: 24", "    nein: 41"
    )
    + "stand: angenommen\n",
    "adopted, one point failed": council(
        "ergebnis: teilweise beschlossen", "abstimmungen:", "  - gegenstand: Punkt 2", "    ja: 24", "    nein: 41"
    ),
    "advised against, more ayes": council(
        "rolle: Anhörung", "ergebnis: abgelehnt", "abstimmungen:", "  - 41 Ja, 24 Nein"
    ),
    "a preparing body counts as well": council(
        "rolle: Vorberatung", "ergebnis: abgelehnt", "abstimmungen:", "  - 41 Ja, 24 Nein ◀ votes-contradict"
    ),
    "a vote's own result, against its numbers": council(
        "abstimmungen:",
        "  - gegenstand: Punkt 1",
        "    ja: 41",
        "    nein: 24",
        "    ergebnis: abgelehnt ◀ votes-contradict",
        "ergebnis: beschlossen",
    ),
    "a vote's own result, lost by a tie": council(
        "abstimmungen:",
        "  - gegenstand: Punkt 1",
        "    ja: 24",
        "    nein: 24",
        "    ergebnis: abgelehnt",
        "ergebnis: beschlossen",
    ),
    "a point too many": council(
        "ergebnis: beschlossen", "abstimmungen:", "  - ja: 41", "    gegenstand: Punkt 3 ◀ votes-point"
    ),
    "the last point": council("ergebnis: beschlossen", "abstimmungen:", "  - ja: 41", "    gegenstand: Punkt 2"),
    "a point where none is numbered": council(
        "ergebnis: beschlossen", "abstimmungen:", "  - ja: 41", "    gegenstand: Punkt 1 ◀ votes-point"
    )
    + "---\n\n## Beschlussvorschlag\n\nEin Radweg wird gebaut.\n",
}

TWO = "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-05-08\n    ergebnis: {}\n  - gremium: {} ◀{}\n    datum: 2024-06-12\n    ergebnis: {}\n"


def two(first: str, second: str, body: str = "Kreistag", accused: str = "") -> str:
    return TWO.format(first, body, f" {accused}", second).replace(" ◀ \n", "\n")


STEPS = {
    "two decide": two("beschlossen", "abgelehnt", accused="two-decisions"),
    "two decide alike": two("beschlossen", "einstimmig beschlossen", accused="two-decisions"),
    "decided, then withdrawn": two("beschlossen", "zurückgezogen", accused="two-decisions"),
    **{
        f"two may decide, one only {result}": two(result, "beschlossen")
        for result in ("vertagt", "verwiesen", "zurückgestellt", "abgesetzt")
    },
    "one decides, another advises": two("beschlossen", "abgelehnt", "Sozialausschuss"),
    "one decides, the Kreistag advises": two("beschlossen", "abgelehnt") + "    rolle: Vorberatung\n",
    "out of order": "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    ergebnis: vertagt\n  - gremium: Kreistag\n    datum: 2024-05-08 ◀ dates-order\n    ergebnis: beschlossen\n",
    "two on one day": two("vertagt", "beschlossen").replace("05-08", "06-12"),
    "a day that is open stands between": "beratungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2024-06-12\n    ergebnis: verwiesen\n  - gremium: Sozialausschuss\n  - gremium: Kreistag\n    datum: 2024-05-08 ◀ dates-order\n    ergebnis: beschlossen\n",
    "before the motion": "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-03-03 ◀ step-early\n    ergebnis: beschlossen\n",
    "on the motion's day": "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-03-04\n    ergebnis: beschlossen\n",
    "result before the sitting": "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-11-23\n    ergebnis: beschlossen ◀ result-early\n",
    "result of today": "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-11-22\n    ergebnis: beschlossen\n",
    "open result of tomorrow": "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-11-23\n    ergebnis: offen\n",
    "result without a day": "beratungsfolge:\n  - gremium: Kreistag\n    ergebnis: beschlossen ◀ result-undated\n",
    "withdrawn without a day": "beratungsfolge:\n  - gremium: Kreistag\n    ergebnis: zurückgezogen\n",
    "referred without the word": council(
        "ergebnis: empfohlen", "rolle: Vorberatung", "verwiesen_an: Sozialausschuss ◀ referred-without"
    ),
    "referred without a result": council("verwiesen_an: Sozialausschuss ◀ referred-without").replace(
        "gremium: Kreistag", "gremium: Kreistag ◀ result-open"
    ),
    "referred": council("ergebnis: verwiesen", "verwiesen_an: Sozialausschuss"),
    "deferred without the word": council("ergebnis: zurückgestellt", "vertagt_auf: 2024-09-25 ◀ referred-without"),
    "deferred to the same day": council("ergebnis: vertagt", "vertagt_auf: 2024-06-12 ◀ date-early"),
    "deferred to the next day": council("ergebnis: vertagt", "vertagt_auf: 2024-06-13"),
    "a past sitting without a result": "beratungsfolge:\n  - gremium: Kreistag ◀ result-open\n    datum: 2026-11-21\n",
    "a past sitting, open": "beratungsfolge:\n  - gremium: Kreistag ◀ result-open\n    datum: 2024-06-12\n    ergebnis: offen\n",
    "a sitting of today": "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-11-22\n",
    "a past sitting without a result, decided later": "beratungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2024-05-08\n  - gremium: Kreistag\n    datum: 2024-06-12\n    ergebnis: beschlossen\n",
    "a past sitting without a result, outcome given": "stand: erledigt\n" + STEP,
}

DATES = {
    "the motion is of tomorrow": "datum: 2026-11-23 ◀ date-ahead\n",
    "the motion is of today": "datum: 2026-11-22\n",
    "published too early": "veroeffentlicht: 2024-03-03 ◀ date-early\n",
    "published on its day": "veroeffentlicht: 2024-03-04\n",
    "deadline too early": "frist: 2024-03-03 ◀ date-early\n",
    "extended to before the deadline": "frist: 2024-05-01\nfrist_verlaengert: 2024-04-30 ◀ date-early\n",
    "extended": "frist: 2024-05-01\nfrist_verlaengert: 2024-05-02\n",
    "answered before it was asked": "beantwortet_am: 2024-03-03 ◀ date-early\n",
    "answered tomorrow": "beantwortet_am: 2026-11-23 ◀ date-future\n",
    "answered today": "beantwortet_am: 2026-11-22\n",
    "implemented before": "umsetzung:\n  - stand: offen\n    datum: 2024-03-03 ◀ date-early\n",
    "implemented tomorrow": "umsetzung:\n  - stand: umgesetzt\n    datum: 2026-11-23 ◀ date-future\n",
    "implemented today": "umsetzung:\n  - stand: umgesetzt\n    datum: 2026-11-22\n",
    "changed before": "aenderungen:\n  - was: Titel\n    datum: 2024-03-03 ◀ date-early\n",
    "changed tomorrow": "aenderungen:\n  - was: Titel\n    datum: 2026-11-23 ◀ date-future\n",
    "of no term": "datum: 2019-03-04 ◀ term-missing\n",
    "of no term by its date, but by its word": "datum: 2019-03-04\nwahlperiode: 2020–2025\n",
    "last day of a term": "datum: 2025-10-31\n",
}

TEXTS = {
    "no resolution": "---\n ◀ resolution-missing\n## Begründung\n\nDarum.\n",
    "an empty resolution": "---\n\n## Beschlussvorschlag ◀ resolution-missing\n\n## Begründung\n\nDarum.\n",
    "a resolution by another word": "---\n\n## Beschlussantrag\n\nEin Radweg.\n",
    "a question without questions": "art: Anfrage\n---\n ◀ questions-missing\n## Begründung\n\nDarum.\n",
    "a question with empty questions": "art: Anfrage\n---\n\n## Fragen ◀ questions-missing\n",
    "a question": "art: Anfrage\n---\n\n## Fragen\n\n1. Wann?\n",
    "a statement needs no resolution": "art: Antwort/Stellungnahme\n---\n\nWir sagen etwas dazu.\n",
    "without the own group": "antragstellende: Andere Fraktion ◀ originator-missing\n",
    "jointly with another group": "antragstellende:\n  - Andere Fraktion\n  - bündnis 90/die grünen\n",
}

PROGRESS = {
    "only a recommendation was voted on": council(
        "ergebnis: abgelehnt", "abstimmungen:", "  - gegenstand: Beschlussempfehlung", "    ja: 41", "    nein: 24"
    ).replace("Kreistag", "Kreistag ◀ progress-needed"),
    "only procedure was voted on": council(
        "ergebnis: beschlossen", "abstimmungen:", "  - gegenstand: GO-Antrag", "    ja: 41"
    ).replace("Kreistag", "Kreistag ◀ progress-needed"),
    "recommendation and motion": council(
        "ergebnis: abgelehnt",
        "abstimmungen:",
        "  - 24 Ja, 41 Nein",
        "  - gegenstand: Beschlussempfehlung",
        "    ja: 41",
        "    nein: 24",
    ),
    "a recommendation in an advising body": council(
        "ergebnis: abgelehnt",
        "rolle: Vorberatung",
        "abstimmungen:",
        "  - gegenstand: Beschlussempfehlung",
        "    ja: 41",
        "    nein: 24",
    ),
    "the steps say adopted": "stand: abgelehnt ◀ progress-contradicts\n" + council("ergebnis: beschlossen"),
    "the steps say adopted, and so does the stand": "stand: angenommen\n" + council("ergebnis: beschlossen"),
    "the steps say adopted, still a draft": "stand: Entwurf\n" + council("ergebnis: beschlossen"),
    "advised, and settled elsewhere": "stand: erledigt\n" + council("ergebnis: empfohlen", "rolle: Vorberatung"),
}

QUESTION_CASES = {
    "answer overdue": "art: Anfrage\nfrist: 2026-11-21 ◀ answer-overdue\n",
    "answer due today": "art: Anfrage\nfrist: 2026-11-22\n",
    "extended deadline overdue": "art: Anfrage\nfrist: 2026-11-01\nfrist_verlaengert: 2026-11-21 ◀ answer-overdue\n",
    "deadline extended": "art: Anfrage\nfrist: 2026-11-01\nfrist_verlaengert: 2026-12-01\n",
    "answered": "art: Anfrage\nfrist: 2026-11-01\nbeantwortet_am: 2026-11-20\n",
}


@pytest.mark.parametrize("case", VOTES)
def test_votes_are_held_against_the_result(project: Project, case):
    check(project, VOTES[case])


@pytest.mark.parametrize("case", STEPS)
def test_steps_follow_each_other_and_one_decides(project: Project, case):
    check(project, STEPS[case])


@pytest.mark.parametrize("case", DATES)
def test_dates_follow_the_life_of_a_motion(project: Project, case):
    check(project, DATES[case])


@pytest.mark.parametrize("case", TEXTS)
def test_a_motion_asks_for_something(project: Project, case):
    check(project, TEXTS[case])


@pytest.mark.parametrize("case", PROGRESS)
def test_a_given_stand_is_held_against_the_steps(project: Project, case):
    check(project, PROGRESS[case])


@pytest.mark.parametrize("case", QUESTION_CASES)
def test_an_answer_is_missed_from_the_day_after_its_deadline(project: Project, case):
    check(project, QUESTION_CASES[case], QUESTION)


@pytest.mark.parametrize(
    ("today", "sentence"),
    [(dt.date(2024, 6, 13), "Ergebnis fehlt seit 1 Tag "), (dt.date(2024, 6, 22), "Ergebnis fehlt seit 10 Tagen ")],
)
def test_the_hint_counts_the_days_since_the_sitting(project: Project, today, sentence):
    project.motion(head=STEP)

    assert [p.what.replace("\u00a0", " ")[: len(sentence)] for p in project.check(today)] == [sentence]
