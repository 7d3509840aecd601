"""Old addresses in nginx and Caddy: every byte that may stand in one, read by the real servers and asked for over HTTP."""

from __future__ import annotations

import json
import random
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import pytest

from plugins.publishing import configured
from plugins.publishing.place import Place
from plugins.publishing.receive import write_redirects
from plugins.publishing.webserver import Web, build_caddy, build_nginx, build_redirects
from plugins.records.addresses import LONGEST, MOST, asked_for
from plugins.records.quoting import address_pattern

from ..builders import Project, codes
from .servers import free_port, get, nginx, running, write_site
from .world import World

SERVERS = [
    pytest.param("conf", marks=pytest.mark.needs("nginx"), id="nginx"),
    pytest.param("caddy", marks=pytest.mark.needs("caddy"), id="caddy"),
]

# What has a meaning to nginx, to Caddy, to PCRE and RE2, to a shell, to an address.
NAMED = [
    "/a?x=$foo",
    "/a?$",
    "/a?x=${host}",
    "/a?x=$1",
    "/a?",
    "/p?q={env.HOME}",
    "/p{env.HOME}",
    "/p{$HOME}",
    "/p/{{x}}",
    "/p`x`",
    "/p?`",
    "/q\"r's",
    "/q?\"'",
    "/b/\\c",
    "/b?\\",
    '/b?\\"',
    "/s;t",
    "/s?a;b}",
    "/r/.*",
    "/r?.*",
    "/r?(a|b)+[c]^d$",
    "/r/(a|b)+[c]^d$",
    "/caf%E9",
    "/caf%e8",
    "/caf?%E9",
    "/gr%C3%BCn",
    "/grün/blau",
    "/🌻",
    "/x?🌻=ä",
    "/50%25",
    "/50?%",
    "/n%41me",
    "/n?%41",
    "/%7Etag/",
    "/~tag2/",
    "/sl%2Fash",
    "/l//m/",
    "/C:D",
    "/C|D",
    "/C<D>",
    "/C*",
    "/?id=17",
    "/?tx_ttnews%5Btt_news%5D=5&cHash=ab",
    "/i.php?tx_ttnews[tt_news]=6&a=b+c",
    "/i.php?a=b c",
    "/i.php",
    "/i.php?id=1#unten",
    "/k#unten",
    "/@a,b!c&d=e",
    "/default",
    "/~^x",
    "/volatile?hostnames",
    "/=a",
    f"/{'sehr-langer-name/' * 14}",
    f"/lang?{'$' * 200}",
    "/x%22%7D?%0a%0D",
    "/x?%00",
]
SIGNS = [
    *map(chr, range(0x21, 0x7F)),
    *"äöß€🌻é",
    " ",
    "%25",
    "%E9",
    "%22",
    "%7b",
    "%5B",
    "%24",
    "%C3%A4",
    "$",
    "{",
    "}",
    "\\",
    '"',
    "'",
    "`",
]


def made_up(many: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for number in range(many):
        path = "/".join(
            "".join(chance.choices([sign for sign in SIGNS if sign not in "?#/%"], k=chance.randint(1, 6)))
            for _ in range(chance.randint(1, 3))
        )
        path = re.sub(r"(?<=/)\.\.?(?=/|$)", "x", path)  # a browser resolves them before it asks
        query = (
            "?" + "".join(chance.choices([sign for sign in SIGNS if sign not in "#%"], k=chance.randint(1, 9)))
            if chance.random() < 0.6
            else ""
        )
        yield f"/w{number}{path}{query}"


def spellings(address: str) -> set[str]:
    """As browsers ask for it (URL standard, percent-encode sets), as cautious programs do, and with small letters in the escapes."""
    path, question, query = address.partition("#")[0].partition("?")
    # A backslash in a path would be a slash to a browser: whoever links to such an address writes %5C.
    browser = quote(path, safe="/%!$&'()*+,;=:@-._~|[]") + question + quote(query, safe="%!$&()*+,;=:@-._~|[]?/\\^`{}")
    cautious = quote(path, safe="/%+&=") + question + quote(query, safe="%+&=?/")
    # A percent sign that escapes nothing is only ever asked for as it is, and in a path by nobody.
    return {browser, cautious, re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), cautious)}


def place_in(root: Path) -> Place:
    place = Place(root)
    for folder in (place.configuration, root / "aktuell", root / "protokoll"):
        folder.mkdir(parents=True, exist_ok=True)
    (root / "aktuell/index.html").write_text("Startseite")
    return place


@contextmanager
def serving(place: Place, kind: str) -> Iterator[int]:
    port = free_port()
    web = Web(str(place.root), "www.altental.test", port=port)
    if kind == "conf":
        write_site(build_nginx(web), place.configuration)
        with nginx(place.root, port):
            yield port
    else:
        file = write_site(build_caddy(web), place.configuration, "{\n    admin off\n    auto_https off\n}\n")
        with running(["caddy", "run", "--config", str(file), "--adapter", "caddyfile"], port, place.root / "log"):
            yield port


def led_to(port: int, address: str) -> str:
    answer = get(port, address, f"www.altental.test:{port}")
    return re.sub(r"^http://[^/]+", "", answer.headers["Location"]) if answer.status == 301 else str(answer.status)


def ask_all(addresses: list[str], kind: str, tmp_path: Path) -> int:
    """Every address, in all its spellings, leads to its own target; what differs in one sign does not."""
    place = place_in(tmp_path / "server")
    rows = {asked_for(address): (address, f"/ziel/{number}/?a=$b#{number}") for number, address in enumerate(addresses)}
    said = configured.renew(place, f"umleitungen.{kind}", lambda: build_redirects(rows.values(), kind), kind)
    assert said == ""
    asked = 0
    with serving(place, kind) as port:
        for address, target in rows.values():
            for spelling in spellings(address):
                assert led_to(port, spelling) == target.replace("$", "%24"), (address, spelling)
                asked += 1
            if "?" in address.partition("#")[0].rstrip("?") and (asked_for(address)[0], "") not in rows:
                assert led_to(port, min(spellings(address)) + "x") in ("404", "200"), address
                assert led_to(port, min(spellings(address)).partition("?")[0]) in ("404", "200"), address
            elif "?" not in address and "#" not in address:
                assert led_to(port, min(spellings(address)) + "?was=x") == target.replace("$", "%24"), address
    return asked


@pytest.mark.parametrize("kind", SERVERS)
def test_every_sign_of_an_old_address_leads_to_its_page(kind: str, tmp_path: Path):
    assert ask_all([*NAMED, *made_up(60, seed=6)], kind, tmp_path) > 200


@pytest.mark.lang
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", SERVERS)
def test_every_sign_of_many_old_addresses_leads_to_its_page(kind: str, seed: int, tmp_path: Path):
    assert ask_all(list(made_up(2000, seed)), kind, tmp_path) > 4000


# --------------------------------------------------------------------------- what the check lets through


def one_row(old: str, new: str = "/antraege/") -> str:
    return f"- von: {scalar(old)}\n  nach: {scalar(new)}\n"


def scalar(text: str) -> str:
    return json.dumps(text) if not text.isprintable() else "'" + text.replace("'", "''") + "'"


def test_what_the_check_lets_through_every_server_can_hold(project: Project):
    addresses = [
        *NAMED,
        *made_up(300, seed=7),
        "/index.html",
        "/a/../b",
        "//fremd/",
        "/x\x07",
        "/x?\x9b",
        f"/x?{'$' * 400}",
        f"/{'a/' * 200}",
        "/n/%00",
        "/o?" + "ä" * 400,
        "/a?x=$foo",
    ]
    project.write("umleitungen.yaml", "".join(map(one_row, addresses)))
    site, found = project.read()
    found = [problem for problem in found if problem.code != "yaml-escape"]
    rows = [(redirect.source, redirect.target) for redirect in site.lists.redirects]

    assert {problem.code for problem in found} == {
        "redirect-bad",
        "redirect-taken",
        "redirect-long",
        "redirect-sign",
        "redirect-twice",
    }
    assert len(rows) + len(found) == len(addresses)
    assert len(rows) > 330
    for kind in configured.SERVERS:
        assert configured.odd_line(build_redirects(rows, kind), kind) == ""


def test_too_many_old_addresses_are_told_once(project: Project):
    project.write(
        "umleitungen.yaml", "".join(f"- {{von: /alt/{number}, nach: /antraege/}}\n" for number in range(MOST + 5))
    )
    assert [(told.code, told.line) for told in project.check()] == [("redirect-many", MOST + 1)]

    project.write(
        "umleitungen.yaml", "".join(f"- {{von: /alt/{number}, nach: /antraege/}}\n" for number in range(100_000))
    )
    assert codes(project.check()) == ["file-large"]


def test_an_address_is_long_where_a_server_could_not_read_it():
    """As long as it may be, it fits into one parameter of nginx, whatever its signs become."""
    for sign in {len(address_pattern(sign)): sign for sign in SIGNS if sign not in "?#"}.values():
        many = (LONGEST - 10) // len(address_pattern(sign))
        line = build_redirects([(f"/x?{sign * many}", "/")], "conf").split("\n")[2]
        assert 0.8 * LONGEST < len(line.partition('") {')[0]) < 4096


def test_an_old_address_hides_no_file_of_the_site(project: Project):
    """A feed, the sitemap, the page behind a folder: with a redirect in front of it nobody would see it any more."""
    project.motion()
    project.write(
        "umleitungen.yaml",
        "".join(
            map(one_row, ["/feeds/antraege.atom", "/sitemap.xml", "/antraege/antraege.csv", "/alt/", "/antraege/?id=1"])
        ),
    )
    project.build()

    assert [row["von"] for row in json.loads((project.output / "umleitungen.json").read_text("utf-8"))] == [
        "/alt/",
        "/antraege/?id=1",
    ]


@pytest.mark.parametrize("old", ["/index.html", "/antraege/index.html", "/404.html"])
def test_the_file_behind_a_page_is_taken(project: Project, old: str):
    """nginx asks for it itself; a redirect to the page would go round in a circle."""
    project.write("umleitungen.yaml", one_row(old))

    assert codes(project.check()) == ["redirect-taken"]


# --------------------------------------------------------------------------- nothing refused is put in place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_in(tmp_path / "server")


GOOD = {
    "conf": 'location = "/alt" {\n    return 301 "/neu/";\n}\n',
    "caddy": 'map {http.request.uri} {umleitung} {\n    `~^/alt$` `/neu/`\n    default ""\n}\n',
}
BAD = {
    "conf": [
        'location = "/a" {\n    if ($args = "x=$foo") { return 301 "/b/"; }\n}\n',
        'location = "/a" {\n',
        "}\n",
        'location = "/a" {\n}\nlocation = "/a" {\n}\n',
        "evil on;\n",
        'location = "/a" {\n    return 301 "/$1x$";\n}\n',
        'location = "/a" {\n    if ($args ~ "^(a$") { return 301 "/b/"; }\n}\n',
    ],
    "caddy": [
        "map {\n",
        "evil\n",
        'map {http.request.uri} {umleitung} {\n    `~^(/alt$` `/neu/`\n    default ""\n}\n',
        "}\n",
    ],
}
CASES = [
    pytest.param(
        kind, text, id=f"{configured.SERVERS[kind]}-{number}", marks=pytest.mark.needs(configured.SERVERS[kind])
    )
    for kind, texts in BAD.items()
    for number, text in enumerate(texts)
]


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_what_a_server_refuses_is_not_put_in_place(place: Place, kind: str, text: str, monkeypatch: pytest.MonkeyPatch):
    """By the server itself, with our own look at the lines switched off."""
    monkeypatch.setattr(configured, "odd_line", lambda text, kind: "")
    name = f"umleitungen.{kind}"
    assert configured.renew(place, name, lambda: GOOD[kind], kind) == ""
    said = configured.renew(place, name, lambda: text, kind)

    assert f"{name} bleibt, wie sie war" in said
    assert f"{configured.SERVERS[kind]} sagt: " in said
    assert (place.configuration / name).read_text() == GOOD[kind]
    assert [file.name for file in place.configuration.iterdir()] == [name]


@pytest.mark.parametrize(("kind", "text"), [case for case in CASES if case.id not in ("nginx-3", "nginx-6", "caddy-2")])
def test_without_the_server_its_lines_are_looked_at(
    place: Place, kind: str, text: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(configured, "asked_server", lambda *arguments: "")
    name = f"umleitungen.{kind}"
    assert configured.renew(place, name, lambda: build_redirects([("/alt?a=$b", "/neu/")], kind), kind) == ""
    good = (place.configuration / name).read_text()
    said = configured.renew(place, name, lambda: text, kind)

    assert "bleibt, wie sie war" in said
    assert (place.configuration / name).read_text() == good


@pytest.mark.needs("nginx")
def test_a_broken_file_of_somebody_else_is_not_held_against_ours(place: Place):
    (place.configuration / "umleitungen-eigene.conf").write_text("evil on;\n")

    assert configured.renew(place, "umleitungen.conf", lambda: GOOD["conf"], "conf") == ""


@pytest.mark.needs("nginx")
def test_a_clash_with_a_file_of_somebody_else_is_told(place: Place):
    (place.configuration / "umleitungen-eigene.conf").write_text(GOOD["conf"])
    said = configured.renew(place, "umleitungen.conf", lambda: build_redirects([("/alt", "/anders/")], "conf"), "conf")

    assert 'duplicate location "/alt"' in said
    assert "umleitungen.conf wurde nicht angelegt" in said


def misspelt(files: dict[str, str], word: str, wrong: str) -> dict[str, str]:
    return {name: text.replace(word, wrong) for name, text in files.items()}


@pytest.mark.needs("nginx", "caddy")
def test_a_whole_site_is_looked_at_too(place: Place):
    """Its logs, its port and its certificates are not touched while it is looked at."""
    web = Web(str(place.root), "www.altental.test")
    assert configured.renew_site(place, lambda: build_nginx(web), "conf") == []
    assert configured.renew_site(place, lambda: build_caddy(web), "caddy") == []
    before = {file.name: file.read_bytes() for file in place.configuration.iterdir()}

    assert (
        "nginx sagt: "
        in configured.renew_site(place, lambda: misspelt(build_nginx(web), "server_tokens", "servertokens"), "conf")[0]
    )
    assert (
        "caddy sagt: "
        in configured.renew_site(place, lambda: misspelt(build_caddy(web), "file_server", "fileserver"), "caddy")[0]
    )
    assert {file.name: file.read_bytes() for file in place.configuration.iterdir()} == before
    assert list((place.root / "protokoll").iterdir()) == []


@pytest.mark.parametrize("name", ["a;b", "a b", "$host", "a{b", 'a"b', "a\nb", "ä.de", "-a"])
def test_a_name_that_would_have_to_be_quoted_is_in_no_site(place: Place, name: str):
    for build, kind in ((build_nginx, "conf"), (build_caddy, "caddy")):
        assert (
            "wurde nicht angelegt"
            in configured.renew_site(place, lambda build=build: build(Web(str(place.root), name)), kind)[0]
        )
    assert list(place.configuration.iterdir()) == []


def test_redirects_of_a_release_that_cannot_be_written_are_told(place: Place):
    (place.releases / "1").mkdir(parents=True)
    list_ = place.releases / "1" / "umleitungen.json"
    list_.write_text(json.dumps([{"von": "/alt", "nach": "/neu/"}]))
    said: list[str] = []
    write_redirects(place, "1", said.append)
    before = {
        file.name: (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) for file in place.configuration.iterdir()
    }
    assert (said, set(before)) == ([], {"umleitungen.conf", "umleitungen.caddy"})

    list_.write_text(json.dumps([{"von": f"/{'a' * 300}", "nach": "/neu/"}]))
    write_redirects(place, "1", said.append)
    assert [each.split(".")[0] for each in said] == ["Alte Adressen leiten weiter wie bisher"] * 2
    assert {
        file.name: (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) for file in place.configuration.iterdir()
    } == before


def test_bytes_that_are_no_text_stay_what_they_are(place: Place):
    configured.renew(place, "umleitungen.conf", lambda: build_redirects([("/caf%E9", "/neu/")], "conf"), "conf")

    assert (
        b'location = "' + unquote_to_bytes("/caf%E9") + b'" {'
        in (place.configuration / "umleitungen.conf").read_bytes()
    )


@pytest.mark.needs("git", "nginx")
def test_a_push_goes_on_where_a_server_refuses_the_old_addresses(world: World):
    """The texts are public; the list that was good stays, and a sentence says so."""
    world.project.write("content/umleitungen.yaml", one_row("/a?x=$foo"))
    world.project.commit("Gut")
    said = world.project.push()
    assert (said.done, "Alte Adressen" in said) == (True, False)
    file = world.place.configuration / "umleitungen.conf"
    good = file.read_text()
    assert r"^x=(?:\\x24|%24)foo$" in good

    (world.place.configuration / "umleitungen-eigene.conf").write_text(GOOD["conf"])
    world.project.write("content/umleitungen.yaml", one_row("/alt"))
    world.project.motion("2024-09-bus", title="Bus")
    world.project.commit("Doppelt")
    said = world.project.push()
    assert said.done
    assert "Bus" in world.page("antraege/2024-09-bus")
    assert "Alte Adressen leiten weiter wie bisher." in said
    assert 'duplicate location "/alt"' in said
    assert file.read_text() == good
    assert "map {http.request.uri}" in (world.place.configuration / "umleitungen.caddy").read_text()


@pytest.mark.needs("git")
@pytest.mark.parametrize(
    ("options", "words"), [(("--name=a;b",), "ist kein Name eines Rechners"), (("--port=70000",), "ist kein Anschluss")]
)
def test_a_server_is_not_set_up_with_what_no_configuration_can_hold(
    fresh_origin: World, tmp_path: Path, options: tuple[str, ...], words: str
):
    """And nothing is left behind that would stand in the way of the next try."""
    said = fresh_origin.fraktion("server", "einrichten", str(tmp_path / "neu"), *options, cwd=fresh_origin.project.root)

    assert not said.done
    assert words in said
    assert not (tmp_path / "neu").exists()
