"""Every kind of issue has its key in the words, and every key is used."""

from __future__ import annotations

import ast
from pathlib import Path

import planner
from planner.model.words import ISSUES

CALLS = ("Issue", "_issue", "_error", "doubt")


def trees() -> list[ast.AST]:
    root = Path(planner.__file__).parent
    return [
        ast.parse(path.read_text(encoding="utf-8"))
        for path in root.rglob("*.py")
        if path.name != "words.py"
    ]


def test_every_issue_that_is_made_has_a_key_of_the_words() -> None:
    made = {
        part.value
        for tree in trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in CALLS and call.args
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    assert len(made) > 40
    assert made <= set(ISSUES), made - set(ISSUES)


def test_every_key_is_used_and_stands_once() -> None:
    written = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert len(set(ISSUES)) == len(ISSUES)
    assert set(ISSUES) <= written, set(ISSUES) - written
