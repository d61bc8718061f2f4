"""What is kept only so many years: the kinds of data that the municipality sets years for."""

from datetime import date
from enum import StrEnum


class RetainedKind(StrEnum):
    """A kind of data with years of its own; the value is the word in the file of settings."""

    SYGEFRAVAER = "sygefravaer"
    PERSONER = "personer"
    MAALTAL = "maaltal"
    OPGOERELSER = "opgoerelser"
    SAGER = "sager"
    ERSTATTEDE = "erstattede"
    ADGANGSLOG = "adgangslog"

    @property
    def label(self) -> str:
        """What a user reads of it, in the plural."""
        return {
            RetainedKind.SYGEFRAVAER: "udtræk af sygefravær, fraværsforløb og bemanding",
            RetainedKind.PERSONER: "personlister",
            RetainedKind.MAALTAL: "måltal",
            RetainedKind.OPGOERELSER: "tal i opgørelser",
            RetainedKind.SAGER: "sager, som de er skrevet her",
            RetainedKind.ERSTATTEDE: "indlæsninger, der er erstattet eller fortrudt",
            RetainedKind.ADGANGSLOG: "linjer i adgangsloggen",
        }[self]


def find_last_kept_day(today: date, years: int) -> date:
    """Return the day that is so many years ago: what ended before it is kept no longer."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)
