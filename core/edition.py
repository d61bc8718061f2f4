"""Who a set of figures is for: the municipality itself, or everybody."""

from enum import StrEnum


class Edition(StrEnum):
    """An edition of the figures; the value is the word of the command line."""

    INTERN = "intern"
    OFFENTLIG = "offentlig"

    @property
    def broader_editions(self) -> tuple["Edition", ...]:
        """The editions that show all that this one shows, itself last."""
        return tuple(dict.fromkeys((Edition.INTERN, self)))

    @property
    def label(self) -> str:
        """The edition's name as a footer prints it."""
        return "Intern udgave" if self is Edition.INTERN else "Offentlig udgave"
