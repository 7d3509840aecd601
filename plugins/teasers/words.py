"""From what a feed holds to plain words: HTML read off, nothing kept of it but its text; long texts cut."""

from __future__ import annotations

import html
import re

from ..news.model import without_mark, without_rest
from ..records.characters import without_suspects

LONGEST = 20_000  # characters of one text that are looked at; a teaser needs 300, the search for words a page
# Elements whose text nobody is meant to read, or that are not text (HTML standard, 4.11, 4.12, 4.8); nh3 drops them whole.
NOISE = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "applet",
    "audio",
    "video",
    "canvas",
    "svg",
    "math",
    "select",
    "textarea",
    "title",
    "head",
    "noframes",
    "noembed",
    "frameset",
    "xmp",
    "plaintext",
}
BLOCKS = [
    "p",
    "div",
    "br",
    "hr",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "pre",
    "blockquote",
    "section",
    "article",
    "figcaption",
    *(f"h{level}" for level in range(1, 7)),
]
MARKUP = re.compile(
    r"<(?:/?(?:p|a|b|i|u|em|strong|br|hr|div|span|img|ul|ol|li|h[1-6]|font|table|tr|td|blockquote|script|style|iframe|svg|object|embed|form|input|video|audio|center|small|sup|sub)\b[^<>]*>|!--)|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp|[aou]uml|szlig|ndash|mdash|hellip|[lrb]dquo);",
    re.IGNORECASE,
)
SURROGATE = re.compile("[\ud800-\udfff]")
# What blog programs add by themselves (WordPress, get_the_excerpt and its plugins).
TAIL = re.compile(
    r"\s*(?:Der Beitrag .{1,300}? erschien zuerst auf .{1,200}|The post .{1,300}? appeared first on .{1,200}|(?:(?:\[?(?:…|\.\.\.)\]?)\s*)?(?:Weiterlesen|Mehr lesen|Read more|Continue reading)(?: .{0,80})?[\s→»›…]*)$",
    re.IGNORECASE,
)
LONGEST_TAIL = 700  # characters of a text's end in which it is looked for
MORE = " […]"
# A sentence ends where a word of three letters or more is followed by its sign and then by a capital; „10. Oktober“ and „Dr. Muster“ go on.
ENDS = re.compile(r"(?<=[^\W\d_]{3})[.!?…][“”\"»’)]*(?=\s+[„“\"»(]*[A-ZÄÖÜ0-9])")
SHORT = frozenset(
    [
        "abs",
        "art",
        "aug",
        "bzw",
        "dez",
        "evtl",
        "feb",
        "ggf",
        "inkl",
        "jan",
        "jhd",
        "max",
        "min",
        "mio",
        "mrd",
        "nov",
        "okt",
        "prof",
        "sept",
        "str",
        "tel",
        "usw",
        "vgl",
        "zzgl",
    ]
)


def clean(text: str) -> str:
    """One line of visible signs."""
    return " ".join(
        without_suspects(
            SURROGATE.sub("", text)
            .replace("\t", " ")
            .replace("\n", " ")
            .replace("\r", " ")
            .replace("\x85", " ")
            .replace("\u2028", " ")
            .replace("\u2029", " ")
        ).split()
    )


def plain(value: str, *, markup: bool) -> str:
    """The words of a value. `markup`: it is said to be HTML; other values are read as HTML where they look like it."""
    value = SURROGATE.sub("", value[:LONGEST])
    return clean(without_markup(value)) if markup or MARKUP.search(value) else clean(value)


def without_markup(value: str) -> str:
    import nh3  # late, as bs4: only this command needs them
    from bs4 import BeautifulSoup

    safe = nh3.clean(
        value,
        tags={*BLOCKS, "img"},
        clean_content_tags=NOISE,
        attributes={"img": {"alt"}},
        link_rel=None,
        url_schemes=set(),
    )
    if "<" not in safe:
        return html.unescape(safe)
    soup = BeautifulSoup(safe, "html.parser")
    for block in soup.find_all(BLOCKS):
        block.insert_before(" ")
        block.append(" ")
    said = soup.get_text()
    return said if said.strip() else " ".join(image.get("alt", "") for image in soup.find_all("img"))


def teaser(text: str, words: int, linked: bool) -> str:
    """At most `words` words, cut after a sentence where one ends in the second half, else after a word.

    The mark that there is more stands only where a link leads to it.
    """
    given = without_tail(text) if len(text) < LONGEST else text
    uncut = without_mark(given)
    parts = [part if len(part) <= 80 else f"{part[:79]}…" for part in uncut.split()]
    whole = len(parts) <= words
    said = " ".join(parts if whole else parts[:words])
    if whole and given == text == uncut:
        return said
    if not whole:
        said = at_sentence(said) or without_rest(said)
    return said + MORE if linked and said else said


def without_tail(text: str) -> str:
    """The text without what a blog program put behind it."""
    start = max(0, len(text) - LONGEST_TAIL)
    left = TAIL.sub("", text[start:])
    return text if len(left) == len(text) - start else f"{text[:start]}{left}".rstrip()


def at_sentence(text: str) -> str:
    """The text up to its last whole sentence, if that is not much shorter; else ""."""
    ends = [
        match.end()
        for match in ENDS.finditer(f"{text} X")
        if text[: match.start()].rpartition(" ")[2].strip('„("»').lower() not in SHORT
    ]
    return text[: ends[-1]] if ends and ends[-1] >= len(text) * 0.4 else ""


def title(text: str, most: int = 200) -> str:
    """A title of bearable length."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head = cut.rpartition(" ")[0]
    return f"{without_rest(head if len(head) > most // 2 else cut)}…"
