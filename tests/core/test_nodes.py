"""Keys of nodes, read and written."""

import pytest

from core.nodes import Level, NodeKey


@pytest.mark.parametrize(
    "text", ["kommune", "enhed:3100", "afdeling:Børn: 0–6 år", "gruppe:A/resten"]
)
def test_a_key_is_written_as_it_was_read(text: str) -> None:
    assert str(NodeKey.parse(text)) == text


def test_a_key_has_its_level_and_its_name() -> None:
    assert NodeKey.parse("omraade:Stab") == NodeKey(Level.OMRAADE, "Stab")
    assert NodeKey.parse("kommune") == NodeKey(Level.KOMMUNE)


def test_an_enhed_is_the_same_however_its_number_is_spelled() -> None:
    assert NodeKey.parse("enhed:0100").identity == NodeKey.parse("enhed:100").identity
    assert NodeKey.parse("afdeling:0100").identity != NodeKey.parse("afdeling:100").identity


def test_a_key_of_no_level_is_none() -> None:
    with pytest.raises(ValueError, match="hus"):
        NodeKey.parse("hus:3100")
