"""Make a bilag of an opgørelse: the same figures as the pages show."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bilag import afdelinger, enheder, excel, findings, noegletal, pdf, sheets
from bilag.model import Bilag, tell_names_apart
from bilag.sag import Sag
from bilag.sheets import SheetFigures
from bilag.target_cells import NONE, Targets
from core.cpr import require_no_cpr
from core.edition import Edition
from core.errors import ChefforumError, NoDataError, UsageError
from core.nodes import TREE, Level
from core.quarter import Quarter
from metrics import maaltal, rullende
from metrics.agenda import find_quarters
from metrics.forklaring import ROLLING, find_largest_movers, read_contributions, read_node_changes
from metrics.langtidsfriske import read_langtidsfriske
from metrics.result import LangtidsfriskeResult, NodeChangeResult
from metrics.rows import RullendeRow
from phrases.agenda_lines import AgendaStanding
from services import chosen_parts
from services.chosen_parts import ChosenPart
from services.kept_cases import CHOSEN_ANNEX
from store.figures import Reader

KINDS = {
    "afdelinger": "Områder og afdelinger",
    "enheder": "Enheder, afdeling for afdeling",
    "noegletal": "Øvrige nøgletal",
    "langtidsfriske": "Langtidsfriske",
    "maaltal": "Måltal",
    "forklaring": "Hvad ligger bag udviklingen",
    CHOSEN_ANNEX: "Udvalgte figurer",
}
SHEETS = {
    "afdelingsark": Level.AFDELING,
    "enhedsark": Level.ENHED,
    "temadebat": Level.PERSONALEGRUPPE,
}
_SHEETS = {
    Level.AFDELING: sheets.make_afdelingsark,
    Level.ENHED: sheets.make_enhedsark,
    Level.PERSONALEGRUPPE: sheets.make_theme_sheet,
}
WRITERS: dict[str, Callable[[Bilag], bytes]] = {"pdf": pdf.to_pdf, "xlsx": excel.to_xlsx}


def require_formats(formats: Sequence[str]) -> None:
    """Raise UsageError for a format that cannot be made."""
    wrong = [name for name in formats if name not in WRITERS]
    if wrong:
        raise UsageError(f"»{wrong[0]}« kan ikke laves. Gyldige formater: {', '.join(WRITERS)}.")


def make(
    reader: Reader,
    *,
    kind: str,
    quarter: Quarter,
    sag: Sag,
    decided_by: str = "",
    chosen: Sequence[ChosenPart] = (),
) -> Bilag:
    """Return a bilag of a kind, with figures as the reader has them.

    `chosen` are the parts of the bilag of chosen figures. `decided_by` says who decided that all
    enheder are shown in the internal edition: where nobody did, it raises ChefforumError. Raises
    NoDataError where the quarter has no figures, ValueError where the reader's figures are not
    printed: nothing finer may leave the program.
    """
    _require_printed(reader, sag)
    has_enheder = kind in {"enheder", "forklaring"} or (
        kind == CHOSEN_ANNEX and any(part.lowest_level is Level.ENHED for part in chosen)
    )
    if has_enheder and not decided_by:
        _refuse_internal_enheder(reader)
    if kind == CHOSEN_ANNEX:
        return chosen_parts.make_bilag(reader, quarter, sag, chosen)
    if kind in _FINDINGS:
        return _FINDINGS[kind](reader, quarter, sag)
    results = {
        level: rullende.read_rullende(reader, quarter=quarter, level=level)
        for level in rullende.find_levels(reader, quarter=quarter)
    }
    targets = _read_targets(reader, quarter, results)
    if kind == "enheder":
        return enheder.make_bilag(
            results,
            sag,
            maaltal=targets,
            node_changes=explain_change(reader, quarter),
            decided_by=decided_by,
        )
    series = rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE)
    return afdelinger.make_bilag(results, series, sag, maaltal=targets)


def make_sheets(reader: Reader, level: Level, quarter: Quarter, sag: Sag) -> list[Bilag]:
    """Return the sheet of each node of a level: afdeling, enhed or personalegruppe.

    Raises as `make`; UsageError for personalegrupper in the internal edition, for their sheets are
    for politicians.
    """
    _require_printed(reader, sag)
    if level is Level.PERSONALEGRUPPE and reader.version.edition is Edition.INTERN:
        raise UsageError("En temadebat er for politikere; den laves kun i den offentlige udgave.")
    levels = {Level.KOMMUNE: None, Level.AFDELING: None, Level.ENHED: None, level: None}
    figures = SheetFigures(
        rullende={
            level: rullende.read_rullende(reader, quarter=quarter, level=level) for level in levels
        },
        series=rullende.read_udvikling(reader, quarter=quarter, level=level),
        kommune=rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE),
        targets=NONE if level is Level.PERSONALEGRUPPE else _read_targets(reader, quarter, levels),
    )
    if level is Level.AFDELING:
        figures = replace(
            figures,
            langtidsfriske=read_langtidsfriske_if_any(reader, quarter, level),
            changes=explain_change(reader, quarter, level),
        )
    nodes = figures.rullende[level].rows
    made = [_SHEETS[level](figures, row, sag) for row in nodes if _has_sheet(level, row)]
    return tell_names_apart(made)


def _has_sheet(level: Level, row: RullendeRow) -> bool:
    """Tell whether a row is of a node, and not of a part or of the rest beside it."""
    return level is not Level.PERSONALEGRUPPE or row.parent == Level.KOMMUNE.value


def read_langtidsfriske_if_any(
    reader: Reader, quarter: Quarter, level: Level
) -> LangtidsfriskeResult | None:
    """Return the langtidsfriske of a level; None where the data have none for the opgørelse."""
    try:
        return read_langtidsfriske(reader, quarter=quarter, level=level)
    except NoDataError:
        return None


def _make_noegletal(reader: Reader, quarter: Quarter, sag: Sag) -> Bilag:
    return noegletal.make_bilag(_read_standing(reader, quarter), sag)


def _make_langtidsfriske(reader: Reader, quarter: Quarter, sag: Sag) -> Bilag:
    kommune, afdelinger = (
        read_langtidsfriske(reader, quarter=quarter, level=level)
        for level in (Level.KOMMUNE, Level.AFDELING)
    )
    return findings.make_langtidsfriske(kommune, afdelinger, sag)


def _make_maaltal(reader: Reader, quarter: Quarter, sag: Sag) -> Bilag:
    kommune, afdelinger = (
        maaltal.read_maaltal(reader, quarter=quarter, level=level)
        for level in (Level.KOMMUNE, Level.AFDELING)
    )
    return findings.make_maaltal(kommune, afdelinger, sag)


def _make_forklaring(reader: Reader, quarter: Quarter, sag: Sag) -> Bilag:
    result = explain_change(reader, quarter)
    if result is None or result.rows[0].missing:
        raise NoDataError(f"Der er ingen opgørelse før {quarter.label} at sammenligne med.")
    (node,) = result.rows
    contributions, movers = read_contributions(reader, ROLLING, result, node), None
    if node.value is not None:
        movers = find_largest_movers(reader, result, node)
    return findings.make_forklaring(result, contributions, movers, sag)


_FINDINGS: dict[str, Callable[[Reader, Quarter, Sag], Bilag]] = {
    "noegletal": _make_noegletal,
    "langtidsfriske": _make_langtidsfriske,
    "maaltal": _make_maaltal,
    "forklaring": _make_forklaring,
}


def _require_printed(reader: Reader, sag: Sag) -> None:
    require_no_cpr(sag.titel, sag.forum)
    if reader.is_exact:
        raise ValueError("A bilag is made of printed figures; give a reader of a printed scope.")


def _refuse_internal_enheder(reader: Reader) -> None:
    """Refuse the internal edition of all enheder: the settings do not say who decided it."""
    if reader.version.edition is Edition.INTERN and reader.is_of_everything:
        raise ChefforumError(
            "Bilaget viser i den interne udgave enheder fra "
            f"{reader.version.settings.smallest_group} medarbejdere for hele Chefforum. Det "
            "kræver, at indstillingen internal_enheder_decided_by i indstillinger.toml siger, hvem "
            "der har besluttet det, f.eks. internal_enheder_decided_by = "
            '"Direktørforum den 3. februar 2025". Den offentlige udgave kan laves uden.'
        )


def _read_standing(reader: Reader, quarter: Quarter) -> AgendaStanding:
    if quarter not in find_quarters(reader):
        raise NoDataError(f"Der er ingen øvrige nøgletal til opgørelsen for {quarter.label}.")
    return AgendaStanding.read(reader, quarter)


def explain_change(
    reader: Reader, quarter: Quarter, level: Level = Level.KOMMUNE
) -> NodeChangeResult | None:
    """Return what drove a level's changes since the opgørelse before, where there is one."""
    try:
        return read_node_changes(reader, ROLLING, quarter=quarter, level=level, against=quarter - 1)
    except NoDataError:
        return None


def _read_targets(reader: Reader, quarter: Quarter, levels: Iterable[Level]) -> Targets:
    """Return the targets at each level; none where the data have none for the opgørelse."""
    results = {
        level: maaltal.read_if_any(reader, quarter=quarter, level=level)
        for level in levels
        if level in TREE
    }
    return {level: result for level, result in results.items() if result}


def write_formats(bilag: Bilag, formats: Sequence[str]) -> dict[str, bytes]:
    """Return a bilag as files of some formats, by their names."""
    return {f"{bilag.name}.{name}": WRITERS[name](bilag) for name in formats}
