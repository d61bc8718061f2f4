"""What is to be followed up, in words."""

from core.danish import format_count


def describe_open_follow_ups(unanswered: int, late: int) -> str:
    """Say how many are unanswered: "Opfølgning: 4 beslutninger og løfter er åbne."."""
    counted = format_count(unanswered, "beslutning eller løfte", "beslutninger og løfter")
    verb = "er åben" if unanswered == 1 else "er åbne"
    passed = f", {late} af dem over fristen" if late else ""
    return f"Opfølgning: {counted} {verb}{passed}."
