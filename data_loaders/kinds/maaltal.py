"""Each enhed's own target for its sick leave in a calendar year."""

import re
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from core.nodes import unit_identity
from data_loaders.kinds import list_columns
from data_loaders.kinds.list_columns import AFDELING_FIELD, ENHED_FIELDS, read_unit_names
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.words import times
from data_loaders.words.header_names import DEADLINE, normalize

_FIGURE = pa.decimal128(28, 12)
_PERCENT = (
    "Måltallene er i procent, og de kan ikke regnes om til dagsværk. Gyldigt er fraværsdagsværk "
    "pr. medarbejder på et år, f.eks. 11,5."
)
_IN_PERCENT = re.compile(r"fravaers?(?:i)?(?:pct|procent)")
_HIGHEST = Decimal(100)  # dagsværk pr. medarbejder in a year: no workplace is near it


def build(body: TableBody) -> ListFacts:
    """Make the rows of the store; a row with neither target nor date is one not handed in."""
    if not body.has_field("maaltal") or _has_percent_title(body):
        body.note("looks_like_share", _PERCENT)
        return ListFacts(pa.table({}), ())
    list_columns.check_not_percent(body, "maaltal", _PERCENT)
    enhed, navn = read_unit_names(body)
    aar = [str(year) if year else None for year in list_columns.read_years(body).tolist()]
    list_columns.check_not_negative(body, "maaltal")
    list_columns.check_at_most(
        body,
        "maaltal",
        _HIGHEST,
        "{value} er over 100 dagsværk pr. medarbejder. Kontrollér tallet.",
    )
    keys = [
        (year, unit_identity(unit)) if year and unit else None
        for year, unit in zip(aar, enhed, strict=True)
    ]
    list_columns.check_unique(body, keys, "enhed", "Enheden {value} står to gange i samme år.")
    years = [times.make_calendar_year(int(year)) for year in set(aar) if year]
    list_columns.check_header_times(body, ("maaltal",), years)
    targets, when = _read_handed_in(body)
    facts = pa.table(
        {
            "year": pa.array(aar, pa.string()),
            "enhed": pa.array(enhed, pa.string()),
            "enhed_navn": pa.array(navn, pa.string()),
            "afdeling": body.read_arrow_array("afdeling", pa.string()),
            "maaltal": pa.array(targets, _FIGURE),
            "frist": body.read_arrow_array("frist", pa.date32()),
            "indmeldt": pa.array(when, pa.date32()),
            "leders_enhed": body.read_arrow_array("leders_enhed", pa.string()),
        }
    )
    return ListFacts(facts, tuple(sorted({year for year in aar if year})))


def _read_handed_in(body: TableBody) -> tuple[list[Decimal | None], list[date | None]]:
    """Return each row's target and the day it was handed in, both None where it was not.

    A target that stands is handed in, on a day that need not be known, unless the row says no.
    """
    targets, answers = body.read_field("maaltal").cells(), body.read_field("indmeldt").cells()
    pairs = list(zip(targets, answers, strict=True))
    early = [target is not None and answer == _NO for target, answer in pairs]
    body.flag("not_handed_in", _EARLY, "maaltal", np.array(early, np.bool_))
    bare = [target is None and answer not in (None, _NO) for target, answer in pairs]
    body.flag("no_target", _BARE, "indmeldt", np.array(bare, np.bool_))
    handed_in = [None if answer == _NO else target for target, answer in pairs]
    return handed_in, [answer if isinstance(answer, date) else None for _, answer in pairs]


_YES, _NO = "ja", "nej"
_EARLY = (
    "Måltallet {value} regnes ikke med, for der står, at det ikke er indmeldt. Er det indmeldt, så "
    "skriv datoen eller »ja«."
)
_BARE = (
    "Der står {value} som indmeldt, men der er intet måltal. Enheden regnes som en, der ikke har "
    "indmeldt."
)


def _has_percent_title(body: TableBody) -> bool:
    titles = (normalize(line) for part in body.parts for line in part.titles)
    return any(_IN_PERCENT.search(title) and "dagsvaerk" not in title for title in titles)


DECLARATION = Declaration(
    name="maaltal",
    label="Måltal for sygefravær",
    about="Måltal pr. enhed for et kalenderår. En enhed uden måltal har ikke indmeldt et endnu.",
    fields=(
        *ENHED_FIELDS,
        AFDELING_FIELD,
        Field(
            "aar",
            "År",
            CellType.YEAR,
            r"^(?:kalender|maaltals?)?aar(?:stal)?$|^gaelderaar$|^year$",
            "Kalenderåret, som måltallet gælder. Kan også stå i titlen eller i filens navn.",
        ),
        Field("frist", "Frist", CellType.DATE, DEADLINE, "Fristen for at indmelde måltallet."),
        Field(
            "indmeldt",
            "Indmeldt",
            CellType.DATE,
            r"indmeld|indberet|indsendt|modtaget|afleveret|^dato$|maaltalsdato",
            "Datoen, måltallet er indmeldt, eller ja, hvis den ikke kendes. Står der nej, regnes "
            "måltallet ikke med; er cellen tom, er det måltallet, der viser, om det er indmeldt.",
            choices={
                _YES: r"^(?:j|x|v|ok|sand|true|yes|indmeldt|indsendt|modtaget|afleveret)$",
                _NO: r"^(?:n|falsk|false|no|mangler|afventer|(?:ikke|ej)\w*)$",
            },
        ),
        Field(
            "leders_enhed",
            "Leders enhed",
            CellType.TEXT,
            r"leder",
            "Lederens enhed, hvis den er en anden end enheden selv.",
        ),
        Field(
            "procent",
            "Måltal i procent",
            CellType.NUMBER,
            r"maal\w*(?:pct|procent)",
            "Bruges ikke: procent kan ikke regnes om til dagsværk.",
            spread=True,
            in_template=False,
        ),
        Field(
            "maaltal",
            "Måltal",
            CellType.NUMBER,
            r"maaltal|^maal(?:saetning)?(?:for)?(?:syge|frav|(?:19|20)\d\d|$)|target",
            "Måltallet: fraværsdagsværk pr. medarbejder på et år. Tomt, hvis det ikke er indmeldt.",
            spread=True,
        ),
    ),
    needs=(("enhed", "enhed_navn"), ("maaltal", "procent")),
    fills=(("enhed", "enhed_navn"),),
    names=("enhed", "enhed_navn", "afdeling"),
    bare="maaltal",
    bare_months=(12,),
    bare_asked=True,
    examples=tuple(
        (*unit, 2025, date(2025, 1, 31), handed_in, leader, None, target)
        for unit, handed_in, leader, target in (
            (list_columns.PLADSEN, date(2025, 1, 24), None, 11.5),
            (list_columns.HUSET, date(2025, 1, 30), "Dagtilbud Nord", 13),
            (list_columns.MAANEN, None, "Dagtilbud Nord", None),
        )
    ),
)
