"""The table engine: from a sheet's cells to a header, columns, rows and totals, of any kind."""
