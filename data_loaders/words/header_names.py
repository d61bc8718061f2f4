"""Which header texts name which field: of the quarterly extract, of lists, of people.

All patterns are for headers as `normalize` reduces them: small letters, æøå spelled out, nothing
but letters, digits and "pct". Of rules in a table the first that fits counts; the more exact ones
stand first. A field that only one kind of list has is named in that kind's declaration.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from data_loaders.words.amount_words import is_plain_amount, names_other_measure

NUMBER_FIELDS = ("dagsvaerk", "korttid", "langtid", "medarbejdere", "fuldtidsstillinger")
PARTS = ("korttid", "langtid")
FIELD_LABELS = {
    "enhed": "enhed",
    "enhed_navn": "enhedens navn",
    "afdeling": "afdeling",
    "omraade": "område",
    "personalegruppe": "personalegruppe",
    "dagsvaerk": "fraværsdagsværk",
    "korttid": "korttidsfravær",
    "langtid": "langtidsfravær",
    "medarbejdere": "medarbejdere",
    "fuldtidsstillinger": "fuldtidsstillinger",
    "kvartal": "kvartal",
    "maaned": "måned",
    "aar": "år",
    "niveau": "niveau",
    "niveau1": "øverste niveau",
    "niveau2": "andet niveau",
    "niveau3": "tredje niveau",
    "niveau4": "fjerde niveau",
    "niveau5": "femte niveau",
    "fra": "fra-dato",
    "til": "til-dato",
}


@dataclass(frozen=True)
class HeaderRule:
    """Headers that fit `pattern` are of `field`; of two columns the higher `score` wins."""

    field: str
    score: int
    pattern: re.Pattern[str]


_UNIT = (
    r"(?:(?:org|organisations?|organisatoriske?)?enh(?:ed(?:en)?s?)?|arbejdsplads(?:en)?s?|"
    r"institution(?:en)?s?|tjenestesteds?|driftsteds?|(?:org(?:anisational)?)?units?|workplaces?|"
    r"leverandoerenheds?|arbejdssteds?)"
)
_OTHER_UNIT = r"(?:omkostningssteds?|afsnits?|teams?|org(?:anisation(?:en)?s?)?|costcent(?:er|re))"
_NUMBER = r"(?:nr|nummer|numre|id|kode|noegle|no|number|code|key)"
_NAME = r"(?:navn|name|betegnelse|tekst|langtekst|korttekst|kortnavn|beskrivelse|text|description)"
_AREA = r"(?:direktoer|fag|chef|forvaltnings|service|ledelses|sektor|politik)?omraade"
_DEPARTMENT = r"(?:overordnet)?(?:afdeling(?:en|er)?s?|afd|dep(?:artmen)?ts?)"
_FULL = r"fuldtid|fulltime|aarsvaerk|heltid|helaars"
_HEADS = r"medarb|hoveder|headcount"
_SICK = r"(?:sygefravaer|sygdom|syge?|sickness|sick)"
_FIGURES = r"(?:antal|gns|gennemsnit(?:lig)?t?|total|sum)"
_AWAY = r"(?:fravaer|absence)"
_ABSENCE = rf"(?:{_SICK}(?:{_AWAY})?|{_AWAY})"
_DAYS = r"(?:dagsvaerk|fravaer|absence|syge)"
_MEAN = r"(?:gns|gennemsnit|average|avg)"
# Ratios, changes, parts and other periods: beside the figures that we need, never they themselves.
_OTHER_COLUMN = (
    r"pct|procent|percent|andel|"
    r"(?:pr|per)(?:gns|antal)?(?:medarb|ansat|fuldtid|heltid|aarsv|hoved|person|employee|fte|stilling)|"
    rf"{_MEAN}\w*{_DAYS}|{_DAYS}\w*{_MEAN}|{_DAYS}\w*(?:ekskl|exkl|uden)|(?:ekskl|uden)\w*(?:kort|lang)|"
    r"kort\w*lang|lang\w*kort|"
    r"akkum|kumul|aatd$|aartildato|ytd$|arbejdsskade|delvis|"
    r"alder|anciennitet|omsaetning|tilfreds|loen(?!n)|(?:fra|til)tr(?:aa|ae)d|^nye|nyansat|ledig|"
    r"vakan|ubesat|"
    r"(?:sick|absence)rate|maaltal|aendring|udvikling|langtidsfrisk|kalenderdag|(?<!es)timer|hours|timmar|stunden|"
    r"forloeb|tilfaelde|antalgange|mulige?(?!t)|norm(?:al)?dag|planlagt|praesteret|barsel|barns?(?:1|foerste|syg)|"
    r"ferie|omsorg|orlov|forrige|(?:sidste|seneste)aar|lastyear|previous|prior|budget|cpr|personnummer|medarb\w*(?:nr|nummer|id)$"
)

MIN_SCORE = 1  # the score of a header that may as well be of something else
# A part of an enhed's people. A file may well have several of them, from the most exact one on.
STAFF_GROUP_PATTERNS = (
    (4, rf"^personal(?:e)?(?:gruppe|kategori)(?:r|n)?(?:{_NAME})?$"),
    (3, rf"^(?:medarbejder|ansatte?|fag|job)(?:gruppe|kategori)(?:r|n)?(?:{_NAME})?$"),
    (2, rf"^(?:stillings|ansaettelses)(?:gruppe|kategori)(?:r|n)?(?:{_NAME})?$"),
    (2, r"^(?:staff|employee|personnel|job)(?:group|category)$"),
    (1, rf"^overenskomst(?:s?gruppe|s?omraade|er|en)?(?:{_NAME})?$"),
)
_PATTERNS = (
    ("", 0, _OTHER_COLUMN),
    *(("personalegruppe", score, pattern) for score, pattern in STAFF_GROUP_PATTERNS),
    ("aar", 3, r"^(?:kalender|regnskabs)?(?:aar|year)$"),
    ("kvartal", 3, r"^(?:kalender|kal)?(?:aar)?(?:kvartal|kvt|kv|quarter)(?:aar|nr)?$"),
    ("kvartal", 2,
     r"^(?:opgoerelses|kal(?:ender)?|regnskabs|bogfoerings|posterings|fiscal)?(?:aar|year)?"
     r"period(?:e?aar|eyear|e)?$|^tidspunkt$"),
    ("kvartal", MIN_SCORE,
     r"^(?:opgjort(?:pr)?(?:dato)?|opgoerelses(?:dato|tidspunkt)|pr|ultimo)$"),
    ("maaned", 3, r"^(?:kalender|kal|regnskabs)?(?:aar)?(?:maaned|md|month|yearmonth)(?:aar|nr)?$"),
    ("niveau", 3, r"^(?:org(?:anisations?)?|hierarki)?(?:niveau|level)$"),
    *((f"niveau{n}", 3, rf"^(?:org(?:anisations?)?|hierarki)?(?:niveau|level){n}(?:{_NAME})?$")
      for n in range(1, 6)),
    ("fra", 2, r"^(?:periode|dato|gyldig)?(?:fra|from|start)(?:dato|og)?(?:dato|med)?$"),
    ("til", 2, r"^(?:periode|dato|gyldig)?(?:til|to|slut|end)(?:dato|og)?(?:dato|med)?$"),
    ("enhed", 4, rf"^{_UNIT}{_NUMBER}$"),
    ("enhed", 3, rf"^{_OTHER_UNIT}{_NUMBER}$|^orgeh$"),
    ("enhed_navn", 4, rf"^{_UNIT}{_NAME}$"),
    ("enhed_navn", 3, rf"^{_OTHER_UNIT}{_NAME}$"),
    ("enhed?", 3, rf"^{_UNIT}$"),
    ("enhed?", 2, rf"^{_OTHER_UNIT}$"),
    ("enhed?", 1, r"^(?:raekke(?:navne?|etiket(?:ter)?)|rowlabels?)$"),
    ("afdeling", 1, rf"^{_DEPARTMENT}{_NUMBER}$"),
    ("afdeling", 4, rf"^{_DEPARTMENT}(?:{_NAME})?$"),
    ("omraade", 1, rf"^{_AREA}(?:ts|s)?{_NUMBER}$"),
    ("omraade", 4, rf"^{_AREA}(?:t|r)?s?(?:{_NAME})?$"),
    ("omraade", 3, rf"^(?:forvaltning|direktion|direktoerskab|directorate|area)s?(?:{_NAME})?$"),
    ("", 0, rf"(?:kort|lang){_NAME}"),
    ("korttid", 4, r"korttid|kortvarig|shortterm"),
    ("langtid", 4, r"langtid|langvarig|longterm"),
    ("korttid", 3, rf"(?:^|heraf|{_AWAY}|{_SICK}|dagsvaerk)(?:kort|short)"),
    ("langtid", 3, rf"(?:^|heraf|{_AWAY}|{_SICK}|dagsvaerk)(?:lang|long)"),
    ("korttid", 3, rf"^(?:kort|short)e?(?:{_AWAY}|{_SICK})"),
    ("langtid", 3, rf"^(?:lang|long)e?(?:{_AWAY}|{_SICK})"),
    ("dagsvaerk", 4, rf"{_SICK}\w*dagsvaerk|dagsvaerk\w*{_SICK}"),
    ("dagsvaerk", 4, rf"{_AWAY}s?\w*dagsvaerk|dagsvaerk\w*{_AWAY}"),
    ("dagsvaerk", 3, rf"^(?:{_FIGURES}(?:af|of)?)?dagsvaerk(?:ialt|total)?(?:\d|$)"),
    ("dagsvaerk", 3, rf"^(?:work(?:ing)?|man)days(?:{_AWAY}|lost)"),
    ("dagsvaerk", 3, rf"^(?:{_SICK})?{_AWAY}\w*(?:work|man)(?:ing)?days"),
    ("dagsvaerk", 3, rf"^{_FIGURES}?{_ABSENCE}s?(?:dage?|days|dg)(?:ialt|lost|total)?$"),
    ("dagsvaerk", 2, rf"^(?:samletg?|total|heraf)?{_ABSENCE}(?:ialt|total|samlet)?$"),
    ("", 0, rf"deltid|timeloen|{_AWAY}|{_SICK}"),
    ("fuldtidsstillinger", 4, r"^beskaeftigelses?dec(?:imal)?(?:er)?$|^beskdec"),
    ("fuldtidsstillinger", 4, rf"{_FULL}|(?:^|antal|gns|avg|average)(?:fte|wte)s?$"),
    ("fuldtidsstillinger", 3, r"^(?:gns|gennemsnitlig\w*)?(?:antal)?stillinger$"),
    ("medarbejdere", 1, rf"(?:{_HEADS}|ansat)\w*(?:ultimo|primo)|ansaettelse"),
    ("medarbejdere", 4, rf"{_HEADS}|ansatte|employees|beskaeftigede|antalpers|^personer"),
    ("enhed_navn", 1, r"^(?:navn|name|betegnelse|langtekst|korttekst|kortnavn)$"),
)  # fmt: skip
HEADER_RULES = tuple(
    HeaderRule(field, score, re.compile(pattern)) for field, score, pattern in _PATTERNS
)

# Patterns that the declarations of several kinds of list share.
_LIST_UNIT = (
    r"(?:(?:org|organisations?|organisatoriske?)?enh(?:ed(?:en)?s?)?|arbejdsplads(?:en)?s?|"
    r"institution(?:en)?s?|tjenestesteds?|driftsteds?|omkostningssteds?|afsnits?|teams?|units?)"
)

BARE_WORD = rf"^{_NUMBER}$|^navn$"  # of what, only the other headers tell
UNIT_NO = rf"^{_LIST_UNIT}{_NUMBER}$|^{_NUMBER}$|^orgeh$"  # SAP's own name
UNIT_NAME = rf"^{_LIST_UNIT}{_NAME}$|^navn$"
UNIT = rf"^{_LIST_UNIT}$"  # a number or a name: its cells tell
AFDELING = rf"^(?:overordnet)?(?:afdeling(?:en)?s?|afd|dep(?:artmen)?t|forvaltning)(?:{_NAME})?$"
OMRAADE = (
    rf"^(?:direktoer|fag|chef|forvaltnings|service|ledelses)?omraade(?:t|r)?s?(?:{_NAME})?$|"
    rf"^direktion(?:{_NAME})?$"
)
FIRST_DAY = r"^(?:gyldig|periode|dato)?(?:fra|from|start|begynd(?:er|t)?)(?:og)?(?:med)?(?:dato)?$"
LAST_DAY = r"^(?:gyldig|periode|dato)?(?:til|to|slut(?:ter)?|ophoer|end)(?:og)?(?:med)?(?:dato)?$"
DEADLINE = r"frist|deadline|senest|forfald"


_PERSON = (
    r"(?:medarbejder(?:en)?s?|medarb|ansat(?:te)?s?|person(?:en)?s?|loenmodtagers?|employees?)"
)
_PERSON_NUMBER = r"(?:nr|nummer|id|no|number)"
_LEADER = r"(?:naermeste)?(?:leder|chef)(?:en)?s?"
_DONE_BY = r"(?:oprettet|registreret|aendret|godkendt|udskrevet|indberettet|indtastet)af"
CPR_NUMBER = r"^cpr(?!fjernet)|cpr(?:nr|nummer)?$|^person(?:nummer|nr)$"
NUMBER_OF_PERSON = (
    rf"^(?:{_PERSON}|loen|ansaettelses?|tjeneste){_PERSON_NUMBER}$|"
    rf"^(?:pers?nr|persno|personale{_PERSON_NUMBER}|"
    rf"ansaettelses?forhold{_PERSON_NUMBER}?|pernr|maskeret{_PERSON}?{_PERSON_NUMBER}?)$"
)


class PersonalContent(Enum):
    """What personal data a column holds by its header."""

    NONE = auto()
    CPR = auto()
    NAME = auto()  # of the people that the rows are about, or where they live
    CONTACT = auto()  # of somebody beside the rows, or how to reach them
    NUMBER_OR_NAME = auto()  # of people: the cells tell which
    NUMBER = auto()  # of people
    WORKPLACE = auto()  # numbers of workplaces, which look like CPR numbers
    ACCOUNT = auto()  # numbers of accounts and cases, and amounts: ten digits are no CPR number
    UNIT = auto()


_PERSONAL_RULES = tuple(
    (content, re.compile(pattern))
    for content, pattern in (
        (PersonalContent.CPR, CPR_NUMBER),
        (PersonalContent.WORKPLACE, r"^(?:p|prod|produktionsenhed(?:s|ens)?)(?:nr|nummer)$"),
        (
            PersonalContent.ACCOUNT,
            r"konto|^psp|^faktura|^ean|^gln|beloeb|budget|^(?:sags?|bilags?)(?:nr|nummer)$",
        ),
        (PersonalContent.NUMBER, NUMBER_OF_PERSON),
        (PersonalContent.NUMBER_OR_NAME, r"^(?:medarbejder|ansat|person|employee)$"),
        (
            PersonalContent.CONTACT,
            rf"^{_LEADER}(?:s?navn)?$|^(?:e?mail|epost)|^(?:telefon|tlf|mobil)|^{_DONE_BY}$",
        ),
        (
            PersonalContent.CONTACT,
            r"^(?:kontaktperson|sagsbehandler|ansvarlig|tillidsrepraesentant|bruger)",
        ),
        (
            PersonalContent.NAME,
            rf"^(?:{_PERSON}|for|forogefter)?na(?:vne?|me)$|^navne?(?:paa)?{_PERSON}$",
        ),
        (
            PersonalContent.NAME,
            r"(?:^for|efter|mellem|kalde|fulde|fuldt|bruger)navn|(?:first|last|sur|full)name",
        ),
        (
            PersonalContent.NAME,
            r"^(?:loenmodtager|vikar|paaroerende|stillingsindehaver)(?:for|navn)?$",
        ),
        (PersonalContent.CONTACT, r"adresse|^(?:postnr|postnummer|postnrogby|bynavn|vejnavn)$"),
        (PersonalContent.NAME, r"^initialer$|foedselsda(?:to|g)|bopael"),
        (
            PersonalContent.UNIT,
            r"enh(?:ed)?|arbejdsplads|institution|afdeling|omraade|tjenestested",
        ),
    )
)

_SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "%": "pct"})
_YEAR = re.compile(r"(?:19|20)\d\d[kq]?[1-4]?$|(?:[kq][1-4]|[1-4](?:kvartal|kvt|kv))(?:19|20)\d\d$")

_DAGSV = re.compile(r"dagsv(?!aerk)")
# "Fraværsdagsværk/medarbejder" is a ratio; "Org.enhed/navn" and "Område/afdeling" are not.
_ROLLING = re.compile(
    r"(?:(?:rullende|glidende|loebende|rolling)(?:12|tolv|fire|4)?|"
    r"(?:seneste|sidste|last|past)?(?:12|tolv|fire|4(?=kv|q)))"
    r"(?:mdr?s?|maaneders?|months?|kvartaler|quarters)|(?:rullende|glidende|loebende)(?:aars?)?|rolling(?:year)?"
)
_RATIO = re.compile(r"((?:fravær|dagsv|syge?|absence)[^/]*)/", re.IGNORECASE)


def normalize(header: str) -> str:
    """Reduce a header to its letters and digits: "Gns. antal Årsværk" is "gnsantalaarsvaerk"."""
    text = unicodedata.normalize("NFC", header).casefold().translate(_SPELLED)
    return re.sub(r"[\W_]+", "", text.translate(_SPELLED))


def find_rule(header: str) -> HeaderRule | None:
    """Find the rule that says which field of the extract a column is.

    None for a column that is not needed, and for a figure of rolling twelve months, which is no
    quarter's: see `find_rule_and_span`.
    """
    rule, is_rolling = find_rule_and_span(header)
    return None if is_rolling else rule


@lru_cache(maxsize=20_000)
def find_rule_and_span(header: str) -> tuple[HeaderRule | None, bool]:
    """Find the rule for a header of the extract, and whether it speaks of rolling twelve months.

    The rule is None where the column is not needed.
    """
    text, is_rolling = _strip_span(header)
    rule = next((rule for rule in HEADER_RULES if rule.pattern.search(text)), None)
    if rule and rule.field in NUMBER_FIELDS and not is_plain_amount(header, rule.field):
        return None, is_rolling
    return (rule if rule and rule.field else None), is_rolling


def is_other_measure(header: str) -> bool:
    """Whether a header is of a ratio, a change, or another figure that must never be taken."""
    by_rule = HEADER_RULES[0].pattern.search(_strip_span(header)[0])
    return bool(by_rule) or names_other_measure(header)


def is_bare_word(header: str) -> bool:
    """Whether a header is only "Nr." or "Navn", which says nothing of what it is of."""
    return bool(re.search(BARE_WORD, normalize(header)))


def find_personal_content(text: str) -> PersonalContent:
    """Find what personal data a column holds, from its normalized header."""
    contents = (content for content, pattern in _PERSONAL_RULES if pattern.search(text))
    return next(contents, PersonalContent.NONE)


def _strip_span(header: str) -> tuple[str, bool]:
    """Normalize a header, and take years and "rullende 12 mdr." out; whether the latter was there.

    A header that is nothing else stays as it is.
    """
    text = normalize(_RATIO.sub(r"\1 pr ", unicodedata.normalize("NFC", header)))
    text = _DAGSV.sub("dagsvaerk", _YEAR.sub("", text) or text)
    remainder = _ROLLING.sub("", text)
    return (remainder, True) if remainder and remainder != text else (text, False)
