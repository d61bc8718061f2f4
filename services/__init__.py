"""The jobs that both doors offer: load, figures, bilag, sample."""
