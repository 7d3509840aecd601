"""Votes and results: every spelling found in minutes is read exactly or not at all, and told again in one German sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.motions.decision import vote_sentence
from plugins.motions.model import votes_of
from plugins.motions.votes import Vote
from plugins.motions.wording import Reading, heard, read_votes, read_wording, slip
from plugins.records.german import NBSP

from ..builders import read

# -------------------------------------------------------------------------------------- reading

TABLE = [
    tuple(line.split("\t")) for line in (Path(__file__).parent / "stimmen.tsv").read_text("utf-8").splitlines()[1:]
]
QUOTED = "—"
NAMES = {
    "yes": "ja",
    "no": "nein",
    "abstained": "enthaltung",
    "biased": "befangen",
    "absent": "abwesend",
    "invalid": "ungueltig",
}


def told(vote: Vote, *, result: bool) -> str:
    """A vote as `stimmen.tsv` writes it."""
    flags = [
        word
        for word, there in (("einstimmig", vote.unanimous), ("mehrheitlich", vote.majority), ("gleich", vote.tie))
        if there and not (result and word != "gleich")
    ]
    counts = [f"{name}={count}" for key, name in NAMES.items() if (count := getattr(vote, key)) is not None]
    groups = [f"[{'; '.join(f'{name}: {said}' for name, said in vote.by_group)}]"] if vote.by_group else []
    about = "" if vote.on_motion else f"{vote.subject}: "
    return about + " ".join([*flags, *counts, *groups])


def answer(reading: Reading | None) -> str:
    if reading is None:
        return QUOTED
    return " ".join(
        filter(
            None,
            [
                f"ergebnis={reading.result}" if reading.result else "",
                " / ".join(told(vote, result=bool(reading.result)) for vote in reading.votes),
            ],
        )
    )


@pytest.mark.parametrize(("text", "said"), TABLE)
def test_a_spelling_from_minutes_says_what_it_says_and_nothing_else(text, said):
    """Whoever adds a line writes its answer by hand: it says what was meant, not what is read."""
    assert answer(read_wording(text)) == said


def test_the_table_holds_enough_of_them():
    assert len(TABLE) >= 300
    assert len({text for text, _ in TABLE}) == len(TABLE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Ja",
        "nein",
        "-3 Ja",
        "Ja: -3",
        "3,5 Ja",
        "Ja: 3.5",
        "² Ja",
        "Ja: ٣",
        "Ja: viele",
        "mit",
        "Ja: 1 Ja: 2",
        "dafür und dagegen",
        "()",
        "(SPD)",
        "<b>24 Ja</b>",
    ],
)
def test_what_is_no_vote_is_not_read(text):
    assert read_votes(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500,
        "24 Ja" * 200,
        "9" * 900,
        "Ja: " * 200,
        "()" * 400,
        "a) " * 300,
        "24 Ja (" + "SPD, " * 150,
        "mit den Stimmen von " + "CDU und " * 100,
        "JaNeinEnthaltung" + "CDU111" * 100 + "Gesamt111",
    ],
)
def test_a_flood_of_signs_is_not_read_and_ends(text):
    assert read_wording(text) is None


SPELLINGS = {  # how a count is written, and what stands between two counts
    "Ja: 8, Nein: 4": (
        {
            "yes": "Ja: {}",
            "no": "Nein: {}",
            "abstained": "Enthaltungen: {}",
            "biased": "Befangen: {}",
            "absent": "Abwesend: {}",
        },
        ", ",
    ),
    "8 Ja / 4 Nein": (
        {
            "yes": "{} Ja",
            "no": "{} Nein",
            "abstained": "{} Enthaltungen",
            "biased": "{} befangen",
            "absent": "{} abwesend",
        },
        " / ",
    ),
    "8 Ja-Stimmen (SPD), 4 Gegenstimmen": (
        {
            "yes": "{} Ja-Stimmen (SPD)",
            "no": "{} Gegenstimmen",
            "abstained": "{} Stimmenthaltungen",
            "biased": "{} Befangenheiten",
        },
        ", ",
    ),
    "Dafür: 8 Dagegen: 4": ({"yes": "Dafür: {}", "no": "Dagegen: {}", "abstained": "Enthaltung: {}"}, " "),
    "8 Ja-Stimmen und 4 Nein-Stimmen": (
        {"yes": "{} Ja-Stimmen", "no": "{} Nein-Stimmen", "abstained": "{} Enthaltungen"},
        " und ",
    ),
    "Ja 8 Nein 4": ({"yes": "Ja {}", "no": "Nein {}", "abstained": "Enthaltung {}", "invalid": "ungültig {}"}, " "),
}
counts = st.dictionaries(
    st.sampled_from(["yes", "no", "abstained", "biased", "absent", "invalid"]), st.integers(0, 9999), min_size=1
)


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(counts=counts, data=st.data())
@settings(deadline=None, max_examples=25)
def test_any_counts_in_any_order_come_back_from_a_spelling(spelling, counts, data):
    forms, between = SPELLINGS[spelling]
    written = data.draw(st.permutations([forms[kind].format(count) for kind, count in counts.items() if kind in forms]))
    found = read_votes(between.join(written))

    assert [
        {kind: getattr(vote, kind) for kind in NAMES if getattr(vote, kind) is not None} for vote in found or ()
    ] == ([{kind: count for kind, count in counts.items() if kind in forms}] if written else [])


words = st.sampled_from(
    [
        "24",
        "5",
        "0",
        "Ja",
        "Nein",
        "Enthaltungen",
        "Ja-Stimmen",
        "gegen",
        "mit",
        "bei",
        "zu",
        ":",
        ",",
        "(",
        ")",
        "SPD",
        "der",
        "einstimmig",
        "mehrheitlich",
        "abgelehnt",
        "angenommen",
        "nicht",
        "Stimmen",
        "a)",
        "b)",
        "vertagt",
        "ohne",
        "Antrag",
        "und",
    ]
)


@given(text=st.lists(words, min_size=1, max_size=9).map(" ".join))
@settings(deadline=None, max_examples=300)
def test_whatever_is_read_has_only_numbers_that_stand_there_and_denies_nothing(text):
    reading = read_wording(text)
    if reading is None:
        return
    numbers = [int(word) for word in text.replace(")", " ").replace("(", " ").split() if word.isdigit()]
    read_ = [getattr(vote, kind) for vote in reading.votes for kind in NAMES if getattr(vote, kind) is not None]

    assert "nicht" not in text.split()
    assert all(number in (*numbers, 0) for number in read_)  # „ohne“ is none
    assert not {"angenommen", "abgelehnt"} <= set(text.split()) or len(reading.votes) > 1


RESULTS_SAID = {
    "ungeändert beschlossen": "beschlossen",
    "Mehrheitlich abgelehnt": "mehrheitlich abgelehnt",
    "einstimmig abgelehnt": "einstimmig abgelehnt",
    "mehrheitlich zugestimmt zu geändertem Antrag": "geändert beschlossen",
    "verwiesen in den Ausschuss für Umwelt und Gesundheit": "verwiesen",
    "Der Antrag wird in den Umweltausschuss verwiesen.": "verwiesen",
    "Weiterbehandlung im Planungsausschuss": "verwiesen",
    "vertagt auf den 12. Juni 2024": "vertagt",
    "Kenntnisnahme": "zur Kenntnis genommen",
    "Der Ausschuss nimmt den Bericht über den Radverkehr einstimmig zur Kenntnis.": "zur Kenntnis genommen",
    "erledigt durch Stellungnahme der Verwaltung": "erledigt",
    "mit Stellungnahme einverstanden": "mit Stellungnahme einverstanden",
    "in Beschlussvorlage übernommen": "in Vorlage übernommen",
    "nicht zur Abstimmung gestellt": "nicht abgestimmt",
    "Der Kreistag beschließt, den Antrag abzulehnen.": "abgelehnt",
    "Der Ausschuss empfiehlt dem Kreistag mehrheitlich, den Antrag abzulehnen.": "Ablehnung empfohlen",
    "einstimmig empfohlen": "empfohlen",
    "Der Antrag findet keine Mehrheit.": "abgelehnt",
    "vorberaten ohne Änderungen": "vorberaten",
    "Die Antragstellerin zieht den Antrag zurück.": "",
    "teilweise abgelehnt": "",
    "einverstanden": "",
    "nicht beschlossen": "",
    "Der Antrag ist nicht erledigt": "",
    "abgelehnt werden sollte er nicht": "",
    "vertagt, aber nicht verwiesen": "",
    "zur Kenntnis genommen + mehrheitliche Zustimmung": "",
}


@pytest.mark.parametrize("text", RESULTS_SAID)
def test_a_result_is_read_in_the_words_of_council_offices_or_not_at_all(text):
    reading = read_wording(text)

    assert (reading.result if reading else "") == RESULTS_SAID[text]


def test_a_result_tells_where_to_till_when_and_why():
    assert read_wording("verwiesen an Schulbeirat und Hauptausschuss").referred == ("Schulbeirat", "Hauptausschuss")
    assert read_wording("verwiesen an Sozialausschuss und Ausschuss für Umwelt und Gesundheit").referred == (
        "Sozialausschuss",
        "Ausschuss für Umwelt und Gesundheit",
    )
    assert str(read_wording("vertagt auf den 12.6.24").deferred) == "2024-06-12"
    assert read_wording("erledigt durch Antwort der Verwaltung").reason == "durch Antwort der Verwaltung"
    assert (
        read_wording("Der Antrag der Fraktion Bündnis 90/Die Grünen wird abgelehnt.", own=("GRÜNE im Kreistag",)).result
        == "abgelehnt"
    )
    assert read_wording("Der Antrag der SPD-Fraktion wird abgelehnt.", own=("GRÜNE im Kreistag",)) is None


@pytest.mark.parametrize(
    ("text", "word", "near"),
    [
        ("einstimmit bei 2 Enthaltungen", "einstimmit", "einstimmig"),
        ("einstimmig, 0 Enthaltugen", "Enthaltugen", "enthaltungen"),
        ("mehrheitlcih abgelehnt", "mehrheitlcih", "mehrheitlich"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_word(text, word, near):
    found = slip(text)

    assert found and (found[0], found[1].casefold()) == (word, near)


@pytest.mark.parametrize("text", ["unbeschlossen", "nicht abgelehnt", "Alles Weitere folgt", "verändert beschlossen"])
def test_a_word_that_means_something_else_is_no_slip(text):
    assert slip(text) is None


def test_what_was_understood_of_a_quoted_text_can_be_told():
    assert heard("Nach langer Debatte 24 Ja, vielleicht mehr") == "„24 Ja“"


VOTE = "uid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\nberatungsfolge:\n  - gremium: Kreistag\n    abstimmungen:\n      - "


@pytest.mark.parametrize(
    ("lines", "vote"),
    [
        ("stimmen: 24 Ja, 41 Nein", Vote(yes=24, no=41)),
        ("24 Ja, 41 Nein", Vote(yes=24, no=41)),
        ("ja: 24\n        enthaltung: 0", Vote(yes=24, abstained=0)),
        (
            "einstimmig: ja\n        gegenstand: Punkt 2\n        art: geheim\n        ergebnis: abgelehnt",
            Vote(subject="Punkt 2", unanimous=True, manner="geheim", result="abgelehnt"),
        ),
        (
            "mehrheitlich: ja\n        nach_fraktionen:\n          SPD: 12 Ja",
            Vote(majority=True, by_group=(("SPD", "12 Ja"),)),
        ),
    ],
)
def test_a_vote_of_a_head_is_the_same_in_words_and_in_keys(lines, vote):
    record, problems = read("motion", VOTE + lines)

    assert problems == []
    assert votes_of(record.get("beratungsfolge")[0].get("abstimmungen")[0]) == (vote,)


# -------------------------------------------------------------------------------------- telling

SENTENCES = [  # what is known of the vote, what the step says, the sentence
    # both numbers: the winning side first
    (Vote(yes=41, no=24), "", "Mit 41 zu 24 Stimmen angenommen"),
    (Vote(yes=24, no=41, abstained=1), "", "Mit 41 zu 24 Stimmen bei 1 Enthaltung abgelehnt"),
    (Vote(yes=24, no=41, abstained=2), "abgelehnt", "Mit 41 zu 24 Stimmen bei 2 Enthaltungen abgelehnt"),
    (Vote(yes=41, no=0, abstained=0, biased=0), "", "Einstimmig mit 41 Stimmen angenommen"),
    (Vote(yes=0, no=41), "", "Einstimmig mit 41 Stimmen abgelehnt"),
    (
        Vote(yes=14, no=4, abstained=2, biased=1),
        "",
        "Mit 14 zu 4 Stimmen bei 2 Enthaltungen und 1 befangenen Mitglied angenommen",
    ),
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
    (
        Vote(majority=True, no=12, abstained=2),
        "angenommen",
        "Mehrheitlich bei 12 Gegenstimmen und 2 Enthaltungen angenommen",
    ),
    (Vote(majority=True), "abgelehnt", "Mehrheitlich abgelehnt"),
    (Vote(majority=True, yes=31), "angenommen", "Mehrheitlich mit 31 Ja-Stimmen angenommen"),
    # a tie without its numbers, and votes that did not count
    (Vote(tie=True), "abgelehnt", "Bei Stimmengleichheit abgelehnt"),
    (Vote(tie=True, abstained=2), "abgelehnt", "Bei Stimmengleichheit und 2 Enthaltungen abgelehnt"),
    (Vote(yes=11, no=13, invalid=2), "", "Mit 13 zu 11 Stimmen bei 2 ungültigen Stimmen abgelehnt"),
    # manner
    (Vote(manner="geheim", yes=24, no=41), "", "In geheimer Abstimmung mit 41 zu 24 Stimmen abgelehnt"),
    (Vote(manner="namentlich", yes=41, no=24), "", "In namentlicher Abstimmung mit 41 zu 24 Stimmen angenommen"),
    (Vote(manner="offen", yes=41, no=24), "", "Mit 41 zu 24 Stimmen angenommen"),
    (Vote(manner="geheim", unanimous=True), "angenommen", "In geheimer Abstimmung einstimmig angenommen"),
    # what was voted on, where it was not the motion
    (Vote(subject="Punkt 2", yes=30, no=20), "abgelehnt", "Punkt 2: mit 30 zu 20 Stimmen angenommen"),
    (Vote(subject="Änderungsantrag", yes=20, no=30), "angenommen", "Änderungsantrag: mit 30 zu 20 Stimmen abgelehnt"),
    (
        Vote(subject="Beschlussempfehlung", yes=40, no=20),
        "abgelehnt",
        "Beschlussempfehlung des Ausschusses: mit 40 zu 20 Stimmen angenommen",
    ),
    (Vote(subject="Verwaltungsvorschlag", unanimous=True), "abgelehnt", "Vorschlag der Verwaltung: einstimmig"),
    (Vote(subject="GO-Antrag", result="abgelehnt"), "", "Antrag zur Geschäftsordnung: abgelehnt"),
    (
        Vote(subject="Punkt 1", manner="geheim", yes=3, no=2),
        "",
        "Punkt 1: in geheimer Abstimmung mit 3 zu 2 Stimmen angenommen",
    ),
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
    Vote,
    subject=st.sampled_from(["Antrag", "Punkt 3", "Beschlussempfehlung", "Änderungsantrag"]),
    yes=known,
    no=known,
    abstained=known,
    biased=known,
    absent=known,
    unanimous=st.booleans(),
    majority=st.booleans(),
    result=st.sampled_from(["", "angenommen", "abgelehnt"]),
    manner=st.sampled_from(["", "offen", "geheim", "namentlich"]),
)


@given(vote=votes, result=st.sampled_from(["", "angenommen", "abgelehnt"]))
@settings(deadline=None, max_examples=200)
def test_a_sentence_has_only_numbers_that_were_counted_and_no_stray_sign(vote, result):
    sentence = vote_sentence(vote, result).replace(NBSP, " ")
    numbers = {int(word.strip("()")) for word in sentence.replace("Punkt 3", "").split() if word.strip("()").isdigit()}

    assert numbers <= {vote.yes, vote.no, vote.abstained, vote.biased}
    assert (
        "None" not in sentence
        and "  " not in sentence
        and sentence == sentence.strip()
        and not sentence.endswith((".", ":", "bei", "mit"))
    )
    assert vote.subject != "Antrag" or sentence[:1] == sentence[:1].upper()
