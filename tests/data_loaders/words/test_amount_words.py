"""No rate, plan, part or age is taken for an amount or a number of people, in any language."""

import pytest

from data_loaders.kinds.registry import KINDS
from data_loaders.words.header_names import NUMBER_FIELDS, find_rule, is_other_measure

OTHERS = """
Fraværsdagsværk pr. årsværk|Fraværsdagsværk pr. medarbejder|Fraværsdagsværk pr. fuldtidsstilling
Fraværsdagsværk pr. 100 ansatte|Fraværsdagsværk pr. 1.000 ansatte|Fraværsdagsværk/medarbejder
Fraværsdagsværk/årsværk|Fraværsdagsværk per ansat|Fraværsdagsværk pr. hoved|Fraværsdagsværk i %
Fraværsdagsværk (pct.)|Fraværsdagsværk i procent|Fraværsdagsværk, andel|Fraværsdagsværk gennemsnit
Gns. fraværsdagsværk|Gennemsnitligt fravær|Gennemsnit af fraværsdagsværk|Fraværsdagsværk indeks
Fraværsdagsværk (indeks 100)|Fraværsdagsværk rang|Rang, fraværsdagsværk|Fraværsdagsværk mål
Mål for fraværsdagsværk|Måltal fraværsdagsværk|Fraværsdagsværk forskel|Forskel i fraværsdagsværk
Fraværsdagsværk benchmark|Fraværsdagsværk, landsgennemsnit|Fraværsdagsværk kommunegennemsnit
Fraværsdagsværk ændring|Ændring i fraværsdagsværk|Udvikling i fraværsdagsværk
Fraværsdagsværk sidste år|Fraværsdagsværk forrige kvartal|Fraværsdagsværk ÅTD
Fraværsdagsværk akkumuleret|Fraværsdagsværk budget|Forventede fraværsdagsværk
Fraværsdagsværk prognose|Planlagte fraværsdagsværk|Fraværsdagsværk median
Fraværsdagsværk standardafvigelse|Fraværsdagsværk pr. dag|Fraværsprocent|Sygefraværsprocent
Sygefravær i procent|Sygefravær (%)|Sygefraværsandel|Sygefravær pr. ansat|Sygedage pr. ansat
Sygedage pr. medarbejder|Sygedage i snit|Sygefravær, mål|Sygefravær, måltal|Sygefraværsmål
Mål sygefravær|Sygefravær forskel til mål|Sygefravær afvigelse|Sygefravær rangering
Sygefravær placering|Sygefraværsfrekvens|Sygefraværshyppighed|Fravær i timer|Fraværstimer
Sygedage (kalenderdage)|Antal sygeforløb|Sygefraværstilfælde|Omkostning ved sygefravær
Sygefravær i kroner|Langtidsfravær i %|Langtidsfravær, andel|Korttidsfravær pr. medarbejder
Korttidsandel|Langtidsandel|Langtidsfriske|Korttid mål|Langtid forskel|Langtid, gns. pr. ansat
Korttidsfravær indeks|Medarbejderdage|Fuldtidsdage|Medarbejdere over 60 år|Medarbejdere under 30
Medarbejdere i %|Medarbejdere pr. leder|Medarbejderes gennemsnitsalder|Medarbejderalder
Medarbejderanciennitet|Medarbejderomsætning|Medarbejdertilfredshed|Nyansatte medarbejdere
Tiltrådte medarbejdere|Fratrådte medarbejdere|Kvindelige medarbejdere|Medarbejdere, mænd
Andel medarbejdere med fravær|Medarbejdere uden sygefravær|Medarbejdere med fravær
Medarbejdere ændring|Medarbejdere mål|Medarbejdere budget|Medarbejdere prognose
Planlagte medarbejdere|Ansatte pr. 1.000 borgere|Ansatte over 55 år|Ansattes alder
Ansatte indeks|Ledige stillinger|Vakante stillinger|Ubesatte stillinger|Stillinger budget
Årsværk budget|Budgetterede årsværk|Årsværk mål|Årsværk i pct.|Årsværk forskel|Årsværk ændring
Årsværk pr. 1.000 borgere|Årsværkspris|Årsværk, planlagt|Forventede fuldtidsstillinger
Fuldtidsstillinger afvigelse|Fuldtidsandel|Fuldtidsgrad|Heltidsandel|Arbejdsdage|Mulige arbejdsdage
Mulige dagsværk|Planlagte dagsværk|Dagsværk mål|Dagsværk forskel|Dagsværk rang
Dagsværk pr. fuldtidsansat|Normtimer|Timer planlagt|Planlagte timer|Præsterede timer
Working Days Lost per Staff Year|Working days lost per FTE|Working days lost per employee
Working days lost %|Working days lost target|Working days lost variance|Average working days lost
Working days lost rank|Working days lost index|Working days lost benchmark|Working days available
Possible working days|Scheduled working days|Sickness absence rate|Sickness absence percentage
Sickness absence per employee|Sickness absence target|Sickness absence change|Absence rate
Absence days per FTE|Absence days per head|Absence days average|Absence days previous year
Absence days YTD|Absence frequency|Absence spells|Absence cost|Sick days per employee
Sick days per capita|Short-term absence rate|Long-term absence share|Long-term target
Employees over 60|Employees aged 60+|Employee turnover|Employee satisfaction|Employee days
Employees with absence|Average age of employees|Female employees|New employees|Employees per manager
Employees % change|Headcount target|Headcount budget|Headcount variance|Headcount plan
Planned headcount|FTE budget|FTE target|FTE %|Budgeted FTEs|FTE variance|FTE days|Vacant FTE
Sjukfrånvaro i procent|Sjukfrånvarodagar per anställd|Sjukdagar per årsarbetare|Sjukfrånvaro mål
Sjukfrånvaro andel|Genomsnittlig sjukfrånvaro|Antal anställda över 60 år|Anställda i procent
Medarbetare medelålder|Medarbetarindex|Årsarbetare budget|Personalomsättning|Sjuktal
Sykefravær i prosent|Sykefraværsprosent|Sykefravær per ansatt|Sykedager per årsverk
Sykefravær mål|Sykefravær endring|Gjennomsnittlig sykefravær|Ansatte over 60 år
Andel ansatte|Ansatte gjennomsnittsalder|Ansatte endring|Årsverk budsjett|Gjennomtrekk
Krankheitstage pro Mitarbeiter|Krankheitstage je Mitarbeiter|Krankenstand in Prozent
Krankenquote|Fehlzeitenquote|Fehltage pro Vollzeitstelle|Fehltage Durchschnitt|Fehltage Ziel
Fehltage Abweichung|Mitarbeiter über 60 Jahre|Mitarbeiter Durchschnittsalter|Mitarbeiter Ziel
Mitarbeiterfluktuation|Mitarbeiterzufriedenheit|Vollzeitstellen Plan|Sollstellen|Arbeitstage
"""
# A spell's hours and days are its amount.
OF_SPELLS = ("Fraværstimer", "Fravær i timer", "Arbejdsdage")
REAL = {
    "dagsvaerk": """
        Fraværsdagsværk|Fraværsdagsværk i alt|Antal fraværsdagsværk|Sum af Fraværsdagsværk|Dagsværk
        Antal dagsværk|Sygefraværsdagsværk|Sygefravær (dagsværk)|Sygefravær i dagsværk|Fravær i alt
        Fravær i dagsværk – sygdom|Sygedage|Antal sygedage|Sygefravær|Fravær|Dagsværk 2024K4
        Fraværsdagsværk (rullende 12 mdr.)|Sickness absence days|Working days lost|Dagsv. sygdom
        Fraværsdagsværk okt. 2024|Dagsværk, egen sygdom|Samlet fravær""",
    "korttid": """
        Korttid|Kort|Heraf kort|Korttidsfravær|Kort fravær|Dagsværk, kort|Kortvarigt ≤ 30 dage
        Short-term absence|Korttidsfravær (1-14 dage)|Korttidsfravær t.o.m. 30 dage""",
    "langtid": """
        Langtid|Lang|Heraf lang|Langtidsfravær|Dagsværk (lang)|Langtid (> 30 dg.)
        Long-term sick days|Langtidsfravær (over 30 dage)|Langtidsfravær 28+ dg""",
    "medarbejdere": """
        Medarbejdere|Medarb.|Antal medarbejdere|Gns. antal medarbejdere|Medarbejdere (gns.)|Ansatte
        Antal ansatte|Gennemsnitligt antal ansatte|Hoveder|Headcount|Avg. employees|Personer
        Ansatte pr. 1. marts|Medarbejdere pr. 31.12.2024|Ansatte ultimo|Sum af Medarbejdere
        Antal medarbejdere i kvartalet|Medarbejderantal|Ansatte okt. 2024|Beskæftigede""",
    "fuldtidsstillinger": """
        Fuldtidsstillinger|Antal fuldtidsstillinger|Fuldtidsstill.|Årsværk|Årsværk (gns.)|FTE
        Gns. antal årsværk|Fuldtidsansatte|Antal stillinger|FTEs|Average FTE
        Beskæftigelsesdecimaler|Helårsstillinger|Årsværk 2024K4""",
}


def split(headers: str) -> list[str]:
    return [
        header.strip()
        for line in headers.split("\n")
        for header in line.split("|")
        if header.strip()
    ]


@pytest.mark.parametrize("header", split(OTHERS))
def test_another_measure_is_no_figure_of_any_kind(header: str) -> None:
    rule = find_rule(header)
    assert rule is None or rule.field not in NUMBER_FIELDS
    for kind in KINDS.values():
        counted = {field.name for field in kind.declaration.fields if field.counted}
        name = kind.declaration.find_field_name(header)
        assert name not in counted or header in OF_SPELLS


def test_the_battery_is_large() -> None:
    assert len(split(OTHERS)) >= 150


@pytest.mark.parametrize(
    ("header", "field"), [(header, field) for field, text in REAL.items() for header in split(text)]
)
def test_a_figure_s_header_is_known_for_it(header: str, field: str) -> None:
    rule = find_rule(header)
    if rule is None:  # figures of rolling twelve months are told apart by another function
        rule = find_rule(header.replace("(rullende 12 mdr.)", ""))
    assert rule is not None
    assert rule.field == field
    assert not is_other_measure(header)
