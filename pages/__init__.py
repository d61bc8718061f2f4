"""One page a file: select, load, show."""
