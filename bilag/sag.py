"""The case that a bilag belongs to, as the secretariat knows it."""

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from core import danish
from core.errors import UsageError, suggest_nearest

_SAGSNUMMER = re.compile(r"\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d+-\d{2}")
_KINDS = {str: "en tekst", int: "et helt tal", bool: "true eller false"}


class Sagstype(StrEnum):
    """What the forum is asked to do."""

    ORIENTERING = "orientering"
    DROEFTELSE = "drøftelse"
    TEMADROEFTELSE = "temadrøftelse"
    GODKENDELSE = "godkendelse"
    BESLUTNING = "beslutning"


@dataclass(frozen=True)
class Sag:
    """A case on an agenda. A field that nobody has filled in ("", 0, None) is left out in print.

    `indstiller` is who proposes it, `punkt` the item's number on the agenda, `minutter` the time
    set aside for it.
    """

    sagsnummer: str = ""
    titel: str = ""
    forum: str = ""
    type: Sagstype | None = None
    indstiller: str = ""
    punkt: int = 0
    minutter: int = 0
    lukket: bool = False
    moededato: date | None = None

    @classmethod
    def read(cls, content: bytes, path: Path) -> "Sag":
        """Read a TOML file's bytes; UsageError tells what is wrong with them and what is valid."""
        try:
            return cls.from_values(tomllib.loads(content.decode("utf-8-sig")))
        except ValueError as error:  # not UTF-8, or not TOML
            raise UsageError(
                f"Sagsfilen »{path}« er ikke gyldig TOML i UTF-8. Skriv ét felt på hver linje, "
                'f.eks. sagsnummer = "81.28.00-A00-1-25".'
            ) from error

    @classmethod
    def from_values(cls, values: dict[str, object]) -> "Sag":
        """Check and take named values; see `read`."""
        return cls(**{name: _check_field(name, value) for name, value in values.items()})  # type: ignore[arg-type]

    @property
    def values(self) -> dict[str, object]:
        """The fields that are filled in, by name; `from_values` makes the same case of them."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value}

    @property
    def head(self) -> tuple[str, ...]:
        """The lines under a bilag's title, of what is known of the case."""
        where = [
            self.forum,
            danish.format_date_long(self.moededato) if self.moededato else "",
            f"punkt {self.punkt}" if self.punkt else "",
            self.type.value if self.type else "",
            "lukket" if self.lukket else "",
        ]
        number = f"Sagsnummer {self.sagsnummer}" if self.sagsnummer else ""
        lines = (self.titel, " · ".join(part for part in (number, *where) if part))
        return tuple(line for line in lines if line)


def parse_sagsnummer(text: str) -> str:
    """Return a sagsnummer, or "" for none; UsageError for another text."""
    if text and not _SAGSNUMMER.fullmatch(text):
        raise UsageError(
            f"»{text}« er ikke et sagsnummer. Det skrives som f.eks. 81.28.00-A00-1-25."
        )
    return text


def _check_field(name: str, value: object) -> object:
    defaults = {field.name: field.default for field in fields(Sag)}
    if name not in defaults:
        valid = ", ".join(defaults)
        raise UsageError(
            f"»{name}« er ikke et felt i en sag. Gyldige er: "
            f"{valid}.{suggest_nearest(name, defaults)}"
        )
    if name == "moededato":
        return _check_date(value)
    if name == "type":
        return _parse_type(value)
    kind = type(defaults[name])
    if type(value) is not kind or (isinstance(value, int) and value < 0):
        raise UsageError(f"Feltet »{name}« er {value!r}; det skal være {_KINDS[kind]}.")
    return parse_sagsnummer(value) if name == "sagsnummer" and isinstance(value, str) else value


def _check_date(value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise UsageError(
            f"Feltet »moededato« er {str(value)!r}; det skal være en dato uden anførselstegn, "
            "f.eks. moededato = 2025-01-29."
        )
    return value


def _parse_type(value: object) -> Sagstype:
    valid = [choice.value for choice in Sagstype]
    if value not in valid:
        hint = suggest_nearest(str(value), valid)
        raise UsageError(
            f"Feltet »type« er {value!r}; gyldige er {danish.join_words(valid)}.{hint}"
        )
    return Sagstype(str(value))
