"""Python-Markdown 3.11.3 with the searches left out that cannot find anything: the same HTML in a fraction of the time.

Most of the library's time is regular expressions run over text that does not hold a single one of their
characters. Every class below adds a cheap necessary condition and leaves the rest to the class it inherits
from. Some of what is overridden is private, so `markdown.py` uses this module with exactly this version and the
stock converter otherwise; tests/records/test_fast_markdown.py holds both against each other.

A pattern or processor that is not known here (because someone adds it to the dialect) is always asked, as in stock.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import markdown
from markdown import blockprocessors as block
from markdown import inlinepatterns as inline
from markdown.blockparser import BlockParser
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor
from markdown.util import ETX, STX, AtomicString

# --- Before the blocks -------------------------------------------------------------------------------------------


BLANK_LINE = re.compile(r"\n +(?=\n|\Z)")  # begins with a literal, so that it is searched for like a string


class Whitespace(NormalizeWhitespace):
    """As stock, but each step only where its character is, and the two newlines at the end are added to the lines."""

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        if STX in source or ETX in source:
            source = source.replace(STX, "").replace(ETX, "")
        if "\r" in source:
            source = source.replace("\r\n", "\n").replace("\r", "\n")
        if "\t" in source:
            source = source.expandtabs(self.md.tab_length)
        return [*BLANK_LINE.sub("\n", source).split("\n"), "", ""]


# --- Blocks ------------------------------------------------------------------------------------------------------

# A rule is a line of three or more of one mark with up to two blanks between them. In two expressions, as one that
# begins with ^ is tried at every character.
RULE_FIRST = re.compile(r" {0,3}([-_*]) {0,2}\1 {0,2}\1")
RULE_LATER = re.compile(r"\n {0,3}([-_*]) {0,2}\1 {0,2}\1")

# class → what a block that is not empty must hold for the class's test (for a reference: its run) to succeed
GUARDS: dict[type, Callable[[str], object]] = {
    block.EmptyBlockProcessor: lambda text: text[0] == "\n",
    block.ListIndentProcessor: lambda text: text[0] == " ",  # four blanks
    block.CodeBlockProcessor: lambda text: text[0] == " ",  # four blanks
    TableProcessor: lambda text: "|" in text and "\n" in text,  # two rows, and a pipe between columns or as border
    block.HashHeaderProcessor: lambda text: text[0] == "#" or "\n#" in text,  # a line begins with it, without blanks
    block.SetextHeaderProcessor: lambda text: "\n=" in text or "\n-" in text,  # the second line begins with it
    block.HRProcessor: lambda text: RULE_FIRST.match(text) or RULE_LATER.search(text),
    SaneOListProcessor: lambda text: text[0] == " " or text[0].isdigit(),  # isdigit() is true for all of \d
    SaneUListProcessor: lambda text: text[0] in " *+-",
    block.BlockQuoteProcessor: lambda text: ">" in text,
    block.ReferenceProcessor: lambda text: "]:" in text,
    block.ParagraphProcessor: lambda text: True,
}

# The guards above in two expressions: where a block starts like this (with none of the signs, or with stars and then a
# word: a list has a blank after its star, a rule nothing but stars and blanks) and no later line like that, it is a paragraph.
PLAIN_FIRST = re.compile(r"[^-_*#>+\[\d\s]|\*+[^\s*]")
MARK_LATER = re.compile(r"\n {0,3}[-_*#=>\[]")


class Parser(BlockParser):
    """Asks of each block only the processors that can say yes.

    Every level of nesting takes as many frames on the stack as in stock, because block quotes count them.
    """

    def freeze(self) -> None:
        self.asked = [(GUARDS.get(type(p), bool), p.test, p.run) for p in self.blockprocessors]
        self.all_known = all(type(p) in GUARDS for p in self.blockprocessors)
        self.paragraph = self.blockprocessors["paragraph"].run

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        while blocks:
            text = blocks[0]
            if (
                self.all_known
                and PLAIN_FIRST.match(text)
                and ("\n" not in text or ("|" not in text and not MARK_LATER.search(text)))
            ):
                self.paragraph(parent, blocks)
                continue
            for guard, test, run in self.asked:
                if (not text or guard(text)) and test(parent, blocks[0]) and run(parent, blocks) is not False:
                    break


# --- Inline ------------------------------------------------------------------------------------------------------

# expression → characters of which one stands in whatever it finds, or right after. Our own patterns name theirs in
# `triggers` (no newline: the only pattern for one is that of line breaks, see `plain`).
TRIGGERS = {
    inline.BACKTICK_RE: "`",
    inline.ESCAPE_RE: "\\",
    inline.LINK_RE: "[",  # also of references
    inline.IMAGE_LINK_RE: "[",  # also of references
    inline.AUTOLINK_RE: "<",
    inline.AUTOMAIL_RE: "<",
    inline.LINE_BREAK_RE: "\n",  # after two blanks, see `plain`
    inline.ENTITY_RE: "&",
    r"\*|_": "*_",
}
STAR = re.compile(r"\*")
REFERENCES = (
    inline.ReferenceInlineProcessor,
    inline.ImageReferenceInlineProcessor,
    inline.ShortReferenceInlineProcessor,
    inline.ShortImageReferenceInlineProcessor,
)


class Inline(InlineProcessor):
    """Asks of each text only the patterns whose trigger stands in it, in the same order, nested as in stock.

    A pattern that finds nothing changes nothing, neither the text nor anything it remembers.
    """

    def freeze(self) -> None:
        known = [
            (p, getattr(p, "triggers", TRIGGERS.get(p.pattern, ""))) for p in self.inlinePatterns
        ]  # "" is in every text
        self.all_known = all(triggers for _, triggers in known)
        self.steps = [
            (number, p, triggers[0] if triggers else "", triggers[-1] if triggers else "")
            for number, (p, triggers) in enumerate(known)
        ]
        # A reference without a definition leaves the text as it is: where none is defined, none need be looked up.
        self.steps_without_references = [step for step in self.steps if type(step[1]) not in REFERENCES]
        self.alphabet = sorted({character for step in self.steps for character in step[2:]} - {"\n"} | {STX})
        self.need_ancestors = any(p.ANCESTOR_EXCLUDES for p in self.inlinePatterns)

    def plain(self, text: str) -> bool:
        """No trigger and nothing stashed: patterns and placeholders would leave this text as it is."""
        for character in self.alphabet:  # not any(): a generator takes twice the time
            if character in text:
                return False
        return "\n" not in text or "  \n" not in text

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """As stock, but leaves plain texts where they are, and keeps no list of ancestors if no pattern asks for it."""
        self.asked = self.steps if self.md.references else self.steps_without_references
        if self.need_ancestors:
            return super().run(tree, ancestors)
        self.stashed_nodes = {}
        queue = deque([tree])
        while queue:
            element = queue.popleft()
            found = []
            for child in element:  # also those put in below
                if (text := child.text) and not isinstance(text, AtomicString) and not self.plain(text):
                    child.text = None
                    nodes = self.nodes(text, child, True)
                    queue.extend(nodes)
                    found.append((child, nodes))
                if (tail := child.tail) and not self.plain(tail):
                    child.tail = None
                    before = Element("d")
                    nodes = self.nodes(tail, before, False)
                    child.tail = before.tail or None
                    place = list(element).index(child) + 1
                    element[place:place] = nodes
                if len(child):
                    queue.append(child)
            for child, nodes in found:
                child[:0] = nodes
        return tree

    def nodes(self, text: str, holder: Element, is_text: bool) -> list[Element]:
        """The elements in a text; what stands before the first becomes the text (or tail) of `holder`."""
        text = self._InlineProcessor__handleInline(text)
        return [node for node, _ in self._InlineProcessor__processPlaceholders(text, holder, is_text)]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        for number, pattern, one, other in self.asked:
            start, matched = 0, number >= patternIndex
            while matched and (data.find(one, start) != -1 or data.find(other, start) != -1):
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, number, start)
        return data


class Emphasis(inline.DelimiterProcessor):
    """Finds the next star or underscore with an expression instead of looking at each character in Python."""

    def getCompiledRegExp(self) -> Emphasis:
        return self  # stock asks it for nothing but `finditer`

    def finditer(self, data: str, start: int) -> Iterator[re.Match[str]]:
        return (self.compiled_re if "_" in data else STAR).finditer(
            data, start
        )  # a literal is found four times as fast

    def search(self, data: str, start: int) -> re.Match[str] | None:
        for found in self.finditer(data, start):
            delimiter = self.delimiters[found.group()]
            match = delimiter.boundary.match(data, found.start())
            if match is not None and (delimiter.stack or match.lastgroup != "end"):
                return match
        return None


# --- All of it ---------------------------------------------------------------------------------------------------


class FastMarkdown(markdown.Markdown):
    """The converter made of the classes above."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.block_level_elements = frozenset(
            self.block_level_elements
        )  # asked for every element; stock has a list of 60
        self.freeze()

    def freeze(self) -> None:
        """Read the registries once and not for every block and text: nothing may be registered after this."""
        self.parser.freeze()
        self.treeprocessors["inline"].freeze()

    def build_parser(self) -> FastMarkdown:
        super().build_parser()
        self.preprocessors.register(Whitespace(self), "normalize_whitespace", 30)
        parser = Parser(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        emphasis = Emphasis("*", "strong,em", self)
        emphasis.add("_", "strong,em", smart=True)
        self.inlinePatterns.register(emphasis, "em_strong", 60)
        self.treeprocessors.register(Inline(self), "inline", 20)
        return self
