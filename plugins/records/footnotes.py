"""Footnotes of Python-Markdown, with the numbers of the whole page and German words; what explains them was taken out by `notes.py`."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension

BACK = "Zurück zu Fußnote {} im Text"


class Footnotes(FootnoteExtension):
    own: tuple[str, ...] = ()  # numbers of those that are explained below this section

    def __init__(self) -> None:
        super().__init__(BACKLINK_TEXT="↩", BACKLINK_TITLE=BACK)

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.parser.blockprocessors.deregister("footnote")
        md.inlinePatterns["footnote"].triggers = ("[^",)  # for fast_markdown.py
        md.footnotes = self

    def reset(self) -> None:
        super().reset()
        self.own = ()

    def start(self, texts: dict[str, str], own: tuple[str, ...], used: set[str]) -> None:
        for number, text in texts.items():
            self.setFootnote(number, text)
        self.own, self.used_refs = own, used

    def makeFootnotesDiv(self, root: Element) -> Element | None:
        every = self.footnotes
        self.footnotes = type(every)((number, every[number]) for number in self.own)
        div = super().makeFootnotesDiv(root)
        self.footnotes = every
        if div is None:
            return None
        div.remove(div[0])  # a line above them is the style's
        div.set("role", "doc-endnotes")
        div.set("aria-label", "Fußnoten")
        notes = div[0]
        if self.own[0] != "1":
            notes.set("start", self.own[0])
        for number, note in zip(self.own, notes, strict=True):
            for link in note.iter("a"):
                if link.get("class") == "footnote-backref":
                    link.set("title", BACK.format(number))
                    link.set("aria-label", BACK.format(number))
                    link.set("role", "doc-backlink")
        return div


def is_footnote(anchor: Element) -> bool:
    return anchor.get("class", "") in ("footnote-ref", "footnote-backref")
