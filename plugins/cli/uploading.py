"""`fraktion hochladen`: what lies on this machine becomes public, without a word of git."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..records.quoting import terminal
from ..site.settings import Refusal, Settings, load
from .around import program, project, tell

if TYPE_CHECKING:
    from ..publishing.sharing.clone import Clone
    from ..publishing.sharing.exchange import Other

WEBSPACE = "fraktion.webspace"  # the setting of git that remembers where a webspace is


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    sub = command(
        "hochladen",
        hochladen,
        "Alles, was in content/ geändert wurde, veröffentlichen: prüfen, zeigen, holen und zusammenführen, was andere hochgeladen haben, hochladen, warten, bis es öffentlich ist.",
        'fraktion hochladen --satz "Ergebnis eingetragen: Nachtbus"',
    )
    sub.add_argument(
        "--satz",
        metavar="TEXT",
        default="",
        help="der Satz, der in der Geschichte steht; sonst wird einer vorgeschlagen",
    )
    sub.add_argument("--ja", action="store_true", help="ohne Frage, mit dem vorgeschlagenen Satz")
    sub.add_argument(
        "--zurueck", action="store_true", help="das letzte Hochladen von hier zurücknehmen; was seither dazukam, bleibt"
    )
    sub.add_argument(
        "--meine",
        metavar="DATEI",
        action="append",
        default=[],
        help="wo zwei dieselbe Stelle geändert haben, gilt in dieser Datei die eigene",
    )
    sub.add_argument(
        "--andere",
        metavar="DATEI",
        action="append",
        default=[],
        help="ebenso, aber die andere; die eigene Fassung wird aufgehoben",
    )
    sub.add_argument("--weil", metavar="TEXT", default="", help="warum Texte gelöscht wurden; steht öffentlich da")
    sub.add_argument(
        "--verschwindet", action="store_true", help="Adressen, die es danach nicht mehr gibt, dürfen ins Leere führen"
    )
    sub.add_argument(
        "--trotzdem",
        action="store_true",
        help="auch wenn in den Feeds vieles verschwindet oder noch einmal gemeldet wird",
    )
    sub.add_argument(
        "--wohin",
        metavar="ZIEL",
        default="",
        help="einmal angeben, es wird gemerkt: der Name oder die Adresse eines git-Repositorys, oder ein Webspace wie nutzer@rechner:/weg",
    )
    sub.add_argument("--nicht-warten", action="store_true", help="nicht warten, bis es öffentlich ist")


def hochladen(options: argparse.Namespace) -> int:
    from ..publishing.sharing.clone import Clone
    from ..publishing.sharing.exchange import other_of
    from ..publishing.sharing.sending import Desk, Upload, Wishes

    root = project(options)
    settings = public_settings(root, options)
    clone = Clone(root)
    asking = sys.stdin.isatty()

    def ask(question: str) -> str:
        if not asking:
            return ""
        try:
            return input(terminal(question)).strip()
        except EOFError:
            return ""

    with clone.alone():
        if options.wohin:
            remember(clone, options.wohin)
        other = other_of(clone, clone.branch, lambda names: ask(f"Wohin wird hochgeladen? ({', '.join(names)}) "))
        webspace = clone.told(WEBSPACE)
        if not other and not webspace:
            raise Refusal(
                f"Noch ist nicht bekannt, wohin hochgeladen wird. Einmal angeben: {program()} hochladen --wohin ZIEL. Das ist die Adresse eines git-Repositorys (nutzer@rechner:/srv/website/site.git, https://…) oder ein Webspace (nutzer@rechner:/weg)."
            )
        wishes = Wishes(
            sentence=options.satz,
            yes=options.ja,
            mine=options.meine,
            theirs=options.andere,
            despite=options.trotzdem,
            vanish=options.verschwindet,
            reason=options.weil,
        )
        upload = Upload(
            clone, other, wishes, Desk(tell, ask, asking), lambda: problems_of(settings), settings.today, program()
        )
        if options.zurueck:
            tell(upload.take_back())
        sent = upload.run()
        if sent.commit and other and not other.ours:
            tell(f"Hochgeladen nach {other.spoken}.")
        if webspace:
            transfer(webspace, options)
        elif other and not other.ours and not options.nicht_warten:
            follow(clone, other, settings.url)
        elif other and other.ours and sent.commit and "Öffentlich" not in sent.said:
            tell(f"Angenommen ist es; ob es öffentlich ist, sagt: {program()} stand")
        if not sent.commit and not webspace:
            tell(f"Hier ist nichts, was noch nicht hochgeladen wäre. Mehr dazu: {program()} stand")
        if sent.commit:
            tell(f"Zurücknehmen: {program()} hochladen --zurueck")
    return 0


def public_settings(root: Path, options: argparse.Namespace) -> Settings:
    return load(
        root / (options.einstellungen or "publishconf.py"), HEUTE=options.heute, OEFFENTLICH=True, ENTWUERFE=False
    )


def problems_of(settings: Settings) -> list:
    from ..site.content import read_site

    return read_site(
        settings.content, settings.today, settings.public, private=settings.private, council=settings.council
    )[1]


def remember(clone: Clone, target: str) -> None:
    """A name or an address of a repository, or a webspace."""
    from ..publishing.carriers import carrier
    from ..publishing.git import git, line
    from ..publishing.sharing.exchange import REMOTE

    if target in line(clone.repo, "remote").split():
        clone.tell(REMOTE, target)
    elif (
        target.startswith(("http://", "https://", "ssh://", "git://", "file://"))
        or target.rstrip("/").endswith((".git", "/site"))
        or Path(target, "HEAD").is_file()
    ):
        name = next(
            name
            for name in ("website", "website-neu", f"website-{sum(target.encode())}")
            if name not in line(clone.repo, "remote").split()
        )
        git(clone.repo, "remote", "add", name, target)
        clone.tell(REMOTE, name)
    else:
        carrier(target)  # a slip of the pen is told before anything is remembered
        clone.tell(WEBSPACE, target)


def transfer(target: str, options: argparse.Namespace) -> None:
    from .publishing import send_to

    if send_to(
        target,
        argparse.Namespace(
            einstellungen=options.einstellungen,
            heute=options.heute,
            ziel=target,
            probe=False,
            alles=False,
            uebernehmen=False,
            trotzdem=options.trotzdem,
            liste=False,
        ),
    ):
        raise Refusal(f"Festgehalten ist alles; übertragen wurde noch nicht. Danach noch einmal: {program()} hochladen")


def follow(clone: Clone, other: Other, url: str) -> None:
    """On a forge others build: the public site itself says when it has arrived."""
    from ..publishing.sharing import arrival

    if arrival.holds(clone, arrival.ask(url), clone.head):
        return tell(f"Öffentlich: {url}/")
    tell(
        "Jetzt wird dort gebaut; das dauert meist wenige Minuten. Sobald es öffentlich ist, steht das hier. Abbrechen (Strg+C) schadet nicht."
    )
    if arrival.wait(clone, url, clone.head, other.fetch):
        return tell(f"Öffentlich: {url}/")
    log = other.log_address()
    return tell(
        f"Nach zehn Minuten ist unter {url}/ noch nichts davon zu sehen. Was beim Bau geschah, steht {f'unter {log}' if log else 'beim Anbieter, meist unter „Actions“ oder „Pipelines“'}. Nichts ist verloren. Noch einmal nachsehen: {program()} stand"
    )
