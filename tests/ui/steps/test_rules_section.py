"""Named accounts with real clicks and keys: name, paste, edit in place, undo."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan, grid_reps
from page_bench import Bench, open_bench, show_page, territories_page
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from planner.edits.accounts import set_exceptions
from planner.edits.scenarios import duplicate_scenario, rename_scenario
from planner.insight.exception_sums import exception_sums
from planner.insight.scope import Scope, ScopeKind
from planner.model.plan import Plan
from planner.model.scenarios import STRAY, TODAY, AccountException
from planner.model.types import AccountId, RepId, floats, frozen_map, ints
from ui.messages import Told, Trouble
from ui.panels.accounts_here import AccountHere, AccountsHere, AccountsHerePanel
from ui.steps.by_hand import ByHand
from ui.steps.data import DataStep
from ui.steps.naming_bar import find_accounts
from ui.steps.rules_section import RulesSection
from ui.steps.rules_words import sum_sentence
from ui.use_cases import named_list
from ui.use_cases.named_list import Step

LEFT = Qt.MouseButton.LeftButton
JOIN = "\u00a0"


def ruled_plan() -> Plan:
    """Eight accounts, two a region of four; account n had a revenue of n thousand last year.

    Accounts 1 and 4 are one family over R01 and R02; R03 is a vacancy without cover; account 8 strays.
    """
    reps = (*grid_reps(2), replace(grid_reps(3)[2], vacancy=True, start=date(2027, 4, 1)))
    plan = grid_plan(1, 4, 2, reps=reps, accounts=8)
    parents = ("", "", "", "A00001", "", "", "", "")
    accounts = replace(
        plan.accounts,
        text=frozen_map({**plan.accounts.text, "parent_id": parents}),
        numbers=frozen_map({"revenue_last_year": floats(np.arange(1.0, 9.0) * 1000)}),
    )
    stray = AccountException(AccountId("A00008"), RepId("R01"), STRAY)
    plan = replace(plan, accounts=accounts)
    today = replace(plan.today, exceptions=(stray,))
    return replace(plan, scenarios=(today, plan.scenarios[1]))


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, ruled_plan())


@pytest.fixture
def section(qtbot: QtBot, bench: Bench) -> RulesSection:
    return rules_of(qtbot, bench)


def rules_of(qtbot: QtBot, bench: Bench) -> RulesSection:
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    step.go_to("rules")
    found = step.sections["rules"]
    assert isinstance(found, RulesSection)
    wait(qtbot, bench)
    return found


def wait(qtbot: QtBot, bench: Bench) -> None:
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=10_000)


def take_text(qtbot: QtBot, bench: Bench, section: RulesSection, text: str) -> None:
    section.take_text(text)
    wait(qtbot, bench)


def exceptions(bench: Bench) -> tuple[AccountException, ...]:
    return bench.document.scenario.exceptions


def figures(section: RulesSection) -> list[str]:
    return [value for _, value in section.figures.texts()]


def put(section: RulesSection, bench: Bench, *found: AccountException) -> None:
    bench.document.edit("put", set_exceptions(bench.document.plan, "Plan A", found))


def named(account: int, rep: str, **said: object) -> AccountException:
    return AccountException(AccountId(f"A{account:05d}"), RepId(rep), **said)  # type: ignore[arg-type]


def cell(section: RulesSection, row: int, key: str) -> QModelIndex:
    keys = [column.key for column in section.table.edited.columns]
    return section.table.proxy.index(row, keys.index(key))


def editor(section: RulesSection) -> QWidget:
    found = [
        one
        for one in section.table.viewport().findChildren(QWidget)
        if isinstance(one, QLineEdit | QComboBox) and one.isVisible()
    ]
    assert len(found) >= 1
    return found[-1]


def test_an_account_is_found_by_typing_and_named_with_enter(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    assert "Nothing is named yet" in section.empty.text()
    line = section.naming.search.edit
    line.setFocus()
    qtbot.keyClicks(line, "account 3")
    section.naming.people.choose("R02")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert exceptions(bench) == (named(3, "R02"),)
    assert figures(section)[:3] == ["1", f"€{JOIN}3\u202f000, 8.3{JOIN}% of all", "1"]
    assert section.table.isVisible()
    bench.document.undo_stack.undo()
    assert exceptions(bench) == ()


def test_nothing_is_named_until_an_account_is_meant(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    qtbot.mouseClick(section.naming.button, LEFT)
    assert section.naming.search.trouble.text() == "Type the name or the id of an account."
    qtbot.keyClicks(section.naming.search.edit, "acc")
    qtbot.mouseClick(section.naming.button, LEFT)
    assert section.naming.search.trouble.text() == "Choose an account from the list."
    assert bench.document.undo_stack.count() == 0


def test_who_has_an_account_today_is_offered_first(section: RulesSection) -> None:
    section.naming._look("account 4")
    section.naming._choose(next(iter(section.naming._hits)))
    assert section.naming.people.chosen == "R02"


def test_accounts_are_found_by_the_beginning_of_their_name_first() -> None:
    accounts = replace(ruled_plan().accounts, names=("Bos", "De Bos", "Ax", "boss", *"abcd"))
    assert find_accounts(accounts, "bos") == [0, 3, 1]
    assert find_accounts(accounts, "a00003") == [2]
    assert find_accounts(accounts, " ") == []


def test_a_parent_offers_its_family_and_one_click_names_it(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    section.naming._named("A00001", "R02")
    assert section.family.isVisible()
    assert section.family.title.text() == "Account 1 has 1 account below it in its family."
    section._name_family()
    assert [one.account_id for one in exceptions(bench)] == ["A00001", "A00004"]
    assert not section.family.isVisible()
    assert bench.document.undo_stack.count() == 2


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (
            ("renewal", "renewal"),
            "Nobody is noted as the one who asked; each account has a reason.",
        ),
        (("renewal", ""), "Nobody is noted as the one who asked; 1 account has no reason."),
    ],
)
def test_where_nobody_asked_the_sums_say_whether_there_are_reasons(
    reasons: tuple[str, str], said: str
) -> None:
    plan = ruled_plan()
    kept = tuple(named(at, "R01", reason=why) for at, why in enumerate(reasons, 1))
    sums = exception_sums(plan, replace(plan.today, exceptions=kept))
    assert sum_sentence(plan, sums) == said


def test_a_table_is_pasted_with_ctrl_v_and_what_was_not_understood_is_listed(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    QApplication.clipboard().setText(
        "account\trep\treason\tasked by\tuntil\tcounts\n"
        "A00002\tRep 1\trenewal\tJ. Smit\t2027-06-30\tno\n"
        "account 7\tR02\t\tJ. Smit\t\t\nAcount 9\tR02\t\t\t\t\n"
    )
    section.page.setFocus()
    with qtbot.waitSignal(bench.bench.runner.finished, timeout=10_000):
        qtbot.keyClick(section.page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert exceptions(bench) == (
        named(
            2, "R01", reason="renewal", until=date(2027, 6, 30), asked_by="J. Smit", counts=False
        ),
        named(7, "R02", asked_by="J. Smit"),
    )
    assert bench.document.undo_stack.undoText() == "name 2 accounts"
    assert section.said.text() == (
        f"2 accounts, €{JOIN}9\u202f000, are kept on request of J. Smit."
    )
    assert section.unread.isVisible()
    assert "Acount 9" in section.unread.table.as_text()
    qtbot.mouseClick(section.unread.close_, LEFT)
    assert not section.unread.isVisible()
    bench.document.undo_stack.undo()
    assert exceptions(bench) == ()


def test_a_file_is_taken_like_a_pasted_table(
    qtbot: QtBot, bench: Bench, section: RulesSection, tmp_path: Path
) -> None:
    path = tmp_path / "named.csv"
    path.write_text("klant;vertegenwoordiger\nA00005;R02\n", encoding="utf-8")
    with qtbot.waitSignal(bench.bench.runner.finished, timeout=10_000):
        section.take_file(path)
    assert exceptions(bench) == (named(5, "R02"),)
    assert not section.unread.isVisible()
    with qtbot.waitSignal(bench.bench.runner.finished, timeout=10_000):
        section.take_file(tmp_path / "none.csv")
    assert section.unread.isVisible()


@pytest.mark.parametrize(
    ("key", "typed", "after"),
    [
        ("reason", "renewal", {"reason": "renewal"}),
        ("asked_by", "M. Bos", {"asked_by": "M. Bos"}),
        ("until", "31-12-2027", {"until": date(2027, 12, 31)}),
    ],
)
def test_words_and_days_are_edited_in_place_as_one_step(
    qtbot: QtBot,
    bench: Bench,
    section: RulesSection,
    key: str,
    typed: str,
    after: dict[str, object],
) -> None:
    put(section, bench, named(1, "R01"))
    steps = bench.document.undo_stack.count()
    section.table.setCurrentIndex(cell(section, 0, key))
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_F2)
    line = editor(section)
    qtbot.keyClicks(line, typed)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.document.undo_stack.count() == steps + 1, timeout=5_000)
    assert exceptions(bench) == (named(1, "R01", **after),)
    bench.document.undo_stack.undo()
    assert exceptions(bench) == (named(1, "R01"),)


def test_people_and_yes_or_no_are_chosen_from_a_list(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    put(section, bench, named(1, "R01"))
    for key, at in (("rep", 1), ("counts", 1)):
        section.table.setCurrentIndex(cell(section, 0, key))
        section.table.setFocus()
        qtbot.keyClick(section.table, Qt.Key.Key_F2)
        box = editor(section)
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(at)
        box.activated.emit(at)
    assert exceptions(bench) == (named(1, "R02", counts=False),)
    assert "1 of them counts in no territory." in section.card.note.text()


def test_who_has_no_territory_and_what_is_over_is_said_in_words(
    bench: Bench, section: RulesSection
) -> None:
    over = named(2, "R01", until=date(2026, 12, 31))
    put(section, bench, named(1, "R03"), over, named(3, "R01", counts=False))
    said = {
        cell(section, row, "account").data(): (
            cell(section, row, "counts").data(), cell(section, row, "until").data()
        )
        for row in range(3)
    }  # fmt: skip
    names = bench.document.plan.accounts.names
    assert said[names[0]] == ("no territory", "no end")
    assert said[names[1]][1] == "31 Dec 2026, over"
    assert said[names[2]] == ("no", "no end")


def test_what_is_no_date_is_refused_in_words(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    put(section, bench, named(1, "R01"))
    section.table.edited.setData(section.table.proxy.mapToSource(cell(section, 0, "until")), "soon")
    assert section.trouble.text() == "soon is no date. Write it as 2027-12-31, or leave it empty."
    assert section.trouble.isVisible()
    assert exceptions(bench) == (named(1, "R01"),)


def test_marked_rows_are_removed_with_del_and_come_back_with_undo(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    put(section, bench, named(1, "R01"), named(2, "R02"), named(3, "R01"))
    section.table.selectAll()
    assert section.remove.text() == "Remove 3"
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    assert exceptions(bench) == ()
    bench.document.undo_stack.undo()
    assert len(exceptions(bench)) == 3


def test_sums_stand_per_asker_and_per_person(bench: Bench, section: RulesSection) -> None:
    put(
        section,
        bench,
        named(1, "R01", asked_by="Smit"),
        named(3, "R02", asked_by="Smit"),
        named(4, "R02", until=date(2026, 1, 1)),
        named(6, "R02"),
    )
    asked = [line.split("\t")[:4] for line in section.per_asker.as_text().splitlines()[1:]]
    assert asked == [
        ["not noted", "1", "6\u202f000", f"60{JOIN}%"],
        ["Smit", "2", "4\u202f000", f"40{JOIN}%"],
    ]
    kept = [line.split("\t")[:2] for line in section.per_rep.as_text().splitlines()[1:]]
    assert kept == [["Rep 2", "2"], ["Rep 1", "1"]]
    assert figures(section)[3:] == ["1", "1"]
    assert section.open_points() == 2


def test_an_edit_of_today_goes_into_a_copy(bench: Bench, section: RulesSection) -> None:
    bench.document.look_at_scenario(TODAY)
    assert "goes into the new scenario Plan B" in section.page.sentence.text()
    section.naming._named("A00003", "R02")
    assert bench.document.scenario.name == "Plan B"
    assert exceptions(bench) == (named(3, "R02"),)
    assert bench.document.plan.today.exceptions[0].reason == STRAY
    bench.document.undo_stack.undo()
    assert [one.name for one in bench.document.plan.scenarios] == [TODAY, "Plan A"]


def test_a_stray_is_kept_and_let_go_again(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    card = section.strays
    assert card.note.text() == f"1 account, €{JOIN}8\u202f000; 0 kept, 1 follow their region"
    card.table.selectAll()
    assert not card.follow.isEnabled()
    card.keep.click()
    assert exceptions(bench) == (named(8, "R01", reason="has it today"),)
    card.table.selectAll()
    assert not card.keep.isEnabled()
    card.follow.click()
    assert exceptions(bench) == ()


def test_a_split_family_is_brought_together_in_one_step(
    bench: Bench, section: RulesSection
) -> None:
    card = section.families
    bench.document.look_at_scenario(TODAY)
    assert card.note.text().startswith("1 family of 2 accounts")
    card.table.selectRow(0)
    assert card.people.chosen == "R01"
    card.button.click()
    assert [(one.account_id, one.rep_id) for one in exceptions(bench)] == [
        ("A00001", "R01"), ("A00004", "R01"),
    ]  # fmt: skip
    assert card.note.text() == "Every family is with one person."
    assert bench.document.undo_stack.count() == 1


def test_a_vacancy_gets_its_cover_in_one_step(bench: Bench, section: RulesSection) -> None:
    assert section.vacancies.note.text() == "1 is not looked after."
    box = section.vacancies.covers["R03"]
    assert [box.itemData(at) for at in range(box.count())] == ["", "R01", "R02"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert bench.document.plan.rep("R03").cover == "R02"
    assert section.vacancies.note.text() == "Each is looked after."
    assert bench.document.undo_stack.undoText() == "cover for Rep 3"
    bench.document.undo_stack.undo()
    assert bench.document.plan.rep("R03").cover is None


def test_the_scope_narrows_the_page_and_says_so(bench: Bench, section: RulesSection) -> None:
    put(section, bench, named(1, "R01"), named(4, "R01"))
    assert len(section.table.edited.rows) == 2
    bench.document.look_at(Scope(ScopeKind.PARENT, "West", "province"))
    assert [row.account_id for row in section.table.edited.rows] == ["A00001"]
    assert "Only what is in scope is shown." in section.page.sentence.text()


def test_a_plan_without_accounts_or_people_says_what_is_missing(qtbot: QtBot) -> None:
    for plan, words in (
        (grid_plan(1, 4, 2, accounts=0), "no accounts"),
        (grid_plan(1, 4, 2, reps=0), "no people"),
    ):
        for bench in open_bench(qtbot, plan):
            step = DataStep(bench.bench)
            show_page(qtbot, bench, step)
            step.go_to("rules")
            section = step.sections["rules"]
            assert isinstance(section, RulesSection)
            assert words in section.empty.text()
            assert not section.naming.isEnabled()


def test_an_account_of_selected_regions_is_named_from_the_inspector(
    qtbot: QtBot, bench: Bench
) -> None:
    step = territories_page(qtbot, bench)
    bench.bench.selection.select([0, 3])
    here = step.panels.selection.accounts
    assert not here.list.isVisible()
    qtbot.mouseClick(here.open, LEFT)
    assert here.list.isVisible()
    # Regions 0 and 3 hold accounts 1, 5, 4 and 8; the largest comes first.
    assert [one.account_id for one in here._rows] == ["A00008", "A00005", "A00004", "A00001"]
    here.list.setCurrentRow(1)
    here.people.choose("R02")
    qtbot.mouseClick(here.name, LEFT)
    assert exceptions(bench) == (named(5, "R02"),)
    assert "stays with Rep 2" in here.list.item(1).text()


SAID: dict[str, object] = {
    "reason": "renewal", "asked_by": "CEO", "until": date(2028, 1, 1), "counts": False,
}  # fmt: skip


def test_naming_an_account_again_keeps_what_was_said_of_it(
    bench: Bench, section: RulesSection
) -> None:
    put(section, bench, named(3, "R01", **SAID))
    section.naming._named("A00003", "R02")
    assert exceptions(bench) == (named(3, "R02", **SAID),)


def test_naming_a_family_keeps_what_was_said_of_its_accounts(
    bench: Bench, section: RulesSection
) -> None:
    put(section, bench, named(4, "R01", **SAID))
    section.naming._named("A00001", "R02")
    section._name_family()
    assert set(exceptions(bench)) == {named(1, "R02"), named(4, "R02", **SAID)}


def test_an_account_named_for_another_is_not_kept_with_its_owner_of_today(qtbot: QtBot) -> None:
    plan = ruled_plan()
    strays = tuple(AccountException(AccountId(f"A0000{n}"), RepId("R01"), STRAY) for n in (7, 8))
    plan = replace(plan, scenarios=(replace(plan.today, exceptions=strays), plan.scenarios[1]))
    for bench in open_bench(qtbot, plan):
        section = rules_of(qtbot, bench)
        put(section, bench, named(8, "R02", **SAID))
        section.strays.table.selectAll()
        section.strays.keep.click()
        assert set(exceptions(bench)) == {
            named(8, "R02", **SAID), named(7, "R01", reason="has it today"),
        }  # fmt: skip


def test_a_list_that_says_nothing_new_offers_no_undo(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    told: list[Told] = []
    bench.bench.messages.told.connect(told.append)
    for _ in range(2):
        take_text(qtbot, bench, section, "account\trep\nA00005\tR02\n")
    assert told == [Told("1 account is named.", undo=True), Told("Nothing changes.")]
    assert bench.document.undo_stack.count() == 1


def test_naming_on_the_map_what_is_named_already_offers_no_undo(
    bench: Bench, section: RulesSection
) -> None:
    told: list[Told] = []
    bench.bench.messages.told.connect(told.append)
    by_hand = ByHand(bench.bench)
    for _ in range(2):
        by_hand.name_account("A00005", "R02")
    assert told == [Told("Account 5 stays with Rep 2.", undo=True), Told("Nothing changes.")]
    assert bench.document.undo_stack.count() == 1


def scenario_accounts(bench: Bench) -> dict[str, list[str]]:
    return {
        one.name: [str(exception.account_id) for exception in one.exceptions]
        for one in bench.document.plan.scenarios[1:]
    }


def test_a_list_goes_into_the_scenario_it_was_read_for(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    told: list[Told] = []
    bench.bench.messages.told.connect(told.append)
    document = bench.document
    document.edit("copy", duplicate_scenario(document.plan, "Plan A", "Plan B"))
    section.take_text("account\trep\nA00005\tR02\n")
    document.look_at_scenario("Plan B")
    wait(qtbot, bench)
    assert scenario_accounts(bench) == {"Plan A": ["A00005"], "Plan B": []}
    assert document.scenario.name == "Plan B"
    assert told == [Told("1 account is named in Plan A.", undo=True)]


def test_a_list_whose_scenario_is_gone_is_not_taken_and_says_so(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    failed: list[Trouble] = []
    bench.bench.messages.failed.connect(failed.append)
    document = bench.document
    document.edit("copy", duplicate_scenario(document.plan, "Plan A", "Plan B"))
    section.take_text("account\trep\nA00005\tR02\n")
    document.edit("rename", rename_scenario(document.plan, "Plan A", "Plan C"))
    wait(qtbot, bench)
    assert scenario_accounts(bench) == {"Plan C": [], "Plan B": []}
    assert [(one.what, one.how) for one in failed] == [
        ("The accounts could not be named", "There is no scenario Plan A any more. Read the list again.")
    ]  # fmt: skip


def without_first_account(plan: Plan) -> Plan:
    accounts = plan.accounts
    return replace(
        plan,
        accounts=replace(
            accounts,
            ids=accounts.ids[1:],
            names=accounts.names[1:],
            region=ints(accounts.region[1:]),
            lon_lat=floats(accounts.lon_lat[1:]),
            text=frozen_map({key: cells[1:] for key, cells in accounts.text.items()}),
            numbers=frozen_map({key: floats(all_[1:]) for key, all_ in accounts.numbers.items()}),
        ),
    )


@pytest.mark.parametrize(("chosen", "named_"), [("account 3", ["A00003"]), ("account 1", [])])
def test_the_account_chosen_is_named_though_the_rows_of_the_plan_moved(
    bench: Bench, section: RulesSection, chosen: str, named_: list[str]
) -> None:
    section.naming._look(chosen)
    hit = next(iter(section.naming._hits))
    section.naming._choose(hit)
    section.naming.search.edit.setText(hit)
    bench.document.edit("accounts", without_first_account(bench.document.plan))
    section.naming.go()
    assert [str(one.account_id) for one in exceptions(bench)] == named_
    wrong = "" if named_ else "The plan has this account no more. Choose another from the list."
    assert section.naming.search.trouble.text() == wrong


def test_an_exact_id_or_name_comes_before_longer_ones() -> None:
    accounts = grid_plan(4, 4, 2, accounts=30).accounts
    names = (*(f"Bos {n}" for n in range(28)), "Bos", "a00001")
    accounts = replace(accounts, ids=(*(f"A0000{n}" for n in range(29)), "a0000"), names=names)
    assert find_accounts(accounts, "bos")[0] == 28
    assert find_accounts(accounts, "A0000")[0] == 29
    assert find_accounts(accounts, "a00001")[:2] == [1, 29]
    assert len(find_accounts(accounts, "bos")) == 12


def test_an_exact_id_behind_twelve_longer_ones_can_be_named(qtbot: QtBot) -> None:
    plan = grid_plan(4, 4, 2, accounts=30)
    ids = tuple(AccountId(one) for one in (*(f"7{n:02d}" for n in range(29)), "7"))
    for bench in open_bench(qtbot, replace(plan, accounts=replace(plan.accounts, ids=ids))):
        section = rules_of(qtbot, bench)
        section.naming.search.edit.setText("7")
        section.naming.go()
        assert [str(one.account_id) for one in exceptions(bench)] == ["7"]


def without_people(plan: Plan) -> Plan:
    """No rep, and accounts that alternate between two owners of whom nothing else is known."""
    owners = tuple("Ann" if row % 2 else "Bob" for row in range(len(plan.accounts)))
    accounts = replace(plan.accounts, text=frozen_map({**plan.accounts.text, "owner": owners}))
    bare = tuple(
        replace(
            scenario,
            exceptions=(),
            layers=tuple(
                replace(
                    layer, territories=tuple(replace(one, rep_id=None) for one in layer.territories)
                )
                for layer in scenario.layers
            ),
        )
        for scenario in plan.scenarios
    )
    return replace(plan, reps=(), accounts=accounts, scenarios=bare)


def test_a_family_cannot_be_brought_together_where_there_are_no_people(qtbot: QtBot) -> None:
    for bench in open_bench(qtbot, without_people(ruled_plan())):
        bench.document.look_at_scenario(TODAY)
        card = rules_of(qtbot, bench).families
        card.table.selectRow(0)
        assert card._at == 0
        assert not card.button.isEnabled()
        assert not card.people.isEnabled()
        assert card._words.text() == "The plan has no people."
        card.go()
        assert bench.document.undo_stack.count() == 0


def test_an_account_cannot_be_named_on_the_map_where_nobody_can_keep_it(qtbot: QtBot) -> None:
    here = AccountsHerePanel()
    qtbot.addWidget(here)
    one = AccountHere("A00001", "Account 1", "", "nobody", "", named=False)
    for people, enabled in (((), False), ((("R01", "Rep 1"),), True)):
        here.show_accounts(AccountsHere(1, (one,), people))
        here.list.setCurrentRow(0)
        assert here.name.isEnabled() is enabled


def test_a_list_that_is_cancelled_names_nothing_and_goes_at_once(
    qtbot: QtBot, bench: Bench, section: RulesSection, tmp_path: Path
) -> None:
    path = tmp_path / "named.csv"
    path.write_text("account,rep\nA00005,R02\n", "utf-8")
    held = threading.Event()
    bench.bench.runner.start("held", lambda _report, _stop: held.wait(10), line="held")
    ended: list[bool] = []
    section.progress.shown.connect(ended.append)
    section.take_file(path)
    section.progress.button.click()
    assert ended == [False]
    held.set()
    wait(qtbot, bench)
    assert exceptions(bench) == ()
    assert section.unread.isHidden()
    section.take_file(path)
    wait(qtbot, bench)
    assert exceptions(bench) == (named(5, "R02"),)


def test_how_far_a_list_is_shows_in_its_line(
    qtbot: QtBot, bench: Bench, section: RulesSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(
        _path: Path, _plan: Plan, report: Callable[[Step], None], _stop: Callable[[], bool]
    ) -> tuple[tuple[()], tuple[()]]:
        report(Step("Reading rows", 0.4))
        return (), ()

    monkeypatch.setattr(named_list, "list_of_file", read)
    section.take_file(Path("named.csv"))
    wait(qtbot, bench)
    assert section.progress.what.text() == "Reading rows"
    assert section.progress.bar.value() == 400


def keep_focus(qtbot: QtBot, bench: Bench, widget: QWidget) -> None:
    bench.window.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


@pytest.mark.parametrize("last", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_cover_is_chosen_by_keys_in_one_step_and_keeps_its_box(
    qtbot: QtBot, bench: Bench, section: RulesSection, last: Qt.Key
) -> None:
    box = section.vacancies.covers["R03"]
    keep_focus(qtbot, bench, box)
    for _ in range(2):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.chosen == "R02"
    assert bench.document.undo_stack.count() == 0
    qtbot.keyClick(box, last)
    assert bench.document.plan.rep("R03").cover == "R02"
    assert bench.document.undo_stack.count() == 1
    assert section.vacancies.covers["R03"] is box
    assert box.hasFocus() is (last == Qt.Key.Key_Return)
    assert section.vacancies.note.text() == "Each is looked after."
    bench.document.undo_stack.undo()
    assert (box.chosen, section.vacancies.note.text()) == ("", "1 is not looked after.")


def test_escape_puts_back_the_cover_that_holds(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    box = section.vacancies.covers["R03"]
    keep_focus(qtbot, bench, box)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.chosen == ""
    assert bench.document.undo_stack.count() == 0


def test_a_cover_is_chosen_in_the_open_list_in_one_step(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    box = section.vacancies.covers["R03"]
    keep_focus(qtbot, bench, box)
    box.showPopup()
    for _ in range(2):
        qtbot.keyClick(box.view(), Qt.Key.Key_Down)
    assert bench.document.undo_stack.count() == 0
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    assert bench.document.plan.rep("R03").cover == "R02"
    assert bench.document.undo_stack.count() == 1


def test_a_cover_says_what_is_wrong_with_it_without_a_new_grid(
    bench: Bench, section: RulesSection
) -> None:
    card = section.vacancies
    box = card.covers["R03"]
    assert "Nobody looks after it until then." in words_of(card)
    section.edits.cover("R03", "R01")
    assert "Nobody looks after it until then." not in words_of(card)
    assert "Rep 3" in words_of(card)
    assert card.covers["R03"] is box
    assert box.chosen == "R01"


def words_of(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel)]


def test_a_list_in_a_cell_is_walked_by_keys_and_chosen_with_enter(
    qtbot: QtBot, bench: Bench, section: RulesSection
) -> None:
    put(section, bench, named(1, "R01"))
    for steps, key, after in (
        (1, "rep", named(1, "R02")),
        (2, "counts", named(1, "R02", counts=False)),
    ):
        section.table.setCurrentIndex(cell(section, 0, key))
        keep_focus(qtbot, bench, section.table)
        qtbot.keyClick(section.table, Qt.Key.Key_F2)
        box = editor(section)
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert bench.document.undo_stack.count() == steps
        qtbot.keyClick(box, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda after=after: exceptions(bench) == (after,))
        assert bench.document.undo_stack.count() == steps + 1


def test_escape_leaves_a_cell_as_it_was(qtbot: QtBot, bench: Bench, section: RulesSection) -> None:
    put(section, bench, named(1, "R01"))
    steps = bench.document.undo_stack.count()
    section.table.setCurrentIndex(cell(section, 0, "rep"))
    keep_focus(qtbot, bench, section.table)
    qtbot.keyClick(section.table, Qt.Key.Key_F2)
    box = editor(section)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert bench.document.undo_stack.count() == steps
    assert exceptions(bench) == (named(1, "R01"),)
