import pytest

from charts.palette import DARK, LIGHT, Palette, choose_palette

GROUNDS = pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["ink", "muted", "langtid", "accent", "maaltal"])
@GROUNDS
def test_text_is_readable(inks: Palette, name: str) -> None:
    assert contrast(getattr(inks, name), inks.ground) >= 4.5


@pytest.mark.parametrize("name", ["korttid", "comparison", "langtid"])
@GROUNDS
def test_marks_stand_out(inks: Palette, name: str) -> None:
    assert contrast(getattr(inks, name), inks.ground) >= 3


def test_the_contrasts_are_those_that_were_decided() -> None:
    names = ("ink", "muted", "langtid", "korttid", "accent")
    assert [contrast(getattr(LIGHT, name), "#FFFFFF") for name in names] == pytest.approx(
        [15.7, 6.0, 9.5, 3.1, 4.9], abs=0.1
    )


def test_each_ground_has_its_inks() -> None:
    assert choose_palette(dark=True) is DARK
    assert choose_palette(dark=False) is LIGHT
