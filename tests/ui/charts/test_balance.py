from __future__ import annotations

import math

import pytest

from ui.charts.balance import Balance, Bar, Form, histogram


def balance(*deviations: float, tolerance: float = 0.05) -> Balance:
    bars = tuple(
        Bar(i - 1, f"T{i:02d}", f"Territory {i}", each) for i, each in enumerate(deviations, 1)
    )
    return Balance(tolerance=tolerance, bars=bars)


def test_a_bar_on_the_tolerance_is_inside_the_rule() -> None:
    shown = balance(0.05, -0.05, 0.0501, -0.06)
    assert [shown.outside(bar) for bar in shown.bars] == [False, False, True, True]
    assert shown.within == 2


def test_an_endless_deviation_is_outside_and_does_not_stretch_the_scale() -> None:
    shown = balance(math.inf, 0.02)
    assert shown.outside(shown.bars[0])
    assert shown.limit == pytest.approx(0.085)


def test_the_rule_is_always_in_view() -> None:
    assert balance(0.001, -0.002).limit == pytest.approx(1.7 * 0.05)
    assert balance(0.39, -0.28).limit == pytest.approx(0.39 * 1.08)
    assert balance(7.0).limit == 1.0


def test_furthest_first() -> None:
    assert balance(0.01, -0.3, 0.2).furthest(2) == (1, 2)


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (0, Form.EMPTY),
        (40, Form.BARS),
        (41, Form.SCROLLED),
        (200, Form.SCROLLED),
        (201, Form.HISTOGRAM),
    ],
)
def test_the_number_of_territories_decides_the_form(count: int, form: Form) -> None:
    assert balance(*[0.0] * count).form is form


def test_every_territory_is_counted_once_in_the_histogram() -> None:
    counted = histogram(balance(math.inf, -9.0, 0.0, 0.01, 0.3, tolerance=0.05), bins=5)
    assert sum(counted.counts) == 5
    assert counted.counts[0] == 1
    assert counted.counts[-1] == 1
    assert len(counted.edges) == 6
