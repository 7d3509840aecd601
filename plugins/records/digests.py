"""Digests: what stands for a content."""

from __future__ import annotations

import hashlib


def digest(*parts: str | bytes) -> str:
    """32 hexadecimal digits over parts that cannot run into one another."""
    taken = hashlib.blake2b(digest_size=16)
    for part in parts:
        plain = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        taken.update(b"%d:" % len(plain))
        taken.update(plain)
    return taken.hexdigest()


def number_of(name: str) -> int:
    """63 bits that stand for a name; SQLite's whole numbers have 64 with their sign."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def face_of(data: bytes) -> int:
    """63 bits that stand for what is seen of a thing."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 1
