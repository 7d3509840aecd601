"""How a motion's text stands on its page: what was decided first, what was asked for below it with the differences marked, each answer under its question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import unescape
from typing import Literal

from markupsafe import escape
from msgspec import Struct

from .model import Motion, Part
from .story import decision_of

TAG = re.compile(r"<(/?)(\w+)([^<>]*)>")
BLANK = re.compile(r"\n\s*\n")
INLINE = frozenset({"a", "abbr", "b", "br", "code", "em", "i", "small", "strong", "sub", "sup"})
ASKED, DECIDED, QUESTIONS, ANSWERS = (
    "beschlussvorschlag",
    "beschlossener_text",
    "fragen",
    "antworten",
)  # sections (fields.toml)
LONGEST = 2_000  # words that are compared; longer texts stand side by side
ALIKE = 0.1  # less in common than this: another text, and marks would say nothing
RUN = 3  # words in a row that are no coincidence


class Main(Struct, frozen=True, kw_only=True):
    """The box at the top of a motion's text."""

    kind: Literal["decided", "asked", "questions", "answers"]
    anchor: str
    heading: str = ""  # of the section, where it is shown as it was asked
    html: str = ""
    tone: str = ""  # of the outcome, where this was decided
    asked: str = ""  # HTML of what had been asked for, where that was another text
    marked: bool = False  # its differences are marked
    points: int = 0
    unchanged: bool = False
    pairs: tuple[tuple[str, str], ...] = ()  # question and answer, as HTML


def main_part(motion: Motion, tone: str) -> Main | None:
    """What is read first: the text that was decided, else what is asked for, else questions with their answers."""
    asked, text, questions, answers = (motion.part(key) for key in (ASKED, DECIDED, QUESTIONS, ANSWERS))
    if questions:
        pairs = paired(questions, answers) if answers else ()
        anchor, heading = questions.section.anchor, questions.section.heading
        return (
            Main(kind="answers", anchor=anchor, pairs=pairs)
            if pairs
            else Main(kind="questions", anchor=anchor, heading=heading, html=questions.section.html)
        )
    decided = text.section.html if text else paragraphs(resolution(motion))
    if decided and motion.group.adopted:
        marks = differences(asked.section.html, decided) if asked else ""
        return Main(
            kind="decided",
            anchor="beschluss",
            html=decided,
            tone=tone,
            asked=marks or (asked.section.html if asked else ""),
            marked=bool(marks),
            points=asked.section.html.count("<li") if asked else 0,
        )
    if not asked:
        return None
    whole = motion.group.adopted and motion.status.unchanged
    return Main(
        kind="decided" if whole else "asked",
        anchor=asked.section.anchor,
        heading=asked.section.heading,
        html=asked.section.html,
        tone=tone if whole else "",
        unchanged=whole,
    )


def other_parts(motion: Motion, shown: Main | None) -> tuple[Part, ...]:
    """The parts of the text that the box at the top does not hold, in their order."""
    if shown is None:
        return motion.parts
    held = {
        "answers": (QUESTIONS, ANSWERS),
        "questions": (QUESTIONS,),
        "asked": (ASKED,),
        "decided": (ASKED, *(() if shown.unchanged else (DECIDED,))),
    }[shown.kind]
    return tuple(part for part in motion.parts if part.key not in held)


def resolution(motion: Motion) -> str:
    step = decision_of(motion)
    return step.text if step else ""


def paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in BLANK.split(text) if part.strip())


# ------------------------------------------------------------------------------------ questions


def paired(questions: Part, answers: Part) -> tuple[tuple[str, str], ...]:
    """Each question with its answer, where both are lists of the same length and nothing else."""
    one, other = items(questions.section.html), items(answers.section.html)
    return tuple(zip(one, other, strict=True)) if one and len(one) == len(other) else ()


def items(html: str) -> list[str]:
    """What stands in the points of a text that is one list; [] of any other text."""
    found: list[str] = []
    depth = start = 0
    for tag in TAG.finditer(html):
        closing, name = tag[1], tag[2]
        if depth == 0 and html[start : tag.start()].strip():
            return []
        if closing:
            depth -= 1
            if name == "li" and depth == 1:
                found.append(html[start : tag.start()].strip())
            start = tag.end() if depth <= 1 else start
        elif name not in ("br", "img", "hr", "wbr", "input", "source"):
            if depth == 0 and (found or name != "ol"):
                return []
            depth += 1
            start = tag.end() if name == "li" and depth == 2 else start
            if depth == 1:
                start = tag.end()
    return found if depth == 0 and not html[start:].strip() else []


# ---------------------------------------------------------------------------------- differences


def differences(asked: str, decided: str) -> str:
    """What was asked for as HTML, with <del> around what was not decided and <ins> around what was added; "" where marks would not help."""
    blocks = list(flat_blocks(asked))
    if not blocks:
        return ""
    old = [word for _, words, _ in blocks for word in words]
    new = words_of(decided)
    if not new or max(len(old), len(new)) > LONGEST:
        return ""
    kept, added = compared(old, new)
    if sum(kept) < ALIKE * min(len(old), len(new)):
        return ""
    result, at = [], 0
    for before, words, after in blocks:
        result += [
            before,
            marked(
                words,
                kept[at : at + len(words)],
                {n - at: added[n] for n in range(at, at + len(words) + 1) if n in added and (n > at or at == 0)},
            ),
            after,
        ]
        at += len(words)
    return "".join(result)


def compared(old: list[str], new: list[str]) -> tuple[list[bool], dict[int, list[str]]]:
    """Which of the old words stayed, and what was added before the n-th of them."""
    kept, added, behind = [False] * len(old), {}, 0
    runs = [
        run
        for run in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        if run.size >= RUN or run.size == 0
    ]
    for number, run in enumerate(runs):
        if run.b > behind:
            where = run.a if run.size else (runs[number - 1].a + runs[number - 1].size if number else len(old))
            added.setdefault(where, []).extend(new[behind : run.b])
        kept[run.a : run.a + run.size] = [True] * run.size
        behind = run.b + run.size
    return kept, added


def marked(words: list[str], kept: list[bool], added: dict[int, list[str]]) -> str:
    parts: list[tuple[str, list[str]]] = []

    def put(tag: str, more: list[str]) -> None:
        if parts and parts[-1][0] == tag:
            parts[-1][1].extend(more)
        else:
            parts.append((tag, list(more)))

    for n, word in enumerate(words):
        if n in added:
            put("ins", added[n])
        put("" if kept[n] else "del", [word])
    if len(words) in added:
        put("ins", added[len(words)])
    return " ".join(
        f"<{tag}>{escape(' '.join(said))}</{tag}>" if tag else str(escape(" ".join(said))) for tag, said in parts
    )


def flat_blocks(html: str) -> Iterator[tuple[str, list[str], str]]:
    """A text of paragraphs and simple lists: what stands before each block, its words, what stands after it. Nothing of any other text."""
    found, inside, end, start = [], "", 0, 0
    for tag in TAG.finditer(html):
        closing, name = bool(tag[1]), tag[2]
        if name in INLINE or (name in ("ol", "ul") and not inside):
            continue
        if name not in ("li", "p") or closing != (inside == name) or (inside and not closing):
            return
        if closing:
            found.append((html[end:start], words_of(html[start : tag.start()]), tag[0]))
            end, inside = tag.end(), ""
        else:
            start, inside = tag.end(), name
    yield from found
    if html[end:]:
        yield html[end:], [], ""


def words_of(html: str) -> list[str]:
    return unescape(TAG.sub(" ", html)).split()
