"""From a grid to a table: its header, its lines, its numbers, its periods, its sums."""
