"""The figures of a bilag as a file inside it."""

from collections.abc import Sequence

from bilag.model import Attachment
from metrics.export import to_csv
from metrics.result import KpiResult


def attachment(stem: str, results: Sequence[KpiResult]) -> Attachment:
    """Write the rows of some results to one CSV file, named as the bilag itself."""
    return Attachment(
        file_name=f"{stem}.csv",
        mime="text/csv",
        description="Bilagets tal, uafrundede, med periode og nævner",
        content=to_csv(results),
    )
