"""What HR may change. Each setting is printed where it matters."""

import re
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from hashlib import sha256
from itertools import product
from pathlib import Path

from core.edition import Edition
from core.errors import UsageError, suggest_nearest
from core.retention import RetainedKind


class Denominator(StrEnum):
    """What absence is divided by: average headcount or average full-time equivalents."""

    MEDARBEJDERE = "medarbejdere"
    FULDTIDSSTILLINGER = "fuldtidsstillinger"

    @property
    def per(self) -> str:
        """The words after a figure: "pr. medarbejder"."""
        return f"pr. {self.singular}"

    @property
    def singular(self) -> str:
        """The noun in the singular: "medarbejder"."""
        return "medarbejder" if self is Denominator.MEDARBEJDERE else "fuldtidsstilling"


class OrganisationBasis(StrEnum):
    """Which organisation figures are summed by: that of today, or as it was in each quarter."""

    NU = "nu"
    DENGANG = "dengang"

    @property
    def label(self) -> str:
        """The organisation as a user reads it."""
        return (
            "dagens organisation" if self is OrganisationBasis.NU else "organisationen, som den var"
        )


_TOML_PLACE = re.compile(r"line (\d+), column (\d+)")
_READ_ELSEWHERE = frozenset({"sign_in"})  # tables of the same file
_BEHIND_NO_FIGURE = frozenset(
    {
        "internal_enheder_decided_by",
        "release_approved_by_another",
        "retention_years",
        "backup_days",
        "full_time_days_per_year",
        "dagsvaerk_rate",
    }
)
_MOST_YEARS = 100
_KINDS: dict[type, str] = {
    int: "et helt tal fra 0 og op",
    float: "et tal fra 0 og op",
    bool: "true eller false",
}


@dataclass(frozen=True)
class Settings:
    """A municipality's choices, with the defaults of the product.

    `smallest_group` is the smallest number of employees behind a shown figure, and
    `smallest_group_public` in the public edition.
    `long_threshold_days` is the longest spell, in calendar days, that counts as short;
    0 means that the file has its own split and does not say where it goes; spells are split at 30
    then. `part_days` says whether absence of part of a day counts, where spells tell it apart.
    Somebody below `langtidsfrisk_limit` dagsværk in each of two years is langtidsfrisk.
    `closed_units` says whether closed workplaces, and those handed to a supplier, count in the
    windows that they still are in. `personalegrupper` are pairs of a name that a file has, often an
    overenskomst, and the personalegruppe that is meant: a table in the file of settings. In the
    `late_registration_days` after a quarter's end absence in it is still being registered.
    `internal_enheder_decided_by` says who decided that all of Chefforum gets the internal edition
    of the bilag of enheder, and when; "" where nobody did. With `release_approved_by_another` who
    loaded a quarter's data cannot release it to chefer.
    `retention_years` are pairs of a `RetainedKind` and the years that it is kept: a table in the
    file of settings; what is not named is kept. Backups are kept `backup_days`, 0 where that is not
    said. `full_time_days_per_year` is how many dagsværk a fuldtidsstilling is in a year; 0 where
    that is not said, and nothing is then counted in fuldtidsstillinger. With a `dagsvaerk_rate`,
    kroner for a dagsværk, absence is also told in kroner.
    """

    municipality: str = "Albertslund Kommune"
    denominator: Denominator = Denominator.MEDARBEJDERE
    smallest_group: int = 5
    smallest_group_public: int = 10
    long_threshold_days: int = 0
    part_days: bool = True
    langtidsfrisk_limit: float = 5.0
    organisation: OrganisationBasis = OrganisationBasis.NU
    closed_units: bool = True
    population: str = "som udtrukket fra KMD OPUS"
    total_words: tuple[str, ...] = (
        "i alt", "ialt", "resultat", "samlet resultat", "hovedtotal", "total", "sum", "subtotal",
    )  # fmt: skip
    personalegrupper: tuple[tuple[str, str], ...] = ()
    late_registration_days: int = 10
    internal_enheder_decided_by: str = ""
    release_approved_by_another: bool = False
    retention_years: tuple[tuple[str, int], ...] = ()
    backup_days: int = 0
    full_time_days_per_year: int = 0
    dagsvaerk_rate: int = 0

    @classmethod
    def read(cls, path: Path) -> "Settings":
        """Read a TOML file of settings; a file that is not there means the defaults.

        Raises UsageError for a file that cannot be read, an unknown name or a value of the wrong
        kind.
        """
        try:
            values = tomllib.loads(path.read_text("utf-8-sig"))
            return cls.from_values(
                {name: value for name, value in values.items() if name not in _READ_ELSEWHERE}
            )
        except FileNotFoundError:
            return cls()
        except OSError as error:
            what = "er en mappe" if path.is_dir() else "kan ikke læses af programmets bruger"
            raise UsageError(f"{path} {what}; det skal være en tekstfil.") from error
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            raise UsageError(
                f"{path.name} er ikke gemt som UTF-8: linje {line} har et tegn, der ikke kan "
                "læses. Gem filen igen med tegnsættet UTF-8."
            ) from error
        except tomllib.TOMLDecodeError as error:
            place = _TOML_PLACE.search(str(error))
            where = "linje {}, tegn {}".format(*place.groups()) if place else "slutningen"
            raise UsageError(
                f"{path.name} er ikke gyldig TOML ved {where}. En linje er f.eks. "
                'smallest_group = 5 eller population = "alle ansatte".'
            ) from error

    @classmethod
    def from_values(cls, values: dict[str, object]) -> "Settings":
        """Make settings of named values. Raises UsageError as `read` does."""
        return cls(**{name: _check_setting(name, value) for name, value in values.items()})  # type: ignore[arg-type]

    def translate_personalegruppe(self, name: str) -> str:
        """Return the personalegruppe that a file's name means, or that name where none is set."""
        translations = {from_name.casefold(): group for from_name, group in self.personalegrupper}
        return translations.get(name.casefold(), name)

    def find_smallest_group(self, edition: Edition) -> int:
        """Return the smallest number of employees behind a figure that is shown in an edition."""
        is_public = edition is Edition.OFFENTLIG
        return self.smallest_group_public if is_public else self.smallest_group

    def find_years_kept(self, kind: RetainedKind) -> int | None:
        """Return how many years a kind of data is kept; None where it is kept for good."""
        return dict(self.retention_years).get(kind.value)

    @property
    def threshold_text(self) -> str:
        """Where long-term absence begins, as printed with every figure that is split."""
        if not self.long_threshold_days:
            return "opdeling fra OPUS; grænse ikke oplyst"
        return f"langtid er over {self.long_threshold_days} kalenderdage"

    @property
    def spell_threshold(self) -> int:
        """The longest spell, in calendar days, that is short where spells are split here."""
        return self.long_threshold_days or 30

    @property
    def variant(self) -> str:
        """A text that is the same for settings whose figures mean the same and can be compared."""
        meaning = (self.denominator, self.organisation, self.closed_units, self.part_days)
        return "|".join(str(part) for part in (*meaning, self.long_threshold_days))

    def follow_choice(self, chosen: "Settings") -> "Settings":
        """Return these settings with what readers of a release may choose taken from others."""
        return replace(self, organisation=chosen.organisation, closed_units=chosen.closed_units)

    def list_other_choices(self) -> tuple["Settings", ...]:
        """List these settings with each choice that readers of a release have, but for this one."""
        choices = (
            replace(self, organisation=basis, closed_units=closed)
            for basis, closed in product(OrganisationBasis, (True, False))
        )
        return tuple(chosen for chosen in choices if chosen != self)

    @property
    def choice_text(self) -> str:
        """What readers of a release may choose, in words."""
        closed = "med" if self.closed_units else "uden"
        return f"{self.organisation.label}, {closed} nedlagte og overdragne"

    @property
    def values(self) -> dict[str, object]:
        """The settings by name, as `from_values` takes them and JSON holds them."""
        return asdict(self) | {
            "total_words": list(self.total_words),
            "personalegrupper": dict(self.personalegrupper),
            "retention_years": dict(self.retention_years),
        }

    @property
    def fingerprint(self) -> str:
        """A short text that differs whenever any setting does that figures rest on."""
        behind_figures = {
            name: value for name, value in asdict(self).items() if name not in _BEHIND_NO_FIGURE
        }
        return sha256(repr(sorted(behind_figures.items())).encode()).hexdigest()[:16]


def _check_setting(name: str, value: object) -> object:
    defaults = {field.name: field.default for field in fields(Settings)}
    if name not in defaults:
        valid = ", ".join(defaults)
        hint = suggest_nearest(name, defaults)
        raise UsageError(f"»{name}« er ikke en indstilling. Gyldige er: {valid}.{hint}")
    default = defaults[name]
    if isinstance(default, StrEnum):
        return _read_choice(type(default), name, value)
    if name == "personalegrupper":
        return _read_pairs(name, value)
    if name == "retention_years":
        return _read_years(name, value)
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(str(word) for word in value)
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(default) or (isinstance(value, int | float) and value < 0):
        kind = _KINDS.get(type(default), "en tekst eller liste")
        raise UsageError(f"Indstillingen »{name}« er {value!r}; den skal være {kind}.")
    return value


def _read_pairs(name: str, value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise UsageError(
            f"Indstillingen »{name}« er {value!r}; den skal være en tabel fra tekst til tekst, "
            'f.eks. "Overenskomst for pædagoger" = "Pædagoger".'
        )
    return tuple(sorted(value.items()))


def _read_years(name: str, value: object) -> tuple[tuple[str, int], ...]:
    valid = [kind.value for kind in RetainedKind]
    example = "f.eks. sygefravaer = 5"
    if not isinstance(value, dict):
        raise UsageError(
            f"Indstillingen »{name}« er {value!r}; den skal være en tabel fra slags til år, "
            f"{example}."
        )
    for kind, years in value.items():
        if kind not in valid:
            raise UsageError(
                f"»{kind}« i »{name}« er ikke noget, der gemmes i år. Gyldige er: "
                f"{', '.join(valid)}.{suggest_nearest(kind, valid)}"
            )
        if type(years) is not int or not 1 <= years <= _MOST_YEARS:
            raise UsageError(
                f"»{kind}« i »{name}« er {years!r}; det skal være et helt antal år fra 1 til "
                f"{_MOST_YEARS}, {example}."
            )
    return tuple(sorted(value.items()))


def _read_choice(choices: type[StrEnum], name: str, value: object) -> StrEnum:
    valid = [choice.value for choice in choices]
    if value not in valid:
        raise UsageError(f"Indstillingen »{name}« er {value!r}; gyldige er {' og '.join(valid)}.")
    return choices(str(value))
