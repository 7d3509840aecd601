"""A configuration is looked at before it takes the place of the one before: by its own server where that is here, by its lines everywhere.

What is refused is never put in place: the file that was good stays, and a sentence says so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from ..records.problems import shorten
from ..records.quoting import caddy, nginx, plain
from . import generated
from .place import Place
from .webserver import CADDY, OWN

PATIENCE = 60  # seconds for a server's own check; ten thousand rows take a tenth of one
SERVERS = {"conf": "nginx", "caddy": "caddy"}

# Every line that build_redirects writes. A quoted text of nginx ends where it says, one of Caddy holds no brace.
TEXT = r'"(?:[^"\\\x00]|\\["\\])*"'
ADDRESS = r"/[\w/:?#\[\]@!&()*+,;=%~.-]*"
LINES = {
    "conf": re.compile(
        rf'#.*|location = {TEXT} {{|    if \(\$args ~ {TEXT}\) {{ return 301 "{ADDRESS}"; }}|    return 301 "{ADDRESS}";|    try_files \$uri \$uri/ =404;|}}|',
        re.ASCII | re.DOTALL,
    ),
    "caddy": re.compile(
        rf'#.*|map {{http\.request\.uri}} {{umleitung}} {{|    `~\^[^`{{}}\x00-\x1f]*\$` `{ADDRESS}`|    default ""|}}|@umleitung not vars {{umleitung}} ""|redir @umleitung {{umleitung}} 301|',
        re.ASCII,
    ),
}


def renew(place: Place, name: str, build: Callable[[], str], kind: str) -> str:
    """Put a list of redirects in place if its server would take it; else why it stays as it is, as sentences. "" when all is well.

    `kind`: "conf" for nginx, "caddy".
    """
    file = place.configuration / name
    try:
        text = build()
    except ValueError:
        return refusal(file, "Ein Wert darin lässt sich so nicht schreiben.")
    with suppress(OSError):
        if file.read_bytes() == text.encode("utf-8", "surrogateescape"):
            return generated.remember(place, file, text)
    why = odd_line(text, kind) or asked_server(place, name, text, kind, False)
    return generated.put(place, file, text, ours=True, check=lambda: refusal(file, why) if why else "")


def renew_site(place: Place, build: Callable[[], Mapping[str, str]], kind: str) -> list[str]:
    """The same for the files of the site itself. What the server is asked is all of them in one; the first belongs to whoever looks after it."""
    own = next(name for name, of in ((OWN, "conf"), (CADDY, "caddy")) if of == kind)
    try:
        files = build()
    except ValueError:
        return [refusal(place.configuration / own, "Ein Wert darin lässt sich so nicht schreiben.")]
    if all(generated.read(place.configuration / name) == text for name, text in files.items()):
        return [generated.put(place, place.configuration / name, text) for name, text in files.items()]
    sign = "include {};" if kind == "conf" else "import {}"
    why = asked_server(place, own, whole(files[own], files, place, sign), kind, True)
    if why:
        return [refusal(place.configuration / own, why)]
    before = {name: generated.read(place.configuration / name) or "" for name in files}
    after = {
        name: text if generated.replaceable(place, place.configuration / name, text) else before[name]
        for name, text in files.items()
    }
    if (
        after != files
        and before[own]
        and (why := asked_server(place, own, whole(after[own], after, place, sign), kind, True))
        and not asked_server(place, own, whole(before[own], before, place, sign), kind, True)
    ):
        return [
            refusal(place.configuration / name, why) for name in files if after[name] != before[name]
        ]  # what was changed by hand was good with the old parts
    return [said for name, text in files.items() if (said := generated.put(place, place.configuration / name, text))]


def whole(own: str, parts: Mapping[str, str], place: Place, sign: str) -> str:
    for name, text in parts.items():
        own = own.replace(sign.format(place.configuration / name), text)
    return own


def refusal(file: Path, why: str) -> str:
    stays = "bleibt, wie sie war" if file.exists() else "wurde nicht angelegt"
    return f"Die Datei {file} {stays}, denn der Webserver nähme die neue nicht an. Bitte denen Bescheid geben, die den Server betreuen.\n    {why}"


def odd_line(text: str, kind: str) -> str:
    """The first line that is none of ours, for machines without the server; "" where there is none."""
    odd = next((line for line in text.split("\n") if not LINES[kind].fullmatch(line)), None)
    depth = sum(line.endswith("{") - (line == "}") for line in text.split("\n"))
    return "" if odd is None and not depth else f"Diese Zeile ist keine Umleitung: {shorten(odd or '}')}"


def asked_server(place: Place, name: str, text: str, kind: str, whole: bool) -> str:
    """What the server itself has against the file, put where it will stand; "" for nothing, or where nobody can be asked.

    What it says about the same place without our file (a file of somebody else, a folder it may not enter) is not against ours.
    """
    program = shutil.which(
        SERVERS[kind],
        path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/usr/local/bin"]),
    )
    if not program:
        return ""
    with (
        tempfile.TemporaryDirectory(prefix="fraktion-") as folder,
        suppress(ValueError),
    ):  # where its name would have to be quoted, nobody is asked
        beside = Path(folder, "konfiguration")
        beside.mkdir()
        if not whole:
            for other in place.configuration.glob(f"umleitungen*.{kind}"):
                shutil.copy(other, beside)
        tried = beside / name

        def said(data: str) -> str:
            tried.write_bytes(moved(data, place, folder, kind).encode("utf-8", "surrogateescape"))
            return (nginx_says if kind == "conf" else caddy_says)(
                program, Path(folder), beside / (name if whole else f"umleitungen*.{kind}"), whole
            )

        why = said(text)
        return f"{SERVERS[kind]} sagt: {why}" if why and not said("# leer\n") else ""
    return ""


def moved(text: str, place: Place, folder: str, kind: str) -> str:
    """The text with its logs and its port where the check may open them: whoever asks need not be root, and the port may be in use."""
    folder = plain(folder)
    text = text.replace(f"{place.root}/protokoll/", f"{folder}/")
    return (
        re.sub(
            r"(?m)^    listen (\[::\]:)?\d+;$", lambda found: "" if found[1] else f"    listen unix:{folder}/s;", text
        )
        if kind == "conf"
        else text
    )


def nginx_says(program: str, folder: Path, tried: Path, whole: bool) -> str:
    """`nginx -t` over a configuration of its own (nginx, command-line parameters)."""
    include = f"include {nginx(str(tried))};"
    temporary = "".join(
        f"{name}_temp_path {nginx(f'{folder}/{name}')}; "
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    site = (
        include if whole else f"server {{ listen {nginx(f'unix:{folder}/s')}; root {nginx(str(folder))}; {include} }}"
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"include /etc/nginx/modules-enabled/*.conf;\npid {nginx(f'{folder}/pid')};\nerror_log stderr;\nevents {{}}\nhttp {{ {temporary}\n{site}\n}}\n"
    )
    return refused([program, "-t", "-q", "-c", str(main)], folder)


def caddy_says(program: str, folder: Path, tried: Path, whole: bool) -> str:
    """`caddy validate` (caddyserver.com, command line)."""
    main = folder / "Caddyfile"
    main.write_text(
        "{\n    admin off\n}\n"
        + (
            f"import {caddy(str(tried))}\n"
            if whole
            else f"http://localhost:2019 {{\n    import {caddy(str(tried))}\n}}\n"
        )
    )
    return refused([program, "validate", "--config", str(main), "--adapter", "caddyfile"], folder)


def refused(command: list[str], folder: Path) -> str:
    """The line that says why, without the folder of the check; "" where the program is content or cannot be run."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=PATIENCE, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    why = next(
        (line for line in lines if "[emerg]" in line or line.startswith("Error:")), f"Ende mit {done.returncode}"
    )
    return shorten(why.replace(f"{folder}/", "")) if done.returncode else ""
