"""The theme's own files: the style sheets joined into one, scripts as they are, everything under a name that holds its hash."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from string import ascii_letters

from .page import Page
from .theme import Theme

IMPORT = re.compile(r'@import url\("(?P<file>[\w./-]+)"\)(?: layer\((?P<layer>[\w.-]+)\))?;\n?')
IMPORTS = re.compile(r"(?:@import [^\n]+\n?)+")


# What one kind of page alone needs: all others are read sooner without it.
SHEETS = {"style": "main.css", "search-style": "search-page.css", "easy-style": "easy-page.css"}
CUT = "\f"  # between style sheets that are made small together; no style sheet of ours has one


def join_styles(theme: Theme) -> dict[str, str]:
    """Each is a table of contents; put each file in its place, those that follow each other in one layer into one block."""

    def inline(run: re.Match[str]) -> str:
        parts = [
            (match["layer"], theme.file(f"static/css/{match['file']}").read_text("utf-8"))
            for match in IMPORT.finditer(run[0])
        ]
        blocks = [(layer, "".join(text for _, text in group)) for layer, group in groupby(parts, key=itemgetter(0))]
        return "".join(f"@layer {layer} {{\n{text}}}\n" if layer else text for layer, text in blocks)

    sheets = {
        key: IMPORTS.sub(inline, theme.file(f"static/css/{name}").read_text("utf-8")) for key, name in SHEETS.items()
    }
    return dict(zip(sheets, short_names(in_place(CUT.join(map(squeeze, sheets.values())))).split(CUT), strict=True))


def squeeze(css: str) -> str:
    """Leave out comments and blanks: half of the bytes, none of the meaning. Strings are kept."""
    parts = re.split(r'("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')', re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    for index in range(0, len(parts), 2):
        text = re.sub(r"\s+", " ", parts[index]).replace(" > ", ">").replace(" ~ ", "~").replace(" + .", "+.")
        parts[index] = re.sub(r" ?([{};,]) ?|(?<=:) ", r"\1", text).replace(";}", "}")
    return "".join(parts).strip() + "\n"


ROOT = re.compile(r":root\{([^{}]*)\}")
NAMED = re.compile(r"""(?<![\w.\-"'])--[a-z][\w-]*""")  # not the modifier of a class, as such or quoted
SHORT = 18  # characters; a longer value costs more in each place than the name


def in_place(css: str) -> str:
    """Put values that never change, as those of spaces and lines, where they are used: no browser has to look them up."""
    if not (root := ROOT.search(css)):
        return css
    gone = []
    for setting in filter(None, root[1].split(";")):
        name, _, value = setting.partition(":")
        once = len(re.findall(rf"(?<=[{{;]){name}:", css)) == 1 and f"var({name}," not in css
        if name.startswith("--") and once and len(value) < SHORT and "var(" not in value:
            css = css.replace(f"var({name})", value)
            gone.append(setting)
    kept = [setting for setting in ROOT.search(css)[1].split(";") if setting not in ("", *gone)]
    return ROOT.sub(f":root{{{';'.join(kept)}}}", css, count=1)


def short_names(css: str) -> str:
    """Custom properties under names of one or two letters: nothing but the style sheet knows them."""
    ranked = [name for name, _ in Counter(NAMED.findall(css)).most_common()]
    letters = [*ascii_letters, *(a + b for a in ascii_letters for b in ascii_letters)]
    names = {name: f"--{short}" for name, short in zip(ranked, letters, strict=False)}
    return NAMED.sub(lambda found: names[found[0]], css)


def without_comments(script: str) -> str:
    """Leave out lines that are comments, and what lines are indented by. No text of ours goes over several lines."""
    return "".join(
        f"{line.strip()}\n" for line in script.splitlines() if line.strip() and not line.lstrip().startswith("//")
    )


def as_is(data: bytes) -> bytes:
    return data


def from_file(source: str, digest: str) -> bytes:
    """An attachment. `digest` stands for its content among the inputs."""
    return Path(source).read_bytes()


def hashed(name: str, data: bytes) -> str:
    """theme/main.1f3a….css: a name that may be kept for ever, since other bytes have another name."""
    stem, _, ending = name.rpartition(".")
    return f"theme/{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}"


def assets(theme: Theme) -> dict[str, Page]:
    """The style sheet, what it names, the icon and the scripts, by what they are."""
    parts = {
        name: file.read_bytes()
        for folder in ("fonts", "motif")
        for name, file in theme.files(f"static/{folder}").items()
        if name.endswith((".woff2", ".svg"))
    }
    styles = join_styles(theme)
    for name, data in parts.items():
        there = rf"[./]+/(?:fonts|motif)/{re.escape(name)}"
        here = hashed(name, data).rpartition("/")[2]  # they lie side by side
        styles = {key: re.sub(there, here, style) for key, style in styles.items()}
    scripts = {
        file.stem: (name, without_comments(file.read_text("utf-8")).encode())
        for name, file in theme.files("static/js").items()
        if name.endswith(".js")
    }
    named = {
        **{key: (SHEETS[key], style.encode()) for key, style in styles.items()},
        "icon": ("icon.svg", theme.file("static/icon.svg").read_bytes()),
        **scripts,
        **{name: (name, data) for name, data in parts.items()},
    }
    return {key: Page(hashed(name, data), as_is, {"data": data}) for key, (name, data) in named.items()}
