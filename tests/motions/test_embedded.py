"""Lists for other people's sites: small, without script, to be put into a frame by a line that one copies."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from plugins.motions import embedded

from ..builders import Project


def line_on(page: str) -> str:
    return unescape(re.search(r"<summary>Einbetten</summary>.*?<code>(.*?)</code>", page, re.DOTALL)[1])


def test_the_list_of_a_topic_and_of_a_committee_give_the_line_to_copy(sample: Path):
    for page, there in (
        ("themen/verkehr", "einbetten/thema/verkehr/"),
        ("gremien/umwelt", "einbetten/gremium/umwelt/"),
    ):
        line = line_on((sample / page / "index.html").read_text("utf-8"))

        assert line.startswith(f'<iframe src="https://www.example.org/{there}" title="')
        assert line.endswith('style="border:0"></iframe>')
        assert (sample / there / "index.html").is_file()


def test_every_line_names_a_page_that_is_there_and_every_such_page_has_a_line(sample: Path):
    lines = [
        line_on(text)
        for page in sample.rglob("index.html")
        if "<summary>Einbetten" in (text := page.read_text("utf-8")) and "muster" not in page.parts
    ]
    named = {re.search(r'src="https://www.example.org/(.*?)"', line)[1] for line in lines}

    assert named == {
        f"{page.parent.relative_to(sample).as_posix()}/" for page in sample.glob("einbetten/*/*/index.html")
    }
    assert len(lines) == len(named) > 10


def test_it_has_no_script_no_menu_and_opens_beside_the_site_around_it(sample: Path):
    page = (sample / "einbetten/thema/verkehr/index.html").read_text("utf-8")

    assert "<script" not in page
    assert "<nav" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://www.example.org/themen/verkehr/">' in page
    assert len(re.findall("<a ", page)) == len(re.findall('target="_blank" rel="noopener"', page)) == embedded.ROWS + 2
    assert "Alle 12 Anträge bei" in page
    assert "einbetten/" not in (sample / "sitemap.xml").read_text("utf-8")


def test_a_name_of_signs_stands_in_the_line_as_it_is(project: Project):
    project.write("themen.yaml", "- name: 'Rad & <Weg> \"neu\"'\n  adresse: rad\n")
    project.motion(head="themen: ['Rad & <Weg> \"neu\"']")
    assert project.build().report
    line = line_on(project.page("themen/rad/"))

    assert 'title="Rad &amp; &lt;Weg&gt; &quot;neu&quot;: Anträge und Anfragen, Grüne Probe"' in line
    assert line.count("<") == 2


def test_a_new_motion_stands_first_and_an_old_one_falls_out(project: Project):
    for number in range(embedded.ROWS + 1):
        project.motion(
            f"2024-03-antrag-{number}",
            uid=f"k7f3{'bcdfghjkmnp'[number]}z",
            titel=f"Antrag {number}.",
            datum=f"2024-03-{number + 1:02}",
            head="themen: [Verkehr]",
        )
    assert project.build().report
    page = project.page("einbetten/thema/verkehr/")

    assert page.index("Antrag 10.") < page.index("Antrag 9.") < page.index("Antrag 1.")
    assert "Antrag 0." not in page
