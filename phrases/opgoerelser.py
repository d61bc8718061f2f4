"""How far an opgørelse is, in words."""

from core import danish
from core.opgoerelse import Act, Opgoerelse
from phrases.corrections import list_uploads


def describe_status(now: Opgoerelse) -> str:
    """Say how far it is: "Frigivet til Chefforum den 14. januar 2025 af hr"."""
    state = "Foreløbig. " if now.is_preliminary else ""
    last = now.visible_step
    if last is None:
        return f"{state}Kladde – kun HR ser den"
    done = "Frigivet til Chefforum" if last.act is Act.FRIGIVET else "Udsendt"
    return f"{state}{done} den {danish.format_moment_date(last.at)} af {last.by}"


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
    return f"{why} Chefforum ser det frigivne, indtil den frigives igen."
