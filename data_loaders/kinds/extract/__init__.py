"""The quarterly extract per enhed: its hierarchy, its months, and its columns of several times."""
