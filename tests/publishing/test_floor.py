"""The floor under every publication: what readers of feeds were told does not vanish by mistake, and is not told twice."""

from __future__ import annotations

import contextlib
import datetime as dt
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from plugins.feeds.build import Channel, Publisher, build_feed
from plugins.feeds.entries import Entry
from plugins.publishing import hub
from plugins.publishing.floor import objections
from plugins.publishing.place import write_json
from plugins.publishing.receive import push_options
from plugins.publishing.upload import Job, publish
from plugins.site.settings import Refusal

from .servers import free_port, running
from .world import ENVIRONMENT, World

TODAY = dt.date(2026, 11, 22)
BY = Publisher(
    name="Grüne", mail="fraktion@altental.test", url="https://www.altental.test", tag="www.altental.test,2026"
)


def entry(number: int, day: dt.date = dt.date(2024, 3, 4), id: str = "", title: str = "") -> Entry:
    return Entry(
        id=id or f"antrag/{number}",
        title=title or f"Antrag {number}",
        path=f"antraege/{number}/",
        summary="",
        content="<p>x</p>",
        published=day,
        updated=day,
    )


def feed(*entries: Entry, path: str = "feeds/alles.atom") -> bytes:
    return build_feed(Channel(key="alles", title="Alles", description="Alles", path="", by=BY), entries, path)


def against(
    old: list[Entry], new: list[Entry], path: str = "feeds/alles.atom", kept: dict[str, bytes] | None = None
) -> list[str]:
    files = {**(kept or {}), path: feed(*new)}
    return objections({path: feed(*old)}, set(kept or ()), files, files.__getitem__, TODAY)


def many(count: int, **more) -> list[Entry]:
    return [entry(number, **more) for number in range(count)]


@pytest.mark.parametrize("lost, refused", [(0, False), (2, False), (3, True), (20, True)])
def test_more_than_a_tenth_of_a_feed_may_not_vanish(lost: int, refused: bool) -> None:
    assert bool(against(many(20), many(20 - lost))) == refused


def test_the_refusal_says_what_where_and_what_to_do() -> None:
    (said,) = against(many(20), many(10))
    assert said.replace("\u00a0", " ") == (
        "feeds/alles.atom: 10 Einträge von 20 wären nicht mehr da, zum Beispiel „Antrag 10“.\n"
        "    → Fehlt ein Text aus Versehen, bitte zurückholen. Soll er weg, bitte die Datei behalten und „geloescht_am“ eintragen; dann erfahren es alle, die ihn abonniert haben."
    )


@pytest.mark.parametrize("again, refused", [(5, False), (6, True)])
def test_more_than_five_old_entries_may_not_be_told_again(again: int, refused: bool) -> None:
    """New ids for old dates; what was told before stays, so nothing vanishes."""
    old = many(20)
    assert (
        bool(against(old, [*old, *(entry(n, id=f"antrag/neu-{n}", title=f"Alt {n}") for n in range(again))])) == refused
    )


def test_a_new_id_for_what_is_recent_is_seen_by_what_vanishes() -> None:
    """A changed uid or FEED_TAG, a week after the result; one refusal for what is gone, one for what would be told again."""
    day = dt.date(2026, 11, 15)
    said = against(
        many(80, day=day), [*many(80, day=day)[:73], *(entry(n, day, f"antrag/neu-{n}") for n in range(73, 80))]
    )
    assert [text.split(" ", 1)[1][:9] for text in said] == ["7 alte Ei".replace(" ", "\u00a0", 1)]


def test_results_that_come_weeks_late_are_news() -> None:
    late = dt.date(2026, 10, 1)
    assert (
        against(
            many(20), [*(entry(n, late, f"antrag/{n}/ereignis/gremium-x-1/ergebnis") for n in range(12)), *many(20)]
        )
        == []
    )


def test_a_result_takes_the_place_of_its_day_on_the_agenda() -> None:
    old = [entry(n, dt.date(2026, 11, 1), f"antrag/{n}/ereignis/gremium-x-1/termin") for n in range(9)]
    new = [entry(n, dt.date(2026, 11, 20), f"antrag/{n}/ereignis/gremium-x-1/ergebnis") for n in range(9)]
    assert against(old, new) == []


def test_what_moves_into_an_archive_is_not_gone() -> None:
    archive = {"feeds/archiv/alles-2024.atom": feed(*many(10))}
    assert against(many(20), many(20)[10:], kept=archive) == []


def test_meetings_leave_their_feed_when_they_are_over() -> None:
    assert against(many(20), [], "feeds/sitzungen.atom") == []


# ------------------------------------------------------------------------------- selections

TOPIC = "feeds/themen/verkehr.atom"


def chosen(old: list[Entry], new: list[Entry] | None, rest: list[Entry], path: str = TOPIC) -> list[str]:
    """What is said of a selection, while everything else that is told is `rest`."""
    files = {"feeds/alles.atom": feed(*rest), **({path: feed(*new)} if new is not None else {})}
    return objections({path: feed(*old)}, {"feeds/alles.atom"}, files, files.__getitem__, TODAY)


@pytest.mark.parametrize(("lost", "refused"), [(5, False), (6, True), (20, True)])
def test_a_topic_may_lose_a_few_texts_and_not_all(lost: int, refused: bool) -> None:
    """Twelve of three hundred are no tenth of everything, but all of a topic."""
    assert bool(chosen(many(20), many(20)[lost:], many(320)[lost:])) == refused


def test_what_is_filed_elsewhere_or_pushed_out_is_not_lost() -> None:
    assert chosen(many(20), [], many(320)) == []


@pytest.mark.parametrize(("again", "refused"), [(5, False), (6, True)])
def test_old_texts_that_are_filed_anew_are_told_to_whoever_follows_the_topic(again: int, refused: bool) -> None:
    said = chosen(many(20), many(20 + again), many(320))
    assert bool(said) == refused
    assert all("neu eingeordnet" in text for text in said)


def test_a_feed_that_people_follow_keeps_its_address() -> None:
    (said,) = chosen(many(20), None, many(320))
    assert said.replace("\u00a0", " ").startswith(
        f"{TOPIC}: Diesen Feed mit 20 Einträgen gäbe es nicht mehr.\n    → Wer ihn abonniert hat, erführe nichts mehr. Wurde nur umbenannt, bitte die Adresse behalten"
    )
    assert chosen(many(5), None, many(320)) == []


def test_whoever_wants_to_be_taken_off_the_site_is() -> None:
    assert chosen(many(20), None, many(320), "feeds/personen/vera-beispiel.atom") == []


def test_at_night_nothing_may_vanish_but_what_has_its_day_may_come() -> None:
    files = {"feeds/alles.atom": feed(*many(40))}
    assert objections({"feeds/alles.atom": feed(*many(20))}, set(), files, files.__getitem__, TODAY)
    assert objections({"feeds/alles.atom": feed(*many(20))}, set(), files, files.__getitem__, TODAY, night=True) == []
    files = {"feeds/alles.atom": feed()}
    assert objections({"feeds/alles.atom": feed(*many(20))}, set(), files, files.__getitem__, TODAY, night=True)


def test_a_first_publication_and_a_damaged_feed_are_no_reason() -> None:
    assert objections({}, set(), {"feeds/alles.atom": b""}, lambda path: feed(*many(50)), TODAY) == []
    assert (
        objections({"feeds/alles.atom": b"<feed"}, set(), {"feeds/alles.atom": b""}, lambda path: feed(), TODAY) == []
    )


# ------------------------------------------------------------------------------------ in a push


@pytest.mark.needs("git")
def test_a_push_that_readers_would_notice_needs_a_word(fresh_world: World) -> None:
    for number in range(8):
        fresh_world.project.motion(f"2024-04-antrag-{number}", title=f"Antrag {number}")
    fresh_world.project.commit()
    assert fresh_world.project.push().done
    before = fresh_world.files()
    for number in range(3):
        (fresh_world.project.root / f"content/antraege/2024-04-antrag-{number}.md").unlink()
    fresh_world.project.commit("Weg damit")
    refused = fresh_world.project.push("main", "-o", "verschwindet")
    assert not refused.done
    assert "feeds/alles.atom: 3\u00a0Einträge von 9 wären nicht mehr da" in refused
    assert "werden: git push -o trotzdem" in refused
    assert fresh_world.files() == before
    assert fresh_world.project.push("main", "-o", "trotzdem", "-o", "verschwindet").done
    assert "antraege/2024-04-antrag-1/index.html" not in fresh_world.files()
    for steps, there in (("1", True), ("0", False)):  # whoever goes back means it
        assert fresh_world.fraktion("zurueck", steps, "--ziel", str(fresh_world.place.root)).done
        assert ("antraege/2024-04-antrag-1/index.html" in fresh_world.files()) == there


@pytest.mark.needs("git", "faketime")
def test_a_clock_that_goes_wrong_at_night_costs_nobody_their_feeds(fresh_world: World) -> None:
    for number in range(8):
        fresh_world.project.motion(f"2024-04-antrag-{number}", title=f"Antrag {number}")
    fresh_world.project.commit()
    assert fresh_world.project.push().done
    before = fresh_world.files()

    def night(day: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                "faketime",
                f"{day} 00:05:00",
                str(fresh_world.place.command),
                "server",
                "nacht",
                str(fresh_world.place.root),
            ],
            env=ENVIRONMENT,
            capture_output=True,
            check=False,
            text=True,
        )

    wrong = night("2000-01-01")
    assert wrong.returncode == 1
    assert "Geht die Uhr des Servers richtig?" in wrong.stdout + wrong.stderr
    assert fresh_world.files() == before
    assert night("2040-01-01").returncode == 0


def test_other_push_options_mean_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for count, options, found in (("", (), []), ("2", ("a", "trotzdem"), ["a", "trotzdem"]), ("x", (), [])):
        monkeypatch.setenv("GIT_PUSH_OPTION_COUNT", count)
        for n, option in enumerate(options):
            monkeypatch.setenv(f"GIT_PUSH_OPTION_{n}", option)
        assert push_options() == found


# -------------------------------------------------------------------------------- to a webspace


@pytest.fixture
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What one types: a folder behind rsync, or a storage behind rclone with a real server on this machine."""
    folder = tmp_path / "ziel"
    folder.mkdir()
    if request.param == "rsync":
        yield str(folder)
        return
    port, monkey = free_port(), monkeypatch.setenv
    monkey("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    (tmp_path / "rclone.conf").touch()
    word = subprocess.run(["rclone", "obscure", "wort"], capture_output=True, text=True, check=True).stdout.strip()
    known = {
        "webdav": {"URL": f"http://127.0.0.1:{port}", "VENDOR": "other"},
        "sftp": {"HOST": "127.0.0.1", "PORT": str(port), "USER": "web", "PASS": word, "SHELL_TYPE": "none"},
    }[request.param]
    for key, value in {"TYPE": request.param, **known}.items():
        monkey(f"RCLONE_CONFIG_SPEICHER_{key}", value)
    more = ["--user", "web", "--pass", "wort"] if request.param == "sftp" else []
    with running(
        [
            "rclone",
            "serve",
            request.param,
            str(tmp_path),
            "--addr",
            f"127.0.0.1:{port}",
            "--dir-cache-time=0s",
            "--cache-dir",
            str(tmp_path / "rclone"),
            *more,
        ],
        port,
        tmp_path / "server.txt",
    ):
        yield "speicher:ziel"


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("rsync", marks=pytest.mark.needs("rsync")),
        pytest.param("webdav", marks=pytest.mark.needs("rclone")),
        pytest.param("sftp", marks=pytest.mark.needs("rclone")),
    ],
    indirect=True,
)
def test_a_webspace_has_the_same_floor(tmp_path: Path, target: str) -> None:
    """What is public is fetched from there, so that it counts what visitors have, whoever brought it there."""
    site, there = tmp_path / "output", tmp_path / "ziel"
    (site / "feeds/archiv").mkdir(parents=True)
    (site / "index.html").write_text("x")
    (site / "feeds/archiv/alles-2023.atom").write_bytes(feed(*(entry(n) for n in range(100, 120))))

    def send(entries: list[Entry], **more) -> None:
        (site / "feeds/alles.atom").write_bytes(feed(*entries))
        publish(
            Job(
                folder=site,
                target=target,
                url="https://www.altental.test",
                cache=tmp_path / "cache",
                root=tmp_path,
                today=TODAY,
                **more,
            )
        )

    send(many(20))
    with pytest.raises(Refusal, match=r"10\sEinträge von 20 wären nicht mehr da(?s:.*)--trotzdem"):
        send(many(10))
    with pytest.raises(Refusal, match="wären nicht mehr da"):
        send(many(10), rehearse=True)
    assert (there / "feeds/alles.atom").read_bytes() == feed(*many(20))
    send(many(10), despite=True)
    assert (there / "feeds/alles.atom").read_bytes() == feed(*many(10))
    (there / "feeds/alles.atom").unlink()  # by somebody else: nothing to compare, and no reason to stop
    send(many(5))
    assert (there / "feeds/alles.atom").read_bytes() == feed(*many(5))


# ------------------------------------------------------------------------------------- the hub


@contextlib.contextmanager
def listening(status: int = 204) -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """A hub on this machine, and what it was told."""
    told: list[dict[str, list[str]]] = []

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", told
        server.shutdown()


def test_a_hub_is_told_of_each_feed() -> None:
    said: list[str] = []
    with listening() as (address, told):
        assert hub.ping(
            address,
            ["https://www.altental.test/feeds/alles.atom", "https://www.altental.test/feeds/alles.rss"],
            said.append,
        )
    assert [(t["hub.mode"], t["hub.url"]) for t in told] == [
        (["publish"], [f"https://www.altental.test/feeds/alles.{kind}"]) for kind in ("atom", "rss")
    ]
    assert said == ["Der Hub weiß Bescheid: 2\u00a0Feeds."]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://gibt-es-nicht.invalid/", "kein-hub", "http://[::1"])
def test_a_dead_hub_is_one_sentence(address: str) -> None:
    said: list[str] = []
    assert not hub.ping(address, ["https://www.altental.test/feeds/alles.atom"], said.append)
    assert len(said) == 1
    assert "Öffentlich ist trotzdem alles" in said[0]


def test_a_hub_that_refuses_is_asked_once() -> None:
    said: list[str] = []
    with listening(500) as (address, told):
        assert not hub.ping(address, ["https://www.altental.test/1", "https://www.altental.test/2"], said.append)
    assert (len(told), len(said)) == (1, 1)


@pytest.mark.needs("git")
def test_after_a_push_the_hub_hears_of_the_main_feeds_and_a_dead_one_changes_nothing(world: World) -> None:
    conf = world.project.root / "pelicanconf.py"
    write_json(world.place.settings, world.place.read() | {"code_ohne_schluessel": True}, 0o600)
    with listening() as (address, told):
        conf.write_text(conf.read_text("utf-8").replace('WEBSUB = ""', f'WEBSUB = "{address}"'), "utf-8")
        world.project.commit("Hub")
        first = world.project.push()
        assert first.done, first.text
        assert "Der Hub weiß Bescheid" in first
        topics = {t["hub.url"][0].removeprefix("https://www.altental.test/") for t in told}
        assert {"feeds/alles.atom", "feeds/antraege.json", "feeds/ergebnisse.rss"} <= topics
        assert not [path for path in topics if path.count("/") > 1]
    world.project.motion("2024-05-neu", title="Neu")
    world.project.commit("Neu")
    second = world.project.push()
    assert second.done, second.text
    assert "Öffentlich ist trotzdem alles" in second
    assert "antraege/2024-05-neu/index.html" in world.files()
