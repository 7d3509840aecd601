"""The command `fraktion einladen`: reads, shows, and sends when it is told to."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from ..group.model import About
from ..meetings.calendar import host_of
from ..meetings.model import Meeting
from ..records.german import counted
from ..records.guard import join_addresses
from ..records.problems import bounded, shorten
from ..records.quoting import terminal
from ..site.content import Site, read_site
from ..site.private import (
    Access,
    Imap,
    Private,
    Server,
    Where,
    encrypted,
    home,
    imap_at,
    in_git,
    is_age,
    read_private,
    refuse_exposed,
)
from ..site.settings import Refusal, Settings
from . import show
from .guests import Odd, read_guest
from .imap import in_imap
from .journal import (
    AGAIN,
    BEGUN,
    FILED,
    LATER,
    MEETING,
    RETURNED,
    SENT,
    UNSENT,
    VERSION,
    Journal,
    alone,
    due,
    journals,
    state_folder,
)
from .letter import CANCEL, FIRST, Occasion, when
from .mail import Sender, Unbuildable, build_mail, message_id, print_of, rehearsal_id
from .plan import Job, Plan, access_for, make_plan, refuse_unready
from .requests import Found, Passed, read_mailbox, read_stored, read_words, remove_requests
from .send import Unreachable, connect, deliver
from .tables import read_table

TRIES = 3  # connections that fail one after the other, until the rest waits for the next run


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody typed."""

    meeting: str = ""
    people: tuple[str, ...] = ()
    table: str = ""
    mailbox: str = ""
    send: bool = False
    folder: str = ""
    again: tuple[str, ...] = ()
    forget: bool = False
    private: str = ""
    encrypt: bool = False
    rehearse: str = ""  # to whom the mail goes for a look at it


class Voices(Struct, frozen=True):
    """To the person, and from the person."""

    tell: Callable[[str], None]
    ask: Callable[[str], str]  # for a secret; "" without a terminal
    agree: Callable[[str], bool]


class Desk(Struct):
    settings: Settings
    wish: Wish
    voices: Voices
    site: Site
    about: About
    private: Private | None
    folder: Path
    here: dict[str, Meeting] = field(default_factory=dict)


def einladen(settings: Settings, wish: Wish, voices: Voices) -> int:
    where = Where(settings.content, wish.private)
    if wish.encrypt:
        return encrypt(where, voices)
    site, _ = read_site(settings.content, settings.today, council=settings.council)
    if site.about is None:
        raise Refusal("content/fraktion.yaml lässt sich nicht lesen. Mehr sagt: fraktion pruefen")
    folder = state_folder(settings.feed_tag)
    refuse_public(folder, "Der Ordner für die Anfragen", "FRAKTION_ABLAGE")
    desk = Desk(
        settings,
        wish,
        voices,
        site,
        site.about,
        read_private(where, voices.ask),
        folder,
        {meeting.uid: meeting for meeting in site.meetings},
    )
    if wish.rehearse:
        return rehearse(desk)
    forget(desk)
    if not wish.meeting:
        listing(desk)
        return 0
    return invite(desk, chosen(desk))


# --------------------------------------------------------------------------------------- one meeting


def chosen(desk: Desk) -> Meeting:
    """The meeting somebody means by a day, a uid or a file's name."""
    typed = desk.wish.meeting.strip()
    day = day_of(typed)
    meant = [m for m in desk.site.meetings if typed in (m.uid, m.stem) or (day and day in (m.date, m.moved_from))]
    own = [m for m in meant if m.own]
    meant = own if len(own) == 1 else meant
    if not meant:
        coming = "".join(
            f"\n  {m.date.isoformat()}  {m.name}" for m in show.coming(desk.site.meetings, desk.settings.today)[:5]
        )
        raise Refusal(
            f"Eine Sitzung „{typed}“ gibt es nicht.{' Die nächsten:' + coming if coming else ''}\nLässt sich ihr Text lesen? Das sagt: fraktion pruefen"
        )
    if len(meant) > 1:
        raise Refusal(
            "An diesem Tag sind mehrere Sitzungen. Bitte statt des Tages die Kennung angeben:"
            + "".join(f"\n  {m.uid}  {m.name}, {when(m)}" for m in meant)
        )
    if meant[0].over(desk.settings.today):
        raise Refusal(
            f"Diese Sitzung ist vorbei: {meant[0].name}, {when(meant[0])}. Dazu wird niemand mehr eingeladen."
        )
    return meant[0]


def day_of(typed: str) -> dt.date | None:
    from ..records.fields import READERS, Bad

    with suppress(Bad):
        return READERS["date"](typed, None)
    return None


def sender_of(desk: Desk) -> Sender:
    return Sender(
        name=desk.about.short_name,
        mail=(desk.private.sender if desk.private else "") or desk.about.invite_mail,
        host=host_of(desk.settings.feed_tag),
    )


def gathered(desk: Desk, meeting: Meeting) -> list[Found]:
    wish = desk.wish
    found: list[Found] = list(read_words(wish.people, meeting.uid))
    if any(isinstance(each, Passed) for each in found):
        raise Refusal("\n".join(each.why for each in found if isinstance(each, Passed)))
    found += read_table(home(wish.table), meeting.uid) if wish.table else ()
    return [*found, *in_mailbox(desk)]


def in_mailbox(desk: Desk) -> list[Found]:
    """What lies in the mailbox that was named, else in those of the private file: on this disk, on a server."""
    own = (sender_of(desk).mail, desk.about.mail, *logins(desk.private))
    found: list[Found] = []
    if (path := path_of(desk)) and not is_imap(path):
        found += read_mailbox(home(path), own)
    if box := imap_of(desk, path):
        found += read_stored(in_imap(box, desk.voices.ask), f"{box.folder} auf {box.host}", own)
    return found


def path_of(desk: Desk) -> str:
    return desk.wish.mailbox or (desk.private.mailbox if desk.private else "")


def is_imap(path: str) -> bool:
    return path.lower().startswith(("imaps://", "imap://"))


def imap_of(desk: Desk, path: str) -> Imap | None:
    if is_imap(path):
        return imap_at(path, desk.private, dict(os.environ))
    return desk.private.imap if desk.private and not desk.wish.mailbox else None


def logins(private: Private | None) -> list[str]:
    """Names by which this office logs in are its own addresses, where they are addresses."""
    return [each.user for each in (private.server, private.imap) if each and "@" in each.user] if private else []


def occasion_of(desk: Desk, meeting: Meeting) -> Occasion:
    access = access_for(desk.private, meeting)
    refuse_unready(meeting, access)
    return Occasion(
        meeting=meeting,
        access=access,
        group=desk.about.name,
        page=f"{desk.settings.url}/{meeting.path}",
        keep_days=desk.about.keep_days,
    )


def rehearse(desk: Desk) -> int:
    """The mail as a guest would have it, to one address: for a look at it. Nothing is noted, nobody else hears of it."""
    wish = desk.wish
    if (
        not wish.meeting
        or wish.people
        or wish.table
        or wish.mailbox
        or wish.send
        or wish.folder
        or wish.again
        or wish.forget
    ):
        raise Refusal(
            "--probe-an steht allein hinter dem Tag der Sitzung: fraktion einladen 2026-12-02 --probe-an adresse@example.org"
        )
    try:
        guest = read_guest(wish.rehearse.strip())
    except Odd as odd:
        raise Refusal(f"„{shorten(wish.rehearse, 80)}“: {odd}") from None
    meeting = chosen(desk)
    occasion, sender = occasion_of(desk, meeting), sender_of(desk)
    if complaint := unguarded(desk, occasion.access):
        raise Refusal(complaint)
    server = server_of(desk)
    plan = make_plan(meeting, Journal(desk.folder, meeting.uid).story, print_of(occasion), ())
    now = dt.datetime.now().astimezone()
    try:
        mail = build_mail(
            CANCEL if meeting.cancelled else FIRST,
            occasion,
            guest,
            sender,
            version=plan.version,
            now=now,
            sign=rehearsal_id(meeting.uid, now, sender),
        )
        outcome = deliver(connect(server), sender.mail, guest.address, mail, lambda: None)
    except Unbuildable as error:
        raise Refusal(str(error)) from None
    except Unreachable as error:
        raise Refusal(str(error)) from None
    said = f" ({outcome.said})" if outcome.said else ""
    desk.voices.tell(
        f"Probe an {guest}: {show.WORDS[outcome.state] if outcome.state == SENT else 'nicht sicher angekommen'}{said}. Sonst ging nichts hinaus, und gemerkt wurde nichts."
    )
    return 0 if outcome.state == SENT else 1


def server_of(desk: Desk) -> Server:
    if not desk.private or not desk.private.server:
        raise Refusal(
            "Womit gesendet wird, steht noch nirgends. Bitte in der privaten Datei „smtp“ eintragen, oder --als-datei ORDNER verwenden."
        )
    return desk.private.server


def invite(desk: Desk, meeting: Meeting) -> int:
    occasion = occasion_of(desk, meeting)
    access = occasion.access
    found = gathered(desk, meeting)
    if not (desk.wish.send or desk.wish.folder):
        plan = buildable(
            make_plan(meeting, Journal(desk.folder, meeting.uid).story, print_of(occasion), found, desk.wish.again),
            occasion,
            sender_of(desk),
        )
        for text in (
            show.plan(plan, meeting),
            show.sample(plan, occasion, sender_of(desk)),
            unguarded(desk, access),
            show.ending(plan, meeting),
        ):
            desk.voices.tell(text)
        return 0
    if complaint := unguarded(desk, access):
        raise Refusal(complaint)
    with alone(desk.folder):
        journal = Journal(desk.folder, meeting.uid)
        plan = buildable(
            make_plan(meeting, journal.story, print_of(occasion), found, desk.wish.again), occasion, sender_of(desk)
        )
        desk.voices.tell(show.plan(plan, meeting))
        if (
            plan.jobs
            and desk.wish.send
            and not desk.voices.agree(f"{counted(len(plan.jobs), 'Mail', 'Mails')} senden?")
        ):
            desk.voices.tell("Es wurde nichts gesendet.")
            return 1
        journal.mend()
        note_down(journal, meeting, plan, print_of(occasion), desk.wish.again)
        if desk.wish.folder:
            return into_folder(desk, journal, occasion, plan)
        return send_all(desk, journal, occasion, plan)


def buildable(plan: Plan, occasion: Occasion, sender: Sender) -> Plan:
    """Each mail is built once before the first is noted or sent; whose cannot be is told, and takes nobody else along."""
    jobs, plan.jobs = plan.jobs, []
    for job in jobs:
        try:
            built(job, plan, occasion, sender)
            plan.jobs.append(job)
        except Unbuildable as why:
            plan.passed.append(Passed(shorten(str(job.guest)), str(why)))
            plan.asked = [request for request in plan.asked if request.guest.key != job.guest.key]
    return plan


def built(job: Job, plan: Plan, occasion: Occasion, sender: Sender) -> bytes:
    return build_mail(
        job.kind,
        occasion,
        job.guest,
        sender,
        version=plan.version,
        now=dt.datetime.now().astimezone(),
        calendar=job.calendar,
        thread=job.thread,
    )


def unguarded(desk: Desk, access: Access) -> str:
    """A link that the website would not know again must not be on its way before the website knows it."""
    if not access.link or any(True for _ in join_addresses(access.link, desk.about.blocked)):
        return ""
    host = access.link.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return f"Die Website erkennt diesen Link noch nicht; sie könnte ihn versehentlich veröffentlichen. Bitte zuerst in content/fraktion.yaml eintragen und veröffentlichen:\n  gesperrte_adressen:\n    - {host}"


def note_down(journal: Journal, meeting: Meeting, plan: Plan, print_: str, again: tuple[str, ...]) -> None:
    """What is known before the first mail goes out."""
    if journal.story.date != meeting.date:
        journal.add(MEETING, tag=meeting.date.isoformat())
    if plan.new_version:
        journal.add(VERSION, fassung=plan.version, abdruck=print_)
    for request in plan.asked:
        journal.ask(request.guest, request.source)
    for person, bounce in plan.bounced:
        journal.add(RETURNED, adresse=person.guest.address, fassung=max(person.mailings), antwort=bounce.said)
    for address in again:
        journal.add(
            AGAIN,
            adresse=journal.story.people[address.lower()].guest.address
            if address.lower() in journal.story.people
            else address,
        )


def send_all(desk: Desk, journal: Journal, occasion: Occasion, plan: Plan) -> int:
    """One after the other, no faster than agreed; the connection is made anew where it broke."""
    if not plan.jobs:
        desk.voices.tell("Es ist nichts zu senden.")
        return 0
    server, sender = server_of(desk), sender_of(desk)
    states: list[str] = []
    failed, smtp, last = 0, None, 0.0
    for number, job in enumerate(plan.jobs, 1):
        time.sleep(max(0.0, last + 60 / server.per_minute - time.monotonic()) if last else 0.0)
        last = time.monotonic()
        try:
            smtp = smtp or connect(server)
        except Unreachable as error:
            failed += 1
            desk.voices.tell(f"{number} von {len(plan.jobs)}: {error}")
            if failed >= TRIES:
                break
            continue
        outcome = send_one(journal, occasion, plan, job, sender, smtp)
        smtp = smtp if outcome.alive else None
        failed = 0 if outcome.state in (SENT, BEGUN) else failed
        states.append(outcome.state)
        desk.voices.tell(
            f"{number} von {len(plan.jobs)}: {job.guest}: {show.WORDS[outcome.state]}{f' ({outcome.said})' if outcome.said else ''}"
        )
    if smtp:
        with suppress(Exception):
            smtp.quit()
    desk.voices.tell(show.result(states, len(plan.jobs), journal.story.meeting))
    return 0 if states.count(SENT) == len(plan.jobs) else 1


def send_one(journal: Journal, occasion: Occasion, plan: Plan, job: Job, sender: Sender, smtp):
    about = {
        "adresse": job.guest.address,
        "fassung": plan.version,
        "kennung": message_id(occasion.meeting.uid, plan.version, job.guest, sender),
    }
    mail = built(job, plan, occasion, sender)
    outcome = deliver(
        smtp,
        sender.mail,
        job.guest.address,
        mail,
        lambda: journal.add(BEGUN, **about, art=job.kind, abdruck=print_of(occasion)),
    )
    if outcome.state != BEGUN:
        journal.add(outcome.state, **about, antwort=outcome.said)
    return outcome


def into_folder(desk: Desk, journal: Journal, occasion: Occasion, plan: Plan) -> int:
    """The mails as files, for somebody who sends them by hand. They count as sent."""
    folder, sender = home(desk.wish.folder).absolute(), sender_of(desk)
    refuse_public(folder, "Der Ordner für die Mails", "--als-datei")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for job in plan.jobs:
        mail = b"X-Unsent: 1\r\n" + built(job, plan, occasion, sender)
        sign = message_id(occasion.meeting.uid, plan.version, job.guest, sender)
        path = folder / f"{sign[1:].partition('@')[0]}.eml"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(mail)
        journal.add(
            FILED,
            adresse=job.guest.address,
            fassung=plan.version,
            kennung=sign,
            art=job.kind,
            abdruck=print_of(occasion),
        )
        desk.voices.tell(f"{path.name}: {job.guest}")
    desk.voices.tell(
        f"{counted(len(plan.jobs), 'Mail liegt', 'Mails liegen')} in {folder}. Jede bitte einmal versenden und danach löschen: Darin stehen der Link und die Adressen."
    )
    return 0


# ------------------------------------------------------------------------------------------ all


def listing(desk: Desk) -> None:
    """The coming meetings, who asked for which, and what is left open."""
    found = in_mailbox(desk)
    for meeting in show.coming(desk.site.meetings, desk.settings.today):
        access = access_for(desk.private, meeting)
        occasion = Occasion(
            meeting=meeting, access=access, group=desk.about.name, page="", keep_days=desk.about.keep_days
        )
        desk.voices.tell(
            show.line(meeting, make_plan(meeting, Journal(desk.folder, meeting.uid).story, print_of(occasion), found))
        )
    for text in show.leftover(found, desk.here, desk.settings.today):
        desk.voices.tell(text)


def forget(desk: Desk) -> None:
    """What is due goes, on every call; with --vergessen what is past goes at once, and its mails with it."""
    today = desk.settings.today
    days = 0 if desk.wish.forget else desk.about.keep_days
    if desk.folder.is_dir() and any(forgettable(desk, journal, days) for journal in journals(desk.folder)):
        with alone(desk.folder):
            for journal in journals(desk.folder):
                if forgettable(desk, journal, days):
                    many = journal.forget(today)
                    desk.voices.tell(
                        f"Vergessen: {counted(many, 'Person', 'Personen')} zur Sitzung {journal.story.meeting}."
                    )
    path = path_of(desk)
    if desk.wish.forget and imap_of(desk, path):
        desk.voices.tell(
            "Auf dem Mailserver wird nur gelesen. Anfragen zu vergangenen Sitzungen bitte dort im Mailprogramm löschen; „fraktion einladen“ ohne weitere Angaben zählt sie."
        )
    if desk.wish.forget and path and not is_imap(path):
        past = {m.uid for m in desk.site.meetings if m.over(today)}
        gone = {
            journal.path.stem
            for journal in journals(desk.folder)
            if journal.story.forgotten and journal.path.stem not in desk.here
        }
        many = remove_requests(home(path), past | gone)
        desk.voices.tell(f"Aus dem Postfach gelöscht: {counted(many, 'Anfrage', 'Anfragen')} zu vergangenen Sitzungen.")


def forgettable(desk: Desk, journal: Journal, days: int) -> bool:
    if meeting := desk.here.get(journal.path.stem):
        journal.story.date = meeting.date  # it may have been moved since
    return due(journal.story, desk.settings.today, days)


def refuse_public(folder: Path, what: str, how: str) -> None:
    """Names and addresses lie where git could take them."""
    if reason := in_git(folder / "anfragen"):
        raise Refusal(
            f"{what} {reason}: {folder}. Dort liegen dann Namen und Adressen. Bitte mit {how} einen anderen angeben."
        )


def encrypt(where: Where, voices: Voices) -> int:
    path = where.file()
    if path is None or not path.is_file() or is_age(path):
        raise Refusal(
            "Zum Verschlüsseln fehlt die private Datei. Bitte mit --einwahl angeben oder als ~/.config/fraktion/einwahl.yaml anlegen."
        )
    refuse_exposed(path)
    target = where.content / "einwahl.age"
    part = target.with_name(f".{target.name}.neu~")
    part.write_bytes(encrypted(path.read_bytes(), where, voices.ask))
    part.replace(target)
    voices.tell(f"Verschlüsselt abgelegt: {target}. Diese Datei darf in git; die private Datei {path} nicht.")
    return 0


def on_terminal() -> Voices:
    """A person at a screen is asked; a script is not."""

    there = bool(sys.stdin) and sys.stdin.isatty()

    def ask(question: str) -> str:
        import getpass

        return getpass.getpass(terminal(question)) if there else ""

    def agree(question: str) -> bool:
        try:
            return not there or input(terminal(f"{question} [ja/nein] ")).strip().casefold() in ("ja", "j")
        except EOFError:
            return False

    return Voices(lambda text: print(bounded(text), flush=True) if text else None, ask, agree)


__all__ = ["LATER", "UNSENT", "Voices", "Wish", "einladen", "on_terminal"]
