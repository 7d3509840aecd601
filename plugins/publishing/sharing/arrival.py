"""Has it arrived? The public site says itself which commit it was made of (`/stand.json`); no account and no token is needed to ask it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import date

from msgspec import Struct

from ...site.stamp import STAMP
from ..git import ID, commit_of, line
from .clone import Clone

LONGEST = 600  # seconds that a forge may take
STEP = 5
LARGEST = 4096  # bytes of an answer


class Stamp(Struct, frozen=True):
    commit: str = ""
    program: str = ""
    day: date | None = None  # that it was built for


def ask(url: str, patience: float = 10) -> Stamp | None:
    """What the site at `url` says of itself; None where it says nothing. The answer is somebody else's: of it only an id, a version and a day are taken."""
    from http.client import HTTPException  # late: most commands ask nobody
    from urllib.request import Request, urlopen

    try:
        with urlopen(
            Request(f"{url}/{STAMP}", headers={"User-Agent": "fraktion", "Cache-Control": "no-cache"}), timeout=patience
        ) as answer:
            told = json.loads(answer.read(LARGEST))
        commit, program, day = str(told["commit"]), str(told["programm"]), date.fromisoformat(told["tag"])
    except (OSError, ValueError, KeyError, TypeError, HTTPException, RecursionError):
        return None
    return Stamp(
        commit if re.fullmatch(ID, commit) else "", program[:20] if re.fullmatch(r"[\w.+-]*", program) else "", day
    )


def holds(clone: Clone, stamp: Stamp | None, commit: str) -> bool:
    """Is the commit public, as it is or with something that came after it?"""
    return bool(stamp and stamp.commit and commit) and (
        stamp.commit == commit
        or (
            bool(commit_of(clone.repo, stamp.commit)) and line(clone.repo, "merge-base", commit, stamp.commit) == commit
        )
    )


def wait(
    clone: Clone, url: str, commit: str, fetch: Callable[[], object], longest: float = LONGEST, step: float = STEP
) -> bool:
    """Ask until it has arrived or the time is over. `fetch`: what may have come after it meanwhile."""
    end = time.monotonic() + longest
    while True:
        stamp = ask(url)
        if stamp and stamp.commit and not commit_of(clone.repo, stamp.commit):
            fetch()
        if holds(clone, stamp, commit):
            return True
        if time.monotonic() + step > end:
            return False
        time.sleep(step)
