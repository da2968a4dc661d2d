"""The small grammar of rules and measures: text to a tree, without calls and without eval.

::

    rule    = and_ {"or" and_}
    and_    = not_ {"and" not_}
    not_    = "not" not_ | "(" rule ")" | "segment" ":" NAME | "area" ":" NAME
            | "region" "." COLUMN test | NAME test
    test    = ("=" | "!=" | "<" | "<=" | ">" | ">=") value | "has" TEXT
            | ["not"] "in" "(" value {"," value} ")"
    value   = NUMBER | TEXT | "-" NUMBER

    formula = term {("+" | "-") term}
    term    = factor {("*" | "/") factor}
    factor  = NUMBER | "-" factor | "(" formula ")" | "regions" "." COLUMN
            | "accounts" "." "count" | "accounts" "." "sum" "(" COLUMN ")"

TEXT stands between single or double quotes, a quote in it doubled. COLUMN is a NAME or a TEXT.
`has` asks a column that holds several texts, parted by `;`, for one of them. `region.COLUMN` asks a
number column or a level of the region that an account lies in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from planner.language import tr

REGION = "region."
"""What the name of a column begins with where a rule asks it of the region of an account."""

MAX_DEPTH = 50
"""Brackets and signs inside one another; more is no formula that a person wrote."""

MAX_JOINS = 200
"""Signs in a row."""

MAX_LENGTH = 100_000
"""Characters."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?!\w))"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<text>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"
    r"|(?P<sign>!=|<=|>=|<>|==|[=<>()+\-*/,.:]))"
)
_SYNONYMS = {"==": "=", "<>": "!="}

T = TypeVar("T")


class FormulaError(ValueError):
    """A rule or formula that cannot be read or reckoned.

    Attributes
    ----------
    source : str
    position : int
        Character at which it goes wrong, from 0.
    found, mend : str
    """

    def __init__(self, source: str, position: int, found: str, mend: str) -> None:
        super().__init__(
            tr(
                "{source}, character {place}: {found}. {mend}",
                source=repr(source),
                place=position + 1,
                found=found,
                mend=mend,
            )
        )
        self.source = source
        self.position = position
        self.found = found
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Comparison:
    """A column against a value: `sign` is =, !=, <, <=, >, >=, has.

    The column of a region has `REGION` before its name, so has it in `OneOf`.
    """

    column: str
    sign: str
    value: float | str
    position: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """A column in a list of values."""

    column: str
    values: tuple[float | str, ...]
    position: int


@dataclass(frozen=True, slots=True)
class InSegment:
    """Accounts of a segment."""

    key: str
    position: int


@dataclass(frozen=True, slots=True)
class InArea:
    """Accounts inside an area drawn on the map."""

    key: str
    position: int


@dataclass(frozen=True, slots=True)
class Not:
    """What a rule does not hold for."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Both:
    """`sign` is "and" or "or"."""

    sign: str
    left: Rule
    right: Rule


Rule = Comparison | OneOf | InSegment | InArea | Not | Both


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class RegionColumn:
    """`regions.COLUMN`."""

    column: str
    position: int


@dataclass(frozen=True, slots=True)
class AccountCount:
    """`accounts.count`."""


@dataclass(frozen=True, slots=True)
class AccountSum:
    """`accounts.sum(COLUMN)`."""

    column: str
    position: int


@dataclass(frozen=True, slots=True)
class Minus:
    """A number with its sign turned."""

    of: Formula


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`sign` is +, -, * or /."""

    sign: str
    left: Formula
    right: Formula


Formula = Number | RegionColumn | AccountCount | AccountSum | Minus | Reckoned


def parse_rule(source: str) -> Rule:
    """Read a `where` rule; raises FormulaError with the place and what to write there."""
    return _Parser(source).whole(_Parser.rule)


def parse_formula(source: str) -> Formula:
    """Read a measure's `from`; raises FormulaError with the place and what to write there."""
    return _Parser(source).whole(_Parser.formula)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: kind is number, name, text, sign or end."""

    kind: str
    text: str
    position: int


def tokens_of(source: str) -> tuple[Token, ...]:
    """Return the pieces of a rule or formula in order; raises FormulaError for a sign of no grammar."""
    return tuple(_Parser(source).tokens[:-1])


class _Parser:
    """Recursive descent, one method a line of the grammar."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = self._tokens()
        self.at = 0
        self.depth = 0
        self.joins = 0

    def whole(self, part: Callable[[_Parser], T]) -> T:
        tree = part(self)
        if self.now.kind != "end":
            raise self.error(
                tr("{what} does not follow here", what=repr(self.now.text)),
                tr("Join parts by a sign."),
            )
        return tree

    def rule(self) -> Rule:
        tree = self.conjunction()
        while self.word("or"):
            tree = self.guarded(Both("or", tree, self.conjunction()))
        return tree

    def conjunction(self) -> Rule:
        tree = self.negation()
        while self.word("and"):
            tree = self.guarded(Both("and", tree, self.negation()))
        return tree

    def negation(self) -> Rule:
        if self.word("not"):
            return self.nested(lambda: Not(self.negation()))
        if self.sign("("):
            return self.closed(self.rule)
        place = self.now.position
        column = self.name(tr("a column name"))
        if column == "segment" and self.sign(":"):
            return InSegment(self.name(tr("the key of a segment")), place)
        if column == "area" and self.sign(":"):
            return InArea(self.name(tr("the key of an area")), place)
        if column == "region" and self.sign("."):
            column = f"{REGION}{self.column()}"
        return self.test(column, place)

    def test(self, column: str, place: int) -> Rule:
        for sign in ("=", "!=", "<", "<=", ">", ">="):
            if self.sign(sign):
                return Comparison(column, sign, self.value(), place)
        if self.word("has"):
            if self.now.kind != "text":
                raise self.error(tr("a text is missing"), tr("Write text between quotes."))
            return Comparison(column, "has", _unquoted(self.take()), place)
        inverse = self.word("not")
        if not self.word("in"):
            raise self.error(
                tr("a test of {column} is missing", column=column),
                tr("Write =, !=, <, <=, >, >=, has or in (...)."),
            )
        self.expect("(")
        values = [self.value()]
        while self.sign(","):
            values.append(self.value())
        self.expect(")")
        found = OneOf(column, tuple(values), place)
        return Not(found) if inverse else found

    def value(self) -> float | str:
        sign = -1.0 if self.sign("-") else 1.0
        token = self.now
        if token.kind == "number":
            self.at += 1
            return sign * self.number(token)
        if token.kind == "text" and sign > 0:
            self.at += 1
            return _unquoted(token.text)
        raise self.error(tr("a value is missing"), tr("Write a number, or text between quotes."))

    def formula(self) -> Formula:
        tree = self.term()
        while self.now.text in ("+", "-") and self.now.kind == "sign":
            sign = self.take()
            tree = self.guarded(Reckoned(sign, tree, self.term()))
        return tree

    def term(self) -> Formula:
        tree = self.factor()
        while self.now.text in ("*", "/") and self.now.kind == "sign":
            sign = self.take()
            tree = self.guarded(Reckoned(sign, tree, self.factor()))
        return tree

    def factor(self) -> Formula:
        if self.now.kind == "number":
            number = Number(self.number(self.now))
            self.at += 1
            return number
        if self.sign("-"):
            return self.nested(lambda: Minus(self.factor()))
        if self.sign("("):
            return self.closed(self.formula)
        place = self.now.position
        if self.word("regions"):
            self.expect(".")
            return RegionColumn(self.column(), place)
        if self.word("accounts"):
            self.expect(".")
            return self.of_accounts(place)
        raise self.error(
            tr("a figure is missing"),
            tr("Write regions.COLUMN, accounts.count, accounts.sum(COLUMN) or a number."),
        )

    def of_accounts(self, place: int) -> Formula:
        if self.word("count"):
            return AccountCount()
        if not self.word("sum"):
            raise self.error(tr("accounts have count and sum"), tr("Write accounts.sum(COLUMN)."))
        self.expect("(")
        column = self.column()
        self.expect(")")
        return AccountSum(column, place)

    # Steps over tokens.

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1].text

    def sign(self, text: str) -> bool:
        found = self.now.kind == "sign" and self.now.text == text
        self.at += found
        return found

    def word(self, text: str) -> bool:
        found = self.now.kind == "name" and self.now.text.lower() == text
        self.at += found
        return found

    def expect(self, text: str) -> None:
        if not self.sign(text):
            raise self.error(
                tr("{what} is missing", what=repr(text)), tr("Write {what} here.", what=repr(text))
            )

    def name(self, what: str) -> str:
        if self.now.kind != "name":
            raise self.error(
                tr("{what} is missing", what=what), tr("Write {what} here.", what=what)
            )
        return self.take()

    def column(self) -> str:
        if self.now.kind == "text":
            return _unquoted(self.take())
        return self.name(tr("a column name"))

    def number(self, token: Token) -> float:
        value = float(token.text)
        if value in (float("inf"), float("-inf")):
            raise self.error(
                tr("{what} is too large", what=token.text), tr("Write a smaller number.")
            )
        return value

    def closed(self, part: Callable[[], T]) -> T:
        tree = self.nested(part)
        self.expect(")")
        return tree

    def nested(self, part: Callable[[], T]) -> T:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(
                tr("more than {count} levels deep", count=MAX_DEPTH),
                tr("Write it in fewer brackets."),
            )
        tree = part()
        self.depth -= 1
        return tree

    def guarded(self, tree: T) -> T:
        """Let a chain of signs be long, but not so long that reckoning it goes too deep."""
        self.joins += 1
        if self.joins > MAX_JOINS:
            raise self.error(tr("this is too long"), tr("Split it over several columns."))
        return tree

    def error(self, found: str, mend: str) -> FormulaError:
        return FormulaError(self.source, self.now.position, found, mend)

    def _tokens(self) -> list[Token]:
        tokens, at, source = [], 0, self.source
        if len(source) > MAX_LENGTH:
            raise FormulaError(
                source[:40], 0, tr("this is too long"), tr("Split it over several columns.")
            )
        end = len(source.rstrip())
        while at < end:
            match = _TOKEN.match(source, at)
            if match is None:
                place = at + len(source[at:]) - len(source[at:].lstrip())
                found = tr("{source} is no sign of this grammar", source=repr(source[place]))
                mend = tr("Close every quote; column names have letters, digits and _ only.")
                raise FormulaError(source, place, found, mend)
            kind = match.lastgroup or ""
            text = match.group(kind)
            tokens.append(Token(kind, _SYNONYMS.get(text, text), match.start(kind)))
            at = match.end()
        return [*tokens, Token("end", "", end)]


def _unquoted(text: str) -> str:
    return text[1:-1].replace(text[0] * 2, text[0])
