"""What a file covers beside the day that it was drawn, and beside the months that are stored."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import date, timedelta

from core import danish
from core.month import Month, describe_unfinished_quarter
from core.quarter import Period, Quarter
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Choice
from data_loaders.report import Report
from services.findings import Finding, ask_unless_answered, warn

PRELIMINARY = "foreloebig"
YES = "ja"
_FINAL = "endelig"
_MARKED = "det står i overskrifter, bilag og filnavne, og intet sammenlignes med dem"
_MONTH = "month"


@dataclass(frozen=True)
class _CoveredTime:
    """A quarter, a month or a year that a file covers, in words and with its days."""

    label: str
    period: Period


def find_unsettled_times(
    report: Report, mapping: Mapping, *, today: date, late_days: int
) -> Iterator[Finding]:
    """Ask about a time that was not over when the file was drawn; warn where it just was.

    So is asked about a file that calls its own figures preliminary: its last time is then. `today`
    stands for the day that it was drawn where the file has none, and `late_days` are those in which
    absence is still being registered after the end.
    """
    drawn = min(report.extract_date or today, today)
    times = _list_covered_times(report.periods)
    if unfinished := [time for time in times if time.period.last >= drawn]:
        yield from _ask_preliminary(report, mapping, unfinished[-1], drawn=drawn)
    elif times and report.reservation:
        yield from _ask_final(report, mapping, times[-1])
    recent = drawn - timedelta(days=late_days)
    for time in times:
        if recent <= time.period.last < drawn:
            yield warn(
                "drawn_early",
                f"{_capitalise(time.label)} sluttede {danish.format_date_long(time.period.last)}, "
                f"højst {danish.format_count(late_days, 'dag', 'dage')} før udtrækket den "
                f"{danish.format_date_long(drawn)}: efterregistreringer kan mangle.",
            )


def _ask_preliminary(
    report: Report, mapping: Mapping, time: _CoveredTime, *, drawn: date
) -> tuple[Finding, ...]:
    day = danish.format_date_long(drawn)
    when = f"udtrækket er fra {day}" if report.extract_date == drawn else f"i dag er det {day}"
    ends = f"{_capitalise(time.label)} slutter {danish.format_date_long(time.period.last)}"
    findings = ask_unless_answered(
        mapping,
        (PRELIMINARY, f"Skal {time.label} gemmes som foreløbig?"),
        code="not_over",
        message=(
            f"{ends}, men {when}. Tallene kan kun gemmes som foreløbige: {_MARKED}. Ellers indlæs "
            "filen, når perioden er slut."
        ),
        choices=(Choice(YES, "Gem som foreløbig"),),
    )
    return findings or (warn("preliminary", f"{ends}, og tallene er foreløbige: {_MARKED}."),)


def _ask_final(report: Report, mapping: Mapping, time: _CoveredTime) -> tuple[Finding, ...]:
    says = f"Filen siger »{report.reservation}«"
    findings = ask_unless_answered(
        mapping,
        (PRELIMINARY, f"Skal {time.label} gemmes som foreløbig?"),
        code="says_preliminary",
        message=f"{says}. Svar, om tallene skal gemmes som foreløbige: {_MARKED}.",
        choices=(Choice(YES, "Gem som foreløbig"), Choice(_FINAL, "Tallene er endelige")),
    )
    if findings or mapping.answers[PRELIMINARY] == _FINAL:
        return findings
    return (warn("stated_preliminary", f"{says}, og {time.label} er foreløbig: {_MARKED}."),)


def _capitalise(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _list_covered_times(periods: Iterable[str]) -> list[_CoveredTime]:
    times = []
    for text in sorted(periods):
        if Month.matches(text):
            month = Month.parse(text)
            times.append(_CoveredTime(month.label, month.period))
        elif text.isdigit():
            year = Period(date(int(text), 1, 1), date(int(text), 12, 31))
            times.append(_CoveredTime(f"året {text}", year))
        else:
            quarter = Quarter.parse(text)
            times.append(_CoveredTime(quarter.label, quarter.period))
    return times


def ask_replacing_quarters(
    report: Report, mapping: Mapping, whole_quarters: Iterable[Quarter]
) -> Iterator[Finding]:
    """Ask before a month takes the place of a quarter that is loaded whole."""
    months = [Month.parse(text) for text in report.periods if Month.matches(text)]
    for month in months:
        if month.quarter in whole_quarters:
            yield from ask_unless_answered(
                mapping,
                (_MONTH, f"Skal {month.label} erstatte hele {month.quarter.label}?"),
                code="month_of_whole_quarter",
                message=(
                    f"Filen dækker {month.label}, men {month.quarter.label} er indlæst som helt "
                    "kvartal. Gemmes måneden, har kvartalet ingen tal, før alle tre måneder er "
                    "indlæst."
                ),
                choices=(Choice("erstat", "Erstat kvartalet med måneder"),),
            )
            return


def warn_of_unfinished_quarters(
    quarters: Iterable[Quarter], unfinished: Dict[Quarter, tuple[Month, ...]]
) -> Iterator[Finding]:
    """Warn of the quarters of a file that lack months also when it is stored."""
    for quarter in quarters:
        if quarter in unfinished:
            yield warn(
                "quarter_unfinished", describe_unfinished_quarter(quarter, unfinished[quarter])
            )
