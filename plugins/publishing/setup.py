"""`fraktion server einrichten`: from an empty folder to a server. What is there already stays, so it may be run again at any time."""

from __future__ import annotations

import getpass
import hashlib
import os
import pwd
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from ..records import german, quoting
from ..records.quoting import authorized_keys, plain, shell
from ..site.settings import Refusal, load
from . import configured, generated, webserver, work
from .forms import build_starter
from .git import commit_of, git, repository_of
from .place import Place, locked, new_secret, place_at, write, write_json
from .refs import HEAD, short
from .sweep import sweep

MODULES = (
    Path("/usr/share/nginx/modules-available"),
    Path("/etc/nginx/modules-enabled"),
    Path("/usr/lib/nginx/modules"),
)
CONFIGURED = {
    "receive.fsckObjects": "true",
    **{
        f"receive.fsck.{name}": "ignore"
        for name in ("hasDot", "hasDotdot", "hasDotgit", "zeroPaddedFilemode", "missingSpaceBeforeDate", "badTimezone")
    },  # names are ours to refuse, in German; old clients wrote the rest
    "receive.advertisePushOptions": "true",  # git push -o trotzdem
    "receive.autogc": "false",  # the nightly run does it, when nobody waits
    "core.logAllRefUpdates": "true",  # what was forced over can be found again
    "core.protectNTFS": "true",
    "core.protectHFS": "true",
    "gc.auto": "0",
}
ATTRIBUTES = "* -text -ident !eol !filter !working-tree-encoding\n"  # a pushed .gitattributes changes nothing in what is laid out
LEAST_FREE = 20 * 10**6  # bytes; with less, git itself would give up halfway, in English
KEY = re.compile(
    r"(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+={0,2}(?: [^\n]*)?"
)


def set_up(
    root: Path,
    project: Path,
    *,
    host: str = "",
    port: int = 0,
    local_code: bool | None = None,
    mail: str = "",
    mail_server: str = "",
) -> Iterator[str]:
    """Make or complete a server at `root`, with the program of `project`. Yields what to say."""
    root = root.resolve()
    if not re.fullmatch(r"[\w./-]+", str(root), re.ASCII):
        raise Refusal(
            f"Im Weg {root} stehen Leerzeichen oder Sonderzeichen. Bitte einen einfachen Ordner wählen, zum Beispiel /srv/website"
        )
    if root == project or project in root.parents:
        raise Refusal(
            f"Der Ordner {root} liegt im Projekt selbst. Bitte einen anderen wählen, zum Beispiel /srv/website"
        )
    if root.is_dir() and any(root.iterdir()) and not (root / "server.json").exists():
        raise Refusal(f"Der Ordner {root} enthält schon anderes. Bitte einen leeren oder neuen Ordner angeben.")
    commit = commit_of(project / ".git", HEAD)
    if not commit:
        raise Refusal(
            f'Der Ordner {project} ist kein git-Repository mit einem Commit. Bitte zuerst: git init -b main, git add -A, git commit -m "Anfang"'
        )
    place = Place(root)
    first = not place.exists()
    settings = place.read()
    settings.setdefault("geheim", new_secret())
    if local_code is not None:
        settings["code_ohne_schluessel"] = local_code
    if mail and not re.fullmatch(r"[\w.+-]+@[\w.-]+", mail, re.ASCII):
        raise Refusal(f"„{mail}“ ist keine Mailadresse. Bitte so angeben: --mail betreuung@example.org")
    if mail_server and not re.fullmatch(r"[\w.-]+:\d{1,5}", mail_server, re.ASCII):
        raise Refusal(f"„{mail_server}“ ist kein Mailserver. Bitte so angeben: --mailserver localhost:25")
    settings |= {key: value for key, value in (("mail", mail), ("mailserver", mail_server)) if value}
    address = urlsplit(load(project / "publishconf.py").url)
    settings["host"] = host_name(host or settings.get("host") or address.hostname or "localhost")
    settings["port"] = port or settings.get("port") or 80
    path = address.path.rstrip("/")
    if not re.fullmatch(r"(?:/[\w.~-]+)*", path, re.ASCII):
        raise Refusal(
            f"Im Weg {path} von SITEURL stehen Sonderzeichen. Bitte in publishconf.py einen einfachen nehmen, zum Beispiel https://www.example.org/fraktion"
        )
    if not 0 < settings["port"] < 65536:
        raise Refusal(f"{settings['port']} ist kein Anschluss. Bitte so angeben: --port=80")
    for folder in (
        root,
        place.releases,
        place.previews,
        place.programs,
        place.work,
        place.configuration,
        root / "protokoll",
    ):
        folder.mkdir(parents=True, exist_ok=True)
    write_json(place.settings, settings, 0o600)
    with locked(place):
        make_repository(place)
        folder = work.install(place, repository_of(project) or project / ".git", commit)
        work.use(place, folder.name)
        kept = [
            generated.put(place, place.command, build_starter(str(place.program), sys.executable), 0o755, ours=True)
        ]
        for name, step in (("pre-receive", "vor-annahme"), ("post-receive", "nach-annahme")):
            kept.append(
                generated.put(
                    place,
                    place.repo / "hooks" / name,
                    f"#!/bin/sh\nexport FRAKTION_GIT=$PPID  # who calls, as long as nobody has adopted this process\nexec {shell(str(place.command))} server {step} {shell(str(root))}\n",
                    0o755,
                    ours=True,
                )
            )
        refused = [said for said in (*kept, *write_configuration(place, path)) if said]
        sweep(place)
    yield f"Der Server in {root} ist {'eingerichtet' if first else 'auf dem neuen Stand'}. Programm: {commit[:9]}."
    yield from refused
    if dirty(project):
        yield "Nicht festgeschriebene Änderungen am Programm sind nicht dabei; dafür erst git commit, dann noch einmal einrichten."
    if not settings.get("mail"):
        yield f"Noch erfährt niemand davon, wenn der nächtliche Bau scheitert. Eine Adresse dafür: fraktion server einrichten {root} --mail betreuung@example.org"
    yield next_steps(place, project)


def dirty(project: Path) -> bool:
    return bool(
        git(
            project / ".git",
            f"--work-tree={project}",
            "status",
            "--porcelain",
            "--untracked-files=no",
            "--",
            ":(top)",
            f":(top,exclude){work.CONTENT}",
        ).strip()
    )


def make_repository(place: Place) -> None:
    if not (place.repo / "HEAD").exists():
        git(place.repo, "init", "--quiet", "--bare", f"--initial-branch={short(place.main)}", str(place.repo))
    for name, value in CONFIGURED.items():
        git(place.repo, "config", name, value)
    write(place.repo / "info" / "attributes", ATTRIBUTES)


def host_name(typed: str) -> str:
    try:
        return quoting.host(typed)
    except ValueError:
        raise Refusal(f"„{typed}“ ist kein Name eines Rechners. Bitte so angeben: --name www.example.org") from None


def write_configuration(place: Place, path: str) -> list[str]:
    """What the servers read. What one of them refuses is not put in place, and said."""
    settings = place.read()
    brotli = any(folder.is_dir() and any(folder.glob("*brotli?static*")) for folder in MODULES)
    web = webserver.Web(
        str(place.root),
        settings["host"],
        path,
        settings["port"],
        brotli,
        hashlib.sha256(settings["geheim"].encode()).hexdigest()[:8],
    )
    refused = [
        configured.renew(place, f"umleitungen.{kind}", lambda kind=kind: webserver.build_redirects([], kind), kind)
        for kind in configured.SERVERS
        if not (place.configuration / f"umleitungen.{kind}").exists()
    ]
    refused += configured.renew_site(place, lambda: webserver.build_nginx(web), "conf")
    refused += configured.renew_site(place, lambda: webserver.build_caddy(web), "caddy")
    for name, text in {
        **webserver.build_units(str(place.root), pwd.getpwuid(os.geteuid()).pw_name),
        "logrotate": webserver.build_logrotate(str(place.root)),
    }.items():
        refused.append(generated.put(place, place.configuration / name, text))
    return [said for said in refused if said]


def next_steps(place: Place, project: Path) -> str:
    root = place.root
    return f"""
So geht es weiter:

  1. Webserver (als root):
       ln -s {root}/konfiguration/nginx.conf /etc/nginx/sites-enabled/fraktion.conf
       nginx -t && systemctl reload nginx
     Mit Caddy stattdessen: import {root}/konfiguration/Caddyfile
  2. Jede Nacht neu bauen, Protokolle nach sieben Tagen löschen (als root):
       cp {root}/konfiguration/fraktion-* /etc/systemd/system/
       cp {root}/konfiguration/logrotate /etc/logrotate.d/fraktion
       systemctl enable --now fraktion-nacht.timer fraktion-umleitungen.path
     Meldungen anderer abrufen, wenn content/teaserquellen.yaml welche nennt:
       systemctl enable --now fraktion-teaser.timer
  3. Veröffentlichen, auf diesem Rechner im Ordner {project}; einmal so, danach genügt „fraktion hochladen“:
       .venv/bin/fraktion hochladen --wohin {root}/site.git
  4. Wer von anderen Rechnern veröffentlicht, bekommt einen Zugang:
       fraktion server zugang {root} vera --schluessel vera.pub

Stand ansehen: fraktion stand --ziel {root}
Zurück zur letzten Fassung: fraktion zurueck --ziel {root}"""


# ------------------------------------------------------------------------------------- who may push


def grant(root: Path, name: str, key: str, *, code: bool = False) -> Iterator[str]:
    """Let the owner of an ssh key push; `code`: also the program, not only texts."""
    place = place_at(root)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,40}", name):
        raise Refusal(
            f"„{name}“ geht nicht als Name eines Zugangs. Bitte nur a–z, 0–9, Punkt und Bindestrich, zum Beispiel vera"
        )
    lines = [text.strip() for text in key.splitlines() if text.strip()]
    if any("PRIVATE KEY" in text for text in lines):
        raise Refusal(
            "Das ist der geheime Teil des Schlüssels; er verlässt nie den eigenen Rechner. Gebraucht wird der öffentliche, die Datei mit der Endung .pub"
        )
    if len(lines) != 1 or not KEY.fullmatch(lines[0]):
        raise Refusal(
            "Das ist kein öffentlicher ssh-Schlüssel. Er ist eine Zeile und beginnt zum Beispiel mit ssh-ed25519; er entsteht mit: ssh-keygen -t ed25519"
        )
    with locked(place):
        settings = place.read()
        same = [
            other
            for other, entry in settings["zugaenge"].items()
            if other != name and entry["schluessel"].split()[1] == lines[0].split()[1]
        ]
        if same:
            raise Refusal(
                f"Diesen Schlüssel hat schon der Zugang {same[0]}. Bitte für jeden Menschen einen eigenen nehmen."
            )
        settings["zugaenge"][name] = {"schluessel": " ".join(lines[0].split()[:2]), "code": code}
        write_json(place.settings, settings, 0o600)
        write_keys(place)
    user = getpass.getuser()
    yield f"{name} darf jetzt veröffentlichen{', auch das Programm' if code else ''}."
    yield f"Für {name}: git clone {user}@{settings['host']}:{place.root}/site.git website"
    if user == "root":
        yield "Besser nicht als root: Bitte einen eigenen Benutzer anlegen (adduser --disabled-password website) und den Server dort einrichten."


def revoke(root: Path, name: str) -> Iterator[str]:
    place = place_at(root)
    with locked(place):
        settings = place.read()
        if name not in settings["zugaenge"]:
            known = ", ".join(sorted(settings["zugaenge"])) or "keine"
            raise Refusal(f"Den Zugang {name} gibt es nicht. Vorhanden sind: {known}.")
        del settings["zugaenge"][name]
        write_json(place.settings, settings, 0o600)
        write_keys(place)
    yield f"{name} kann nicht mehr veröffentlichen. Was {name} veröffentlicht hat, bleibt."


def listed(root: Path) -> Iterator[str]:
    place = place_at(root)
    for name, entry in sorted(place.read()["zugaenge"].items()):
        yield f"{name:20} {'Texte und Programm' if entry.get('code') else 'Texte'}"
    if not place.read()["zugaenge"]:
        yield f"Noch kein Zugang. Anlegen: fraktion server zugang {root} vera --schluessel vera.pub"


def write_keys(place: Place) -> None:
    """Our lines in ~/.ssh/authorized_keys, between two marks; all others stay as they are (sshd, AUTHORIZED_KEYS FILE FORMAT)."""
    file = Path.home() / ".ssh" / "authorized_keys"
    begin, end = f"# Anfang: Zugänge zu {place.root}", f"# Ende: Zugänge zu {place.root}"
    before = file.read_text("utf-8", "surrogateescape") if file.exists() else ""
    kept = re.sub(rf"{re.escape(begin)}\n.*?{re.escape(end)}\n", "", before, flags=re.DOTALL)
    ours = [
        f"restrict,command={authorized_keys(f'{shell(str(place.command))} server ssh {shell(str(place.root))} {shell(name)}')} {entry['schluessel']} {plain(name)}"
        for name, entry in sorted(place.read()["zugaenge"].items())
    ]
    file.parent.mkdir(mode=0o700, exist_ok=True)
    text = (
        kept
        + ("" if not kept or kept.endswith("\n") else "\n")
        + ("\n".join([begin, *ours, end]) + "\n" if ours else "")
    )
    part = file.with_name(".authorized_keys.neu")
    part.touch(0o600)
    part.write_text(text, "utf-8", "surrogateescape")
    part.chmod(0o600)
    part.replace(file)


def over_ssh(root: Path, name: str, asked: str) -> list[str]:
    """The forced command: what may be run instead of what was asked for. Raises Refusal for all else.

    From outside comes: any text (`asked`), by whoever holds a key. Of it only a number of steps goes on; folder and command are ours.
    """
    try:
        words = shlex.split(asked)
    except ValueError:
        words = [asked]
    place = place_at(root)
    if name not in place.read()["zugaenge"]:
        raise Refusal("Diesen Zugang gibt es nicht mehr.")
    if words[:1] == ["git-receive-pack"] and shutil.disk_usage(root).free < LEAST_FREE:
        raise Refusal(
            f"Auf dem Server ist kaum noch Platz (weniger als {german.size(LEAST_FREE)}); nichts wurde angenommen. Bitte denen Bescheid geben, die ihn betreuen. Danach noch einmal: git push"
        )
    match words:
        case [("git-receive-pack" | "git-upload-pack") as service, path] if (
            path.rstrip("/").removesuffix(".git").endswith("site")
        ):
            return [service, str(place.repo)]
        case ["stand"]:
            return [str(place.command), "stand", "--ziel", str(root)]
        case ["zurueck"]:
            return [str(place.command), "zurueck", "--ziel", str(root)]
        case ["zurueck", steps] if steps.isdecimal():
            return [str(place.command), "zurueck", steps, "--ziel", str(root)]
        case []:
            raise Refusal(
                f"Guten Tag, {name}. Dieser Zugang veröffentlicht mit git; außerdem gehen „stand“ und „zurueck“."
            )
    raise Refusal(
        f"Das geht mit diesem Zugang nicht. Möglich sind git push, git pull, „stand“ und „zurueck“; das Repository heißt {place.repo}."
    )
