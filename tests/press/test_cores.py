"""Work that another process does meanwhile: its answer is waited for once, and nothing of it stays behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugins.press.cores import beside


def fail() -> bool:
    raise RuntimeError


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("answer", [True, False])
def test_the_answer_is_the_question_s_and_may_be_asked_for_twice(cores: int, answer: bool) -> None:
    with beside(lambda: answer, cores, True) as told:
        assert (told(), told()) == (answer, answer)


def test_a_failure_means_no(capfd: pytest.CaptureFixture[str]) -> None:
    with beside(fail, 2, True) as told:
        assert not told()


def test_on_one_core_nobody_works_unasked() -> None:
    with beside(fail, 1, True):
        pass


@pytest.mark.parametrize("wrong", [False, True])
def test_who_is_not_asked_is_ended_and_leaves_no_trace(tmp_path: Path, wrong: bool) -> None:
    def slowly() -> bool:
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(20)
        (tmp_path / "done").touch()
        return True

    try:
        with beside(slowly, 2, True):
            while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
                time.sleep(0.01)
            if wrong:
                raise KeyError
    except KeyError:
        pass
    assert not (tmp_path / "done").exists(), "it was not waited for"
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
