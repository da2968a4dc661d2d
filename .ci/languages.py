"""The catalogues of languages: takes every sentence out of the code, and says what is missing.

Brings planner/languages up to date and compiles it; with --check it only prints what is wrong, one
line each, and exits 1 where anything is. A sentence new to the Dutch catalogue stands there untranslated.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("planner", "solvers", "ui")
CATALOGUES = ROOT / "planner" / "languages"
WORDS = {
    "tr": slice(0, 1),
    "Phrase": slice(0, 1),
    "tr_count": slice(1, 3),
    "CountPhrase": slice(0, 2),
}
"""What says sentences, and which of its arguments they are."""
SHOWS = {
    "Issue": (3, 4), "_issue": (1, 2), "refused": (1, 2), "label": (0,), "pill": (0,), "Button": (0,),
    "ToolButton": (1,), "Note": (1, 2), "EmptyState": (1, 2), "setText": (0,), "setToolTip": (0,),
    "setAccessibleName": (0,), "setPlaceholderText": (0,), "setWindowTitle": (0,), "addAction": (0,),
    "hint": (0,), "tell": (0,), "fail": (0,), "add_link": (0,), "StoreError": (0,), "Told": (0,),
}  # fmt: skip
"""What shows a text to a person, and which of its arguments it is: never one written there in English."""
WORD = re.compile(r"[A-Za-z]{2,}")
NOT_HERE = ROOT / "planner" / "language.py"
"""Where these are written themselves."""

DAY = datetime(2027, 1, 1, tzinfo=UTC)
"""Stands in the head of a catalogue, which has to name one; the history of the project knows better."""

Words = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the code, or the two of a count, and where it stands."""

    words: Words
    place: str


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date, or say what is wrong with them."""
    sentences, wrong = sentences_of(ROOT)
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/rayon.po")):
        if "--check" not in arguments:
            update(path, sentences)
        wrong += catalogue_faults(path, sentences)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


def sentences_of(root: Path) -> tuple[list[Sentence], list[str]]:
    """Return every sentence of the packages, and calls that cannot be taken out or lack a field."""
    sentences: list[Sentence] = []
    wrong: list[str] = []
    for path in sorted(file for package in PACKAGES for file in (root / package).rglob("*.py")):
        if path == NOT_HERE:
            continue
        found, faults = sentences_in(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
        sentences += found
        wrong += faults
    language = NOT_HERE.read_text(encoding="utf-8") if root == ROOT else ""
    sentences += _own_sentences(language)
    plural = {
        sentence.words[0]: sentence.words
        for sentence in sentences
        if isinstance(sentence.words, tuple)
    }
    wrong += [
        f"{sentence.place}: has two plurals in the code: {sentence.words[0]!r}"
        for sentence in sentences
        if isinstance(sentence.words, tuple) and plural[sentence.words[0]] != sentence.words
    ]
    # gettext keeps a sentence and its plural under the one: the plural's entry answers for both
    return [sentence for sentence in sentences if sentence.words not in plural], wrong


def sentences_in(source: str, name: str) -> tuple[list[Sentence], list[str]]:
    """Return the sentences of one file and its faults, each with the line they stand in."""
    sentences: list[Sentence] = []
    wrong: list[str] = []
    tree = ast.parse(source)
    inside = {id(node) for made in _functions(tree) for node in made}
    sentences += [Sentence(text, f"{name}:{line}") for line, text in _helps(tree)]
    if not name.startswith("solvers"):  # which tell keys; ui/use_cases/phases.py has their words
        wrong += [f"{name}:{line}: shown in English only: {said!r}" for line, said in _unsaid(tree)]
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        called = node.func.id
        if called not in WORDS:
            continue
        place = f"{name}:{node.lineno}"
        texts = [_text(argument) for argument in node.args[WORDS[called]]]
        whole = WORDS[called].stop - WORDS[called].start
        if len(texts) != whole or None in texts:
            wrong.append(f"{place}: {called} needs its sentence as a plain text, to be found here")
            continue
        said = [text for text in texts if text is not None]
        if called in ("tr", "tr_count") and id(node) not in inside:
            wrong.append(f"{place}: said at import, before a language is chosen; make it a Phrase")
        wrong += [f"{place}: {fault}" for fault in _field_faults(node, called, said)]
        sentences.append(Sentence(said[0] if whole == 1 else (said[0], said[1]), place))
    return sentences, wrong


def _unsaid(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield texts with words that are shown as they stand in the code."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        called = func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")
        shown = [node.args[at] for at in SHOWS.get(called, ()) if at < len(node.args)]
        if called in SHOWS:
            shown += [each.value for each in node.keywords if each.arg in ("how", "found", "mend")]
        for each in shown:
            parts = each.values if isinstance(each, ast.JoinedStr) else [each]
            texts = [text for text in map(_text, parts) if text is not None and WORD.search(text)]
            if texts:
                yield node.lineno, " ".join(texts)


def _helps(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what typer shows: help of its commands, their options and arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            named = [ast.unparse(each) for each in node.decorator_list]
            told = ast.get_docstring(node)
            if told and any(each.startswith("app.command(") for each in named):
                yield node.lineno, told
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("typer."):
            for keyword in node.keywords:
                text = _text(keyword.value)
                if keyword.arg == "help" and text is not None:
                    yield node.lineno, text


def update(path: Path, sentences: list[Sentence]) -> None:
    """Write the catalogue anew with every sentence, keep what is translated, and compile it."""
    catalogue = _read(path)
    made = Catalog(
        locale=catalogue.locale, project="Rayon", version="1", header_comment="# Words of Rayon.",
        creation_date=DAY, revision_date=DAY, msgid_bugs_address="Rayon",
        last_translator="Rayon", language_team="Rayon", fuzzy=False,
    )  # fmt: skip
    for words in sorted({sentence.words for sentence in sentences}, key=_order):
        known = catalogue.get(_key(words))
        made.add(words, known.string if known is not None and _same(known, words) else None)
    with path.open("wb") as file:
        write_po(file, made, width=100, omit_header=False, sort_output=False)
    path.with_suffix(".mo").write_bytes(compiled(path))


def compiled(path: Path) -> bytes:
    """Return a catalogue as the interpreter reads it."""
    held = io.BytesIO()
    write_mo(held, _read(path))
    return held.getvalue()


def catalogue_faults(path: Path, sentences: list[Sentence]) -> list[str]:
    """Return what is wrong with a catalogue: what is missing, doubtful, left over or lacks a field."""
    catalogue, code = _read(path), path.parent.parent.name
    places = {_order(sentence.words): sentence.place for sentence in sentences}
    held = {_order(message.id): message for message in catalogue if message.id}
    wrong = [
        f"{code}: missing, of {places[words]}: {words!r}" for words in places if words not in held
    ]
    wrong += [
        f"{code}: no sentence of the code any more: {words!r}"
        for words in held
        if words not in places
    ]
    wrong += [f"{code}: obsolete: {message.id!r}" for message in catalogue.obsolete.values()]
    for message in held.values():
        wrong += [f"{code}: {fault}: {message.id!r}" for fault in _message_faults(message)]
    if not wrong and _entries(path.with_suffix(".mo").read_bytes()) != _entries(compiled(path)):
        wrong.append(f"{code}: rayon.mo is not what rayon.po says; run .ci/languages.py")
    return wrong


def _message_faults(message: Message) -> Iterator[str]:
    one = (message.id,) if isinstance(message.id, str) else message.id
    said = (message.string,) if isinstance(message.string, str) else message.string or ("",)
    if message.fuzzy:
        yield "doubtful"
    if len(said) != len(one) or not all(said):
        yield "not translated"
        return
    for english, other in zip(one, said, strict=True):
        if fields_of(english) != fields_of(other):
            yield f"fields {sorted(fields_of(english))} became {sorted(fields_of(other))}"


def fields_of(text: str) -> set[str]:
    """Return the named fields of a sentence; raises ValueError where a brace stands alone."""
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def _field_faults(call: ast.Call, called: str, said: list[str]) -> Iterator[str]:
    if called in ("Phrase", "CountPhrase"):
        return
    given = {keyword.arg for keyword in call.keywords}
    if None in given:  # **fields: known when they are filled in
        return
    if not given and called == "tr" and not any("{" in text for text in said):
        return
    asked = set().union(*(fields_of(text) for text in said))
    free = {"count"} if called == "tr_count" else set()
    if asked - given - free:
        yield f"fields {sorted(asked - given - free)} are not given"
    if given - asked:
        yield f"fields {sorted(map(str, given - asked))} stand in no sentence"


def _functions(tree: ast.AST) -> Iterator[list[ast.AST]]:
    """Yield the nodes inside each function: what is said when it is called, not at import."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds):
            yield [inner for statement in node.body for inner in ast.walk(statement)]
        elif isinstance(node, ast.Lambda):
            yield list(ast.walk(node.body))


def _own_sentences(source: str) -> list[Sentence]:
    return sentences_in(source, "planner/language.py")[0] if source else []


def _text(argument: ast.expr) -> str | None:
    return (
        argument.value
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        else None
    )


def _entries(compiled: bytes) -> dict[tuple[str, ...], object]:
    """Return what a compiled catalogue says, without the head, in which each Babel names itself."""
    held = read_mo(io.BytesIO(compiled))
    return {_order(message.id): message.string for message in held if message.id}


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _key(words: Words) -> str:
    return words if isinstance(words, str) else words[0]


def _order(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _same(message: Message, words: Words) -> bool:
    return _order(message.id) == _order(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
