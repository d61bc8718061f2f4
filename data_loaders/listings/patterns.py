"""Plain headers that several kinds of list share; see `tables.names.plain`."""

_UNIT = (
    r"(?:(?:org|organisations?|organisatoriske?)?enh(?:ed(?:en)?s?)?|arbejdsplads(?:en)?s?|"
    r"institution(?:en)?s?|tjenestesteds?|driftsteds?|omkostningssteds?|afsnits?|teams?|units?)"
)
_NUMBER = r"(?:nr|nummer|id|kode|noegle|no|number|code|key)"
_NAME = r"(?:navn|name|betegnelse|tekst|langtekst|korttekst|kortnavn|beskrivelse)"

VAGUE = rf"^{_NUMBER}$|^navn$"  # of what, only the other headers tell
UNIT_NO = rf"^{_UNIT}{_NUMBER}$|^{_NUMBER}$"
UNIT_NAME = rf"^{_UNIT}{_NAME}$|^navn$"
UNIT = rf"^{_UNIT}$"  # a number or a name: its cells tell
AFDELING = rf"^(?:overordnet)?(?:afdeling(?:en)?s?|afd|dep(?:artmen)?t|forvaltning)(?:{_NAME})?$"
OMRAADE = (
    rf"^(?:direktoer|fag|chef|forvaltnings|service|ledelses)?omraade(?:t|r)?s?(?:{_NAME})?$|"
    rf"^direktion(?:{_NAME})?$"
)
FROM = r"^(?:gyldig|periode|dato)?(?:fra|from|start|begynd(?:er|t)?)(?:og)?(?:med)?(?:dato)?$"
TO = r"^(?:gyldig|periode|dato)?(?:til|to|slut(?:ter)?|ophoer|end)(?:og)?(?:med)?(?:dato)?$"
DEADLINE = r"frist|deadline|senest|forfald"
