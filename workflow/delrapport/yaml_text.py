"""Records as YAML text that people read: a line a small record, a block a longer text."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import yaml
from pydantic import BaseModel

# PyYAML breaks behind the word that goes beyond it.
WIDTH = 88
TEXT = "tag:yaml.org,2002:str"
TRUTH = "tag:yaml.org,2002:bool"
DATE = "tag:yaml.org,2002:timestamp"
SHORT = 84
"""A text, list or record of so many signs or fewer stands on one line."""


class _Dumper(yaml.SafeDumper):
    """PyYAML's, with lists indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_sequence(tag, sequence, flow_style)
        node.flow_style = _is_short(node.value)
        return node

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = _is_short([each for pair in node.value for each in pair])
        return node


def _is_short(nodes: list[yaml.Node]) -> bool:
    scalars = all(isinstance(node, yaml.ScalarNode) for node in nodes)
    return scalars and sum(len(node.value) + 2 for node in nodes) <= SHORT


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > SHORT else None
    # Quoted as it is in files that people type: "0123", not '0123'.
    if text.isdecimal():
        style = '"'
    return dumper.represent_scalar(TEXT, text, style=style)


_Dumper.add_representer(str, _text)
# No others are truth values to our reader: an answer is yes, without quotes, and so is a date.
_Dumper.yaml_implicit_resolvers = {
    sign: [(tag, words) for tag, words in resolvers if tag not in (TRUTH, DATE)]
    for sign, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
_Dumper.add_implicit_resolver(TRUTH, re.compile("^(true|false)$"), list("tf"))


def yaml_text(record: BaseModel, schema: str) -> str:
    """A record as a file that names its schema for editors; what isn't set is left out."""
    content = _plain(record)
    body = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return f"# yaml-language-server: $schema={schema}\n{body}"


def _plain(value: Any) -> Any:
    """Records as mappings, fractions as `1` or "1/2"."""
    match value:
        case BaseModel():
            return {key: _plain(each) for key, each in value if key in value.model_fields_set}
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case Fraction():
            return value.numerator if value.denominator == 1 else str(value)
        case _:
            return value
