"""Owner files are read with every fault told at once."""

from __future__ import annotations

from planner.judge.owner_file import MOST_FAULTS, owner_from_csv, owner_to_csv
from planner.model.types import UNASSIGNED, ints


def test_what_is_written_is_read_again() -> None:
    owner = ints([2, 0, UNASSIGNED, 1])
    read, faults = owner_from_csv(owner_to_csv(owner), 4, 3)
    assert faults == ()
    assert read is not None
    assert read.tolist() == owner.tolist()


def test_regions_not_named_and_an_empty_territory_have_none() -> None:
    read, _ = owner_from_csv("region,territory\n1,0\n2,\n", 4, 1)
    assert read is not None
    assert read.tolist() == [UNASSIGNED, 0, UNASSIGNED, UNASSIGNED]


def test_every_fault_of_an_owner_file_is_told_with_its_line() -> None:
    text = "region,territory\n0,1\n0,1\n9,0\n1,7\nx,0\n2\n3,1.5\n"
    read, faults = owner_from_csv(text, 4, 2)
    assert read is None
    assert faults == (
        "line 3: region 0 stands twice",
        "line 4: region 9 is outside 0..3",
        "line 5: territory 7 is outside 0..1",
        "line 6: 'x,0' is not two whole numbers",
        "line 7: 1 values instead of 2",
        "line 8: '3,1.5' is not two whole numbers",
    )


def test_many_faults_are_counted_beyond_the_first_ones() -> None:
    text = "region,territory\n" + "9,9\n" * (MOST_FAULTS + 5)
    _, faults = owner_from_csv(text, 4, 2)
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1] == "and 5 more lines like these"


def test_an_owner_file_begins_with_its_columns() -> None:
    for text in ("", "0,1\n", "territory,region\n"):
        assert owner_from_csv(text, 4, 2)[1] == ("the first line must be region,territory",)
