"""The command at a real terminal: `fraktion neu` asks, and whoever leaves loses nothing."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys

import pytest

from plugins.records.problems import errors

from ..builders import Project
from ..disk import HEUTE, contents


def heed() -> None:
    """Notice Ctrl+C, also where the tests run in the background of a shell that ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Talk:
    """The command at a terminal: read until something was asked, then answer."""

    def __init__(self, project: Project, *arguments: str):
        self.master, slave = pty.openpty()
        environment = {**os.environ, "TERM": "dumb"}
        command = [sys.executable, "-m", "plugins.cli", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=project.root,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
            preexec_fn=heed,
        )
        os.close(slave)
        self.said = ""

    def until(self, text: str) -> None:
        for _ in range(600):  # at most a minute on the slowest machine
            if text in self.said:
                self.said = self.said.partition(text)[2]
                return
            if not self.more(0.1):
                break
        raise AssertionError(f"„{text}“ was never said: {self.said}")

    def more(self, patience: float) -> bool:
        """Take in what is there; False where nothing comes any more."""
        if not select.select([self.master], [], [], patience)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:  # Linux: the other side has closed
            return False
        self.said += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)

    def answer(self, question: str, answer: str = "") -> None:
        self.until(question)
        os.write(self.master, f"{answer}\n".encode())

    def end(self) -> int:
        for _ in range(600):
            if not self.more(0.1):
                break
        code = self.process.wait(60)
        os.close(self.master)
        assert "Traceback" not in self.said
        return code


# What a letter has besides, asked before and after the topic.
LETTER = ("An: ", "Antragsteller*in: ", "Unterzeichner*in: ")
AFTER = ("Beratungsfolge: ", "Antrag als PDF: ", "Anlage: ")


def test_asked_at_the_terminal_enter_takes_what_is_proposed(project: Project) -> None:
    talk = Talk(project, "neu", "antrag", "--heute", HEUTE)
    talk.answer("Titel: ", "Radweg: jetzt")
    talk.answer("Art [Antrag]: ")
    talk.answer(f"Datum [{HEUTE}]: ")
    for question in ("Drucksache: ", *LETTER, "Thema: ", "In einem Satz: ", *AFTER):
        talk.answer(question)
    assert talk.end() == 0, talk.said
    assert "Angelegt: content/antraege/2026-11-radweg-jetzt.md" in talk.said
    assert errors(project.check()) == []
    (motion,) = project.site().motions
    assert (motion.title, motion.kind, motion.date.isoformat(), motion.draft) == (
        "Radweg: jetzt",
        "Antrag",
        HEUTE,
        True,
    )


def test_what_does_not_fit_is_asked_again(project: Project) -> None:
    talk = Talk(project, "neu", "antrag", "--heute", HEUTE)
    talk.answer("Titel: ")
    talk.until("Bitte eintragen, zum Beispiel: Radweg an der K 14")
    talk.answer("Titel: ", "Radweg")
    talk.answer("Art [Antrag]: ", "Antarg")
    talk.until("Meinten Sie „Antrag“?")
    talk.answer("Art [Antrag]: ", "anfrage")
    talk.answer("Datum [", "4.3.2024")
    for question in ("Drucksache: ", *LETTER, "Thema: ", "In einem Satz: ", *AFTER):
        talk.answer(question)
    assert talk.end() == 0, talk.said
    (motion,) = project.site().motions
    assert (motion.kind, motion.date.isoformat()) == ("Anfrage", "2024-03-04")


def test_a_name_that_is_not_there_is_asked_again_at_once(project: Project) -> None:
    talk = Talk(project, "neu", "antrag", "--heute", HEUTE)
    talk.answer("Titel: ", "Radweg")
    talk.answer("Art [Antrag]: ")
    talk.answer("Datum [")
    for question in ("Drucksache: ", *LETTER):
        talk.answer(question)
    talk.answer("Thema: ", "Weltraum")
    talk.until("„Weltraum“ gibt es noch nicht.")
    talk.answer("Thema: ", "Verkehr")
    for question in ("In einem Satz: ", *AFTER):
        talk.answer(question)
    assert talk.end() == 0, talk.said
    assert [t.text for t in project.site().motions[0].topics] == ["Verkehr"]


@pytest.mark.parametrize("way", ["Strg+C", "Strg+D"])
def test_leaving_a_talk_loses_nothing(project: Project, way: str) -> None:
    before = contents(project.content)
    talk = Talk(project, "neu", "antrag", "--heute", HEUTE)
    talk.answer("Titel: ", "Radweg")
    talk.until("Art [Antrag]: ")
    if way == "Strg+C":
        os.killpg(talk.process.pid, signal.SIGINT)
        os.write(talk.master, b"\n")  # a signal that comes just before readline waits is noticed with the next key only
    else:
        os.write(talk.master, b"\x04")
    assert talk.end() == 130
    assert "Abgebrochen. Es ist nichts verloren." in talk.said
    assert contents(project.content) == before
