import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from core.errors import UsageError
from core.moment import parse_moment
from core.settings import Denominator, Settings


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert Settings.read(tmp_path / "indstillinger.toml") == Settings()


def test_a_file_changes_what_it_names_and_the_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "indstillinger.toml"
    file.write_text('denominator = "fuldtidsstillinger"\nsmallest_group = 8\n', "utf-8")
    settings = Settings.read(file)
    assert (settings.denominator, settings.smallest_group) == (Denominator.FULDTIDSSTILLINGER, 8)
    assert settings.municipality == Settings().municipality
    assert settings.fingerprint != Settings().fingerprint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("smalest_group = 5", "Mente du »smallest_group«"),
        ('smallest_group = "fem"', "skal være et helt tal"),
        ("smallest_group = -1", "skal være et helt tal"),
        ("smallest_group = true", "skal være et helt tal"),
        ('denominator = "hoveder"', "gyldige er medarbejdere og fuldtidsstillinger"),
        ("municipality = 7", "skal være en tekst"),
        ('personalegrupper = ["SOSU"]', "en tabel fra tekst til tekst"),
        ("[personalegrupper]\nSOSU = 7", "en tabel fra tekst til tekst"),
        ("smallest_group = 5\ndenne linje er ikke TOML", "er ikke gyldig TOML ved linje 2, tegn 7"),
        ('population = "alle', "er ikke gyldig TOML ved slutningen"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_is_valid(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "indstillinger.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message):
        Settings.read(file)


def test_a_file_that_no_text_can_be_read_of_is_said(tmp_path: Path) -> None:
    file = tmp_path / "indstillinger.toml"
    file.write_bytes('smallest_group = 5\npopulation = "måned"'.encode("cp1252"))
    with pytest.raises(UsageError, match=r"ikke gemt som UTF-8: linje 2 .*tegnsættet UTF-8"):
        Settings.read(file)
    file.write_text("smallest_group = 7", "utf-8-sig")  # as an editor on Windows writes it
    assert Settings.read(file).smallest_group == 7
    file.unlink()
    file.mkdir()
    with pytest.raises(UsageError, match="er en mappe"):
        Settings.read(file)


def test_a_fuldtidsstilling_has_no_days_until_hr_says_so_and_changes_no_figure(
    tmp_path: Path,
) -> None:
    file = tmp_path / "indstillinger.toml"
    file.write_text("full_time_days_per_year = 220", "utf-8")
    assert Settings().full_time_days_per_year == 0
    assert Settings.read(file).full_time_days_per_year == 220
    assert Settings.read(file).fingerprint == Settings().fingerprint


def test_a_table_says_which_personalegruppe_a_name_means(tmp_path: Path) -> None:
    file = tmp_path / "indstillinger.toml"
    file.write_text('[personalegrupper]\n"Overenskomst 64.11" = "Pædagoger"\n', "utf-8")
    settings = Settings.read(file)
    assert settings.translate_personalegruppe("OVERENSKOMST 64.11") == "Pædagoger"
    assert settings.translate_personalegruppe("SOSU") == "SOSU"
    assert settings.fingerprint != Settings().fingerprint
    assert hash(settings) != hash(Settings())


def test_where_long_begins_is_said() -> None:
    assert Settings().threshold_text == "opdeling fra OPUS; grænse ikke oplyst"
    assert "over 30 kalenderdage" in Settings(long_threshold_days=30).threshold_text


def test_a_date_means_the_end_of_that_day_in_denmark() -> None:
    assert parse_moment("2025-01-20") == datetime(2025, 1, 20, 22, 59, 59, 999999)
    assert parse_moment("2025-07-20T10:15") == datetime(2025, 7, 20, 8, 15)
    assert parse_moment("2025-07-20T10:15:00+00:00") == datetime(2025, 7, 20, 10, 15)
    with pytest.raises(UsageError, match="er ikke en dato"):
        parse_moment("20. januar")


def test_settings_come_back_from_json_as_they_were() -> None:
    chosen = Settings(
        municipality="Bykøbing",
        denominator=Denominator.FULDTIDSSTILLINGER,
        part_days=False,
        total_words=("i alt",),
        personalegrupper=(("Overenskomst for pædagoger", "Pædagoger"),),
    )
    assert Settings.from_values(json.loads(json.dumps(chosen.values))) == chosen


def test_figures_are_of_one_variant_where_they_mean_the_same() -> None:
    usual = Settings()
    assert replace(usual, population="alle", smallest_group=9).variant == usual.variant
    assert replace(usual, closed_units=False).variant != usual.variant
