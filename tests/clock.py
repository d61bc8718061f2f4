"""Clocks that tests set: a store's own, which goes a second on when it is read, and the day's."""

import datetime as days
import sys
import time
from datetime import datetime, timedelta, tzinfo

import pytest

_WRITERS = {"openpyxl", "docx", "bilag", "charts", "services"}


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


class _MomentType(type):
    """A moment of any clock is a moment."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


def move_clock(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Let it be another day in all that writes files."""
    now, localtime = time.time, time.localtime

    class Later(datetime, metaclass=_MomentType):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Later":
            return cls.fromtimestamp(now() + by.total_seconds(), tz)

        @classmethod
        def utcnow(cls) -> "Later":
            return cls.now(days.UTC).replace(tzinfo=None)

    monkeypatch.setattr(time, "time", lambda: now() + by.total_seconds())
    monkeypatch.setattr(
        time,
        "localtime",
        lambda at=None: localtime(now() + by.total_seconds() if at is None else at),
    )
    for name, module in list(sys.modules.items()):
        is_writer = name.split(".")[0] in _WRITERS or module is days
        if is_writer and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Later)
