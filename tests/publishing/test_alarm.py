"""A site that stopped being built tells somebody, once a week, through a real mail server; and what is not in git can be kept and brought back."""

from __future__ import annotations

import datetime as dt
import io
import json
import tarfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from plugins.publishing import alarm

from .servers import free_port
from .world import World, steady

pytestmark = pytest.mark.needs("git")


class Box:
    """What arrives."""

    def __init__(self) -> None:
        self.mails: list = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    handler, port = Box(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def test_a_night_that_fails_is_told_once_a_week_until_it_works_again(world: World, box: tuple[Box, int]):
    mails, port = box[0].mails, box[1]
    said = world.fraktion(
        "server",
        "einrichten",
        str(world.place.root),
        "--mail",
        "betreuung@example.org",
        "--mailserver",
        f"127.0.0.1:{port}",
        cwd=world.project.root,
    )
    assert said.done, said.text
    broken = world.place.program.resolve() / "plugins/site/build.py"
    right = broken.read_text("utf-8")
    broken.write_text("kaputt(")

    def night() -> bool:
        return world.fraktion("server", "nacht", str(world.place.root)).done

    def stand() -> str:
        return steady(world.fraktion("stand", "--ziel", str(world.place.root)).text, world)

    assert not night()
    assert not night()
    ((to, mail),) = mails
    assert to == ["betreuung@example.org"]
    assert mail["Subject"] == "Die Website www.altental.test wird nicht mehr gebaut"
    assert "Das Programm selbst brach ab:" in mail.get_content()
    assert f"{world.place.command} server nacht {world.place.root}" in mail.get_content()
    assert "Der Nachtlauf scheitert seit dem TAG; gemeldet am TAG:" in stand()

    file = world.place.root / alarm.FILE
    known = json.loads(file.read_bytes())
    week = dt.datetime.fromisoformat(known["gemeldet"]) - dt.timedelta(days=7)
    file.write_text(json.dumps({**known, "gemeldet": week.isoformat()}))
    assert not night()
    assert len(mails) == 2
    broken.write_text(right)
    assert night()
    assert "scheitert" not in stand()
    assert len(mails) == 2


def test_where_nobody_can_be_told_the_night_still_says_so(world: World):
    settings = json.loads(world.place.settings.read_bytes())
    world.place.settings.write_text(
        json.dumps({**settings, "mail": "betreuung@example.org", "mailserver": "127.0.0.1:9"})
    )
    (world.place.program.resolve() / "plugins/site/build.py").write_text("kaputt(")
    said = world.fraktion("server", "nacht", str(world.place.root))

    assert not said.done
    assert "Die Mail an betreuung@example.org ging nicht:" in said
    assert "gemeldet" not in alarm.last(world.place)


def test_a_night_that_never_came_is_told(world: World):
    (world.place.root / alarm.FILE).write_text(json.dumps({"fassung": 1, "gelungen": "2026-01-02T00:05:00+01:00"}))
    said = world.fraktion("stand", "--ziel", str(world.place.root)).text.replace("\u00a0", " ")

    assert "Der letzte Nachtlauf war am 2. Januar 2026. Läuft der Zeitgeber noch?" in said


def rewritten(file: Path, change) -> None:
    """The same backup, as another program would have made it."""
    with tarfile.open(file) as archive:
        members = {entry.name: archive.extractfile(entry).read() for entry in archive}
    with tarfile.open(file, "w:gz") as archive:
        for name, data in change(members).items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def older(members: dict[str, bytes]) -> dict[str, bytes]:
    """Of a program that knew less."""
    settings = json.loads(members["server.json"])
    left = {key: settings[key] for key in ("geheim", "zugaenge", "host", "port")}
    about = {**json.loads(members["sicherung.json"]), "programm": "1.0.0", "neu": "unbekannt"}
    return {
        "sicherung.json": json.dumps(about).encode(),
        "server.json": json.dumps(left).encode(),
        **{name: data for name, data in members.items() if name.startswith("konfiguration/")},
        "../daneben": b"x",
        "site.git/hooks/pre-receive": b"x",
    }


@pytest.mark.parametrize("program", ["same", "older"])
def test_a_backup_brings_back_what_is_not_in_git(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
):
    key = tmp_path / "vera.pub"
    key.write_text("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH0123456789abcdefghijklmnopqrstuvwxyzABCDEF vera\n")
    home = {"HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    assert world.fraktion("server", "zugang", str(world.place.root), "vera", "--schluessel", str(key), **home).done
    own = world.place.configuration / "nginx.conf"
    own.write_text(own.read_text() + "# eigene Zeile\n")
    world.project.git("push", "-q", "website", "main:entwurf")
    preview = next(world.place.previews.iterdir()).name
    file = tmp_path / "sicherung.tar.gz"
    said = world.fraktion("server", "sichern", str(world.place.root), str(file))
    assert said.done, said.text
    assert file.stat().st_mode & 0o777 == 0o600
    assert not world.fraktion("server", "sichern", str(world.place.root), str(file)).done
    if program == "older":
        rewritten(file, older)
    before, new = world.files(), tmp_path / "neu"
    said = world.fraktion("server", "wiederherstellen", str(new), str(file), cwd=world.project.root, **home)

    assert said.done, said.text
    assert "Zugänge: vera." in said
    assert "# eigene Zeile" in (new / "konfiguration/nginx.conf").read_text()
    assert str(world.place.root) not in (new / "konfiguration/nginx.conf").read_text()
    assert not (tmp_path / "daneben").exists()
    assert f"server ssh {new} vera" in (tmp_path / "home/.ssh/authorized_keys").read_text().replace("'", "")
    world.project.git("remote", "set-url", "website", str(new / "site.git"))
    assert world.project.push().done
    world.project.git("push", "-q", "website", "main:entwurf")
    world.place.root = new
    world.place.public, world.place.previews = new / "aktuell", new / "vorschau"
    assert world.files() == before
    assert next(world.place.previews.iterdir()).name == preview


@pytest.mark.parametrize("damage", [b"", b"kein Archiv", None])
def test_what_is_no_backup_changes_nothing(world: World, tmp_path: Path, damage: bytes | None):
    file = tmp_path / "sicherung.tar.gz"
    assert world.fraktion("server", "sichern", str(world.place.root), str(file)).done
    if damage is None:
        rewritten(
            file,
            lambda members: {
                **members,
                "sicherung.json": json.dumps({**json.loads(members["sicherung.json"]), "fassung": 99}).encode(),
            },
        )
    else:
        file.write_bytes(damage)
    said = world.fraktion("server", "wiederherstellen", str(tmp_path / "neu"), str(file), cwd=world.project.root)

    assert not said.done
    assert ("ist keine Sicherung" if damage is not None else "von einem neueren Programm") in said
    assert not (tmp_path / "neu").exists()
    assert "ist nicht leer" in world.fraktion(
        "server", "wiederherstellen", str(world.place.root), str(file), cwd=world.project.root
    )
