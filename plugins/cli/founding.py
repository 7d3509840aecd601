"""Commands for a group's own site as a whole: to begin one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..site.settings import Refusal, read_day
from .around import tell


def anfangen(options: argparse.Namespace) -> int:
    from ..founding.answers import ask, build_questions, read_answers
    from ..founding.begin import begin
    from ..founding.wheel import own_wheel, read_wheel

    if options.fragen:
        print(build_questions(), end="")
        return 0
    if not options.ordner:
        raise Refusal("Es fehlt: ORDNER. Zum Beispiel: fraktion anfangen ../unsere-website")
    folder = Path(options.ordner).resolve()
    if options.antworten:
        answers = read_answers(Path(options.antworten))
    elif sys.stdin.isatty():
        answers = ask(input, tell)
    else:
        raise Refusal(
            "Hier kann niemand antworten. Bitte die Fragen in eine Datei schreiben lassen, sie ausfüllen und damit anfangen: fraktion anfangen --fragen > antworten.yaml; fraktion anfangen ORDNER --antworten antworten.yaml"
        )
    wheel = read_wheel(Path(options.programm)) if options.programm else own_wheel(site())
    begin(folder, answers, read_day(options.heute), wheel, tell)
    return 0


def erneuern(options: argparse.Namespace) -> int:
    from ..founding.renew import Wish, back, renew
    from .texts import agreed

    folder = site()
    if not folder:
        raise Refusal(
            "Hier ist keine Website: pelicanconf.py fehlt. Bitte in den Ordner der Website wechseln (cd …) und den Befehl wiederholen."
        )
    if options.zurueck:
        return back(folder, tell)
    return renew(
        folder,
        Wish(options.quelle, options.ja, options.probe, options.heute or ""),
        tell,
        agreed if sys.stdin.isatty() else None,
    )


def umstellen(options: argparse.Namespace) -> int:
    from ..founding.move import move
    from ..founding.wheel import own_wheel
    from .texts import agreed

    return move(
        Path(options.ordner).resolve(), own_wheel(None), tell, agreed if sys.stdin.isatty() else None, options.ja
    )


def site() -> Path | None:
    """Where this was asked, if it is a site or a checkout."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "pelicanconf.py").is_file()), None)
