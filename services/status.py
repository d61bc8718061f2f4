"""How far an opgørelse is, in words, for both doors."""

from core import danish
from core.opgoerelse import Act, Opgoerelse, OpgoerelseStep, Status
from metrics.sent import told


def headline(now: Opgoerelse) -> str:
    """Say how far it is: "Frigivet til Chefforum den 14. januar 2025 af hr"."""
    last = now.visible_step
    if last is None:
        return "Kladde – kun HR ser den"
    if now.status is Status.RETTET:
        return (
            f"Rettet efter udsendelsen den {danish.format_moment_date(last.at)}: "
            f"{told(now.corrections)}"
        )
    done = "Frigivet til Chefforum" if last.act is Act.FRIGIVET else "Udsendt"
    return f"{done} den {danish.format_moment_date(last.at)} af {last.by}"


def beside(now: Opgoerelse) -> str:
    """Say what HR must know of it beside that; "" where there is nothing."""
    last = now.visible_step
    parts = [_differs(now, last) if last and now.differs else "", _replaces(now)]
    return " ".join(part for part in parts if part)


def _differs(now: Opgoerelse, last: OpgoerelseStep) -> str:
    if now.status is Status.RETTET:
        return "Frigiv den igen, så erstatter den det udsendte."
    why = (
        f"Data er ændret siden: {told(now.corrections)}."
        if now.corrections
        else "Tallene er andre nu, efter ændringer i organisationen eller opgørelsesmåden."
    )
    seen = "det frigivne" if last.act is Act.FRIGIVET else "det udsendte"
    return f"{why} Chefforum ser {seen}, indtil den frigives igen."


def _replaces(now: Opgoerelse) -> str:
    if now.last_sending is None or now.last_sending is now.visible_step:
        return ""
    return f"Den erstatter opgørelsen udsendt den {danish.format_moment_date(now.last_sending.at)}."
