"""Signal or noise: whether a movement is larger than the usual fluctuations."""
