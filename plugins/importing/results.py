"""`fraktion ergebnis …`: what minutes say was decided, shown as it was understood, and written into the motion after a yes."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..motions import decision
from ..motions.ballot import manner_of, outcome
from ..motions.model import COUNTS, TABLE, Motion, Step
from ..motions.vocabulary import ADOPTED, REJECTED, RESULTS, UNKNOWN
from ..motions.votes import Vote
from ..motions.wording import LONGEST, Reading, heard, read_wording, slip
from ..press.write import write
from ..records import german
from ..records.frontmatter import read_source
from ..records.links import Link
from ..records.nodes import Mapping, Scalar
from ..records.nodes import Sequence as Listed
from ..records.problems import shorten, why
from ..site.content import Site, read_site
from ..site.new import scalar
from ..site.settings import Refusal, Settings
from .desk import SURE, UNSURE, Ask, Say, files_of, known_of, names_of
from .letter import long_words
from .minutes import Asked, Ours, Proposal
from .reading import Unreadable, minutes_apart
from .shapes import fold

MOST_NAMED = 8  # motions of which a part of a title may mean each
FIELDS = TABLE.rows["step"]
LABELS = {key: FIELDS[key].label for key in ("gremium", "datum")}


class Saying(Struct, frozen=True, kw_only=True):
    """What was asked for on the command line: a motion, the sentence, and where it was said. `yes`: nobody is asked."""

    motion: str
    sentence: str
    body: str = ""
    date: str = ""
    yes: bool = False


# ------------------------------------------------------------------------------- one sentence, one motion


def enter_sentence(settings: Settings, saying: Saying, say: Say, ask: Ask | None) -> int:
    """`fraktion ergebnis ANTRAG SATZ`. 0: written, or wished not to be."""
    site = read_site(settings.content, settings.today, council=settings.council)[0]
    motion = the_motion(site, saying.motion)
    sentence = " ".join(saying.sentence.split()).strip('„“"')
    if not sentence:
        raise Refusal(
            f'Es fehlt der Satz aus der Niederschrift. Zum Beispiel: fraktion ergebnis {motion.stem} "mit 24 gegen 5 Stimmen bei 2 Enthaltungen {REJECTED}"'
        )
    number = the_step(site, motion, saying, settings.today)
    step = motion.steps[number]
    own = site.about.every_name if site.about else ()
    reading = read_wording(sentence, own=own)
    if reading is None and (miss := slip(sentence)):
        raise Refusal(
            f"In „{shorten(sentence, 200)}“ steht „{miss[0]}“. Meinten Sie „{miss[1]}“? Es wurde nichts eingetragen."
        )
    reading, follows = with_outcome(reading)
    lines = list(lines_of(reading, sentence, {name for record in site.committees for name in names_of(record)}))
    say(
        "\n".join(
            [
                f"\n  {shorten(motion.title, 120)}",
                f"  {motion.source}",
                f"  Sitzung: {step.body_name}{f', {german.day(step.date)}' if step.date else ''}",
                "",
                *understood(step, reading, sentence),
                *follows,
                "",
                "  Diese Zeilen kommen in den Kopf:",
                *(f"    {line}" for line in lines),
                "",
            ]
        )
    )
    if step.decided and step.result:
        raise Refusal(
            f"Bei dieser Sitzung steht schon: {step.result}. Es wurde nichts eingetragen; bitte von Hand ändern, wenn es nicht stimmt."
        )
    if not saying.yes and (ask is None or not ask("  Eintragen? [J/n] ")):
        say(
            "  Nicht eingetragen."
            + (" Mit --ja wird ohne Frage eingetragen." if ask is None and not saying.yes else "")
            + "\n"
        )
        return 0
    said = enter(settings, motion, number, lines)
    say(f"  {said}\n")
    return 0 if said.startswith("Eingetragen") else 1


def with_outcome(reading: Reading | None) -> tuple[Reading | None, list[str]]:
    """With the result that numbers say, where the sentence has no word for it: somebody looks at it and says yes."""
    vote = (
        reading.votes[0]
        if reading and not reading.result and len(reading.votes) == 1 and reading.votes[0].on_motion
        else None
    )
    if vote is None or vote.yes is None or vote.no is None:
        return reading, []
    base = next(result.word for result in RESULTS if result.unanimously and outcome(result.word) == vote.outcome)
    return replace(reading, result=base), [
        f"  Dass er {vote.outcome} ist, sagt der Satz nicht; es folgt aus den Stimmen. {BITTE}"
    ]


BITTE = "Bitte nur bestätigen, wenn über den Antrag selbst abgestimmt wurde."


def understood(step: Step, reading: Reading | None, sentence: str) -> Iterator[str]:
    """How it was read, as the page will say it; and what was not."""
    if reading and (reading.result or reading.votes):
        told = replace(
            step,
            result=reading.result,
            votes=reading.votes,
            reason=reading.reason,
            note="",
            quote="",
            referred_to=tuple(map(Link, reading.referred)),
            deferred_to=reading.deferred,
        )
        shown = [decision.sentence(told)] if reading.result else []
        shown += [
            f"{vote}."
            for vote in (
                *(decision.vote_sentence(v) for v in reading.votes if not reading.result),
                *(decision.votes_aside(told) if reading.result else ()),
            )
            if vote
        ]
        yield f"  So steht es auf der Seite: {' '.join(text.rstrip('.') + '.' for text in shown)}"
        yield from (f"    {group}: {votes}" for vote in reading.votes for group, votes in vote.by_group)
    if not reading:
        words = heard(sentence)
        yield "  Nicht alles daran ist zu lesen; der Satz steht deshalb als Zitat auf der Seite, und entschieden gilt damit nichts."
        yield (
            f"  Verstanden wurde davon: {words}."
            if words
            else f"  Ein Ergebnis sind: {', '.join(result.word for result in RESULTS if result.typed and result.known)}."
        )
    elif not reading.result:
        yield f"  Nicht gesagt ist, was der Satz entschied; er steht deshalb als Zitat dabei. Besser steht am Ende auch, ob er {ADOPTED} oder {REJECTED} ist."


def the_motion(site: Site, asked: str) -> Motion:
    """By its file, its uid, its number or its title; by a part of them where only one has it."""
    wanted = fold(asked.removeprefix("./"))
    stem = wanted.rpartition("/")[2].removesuffix(".md")
    names = {
        motion.uid: {
            motion.uid,
            motion.stem,
            fold(motion.title),
            *map(fold, (motion.reference, *motion.other_references)),
        }
        - {""}
        for motion in site.motions
    }
    found = [motion for motion in site.motions if {wanted, stem} & names[motion.uid]]
    if not found and len(wanted) > 2:
        found = [motion for motion in site.motions if any(wanted in name for name in names[motion.uid])] or [
            motion
            for motion in site.motions
            if (words := set(long_words(asked))) and words <= set(long_words(motion.title))
        ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refusal(
            f"Einen Antrag „{shorten(asked, 100)}“ gibt es hier nicht. Gesucht wird nach Dateiname, Kennung, Drucksache und Titel; ein Text mit Problemen zählt erst, wenn sie behoben sind (fraktion pruefen)."
        )
    rows = [f"  {motion.stem}  {shorten(motion.title, 80)}" for motion in found[:MOST_NAMED]]
    raise Refusal(
        "\n".join(
            [
                f"„{shorten(asked, 100)}“ passt auf mehrere Anträge. Bitte einen davon nennen:",
                *rows,
                *(["  …"] if len(found) > MOST_NAMED else []),
            ]
        )
    )


def the_step(site: Site, motion: Motion, saying: Saying, today: dt.date) -> int:
    """The sitting that is meant: the one that was named, else the only one that is over and has no result."""
    steps = list(enumerate(motion.steps))
    if saying.body:
        called = next(
            (names_of(record) for record in site.committees if fold(saying.body) in map(fold, names_of(record))),
            (saying.body,),
        )
        steps = [
            (n, step) for n, step in steps if {fold(link.text) for link in step.committees} & set(map(fold, called))
        ]
    if saying.date:
        match = german.whole_date(saying.date)
        day = german.day_of(match) if match else None
        if day is None:
            raise Refusal(f"„{shorten(saying.date, 60)}“ ist kein Datum. Zum Beispiel: --datum 12.6.2026")
        steps = [(n, step) for n, step in steps if step.date == day]
    if not (saying.body or saying.date):
        steps = [(n, step) for n, step in steps if not step.decided and (step.date is None or step.date <= today)]
        steps = [pair for pair in steps if pair[1].date] or steps
    if len(steps) == 1:
        return steps[0][0]
    rows = [
        f"  {step.body_name}{f', {german.day(step.date)}' if step.date else ''}: {step.result or UNKNOWN.word}"
        for step in motion.steps
    ]
    about = f"{motion.source} nennt diese Sitzungen:" if rows else f"{motion.source} nennt noch keine Sitzung."
    what = (
        "Welche Sitzung ist gemeint? Bitte angeben, zum Beispiel --gremium oder --datum."
        if len(steps) > 1
        else "Keine davon ist vorbei und noch ohne Ergebnis. Ist eine andere gemeint, bitte --gremium oder --datum angeben; fehlt sie, bitte zuerst unter „beratungsfolge“ eintragen."
    )
    raise Refusal("\n".join([what, about, *rows]))


# ------------------------------------------------------------------------------------------- lines of a head

KEYS = {name: key for key, name in COUNTS.items() if name != "result"}


def lines_of(reading: Reading | None, sentence: str, committees: set[str]) -> Iterator[str]:
    """What goes into a step. What its keys cannot hold stays a sentence: under `ergebnis` where it is understood, else as a quotation."""
    if reading is None or not reading.result:
        yield from (votes_lines(reading.votes) if reading else ())
        yield f"wortlaut: {scalar(sentence)}"
        return
    if not set(reading.referred) <= committees or any(not typable(vote) for vote in reading.votes):
        yield f"ergebnis: {scalar(sentence)}"
        return
    yield f"ergebnis: {scalar(reading.result)}"
    if reading.referred:
        yield from (
            [f"verwiesen_an: {scalar(reading.referred[0])}"]
            if len(reading.referred) == 1
            else ["verwiesen_an:", *(f"  - {scalar(body)}" for body in reading.referred)]
        )
    if reading.deferred:
        yield f"vertagt_auf: {reading.deferred.isoformat()}"
    if reading.reason:
        yield f"grund: {scalar(reading.reason)}"
    yield from votes_lines(reading.votes, reading.result)
    if reading.note:
        yield f"anmerkung: {scalar(reading.note.rstrip('.'))}"


def typable(vote: Vote) -> bool:
    """Has its subject a word that a head may name?"""
    field = TABLE.rows["vote"]["gegenstand"]
    return vote.subject in field.values or bool(re.fullmatch(field.pattern, vote.subject))


def votes_lines(votes: Sequence[Vote], result: str = "") -> Iterator[str]:
    """The votes in keys; without what the result says already."""
    if not votes or not all(map(typable, votes)):
        return
    told = manner_of(result) | {"result": outcome(result)} if result else {}
    votes = [
        replace(
            vote,
            **{
                name: type(getattr(vote, name))()
                for name, value in told.items()
                if vote.on_motion and getattr(vote, name) == value
            },
        )
        for vote in votes
    ]
    if not any(votes_told(vote) for vote in votes):
        return
    yield "abstimmungen:"
    for vote in votes:
        rows = [f"gegenstand: {scalar(vote.subject)}"] if not vote.on_motion else []
        for name, key in KEYS.items():
            value = getattr(vote, name)
            if value is True or (value is not None and value is not False):
                rows.append(f"{key}: {'ja' if value is True else value}")
        rows += (
            [f"ergebnis: {vote.result}"]
            if vote.result and not (vote.yes is not None and vote.no is not None and vote.yes != vote.no)
            else []
        )
        rows += (
            ["nach_fraktionen:", *(f"  {scalar(group)}: {said}" for group, said in vote.by_group)]
            if vote.by_group
            else []
        )
        yield from (f"{'  - ' if at == 0 else '    '}{row}" for at, row in enumerate(rows))


def votes_told(vote: Vote) -> bool:
    return vote != Vote()


def enter(settings: Settings, motion: Motion, number: int, new: Sequence[str]) -> str:
    """Write lines into a step, below its day or its body; take them back if the check then refuses what it accepted before."""
    file = settings.content / motion.source.removeprefix("content/")
    old = file.read_bytes()
    place = place_in(motion.source, old, number)
    if place is None:
        return "Die Zeilen der Sitzung sind anders geschrieben als üblich; bitte von Hand eintragen."
    lines = old.decode("utf-8-sig").split("\n")
    at, open_line, pad = place
    end = "\r" if lines[at - 1].endswith("\r") else ""
    if open_line:
        del lines[open_line - 1]
        at -= open_line <= at
    lines[at:at] = [f"{pad}{line}{end}" for line in new]
    mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
    before = {p for p in read_site(settings.content, settings.today, council=settings.council)[1] if not p.warning}
    write(file, mark + "\n".join(lines).encode())
    wrong = [
        p
        for p in read_site(settings.content, settings.today, council=settings.council)[1]
        if not p.warning and p.path == motion.source and p.code not in {q.code for q in before if q.path == p.path}
    ]
    if wrong:
        write(file, old)
        return f"Nicht eingetragen: {wrong[0].what} {wrong[0].remedy}"
    return f"Eingetragen in {motion.source}."


def place_in(path: str, data: bytes, number: int) -> tuple[int, int, str] | None:
    """Behind which line of the file the new ones go, which one goes for them („ergebnis: offen“), and how far they are indented."""
    head = read_source(path, data).head
    steps = head.entries.get("beratungsfolge") if isinstance(head, Mapping) else None
    items = steps.items if isinstance(steps, Listed) else (steps,) if isinstance(steps, Mapping) and number == 0 else ()
    if number >= len(items) or not isinstance(step := items[number], Mapping):
        return None
    lines = data.decode("utf-8-sig").split("\n")
    for key in sorted(
        ("gremium", "rolle", "datum", "terminiert_am", "sitzung", "top", "oeffentlich"),
        key=lambda key: step.lines.get(key, 0),
        reverse=True,
    ):
        node, line = step.entries.get(key), step.lines.get(key, 0)
        begins = (
            re.match(rf"(\s*(?:- +)?)[\"']?{key}[\"']?\s*:", lines[line - 1])
            if isinstance(node, Scalar) and node.line == line and node.text
            else None
        )
        if begins:
            given = step.entries.get("ergebnis")
            open_line = (
                step.lines["ergebnis"]
                if isinstance(given, Scalar)
                and given.text.strip().casefold() in ("", UNKNOWN.word)
                and step.lines["ergebnis"] != line
                else 0
            )
            if open_line and lines[open_line - 1].lstrip().startswith("- "):
                return None
            return line, open_line, " " * len(begins[1])
    return None


# ---------------------------------------------------------------------------------------------- whole minutes


def results_from(
    settings: Settings, files: Sequence[str], say: Say, ask: Callable[[str], bool] | None, *, yes: bool = False
) -> int:
    """`fraktion ergebnis --aus niederschrift.pdf`: each result is proposed with its sentence; nothing is written without a yes."""
    failed = 0
    field = FIELDS["ergebnis"]
    for path in files_of(files):
        site = read_site(settings.content, settings.today, council=settings.council)[0]
        name = path.name if path else "Standardeingabe"
        called = [names_of(record) for record in site.committees]
        ours = tuple(
            Ours(
                motion.title,
                tuple(number for number in (motion.reference, *motion.other_references) if number),
                tuple(step.date.isoformat() if step.date else "" for step in motion.steps),
                tuple(
                    tuple(
                        name
                        for names in called
                        if {link.text for link in step.committees} & set(names)
                        for name in names
                    )
                    for step in motion.steps
                ),
            )
            for motion in site.motions
        )
        own = site.about.every_name if site.about else ()
        wanted = Asked(ours, known_of(site).committees, tuple(field.values), dict(field.synonyms or {}), own)
        try:
            minutes = minutes_apart(path.read_bytes() if path else sys.stdin.buffer.read(), name, wanted)
        except (Unreadable, OSError) as error:
            failed += 1
            say(
                f"{shorten(name, 100)}: Die Datei {f'lässt sich nicht lesen ({why(error)})' if isinstance(error, OSError) else error}."
            )
            continue
        about = (
            f"{minutes.body or 'Sitzung'} am {german.day(minutes.date)}"
            if minutes.date
            else "Der Tag der Sitzung steht nicht in der Niederschrift"
        )
        say(f"\n{shorten(name, 100)}: {about}")
        if not minutes.proposals:
            say("Keiner der Anträge auf dieser Website kommt darin vor.\n")
        for proposal in minutes.proposals:
            motion = site.motions[proposal.motion]
            say(proposed(motion, proposal))
            cause = unwritable(motion, proposal)
            if cause:
                say(f"  {cause}\n")
            elif (yes and proposal.sure) or (ask and ask("  Eintragen? [J/n] ")):
                say(f"  {enter(settings, motion, proposal.step, list(lines_for(proposal, site, own)))}\n")
            else:
                say(
                    "  Nicht eingetragen."
                    + (" Mit --ja werden sichere Ergebnisse ohne Frage eingetragen." if ask is None and not yes else "")
                    + "\n"
                )
    return 1 if failed else 0


def lines_for(proposal: Proposal, site: Site, own: tuple[str, ...]) -> Iterator[str]:
    """The result of a proposal, with its votes where they are understood."""
    carried = RESULTS[proposal.result].carried
    read = read_wording(proposal.votes, carried, own) if proposal.votes and len(proposal.votes) <= LONGEST else None
    if read and read.result == proposal.result:
        yield from lines_of(read, proposal.votes, {name for record in site.committees for name in names_of(record)})
        return
    yield f"ergebnis: {scalar(proposal.result)}"
    yield from (
        votes_lines(read.votes)
        if read and all(map(typable, read.votes))
        else ([f"abstimmungen: {scalar(proposal.votes)}"] if proposal.votes else ())
    )


def proposed(motion: Motion, proposal: Proposal) -> str:
    rows = [
        f"\n  {shorten(motion.title, 120)}",
        f"  {motion.source}",
        f"  Ergebnis: {proposal.result or 'nicht erkannt'}{f', {proposal.votes}' if proposal.votes else ''}   ({SURE if proposal.sure else UNSURE})",
        f"  Zeile {proposal.line}: „{shorten(proposal.sentence, 300)}“",
    ]
    return "\n".join(rows)


def unwritable(motion: Motion, proposal: Proposal) -> str:
    if not proposal.result:
        return f'Das Ergebnis steht nicht in einem Wort da, das hier bekannt ist. Zum Eintragen von Hand: fraktion ergebnis {motion.stem} "…"'
    if proposal.step < 0:
        return "Im Antrag gibt es zu dieser Sitzung keine Zeile in der Beratungsfolge; bitte von Hand ergänzen."
    step = motion.steps[proposal.step]
    return f"Im Antrag steht schon: {step.result}." if step.decided and step.result else ""
