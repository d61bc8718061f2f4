"""Who a set of figures is for: the municipality itself, or everybody."""

from enum import StrEnum


class Edition(StrEnum):
    """An edition of the figures; the value is the word of the command line."""

    INTERN = "intern"
    OFFENTLIG = "offentlig"

    @property
    def within(self) -> tuple["Edition", ...]:
        """The editions that hide nothing which this one shows, itself last."""
        return tuple(dict.fromkeys((Edition.INTERN, self)))

    @property
    def label(self) -> str:
        """As a footer prints it."""
        return "Intern udgave" if self is Edition.INTERN else "Offentlig udgave"
