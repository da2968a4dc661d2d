"""plan.toml: every wrong key and value at once, each with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.io.plan_file import read_plan_file
from planner.model.issues import blocks
from planner.model.rules import BarrierGoal, Placing, TerritoryRules

WHOLE = """rayon = 1
[plan]
name = "Plan"
currency = "USD"
seed = 7
start = 2027-07-01
[[regions]]
file = "places.gpkg"
id = "code"
noun = ["place", "places"]
country = "NL"
parents = ["province"]
[accounts]
file = "accounts.csv"
class = "klasse"
[reps]
file = "reps.csv"
[[segments]]
key = "food"
where = "industry = 'food' and employees >= 50"
[[measures]]
key = "prospects"
from = "accounts.count + regions.x * 2"
where = "segment:food"
tolerance = 0.1
[territories]
count = 3
oversize = "own"
[territories.disruption]
weight = 0.5
[[layers]]
key = "specialists"
label = "Specialists"
role = "specialist"
count = 2
apart = ""
segment = "food"
[teams]
markets = "parent:province"
staff = 30
win_rate = 0.3
[quota]
total = 1000000
over_assignment = 0.1
measure = "prospects"
"""

ACCOUNTS = '[accounts]\nfile = "accounts.csv"\nclass = "klasse"\n'


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_plan_file_becomes_sources_and_goals(tmp_path: Path) -> None:
    plan_file, issues = read_plan_file(write(tmp_path, WHOLE))
    assert issues == ()
    assert plan_file is not None
    assert plan_file.tables.plan.start == date(2027, 7, 1)
    assert plan_file.regions[0].path == tmp_path / "places.gpkg"
    assert plan_file.regions[0].parents == ("province",)
    assert plan_file.accounts is not None
    assert dict(plan_file.accounts.columns) == {"class": "klasse"}
    goals = plan_file.goals("country")
    base, specialists = goals.layers
    assert (base.count, base.oversize, base.apart, base.disruption_weight) == (
        3,
        "own",
        "country",
        0.5,
    )
    assert (specialists.one_per, specialists.apart, specialists.segment) == (
        "specialist",
        "",
        "food",
    )
    assert goals.teams is not None
    assert (goals.teams.staff, dict(goals.teams.norms)) == (30, {"win_rate": 0.3})
    assert goals.quota is not None
    assert goals.quota.step == 1000
    needs = plan_file.columns()
    assert (needs.regions, needs.numbers, needs.texts) == (("x",), ("employees",), ("industry",))


def test_every_wrong_value_and_unknown_key_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = (
        WHOLE.replace('currency = "USD"', "currency = 3")
        .replace("start = 2027-07-01", 'start = "soon"')
        .replace("seed", "sede")
        .replace("count = 3", "count = 0")
        .replace("weight = 0.5", "weigth = 0.5")
        .replace('"accounts.count + regions.x * 2"', '"accounts.count +"')
        .replace("tolerance = 0.1", "tolerance = -0.1")
        .replace('"parent:province"', '"provinces"')
    )
    plan_file, issues = read_plan_file(write(tmp_path, text))
    assert plan_file is None
    lines = text.splitlines()
    assert sorted((issue.row, issue.column) for issue in issues) == [
        (4, "plan, currency"),
        (5, "plan, sede"),
        (6, "plan, start"),
        (lines.index('from = "accounts.count +"') + 1, "measures 1, from"),
        (lines.index("tolerance = -0.1") + 1, "measures 1, tolerance"),
        (lines.index("count = 0") + 1, "territories, count"),
        (lines.index("weigth = 0.5") + 1, "territories, disruption, weigth"),
        (lines.index('markets = "provinces"') + 1, "teams, markets"),
    ]
    assert {issue.mend for issue in issues if issue.code == "key_unknown"} == {
        "Did you mean seed?", "Did you mean weight?",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('class = "klasse"', 'klas = "klasse"', "nobody reads the key klas"),
        ("win_rate", "win_rat", "nobody reads the key win_rat"),
        ('measure = "prospects"', 'measure = "x"', "there is no measure x"),
        ('segment = "food"', 'segment = "x"', "there is no segment x"),
        ("segment:food", "segment:x", "there is no segment x"),
        ('key = "specialists"', 'key = "base"', "the key base stands twice"),
        (ACCOUNTS, "", "this counts accounts, and the plan has none"),
        ("tolerance = 0.1", "minimum = 3\nmaximum = 2", "minimum 3 is above maximum 2"),
        ('label = "Specialists"', 'rules.made_of = "x"', "there is no layer x before this one"),
        ("count = 3", 'rules.made_of = "base"', "the base layer stands on no other"),
        (
            "total = 1000000",
            "total = 10000000000000000000",
            "10000000000000000000 cannot be used here",
        ),
    ],
)
def test_what_does_not_fit_together_is_told(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in WHOLE
    plan_file, issues = read_plan_file(write(tmp_path, WHOLE.replace(old, new)))
    assert plan_file is None
    assert [issue.found for issue in issues] == [found]
    assert all(issue.row for issue in issues)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200), st.integers(0, len(WHOLE)).map(lambda at: WHOLE[:at].encode())
    )
)
def test_no_bytes_are_a_traceback(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(content)
    plan_file, issues = read_plan_file(path)
    assert plan_file is not None or blocks(issues)


RULES = """
contiguous = "ferries"
[territories.rules]
ferries = [["a", "b"]]
together = "province"
skill = "language"
reach_km = 60
most_handed_over = 0.2
most_taken_over = 0.3
most_moved = 0.1
[[territories.rules.barriers]]
name = "Rhine"
pairs = [["a", "c"], ["b", "c"]]
[[territories.rules.kept_from]]
rep = "R01"
regions = ["a", "b"]
[[territories.rules.held_by]]
rep = "R02"
regions = ["c"]
"""


def test_a_number_of_thousands_of_digits_is_one_error(tmp_path: Path) -> None:
    path = write(tmp_path, f"rayon = {'9' * 5000}\n")
    plan, issues = read_plan_file(path)
    assert plan is None
    assert [issue.code for issue in issues] == ["toml_wrong"]


def test_rules_of_territories_and_measures_are_read(tmp_path: Path) -> None:
    text = WHOLE.replace("count = 3", "count = 3" + RULES).replace('oversize = "own"', "")
    text = text.replace("tolerance = 0.1", "ideal = 0.02\nideal_price = 3\nminimum = 1")
    text = text.replace('label = "Specialists"', 'rules = { made_of = "base" }')
    plan_file, issues = read_plan_file(write(tmp_path, text))
    assert issues == ()
    assert plan_file is not None
    base, upper = plan_file.goals("").layers
    assert base.contiguous
    assert upper.rules == TerritoryRules(made_of="base")
    assert base.rules == TerritoryRules(
        ferries_only=True, ferries=(("a", "b"),),
        barriers=(BarrierGoal("Rhine", (("a", "c"), ("b", "c"))),), together="province",
        held_by=(Placing("R02", ("c",)),), kept_from=(Placing("R01", ("a", "b")),),
        skill="language", reach_km=60.0, most_handed_over=0.2, most_taken_over=0.3, most_moved=0.1,
    )  # fmt: skip
    (measure,) = plan_file.measures
    assert (measure.ideal, measure.ideal_price, measure.minimum, measure.maximum) == (
        0.02,
        3,
        1,
        None,
    )


def test_contiguity_is_true_false_or_through_ferries(tmp_path: Path) -> None:
    text = WHOLE.replace("count = 3", 'count = 3\ncontiguous = "rivers"')
    _, issues = read_plan_file(write(tmp_path, text))
    (issue,) = issues
    assert (issue.column, issue.row) == (
        "territories, contiguous",
        text.splitlines().index('contiguous = "rivers"') + 1,
    )


def written(folder: Path, accounts: str) -> Path:
    path = folder / "plan.toml"
    path.write_text(WHOLE.replace('class = "klasse"\n', accounts), encoding="utf-8")
    return path


def test_accounts_name_their_postcodes_places_and_a_distance(tmp_path: Path) -> None:
    keys = (
        'postcode = "pc"\nplace = "stad"\ncountry = "land"\nplaces = "mine.csv"\nnearest_km = 5\n'
    )
    plan_file, issues = read_plan_file(written(tmp_path, keys))
    assert issues == ()
    assert plan_file is not None
    source = plan_file.accounts
    assert source is not None
    assert dict(source.columns) == {"postcode": "pc", "place": "stad", "country": "land"}
    assert source.places == tmp_path / "mine.csv"
    assert source.nearest_km == 5.0


@pytest.mark.parametrize(
    ("accounts", "code", "said"),
    [
        ("nearest_km = -1\n", "value_wrong", "-1 cannot be used here"),
        ('nearest_km = "far"\n', "value_wrong", "'far' cannot be used here"),
        ("postcode = 7\n", "value_wrong", "7 cannot be used here"),
        ('places = ""\n', "value_wrong", "'' cannot be used here"),
        ('postcodes = "pc"\n', "value_wrong", "nobody reads the key postcodes"),
        ('zzz = "pc"\n', "value_wrong", "nobody reads the key zzz"),
    ],
)
def test_wrong_keys_of_accounts_are_errors_on_their_line(
    tmp_path: Path, accounts: str, code: str, said: str
) -> None:
    plan_file, issues = read_plan_file(written(tmp_path, accounts))
    assert plan_file is None
    row = WHOLE.splitlines().index('class = "klasse"') + 1
    assert [(issue.code, issue.found, issue.row) for issue in issues] == [(code, said, row)]
    if "zzz" in accounts:
        assert "Known here are file, id, name, lat, lon, region, postcode, place" in issues[0].mend
