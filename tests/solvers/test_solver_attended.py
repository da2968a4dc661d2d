"""Work in another thread: what it returns or raises comes back, and it can be left at any moment."""

from __future__ import annotations

import threading

import pytest

from solvers.attended import attended


def never() -> bool:
    return False


def test_what_the_work_returns_comes_back_and_none_is_an_outcome_too() -> None:
    found = attended(lambda: None, over=never, pulse=never)
    assert found is not None
    assert found.outcome is None


def test_what_the_work_raises_is_raised_to_the_caller() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        attended(broken, over=never, pulse=never)


def test_the_pulse_beats_in_the_callers_thread_while_the_work_goes_on() -> None:
    beaten = threading.Event()
    threads: set[int] = set()

    def pulse() -> None:
        threads.add(threading.get_ident())
        beaten.set()

    found = attended(lambda: beaten.wait(30) and threading.get_ident(), over=never, pulse=pulse)
    assert found is not None
    assert threads == {threading.get_ident()}
    assert found.outcome != threading.get_ident()


def test_work_that_does_not_listen_is_left_when_it_is_over() -> None:
    go_on = threading.Event()
    assert attended(lambda: go_on.wait(30), over=lambda: True, pulse=never) is None
    go_on.set()
