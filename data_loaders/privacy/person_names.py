"""Whether texts are people's names: a list of people must not be taken for one of enheder.

Names alone decide nothing, since an institution can bear a person's name: the share of a column's
texts that are like them does.
"""

import re
from collections.abc import Callable, Iterable

from data_loaders.words.header_names import normalize

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\W\d_]\.", re.UNICODE)
_MOST_WORDS = 5
# The most frequent ones in Denmark, of grown-up people.
_FIRST_NAME = re.compile(
    r"anne|kirsten|hanne|mette|anna|helle|susanne|lene|maria|marianne|inge|"
    r"karen|lone|bente|camilla|pia|charlotte|louise|ida|jette|tina|julie|emma|"
    r"gitte|sofie|birgit|lis|birthe|annette|ingrid|sara|christina|dorthe|"
    r"kirstine|rikke|karin|ulla|laura|line|lise|maja|katrine|cecilie|kristina|"
    r"heidi|trine|lisbeth|nanna|mia|pernille|signe|vibeke|connie|anja|malene|"
    r"berit|merete|tove|stine|peter|michael|lars|jens|thomas|henrik|soeren|"
    r"christian|martin|jan|morten|jesper|anders|niels|mads|rasmus|per|hans|"
    r"joergen|ole|mikkel|kim|erik|carsten|poul|soren|svend|flemming|claus|bent|"
    r"finn|frederik|kasper|john|torben|kristian|steen|brian|mohammad|mohammed|"
    r"ahmad|ahmed|ali|fatima|aisha|magnus|emil|jacob|jakob|simon|mathias|"
    r"daniel|alexander|oliver|bo|kurt|knud|ib|leif|allan|dennis|kenneth|rene|"
    r"bjarne|frank|tommy|jonas|nikolaj|philip|sebastian|tobias|viktor|william"
)
_SURNAME = re.compile(
    r"(?:.{2,}sen|moeller|lund|holm|schmidt|nguyen|mortensgaard|dahl|winther|juhl|kjaer|vestergaard|"
    r"krogh|lauritzen|friis|bech|skov|lind|thygesen|koch|bang|juul|noergaard|soendergaard|damgaard|"
    r"oestergaard|kjeldgaard|dam|bak|bruun|hedegaard|toft|brandt|beck|berg|wolff|hald|bay|khan)"
)
_OF_A_PLACE = re.compile(
    r"skole|have|hus|boern|vuggestue|center|centret|plejehjem|gaarden$|afdeling|enhed|team|stab|"
    r"sekretariat|administration|service|drift|vej$|park|bibliotek|klub|hjem|tilbud|hold|distrikt|"
    r"omraade|forvaltning|dagpleje|institution|kontor|raadhus|bo(?:sted|enhed)|klinik|vaerksted"
)


_PARTICLE = re.compile(r"(?:al|af|bin|da|de|del|den|der|di|dos|el|la|le|ten|van|von|y|zu)")
_OF_WORK = re.compile(
    r"pleje|tekni|loen|oekonomi|aeldre|social|ung|nord|syd|oest|vest|laege|sund|koekken|reng|vagt|"
    r"svoem|hal(?:len)?$|muse|musik|kultur|genbrug|havn|brand|borger|personale|udvik|digital|plan|"
    r"byg|natur|vand|jobc|erhverv|handicap|familie|psyk|tand|transport|politi|direk|leve|villa"
)


def measure_name_share(texts: Iterable[str]) -> float:
    """Return the share, from 0 to 1, of different texts that are like people's names."""
    return _measure_share(texts, is_like_name)


def measure_name_shape_share(texts: Iterable[str]) -> float:
    """Return the share, from 0 to 1, of different texts that may be names in any language.

    They are a few capital words that name no place or work: under a header that says only "Navn",
    enheder are seldom all so.
    """
    return _measure_share(texts, _has_shape_of_name)


def _measure_share(texts: Iterable[str], is_name: Callable[[str], bool]) -> float:
    distinct = {text for text in texts if text}
    return sum(map(is_name, distinct)) / len(distinct) if distinct else 0.0


def _has_shape_of_name(text: str) -> bool:
    words = re.split(r"[\s,]+", text.strip())
    plain = [normalize(word) for word in words]
    if not 2 <= len(words) <= _MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        return False
    if any(_OF_A_PLACE.search(word) or _OF_WORK.search(word) for word in plain):
        return False
    pairs = zip(words, plain, strict=True)
    return all(word[0].isupper() or _PARTICLE.fullmatch(small) for word, small in pairs)


def is_like_name(text: str) -> bool:
    """Whether a text is like a person's name: "Hanne M. Jensen" or "Jensen, Hanne"."""
    last, comma, first = text.partition(",")
    words = _WORD.findall(f"{first} {last}" if comma else text)
    plain = [normalize(word) for word in words]
    if not 2 <= len(words) <= _MOST_WORDS or any(letter.isdigit() for letter in text):
        return False
    if any(map(_OF_A_PLACE.search, plain)) or not all(word[0].isupper() for word in words):
        return False
    return bool(_FIRST_NAME.fullmatch(plain[0]) or _SURNAME.fullmatch(plain[-1]))
