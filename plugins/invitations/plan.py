"""What is to be done for one meeting: who gets which mail, who had it, of whom nobody knows. Pure: nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from ..meetings.calendar import sequence_of
from ..meetings.model import Meeting
from ..records.problems import shorten
from ..site.private import Access, Private
from ..site.settings import Refusal
from .guests import Guest, is_plain
from .journal import AGAIN, BEGUN, FILED, REFUSED, RETURNED, SENT, Person, Story
from .letter import CANCEL, CHANGE, FIRST, when
from .requests import Bounce, Found, Passed, Request


class Job(Struct, frozen=True):
    """One mail that is to go out."""

    guest: Guest
    kind: str
    source: str = ""
    calendar: bool = True
    thread: str = ""


class Plan(Struct):
    version: int
    new_version: bool
    jobs: list[Job] = field(default_factory=list)
    settled: dict[str, list[Person]] = field(default_factory=dict)  # by the state of this version's mail
    passed: list[Passed] = field(default_factory=list)
    bounced: list[tuple[Person, Bounce]] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)  # those that the journal does not know yet


def version_of(story: Story, meeting: Meeting, print_: str) -> tuple[int, bool]:
    """The SEQUENCE of what is said now, and whether it is said for the first time.

    Never below the calendar's own; it also rises where only the way in changed, which no calendar shows.
    """
    if story.version is None and story.highest is None:
        return sequence_of(meeting), True
    if story.version is None or story.version < (
        story.highest or 0
    ):  # the line that told what the last one said is damaged: taken for the same
        return max(sequence_of(meeting), story.highest or 0), True
    if story.print == print_:
        return story.version, False
    return max(sequence_of(meeting), story.version + 1), True


def make_plan(meeting: Meeting, story: Story, print_: str, found: Iterable[Found], again: Iterable[str] = ()) -> Plan:
    plan = Plan(*version_of(story, meeting, print_))
    plan.passed = [
        Passed(
            f"Verzeichnis zu {meeting.uid}, Zeile {gap.line}",
            f"Sie ist beschädigt; alle anderen gelten weiter. Wer danach nicht sicher ohne Mail ist, steht unter „Ungewiss“. Lesbar ist noch: {shorten(gap.text, 160)}",
        )
        for gap in story.gaps
    ]
    may_have_had = story.hidden()
    guests: dict[str, tuple[Guest, str]] = {}
    for each in found:
        if isinstance(each, Passed):
            if not (
                meeting.uid in each.meetings and each.guests and all(guest.key in story.people for guest in each.guests)
            ):  # somebody looked already
                plan.passed.append(each)
        elif isinstance(each, Bounce):
            person = story.by_message(each.message_id)
            if person and person.mailings[max(person.mailings)].state != RETURNED:
                plan.bounced.append((person, each))
        elif each.meeting == meeting.uid:
            known = story.people.get(each.guest.key)
            if each.guest.key not in guests and not (known and known.asked):
                plan.asked.append(each)
            guests.setdefault(each.guest.key, (each.guest, each.source))
    everybody = {
        **{person.guest.key: person for person in story.people.values()},
        **{key: Person(guest) for key, (guest, _) in guests.items() if key not in story.people},
    }
    wanted = {address.lower() for address in again}
    if strangers := wanted - everybody.keys():
        raise Refusal(f"Noch nicht angeschrieben: {', '.join(sorted(strangers))}. Bitte ohne --nochmal aufrufen.")
    for key in [key for key, person in everybody.items() if not is_plain(person.guest.address)]:
        plan.passed.append(
            Passed(
                shorten(str(everybody.pop(key).guest)), "Das ist keine Mailadresse. An diese Person geht nichts hinaus."
            )
        )
    returned = {person.guest.key for person, _ in plan.bounced}
    for key, person in everybody.items():
        state = RETURNED if key in returned else standing(person, plan.version)
        if state in (SENT, BEGUN, FILED, REFUSED, RETURNED) and key not in wanted:
            plan.settled.setdefault(state, []).append(person)
        elif not person.again and key not in wanted and may_have_had(key):
            plan.settled.setdefault(BEGUN, []).append(person)
        elif meeting.cancelled:
            plan.jobs.append(Job(person.guest, CANCEL, guests.get(key, (None, ""))[1], person.invited, person.first_id))
        else:
            before = any(version < plan.version for version in person.mailings) and person.invited
            plan.jobs.append(
                Job(
                    person.guest,
                    CHANGE if before else FIRST,
                    guests.get(key, (None, ""))[1],
                    True,
                    person.first_id if before else "",
                )
            )
    return plan


def standing(person: Person, version: int) -> str:
    """What became of this version's mail. An address that refused for good, or sent one back, is not tried again by itself."""
    state = person.state(version)
    if not state and person.mailings and not person.again:
        last = person.mailings[max(person.mailings)].state
        return last if last in (REFUSED, RETURNED) else ""
    return state


def access_for(private: Private | None, meeting: Meeting) -> Access:
    """The way in that is meant for this meeting; the more particular one holds."""
    accesses = private.accesses if private else ()
    ranks = (meeting.uid, meeting.date.isoformat(), meeting.series, "alle")
    return next((access for rank in ranks for access in accesses if rank in access.meant), Access())


def refuse_unready(meeting: Meeting, access: Access) -> None:
    """A meeting to which nobody can be invited, said before anything is sent."""
    name = f"{meeting.name} am {when(meeting)}"
    if meeting.admission.closed:
        raise Refusal(f"Diese Sitzung ist {meeting.access}: {name}. Dazu wird niemand eingeladen.")
    if meeting.cancelled:
        return
    if not meeting.held.settled:
        raise Refusal(
            f"Ort und Form stehen noch nicht fest: {name}. Bitte zuerst in {meeting.source} „form“ eintragen."
        )
    if meeting.held.video and not access.link:
        raise Refusal(
            f"Für diese Sitzung steht kein Link in der privaten Datei: {name}. Bitte dort unter „einwahl“ eintragen, für alle Sitzungen oder mit fuer: {meeting.uid}"
        )
    if meeting.held.place and not access.place and not meeting.location:
        raise Refusal(
            f"Der Ort fehlt: {name}. Bitte in {meeting.source} „ort“ eintragen, oder in der privaten Datei, wenn er nicht öffentlich ist."
        )


__all__ = ["AGAIN", "Job", "Plan", "access_for", "make_plan", "refuse_unready", "version_of"]
