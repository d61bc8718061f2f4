"""The sample's organisation: published områder and afdelinger, invented units.

Sorted by number, the units stand in the organisation's own order.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.quarter import Quarter


@dataclass(frozen=True)
class Afdeling:
    """An afdeling, its område and its number of medarbejdere, the same in every quarter."""

    name: str
    omraade: str
    medarbejdere: int


OEKONOMI = Afdeling("Økonomi & Stab", "Økonomi & Stab", 200)
BORGER = Afdeling(
    "Borger, Arbejdsmarked & Erhverv", "By, Kultur, Miljø & Beskæftigelse", 260
)  # fmt: skip
MILJOE = Afdeling("Miljø & Teknik", "By, Kultur, Miljø & Beskæftigelse", 200)
KULTUR = Afdeling("Kultur, Fritid & Ejendomme", "By, Kultur, Miljø & Beskæftigelse", 240)
SKOLE = Afdeling("Dagtilbud & Skole", "Børn, Sundhed & Velfærd", 1500)
FAMILIE = Afdeling("Børn & Familie", "Børn, Sundhed & Velfærd", 450)
AELDRE = Afdeling("Ældre, Sundhed & Social", "Børn, Sundhed & Velfærd", 1150)
AFDELINGER = (OEKONOMI, BORGER, MILJOE, KULTUR, SKOLE, FAMILIE, AELDRE)


@dataclass(frozen=True)
class Enhed:
    """A unit with its usual number of medarbejdere, of which each quarter's are made.

    It lives from `opened` to `closed`, both included; None is before and after the sample.
    Until `moved` it belonged to `came_from`.
    """

    number: str
    name: str
    afdeling: Afdeling
    size: int
    opened: date | None = None
    closed: date | None = None
    came_from: Afdeling | None = None
    moved: date | None = None

    def find_afdeling(self, quarter: Quarter) -> Afdeling:
        """Return the afdeling that the unit belongs to at the end of a quarter."""
        if self.came_from and self.moved and quarter.period.last < self.moved:
            return self.came_from
        return self.afdeling

    def compute_presence(self, quarter: Quarter) -> Decimal:
        """Return the part of a quarter's days, 0–1, in which the unit exists."""
        first = max(quarter.period.first, self.opened or quarter.period.first)
        last = min(quarter.period.last, self.closed or quarter.period.last)
        days = quarter.period.last - quarter.period.first + timedelta(days=1)
        return Decimal(max((last - first).days + 1, 0)) / days.days


_UNITS: dict[Afdeling, tuple[tuple[str, str, int], ...]] = {
    OEKONOMI: (
        ("0101", "Direktionen", 4),
        ("0110", "Økonomi & Budget", 41),
        ("0120", "HR & Personalejura", 29),
        ("0130", "Løn & Personale", 24),
        ("0140", "Digitalisering & It", 48),
        ("0150", "Sekretariat & Jura", 32),
        ("0160", "Kommunikation", 12),
        ("0170", "Indkøb & Udbud", 10),
    ),
    BORGER: (
        ("1101", "Borgerservice", 44),
        ("1110", "Jobcenter – Unge", 46),
        ("1120", "Jobcenter – Job & Uddannelse", 48),
        ("1130", "Jobcenter – Sygedagpenge", 38),
        ("1140", "Ydelsescentret", 43),
        ("1150", "Integration & Sprog", 22),
        ("1160", "Virksomhedsservice", 19),
    ),
    MILJOE: (
        ("1201", "Materielgården", 59),
        ("1210", "Park & Natur", 35),
        ("1220", "Genbrugspladsen Nord", 18),
        ("1230", "Byg & Plan", 31),
        ("1240", "Vej & Trafik", 25),
        ("1250", "Miljø & Klima", 29),
        ("1260", "Kort & Geodata", 3),
    ),
    KULTUR: (
        ("1301", "Hovedbiblioteket", 36),
        ("1310", "Musikskolen Klangen", 32),
        ("1320", "Svømmehallen Bølgen", 23),
        ("1330", "Idrætscenter Syd", 27),
        ("1340", "Kulturhuset Remisen", 14),
        ("1350", "Billedværkstedet", 2),
        ("1360", "Ejendomsdrift", 39),
        ("1370", "Rengøring", 44),
        ("1380", "Rådhuskantinen", 15),
        ("1390", "Fritid & Foreninger", 10),
    ),
    SKOLE: (
        ("2101", "Ravnebjergskolen", 128),
        ("2102", "Kildebroskolen", 117),
        ("2103", "Mosehøjskolen", 104),
        ("2104", "Vindekærskolen", 131),
        ("2105", "Engblommeskolen", 96),
        ("2106", "Bakkedalskolen", 109),
        ("2107", "Specialskolen Fyrtårnet", 88),
        ("2108", "10. klasse-centret", 21),
        ("2121", "Fritidshjemmet Regnbuen", 24),
        ("2122", "Klub Nordlys", 21),
        ("2124", "Ungdomsskolen", 26),
        ("2201", "Børnehuset Solsikken", 31),
        ("2202", "Børnehuset Mariehønen", 27),
        ("2203", "Børnehuset Snurretoppen", 34),
        ("2204", "Børnehuset Pilekvisten", 24),
        ("2205", "Børnehuset Tusindben", 29),
        ("2206", "Børnehuset Regndråben", 38),
        ("2207", "Børnehuset Humlebien", 26),
        ("2208", "Børnehuset Valmuen", 22),
        ("2209", "Børnehuset Egernet", 33),
        ("2210", "Børnehuset Månestrålen", 19),
        ("2211", "Børnehuset Kongledalen", 36),
        ("2212", "Børnehuset Fuglereden", 28),
        ("2213", "Børnehuset Svalen", 25),
        ("2214", "Børnehuset Ællingen", 17),
        ("2215", "Børnehuset Trægården", 30),
        ("2216", "Børnehuset Stjerneskuddet", 35),
        ("2217", "Børnehuset Blåmejsen", 23),
        ("2218", "Børnehuset Havtornen", 41),
        ("2219", "Børnehuset Skovsneglen", 27),
        ("2240", "Dagplejen", 44),
        ("2290", "Pædagogisk Psykologisk Rådgivning", 18),
    ),
    FAMILIE: (
        ("2401", "Familierådgivningen", 52),
        ("2405", "Familiehuset", 44),
        ("2410", "Handicap – Børn & Unge", 33),
        ("2415", "Sundhedsplejen", 27),
        ("2420", "Tandplejen", 49),
        ("2425", "Ungerådgivningen", 31),
        ("2430", "Døgninstitutionen Lyngholm", 58),
        ("2435", "Aflastningshjemmet Bøgely", 46),
        ("2440", "Plejefamilieteamet", 24),
        ("2445", "Kontaktpersonteamet", 38),
        ("2450", "Sprog & Læring", 28),
        ("2455", "Opsøgende Gadeteam", 4),
    ),
    AELDRE: (
        ("2501", "Plejecentret Kærhaven", 142),
        ("2502", "Plejecentret Engsvinget", 118),
        ("2503", "Plejecentret Stenhøj", 96),
        ("2504", "Plejecentret Lindealléen", 84),
        ("2510", "Hjemmeplejen Nord", 82),
        ("2511", "Hjemmeplejen Syd", 76),
        ("2512", "Hjemmeplejen Øst", 71),
        ("2513", "Hjemmeplejen Vest", 64),
        ("2514", "Hjemmeplejen Aften & Nat", 58),
        ("2520", "Sygeplejen", 66),
        ("2525", "Træning & Rehabilitering", 48),
        ("2530", "Hjælpemidler & Visitation", 34),
        ("2535", "Madservice", 21),
        ("2540", "Aktivitetscentret Birkebo", 19),
        ("2550", "Botilbuddet Skovlunden", 54),
        ("2551", "Botilbuddet Åhusene", 47),
        ("2552", "Bostøtteteamet", 36),
        ("2555", "Værkstedet Hjulet", 24),
        ("2560", "Rusmiddelcentret", 17),
        ("2565", "Forebyggelse & Sundhed", 16),
        ("2570", "Demensteamet", 6),
    ),
}
# Skovsneglen is new, Madservice was taken back from a supplier; Ællingen was closed and
# Rådhuskantinen was handed to a supplier.
_OPENED = {"2219": date(2023, 10, 1), "2535": date(2024, 2, 1)}
_CLOSED = {"2214": date(2023, 8, 31), "1380": date(2024, 5, 31)}
# The move lies before the windows of the published figures by afdeling: they hold in the
# organisation of today and in that of then.
_MOVED = {"2290": (FAMILIE, date(2023, 7, 1))}


def _make_enhed(afdeling: Afdeling, number: str, name: str, size: int) -> Enhed:
    """Make a unit with the dates on which it opens, closes or moves, where it does."""
    came_from, moved = _MOVED.get(number, (None, None))
    opened, closed = _OPENED.get(number), _CLOSED.get(number)
    return Enhed(number, name, afdeling, size, opened, closed, came_from, moved)


ENHEDER = tuple(
    _make_enhed(afdeling, *unit) for afdeling, units in _UNITS.items() for unit in units
)  # fmt: skip
