"""Commands for what is public: a webspace, a server, going back, the hooks."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..records.problems import as_text, errors
from ..site.settings import Refusal, load
from .around import conf, program, progress, project, project_or_none, tell

if TYPE_CHECKING:
    from ..publishing.sharing.clone import Clone


def veroeffentlichen(options: argparse.Namespace) -> int:
    return send_to(options.ziel, options)


def send_to(target: str, options: argparse.Namespace) -> int:
    """Build for the public and bring it to a webspace; what no commit holds goes along, and is named."""
    from ..publishing.carriers import carrier
    from ..publishing.sharing.clone import commit_of_texts, uncommitted
    from ..publishing.upload import Job, publish
    from ..site.build import build

    root = project(options)
    carrier(target)  # a slip of the pen is told before anything is built
    settings = load(
        conf(options, root) if options.einstellungen else root / "publishconf.py",
        HEUTE=options.heute,
        OEFFENTLICH=True,
        ENTWUERFE=False,
        COMMIT=commit_of_texts(root),
    )
    if loose := uncommitted(root):
        tell(
            f"Dabei ist auch, was noch in keinem Commit steht: {', '.join(loose[:5])}{f' und {len(loose) - 5} weitere' if len(loose) > 5 else ''}. Andere bekommen es erst mit: {program()} hochladen"
        )
    result = build(settings, tick=progress("Seiten"), say=lambda text: print(text, file=sys.stderr))
    if result.problems:
        print(as_text(result.problems), file=sys.stderr, end="")
    if errors(result.problems) or not result.report:
        print("Es wurde nichts veröffentlicht.", file=sys.stderr)
        return 1
    job = Job(
        folder=settings.output,
        target=target,
        url=settings.url,
        cache=settings.cache,
        root=root,
        rehearse=options.probe,
        everything=options.alles,
        take_over=options.uebernehmen,
        despite=options.trotzdem,
        today=settings.today,
        hub=settings.hub,
    )
    plan = publish(job, lambda text: print(text, flush=True))
    print("".join(f"{line}\n" for line in plan.lines(None if options.liste else 10)), end="")
    if options.probe:
        print("Das war eine Probe; am Ziel wurde nichts verändert." if plan else "Es gäbe nichts zu tun.")
    else:
        print(f"{plan.sentence()} Öffentlich unter {settings.url}/")
    return 0


def stand(options: argparse.Namespace) -> int:
    from ..publishing.place import Place, place_at
    from ..publishing.status import ask, find, standing

    clone = None if options.ziel or Place(Path.cwd()).exists() else clone_or_none(options)
    other = None
    if clone:
        from ..publishing.sharing.exchange import other_of
        from ..publishing.sharing.standing import here, on_the_site

        other = other_of(clone, clone.branch, lambda names: names[0], remember=False)
        print("".join(f"{line}\n" for line in here(clone, other, program())), end="", flush=True)
    try:
        found = find(options.ziel, clone.root if clone else None)
    except Refusal:
        if not clone:
            raise
        settings = load(clone.root / "publishconf.py", HEUTE=options.heute)
        print(
            "".join(
                f"{line}\n"
                for line in on_the_site(clone, settings.url, settings.today, other.log_address() if other else "")
            ),
            end="",
        )
        return 0
    if not isinstance(found, Place):
        return ask(found[0], ["stand"], whole)
    print(standing(place_at(found.root)), end="")
    return 0


def clone_or_none(options: argparse.Namespace) -> Clone | None:
    from ..publishing.sharing.clone import Clone

    root = project_or_none(options)
    try:
        return Clone(root) if root else None
    except Refusal:
        return None


def zurueck(options: argparse.Namespace) -> int:
    from ..publishing.place import Place, place_at
    from ..publishing.receive import back
    from ..publishing.status import ask, find

    found = find(options.ziel, project_or_none(options))
    if not isinstance(found, Place):
        return ask(found[0], ["zurueck", str(options.schritte)], whole)
    back(place_at(found.root), options.schritte, os.environ.get("FRAKTION_ZUGANG", ""), tell)
    return 0


def whole(text: str) -> None:
    """Lines as they are, with their own ends."""
    print(text, end="", flush=True)


def server_step(options: argparse.Namespace) -> int:
    from ..publishing import receive, setup
    from ..publishing.place import place_at

    root = Path(options.ziel)
    match options.schritt:
        case "einrichten":
            for text in setup.set_up(
                root,
                project(options),
                host=options.name,
                port=options.port,
                local_code=options.code_ohne_schluessel,
                mail=options.mail,
                mail_server=options.mailserver,
            ):
                print(text)
        case "sichern" | "wiederherstellen":
            from ..publishing import backup

            for text in (
                backup.back_up(root, options.datei or "")
                if options.schritt == "sichern"
                else backup.restore(root, options.datei, project(options))
            ):
                print(text)
        case "zugang" if options.name and options.entfernen:
            print(*setup.revoke(root, options.name), sep="\n")
        case "zugang" if options.name:
            print(*setup.grant(root, options.name, key_of(options.schluessel), code=options.code), sep="\n")
        case "zugang":
            print(*setup.listed(root), sep="\n")
        case "nacht":
            return 0 if receive.nightly(place_at(root), tell) else 1
        case "teaser":
            from ..publishing.teasers import fetch_and_publish

            return 0 if fetch_and_publish(place_at(root), tell) else 1
        case "aufraeumen":
            receive.tidy(place_at(root), options.behalten)
        case "vor-annahme" | "nach-annahme":
            return receive.hook(root, sys.stdin.buffer, accepted=options.schritt == "nach-annahme")
        case "ssh":
            words = setup.over_ssh(root, options.name, os.environ.get("SSH_ORIGINAL_COMMAND", ""))
            ours = {
                key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key == "GIT_PROTOCOL"
            }  # nothing that could lead git elsewhere, whatever sshd lets through
            os.execvpe(words[0], words, {**ours, "FRAKTION_ZUGANG": options.name})
    return 0


def key_of(file: str | None) -> str:
    if not file:
        raise Refusal("Bitte den öffentlichen Schlüssel angeben, zum Beispiel: --schluessel vera.pub")
    return Path(file).read_text("utf-8", "replace")


def haken(options: argparse.Namespace) -> int:
    from ..publishing.local import install, install_quietly, uninstall

    if options.leise:
        print("".join(f"{line}\n" for line in install_quietly(project(options))), end="")
        return 0
    print(*(uninstall if options.entfernen else install)(project(options)), sep="\n")
    return 0


def vor_dem_push(options: argparse.Namespace) -> int:
    from ..publishing.local import before_push

    said = before_push(Path.cwd(), options.ziel, sys.stdin.buffer)
    print(said, end="", file=sys.stderr)
    return 1 if said else 0
