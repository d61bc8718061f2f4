"""Mappings as text: TOML for people, to hand on and to edit; the store keeps the same."""

import tomllib
from dataclasses import asdict, fields
from typing import Any

import tomli_w

from core.errors import UsageError, suggest_nearest
from data_loaders.guidance.mapping import Mapping
from data_loaders.words.days import DATE_ORDER, DateOrder
from data_loaders.words.numbers import NumberStyle

_FIELDS = {mapping_field.name: mapping_field for mapping_field in fields(Mapping)}
_LISTS = ("headers", "ignored")
_TABLES = ("columns", "styles", "answers")


def write_mapping_toml(mapping: Mapping) -> str:
    """Write a mapping as TOML; what it does not say is left out."""
    filled_fields = {name: value for name, value in asdict(mapping).items() if value}
    return tomli_w.dumps(filled_fields, multiline_strings=False)


def parse_mapping_toml(text: str) -> Mapping:
    """Read a mapping that is written as TOML; UsageError says what is wrong with the text."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"Opsætningen er ikke gyldig TOML: {error}") from error
    mapping = Mapping(**{name: _check_value(name, value) for name, value in values.items()})
    for label, style in mapping.styles.items():
        if style not in list(NumberStyle):
            raise UsageError(
                f"Kolonnen »{label}« er sat til »{style}«. Gyldige er: {', '.join(NumberStyle)}."
                f"{suggest_nearest(style, NumberStyle)}"
            )
    order = mapping.answers.get(DATE_ORDER, DateOrder.DAY_FIRST)
    if order not in list(DateOrder):
        raise UsageError(
            f"Opsætningens datoer er sat til »{order}«. Gyldige er: {', '.join(DateOrder)}."
            f"{suggest_nearest(order, DateOrder)}"
        )
    return mapping


def _check_value(name: str, value: object) -> Any:  # noqa: ANN401 - text, list or table, by name
    if name not in _FIELDS:
        valid = ", ".join(_FIELDS)
        hint = suggest_nearest(name, _FIELDS)
        raise UsageError(f"»{name}« kan ikke stå i en opsætning. Gyldige er: {valid}.{hint}")
    if name in _LISTS:
        return tuple(_require_texts(name, value))
    if name in _TABLES:
        return _require_table(name, value)
    if not isinstance(value, str):
        raise UsageError(f"»{name}« i en opsætning skal være en tekst, men er {value!r}.")
    return value


def _require_texts(name: str, value: object) -> list[str]:
    if not isinstance(value, list):
        raise UsageError(f"»{name}« i en opsætning skal være en liste, men er {value!r}.")
    strange = [text for text in value if not isinstance(text, str)]
    if strange:
        raise UsageError(f"»{name}« i en opsætning har {strange[0]!r}, som ikke er en tekst.")
    return value


def _require_table(name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UsageError(f"»{name}« i en opsætning skal være en tabel, men er {value!r}.")
    return dict(zip(value, _require_texts(name, list(value.values())), strict=True))
