"""A clock that tests set; it goes a second on each time that it is read."""

from datetime import datetime, timedelta


class Clock:
    """Gives moments in UTC, the first of them `now`."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def wait(self, days: int) -> None:
        """Let some days go by."""
        self.now += timedelta(days=days)
