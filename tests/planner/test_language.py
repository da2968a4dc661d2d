from __future__ import annotations

import importlib.util
import sys
import threading
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from planner.language import (
    CountPhrase,
    Phrase,
    day,
    environment_language,
    environment_of_children,
    for_programs,
    joined,
    joined_or,
    language,
    language_of,
    some_of,
    tr,
    tr_count,
    use_language,
)
from planner.model.issues import Issue, Severity
from planner.notation import number, use_notation

ROOT = Path(__file__).resolve().parents[2]


def tool() -> ModuleType:
    """The script that takes sentences out of the code."""
    if "languages_tool" not in sys.modules:
        spec = importlib.util.spec_from_file_location("languages_tool", ROOT / ".ci/languages.py")
        assert spec is not None
        assert spec.loader is not None
        made = importlib.util.module_from_spec(spec)
        sys.modules["languages_tool"] = made
        spec.loader.exec_module(made)
    return sys.modules["languages_tool"]


def faults(source: str) -> list[str]:
    return [fault.partition(": ")[2] for fault in tool().sentences_in(source, "page.py")[1]]


def test_every_sentence_of_the_code_is_dutch_too_and_no_other_is() -> None:
    sentences, wrong = tool().sentences_of(ROOT)
    catalogues = sorted((ROOT / "planner/languages").glob("*/LC_MESSAGES/rayon.po"))
    assert [path.parts[-3] for path in catalogues] == ["nl"]
    for path in catalogues:
        wrong += tool().catalogue_faults(path, sentences)
    assert wrong == []
    assert len(sentences) > 2000


def test_a_sentence_that_is_no_plain_text_is_told() -> None:
    plain = "needs its sentence as a plain text, to be found here"
    assert faults("def f(): tr(f'{x} rows')") == [f"tr {plain}"]
    assert faults("def f(): tr(text)") == [f"tr {plain}"]
    assert faults("def f(): tr_count(2, one, 'many')") == [f"tr_count {plain}"]
    assert faults("A = Phrase(text)") == [f"Phrase {plain}"]
    assert faults("def f(): tr('whole ' 'sentence')") == []


def test_a_sentence_said_at_import_and_fields_that_do_not_fit_are_told() -> None:
    assert faults("A = tr('Open')") == [
        "said at import, before a language is chosen; make it a Phrase"
    ]
    assert faults("A = Phrase('Open')") == []
    assert faults("def f(): tr('{n} rows', m=3)") == [
        "fields ['n'] are not given", "fields ['m'] stand in no sentence",
    ]  # fmt: skip
    assert faults("def f(): tr_count(2, '{count} row', '{count} rows')") == []


def test_a_text_that_is_shown_in_english_only_is_told() -> None:
    assert faults('label("Save it", "small")') == ["shown in English only: 'Save it'"]
    assert faults('page.note.setText(f"{n} rows")') == ["shown in English only: ' rows'"]
    assert faults('messages.fail(what, how="Mend it.")') == ["shown in English only: 'Mend it.'"]
    assert faults('Issue(code, level, file, f"{n}", "Mend it.")') == [
        "shown in English only: 'Mend it.'"
    ]
    assert faults("def f(): label(tr('Save it'), 'small')") == []


def test_what_is_missing_doubtful_left_over_or_lacks_a_field_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nl" / "LC_MESSAGES" / "rayon.po"
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(
        head + 'msgid "{n} rows"\nmsgstr "{m} rijen"\n\n#, fuzzy\nmsgid "Open"\nmsgstr "Openen"\n\n'
        'msgid "Gone"\nmsgstr "Weg"\n\nmsgid "Empty"\nmsgstr ""\n\n'
        'msgid "{count} row"\nmsgid_plural "{count} rows"\nmsgstr[0] "{count} rij"\nmsgstr[1] ""\n',
        encoding="utf-8",
    )
    made = tool().Sentence
    said = ["{n} rows", "Open", "Empty", ("{count} row", "{count} rows"), "New"]
    found = tool().catalogue_faults(path, [made(words, "page.py:1") for words in said])
    assert sorted(fault.partition(": ")[2] for fault in found) == [
        "doubtful: 'Open'",
        "fields ['n'] became ['m']: '{n} rows'",
        "missing, of page.py:1: ('New',)",
        "no sentence of the code any more: ('Gone',)",
        "not translated: 'Empty'",
        "not translated: ('{count} row', '{count} rows')",
    ]


def test_sentences_follow_the_language() -> None:
    assert language() == "en"
    assert tr("Save") == "Save"
    use_language("nl")
    assert tr("Save") == "Opslaan"
    assert tr("{plan} · Rayon", plan="Zuid") == "Zuid · Rayon"
    assert tr("a sentence nobody translated") == "a sentence nobody translated"
    with pytest.raises(ValueError, match="language is one of en, nl"):
        use_language("xx")


def test_counts_choose_their_sentence_and_follow_the_notation() -> None:
    assert tr_count(1, "{count} row", "{count} rows") == "1 row"
    assert tr_count(1234, "{count} row", "{count} rows") == "1\u202f234 rows"
    use_language("nl")
    use_notation("point_comma")
    assert tr_count(1, "{count} code", "{count} codes") == "1 code"
    assert tr_count(0, "1 error", "{count} errors") == "0 fouten"
    assert tr_count(1, "1 error", "{count} errors") == "1 fout"
    assert tr_count(1234, "1 error", "{count} errors") == "1.234 fouten"


def test_phrases_of_tables_are_said_when_they_are_asked() -> None:
    word, count = Phrase("Save"), CountPhrase("1 error", "{count} errors")
    use_language("nl")
    assert (word(), count(2)) == ("Opslaan", "2 fouten")


def test_lists_in_a_sentence() -> None:
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert (joined(["a"]), joined([])) == ("a", "")
    assert some_of(["a", "b", "c"], 3) == "a, b, c"
    assert some_of(["a", "b", "c", "d"], 3) == "a, b, c and 1 more"
    assert some_of(["a", "b"], 2, 12) == "a, b and 10 more"
    use_language("nl")
    assert joined(["a", "b", "c"]) == "a, b en c"
    assert joined_or(["a", "b"]) == "a of b"
    assert some_of(["a", "b", "c", "d"], 3) == "a, b, c en nog 1"


def test_days_are_written_with_the_months_of_the_language() -> None:
    assert day(date(2027, 1, 31)) == "31 Jan 2027"
    use_language("nl")
    assert day(date(2027, 3, 1)) == "1 mrt. 2027"


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "nl_BE"}, "nl"),
        ({"LANG": "nl_NL", "RAYON_LANGUAGE": "en"}, "en"),
        ({"RAYON_LANGUAGE": "nl", "LC_ALL": "fr_FR"}, "nl"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "nl"}, "nl"),
    ],
)
def test_the_environment_says_the_language(environment: dict[str, str], code: str) -> None:
    assert environment_language(environment) == code


def test_the_first_language_known_is_taken() -> None:
    assert language_of(["fr-FR", "nl-BE", "en"]) == "nl"


def test_what_programs_read_stays_english_while_the_window_speaks_dutch() -> None:
    use_language("nl")
    use_notation("point_comma")
    said: list[str] = []
    with for_programs():
        assert (tr("Save"), number(1234.5, 1)) == ("Save", "1\u202f234.5")
        other = threading.Thread(target=lambda: said.append(tr("Save")))
        other.start()
        other.join()
    assert said == ["Opslaan"], "another thread goes on as it was"
    assert (tr("Save"), number(1234.5, 1)) == ("Opslaan", "1.234,5")


def test_processes_of_ours_speak_alike() -> None:
    use_language("nl")
    use_notation("point_comma")
    told = environment_of_children()
    assert (told["RAYON_LANGUAGE"], told["RAYON_NUMBERS"]) == ("nl", "point_comma")


def test_an_issue_says_its_place_in_the_language() -> None:
    issue = Issue("id_missing", Severity.WARNING, "a.csv", "x", "y.", row=3, column="id")
    assert issue.line() == "a.csv, row 3, column id: x. y."
    use_language("nl")
    assert issue.line() == "a.csv, rij 3, kolom id: x. y."
