"""From the bytes of a file to checked rows: dialect, grid, recognised report, problems."""
