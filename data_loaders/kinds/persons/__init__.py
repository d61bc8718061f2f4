"""Lists of people: they become sums per enhed, or marks in place of people."""
