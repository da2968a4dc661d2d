"""What is doubtful in rows, and what is proposed."""

from __future__ import annotations

from dataclasses import replace

from builders import grid_accounts, grid_regions
from import_tables import found, named_plan, table, told
from pyproj import Transformer

from planner.edits.redrawing import Redrawn
from planner.edits.region_names import rename_region
from planner.edits.region_splits import split_by_ratio
from planner.io.column_names import FIGURE, KEEP, Kind
from planner.io.deciding import decided
from planner.io.find_cells import Wanted, find_numbers
from planner.io.finding import AS_IS, WAIT, Flaw, mend
from planner.model.plan import Plan
from planner.model.projection import project
from planner.model.types import floats, ints


def test_good_rows_are_no_findings() -> None:
    made = table("id | gemcode | owner", "A1 | 0001 | R01", "A2 | 0002 | Bo Jansen")
    assert told(found(made, Kind.ACCOUNTS)) == []


def test_the_same_row_twice_is_one_and_different_rows_ask() -> None:
    made = table(
        "id | name | gemcode",
        "A1 | Bakker | 0001",
        "A1 | Bakker | 0001",
        "A2 | Slager | 0002",
        "A2 | Slager & Zn | 0002",
    )
    assert told(found(made, Kind.ACCOUNTS)) == [
        ("twice", (2, 3), "first"),
        ("twice", (4, 5), "wait"),
    ]


def test_a_row_without_id_gets_that_of_the_only_account_of_its_name() -> None:
    made = table("id | name | gemcode", " | Account 2 | 0002", " | Nobody | 0001", "A9 | X | 0001")
    meanings = {"id": "id", "name": "name", "gemcode": "region"}
    assert told(found(made, Kind.ACCOUNTS, meanings=meanings)) == [
        ("id_missing", (2,), "mend A00002"),
        ("id_missing", (3,), "wait"),
    ]


def test_a_person_without_id_gets_no_id_of_an_account() -> None:
    made = table("rep_id | rep", " | Account 2", "R09 | Jo")
    of = found(made, Kind.PEOPLE, meanings={"rep_id": "rep_id", "rep": "rep"})
    assert told(of) == [("id_missing", (2,), "wait")]
    assert of.findings[0].offers == ()


def test_codes_that_nobody_knows_are_guessed_by_old_code_name_and_likeness() -> None:
    made = table(
        "gemcode | gemeente | woningen",
        "0001 | Ede | 10",
        "OLD | Weesp | 11",
        " | Hei en Boeicop | 12",
        "9999 | s Hertogenbosch | 13",
        "XX | Sint Antonis | 14",
        "ZZ | Nergens | 15",
    )
    of = found(made, Kind.FIGURES, old_codes={"OLD": "0001"})
    assert told(of) == [
        ("region_unknown", (3,), "mend 0001"),
        ("name_differs", (4,), "mend 0002"),
        ("region_unknown", (5,), "mend 0003"),
        ("region_unknown", (6,), "wait"),
        ("region_unknown", (7,), "leave"),
    ]
    assert [choice.value for choice in of.findings[3].offers] == ["0005"]


def test_a_total_below_the_rows_is_left_out() -> None:
    made = table("gemcode | gemeente | n", "0001 | Ede | 1", " | Totaal | 1")
    assert told(found(made, Kind.FIGURES)) == [("region_unknown", (3,), "leave")]


def test_a_name_whose_place_has_its_own_row_asks() -> None:
    made = table("gemcode | gemeente | n", "0001 | Ede | 1", "9x | Ede | 2")
    assert told(found(made, Kind.FIGURES)) == [("region_unknown", (3,), "wait")]


def test_cells_of_figures_that_are_no_plain_numbers() -> None:
    made = table(
        "gemcode | n",
        "0001 | 10",
        "0002 | 12.980,5",
        "0003 | ",
        "0004 | -3",
        "0005 | ca. 12",
        "0006 | veel",
    )
    of = found(made, Kind.FIGURES, meanings={"gemcode": "region", "n": FIGURE})
    assert told(of) == [
        ("number_comma", (3,), "mend 12980.5"),
        ("number_missing", (4,), "wait"),
        ("number_negative", (5,), "wait"),
        ("number_wrong", (6,), "wait"),
        ("number_wrong", (7,), "wait"),
    ]
    assert of.findings[3].offers[0].value == "12"


def test_twelve_million_is_not_offered_as_twelve() -> None:
    made = table("gemcode | n", "0001 | 10", "0002 | ca. 12 mln", "0003 | 5")
    of = found(made, Kind.FIGURES, meanings={"gemcode": "region", "n": FIGURE})
    assert of.findings[0].offers == (AS_IS,)


def test_a_missing_figure_offers_what_the_plan_has() -> None:
    made = table("gemcode | workload", "0001 | 4", "0002 | 5", "0003 | ")
    of = found(made, Kind.FIGURES)
    assert of.findings[0].why == "workload is empty; the plan has 10"
    assert of.findings[0].offers[0].value == "10"


def test_a_column_of_decimal_commas_is_no_finding() -> None:
    made = table("gemcode | n", "0001 | 1,5", "0002 | 2,5", "0003 | 4")
    assert told(found(made, Kind.FIGURES)) == []


def test_a_decimal_point_among_points_between_thousands_is_a_finding() -> None:
    rows = [f"{at:04d} | {at}.250" for at in range(1, 21)]
    made = table("gemcode | omzet", *rows, "0021 | 950.5")
    found = find_numbers(replace(made, comma=True), Wanted("omzet"))
    assert [(one.flaw, one.at, one.default) for one in found] == [
        (Flaw.NUMBER_COMMA, (20,), mend("950.5"))
    ]
    assert "decimal point" in found[0].why


def test_a_decimal_comma_among_commas_between_thousands_is_one_finding() -> None:
    rows = [f"{at:04d} | {at},250" for at in range(1, 21)]
    made = table("gemcode | omzet", *rows, "0021 | 950,5")
    found = find_numbers(made, Wanted("omzet"))
    assert [(one.flaw, one.at, one.default) for one in found] == [
        (Flaw.NUMBER_COMMA, (20,), mend("950.5"))
    ]


def test_dates_that_cannot_be_are_unknown_and_the_last_of_the_month_is_offered() -> None:
    made = table("id | renewal_date", "A1 | 31-2-2027", "A2 | 28-2-2027", "A3 | morgen")
    meanings = {"id": "id", "renewal_date": "renewal_date"}
    of = found(made, Kind.ACCOUNTS, meanings=meanings)
    assert told(of) == [("date_wrong", (2,), "as_is"), ("date_wrong", (4,), "as_is")]
    assert of.findings[0].offers[1].value == "2027-02-28"


def test_owners_are_known_by_name_in_any_order_and_nearly() -> None:
    made = table(
        "id | gemcode | owner",
        "A1 | 0001 | Jansen, Bo",
        "A2 | 0001 | Bo Janssen",
        "A3 | 0001 | Nobody",
        "A4 | 0001 | R01;R02",
        "A5 | 0001 | ",
    )
    meanings = {"id": "id", "gemcode": "region", "owner": "owner"}
    assert told(found(made, Kind.ACCOUNTS, meanings=meanings)) == [
        ("owner_unknown", (2,), "mend R02"),
        ("owner_unknown", (3,), "wait"),
        ("owner_unknown", (4,), "as_is"),
    ]


def test_accounts_without_a_place_are_taken_and_those_with_an_unknown_code_wait() -> None:
    made = table("id | gemcode | name", "N1 | | X", "N2 | 77777 | Y", "N3 | 0001 | Z")
    meanings = {"id": "id", "gemcode": "region", "name": "name"}
    of = found(made, Kind.ACCOUNTS, meanings=meanings)
    assert [one[2] for one in told(of)] == ["as_is", "wait"]


def test_an_account_of_the_plan_stays_where_it_is_when_its_code_is_unknown() -> None:
    made = table("id | gemcode | name", "A00002 | 77777 | X", "A00003 | | Y", "N1 | 77777 | Z")
    meanings = {"id": "id", "gemcode": "region", "name": "name"}
    of = found(made, Kind.ACCOUNTS, meanings=meanings)
    assert [one[2] for one in told(of)] == ["mend 0002", "mend 0003", "wait"]


def test_what_is_absent_is_said() -> None:
    made = table("x | y", "1 | 2", "1 | 3")
    assert found(made, Kind.ACCOUNTS, meanings={"x": "keep", "y": ""}).absent == ("id",)
    assert found(made, Kind.PEOPLE, meanings={"x": "", "y": ""}).absent == ("rep_id",)
    assert found(made, Kind.FIGURES, meanings={"x": "", "y": ""}).absent == ("region", FIGURE)


def test_a_plan_without_people_asks_for_no_owner() -> None:
    plan = replace(named_plan(), reps=())
    made = table("id | gemcode | owner", "A1 | 0001 | Anyone", "A2 | 0001 | Else")
    meanings = {"id": "id", "gemcode": "region", "owner": "owner"}
    assert told(found(made, Kind.ACCOUNTS, meanings=meanings, plan=plan)) == []


def holland() -> Plan:
    """A grid of 2 x 3 km of which place 0002 holds the middle of Amsterdam."""
    corner = project(floats([[4.8897, 52.374]]), "EPSG:28992")[0] - [1500.0, 500.0]
    regions = grid_regions(2, 3, origin=(float(corner[0]), float(corner[1])))
    return replace(named_plan(), regions=regions)


def test_a_place_that_was_given_and_not_found_waits_with_what_it_says_and_what_it_may_mean() -> (
    None
):
    made = table("id | city", "N1 | Amsterdm", "N2 | Qqqzzz", "N3 | ", "N4 | Amsterdam")
    of = found(made, Kind.ACCOUNTS, meanings={"id": "id", "city": "place_name"}, plan=holland())
    assert told(of) == [
        ("place_missing", (2,), "wait"),
        ("place_missing", (3,), "wait"),
        ("place_missing", (4,), "as_is"),
    ]
    near, strange, none = of.findings
    assert (near.column, near.found) == ("city", "Amsterdm")
    assert near.why == "'Amsterdm' is no place known in NL"
    assert "0002" in [choice.value for choice in near.offers]
    assert strange.offers == none.offers == (AS_IS,)
    assert none.why == "it has no place"
    assert [issue.code for issue in of.issues] == ["place_unknown", "place_unknown"]


def test_an_account_of_the_plan_stays_where_it_is_when_its_place_is_not_found() -> None:
    made = table("id | city", "A00003 | Qqqzzz", "N2 | Qqqzzz")
    of = found(made, Kind.ACCOUNTS, meanings={"id": "id", "city": "place_name"}, plan=holland())
    assert [one[2] for one in told(of)] == ["mend 0003", "wait"]


def test_a_name_of_several_places_offers_their_regions() -> None:
    plan = named_plan()
    plan = replace(plan, regions=replace(plan.regions, names=("Twin", "Twin", *"abcd")))
    made = table("id | city", "N1 | Twin")
    of = found(made, Kind.ACCOUNTS, meanings={"id": "id", "city": "place_name"}, plan=plan)
    assert of.findings[0].why == "'Twin' can be region 0001 or region 0002"
    assert of.findings[0].default == WAIT
    assert [choice.value for choice in of.findings[0].offers] == ["0001", "0002", ""]


def test_a_postcode_that_nobody_knows_waits_and_is_said() -> None:
    made = table("id | zip", "N1 | 99999")
    of = found(made, Kind.ACCOUNTS, meanings={"id": "id", "zip": "postcode"}, plan=holland())
    assert told(of) == [("place_missing", (2,), "wait")]
    assert of.findings[0].found == "99999"
    assert of.findings[0].why == "the postcode '99999' is not known"
    assert [issue.code for issue in of.issues] == ["postcode_unknown"]


def test_swapped_coordinates_are_told_and_offer_where_they_lie_turned_back() -> None:
    made = table("id | lat | lon", *(f"N{at} | 4.8897 | 52.374" for at in range(4)))
    of = found(
        made, Kind.ACCOUNTS, meanings={"id": "id", "lat": "lat", "lon": "lon"}, plan=holland()
    )
    (said,) = of.issues
    assert said.code == "coordinates_swapped"
    assert "4 of 4 lie at the regions" in said.found
    assert {one[2] for one in told(of)} == {"wait"}
    assert of.findings[0].found == "4.8897, 52.374"
    assert of.findings[0].why == "latitude and longitude look swapped"
    assert [choice.value for choice in of.findings[0].offers] == ["0002", ""]


def test_coordinates_that_cannot_be_read_wait_with_the_cell() -> None:
    made = table("id | lat | lon", "N1 | north | 4.9", "N2 | 522 | 5", "N3 | 52.374 | 4.8897")
    of = found(
        made, Kind.ACCOUNTS, meanings={"id": "id", "lat": "lat", "lon": "lon"}, plan=holland()
    )
    assert [(one.found, one.why, one.default) for one in of.findings] == [
        ("north, 4.9", "'north' is not a number", WAIT),
        ("522, 5", "latitude 522, longitude 5 is no place on earth", WAIT),
    ]


def test_notations_that_read_both_ways_are_said() -> None:
    made = table("id | potential | renewal_date", "A1 | 1,234 | 3-4-2027", "A2 | 5 | 4-5-2027")
    meanings = {name: name for name in ("id", "potential", "renewal_date")}
    of = found(made, Kind.ACCOUNTS, meanings=meanings)
    assert [issue.code for issue in of.issues] == ["number_doubtful", "date_doubtful"]


def test_a_column_kept_under_a_word_of_rayon_is_looked_at_as_that_word() -> None:
    made = table("id | potential | owner_since", "A1 | 12 mln | soon", "A2 | 4500 | 2020-01-02")
    of = found(made, Kind.ACCOUNTS, meanings={"id": "id", "potential": KEEP, "owner_since": KEEP})
    assert told(of) == [("number_wrong", (2,), "wait"), ("date_wrong", (2,), "as_is")]
    both = table("id | omzet | potential", "A1 | 5 | yes", "A2 | 6 | no")
    meanings = {"id": "id", "omzet": "potential", "potential": KEEP}
    assert told(found(both, Kind.ACCOUNTS, meanings=meanings)) == []


def test_lakhs_are_asked_about_with_the_number_they_say() -> None:
    made = table("id | potential", "A1 | 12,34,567", "A2 | Rs 1,25,000.50", "A3 | 45,000")
    of = found(made, Kind.ACCOUNTS, meanings={"id": "id", "potential": "potential"})
    assert [one.offers[0].value for one in of.findings] == ["1234567", "125000.5"]
    assert {one.default for one in of.findings} == {WAIT}


def test_places_and_accounts_named_in_another_script_are_known_by_name() -> None:
    plan = named_plan()
    names = ("Αθήνα", "Πάτρα", "Βόλος", "Χανιά", "Λαμία", "Σπάρτη")
    plan = replace(plan, regions=replace(plan.regions, names=names))
    made = table("place | n", "Πάτρα | 20", "ΑΘΗΝΑ | 10")
    of = found(made, Kind.FIGURES, meanings={"place": "place_name", "n": FIGURE}, plan=plan)
    assert told(of) == [("name_differs", (3,), "mend 0001")]
    held = replace(grid_accounts(ints([0]), ["R01"]), names=("中文公司",))
    made = table("id | name", " | Другая", "A7 | x", " | 中文公司")
    given = {"id": "id", "name": "name"}
    of = found(made, Kind.ACCOUNTS, meanings=given, plan=replace(plan, accounts=held))
    known = f"mend {held.ids[0]}"
    assert told(of) == [("id_missing", (2,), "wait"), ("id_missing", (4,), known)]


def test_a_region_column_that_holds_names_is_known_by_them() -> None:
    made = table("id | region", "A1 | Ede", "A2 | gouda", "A3 | Zwole", "A4 | Nowhere")
    of = found(made, Kind.ACCOUNTS, meanings={"id": "id", "region": "region"})
    assert [one[2] for one in told(of)] == ["mend 0001", "mend 0004", "wait", "wait"]
    assert of.findings[2].offers[0] == mend("0006")
    figures = table("region | n", "Ede | 1", "gouda | 2")
    of = found(figures, Kind.FIGURES, meanings={"region": "region", "n": FIGURE})
    assert [one[2] for one in told(of)] == ["mend 0001", "mend 0004"]


def test_ids_that_a_spreadsheet_cut_short_are_told() -> None:
    made = table("id | gemcode", "1.23457E+15 | 0001", "1,23458E+15 | 0002", "4E+7X | 0003")
    of = found(made, Kind.ACCOUNTS, meanings={"id": "id", "gemcode": "region"})
    assert [(issue.code, issue.row, issue.column) for issue in of.issues] == [
        ("cell_error", 2, "id")
    ]
    assert of.issues[0].found.startswith("2 of the ids are like 1.23457E+15")


def test_days_that_can_only_be_read_otherwise_than_their_column_are_read_so() -> None:
    cells = ("31-12-2026", "13-1-2026", "12/31/2026", "46022", "soon")
    made = table("id | renewal_date", *(f"A{at} | {cell}" for at, cell in enumerate(cells)))
    given = {"id": "id", "renewal_date": "renewal_date"}
    of = found(made, Kind.ACCOUNTS, meanings=given)
    assert [one[2] for one in told(of)] == ["mend 2026-12-31", "mend 2025-12-31", "as_is"]
    assert decided(of).mended().columns["renewal_date"][2:] == ("2026-12-31", "2025-12-31", "")


def test_codes_of_before_a_region_was_renamed_or_split_are_known() -> None:
    split = split_by_ratio(named_plan(), 0, 0.5)
    assert isinstance(split, Redrawn)
    plan = rename_region(split.plan, 0, "WEST", "Ede west")
    assert isinstance(plan, Plan)
    plan = rename_region(plan, 2, "WSP", "Weesp")
    assert isinstance(plan, Plan)
    x, y = plan.regions.points[0].tolist()
    to_degrees = Transformer.from_crs(plan.regions.crs, "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(x, y)
    made = table(
        "id | gemcode | lat | lon",
        "N1 | 0001 | | ",  # split: which part is asked
        f"N2 | 0001 | {lat} | {lon}",  # split: its point tells
        "N3 | 0002 | | ",  # renamed
        "N4 | 0001-1 | | ",  # a part that was renamed
        "A00001 | 0001 | | ",  # of the plan: stays in its part
    )
    meanings = {"id": "id", "gemcode": "region", "lat": "lat", "lon": "lon"}
    of = found(made, Kind.ACCOUNTS, meanings=meanings, plan=plan)
    assert [plan.regions.ids[at] if at >= 0 else "" for at in of.region.tolist()] == [
        "", "WEST", "", "", "",
    ]  # fmt: skip
    assert told(of) == [
        ("region_unknown", (2,), "wait"),
        ("region_unknown", (4,), "mend WSP"),
        ("region_unknown", (5,), "mend WEST"),
        ("region_unknown", (6,), "mend WEST"),
    ]
    assert [finding.why for finding in of.findings] == [
        "0001 was split into Ede west (WEST), Ede 2 (0001-2)",
        "0002 is Weesp (WSP) now",
        "0001-1 is Ede west (WEST) now",
        "0001 was split into Ede west (WEST), Ede 2 (0001-2)",
    ]
    assert [choice.value for choice in of.findings[0].offers[:2]] == ["WEST", "0001-2"]


def test_figures_by_a_code_of_before_a_region_was_split_wait_for_an_answer() -> None:
    split = split_by_ratio(named_plan(), 0, 0.5)
    assert isinstance(split, Redrawn)
    made = table("gemcode | woningen", "0001 | 10", "0002 | 11", "0003 | 12")
    of = found(made, Kind.FIGURES, plan=split.plan)
    assert told(of) == [("region_unknown", (2,), "wait")]
    assert of.findings[0].why == "0001 was split into Ede 1 (0001-1), Ede 2 (0001-2)"
