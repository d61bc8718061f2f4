"""Which words may stand beside an amount's name, and which make another measure of it.

"Fraværsdagsværk i alt" is an amount; with "pr. årsværk", "i %", "mål" or "forskel" it is none. No
list of such words is ever complete, so an amount's header may hold only words that are known to
change nothing.
"""

import re
import unicodedata
from functools import lru_cache

from data_loaders.words.days import MONTH

_SPELLED = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "%": " pct "}
)
_WORD = re.compile(r"[^\W_]+")
_WORD_OR_SLASH = re.compile(r"[^\W_]+|/")
# Words, and parts of compound words, that leave an amount what it is.
_SMALL = "i af og for til den det de d in of the and to"
_COMMON = (
    "antal(?:let)? total(?:t|e)? sum ialt alt hele saml(?:et|ede) number count no ultimo primo "
    "tal(?:let)? kvartal(?:et|ets|er)? kvt kv quarter(?:ly|s)? "
    "maaned(?:en|ens|er|lig)? mdr? month(?:ly|s)? aar(?:et|ets)? year period(?:en?|ens)? "
    "opgjort beregnet opgoerelse omregnet registreret "
    "opus kmd sap stk enheds?(?:en)? org \\d+(?:[kq][1-4]?)? [kq]\\d+ "
    "rullende glidende loebende rolling seneste sidste last past fire tolv"
)
_DAYS = (
    "fravaer(?:et|s)? syges? sygdom(?:men|s)? absence absent sick(?:ness)? leave ill(?:ness)? "
    "dagsvaerk dagsv dgv dage?(?:ne)? days? dg work(?:ing)? man lost tabte egen "
    "heraf deraf hvoraf faktiske? actual"
)
_LENGTHS = (
    "kort(?:tids?|varigt?|ere|e)? lang(?:tids?|varigt?|t|e)? short long term tid "
    "over under mere end mindst hoejst maks max op med fra t o m kalenderdage"
)
_PEOPLE = (
    "gns gennemsnit(?:lig|ligt|lige)? average avg mean medarb(?:ejder(?:e|ne|nes|antal)?)? "
    "ansatte ansaettelse(?:r|sforhold)? hoveder headcount employees persons? personer "
    "personale(?:t)? staff pers beskaeftigede beskaeftigelse(?:s|sdecimal|sdecimaler)? beskdec "
    "fuldtids? fulltime full time heltids? helaars? aarsvaerk ftes? wtes? equivalents? "
    "still stilling(?:er)? besatte"
)
PEOPLE_FIELDS = ("medarbejdere", "fuldtidsstillinger")
_ONLY_AS_OF = frozenset({"pr", "per"})  # "Ansatte pr. 1. marts" is no ratio
_AFTER_AS_OF = re.compile(
    rf"(?:\d+|ultimo|primo|dato|d|den|enhed|afdeling|omraade|institution|arbejdsplads|kvartal|"
    rf"{MONTH})$"
)
_SOMEBODY = (
    r"(?:medarb|ansat|anst[ae]|fuldtid|heltid|aarsv|aarsarb|aarsverk|hoved|person|employee|fte|"
    r"stilling|staff|head|capita|mitarb|vollzeit|beschaeft|kopf|worker|borger|time\b|dag\b|hour)"
)
_OTHER = re.compile(
    r"pct|procent|prosent|percent|prozent|promille|permille|"
    r"andel|anteil|share|ratio|quote|kvot|\w*rate\b|frekvens|frequen|haeufigkeit|hyppigh|"
    r"median|percentil|kvartil|quartil|spredning|standardafv|deviation|"
    r"indeks|index|\brang|rang\b|\w*ranking|\brank|placering|score|karakter|"
    r"\bmaal\b|maaltal|maalsaet|maalvaerdi|\w+maal\b|target|\bgoal|\bziel|ziel\b|\bsoll|riktm|"
    r"benchmark|"
    r"forskel|forskjell|skillnad|differen|\bdiff\b|\w*afvig|\w*avvi[kg]|abweich|varian[cst]|"
    r"(?:for|ver|\b)ae?n?endring|aenderung|veraender|foeraendr|\bchange|\bdelta\b|udvikling|"
    r"utveckl|utvikl|entwickl|development|\btrend|tendens|sammenlign|comparison|vergleich|"
    r"jaemfoer|"
    r"planl|\bplan|planned|geplant|budg|budsj|forvent|expected|erwartet|foervaent|forecast|prognos|"
    r"praester|betalt|\bnorm(?:al)?(?:dag|tim|tid)|schedul|schemal|skemal|turnus|\bmulig|"
    r"moeglich|possible|available|potenti|nominel|kapacit|"
    r"\bmiddel|\bmittel|mittelwert|durchschnitt|genomsnitt|gjennomsnitt|"
    r"\w*alder\b|\w*aalder\b|\bage\b|\bages\b|\balter\b|ancien|ansienn|seniorit|tenure|"
    r"betriebszug|anstaellningstid|omsaetning|gennemtraek|gjennomtrekk|turnover|fluktuation|"
    r"personalomsaett|tilfreds|trivsel|satisf|zufried|"
    r"kvinde|kvinn|\bmaend|women|female|\bmale|frauen|maenner|nyansat|nyanst|tiltraad|fratraad|"
    r"leavers|joiners|\bhires|austritt|eintritt|vakan|vacan|ubesat|"
    r"kroner|\bkr\b|\bdkk\b|udgift|omkost|kostnad|kosten\b|\bcosts?\b|gehalt|lohn|salary|wage|"
    r"\bloen(?!n)|\bloenn|"
    r"forrige|(?:sidste|seneste) aar|akkum|aatd|aar til dato|\bytd\b|vorjahr|foregaaende|"
    r"foeregaaende|previous|prior\b|last year|i ?fjor|year ago|kumul|cumul|"
    r"ackumul|"
    r"kalenderda|calendar day|kalendertag|arbeitstag|arbetsdag|arbeidsdag|"
    r"tilfelle|\bfaell|fehlf|episod|occurr|incident|\bspells?\b|"
    rf"\b(?:pr|per|pro|je|hver|each)\b (?:\w+ )*?{_SOMEBODY}|/ ?(?:\w+ )?{_SOMEBODY}|"
    r"\b(?:over|under|above|below|older|yngre|aeldre|oever|ueber|unter) (?:than )?\d+ "
    r"(?:aar|year|jahr)"
)
# "0-30 dage", "> 28 dg", "28+": spells of a length, which are a part of all absence.
_SPAN_OF_DAYS = re.compile(r"\d\s*[-–—]\s*\d+\s*(?:dage?|dg)\b|\d\s*\+|[<>≤≥]", re.IGNORECASE)
_HOURS = re.compile(
    r"[\s(]*(?:\bi\s+)?(?:\b|(?<=fravær)s|(?<=syge))(?:timer|tim\.?|hours)\)?$", re.IGNORECASE
)
_DAY_WORD = re.compile(r"(?:dage?|days?|tage?|dagar|dager)\b")
_AVERAGE = re.compile(r"\bgns|gennemsnit|average|\bavg|\bmean\b|\bsnit\b|\bmedel\b")


def _join(*lists: str) -> re.Pattern[str]:
    """Return the pattern of a word that is made of listed words."""
    return re.compile(rf"(?:{'|'.join(' '.join(lists).split())})+")


_KNOWN = {
    "dagsvaerk": _join(_COMMON, _DAYS),
    "korttid": _join(_COMMON, _DAYS, _LENGTHS),
    "langtid": _join(_COMMON, _DAYS, _LENGTHS),
    "medarbejdere": _join(_COMMON, _PEOPLE),
    "fuldtidsstillinger": _join(_COMMON, _PEOPLE),
}
_CONNECTING = frozenset(_SMALL.split())


@lru_cache(maxsize=20_000)
def is_plain_amount(header: str, field: str) -> bool:
    """Whether a header of a figure has no word that may make another measure of it.

    `field` is the figure that it names: days of absence, short or long, or a number of people.
    """
    if field == "dagsvaerk" and _SPAN_OF_DAYS.search(header):
        return False
    words = split_words(header)
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in _ONLY_AS_OF:
            if following and not _AFTER_AS_OF.match(following):
                return False
        elif not (word in _CONNECTING or _KNOWN[field].fullmatch(word) or _is_month(word)):
            return False
    return True


@lru_cache(maxsize=20_000)
def names_other_measure(header: str) -> bool:
    """Whether a header has a word of a ratio, a change, a plan, a part or another period."""
    return bool(_OTHER.search(" ".join(_WORD_OR_SLASH.findall(_spell(header)))))


def names_average(header: str) -> bool:
    """Whether a header has a word of a mean: people are averaged, but days are counted."""
    return bool(_AVERAGE.search(_spell(header)))


def counts_days(header: str) -> bool:
    """Whether a header is of days: "Medarbejderdage" is no number of people."""
    return bool(_DAY_WORD.search(_spell(header)))


def strip_hours(header: str) -> str:
    """Take the word that says hours out of a header; the header itself where it has none.

    "Sygefravær (timer)" and "Fraværstimer" are then what any other header of absence is.
    """
    return _HOURS.sub("", header).strip()


def split_words(header: str) -> list[str]:
    """Return the words of a header in small letters, æøå and the like spelled out."""
    return _WORD.findall(_spell(header))


def _spell(header: str) -> str:
    return unicodedata.normalize("NFC", header).casefold().translate(_SPELLED).translate(_SPELLED)


def _is_month(word: str) -> bool:
    return bool(re.fullmatch(MONTH, word, re.IGNORECASE))
