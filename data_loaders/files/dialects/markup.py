"""XML and HTML read piece by piece by lxml, which is allowed to fetch and to expand nothing."""

from collections.abc import Iterator, Mapping
from typing import IO, Protocol

from lxml import etree

from core.errors import FileRefusedError
from data_loaders.files.dialects.cells import DamagedFileError
from data_loaders.files.raw_sheet import Note, RawSheet

_CHUNK = 1_000_000


class Target(Protocol):
    """What takes in the tags and texts of a document, in their order."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take in an opening tag."""

    def end(self, tag: str) -> None:
        """Take in a closing tag."""

    def data(self, text: str) -> None:
        """Take in a piece of text."""

    def close(self) -> None:
        """Take in the document's end."""

    def take_finished_sheets(self) -> Iterator[RawSheet | Note]:
        """Hand over the sheets that have come to their end, each once."""


class XmlTarget:
    """A target that refuses a document type: it is where entity bombs and references live."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuse the file."""
        raise FileRefusedError(
            "Filen har en dokumenttype (DOCTYPE) med egne betegnelser. Det har regneark ikke, og "
            "filen er ikke åbnet, fordi den kan være lavet for at skade. Gem regnearket igen som "
            ".xlsx, og indlæs den gemte fil.",
            code="unreadable",
        )

    def close(self) -> None:
        """Take in the document's end."""


def read_xml_sheets(stream: IO[bytes], target: Target) -> Iterator[RawSheet | Note]:
    """Read XML; DamagedFileError where it is not well-formed."""
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            yield from target.take_finished_sheets()
        parser.close()
    except etree.LxmlError as error:
        raise DamagedFileError("not well-formed") from error
    yield from target.take_finished_sheets()


def read_html_sheets(text: str, target: Target) -> Iterator[RawSheet | Note]:
    """Read HTML, however it is written."""
    parser = etree.HTMLParser(target=target, no_network=True, huge_tree=False)
    text = _remove_comments(text)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
        parser.close()
    except etree.LxmlError as error:
        raise DamagedFileError("not well-formed") from error
    yield from target.take_finished_sheets()


def _remove_comments(text: str) -> str:
    """Take out comments; the parser searches to the text's end for each that is not closed."""
    pieces, place = [], 0
    while (start := text.find("<!--", place)) >= 0:
        pieces.append(text[place:start])
        end = text.find("-->", start)
        if end < 0:
            return "".join(pieces)
        place = end + len("-->")
    return "".join([*pieces, text[place:]])


def strip_namespace(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition("}")[2]


def find_attribute(attributes: Mapping[str, str], name: str, default: str = "") -> str:
    """Return an attribute by its name without namespace."""
    matching_values = (value for key, value in attributes.items() if strip_namespace(key) == name)
    return next(matching_values, default)
