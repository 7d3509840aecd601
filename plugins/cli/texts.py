"""Commands for those who write: check, build, look, begin a text, invite, fetch teasers."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from ..records.german import counted, number
from ..records.problems import FORMATS, as_text, count_line, errors, problem
from ..records.quoting import terminal
from ..site.settings import Refusal, Settings, load
from .around import absolute, conf, lines, need, program, progress, project, settings_of, shown, tell

MANY = 10  # pages that are named


def pruefen(options: argparse.Namespace) -> int:
    from ..site.content import read_site

    settings = settings_of(options)
    site, problems = read_site(
        need(settings.content), settings.today, settings.public, private=settings.private, council=settings.council
    )
    memory = settings.cache / "behoben.json"
    if options.zurueck:
        from ..site.repair import undo

        print("\n".join(undo(settings.content, memory)) or "Es gibt nichts zurückzunehmen.")
        return 0
    if options.beheben:
        from ..site.repair import do, mends
        from ..site.repair import shown as change

        memory.unlink(missing_ok=True)
        for _ in range(5):  # a head that can be read again may show the next slip
            found = mends(settings.content, problems, settings.today)
            if not found:
                break
            for mend in found:
                print("\n".join(map(terminal, change(mend))))
            if sys.stdin.isatty() and not agreed("So ändern? [J/n] "):
                break
            do(settings.content, found, memory)
            site, problems = read_site(
                settings.content, settings.today, settings.public, private=settings.private, council=settings.council
            )
        for line in led_on(project(options), settings):
            print(line)
            site, problems = read_site(
                settings.content, settings.today, settings.public, private=settings.private, council=settings.council
            )
        if memory.exists():
            print(f"Zurücknehmen: {program()} pruefen --zurueck")
    if settings.council_setting:
        problems = [*problems, problem("pelicanconf.py", 0, "setting-moved")]
    print(FORMATS[options.format](problems), end="")
    if site.unready and options.format == "text":
        print(
            f"Noch nicht erschienen: {counted(len(site.unready), 'Text', 'Texte')} ({', '.join(path.rpartition('/')[2] for path in site.unready[:3])}{', …' if len(site.unready) > 3 else ''}). Wer das Repository lesen kann, kann Entwürfe lesen."
        )
    return 1 if errors(problems) else 0


def led_on(root: Path, settings: Settings) -> Iterator[str]:
    """The addresses of texts that have another name than in what was published last lead on (decision 48)."""
    from ..publishing.sharing import redirecting
    from ..publishing.sharing.clone import Clone
    from ..publishing.sharing.exchange import other_of

    try:
        clone = Clone(root)
        other = other_of(clone, clone.branch, lambda names: names[0], remember=False)
    except Refusal:
        return
    published = other.tip if other else clone.head
    if published and settings.content == root / "content":
        found = redirecting.todo(
            clone.tree(published), clone.tree(clone.as_it_lies(clone.head)), clone.read, settings.today
        )
        yield from redirecting.write_all(clone, found, vanish=True)  # what ended, a person says


def bauen(options: argparse.Namespace) -> int:
    from ..press.cores import all_cores
    from ..site.build import build

    settings = settings_of(
        options,
        OUTPUT_PATH=absolute(options.ausgabe),
        PATH=absolute(options.inhalt),
        CACHE_ORDNER=absolute(options.zwischenspeicher),
        **({"ENTWUERFE": True} if options.vorschau else {}),
    )
    if settings.public and not settings.commit and not options.inhalt:
        from ..publishing.sharing.clone import commit_of_texts  # late: only what is published names its commit

        settings = replace(settings, commit=commit_of_texts(project(options)))
    started = time.monotonic()
    cores = options.kerne or all_cores()
    result = build(
        settings,
        lenient=options.vorschau,
        everything=options.alles,
        audit=options.pruefen,
        cores=cores,
        tick=lines("Seiten") if options.fortschritt else progress("Seiten"),
        say=lambda text: print(text, file=sys.stderr),
    )
    if result.problems:
        print(as_text(result.problems), file=sys.stderr, end="")
    if (errors(result.problems) and not options.vorschau) or not result.report:
        print("Es wurde nichts verändert." if not result.report else "Die Ausgabe ist unvollständig.", file=sys.stderr)
        return 1
    counts = ", ".join(f"{name}: {many}" for name, many in result.counts.items())
    report = result.report
    seconds = number(time.monotonic() - started, 1)
    print(
        f"{counts}. {report.files} Dateien, davon {len(report.written)} geschrieben, {len(report.removed)} entfernt, in {seconds}\u00a0Sekunden."
    )
    if report.stale:
        print(
            f"Veraltet und neu gemacht: {', '.join(report.stale[:MANY])}{', …' if len(report.stale) > MANY else ''}. Das ist ein Mangel des Programms; bitte melden."
        )
    elif options.pruefen:
        print("Alle Seiten sind auf dem Stand der Texte.")
    if options.warum:
        print("".join(f"  {path}: {report.reasons[path]}\n" for path in report.written), end="")
    print(f"Die Seite liegt in {shown(settings.output)}")
    return 0


def vorschau(options: argparse.Namespace) -> int:
    from ..site.preview import Preview, run

    root = project(options)

    def fresh() -> Settings:
        return load(
            conf(options, root), OUTPUT_PATH=str(root / ".cache" / "vorschau"), ENTWUERFE=True, HEUTE=options.heute
        )

    settings = fresh()
    run(
        Preview(settings, lambda text: print(text, flush=True)),
        options.port,
        [need(settings.content), *settings.theme.folders, root / "pelicanconf.py"],
        fresh,
    )
    return 0


def neu(options: argparse.Namespace) -> int:
    from ..site.new import KINDS, new_text
    from ..site.tables import tables

    settings = settings_of(options)
    if getattr(options, "aus", None):
        return from_letters(settings, options)
    table = tables(settings.council)[KINDS[options.art_des_textes]]
    given = {key: getattr(options, f"feld_{key}") for key in table.fields if getattr(options, f"feld_{key}", None)}
    asking = sys.stdin.isatty() and not given
    names = {}
    if asking:
        from ..site.content import read_site
        from .asking import ask

        names = read_site(need(settings.content), settings.today, council=settings.council)[0].names
    while True:
        given = ask(table, options.art_des_textes, settings.today.isoformat(), given, names) if asking else given
        try:
            path = new_text(need(settings.content), options.art_des_textes, given, settings.today, settings.council)
            break
        except Refusal as refusal:
            if not asking:
                raise
            print(f"\n{refusal}\n")  # and ask again; what was answered is proposed
    print(f"Angelegt: {shown(path)}")
    print(f"Jetzt den Text eintragen, dann: {program()} pruefen")
    if options.art_des_textes == "antrag":
        print(f"Solange „stand: {table.fields['stand'].usual}“ dasteht, erscheint der Antrag nur in der Vorschau.")
    return 0


def from_letters(settings: Settings, options: argparse.Namespace) -> int:
    """`fraktion neu antrag --aus …`"""
    from ..importing.desk import Order, take_over

    asking = sys.stdin.isatty() and "-" not in options.aus
    if options.format != "json":
        need(settings.content)
    return take_over(
        settings,
        Order(files=tuple(options.aus), json=options.format == "json", yes=options.ja),
        tell,
        agreed if asking else None,
    )


def agreed(question: str) -> bool:
    try:
        return input(question).strip().casefold() in ("", "j", "ja")
    except EOFError:
        raise KeyboardInterrupt from None


def sitzung(options: argparse.Namespace) -> int:
    from ..site.sitting import Order
    from ..site.sitting import sitting as run

    settings = settings_of(options)
    need(settings.content)
    get = vars(options).get
    order = Order(
        deed=options.schritt,
        date=get("datum") or "",
        to=get("auf") or "",
        body=get("gremium") or "",
        start=get("beginn") or "",
        end=get("ende") or "",
        place=get("ort") or "",
        form=get("form") or "",
        reason=get("grund") or "",
        only=tuple(get("nur") or ()),
        motion=get("antrag") or "",
        item=get("top") or "",
        title=get("titel") or "",
        yes=bool(get("ja")),
    )
    if options.schritt == "nachtragen":
        from ..importing.walk import walk

        return walk(
            settings,
            order,
            tell,
            asked_for if sys.stdin.isatty() else lambda question: sys.stdin.readline(LONGEST_SENTENCE),
            agreed if sys.stdin.isatty() else None,
        )
    return run(settings, order, tell, agreed if sys.stdin.isatty() else None)


def rundbrief(options: argparse.Namespace) -> int:
    from ..site.newsletters import CHOICES, Wish, newsletter

    settings = settings_of(options)
    need(settings.content)
    return newsletter(
        settings,
        Wish(letter=options.brief, choice={key: getattr(options, key) for key in CHOICES}),
        project(options),
        tell,
        shown,
    )


def ergebnis(options: argparse.Namespace) -> int:
    from ..importing.results import Saying, enter_sentence, results_from

    settings = settings_of(options)
    need(settings.content)
    if options.aus:
        return results_from(
            settings,
            options.aus,
            tell,
            agreed if sys.stdin.isatty() and "-" not in options.aus else None,
            yes=options.ja,
        )
    if not options.antrag:
        raise Refusal(
            "Es fehlt: ANTRAG und der Satz aus der Niederschrift, oder --aus mit der ganzen Niederschrift. Mehr: fraktion ergebnis --help"
        )
    typed = " ".join(options.satz)
    piped = typed in ("", "-") and not sys.stdin.isatty()
    if typed in ("", "-"):
        typed = sys.stdin.read(LONGEST_SENTENCE) if piped else asked_for("Der Satz aus der Niederschrift: ")
    return enter_sentence(
        settings,
        Saying(motion=options.antrag, sentence=typed, body=options.gremium, date=options.datum, yes=options.ja),
        tell,
        agreed if sys.stdin.isatty() else None,
    )


LONGEST_SENTENCE = 10_000  # characters of a sentence that is piped in


def asked_for(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        raise KeyboardInterrupt from None


def aufgaben(options: argparse.Namespace) -> int:
    from ..site.content import read_site
    from ..site.tasks import as_text as tasks_text
    from ..site.tasks import tasks

    settings = settings_of(options)
    site, problems = read_site(need(settings.content), settings.today, council=settings.council)
    print(tasks_text(tasks(site, settings.today, settings.council, problems)), end="")
    if errors(problems):
        print(
            f"Nicht alle Texte ließen sich lesen: {count_line(errors(problems))} Mehr sagt: fraktion pruefen",
            file=sys.stderr,
        )
    return 0


def teaser(options: argparse.Namespace) -> int:
    from ..teasers.run import Order, run

    settings = settings_of(options, PATH=absolute(options.inhalt), CACHE_ORDNER=absolute(options.zwischenspeicher))
    need(settings.content)
    done = run(settings, Order(rehearse=options.probe, now=options.jetzt, only=options.nur), tell)
    if done.problems:
        print(as_text(done.problems), file=sys.stderr, end="")
        print("Es wurde nichts abgerufen.", file=sys.stderr)
    return 1 if done.problems or (done.asked and done.failed == done.asked) else 0


def einladen(options: argparse.Namespace) -> int:
    from ..invitations.desk import Wish, on_terminal
    from ..invitations.desk import einladen as run

    settings = settings_of(options)
    need(settings.content)
    wish = Wish(
        meeting=options.sitzung or "",
        people=tuple(options.person),
        table=options.csv or "",
        mailbox=options.postfach or "",
        send=options.senden,
        folder=options.als_datei or "",
        again=tuple(options.nochmal),
        forget=options.vergessen,
        private=options.einwahl or "",
        encrypt=options.verschluesseln,
        rehearse=options.probe_an or "",
    )
    return run(settings, wish, on_terminal())


def felder(options: argparse.Namespace) -> int:
    from .. import group
    from ..records.handbook import build_handbook
    from ..site.tables import group_table, tables

    print(
        build_handbook([*tables().values(), group_table()], {file: kind for kind, (file, _) in group.LISTS.items()}),
        end="",
    )
    return 0
