"""Folders as tests compare them, and programs as people start them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from plugins import cli

from .builders import Project

ROOT = Path(__file__).resolve().parent.parent
HEUTE = "2026-11-22"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file of a folder with the time of its last change and the place on the disk where it lies."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sample_project(root: Path) -> Project:
    """The sample content in a project of its own."""
    root.mkdir(parents=True)
    project = Project(root, content={})
    shutil.copytree(ROOT / "content", project.content, dirs_exist_ok=True)
    return project


def run(arguments: list, folder: Path, **more) -> subprocess.CompletedProcess[str]:
    """A program in a folder; nothing it prints may be a traceback. The limit only ends what hangs, on however busy a machine."""
    environment = {**os.environ, **more.pop("env", {})}
    done = subprocess.run(
        [str(a) for a in arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=more.pop("timeout", 600),
        env=environment,
        stdin=more.pop("stdin", subprocess.DEVNULL),
        **more,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def called(project: Project, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command, in this process: the same words and codes ten times as fast. An exception is the test's."""
    before = Path.cwd()
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    os.chdir(folder or project.root)
    try:
        with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
            code = cli.main(arguments)
    except SystemExit as end:
        code = end.code
    finally:
        os.chdir(before)
    return subprocess.CompletedProcess(arguments, code, *(stream.buffer.getvalue().decode() for stream in streams))


def fraktion(project: Project, *arguments: str, folder: Path | None = None, **more) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "plugins.cli", *arguments], folder or project.root, **more)


def pelican(
    project: Project, output: Path, *arguments: str, folder: Path | None = None, **more
) -> subprocess.CompletedProcess[str]:
    """Stock Pelican on the fixed day, from any folder."""
    base = project.root if folder else Path()
    command = [
        sys.executable,
        "-m",
        "pelican",
        base / "content",
        "-s",
        base / "pelicanconf.py",
        "-o",
        output,
        "-e",
        f'HEUTE="{HEUTE}"',
        *arguments,
    ]
    return run(command, folder or project.root, **more)
