"""Values of a plan as JSON by the types of their fields, and back: nothing else becomes part of a plan."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from planner.language import tr

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Kind = TypeVar("Kind")

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def as_json(value: object) -> str:
    """Return any value without arrays as JSON: dataclasses as objects, days as text."""
    return json.dumps(_jsonable(value), ensure_ascii=False)


def from_json(text: object, kind: type[Kind]) -> Kind:
    """Return the value that `as_json` wrote; raises ValueError for what is no such value."""
    if not isinstance(text, str):
        raise ValueError("a text is missing")
    made: Kind = adapter(kind).validate_python([json.loads(text)])[0]
    return made


def checked(value: object, kind: type[Kind], name: str) -> Kind:
    """Return a value whose fields have their types, as it would come back from a plan file.

    TOML has no types of fields: 0 may stand for 0.0. Raises ValueError for what is no such value,
    with its `name` and the field.
    """
    try:
        return from_json(as_json(value), kind)
    except ValueError as error:
        raise ValueError(f"{name}: {what_is_wrong(error)}") from error


def what_is_wrong(error: BaseException) -> str:
    """Return what is wrong with a value in one line, with the field where one is."""
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"][1:]))
        return f"{field}: {first['msg']}" if field else str(first["msg"])
    said = (str(error).splitlines() or [type(error).__name__])[0]
    if isinstance(error, TypeError):
        return tr("a value is of another kind than it should be ({said})", said=said)
    return said


def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return what checks each field against its type: nothing else becomes part of a plan."""
    if kind not in _ADAPTERS:
        from pydantic import TypeAdapter  # late: it takes a tenth of a second

        _ADAPTERS[kind] = TypeAdapter(list[kind])
    return _ADAPTERS[kind]


def _jsonable(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {field.name: _jsonable(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {key: _jsonable(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_jsonable(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
