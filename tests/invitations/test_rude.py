"""Mail servers that answer as no server should, at every step: nobody gets two, and whoever got none stands in a line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from plugins.invitations.journal import BEGUN, REFUSED, SENT
from plugins.invitations.send import MOST_LINES, NONE, Plain

from .rude import ANSWERS, STEPS, Rude, rude_server
from .world import Office

WAYS = [(step, name) for step in STEPS for name in ANSWERS if (step, name) not in {("data", "354"), ("rcpt", "251")}]
FEW = [
    *(("stored", name) for name in ("251", "354", "999", "empty line", "cut code", "cut line", "451", "554")),
    ("data", "cut line"),
    ("rcpt", "control"),
]
VERA, OTTO = "vera@example.org", "otto@example.org"
CERTAIN = {"451": "vertagt", "421": "vertagt", "554": "abgewiesen"}


@pytest.fixture
def rude(tmp_path: Path):
    with rude_server(tmp_path) as running:
        yield running


def three_runs(tmp_path: Path, rude: Rude, step: str, name: str) -> dict[str, str]:
    """Two while the server is so, one when it is well again."""
    office = Office(tmp_path, rude.smtp())
    rude.step, rude.answer = step, ANSWERS[name]
    first = office.run("2026-12-02", VERA, OTTO, "--senden")
    states = office.states()
    second = office.run("2026-12-02", "--senden")
    rude.step = ""
    third = office.run("2026-12-02", "--senden")
    shown = office.run("2026-12-02")

    for said in (first, second, third, shown):
        assert "Traceback" not in said.text
        assert said.text.replace("\n", "").isprintable(), said.text
    got = Counter(rude.box)
    after = office.states()
    assert max(got.values(), default=0) <= 1, first.text
    for person in (VERA, OTTO):
        assert (after[person] == SENT and got[person] == 1) or (
            after[person] in (BEGUN, REFUSED) and person in shown.text
        )
    return states


@pytest.mark.parametrize(("step", "name"), FEW)
def test_no_answer_sends_twice_or_loses_anybody(tmp_path: Path, rude: Rude, step: str, name: str):
    states = three_runs(tmp_path, rude, step, name)

    if step == "stored":
        assert states[VERA] == CERTAIN.get(name, BEGUN)  # once the text has begun, only these say that nothing arrived
        assert states[OTTO] == SENT


@pytest.mark.lang
@pytest.mark.parametrize(("step", "name"), [*WAYS, ("text", "closed")])
def test_in_no_way_a_server_can_fail_anybody_gets_two_or_is_lost(tmp_path: Path, rude: Rude, step: str, name: str):
    three_runs(tmp_path, rude, step, name)


def test_a_server_that_speaks_out_of_turn_is_not_believed(tmp_path: Path, rude: Rude):
    """Its second „250“ would be taken for the answer to the next text, which it may refuse."""
    office = Office(tmp_path, rude.smtp())
    rude.step, rude.answer = "data", b"354 go\r\n250 ok\r\n"
    said = office.run("2026-12-02", VERA, "--senden")
    rude.step = ""
    office.run("2026-12-02", "--senden")

    assert "0 von 1 Mail gesendet" in said
    assert rude.box == [VERA]
    assert office.states() == {VERA: SENT}


class Endless:
    """A connection on which one reply never ends."""

    asked = 0

    def settimeout(self, seconds: float) -> None:
        pass

    def recv(self, most: int) -> bytes:
        self.asked += 1
        return b"250-a\r\n" * 10


def test_a_reply_without_an_end_is_given_up_by_its_lines():
    smtp = Plain(timeout=600)
    smtp.sock = Endless()

    assert smtp.getreply()[0] == NONE
    assert smtp.sock.asked <= MOST_LINES // 10


def test_there_are_as_many_ways_as_were_promised():
    assert len(WAYS) >= 140
