"""The figures of a bilag as files inside it, in the internal edition only."""

from collections.abc import Mapping, Sequence

from bilag.csv_file import to_csv
from bilag.model import Attachment
from core.edition import Edition
from metrics.result import AnyResult


def list_attachments(results: Mapping[str, Sequence[AnyResult]]) -> tuple[Attachment, ...]:
    """Make the files inside a bilag: a CSV for each name; none in the public edition.

    Their figures are as the results have them: printed, in all that leaves the program.
    """
    return tuple(
        write_attachment(stem, of_file)
        for stem, of_file in results.items()
        if of_file and all(result.edition is Edition.INTERN for result in of_file)
    )


def write_attachment(stem: str, results: Sequence[AnyResult]) -> Attachment:
    """Write the rows of some results to one CSV file, named as the bilag itself."""
    return Attachment(
        file_name=f"{stem}.csv",
        mime="text/csv",
        description="Bilagets tal med periode og nævner",
        content=to_csv(results),
    )
