from datetime import date
from pathlib import Path

import pytest

from bilag.sag import Sag, Sagstype
from core.errors import UsageError

WHOLE = """
sagsnummer = "81.28.00-A00-1-25"
titel = "Orientering om sygefravær"
forum = "Chefforum"
type = "orientering"
punkt = 3
minutter = 15
lukket = false
moededato = 2025-01-29
"""


def read(text: str | bytes) -> Sag:
    return Sag.read(text if isinstance(text, bytes) else text.encode(), Path("sag.toml"))


def test_a_whole_case_is_read() -> None:
    assert read(WHOLE) == Sag(
        sagsnummer="81.28.00-A00-1-25",
        titel="Orientering om sygefravær",
        forum="Chefforum",
        type=Sagstype.ORIENTERING,
        punkt=3,
        minutter=15,
        moededato=date(2025, 1, 29),
    )


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert read(b"\xef\xbb\xbf" + WHOLE.encode()).forum == "Chefforum"


def test_the_head_says_what_is_known_and_nothing_else() -> None:
    assert Sag().head == ()
    assert Sag(forum="Chefforum", lukket=True).head == ("Chefforum · lukket",)
    sag = Sag("81.28.00-A00-1-25", "Titel", "Chefforum", moededato=date(2025, 1, 29), punkt=3)
    assert sag.head == (
        "Titel",
        "Sagsnummer 81.28.00-A00-1-25 · Chefforum · 29. januar 2025 · punkt 3",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('sagsnumer = "x"', "Mente du »sagsnummer«?"),
        ('sagsnummer = "81.28.00"', "ikke et sagsnummer"),
        ('sagsnummer = "81.28.00-a00-1-25"', "ikke et sagsnummer"),
        ("sagsnummer = 812800", "det skal være en tekst"),
        ('type = "beslutnig"', "Mente du »beslutning«?"),
        ('moededato = "29. januar 2025"', "uden anførselstegn"),
        ("moededato = 2025-01-29T09:00:00", "uden anførselstegn"),
        ("punkt = -3", "det skal være et helt tal"),
        ("punkt = true", "det skal være et helt tal"),
        ('lukket = "ja"', "true eller false"),
        ("forum = Chefforum", "ikke gyldig TOML"),
    ],
)
def test_what_is_wrong_is_told_in_danish(text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(text)
    assert says in str(caught.value)


def test_a_file_that_is_not_text_is_told() -> None:
    with pytest.raises(UsageError, match="UTF-8"):
        read('titel = "Sygefravær"'.encode("latin-1"))
