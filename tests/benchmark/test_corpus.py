"""What is compared is the same: the motions, and the outputs of the profile."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from plugins.site.content import read_site
from plugins.site.settings import load

from ..builders import Project
from ..disk import contents
from .corpus import SEED, TODAY, Corpus, group_files, load_generator, motion_text, sitting
from .sites import WITHOUT, content
from .table import CASES

pytestmark = pytest.mark.needs("bench")

LIKE_PEERS = re.compile(r"(index|antraege/.*index|themen/.*index|gremien/.*index)\.html|feeds/antraege\.rss|theme/.*")
ALWAYS = re.compile(
    r"(kontakt|impressum|datenschutz|barrierefreiheit)/index\.html|404\.html|sitemap\.xml|robots\.txt"
)  # a few in any archive


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
    peers = [
        yaml.safe_load(corpus.generator.render("hugo", head, body).split("---")[1]) for head, body in corpus.motions
    ]
    ours = [(m.title, m.date, m.reference, [t.text for t in m.topics]) for m in project.site(TODAY).motions]

    assert ours == [(p["title"], p["date"], p["drucksache"], p["themen"]) for p in peers]


def test_a_committee_sits_eight_times_a_year():
    days = {sitting("Umweltausschuss", dt.date(2020, 1, 1) + dt.timedelta(n)) for n in range(366)}

    assert len([day for day in days if day.year == 2020]) == 8


EDITS = [what for what in CASES if what != "cold"]


@pytest.mark.parametrize("what", EDITS)
def test_an_edited_corpus_passes_the_check(tmp_path: Path, corpus: Corpus, what: str):
    """Twice, since an edit comes again in each round."""
    site = content("voll", tmp_path / "voll", corpus.generator)
    for head, body in corpus.motions:
        site.write(head, body)
    for number in (1, 2):
        before = contents(site.folder / "content")
        edit = corpus.edit(what)
        site.apply(edit)
        settings = load(site.folder / "profil.py")
        found, problems = read_site(site.folder / "content", settings.today)

        assert problems == []
        assert len(found.motions) == 30 + number * {"new": 1, "deleted": -1}.get(what, 0)
        assert settings.today == (TODAY + dt.timedelta(number) if what == "day" else TODAY)
        assert len(set(before.items()) ^ set(contents(site.folder / "content").items())) == {
            "day": 0,
            "new": 1,
            "deleted": 1,
        }.get(what, 2), "one file is another"


def test_a_result_is_entered_with_its_votes(project: Project, corpus: Corpus):
    [(head, body)] = corpus.edit("result").written
    project.write(f"antraege/{head['slug']}.md", motion_text(head, body))
    motion = next(motion for motion in project.site(TODAY).motions if motion.source.endswith(f"{head['slug']}.md"))

    assert [(vote.yes, vote.no) for vote in motion.steps[-1].votes] == [(31, 12)]
    assert motion.status.word == "angenommen"


def test_a_renamed_committee_keeps_its_motions(project: Project, corpus: Corpus):
    [(name, text)] = corpus.edit("committee").files.items()
    before = project.site(TODAY)
    project.write(name, text)
    after = project.site(TODAY)

    named = [[step.committees[0].path for motion in site.motions for step in motion.steps] for site in (before, after)]
    assert named[0] == named[1]
    assert {committee.name for committee in after.committees} - {committee.name for committee in before.committees} == {
        f"{corpus.generator.COMMS[2]} (1. Name)"
    }


def test_a_new_motion_is_the_newest(corpus: Corpus):
    days = [corpus.generator.motion(i, corpus.count, SEED)[0]["date"] for i in range(corpus.count)]

    assert (
        max(days)
        < corpus.edit("new").written[0][0]["date"]
        < corpus.edit("new").written[0][0]["date"]
        < TODAY.isoformat()
    )


def test_the_profile_makes_what_the_peers_make(project: Project):
    """A later output is a comparison lost: leave it out in sites.py (WITHOUT), or let the peers make it too."""
    project.build(OHNE=WITHOUT, HEUTE=TODAY)
    made = [path.relative_to(project.output).as_posix() for path in project.output.rglob("*") if path.is_file()]

    assert [path for path in made if not LIKE_PEERS.fullmatch(path) and not ALWAYS.fullmatch(path)] == []
