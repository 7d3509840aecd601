"""`fraktion rundbrief`: a record with what no earlier one told, and from it a text and HTML for the group's own mailing list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from ..newsletter.letter import Sender, build_html, build_text
from ..newsletter.model import CHOICES, TABLE, Event, Newsletter, known_to, parts, untold, usual_opening, usual_title
from ..press.write import write
from ..records import german
from ..records.fields import derived_uid
from ..records.links import Link, fold
from ..records.problems import count_line, errors
from .content import Site, read_site
from .events import Telling, among, events
from .heads import Head, scalar
from .settings import Refusal, Settings

FOLDER = "rundbriefe"
HELP = "# Je Zeile ein Ereignis, mit dem Namen aus den Feeds. Was nie erzählt werden soll, gehört unter „ausgelassen“; was nur gelöscht wird, kommt wieder."
Say = Callable[[str], None]


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody typed."""

    letter: str = ""  # one that is there: only its mail is made
    choice: dict[str, str] = {}  # key → name


def newsletter(settings: Settings, wish: Wish, root: Path, say: Say, shown: Callable[[Path], str]) -> int:
    site, found = read_site(settings.content, settings.today, private=settings.private, council=settings.council)
    if site.about is None:
        raise Refusal(
            "content/fraktion.yaml lässt sich nicht lesen; daraus kommt der Absender. Mehr sagt: fraktion pruefen"
        )
    if bad := errors(found):
        say(
            f"Nicht alle Texte ließen sich lesen; was darin steht, erzählt erst der nächste Rundbrief: {count_line(bad)} Mehr sagt: fraktion pruefen"
        )
    if broken := [p for p in bad if p.path.startswith("content/rundbriefe/")]:
        raise Refusal(
            "\n".join(
                [
                    *map(str, broken),
                    "Ein Rundbrief entsteht erst wieder, wenn das behoben ist; sonst erzählte er, was schon erzählt ist.",
                ]
            )
        )
    made = named(site, wish.letter) if wish.letter else written(settings, site, wish, say)
    return mailed(settings, made, root, say, shown) if made else 0


def named(site: Site, asked: str) -> Newsletter:
    """One that is there, by its file or its title."""
    stem = Path(asked).name.removesuffix(".md")
    if found := next(
        (
            letter
            for letter in site.newsletters
            if stem in (letter.stem, letter.uid) or fold(asked) == fold(letter.title)
        ),
        None,
    ):
        return found
    there = ", ".join(
        letter.stem for letter in sorted(site.newsletters, key=lambda letter: letter.date, reverse=True)[:5]
    )
    raise Refusal(
        f"Einen Rundbrief „{asked}“ gibt es nicht."
        + (f" Die letzten: {there}" if there else " Den ersten schreibt: fraktion rundbrief")
    )


# ------------------------------------------------------------------------------------ the record


def chosen(site: Site, wish: Wish) -> tuple[str, Link | None]:
    """The key of the choice, and what is chosen."""
    given = [(key, name) for key, name in wish.choice.items() if name]
    if not given:
        return "", None
    if len(given) > 1:
        raise Refusal(f"Ein Rundbrief hat höchstens eine Auswahl, nicht --{given[0][0]} und --{given[1][0]}.")
    ((key, name),) = given
    names = site.names[TABLE.fields[key].to]
    if link := names.find(name):
        return key, link
    near = german.near(name, names.typed.values(), 0.6)
    raise Refusal(
        f"„{name}“ gibt es hier nicht."
        + (f" Meinten Sie „{near}“?" if near else f" Möglich sind: {', '.join(names.proper) or 'noch keine'}.")
    )


def written(settings: Settings, site: Site, wish: Wish, say: Say) -> Newsletter | None:
    """The draft with everything that has to be told; one that is no draft any more stays as it is."""
    key, choice = chosen(site, wish)
    today, about = settings.today, choice.path if choice else ""
    same = sorted(
        (letter for letter in site.newsletters if letter.about == about), key=lambda letter: (letter.until, letter.stem)
    )
    ahead = next((letter for letter in same if letter.until > today), None)
    if ahead:
        raise Refusal(f"{ahead.source} erzählt schon bis zum {german.day(ahead.until)}.")
    draft = next((letter for letter in reversed(same) if letter.draft), None)
    current = events(site, today)
    fresh = untold(current, today, about, known_to(same, about, draft.source if draft else ""))
    if draft:
        return renewed(settings, draft, fresh, current, say)
    before = same[-1] if same else None
    if not fresh:
        say(
            f"Seit dem letzten Rundbrief ({before.source}, bis zum {german.day(before.until)}) ist nichts geschehen, was zu erzählen wäre."
            if before
            else "In den letzten sechzig Tagen ist nichts geschehen, was zu erzählen wäre."
        )
        return None
    stem = free_stem(settings.content, f"{today.isoformat()}{f'-{german.slug(choice.text)}' if choice else ''}")
    source = f"content/rundbriefe/{stem}.md"
    lines = [
        "---",
        f"uid: {derived_uid(source)}",
        f"titel: {scalar(usual_title(today, choice, key))}",
        f"datum: {today.isoformat()}",
        f"bis: {today.isoformat()}",
        *([f"{key}: {scalar(choice.text)}"] if choice else []),
        "entwurf: ja",
        HELP,
        "erzaehlt:",
        *listed(fresh),
        "---",
        "",
        usual_opening(before.until if before else None),
        "",
    ]
    write(file_of(settings, source), "\n".join(lines).encode())
    say(f"Angelegt: {source}, ein Entwurf: {counts(fresh)}.")
    return reread(settings, source)


def free_stem(content: Path, stem: str) -> str:
    number, found = 1, stem
    while (content / f"rundbriefe/{found}.md").exists():
        number += 1
        found = f"{stem}-{number}"
    return found


def renewed(settings: Settings, draft: Newsletter, fresh: list[Event], current: list[Event], say: Say) -> Newsletter:
    """A draft goes on: its list is made whole, everything else stays as somebody wrote it."""
    there = {event.id: event for event in current}
    known = {*draft.told, *draft.left}
    kept = [there[name] for name in draft.told if name in there]
    more = [event for event in fresh if event.id not in known]
    gone = len(draft.told) - len(kept)
    head = Head(draft.source, file_of(settings, draft.source).read_bytes().decode("utf-8"))
    before = head.text
    if more or gone:
        at = head.find("erzaehlt")
        if at:
            head.put(at, ["erzaehlt:", *listed([*kept, *more])], head.block(at) - at)
        else:
            head.put(head.close, ["erzaehlt:", *listed(more)])
    for key in ("datum", "bis"):
        head.set(key, settings.today.isoformat())
    if head.text == before:
        say(f"{draft.source} ist noch ein Entwurf und erzählt schon alles: {counts(kept)}.")
    else:
        write(file_of(settings, draft.source), head.text.encode())
        say(
            f"{draft.source} ist noch ein Entwurf und geht weiter: {german.counted(len(more), 'Ereignis', 'Ereignisse')} dazu"
            + (f", {gone} weggefallen" if gone else "")
            + f"; nun {counts([*kept, *more])}."
        )
    return reread(settings, draft.source)


def listed(told: Iterable[Event]) -> list[str]:
    """A line for each, and above it what it is."""
    return [
        line
        for event in told
        for line in (f"  # {' '.join(event.heading.replace(german.NBSP, ' ').split())}", f"  - {scalar(event.id)}")
    ]


def counts(told: list[Event]) -> str:
    return german.joined([f"{len(part.events)} unter „{part.heading}“" for part in parts(told)]) or "noch nichts"


def file_of(settings: Settings, source: str) -> Path:
    return settings.content / source.removeprefix("content/")


def reread(settings: Settings, source: str) -> Newsletter:
    """As the site reads it, or why it cannot; nothing is written that the check refuses."""
    site, found = read_site(settings.content, settings.today, private=settings.private, council=settings.council)
    letter = next((letter for letter in site.newsletters if letter.source == source), None)
    if letter is None:
        raise Refusal(
            "\n".join(str(p) for p in errors(found) if p.path == source)
            or f"{source} lässt sich nicht lesen. Mehr sagt: fraktion pruefen"
        )
    return letter


# -------------------------------------------------------------------------------------- the mail


def mailed(settings: Settings, letter: Newsletter, root: Path, say: Say, shown: Callable[[Path], str]) -> int:
    """Text and HTML for the mailing list, beside the project's other outputs."""
    site, _ = read_site(settings.content, settings.today, private=settings.private, council=settings.council)
    about, told = site.about, parts(Telling(among(site)).of(letter))
    sender = Sender(
        name=about.name, address=about.address, mail=about.mail, url=settings.url, subscribe=about.subscribe
    )
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    text, html = folder / f"{letter.stem}.txt", folder / f"{letter.stem}.html"
    write(text, build_text(letter, told, sender).encode())
    write(html, build_html(letter, told, sender).encode())
    say(f"Für die Mailingliste: {shown(text)} (Text), {shown(html)} (HTML)")
    if letter.draft:
        say(
            f"Einleitung in {letter.source} schreiben, dann noch einmal: fraktion rundbrief. Ist er fertig, dort die Zeile „entwurf: ja“ löschen und die Website veröffentlichen; dann führt auch sein Link zu einer Seite."
        )
    return 0


__all__ = ["CHOICES", "Wish", "newsletter"]
