"""The table of a case that says what was decided and promised, and how far it is."""

from collections.abc import Sequence

from core import danish
from core.follow_up import FollowUp, FollowUpKind
from core.quarter import Quarter
from phrases.text_tables import TextColumn, TextRow, TextTable

_COLUMNS = (
    TextColumn("hvad", "Hvad", numeric=False, width=3),
    TextColumn("hvornaar", "Besluttet eller lovet", numeric=False, width=1.6),
    TextColumn("ansvarlig", "Ansvarlig", numeric=False, width=1.4),
    TextColumn("frist", "Frist", numeric=False, width=1.2),
    TextColumn("status", "Status", numeric=False, width=2),
)
_WORDS = {FollowUpKind.BESLUTNING: "Besluttet", FollowUpKind.LOEFTE: "Lovet"}


def make_follow_up_table(rows: Sequence[FollowUp], quarter: Quarter) -> TextTable:
    """Make the table for the case of an opgørelse: a row each, as far as it was then."""
    return TextTable(
        "Opfølgning",
        _COLUMNS,
        tuple(
            TextRow(
                (
                    row.tekst,
                    describe_origin(row),
                    row.ansvarlig,
                    danish.format_date_short(row.frist) if row.frist else "",
                    describe_status(row, quarter),
                )
            )
            for row in rows
        ),
    )


def describe_origin(row: FollowUp) -> str:
    """Say where it comes from: "Besluttet i Chefforum 29.01.2025, punkt 3"."""
    where = f" i {row.forum}" if row.forum else ""
    item = f", punkt {row.punkt}" if row.punkt else ""
    return f"{_WORDS[row.slags]}{where} {danish.format_date_short(row.moede)}{item}"


def describe_status(row: FollowUp, quarter: Quarter) -> str:
    """Say how far it is in the case of an opgørelse: open, or answered there."""
    if row.besvaret != quarter:
        return "Åben"
    return f"Besvaret: {row.svar}" if row.svar else "Besvaret i denne sag"
