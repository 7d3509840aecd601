"""`fraktion brief` and `fraktion sammlung`: letters as files on this machine, whatever the site shows."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from ..documents import office, typeset
from ..documents.checks import HINTS, TOLERATED
from ..documents.collection import build_collection
from ..documents.letter import decided_on, decision_of, letter_of, paper
from ..documents.pages import amends, build_decision, build_letter, old_of
from ..motions.listings import newest_first
from ..motions.model import Motion
from ..press.write import write
from ..records import german
from ..records.links import fold
from ..records.problems import Problem, count_line, errors
from ..site import letters
from ..site.content import Site, read_site
from ..site.settings import Refusal, Settings
from .around import need, project, settings_of, shown

INSTALL = "Bitte einmal ausführen: make site BRIEFE=ja"
FOLDER = "briefe"


def brief(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    ready(office.possible if options.docx else typeset.possible)
    site, problems = everything(settings)
    motion = find(site, problems, options.antrag)
    for hint in sorted(
        {
            p
            for p in problems
            if p.path == motion.source and p.code in HINTS | TOLERATED | {"confirm-draft", "placeholder"}
        }
    ):
        print(hint)
    sender, pictures, old = (
        letters.sender(site.about, settings.url, settings.content, settings.council),
        letters.pictures_of(motion, settings.content),
        by_path(site).get(amends(motion)),
    )
    if options.beschluss and decision_of(motion, sender, pictures) is None:
        raise Refusal(
            f"Zu „{motion.title}“ ist kein geänderter Text eingetragen; ein Blatt mit dem Beschluss gibt es deshalb nicht. Der geänderte Text steht im Abschnitt „Beschlossener Text“ oder bei der Sitzung unter „beschlusstext“."
        )
    name = f"{motion.stem}{'-beschluss' if options.beschluss else ''}.{'docx' if options.docx else 'pdf'}"
    if options.docx:
        letter = (
            decision_of(motion, sender, pictures)
            if options.beschluss
            else letter_of(motion, sender, pictures, old_of(old))
        )
        data = office.build_office(paper(letter, motion, decided_on(motion) if options.beschluss else motion.date))
    elif options.beschluss:
        data = build_decision(motion, sender, pictures)
    else:
        data = build_letter(motion, sender, pictures, old)
    target = put(project(options), name, data)
    if motion.draft and not options.beschluss:
        print(f"Zum Unterschreiben: {target}")
    else:
        print(f"Der Brief liegt in {target}")
    return 0


def sammlung(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    ready(typeset.possible)
    site, problems = everything(settings)
    if bad := errors(problems):
        raise Refusal(
            f"Nicht alle Texte ließen sich lesen, die Sammlung hätte Lücken: {count_line(bad)} Mehr sagt: fraktion pruefen"
        )
    chosen, title, name = choose(site, options, settings.today)
    if not chosen:
        raise Refusal(f"Dazu gibt es keine Anträge: {title}.")
    paths = by_path(site)
    sender = letters.sender(site.about, settings.url, settings.content, settings.council)
    try:
        data = build_collection(
            chosen,
            sender,
            title,
            lambda motion: letters.pictures_of(motion, settings.content),
            lambda motion: old_of(paths.get(amends(motion))),
            decided=options.beschluesse,
        )
    except typeset.NotSet as error:
        raise Refusal(f"Die Sammlung ließ sich nicht setzen: {error}") from None
    print(f"{german.counted(len(chosen), 'Schreiben', 'Schreiben')} in {put(project(options), name, data)}")
    return 0


def ready(possible: Callable[[], bool]) -> None:
    if not possible():
        raise Refusal(f"Das Programm, das Briefe setzt, ist nicht eingerichtet. {INSTALL}")


def everything(settings: Settings) -> tuple[Site, list[Problem]]:
    """All texts, whatever hint a letter's own text has; a hint of letters is told though the site has none."""
    site, problems = read_site(
        need(settings.content),
        settings.today,
        preview=True,
        private=settings.private,
        council=settings.council,
        tolerated=TOLERATED,
        letters_told=True,
    )
    if site.about is None:
        raise Refusal(
            "content/fraktion.yaml lässt sich nicht lesen; daraus kommt der Absender. Mehr sagt: fraktion pruefen"
        )
    return site, problems


def by_path(site: Site) -> dict[str, Motion]:
    return {motion.path: motion for motion in site.motions}


def find(site: Site, problems: list[Problem], asked: str) -> Motion:
    """The motion that is meant: by its file, its number, its uid or its title."""
    path = asked.rstrip("/").removesuffix("index.html").rstrip("/")
    stem = Path(path).name.removesuffix(".md")
    link = site.names["motion"].find(asked) or site.names["motion"].find(stem)
    motion = next((m for m in site.motions if link and m.path == link.path and not m.deleted), None)
    if motion:
        return motion
    if link:
        source = f"content/{link.path.rstrip('/')}.md"
        found = [p for p in errors(problems) if p.path == source]
        raise Refusal(
            "\n".join([*map(str, found), "Der Brief entsteht, sobald das behoben ist."])
            if found
            else f"„{link.text}“ steht nicht mehr auf der Seite."
        )
    names = {fold(name): name for m in site.motions for name in (m.stem, m.title, m.reference) if name}
    near = german.near(fold(asked), list(names), 0.6)
    raise Refusal(
        f"Einen Antrag „{asked}“ gibt es hier nicht."
        + (
            f" Meinten Sie „{names[near]}“?"
            if near
            else " Gemeint ist der Name der Datei, die Drucksache, die Kennung oder der Titel."
        )
    )


def choose(site: Site, options: argparse.Namespace, today: dt.date) -> tuple[list[Motion], str, str]:
    """Which motions, oldest first; what the collection is called, and its file."""
    chosen = [m for m in reversed(newest_first(site.motions)) if not m.draft and not m.deleted and m.published <= today]
    words, parts = (
        ["Beschlüsse" if options.beschluesse else "Anträge und Anfragen"],
        ["beschluesse" if options.beschluesse else "sammlung"],
    )
    if options.beschluesse:
        chosen = [m for m in chosen if m.group.adopted]
    if options.jahr:
        chosen = [m for m in chosen if m.date.year == options.jahr]
        words.append(str(options.jahr))
    if options.wahlperiode:
        term = named(options.wahlperiode, [entry.link.text for entry in site.lists.terms], "Eine Wahlperiode")
        chosen = [m for m in chosen if m.term and fold(m.term.text) == fold(term)]
        words.append(f"der Wahlperiode {term}")
    if options.thema:
        topic = named(options.thema, [entry.link.text for entry in site.lists.topics], "Ein Thema")
        chosen = [m for m in chosen if any(fold(t.text) == fold(topic) for t in m.topics)]
        words.append(f"zum Thema {topic}")
    parts += [german.slug(str(part)) for part in (options.jahr, options.wahlperiode, options.thema) if part]
    return chosen, " ".join(words), "-".join(parts) + ".pdf"


def named(asked: str, known: list[str], what: str) -> str:
    found = next((name for name in known if fold(name) == fold(asked) or german.slug(name) == german.slug(asked)), "")
    if not found:
        near = german.near(asked, known, 0.6)
        raise Refusal(
            f"{what} „{asked}“ gibt es hier nicht."
            + (f" Meinten Sie „{near}“?" if near else f" Möglich sind: {', '.join(known)}.")
        )
    return found


def put(root: Path, name: str, data: bytes) -> str:
    target = root / FOLDER / name
    target.parent.mkdir(exist_ok=True)
    write(target, data)
    return shown(target)
