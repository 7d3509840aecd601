"""`fraktion pruefen --beheben`: what a machine may mend without asking. Nothing else in a file changes, and all of it can be taken back."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec import Struct, json

from ..press.write import write
from ..records.characters import coded_once, in_our_letters, without_suspects
from ..records.fields import derived_uid
from ..records.frontmatter import FENCE
from ..records.problems import Problem
from ..records.slips import slip_in, typed
from .heads import Head, scalar
from .reading import located
from .settings import Refusal

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
ENDS = "\r\n"
SLIPS = (
    "yaml-colon",
    "yaml-after",
    "yaml-start",
    "yaml-blank",
)  # of which the message prints the line as it was meant, and it can only be that one
UNSURE = re.compile(
    r"(?m)^(?P<lead>[ \t\u00a0\u2002-\u200a\u202f]*)(?:(?P<dash>[-–—•])[ \u00a0\u2002-\u200a\u202f]+)?(?P<key>[\w./-]+:)?(?P<gap>[\u00a0\u2002-\u200a\u202f ]*)(?P<rest>.*)$"
)
FIXED = re.compile("[\u00a0\u2002-\u200a\u202f]")
MEANT = re.compile(r"Meinten Sie „([\w]+)“\?")
TARGET = re.compile(r"umbenennen in „([^„“]+)“|verschieben nach (content/[^ ]+\.md)")


class Mend(Struct):
    """A file as it was and as it is after; `target`: where it goes, if its name changes too."""

    path: str  # content/antraege/x.md
    old: bytes
    new: bytes
    target: str = ""
    said: list[str] = []


class Kept(Struct):
    """What one run changed, to be taken back."""

    path: str
    target: str
    old: str
    new: str


def mends(content: Path, problems: list[Problem], today: dt.date) -> list[Mend]:
    """What can be mended, file by file. Nothing is written."""
    found = []
    mended = {**MENDED, "change-undated": (partial(dated, today), "Änderung mit dem heutigen Tag eingetragen")}
    for path in sorted({p.path for p in problems}):
        mine = [p for p in problems if p.path == path]
        file = located(content, path.removeprefix("content/"))
        target = next((moved for p in mine if (moved := moving(content, p))), "")
        codes = {p.code for p in mine}
        if not target and not codes & mended.keys():
            continue
        try:
            data = file.read_bytes()
            text = data.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        mark = "\ufeff" if text.startswith("\ufeff") else ""  # it is read without a word, so it stays
        lines, said = LINE.findall(text.removeprefix(mark)), []
        for code, (mend, what) in mended.items():
            changed = list(lines)
            for p in mine:
                if p.code == code:
                    mend(changed, p)
            if changed != lines:
                lines = changed
                said += [what] if what not in said else []
        new = (mark + "".join(lines)).encode()
        if new != data or target:
            found.append(
                Mend(
                    path,
                    data,
                    new,
                    target,
                    said
                    + (
                        [
                            "an seinen Ort gelegt"
                            if target.rpartition("/")[0] != path.rpartition("/")[0]
                            else "umbenannt"
                        ]
                        if target
                        else []
                    ),
                )
            )
    return found


def moving(content: Path, p: Problem) -> str:
    """Where a file belongs whose name or place is wrong; "" where that is taken."""
    match = TARGET.search(p.remedy) if p.code in ("name-bad", "text-ending", "text-misplaced") else None
    if not match:
        return ""
    target = match[2] or f"{p.path.rpartition('/')[0]}/{match[1]}"
    return "" if (content.parent / target).exists() or (content / target.removeprefix("content/")).exists() else target


# ------------------------------------------------------------------------------- the mends


def characters(lines: list[str], _: Problem) -> None:
    for index, line in enumerate(lines):
        bare = line.rstrip(ENDS)
        lines[index] = without_suspects(bare) + line[len(bare) :]


def uid(lines: list[str], p: Problem) -> None:
    lines[:] = LINE.findall(with_uid("".join(lines), derived_uid(p.path)))


def on_line(change: Callable[[str], str]) -> Callable[[list[str], Problem], None]:
    def mend(lines: list[str], p: Problem) -> None:
        if 0 < p.line <= len(lines):
            line = lines[p.line - 1]
            bare = line.rstrip(ENDS)
            lines[p.line - 1] = change(bare) + line[len(bare) :]

    return mend


def slip(bare: str) -> str:
    """The line as the message prints it, at its own indentation."""
    found = slip_in(typed(bare)) if bare.strip() else None
    return (
        bare[: len(bare) - len(bare.lstrip())] + found[1]["mended"]
        if found and found[0] in SLIPS and "mended" in found[1]
        else bare
    )


def blanks(bare: str) -> str:
    """Blanks of word processors where YAML has a meaning for a blank: before a key, behind it and behind a dash."""
    match = UNSURE.match(bare)
    if not match or not (FIXED.search(bare) or match["dash"] in ("–", "—", "•")):
        return bare
    lead = FIXED.sub(" ", match["lead"])
    dash = "- " if match["dash"] else ""
    gap = FIXED.sub(" ", match["gap"]) if match["key"] or not match["dash"] else ""
    return f"{lead}{dash}{match['key'] or ''}{gap}{match['rest']}"


def tabs(bare: str) -> str:
    inside = bare.lstrip(" \t")
    return bare[: len(bare) - len(inside)].replace("\t", "  ") + inside


def dashes(lines: list[str], p: Problem) -> None:
    """„-Verkehr“, and the lines of the same list below it."""
    for index in range(max(p.line - 1, 0), len(lines)):
        if not (match := re.match(r"( *)-(?=[^\W\d])", lines[index])):
            break
        lines[index] = f"{match[0]} {lines[index][match.end() :]}"


def key(lines: list[str], p: Problem) -> None:
    """A key with a slip of the fingers; only where the right one is not there already."""
    meant = MEANT.search(p.remedy)
    wrong = re.match(r"„([^“]+)“", p.what)
    if (
        not meant
        or not wrong
        or not 0 < p.line <= len(lines)
        or any(re.match(rf"\s*(?:- )?{meant[1]}\s*:", line) for line in lines)
    ):
        return
    if difflib.SequenceMatcher(None, wrong[1].casefold(), meant[1]).ratio() >= 0.85:
        lines[p.line - 1] = re.sub(
            rf"^(\s*(?:- )?){re.escape(wrong[1])}(?=\s*:)", rf"\g<1>{meant[1]}", lines[p.line - 1]
        )


def typewriter(lines: list[str], p: Problem) -> None:
    for index in range(p.line - 1, len(lines)):
        if not lines[index].startswith("    "):
            break
        lines[index] = lines[index].lstrip(" ")


def by_head(change: Callable[[Head, Problem], None]) -> Callable[[list[str], Problem], None]:
    """A change of the head as `fraktion sitzung` makes it; one that is written in another way than usual stays."""

    def mend(lines: list[str], p: Problem) -> None:
        head = Head(p.path, "".join(lines))
        with suppress(Refusal):
            change(head, p)
            lines[:] = head.lines

    return mend


def to_the_new_day(head: Head, p: Problem) -> None:
    """A step goes where its sitting went; the message names the day."""
    head.set_in(p.line, "datum", re.search(r"datum: (\d{4}-\d{2}-\d{2})", p.remedy)[1])


def dated(today: dt.date, lines: list[str], p: Problem) -> None:
    by_head(
        lambda head, p: head.append(
            "aenderungen",
            {"datum": today.isoformat(), "was": scalar(re.search(r"was: (.+?)\. `fraktion", p.remedy)[1])},
        )
    )(lines, p)


MENDED: dict[str, tuple[Callable[[list[str], Problem], None], str]] = {
    "character": (characters, "unsichtbare Zeichen entfernt"),
    "coded-twice": (on_line(coded_once), "zerstörte Zeichen wiederhergestellt"),
    "lookalike": (on_line(in_our_letters), "Zeichen anderer Alphabete ersetzt"),
    "yaml-tab": (on_line(tabs), "Tabulatoren durch Leerzeichen ersetzt"),
    **dict.fromkeys(
        (
            "yaml",
            "yaml-no-colon",
            "yaml-indent",
            "yaml-below",
            "value-rows",
            "value-choice",
            "value-choice-near",
            "ref-unknown",
            "ref-near",
        ),
        (on_line(blanks), "Leerzeichen und Striche aus der Textverarbeitung ersetzt"),
    ),
    **dict.fromkeys(SLIPS, (on_line(slip), "so geschrieben, wie die Meldung sagt")),
    "yaml-dash": (dashes, "Leerzeichen nach dem Strich gesetzt"),
    "key-near": (key, "Schlüssel berichtigt"),
    "typewriter": (typewriter, "Einrückung entfernt"),
    "step-left": (by_head(to_the_new_day), "Schritt auf den neuen Tag der Sitzung gelegt"),
    "uid-missing": (uid, "Kennung eingetragen"),
}


def with_uid(text: str, uid: str) -> str:
    """Put the id on the first line of the head, or in the place of an empty `uid:`."""
    lines = LINE.findall(text)
    end = lines[0][len(lines[0].rstrip(ENDS)) :]
    close = next((i for i, line in enumerate(lines[1:], 1) if FENCE.match(line.rstrip(ENDS))), len(lines))
    empty = next((i for i in range(1, close) if re.match(r"""uid:\s*(?:''|"")?\s*(?:\s#.*)?$""", lines[i])), 0)
    lines[empty or 1 : empty + 1 if empty else 1] = [f"uid: {uid}{end}"]
    return "".join(lines)


# ---------------------------------------------------------------------- shown, done, undone


def shown(mend: Mend) -> Iterator[str]:
    """The change, line by line."""
    yield f"{mend.path}{f' → {mend.target}' if mend.target else ''}: {' und '.join(mend.said)}."
    old, new = ([line.rstrip(ENDS) for line in LINE.findall(data.decode())] for data in (mend.old, mend.new))
    for line in difflib.unified_diff(old, new, lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield f"    {line[0]} {line[1:] or '(leere Zeile)'}"


def do(content: Path, found: list[Mend], memory: Path) -> None:
    """Write what was shown; what was there before is kept until the next time."""
    kept = {one.target or one.path: one for one in recall(memory)}
    for mend in found:
        file = located(content, mend.path.removeprefix("content/"))
        before = kept.pop(mend.path, None)
        place = content / mend.target.removeprefix("content/") if mend.target else file
        if mend.target:
            place.parent.mkdir(parents=True, exist_ok=True)
            folder = file.with_suffix("")
            if folder.is_dir() and file.suffix == ".md" and not place.with_suffix("").exists():
                folder.rename(place.with_suffix(""))
            file.rename(place)
        write(place, mend.new)
        kept[mend.target or mend.path] = Kept(
            before.path if before else mend.path,
            mend.target or (before.target if before else ""),
            before.old if before else b64encode(mend.old).decode(),
            b64encode(mend.new).decode(),
        )
    memory.parent.mkdir(parents=True, exist_ok=True)
    write(memory, json.encode(list(kept.values())))


def recall(memory: Path) -> list[Kept]:
    try:
        return json.decode(memory.read_bytes(), type=list[Kept])
    except (OSError, ValueError):
        return []


def undo(content: Path, memory: Path) -> list[str]:
    """Take the last mends back, each where nobody changed the file since."""
    said = []
    for kept in recall(memory):
        now = content / (kept.target or kept.path).removeprefix("content/")
        now = now if now.exists() else located(content, (kept.target or kept.path).removeprefix("content/"))
        if not now.is_file() or now.read_bytes() != b64decode(kept.new):
            said.append(f"{kept.target or kept.path}: seitdem geändert; bleibt, wie es ist.")
            continue
        if kept.target:
            back = content / kept.path.removeprefix("content/")
            back.parent.mkdir(parents=True, exist_ok=True)
            if now.with_suffix("").is_dir() and back.suffix == ".md":
                now.with_suffix("").rename(back.with_suffix(""))
            now.rename(back)
            now = back
        write(now, b64decode(kept.old))
        said.append(f"{kept.path}: wie zuvor.")
    memory.unlink(missing_ok=True)
    return said
