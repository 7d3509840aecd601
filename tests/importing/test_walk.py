"""After a sitting, through its agenda: the minutes' sentences become results."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.importing.walk import walk
from plugins.site.settings import Refusal
from plugins.site.sitting import Order

from ..builders import Project

STEP = "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-11-19\n    top: {top}\n"


def test_the_sentences_of_the_minutes_become_results_in_order_of_the_agenda(project: Project):
    project.motion(head=STEP.format(top="5.10"))
    project.motion("2024-04-busse", uid="b3s4kd", titel="Busse", head=STEP.format(top="5.2"))
    project.motion("2024-05-baeume", uid="c3s4kd", titel="Bäume", head=STEP.format(top="6"))
    sentences, said = iter(["Der Antrag wird einstimmig angenommen.", "", "Mit 20 gegen 25 Stimmen abgelehnt."]), []
    assert (
        walk(
            project.settings(),
            Order(deed="nachtragen", date="2026-11-19", yes=True),
            said.append,
            lambda question: next(sentences),
            None,
        )
        == 0
    )
    found = {motion.title: (motion.steps[0].result, motion.progress) for motion in project.site().motions}

    assert [line.strip() for line in said if "TOP" in line] == ["TOP 5.2: Busse", "TOP 5.10: Radweg", "TOP 6: Bäume"]
    assert found["Busse"][1] == "angenommen" and found["Radweg"][0] == "" and found["Bäume"][1] == "abgelehnt"
    assert "offen bleiben 1" in said[-1]


def test_what_is_not_over_has_no_results_yet(project: Project):
    project.motion(head=STEP.format(top="1").replace("2026-11-19", "2026-12-17"))
    with pytest.raises(Refusal, match="steht noch bevor"):
        walk(project.settings(), Order(deed="nachtragen", date="2026-12-17"), print, lambda question: "", None)
    assert project.site(dt.date(2026, 11, 22)).motions[0].steps[0].result == ""
