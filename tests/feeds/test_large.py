"""A large archive: one result more rewrites the feeds that quote it and no other, and takes no more memory than any edit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..benchmark.corpus import TODAY, Corpus, load_generator, motion_text, uid
from ..benchmark.sites import PROFILE, Site, ours, write

WITHOUT = ("suche/", "karten/")  # a search and cards of ten thousand motions are no question of feeds
MORE = 1.1  # what the peaks of two runs of the same may differ by


def written(site: Site) -> tuple[set[str], float]:
    """The feeds that a build touched, and the peak of its largest process in MiB."""
    before = site.before
    sample = site.build(later=True)
    folder = f"{site.folder / site.output}/"
    return {
        name.removeprefix(folder)
        for name, state in site.before.items()
        if before.get(name) != state and "/feeds/" in name
    }, sample.peak


def feeds_with(output: Path, words: str) -> set[str]:
    return {
        path.relative_to(output).as_posix()
        for path in (output / "feeds").rglob("*.*")
        if words in path.read_text("utf-8")
    }


@pytest.mark.needs("bench")
@pytest.mark.parametrize("count", [80, pytest.param(10_000, marks=pytest.mark.lang)])
def test_one_result_more_rewrites_the_feeds_that_quote_it_and_takes_no_more_memory(tmp_path: Path, count: int) -> None:
    corpus = Corpus(load_generator(), count)
    site = ours("voll", tmp_path / "projekt", corpus.generator)
    site.profile = PROFILE + f"OHNE = {WITHOUT}\n"
    write(site.folder / "profil.py", site.profile.format(day=TODAY))
    for head, body in corpus.motions:
        site.write(head, body)
    site.build(later=False)
    output = site.folder / site.output
    assert len(list((output / "feeds/antrag").iterdir())) == count

    site.apply(corpus.edit("title"))
    _, usual = written(site)
    head, body = next(
        (head, body) for head, body in corpus.motions[count // 2 + 1 :] if head["status"] == "eingereicht"
    )
    text = motion_text(head, body).replace(
        f"  - gremium: {head['committees'][1]}\n",
        f"  - gremium: {head['committees'][1]}\n    rolle: Entscheidung\n    datum: {TODAY}\n    ergebnis: abgelehnt\n",
    )
    write(site.folder / f"content/antraege/{head['slug']}.md", text)
    touched, peak = written(site)

    ours_id = f"/{uid(int(head['slug'][:5]))}"
    telling = {
        name
        for kind in ("atom", "json", "rss")
        for name in feeds_with(output, f"antrag{ours_id}/ereignis/")
        if name.endswith(kind)
        and re.search(rf"antrag{ours_id}/ereignis/[^<\"]*/ergebnis", (output / name).read_text("utf-8"))
    }
    assert telling <= touched <= feeds_with(output, ours_id)
    assert {"feeds/alles.atom", "feeds/antraege.rss", "feeds/ergebnisse.json", f"feeds/antrag{ours_id}.atom"} <= touched
    assert len(touched) <= 9 + 1 + 1 + 1 + 1 + len(head["topics"]), (
        "three main feeds in three forms, an archive, its own, its committee, its type, its topics"
    )
    assert peak <= usual * MORE
    print(f"{count}: {len(touched)} feeds, {usual:.0f} MiB without, {peak:.0f} MiB with a result")
