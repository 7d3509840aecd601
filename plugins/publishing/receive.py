"""What happens to a push: before git accepts it (pre-receive) and after (post-receive).

Before: nothing that is pushed is run; it is looked at, and for the main branch built and staged as a release. Here, and only
for somebody with the right to it, a program is installed.
After: the public site becomes the tip of the main branch. That step may be repeated at any time, so a kill heals itself.

From outside comes: what git hands to its hooks (ids, and names of refs of any kind), the objects that were pushed, options
typed after -o. Who pushes is told by the environment, which the forced command sets and no client can (sshd, restrict).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import threading
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from ..press.cores import Parent
from ..records import german
from ..records.problems import bounded
from ..site.settings import Refusal, Settings, load, of_disk, read_day
from ..site.stamp import STAMP
from . import alarm, configured, floor, hub, making, release, work
from .examine import LARGEST, Update, examine
from .git import ZERO, GitError, commit_of, git, line
from .listing import Listing, differing, files_of, look_through
from .place import Place, Say, locked, place_at, remove, write_json
from .previews import keeping
from .refs import BRANCHES, TAGS, short
from .sweep import sweep
from .waiting import remember_accepted, wait_for_accepted
from .webserver import build_redirects

PROBLEMS = 20
NIGHT = "Nachtlauf"
VANISH = "verschwindet"  # what somebody types who knows that addresses will lead nowhere
SHOWN = 10  # addresses; the rest is counted
AGAIN = """\
So geht es weiter, im Ordner der Website:
  1. die genannten Stellen ändern
  2. .venv/bin/fraktion hochladen
Wer mit git arbeitet: git add -A, dann git commit --amend --no-edit, dann git push.
Nichts ist verloren: Die Texte liegen unverändert auf diesem Rechner."""

NOT_THE_TEXT = "An den Texten liegt das nicht; sie sind auf diesem Rechner unversehrt. Bitte denen Bescheid geben, die den Server betreuen. Danach noch einmal: git push"


class Account(Struct, frozen=True):
    """Who pushes: the name of a key, or "" for somebody who reaches the folder itself."""

    name: str
    code: bool  # may change the program


def account(place: Place) -> Account:
    settings, name = place.read(), os.environ.get("FRAKTION_ZUGANG", "")
    if not name:
        return Account("", bool(settings["code_ohne_schluessel"]))
    return Account(name, bool(settings["zugaenge"].get(name, {}).get("code")))


def parse_updates(lines: Iterable[bytes]) -> list[Update]:
    """One line for each branch: old commit, new commit, full name (githooks, pre-receive)."""
    return [
        Update(old.decode(), new.decode(), ref.decode("utf-8", "surrogateescape"))
        for old, new, ref in (line.rstrip(b"\n").split(b" ", 2) for line in lines)
    ]


# ------------------------------------------------------------------------------------- before


def before(
    place: Place,
    updates: Sequence[Update],
    who: Account,
    say: Say,
    options: Collection[str] = (),
    parent: Parent | None = None,
) -> bool:
    """May git accept the push? What is said goes to whoever pushes. `options`: what they typed after -o, since they know what it does to the feeds ("trotzdem") or to old addresses ("verschwindet"). `parent`: the git that asks."""
    from .secrets import refusal, scan  # late: after a push nothing is searched

    with locked(place, say):
        if wait_for_accepted(place, say):
            remove_stale_locks(place)
        refused = examine(place, updates, who.code)
        if found := scan(
            place.repo, [update.new for update in updates], ["--all"], LARGEST, [update.ref for update in updates]
        ):
            refused.append(refusal(found))
        if refused:
            say("\n".join(["", *refused, "", standing(place), ""]))
            return False
        for update in updates:
            if update.new == ZERO or not update.ref.startswith(BRANCHES):
                continue
            program = work.install(place, place.repo, update.new) if who.code else work.required(place, update.new)
            if update.ref == place.main and not (VANISH in options or addresses_stay(place, update.new, say)):
                return False
            if update.ref == place.main and not stage(place, update.new, program, say, "trotzdem" in options):
                return False
        return remember_accepted(place, parent or Parent(), {update.ref: update.new for update in updates})


def addresses_stay(place: Place, new: str, say: Say) -> bool:
    """Is all that was public still to be found (decision 48)? Nobody is asked where the commit itself says that it may vanish."""
    from .sharing import redirecting  # late: after a push nothing is compared
    from .sharing.clone import read_in, tree_in

    old = commit_of(place.repo, place.main)
    if not old or f"[{VANISH}]" in line(place.repo, "log", "-1", "--format=%B", new):
        return True
    today = read_day(None)
    found = redirecting.todo(
        tree_in(place.repo, old), tree_in(place.repo, new), lambda entry: read_in(place.repo, entry), today
    )
    if found:
        say("\n".join(["", redirecting.refusal(found, today, f"git push -o {VANISH}"), "", standing(place), ""]))
    return not found


def remove_stale_locks(place: Place) -> None:
    """What a killed git leaves would refuse every later push. Nobody else moves a branch now: each waited for the one before."""
    for left in (*place.repo.glob("refs/**/*.lock"), place.repo / "packed-refs.lock", place.repo / "HEAD.lock"):
        left.unlink(missing_ok=True)


def stage(place: Place, commit: str, program: Path, say: Say, despite: bool = False) -> str:
    """Build a commit and keep it as a release; its name, or "" where it has problems."""
    say("Texte werden geprüft, die Website wird gebaut …")
    looked: list[making.Look | None] = []
    ahead = threading.Thread(target=lambda: looked.append(making.look_ahead(place)))  # while the other core builds
    ahead.start()
    built = make(place, place.repo, commit, program, say)
    ahead.join()
    if not built.done:
        say(
            "\n".join(
                ["", some_of(built.said), "", standing(place), "", AGAIN if "    →" in built.said else NOT_THE_TEXT, ""]
            )
        )
        return ""
    if built.said.strip():
        say(some_of(built.said))
    say(built.summary)
    output = place.work / "output"
    seen = look_through(output, release.listed(place, release.public(place)))
    if not despite and (found := against(place, seen)):
        say("\n".join(["", floor.refusal(found, "git push -o trotzdem"), "", standing(place), ""]))
        return ""
    return making.stage(place, output, seen, commit, program.name, read_day(None).isoformat(), *looked).name


def against(place: Place, new: Listing, *, night: bool = False) -> list[str]:
    """What readers of feeds would miss, or be told again, if what was built became public."""
    public = release.public(place)
    if not public:
        return []
    output, old, now = (
        place.work / "output",
        dict(files_of(release.listed(place, public), "feeds/")),
        dict(files_of(new, "feeds/")),
    )
    kept = {path for path, stamp in old.items() if now.get(path) == stamp}
    before = {}
    for path in old.keys() - kept:
        if floor.watched(path):
            with contextlib.suppress(OSError):
                before[path] = (place.releases / public / path).read_bytes()
    return floor.objections(before, kept, now, lambda path: (output / path).read_bytes(), read_day(None), night=night)


def some_of(said: str) -> str:
    """The first problems of a check, and how many more there are: a screen holds no more."""
    lines = said.rstrip().split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("    →")]
    if len(starts) <= PROBLEMS:
        return "\n".join(lines)
    more = f"… und {german.number(len(starts) - PROBLEMS)} weitere. Alle zeigt auf dem eigenen Rechner: .venv/bin/fraktion pruefen"
    return "\n".join([*lines[: starts[PROBLEMS - 1] + 1], more, *lines[starts[-1] + 1 :]])


def make(place: Place, repo: Path, commit: str, program: Path, say: Say, *, audit: bool = False) -> work.Built:
    content = work.check_out(place, repo, commit, place.work / "haupt")
    return work.build(place, program, content, place.work / "output", commit=commit, audit=audit, tell=say)


def standing(place: Place) -> str:
    """What is true after a refusal."""
    shown = release.public(place)
    told = release.load(place, shown) if shown else None
    return "Der Push wurde nicht angenommen. " + (
        f"Öffentlich ist unverändert die Fassung vom {moment(told.made)}." if told else "Öffentlich ist noch nichts."
    )


def moment(text: str) -> str:
    """An ISO time as a person says it: „22. November 2026, 21:14 Uhr“."""
    when = dt.datetime.fromisoformat(text)
    return f"{german.day(when.date())}, {german.clock(when.time())}"


# ------------------------------------------------------------------------------------- after


def after(place: Place, updates: Sequence[Update], who: Account, say: Say, parent: Parent | None = None) -> None:
    """Make the tip of the main branch public, whoever is still there to hear of it, and the other branches previews, as long as somebody is."""
    main = place.main
    with locked(place, say):
        publish(place, "Push", who.name, say, looked_at={update.new for update in updates if update.ref == main})
        if parent:
            parent.end_with()
        sweep(place)
        for update in updates:
            if update.ref.startswith(BRANCHES) and update.ref != main:
                preview(place, update, say)
            elif update.ref.startswith(TAGS) and update.new != ZERO:
                say(f"Die Marke {short(update.ref)} ist gespeichert. Öffentlich wird nur der Zweig {short(main)}.")
    tell_hub(place, say)
    later(place)


def publish(
    place: Place, what: str, who: str, say: Say, *, anew: bool = False, looked_at: Collection[str] = ()
) -> bool:
    """Public = tip of the main branch, whatever happened before. Call it with the lock held.

    `anew`: build even if the tip is public, as the nightly run does. `looked_at`: commits whose release was made a moment ago
    by this very push; any other is compared with its list. False: the tip cannot be built. It takes the program that was
    installed when the tip was pushed; where that is missing, it says who can help.
    """
    tip = commit_of(place.repo, place.main)
    if not tip:
        return True
    if held(place, tip):
        if what == NIGHT:
            say(
                "Jemand ist zu einer früheren Fassung zurückgegangen; sie bleibt öffentlich, bis wieder etwas veröffentlicht wird."
            )
        return True
    was = release.public(place)
    before = release.load(place, was)
    if before and (before.commit, before.program) == (tip, work.program_of(place.repo, tip)) and not anew:
        return True
    try:
        program = work.required(place, tip)
    except Refusal as refusal:
        say(f"\n{refusal}\nÖffentlich bleibt die letzte Fassung.\n")
        return False
    day = read_day(None).isoformat()
    name = "" if anew else release.staged(place, tip, program.name)
    if name and tip not in looked_at and not release.sound(place, name):
        name = ""
    if not name:
        built = make(place, place.repo, tip, program, say, audit=what == NIGHT)
        if built.stale:
            say(built.stale)
        if not built.done:
            say(f"{some_of(built.said)}\nÖffentlich bleibt die letzte Fassung.")
            return False
        output = place.work / "output"
        shown = release.listed(place, before.name) if before else {}
        seen = look_through(output, shown)
        if (
            before
            and (before.commit, before.program) == (tip, program.name)
            and differing(shown, seen) in (([], []), ([STAMP], []))
        ):
            if release.sound(place, before.name):
                making.renew_day(place, before, output, seen, day)
                return True
            say("Die öffentliche Fassung war beschädigt und wird ersetzt.")
        if (
            before and before.commit == tip and (found := against(place, seen, night=True))
        ):  # a tip that is not public yet was looked at when it was pushed
            say(floor.at_night(found))
            return False
        name = making.stage(place, output, seen, tip, program.name, day).name
    work.use(place, program.name)
    write_redirects(place, name, say)
    release.switch(place, name, what, who)
    told = release.load(place, name)
    settings, changes = load(program / "publishconf.py"), release.changes_since(place, was, told)
    say(announcement(settings.url, told, changes))
    remember_hub(place, settings, changes.feeds)
    return True


def remember_hub(place: Place, settings: Settings, feeds: Sequence[str]) -> None:
    """Whom to tell of what: done without the lock, since nobody knows how long a hub takes."""
    if settings.hub:
        write_json(
            place.work / "hub.json", {"hub": settings.hub, "feeds": [f"{settings.url}/{path}" for path in feeds]}
        )


def tell_hub(place: Place, say: Say) -> None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        left = json.loads((place.work / "hub.json").read_bytes())
        (place.work / "hub.json").unlink()
        hub.ping(left["hub"], left["feeds"], say)


def write_redirects(place: Place, name: str, say: Say) -> None:
    """Old addresses, for the web server to answer with 301; the release has them as data. A list that no server would read is not put in place."""
    with contextlib.suppress(OSError, KeyError, TypeError, json.JSONDecodeError):
        rows = [
            (row["von"], row["nach"]) for row in json.loads((place.releases / name / "umleitungen.json").read_bytes())
        ]
        for kind in configured.SERVERS:
            if refused := configured.renew(
                place, f"umleitungen.{kind}", lambda kind=kind: build_redirects(rows, kind), kind
            ):
                say(f"Alte Adressen leiten weiter wie bisher. {refused}")


def held(place: Place, tip: str) -> bool:
    """Did somebody go back while this was the tip? A newer tip is published again."""
    try:
        pinned = json.loads(place.pin.read_bytes())["spitze"] == tip
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if not pinned:
        place.pin.unlink(missing_ok=True)
    return pinned


def announcement(url: str, told: release.Release, changes: release.Difference) -> str:
    """Öffentlich: which addresses are new, changed or gone."""
    rows = [
        (word, f"{url}/{quote(path)}")
        for word, paths in (("neu", changes.new), ("entfernt", changes.gone), ("geändert", changes.changed))
        for path in paths
    ]
    lines = ["", f"Öffentlich, Fassung {told.number}:"]
    lines += [f"  {word:9} {address}" for word, address in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(f"  … und {german.counted(len(rows) - SHOWN, 'weitere Seite', 'weitere Seiten')}")
    if not rows:
        lines.append(f"  {url}/ (keine Seite sieht anders aus)")
    return "\n".join([*lines, ""])


def preview(place: Place, update: Update, say: Say) -> None:
    """A branch as a website of its own, with drafts, under an address that only who pushed it is told."""
    branch = short(update.ref)
    name = place.preview(branch)
    output, folder = place.previews / name, place.work / name
    if update.new == ZERO:
        remove(output)
        remove(folder)
        say(f"Die Vorschau von {branch} ist entfernt.")
        return
    say(f"Vorschau von {branch} wird gebaut …")
    program = work.required(place, update.new)
    content = work.check_out(place, place.repo, update.new, folder)
    with keeping(place, name):
        built = work.build(place, program, content, output, preview=True, tell=say)
    if built.said.strip():
        say(some_of(built.said))
    if built.done:
        say(
            f"\nVorschau, nicht öffentlich: {load(program / 'publishconf.py').url}/vorschau/{name}/\nSie verschwindet mit dem Zweig: git push origin --delete {branch}\n"
        )


def later(place: Place) -> None:
    """What no push waits for, in a process that outlives this one: old releases go, the next one is begun."""
    with contextlib.suppress(OSError):
        subprocess.Popen(
            [str(place.command), "server", "aufraeumen", str(place.root)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=work.plain_environment(),
            cwd=place.root,
        )


def tidy(place: Place, keep: int | None = None) -> None:
    """Delete all releases but the newest `keep` and the public one, and begin the next. A number that was typed takes out for ever."""
    with locked(place):
        sweep(place)
        gone = list(
            making.tidy(place, max(1, keep if keep is not None else int(place.read()["behalten"])), keep is not None)
        )
    for folder in gone:
        remove(folder)
    making.make_spare(place)


# ------------------------------------------------------------------------------------- as hooks


def hook(root: Path, lines: Iterable[bytes], *, accepted: bool) -> int:
    """Run as a hook. A Refusal is a sentence, and so is whatever the disk says. Whoever pushed may be gone and hear nothing of it."""
    noted = os.environ.get("FRAKTION_GIT", "")
    parent = Parent(int(noted) if noted.isdecimal() else 0)

    def say(text: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            print(bounded(text), flush=True)

    try:
        place, updates = place_at(root), parse_updates(lines)
        if accepted:
            after(place, updates, account(place), say, parent)
            return 0
        parent.end_with()
        return 0 if before(place, updates, account(place), say, push_options(), parent) else 1
    except Refusal as refusal:
        say(f"\n{refusal}\n")
    except OSError as error:
        say(f"\n{of_disk(error)}\n")
    if not accepted:
        with contextlib.suppress(Refusal, OSError):
            say(standing(place_at(root)))
    return 1


def push_options() -> list[str]:
    """What was typed after -o (githooks, pre-receive)."""
    count = os.environ.get("GIT_PUSH_OPTION_COUNT", "")
    return [os.environ.get(f"GIT_PUSH_OPTION_{n}", "") for n in range(int(count) if count.isdecimal() else 0)]


def nightly(place: Place, say: Say) -> bool:
    """Build with the new day; a release that somebody went back to stays public. Somebody is told when it does not work."""
    heard: list[str] = []

    def said(text: str) -> None:
        heard.append(text)
        say(text)

    try:
        done = build_anew(place, said)
    except (Refusal, OSError) as error:
        alarm.failed(place, str(error if isinstance(error, Refusal) else of_disk(error)), say)
        raise
    if done:
        alarm.succeeded(place)
    else:
        alarm.failed(place, "\n".join(heard), say)
    tell_hub(place, say)
    tidy(place)
    return done


def build_anew(place: Place, say: Say) -> bool:
    with locked(place, say):
        done = publish(place, NIGHT, "", say, anew=True)
        if done:
            (place.work / "letzter-fehler.txt").unlink(missing_ok=True)
        with contextlib.suppress(
            GitError
        ):  # the repository stays quick, and what killed pushes left goes after two weeks
            git(place.repo, "-c", "gc.auto=2000", "-c", "gc.autoDetach=false", "gc", "--auto", "--quiet")
    return done


def back(place: Place, steps: int, who: str, say: Say) -> None:
    """Make an earlier public release public again; 0 takes a going back back."""
    with locked(place, say):
        if steps == 0:
            place.pin.unlink(missing_ok=True)
            if publish(place, "Zurücknahme", who, say):
                say("Öffentlich ist wieder die letzte Fassung.")
            return
        shown = release.public(place)
        was = {entry["fassung"] for entry in release.history(place)}
        earlier = [name for name in release.names(place) if name in was and name < shown] if shown else []
        if steps > len(earlier):
            there = (
                f"Es gibt {german.counted(len(earlier), 'frühere Fassung', 'frühere Fassungen')}."
                if earlier
                else "Es gibt keine frühere Fassung."
            )
            raise Refusal(f"So weit zurück geht es nicht. {there} Was da ist, zeigt: fraktion stand")
        name = earlier[-steps]
        if release.listed(place, name) and not release.sound(place, name):
            raise Refusal(
                f"Die Fassung {int(name.partition('-')[0])} ist beschädigt; öffentlich bleibt, was es ist. Bitte eine andere wählen, zum Beispiel: fraktion zurueck {steps + 1}"
            )
        write_json(place.pin, {"spitze": commit_of(place.repo, place.main), "fassung": name})
        release.switch(place, name, "Zurück", who)
        told = release.load(place, name)
        say(
            f"Öffentlich ist jetzt wieder die Fassung {told.number} vom {moment(told.made)}.\nSie bleibt es bis zum nächsten Push. Doch lieber die letzte: fraktion zurueck 0"
            if told
            else f"Öffentlich ist jetzt wieder {name}."
        )
