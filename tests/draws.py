"""How many random examples a property test draws."""

from hypothesis import settings


def draws(examples: int) -> settings:
    """Make a test draw so many examples; as few as its profile says where `make fast` runs it."""
    is_fast = settings.get_current_profile_name() == "fast"
    few = settings().max_examples
    return settings(max_examples=min(examples, few) if is_fast else examples)
