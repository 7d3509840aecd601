"""What an administrator adds to a server stays: certificates, own lines, changed files, however often the set-up runs (findings B1)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plugins.publishing import configured, generated
from plugins.publishing.place import Place
from plugins.publishing.webserver import INSIDE, OWN, Web, build_nginx

from .servers import free_port, get, nginx
from .world import World

pytestmark = pytest.mark.needs("git")
CERTBOT = """
    listen [::]:{tls} ssl; # managed by Certbot
    listen {tls} ssl; # managed by Certbot
    ssl_certificate {folder}/fullchain.pem; # managed by Certbot
    ssl_certificate_key {folder}/privkey.pem; # managed by Certbot
    location = /eigenes {{ return 204; }}
}}
"""


def set_up(world: World, *options: str) -> str:
    said = world.fraktion("server", "einrichten", str(world.place.root), *options, cwd=world.project.root)
    assert said.done, said.text
    return said.text


@pytest.mark.needs("nginx")
def test_certificates_and_own_lines_stay_however_often_the_set_up_runs(world: World, tmp_path: Path):
    port, tls = free_port(), free_port()
    set_up(world, f"--port={port}")
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=www.altental.test",
            "-keyout",
            str(tmp_path / "privkey.pem"),
            "-out",
            str(tmp_path / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )
    own = world.place.configuration / OWN
    by_hand = own.read_text().rstrip().removesuffix("}") + CERTBOT.format(tls=tls, folder=tmp_path)
    own.write_text(by_hand)
    unit = world.place.configuration / "fraktion-nacht.timer"
    unit.write_text(unit.read_text().replace("00:05:00", "03:00:00"))
    redirects = world.place.configuration / "umleitungen-eigene.conf"
    redirects.write_text('location = "/von-hand" { return 301 "/antraege/"; }\n')
    inside = world.place.configuration / INSIDE
    fresh = inside.read_text()
    inside.write_text(fresh.replace("gzip_vary on;", "gzip_vary off;"))
    before = {file: file.read_bytes() for file in (own, unit, redirects, inside)}
    said = set_up(world, "--name=andere.altental.test")

    assert {file: file.read_bytes() for file in before} == before
    for file in (own, unit, inside):
        assert f"Die Datei {file} ist von Hand geändert" in said
    assert "server_name andere.altental.test;" in own.with_name(f"{OWN}.neu").read_text()
    inside.write_text(fresh)
    with nginx(world.place.root, port):
        assert get(port, "/eigenes").status == 204
        assert get(port, "/von-hand").status == 301
        assert get(port, "/antraege/2024-03-radweg/").status == 200
        page = subprocess.run(
            [
                "curl",
                "-sk",
                "-D",
                "-",
                "-o",
                "/dev/null",
                "--resolve",
                f"www.altental.test:{tls}:127.0.0.1",
                f"https://www.altental.test:{tls}/",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        assert "Strict-Transport-Security: max-age=31536000" in page


def test_a_file_that_nobody_changed_follows_the_program(world: World):
    own = world.place.configuration / OWN
    set_up(world, "--name=andere.altental.test")
    assert "server_name andere.altental.test;" in own.read_text()
    assert not list(world.place.configuration.glob("*.neu"))


@pytest.mark.needs("nginx")
def test_what_an_own_line_clashes_with_is_not_put_in_place(tmp_path: Path):
    """Own lines were good with the parts of before and would not be with the new ones: those wait."""
    place, web = Place(tmp_path), Web(str(tmp_path), "www.altental.test")
    for folder in (place.configuration, tmp_path / "aktuell", tmp_path / "protokoll"):
        folder.mkdir()
    assert configured.renew_site(place, lambda: build_nginx(web), "conf") == []
    own = place.configuration / OWN
    own.write_text(own.read_text().rstrip().removesuffix("}") + "    location /eigenes/ { return 204; }\n}\n")
    before = (place.configuration / INSIDE).read_bytes()

    def clashing() -> dict[str, str]:
        files = build_nginx(web)
        return {**files, INSIDE: files[INSIDE] + "location /eigenes/ { return 404; }\n"}

    said = configured.renew_site(place, clashing, "conf")
    assert 'duplicate location "/eigenes/"' in said[0]
    assert (place.configuration / INSIDE).read_bytes() == before


def test_hooks_that_somebody_changed_are_set_right_and_kept_aside(world: World):
    hook = world.place.repo / "hooks/pre-receive"
    right = hook.read_text()
    hook.write_text("#!/bin/sh\nexit 0\n")
    said = set_up(world)
    assert f"Die Datei {hook} war von Hand geändert" in said
    assert hook.read_text() == right
    assert hook.with_name("pre-receive.von-hand").read_text() == "#!/bin/sh\nexit 0\n"
    assert hook.stat().st_mode & 0o111


def test_a_server_that_moved_knows_its_files_again(tmp_path: Path):
    old, new = Place(tmp_path / "alt"), Place(tmp_path / "neu")
    file = old.root / "x.conf"
    old.root.mkdir()
    assert generated.put(old, file, f"root {old.root};") == ""
    old.root.rename(new.root)
    assert generated.put(new, new.root / "x.conf", f"root {new.root}; # neu") == ""
    (new.root / "x.conf").write_text("von Hand")
    assert "von Hand geändert" in generated.put(new, new.root / "x.conf", "anders")
    assert generated.put(new, new.root / "x.conf", "von Hand") == ""
