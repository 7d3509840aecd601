"""What the set-up writes for nginx, Caddy and systemd, asked as a browser and a feed reader ask."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import time
from pathlib import Path

import brotli
import pytest

from plugins.publishing.webserver import (
    HEADERS,
    INSIDE,
    TYPES,
    Web,
    build_caddy,
    build_nginx,
    build_redirects,
    build_units,
)

from ..builders import pdf
from .servers import free_port, get, nginx, running, write_site
from .world import World

pytestmark = pytest.mark.needs("git")


@pytest.fixture(scope="module")
def served(origin: World, tmp_path_factory: pytest.TempPathFactory):
    """A published site, and nginx in front of it. Tests only read."""
    if not shutil.which("nginx"):
        yield None, 0
        return
    port = free_port()
    world = origin.copy(tmp_path_factory.mktemp("nginx"))
    assert world.fraktion("server", "einrichten", str(world.place.root), f"--port={port}", cwd=world.project.root).done
    world.project.write(
        "content/umleitungen.yaml",
        f"- von: /alt/seite.html\n  nach: /antraege/\n- von: /index.php?id=17&x=ä\n  nach: /antraege/2024-03-radweg/\n- von: /~tag/\n  nach: /abonnieren/\n- von: /{'sehr-langer-name/' * 12}\n  nach: /antraege/\n- von: '/mit {{$}} ä'\n  nach: /antraege/\n",
    )
    world.project.write("content/antraege/2024-03-radweg/zahlen.csv", "Jahr;Zahl\n2024;7\n")
    (world.project.root / "content/antraege/2024-03-radweg/plan.pdf").write_bytes(pdf("Ein Plan"))
    world.project.motion(text="Siehe [Anlage](2024-03-radweg/zahlen.csv) und [Plan](2024-03-radweg/plan.pdf).")
    motion = world.project.root / "content/antraege/2024-03-radweg.md"
    motion.write_text(motion.read_text("utf-8").replace("\nart: ", "\nthemen: Verkehr\nart: ", 1), "utf-8")
    world.project.commit("Mehr")
    said = world.project.push()
    assert said.done, said.text
    world.project.git("push", "-q", "website", "main:entwurf")
    with nginx(world.place.root, port):
        yield world, port


@pytest.mark.needs("nginx")
@pytest.mark.parametrize(
    "path", ["/", "/antraege/2024-03-radweg/", "/feeds/antraege.atom", "/gibt-es-nicht", "/theme/"]
)
def test_every_answer_has_the_headers(served, path):
    answer = get(served[1], path)

    assert {name: answer.headers[name] for name in HEADERS} == {
        **HEADERS,
        **({"Cross-Origin-Resource-Policy": "cross-origin"} if path.startswith("/feeds/") else {}),
    }
    assert answer.headers["Strict-Transport-Security"] is None  # not without TLS
    assert answer.headers["Server"] == "nginx"


@pytest.mark.needs("nginx")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feeds/antraege.atom", "application/atom+xml; charset=utf-8"),
        ("/feeds/antraege.rss", "application/rss+xml; charset=utf-8"),
        ("/feeds/alles.json", "application/feed+json; charset=utf-8"),
        ("/feeds/alle.opml", "text/x-opml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/antraege/antraege.json", "application/json; charset=utf-8"),
        ("/antraege/antraege.csv", "text/csv; charset=utf-8"),
    ],
)
def test_files_have_their_kind(served, path, kind):
    assert (get(served[1], path).status, get(served[1], path).headers["Content-Type"]) == (200, kind)


@pytest.mark.needs("nginx")
def test_compressed_copies_are_sent_as_they_are(served):
    _, port = served
    plain = get(port, "/").body

    assert brotli.decompress((squeezed := get(port, "/", Accept_Encoding="br, gzip")).body) == plain
    assert squeezed.headers["Content-Encoding"] == "br"
    assert gzip.decompress(get(port, "/", Accept_Encoding="gzip").body) == plain
    assert "Accept-Encoding" in squeezed.headers["Vary"]
    assert get(port, "/index.html.br").status == 404


@pytest.mark.needs("nginx")
def test_a_feed_that_did_not_change_is_answered_with_304_after_the_next_release(served):
    world, port = served
    known = get(port, "/feeds/meldungen.atom", Accept_Encoding="gzip").headers
    world.project.motion("2024-09-bus", title="Bus")
    world.project.commit("Bus")
    assert world.project.push().done

    assert (
        get(
            port,
            "/feeds/meldungen.atom",
            Accept_Encoding="gzip",
            If_Modified_Since=known["Last-Modified"],
            If_None_Match=known["ETag"],
        ).status
        == 304
    )
    assert get(port, "/feeds/antraege.atom", If_Modified_Since=known["Last-Modified"]).status == 200


@pytest.mark.needs("nginx")
def test_hashed_files_are_kept_for_ever_and_pages_are_asked_for(served):
    world, port = served
    styles = [path.name for path in (world.place.public / "theme").glob("*.css")]  # of all pages, of the search

    assert {get(port, f"/theme/{name}").headers["Cache-Control"] for name in styles} == {
        "public, max-age=31536000, immutable"
    }
    assert get(port, "/").headers["Cache-Control"] == "no-cache"


NAMED = (
    "theme/main.0123456789.css",
    "bilder/0123456789ab-480.avif",
    "suche/teile/p/abcdefg2.js",
    "suche/teile/d/1234-0abcd.js",
)
ASKED = (
    "suche/teile/liste.js",
    "theme/search.js",
    "karten/start.png",
    "bilder/foto.jpg",
    "antraege/bilder/0123456789ab-480.avif",
    "theme/main.css",
)


@pytest.mark.needs("nginx")
def test_a_list_that_names_parts_by_digest_is_asked_for_and_what_is_missing_is_not_missing_for_ever(served):
    world, port = served
    for path in (*NAMED, *ASKED):
        assert get(port, f"/{path}").headers["Cache-Control"] == "no-cache", path
        (world.place.public / path).parent.mkdir(parents=True, exist_ok=True)
        (world.place.public / path).write_text("x")

    assert {path: get(port, f"/{path}").headers["Cache-Control"] for path in NAMED} == dict.fromkeys(
        NAMED, "public, max-age=31536000, immutable"
    )
    assert {path: get(port, f"/{path}").headers["Cache-Control"] for path in ASKED} == dict.fromkeys(ASKED, "no-cache")
    for path in (*NAMED, *ASKED):
        (world.place.public / path).unlink()


@pytest.mark.needs("nginx")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/alt/seite.html", "/antraege/"),
        ("/index.php?id=17&x=%C3%A4", "/antraege/2024-03-radweg/"),
        ("/~tag/", "/abonnieren/"),
        (f"/{'sehr-langer-name/' * 12}", "/antraege/"),
        ("/mit%20%7B$%7D%20%C3%A4", "/antraege/"),
    ],
)
def test_old_addresses_lead_on(served, old, new):
    answer = get(served[1], old)

    assert (
        answer.status,
        answer.headers["Location"].removeprefix("http://www.altental.test").removeprefix(f":{served[1]}"),
    ) == (301, new)


@pytest.mark.needs("nginx")
def test_a_page_that_is_not_there_is_said_in_german(served):
    answer = get(served[1], "/antraege/gibt-es-nicht/")

    assert answer.status == 404
    assert "Seite nicht gefunden" in answer.body.decode()


@pytest.mark.needs("nginx")
def test_a_preview_is_served_and_kept_from_search_engines(served):
    world, port = served
    name = world.place.preview("entwurf")

    assert get(port, f"/vorschau/{name}/antraege/2024-03-radweg/").headers["X-Robots-Tag"] == "noindex, nofollow"
    assert get(port, f"/vorschau/{name}/antraege/2024-03-radweg/").status == 200
    assert get(port, "/").headers["X-Robots-Tag"] is None
    assert get(port, "/vorschau/").status in (403, 404)


@pytest.mark.needs("nginx")
def test_the_log_holds_no_whole_address(served):
    world, port = served
    get(port, "/?gesehen")
    file = world.place.root / "protokoll/zugriffe.log"
    for _ in range(250):
        if "gesehen" in (log := file.read_text()):
            break
        time.sleep(0.02)  # it is written after the answer

    assert '"GET /?gesehen HTTP/1.1" 200' in log
    assert set(re.findall(r"^\S+", log, re.MULTILINE)) == {"127.0.0.0"}


@pytest.mark.needs("nginx")
@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/../server.json",
        "/%2e%2e/server.json",
        "/theme/../../server.json",
        "/vorschau../server.json",
        "/theme../server.json",
    ],
)
def test_nothing_but_the_site_is_served(served, path):
    answer = get(served[1], path)

    assert answer.status in (400, 403, 404)
    assert b"geheim" not in answer.body


OPEN = [
    "/oparl/system.json",
    "/daten/antraege.csv",
    "/daten/datapackage.json",
    "/antraege/antraege.csv",
    "/antraege/antraege.json",
    "/feeds/alles.json",
    "/feeds/alles.atom",
    "/kalender/fraktion.ics",
]


def may_be_read_elsewhere(answer) -> tuple[str | None, str | None, bool]:
    """By a script of another site; shown in a frame there."""
    return (
        answer.headers["Access-Control-Allow-Origin"],
        answer.headers["Cross-Origin-Resource-Policy"],
        "frame-ancestors *" in answer.headers["Content-Security-Policy"],
    )


@pytest.mark.needs("nginx")
def test_anybody_may_read_the_data_and_show_the_lists_and_nothing_else(served):
    for path in OPEN:
        assert (get(served[1], path).status, may_be_read_elsewhere(get(served[1], path))) == (
            200,
            ("*", "cross-origin", False),
        ), path
    assert may_be_read_elsewhere(get(served[1], "/einbetten/thema/verkehr/")) == (None, "cross-origin", True)
    for path in ("/", "/antraege/2024-03-radweg/", "/theme/style.css", "/vorschau/entwurf/oparl/system.json"):
        assert may_be_read_elsewhere(get(served[1], path)) == (None, "same-origin", False), path
    assert may_be_read_elsewhere(get(served[1], "/antraege/2024-03-radweg/zahlen.csv"))[:2] == (None, "cross-origin")
    answer = get(served[1], "/antraege/2024-03-radweg/plan.pdf")
    assert (answer.headers["Content-Security-Policy"], answer.headers["Cross-Origin-Resource-Policy"]) == (
        None,
        "cross-origin",
    )


# ------------------------------------------------------------------------------------------ Caddy, systemd


@pytest.mark.needs("caddy")
@pytest.mark.parametrize("path", ["", "/gruene"])
def test_caddy_serves_the_same(served, origin: World, path, tmp_path: Path):
    world, _ = served
    if world is None:
        world = origin
    port = free_port()
    host = f"www.altental.test:{port}"  # as a browser says it
    logs = tmp_path / "protokoll"
    files = {
        name: text.replace(f"{world.place.root}/protokoll", str(logs)).replace(
            f"{world.place.root}/konfiguration/website", f"{tmp_path}/website"
        )
        for name, text in build_caddy(Web(str(world.place.root), "www.altental.test", path, port)).items()
    }
    file = write_site(files, tmp_path, "{\n    admin off\n    auto_https off\n}\n")
    with running(["caddy", "run", "--config", str(file), "--adapter", "caddyfile"], port, tmp_path / "log"):
        answer = get(port, f"{path}/antraege/2024-03-radweg/", host, Accept_Encoding="br")
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == "br"
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert (
            get(port, f"{path}/feeds/antraege.atom", host).headers["Content-Type"]
            == "application/atom+xml; charset=utf-8"
        )
        for name in OPEN:
            assert may_be_read_elsewhere(get(port, f"{path}{name}", host)) == ("*", "cross-origin", False), name
        assert may_be_read_elsewhere(get(port, f"{path}/einbetten/thema/verkehr/", host)) == (
            None,
            "cross-origin",
            True,
        )
        assert may_be_read_elsewhere(get(port, f"{path}/antraege/2024-03-radweg/zahlen.csv", host))[:2] == (
            None,
            "cross-origin",
        )
        assert get(port, f"{path}/antraege/2024-03-radweg/plan.pdf", host).headers["Content-Security-Policy"] is None
        assert get(port, f"{path}/gibt-es-nicht", host).status == 404
        assert "Seite nicht gefunden" in get(port, f"{path}/gibt-es-nicht", host).body.decode()
        if not path:
            assert (
                get(port, "/index.php?id=17&x=%C3%A4", host).status,
                get(port, "/index.php?id=18", host).status,
            ) == (301, 404)
    log = (logs / "zugriffe.log").read_text()
    assert '"remote_ip":"127.0.0.0"' in log
    assert "127.0.0.1" not in log


def test_addresses_stay_addresses_in_both_tables():
    rows = [
        ('/a"b', "/x$y/"),
        ("/a{b}`'", "/z/"),
        ("/50%25", "/ü/"),
        ("/i?a=1", "/b/"),
        ("/i?a=$x", "/c/"),
        ("/i", "/d/"),
    ]

    assert (
        build_redirects(rows, "conf").split("\n", 1)[1]
        == """\
location = "/50%" {
    return 301 "/%C3%BC/";
}
location = "/a\\"b" {
    return 301 "/x%24y/";
}
location = "/a{b}`'" {
    return 301 "/z/";
}
location = "/i" {
    if ($args ~ "^a=1$") { return 301 "/b/"; }
    if ($args ~ "^a=(?:\\\\x24|%24)x$") { return 301 "/c/"; }
    return 301 "/d/";
}
"""
    )
    assert (
        build_redirects(rows, "caddy").split("\n", 1)[1]
        == """\
map {http.request.uri} {umleitung} {
    `~^/+50%25(?:\\?.*)?$` `/%C3%BC/`
    `~^/+a(?:\\x22|%22)b(?:\\?.*)?$` `/x%24y/`
    `~^/+a(?:\\x7B|%7[Bb])b(?:\\x7D|%7[Dd])(?:\\x60|%60)(?:\\x27|%27)(?:\\?.*)?$` `/z/`
    `~^/+i\\?a=1$` `/b/`
    `~^/+i\\?a=(?:\\x24|%24)x$` `/c/`
    `~^/+i(?:\\?.*)?$` `/d/`
    default ""
}
@umleitung not vars {umleitung} ""
redir @umleitung {umleitung} 301
"""
    )


def test_no_type_is_given_twice():
    """Below feeds/ a table of its own stands in for the usual one."""
    text = build_nginx(Web("/srv/website", "www.altental.test"))[INSIDE]
    usual, feeds = re.findall(r"types \{\n(.*?)\}", text, re.DOTALL)

    assert all(len(re.findall(rf" {ending};", usual)) == 1 for ending in TYPES)
    assert sorted(re.findall(r" (\w+);", feeds)) == ["atom", "html", "json", "opml", "rss"]


@pytest.mark.needs("systemd-analyze")
def test_the_units_are_what_systemd_understands(tmp_path: Path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/fraktion").write_text("#!/bin/sh\n")
    (tmp_path / "bin/fraktion").chmod(0o755)
    for name, text in build_units(str(tmp_path), "root").items():
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(path) for path in sorted(tmp_path.glob("fraktion-*")))],
        capture_output=True,
        check=False,
        text=True,
    )
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []


def test_the_redirects_are_published_as_data_too(served):
    world, _ = served
    if world is not None:
        assert [row["von"] for row in json.loads((world.place.public / "umleitungen.json").read_text("utf-8"))][:3] == [
            "/alt/seite.html",
            "/index.php?id=17&x=ä",
            "/~tag/",
        ]
