"""How far an opgørelse is, in words."""

from core import danish
from core.audiences import Audience
from core.moment import find_danish_day
from core.opgoerelse import Act, Opgoerelse, OpgoerelseStep
from phrases.corrections import list_uploads


def describe_status(now: Opgoerelse) -> str:
    """Say how far it is: "Frigivet til Chefforum den 14. januar 2025 af hr"."""
    state = "Foreløbig. " if now.is_preliminary else ""
    last = now.visible_step
    if last is None:
        return f"{state}Kladde – kun HR ser den"
    if last.act is Act.UDSENDT:
        return f"{state}Udsendt den {danish.format_moment_date(last.at)} af {last.by}"
    return f"{state}{_describe_release(last)}"


def _describe_release(release: OpgoerelseStep) -> str:
    """Say whom a release has come to, when, and by whom."""
    if release.is_draft:
        return (
            f"Frigivet til sekretariatet den {danish.format_moment_date(release.at)} "
            f"af {release.by}"
        )
    opening = next(
        each for each in reversed(release.openings) if each.audience is Audience.AFDELINGSCHEFER
    )
    day = find_danish_day(opening.at)
    since = (
        f"den {danish.format_date_long(day)}"
        if opening.first_day <= day
        else f"fra den {danish.format_date_long(opening.first_day)}"
    )
    return f"Frigivet til Chefforum {since} af {opening.by}"


def describe_differences(now: Opgoerelse) -> str:
    """Write for HR how the figures differ from those that Chefforum sees; "" where they do not."""
    last = now.visible_step
    if last is None or not now.differs:
        return ""
    if last.act is Act.UDSENDT:
        waits = "En rettelse af tallene indgår i næste opgørelse."
        return waits if now.is_deferred else "Der er en rettelse af tallene, som ikke er frigivet."
    why = (
        f"Data er ændret siden: {list_uploads(now.corrections)}."
        if now.corrections
        else "Tallene er andre nu, efter ændringer i organisationen eller opgørelsesmåden."
    )
    readers = "Sekretariatet" if last.is_draft else "Chefforum"
    return f"{why} {readers} ser det frigivne, indtil den frigives igen."
