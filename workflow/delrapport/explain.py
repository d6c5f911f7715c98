"""Turn pydantic's errors into problems that name file, line, field and what is allowed."""

from __future__ import annotations

import re
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from delrapport import rawyaml
from delrapport.models import MONTH
from delrapport.problems import Problem, RawDataError, one_of
from delrapport.rawyaml import Document, Path_

# Pydantic names a pattern; its author wants an example of what may be written.
EXAMPLES = {
    "code": 'four digits in quotes: "0123"',
    "date": "2014, 2014-03 or 2014-03-31",
    "month": "year and month: 2014-03",
    "party": "one to three capitals: KD",
    "id": "lower-case a–z, digits and hyphens: norra-alby",
}


Record = TypeVar("Record", bound=BaseModel)


def read(path: Path, model: type[Record]) -> tuple[Record, Document]:
    """A file as a record, and its places; raises `RawDataError` with all that is wrong."""
    document, wrong = rawyaml.read(path, path.as_posix())
    if document is None or wrong:
        raise RawDataError(wrong)
    return validated(document, model), document


def validated(document: Document, model: type[Record]) -> Record:
    """A document as a record; raises `RawDataError` with all that is wrong."""
    try:
        return model.model_validate(document.content)
    except ValidationError as error:
        raise RawDataError(problems(error, document, model)) from None


def problems(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """One problem for each of pydantic's, placed where it stands in the document."""
    found = [_problem(detail, document, model) for detail in error.errors(include_url=False)]
    # Where two kinds are possible, pydantic has an error for each: the first one will do.
    first = {(each.line, each.column, each.field): each for each in reversed(found)}
    return list(first.values())


def _problem(detail: ErrorDetails, document: Document, model: type[BaseModel]) -> Problem:
    path: Path_ = detail["loc"]
    if path[-1:] == ("[key]",):
        wrong = f"the key is {said(detail['input'])}"
        if detail["type"] == "literal_error":
            expected = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
            allowed = one_of(str(detail["input"]), expected)
            return document.problem(path[:-1], wrong, allowed, key=True)
        return document.problem(path[:-1], wrong, EXAMPLES["id"], key=True)
    # Pydantic's own last step says which of several kinds it tried.
    tried = detail["type"] not in ("missing", "extra_forbidden") and path not in document.places
    if tried and path[:-1] in document.places:
        path = path[:-1]
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
            written = written.zfill(4) if name == "code" else written
            return document.problem(
                path, f"is {said(found)}", f'text; write it in quotes: "{written}"'
            )
        case "string_pattern_mismatch":
            example = "month" if context["pattern"] == MONTH else name
            allowed = EXAMPLES.get(example, f"text that matches {context['pattern']}")
            return document.problem(path, f"is {said(found)}", allowed)
        case "int_type" if isinstance(found, str):
            example = f": {grouped}" if (grouped := _ungrouped(found)) else " such as 5320000"
            return document.problem(
                path, f"is {said(found)}", f"a whole number without spaces{example}"
            )
        case "value_error":
            wrong, _, allowed = str(context["error"]).partition("; ")
            return document.problem(path, f"{said(found)} {wrong}", allowed)
        case _:
            allowed = detail["msg"][0].lower() + detail["msg"][1:]
            return document.problem(path, f"is {said(found)}", allowed)


GROUPED = re.compile(r"0*([1-9][0-9]{0,17}|0)|[1-9][0-9]{0,2}([\s._,][0-9]{3})+")


def _ungrouped(text: str) -> str:
    """The whole number that a text with grouped thousands means; empty where it means none."""
    return re.sub(r"[\s._,]", "", text).lstrip("0") if GROUPED.fullmatch(text) else ""


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
