from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.selection import NOTHING, Selection


def test_regions_are_kept_in_order_and_once(qtbot: QtBot) -> None:
    selection = Selection()
    selection.select([3, 1, 3])
    selection.add([2, 1])
    assert selection.regions.tolist() == [1, 2, 3]
    selection.remove([1, 9])
    assert selection.regions.tolist() == [2, 3]


def test_selecting_the_same_again_tells_nothing(qtbot: QtBot) -> None:
    selection = Selection()
    selection.select([1], territory=0)
    with qtbot.assertNotEmitted(selection.changed):
        selection.select([1], territory=0)


def test_a_territory_replaces_single_regions(qtbot: QtBot) -> None:
    selection = Selection()
    selection.select([1, 2])
    selection.select_territory(4)
    assert selection.territory == 4
    assert not len(selection.regions)
    selection.clear()
    assert selection.is_empty


def test_the_pointer_is_told_once_a_region(qtbot: QtBot) -> None:
    selection = Selection()
    told: list[int] = []
    selection.pointed.connect(told.append)
    for region in (5, 5, NOTHING):
        selection.point_at(region)
    assert told == [5, NOTHING]
