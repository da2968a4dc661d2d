"""Tasks on one thread or several: the same outcomes in the same order, and no error lost."""

from __future__ import annotations

import threading

import pytest

from solvers.crew import Crew


@pytest.mark.parametrize("workers", [1, 3])
def test_outcomes_come_in_the_order_of_the_tasks(workers: int) -> None:
    with Crew(workers, lambda: None) as crew:
        assert crew.all([lambda i=i: i * i for i in range(20)]) == [i * i for i in range(20)]
        assert crew.begin(lambda: "done").outcome() == "done"


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_task_raises_is_raised_to_the_caller(workers: int) -> None:
    def broken() -> int:
        raise ZeroDivisionError

    with Crew(workers, lambda: None) as crew, pytest.raises(ZeroDivisionError):
        crew.all([lambda: 1, broken])


def test_the_pulse_beats_in_the_callers_thread_while_the_others_work() -> None:
    beaten = threading.Event()
    threads: set[int] = set()

    def pulse() -> None:
        threads.add(threading.get_ident())
        beaten.set()

    with Crew(2, pulse) as crew:
        assert not crew.alone
        assert crew.begin(lambda: beaten.wait(30)).outcome()
    assert threads == {threading.get_ident()}
