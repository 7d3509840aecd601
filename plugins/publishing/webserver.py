"""What nginx, Caddy and systemd need to serve the releases: texts, made from a few values. Nothing here touches the disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ..press.policy import EMBEDDED, build_policy
from ..records.addresses import as_asked, asked_for, too_long
from ..records.quoting import address_pattern, caddy, nginx, nginx_value, plain

# All that a site can hold. Servers' own tables lack some, and call a feed text/xml.
TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "opml": "text/x-opml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
JSON_FEED = "application/feed+json"  # jsonfeed.org; below feeds/, where no other JSON lies
HEADERS = {
    "Content-Security-Policy": build_policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}  # MDN, HTTP Observatory
HSTS = "max-age=31536000"  # seconds; only over TLS (RFC 6797, section 7.2)
FOREVER = "public, max-age=31536000, immutable"  # a digest stands in the name
NAMED = (
    r"(?:vorschau/[^/]+/)?(?:theme/[^/]+\.[0-9a-f]+\.\w+|bilder/[0-9a-f]+-\d+\.\w+|suche/teile/[pdx]/[a-z0-9-]+\.js)$"
)
OPEN = r"(?:daten/|oparl/|feeds/|kalender/[^?]*\.ics$|antraege/antraege\.(?:csv|json)$)"  # data, feeds, calendars: any page of anybody may read them (CORS), as OParl asks (2.9)
SHOWN = r"(?!(?:vorschau|theme|suche)/)[^?]*\.(?!html?$|js$|css$|map$)\w+$"  # pictures and files: a feed reader in a browser shows them on a page of its own
PDF = r"[^?]*\.pdf$"  # no policy: it would stop the viewer of some browsers
ASK = "no-cache"  # keep, but ask each time: the answer is 304 while the file is the same
NOTE = "# Erzeugt von „fraktion server einrichten“. Eigene Zeilen bitte in nginx.conf oder Caddyfile; wird diese Datei geändert, erneuert das Programm sie nicht mehr."
OWN_NOTE = "# Einmal angelegt von „fraktion server einrichten“. Diese Datei gehört denen, die den Server betreuen: Was hier geändert wird, bleibt."
OWN, MAPS, INSIDE = "nginx.conf", "nginx-vorab.conf", "nginx-website.conf"
CADDY, CADDY_INSIDE = "Caddyfile", "website.caddy"


Answers = Mapping[
    str, Mapping[str, tuple[str, str]]
]  # decoded path → query, "" for any → old address as typed, new address as asked for


class Web(Struct, frozen=True):
    """Where and how the site is served."""

    root: str  # of the server's folder, absolute
    host: str
    path: str = ""  # of the site below the host, "/gruene"
    port: int = 80
    brotli: bool = False  # does this nginx know brotli_static?
    key: str = "0"  # tells its names from those of other sites in the same nginx; stays when the server moves


def build_nginx(web: Web) -> dict[str, str]:
    """Three files: `OWN` belongs to whoever looks after the server (certbot writes into it), the others to the program. ValueError for a name that would have to be quoted."""
    root, name, path, port = plain(web.root), plain(web.host), plain(web.path), int(web.port)
    id_ = plain(web.key)
    headers = "\n".join(
        f'    add_header {header} "{value}" always;'
        for header, value in {
            **HEADERS,
            "Content-Security-Policy": f"$fraktion_inhalt_{id_}",
            "Cross-Origin-Resource-Policy": f"$fraktion_fremde_{id_}",
        }.items()
    )
    types = "\n".join(f"        {value} {ending};" for ending, value in TYPES.items())
    feed_types = "\n".join(
        f"            {JSON_FEED if ending == 'json' else TYPES[ending]} {ending};"
        for ending in ("html", "atom", "rss", "json", "opml")
    )
    readable = " ".join(sorted({*filter(is_text, TYPES.values()), JSON_FEED} - {"text/html"}))
    static = "gzip_static on;" + (
        "\n    brotli_static on;"
        if web.brotli
        else "\n    # brotli_static on;  # mit dem Paket libnginx-mod-http-brotli-static; danach noch einmal einrichten"
    )
    before = f"""{NOTE}
# Der letzte Teil der IP-Adresse wird nicht gespeichert, wie es auf der Seite Datenschutz steht.
map $remote_addr $fraktion_adresse_{id_} {{
    "~^(?<a>\\d+\\.\\d+\\.\\d+)\\.\\d+$" "$a.0";
    "~^(?<a>[0-9a-fA-F]*:[0-9a-fA-F]*):" "$a::";
    default "0.0.0.0";
}}
log_format fraktion_{id_} '$fraktion_adresse_{id_} - [$time_local] "$request" $status $body_bytes_sent "$http_referer"';
map $https $fraktion_hsts_{id_} {{ on "{HSTS}"; default ""; }}
map $status$uri $fraktion_frist_{id_} {{ "~^(?:200|206|304){path}/{NAMED}" "{FOREVER}"; default "{ASK}"; }}
map $uri $fraktion_inhalt_{id_} {{ "~^{path}/{EMBEDDED}" "{build_policy(embedded=True)}"; "~*^{path}/{PDF}" ""; default "{build_policy()}"; }}
map $uri $fraktion_fremde_{id_} {{ "~^{path}/(?:{OPEN}|{EMBEDDED})" "cross-origin"; "~^{path}/{SHOWN}" "cross-origin"; default "same-origin"; }}
map $uri $fraktion_offen_{id_} {{ "~^{path}/{OPEN}" "*"; default ""; }}
map $uri $fraktion_robots_{id_} {{ "~^{path}/vorschau/" "noindex, nofollow"; default ""; }}
"""
    inside = f"""{NOTE}
    root {root}/aktuell;
    index index.html;
    charset utf-8;
    server_tokens off;
    types {{
{types}
    }}
    default_type application/octet-stream;
    charset_types {readable};

    {static}
    gzip_vary on;
    etag on;

    access_log {root}/protokoll/zugriffe.log fraktion_{id_};
    error_log {root}/protokoll/stoerungen.log alert;

{headers}
    add_header Strict-Transport-Security $fraktion_hsts_{id_} always;
    add_header Cache-Control $fraktion_frist_{id_} always;
    add_header X-Robots-Tag $fraktion_robots_{id_} always;
    add_header Access-Control-Allow-Origin $fraktion_offen_{id_} always;

    include {root}/konfiguration/umleitungen*.conf;
    error_page 404 {path}/404.html;

    location {path}/ {{
        {f"alias {root}/aktuell/;" if path else "try_files $uri $uri/ =404;"}
    }}
    location {path}/feeds/ {{
        {f"alias {root}/aktuell/feeds/;" if path else "try_files $uri $uri/ =404;"}
        types {{
{feed_types}
        }}
    }}
    location {path}/vorschau/ {{
        alias {root}/vorschau/;
        access_log off;
    }}
    location ~ /\\. {{ return 404; }}
    location ~ \\.(?:br|gz)$ {{ return 404; }}
"""
    own = f"""{OWN_NOTE}
include {root}/konfiguration/{MAPS};

server {{
    listen {port};
    listen [::]:{port};
    server_name {name};
    # Für HTTPS: certbot --nginx -d {name}

    include {root}/konfiguration/{INSIDE};
}}
"""
    return {OWN: own, MAPS: before, INSIDE: inside}


def build_caddy(web: Web) -> dict[str, str]:
    """A site for Caddy 2, which gets its certificate by itself; two files, as for nginx. ValueError for a name that would have to be quoted."""
    root, host, base, port = plain(web.root), plain(web.host), plain(web.path), int(web.port)
    headers = "\n".join(f'        {name} "{value}"' for name, value in HEADERS.items())
    types = "\n".join(
        f'    @{ending} {matcher(ending, base)}\n    header @{ending} {{\n        Content-Type "{value}{"; charset=utf-8" if is_text(value) else ""}"\n        defer\n    }}'
        for ending, value in TYPES.items()
        if ending != "html"
    )
    types += f'\n    @jsonfeed path {base}/feeds/*.json\n    header @jsonfeed {{\n        Content-Type "{JSON_FEED}; charset=utf-8"\n        defer\n    }}'
    site = host if port == 80 else f"http://{host}:{port}"
    serve = f"""    handle_path {base}/vorschau/* {{
        header X-Robots-Tag "noindex, nofollow"
        root * {root}/vorschau
        file_server {{
            precompressed br gzip
        }}
    }}
    handle{f"_path {base}/*" if base else ""} {{
        root * {root}/aktuell
        file_server {{
            precompressed br gzip
            hide .*
        }}
    }}"""
    inside = f"""{NOTE}
    log {{
        output file {root}/protokoll/zugriffe.log {{
            roll_keep_for 168h
        }}
        format filter {{
            wrap json
            fields {{
                request>remote_ip ip_mask {{
                    ipv4 24
                    ipv6 32
                }}
                request>client_ip ip_mask {{
                    ipv4 24
                    ipv6 32
                }}
                request>headers delete
                request>remote_port delete
            }}
        }}
    }}
    header {{
{headers}
        Strict-Transport-Security "{HSTS}"
        Cache-Control "{ASK}"
    }}
    @benannt path_regexp ^{base}/{NAMED}
    header @benannt Cache-Control "{FOREVER}"
    @offen path_regexp ^{base}/{OPEN}
    header @offen {{
        Access-Control-Allow-Origin "*"
        Cross-Origin-Resource-Policy "cross-origin"
        defer
    }}
    @gezeigt {{
        path *.*
        not path {base}/vorschau/* {base}/theme/* {base}/suche/* *.html *.htm *.js *.css *.map
    }}
    header @gezeigt {{
        Cross-Origin-Resource-Policy "cross-origin"
        defer
    }}
    @papier path *.pdf
    header @papier {{
        -Content-Security-Policy
        defer
    }}
    header {base}/{EMBEDDED}* {{
        Content-Security-Policy "{build_policy(embedded=True)}"
        Cross-Origin-Resource-Policy "cross-origin"
        defer
    }}
{types}
    import {root}/konfiguration/umleitungen*.caddy
{serve}
    handle_errors {{
        root * {root}/aktuell
        rewrite * /404.html
        file_server
    }}
"""
    own = f"""{OWN_NOTE}
{site} {{
    import {root}/konfiguration/{CADDY_INSIDE}
}}
"""
    return {CADDY: own, CADDY_INSIDE: inside}


def matcher(ending: str, base: str) -> str:
    return (
        f"{{\n        path *.{ending}\n        not path {base}/feeds/*\n    }}"
        if ending == "json"
        else f"path *.{ending}"
    )


def is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(("+xml", "/xml", "json"))


def build_redirects(rows: Iterable[tuple[str, str]], form: str) -> str:
    """Old address (with a query, where it has one) → new, for nginx ("conf") or Caddy ("caddy").

    A path without a query answers every query. Bytes that are no UTF-8 are lone surrogates. ValueError for an address that is too long.
    """
    answers: dict[str, dict[str, tuple[str, str]]] = {}
    for old, new in rows:
        if too_long(old, new):
            raise ValueError("no server holds this")
        path, query = asked_for(old)
        answers.setdefault(path, {}).setdefault(query, (old, as_asked(new).replace("$", "%24")))
    lines = nginx_redirects(answers) if form == "conf" else caddy_redirects(answers)
    return "\n".join([NOTE, *lines]) + "\n"


def nginx_redirects(answers: Answers) -> Iterator[str]:
    """A location is compared with the decoded path, $args is what was sent (nginx, ngx_http_core_module); an expression knows no variables."""
    for path in sorted(answers):
        yield f"location = {nginx(path)} {{"
        for query, (_, new) in answers[path].items():
            if query:
                yield f"    if ($args ~ {nginx(f'^{address_pattern(query)}$')}) {{ return 301 {nginx_value(new)}; }}"
        yield (
            f"    return 301 {nginx_value(answers[path][''][1])};"
            if "" in answers[path]
            else "    try_files $uri $uri/ =404;"
        )
        yield "}"


def caddy_redirects(answers: Answers) -> Iterator[str]:
    """One table of expressions over the address as it was sent (Caddy, directive map); its first row that fits counts, so queries stand first."""
    if not answers:
        return
    yield "map {http.request.uri} {umleitung} {"
    for path in sorted(answers):
        for query in sorted(answers[path], reverse=True):
            old, new = answers[path][query]
            typed = address_pattern(re.sub("/+", "/", old.partition("#")[0].partition("?")[0])).replace(
                "/", "/+"
            )  # as nginx merges them
            rest = f"\\?{address_pattern(query)}" if query else "(?:\\?.*)?"
            yield f"    {caddy(f'~^{typed}{rest}$')} {caddy(new)}"
    yield from ('    default ""', "}", '@umleitung not vars {umleitung} ""', "redir @umleitung {umleitung} 301")


def build_units(root: str, user: str) -> dict[str, str]:
    """Units for systemd: the nightly build, the fetching of others' news, and a reload of nginx when the redirects change. Name → text."""
    root, user = plain(root), plain(user)
    return {
        "fraktion-nacht.service": f"""{NOTE}
[Unit]
Description=Website der Fraktion mit dem neuen Tag bauen

[Service]
Type=oneshot
User={user}
ExecStart={root}/bin/fraktion server nacht {root}
Nice=10
NoNewPrivileges=yes
ProtectSystem=full
PrivateTmp=yes
""",
        "fraktion-nacht.timer": f"""{NOTE}
[Unit]
Description=Jede Nacht kurz nach Mitternacht

[Timer]
OnCalendar=*-*-* 00:05:00 Europe/Berlin
Persistent=true

[Install]
WantedBy=timers.target
""",
        "fraktion-teaser.service": f"""{NOTE}
[Unit]
Description=Meldungen anderer für die Website der Fraktion abrufen
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
User={user}
ExecStart={root}/bin/fraktion server teaser {root}
Nice=10
NoNewPrivileges=yes
ProtectSystem=full
PrivateTmp=yes
""",
        "fraktion-teaser.timer": f"""{NOTE}
[Unit]
Description=Tagsüber alle drei Stunden, nicht überall zur selben Minute

[Timer]
OnCalendar=*-*-* 06,09,12,15,18,21:10:00 Europe/Berlin
RandomizedDelaySec=40min
FixedRandomDelay=true
Persistent=true

[Install]
WantedBy=timers.target
""",
        "fraktion-umleitungen.path": f"""{NOTE}
[Unit]
Description=Neue Umleitungen der Website

[Path]
PathChanged={root}/konfiguration/umleitungen.conf

[Install]
WantedBy=paths.target
""",
        "fraktion-umleitungen.service": f"""{NOTE}
[Unit]
Description=nginx die neuen Umleitungen lesen lassen

[Service]
Type=oneshot
ExecStart=/usr/bin/systemctl reload nginx
""",
    }


def build_logrotate(root: str) -> str:
    """Logs are deleted after seven days, as the page Datenschutz says."""
    root = plain(root)
    return f"{NOTE}\n{root}/protokoll/*.log {{\n    daily\n    rotate 7\n    maxage 7\n    missingok\n    notifempty\n    sharedscripts\n    postrotate\n        systemctl kill -s USR1 nginx.service\n    endscript\n}}\n"
