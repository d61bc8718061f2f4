"""Write in Danish how far an opgørelse is."""

from core import danish
from core.opgoerelse import Act, Opgoerelse, OpgoerelseStep, Status
from phrases.corrections import list_uploads


def describe_status(now: Opgoerelse) -> str:
    """Say how far an opgørelse is: "Frigivet til Chefforum den 14. januar 2025 af hr"."""
    last = now.visible_step
    if last is None:
        return "Kladde – kun HR ser den"
    if now.status is Status.RETTET:
        uploads = list_uploads(now.corrections)
        return f"Rettet efter udsendelsen den {danish.format_moment_date(last.at)}: {uploads}"
    done = "Frigivet til Chefforum" if last.act is Act.FRIGIVET else "Udsendt"
    return f"{done} den {danish.format_moment_date(last.at)} af {last.by}"


def describe_differences(now: Opgoerelse) -> str:
    """Write how the figures now differ from those shown, for HR; "" where they do not."""
    last = now.visible_step
    parts = [_explain_difference(now, last) if last and now.differs else "", _name_replaced(now)]
    return " ".join(part for part in parts if part)


def _explain_difference(now: Opgoerelse, last: OpgoerelseStep) -> str:
    if now.status is Status.RETTET:
        return "Frigiv den igen, så erstatter den det udsendte."
    why = (
        f"Data er ændret siden: {list_uploads(now.corrections)}."
        if now.corrections
        else "Tallene er andre nu, efter ændringer i organisationen eller opgørelsesmåden."
    )
    visible = "det frigivne" if last.act is Act.FRIGIVET else "det udsendte"
    return f"{why} Chefforum ser {visible}, indtil den frigives igen."


def _name_replaced(now: Opgoerelse) -> str:
    if now.last_sending is None or now.last_sending is now.visible_step:
        return ""
    return f"Den erstatter opgørelsen udsendt den {danish.format_moment_date(now.last_sending.at)}."
