"""Make a whole case of an opgørelse: its draft, and every bilag in every format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bilag import afdelinger, word
from bilag.archive import write_zip
from bilag.case import AuthorsPart, Case, CaseFigures, list_lacking, write_case
from bilag.forums import find_forum
from bilag.model import Bilag
from bilag.sag import Sag
from core.cpr import require_no_cpr
from core.edition import Edition
from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from metrics import maaltal, rullende
from services import bilag as bilag_service
from services import follow_ups as follow_up_service
from services.chosen_parts import ChosenPart
from services.kept_cases import CHOSEN_ANNEX, USUAL_ANNEXES, KeptCase
from store.database import Store
from store.figures import Reader

Readers = Mapping[Edition, Reader]  # of the public edition, and of the internal where it is made


@dataclass(frozen=True)
class CaseOrder:
    """Which case is to be made: of which opgørelse, and for which meeting.

    `authors` is what its author has written; `decided_by` is as in `services.bilag.make`,
    `annexes` are the kinds of the bilag that go with it, and `chosen` the parts of the one that has
    chosen figures.
    """

    quarter: Quarter
    sag: Sag
    decided_by: str = ""
    authors: AuthorsPart = field(default_factory=AuthorsPart)
    annexes: tuple[str, ...] = USUAL_ANNEXES
    chosen: tuple[ChosenPart, ...] = ()


def order_case(store: Store, kept: KeptCase, *, decided_by: str) -> CaseOrder:
    """Return the order of a kept case, with what is to be followed up in it."""
    follow_ups = follow_up_service.list_for_case(
        follow_up_service.read_all(store), kept.quarter, before=kept.sag.moededato
    )
    authors = AuthorsPart(kept.texts, follow_ups)
    return CaseOrder(kept.quarter, kept.sag, decided_by, authors, kept.annexes, kept.chosen)


def make_case(reader: Reader, order: CaseOrder, *, annexes: Sequence[Bilag] = ()) -> Case:
    """Return the draft of a case, with figures as the reader has them.

    Raises NoDataError where the quarter has no figures.
    """
    quarter, sag = order.quarter, order.sag
    require_no_cpr(sag.titel, sag.forum)
    series = rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE)
    figures = _read_figures(reader, quarter)
    figur_1 = afdelinger.draw_figur_1(series, figures.maaltal)
    return write_case(
        figures,
        sag,
        figur_1=figur_1,
        marks=afdelinger.explain_marks(series) if figur_1 else (),
        annexes=[annex.final_name for annex in annexes],
        authors=order.authors,
    )


def _read_figures(reader: Reader, quarter: Quarter) -> CaseFigures:
    return CaseFigures(
        kommune=rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE),
        parts=rullende.read_parts(reader, quarter=quarter),
        langtidsfriske=bilag_service.read_langtidsfriske_if_any(reader, quarter, Level.KOMMUNE),
        maaltal=maaltal.read_if_any(reader, quarter=quarter, level=Level.KOMMUNE),
        changes=bilag_service.explain_change(reader, quarter),
        deadlines=_list_deadlines(reader, quarter),
    )


def find_lacking_headings(reader: Reader, quarter: Quarter) -> list[str]:
    """Find the headings of an opgørelse's case that the data have nothing for."""
    return list_lacking(
        bilag_service.read_langtidsfriske_if_any(reader, quarter, Level.KOMMUNE),
        maaltal.read_if_any(reader, quarter=quarter, level=Level.KOMMUNE),
    )


def _list_deadlines(reader: Reader, quarter: Quarter) -> tuple[date, ...]:
    """List the days by which the enheder hand in the targets of an opgørelse."""
    targets = maaltal.read_if_any(reader, quarter=quarter, level=Level.ENHED)
    rows = targets.rows if targets else ()
    return tuple(sorted({row.deadline for row in rows if row.deadline}))


def make_annexes(reader: Reader, order: CaseOrder) -> list[Bilag]:
    """Return the bilag of a case, as far down as its forum is shown figures.

    One that the data have nothing for is left out. Raises as `services.bilag.make`.
    """
    forum = find_forum(order.sag.forum)
    chosen = tuple(part for part in order.chosen if forum.is_shown(part.lowest_level))
    order = replace(order, chosen=chosen)
    shown = [kind for kind in order.annexes if forum.is_shown(_find_lowest_level(kind))]
    made = (_make_if_any(reader, order, kind) for kind in shown)
    return [annex for annex in made if annex]


def _find_lowest_level(kind: str) -> Level:
    if kind == CHOSEN_ANNEX:  # its parts are judged each for itself
        return Level.KOMMUNE
    return Level.ENHED if kind in {"enheder", "forklaring"} else Level.AFDELING


def make_annex(reader: Reader, order: CaseOrder, kind: str) -> Bilag:
    """Return one bilag of a case; raises as `services.bilag.make`."""
    return bilag_service.make(
        reader,
        kind=kind,
        quarter=order.quarter,
        sag=order.sag,
        decided_by=order.decided_by,
        chosen=order.chosen,
    )


def _make_if_any(reader: Reader, order: CaseOrder, kind: str) -> Bilag | None:
    try:
        return make_annex(reader, order, kind)
    except NoDataError:
        return None


def make_draft(readers: Readers, order: CaseOrder) -> bytes:
    """Return the draft of a case in Word, with the names of its bilag."""
    _, draft = _make_draft(readers, order)
    return word.to_docx(draft)


def make_files(
    readers: Readers, order: CaseOrder, *, formats: Sequence[str] = tuple(bilag_service.WRITERS)
) -> dict[str, bytes]:
    """Return all files of a case by their names: its draft, and each bilag in some formats.

    The bilag of each edition that there is a reader of lie in a folder of its name. The draft has
    the figures of the public edition.
    """
    annexes, draft = _make_draft(readers, order)
    files = {f"{draft.file_stem}.docx": word.to_docx(draft)}
    for edition, of_edition in annexes.items():
        for annex in of_edition:
            written = bilag_service.write_formats(annex, formats)
            files |= {f"{edition.value}/{name}": content for name, content in written.items()}
    return files


def make_zip(readers: Readers, order: CaseOrder) -> bytes:
    """Return all files of a case in one zip."""
    return write_zip(make_files(readers, order))


def make_sheets_zip(readers: Readers, order: CaseOrder, *, level: Level) -> bytes:
    """Return the sheets of all nodes of a level as PDF in one zip, in the public edition."""
    reader = readers[Edition.OFFENTLIG]
    sheets = bilag_service.make_sheets(reader, level, order.quarter, order.sag)
    files = (bilag_service.write_formats(sheet, ["pdf"]) for sheet in sheets)
    return write_zip({name: content for written in files for name, content in written.items()})


def _make_draft(readers: Readers, order: CaseOrder) -> tuple[dict[Edition, list[Bilag]], Case]:
    """Return the bilag of each edition, and the draft that lists them all."""
    annexes = {edition: make_annexes(reader, order) for edition, reader in readers.items()}
    listed = [annex for of_edition in annexes.values() for annex in of_edition]
    return annexes, make_case(readers[Edition.OFFENTLIG], order, annexes=listed)
