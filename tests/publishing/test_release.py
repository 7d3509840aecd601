"""What is in a build's output is known without looking at every file again."""

from __future__ import annotations

import os
import shutil

import pytest

from plugins.publishing.listing import differing, files_below, files_of, look_through
from plugins.publishing.place import Place
from plugins.publishing.release import LIST, listed


@pytest.fixture
def output(tmp_path):
    for name in ("index.html", "a/index.html", "a/b/index.html", "c/d/x.json", "c/d/y.json"):
        (tmp_path / "output" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "output" / name).write_text("alt", "utf-8")
    for base, _, _ in os.walk(tmp_path / "output"):
        os.utime(base, ns=(1, 1))  # each change from here on is later than that, whatever the clock's steps are
    return tmp_path / "output"


def replaced(output):
    (output / "a/.neu").write_text("neu", "utf-8")
    (output / "a/.neu").replace(output / "a/index.html")


def moved(output):
    (output / "c/d").rename(output / "a/d")


CHANGES = {
    "nothing": lambda output: None,
    "replaced": replaced,
    "moved": moved,
    "added": lambda output: (output / "c/d/z.json").write_text("neu", "utf-8"),
    "folder": lambda output: shutil.copytree(output / "c", output / "a/b/c"),
    "removed": lambda output: (output / "c/d/x.json").unlink(),
    "swept": lambda output: shutil.rmtree(output / "c"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_that_a_build_makes_is_seen(output, change):
    before = look_through(output, {})
    CHANGES[change](output)
    assert look_through(output, before) == look_through(output, {})


def test_a_folder_that_is_as_it_was_is_not_looked_into(output):
    """Of fifty thousand files a push changes a few."""
    before = look_through(output, {})
    (output / "a/b/index.html").write_text("von Hand", "utf-8")  # into the file, as no build does
    assert look_through(output, before) == before != look_through(output, {})


@pytest.mark.parametrize("change", CHANGES)
def test_what_differs_is_what_other_files_have_under_their_names(output, change):
    before, old = look_through(output, {}), files_below(output)
    CHANGES[change](output)
    after, new = look_through(output, before), files_below(output)
    assert differing(before, after) == (
        sorted(path for path in new if old.get(path) != new[path]),
        sorted(old.keys() - new.keys()),
    )
    assert dict(files_of(after, "c/")) == {path: stamp for path, stamp in new.items() if path.startswith("c/")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        '{"": 3}',
        '{"": ["1 2 3"]}',
        '{"": ["1 2 3", []]}',
        '{"": [1, {}]}',
        '{"": ["1 2 3", {"x": 5}]}',
        '{"": ["1 2 3", {"x": "1 2"}]}',
        "\0",
    ],
)
def test_a_damaged_list_is_no_list(tmp_path, text):
    """Such a release is served, and the next one is made whole."""
    place = Place(tmp_path)
    place.releases.mkdir()
    (place.releases / f"000001-aaaaaaaaaaaa{LIST}").write_text(text, "utf-8")
    assert listed(place, "000001-aaaaaaaaaaaa") == {}
