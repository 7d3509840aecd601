"""How a server starts the program: what Python compiled is believed only with its digest, else compiled again from the source.

Run as a file (`python -P …/cli/sealed.py bauen …`), so that Python keeps no compiled form of this one.
A flipped bit in a compiled module would stop every push, or change what is published, until somebody deleted it by hand.
"""

from __future__ import annotations

import hashlib
import sys
from importlib import import_module
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = str(PACKAGE.parent)
ENDING = ".siegel"  # of compiled modules with their digest; Python itself looks for .pyc


def digest(path: str, data: bytes) -> bytes:
    return hashlib.sha256(path.removeprefix(ROOT).encode() + b"\0" + data).digest()


class Sealed(SourceFileLoader):
    """Keeps compiled modules beside Python's own, with their digest in front."""

    def get_data(self, path: str) -> bytes:
        if not path.endswith(".pyc"):
            return super().get_data(path)
        data = super().get_data(path.removesuffix(".pyc") + ENDING)
        if digest(path, data[32:]) != data[:32]:
            raise OSError(path)  # then it is compiled from the source
        return data[32:]

    def set_data(self, path: str, data: bytes, *, _mode: int = 0o666) -> None:
        super().set_data(path.removesuffix(".pyc") + ENDING, digest(path, data) + data, _mode=_mode)


def finder(path: str) -> FileFinder:
    """For folders of the program alone; ImportError sends Python to its own (importlib, path hooks)."""
    if path != ROOT and not f"{path}/".startswith(f"{PACKAGE}/"):
        raise ImportError(path)
    return FileFinder(path, (Sealed, SOURCE_SUFFIXES))


if __name__ == "__main__":
    sys.path_hooks.insert(0, finder)
    sys.path_importer_cache.clear()
    sys.path.insert(0, ROOT)
    sys.exit(import_module(f"{PACKAGE.name}.cli").main())
