"""What is compared is the same: the motions, and the outputs of the profile."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import yaml

from ..builders import Project
from .corpus import SEED, TODAY, Corpus, group_files, load_generator, motion_text, sitting
from .sites import WITHOUT

pytestmark = pytest.mark.needs("bench")

LIKE_PEERS = re.compile(r"(index|antraege/.*index|themen/.*index|gremien/.*index)\.html|feeds/antraege\.rss|theme/.*")
ALWAYS = re.compile(r"(kontakt|impressum|datenschutz|barrierefreiheit)/index\.html|404\.html|sitemap\.xml|robots\.txt")  # a few in any archive


@pytest.fixture
def corpus() -> Corpus:
    return Corpus(load_generator(), 30)


@pytest.fixture
def project(tmp_path, corpus: Corpus) -> Project:
    motions = {f"antraege/{head['slug']}.md": motion_text(head, body) for head, body in corpus.motions}
    return Project(tmp_path / "projekt", group_files(corpus.generator) | motions)


def test_the_corpus_passes_the_check(project: Project):
    assert project.check(TODAY) == []


def test_its_motions_are_the_peers(project: Project, corpus: Corpus):
    peers = [yaml.safe_load(corpus.generator.render("hugo", head, body).split("---")[1]) for head, body in corpus.motions]
    ours = [(m.title, m.date, m.reference, [t.text for t in m.topics]) for m in project.site(TODAY).motions]

    assert ours == [(p["title"], p["date"], p["drucksache"], p["themen"]) for p in peers]


def test_a_committee_sits_eight_times_a_year():
    days = {sitting("Umweltausschuss", dt.date(2020, 1, 1) + dt.timedelta(n)) for n in range(366)}

    assert len([day for day in days if day.year == 2020]) == 8


@pytest.mark.parametrize("what", ["edit", "title", "new"])
def test_an_edited_corpus_passes_the_check(project: Project, corpus: Corpus, what: str):
    before = len(project.site(TODAY).motions)
    head, body = corpus.edit(what)
    project.write(f"antraege/{head['slug']}.md", motion_text(head, body))

    assert project.check(TODAY) == []
    assert len(project.site(TODAY).motions) == before + (what == "new")


def test_a_new_motion_is_the_newest(corpus: Corpus):
    days = [corpus.generator.motion(i, corpus.count, SEED)[0]["date"] for i in range(corpus.count)]

    assert max(days) < corpus.edit("new")[0]["date"] < corpus.edit("new")[0]["date"] < TODAY.isoformat()


def test_the_profile_makes_what_the_peers_make(project: Project):
    """A later output is a comparison lost: leave it out in sites.py (WITHOUT), or let the peers make it too."""
    project.build(OHNE=WITHOUT, HEUTE=TODAY)
    made = [path.relative_to(project.output).as_posix() for path in project.output.rglob("*") if path.is_file()]

    assert [path for path in made if not LIKE_PEERS.fullmatch(path) and not ALWAYS.fullmatch(path)] == []
