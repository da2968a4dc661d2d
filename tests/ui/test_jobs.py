from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.jobs import JobRunner, Report, Stop


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.close()


def wait_for_stop(report: Report, stop: Stop) -> str:
    while not stop():
        time.sleep(0.002)
    return "best so far"


def test_a_result_arrives_in_the_window_thread(runner: JobRunner, qtbot: QtBot) -> None:
    threads = []

    def work(report: Report, stop: Stop) -> str:
        threads.append(threading.current_thread())
        return "plan"

    job = runner.start("Working", work)
    job.done.connect(lambda _: threads.append(threading.current_thread()))
    with qtbot.waitSignal(job.done) as done:
        pass
    assert done.args == ["plan"]
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()
    assert not runner.is_busy


def test_an_exception_arrives_as_a_failure(runner: JobRunner, qtbot: QtBot) -> None:
    def work(report: Report, stop: Stop) -> str:
        raise OSError("disk full")

    job = runner.start("Working", work)
    with qtbot.waitSignal(job.failed) as failed:
        pass
    assert isinstance(failed.args[0], OSError)


def test_a_cancelled_job_gives_no_result(runner: JobRunner, qtbot: QtBot) -> None:
    job = runner.start("Working", wait_for_stop)
    arrived: list[object] = []
    job.done.connect(arrived.append)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert not arrived


def test_a_job_that_is_told_to_finish_gives_the_best_so_far(
    runner: JobRunner, qtbot: QtBot
) -> None:
    job = runner.start("Working", wait_for_stop)
    with qtbot.waitSignal(job.done) as done:
        job.finish_now()
    assert done.args == ["best so far"]


def test_a_newer_job_of_the_same_line_drops_the_older(runner: JobRunner, qtbot: QtBot) -> None:
    older = runner.start("Reading", wait_for_stop, line="read")
    arrived: list[object] = []
    older.done.connect(arrived.append)
    newer = runner.start("Reading", lambda report, stop: "new", line="read")
    with qtbot.waitSignals([older.cancelled, newer.done], order="strict"):
        pass
    assert not arrived
    assert newer.generation > older.generation


def test_progress_is_told_at_most_ten_times_a_second(runner: JobRunner, qtbot: QtBot) -> None:
    def work(report: Report, stop: Stop) -> None:
        for number in range(10_000):
            report(number)

    job = runner.start("Working", work)
    told: list[object] = []
    job.progress.connect(told.append)
    with qtbot.waitSignal(job.done):
        pass
    assert told[0] == 0
    assert len(told) < 100


def test_nothing_waits_behind_long_work_but_more_of_it(runner: JobRunner, qtbot: QtBot) -> None:
    long = runner.start("Solving", wait_for_stop, line="solve", is_long=True)
    second = runner.start("Composing", wait_for_stop, line="teams", is_long=True)
    with qtbot.waitSignal(runner.start("Saving", lambda _report, _stop: 1, line="save").done):
        pass
    ended: list[str] = []
    second.done.connect(lambda _value: ended.append("second"))
    second.finish_now()
    long.done.connect(lambda _value: ended.append("first"))
    with qtbot.waitSignal(second.done):
        long.finish_now()
    assert ended == ["first", "second"]


def test_closing_cancels_what_runs_and_what_waits(qtbot: QtBot) -> None:
    runner = JobRunner()
    runner.start("Working", wait_for_stop, line="one")
    runner.start("Waiting", wait_for_stop, line="two")
    assert runner.close()


def test_closing_gives_up_on_a_job_that_does_not_listen(qtbot: QtBot) -> None:
    runner = JobRunner()
    release = threading.Event()
    runner.start("Deaf", lambda report, stop: release.wait(10))
    assert not runner.close(seconds=0.05)
    release.set()


def test_a_job_that_is_abandoned_tells_nobody(runner: JobRunner, qtbot: QtBot) -> None:
    job = runner.start("Working", wait_for_stop)
    told: list[object] = []
    for signal in (job.progress, job.done, job.failed):
        signal.connect(told.append)
    job.cancelled.connect(lambda: told.append("cancelled"))
    job.abandon()
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert told == []
