"""What files can hold: a declaration for each kind of data, and what belongs to that kind alone."""
