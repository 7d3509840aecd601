"""A motion as its letter: every word that stands on the paper, as plain data. The same record gives the letter to be signed and the letter as it was filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from ..group.model import About
from ..motions.decision import vote_sentence
from ..motions.model import TABLE, Motion, Part, Signatory, Step
from ..motions.vocabulary import KINDS
from ..records.addresses import ROOT
from ..records.council import USUAL
from ..records.german import NBSP, Noun, day, joined
from .picture import Picture, as_svg
from .signs import printable
from .tree import Element, Node, blank, notes_in, read_tree

GREETING = "Sehr geehrte Damen und Herren,"
GREETINGS = ("sehr geehrte", "liebe ", "guten ", "werte ")
ASKING = (
    "beantrag",
    "möge beschließen",
    "möge bitte beschließen",
    "wir bitten",
    "bitten wir",
    "fragen wir",
    "wir fragen",
    "stellen wir",
    "wir stellen",
)  # by which a text says itself what it wants
BEGINNING = 400  # signs in which it does
CLOSING = "Mit freundlichen Grüßen"
NOT_DATED = "noch offen"
BEFORE, AFTER = "Bisheriger Text", "Beantragte Änderung"
OLD_TEXTS = frozenset(
    {"bisheriger text", "bisherige fassung", "bisheriger wortlaut", "alter text", "alte fassung", "alt"}
)
NEW_TEXTS = frozenset(
    {
        "neuer text",
        "neue fassung",
        "neuer wortlaut",
        "geänderter text",
        "geänderte fassung",
        "beantragte änderung",
        "beantragter text",
        "neu",
    }
)
GROUPISH = ("fraktion", "gruppe", "verband", "mitglied")
LATER = ("beschlossener_text", "antworten")  # sections that came after the letter was filed
SIMPLE = "Dieser Brief ist vereinfacht gesetzt, weil sich sein Text nicht anders setzen ließ. Tabellen und Bilder stehen hier: {url}"
AS_MINUTED = "Diese Wiedergabe stammt von uns. Verbindlich ist die Niederschrift der Sitzung."
SIGNED = "gez. "
COLUMNS = 3  # of signatures, side by side
SHORT = 700  # signs of a paragraph that need not be divided between two pages


class Sender(Struct, frozen=True, kw_only=True):
    """Who writes: what the group says of itself, as far as it stands on letters. Nothing else of the site makes letters anew."""

    name: str
    names: tuple[str, ...]  # under which the group moves
    address: tuple[str, ...]
    mail: str
    phone: str
    county: str
    url: str  # of the public site, without a final "/"
    logo: Picture | None = None
    group: Noun = USUAL.group  # what it is


class Old(Struct, frozen=True):
    """What is to be amended, where it is one of ours."""

    title: str
    reference: str
    part: Part


def sender_of(about: About, url: str, logo: Picture | None = None, group: Noun = USUAL.group) -> Sender:
    return Sender(
        name=about.name,
        names=about.names,
        address=about.address,
        mail=about.mail,
        phone=about.phone,
        county=about.county,
        url=url,
        logo=logo,
        group=group,
    )


# ----------------------------------------------------------------------------- the whole paper


def letter_of(
    motion: Motion, sender: Sender, pictures: Iterable[Picture] = (), old: Old | None = None
) -> dict[str, Any]:
    """The motion as it is filed. A draft has room for signatures."""
    parts = [part for part in motion.parts if part.key not in LATER and not part.section.blank]
    greeted = bool(
        parts
        and not parts[0].section.heading
        and parts[0].section.html[:40].casefold().removeprefix("<p>").startswith(GREETINGS)
    )
    asked = bool(parts) and any(word in parts[0].section.html[:BEGINNING].casefold() for word in ASKING)
    opening = KINDS[motion.kind].letter.format(basis=f" gemäß {motion.legal_basis}" if motion.legal_basis else "")
    return finished(
        {
            "from": head_of(sender, motion),
            "to": addressed(motion, sender),
            "place": dated(sender, motion.date),
            "facts": facts_of(motion),
            "marks": True,
            "kind": kind_of(motion, sender),
            "title": title_of(motion),
            "steps": sequence_of(motion.steps),
            "opening": [] if greeted or not opening else [GREETING] if asked else [GREETING, opening],
            "parts": kept(body_of(parts, sender, pictures, old if KINDS[motion.kind].amends else None)),
            "closing": CLOSING,
            "columns": signatures_of(motion),
            "files": {"word": many("anlagen", motion.files), "list": [file.title for file in motion.files]},
            "note": "",
        }
    )


def decision_of(motion: Motion, sender: Sender, pictures: Iterable[Picture] = ()) -> dict[str, Any] | None:
    """What was decided, where the text was changed; None where it was not. A paper of its own, never the filed letter with another text."""
    part, step = motion.part("beschlossener_text"), last_decision(motion)
    if part and not part.section.blank:
        parts = body_of([part], sender, pictures, None, headings=False)
    elif step and step.text:
        parts = [{"tree": [{"t": "p", "c": [line]} for line in step.text.split("\n") if line.strip()]}]
    else:
        return None
    facts = facts_of(motion)
    facts += [[TABLE.rows["step"]["gremium"].label, step.body_name]] if step else []
    facts += [[TABLE.rows["step"]["datum"].label, day(step.date)]] if step and step.date else []
    facts += [[TABLE.rows["step"]["top"].label, step.item]] if step and step.item else []
    told = [vote_sentence(vote) for vote in step.votes] if step else []
    return finished(
        {
            "from": head_of(sender, motion),
            "to": [],
            "place": "",
            "facts": facts,
            "marks": False,
            "kind": f"{TABLE.rows['step']['beschlusstext'].label} zu: {kind_of(motion, sender)}, {day(motion.date)}",
            "title": title_of(motion),
            "steps": sequence_of(()),
            "opening": [],
            "parts": [*parts, {"tree": [{"t": "p", "c": [line]} for line in told if line]}],
            "closing": "",
            "columns": [],
            "files": {"word": "", "list": []},
            "note": AS_MINUTED,
        }
    )


def paper(letter: dict[str, Any], motion: Motion, date: dt.date | None = None) -> dict[str, Any]:
    """One letter as a document. Its properties name groups, and no person."""
    return document([letter], title_of(motion), motion.originators, date or motion.date)


def document(
    letters: list[dict[str, Any]],
    title: str,
    authors: Iterable[str],
    date: dt.date,
    contents: str = "",
    about: str = "",
) -> dict[str, Any]:
    return {
        "title": printable(title),
        "authors": [printable(name) for name in authors],
        "date": [date.year, date.month, date.day],
        "contents": contents,
        "about": printable(about),
        "letters": letters,
    }


def decided_on(motion: Motion) -> dt.date:
    step = last_decision(motion)
    return step.date if step and step.date else motion.date


def last_decision(motion: Motion) -> Step | None:
    decided = [step for step in motion.steps if step.decided]
    return next((step for step in reversed(decided) if step.deciding), decided[-1] if decided else None)


# ---------------------------------------------------------------------------------- its parts


def title_of(motion: Motion) -> str:
    """No document is without a title, whatever signs somebody typed there."""
    return motion.title if not blank(printable(motion.title)) else motion.kind


def head_of(sender: Sender, motion: Motion) -> dict[str, Any]:
    joint = motion.joint or (motion.originators and motion.originators[0] not in sender.names)
    name = joined(list(motion.originators)) if joint else sender.name
    lines = [
        *([sender.name] if joint else []),
        *(line for line in sender.address if line != sender.name),
        *filter(None, [sender.phone]),
    ]
    ways = [
        (sender.mail, f"mailto:{sender.mail}"),
        (sender.url.removeprefix("https://").removeprefix("http://"), sender.url),
    ]
    back = " · ".join([*([] if sender.name in sender.address else [sender.name]), *sender.address])
    logo = sender.logo and {"svg": as_svg(sender.logo)["svg"]}
    return {
        "name": name,
        "lines": [{"text": text, "href": address} for text, address in (*((line, "") for line in lines), *ways)],
        "back": back,
        "logo": logo or None,
    }


def addressed(motion: Motion, sender: Sender) -> list[str]:
    """The lines of the window: the offices as they are typed."""
    lines = [line for to in motion.addressees for line in (to.office, to.name) if line]
    return [*lines, sender.county] if lines else [sender.county]


def dated(sender: Sender, date: dt.date) -> str:
    town = next((line.partition(" ")[2] for line in reversed(sender.address) if line.partition(" ")[0].isdecimal()), "")
    return f"{town}, {day(date)}" if town else day(date)


def facts_of(motion: Motion) -> list[list[str]]:
    """What stands beside the window: numbers, and which other papers are meant."""
    found = [[TABLE.fields["drucksache"].label, motion.reference]] if motion.reference else []
    if motion.other_references:
        found.append(
            [
                "weitere Nummer" if len(motion.other_references) == 1 else TABLE.fields["weitere_nummern"].label,
                ", ".join(motion.other_references),
            ]
        )
    related: dict[str, list[str]] = {}
    for relation in motion.relations:
        related.setdefault(relation.label, []).append(relation.link.text)
    found += [[label, "; ".join(texts)] for label, texts in related.items()]
    if motion.group_decision:
        found.append([TABLE.fields["fraktionsbeschluss_am"].label, day(motion.group_decision)])
    return [[label[:1].upper() + label[1:], value] for label, value in found]


def kind_of(motion: Motion, sender: Sender) -> str:
    """„Antrag der Fraktionen SPD und Linke“; a name that says itself what it is gets no article."""
    names = list(motion.originators)
    if not names:
        return motion.kind
    if any(word in name.casefold() for name in names for word in GROUPISH):
        return f"{motion.kind}: {joined(names)}"
    own = [name for name in names if name in sender.names] if sender.group.word != USUAL.group.word else []
    others = [name for name in names if name not in own]
    said = [f"{sender.group.of} {joined(own)}"] if own else []
    said += [f"der Fraktion{'en' if len(others) > 1 else ''} {joined(others)}"] if others else []
    return f"{motion.kind} {joined(said)}"


def sequence_of(steps: Iterable[Step]) -> dict[str, list]:
    row = TABLE.rows["step"]
    rows = [
        [joined([c.text for c in step.committees]), day(step.date) if step.date else NOT_DATED, step.item, step.role]
        for step in steps
    ]
    return {"head": [row["gremium"].label, row["datum"].label, row["top"].label, row["rolle"].label], "rows": rows}


def many(key: str, things: tuple) -> str:
    field = TABLE.fields[key]
    return field.label if len(things) == 1 else field.label_many or field.label


def body_of(
    parts: Iterable[Part], sender: Sender, pictures: Iterable[Picture], old: Old | None, *, headings: bool = True
) -> list[dict[str, Any]]:
    """The sections one by one; an old text beside the new one, where there are both."""
    parts, known = list(parts), {place: picture for picture in pictures for place in picture.places}
    notes = {key: note for part in parts for key, note in notes_in(part.section.html).items()}
    told: list[Element] = []

    def tree(part: Part, heading: bool) -> list[Node]:
        return read(part, heading, notes)

    def read(part: Part, heading: bool, notes: dict[str, Element]) -> list[Node]:
        found = read_tree(
            part.section.html,
            lambda address: absolute(address, sender.url),
            2 if heading and not blank(printable(part.section.heading)) else 1,
            notes,
            printable,
            told,
        )
        head = (
            [{"t": "h", "l": 2, "c": [part.section.heading]}]
            if heading and not blank(printable(part.section.heading))
            else []
        )
        return dressed([*head, *found], known)

    made: list[dict[str, Any]] = []
    at = 0
    while at < len(parts):
        here, after = parts[at], parts[at + 1] if at + 1 < len(parts) else None
        if (
            after
            and here.section.heading.strip().casefold() in OLD_TEXTS
            and after.section.heading.strip().casefold() in NEW_TEXTS
        ):
            made.append(
                {
                    "heads": [here.section.heading, after.section.heading],
                    "sides": [tree(here, False), tree(after, False)],
                }
            )
            at += 2
            continue
        if old and here.key == old.part.key:
            made.append(
                {
                    "tree": [{"t": "h", "l": 2, "c": [here.section.heading]}]
                    if not blank(printable(here.section.heading))
                    else []
                }
            )
            made.append(
                {
                    "heads": [f"{BEFORE} ({old.reference or old.title})", AFTER],
                    "sides": [read(old.part, False, {}), tree(here, False)],
                }
            )
        else:
            made.append({"tree": tree(here, headings)})
        at += 1
    return made


def kept(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A signature never stands on a page alone: the last paragraph, where it is short, goes with it."""
    last = parts[-1]["tree"][-1] if parts and parts[-1].get("tree") else {}
    if last.get("t") != "p" or len(said(last["c"])) > SHORT:
        return parts
    return [*parts[:-1], {"tree": [*parts[-1]["tree"][:-1], {**last, "keep": True}]}]


def absolute(address: str, url: str) -> str:
    if address.startswith(ROOT):
        return f"{url}/{address.removeprefix(ROOT)}"
    return "" if address.startswith("#") else address


def signatures_of(motion: Motion) -> list[list[dict[str, Any]]]:
    """Rows of columns. Of several groups each has its own, with its signatories below one another; of one, its signatories stand side by side."""
    groups: dict[str, list[Signatory]] = {name: [] for name in motion.originators} if motion.joint else {}
    for one in motion.signatories:
        groups.setdefault(
            one.organization or next(iter(motion.originators), "") if motion.joint or one.organization else "", []
        ).append(one)
    if len(groups) > 1:
        columns = [
            {"name": name, "people": [person(one, motion.draft, name) for one in those] or [unnamed(motion.draft)]}
            for name, those in groups.items()
        ]
    else:
        columns = [
            {"name": "", "people": [person(one, motion.draft, one.organization)]} for one in motion.signatories
        ] or [{"name": joined(list(motion.originators)), "people": [unnamed(motion.draft)] if motion.draft else []}]
    return [columns[start : start + COLUMNS] for start in range(0, len(columns), COLUMNS)]


def person(one: Signatory, draft: bool, known: str) -> dict[str, Any]:
    """`known`: the group that is said already."""
    name = f"{SIGNED if one.signed and not draft else ''}{one.person.text}".replace("gez. ", f"gez.{NBSP}")
    return {
        "lines": [name, *filter(None, [one.role, one.organization if one.organization != known else ""])],
        "room": draft,
    }


def unnamed(draft: bool) -> dict[str, Any]:
    return {"lines": [""], "room": draft}


# --------------------------------------------------------------------------------- last hand


def dressed(tree: list[Node], pictures: Mapping[str, Picture]) -> list[Node]:
    """Pictures as what is drawn; one that cannot be, and its words alone stand there."""

    def picture(node: Node) -> list[Node]:
        known = pictures.get(node["src"].removeprefix(ROOT))
        drawn = as_svg(known) if known else None
        words = node["alt"] or "Abbildung"
        return [{"t": "img", "alt": words, **drawn}] if drawn else [{"t": "p", "c": [f"[{words}]"]}]

    return each(tree, picture)


def each(tree: list[Node], change: Callable[[Node], list[Node]]) -> list[Node]:
    """The blocks of a tree with its pictures changed."""
    found: list[Node] = []
    for node in tree:
        match node["t"]:
            case "img":
                found += change(node)
            case "ul":
                found.append({**node, "c": [each(item, change) for item in node["c"]]})
            case "ol":
                found.append({**node, "c": [{**item, "c": each(item["c"], change)} for item in node["c"]]})
            case "quote":
                found.append({**node, "c": each(node["c"], change)})
            case "table":
                found.append(
                    {
                        **node,
                        "head": [each(cell, change) for cell in node["head"]],
                        "rows": [[each(cell, change) for cell in row] for row in node["rows"]],
                    }
                )
            case _:
                found.append(node)
    return found


AS_IS = frozenset({"svg", "href"})


def finished(value: Any, key: str = "") -> Any:
    """Every text with the signs that the letters have."""
    if isinstance(value, str):
        return value if key in AS_IS else printable(value)
    if isinstance(value, list):
        return [finished(part) for part in value]
    return {name: finished(part, name) for name, part in value.items()} if isinstance(value, dict) else value


def simplified(letter: dict[str, Any], url: str) -> dict[str, Any]:
    """The same words without tables, pictures, lists and marks: what is set where Typst refused the rest."""
    tree = [
        {"t": "p", "c": [line]}
        for part in letter["parts"]
        for side in part.get("sides", [part.get("tree", [])])
        for line in lines_of(side)
    ]
    return {**letter, "parts": [{"tree": tree}], "note": printable(SIMPLE.format(url=url))}


def lines_of(tree: Iterable[Node]) -> list[str]:
    """The words of a tree, a line for each paragraph, point and row."""
    found: list[str] = []
    for node in tree:
        match node["t"]:
            case "p" | "h":
                found.append(said(node["c"]))
            case "ul":
                found += [f"• {line}" for item in node["c"] for line in lines_of(item)]
            case "ol":
                found += [
                    f"{number}. {line}"
                    for number, item in enumerate(node["c"], node["start"])
                    for line in lines_of(item["c"])
                ]
            case "quote":
                found += lines_of(node["c"])
            case "pre":
                found += node["c"]
            case "table":
                found += [
                    " | ".join(" ".join(lines_of(cell)) for cell in row) for row in (node["head"], *node["rows"]) if row
                ]
            case "img":
                found.append(f"[{node['alt']}]")
    return [line for line in found if line.strip()]


def said(parts: Iterable[Any]) -> str:
    return "".join(
        part
        if isinstance(part, str)
        else " "
        if part["t"] == "br"
        else f" ({' '.join(map(said, part['c']))})"
        if part["t"] == "fn"
        else part["n"]
        if part["t"] == "again"
        else said(part["c"])
        for part in parts
    )
