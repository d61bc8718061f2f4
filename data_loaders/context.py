"""All that decides how a file is read, beside the file."""

from dataclasses import dataclass, field
from datetime import date

from core.settings import Settings
from data_loaders.guidance.file_guidance import Guidance


@dataclass(frozen=True)
class Context:
    """The municipality's settings, the file's name as shown, the day, and what is known before."""

    settings: Settings
    file_name: str
    today: date
    guidance: Guidance = field(default_factory=Guidance)
