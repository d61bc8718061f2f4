"""Make a bilag of an opgørelse: the same figures as the pages show."""

from collections.abc import Sequence
from pathlib import Path

from bilag import afdelinger, enheder, pdf
from bilag.model import Bilag
from bilag.sag import Sag
from core.errors import ChefforumError, UsageError
from core.organisation import Level
from core.quarter import Quarter
from metrics import rullende
from services.typed import require_no_cpr
from store.figures import Reader

KINDS = ("afdelinger", "enheder")
FORMATS = ("pdf",)


def require_formats(formats: Sequence[str]) -> None:
    """Raise UsageError for a format that cannot be made."""
    wrong = [name for name in formats if name.strip() not in FORMATS]
    if wrong:
        raise UsageError(f"»{wrong[0]}« kan ikke laves. Gyldige formater: {', '.join(FORMATS)}.")


def make(reader: Reader, *, kind: str, quarter: Quarter, sag: Sag) -> Bilag:
    """Return a bilag of a kind. Raises NoDataError where the quarter has no figures."""
    require_no_cpr(sag.titel, sag.forum)
    results = {
        level: rullende.rullende(reader, quarter=quarter, level=level)
        for level in rullende.levels(reader, quarter=quarter)
    }
    if kind == "enheder":
        return enheder.bilag(results, sag)
    series = rullende.udvikling(reader, quarter=quarter, level=Level.KOMMUNE)
    return afdelinger.bilag(results, series, sag)


def write(
    reader: Reader, *, kind: str, quarter: Quarter, folder: Path, sag_file: Path | None
) -> Path:
    """Write a bilag as PDF into a folder, made if it is not there; returns the file."""
    made = make(reader, kind=kind, quarter=quarter, sag=Sag.read(sag_file) if sag_file else Sag())
    content = pdf.to_pdf(made)
    file = folder / f"{made.file_stem}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise ChefforumError(f"Bilaget kunne ikke skrives i {folder}.") from error
    return file
