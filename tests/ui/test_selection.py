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


def test_several_territories_are_selected_one_by_one_and_are_no_single_one(qtbot: QtBot) -> None:
    selection = Selection()
    selection.select([3])
    selection.toggle_territory(2)
    selection.toggle_territory(0)
    assert selection.territories == (0, 2)
    assert selection.territory is None
    assert not len(selection.regions)
    selection.toggle_territory(2)
    assert selection.territory == 0
    selection.select_territories([])
    assert selection.is_empty


def test_an_account_is_selected_with_its_region_and_left_by_any_other_choice(qtbot: QtBot) -> None:
    selection = Selection()
    selection.select_account(7, 3)
    assert (selection.account, selection.regions.tolist()) == (7, [3])
    with qtbot.waitSignal(selection.changed):
        selection.select([3])
    assert selection.account is None
    selection.select_account(7, NOTHING)
    assert not selection.is_empty
    assert not len(selection.regions)
