"""The front of every build: one at a time, with the store, by the short way (brief.py) or the long one (whole.py); trouble with the disk is told."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ..press.codec import Damaged
from ..press.cores import MANY, beside
from ..press.left import strangers, untouched
from ..press.store import DAMAGED, Store, alone
from .settings import Refusal, Settings, of_disk

if TYPE_CHECKING:
    from .result import Result, Tick

SELDOM = (10_000, 50, 50)  # a build makes hundreds of thousands of values that live to its end, and few cycles


def build(settings: Settings, *, lenient: bool = False, everything: bool = False, cores: int = 1, tick: Tick = lambda done, of: None, say: Callable[[str], None] = lambda text: None) -> Result:
    """Build the site into `settings.output`. With problems nothing is written, unless `lenient` (the preview).

    `everything` reads and renders all anew and compares every byte, beside the store.
    """
    if not settings.content.is_dir():
        raise Refusal(f"Den Ordner {settings.content} gibt es nicht. Bitte im Ordner des Projekts aufrufen.")
    if settings.content in (settings.output, *settings.output.parents):
        raise Refusal(f"Der Ordner {settings.output} liegt bei den Texten. Bitte einen anderen angeben, zum Beispiel output.")
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        with alone(settings.cache, say), Store(None if everything else settings.cache, say) as store:
            try:
                return followed(build_with(store, settings, lenient, cores, tick), settings, everything)
            except (Damaged, sqlite3.DatabaseError):
                store.renew(DAMAGED)
                return followed(build_with(store, settings, lenient, cores, tick), settings, everything)
    except OSError as error:
        raise of_disk(error) from None
    except sqlite3.OperationalError as error:
        raise Refusal(f"Der Zwischenspeicher lässt sich nicht lesen oder schreiben ({error}). Bitte Platz schaffen oder den Ordner {settings.cache} löschen; er entsteht neu.") from None
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def followed(result: Result, settings: Settings, everything: bool) -> Result:
    """With the addresses of our own host that lead nowhere in what was written; with `everything`, in all that is there."""
    if result.report:
        from .leads import dead_ends, every

        result.problems = sorted({*result.problems, *dead_ends(settings.output, settings.url, settings.without, every(settings.output) if everything else result.report.written)})
    return result


def build_with(store: Store, settings: Settings, lenient: bool, cores: int, tick: Tick) -> Result:
    if strangers(settings.output, store):
        raise Refusal(f"Der Ordner {settings.output} enthält andere Dateien; sie gingen verloren. Bitte einen leeren oder neuen Ordner angeben.")
    store.forget_gone(str(settings.output))
    with beside(partial(untouched, settings.output, store), cores, store.count("pages", str(settings.output)) > MANY) as as_left:
        from .brief import build_briefly  # late: while another process looks through the output
        from .whole import long_way, state

        made_from = state(settings)
        done = build_briefly(settings, store, made_from, as_left, lenient, cores)
    return done or long_way(settings, store, made_from, lenient, cores, tick)
