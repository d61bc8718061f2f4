"""Read a file in a process of its own, with limits on memory and time.

A file can be made to take all memory or to run for ever, or to crash a native reader. None of it
reaches the process that serves the pages.
"""

from data_loaders.files import process
from data_loaders.files.grid import Grid
from data_loaders.files.limits import WALL_SECONDS
from data_loaders.files.process import COMMAND, FileBeingRead, ReadingProcess
from data_loaders.files.receiving import receive


def read_grid(
    content: bytes, *, seconds: float = WALL_SECONDS, command: tuple[str, ...] = COMMAND
) -> Grid:
    """Read a file's bytes into a grid.

    Args:
        content: The whole file; where `process.start_reading` has begun, that goes on.
        seconds: How long the reading may take by the clock.
        command: The program that reads; it gets the bytes on standard input.

    Raises:
        FileRefusedError: the file is empty, too large, of a kind that is not read, takes too much
            time or memory, or brings the reader down; or the server has no room to read it in. Its
            `code` is one of `codes.CODES`.
    """
    try:
        if isinstance(content, FileBeingRead):
            reading = content.process
        else:
            reading = ReadingProcess(content, command=command)
        with reading.wait_for_answer(seconds) as answer:
            return receive(answer)
    except (PermissionError, FileNotFoundError) as error:
        raise process.make_not_started_refusal() from error
    except OSError as error:
        raise process.make_no_room_refusal() from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise process.make_crash_refusal() from error
