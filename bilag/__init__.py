"""Annexes: a Bilag is a value, and files are written from it."""
