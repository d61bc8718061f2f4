"""From bytes to a grid: the dialects, each read in a process of its own."""
