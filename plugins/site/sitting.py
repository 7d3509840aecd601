"""`fraktion sitzung`: who moves, cancels, completes or splits a sitting changes the sitting and every step on it in one go (decision 54).

Shown first, written after a yes, taken back as a whole by `fraktion sitzung zurueck`. Nothing is written that the check would refuse.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from ..meetings.model import Meeting
from ..meetings.series import Cancelled, Moved, Series
from ..motions.model import Motion, Step
from ..press.write import write
from ..records.fields import READERS, Bad
from ..records.german import NBSP, clock, counted, day
from ..records.problems import Problem, errors, shorten
from .content import Site, read_site
from .heads import Head, scalar
from .new import new_uid
from .settings import Refusal, Settings

KEPT = "sitzung-zurueck.json"
Say = Callable[[str], None]
Ask = Callable[[str], bool]


class Order(Struct, frozen=True, kw_only=True):
    """What somebody typed."""

    deed: str
    date: str = ""
    to: str = ""
    body: str = ""
    start: str = ""
    end: str = ""
    place: str = ""
    form: str = ""
    reason: str = ""
    only: tuple[str, ...] = ()
    motion: str = ""
    item: str = ""
    title: str = ""
    yes: bool = False


class Sitting(Struct):
    """What takes place on a day: with a file, as a date of a series, or known only by the steps of motions."""

    date: dt.date
    name: str
    meeting: Meeting | None
    steps: list[tuple[Motion, Step]]


class Desk(Struct):
    settings: Settings
    order: Order
    site: Site
    found: list[Problem]
    heads: dict[str, Head] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)

    def head(self, source: str) -> Head:
        if source not in self.heads:
            self.heads[source] = Head(source, file_of(self.settings, source).read_bytes().decode("utf-8"))
        return self.heads[source]


def sitting(settings: Settings, order: Order, say: Say, ask: Ask | None) -> int:
    if order.deed == "zurueck":
        return take_back(settings, say)
    site, found = read_site(settings.content, settings.today, council=settings.council)
    desk = Desk(settings, order, site, found)
    one = chosen(desk)
    {"verlegen": move, "absagen": cancel, "ergaenzen": complete}[order.deed](desk, one)
    return finish(desk, say, ask)


def file_of(settings: Settings, source: str) -> Path:
    return settings.content / source.removeprefix("content/")


def typed(kind: str, text: str, label: str):
    try:
        return READERS[kind](text.strip(), None)
    except Bad:
        raise Refusal(
            f"„{shorten(text, 60)}“ passt nicht zu „{label}“. Zum Beispiel: {'2026-12-17' if kind == 'date' else '19:30'}"
        ) from None


# ---------------------------------------------------------------------------------------- which one


def chosen(desk: Desk) -> Sitting:
    order, site = desk.order, desk.site
    date = typed("date", order.date, "Tag")
    here = [m for m in site.meetings if m.date == date] or [m for m in site.meetings if m.moved_from == date]
    known = {committee.path for meeting in here for committee in meeting.committees}
    sittings = standing(motion for motion in site.motions if not motion.deleted)
    on = [Sitting(m.date, m.name, m, steps_of(m, sittings)) for m in here]
    for (path, when), steps in sittings.items():
        if when == date and path not in known:
            name = next(link.text for _, step in steps for link in step.committees if link.path == path)
            on.append(Sitting(date, name, None, steps))
    if order.body:
        wanted = order.body.casefold()
        on = [
            one
            for one in on
            if wanted in one.name.casefold()
            or (
                one.meeting
                and (
                    wanted == one.meeting.uid or any(wanted in link.text.casefold() for link in one.meeting.committees)
                )
            )
        ]
    if not on:
        near = sorted({m.date for m in site.meetings if m.date >= desk.settings.today})[:5]
        raise Refusal(
            f"Am {day(date)} ist keine Sitzung{f' („{order.body}“)' if order.body else ''} bekannt.{' Die nächsten Tage mit Sitzungen: ' + ', '.join(d.isoformat() for d in near) if near else ''}"
        )
    if len(on) > 1:
        raise Refusal(
            "An diesem Tag sind mehrere Sitzungen. Bitte eine nennen, mit --gremium:"
            + "".join(f"\n  --gremium {scalar(one.name)}" for one in on)
        )
    return on[0]


def standing(motions: Iterable[Motion]) -> dict[tuple[str, dt.date], list[tuple[Motion, Step]]]:
    """Which steps are on which day in which committee, by the committee's path."""
    found: dict[tuple[str, dt.date], list[tuple[Motion, Step]]] = {}
    for motion in motions:
        for step in motion.steps:
            for committee in step.committees if step.date else ():
                found.setdefault((committee.path, step.date), []).append((motion, step))
    return found


def steps_of(
    meeting: Meeting, sittings: dict[tuple[str, dt.date], list[tuple[Motion, Step]]]
) -> list[tuple[Motion, Step]]:
    """Those on a sitting, each once."""
    return list(
        {
            (motion.path, step.line): (motion, step)
            for committee in meeting.committees
            for motion, step in sittings.get((committee.path, meeting.date), ())
        }.values()
    )


def open_steps(one: Sitting, only: Sequence[str] = ()) -> list[tuple[Motion, Step]]:
    """From the last line to the first, so that a line that comes in moves none that is still to be changed."""
    found = [
        (motion, step)
        for motion, step in one.steps
        if not step.decided and (not only or motion.uid in only or motion.stem in only)
    ]
    return sorted(found, key=lambda pair: pair[1].line, reverse=True)


# ------------------------------------------------------------------------------------------ moving


def move(desk: Desk, one: Sitting) -> None:
    order, today = desk.order, desk.settings.today
    to = typed("date", order.to, "neuer Tag") if order.to else one.date
    start = typed("time", order.start, "Beginn") if order.start else None
    end = typed("until", order.end, "Ende") if order.end else None
    if to == one.date and not (start or end):
        raise Refusal(
            f"Die Sitzung ist schon am {day(to)}. Bitte den neuen Tag nennen: fraktion sitzung verlegen {one.date.isoformat()} 2026-12-18, oder mit --beginn eine neue Uhrzeit."
        )
    if one.meeting and one.meeting.cancelled:
        raise Refusal(
            f"Diese Sitzung ist abgesagt ({one.meeting.source}). Soll sie doch stattfinden, bitte dort „abgesagt“ löschen."
        )
    if order.only:
        split(desk, one, to)
        return
    what = written(
        f"verlegt vom {day(one.date)} auf den {day(to)}"
        if to != one.date
        else "neue Uhrzeit" + (f": {clock(start)}" if start else "")
    )
    if one.meeting and is_file(one.meeting):
        head = desk.head(one.meeting.source)
        first = one.meeting.moved_from or one.date
        head.set("datum", to.isoformat(), "uid")
        if first != to or to == one.date:
            head.set("verlegt_von", first.isoformat(), "datum")
        else:
            head.drop("verlegt_von")  # back on its day
        for key, value in (("beginn", order.start), ("ende", order.end)):
            if value:
                head.set(key, scalar(value), "datum")
        if one.meeting.last:
            head.set("ende_am", (one.meeting.last + (to - one.date)).isoformat(), "datum")
        if order.reason:
            head.set("verlegt_grund", scalar(order.reason), "verlegt_von")
        head.append("aenderungen", {"datum": today.isoformat(), "was": scalar(what)})
    elif one.meeting:
        series = series_of(desk, one.meeting)
        original = dt.date.fromisoformat(one.meeting.uid[-10:])
        known = next((row for row in series.moved if row.date == original), None)
        old = known or Moved(original, original, ())
        row = {
            "von": original.isoformat(),
            "auf": to.isoformat(),
            **({"beginn": f"{start or old.start:%H:%M}"} if start or old.start else {}),
            **({"ende": f"{end or old.end:%H:%M}"} if end or old.end else {}),
            **({"grund": scalar(order.reason or old.reason)} if order.reason or old.reason else {}),
            "geaendert_am": days((*old.changes, today)),
        }
        in_series(desk, one.meeting, "verlegt", row, known)
    for motion, step in open_steps(one) if to != one.date else ():
        head = desk.head(motion.source)
        head.set_in(step.line, "datum", to.isoformat())
        head.set_in(step.line, "terminiert_am", today.isoformat(), "datum")
    refuse_nothing(desk, one)


def split(desk: Desk, one: Sitting, to: dt.date) -> None:
    """Some of its motions go on another day: their steps, and their rows of the agenda."""
    steps = open_steps(one, desk.order.only)
    missing = set(desk.order.only) - {name for motion, _ in steps for name in (motion.uid, motion.stem)}
    if missing:
        raise Refusal(f"Auf dieser Sitzung steht kein offener Schritt von: {', '.join(sorted(missing))}.")
    for motion, step in steps:
        head = desk.head(motion.source)
        head.set_in(step.line, "datum", to.isoformat())
        head.set_in(step.line, "terminiert_am", desk.settings.today.isoformat(), "datum")
    meeting = one.meeting
    if not meeting or not is_file(meeting):
        return
    paths = {motion.path for motion, _ in steps}
    rows = [(line, item) for line, item in zip(rows_of(desk.head(meeting.source)), meeting.agenda, strict=False)]
    for line, _ in reversed([row for row in rows if row[1].motions and {m.path for m in row[1].motions} <= paths]):
        desk.head(meeting.source).remove(line)
    there = any(
        {c.path for c in m.committees} & {c.path for c in meeting.committees} and m.date == to
        for m in desk.site.meetings
    )
    if not there:
        continued(desk, meeting, to)


def rows_of(head: Head) -> list[int]:
    """The lines on which items of the agenda begin."""
    at = head.find("tagesordnung")
    return [n + 1 for n in range(at + 1, head.block(at)) if head.lines[n].lstrip().startswith("- ")] if at else []


def continued(desk: Desk, meeting: Meeting, to: dt.date) -> None:
    """A sitting of its own for the second day, with what the first one says of place, form and access."""
    head = desk.head(meeting.source)
    lines = ["---", f"uid: {new_uid(desk.site)}", f"datum: {to.isoformat()}"]
    for key in ("name", "art", "gremium", "beginn", "form", "ort", "zugang"):
        if at := head.find(key):
            lines += [line.rstrip("\r\n") for line in head.lines[at : head.block(at)]]
    stem = f"{to.isoformat()}-{meeting.stem.lstrip('0123456789-') or 'sitzung'}"
    if any(m.stem == stem for m in desk.site.meetings):
        raise Refusal(f"content/sitzungen/{stem}.md gibt es schon. Bitte von Hand ergänzen.")
    desk.made[f"content/sitzungen/{stem}.md"] = "\n".join(
        [*lines, f"veroeffentlicht: {desk.settings.today.isoformat()}", "---", ""]
    )


# --------------------------------------------------------------------------------------- cancelling


def cancel(desk: Desk, one: Sitting) -> None:
    today, reason = desk.settings.today, desk.order.reason
    if one.meeting and one.meeting.cancelled:
        raise Refusal(f"Diese Sitzung ist schon abgesagt ({one.meeting.source}).")
    if one.meeting and is_file(one.meeting):
        head = desk.head(one.meeting.source)
        head.set("abgesagt", "ja", "ende" if head.find("ende") else "beginn" if head.find("beginn") else "datum")
        if reason:
            head.set("absagegrund", scalar(reason), "abgesagt")
        head.append("aenderungen", {"datum": today.isoformat(), "was": "abgesagt"})
    elif one.meeting:
        series = series_of(desk, one.meeting)
        original = dt.date.fromisoformat(one.meeting.uid[-10:])
        known = next((row for row in series.cancelled if row.date == original), None)
        moved = next((row for row in series.moved if row.date == original), None)
        if moved:
            raise Refusal(
                f"Dieser Termin ist in {one.meeting.source}, Zeile {moved.line}, schon verlegt. Bitte die Zeile dort von Hand in „entfaellt“ ändern."
            )
        row = {
            "tag": original.isoformat(),
            **({"grund": scalar(reason)} if reason else {}),
            "geaendert_am": days((*(known.changes if known else ()), today)),
        }
        in_series(desk, one.meeting, "entfaellt", row, known)
    for motion, step in open_steps(one):
        head = desk.head(motion.source)
        note = f"{step.note.rstrip('.')}. " if step.note else ""
        head.set_in(step.line, "anmerkung", scalar(written(f"{note}Die Sitzung am {day(one.date)} fiel aus.")), "datum")
        for key in ("terminiert_am", "datum"):
            head.set_in(step.line, key, "")
    refuse_nothing(desk, one)


# --------------------------------------------------------------------------------------- completing


def complete(desk: Desk, one: Sitting) -> None:
    """What becomes known later: the end, the place, the form, a motion with its number, another item."""
    order, today = desk.order, desk.settings.today
    if order.motion:
        with_motion(desk, one)
    said = []
    for key, value, label in (
        ("beginn", order.start, "Beginn"),
        ("ende", order.end, "Ende"),
        ("ort", order.place, "Ort"),
        ("form", order.form, "Form"),
    ):
        if value:
            the_file(desk, one).set(key, scalar(value), "datum")
            said.append(f"{label}: {value}")
    if said:
        the_file(desk, one).append("aenderungen", {"datum": today.isoformat(), "was": scalar(", ".join(said))})
    if order.title and not order.motion:
        the_file(desk, one).append(
            "tagesordnung", {**({"top": scalar(order.item)} if order.item else {}), "titel": scalar(order.title)}
        )
    if not (order.motion or said or order.title):
        raise Refusal(
            f"Was soll ergänzt werden? Zum Beispiel: fraktion sitzung ergaenzen {one.date.isoformat()} --antrag k7f3qz --top 5.1, oder --ende 22:00, --ort, --form, --titel"
        )


def with_motion(desk: Desk, one: Sitting) -> None:
    """A motion comes onto the agenda: its step says so, with the number."""
    order = desk.order
    motion = next((m for m in desk.site.motions if order.motion in (m.uid, m.stem, m.reference)), None)
    if motion is None:
        raise Refusal(
            f"Einen Antrag „{shorten(order.motion, 60)}“ gibt es nicht. Bitte die Kennung (uid), die Drucksache oder den Dateinamen angeben."
        )
    bodies = (
        {c.path: c.text for c in one.meeting.committees}
        if one.meeting
        else {c.path: c.text for _, step in one.steps for c in step.committees if c.text == one.name}
    )
    if not bodies:
        raise Refusal("Das ist keine Sitzung eines Gremiums; Anträge stehen nur auf deren Tagesordnung.")
    head = desk.head(motion.source)
    mine = [step for step in motion.steps if not step.decided and {c.path for c in step.committees} & bodies.keys()]
    step = next((s for s in mine if s.date == one.date), None) or next((s for s in mine if not s.date), None)
    number = {"top": scalar(order.item)} if order.item else {}
    if step is None:
        head.append(
            "beratungsfolge",
            {
                "gremium": scalar(next(iter(bodies.values()))),
                "datum": one.date.isoformat(),
                **number,
                "terminiert_am": desk.settings.today.isoformat(),
            },
        )
        return
    if not step.date:
        head.set_in(step.line, "datum", one.date.isoformat(), "gremium")
        head.set_in(step.line, "terminiert_am", desk.settings.today.isoformat(), "datum")
    if order.item:
        head.set_in(step.line, "top", scalar(order.item), "datum")
    elif step.date:
        raise Refusal(
            f"Der Antrag steht schon auf dieser Sitzung ({motion.source}, Zeile {step.line}). Eine Nummer ergänzt --top."
        )


def the_file(desk: Desk, one: Sitting) -> Head:
    if not one.meeting:
        raise Refusal("Zu dieser Sitzung gibt es noch keinen Text. Bitte anlegen: fraktion neu sitzung")
    if not is_file(one.meeting):
        raise Refusal(
            f"Dieser Termin kommt aus {one.meeting.source}. Bitte zuerst einen Text dafür anlegen: fraktion neu sitzung --reihe {one.meeting.series} --datum {one.date.isoformat()}"
        )
    return desk.head(one.meeting.source)


# ------------------------------------------------------------------------------------- small things


def is_file(meeting: Meeting) -> bool:
    return meeting.source.startswith("content/sitzungen/")


def series_of(desk: Desk, meeting: Meeting) -> Series:
    return next(series for series in desk.site.series if series.uid == meeting.series)


def in_series(desk: Desk, meeting: Meeting, key: str, row: dict[str, str], known: Moved | Cancelled | None) -> None:
    head = desk.head(meeting.source)
    if known and known.line:
        head.remove(known.line)
        if (at := head.find(key)) and head.block(at) == at + 1:
            head.drop(key)
    head.append(key, row)


def written(text: str) -> str:
    """As somebody types it."""
    return text.replace(NBSP, " ")


def days(dates: Sequence[dt.date]) -> str:
    return dates[0].isoformat() if len(dates) == 1 else f"[{', '.join(date.isoformat() for date in dates)}]"


def refuse_nothing(desk: Desk, one: Sitting) -> None:
    if not desk.heads:
        raise Refusal(f"Zum {day(one.date)} ({one.name}) gibt es nichts zu ändern: kein Text und kein offener Schritt.")


# ------------------------------------------------------------------------------------ shown, written


def finish(desk: Desk, say: Say, ask: Ask | None) -> int:
    new = {**{source: head.text for source, head in desk.heads.items()}, **desk.made}
    old = {
        source: file_of(desk.settings, source).read_bytes().decode("utf-8") if source in desk.heads else None
        for source in new
    }
    changed = [source for source in new if new[source] != old[source]]
    for source in changed:
        say(source + (" (neu)" if old[source] is None else ""))
        for line in difflib.unified_diff((old[source] or "").splitlines(), new[source].splitlines(), lineterm="", n=0):
            if not line.startswith(("---", "+++", "@@")) or line in ("+---", "----"):
                say(f"  {line[0]} {line[1:]}")
    if not changed:
        say("Es ist nichts zu ändern.")
        return 0
    if not desk.order.yes and not (ask and ask(f"{counted(len(changed), 'Datei', 'Dateien')} so ändern? [J/n] ")):
        say("Es wurde nichts geändert." + ("" if ask else " Mit --ja wird ohne Frage geändert."))
        return 1
    put(desk.settings, {source: new[source] for source in changed})
    known = {(p.path, p.code) for p in errors(desk.found)}
    wrong = [
        p
        for p in errors(read_site(desk.settings.content, desk.settings.today, council=desk.settings.council)[1])
        if (p.path, p.code) not in known
    ]
    if wrong:
        put(desk.settings, {source: old[source] for source in changed})
        raise Refusal(
            "\n".join(f"{p.path}:{p.line}: {p.what}\n    → {p.remedy}" for p in wrong) + "\nEs wurde nichts geändert."
        )
    keep(desk.settings, {source: old[source] for source in changed}, {source: new[source] for source in changed})
    say("Geändert. Zurücknehmen: fraktion sitzung zurueck")
    return 0


def put(settings: Settings, texts: dict[str, str | None]) -> None:
    for source, text in texts.items():
        if text is None:
            file_of(settings, source).unlink(missing_ok=True)
        else:
            file_of(settings, source).parent.mkdir(parents=True, exist_ok=True)
            write(file_of(settings, source), text.encode("utf-8"))


def keep(settings: Settings, old: dict[str, str | None], new: dict[str, str]) -> None:
    settings.cache.mkdir(parents=True, exist_ok=True)
    rows = {source: {"alt": old[source], "neu": digest(new[source])} for source in new}
    write(settings.cache / KEPT, json.dumps({"fassung": 1, "dateien": rows}, ensure_ascii=False).encode("utf-8"))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def take_back(settings: Settings, say: Say) -> int:
    """The last change, as a whole; where somebody has changed a file since, nothing."""
    path = settings.cache / KEPT
    rows = {}
    with suppress(OSError, ValueError):
        rows = json.loads(path.read_text("utf-8"))["dateien"]
    if not rows:
        raise Refusal("Es gibt keine Änderung von „fraktion sitzung“, die sich zurücknehmen ließe.")
    for source, row in rows.items():
        file = file_of(settings, source)
        if not file.is_file() or digest(file.read_bytes().decode("utf-8", "replace")) != row["neu"]:
            raise Refusal(f"{source} wurde seitdem geändert. Bitte von Hand zurücknehmen. Es wurde nichts geändert.")
    put(settings, {source: row["alt"] for source, row in rows.items()})
    path.unlink()
    say(f"Zurückgenommen: {', '.join(rows)}.")
    return 0
