"""Every letter of the sample, and of 300 motions that nobody on this project wrote: made, whole, accessible by the rules, in the order of the text."""

from __future__ import annotations

import re
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from outloud import check

from plugins.documents import typeset
from plugins.documents.letter import LATER, decided_on, decision_of, letter_of, paper
from plugins.documents.pages import amends, old_of
from plugins.motions.model import Motion
from plugins.records.council import USUAL
from plugins.site import letters
from plugins.site.content import Site, read_site

from ..builders import TODAY, Project
from ..conftest import ROOT
from ..site.test_real import put_in
from .paper import cells_of, in_order, letters_of, properties, text_of, without_footer, words

pytestmark = pytest.mark.needs("pdftotext", "qpdf")


def made(site: Site, content: Path) -> Iterator[tuple[Motion, bytes, float]]:
    """Each motion with its letter, and how long that took. Raises NotSet: nothing is simplified here."""
    sender, paths = (
        letters.sender(site.about, "https://www.example.org", content, USUAL),
        {motion.path: motion for motion in site.motions},
    )
    for motion in site.motions:
        pictures, old = letters.pictures_of(motion, content), paths.get(amends(motion))
        data = paper(letter_of(motion, sender, pictures, old_of(old)), motion)
        begun = time.perf_counter()
        pdf = typeset.set_letters(data)
        yield motion, pdf, time.perf_counter() - begun
        if decision := decision_of(motion, sender, pictures):
            assert typeset.set_letters(paper(decision, motion, decided_on(motion)))


def looked_at(site: Site, content: Path, folder: Path) -> list[float]:
    """Every row of what is promised of a letter; how long each took."""
    taken, first = [], []
    for motion, pdf, seconds in made(site, content):
        file = folder / f"{motion.stem}.pdf"
        file.write_bytes(pdf)
        taken.append(seconds)
        first.append(pdf)
        said = letters_of(without_footer(words(pdf)))
        assert in_order(letters_of(text_of(motion, LATER)), said), motion.stem
        assert [cell for cell in cells_of(motion, LATER) if letters_of(cell) not in said] == [], motion.stem
        assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0, motion.stem
        found = check(str(file))
        assert (
            found.error or "",
            [f"{each.rule}: {each.message}" for each in found.findings if each.severity == "error"],
        ) == ("", []), motion.stem
        xmp = properties(pdf)
        assert (
            xmp["{http://www.aiim.org/pdfa/ns/id/}part"],
            xmp["{http://www.aiim.org/pdfa/ns/id/}conformance"],
            xmp["{http://www.aiim.org/pdfua/ns/id/}part"],
        ) == ("2", "A", "1")
    size = int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{typeset.running[0].process.pid}/status").read_text())[1])
    assert size < 150 * 1024
    typeset.stop()
    for (motion, again, _), before in zip(made(site, content), first, strict=True):
        assert again == before, motion.stem
    return taken


def test_every_letter_of_the_sample_keeps_what_is_promised(tmp_path: Path):
    site, _ = read_site(ROOT / "content", TODAY)

    assert len(looked_at(site, ROOT / "content", tmp_path)) == len(site.motions) > 40


@pytest.mark.lang
@pytest.mark.needs("real")
def test_every_letter_of_real_motions_keeps_what_is_promised(project: Project, tmp_path: Path):
    put_in(project)
    taken = looked_at(project.site(), project.content, tmp_path)

    print(f"{len(taken)} Briefe, Median {1000 * statistics.median(taken):.1f} ms, größter {1000 * max(taken):.0f} ms")
    assert len(taken) == 300
    assert statistics.median(taken) < 0.1  # 0.04 is promised of an idle machine
