"""The command `fraktion`: thin, German, one function per command."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from .records.german import number
from .records.problems import FORMATS, as_text, count_line, errors
from .site.settings import Refusal, Settings, load, of_disk

GERMAN = {
    "usage: ": "Aufruf: ", "options": "Optionen", "positional arguments": "Befehle und Angaben", "show this help message and exit": "diese Hilfe zeigen",
    "%(prog)s: error: %(message)s\n": "%(message)s\n", "the following arguments are required: %s": "Es fehlt: %s", "unrecognized arguments: %s": "Unbekannte Angabe: %s",
    "expected one argument": "hier fehlt ein Wert", "ignored explicit argument %r": "hier gehört kein Wert hin: %s", "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "„%(value)s“ gibt es nicht. Möglich sind: %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": "„%(value)s“ gibt es nicht. Meinten Sie %(closest)s? Möglich sind: %(choices)s",
    "invalid %(type)s value: %(value)r": "„%(value)s“ passt hier nicht", "ambiguous option: %(option)s could match %(matches)s": "%(option)s ist mehrdeutig: %(matches)s",
}  # fmt: skip
argparse._ = lambda text: GERMAN.get(text, text)  # argparse offers no other way to its words


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # a C locale must not break an umlaut
    options = parser(list(sys.argv[1:] if arguments is None else arguments)).parse_args(arguments)
    try:
        return options.run(options)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `fraktion aufgaben | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(of_disk(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nAbgebrochen. Es ist nichts verloren.", file=sys.stderr)
        return 130


# ------------------------------------------------------------------------------------ commands


def pruefen(options: argparse.Namespace) -> int:
    from .site.content import read_site

    settings = settings_of(options)
    _, problems = read_site(need(settings.content), settings.today, settings.public, private=settings.private)
    if options.beheben:
        from .site.repair import repair

        done = repair(settings.content, problems)
        for line in done:
            print(line)
        if done:
            _, problems = read_site(settings.content, settings.today, settings.public, private=settings.private)
    print(FORMATS[options.format](problems), end="")
    return 1 if errors(problems) else 0


def bauen(options: argparse.Namespace) -> int:
    from .press.cores import all_cores
    from .site.build import build

    settings = settings_of(options, OUTPUT_PATH=absolute(options.ausgabe), PATH=absolute(options.inhalt), CACHE_ORDNER=absolute(options.zwischenspeicher), **({"ENTWUERFE": True} if options.vorschau else {}))
    started = time.monotonic()
    cores = options.kerne or all_cores()
    result = build(settings, lenient=options.vorschau, everything=options.alles, cores=cores, tick=lines("Seiten") if options.fortschritt else progress("Seiten"), say=lambda text: print(text, file=sys.stderr))
    if result.problems:
        print(as_text(result.problems), file=sys.stderr, end="")
    if (errors(result.problems) and not options.vorschau) or not result.report:
        print("Es wurde nichts verändert." if not result.report else "Die Ausgabe ist unvollständig.", file=sys.stderr)
        return 1
    counts = ", ".join(f"{many} {name}" for name, many in result.counts.items())
    report = result.report
    seconds = number(time.monotonic() - started, 1)
    print(f"{counts}: {report.files} Dateien, davon {len(report.written)} geschrieben, {len(report.removed)} entfernt, in {seconds}\u00a0Sekunden.")
    if options.warum:
        print("".join(f"  {path}: {report.reasons[path]}\n" for path in report.written), end="")
    print(f"Die Seite liegt in {shown(settings.output)}")
    return 0


def veroeffentlichen(options: argparse.Namespace) -> int:
    from .publishing.carriers import carrier
    from .publishing.upload import Job, publish
    from .site.build import build

    root = project(options)
    carrier(options.ziel)  # a slip of the pen is told before anything is built
    settings = load(conf(options, root) if options.einstellungen else root / "publishconf.py", HEUTE=options.heute, OEFFENTLICH=True, ENTWUERFE=False)
    result = build(settings, tick=progress("Seiten"), say=lambda text: print(text, file=sys.stderr))
    if result.problems:
        print(as_text(result.problems), file=sys.stderr, end="")
    if errors(result.problems) or not result.report:
        print("Es wurde nichts veröffentlicht.", file=sys.stderr)
        return 1
    job = Job(folder=settings.output, target=options.ziel, url=settings.url, cache=settings.cache, root=root, rehearse=options.probe, everything=options.alles, take_over=options.uebernehmen, despite=options.trotzdem, today=settings.today, hub=settings.hub)
    plan = publish(job, lambda text: print(text, flush=True))
    print("".join(f"{line}\n" for line in plan.lines(None if options.liste else 10)), end="")
    if options.probe:
        print("Das war eine Probe; am Ziel wurde nichts verändert." if plan else "Es gäbe nichts zu tun.")
    else:
        print(f"{plan.sentence()} Öffentlich unter {settings.url}/")
    return 0


def vorschau(options: argparse.Namespace) -> int:
    from .site.preview import Preview, run

    root = project(options)

    def fresh() -> Settings:
        return load(conf(options, root), OUTPUT_PATH=str(root / ".cache" / "vorschau"), ENTWUERFE=True, HEUTE=options.heute)

    settings = fresh()
    run(Preview(settings, lambda text: print(text, flush=True)), options.port, [need(settings.content), settings.theme, root / "pelicanconf.py"], fresh)
    return 0


def neu(options: argparse.Namespace) -> int:
    from .site.new import KINDS, new_text
    from .site.reading import TABLES

    settings = settings_of(options)
    table = TABLES[KINDS[options.art_des_textes]]
    given = {key: getattr(options, f"feld_{key}") for key in table.fields if getattr(options, f"feld_{key}", None)}
    asking = sys.stdin.isatty() and not given
    while True:
        given = ask(table, settings.today.isoformat(), given) if asking else given
        try:
            path = new_text(need(settings.content), options.art_des_textes, given, settings.today)
            break
        except Refusal as refusal:
            if not asking:
                raise
            print(f"\n{refusal}\n")  # and ask again; what was answered is proposed
    print(f"Angelegt: {shown(path)}")
    print(f"Jetzt den Text eintragen, dann: {program()} pruefen")
    if options.art_des_textes == "antrag":
        print("Solange „stand: Entwurf“ dasteht, erscheint der Antrag nur in der Vorschau.")
    return 0


def ask(table, today: str, known: dict[str, str]) -> dict[str, str]:
    """Ask for the usual fields; Enter leaves one open, or takes what stands in brackets. `known`: earlier answers."""
    from .site.new import DEFAULTS, checked

    print(f"Neu: {table.noun}. Enter übernimmt den Vorschlag oder lässt das Feld frei; Strg+C bricht ab.")
    given = {}
    for field in table.fields.values():
        if not field.ask:
            continue
        proposal = known.get(field.key) or DEFAULTS[table.kind].get(field.key, today if field.key == "datum" else "")
        if field.values:
            print("  " + ", ".join(field.values))
        while True:
            try:
                answer = input(f"{field.label}{f' [{proposal}]' if proposal else ''}: ").strip() or proposal
            except EOFError:
                raise KeyboardInterrupt from None
            if not answer and field.required:
                print(f"  Bitte eintragen, zum Beispiel: {field.example}")
                continue
            try:
                given[field.key] = checked(field, answer) if answer else ""
                break
            except Refusal as refusal:
                print(f"  {refusal}")
    return given


def aufgaben(options: argparse.Namespace) -> int:
    from .site.content import read_site
    from .site.tasks import as_text as tasks_text
    from .site.tasks import tasks

    settings = settings_of(options)
    site, problems = read_site(need(settings.content), settings.today)
    print(tasks_text(tasks(site, settings.today)), end="")
    if errors(problems):
        print(f"Nicht alle Texte ließen sich lesen: {count_line(errors(problems))} Mehr sagt: fraktion pruefen", file=sys.stderr)
    return 0


def stand(options: argparse.Namespace) -> int:
    from .publishing.place import Place, place_at
    from .publishing.status import ask, find, standing

    found = find(options.ziel, project_or_none(options))
    if not isinstance(found, Place):
        return ask(found[0], ["stand"])
    print(standing(place_at(found.root)), end="")
    return 0


def zurueck(options: argparse.Namespace) -> int:
    from .publishing.place import Place, place_at
    from .publishing.receive import back
    from .publishing.status import ask, find

    found = find(options.ziel, project_or_none(options))
    if not isinstance(found, Place):
        return ask(found[0], ["zurueck", str(options.schritte)])
    back(place_at(found.root), options.schritte, os.environ.get("FRAKTION_ZUGANG", ""), tell)
    return 0


def server_step(options: argparse.Namespace) -> int:
    from .publishing import receive, setup
    from .publishing.place import place_at

    root = Path(options.ziel)
    match options.schritt:
        case "einrichten":
            for text in setup.set_up(root, project(options), host=options.name, port=options.port, local_code=options.code_ohne_schluessel):
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
            from .publishing.teasers import fetch_and_publish

            return 0 if fetch_and_publish(place_at(root), tell) else 1
        case "aufraeumen":
            receive.tidy(place_at(root), options.behalten)
        case "vor-annahme" | "nach-annahme":
            return receive.hook(root, sys.stdin.buffer, accepted=options.schritt == "nach-annahme")
        case "ssh":
            words = setup.over_ssh(root, options.name, os.environ.get("SSH_ORIGINAL_COMMAND", ""))
            os.execvpe(words[0], words, {**os.environ, "FRAKTION_ZUGANG": options.name})
    return 0


def teaser(options: argparse.Namespace) -> int:
    from .teasers.run import Order, run

    settings = settings_of(options, PATH=absolute(options.inhalt), CACHE_ORDNER=absolute(options.zwischenspeicher))
    need(settings.content)
    done = run(settings, Order(rehearse=options.probe, now=options.jetzt, only=options.nur), tell)
    if done.problems:
        print(as_text(done.problems), file=sys.stderr, end="")
        print("Es wurde nichts abgerufen.", file=sys.stderr)
    return 1 if done.problems or (done.asked and done.failed == done.asked) else 0


def haken(options: argparse.Namespace) -> int:
    from .publishing.local import install, uninstall

    print(*(uninstall if options.entfernen else install)(project(options)), sep="\n")
    return 0


def vor_dem_push(options: argparse.Namespace) -> int:
    from .publishing.local import before_push

    said = before_push(Path.cwd(), options.ziel, sys.stdin.buffer)
    print(said, end="", file=sys.stderr)
    return 1 if said else 0


def key_of(file: str | None) -> str:
    if not file:
        raise Refusal("Bitte den öffentlichen Schlüssel angeben, zum Beispiel: --schluessel vera.pub")
    return Path(file).read_text("utf-8", "replace")


def tell(text: str) -> None:
    print(text, flush=True)


def einladen(options: argparse.Namespace) -> int:
    from .invitations.desk import Wish, on_terminal
    from .invitations.desk import einladen as run

    settings = settings_of(options)
    need(settings.content)
    wish = Wish(
        meeting=options.sitzung or "", people=tuple(options.person), table=options.csv or "", mailbox=options.postfach or "", send=options.senden, folder=options.als_datei or "",
        again=tuple(options.nochmal), forget=options.vergessen, private=options.einwahl or "", encrypt=options.verschluesseln,
    )  # fmt: skip
    return run(settings, wish, on_terminal())


def felder(options: argparse.Namespace) -> int:
    from . import group
    from .records.handbook import build_handbook
    from .site.reading import TABLES

    print(build_handbook([*TABLES.values(), group.TABLE], {file: kind for kind, (file, _) in group.LISTS.items()}), end="")
    return 0


# --------------------------------------------------------------------------------------- parts


def project(options: argparse.Namespace) -> Path:
    """The folder of the project: here, or the nearest above that holds a pelicanconf.py."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "pelicanconf.py").is_file():
            return folder
    if getattr(options, "einstellungen", None):
        return here
    raise Refusal("Hier ist kein Projekt: pelicanconf.py fehlt. Bitte in den Ordner der Website wechseln (cd …) und den Befehl wiederholen.")


def project_or_none(options: argparse.Namespace) -> Path | None:
    try:
        return project(options)
    except Refusal:
        return None


def conf(options: argparse.Namespace, root: Path) -> Path:
    return Path(options.einstellungen).resolve() if options.einstellungen else root / "pelicanconf.py"


def settings_of(options: argparse.Namespace, **overrides) -> Settings:
    root = project(options)
    return load(conf(options, root), HEUTE=options.heute, **overrides)


def absolute(path: str | None) -> str | None:
    """As meant from here, not from the settings' folder."""
    return str(Path(path).resolve()) if path else None


def need(content: Path) -> Path:
    if not content.is_dir():
        raise Refusal(f"Den Ordner {shown(content)} gibt es nicht. Bitte im Ordner der Website aufrufen.")
    return content


def shown(path: Path) -> str:
    """As short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def port(text: str) -> int:
    """A port that somebody who is not root may listen on."""
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Anschluss. Möglich sind 1024 bis 65535.")
    return int(text)


def program() -> str:
    """How this command was called, to be typed again: .venv/bin/fraktion."""
    called = Path(sys.argv[0])
    return shown(called.absolute()) if called.name == "fraktion" and called.exists() else "fraktion"


def progress(what: str) -> Callable[[int, int], None]:
    """Say how far it is, on a terminal only, once a second has passed."""
    if not sys.stderr.isatty():
        return lambda done, of: None
    started = last = time.monotonic()

    def tick(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > 1 and (now - last > 0.1 or done == of):
            last = now
            print(f"\r{what}: {done} von {of} " + ("\n" if done == of else ""), end="", file=sys.stderr, flush=True)

    return tick


def lines(what: str) -> Callable[[int, int], None]:
    """The same for a log or a push, in a line of its own every three seconds."""
    last = time.monotonic()

    def tick(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last > 3:
            last = time.monotonic()
            print(f"{what}: {number(done)} von {number(of)}", file=sys.stderr, flush=True)

    return tick


def parser(arguments: Sequence[str] = ("neu",)) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--heute", metavar="JJJJ-MM-TT", help="so tun, als sei dieser Tag heute")
    common.add_argument("--einstellungen", metavar="DATEI", help="andere Einstellungen als pelicanconf.py")
    top = argparse.ArgumentParser(prog="fraktion", description="Aus den Textdateien in content/ wird die Website der Fraktion.", epilog="Beispiel: fraktion neu antrag --titel \"Radweg an der K 14\"")
    commands = top.add_subparsers(metavar="BEFEHL", required=True)

    def command(name: str, run: Callable, about: str, example: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[common], help=about, description=about, epilog=f"Beispiel: {example}")
        sub.set_defaults(run=run)
        return sub

    check = command("pruefen", pruefen, "Alle Texte prüfen und sagen, was wo nicht stimmt.", "fraktion pruefen --beheben")
    check.add_argument("--format", choices=FORMATS, default="text", help="text, github oder gitlab (Hinweise an der Zeile) oder json (für Editoren)")
    check.add_argument("--beheben", action="store_true", help="fehlende Kennungen eintragen und unsichtbare Zeichen entfernen")
    make = command("bauen", bauen, "Die Website bauen.", "fraktion bauen --ausgabe output")
    make.add_argument("--ausgabe", metavar="ORDNER", help="wohin; sonst output/")
    make.add_argument("--warum", action="store_true", help="zu jeder geschriebenen Datei sagen, was sich geändert hat")
    make.add_argument("--alles", action="store_true", help="ohne Zwischenspeicher alles neu bauen und jedes Byte vergleichen")
    make.add_argument("--kerne", type=int, metavar="ZAHL", help="wie viele Prozessorkerne; sonst alle")
    make.add_argument("--vorschau", action="store_true", help="mit Entwürfen; was nicht stimmt, bleibt weg")
    make.add_argument("--inhalt", metavar="ORDNER", help="woher die Texte kommen; sonst content/")
    make.add_argument("--zwischenspeicher", metavar="ORDNER", help="was sich der Bau merkt; sonst .cache/")
    make.add_argument("--fortschritt", action="store_true", help="auch ohne Terminal alle paar Sekunden sagen, wie weit es ist")
    send = command("veroeffentlichen", veroeffentlichen, "Die Website für die Öffentlichkeit bauen (publishconf.py) und, was sich geändert hat, auf einen Webspace oder Speicher übertragen.", "fraktion veroeffentlichen web@www.example.org:/var/www/website --probe")
    send.add_argument("ziel", metavar="ZIEL", help="mit @: nutzer@rechner:/weg (rsync über ssh); ohne @: name:weg (rclone; S3, WebDAV, SFTP); mit / oder ./ am Anfang: ein Ordner auf diesem Rechner; auch rsync://rechner/modul")
    send.add_argument("--probe", action="store_true", help="nur sagen, was geschähe")
    send.add_argument("--liste", action="store_true", help="alle Dateien nennen, nicht nur die ersten zehn")
    send.add_argument("--alles", action="store_true", help="auch ansehen, was am Ziel liegt, und jedes Byte vergleichen")
    send.add_argument("--trotzdem", action="store_true", help="auch wenn in den Feeds vieles verschwindet oder noch einmal gemeldet wird")
    send.add_argument("--uebernehmen", action="store_true", help="ein Ziel übernehmen, in dem schon andere Dateien liegen oder ein anderer Stand")
    watch = command("vorschau", vorschau, "Die Website mit Entwürfen ansehen; sie erneuert sich bei jeder Änderung.", "fraktion vorschau --port 8001")
    watch.add_argument("--port", type=port, default=8000, help="Anschluss auf diesem Rechner; sonst 8000")
    command("aufgaben", aufgaben, "Was noch zu tun ist: fehlende Ergebnisse, überfällige Antworten, fehlende Anlagen.", "fraktion aufgaben")
    command("felder", felder, "Das Handbuch aller Felder ausgeben.", "fraktion felder > content/FELDER.md")
    add_new(commands, common, list(arguments[:1]) == ["neu"])
    state = command("stand", stand, "Sagen, was öffentlich ist, seit wann, und was wartet.", "fraktion stand")
    undo = command("zurueck", zurueck, "Eine frühere Fassung wieder öffentlich machen, sofort.", "fraktion zurueck")
    undo.add_argument("schritte", nargs="?", type=int, default=1, metavar="ZAHL", help="wie viele Fassungen zurück; sonst 1; 0 nimmt das Zurückgehen zurück")
    for sub in (state, undo):
        sub.add_argument("--ziel", metavar="ORDNER", default="", help="der Ordner des Servers; sonst der, in den git push veröffentlicht")
    add_invite(command)
    others = commands.add_parser("teaser", help="Meldungen von anderen als Anrisse holen.", description="Anrisse: Meldungen von anderen, mit Quelle und Link.", epilog="Beispiel: fraktion teaser holen --probe")
    fetch = others.add_subparsers(metavar="SCHRITT", required=True).add_parser(
        "holen", parents=[common], help="Die Quellen in content/teaserquellen.yaml abrufen.", epilog="Beispiel: fraktion teaser holen --probe",
        description="Die Quellen in content/teaserquellen.yaml abrufen und Neues als Textdateien in content/meldungen/fremd/ ablegen. Was von Hand geändert oder gelöscht wurde, bleibt so: Soll ein Anriss weg, seine Datei löschen; sie kommt nicht wieder. Ende mit 0: erledigt, auch wenn einzelne Quellen nicht antworteten; mit 1: keine antwortete, oder eine Angabe stimmt nicht.",
    )  # fmt: skip
    fetch.set_defaults(run=teaser)
    fetch.add_argument("--probe", action="store_true", help="nur zeigen, was abgelegt würde")
    fetch.add_argument("--jetzt", action="store_true", help="auch Quellen fragen, die eben erst gefragt wurden")
    fetch.add_argument("--nur", metavar="NAME", default="", help="nur diese Quelle")
    fetch.add_argument("--inhalt", metavar="ORDNER", help="wo die Texte liegen; sonst content/")
    fetch.add_argument("--zwischenspeicher", metavar="ORDNER", help="was sich das Programm merkt; sonst .cache/")
    hook = command("haken", haken, "Vor jedem git push auf diesem Rechner nach Passwörtern und Einwahllinks suchen.", "fraktion haken")
    hook.add_argument("--entfernen", action="store_true", help="die Suche wieder abschalten")
    hidden = commands.add_parser("vor-dem-push")
    hidden.add_argument("ziel")
    hidden.set_defaults(run=vor_dem_push)
    add_server(commands)
    return top


def add_invite(command: Callable) -> None:
    """`fraktion einladen`: who is invited, and what is done with the mails."""
    call = command("einladen", einladen, "Zu einer Sitzung einladen, wer darum gebeten hat. Ohne --senden wird nur gezeigt, was geschähe. Ohne Angaben: alle Sitzungen und offenen Anfragen.", 'fraktion einladen 2026-12-02 "Vera Beispiel <vera@example.org>" --senden. Weitere: fraktion einladen --postfach ~/Mail/Anfragen; fraktion einladen 2026-12-02 --csv liste.csv --als-datei ~/mails. Mehr: content/EINLADEN.md')
    call.add_argument("sitzung", nargs="?", metavar="DATUM", help="der Tag der Sitzung, oder ihre Kennung")
    call.add_argument("person", nargs="*", metavar="PERSON", help="wer eingeladen wird: \"Vera Beispiel <vera@example.org>\"; in Anführungszeichen")
    call.add_argument("--postfach", metavar="WEG", help="Anfragen aus Mails lesen: mbox-Datei, Maildir oder Ordner mit .eml-Dateien; es zählt nur der Absender (From)")
    call.add_argument("--csv", metavar="DATEI", help="Anfragen aus einer Tabelle lesen; erste Zeile: name;mail")
    call.add_argument("--senden", action="store_true", help="die gezeigten Mails senden, an jede Person höchstens eine")
    call.add_argument("--als-datei", metavar="ORDNER", help="die Mails als .eml-Dateien ablegen, um sie von Hand zu versenden")
    call.add_argument("--nochmal", metavar="ADRESSE", action="append", default=[], help="an diese Adresse noch einmal senden, auch wenn die erste Mail vielleicht ankam")
    call.add_argument("--vergessen", action="store_true", help="alle Anfragen zu vergangenen Sitzungen sofort löschen, mit --postfach auch dort")
    call.add_argument("--einwahl", metavar="DATEI", help="die private Datei mit Link und Mailserver; sonst FRAKTION_EINWAHL, ~/.config/fraktion/einwahl.yaml oder content/einwahl.age")
    call.add_argument("--verschluesseln", action="store_true", help="die private Datei verschlüsselt als content/einwahl.age ablegen (age)")


def add_server(commands) -> None:
    """`fraktion server …`: what is done on the server, mostly once."""
    server = commands.add_parser("server", help="Auf dem eigenen Server: einrichten, Zugänge, nächtlicher Bau.", description="Der eigene Server: Wer dorthin git push macht, veröffentlicht.", epilog="Beispiel: fraktion server einrichten /srv/website")
    steps = server.add_subparsers(metavar="SCHRITT", required=True)

    def step(name: str, about: str | None, example: str = "") -> argparse.ArgumentParser:
        sub = steps.add_parser(name, **({"help": about, "description": about, "epilog": f"Beispiel: {example}"} if about else {}))
        sub.add_argument("ziel", metavar="ZIEL", help="der Ordner des Servers")
        sub.set_defaults(run=server_step, schritt=name)
        return sub

    make = step("einrichten", "Den Server anlegen oder auf den Stand dieses Programms bringen; beliebig oft.", "fraktion server einrichten /srv/website --name www.example.org")
    make.add_argument("--name", metavar="RECHNER", default="", help="der Name der Website; sonst der aus SITEURL")
    make.add_argument("--port", type=int, default=0, metavar="ZAHL", help="Anschluss des Webservers; sonst 80")
    make.add_argument("--code-ohne-schluessel", action=argparse.BooleanOptionalAction, default=None, help="Wer den Ordner selbst erreicht, darf auch das Programm veröffentlichen")
    entry = step("zugang", "Sehen oder ändern, wer veröffentlichen darf.", "fraktion server zugang /srv/website vera --schluessel vera.pub")
    entry.add_argument("name", metavar="NAME", nargs="?", help="wer; ohne Name werden alle gezeigt")
    entry.add_argument("--schluessel", metavar="DATEI", help="der öffentliche ssh-Schlüssel, Endung .pub")
    entry.add_argument("--code", action="store_true", help="darf auch das Programm ändern, nicht nur Texte")
    entry.add_argument("--entfernen", action="store_true", help="den Zugang wegnehmen")
    step("nacht", "Mit dem neuen Tag bauen und aufräumen; für den Zeitgeber.", "fraktion server nacht /srv/website")
    step("teaser", "Meldungen anderer abrufen und, wenn es neue gibt, veröffentlichen; für den Zeitgeber.", "fraktion server teaser /srv/website")
    sweep = step("aufraeumen", "Alte Fassungen löschen; geschieht nach jedem Push von selbst.", "fraktion server aufraeumen /srv/website --behalten 1")
    sweep.add_argument("--behalten", type=int, metavar="ZAHL", help="nur diesmal so viele Fassungen behalten; sonst so viele, wie in server.json stehen")
    for hidden in ("vor-annahme", "nach-annahme"):
        step(hidden, None)
    step("ssh", None).add_argument("name")


def add_new(commands, common: argparse.ArgumentParser, wanted: bool) -> None:
    """The options of `neu` come from the field tables, which other commands need not load."""
    new = commands.add_parser("neu", help="Einen Text anlegen; fragt nach dem Nötigen.", description="Einen Text anlegen. Ohne Angaben wird gefragt.", epilog="Beispiel: fraktion neu antrag --titel \"Radweg an der K 14\"")
    if not wanted:
        return
    from .site.new import KINDS
    from .site.reading import TABLES

    kinds = new.add_subparsers(metavar="ART", required=True)
    for kind, name in KINDS.items():
        table = TABLES[name]
        first = next(f for f in table.fields.values() if f.ask)
        sub = kinds.add_parser(kind, parents=[common], help=table.about, description=table.about, epilog=f"Beispiel: fraktion neu {kind} --{first.key} \"{first.example}\"")
        sub.set_defaults(run=neu, art_des_textes=kind)
        for field in table.fields.values():
            if field.type not in ("uid", "rows", "mapping", "file"):
                about = field.label + (f" ({', '.join(field.values)})" if field.values else f", zum Beispiel {field.example}")
                sub.add_argument(f"--{field.key.replace('_', '-')}", dest=f"feld_{field.key}", metavar="WERT", help=about.replace("%", "%%"))


if __name__ == "__main__":
    sys.exit(main())
