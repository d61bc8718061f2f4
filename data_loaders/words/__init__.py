"""Reading what single cells, headers and titles say: numbers, times, names of fields."""
