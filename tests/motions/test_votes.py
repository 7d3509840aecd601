"""Votes: every spelling found in minutes is read exactly, and told again in one German sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.motions.decision import vote_sentence
from plugins.motions.model import read_vote
from plugins.motions.votes import Vote, parse_votes
from plugins.records.german import NBSP

from ..builders import read

# -------------------------------------------------------------------------------------- reading

MINUTES = {  # domain-model C2, word by word
    "Ja: 8, Nein: 4": {"yes": 8, "no": 4},
    "24 Ja-Stimmen (SPD, B90/Grüne) / 41 Gegenstimmen / 1 Enthaltung": {"yes": 24, "no": 41, "abstained": 1},
    "4 Ja / 14 Nein / 0 Enthaltungen": {"yes": 4, "no": 14, "abstained": 0},
    "Dafür: 4 Dagegen: 7": {"yes": 4, "no": 7},
    "Ja: 31, Enthaltungen: 5": {"yes": 31, "abstained": 5},
    "Ja-Stimmen: 14 Nein-Stimmen: 4 Enthaltungen: 2 Befangen: 1": {"yes": 14, "no": 4, "abstained": 2, "biased": 1},
    "mehrheitlich bei 12 Gegenstimmen und 2 Stimmenthaltungen": {"majority": True, "no": 12, "abstained": 2},
    "einstimmig bei 2 Enthaltungen": {"unanimous": True, "abstained": 2},
    "Einstimmig dafür, 1 Enthaltung (SPD)": {"unanimous": True, "result": "angenommen", "abstained": 1},
    "Ja: 27, Nein: 26, Anwesend: 53": {"yes": 27, "no": 26},
    "Ja: 2, Nein: 15, Enthaltungen: 0, Befangen: 0": {"yes": 2, "no": 15, "abstained": 0, "biased": 0},
    "Ja: Nein: Enthaltung:": {},
}
RELATIVES = {
    "einstimmig": {"unanimous": True},
    "einstimmig abgelehnt": {"unanimous": True, "result": "abgelehnt"},
    "mehrheitlich abgelehnt": {"majority": True, "result": "abgelehnt"},
    "abgelehnt bei 3 Ja-Stimmen": {"yes": 3, "result": "abgelehnt"},
    "angenommen (24 Ja, 3 Nein)": {"yes": 24, "no": 3, "result": "angenommen"},
    "mit 24 Ja- und 3 Nein-Stimmen angenommen": {"yes": 24, "no": 3, "result": "angenommen"},
    "24 Ja, keine Gegenstimme, ohne Enthaltung": {"yes": 24, "no": 0, "abstained": 0},
    "einstimmig bei einer Enthaltung": {"unanimous": True, "abstained": 1},
    "12 dafür, 3 dagegen, 2 abwesend": {"yes": 12, "no": 3, "absent": 2},
    "JA:8,NEIN:4": {"yes": 8, "no": 4},
    "Ja: 8, Nein:": {"yes": 8},
    "24 Ja (SPD, 2 Grüne)": {"yes": 24},
}


@pytest.mark.parametrize(("text", "said"), [*MINUTES.items(), *RELATIVES.items()])
def test_a_spelling_from_minutes_says_what_it_says_and_nothing_else(text, said):
    assert parse_votes(text) == said


@pytest.mark.parametrize(
    "text",
    ["", " ", "Ja", "nein", "41:24", "Ja 24", "-3 Ja", "Ja: -3", "3,5 Ja", "Ja: 3.5", "12345 Ja", "Ja: 12345", "drei Ja", "² Ja", "Ja: ٣", "Ja: viele", "24 Stimmen", "mit", "24 Ja, 25 Ja", "Ja: 1 Ja: 2", "einstimmig und mehrheitlich",
     "angenommen abgelehnt", "dafür und dagegen", "nicht einstimmig", "Ja: 8 Nein 4", "24 Ja-Stimmen, Nein: 3", "Jawort", "()", "(SPD)", "<b>24 Ja</b>", "24 Ja und Amen"],
)  # fmt: skip
def test_what_is_no_vote_is_refused(text):
    assert parse_votes(text) is None


@pytest.mark.parametrize("text", ["(" * 500, "24 Ja" * 500, "9" * 5000, "Ja: " * 500, "()" * 500])
def test_a_flood_of_signs_is_refused_without_a_traceback(text):
    assert parse_votes(text) is None


SPELLINGS = {  # how a count is written, and what stands between two counts
    "Ja: 8, Nein: 4": ({"yes": "Ja: {}", "no": "Nein: {}", "abstained": "Enthaltungen: {}", "biased": "Befangen: {}", "absent": "Abwesend: {}"}, ", "),
    "8 Ja / 4 Nein": ({"yes": "{} Ja", "no": "{} Nein", "abstained": "{} Enthaltungen", "biased": "{} befangen", "absent": "{} abwesend"}, " / "),
    "8 Ja-Stimmen (SPD), 4 Gegenstimmen": ({"yes": "{} Ja-Stimmen (SPD)", "no": "{} Gegenstimmen", "abstained": "{} Stimmenthaltungen", "biased": "{} Befangenheiten"}, ", "),
    "Dafür: 8 Dagegen: 4": ({"yes": "Dafür: {}", "no": "Dagegen: {}", "abstained": "Enthaltung: {}"}, " "),
    "8 Ja-Stimmen und 4 Nein-Stimmen": ({"yes": "{} Ja-Stimmen", "no": "{} Nein-Stimmen", "abstained": "{} Enthaltungen"}, " und "),
}
counts = st.dictionaries(st.sampled_from(["yes", "no", "abstained", "biased", "absent"]), st.integers(0, 9999), min_size=1)


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(counts=counts, data=st.data())
@settings(deadline=None, max_examples=25)
def test_any_counts_in_any_order_come_back_from_a_spelling(spelling, counts, data):
    forms, between = SPELLINGS[spelling]
    written = data.draw(st.permutations([forms[kind].format(count) for kind, count in counts.items() if kind in forms]))

    assert parse_votes(between.join(written)) == ({kind: count for kind, count in counts.items() if kind in forms} if written else None)


VOTE = "uid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\nberatungsfolge:\n  - gremium: Kreistag\n    abstimmungen:\n      - "


@pytest.mark.parametrize(
    ("lines", "vote"),
    [
        ("stimmen: 24 Ja, 41 Nein", Vote(yes=24, no=41)),
        ("24 Ja, 41 Nein", Vote(yes=24, no=41)),
        ("ja: 24\n        enthaltung: 0", Vote(yes=24, abstained=0)),
        ("einstimmig: ja\n        gegenstand: Punkt 2\n        art: geheim\n        ergebnis: abgelehnt", Vote(subject="Punkt 2", unanimous=True, manner="geheim", result="abgelehnt")),
        ("mehrheitlich: ja\n        nach_fraktionen:\n          SPD: 12 Ja", Vote(majority=True, by_group=(("SPD", "12 Ja"),))),
    ],
)
def test_a_vote_of_a_head_is_the_same_in_words_and_in_keys(lines, vote):
    record, problems = read("motion", VOTE + lines)

    assert problems == []
    assert read_vote(record.get("beratungsfolge")[0].get("abstimmungen")[0]) == vote


# -------------------------------------------------------------------------------------- telling

SENTENCES = [  # what is known of the vote, what the step says, the sentence
    # both numbers: the winning side first
    (Vote(yes=41, no=24), "", "Mit 41 zu 24 Stimmen angenommen"),
    (Vote(yes=24, no=41, abstained=1), "", "Mit 41 zu 24 Stimmen bei 1 Enthaltung abgelehnt"),
    (Vote(yes=24, no=41, abstained=2), "abgelehnt", "Mit 41 zu 24 Stimmen bei 2 Enthaltungen abgelehnt"),
    (Vote(yes=41, no=0, abstained=0, biased=0), "", "Mit 41 zu 0 Stimmen angenommen"),
    (Vote(yes=0, no=41), "", "Mit 41 zu 0 Stimmen abgelehnt"),
    (Vote(yes=14, no=4, abstained=2, biased=1), "", "Mit 14 zu 4 Stimmen bei 2 Enthaltungen und 1 befangenen Mitglied angenommen"),
    (Vote(yes=14, no=4, biased=2), "", "Mit 14 zu 4 Stimmen bei 2 befangenen Mitgliedern angenommen"),
    # a tie is a no
    (Vote(yes=20, no=20), "", "Bei Stimmengleichheit (20 zu 20) abgelehnt"),
    (Vote(yes=20, no=20, abstained=1), "abgelehnt", "Bei Stimmengleichheit (20 zu 20) und 1 Enthaltung abgelehnt"),
    # unanimous
    (Vote(unanimous=True), "angenommen", "Einstimmig angenommen"),
    (Vote(unanimous=True), "", "Einstimmig"),
    (Vote(unanimous=True, yes=41, no=0), "", "Einstimmig mit 41 Stimmen angenommen"),
    (Vote(unanimous=True, yes=0, no=41), "", "Einstimmig mit 41 Stimmen abgelehnt"),
    (Vote(unanimous=True, yes=1), "angenommen", "Einstimmig mit 1 Stimme angenommen"),
    (Vote(unanimous=True, abstained=2), "angenommen", "Einstimmig bei 2 Enthaltungen angenommen"),
    # one side only: nothing is made up for the other
    (Vote(yes=31, abstained=5), "angenommen", "Mit 31 Ja-Stimmen bei 5 Enthaltungen angenommen"),
    (Vote(yes=31), "", "Mit 31 Ja-Stimmen"),
    (Vote(yes=1), "angenommen", "Mit 1 Ja-Stimme angenommen"),
    (Vote(yes=3), "abgelehnt", "Bei 3 Ja-Stimmen abgelehnt"),
    (Vote(yes=1), "abgelehnt", "Bei 1 Ja-Stimme abgelehnt"),
    (Vote(no=12), "angenommen", "Bei 12 Gegenstimmen angenommen"),
    (Vote(no=1), "angenommen", "Bei 1 Gegenstimme angenommen"),
    (Vote(no=0), "angenommen", "Angenommen"),
    (Vote(no=41), "abgelehnt", "Mit 41 Nein-Stimmen abgelehnt"),
    (Vote(no=1), "abgelehnt", "Mit 1 Nein-Stimme abgelehnt"),
    (Vote(majority=True, no=12, abstained=2), "angenommen", "Mehrheitlich bei 12 Gegenstimmen und 2 Enthaltungen angenommen"),
    (Vote(majority=True), "abgelehnt", "Mehrheitlich abgelehnt"),
    (Vote(majority=True, yes=31), "angenommen", "Mehrheitlich mit 31 Ja-Stimmen angenommen"),
    # manner
    (Vote(manner="geheim", yes=24, no=41), "", "In geheimer Abstimmung mit 41 zu 24 Stimmen abgelehnt"),
    (Vote(manner="namentlich", yes=41, no=24), "", "In namentlicher Abstimmung mit 41 zu 24 Stimmen angenommen"),
    (Vote(manner="offen", yes=41, no=24), "", "Mit 41 zu 24 Stimmen angenommen"),
    (Vote(manner="geheim", unanimous=True), "angenommen", "In geheimer Abstimmung einstimmig angenommen"),
    # what was voted on, where it was not the motion
    (Vote(subject="Punkt 2", yes=30, no=20), "abgelehnt", "Punkt 2: mit 30 zu 20 Stimmen angenommen"),
    (Vote(subject="Änderungsantrag", yes=20, no=30), "angenommen", "Änderungsantrag: mit 30 zu 20 Stimmen abgelehnt"),
    (Vote(subject="Beschlussempfehlung", yes=40, no=20), "abgelehnt", "Beschlussempfehlung des Ausschusses: mit 40 zu 20 Stimmen angenommen"),
    (Vote(subject="Verwaltungsvorschlag", unanimous=True), "abgelehnt", "Vorschlag der Verwaltung: einstimmig"),
    (Vote(subject="GO-Antrag", result="abgelehnt"), "", "Antrag zur Geschäftsordnung: abgelehnt"),
    (Vote(subject="Punkt 1", manner="geheim", yes=3, no=2), "", "Punkt 1: in geheimer Abstimmung mit 3 zu 2 Stimmen angenommen"),
    # nothing known, nothing said
    (Vote(), "", ""),
    (Vote(absent=3), "", ""),
    (Vote(subject="Punkt 1"), "angenommen", ""),
    (Vote(), "abgelehnt", "Abgelehnt"),
]


@pytest.mark.parametrize(("vote", "result", "sentence"), SENTENCES)
def test_a_vote_is_told_in_one_sentence(vote, result, sentence):
    assert vote_sentence(vote, result).replace(NBSP, " ") == sentence


known = st.none() | st.integers(0, 70)
votes = st.builds(
    Vote, subject=st.sampled_from(["Antrag", "Punkt 3", "Beschlussempfehlung", "Änderungsantrag"]), yes=known, no=known, abstained=known, biased=known, absent=known,
    unanimous=st.booleans(), majority=st.booleans(), result=st.sampled_from(["", "angenommen", "abgelehnt"]), manner=st.sampled_from(["", "offen", "geheim", "namentlich"]),
)  # fmt: skip


@given(vote=votes, result=st.sampled_from(["", "angenommen", "abgelehnt"]))
@settings(deadline=None, max_examples=200)
def test_a_sentence_has_only_numbers_that_were_counted_and_no_stray_sign(vote, result):
    sentence = vote_sentence(vote, result).replace(NBSP, " ")
    numbers = {int(word.strip("()")) for word in sentence.replace("Punkt 3", "").split() if word.strip("()").isdigit()}

    assert numbers <= {vote.yes, vote.no, vote.abstained, vote.biased}
    assert "None" not in sentence and "  " not in sentence and sentence == sentence.strip() and not sentence.endswith((".", ":", "bei", "mit"))
    assert vote.subject != "Antrag" or sentence[:1] == sentence[:1].upper()
