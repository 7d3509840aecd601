"""What a build needs to be told, from pelicanconf.py and the command line."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import runpy
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from ..press.theme import Theme
from ..records.council import COUNCILS, USUAL, Council, council_of
from ..records.left import RESERVED
from ..records.sample import is_sample


class Refusal(Exception):
    """Something a person asked for that cannot be done; the text is the German sentence to print."""


# What the system says of a file, in German, and what helps.
PLACE = "Bitte die Rechte prüfen oder einen anderen Ordner angeben."
SPACE = "Bitte Platz schaffen und den Befehl wiederholen; er macht dort weiter, wo er aufhörte."
DISK = {
    errno.EACCES: ("dazu fehlt die Berechtigung", PLACE),
    errno.EPERM: ("dazu fehlt die Berechtigung", PLACE),
    errno.EROFS: ("der Datenträger ist schreibgeschützt", PLACE),
    errno.ENOSPC: ("der Datenträger ist voll", SPACE),
    errno.EDQUOT: ("der zugeteilte Platz ist aufgebraucht", SPACE),
    errno.EFBIG: ("größer darf eine Datei hier nicht werden", SPACE),
    errno.ENOENT: ("den Weg dorthin gibt es nicht", "Bitte den Namen prüfen."),
    errno.ENOTDIR: ("ein Teil des Weges ist kein Ordner", "Bitte den Namen prüfen."),
    errno.ENAMETOOLONG: ("der Name ist zu lang", "Bitte kürzen."),
    errno.EIO: ("der Datenträger meldet einen Fehler", "Bitte eine Sicherung anlegen und den Datenträger prüfen."),
}


def of_disk(error: OSError) -> Refusal:
    """A file that cannot be read or written, as a sentence with place and remedy."""
    reason, remedy = DISK.get(error.errno, (f"das System nennt die Fehlernummer {error.errno}", PLACE))
    return Refusal(f"„{error.filename or 'Eine Datei'}“ lässt sich nicht lesen oder schreiben; {reason}. {remedy}")


class Settings(Struct, frozen=True, kw_only=True):
    content: Path
    output: Path
    theme: Theme
    url: str  # of the public site, without a final "/"
    feed_tag: str  # RFC 4151: authority and date, e.g. "fraktion.example.org,2026"; never changes
    today: dt.date
    public: bool = False  # refuses sample data
    drafts: bool = False  # a preview: drafts are shown
    filters: Mapping[str, Callable] = field(default_factory=dict)
    cache: Path  # where the store of the press lies
    without: tuple[str, ...] = ()  # beginnings of paths that are not published
    private: tuple[str, ...] = ()  # exact values that may stand nowhere (private.py)
    networks: tuple[str, ...] = ()  # of our own, from which foreign feeds may be fetched all the same
    commit: str = ""  # of the texts, "" where no commit holds them as they are
    hub: str = ""  # WebSub: who is told when a feed has changed
    council: Council = USUAL  # whose words the site speaks
    council_setting: bool = False  # it is still named here, not in content/
    oparl_url: str = ""  # what the ids of the open data begin with, without a final "/"; "": as `url`

    __repr__ = object.__repr__  # of `private`: it must not end up in a log


def from_mapping(values: Mapping[str, Any], base: Path) -> Settings:
    """Settings from Pelican's names; relative paths are meant from `base`."""

    from .council import council_at  # late: the tables take their time
    from .private import known_secrets  # late: it refuses with this module's words

    def path(key: str, default: str) -> Path:
        return (base / str(values.get(key) or default)).resolve()

    url = str(values.get("SITEURL") or "").rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise Refusal(
            f'SITEURL ist „{url}“. Bitte in pelicanconf.py die öffentliche Adresse eintragen, zum Beispiel SITEURL = "https://www.example.org".'
        )
    tag = str(values.get("FEED_TAG") or "")
    if tag.count(",") != 1 or any(c.isspace() or c in "<>&\"'" for c in tag):
        raise Refusal(
            f'FEED_TAG ist „{tag}“. Bitte Rechnername und Jahr eintragen, zum Beispiel FEED_TAG = "www.example.org,2026"; danach nie mehr ändern.'
        )
    hub = str(values.get("WEBSUB") or "")
    if hub and not re.fullmatch(r"https?://[^\s<>\"']+", hub):
        raise Refusal(
            f'WEBSUB ist „{hub}“. Bitte die Adresse eines Hubs eintragen, zum Beispiel WEBSUB = "https://pubsubhubbub.appspot.com/", oder die Zeile löschen.'
        )
    oparl_url = str(values.get("OPARL_URL") or url).rstrip("/")
    if not re.fullmatch(r"https?://[^\s<>\"'#?]+", oparl_url):
        raise Refusal(
            f'OPARL_URL ist „{oparl_url}“. Bitte die Adresse eintragen, unter der die offenen Daten zuerst standen, zum Beispiel OPARL_URL = "https://www.example.org", oder die Zeile löschen.'
        )
    usual = council_of(
        name := str(values.get("VERTRETUNG") or USUAL.word)
    )  # until the site is moved over (founding/move.py)
    if usual is None:
        raise Refusal(
            f"VERTRETUNG ist „{name}“; so heißt hier keine Vertretung. Möglich sind: {', '.join(COUNCILS.words)}."
        )
    if values.get("OEFFENTLICH") and not is_sample(path("PATH", "content")):  # of the sample its own flag is said first
        refuse_unset(url, tag)
    return Settings(
        content=path("PATH", "content"),
        output=path("OUTPUT_PATH", "output"),
        theme=theme_at(path("THEME", "theme"), base),
        url=url,
        feed_tag=tag,
        today=read_day(values.get("HEUTE")),
        public=bool(values.get("OEFFENTLICH")),
        drafts=bool(values.get("ENTWUERFE")),
        filters=values.get("JINJA_FILTERS") or {},
        cache=path("CACHE_ORDNER", ".cache")
        if values.get("CACHE_ORDNER")
        else path("PATH", "content").parent / ".cache",
        without=tuple(values.get("OHNE") or ()),
        private=known_secrets(path("PATH", "content")),
        networks=tuple(values.get("TEASER_NETZE") or ()),
        hub=hub,
        council=council_at(path("PATH", "content"), usual),
        council_setting=bool(values.get("VERTRETUNG")),
        oparl_url=oparl_url,
        commit=str(values.get("COMMIT") or os.environ.get("FRAKTION_COMMIT", "")),
    )


def refuse_unset(url: str, tag: str) -> None:
    """Addresses that are nobody's (RFC 2606) must not become those of a site, least of all what its feeds are known by for ever."""
    for name, value in (("SITEURL", url), ("FEED_TAG", tag)):
        if RESERVED.search(value):
            raise Refusal(
                f"{name} ist noch „{value}“. Bitte vor dem Veröffentlichen in pelicanconf.py die eigene Adresse eintragen{', ohne https:// und mit dem Jahr dahinter; danach nie mehr ändern' if name == 'FEED_TAG' else ''}."
            )


def theme_at(folder: Path, base: Path) -> Theme:
    """The theme, and over it the site's own files in `theme/`, where that is not the whole theme itself (decision 41)."""
    own = (base / "theme").resolve()
    return Theme((own, folder) if own.is_dir() and own != folder else (folder,))


def read_day(value: Any) -> dt.date:
    """`HEUTE` as a date or as text; without it, today in Berlin."""
    if isinstance(value, dt.date):
        return value
    if not value:
        return dt.datetime.now(ZoneInfo("Europe/Berlin")).date()
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise Refusal(f"Der Tag „{value}“ ist kein Datum. Bitte so schreiben: 2026-11-22") from None


def load(conf: Path, **overrides: Any) -> Settings:
    """Read a pelicanconf.py as Pelican does: it is Python, its names in capitals are settings."""
    if not conf.is_file():
        raise Refusal(
            f"Die Datei {conf} fehlt. Bitte im Ordner des Projekts aufrufen oder mit --einstellungen den Weg angeben."
        )
    sys.path.insert(0, str(conf.parent))
    sys.modules.pop("pelicanconf", None)  # publishconf.py imports it: the one beside it, not one of before
    try:
        values = runpy.run_path(str(conf))
    except Exception as error:  # whatever a hand-edited Python file can raise
        line = f", Zeile {error.lineno}" if isinstance(error, SyntaxError) else ""
        raise Refusal(
            f"{conf.name}{line} lässt sich nicht lesen: {type(error).__name__}: {error}. Bitte die letzte Änderung daran prüfen."
        ) from None
    finally:
        sys.path.remove(str(conf.parent))
    return from_mapping(
        {**{k: v for k, v in values.items() if k.isupper()}, **{k: v for k, v in overrides.items() if v is not None}},
        conf.parent,
    )
