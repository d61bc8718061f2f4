"""Read a file, all the way to its report, in a process of its own: nobody else's page waits for it.

`python -m data_loaders.read_apart` is that process. It imports little before the file's bytes are
on their way to the process that opens them. It gets the file's length, its bytes and its pickled
context, and gives a pickled report: both are ours.
"""

import gc
import logging
import os
import pickle
import sys
from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack

from core.error_places import describe_error
from core.errors import ChefforumError, FileRefusedError, UsageError
from data_loaders.files.limits import OUT_OF_MEMORY, PROGRAM_FAILED
from data_loaders.files.process import ReadingProcess, make_no_room_refusal, start_reading

if TYPE_CHECKING:
    from core.settings import Settings
    from data_loaders.guidance.file_guidance import Guidance
    from data_loaders.report import Report

COMMAND = (sys.executable, "-m", "data_loaders.read_apart")
_WALL_SECONDS, _CPU_SECONDS = 300.0, 300
_YIELDING = 10
_LENGTH_BYTES = 8  # of the file's length, which stands before its bytes


class FileContext(TypedDict):
    """What `read_report` is told of a file beside its bytes."""

    file_name: str
    settings: "Settings"
    today: date | None
    guidance: "Guidance"


def read_report_apart(content: bytes, **context: Unpack[FileContext]) -> "Report":
    """Read a file as `read_report` does. Raises what that raises, as a ChefforumError."""
    from data_loaders.read import make_refused_report  # noqa: PLC0415 - the process imports it late

    length = len(content).to_bytes(_LENGTH_BYTES)
    try:
        reading = ReadingProcess(
            content, command=COMMAND, before=length, after=pickle.dumps(context), is_ours=True
        )
        with reading.wait_for_answer(_WALL_SECONDS) as answer:
            report: Report | ChefforumError = pickle.load(answer)  # noqa: S301 - our own process wrote it
    except FileRefusedError as error:
        return make_refused_report(error, content, **context)
    except OSError:
        return make_refused_report(make_no_room_refusal(), content, **context)
    if isinstance(report, ChefforumError):
        raise report
    return report


class _PlaceWriter(logging.Handler):
    """Passes on what the log is told of a failure: each place on a line of its own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the places of a failure, the last argument of its message."""
        places = record.args[-1] if isinstance(record.args, tuple) and record.args else ""
        sys.stderr.write(f"{places}\n".replace("; ", "\n"))


def _limit_process() -> None:
    """Let the server and its visitors go first, and end with the time, where the platform can."""
    if hasattr(os, "nice"):
        os.nice(_YIELDING)
    try:
        import resource  # noqa: PLC0415 - the module exists on Unix only
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))


def main() -> int:
    """Read standard input, write the report; return the exit code."""
    gc.disable()  # cells are in no cycles, and there are millions of them
    _limit_process()
    logging.getLogger("chefforum").addHandler(_PlaceWriter())
    request = sys.stdin.buffer
    try:
        length = int.from_bytes(request.read(_LENGTH_BYTES))
        content = start_reading(request.read(length))
        from data_loaders.read import read_report  # noqa: PLC0415 - the file is read meanwhile

        try:
            context = pickle.load(request)  # noqa: S301 - our own process wrote it
            answer: Report | ChefforumError = read_report(content, **context)
        except UsageError as error:
            answer = UsageError(str(error))
        except ChefforumError as error:
            answer = ChefforumError(str(error))
        pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 - the last door: a traceback would quote cells
        sys.stderr.write("\n".join(describe_error(error)) + "\n")
        return PROGRAM_FAILED
    finally:
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    os._exit(main())  # what was read need not be tidied up
