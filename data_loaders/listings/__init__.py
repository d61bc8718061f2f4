"""Lists of every kind but the quarterly extract: a kind is a declaration and a function."""
