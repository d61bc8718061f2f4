"""The quarterly extract per enhed: from a sheet to checked rows."""
