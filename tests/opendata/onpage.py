"""What a motion's page says, as cells: read from the built HTML, by the names of the columns. Knows nothing of how cells are made, but the words of statuses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import html5lib

from plugins.motions.story import OVERDUE
from plugins.motions.vocabulary import STATUSES

from ..reading import words

Node = Any


def find(node: Node, tag: str, name: str = "") -> list[Node]:
    """Every element of a kind below a node, with a class where one is asked for."""
    return [one for one in node.iter(tag) if not name or name in one.get("class", "").split()]


def first(node: Node, tag: str, name: str = "") -> Node | None:
    return next(iter(find(node, tag, name)), None)


def day_of(node: Node | None) -> str:
    time = first(node, "time") if node is not None else None
    return time.get("datetime") if time is not None else ""


def links(node: Node | None) -> list[str]:
    """The words of a list, whether they lead somewhere or not."""
    return [] if node is None else [word.strip() for word in words(node).split(", ")]


def spoken_votes(cells: list[str]) -> str:
    """12, 0, 1 → „12 Ja, 1 Enthaltung“"""
    if len(cells) == 1:
        return cells[0]
    names = ("Ja", "Nein", "Enthaltung" if cells[2] == "1" else "Enthaltungen")
    return ", ".join(f"{count} {name}" for count, name in zip(cells, names, strict=True) if count != "0")


class Told:
    """A motion's page."""

    def __init__(self, page: Path):
        self.root = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
        self.facts = {
            words(first(row, "dt")): first(row, "dd") for row in find(first(self.root, "aside", "facts"), "div")
        }

    def fact(self, *labels: str) -> Node | None:
        return next((self.facts[label] for label in labels if label in self.facts), None)

    def head(self) -> dict[str, str | list[str]]:
        """Cells that stand once on the page."""
        kind = words(first(self.root, "p", "kind"))
        verdict = words(first(first(self.root, "section", "verdict"), "h2"))
        told = json.loads(first(self.root, "script").text)["creativeWorkStatus"]  # the heading also says what was done
        assert (
            verdict == OVERDUE
            or STATUSES[told].group == "offen"
            or verdict.startswith((STATUSES[told].short, STATUSES[told].sentence))
        ), (verdict, told)
        gist = first(first(self.root, "header", "head"), "p", "lead")
        signed = first(self.root, "section", "signatures")
        due = self.fact("Frist")
        colophon = words(first(self.root, "section", "colophon"))
        return {
            "titel": words(first(self.root, "h1")),
            "art": kind.partition(" vom ")[0],
            "datum": day_of(first(self.root, "p", "kind")),
            "drucksache": kind.partition("Drucksache ")[2],
            "stand": STATUSES[told].label[:1].lower() + STATUSES[told].label[1:],
            "kurzfassung": words(gist),
            "eingereicht_am": day_of(self.fact("Eingereicht")) or day_of(self.fact("Datum")),
            "antragstellende": links(self.fact("Antragstellend")),
            "themen": links(self.fact("Thema", "Themen")),
            "orte": links(self.fact("Ort", "Orte")),
            "wahlperiode": words(self.fact("Wahlperiode")),
            "weitere_nummern": links(self.fact("Weitere Nummer", "Weitere Nummern")),
            "beantwortet_am": day_of(self.fact("Beantwortet")),
            "frist": day_of(due),
            "unterzeichner": [words(first(li, "strong")) for li in find(signed, "li")] if signed is not None else [],
            "kurzadresse": colophon,
        }

    @property
    def groups(self) -> list[tuple[str, str]]:
        """Who voted how: each group with its votes in words."""
        rows = [tr for table in find(self.root, "table", "ballots__table") for tr in find(first(table, "tbody"), "tr")]
        return [(words(first(tr, "th")), spoken_votes([words(td) for td in find(tr, "td")])) for tr in rows]

    @property
    def roll(self) -> list[tuple[str, ...]]:
        """Who voted how, name by name: name, group, vote."""
        rows = [tr for table in find(self.root, "table", "ballots__roll") for tr in find(first(table, "tbody"), "tr")]
        return [tuple(words(cell) for cell in tr) for tr in rows]

    def life(self) -> list[dict[str, Any]]:
        """The points of the life line, those with a committee apart from the others."""
        found = []
        for li in find(first(self.root, "ol", "life"), "li"):
            when, paragraphs = first(li, "p", "life__when"), [p for p in li if p.tag == "p" and not p.get("class")]
            items = [words(span) for span in find(li, "span", "life__item")]
            what = words(first(li, "p", "life__what"))
            found.append(
                {
                    "datum": day_of(when),
                    "top": next((item for item in items if item.startswith("TOP ")), ""),
                    "nichtöffentlich": "nichtöffentlich" in items,
                    "what": what,
                    "sentences": [words(p).removesuffix(".") for p in paragraphs],
                    "text": words(next((one for one in find(li, "blockquote") if not one.get("class")), None)),
                    "quote": words(first(li, "blockquote", "life__quote")),
                    "tail": re.sub(r"^.*?Quelle", "Quelle", " ".join(words(p) for p in find(li, "p", "life__more"))),
                }
            )
        return found
