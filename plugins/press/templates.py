"""The theme's Jinja environment: few filters, every link relative to the page it stands on."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from ..records import german
from ..records.addresses import ROOT
from ..records.digests import digest
from ..records.kept import keep, kept
from .hyphens import flowing, keep_in, soften, soften_html
from .structured import as_script, breadcrumbs
from .theme import Theme
from .words import Word, Words

OPTIONS = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": jinja2.StrictUndefined}


class Environment(jinja2.Environment):
    """All templates have the same globals. In a plain dict Jinja sees that faster, at every import of a component."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.loaded: dict[str, jinja2.Template] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}

    def get_template(
        self, name: str, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """A page imports a dozen components: what was loaded once is found by its name alone."""
        if name not in self.loaded:
            self.loaded[name] = super().get_template(name, parent, globals)
        return self.loaded[name]


class Compiled(jinja2.BytecodeCache):
    """Templates as Python's own code, kept beside the store: compiling them takes a fifth of a short build.

    Not in the store, which holds no code, and not beside the program, which nobody may have to write. `version` stands for
    all besides a template's text that its code depends on.
    """

    def __init__(self, version: str, folder: Path):
        self.version = version
        self.folder = folder
        with suppress(OSError):  # then nothing is kept
            folder.mkdir(parents=True, exist_ok=True)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return digest(name)

    def get_source_checksum(self, source: str) -> str:
        return digest(self.version, source)

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if data := kept(self.folder / f"{bucket.key}.jinja"):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if not sys.dont_write_bytecode:
            keep(self.folder / f"{bucket.key}.jinja", bucket.bytecode_to_string())


def compiled_in(cache: Path) -> Path:
    return cache / "vorlagen"


def environment(
    theme: Theme, filters: Mapping[str, Callable] | None = None, version: str = "", cache: Path | None = None
) -> jinja2.Environment:
    """Templates of the theme. `filters` are those a pelicanconf adds (JINJA_FILTERS); with a `version` of the code, compiled ones are kept in `cache`."""
    keep_in(cache)
    # Each build makes an environment of its own, so no template is looked at twice for changes.
    env = Environment(
        loader=jinja2.FileSystemLoader([folder / "templates" for folder in theme.folders]),
        auto_reload=False,
        cache_size=-1,
        **OPTIONS,
    )
    if version and cache:
        env.bytecode_cache = Compiled(digest(version, filter_digest(filters or {})), compiled_in(cache))
    env.filters |= {
        "href": href,
        "local": local,
        "soft": soften,
        "flow": flowing,
        "explained": explained,
        "day": german.day,
        "crop": crop,
        "told": told,
        "brief": german.brief_day,
        "weekday": german.weekday,
        "clock": german.clock,
        "size": german.size,
        "iso": lambda value: value.isoformat(),
        "number": german.number,
        "joined": german.joined,
        "slug": german.slug,
        "counted": german.counted,
        "script": as_script,
        "way": breadcrumbs,
        "capital": lambda text: text[:1].upper() + text[1:],
        **(filters or {}),
    }
    return env


REACHES = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b\s*
    (?: (?:"([^"\\]+)"|'([^'\\]+)') \s* (?= [-+]?%\} | (?:as|import|ignore|with|without)\b )  # a name and nothing else
      | \S )""",
    re.VERBOSE,
)


def template_digests(theme: Theme, filters: Mapping[str, Callable] | None = None) -> dict[str, str]:
    """For each template, what stands for it, for every template it can reach and for the filters."""
    texts = {name: file.read_bytes() for name, file in theme.files("templates").items()}
    direct = {
        name: [normal(a or b) or "*" for a, b in REACHES.findall(text.decode("utf-8", "replace"))]
        for name, text in texts.items()
    }

    def reach(name: str, seen: set[str]) -> set[str]:
        for other in direct.get(name, []):
            # A name that is worked out while rendering may be any template.
            for each in texts if other == "*" else [other]:
                if each not in seen:
                    seen.add(each)
                    reach(each, seen)
        return seen

    also = filter_digest(filters or {})
    return {
        name: digest(also, *[part for n in sorted(reach(name, {name})) for part in (n, texts.get(n, b""))])
        for name in texts
    }


def normal(name: str) -> str:
    """A template's name as Jinja takes it apart."""
    return "/".join(part for part in name.split("/") if part not in ("", "."))


def filter_digest(filters: Mapping[str, Callable]) -> str:
    """Stands for functions of a pelicanconf by the files they are written in. What those import is not looked at.

    One that was not written in a file is another each time: better a page too many than one too few.
    """
    parts: list[str | bytes] = []
    for name, function in sorted(filters.items()):
        file = Path(getattr(getattr(function, "__code__", None), "co_filename", ""))
        parts += (
            [name, f"{function.__module__}:{function.__qualname__}", file.read_bytes()]
            if file.is_file()
            else [name, repr(function)]
        )
    return digest(*parts)


SAFE = re.compile(r"[\w/#.~,()+-]*", re.ASCII)  # what `quote` would leave as it is


def root_of(path: str) -> str:
    """The way from a page up to the root of the site: "../../" for "antraege/x/index.html"."""
    return "../" * path.count("/")


# The way up from the page that is being rendered, and which words it has explained. Macros see them without being
# given them, so that Jinja can keep a component's module: importing one "with context" would build it anew on every page.
_root: ContextVar[str] = ContextVar("root", default="")
_words: ContextVar[Words | None] = ContextVar("words", default=None)


@jinja2.pass_context  # not for the context: without it Jinja works out constant addresses while compiling
def href(_: jinja2.runtime.Context, target: str) -> str:
    """The address of a path of this site, as seen from the page."""
    return _root.get() + quoted(target) or "./"


@lru_cache(maxsize=1 << 13)
def quoted(target: str) -> str:
    """Names of attachments may hold blanks and umlauts; our own addresses never do."""
    return target if SAFE.fullmatch(target) else quote(target, safe="/#-_.~,()+")


@jinja2.pass_context
def local(_: jinja2.runtime.Context, html: str, large: bool = False) -> Markup:
    """HTML made from Markdown (raw HTML never survives that), its links as seen from the page, with the places where its very long words may break."""
    return Markup(soften_html(html, large).replace(ROOT, _root.get() or "./"))


@jinja2.pass_context
def explained(_: jinja2.runtime.Context, text: str) -> str:
    """The text; a word of the glossary leads to its explanation where it stands first on the page."""
    words = _words.get()
    return words.explain(text) if words else flowing(text)


PIECES = 7  # views of the drawn county (theme/motif/draw.py)


def crop(path: str) -> str:
    """The piece of the county that belongs to an address, as a fragment of the drawing (SVG 2, 16.6)."""
    return f"#s{zlib.crc32(path.encode()) % PIECES}"


@jinja2.pass_context
def told(_: jinja2.runtime.Context, entries: tuple[Word, ...]) -> list[Word]:
    """Which of the glossary's words the page has used so far, in its order: for the end of its content."""
    words = _words.get()
    return list(words.told.values()) if words and entries else []


def render(env: jinja2.Environment, template: str, path: str, inputs: Mapping[str, Any]) -> str:
    """A page's HTML. A page that any address may show, as the 404, has an input `root` of its own."""
    root = inputs.get("root") or root_of(path)
    site = inputs.get("site")
    tokens = _root.set(root), _words.set(Words(site.words) if site and site.words else None)
    try:
        return env.get_template(template).render({**inputs, "path": path})
    finally:
        _root.reset(tokens[0])
        _words.reset(tokens[1])
