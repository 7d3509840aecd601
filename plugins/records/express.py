"""The usual texts without the converter: plain paragraphs, short lists, emphasis, links. The same HTML in a tenth of the time.

What a volunteer writes is mostly so plain that its HTML can be read off. Here stands a strict grammar for such texts:
each expression leaves out whatever Python-Markdown might understand differently, and one sign too many makes the answer
None, which means: ask the converter. tests/records/test_quick.py holds both against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Signs with which Markdown can mean more than what stands below: code, HTML, entities, tables, escapes, `_emphasis_`; a line
# that begins or ends with a blank; a reference's definition; a picture. Most are looked for one by one, like strings.
FOREIGN = ("\\", "`", "<", "&", "|", "_", "\t", "\r", "\x02", "\x03", "\n ", " \n", "]:", "![", "~~~")
BREAK = re.compile(r"\n\n+")
LATER = re.compile(r"\n[-*+#=>\[]")  # a later line that may begin something else than the first

# A block's first signs: a word, a quotation, a number that counts nothing, an emphasis, a link.
FIRST = re.compile(r"[^\W\d_]|[„“\"'(§€»«–…]|\d+(?!\d|\.(?:\s|$))|\*{1,2}[^\W_]|\[")
ITEM = re.compile(r"- (.+)")
POINT = re.compile(r"\d{1,3}\. (.+)")

# Emphasis stands free on both sides and holds neither stars nor brackets; a star between letters is a letter („Schüler*innen“).
# Each expression begins with the sign that it is looked for by; what comes before is looked at afterwards.
WORDS = r"[^\W_](?:[^*\[\]\n]*[^\s*\[\]])?"
STARS = re.compile(rf"\*(?:(?<=[^\W\d_]\*)(?=[^\W\d_])|(?<![^\s(„]\*)(?:\*(?P<strong>{WORDS})\*\*|(?P<em>{WORDS})\*)(?![\w*]))")
LINKS = re.compile(r"\[([^<>\[\]\n]+)\]\(([^\s()\[\]<>\"'*]+)\)")
LETTER = "\x02"  # instead of a star that is a letter, until all others are found


class Foreign(Exception):
    """Something that only the converter understands."""


def express(text: str, anchor: Callable[[str], str]) -> tuple[str, list[str]] | None:
    """HTML and the numbered points as plain text; None for a text that is not plain enough.

    anchor  gives the attributes of a link, with a blank in front, for the address that was typed
    """
    text = text.strip("\n")
    for sign in FOREIGN:
        if sign in text:
            return None
    if text[:1] == " " or text[-1:] == " ":
        return None
    points: list[str] = []
    try:
        return "\n".join(blocks(BREAK.split(text), anchor, points)) if text else "", points
    except Foreign:
        return None


def blocks(parts: list[str], anchor: Callable[[str], str], points: list[str]) -> Iterator[str]:
    before = "p"
    for part in parts:
        kind = "ul" if part[:2] == "- " else "ol" if POINT.match(part) else "blockquote" if part[:2] == "> " else "p"
        if kind == before != "p" or (kind in ("ul", "ol") and before in ("ul", "ol")):
            raise Foreign  # Markdown would join them
        before = kind
        if kind in ("ul", "ol"):
            if kind == "ol" and not part.startswith("1. "):
                raise Foreign  # it counts from another number
            items = [plain_start(one(ITEM if kind == "ul" else POINT, line)) for line in part.split("\n")]
            if kind == "ol":
                points += [" ".join(LINKS.sub(r"\1", STARS.sub(star_words, item)).split()) for item in items]
            inner = "\n".join([f"<li>{inline(item, anchor)}</li>" for item in items])
            yield f"<{kind}>\n{inner}\n</{kind}>"
        elif kind == "blockquote":
            if "\n" in part:
                raise Foreign
            yield f"<blockquote>\n<p>{inline(plain_start(part[2:]), anchor)}</p>\n</blockquote>"
        elif LATER.search(part):
            raise Foreign
        else:
            yield f"<p>{inline(plain_start(part), anchor)}</p>"


def one(kind: re.Pattern[str], line: str) -> str:
    match = kind.fullmatch(line)
    if not match:
        raise Foreign
    return match[1]


def plain_start(text: str) -> str:
    if not FIRST.match(text):
        raise Foreign
    return text


def inline(text: str, anchor: Callable[[str], str]) -> str:
    if ">" in text:
        raise Foreign
    if "*" in text:
        text = STARS.sub(lambda found: f"<{found.lastgroup}>{found[found.lastgroup]}</{found.lastgroup}>" if found.lastgroup else LETTER, text)
        if "*" in text:
            raise Foreign
        text = text.replace(LETTER, "*")
    if "[" in text:
        text = LINKS.sub(lambda found: f"<a{anchor(found[2])}>{found[1]}</a>", text)
    if "[" in text or "]" in text:
        raise Foreign
    return text


def star_words(found: re.Match[str]) -> str:
    return found[found.lastgroup] if found.lastgroup else "*"
