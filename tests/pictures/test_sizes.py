"""Pictures of the site: nothing is left of what the camera wrote, and the right side is up."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from plugins.pictures import look
from plugins.pictures.sizes import build_variant
from plugins.records.problems import errors
from plugins.site.build import build

NEWS = "---\nuid: n3w5qz\ntitel: Neu\ndatum: 2026-03-02\nbild: {name}\nbild_alt: Ein Radweg\n---\nText.\n"


def photo(size=(1200, 800), kind="JPEG", orientation: int = 1, mode="RGB") -> bytes:
    """As a telephone makes it: with place, camera and which side is up. The upper left corner is red."""
    picture = Image.new(mode, size, (0, 128, 0) if mode == "RGB" else (0, 128, 0, 128))
    picture.paste((255, 0, 0) if mode == "RGB" else (255, 0, 0, 255), (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Geheimkamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 12.0), 3: "E", 4: (7.0, 27.0, 30.0)})
    out = io.BytesIO()
    picture.save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def with_picture(project, data: bytes, name: str = "foto.jpg"):
    project.write("meldungen/2026-03-02-neu.md", NEWS.format(name=name))
    project.write(f"meldungen/2026-03-02-neu/{name}", data)
    return project


def test_the_photo_of_this_test_tells_where_it_was_taken():
    assert b"Geheimkamera" in photo()
    assert Image.open(io.BytesIO(photo())).getexif().get_ifd(0x8825)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_file_of_the_site_tells_where_a_picture_was_taken(project, kind):
    """Neither the sizes nor a picture that stands in the text or is attached under its own name."""
    name = f"foto.{kind.lower()}"
    with_picture(project, photo(kind=kind), name)
    project.write(
        "meldungen/2026-03-02-neu.md", NEWS.format(name=name) + f"\n![Noch einmal]({name}) und [die Datei]({name})\n"
    )
    project.build()
    made = [
        path
        for path in project.output.rglob("*")
        if path.suffix in (".jpg", ".jpeg", ".png", ".webp", ".avif") and "karten" not in path.parts
    ]
    assert len(made) == 10
    for path in made:
        assert b"Geheimkamera" not in path.read_bytes()
        picture = Image.open(path)
        assert not dict(picture.getexif()), path.name
        assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys(), path.name


def test_the_original_is_not_published(project):
    with_picture(project, photo()).build()
    assert not (project.output / "meldungen/2026-03-02-neu/foto.jpg").exists()


@pytest.mark.parametrize("ending", ["avif", "webp", "jpg"])
def test_a_picture_lying_on_its_side_is_turned(tmp_path, ending):
    """Orientation 6: the camera was turned by 90 degrees, what was on the left is above."""
    file = tmp_path / "quer.jpg"
    file.write_bytes(photo(orientation=6))
    made = Image.open(io.BytesIO(build_variant(str(file), "", 480, ending))).convert("RGB")
    assert made.size == (480, 720)
    red = [made.getpixel(at)[0] > 128 for at in ((20, 20), (460, 20), (20, 700), (460, 700))]
    assert red == [False, True, False, False]


def test_the_same_picture_gives_the_same_bytes(tmp_path):
    file = tmp_path / "bild.jpg"
    file.write_bytes(photo())
    for ending in ("avif", "webp", "jpg"):
        assert build_variant(str(file), "", 480, ending) == build_variant(str(file), "", 480, ending)


def test_the_browser_is_told_size_formats_and_words(project):
    with_picture(project, photo()).build()
    page = project.page("meldungen/2026-03-02-neu/")
    assert 'width="1200" height="800" alt="Ein Radweg"' in page
    assert page.index("image/avif") < page.index("image/webp") < page.index("<img")
    assert all(
        (project.output / "bilder" / part.split()[0].rsplit("/", 1)[-1]).is_file()
        for srcset in page.split('srcset="')[1:]
        for part in srcset.split('"')[0].split(", ")
    )


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"kein Bild", "foto.jpg", "picture-bad"),
        (photo()[:3000], "foto.jpg", "picture-bad"),
        (b"GIF89a", "foto.png", "picture-bad"),
        (b"", "foto.webp", "picture-bad"),
        (b"%PDF-1.4", "foto.pdf", "picture-kind"),
    ],
    ids=["words", "cut off", "another kind", "empty", "a document"],
)
def test_a_file_that_is_no_picture_is_a_problem(project, data, name, code):
    found = [p for p in with_picture(project, data, name).check() if not p.warning]
    assert [(p.path, p.line, p.code) for p in found] == [("content/meldungen/2026-03-02-neu.md", 5, code)]


def test_a_bomb_is_a_problem():
    """Three kilobytes that would take gigabytes when they are opened."""
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert look(out.getvalue()).wrong == "picture-huge"


def test_a_small_picture_is_not_made_larger(project):
    with_picture(project, photo((300, 200))).build()
    assert {path.stem.rpartition("-")[2] for path in (project.output / "bilder").iterdir()} == {"300"}


def test_a_picture_is_looked_at_once(project, monkeypatch):
    with_picture(project, photo()).build()
    monkeypatch.setattr("plugins.pictures.look", lambda data: pytest.fail("looked at again"))
    project.motion()
    assert "bilder" not in "".join(project.build().report.written)


TEXT = "## Beschlussvorschlag\n\nHier:\n\n![Der Radweg & „Grün“](foto.jpg)\n"


def test_a_picture_in_a_text_comes_in_sizes_with_its_room_kept_free(project):
    project.motion(body=TEXT)
    project.write("antraege/2024-03-radweg/foto.jpg", photo())
    project.build()
    page = project.page("antraege/2024-03-radweg/")
    img = page[page.index("<picture>") : page.index("</picture>")]
    assert 'width="1200" height="800"' in img
    assert 'loading="lazy"' in img
    assert "Grün" in img
    assert img.index("image/avif") < img.index("image/webp") < img.index("<img")
    named = [
        part.split()[0].rsplit("/", 1)[-1]
        for srcset in img.split('srcset="')[1:]
        for part in srcset.split('"')[0].split(", ")
    ]
    assert len(named) == 9
    assert all((project.output / "bilder" / name).is_file() for name in named)
    assert not (project.output / "antraege/2024-03-radweg/foto.jpg").exists()


def test_room_is_kept_for_a_gif_which_stays_what_it_is(project):
    gif = b"GIF89a" + (640).to_bytes(2, "little") + (360).to_bytes(2, "little") + b"\0\0\0;"
    project.motion(body=TEXT.replace("foto.jpg", "film.gif"))
    project.write("antraege/2024-03-radweg/film.gif", gif)
    project.build()
    page = project.page("antraege/2024-03-radweg/")
    assert 'film.gif" width="640" height="360"' in page
    assert "<picture>" not in page
    assert (project.output / "antraege/2024-03-radweg/film.gif").read_bytes() == gif


def test_the_same_bytes_are_looked_at_as_what_their_name_says(project):
    """What was found of a GIF must not be believed of a PNG, whichever was seen first."""
    gif = b"GIF89a" + (640).to_bytes(2, "little") + (360).to_bytes(2, "little") + b"\0\0\0;"
    project.motion(body=TEXT.replace("foto.jpg", "film.gif"))
    project.write("antraege/2024-03-radweg/film.gif", gif)
    project.build()
    project.motion(
        body=TEXT.replace("foto.jpg", "film.gif") + "\n\n" + TEXT.replace("foto.jpg", "film.png").partition("\n\n")[2]
    )
    project.write("antraege/2024-03-radweg/film.png", gif)
    assert [p.code for p in errors(build(project.settings(), lenient=True).problems)] == ["picture-bad"]


def test_a_motion_with_pictures_is_built_the_same_by_every_way(project):
    """A text edited below its picture, another one beside it, another picture of the same name: as if all were built anew."""
    project.motion(body=TEXT)
    project.write("antraege/2024-03-radweg/foto.jpg", photo())
    project.motion("2024-04-bus", uid="k7f3qx", titel="Bus")
    project.build()
    for change in (
        lambda: project.motion(body=TEXT + "\nMehr.\n"),
        lambda: project.motion(
            "2024-04-bus", uid="k7f3qx", titel="Bus", body="## Beschlussvorschlag\n\n1. Ein Bus fährt.\n"
        ),
        lambda: project.write("antraege/2024-03-radweg/foto.jpg", photo((900, 700))),
    ):
        change()
        assert project.build().report.written
        warm = {
            path.relative_to(project.output): path.read_bytes() for path in project.output.rglob("*") if path.is_file()
        }
        cold = project.root / "kalt"
        project.build(OUTPUT_PATH=str(cold), CACHE_ORDNER=str(project.root / "kalt-speicher"))
        assert warm == {path.relative_to(cold): path.read_bytes() for path in cold.rglob("*") if path.is_file()}
    assert 'width="900" height="700"' in project.page("antraege/2024-03-radweg/")
