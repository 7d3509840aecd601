"""What takes long to work out is kept in a file, with a digest: one that is cut off, damaged or of something else is not there.

A convenience only: where nothing can be written, it is worked out again the next time.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path


def kept(file: Path, made_from: bytes = b"") -> bytes | None:
    """What was kept there of the very thing it is `made_from`; None without it."""
    with suppress(OSError):
        digest, _, data = file.read_bytes().partition(b"\n")
        if digest == hashlib.sha256(made_from + data).hexdigest().encode():
            return data
    return None


def keep(file: Path, data: bytes, made_from: bytes = b"") -> None:
    """Through a temporary name, so that another process sees all of it or nothing."""
    part = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # no such folder, no room, or a program that may not be changed
        part.write_bytes(sealed(data, made_from))
        part.replace(file)


def sealed(data: bytes, made_from: bytes = b"") -> bytes:
    """What `kept` believes."""
    return hashlib.sha256(made_from + data).hexdigest().encode() + b"\n" + data
