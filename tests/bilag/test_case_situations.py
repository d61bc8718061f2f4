"""The draft of a case read aloud: in each situation all that is written of its figures.

`case_situations.txt` holds the paragraphs. Where sentences are changed on purpose, it is written
again by `python -m tests.bilag.test_case_situations`, and read.
"""

import re
from pathlib import Path

import pytest

from bilag.case import Case, CaseField, CaseParagraph
from bilag.sag import Sag
from tests.bilag.case_situations import SITUATIONS, write_situation

READ_ALOUD = Path(__file__).with_name("case_situations.txt")
FROM, TO = "Resumé", "Sygefraværsindsats"  # what stands between is made of figures
NEVER = re.compile(r"(?<!\d)[+−]?0,0|ingen data|None|\bnan\b|  |enhed-kvartal|\.\.| \.|,,")


def list_written_fields(case: Case) -> list[CaseField]:
    headings = [field.heading for field in case.fields]
    return list(case.fields[headings.index(FROM) : headings.index(TO)])


def list_paragraphs(field: CaseField) -> list[CaseParagraph]:
    return [part for part in field.content if isinstance(part, CaseParagraph)]


def read_aloud(name: str) -> str:
    case = write_situation(name)
    lines = [f"=== {name}: {case.title}"]
    for field in list_written_fields(case):
        lines.append(f"# {field.heading}")
        lines += [
            f"{paragraph.text}{f' <<{paragraph.remark}>>' if paragraph.remark else ''}"
            for paragraph in list_paragraphs(field)
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_draft_reads_as_it_was_read_aloud(name: str) -> None:
    held = {text.partition(":")[0]: text for text in READ_ALOUD.read_text("utf-8").split("\n\n")}
    assert read_aloud(name) == held[f"=== {name}"].rstrip("\n")


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_draft_has_an_empty_place_or_a_sentence_twice(name: str) -> None:
    for field in list_written_fields(write_situation(name))[2:]:
        paragraphs = list_paragraphs(field)
        assert paragraphs
        sentences = [
            sentence
            for paragraph in paragraphs
            for sentence in re.split(r"(?<=[a-zæøå0-9)]\.) (?=[A-ZÆØÅ])", paragraph.text)
        ]
        assert len(set(sentences)) == len(sentences)
        for paragraph in paragraphs:
            assert paragraph.text.endswith((".", "[Udfyldes]"))
            assert not NEVER.search(paragraph.text)


def test_kommunemed_reads_of_the_kommune_and_its_omraader_alone() -> None:
    case = write_situation("lukkede og nye enheder", Sag(forum="KommuneMED"))
    headings = [field.heading for field in case.fields]
    assert "Hvad ligger bag udviklingen" in headings
    assert "Nedlagte arbejdspladser og leverandører" not in headings
    assert "Kantinen" not in " ".join(field.text for field in case.fields)


def test_direktoerforum_reads_all_of_it() -> None:
    case = write_situation("fald", Sag(forum="Direktørforum"))
    texts = {field.heading: field.text for field in case.fields}
    assert texts["Resumé"].startswith("Direktørforum orienteres om sygefravær i Albertslund")
    assert texts["Status for 4. kvartal 2024"] in read_aloud("fald").replace("\n", "\n\n")


if __name__ == "__main__":
    READ_ALOUD.write_text("\n\n".join(map(read_aloud, SITUATIONS)) + "\n", "utf-8")
