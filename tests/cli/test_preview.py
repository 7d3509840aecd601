"""The preview: drafts and problems on the page, a new page after every change, nothing of it in the output."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_server

import pytest

from ..builders import Project
from ..disk import HEUTE, fraktion
from ..reading import parse, runnable

SCRIPT = "location.reload()"
BROKEN = "---\nuid: n5b7sx\ntitel: Falsch\nart: Antrag\ndatum: 2024-05-05\nstand: beraten\n---\n\n## Beschlussvorschlag\n\n1. Etwas.\n"


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def soon(claim: Callable[[], object]) -> None:
    """Ask again and again until it is true; a minute is enough on the slowest machine."""
    for _ in range(300):
        with suppress(OSError):
            if claim():
                return
        time.sleep(0.2)
    assert claim()


@contextmanager
def preview(project: Project) -> Iterator[tuple[str, subprocess.Popen]]:
    """A running preview: its address and its process. Whatever happens, it is ended."""
    port = free_port()
    command = [sys.executable, "-m", "plugins.cli", "vorschau", "--port", str(port), "--heute", HEUTE]
    said = project.root / "vorschau.txt"
    with said.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=project.root,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    try:
        soon(lambda: "Strg+C" in said.read_text("utf-8") or process.poll() is not None)
        assert process.poll() is None, said.read_text("utf-8")
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert "Traceback" not in said.read_text("utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A good motion, a draft, and one with a problem."""
    project = Project(tmp_path_factory.mktemp("vorschau") / "projekt")
    project.motion()
    project.motion("2024-04-entwurf", uid="m4b7sx", titel="Ganz neu", head="stand: Entwurf", datum="2024-04-04")
    project.write("antraege/2024-05-falsch.md", BROKEN)
    return project


@pytest.fixture(scope="module")
def running(site: Project) -> Iterator[str]:
    with preview(site) as (address, _):
        yield address


def output(project: Project) -> Path:
    return project.root / ".cache" / "vorschau"


def test_every_page_reloads_itself_and_says_that_it_is_a_preview(running: str) -> None:
    for path in ("/", "/antraege/2024-03-radweg/", "/kontakt/index.html"):
        status, page = get(running + path)
        assert (status, SCRIPT in page, "Vorschau mit Entwürfen" in page) == (200, True, True)


def test_no_policy_stands_in_the_way_of_the_script(running: str) -> None:
    assert 'http-equiv="Content-Security-Policy"' not in get(f"{running}/")[1]


def test_drafts_are_shown(running: str) -> None:
    assert get(f"{running}/antraege/2024-04-entwurf/")[0] == 200
    assert "Ganz neu" in get(f"{running}/antraege/2024-04-entwurf/")[1]


def test_a_problem_stands_on_the_pages_and_the_rest_of_the_site_is_there(running: str) -> None:
    _, page = get(f"{running}/antraege/2024-03-radweg/")
    assert "content/antraege/2024-05-falsch.md:6: „stand: beraten“" in page
    assert "Ein Radweg wird gebaut." in page
    assert get(f"{running}/antraege/2024-05-falsch/")[0] == 404


def test_a_wrong_address_is_answered_with_the_page_for_it(running: str) -> None:
    status, page = get(f"{running}/gibt-es-nicht/")
    assert (status, SCRIPT in page) == (404, True)


@pytest.mark.parametrize("path", ["/../pelicanconf.py", "/%2e%2e/%2e%2e/pelicanconf.py", "/..%2f..%2fpelicanconf.py"])
def test_nothing_outside_the_output_is_served(running: str, path: str) -> None:
    assert "FEED_TAG" not in get(running + path)[1]


def test_other_files_are_served_as_they_are(running: str, site: Project) -> None:
    status, text = get(f"{running}/antraege/antraege.json")
    assert (status, text) == (200, (output(site) / "antraege/antraege.json").read_text("utf-8"))


def test_the_output_on_the_disk_holds_no_script(running: str, site: Project) -> None:
    pages = list(output(site).rglob("*.html"))
    assert len(pages) > 10
    assert [
        page for page in pages if runnable(parse(page.read_text("utf-8"))) or "<aside style" in page.read_text("utf-8")
    ] == []
    assert not site.output.exists()


def test_a_second_preview_on_the_same_port_is_refused_with_a_sentence(running: str, site: Project) -> None:
    port = running.rpartition(":")[2]
    done = fraktion(site, "vorschau", "--port", port)
    assert done.returncode == 1
    assert f"Der Anschluss {port} ist schon belegt." in done.stderr
    assert get(f"{running}/")[0] == 200


def test_a_change_shows_by_itself(project: Project) -> None:
    """A motion is added, broken, and mended; each time the number that pages wait for grows."""
    with preview(project) as (address, process):
        first = int(get(f"{address}/~stand")[1])
        path = project.motion()
        soon(lambda: "Ein Radweg wird gebaut." in get(f"{address}/antraege/2024-03-radweg/")[1])
        good = path.read_text("utf-8")
        path.write_text(good.replace("art: Antrag", "art: Antarg"), "utf-8")
        soon(lambda: "„art: Antarg“" in get(f"{address}/")[1])
        path.write_text(good.replace("Ein Radweg", "Kein Radweg"), "utf-8")
        soon(lambda: "Kein Radweg wird gebaut." in get(f"{address}/antraege/2024-03-radweg/")[1])
        soon(lambda: "Antarg" not in get(f"{address}/")[1])
        assert int(get(f"{address}/~stand")[1]) >= first + 3
        assert process.poll() is None


def test_a_change_during_the_first_build_is_not_missed(project: Project) -> None:
    """Somebody who starts the preview goes on writing while it starts."""
    from plugins.site import preview as module

    class Done(Exception):
        pass

    class Writing(module.Preview):
        def rebuild(self, fresh=None) -> None:
            super().rebuild(fresh)
            if self.version == 1:
                project.motion()
            else:
                raise Done

    settings = project.settings(OUTPUT_PATH=".cache/vorschau", ENTWUERFE=True)
    with pytest.raises(Done):
        module.run(Writing(settings, lambda text: None), free_port(), [project.content], lambda: settings)
    assert (settings.output / "antraege/2024-03-radweg/index.html").is_file()


def test_broken_settings_are_said_on_the_page_until_they_are_mended(project: Project) -> None:
    conf = project.root / "pelicanconf.py"
    good = conf.read_text("utf-8")
    with preview(project) as (address, _):
        conf.write_text(good + "\nSITEURL = \n", "utf-8")
        soon(lambda: "lässt sich nicht lesen" in get(f"{address}/")[1])
        conf.write_text(good, "utf-8")
        soon(lambda: "lässt sich nicht lesen" not in get(f"{address}/")[1])
