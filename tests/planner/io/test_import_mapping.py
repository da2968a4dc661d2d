"""What columns are taken for: by name, by content, never two the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_tables import named_plan, proposed, table

from planner.io.column_looks import known_of, looks_of
from planner.io.column_names import KEEP, LEAVE_OUT, MANY, NAMES, Kind, bare, meanings
from planner.io.mapping import changed, displaced, propose, signature

KNOWN = known_of(named_plan())
CELLS = st.sampled_from(["", "0001", "12,5", "Klant", "a@b.nl", "3-4-2027"])


def test_columns_of_a_dutch_crm_are_known_by_name() -> None:
    made = table(
        "Klantnummer | Klantnaam | Gemeentecode | Accountmanager | Jaaromzet 2025 | Contracteinde",
        "K1 | Bakker | 0001 | Bo Jansen | 1.200,50 | 31-12-2027",
        "K2 | Slager | 0002 | Anna de Vries | 800,00 | 1-2-2027",
    )
    assert proposed(made, Kind.ACCOUNTS) == {
        "Klantnummer": "id",
        "Klantnaam": "name",
        "Gemeentecode": "region",
        "Accountmanager": "owner",
        "Jaaromzet 2025": "revenue_last_year",
        "Contracteinde": "renewal_date",
    }


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        ("BillingLatitude", "lat"),
        ("AnnualRevenue", "revenue_last_year"),
        ("OwnerId", "owner"),
        ("hubspot_owner_id", "owner"),
        ("Branche", "industry"),
        ("Effectif", "employees"),
        ("ParentAccountId", "parent_id"),
        ("Potential__c", "potential"),
        ("Umsatz 2024", "revenue_last_year"),
        ("chiffre d'affaires", "revenue_last_year"),
    ],
)
def test_names_of_crms_and_languages_are_known(head: str, meaning: str) -> None:
    made = table(f"id | {head}", "A1 | 12", "A2 | 13")
    assert proposed(made, Kind.ACCOUNTS)[head] == meaning


def test_cells_tell_what_a_strange_name_hides() -> None:
    made = table(
        "a | b | c | d",
        "X1 | 0001 | Anna de Vries | Klant",
        "X2 | 0002 | Anna de Vries | Prospect",
        "X3 | 0002 | Bo Jansen | Klant",
    )
    assert proposed(made, Kind.ACCOUNTS) == {"a": "id", "b": "region", "c": "owner", "d": "status"}


def test_the_reason_says_name_and_share() -> None:
    made = table("id | omzet 2025", "A1 | € 12", "A2 | € 13", "A3 | € 1", "A4 | onbekend")
    guess = propose(made, Kind.ACCOUNTS, KNOWN)[1]
    assert guess.why == "called 'omzet 2025', 75 % are money"


def test_a_name_that_its_cells_deny_is_no_guess() -> None:
    made = table("id | omzet", "A1 | veel", "A2 | weinig")
    assert proposed(made, Kind.ACCOUNTS)["omzet"] == KEEP


def test_mail_and_phone_are_left_out() -> None:
    made = table("id | contact | tel", "A1 | a@b.nl | 06-12345678", "A2 | c@d.nl | +31 20 1234567")
    found = proposed(made, Kind.ACCOUNTS)
    assert found["contact"] == found["tel"] == LEAVE_OUT


def test_what_rayon_wrote_itself_is_left_out() -> None:
    made = table("id | rayon reason | reason", "A1 | no place | moved", "A2 | no place | new")
    assert proposed(made, Kind.ACCOUNTS)["rayon reason"] == LEAVE_OUT
    assert proposed(made, Kind.ACCOUNTS)["reason"] == KEEP


def test_figures_of_places_are_code_name_and_numbers() -> None:
    made = table(
        "gemcode | gemeente | woningen | opm", "0001 | Ede | 12 | bel", "0004 | Gouda | 3 | "
    )
    assert proposed(made, Kind.FIGURES) == {
        "gemcode": "region",
        "gemeente": "place_name",
        "woningen": "figure",
        "opm": LEAVE_OUT,
    }


def test_the_users_change_moves_no_other_column_but_the_one_that_had_the_meaning() -> None:
    meanings_ = {"a": "id", "b": "name", "c": KEEP, "d": KEEP}
    assert displaced(meanings_, "c", "id") == "a"
    assert changed(meanings_, "c", "id") == {"a": LEAVE_OUT, "b": "name", "c": "id", "d": KEEP}
    assert displaced(meanings_, "b", KEEP) == ""
    assert changed(meanings_, "b", KEEP) == {"a": "id", "b": KEEP, "c": KEEP, "d": KEEP}


def test_files_with_the_same_columns_are_alike_in_any_order_and_spelling() -> None:
    one, other = dict.fromkeys(["Account ID", "omzet"]), dict.fromkeys(["Omzet", "account_id"])
    assert signature(one, Kind.ACCOUNTS) == signature(other, Kind.ACCOUNTS)
    assert signature(one, Kind.ACCOUNTS) != signature(one, Kind.PEOPLE)


def test_every_name_is_written_bare_and_every_meaning_has_names() -> None:
    for kind, names in NAMES.items():
        assert set(names) <= set(meanings(kind))
        for known in names.values():
            assert all(bare(name) == name for name in known), known


@given(
    st.sampled_from(Kind),
    st.lists(
        st.tuples(
            st.sampled_from(
                [name for names in NAMES[Kind.ACCOUNTS].values() for name in names[:3]]
                + ["x", "Ünbekannt", "fte", "role", "omzet 25"]
            ),
            st.tuples(CELLS, CELLS),
        ),
        min_size=1, max_size=8, unique_by=lambda column: column[0],
    ),
)  # fmt: skip
def test_no_two_columns_get_the_same_meaning(
    kind: Kind, columns: list[tuple[str, tuple[str, str]]]
) -> None:
    made = table(
        " | ".join(name for name, _ in columns),
        *(" | ".join(cells[row] for _, cells in columns) for row in (0, 1)),
    )
    guesses = propose(made, kind, KNOWN)
    once = [guess.meaning for guess in guesses if guess.meaning not in MANY]
    assert [guess.column for guess in guesses] == list(made.columns)
    assert len(once) == len(set(once))
    assert all(guess.why for guess in guesses)


def test_a_look_counts_filled_cells_and_different_ones() -> None:
    look = looks_of(table("a", "x", "x", "", "y"), KNOWN)["a"]
    assert (look.filled, look.unique, look.first) == (0.75, 2 / 3, ("x", "y"))


@pytest.mark.parametrize(
    "head",
    ["Organization - ID | Organization - Name", "Customer | Customer Name", "Klant | Klantnaam",
     "Account | Account Name", "Relatiecode | Relatienaam", "Debitor | Debitorenname"],
)  # fmt: skip
def test_the_number_and_the_name_of_an_account_are_not_exchanged(head: str) -> None:
    made = table(f"{head} | gemcode", "12 | Foo | 0001", "13 | Bar | 0001", "14 | Baz | 0002")
    assert list(proposed(made, Kind.ACCOUNTS).values()) == ["id", "name", "region"]


def test_names_in_every_script_stay_names() -> None:
    assert bare("Ελλάδα ΑΕ") == "ελλαδα αε"
    assert bare("ООО «Ромашка»") == "ооо ромашка"
    assert bare("中文公司") == "中文公司"
    assert bare("Łódź, Søren Großmann") == "lodz soren grossmann"
    assert signature(["владелец", "город"], Kind.ACCOUNTS) != signature(
        ["имя", "код"], Kind.ACCOUNTS
    )


def test_owners_by_the_name_of_their_column_though_few_are_people_of_the_plan() -> None:
    made = table("id | owner", "A1 | Anna de Vries", "A2 | Ch. Lee", "A3 | J. Doe", "A4 | N. N.")
    assert proposed(made, Kind.ACCOUNTS)["owner"] == "owner"


def test_a_column_whose_name_is_known_is_not_taken_for_a_word_inside_it() -> None:
    made = table("id | owner_since", "A1 | soon", "A2 | later")
    assert proposed(made, Kind.ACCOUNTS)["owner_since"] == KEEP


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("52.3702N", "4.8952E"), ("52°22'12\"N", "4°53'42\"E"), ("52,3702°", "4,8952°"),
     ("52.37, 4.89", "")],
)  # fmt: skip
def test_coordinates_with_minutes_letters_or_both_in_one_cell_are_coordinates(
    lat: str, lon: str
) -> None:
    made = table("id | lat | lon", f"A1 | {lat} | {lon}", f"A2 | {lat} | {lon}")
    assert proposed(made, Kind.ACCOUNTS)["lat"] == "lat"
    words = table("id | lat", "A1 | north of town", "A2 | here")
    assert proposed(words, Kind.ACCOUNTS)["lat"] == KEEP
