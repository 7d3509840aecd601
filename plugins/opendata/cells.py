"""The rows of the data: of a motion, of its steps, of their votes; typed values by the name of their column, and the same as cells of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ..motions.decision import result_phrase, vote_sentence, votes_aside
from ..motions.model import Motion, Step
from ..motions.votes import Vote
from .columns import Form
from .oparl.names import Origin
from .oparl.objects import Paper
from .oparl.sittings import consultation_keys

Values = dict[str, Any]
BAR = " | "  # between several values in a cell; no name holds one (`barred`)


def of_motion(one: Paper, by: Origin) -> Values:
    m = one.motion
    decided = [s for s in m.steps if s.decided]
    last = decided[-1] if decided else None
    final = decision_of(m)
    vote = vote_on_motion(final) if final else None
    done = last_done(m)
    return {
        "uid": m.uid,
        "datum": m.date,
        "art": m.kind,
        "titel": m.title,
        "drucksache": m.reference,
        "antragstellende": m.originators,
        "themen": [t.text for t in m.topics],
        "orte": [p.text for p in m.places],
        "gremien": list(dict.fromkeys(c.text for s in m.steps for c in s.committees)),
        "stand": m.status.label,
        "ausgang": m.status.group,
        "letzte_sitzung": last.date if last else None,
        "letztes_ergebnis": last.result if last else "",
        "umsetzung": done.state if done else "",
        "adresse": by.page(m.path),
        "eingereicht_am": m.submitted,
        "wahlperiode": m.term.text if m.term else "",
        "weitere_nummern": m.other_references,
        "unterzeichner": [s.person.text for s in m.signatories],
        "kurzfassung": m.summary,
        "entschieden_am": final.date if final else None,
        "entschieden_von": [c.text for c in final.committees] if final else (),
        "entscheidung": final.result if final else "",
        "ja": vote.yes if vote else None,
        "nein": vote.no if vote else None,
        "enthaltung": vote.abstained if vote else None,
        "umsetzung_am": done.date if done else None,
        "umsetzung_was": done.what if done else "",
        "frist": m.due,
        "beantwortet_am": m.answered,
        "veroeffentlicht_am": m.published,
        "geaendert_am": one.changed,
        "kurzadresse": by.page(m.short_path),
        "oparl": by.id("paper", m.uid),
    }


def decision_of(m: Motion) -> Step | None:
    """The last step that decided, by a body that may."""
    return next((s for s in reversed(m.steps) if s.decided and s.deciding and s.outcome.status), None)


def last_done(m: Motion):
    return sorted(m.implementation, key=lambda i: i.date)[-1] if m.implementation else None


def vote_on_motion(step: Step) -> Vote | None:
    return next((v for v in step.votes if v.on_motion), None)


def of_steps(one: Paper, by: Origin) -> Iterator[Values]:
    m = one.motion
    for number, (step, key, where) in enumerate(zip(m.steps, consultation_keys(m.steps), one.places, strict=True), 1):
        vote = vote_on_motion(step)
        yield {
            "schritt": f"{m.uid}/{key}",
            "antrag": m.uid,
            "titel": m.title,
            "nummer": number,
            "gremium": [c.text for c in step.committees],
            "rolle": step.role,
            "entscheidend": step.deciding,
            "datum": step.date,
            "top": step.item,
            "oeffentlich": step.public,
            "ergebnis": step.result,
            "ergebnis_im_satz": result_phrase(step) if step.decided else "",
            "verwiesen_an": [c.text for c in step.referred_to],
            "vertagt_auf": step.deferred_to,
            "beschlusstext": step.text,
            "anmerkung": step.note,
            "ja": vote.yes if vote else None,
            "nein": vote.no if vote else None,
            "enthaltung": vote.abstained if vote else None,
            "adresse": by.page(m.path),
            "sitzung": by.id("meeting", where[0]) if where else "",
            "wortlaut": step.quote,
            "grund": step.reason,
        }


def of_votes(one: Paper, by: Origin) -> Iterator[Values]:
    """A vote with the result of all, then a row for each group that is named."""
    m = one.motion
    for step, key in zip(m.steps, consultation_keys(m.steps), strict=True):
        aside = set(votes_aside(step))
        for number, vote in enumerate(step.votes, 1):
            said = vote_sentence(vote)
            common = {
                "schritt": f"{m.uid}/{key}",
                "antrag": m.uid,
                "titel": m.title,
                "gremium": [c.text for c in step.committees],
                "datum": step.date,
                "nummer": number,
                "gegenstand": vote.subject,
                "adresse": by.page(m.path),
            }
            yield {
                **common,
                "fraktion": "",
                "stimmen": "",
                "ja": vote.yes,
                "nein": vote.no,
                "enthaltung": vote.abstained,
                "befangen": vote.biased,
                "abwesend": vote.absent,
                "ungueltig": vote.invalid,
                "einstimmig": unanimous(vote),
                "mehrheitlich": (vote.majority and (vote.yes is None or vote.no is None)) or None,
                "stimmengleichheit": vote.tie or None,
                "ergebnis": vote.outcome,
                "art": vote.manner,
                "im_satz": said if said in aside else "",
                "quelle": vote.source,
                "satz": said,
            }
            for name, how in vote.by_group:
                yield {
                    **common,
                    "fraktion": name,
                    "stimmen": how,
                    **dict.fromkeys(
                        (
                            "ja",
                            "nein",
                            "enthaltung",
                            "befangen",
                            "abwesend",
                            "ungueltig",
                            "einstimmig",
                            "mehrheitlich",
                            "stimmengleichheit",
                        )
                    ),
                    "ergebnis": "",
                    "art": "",
                    "im_satz": "",
                    "quelle": "",
                }


def of_names(one: Paper, by: Origin) -> Iterator[Values]:
    """Of each roll call a row for everybody."""
    m = one.motion
    for step, key in zip(m.steps, consultation_keys(m.steps), strict=True):
        for number, vote in enumerate(step.votes, 1):
            for voice in vote.by_name:
                yield {
                    "schritt": f"{m.uid}/{key}",
                    "antrag": m.uid,
                    "titel": m.title,
                    "gremium": [c.text for c in step.committees],
                    "datum": step.date,
                    "nummer": number,
                    "gegenstand": vote.subject,
                    "name": voice.person.text,
                    "fraktion": voice.group,
                    "stimme": voice.said,
                    "adresse": by.page(m.path),
                }


def unanimous(vote: Vote) -> bool | None:
    """Known where somebody said so, or where both sides have votes."""
    return True if vote.unanimous else False if vote.yes and vote.no else None


ROWS = {
    "antraege": lambda one, by: [of_motion(one, by)],
    "beratungsschritte": of_steps,
    "stimmen": of_votes,
    "namen": of_names,
}


# --------------------------------------------------------------------------------------- cells


def cell(value: Any, form: Form) -> str:
    """A value as people type it into a table: nothing for what is not known, days as ISO 8601, several with a bar between them."""
    if value is None:
        return ""
    match form:
        case "list":
            return BAR.join(barred(name) for name in value)
        case "day":
            return value.isoformat()
        case "truth":
            return "ja" if value else "nein"
        case "item":  # „9.5“ alone would be the ninth of May
            return f"TOP {plain(value)}" if value else ""
    return plain(str(value))


def barred(name: str) -> str:
    """A name without the sign that stands between names."""
    return plain(name).replace("|", "/")


def plain(text: str) -> str:
    """On one line, without the blanks that only a page needs."""
    return " ".join(text.split())


def told(value: Any) -> Any:
    """A value for JSON: days as text, several as a list, null for what is not known."""
    match value:
        case dt.date():
            return value.isoformat()
        case str():
            return plain(value)
        case tuple() | list():
            return [told(one) for one in value]
    return value
