"""The theme's Jinja environment: few filters, every link relative to the page it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from ..records import german
from ..records.markdown import ROOT

OPTIONS = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": jinja2.StrictUndefined}


def environment(theme: Path, filters: Mapping[str, Callable] | None = None) -> jinja2.Environment:
    """Templates of the theme. `filters` are those a pelicanconf adds (JINJA_FILTERS)."""
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(theme / "templates"), **OPTIONS)
    env.filters |= {
        "href": href, "local": local, "day": german.day, "weekday": german.weekday, "clock": german.clock, "size": german.size,
        "iso": lambda value: value.isoformat(), "number": german.number, "joined": german.joined, "slug": german.slug,
        "counted": german.counted, "capital": lambda text: text[:1].upper() + text[1:], **(filters or {}),
    }  # fmt: skip
    return env


def root_of(path: str) -> str:
    """The way from a page up to the root of the site: "../../" for "antraege/x/index.html"."""
    return "../" * path.count("/")


@jinja2.pass_context
def href(context: jinja2.runtime.Context, target: str) -> str:
    """The address of a path of this site, as seen from the page. A page that any address may show sets `root`."""
    root = context.get("root") or root_of(context["path"])
    # Names of attachments may hold blanks and umlauts; our own addresses never do.
    return root + quote(target, safe="/#-_.~,()+") or "./"


@jinja2.pass_context
def local(context: jinja2.runtime.Context, html: str) -> Markup:
    """HTML made from Markdown (raw HTML never survives that), its links as seen from the page."""
    root = context.get("root") or root_of(context["path"]) or "./"
    return Markup(html.replace(ROOT, root))


def render(env: jinja2.Environment, template: str, path: str, inputs: Mapping[str, Any]) -> str:
    return env.get_template(template).render({**inputs, "path": path})
