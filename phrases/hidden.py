"""Why a figure is not shown, in one sentence that does not tell what it would have said."""

from core.danish import ERASED, HIDDEN
from core.nodes import Level, is_erased_unit
from metrics.forloeb import ForloebRow
from metrics.result import AnyResult
from metrics.rows import AgendaRow, LangtidsfriskeRow, Row, SickLeaveRow

_IN_OPUS = "Dine egne medarbejderes fravær ser du i OPUS."
_OF_FEW_PEOPLE = (
    "Vises ikke: tallet er om så få, at det kunne pege på nogen af dem, eller et sådant tal kunne "
    "regnes ud af det."
)
_ERASED = "Enhedens tal er slettet; de indgår stadig i summerne, som de blev udsendt."
_OF_ERASED = "et tal, der er slettet, kunne regnes ud af det."
_GROUPS = {Level.ENHED, Level.PERSONALEGRUPPE, Level.GRUPPE}


def describe_masked_cell(result: AnyResult, row: Row) -> str:
    """Write what stands in a masked cell: "vises ikke (færre end 5 medarbejdere)"."""
    if is_erased_unit(row.key):
        return ERASED
    if _is_beside_erased(result, row) or isinstance(row, ForloebRow):  # it has other limits
        return HIDDEN
    return f"{HIDDEN} ({describe_limit(result, row)})"


def describe_limit(result: AnyResult, row: Row) -> str:
    """Write below how many a row is hidden: "færre end 5 medarbejdere", in the own line or not."""
    limit = result.own_line.find_smallest_group(row, result.settings)
    return f"færre end {limit} medarbejdere"


def describe_limits(result: AnyResult) -> str:
    """Write below how many figures are hidden, in the own line and beyond where they differ."""
    settings, own_line = result.settings, result.own_line
    limits = f"færre end {result.smallest_group} medarbejdere"
    if own_line.is_of_everything:
        return limits
    return f"{limits} (uden for eget ansvarsområde {settings.smallest_group_public})"


def explain_hidden(result: AnyResult, row: Row) -> str:
    """Say why a row or how its days split is not shown; "" where all of it is.

    Whether an enhed is too small itself, or hidden beside one that is, only its own leaders read.
    """
    if isinstance(row, SickLeaveRow) and result.hides_split(row):
        return _explain_hidden_split(result, row)
    if not row.masked:
        return ""
    if is_erased_unit(row.key) or _is_beside_erased(result, row):
        return _explain_erased(result, row)
    if isinstance(row, AgendaRow | ForloebRow | LangtidsfriskeRow):
        return _OF_FEW_PEOPLE
    if row.key.partition(":")[0] not in _GROUPS:
        return explain_hidden_total(result, row)
    own_line = result.own_line
    sentence = (
        f"Vises ikke: {describe_limit(result, row)}, eller et tal, som en så lille gruppes kunne "
        "regnes ud af."
    )
    if row.key in own_line.small_enheder:
        sentence = f"Enheden har {describe_limit(result, row)} og vises ikke her."
    is_own = row.key in own_line.keys | own_line.small_enheder
    return f"{sentence} {_IN_OPUS}" if is_own and not own_line.is_of_everything else sentence


def _is_beside_erased(result: AnyResult, row: Row) -> bool:
    """Whether what an erased enhed had could be had from a row, or from an enhed's beside it.

    In what was sent the erased enhed has a row; in a draft it has none, and its sums are hidden.
    """
    if row.key in result.own_line.small_enheder:
        return False
    return result.own_line.is_beside_erased(row) or (
        row.key.startswith(Level.ENHED.value)
        and any(is_erased_unit(other.key) and other.parent == row.parent for other in result.rows)
    )


def _explain_erased(result: AnyResult, row: Row) -> str:
    """Say why an erased enhed's row, or one beside it, is not shown.

    Whether an enhed beside it is too small itself is not told.
    """
    if is_erased_unit(row.key):
        return _ERASED
    if row.key.startswith(Level.ENHED.value):
        return f"Vises ikke: {describe_limit(result, row)}, eller {_OF_ERASED}"
    return f"Vises ikke: {_OF_ERASED}"


def list_reasons(result: AnyResult) -> list[str]:
    """List why rows of a result are not shown, each sentence once; one's own enhed by its name."""
    masked = [row for row in result.rows if row.masked]
    sentences = [
        f"{row.name}: {text[0].lower()}{text[1:]}"
        if row.key in result.own_line.small_enheder
        else text
        for row in masked
        if (text := explain_hidden(result, row))
    ]
    return list(dict.fromkeys(sentences))


def explain_hidden_total(result: AnyResult, row: Row) -> str:
    """Say why the figure of many people is not shown: what it would reveal beside the others."""
    if _is_beside_erased(result, row):
        return _explain_erased(result, row)
    compared_figures = "de tal, der vises,"
    if not result.settings.closed_units:
        compared_figures = "tallet med nedlagte og overdragne arbejdspladser"
    return (
        f"Vises ikke: sammenholdt med {compared_figures} kunne det røbe enheder med "
        f"{describe_limit(result, row)}."
    )


def _explain_hidden_split(result: AnyResult, row: SickLeaveRow) -> str:
    """Say why short and long are not shown in the own line; the public edition never has them."""
    if not result.own_line.holds(row):
        return ""
    return (
        f"Kort- og langtidsfravær vises ikke: færre end {result.settings.smallest_group_public} "
        "medarbejdere, eller et tal, som en så lille gruppes kunne regnes ud af."
    )
