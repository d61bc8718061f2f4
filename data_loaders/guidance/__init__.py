"""What is said and remembered about a file: its columns, its names, and what must be asked."""
