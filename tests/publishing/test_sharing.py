"""`fraktion hochladen`: what two people write becomes one, nothing is lost, no sign of a conflict is ever published."""

from __future__ import annotations

from pathlib import Path

import pytest

from .volunteers import TOKEN, Group, Killer

pytestmark = pytest.mark.needs("git")


def play(folder: Path, seed: int, rounds: int = 12) -> Group:
    """Both write, upload, are interrupted, until both have everything. After each upload: no conflict sign in what is published."""
    group = Group(folder, seed)
    dice = group.dice
    for _ in range(rounds):
        for one in group.two:
            for _ in range(dice.randint(0, 3)):
                one.deed()
        one = dice.choice(group.two)
        one.upload(Killer(dice.randint(1, 90), dice.random() < 0.5) if dice.random() < 0.5 else None)
    for turn in range(6):
        group.two[turn % 2].upload()
    return group


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.lang) for seed in range(3, 50))])
def test_two_volunteers_lose_nothing_and_publish_no_conflict(tmp_path: Path, seed: int):
    group = play(tmp_path, seed)
    vera, uta = group.two
    texts = group.published()
    whole = "\n".join(texts.values())
    excused = vera.excused | uta.excused
    everything = {word for one in group.two for path in (one.root / ".cache/nicht-hochgeladen").rglob("*") if path.is_file() for word in TOKEN.findall(path.read_text("utf-8"))}
    spoken = {f"Wort{number}x" for number in range(1, next(vera.numbers))}
    written = {word for one in group.two for word in one.written}

    assert written <= spoken
    lost = sorted(written - set(TOKEN.findall(whole)) - excused - everything)
    assert not lost, "\n".join([str(lost), *vera.said, "=====", *uta.said])
    for commit in group.every_state():
        for sign in ("<<<<<<<", ">>>>>>>", "|||||||"):
            assert group.bare.git("grep", "-l", "-e", sign, commit, "--", "content", check=False) == ""
    for one in group.two:
        assert one.checkout.git("status", "--porcelain") == ""
        assert one.checkout.git("rev-parse", "HEAD^{tree}") == group.bare.git("rev-parse", "main^{tree}")
