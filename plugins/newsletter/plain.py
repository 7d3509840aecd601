"""Our own HTML as a mail can hold it: without pictures and classes, and as plain text."""

from __future__ import annotations

import textwrap

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag

KEPT = {
    "p",
    "br",
    "hr",
    "a",
    "strong",
    "em",
    "del",
    "sup",
    "sub",
    "code",
    "pre",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start", "type"}, "li": {"value"}, "th": {"scope", "colspan"}, "td": {"colspan"}}
BLOCKS = ("p", "h2", "h3", "h4", "pre", "blockquote", "ul", "ol", "dl", "table", "hr")


def clean(html: str, page: str) -> str:
    """A picture is named and shown on the page: a mail that loads one tells who reads it."""
    soup = BeautifulSoup(html, "html.parser")
    for picture in soup.find_all("picture") or soup.find_all("img"):
        image = picture if picture.name == "img" else picture.find("img")
        link = soup.new_tag("a", href=page)
        link.string = f"[Bild: {image.get('alt', '') if image else ''}]"
        picture.replace_with(link)
    return nh3.clean(str(soup), tags=KEPT, attributes=ATTRIBUTES, link_rel=None).strip()


def words_of(html: str, width: int) -> str:
    """The text of cleaned HTML, in blocks; the address of a link behind its words."""
    return "\n\n".join(blocks(BeautifulSoup(html, "html.parser"), width))


def blocks(node: Tag, width: int, indent: str = "") -> list[str]:
    found, loose = [], []

    def close() -> None:
        if text := " ".join("".join(loose).split()):
            found.append(fill(text, indent, indent, width))
        loose.clear()

    for child in node.children:
        if not isinstance(child, Tag) or child.name not in BLOCKS:
            loose.append(inline(child))
            continue
        close()
        if child.name in ("ul", "ol", "dl"):
            found.append("\n".join(items(child, width, indent)))
        elif child.name == "table":
            found.append(
                "\n".join(
                    indent + " | ".join(" ".join(inline(cell).split()) for cell in row.find_all(["th", "td"]))
                    for row in child.find_all("tr")
                )
            )
        elif child.name == "blockquote":
            found += blocks(child, width, f"{indent}> ")
        elif child.name == "pre":
            found.append("\n".join(f"{indent}{line}" for line in child.get_text().rstrip().split("\n")))
        elif child.name == "hr":
            found.append(f"{indent}* * *")
        else:
            found.append(
                "\n".join(
                    fill(" ".join(line.split()), indent, indent, width)
                    for line in inline(child).split("\n")
                    if line.strip()
                )
            )
    close()
    return [text for text in found if text.strip()]


def items(node: Tag, width: int, indent: str) -> list[str]:
    """The points of a list, with their marks; what stands within a point is set in."""
    number, found = int(node.get("start") or 1), []
    for item in node.find_all(["li", "dt", "dd"], recursive=False):
        number = int(item.get("value") or number)
        mark = f"{number}. " if node.name == "ol" else "* " if item.name == "li" else "" if item.name == "dt" else "  "
        number += 1
        lines = "\n".join(blocks(item, width, indent + " " * len(mark)))
        found.append(f"{indent}{mark}{lines[len(indent) + len(mark) :]}")
    return found


def inline(node: Tag | NavigableString) -> str:
    if not isinstance(node, Tag):
        return str(node).replace("\n", " ")
    if node.name == "br":
        return "\n"
    text = "".join(map(inline, node.children))
    href = (node.get("href") or "").removeprefix("mailto:") if node.name == "a" else ""
    return f"{text} <{href}>" if href and href.rstrip("/") != text.strip().rstrip("/") else text


def fill(text: str, first: str, rest: str, width: int) -> str:
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
