"""Reading a feed in a process of its own: whatever somebody sends, it can cost two seconds and 300 MB, and reach nothing.

The process gets bytes and gives back entries as JSON, with all that takes their whole text: teasers, and whether they fit. Before it looks at the bytes it gives up what it does not need:
it can open no file and no connection any more, write none, take no more memory and time than it was given.
"""

from __future__ import annotations

import codecs
import contextlib
import encodings
import json
import os
import pkgutil
import resource
import subprocess
import sys
from pathlib import Path

from msgspec.structs import asdict

from .choose import USUAL, Question, prepared
from .reader import Entry, Feed, NotAFeed, read_feed

SECONDS = 2  # of a processor
MEMORY = 300 * 2**20  # bytes
PATIENCE = 60  # seconds on a clock; a busy machine gives the process its two late
SAMPLES = (
    b"<rss version='2.0'><channel><title>&lt;p&gt;A&lt;/p&gt;</title><item><title>B</title><pubDate>Tue, 10 Nov 2026 10:00:00 +0100</pubDate><description>&lt;p&gt;C&lt;/p&gt;</description></item></channel></rss>",
    b"<rss><channel><item><title>\xe4 &auml; &</title><link>b</item>",
    b"<html><head><link rel='alternate' type='application/rss+xml' href='/'></head>\xe4",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"content_html": "<p>A", "date_published": "2026-11-10T10:00:00Z"}]}',
)


def read_apart(data: bytes, address: str, type: str = "", question: Question = USUAL) -> Feed:
    """As read_feed and then prepared, elsewhere. Raises NotAFeed, also for what was too much."""
    return elsewhere({"address": address, "type": type, "question": asdict(question)}, data)


def prepare_apart(feed: Feed, question: Question) -> Feed:
    """A feed that is known, for another question."""
    return elsewhere({"question": asdict(question)}, json.dumps(as_json(feed)).encode())


def elsewhere(given: dict, data: bytes) -> Feed:
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    try:
        done = subprocess.run([sys.executable, "-P", "-m", "plugins.teasers.apart"], input=json.dumps(given).encode() + b"\n" + data, capture_output=True, timeout=PATIENCE, env=environment, cwd="/", check=False)
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise NotAFeed("schickt einen Feed, der sich mit vertretbarem Aufwand nicht lesen lässt") from None
    if "refused" in said:
        raise NotAFeed(said["refused"])
    return from_json(said)


def as_json(feed: Feed) -> dict:
    return {"title": feed.title, "home": feed.home, "entries": [asdict(entry) for entry in feed.entries]}


def from_json(said: dict) -> Feed:
    return Feed(said["title"], said["home"], tuple(Entry(**entry) for entry in said["entries"]))


def confine() -> None:
    """Give up what reading needs no more. Some systems know not every limit."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, int(used + SECONDS)), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def warm_up() -> None:
    """Import now what is imported late: no file can be opened afterwards, not even of Python itself."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError, LookupError):
            codecs.lookup(module.name)
    for sample in SAMPLES:
        with contextlib.suppress(NotAFeed):
            prepared(read_feed(sample, "https://www.example.org/"), Question(wanted=("a",)))


def main() -> None:
    warm_up()
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    sys.stdin.close()
    given = json.loads(head)
    confine()
    try:
        feed = read_feed(data, given["address"], given["type"]) if "address" in given else from_json(json.loads(data))
        said = as_json(prepared(feed, Question(**given["question"])))
    except NotAFeed as refused:
        said = {"refused": str(refused)}
    except Exception:
        # A reader of all that can be sent has a gap that nobody thought of; it costs this feed and no other.
        said = {"refused": "schickt etwas, das sich nicht lesen lässt"}
    sys.stdout.write(json.dumps(said))
    sys.stdout.flush()
    os._exit(0)  # nothing to tidy up


if __name__ == "__main__":
    main()
