"""The figures of a bilag as a file inside it."""

from collections.abc import Sequence

from bilag.csv_file import to_csv
from bilag.model import Attachment
from metrics.result import AnyResult


def write_attachment(stem: str, results: Sequence[AnyResult]) -> Attachment:
    """Write the rows of some results to one CSV file, named as the bilag itself."""
    return Attachment(
        file_name=f"{stem}.csv",
        mime="text/csv",
        description="Bilagets tal, uafrundede, med periode og nævner",
        content=to_csv(results),
    )
