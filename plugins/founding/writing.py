"""A group's own site as texts: every file that it begins with, and those that a new version of the program writes again.

Pure: the same answers, day and program give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from msgspec import Struct

from ..group import LISTS
from ..records import german
from ..records.council import Council
from ..records.fields import derived_uid
from ..records.handbook import build_handbook
from ..records.program import own_file
from ..site.new import scalar
from ..site.pinned import FOLDER
from ..site.tables import group_table, tables
from .answers import Answers
from .packing import HANDBOOKS, WORKFLOWS
from .retold import retold

HERE = Path(__file__).parent / "vorlage"
PARTS = ("antraege", "sitzungen", "reihen", "meldungen", "personen")  # folders of content/ that begin empty


class Committee(Struct, frozen=True):
    name: str
    kind: str


class Group(Struct, frozen=True):
    """What the files around content/ have to know of the group."""

    name: str
    url: str
    council: Council


@cache
def templates() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    env.filters |= {"yaml": scalar, "python": python_text}
    return env


def python_text(value: str) -> str:
    """A string of Python, as a person writes it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(template: str, /, **values: Any) -> str:
    return re.sub(r"\n{3,}", "\n\n", templates().get_template(template).render(values))


def build_site(answers: Answers, today: dt.date) -> dict[str, str]:
    """Every text file of a new site but the program, by its path."""
    url = answers["adresse"].rstrip("/")
    group = Group(answers["name"], url, answers.council)
    values = {
        **answers.values,
        "council": answers.council,
        "state": answers.state,
        "today": today.isoformat(),
        "term": f"{answers['wahlperiode_von'].year}–{answers['wahlperiode_bis'].year}",
    }
    values |= {key: answers[key].isoformat() for key in ("wahlperiode_von", "wahlperiode_bis")}
    files = {
        f"content/{path.relative_to(HERE / 'content').as_posix()}": ""
        for path in sorted((HERE / "content").rglob("*"))
        if path.is_file() and path.parent.name != "gremien"
    }
    files = {name: written(name, **values) for name in files}
    for stem, committee in committees(answers).items():
        path = f"content/gremien/{stem}.md"
        files[path] = written("content/gremien/gremium.md", uid=derived_uid(path), committee=committee)
    files |= {f"content/{part}/.gitkeep": "" for part in PARTS}
    files["pelicanconf.py"] = written("pelicanconf.jinja", url=url, feed_tag=f"{urlsplit(url).hostname},{today.year}")
    return files | build_around(group)


def committees(answers: Answers) -> dict[str, Committee]:
    """The council itself and what was answered, by the names of their files."""
    council = answers.council
    usual = tables(council)["committee"].fields["art"].usual
    found = {german.slug(council.body.word): Committee(council.body.word, council.body.word)}
    for name in answers["gremien"]:
        found.setdefault(
            german.slug(name) or "gremium", Committee(name, name if name == council.main_committee.word else usual)
        )
    return found


def build_around(group: Group) -> dict[str, str]:
    """The files of a site that belong to the program, but for the package and what pip needs: written when it begins, and again by a new version where nobody changed them."""
    files = {
        name: written(source, name=group.name, url=group.url, council=group.council)
        for name, source in (
            ("publishconf.py", "publishconf.jinja"),
            ("Makefile", "Makefile"),
            ("README.md", "README.md"),
            (".gitignore", "gitignore"),
        )
    }
    files |= {name: own_file(name).read_text("utf-8") for name in WORKFLOWS}
    files |= {
        f"handbuch/{name}": retold(own_file(f"content/{name}").read_text("utf-8"), group.council) for name in HANDBOOKS
    }
    files["handbuch/FELDER.md"] = fields_of(group.council)
    return files


def fields_of(council: Council) -> str:
    return build_handbook(
        [*tables(council).values(), group_table(council)], {file: kind for kind, (file, _) in LISTS.items()}
    )


def build_lock(pins: str, wheel: str, digest: str) -> str:
    """requirements.txt of a site: the program's own pins, and the program."""
    return f"{pins.rstrip()}\n./{FOLDER}/{wheel} \\\n    --hash=sha256:{digest}\n"
