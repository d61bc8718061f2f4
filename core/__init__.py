"""The ground that all rooms stand on: quarters, Danish writing, settings, errors."""
