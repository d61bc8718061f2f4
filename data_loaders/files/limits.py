"""What the reading of one file may take, and how its process says that it was too much."""

MAX_BYTES = 100_000_000
MEMORY_BYTES = 1_000_000_000
# More for a large file, since no small one may take much; and never more than that.
MEMORY_TIMES = 20
MOST_MEMORY = 3_000_000_000
CPU_SECONDS = 60
OUTPUT_BYTES = 200_000_000
WALL_SECONDS = 90.0

# Exit codes of the process.
OUT_OF_MEMORY = 3
NO_ROOM = 4
PROGRAM_FAILED = 5
