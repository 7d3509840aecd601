"""The floor under every publication: what readers of feeds were told does not vanish by mistake, and is not told twice."""

from __future__ import annotations

import contextlib
import datetime as dt
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

from .world import World

TODAY = dt.date(2026, 11, 22)
BY = Publisher(name="Grüne", mail="fraktion@example.org", url="https://www.example.org", tag="www.example.org,2026")


def entry(number: int, day: dt.date = dt.date(2024, 3, 4), id: str = "", title: str = "") -> Entry:
    return Entry(id=id or f"antrag/{number}", title=title or f"Antrag {number}", path=f"antraege/{number}/", summary="", content="<p>x</p>", published=day, updated=day)


def feed(*entries: Entry, path: str = "feeds/alles.atom") -> bytes:
    return build_feed(Channel(key="alles", title="Alles", description="Alles", path="", by=BY), entries, path)


def against(old: list[Entry], new: list[Entry], path: str = "feeds/alles.atom", kept: dict[str, bytes] | None = None) -> list[str]:
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
    assert bool(against(old, [*old, *(entry(n, id=f"antrag/neu-{n}", title=f"Alt {n}") for n in range(again))])) == refused


def test_a_new_id_for_what_is_recent_is_seen_by_what_vanishes() -> None:
    """A changed uid or FEED_TAG, a week after the result; one refusal for what is gone, one for what would be told again."""
    day = dt.date(2026, 11, 15)
    said = against(many(80, day=day), [*many(80, day=day)[:73], *(entry(n, day, f"antrag/neu-{n}") for n in range(73, 80))])
    assert [text.split(" ", 1)[1][:9] for text in said] == ["7 alte Ei".replace(" ", "\u00a0", 1)]


def test_results_that_come_weeks_late_are_news() -> None:
    late = dt.date(2026, 10, 1)
    assert against(many(20), [*(entry(n, late, f"antrag/{n}/ereignis/gremium-x-1/ergebnis") for n in range(12)), *many(20)]) == []


def test_a_result_takes_the_place_of_its_day_on_the_agenda() -> None:
    old = [entry(n, dt.date(2026, 11, 1), f"antrag/{n}/ereignis/gremium-x-1/termin") for n in range(9)]
    new = [entry(n, dt.date(2026, 11, 20), f"antrag/{n}/ereignis/gremium-x-1/ergebnis") for n in range(9)]
    assert against(old, new) == []


def test_what_moves_into_an_archive_is_not_gone() -> None:
    archive = {"feeds/archiv/alles-2024.atom": feed(*many(10))}
    assert against(many(20), many(20)[10:], kept=archive) == []


def test_meetings_leave_their_feed_when_they_are_over() -> None:
    assert against(many(20), [], "feeds/sitzungen.atom") == []


def test_a_first_publication_and_a_damaged_feed_are_no_reason() -> None:
    assert objections({}, set(), {"feeds/alles.atom": b""}, lambda path: feed(*many(50)), TODAY) == []
    assert objections({"feeds/alles.atom": b"<feed"}, set(), {"feeds/alles.atom": b""}, lambda path: feed(), TODAY) == []


# ------------------------------------------------------------------------------------ in a push


@pytest.mark.needs("git")
def test_a_push_that_readers_would_notice_needs_a_word(world: World) -> None:
    for number in range(8):
        world.project.motion(f"2024-04-antrag-{number}", title=f"Antrag {number}")
    world.project.commit()
    assert world.project.push().done
    before = world.files()
    for number in range(3):
        (world.project.root / f"content/antraege/2024-04-antrag-{number}.md").unlink()
    world.project.commit("Weg damit")
    refused = world.project.push()
    assert not refused.done
    assert "feeds/alles.atom: 3\u00a0Einträge von 9 wären nicht mehr da" in refused
    assert "werden: git push -o trotzdem" in refused
    assert world.files() == before
    assert world.project.push("main", "-o", "trotzdem").done
    assert "antraege/2024-04-antrag-1/index.html" not in world.files()


def test_other_push_options_mean_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for count, options, found in (("", (), []), ("2", ("a", "trotzdem"), ["a", "trotzdem"]), ("x", (), [])):
        monkeypatch.setenv("GIT_PUSH_OPTION_COUNT", count)
        for n, option in enumerate(options):
            monkeypatch.setenv(f"GIT_PUSH_OPTION_{n}", option)
        assert push_options() == found


# -------------------------------------------------------------------------------- to a webspace


@pytest.mark.needs("rsync")
def test_a_webspace_has_the_same_floor(tmp_path: Path) -> None:
    site, target = tmp_path / "output", tmp_path / "ziel"
    (site / "feeds").mkdir(parents=True)
    (site / "index.html").write_text("x")
    target.mkdir()

    def send(entries: list[Entry], **more) -> None:
        (site / "feeds/alles.atom").write_bytes(feed(*entries))
        publish(Job(folder=site, target=str(target), url="https://www.example.org", cache=tmp_path / "cache", root=tmp_path, today=TODAY, **more))

    send(many(20))
    with pytest.raises(Refusal, match="--trotzdem"):
        send(many(10))
    with pytest.raises(Refusal, match="wären nicht mehr da"):
        send(many(10), rehearse=True)
    assert (target / "feeds/alles.atom").read_bytes() == feed(*many(20))
    send(many(10), despite=True)
    assert (target / "feeds/alles.atom").read_bytes() == feed(*many(10))


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
        assert hub.ping(address, ["https://www.example.org/feeds/alles.atom", "https://www.example.org/feeds/alles.rss"], said.append)
    assert [(t["hub.mode"], t["hub.url"]) for t in told] == [(["publish"], [f"https://www.example.org/feeds/alles.{kind}"]) for kind in ("atom", "rss")]
    assert said == ["Der Hub weiß Bescheid: 2\u00a0Feeds."]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://gibt-es-nicht.invalid/", "kein-hub", "http://[::1"])
def test_a_dead_hub_is_one_sentence(address: str) -> None:
    said: list[str] = []
    assert not hub.ping(address, ["https://www.example.org/feeds/alles.atom"], said.append)
    assert len(said) == 1
    assert "Öffentlich ist trotzdem alles" in said[0]


def test_a_hub_that_refuses_is_asked_once() -> None:
    said: list[str] = []
    with listening(500) as (address, told):
        assert not hub.ping(address, ["https://www.example.org/1", "https://www.example.org/2"], said.append)
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
        topics = {t["hub.url"][0].removeprefix("https://www.example.org/") for t in told}
        assert {"feeds/alles.atom", "feeds/antraege.json", "feeds/ergebnisse.rss"} <= topics
        assert not [path for path in topics if path.count("/") > 1]
    world.project.motion("2024-05-neu", title="Neu")
    world.project.commit("Neu")
    second = world.project.push()
    assert second.done, second.text
    assert "Öffentlich ist trotzdem alles" in second
    assert "antraege/2024-05-neu/index.html" in world.files()
