"""Asks the program Pagefind for an index: one process, all records in, all files out, nothing on the disk.

Its own Python interface hangs where an answer is larger than two megabytes, so we speak its protocol ourselves:
base64 of JSON, each message ended by a comma (pagefind/src/service of its source).
"""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from threading import Thread
from typing import IO


@cache
def program() -> str | None:
    """Where the program lies; None where there is none for this kind of machine."""
    try:
        from pagefind_bin import get_executable

        return str(get_executable())
    except (ImportError, OSError):
        return None


class Failed(Exception):
    """Pagefind gave no index."""


def index(records: list[dict]) -> dict[str, bytes]:
    """The files of an index over the records, by their names."""
    requests = [{"type": "NewIndex", "config": {"force_language": "de", "keep_index_url": True}}, *({"type": "AddRecord", "index_id": 0, **record} for record in records), {"type": "GetFiles", "index_id": 0}]
    with subprocess.Popen([program() or "pagefind", "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        teller = Thread(target=tell, args=(process.stdin, requests))  # it answers each record at once: both pipes must be emptied
        teller.start()
        last = None
        for _, answer in zip(requests, answers(process.stdout), strict=False):  # in this order: it would wait for an answer more
            last = answer
        teller.join()
        process.stdin.close()
    if not last or last["type"] != "GetFiles":
        raise Failed
    return {file["path"]: b64decode(file["content"]) for file in last["files"]}


def tell(pipe: IO[bytes], requests: Iterable[dict]) -> None:
    try:
        for number, request in enumerate(requests):
            pipe.write(b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b",")
        pipe.flush()
    except OSError:  # it has ended; that no answer came says enough
        pass


def answers(pipe: IO[bytes]) -> Iterator[dict]:
    """What it says to each request, in their order."""
    rest: list[bytes] = []
    while data := pipe.read1(1 << 20):
        *whole, open_ = data.split(b",")
        for part in whole:
            payload = json.loads(b64decode(b"".join([*rest, part])))["payload"]
            rest = []
            if payload["type"] == "Error":
                raise Failed(payload["message"])
            yield payload
        rest.append(open_)
