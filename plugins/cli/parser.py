"""What can be typed after `fraktion`, and what is said about it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from ..records.problems import FORMATS
from ..records.program import version
from . import uploading
from .around import port
from .publishing import haken, server_step, stand, veroeffentlichen, vor_dem_push, zurueck
from .texts import aufgaben, bauen, einladen, ergebnis, felder, neu, pruefen, rundbrief, sitzung, teaser, vorschau

GERMAN = {
    "usage: ": "Aufruf: ",
    "options": "Optionen",
    "positional arguments": "Befehle und Angaben",
    "show this help message and exit": "diese Hilfe zeigen",
    "%(prog)s: error: %(message)s\n": "%(message)s\n",
    "the following arguments are required: %s": "Es fehlt: %s",
    "unrecognized arguments: %s": "Unbekannte Angabe: %s",
    "expected one argument": "hier fehlt ein Wert",
    "ignored explicit argument %r": "hier gehört kein Wert hin: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "„%(value)s“ gibt es nicht. Möglich sind: %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": "„%(value)s“ gibt es nicht. Meinten Sie %(closest)s? Möglich sind: %(choices)s",
    "invalid %(type)s value: %(value)r": "„%(value)s“ passt hier nicht",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s ist mehrdeutig: %(matches)s",
}
argparse._ = lambda text: GERMAN.get(text, text)  # argparse offers no other way to its words


def parser(arguments: Sequence[str] = ("neu",)) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--heute", metavar="JJJJ-MM-TT", help="so tun, als sei dieser Tag heute")
    common.add_argument("--einstellungen", metavar="DATEI", help="andere Einstellungen als pelicanconf.py")
    top = argparse.ArgumentParser(
        prog="fraktion",
        description="Aus den Textdateien in content/ wird die Website der Fraktion.",
        epilog='Beispiel: fraktion neu antrag --titel "Radweg an der K 14"',
    )
    top.add_argument(
        "--version", action="version", version=f"fraktion {version()}", help="die Fassung des Programms sagen"
    )
    commands = top.add_subparsers(metavar="BEFEHL", required=True)

    def command(name: str, run: Callable, about: str, example: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[common], help=about, description=about, epilog=f"Beispiel: {example}")
        sub.set_defaults(run=run)
        return sub

    check = command(
        "pruefen", pruefen, "Alle Texte prüfen und sagen, was wo nicht stimmt.", "fraktion pruefen --beheben"
    )
    check.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text, github oder gitlab (Hinweise an der Zeile) oder json (für Editoren)",
    )
    check.add_argument(
        "--beheben",
        action="store_true",
        help="beheben, was eindeutig ist: Kennungen, unsichtbare Zeichen, Tippfehler im Kopf, Dateinamen; zeigt jede Änderung vorher",
    )
    check.add_argument("--zurueck", action="store_true", help="zurücknehmen, was --beheben zuletzt geändert hat")
    make = command("bauen", bauen, "Die Website bauen.", "fraktion bauen --ausgabe output")
    make.add_argument("--ausgabe", metavar="ORDNER", help="wohin; sonst output/")
    make.add_argument("--warum", action="store_true", help="zu jeder geschriebenen Datei sagen, was sich geändert hat")
    make.add_argument(
        "--alles", action="store_true", help="ohne Zwischenspeicher alles neu bauen und jedes Byte vergleichen"
    )
    make.add_argument(
        "--pruefen",
        action="store_true",
        help="jede Seite noch einmal fragen, woraus sie entsteht, auch wenn sich nichts geändert hat; was veraltet ist, wird genannt und neu gemacht",
    )
    make.add_argument("--kerne", type=int, metavar="ZAHL", help="wie viele Prozessorkerne; sonst alle")
    make.add_argument("--vorschau", action="store_true", help="mit Entwürfen; was nicht stimmt, bleibt weg")
    make.add_argument("--inhalt", metavar="ORDNER", help="woher die Texte kommen; sonst content/")
    make.add_argument("--zwischenspeicher", metavar="ORDNER", help="was sich der Bau merkt; sonst .cache/")
    make.add_argument(
        "--fortschritt", action="store_true", help="auch ohne Terminal alle paar Sekunden sagen, wie weit es ist"
    )
    send = command(
        "veroeffentlichen",
        veroeffentlichen,
        "Die Website für die Öffentlichkeit bauen (publishconf.py) und, was sich geändert hat, auf einen Webspace oder Speicher übertragen.",
        "fraktion veroeffentlichen web@www.example.org:/var/www/website --probe",
    )
    send.add_argument(
        "ziel",
        metavar="ZIEL",
        help="mit @: nutzer@rechner:/weg (rsync über ssh); ohne @: name:weg (rclone; S3, WebDAV, SFTP); mit / oder ./ am Anfang: ein Ordner auf diesem Rechner; auch rsync://rechner/modul",
    )
    send.add_argument("--probe", action="store_true", help="nur sagen, was geschähe")
    send.add_argument("--liste", action="store_true", help="alle Dateien nennen, nicht nur die ersten zehn")
    send.add_argument(
        "--alles", action="store_true", help="auch ansehen, was am Ziel liegt, und jedes Byte vergleichen"
    )
    send.add_argument(
        "--trotzdem",
        action="store_true",
        help="auch wenn in den Feeds vieles verschwindet oder noch einmal gemeldet wird",
    )
    send.add_argument(
        "--uebernehmen",
        action="store_true",
        help="ein Ziel übernehmen, in dem schon andere Dateien liegen oder ein anderer Stand",
    )
    uploading.add(command)
    watch = command(
        "vorschau",
        vorschau,
        "Die Website mit Entwürfen ansehen; sie erneuert sich bei jeder Änderung.",
        "fraktion vorschau --port 8001",
    )
    watch.add_argument("--port", type=port, default=8000, help="Anschluss auf diesem Rechner; sonst 8000")
    command(
        "aufgaben",
        aufgaben,
        "Was noch zu tun ist: fehlende Ergebnisse, überfällige Antworten, fehlende Anlagen.",
        "fraktion aufgaben",
    )
    minutes = command(
        "ergebnis",
        ergebnis,
        "Ein Ergebnis in einen Antrag eintragen: Der Satz aus der Niederschrift wird gelesen, gezeigt und nach einem Ja eingetragen. Oder alle Ergebnisse einer ganzen Niederschrift vorschlagen (--aus).",
        'fraktion ergebnis 2026-03-radweg "mit 24 gegen 5 Stimmen bei 2 Enthaltungen …"; fraktion ergebnis --aus niederschrift.pdf',
    )
    minutes.add_argument(
        "antrag", metavar="ANTRAG", nargs="?", default="", help="Dateiname, Kennung, Drucksache oder Titel"
    )
    minutes.add_argument(
        "satz",
        metavar="SATZ",
        nargs="*",
        help="was die Niederschrift sagt; sonst wird danach gefragt oder die Standardeingabe gelesen",
    )
    minutes.add_argument(
        "--gremium",
        metavar="NAME",
        default="",
        help="in welchem Gremium; sonst die einzige Sitzung, die vorbei ist und kein Ergebnis hat",
    )
    minutes.add_argument("--datum", metavar="TAG", default="", help="in der Sitzung an diesem Tag")
    minutes.add_argument(
        "--aus",
        metavar="DATEI",
        nargs="+",
        help="die Niederschrift: .pdf, .docx, .odt, .eml, .html, .rtf, .txt, ein Ordner damit, oder - für die Standardeingabe",
    )
    minutes.add_argument("--ja", action="store_true", help="ohne Frage eintragen; mit --aus nur, was sicher ist")
    command("felder", felder, "Das Handbuch aller Felder ausgeben.", "fraktion felder > content/FELDER.md")
    add_new(commands, common, list(arguments[:1]) == ["neu"])
    add_letters(command)
    news = command(
        "rundbrief",
        rundbrief,
        "Einen Rundbrief schreiben: als Entwurf in content/rundbriefe/, mit allem, was noch keiner erzählt hat, und als Text und HTML für die eigene Mailingliste in rundbriefe/. Noch einmal aufgerufen, geht der Entwurf weiter.",
        "fraktion rundbrief; fraktion rundbrief --thema Verkehr; fraktion rundbrief 2026-11-30",
    )
    news.add_argument(
        "brief", metavar="RUNDBRIEF", nargs="?", default="", help="ein vorhandener: nur Text und HTML neu machen"
    )
    for name, about in (
        ("thema", "nur was zu diesem Thema geschah"),
        ("ort", "nur was zu diesem Ort geschah"),
        ("gremium", "nur was in diesem Gremium geschah"),
    ):
        news.add_argument(f"--{name}", metavar="NAME", default="", help=about)
    state = command("stand", stand, "Sagen, was öffentlich ist, seit wann, und was wartet.", "fraktion stand")
    undo = command("zurueck", zurueck, "Eine frühere Fassung wieder öffentlich machen, sofort.", "fraktion zurueck")
    undo.add_argument(
        "schritte",
        nargs="?",
        type=int,
        default=1,
        metavar="ZAHL",
        help="wie viele Fassungen zurück; sonst 1; 0 nimmt das Zurückgehen zurück",
    )
    for sub in (state, undo):
        sub.add_argument(
            "--ziel",
            metavar="ORDNER",
            default="",
            help="der Ordner des Servers; sonst der, in den git push veröffentlicht",
        )
    add_sitting(commands, common)
    add_invite(command)
    add_teaser(commands, common)
    hook = command(
        "haken",
        haken,
        "Vor jedem git push auf diesem Rechner nach Passwörtern und Einwahllinks suchen.",
        "fraktion haken",
    )
    hook.add_argument(
        "--leise", action="store_true", help="nur etwas sagen, wenn sie neu ist; ohne Repository nichts tun"
    )
    hook.add_argument("--entfernen", action="store_true", help="die Suche wieder abschalten")
    hidden = commands.add_parser("vor-dem-push")
    hidden.add_argument("ziel")
    hidden.set_defaults(run=vor_dem_push)
    add_server(commands)
    add_founding(commands, common)
    return top


def add_founding(commands, common: argparse.ArgumentParser) -> None:
    """`fraktion anfangen`."""
    from . import founding

    about = "Eine eigene Website anlegen: einen Ordner mit Texten, Einstellungen und dem Programm als Paket, ein git-Repository für sich. Fragt nach Namen, Vertretung, Anschrift und Adresse; Vorschläge lassen sich mit Enter übernehmen."
    new = commands.add_parser(
        "anfangen",
        parents=[common],
        help="Eine eigene Website anlegen.",
        description=about,
        epilog="Beispiel: fraktion anfangen ../unsere-website",
    )
    new.set_defaults(run=founding.anfangen)
    new.add_argument("ordner", metavar="ORDNER", nargs="?", default="", help="ein neuer Ordner")
    new.add_argument(
        "--fragen", action="store_true", help="nur alle Fragen mit ihren Vorschlägen ausgeben, als Datei zum Ausfüllen"
    )
    new.add_argument("--antworten", metavar="DATEI", help="nicht fragen, sondern die Antworten aus dieser Datei nehmen")
    fresh = commands.add_parser(
        "erneuern",
        parents=[common],
        help="Eine neue Fassung des Programms holen; die Texte bleiben, wie sie sind.",
        epilog="Beispiel: fraktion erneuern ../fraktion-2.1.0-py3-none-any.whl",
        description="Eine neue Fassung des Programms holen. Zeigt vorher, was neu ist und was sich auf der Website ändert; schreibt nie etwas in content/. Eigene Dateien in theme/ bleiben.",
    )
    fresh.set_defaults(run=founding.erneuern)
    fresh.add_argument(
        "quelle",
        metavar="QUELLE",
        nargs="?",
        default="",
        help="ein Paket, ein Ordner mit Paketen, ein Klon des Programms oder eine Adresse mit https://; ohne Angabe die vom letzten Mal",
    )
    fresh.add_argument("--zurueck", action="store_true", help="die Fassung davor wieder nehmen")
    fresh.add_argument("--probe", action="store_true", help="nur zeigen, was geschähe")
    fresh.add_argument("--ja", action="store_true", help="ohne Frage übernehmen")
    old = commands.add_parser(
        "umstellen",
        parents=[common],
        help="Eine Website, die eine Kopie des Programms ist, auf das Paket umstellen.",
        epilog="Beispiel: fraktion umstellen ../website",
        description="Aus einer Website, die eine Kopie des Programms ist, eine eigene machen: Texte, Adressen und Kennungen bleiben; das Programm liegt danach als Paket darin. Aufgerufen wird es in einem frischen Klon des Programms.",
    )
    old.set_defaults(run=founding.umstellen)
    old.add_argument("ordner", metavar="ORDNER", help="der Ordner der Website")
    old.add_argument("--ja", action="store_true", help="ohne Frage umstellen")
    new.add_argument("--programm", metavar="PAKET", help="das Paket des Programms, wo es sich nicht von selbst findet")


def add_letters(command: Callable) -> None:
    """`fraktion brief`, `fraktion sammlung`: late imports, since other commands need none of it."""

    def late(name: str) -> Callable:
        def run(options: argparse.Namespace) -> int:
            from . import letters

            return getattr(letters, name)(options)

        return run

    one = command(
        "brief",
        late("brief"),
        "Aus einem Antrag den Brief machen, als PDF in briefe/; mit Platz für Unterschriften, solange er noch nicht auf der Website steht.",
        "fraktion brief 2026-03-radweg",
    )
    one.add_argument("antrag", metavar="ANTRAG", help="die Datei, ihr Name, die Drucksache, die Kennung oder der Titel")
    one.add_argument(
        "--beschluss",
        action="store_true",
        help="statt des Briefs das Blatt mit dem Beschluss, wo der Text geändert wurde",
    )
    one.add_argument("--docx", action="store_true", help="für Word und LibreOffice, statt als PDF")
    many = command(
        "sammlung",
        late("sammlung"),
        "Viele Briefe in einer PDF-Datei in briefe/, mit Inhaltsverzeichnis.",
        "fraktion sammlung --jahr 2026",
    )
    many.add_argument("--jahr", type=int, metavar="JJJJ", help="nur Anträge aus diesem Jahr")
    many.add_argument("--wahlperiode", metavar="NAME", help="nur aus dieser Wahlperiode, zum Beispiel 2025–2030")
    many.add_argument("--thema", metavar="NAME", help="nur zu diesem Thema")
    many.add_argument(
        "--beschluesse",
        action="store_true",
        help="nur was Erfolg hatte; wo der Text geändert wurde, das Blatt mit dem Beschluss",
    )


def add_teaser(commands, common: argparse.ArgumentParser) -> None:
    """`fraktion teaser holen`."""
    others = commands.add_parser(
        "teaser",
        help="Meldungen von anderen als Anrisse holen.",
        description="Anrisse: Meldungen von anderen, mit Quelle und Link.",
        epilog="Beispiel: fraktion teaser holen --probe",
    )
    fetch = others.add_subparsers(metavar="SCHRITT", required=True).add_parser(
        "holen",
        parents=[common],
        help="Die Quellen in content/teaserquellen.yaml abrufen.",
        epilog="Beispiel: fraktion teaser holen --probe",
        description="Die Quellen in content/teaserquellen.yaml abrufen und Neues als Textdateien in content/meldungen/fremd/ ablegen. Was von Hand geändert oder gelöscht wurde, bleibt so: Soll ein Anriss weg, seine Datei löschen; sie kommt nicht wieder. Ende mit 0: erledigt, auch wenn einzelne Quellen nicht antworteten; mit 1: keine antwortete, oder eine Angabe stimmt nicht.",
    )
    fetch.set_defaults(run=teaser)
    fetch.add_argument("--probe", action="store_true", help="nur zeigen, was abgelegt würde")
    fetch.add_argument("--jetzt", action="store_true", help="auch Quellen fragen, die eben erst gefragt wurden")
    fetch.add_argument("--nur", metavar="NAME", default="", help="nur diese Quelle")
    fetch.add_argument("--inhalt", metavar="ORDNER", help="wo die Texte liegen; sonst content/")
    fetch.add_argument("--zwischenspeicher", metavar="ORDNER", help="was sich das Programm merkt; sonst .cache/")


def add_sitting(commands, common: argparse.ArgumentParser) -> None:
    """`fraktion sitzung …`: a sitting and every step on it in one go."""
    about = "Eine Sitzung und alle Anträge darauf zusammen ändern: verlegen, absagen, ergänzen. Gezeigt wird es vorher, und „zurueck“ nimmt es zurück."
    steps = commands.add_parser(
        "sitzung", help=about, description=about, epilog="Beispiel: fraktion sitzung verlegen 2026-12-17 2026-12-18"
    ).add_subparsers(metavar="SCHRITT", required=True)

    def step(name: str, about: str, example: str) -> argparse.ArgumentParser:
        sub = steps.add_parser(name, parents=[common], help=about, description=about, epilog=f"Beispiel: {example}")
        sub.set_defaults(run=sitzung, schritt=name)
        if name != "zurueck":
            sub.add_argument("datum", metavar="DATUM", help="der Tag der Sitzung")
            sub.add_argument("--gremium", metavar="NAME", help="welche Sitzung, wenn an diesem Tag mehrere sind")
            sub.add_argument("--ja", action="store_true", help="ohne Frage ändern")
        return sub

    move = step(
        "verlegen",
        "Auf einen anderen Tag oder eine andere Uhrzeit legen; die offenen Schritte der Anträge gehen mit.",
        'fraktion sitzung verlegen 2026-12-17 2026-12-18 --grund "wegen des Wetters"',
    )
    move.add_argument(
        "auf",
        nargs="?",
        metavar="NEUER-TAG",
        help="der neue Tag; ohne ihn bleibt der Tag, mit --beginn ändert sich die Uhrzeit",
    )
    move.add_argument(
        "--nur",
        metavar="ANTRAG",
        action="append",
        help="nur diesen Antrag auf den neuen Tag legen (Kennung oder Dateiname); mehrmals möglich: So wird eine Sitzung geteilt",
    )
    off = step(
        "absagen",
        "Absagen; die offenen Schritte der Anträge verlieren ihren Tag.",
        'fraktion sitzung absagen 2026-12-17 --grund "wegen Krankheit"',
    )
    for sub in (move, off):
        sub.add_argument("--grund", metavar="TEXT", help="warum")
    more = step(
        "ergaenzen",
        "Einen Antrag auf die Tagesordnung setzen, eine Nummer, ein Ende, einen Ort eintragen.",
        "fraktion sitzung ergaenzen 2026-12-17 --antrag k7f3qz --top 5.1",
    )
    for sub in (move, more):
        sub.add_argument("--beginn", metavar="UHRZEIT", help="wann sie beginnt")
        sub.add_argument(
            "--ende", metavar="UHRZEIT", help="wann sie endet; früher als der Beginn meint den nächsten Tag"
        )
    for name, about in (
        ("antrag", "dieser Antrag (Kennung, Drucksache oder Dateiname)"),
        ("top", "seine Nummer in der Tagesordnung"),
        ("titel", "ein Punkt ohne Antrag"),
        ("ort", "wo sie ist"),
        ("form", "die Form, wie im Text der Sitzung"),
    ):
        more.add_argument(f"--{name}", metavar="WERT", help=about)
    step(
        "nachtragen",
        "Nach der Sitzung durch ihre Tagesordnung gehen und die Sätze der Niederschrift als Ergebnisse eintragen.",
        "fraktion sitzung nachtragen 2026-12-17",
    )
    step(
        "zurueck",
        "Die letzte Änderung dieses Befehls zurücknehmen, in allen Dateien zusammen.",
        "fraktion sitzung zurueck",
    )


def add_invite(command: Callable) -> None:
    """`fraktion einladen`: who is invited, and what is done with the mails."""
    call = command(
        "einladen",
        einladen,
        "Zu einer Sitzung einladen, wer darum gebeten hat. Ohne --senden wird nur gezeigt, was geschähe. Ohne Angaben: alle Sitzungen und offenen Anfragen.",
        'fraktion einladen 2026-12-02 "Vera Beispiel <vera@example.org>" --senden. Weitere: fraktion einladen --postfach ~/Mail/Anfragen; fraktion einladen 2026-12-02 --csv liste.csv --als-datei ~/mails. Mehr: content/EINLADEN.md',
    )
    call.add_argument("sitzung", nargs="?", metavar="DATUM", help="der Tag der Sitzung, oder ihre Kennung")
    call.add_argument(
        "person",
        nargs="*",
        metavar="PERSON",
        help='wer eingeladen wird: "Vera Beispiel <vera@example.org>"; in Anführungszeichen',
    )
    call.add_argument(
        "--postfach",
        metavar="WEG",
        help="Anfragen aus Mails lesen: mbox-Datei, Maildir, Ordner mit .eml-Dateien oder imaps://nutzer@rechner/Ordner; es zählt nur der Absender (From)",
    )
    call.add_argument(
        "--csv",
        metavar="DATEI",
        help="Anfragen aus einer Tabelle (CSV) oder aus Kontakten (.vcf) lesen; erste Zeile: name;mail",
    )
    call.add_argument("--senden", action="store_true", help="die gezeigten Mails senden, an jede Person höchstens eine")
    call.add_argument(
        "--probe-an",
        metavar="ADRESSE",
        help="die Mail nur an diese Adresse senden, um sie anzusehen; gemerkt wird nichts",
    )
    call.add_argument(
        "--als-datei", metavar="ORDNER", help="die Mails als .eml-Dateien ablegen, um sie von Hand zu versenden"
    )
    call.add_argument(
        "--nochmal",
        metavar="ADRESSE",
        action="append",
        default=[],
        help="an diese Adresse noch einmal senden, auch wenn die erste Mail vielleicht ankam",
    )
    call.add_argument(
        "--vergessen",
        action="store_true",
        help="alle Anfragen zu vergangenen Sitzungen sofort löschen, mit --postfach auch dort",
    )
    call.add_argument(
        "--einwahl",
        metavar="DATEI",
        help="die private Datei mit Link und Mailserver; sonst FRAKTION_EINWAHL, ~/.config/fraktion/einwahl.yaml oder content/einwahl.age",
    )
    call.add_argument(
        "--verschluesseln",
        action="store_true",
        help="die private Datei verschlüsselt als content/einwahl.age ablegen (age)",
    )


def add_server(commands) -> None:
    """`fraktion server …`: what is done on the server, mostly once."""
    server = commands.add_parser(
        "server",
        help="Auf dem eigenen Server: einrichten, Zugänge, nächtlicher Bau.",
        description="Der eigene Server: Wer dorthin git push macht, veröffentlicht.",
        epilog="Beispiel: fraktion server einrichten /srv/website",
    )
    steps = server.add_subparsers(metavar="SCHRITT", required=True)

    def step(name: str, about: str | None, example: str = "") -> argparse.ArgumentParser:
        sub = steps.add_parser(
            name, **({"help": about, "description": about, "epilog": f"Beispiel: {example}"} if about else {})
        )
        sub.add_argument("ziel", metavar="ZIEL", help="der Ordner des Servers")
        sub.set_defaults(run=server_step, schritt=name)
        return sub

    make = step(
        "einrichten",
        "Den Server anlegen oder auf den Stand dieses Programms bringen; beliebig oft.",
        "fraktion server einrichten /srv/website --name www.example.org",
    )
    make.add_argument("--name", metavar="RECHNER", default="", help="der Name der Website; sonst der aus SITEURL")
    make.add_argument("--port", type=int, default=0, metavar="ZAHL", help="Anschluss des Webservers; sonst 80")
    make.add_argument(
        "--code-ohne-schluessel",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="Wer den Ordner selbst erreicht, darf auch das Programm veröffentlichen",
    )
    make.add_argument(
        "--mail",
        metavar="ADRESSE",
        default="",
        help="wer eine Mail bekommt, wenn der nächtliche Bau scheitert, höchstens einmal in der Woche",
    )
    make.add_argument(
        "--mailserver", metavar="NAME:ZAHL", default="", help="über welchen Mailserver; sonst localhost:25"
    )
    step(
        "sichern",
        "Sichern, was nicht in git liegt: Zugänge, Verlauf, eigene Dateien für den Webserver.",
        "fraktion server sichern /srv/website sicherung.tar.gz",
    ).add_argument("datei", metavar="DATEI", nargs="?", help="wohin; sonst sicherung-….tar.gz hier")
    step(
        "wiederherstellen",
        "Aus einer Sicherung einen Server machen, in einem leeren Ordner.",
        "fraktion server wiederherstellen /srv/website sicherung.tar.gz",
    ).add_argument("datei", metavar="DATEI", help="die Sicherung")
    entry = step(
        "zugang",
        "Sehen oder ändern, wer veröffentlichen darf.",
        "fraktion server zugang /srv/website vera --schluessel vera.pub",
    )
    entry.add_argument("name", metavar="NAME", nargs="?", help="wer; ohne Name werden alle gezeigt")
    entry.add_argument("--schluessel", metavar="DATEI", help="der öffentliche ssh-Schlüssel, Endung .pub")
    entry.add_argument("--code", action="store_true", help="darf auch das Programm ändern, nicht nur Texte")
    entry.add_argument("--entfernen", action="store_true", help="den Zugang wegnehmen")
    step("nacht", "Mit dem neuen Tag bauen und aufräumen; für den Zeitgeber.", "fraktion server nacht /srv/website")
    step(
        "teaser",
        "Meldungen anderer abrufen und, wenn es neue gibt, veröffentlichen; für den Zeitgeber.",
        "fraktion server teaser /srv/website",
    )
    sweep = step(
        "aufraeumen",
        "Alte Fassungen löschen; geschieht nach jedem Push von selbst.",
        "fraktion server aufraeumen /srv/website --behalten 1",
    )
    sweep.add_argument(
        "--behalten",
        type=int,
        metavar="ZAHL",
        help="nur diesmal so viele Fassungen behalten; sonst so viele, wie in server.json stehen",
    )
    for hidden in ("vor-annahme", "nach-annahme"):
        step(hidden, None)
    step("ssh", None).add_argument("name")


def add_new(commands, common: argparse.ArgumentParser, wanted: bool) -> None:
    """The options of `neu` come from the field tables, which other commands need not load."""
    new = commands.add_parser(
        "neu",
        help="Einen Text anlegen; fragt nach dem Nötigen.",
        description="Einen Text anlegen. Ohne Angaben wird gefragt.",
        epilog='Beispiel: fraktion neu antrag --titel "Radweg an der K 14"',
    )
    if not wanted:
        return
    from ..site.new import KINDS
    from ..site.tables import tables

    kinds = new.add_subparsers(metavar="ART", required=True)
    for kind, name in KINDS.items():
        table = tables()[name]
        first = next(f for f in table.fields.values() if f.ask)
        sub = kinds.add_parser(
            kind,
            parents=[common],
            help=table.about,
            description=table.about,
            epilog=f'Beispiel: fraktion neu {kind} --{first.key} "{first.example}"',
        )
        sub.set_defaults(run=neu, art_des_textes=kind)
        for field in table.fields.values():
            if field.type not in ("uid", "rows", "mapping", "file"):
                about = field.label + (
                    f" ({', '.join(field.values)})" if field.values else f", zum Beispiel {field.example}"
                )
                sub.add_argument(
                    f"--{field.key.replace('_', '-')}",
                    dest=f"feld_{field.key}",
                    metavar="WERT",
                    help=about.replace("%", "%%"),
                )
        if kind == "antrag":
            sub.add_argument(
                "--aus",
                metavar="DATEI",
                nargs="+",
                help="aus fertigen Briefen: .docx, .odt, .pdf, .eml, .html, .rtf, .txt, ein Ordner damit, oder - für die Standardeingabe",
            )
            sub.add_argument(
                "--format",
                choices=("text", "json"),
                default="text",
                help="mit --aus: json gibt je Brief eine Zeile aus und legt nichts an",
            )
            sub.add_argument("--ja", action="store_true", help="mit --aus: ohne Frage anlegen")
            sub.epilog = f"{sub.epilog}; aus einem Brief: fraktion neu antrag --aus brief.docx"
