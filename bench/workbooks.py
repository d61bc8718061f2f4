"""Large workbooks of invented people, written quickly and always alike."""

import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

Cell = str | int | float | date
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = date(1899, 12, 30)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATION = f'<Relationship Id="%s" Type="{_DOCUMENT}/%s" Target="%s"/>'
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.spreadsheetml.{kind}+xml"/>'
            for name, kind in (
                ("workbook", "sheet.main"),
                ("worksheets/sheet1", "worksheet"),
                ("styles", "styles"),
                ("sharedStrings", "sharedStrings"),
            )
        )
        + "</Types>"
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        + _RELATION % ("rId1", "officeDocument", "xl/workbook.xml")
        + "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
        '<sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        + _RELATION % ("rId1", "worksheet", "worksheets/sheet1.xml")
        + _RELATION % ("rId2", "styles", "styles.xml")
        + _RELATION % ("rId3", "sharedStrings", "sharedStrings.xml")
        + "</Relationships>"
    ),
    "xl/styles.xml": (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1">'
        '<fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ),
}


def write(path: Path, rows: Iterator[list[Cell]]) -> None:
    """Write a workbook of one sheet as Excel does: shared texts, dates as styled numbers."""
    texts: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in _PARTS.items():
            archive.writestr(name, xml)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for number, row in enumerate(rows, 1):
                cells = (_write_cell(f"{chr(65 + i)}{number}", v, texts) for i, v in enumerate(row))
                part.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
            part.write(b"</sheetData></worksheet>")
        shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
        archive.writestr("xl/sharedStrings.xml", f'{_XML}<sst xmlns="{_MAIN}">{shared}</sst>')


def _write_cell(address: str, value: Cell, texts: dict[str, int]) -> str:
    if isinstance(value, str):
        return f'<c r="{address}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
    if isinstance(value, date):
        return f'<c r="{address}" s="1"><v>{(value - _EPOCH).days}</v></c>'
    return f'<c r="{address}"><v>{value}</v></c>'


def make_spells(rows: int) -> Iterator[list[Cell]]:
    """Yield spells of absence in 2024, some begun before it: the header, then so many rows."""
    chance = random.Random(1)  # noqa: S311 - invented, not secret
    yield ["Medarb.nr.", "Enhedsnr.", "Enhed", "Afdeling", "Fra", "Til", "Timer", "Årsag"]
    for _ in range(rows):
        first = date(2023, 12, 20) + timedelta(chance.randrange(372))
        last = first + timedelta(min(int(chance.expovariate(0.1)), 250))
        days = [first + timedelta(i) for i in range((last - first).days + 1)]
        hours = round(7.4 * sum(day.weekday() < 5 for day in days), 1)
        person = chance.randrange(max(rows // 12, 1))
        yield [100_000 + person, *_make_unit(person), first, last, hours, "Sygdom"]


def make_people(rows: int) -> Iterator[list[Cell]]:
    """Yield a list of people in two years: the header, then so many rows."""
    chance = random.Random(1)  # noqa: S311 - invented, not secret
    header = ["Medarb.nr.", "Enhedsnr.", "Enhed", "Afdeling", "År", "Fraværsdagsværk", "Ansat fra"]
    yield list(header)
    for year in (2023, 2024):
        for person in range(rows // 2):
            days = 0 if chance.random() < 0.3 else round(chance.expovariate(0.1), 2)
            since = date(2000, 1, 1) + timedelta(person % 8000)
            yield [100_000 + person, *_make_unit(person), year, days, since]


KINDS: dict[str, Callable[[int], Iterator[list[Cell]]]] = {
    "fravaer": make_spells,
    "personer": make_people,
}


def _make_unit(person: int) -> list[str]:
    """Return the number, the name and the afdeling of a person's unit."""
    unit = person * 7919 % 300
    return [f"{1000 + unit}", f"Enhed {unit}", f"Afdeling {unit % 8}"]
