"""`fraktion neu antrag --aus …`: letters are read, shown part by part, and written as drafts after a yes."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from ..motions.model import Motion
from ..motions.vocabulary import DRAFT
from ..press.write import write
from ..records import german
from ..records.confirm import LOOK
from ..records.frontmatter import read_source
from ..records.nodes import Mapping, Scalar
from ..records.problems import shorten, why
from ..site.content import Site, read_site
from ..site.new import new_uid, scalar, stem_for
from ..site.settings import Refusal, Settings
from ..site.tables import tables
from .compose import ORDER, build_body, build_head
from .letter import QUESTION, Known, Letter, long_words
from .reading import Unreadable, kind_of, read_apart
from .shapes import fold
from .sheet import PICTURE, Sheet

ENDINGS = (".docx", ".odt", ".pdf", ".eml", ".html", ".htm", ".rtf", ".txt", ".md")
ALIKE = 0.8  # of the words of two texts, from which on they are the same letter
SURE, UNSURE = "sicher", "bitte prüfen"

Say = Callable[[str], None]
Ask = Callable[[str], bool]


class Order(Struct, frozen=True, kw_only=True):
    """What was asked for on the command line. `yes`: nobody is asked."""

    files: tuple[str, ...]
    json: bool = False
    yes: bool = False


def take_over(settings: Settings, order: Order, say: Say, ask: Ask | None) -> int:
    """Read every file, show it, write it. 0: all were read. `ask` is None where there is nobody to ask; then only `order.yes` writes."""
    paths = list(files_of(order.files))
    site = read_site(settings.content, settings.today)[0] if settings.content.is_dir() else Site()
    known = known_of(site)
    failed = written = 0
    for number, path in enumerate(paths, 1):
        name = path.name if path else "Standardeingabe"
        try:
            data = path.read_bytes() if path else sys.stdin.buffer.read()
            sheet, letter = read_apart(data, path.stem if path else "", known)
        except (Unreadable, OSError) as error:
            failed += 1
            cause = f"lässt sich nicht lesen ({why(error)})" if isinstance(error, OSError) else str(error)
            say(
                json.dumps(
                    {"datei": str(path or "-"), "felder": {}, "grund": f"Die Datei {cause}."}, ensure_ascii=False
                )
                if order.json
                else f"{shorten(name, 100)}: Die Datei {cause}.\n"
            )
            continue
        if order.json:
            say(
                json.dumps(
                    {
                        "datei": str(path or "-"),
                        "felder": {
                            key: {"wert": found.value, "sicher": found.sure, "zeile": found.line}
                            for key, found in letter.fields.items()
                        },
                    },
                    ensure_ascii=False,
                )
            )
            continue
        if len(paths) > 1:
            say(f"{number} von {len(paths)}")
        say(picture_of(name, sheet, letter))
        if twin := already_here(settings.content, site, letter):
            say(f"Diesen Brief gibt es hier schon: {twin}. Es wurde nichts angelegt.\n")
            continue
        if not order.yes and (ask is None or not ask(f"Als {DRAFT} anlegen? [J/n] ")):
            say("Es wurde nichts angelegt." + (" Mit --ja wird ohne Frage angelegt." if ask is None else "") + "\n")
            continue
        text = place(settings.content, site, letter, sheet, data, settings.today)
        written += 1
        say(told(settings, text, letter, sheet))
        if number < len(paths):
            site = read_site(settings.content, settings.today)[0]
    if len(paths) > 1 and not order.json:
        say(
            f"{german.counted(written, 'Text', 'Texte')} angelegt, {german.counted(failed, 'Datei', 'Dateien')} nicht gelesen."
        )
    return 1 if failed else 0


def files_of(names: Sequence[str]) -> Iterator[Path | None]:
    """The files that are meant; a folder stands for the letters in it, „-“ for standard input (None)."""
    for name in names:
        path = Path(name).expanduser()
        if name == "-":
            yield None
        elif path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS and file.is_file())
            if not inside:
                raise Refusal(
                    f"Im Ordner {shorten(name, 200)} liegt kein Brief. Bekannt sind {', '.join(ENDINGS[:-1])}."
                )
            yield from inside
        elif path.exists():
            yield path
        else:
            raise Refusal(
                f"Die Datei {shorten(name, 200)} gibt es nicht. Zum Beispiel: fraktion neu antrag --aus ~/Downloads/brief.docx"
            )


def known_of(site: Site) -> Known:
    kinds = tables()["motion"].fields["art"]
    committees = [name for record in site.committees for name in names_of(record)]
    return Known(
        tuple(kinds.values),
        tuple(dict(kinds.synonyms or {}).items()),
        tuple(dict.fromkeys(committees)),
        tuple(person.full_name for person in site.persons),
        site.about.every_name if site.about else (),
    )


def names_of(record) -> tuple[str, ...]:
    """How a body is and was called."""
    return tuple(name for name in (record.name, record.short_name, *(former.name for former in record.former)) if name)


# ---------------------------------------------------------------------------------- what is shown


def picture_of(name: str, sheet: Sheet, letter: Letter) -> str:
    """The letter as it was understood: its fields, then what became of its lines."""
    rows = [f"\n{shorten(name, 100)}", ""]
    for key in ORDER:
        found = letter.fields.get(key)
        if found:
            rows.append(f"  {label(key):15} {shorten(shown(found.value), 100)}   ({SURE if found.sure else UNSURE})")
        elif key in ("titel", "datum"):
            rows.append(f"  {label(key):15} steht nicht im Brief")
    rows.append("")
    rows += [
        f"  {f'Zeile {first}' if first == last else f'Zeilen {first}–{last}':15} {what}"
        for first, last, what in letter.parts
    ]
    rows += [f"  {said}" for said in sheet.said]
    return "\n".join([*rows, ""])


def label(key: str) -> str:
    return tables()["motion"].fields[key].label


def shown(value: object) -> str:
    if isinstance(value, str):
        return value
    return "; ".join(
        row if isinstance(row, str) else ", ".join(str(inner) for inner in row.values() if inner is not True)
        for row in (value if isinstance(value, list) else ())
    )


def told(settings: Settings, text: Path, letter: Letter, sheet: Sheet) -> str:
    """Where it lies now, what must be looked at, where it can be seen."""
    unsure = [label(key) for key in ORDER if key in letter.fields and not letter.fields[key].sure]
    unsure += ["der Text"] if letter.doubts else []
    pictures = {line.text for line in (*letter.resolution, *letter.reason) if line.kind == PICTURE}
    described = {picture.name for picture in sheet.pictures if picture.about} & pictures
    unsure += ["die Bilder"] if described else []
    stem = text.stem
    lines = [f"Angelegt: content/{text.relative_to(settings.content).as_posix()}"]
    if unsure:
        lines.append(
            f"Bitte ansehen: {german.joined(unsure)}. Stimmt eine Angabe, die Zeile „bitte prüfen“ dabei löschen."
        )
    if missing_words := len(pictures - described):
        lines.append(
            f"Zu {german.counted(missing_words, 'Bild', 'Bildern')} fehlt, was es zeigt: im Text zwischen die eckigen Klammern vor dem Dateinamen schreiben, statt „bitte prüfen: …“."
        )
    fields = tables()["motion"].fields
    lines.append(
        f"Noch einzutragen, was nicht im Brief steht: {german.joined([fields[key].label for key in left_open(letter)])}."
    )
    lines.append(
        f"Solange „stand: {DRAFT}“ dasteht, erscheint er nur in der Vorschau: fraktion vorschau, dann http://127.0.0.1:8000/antraege/{stem}/"
    )
    return "\n".join([*lines, ""])


# ------------------------------------------------------------------------------------ what is written


class Here(Struct, frozen=True):
    """What is known of a motion that is here, right or not yet."""

    source: str
    numbers: tuple[str, ...]
    title: str
    day: str
    text: str  # with its tags, or as Markdown


def already_here(content: Path, site: Site, letter: Letter) -> str:
    """The file of the motion that is this letter, and how that is known: by its number, its title and day, or its text; "" for none."""
    number, title, date = (
        str(letter.fields[key].value) if key in letter.fields else "" for key in ("drucksache", "titel", "datum")
    )
    here = [
        *(of_motion(motion) for motion in site.motions),
        *unfinished(content, {motion.source for motion in site.motions}),
    ]
    alike = set(long_words(title))
    if number and (
        same := next(
            (
                one
                for one in here
                if fold(number) in map(fold, one.numbers)
                and (letter.fields["drucksache"].sure or alike & set(long_words(one.title)))
            ),
            None,
        )
    ):
        return f"{same.source} (mit derselben Drucksache)"
    if (
        title
        and date
        and (
            same := next(
                (
                    one
                    for one in here
                    if fold(one.title) == fold(title) and one.day == date and not (number and one.numbers)
                ),
                None,
            )
        )
    ):  # two numbers are two papers
        return f"{same.source} (mit demselben Titel und Tag)"
    own = set(long_words(" ".join(line.text for line in (*letter.resolution, *letter.reason))))
    if len(own) < 8:
        return ""
    for one in here:
        if title and fold(one.title) != fold(title) and not alike & set(long_words(one.title)):
            continue
        theirs = set(long_words(re.sub(rf"<[^<>]{{0,300}}>|\[{LOOK}: [^\[\]]{{0,300}}\]", " ", one.text)))
        if theirs and len(own & theirs) >= ALIKE * len(own | theirs):
            return f"{one.source} (mit demselben Text)"
    return ""


def of_motion(motion: Motion) -> Here:
    return Here(
        motion.source,
        tuple(filter(None, (motion.reference, *motion.other_references))),
        motion.title,
        motion.date.isoformat() if motion.date else "",
        " ".join(part.section.html for part in motion.parts),
    )


def unfinished(content: Path, read: set[str]) -> Iterator[Here]:
    """Files that the check does not let pass yet, as a draft that was just taken over: they are here too."""
    for file in sorted((content / tables()["motion"].folder).glob("*.md")):
        source = f"content/{file.relative_to(content).as_posix()}"
        if source in read:
            continue
        found = read_source(source, file.read_bytes())
        said = (
            {key: node.text for key, node in found.head.entries.items() if isinstance(node, Scalar)}
            if isinstance(found.head, Mapping)
            else {}
        )
        yield Here(
            source,
            tuple(filter(None, [said.get("drucksache", "")])),
            said.get("titel", ""),
            said.get("datum", ""),
            found.body,
        )


def place(content: Path, site: Site, letter: Letter, sheet: Sheet, data: bytes, today: dt.date) -> Path:
    """Write the attachments, then the text; its path. Nothing that is there is overwritten."""
    table = tables()["motion"]
    folder = content / table.folder
    folder.mkdir(parents=True, exist_ok=True)
    date = letter.fields.get("datum")
    values = {
        "titel": str(letter.fields["titel"].value) if "titel" in letter.fields else "",
        "datum": str(date.value) if date else today.isoformat(),
    }
    taken = {path.stem for path in folder.rglob("*.md")} | {path.name for path in folder.iterdir() if path.is_dir()}
    stem = stem_for(table, values, taken)
    more = [f"stand: {DRAFT}", *missing(letter)]
    files = {
        picture.name: picture.data
        for picture in sheet.pictures
        if any(line.text == picture.name for line in (*letter.resolution, *letter.reason))
    }
    if kind_of(data) == "pdf":
        files["antrag.pdf"] = data
        more.append("pdf: antrag.pdf")
    for name, inner in files.items():
        (folder / stem).mkdir(exist_ok=True)
        write(folder / stem / name, inner)
    question = "art" in letter.fields and letter.fields["art"].value == QUESTION
    text = folder / f"{stem}.md"
    about = {picture.name: picture.about for picture in sheet.pictures}
    write(text, (build_head(letter, new_uid(site), scalar, more) + build_body(letter, question, about)).encode())
    return text


def missing(letter: Letter) -> Iterator[str]:
    """The usual fields that no letter holds, as `fraktion neu` leaves them open."""
    for key in left_open(letter):
        field = tables()["motion"].fields[key]
        yield f"# {field.hint or field.label}" if field.hint else f"# {field.label}, zum Beispiel: {field.example}"
        yield f"{key}:"


def left_open(letter: Letter) -> list[str]:
    """Without the names of files: of these the desk knows itself what lies beside the text (`pdf:` would stand there twice)."""
    return [
        key
        for key, field in tables()["motion"].fields.items()
        if field.ask and field.type != "file" and field.rows != "attachment" and key not in letter.fields
    ]
