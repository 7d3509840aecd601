"""A newsletter as a mail: plain text and HTML say the same, nothing is loaded from anywhere, and no reader is known."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from msgspec import Struct

from ..records.addresses import ROOT
from ..records.german import NBSP, day
from ..records.quoting import markup
from .model import Event, Newsletter, Part
from .plain import clean, words_of

WIDTH = 72


class Sender(Struct, frozen=True, kw_only=True):
    """Who writes, and where one subscribes."""

    name: str
    address: tuple[str, ...]
    mail: str
    url: str  # of the site, without a final "/"
    subscribe: str = ""  # a page or a mail address


def opening(letter: Newsletter, url: str) -> str:
    """What editors wrote above the chapters, as HTML that a mail can hold."""
    page = f"{url}/{letter.path}"
    html = "\n".join(
        (f"<h2>{markup(section.heading)}</h2>\n" if section.heading else "") + section.html
        for section in letter.sections
    )
    return clean(html.replace(ROOT, f"{url}/").replace(' href="#', f' href="{markup(page)}#'), page)


def imprint(letter: Newsletter, sender: Sender) -> list[tuple[str, str]]:
    rows = [("Dieser Rundbrief im Netz", f"{sender.url}/{letter.path}")]
    return [*rows, *([("An- und abmelden", sender.subscribe)] if sender.subscribe else [])]


def said(event: Event, url: str) -> tuple[str, str]:
    return event.said, f"{url}/{event.path}"


# ------------------------------------------------------------------------------------ two dresses


def build_text(letter: Newsletter, parts: Iterable[Part], sender: Sender) -> str:
    """No line of prose is longer than 72 signs, no address is broken."""
    blocks = [
        f"{letter.title}\n{'=' * len(letter.title)}\n{sender.name}, {day(letter.date)}",
        words_of(opening(letter, sender.url), WIDTH),
    ]
    for part in parts:
        blocks.append(f"{part.heading}\n{'-' * len(part.heading)}")
        for event in part.events:
            sentence, address = said(event, sender.url)
            blocks.append(
                "\n".join([filled(event.title, "* "), *([filled(sentence, "  ")] if sentence else []), f"  {address}"])
            )
    blocks.append(
        "\n".join(
            ["-- ", *sender.address, sender.mail, *(f"{label}: {value}" for label, value in imprint(letter, sender))]
        )
    )
    return "\n\n".join(filter(None, blocks)).replace(NBSP, " ") + "\n"


def filled(text: str, first: str) -> str:
    return textwrap.fill(
        text.replace(NBSP, " "),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def build_html(letter: Newsletter, parts: Iterable[Part], sender: Sender) -> str:
    body = [
        f"<h1>{markup(letter.title)}</h1>",
        f"<p>{markup(sender.name)}, {markup(day(letter.date))}</p>",
        opening(letter, sender.url),
    ]
    for part in parts:
        body.append(f"<h2>{markup(part.heading)}</h2>")
        for event in part.events:
            sentence, address = said(event, sender.url)
            body.append(f'<h3 style="margin-bottom:0"><a href="{markup(address)}">{markup(event.title)}</a></h3>')
            body += [f'<p style="margin-top:0">{markup(sentence)}</p>'] if sentence else []
    body.append(f"<hr>\n<p>{'<br>'.join(map(markup, sender.address))}<br>{linked(sender.mail)}</p>")
    body += [f"<p>{markup(label)}: {linked(value)}</p>" for label, value in imprint(letter, sender)]
    body = "\n".join(body)
    return f'<!doctype html>\n<html lang="de">\n<head><meta charset="utf-8"><title>{markup(letter.title)}</title></head>\n<body style="font-family:sans-serif;font-size:1rem;line-height:1.5;max-width:40em">\n{body}\n</body>\n</html>\n'


def linked(value: str) -> str:
    href = value if value.startswith(("http://", "https://")) else f"mailto:{value}"
    return f'<a href="{markup(href)}">{markup(value)}</a>'
