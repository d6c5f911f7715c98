"""Turn pydantic's errors into problems that name file, line, field and what is allowed."""

from __future__ import annotations

import re
import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from delrapport.problems import Problem, one_of
from delrapport.rawyaml import Document, Path_

# Pydantic names a pattern; its author wants an example of what may be written.
EXAMPLES = {
    "code": 'four digits in quotes: "0180"',
    "date": "2014, 2014-03 or 2014-03-31",
    "month": "year and month: 2014-03",
    "party": "one to three capitals: KD",
    "id": "lower-case a–z, digits and hyphens: norra-biskopsgarden",
}


def problems(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """One problem for each of pydantic's, placed where it stands in the document."""
    return [_problem(detail, document, model) for detail in error.errors(include_url=False)]


def _problem(detail: ErrorDetails, document: Document, model: type[BaseModel]) -> Problem:
    path: Path_ = detail["loc"]
    found = detail["input"]
    context = detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    match detail["type"]:
        case "extra_forbidden":
            allowed = one_of(name, fields_at(model, path[:-1]))
            return document.problem(path, f"unknown key '{name}'", allowed, key=True)
        case "model_type":
            keys = ", ".join(fields_at(model, path))
            return document.problem(path, f"is {said(found)}", f"a mapping with the keys {keys}")
        case "missing":
            return document.problem(path, "is missing", "the key is required")
        case "literal_error":
            allowed = one_of(str(found), re.findall(r"'([^']*)'", str(context["expected"])))
            return document.problem(path, f"is {said(found)}", allowed)
        case "string_type" if isinstance(found, int | bool):
            written = str(found).lower() if isinstance(found, bool) else str(found)
            return document.problem(
                path, f"is {said(found)}", f'text; write it in quotes: "{written}"'
            )
        case "string_pattern_mismatch":
            allowed = EXAMPLES.get(name, f"text that matches {context['pattern']}")
            return document.problem(path, f"is {said(found)}", allowed)
        case "int_type" if isinstance(found, str):
            digits = re.sub(r"[\s._,]", "", found)
            example = f": {int(digits)}" if digits.isdigit() else " such as 5320000"
            return document.problem(
                path, f"is {said(found)}", f"a whole number without spaces{example}"
            )
        case "value_error":
            wrong, _, allowed = str(context["error"]).partition("; ")
            return document.problem(path, f"{said(found)} {wrong}", allowed)
        case _:
            allowed = detail["msg"][0].lower() + detail["msg"][1:]
            return document.problem(path, f"is {said(found)}", allowed)


def said(value: Any) -> str:
    """What stands in the file, short enough for one line."""
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str() if len(value) > 60:
            return f"'{value[:57]}…'"
        case _:
            return repr(value)


def fields_at(model: type[BaseModel], path: Path_) -> list[str]:
    """The keys that the record at `path` may have; empty where it is no record."""
    found: Any = model
    for step in path:
        if isinstance(step, str) and _is_record(found):
            found = found.model_fields[step].annotation
        else:
            found = typing.get_args(found)[-1]
        found = _without_none(found)
    return list(found.model_fields) if _is_record(found) else []


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _without_none(annotation: Any) -> Any:
    """`Source | None` as `Source`; anything else as it is."""
    if isinstance(annotation, types.UnionType):
        return next(kind for kind in typing.get_args(annotation) if kind is not types.NoneType)
    return annotation
