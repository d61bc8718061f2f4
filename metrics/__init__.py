"""What each figure means: its declaration, its SQL, a thin typed function, its masks."""
