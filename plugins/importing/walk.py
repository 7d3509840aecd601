"""`fraktion sitzung nachtragen`: after a sitting, through its agenda; the minutes' sentences become results, one after another."""

from __future__ import annotations

from collections.abc import Callable

from ..records.german import counted, day
from ..records.problems import shorten
from ..site.agendas import natural
from ..site.content import read_site
from ..site.settings import Refusal, Settings
from ..site.sitting import Desk, Order, chosen
from .results import Saying, enter_sentence

Say = Callable[[str], None]
QUESTION = "  Der Satz aus der Niederschrift (Enter überspringt): "


def walk(
    settings: Settings, order: Order, say: Say, sentence_of: Callable[[str], str], ask: Callable[[str], bool] | None
) -> int:
    """`sentence_of`: asks for a sentence; "" leaves an item open."""
    site, found = read_site(settings.content, settings.today, council=settings.council)
    one = chosen(Desk(settings, order, site, found))
    if one.date > settings.today:
        raise Refusal(f"Die Sitzung am {day(one.date)} steht noch bevor. Ergebnisse kommen danach.")
    steps = sorted(one.steps, key=lambda pair: (natural(pair[1].item), pair[0].title))
    waiting = [(motion, step) for motion, step in steps if not step.decided]
    say(
        f"{one.name}, {day(one.date)}: {counted(len(steps), 'Antrag', 'Anträge')} von uns, davon {len(waiting)} ohne Ergebnis."
    )
    done = 0
    for motion, step in waiting:
        say(f"\n{f'TOP {step.item}: ' if step.item else ''}{shorten(motion.title, 120)}")
        while sentence := sentence_of(QUESTION).strip():
            try:
                done += (
                    enter_sentence(
                        settings,
                        Saying(
                            motion=motion.uid,
                            sentence=sentence,
                            body=step.body_name,
                            date=one.date.isoformat(),
                            yes=order.yes,
                        ),
                        say,
                        ask,
                    )
                    == 0
                )
                break
            except Refusal as refusal:
                say(f"  {refusal}")
    say(f"\n{counted(done, 'Satz', 'Sätze')} gelesen; offen bleiben {len(waiting) - done}.")
    return 0
