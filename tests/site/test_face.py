"""What the group shows of itself: a claim, pictures, its own drawing, a sign, accounts, who answers the press. Good ones, poor ones, none."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from plugins.pictures import redrawn

from ..builders import ABOUT, Project, codes
from ..reading import elements, parse

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 576">{}</svg>'


def picture(width: int, height: int, colour: str = "white", mode: str = "RGB", ending: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), colour).save(out, ending)
    return out.getvalue()


def shown(project: Project, lines: str, **files: bytes | str) -> str:
    """The home page of a group that says so of itself; files by their names with an underscore for the dot."""
    project.write("fraktion.yaml", ABOUT + lines)
    for name, data in files.items():
        project.write(f"fraktion/{name.replace('_', '.')}", data)
    assert project.build().report, [str(problem) for problem in project.check()]
    return project.page("")


def classes(page: str, name: str) -> list[str]:
    return [e.get("class") for e in elements(parse(page)) if name in (e.get("class") or "").split()]


def test_without_a_picture_of_its_own_a_group_has_the_drawn_county(project: Project) -> None:
    page = shown(project, "")
    assert classes(page, "hero") == ["hero"] and "kreis-tag" in page and "kreis-nacht" in page
    assert "Was wir im Kreistag" in page


def test_the_claim_is_the_heading_of_the_home_page(project: Project) -> None:
    page = shown(project, "leitsatz: Gute Wege für alle\n")
    assert [" ".join(e.itertext()) for e in elements(parse(page)) if e.tag == "h1"] == ["Gute Wege für alle"]


@pytest.mark.parametrize(
    ("width", "height", "shape", "said"),
    [
        (1600, 1000, "hero hero--picture", []),
        (900, 600, "hero hero--picture", []),
        (899, 600, "hero hero--picture hero--small", ["picture-small"]),
        (800, 1200, "hero hero--picture hero--upright", []),
        (500, 900, "hero hero--picture hero--small", ["picture-small"]),
    ],
)
def test_a_picture_is_shown_as_its_size_allows(
    project: Project, width: int, height: int, shape: str, said: list[str]
) -> None:
    """One that is small is not blown up, one that stands upright is not cut across; the check says what would be better."""
    lines = "startbild:\n  datei: wir.png\n  alt: Neun Menschen\n  urheber: Kim Muster\n  blickpunkt: oben rechts\n"
    page = shown(project, lines, wir_png=picture(width, height))
    assert classes(page, "hero") == [shape]
    assert classes(page, "framed") == ["framed framed--x100 framed--y0"]
    assert 'alt="Neun Menschen"' in page and "Bild: Kim Muster" in page and "kreis-tag" not in page.partition("hero")[2]
    assert codes(project.check()) == said


def test_of_a_picture_only_what_pages_show_is_published(project: Project) -> None:
    """In its sizes and formats, and nothing that a camera wrote."""
    page = shown(project, "startbild: {datei: wir.jpg, alt: Wir}\n", wir_jpg=picture(1000, 800, ending="JPEG"))
    files = sorted(path.name for path in (project.output / "bilder").iterdir())
    assert [re.sub(r"^\w{12}", "", name) for name in files] == [
        f"-{width}.{ending}" for width in (1000, 480, 960) for ending in ("avif", "jpg", "webp")
    ]
    assert all(name in page for name in files)
    assert not (project.output / "fraktion").exists()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("startbild: wir.png\n", [(14, "picture-alt-key")]),
        ("startbild: {datei: wit.png, alt: Wir}\n", [(14, "file-missing-near")]),
        ("gruppenbild: {datei: ganz-anders.jpg, alt: Wir}\n", [(14, "file-missing")]),
        ("gruppenbild: {datei: ../wir.png, alt: Wir}\n", [(14, "file-name")]),
        ("startbild: {datei: wir.txt, alt: Wir}\n", [(14, "picture-kind")]),
        ("startbild: {datei: kaputt.png, alt: Wir}\n", [(14, "picture-bad")]),
        ("startbild: {datei: wir.png, alt: Wir, blickpunkt: da}\n", [(14, "value-point")]),
        ("logo: fehlt.png\n", [(0, "logo-missing")]),
        ("logo: kaputt.png\n", [(0, "picture-bad")]),
        ("zeichnung: fehlt.svg\n", [(14, "file-missing")]),
        ("zeichnung: {tag: land.svg, nacht: boese.svg}\n", [(14, "drawing-part")]),
    ],
)
def test_what_is_wrong_is_said_with_its_line(project: Project, lines: str, expected: list[tuple[int, str]]) -> None:
    files = {
        "wir.png": picture(1000, 800),
        "wir.txt": b"Text",
        "kaputt.png": b"kein Bild",
        "land.svg": SVG.format('<path d="M0 0h9v9z"/>'),
        "boese.svg": SVG.format("<script>1</script>"),
    }
    for name, data in files.items():
        project.write(f"fraktion/{name}", data)
    project.write("fraktion.yaml", ABOUT + lines)
    told = [(p.line, p.code) for p in project.check() if p.code != "face-unnamed"]
    assert told == expected


@pytest.mark.parametrize(
    ("typed", "focus"),
    [
        ("oben", "50-0"),
        ("links unten", "0-100"),
        ("Mitte", "50-50"),
        ("rechts, Mitte", "100-50"),
        ("30 % 60 %", "25-50"),
        ("100 0", "100-0"),
        ("dort", None),
        ("links rechts", None),
        ("120 10", None),
        ("oben oben", None),
    ],
)
def test_which_part_must_be_seen_is_said_in_words_or_numbers(project: Project, typed: str, focus: str | None) -> None:
    project.write("fraktion.yaml", ABOUT + f'startbild: {{datei: wir.png, alt: Wir, blickpunkt: "{typed}"}}\n')
    project.write("fraktion/wir.png", picture(1000, 800))
    site, found = project.read()
    assert codes(found) == ([] if focus else ["value-point"])
    assert (site.about.face.start.focus if site.about else None) == focus


@pytest.mark.parametrize(
    ("colour", "plate"), [((255, 241, 122, 255), False), ((0, 60, 40, 255), True), ((255, 255, 255, 255), False)]
)
def test_a_dark_sign_stands_on_a_light_plate(project: Project, colour: tuple[int, ...], plate: bool) -> None:
    sign = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    sign.paste(Image.new("RGBA", (200, 100), colour), (100, 50))
    out = io.BytesIO()
    sign.save(out, "PNG")
    page = shown(project, "logo: zeichen.png\n", zeichen_png=out.getvalue())
    [found] = [e for e in elements(parse(page)) if e.tag == "img" and "masthead__logo" in (e.get("class") or "")]
    assert (found.get("class").endswith("--plate"), found.get("width"), found.get("height")) == (plate, "216", "108")
    assert (project.output / found.get("src")).is_file()


def test_a_sign_that_lay_beside_the_texts_is_found_there_still(project: Project) -> None:
    project.write("zeichen.png", picture(40, 20))
    assert "masthead__logo" in shown(project, "logo: zeichen.png\n") and codes(project.check()) == []


def test_an_own_drawing_takes_the_place_of_ours_everywhere(project: Project) -> None:
    """On the home page and in its pieces, by day and by night."""
    project.write("meldungen/neu.md", "---\nuid: nxnnn2\ntitel: Neu\ndatum: 2026-11-20\nart: Meldung\n---\n\nText.\n")
    page = shown(
        project,
        "zeichnung:\n  tag: tag.svg\n  nacht: nacht.svg\n  alt: Unser Tal\n",
        tag_svg=SVG.format('<path fill="#005538" d="M0 0h1600v576H0z"/>'),
        nacht_svg=SVG.format('<path fill="#0a1f17" d="M0 0h1600v576H0z"/>'),
    )
    assert "kreis-tag" not in page and 'alt="Unser Tal"' in page
    drawn = [e.get("src") for e in elements(parse(page)) if e.tag == "img" and ".svg" in e.get("src")]
    assert len(drawn) == 2 and re.search(r"#s\d$", drawn[1])
    text = (project.output / drawn[0]).read_text("utf-8")
    assert [f'id="s{number}"' in text for number in range(7)] == [True] * 7 and 'fill="#005538"' in text


def test_accounts_and_hours_stand_in_the_foot_and_on_the_page_of_contact(project: Project) -> None:
    lines = (
        "konten:\n  - name: Mastodon\n    adresse: https://mastodon.example.net/@gruene\n"
        "sprechzeiten: freitags 9 bis 12 Uhr\npresse:\n  mail: presse@example.org\n  name: Kim Muster\n"
        "rundbrief_anmeldung: https://listen.example.org/rundbrief\n"
    )
    page = shown(project, lines)
    foot, contact = (
        page.partition("<footer>")[2],
        project.page("kontakt/").partition("<main")[2].partition("</main>")[0],
    )
    link = '<a rel="me" href="https://mastodon.example.net/@gruene">Mastodon</a>'
    assert link in foot and "freitags 9 bis 12 Uhr" in foot
    assert link in contact and "freitags 9 bis 12 Uhr" in contact and "mailto:presse@example.org" in contact
    assert 'href="https://listen.example.org/rundbrief"' in page
    assert "mastodon" not in re.sub(r'<a rel="me"[^>]*>|"sameAs":\[[^]]*\]|Mastodon', "", page)  # nothing is loaded


def test_the_group_stands_above_its_people(project: Project) -> None:
    shown(project, "gruppenbild: {datei: alle.png, alt: Alle}\n", alle_png=picture(1200, 600))
    assert classes(project.page("personen/"), "framed") == ["framed"]


def test_a_topic_may_have_a_picture(project: Project) -> None:
    project.write("themen/bus.png", picture(1000, 600))
    project.write("themen.yaml", "- name: Verkehr\n  bild:\n    datei: bus.png\n    alt: Ein Bus\n- name: Soziales\n")
    project.write("themen/rest.png", picture(10, 10))
    assert codes(project.check()) == ["face-unnamed"]
    project.build()
    assert classes(project.page("themen/verkehr/"), "framed") == ["framed"]
    assert 'alt="Ein Bus"' in project.page("themen/verkehr/")
    assert classes(project.page("themen/soziales/"), "framed") == []


# ------------------------------------------------------------------------------------- drawings


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="https://example.org/x.png"/>', "<image>"),
        ('<g><use href="https://example.org/x.svg#a"/></g>', 'href="https://example.org/x.svg#a"'),
        ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', "<a>"),
        ('<path style="fill:url(https://example.org/x)" d="M0 0"/>', 'style="fill:url(https://example.org/x)"'),
        ("<style>@import 'https://example.org/x.css';</style>", "<style>"),
        ("<style>path{fill:u\\72l(https://example.org)}</style>", "<style>"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "<animate>"),
    ],
)
def test_a_drawing_that_could_run_or_load_anything_is_not_shown(part: str, named: str) -> None:
    drawn = redrawn(SVG.format(part).encode())
    assert (drawn.wrong, drawn.part, drawn.svg) == ("drawing-part", named, "")


def test_what_no_browser_needs_is_left_out_of_a_drawing() -> None:
    """Names of people and paths that programs write into their files; what an attribute would run."""
    data = SVG.replace("<svg ", '<svg xmlns:i="http://www.inkscape.org/namespaces/inkscape" onload="alert(1)" ').format(
        '<!-- geheim --><metadata>Vera</metadata><i:namedview/><path i:label="Vera" onclick="x()" d="M0 0h1"/>'
    )
    drawn = redrawn(data.encode())
    assert drawn.wrong == "" and (drawn.width, drawn.height) == (1600, 576)
    for gone in ("Vera", "inkscape", "onload", "onclick", "geheim"):
        assert gone not in drawn.svg
    assert 'd="M0 0h1"' in drawn.svg


def test_entities_blow_up_nothing() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("<path d='&b;'/>")
    assert redrawn(bomb.encode()).wrong == "drawing-part"
